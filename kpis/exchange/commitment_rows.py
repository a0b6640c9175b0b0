"""The rows of a commitments workbook: cells as the texts that YAML would have, and their places."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kpis.exchange.commitment_files import TERMS
from kpis.exchange.nodes import Keyed, Node, Text
from kpis.exchange.notes import Notes
from kpis.exchange.numerals import number_of_cell
from kpis.exchange.tables import Sheet, Table, Value, blank
from kpis.exchange.texts import Columns, columns_in

PERSONS = ("signer", "counter_signer")
PERSON = ("name", "title_vi", "title_en")
DOCUMENT = (
    "id",
    "unit",
    "document",
    "signed_on",
    *(f"{person}_{part}" for person in PERSONS for part in PERSON),
    "term_first",
    "term_last",
    "recorded",
)
ITEM = ("indicator", *TERMS, "each")
AMENDMENT = ("effective", "recorded", "document", "signed_on", "reason")
_REQUIRED = ("id", "unit", "indicator", "comparator", "start", "due")
ITEM_COLUMNS = Columns(_REQUIRED, tuple(c for c in (*DOCUMENT, *ITEM) if c not in _REQUIRED))
AMENDMENT_COLUMNS = Columns(
    ("id", "indicator", "effective"),
    ("start", *AMENDMENT[1:], *(term for term in TERMS if term != "start")),
)
MONTHS = ("start", "due", "effective", "term_first", "term_last")


@dataclass(frozen=True)
class Row:
    """The cells of one row that hold anything, by column, and where every column's cell is."""

    cells: Mapping[str, Text]
    places: Mapping[str, str]
    place: str

    def keyed(self, keys: Collection[str], more: Mapping[str, Node] | None = None) -> Keyed:
        """The mapping that these columns would be in YAML, with `more` keys in it."""
        nodes = {key: node for key, node in self.cells.items() if key in keys}
        return Keyed({**nodes, **(more or {})}, dict(self.places), self.place)

    def text(self, column: str) -> str | None:
        """What stands in a column; None when nothing does."""
        cell = self.cells.get(column)
        return None if cell is None else cell.text


def rows_of(table: Table, notes: Notes) -> tuple[list[Row], list[Row]]:
    """The rows of items and those of amendments, from whichever sheets have their headers."""
    items: list[Row] = []
    amendments: list[Row] = []
    found = False
    for sheet in table.sheets:
        header = next(sheet.filled_rows(), None)
        names = [] if header is None else _names(sheet, header)
        if "effective" in names:
            amendments += _rows(sheet, header, names, AMENDMENT_COLUMNS, notes)
        elif "indicator" in names or "id" in names:
            found = True
            items += _rows(sheet, header, names, ITEM_COLUMNS, notes)
        elif header is not None and sheet.visible:
            notes.add("commitments.sheet_ignored", sheet.place(header), blocking=False)
    if not found:
        notes.add("commitments.no_sheet", None)
    return items, amendments


def order_of(table: Table) -> Callable[[str], tuple]:
    """How the places of a table sort: by sheet, row and column, or by line in a text file."""
    numbers = {sheet.name: number for number, sheet in enumerate(table.sheets)}

    def position(place: str) -> tuple:
        sheet, _, cell = place.rpartition("!")
        if not sheet:
            return (int(cell),)
        letters = cell.rstrip("0123456789")
        return numbers[sheet], int(cell.removeprefix(letters)), len(letters), letters

    return position


def _names(sheet: Sheet, row: int) -> list[str]:
    """The header's names, up to the last that is there."""
    names = ["" if blank(value) else str(value).strip() for value in sheet.rows[row]]
    while names and not names[-1]:
        names.pop()
    return names


def _rows(
    sheet: Sheet, header: int, names: Sequence[str], columns: Columns, notes: Notes
) -> Iterator[Row]:
    """The rows below the header that hold anything."""
    places = [sheet.place(header, column) for column in range(len(names))]
    numbers = columns_in(names, places, columns, notes)
    for row in sheet.filled_rows() if numbers else ():
        if row > header:
            where = {column: sheet.place(row, number) for column, number in numbers.items()}
            cells = {
                column: Text(text, where[column])
                for column, number in numbers.items()
                if (text := _text(sheet, (row, number), column, notes)) is not None
            }
            yield Row(cells, where, where[columns.required[0]])


def _text(sheet: Sheet, position: tuple[int, int], column: str, notes: Notes) -> str | None:
    """A cell as YAML would have it; None when it is empty, or can't be read and was noted."""
    value = sheet.value(*position)
    if position in sheet.errors:
        notes.add("workbook.error_cell", sheet.place(*position), found=sheet.errors[position])
        return None
    if position in sheet.uncalculated:
        notes.add("workbook.not_calculated", sheet.place(*position))
        return None
    if blank(value):
        return None
    if position in sheet.percents and not isinstance(value, str):
        shown = _plain(value, column)
        notes.add("commitments.percent_cell", sheet.place(*position), key=column, found=shown)
        return None
    return _plain(value, column)


def _plain(value: Value, column: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return format(number_of_cell(value), "f")
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        return value.isoformat()
    if isinstance(value, date):
        # "2021-06" typed into a cell becomes the first of the month.
        whole_month = column in MONTHS and value.day == 1
        return value.strftime("%Y-%m" if whole_month else "%Y-%m-%d")
    return str(value).strip()
