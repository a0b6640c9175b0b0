"""The outcome of reading an upload, and what both of its forms have in common."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kpis.domain.definitions import Indicator, Unit
from kpis.domain.figures import Figure
from kpis.domain.months import month_holding
from kpis.domain.problems import Problem
from kpis.exchange.layout import Owed, month_shown
from kpis.exchange.notes import Notes
from kpis.exchange.row_kinds import TITLE, Skipped, skipped_row
from kpis.exchange.tables import Sheet
from kpis.exchange.typed_cells import AMOUNTS, TypedRow
from kpis.exchange.typed_rows import Read

Key = tuple[str, str | None]  # code of an indicator, member


@dataclass(frozen=True)
class UnderstoodRow:
    """One row of the file as it was understood, for showing beside what was typed.

    state: given, nothing (nothing happened), missing or wrong. typed: what the cells show, by
    column. figure: None while missing or wrong.
    """

    place: str
    unit: str
    indicator: str
    member: str | None
    state: str
    typed: Mapping[str, str]
    figure: Figure | None


@dataclass(frozen=True)
class Understood:
    """All that an upload says.

    form: "template", "list", "mapped" (exchange.mapping), or None where the file was not
    understood. unit, month: whose figures they are; None when the file does not say or says
    several. missing: what is owed and not in it. nothing: for what it says that nothing happened;
    those have figures too (0 of 0, or 0). figures, rows: in order of the file. skipped: rows that
    are not figures, with the reason.
    """

    form: str | None
    unit: str | None
    month: int | None
    figures: tuple[Figure, ...] = ()
    missing: tuple[Key, ...] = ()
    nothing: tuple[Key, ...] = ()
    rows: tuple[UnderstoodRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    @property
    def acceptable(self) -> bool:
        """Whether nothing in it keeps it from being submitted."""
        return bool(self.figures) and not any(problem.blocking for problem in self.problems)


@dataclass(frozen=True)
class Asked:
    """What the sender chose and what is known; see `uploads.figures_in_upload`."""

    file: str
    unit: Unit | None
    month: int | None
    indicators: Mapping[str, Indicator]
    units: Mapping[str, Unit]
    owed: Mapping[Key, Owed]

    @property
    def unit_code(self) -> str | None:
        """The unit that the sender chose."""
        return None if self.unit is None else self.unit.code

    def last(self, key: Key) -> Figure | None:
        """The same figure of an earlier month, where it is known."""
        return self.owed[key].last if key in self.owed else None


@dataclass
class Collecting:
    """Rows as they are read, and what is wrong between them."""

    asked: Asked
    rows: list[UnderstoodRow] = field(default_factory=list)
    places: dict[tuple[str, Key, int], str] = field(default_factory=dict)
    notes: Notes = field(init=False)
    skipped: list[Skipped] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Rows are read in the order of the file: what is noted stays in that order.
        self.notes = Notes(self.asked.file, order=lambda place: 0)

    def add(self, row: TypedRow, unit: str, key: Key, month: int, read: Read) -> None:
        """Takes one row in; a figure given twice is a problem that names the first place."""
        typed = {name: row.text(name) for name in (*AMOUNTS, "nothing", "note") if row.text(name)}
        place = read.figure.place if read.figure and read.figure.place else row.place()
        self.rows.append(UnderstoodRow(place, unit, *key, read.state, typed, read.figure))
        for problem in read.problems:
            values = dict(problem.values)
            self.notes.add(problem.code, problem.place, blocking=problem.blocking, **values)
        if read.state == "missing":
            return
        first = self.places.setdefault((unit, key, month), place)
        if first != place:
            name = self.asked.indicators[key[0]].name
            self.notes.add("workbook.twice", place, indicator=name, first=first)

    def understood(self, form: str, unit: str | None, month: int | None) -> Understood:
        """Everything together, with what is owed and was not said."""
        said = {(row.indicator, row.member) for row in self.rows if row.state != "missing"}
        empty = dict.fromkeys((r.indicator, r.member) for r in self.rows if r.state == "missing")
        figures = tuple(row.figure for row in self.rows if row.figure is not None)
        if not figures and not self.notes.blocking:
            self.notes.add("workbook.no_figures", None)
        return Understood(
            form,
            unit,
            month,
            figures,
            missing=tuple(key for key in (self.asked.owed or empty) if key not in said),
            nothing=tuple((r.indicator, r.member) for r in self.rows if r.state == "nothing"),
            rows=tuple(self.rows),
            problems=tuple(self.notes.problems),
            skipped=tuple(self.skipped),
        )

    def skip(self, sheet: Sheet, row: int, reason: str) -> None:
        """Lists a row that is not read, with the reason."""
        self.skipped.append(skipped_row(sheet, row, reason))

    def skip_titles(self, sheet: Sheet, header: int) -> None:
        """Lists the filled rows before a header, which begins in row `header`."""
        for row in sheet.filled_rows():
            if row < header:
                self.skip(sheet, row, TITLE)

    def note_hidden(self, rows: Iterable[TypedRow]) -> None:
        """Warns of rows that were read although their author can't see them."""
        hidden = [row for row in rows if row.row in row.sheet.hidden_rows]
        hidden = [row for row in hidden if any(map(row.text, AMOUNTS))]
        if hidden:
            numbers = ", ".join(str(n) for n in dict.fromkeys(row.row + 1 for row in hidden[:20]))
            place = hidden[0].place()
            self.notes.add("workbook.hidden_rows", place, blocking=False, found=numbers)

    def own(self, place: str | None, unit: str, month: int) -> bool:
        """Whether it is the unit and the month that the sender chose; notes it when not."""
        asked = self.asked
        own_unit = asked.unit is None or unit == asked.unit.code
        own_month = asked.month is None or month == asked.month
        if asked.unit is not None and not own_unit:
            found = asked.units[unit].name if unit in asked.units else unit
            self.notes.add("workbook.wrong_unit", place, found=found, expected=asked.unit.name)
        if asked.month is not None and not own_month:
            months = {"found": month_shown(month), "expected": month_shown(asked.month)}
            self.notes.add("workbook.wrong_month", place, **months)
        return own_unit and own_month

    def alive(self, place: str | None, code: str, month: int) -> bool:
        """Whether the unit had not ended before the month; notes that, or that it began later."""
        unit = self.asked.units[code]
        values = {"unit": code, "period": month_shown(month)}
        if unit.valid_to is not None and month > month_holding(unit.valid_to):
            last = month_shown(month_holding(unit.valid_to))
            self.notes.add("figures.after_end", place, **values, last=last)
            return False
        if unit.valid_from is not None and month < month_holding(unit.valid_from):
            first = month_shown(month_holding(unit.valid_from))
            self.notes.add("figures.before_start", place, **values, first=first, blocking=False)
        return True
