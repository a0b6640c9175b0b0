"""A first guess at how a foreign workbook is laid out, for a person to look at and confirm."""

from bisect import bisect_right
from collections.abc import Iterator
from collections.abc import Mapping as Mappings
from dataclasses import dataclass

from kpis.domain.definitions import Indicator, Unit
from kpis.exchange.aliases import IndicatorNames, UnitNames
from kpis.exchange.folding import fold
from kpis.exchange.listed_rows import month_in, month_within
from kpis.exchange.mapping import (
    CELL,
    CHOSEN,
    COLUMN,
    FRACTION,
    HEADER_ROWS,
    PERCENT,
    Column,
    Mapping,
    MonthPlace,
    fingerprint,
    header_texts,
)
from kpis.exchange.row_kinds import is_number, kind_of_row, rows_below
from kpis.exchange.tables import Sheet, Table
from kpis.exchange.typed_cells import TypedRow, decimal_sign_in

_SEARCHED = 30  # rows in which a header may begin
_TRIED = 60  # rows below it that are looked at
_NAMES = 3000  # different texts that are looked up among names; a report has far fewer
_MOST = 0.5  # share of the rows that must name units for a column to be theirs
_ALIKE = 0.6  # share of the words that a header and an indicator's name must have in common
_MONTH_WORDS = {"thang", "ky", "month", "period", "ky bao cao", "ky so lieu", "thang bao cao"}
_PART_WORDS = {
    "tu so": "numerator",
    "numerator": "numerator",
    "mau so": "denominator",
    "denominator": "denominator",
    "gia tri": "value",
    "value": "value",
    "ket qua": "value",
    "ty le": "value",
    "ty le (%)": "value",
    "thanh phan": "member",
    "member": "member",
}


@dataclass(frozen=True)
class _Guess:
    """What one sheet seems to be. named: how many rows name a unit."""

    sheet: Sheet
    row: int
    rows: int
    unit: int | None
    named: int
    columns: tuple[Column, ...]

    @property
    def weight(self) -> tuple[int, int, int]:
        return (len(self.columns) * max(self.named, 1), len(self.columns), -self.rows)


def propose(
    table: Table,
    indicators: Mappings[str, Indicator],
    units: Mappings[str, Unit],
    *,
    unit: str | None = None,
    source: str = "",
) -> Mapping | None:
    """How the file seems to be laid out; None where no header can be made out.

    Guessed by the words of headers and by the names of units below them. It is made for a
    preview and never read without having been confirmed. unit: whose file it is; None where it
    holds several units, and then their column is looked for.
    """
    guessing = _Guessing(indicators, units, unit)
    guesses = [g for sheet in table.sheets if sheet.visible for g in guessing.of_sheet(sheet)]
    if not guesses:
        return None
    best = max(guesses, key=lambda guess: guess.weight)
    layout = fingerprint(best.sheet, best.row, best.rows)
    alike = [
        guess
        for guess in guesses
        if (guess.row, guess.rows, guess.unit, guess.columns)
        == (best.row, best.rows, best.unit, best.columns)
        and fingerprint(guess.sheet, guess.row, guess.rows) == layout
    ]
    texts = header_texts(best.sheet, best.row, best.rows)
    return Mapping(
        unit=unit,
        source=source,
        sheets=tuple(dict.fromkeys(guess.sheet.name for guess in alike)),
        header_row=best.row,
        header_rows=best.rows,
        columns=best.columns,
        unit_column=best.unit,
        unit_header=texts.get(best.unit, "") if best.unit is not None else "",
        month=_month(best, texts),
        decimal=_decimal(best, table.file),
        percent=_percent(best, indicators),
    )


class _Guessing:
    """Looks at sheets with what is known in hand."""

    def __init__(
        self, indicators: Mappings[str, Indicator], units: Mappings[str, Unit], unit: str | None
    ):
        self.indicators, self.unit = indicators, unit
        self.unit_names, self.names = UnitNames(units), IndicatorNames(indicators)
        self.unit_of: dict[str, bool] = {}
        self.meant: dict[str, tuple[str | None, str]] = {}

    def of_sheet(self, sheet: Sheet) -> Iterator[_Guess]:
        """At most one guess: the header that the most columns and rows speak for."""
        filled = list(sheet.filled_rows())
        found = [
            guess
            for row in range(min(_SEARCHED, len(sheet.rows)))
            for rows in range(1, min(HEADER_ROWS, row + 1) + 1)
            if (guess := self._at(sheet, row, rows, filled)) is not None
        ]
        if found:
            yield max(found, key=lambda guess: guess.weight)

    def _at(self, sheet: Sheet, row: int, rows: int, filled: list[int]) -> _Guess | None:
        if any(is_number(value) for value in sheet.rows[row]):
            return None
        texts = header_texts(sheet, row, rows)
        columns = tuple(self._columns(texts))
        under = filled[bisect_right(filled, row) :][:_TRIED]
        below = [each for each in under if columns and self._holds(sheet, each, columns)]
        if not below:
            return None
        if self.unit is not None:
            return _Guess(sheet, row, rows, None, len(below), columns)
        unit, named = self._unit_column(sheet, texts, below)
        if unit is None or named < _MOST * len(below):
            return None
        return _Guess(sheet, row, rows, unit, named, columns)

    def _columns(self, texts: Mappings[int, str]) -> Iterator[Column]:
        taken: set[tuple[str, str]] = set()
        for number, text in texts.items():
            if text not in self.meant and len(self.meant) < _NAMES:
                self.meant[text] = self._meaning(text)
            code, part = self.meant.get(text, (None, "value"))
            if code is not None and (code, part) not in taken:
                taken.add((code, part))
                yield Column(number, text, code, part)

    def _meaning(self, text: str) -> tuple[str | None, str]:
        """The indicator and part that a header's words speak of; None where none or several."""
        pieces = [text, *(text.split(" / ") if " / " in text else ())]
        part = next((_PART_WORDS[fold(p)] for p in pieces if fold(p) in _PART_WORDS), None)
        for piece in pieces:
            code = self.names.named(piece)
            if isinstance(code, str):
                return code, part or "value"
        for piece in pieces:
            labelled = self._labelled(fold(piece))
            if len(labelled) == 1:
                return labelled[0]
        near = [self._near(piece) for piece in pieces if fold(piece) not in _PART_WORDS]
        code = next((code for code in near if code is not None), None)
        return code, part or "value"

    def _labelled(self, words: str) -> list[tuple[str, str]]:
        return [
            (each.code, part)
            for each in self.indicators.values()
            for part, label in (("numerator", each.numerator), ("denominator", each.denominator))
            if label is not None and words in (fold(label.vi), fold(label.en))
        ]

    def _near(self, text: str) -> str | None:
        said = set(fold(text).split())
        alike = {
            code: len(said & words) / len(said | words)
            for code, each in self.indicators.items()
            if (words := set(fold(each.name.vi).split())) and said
        }
        best = max(alike.values(), default=0)
        codes = [code for code, share in alike.items() if share == best]
        return codes[0] if best >= _ALIKE and len(codes) == 1 else None

    def _unit_column(
        self, sheet: Sheet, texts: Mappings[int, str], below: list[int]
    ) -> tuple[int | None, int]:
        counts = {
            column: sum(self._names_unit(sheet.value(row, column)) for row in below)
            for column in texts
        }
        best = max(counts, key=lambda column: counts[column], default=None)
        return best, counts.get(best, 0) if best is not None else 0

    def _names_unit(self, value: object) -> bool:
        if not isinstance(value, str) or is_number(value):
            return False
        if value not in self.unit_of:
            if len(self.unit_of) >= _NAMES:
                return False
            self.unit_of[value] = isinstance(self.unit_names.named(value), str)
        return self.unit_of[value]

    def _holds(self, sheet: Sheet, row: int, columns: tuple[Column, ...]) -> bool:
        """Whether a row may be figures: numbers in a mapped column, and no total or signature."""
        numbers = any(is_number(sheet.value(row, column.number)) for column in columns)
        return numbers and kind_of_row(sheet.rows[row]) is None


def _month(guess: _Guess, texts: Mappings[int, str]) -> MonthPlace:
    """Where the month is said: a column of months, or else a title that names one."""
    rows = list(rows_below(guess.sheet, guess.row))[:_TRIED]
    for column, text in texts.items():
        values = [guess.sheet.value(row, column) for row in rows]
        if fold(text) in _MONTH_WORDS and any(month_in(value) is not None for value in values):
            return MonthPlace(COLUMN, None, column, text)
    for row in range(guess.row - guess.rows + 1):
        for column, value in enumerate(guess.sheet.rows[row]):
            if month_in(value) is not None or month_within(value) is not None:
                return MonthPlace(CELL, row, column)
    return MonthPlace(CHOSEN)


def _decimal(guess: _Guess, file: str) -> str | None:
    rows = [
        TypedRow(file, guess.sheet, row, {"value": column.number})
        for row in rows_below(guess.sheet, guess.row)
        for column in guess.columns
        if column.part != "member"
    ]
    return decimal_sign_in(rows)


def _percent(guess: _Guess, indicators: Mappings[str, Indicator]) -> str:
    """ "fraction" where every plain number of values in per cent lies from 0 to 1."""
    columns = [
        column.number
        for column in guess.columns
        if column.part == "value" and indicators[column.indicator].unit == "%"
    ]
    values = [
        value
        for row in rows_below(guess.sheet, guess.row)
        for column in columns
        if isinstance(value := guess.sheet.value(row, column), int | float)
        and (row, column) not in guess.sheet.percents
    ]
    fractions = (
        len(values) > 2 and all(0 <= v <= 1 for v in values) and any(0 < v < 1 for v in values)
    )
    return FRACTION if fractions else PERCENT
