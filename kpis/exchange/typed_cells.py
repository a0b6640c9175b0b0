"""Typed cells as numbers: what each can mean, what settles it, what to ask when nothing does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kpis.domain.definitions import Indicator
from kpis.domain.figures import DECIMALS, DIGITS, Figure
from kpis.domain.possible import impossibilities
from kpis.domain.problems import Problem
from kpis.exchange.folding import fold, tidy
from kpis.exchange.numerals import (
    decimal_sign,
    in_percent,
    number_of_cell,
    parse_number,
    plain,
    too_long,
    written,
)
from kpis.exchange.tables import Position, Sheet, Value, blank

AMOUNTS = ("numerator", "denominator", "value")
_NOTHING = {"khong phat sinh", "kps", "nothing happened"}
_MARKS = {"x", "v", "✓", "✔", "1", "co", "yes"} | _NOTHING


@dataclass(frozen=True)
class TypedRow:
    """Where to find one row's cells. columns: name of a column (layout.HEADERS) -> its number."""

    file: str
    sheet: Sheet
    row: int
    columns: Mapping[str, int]

    def value(self, key: str) -> Value:
        """What the cell holds; None when empty or when the sheet has no such column."""
        return self.sheet.value(self.row, self.columns.get(key))

    def text(self, key: str) -> str:
        """What the cell holds as text, tidied; "" when empty."""
        return shown(self.value(key))

    def place(self, key: str | None = None) -> str:
        """The cell as its author sees it; the row's first cell without a `key`."""
        return self.sheet.place(self.row, self.columns.get(key, 0) if key else 0)

    def problem(self, code: str, key: str, blocking: bool = True, **values: object) -> Problem:
        """A problem with one cell of this row."""
        return Problem(code, self.file, self.place(key), values, blocking)


@dataclass(frozen=True)
class Known:
    """What helps to read a row.

    unit, month, indicator, member: whose figure it is. last: the same figure of an earlier month.
    decimal: the sign before decimals in this file, where something in it shows which.
    fraction: a value in per cent is written as a part of one there (0.9053 is 90.53 %).
    """

    unit: str
    month: int
    indicator: Indicator
    member: str | None = None
    last: Figure | None = None
    decimal: str | None = None
    source: str = "self"
    fraction: bool = False


@dataclass
class Reading:
    """The cells of one row while they are being read."""

    row: TypedRow
    known: Known
    problems: list[Problem] = field(default_factory=list)
    nothing_typed: bool = False

    def amount(self, key: str) -> Decimal | None:
        """The number in a cell; None when it is empty, says "không phát sinh", or is a problem."""
        place, value = (self.row.row, self.row.columns.get(key, -1)), self.row.value(key)
        if place in self.row.sheet.errors:
            self._wrong("workbook.error_cell", key, found=self.row.sheet.errors[place])
        elif place in self.row.sheet.uncalculated:
            self._wrong("workbook.not_calculated", key)
        elif blank(value):
            return None
        elif isinstance(value, str):
            return self._from_text(key, tidy(value))
        elif isinstance(value, date | time | timedelta):
            self._wrong("workbook.date_for_number", key, found=shown(value))
        elif isinstance(value, bool):
            self._wrong("workbook.not_a_number", key, found=shown(value))
        else:
            return self._from_number(key, value, place)
        return None

    def _from_text(self, key: str, text: str) -> Decimal | None:
        if fold(text) in _NOTHING:
            self.nothing_typed = True
            return None
        indicator = self.known.indicator
        decimal = self.known.decimal
        numeral = parse_number(text, decimal=decimal, whole=counts_things(indicator))
        if not numeral.readings:
            self._wrong("workbook.not_a_number", key, found=text[:60])
            return None
        if numeral.percent and not self._takes_percent(key):
            self._wrong("workbook.percent_not_expected", key, found=text[:60])
            return None
        number = numeral.readings[0]
        if len(numeral.readings) > 1:
            settled = self._settled(key, text, numeral.readings)
            if settled is None:
                return None
            number = settled
        return self._kept(key, number, numeral.percent)

    def _from_number(self, key: str, value: float, place: Position) -> Decimal | None:
        number = number_of_cell(value)
        percent = place in self.row.sheet.percents
        if percent and not self._takes_percent(key):
            self._wrong("workbook.percent_not_expected", key, found=f"{written(number * 100)} %")
            return None
        if not number and place in self.row.sheet.formulas:
            self._warn("workbook.formula_zero", key)
        return self._kept(key, number_of_cell(value * 100) if percent else number, percent)

    def _kept(self, key: str, number: Decimal, percent: bool) -> Decimal | None:
        if too_long(number):
            limits = {"digits": DIGITS, "places": DECIMALS}
            self._wrong("workbook.number_too_long", key, found=written(number)[:60], **limits)
            return None
        if self.known.fraction and self._takes_percent(key) and not percent:
            return in_percent(number)
        last = None if self.known.last is None else self.known.last.value
        usual = last is not None and abs(last) <= 1
        if self._takes_percent(key) and not percent and not usual and 0 < number <= 1:
            self._warn("workbook.maybe_fraction", key, found=number, percent=plain(number * 100))
        return number

    def _takes_percent(self, key: str) -> bool:
        return key == "value" and self.known.indicator.unit == "%"

    def _settled(self, key: str, text: str, readings: Iterable[Decimal]) -> Decimal | None:
        """The one reading that the bounds or the last figure leave; asks when neither does."""
        first, second = readings
        if key == "value":
            possible = [r for r in (first, second) if self._possible(r)]
            if len(possible) == 1:
                self._warn("workbook.number_by_bounds", key, typed=text, found=possible[0])
                return possible[0]
        last = None if self.known.last is None else getattr(self.known.last, key)
        if last:
            near = [r for r in (first, second) if abs(last) / 10 <= abs(r) <= abs(last) * 10]
            if len(near) == 1:
                self._warn("workbook.number_by_last", key, typed=text, found=near[0], last=last)
                return near[0]
        clear = second if -second.as_tuple().exponent < 3 else second.quantize(Decimal("0.0001"))
        values = {"typed": text, "one": first, "other": second, "clear": clear}
        self._wrong("workbook.number_ambiguous", key, **values)
        return None

    def _possible(self, value: Decimal) -> bool:
        known = self.known
        code = known.indicator.code
        figure = Figure(known.unit, code, known.month, known.member, None, None, value)
        return not impossibilities(figure, known.indicator)

    def marked(self) -> bool:
        """Whether the row is marked "không phát sinh"."""
        value = self.row.value("nothing")
        if blank(value) or value is False:
            return self.nothing_typed
        if value is True or value == 1 or fold(shown(value)) in _MARKS:
            return True
        self._wrong("workbook.mark_unclear", "nothing", found=shown(value)[:60])
        return False

    def _wrong(self, code: str, key: str, **values: object) -> None:
        self.problems.append(self.row.problem(code, key, **values))

    def _warn(self, code: str, key: str, **values: object) -> None:
        self.problems.append(self.row.problem(code, key, blocking=False, **values))


def counts_things(indicator: Indicator) -> bool:
    """Whether its value is a whole number for certain, so that "1.234" is 1234.

    Ranks and milestones are by rule. A count that the catalogue shows without decimals is of
    things ("hồ sơ"); one of money says how many decimals it has.
    """
    whole_count = indicator.kind == "count" and indicator.decimals == 0
    return whole_count or indicator.kind in ("rank", "milestone")


def decimal_sign_in(rows: Iterable[TypedRow]) -> str | None:
    """The sign before decimals that the typed numbers of a file show; None if none or both."""
    texts = (row.value(key) for row in rows for key in AMOUNTS)
    signs = {decimal_sign(text) for text in texts if isinstance(text, str)} - {None}
    return signs.pop() if len(signs) == 1 else None


def shown(value: Value) -> str:
    """A cell as its author knows it: dates as dd/mm/yyyy, numbers as 1.234,5."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            return tidy(value)
        case datetime() | date():
            return value.strftime("%d/%m/%Y")
        case time() | timedelta():
            return str(value)
        case _:
            return written(number_of_cell(value))
