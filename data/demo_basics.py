"""Months, tables, numbers drawn the same on every machine, whole numbers shared out.

Only whole numbers and fractions are computed with: no rounding of floats, no order of additions,
no version of Python can change what comes out.
"""

from collections.abc import Sequence
from fractions import Fraction
from random import Random

SEED = "vinh-phuc-2021"
FIRST_YEAR = 2020
MONTHS = range(21)  # January 2020 to September 2021
YEAR = range(12, 21)  # the months of 2021 among them
QUARTERS = (14, 17, 20)  # March, June and September 2021: the months for which a plan is made


def month_text(month: int) -> str:
    """A month of MONTHS as "YYYY-MM"; later ones too."""
    return f"{FIRST_YEAR + month // 12}-{month % 12 + 1:02d}"


def month_number(text: str) -> int:
    """The number among MONTHS of a month "YYYY-MM"."""
    return (int(text[:4]) - FIRST_YEAR) * 12 + int(text[5:]) - 1


def rows_of(table: str) -> list[list[str]]:
    """The cells of a table written with bars, without its heading."""
    lines = [line for line in table.splitlines() if "|" in line]
    return [[cell.strip() for cell in line.split("|")] for line in lines[1:]]


class Draws:
    """One stream of draws by its name, so that a change in one place changes nothing elsewhere."""

    def __init__(self, *name: str):
        # A text is turned into a seed by SHA-512. Of Random only random() is the same in every
        # version of Python, so nothing else of it is used.
        self._random = Random("/".join((SEED, *name))).random

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._random() * (high - low + 1))

    def share(self, low: int, high: int) -> Fraction:
        """A fraction between low and high percent."""
        return Fraction(self.whole(low * 10, high * 10), 1000)

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred cases."""
        return self.whole(1, 1000) <= percent * 10

    def one_of(self, choices: Sequence):
        """One of the choices."""
        return choices[self.whole(0, len(choices) - 1)]

    def wander(self, count: int) -> list[Fraction]:
        """A path of `count` steps within -1..1 in which a month takes after the month before."""
        path, place = [], Fraction(0)
        for _ in range(count):
            place = (place * 3 + Fraction(self.whole(-100, 100), 100) * 2) / 5
            path.append(place)
        return path


def spread(total: int, weights: Sequence[Fraction | int], caps: Sequence[int]) -> list[int]:
    """`total` shared out in whole numbers in proportion to `weights`, none above its cap."""
    assert 0 <= total <= sum(caps), f"{total} does not fit into {caps}"
    whole = sum(weights)
    ideal = [Fraction(total) * weight / whole if whole else Fraction(0) for weight in weights]
    parts = [min(cap, int(part)) for part, cap in zip(ideal, caps, strict=True)]
    while (left := total - sum(parts)) > 0:
        open_ = [i for i, cap in enumerate(caps) if parts[i] < cap]
        open_.sort(key=lambda i: (parts[i] - ideal[i], i))
        for i in open_[:left]:
            parts[i] += 1
    return parts
