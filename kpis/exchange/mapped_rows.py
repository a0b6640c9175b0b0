"""A workbook read by a mapping: figures for many units, with the cell of each."""

from collections.abc import Iterator
from collections.abc import Mapping as Mappings
from dataclasses import dataclass, field

from kpis.domain.definitions import Indicator, Label, Unit
from kpis.domain.figures import Figure
from kpis.exchange.aliases import Found, UnitNames, candidates_of
from kpis.exchange.folding import fold
from kpis.exchange.listed_rows import month_in, month_within
from kpis.exchange.mapping import (
    BY_CODE,
    CHOSEN,
    COLUMN,
    FRACTION,
    Mapping,
    faults,
    fits,
    header_row,
    mapped_sheets,
)
from kpis.exchange.notes import nearest
from kpis.exchange.row_kinds import (
    EMPTY,
    IGNORED,
    OTHER,
    kind_of_row,
    rows_below,
)
from kpis.exchange.tables import Sheet, Table, blank
from kpis.exchange.typed_cells import AMOUNTS, Known, TypedRow, decimal_sign_in, shown
from kpis.exchange.typed_rows import read_row
from kpis.exchange.understood import Asked, Collecting, Understood

UNIT = Label("đơn vị", "unit")
FigureKey = tuple[str, str, str | None]  # codes of unit and indicator, member
_SHOWN = 60  # characters of what was found
_NAMED = 5  # candidates that a sentence names
_GUESSES = 50  # looking for the nearest of thousands of names takes time


def apply(
    mapping: Mapping,
    table: Table,
    *,
    indicators: Mappings[str, Indicator],
    units: Mappings[str, Unit],
    month: int | None,
    last: Mappings[FigureKey, Figure] | None = None,
) -> Understood:
    """The figures of a file as its mapping reads them; every problem at once, by cell.

    month: the sender's choice; needed where the mapping says "chosen", and else compared with
    what the file says when given. last: figures of an earlier month, for settling numbers that
    can be read in two ways. A file that does not fit the mapping has no figures.
    Rows that are not figures are in `skipped`; a row whose unit is unknown or could be several is
    a blocking problem, unless the mapping leaves it out by name.
    """
    unit = units.get(mapping.unit or "")
    asked = Asked(table.file, unit, month, indicators, units, {})
    refused = [*table.problems] or [*faults(mapping, indicators), *fits(mapping, table)]
    if any(problem.blocking for problem in refused):
        return Understood(None, mapping.unit, month, problems=tuple(refused))
    collecting = Collecting(asked)
    for problem in refused:
        values = dict(problem.values)
        collecting.notes.add(problem.code, problem.place, blocking=problem.blocking, **values)
    reading = _Mapped(mapping, collecting, last or {})
    for sheet in mapped_sheets(mapping, table):
        reading.read(sheet)
    months = {row.figure.period for row in collecting.rows if row.figure}
    of_all = months.pop() if len(months) == 1 else None
    return collecting.understood("mapped", mapping.unit, of_all if month is None else month)


@dataclass
class _Mapped:
    """Sheets being read by one mapping."""

    mapping: Mapping
    collecting: Collecting
    last: Mappings[FigureKey, Figure]
    guesses: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.asked, self.notes = self.collecting.asked, self.collecting.notes
        self.parts = self.mapping.by_indicator()
        self.names = UnitNames(self.asked.units, dict(self.mapping.names))
        self.ignored = frozenset(map(fold, self.mapping.ignored))

    def read(self, sheet: Sheet) -> None:
        """Takes in all rows of one sheet."""
        header = header_row(self.mapping, sheet)
        assert header is not None, f"{sheet.name} fits, but has no header"
        self.collecting.skip_titles(sheet, header - self.mapping.header_rows + 1)
        month = self._month_of_sheet(sheet, header)
        rows: list[tuple[int, str]] = []
        for row in rows_below(sheet, header):
            unit = self._unit(sheet, row, month)
            if unit is not None:
                rows.append((row, unit))
        typed = {row: self._typed(sheet, row) for row, _ in rows}
        decimal = self.mapping.decimal or decimal_sign_in(
            t for row in typed.values() for _, t in row
        )
        self.collecting.note_hidden(t for row in typed.values() for _, t in row)
        for row, unit in rows:
            its_month = self._month(sheet, row, month)
            if its_month is not None:
                self._read_row(sheet, row, unit, its_month, typed[row], decimal)

    def _typed(self, sheet: Sheet, row: int) -> list[tuple[Indicator, TypedRow]]:
        return [
            (self.asked.indicators[code], TypedRow(self.asked.file, sheet, row, columns))
            for code, columns in self.parts.items()
        ]

    def _read_row(
        self,
        sheet: Sheet,
        row: int,
        unit: str,
        month: int,
        typed: list[tuple[Indicator, TypedRow]],
        decimal: str | None,
    ) -> None:
        place = sheet.place(row, self.mapping.unit_column or 0)
        own = self.collecting.own(place, unit, month)
        if not own or not self.collecting.alive(place, unit, month):
            return
        for indicator, cells in typed:
            key = (indicator.code, cells.text("member") or None)
            known = Known(
                unit,
                month,
                indicator,
                key[1],
                self.last.get((unit, *key)),
                decimal,
                self.mapping.figures_source,
                self.mapping.percent == FRACTION,
            )
            self.collecting.add(cells, unit, key, month, read_row(cells, known))

    def _unit(self, sheet: Sheet, row: int, month: int | None) -> str | None:
        """Whose row it is; None when it is no figures, which is listed, or nobody's, a problem."""
        cells = sheet.rows[row] if row < len(sheet.rows) else ()
        column = self.mapping.unit_column
        text = shown(sheet.value(row, column)) if column is not None else ""
        if text and fold(text) in self.ignored:
            self.collecting.skip(sheet, row, IGNORED)
            return None
        found = self._found(sheet, row, text, month)
        if isinstance(found, str):
            return found
        reason = None if found else kind_of_row(cells)
        if reason is None and not any(self._amounts(sheet, row)):
            # Also a note under the table, whatever unit it speaks of.
            reason = EMPTY if all(map(blank, cells)) else OTHER
        if reason is not None:
            self.collecting.skip(sheet, row, reason)
        else:
            self._note_unit(sheet.place(row, column or 0), text, found)
        return None

    def _found(self, sheet: Sheet, row: int, text: str, month: int | None) -> Found:
        if self.mapping.unit_column is None:
            own = self.mapping.unit or ""
            cells = sheet.rows[row] if row < len(sheet.rows) else ()
            filled = any(self._amounts(sheet, row))
            return own if filled and kind_of_row(cells) is None else ()
        if not text:
            return ()
        if self.mapping.unit_by == BY_CODE:
            said = dict(self.mapping.names).get(text, text)
            return said if said in self.asked.units else ()
        return self.names.named(text, self._month(sheet, row, month, noting=False))

    def _amounts(self, sheet: Sheet, row: int) -> Iterator[bool]:
        for columns in self.parts.values():
            for part in AMOUNTS:
                number = columns.get(part)
                place = (row, -1 if number is None else number)
                failed = place in sheet.errors or place in sheet.uncalculated
                yield failed or not blank(sheet.value(row, number))

    def _note_unit(self, place: str, text: str, found: Found) -> None:
        codes = tuple(candidates_of(found))
        named = text[:_SHOWN]
        if not text:
            self.notes.add("mapping.unit_missing", place)
        elif len(codes) > 1:
            listed = ", ".join(self._named(code) for code in codes[:_NAMED])
            self.notes.add(
                "mapping.name_ambiguous", place, key=UNIT, found=named, candidates=listed
            )
        else:
            near = codes[0] if codes else self._guess(text)
            if near is None:
                self.notes.add("mapping.unit_unknown", place, found=named)
            else:
                self.notes.add(
                    "mapping.unit_unknown_like", place, found=named, near=self._named(near)
                )

    def _guess(self, text: str) -> str | None:
        if text not in self.guesses:
            folded = {fold(unit.name): unit.code for unit in self.asked.units.values()}
            near = nearest(fold(text), folded) if len(self.guesses) < _GUESSES else None
            self.guesses[text] = folded[near] if near else None
        return self.guesses[text]

    def _named(self, code: str) -> str:
        return f"{self.asked.units[code].name} ({code})"

    def _month_of_sheet(self, sheet: Sheet, header: int) -> int | None:
        """The month of all rows of a sheet; None where each says its own, or it is a problem."""
        where = self.mapping.month
        if where.kind == COLUMN:
            return None
        if where.kind == CHOSEN:
            if self.asked.month is None:
                self.notes.add("mapping.month_not_chosen", None)
            return self.asked.month
        # What stands above the header moves with it.
        row = (where.row or 0) + header - self.mapping.header_row
        value = sheet.value(row, where.column) if row >= 0 else None
        return self._said(sheet.place(max(row, 0), where.column or 0), value)

    def _month(self, sheet: Sheet, row: int, month: int | None, noting: bool = True) -> int | None:
        where = self.mapping.month
        if where.kind != COLUMN:
            return month
        value = sheet.value(row, where.column)
        if not noting:
            return month_in(value) if month_in(value) is not None else self.asked.month
        return self._said(sheet.place(row, where.column or 0), value)

    def _said(self, place: str, value: object) -> int | None:
        month = month_in(value)
        if month is None:
            month = month_within(value)
        if month is None:
            found = shown(value)[:_SHOWN]
            self.notes.add("workbook.month_unclear", place, found=found)
        return month
