"""Columns of exact numbers, judged fast where that is safe and exactly where it is not.

Every rule is written once, over columns. The columns are float64 first; a comparison of two
numbers that lie closer than rounding could explain puts its row in doubt. Rows in doubt are judged
again by the same functions over columns of `fractions.Fraction`, where nothing is rounded. So ties
come out exactly ("95 of 100 against 95 %") and the cost of exactness is paid for ties alone.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np

# Doubles carry 53 bits; some hundred operations lose less than 1e-13 of the largest operand.
CLOSE = 1e-9
# A difference smaller than this part of what it was taken from has kept too few digits to be told.
FAINT = 1e-5

Column = np.ndarray
Rows = np.ndarray


class Amounts:
    """A column of exact decimals, some unknown.

    doubles: the nearest float64, NaN where unknown. fetch: the exact decimals of given rows, None
    where unknown; called for the few rows in doubt only, with distinct rows in rising order.
    """

    def __init__(self, doubles: Column, fetch: Callable[[Rows], Sequence[Decimal | None]]):
        self.known = ~np.isnan(doubles)
        self._doubles = np.where(self.known, doubles, 0.0)
        self._fetch = fetch

    @classmethod
    def of(cls, decimals: Iterable[Decimal | None]) -> "Amounts":
        """A column of decimals that are at hand."""
        kept = list(decimals)
        doubles = np.array([np.nan if d is None else float(d) for d in kept], dtype=float)
        return cls(doubles, lambda rows: [kept[row] for row in rows])

    def __len__(self) -> int:
        return len(self._doubles)

    def column(self, rows: Rows, exact: bool) -> Column:
        """The amounts of `rows`, 0 where unknown: float64, or Fraction when `exact`."""
        if not exact:
            return self._doubles[rows]
        distinct, back = np.unique(rows, return_inverse=True)
        return fractions(self._fetch(distinct))[back]

    def take(self, rows: Rows) -> "Amounts":
        """The same amounts for `rows` alone."""
        doubles = np.where(self.known[rows], self._doubles[rows], np.nan)

        def fetch(inner: Rows) -> list[Decimal | None]:
            wanted = np.asarray(rows)[inner]
            distinct, back = np.unique(wanted, return_inverse=True)
            found = self._fetch(distinct)
            return [found[place] for place in back]

        return Amounts(doubles, fetch)

    def followed_by(self, decimals: Iterable[Decimal | None]) -> "Amounts":
        """This column with further amounts behind it."""
        more = list(decimals)
        count = len(self)
        doubles = np.array([np.nan if d is None else float(d) for d in more], dtype=float)
        own = np.where(self.known, self._doubles, np.nan)

        def fetch(rows: Rows) -> list[Decimal | None]:
            inside = self._fetch(rows[rows < count])
            return [*inside, *(more[row - count] for row in rows[rows >= count])]

        # Rows come in rising order (`column`), so those of this column stand first.
        return Amounts(np.concatenate([own, doubles]), fetch)

    def decimal(self, row: int) -> Decimal | None:
        """One amount, exactly; None when unknown."""
        return self._fetch(np.array([row]))[0]


def fractions(decimals: Iterable[Decimal | None]) -> Column:
    """An object column of Fraction, 0 for None."""
    values = [Fraction(0) if d is None else Fraction(d) for d in decimals]
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def zeros(size: int, exact: bool) -> Column:
    """A column of `size` zeros of the kind in use."""
    return np.full(size, Fraction(0), dtype=object) if exact else np.zeros(size)


def whole(numbers: Column, exact: bool) -> Column:
    """Whole numbers as a column of the kind in use."""
    if not exact:
        return numbers.astype(float)
    column = np.empty(len(numbers), dtype=object)
    column[:] = [Fraction(int(number)) for number in numbers]  # int over int would be a float
    return column


def divide(numerator: Column, denominator: Column) -> Column:
    """Quotients row by row; 0 where the denominator is 0, which callers leave out by a mask."""
    possible = (denominator != 0).astype(bool)
    exact = numerator.dtype == object or denominator.dtype == object
    quotient = zeros(len(numerator), exact)
    quotient[possible] = numerator[possible] / denominator[possible]
    return quotient


def add_up(groups: Column, values: Column, size: int) -> Column:
    """The sum of `values` per group number 0..size-1."""
    if values.dtype != object:
        return np.bincount(groups, weights=values, minlength=size)
    sums = zeros(size, exact=True)
    np.add.at(sums, groups, values)
    return sums


class Comparing:
    """Comparisons of columns, which remember the rows that float64 can't decide.

    doubt: True for a row in which two compared numbers were too close; never in exact columns.
    `where` limits a comparison to the rows in which its outcome is used; `size_of` is the
    magnitude of what the numbers were computed from, where subtraction may have made them small.
    """

    def __init__(self, size: int, exact: bool):
        self.exact = exact
        self.doubt = np.zeros(size, dtype=bool)

    def above(self, a: Column, b: Column, where: Column, size_of: Column | float = 0.0) -> Column:
        """a > b."""
        self._note(a, b, where, size_of)
        return (a > b).astype(bool)

    def at_least(
        self, a: Column, b: Column, where: Column, size_of: Column | float = 0.0
    ) -> Column:
        """a >= b."""
        self._note(a, b, where, size_of)
        return (a >= b).astype(bool)

    def faint(self, value: Column, size_of: Column | float, where: Column) -> None:
        """Puts rows in doubt whose `value` nearly cancelled out, so that few digits are left."""
        if not self.exact:
            self.doubt |= where & (np.abs(value) < FAINT * size_of)

    def _note(self, a: Column, b: Column, where: Column, size_of: Column | float) -> None:
        if not self.exact:
            near = np.abs(a - b) <= CLOSE * (np.abs(a) + np.abs(b) + size_of)
            self.doubt |= where & near
