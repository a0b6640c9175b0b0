"""Our own workbook come back: rows known by their hidden ids, wherever they have been moved."""

from collections.abc import Iterator
from dataclasses import dataclass

from kpis.domain.definitions import Label
from kpis.domain.problems import Problem
from kpis.exchange.folding import fold
from kpis.exchange.layout import FORMAT, HEADERS, IDENTITY_SHEET, INPUTS, Identity, identity_of
from kpis.exchange.numerals import parse_number
from kpis.exchange.row_kinds import OTHER, kind_of_row
from kpis.exchange.tables import Sheet, Table, blank
from kpis.exchange.typed_cells import AMOUNTS, Known, TypedRow, decimal_sign_in
from kpis.exchange.typed_rows import read_row
from kpis.exchange.understood import Asked, Collecting, Key, Understood

UNIT_NAME = Label("Đơn vị", "Unit")
_SEARCHED = 60  # rows in which the header may stand
_NEEDED = ("numerator", "denominator", "value", "nothing")
_WORDS = {fold(text): key for key, label in HEADERS.items() for text in (label.vi, label.en)}


@dataclass(frozen=True)
class _Header:
    """Where a sheet has its header: its row, the column of ids, and whose workbook it says."""

    sheet: Sheet
    row: int
    column: int
    identity: Identity

    @property
    def place(self) -> str:
        """The cell of the header that says whose workbook it is."""
        return self.sheet.place(self.row, self.column)

    def names(self) -> Iterator[tuple[int, str, str]]:
        """Number, name and words of every column that the code knows."""
        for column, words in enumerate(self.sheet.rows[self.row]):
            key = _WORDS.get(fold(words)) if isinstance(words, str) else None
            if key is not None:
                yield column, key, str(words)

    def filled(self) -> bool:
        """Whether anything has been typed below it."""
        columns = [column for column, key, _ in self.names() if key in INPUTS]
        below = range(self.row + 1, len(self.sheet.rows))
        return any(not blank(self.sheet.value(row, column)) for row in below for column in columns)


def read_template(table: Table, asked: Asked) -> Understood | None:
    """The figures of a workbook made by `template`; None when it is not one."""
    headers = [header for sheet in table.sheets for header in _headers(sheet)]
    hidden = _hidden_identity(table)
    if not headers:
        if hidden is None:
            return None
        gone = Problem("workbook.ids_gone", asked.file)
        return Understood(None, asked.unit_code, asked.month, problems=(gone,))
    collecting = Collecting(asked)
    header = _the_one(headers, collecting)
    identity = header.identity
    _check_identity(header, hidden, collecting)
    columns = _columns(header, collecting)
    known = identity.unit in asked.units
    readable = identity.format == FORMAT and set(_NEEDED) <= set(columns)
    if known and readable:
        _read_rows(header, columns, collecting)
    return collecting.understood("template", identity.unit if known else None, identity.month)


def _is_identity_sheet(sheet: Sheet) -> bool:
    return sheet.name is not None and fold(sheet.name) == fold(IDENTITY_SHEET)


def _headers(sheet: Sheet) -> Iterator[_Header]:
    if _is_identity_sheet(sheet):
        return
    for row in range(min(_SEARCHED, len(sheet.rows))):
        for column, value in enumerate(sheet.rows[row]):
            identity = identity_of(value)
            if identity is not None:
                yield _Header(sheet, row, column, identity)
                return


def _hidden_identity(table: Table) -> Identity | None:
    hidden = [sheet for sheet in table.sheets if _is_identity_sheet(sheet)]
    return identity_of(hidden[0].value(0, 0)) if hidden else None


def _the_one(headers: list[_Header], collecting: Collecting) -> _Header:
    """The sheet that was filled in; a problem when several were."""
    filled = [header for header in headers if header.filled()] or headers[:1]
    if len(filled) > 1:
        names = ", ".join(f"“{header.sheet.name}”" for header in filled)
        collecting.notes.add("workbook.several_reports", None, found=names)
    return filled[0]


def _check_identity(header: _Header, hidden: Identity | None, collecting: Collecting) -> None:
    """Notes a workbook of another format, unit or month, or one pasted together from two."""
    identity = header.identity
    if identity.format != FORMAT:
        collecting.notes.add("workbook.format_unknown", header.place, found=identity.format)
    if hidden is not None and hidden != identity:
        collecting.notes.add("workbook.pasted_together", header.place)
    collecting.own(None, identity.unit, identity.month)
    if identity.unit in collecting.asked.units:
        collecting.alive(None, identity.unit, identity.month)
    else:
        collecting.notes.add("figures.unknown", header.place, key=UNIT_NAME, found=identity.unit)


def _columns(header: _Header, collecting: Collecting) -> dict[str, int]:
    """The columns of the sheet by name; a needed one that is gone or there twice is a problem."""
    columns: dict[str, int] = {}
    for column, key, words in header.names():
        if key in columns and key in INPUTS:
            first = header.sheet.place(header.row, columns[key])
            place = header.sheet.place(header.row, column)
            collecting.notes.add("workbook.header_twice", place, found=words, first=first)
        columns.setdefault(key, column)
    for key in _NEEDED:
        if key not in columns:
            collecting.notes.add("workbook.column_missing", header.place, column=HEADERS[key])
    return columns


def _read_rows(header: _Header, columns: dict[str, int], collecting: Collecting) -> None:
    sheet, file = header.sheet, collecting.asked.file
    numbers = (number for number in sheet.filled_rows() if number > header.row)
    rows = [TypedRow(file, sheet, number, columns) for number in numbers]
    decimal = decimal_sign_in(rows)
    collecting.note_hidden(rows)
    for row in rows:
        code, separator, member = str(sheet.value(row.row, header.column) or "").partition("|")
        key = (code.strip(), member.strip() or None)
        if not separator:
            _note_stray(row, collecting)
        elif key[0] not in collecting.asked.indicators:
            place = sheet.place(row.row, header.column)
            collecting.notes.add("figures.unknown", place, key=HEADERS["indicator"], found=key[0])
        else:
            if key[1] is None and collecting.asked.indicators[key[0]].breakdown is not None:
                key = (key[0], row.text("member") or None)
            _read_one(row, key, header.identity, decimal, collecting)


def _read_one(
    row: TypedRow, key: Key, identity: Identity, decimal: str | None, collecting: Collecting
) -> None:
    asked = collecting.asked
    indicator = asked.indicators[key[0]]
    known = Known(identity.unit, identity.month, indicator, key[1], asked.last(key), decimal)
    read = read_row(row, known)
    if read.state == "missing" and indicator.breakdown is not None and key[1] is None:
        return  # a spare row
    collecting.add(row, identity.unit, key, identity.month, read)
    owed = {code for code, _ in asked.owed}
    if owed and indicator.code not in owed and read.state != "missing":
        place = row.place("indicator")
        collecting.notes.add("workbook.not_owed", place, blocking=False, indicator=indicator.name)


def _note_stray(row: TypedRow, collecting: Collecting) -> None:
    """Numbers in a row that has lost its id, or never had one (a total): told, never read."""
    cells = row.sheet.rows[row.row] if row.row < len(row.sheet.rows) else ()
    collecting.skip(row.sheet, row.row, kind_of_row(cells) or OTHER)
    for key in AMOUNTS:
        value = row.value(key)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number or (isinstance(value, str) and parse_number(value).readings):
            collecting.notes.add("workbook.row_without_id", row.place(key), blocking=False)
            return
