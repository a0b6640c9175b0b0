"""Bytes to text, and CSV text to rows of cells with their lines."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from operator import itemgetter
from unicodedata import is_normalized, normalize

from kpis.exchange.notes import Notes, listed, nearest

Row = tuple[str, ...]


def decoded(content: bytes, notes: Notes) -> str | None:
    """The text of a UTF-8 file without a byte order mark; None when it isn't one."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = content[error.start]
        line = content[: error.start].count(b"\n") + 1
        position = error.start + 1
        notes.add("file.not_utf8", str(line), byte=f"0x{byte:02X}", position=position)
        return None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        notes.add("file.control_character", str(line), found="U+0000")
        return None
    if not text.strip():
        notes.add("file.empty", None)
        return None
    return text


@dataclass(frozen=True)
class Columns:
    """The columns that a CSV file has, and those it may have."""

    required: Sequence[str]
    optional: Sequence[str] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every column, in the order in which rows are given."""
        return (*self.required, *self.optional)


def csv_rows(content: bytes, columns: Columns, notes: Notes) -> Iterator[tuple[int, Row]]:
    """The rows of a CSV file: the line each begins at, and its cells in the order of `columns.all`.

    Texts are in NFC. A column that the file lacks is "" in every row. Empty lines, and rows of
    empty cells only, are left out. A row with too few or too many cells is noted and left out;
    where quotes are not closed the rest of the file is.
    """
    text = decoded(content, notes)
    if text is None:
        return
    composed = text if is_normalized("NFC", text) else normalize("NFC", text)
    reader = csv.reader(StringIO(composed, newline=""), strict=True)
    line = 0  # the last line of what has been read
    pick = width = None
    try:
        for cells in reader:
            first, line = line + 1, reader.line_num
            if not any(cells):
                continue
            if pick is None:
                width = len(cells)
                pick = _header(cells, first, columns, notes)
                if pick is None:
                    return
            elif len(cells) != width:
                notes.add("file.cells", str(first), found=len(cells), expected=width)
            else:
                cells.append("")
                yield first, pick(cells)
    except csv.Error as error:
        if "expected after" in str(error):
            notes.add("file.quote_inside", str(line + 1))
        else:
            notes.add("file.quote_open", str(line + 1))


def _header(cells: list[str], line: int, columns: Columns, notes: Notes) -> itemgetter | None:
    """What takes the cells of a row in the order of `columns.all`; None when columns are wrong."""
    names = [cell.strip() for cell in cells]
    if len(names) == 1 and (sign := next((s for s in ";\t|" if s in names[0]), None)):
        notes.add("file.separator", str(line), found={"\t": "tab"}.get(sign, sign))
        return None
    places = columns_in(names, [str(line)] * len(names), columns, notes)
    return None if places is None else itemgetter(*(places.get(c, -1) for c in columns.all))


def columns_in(
    names: Sequence[str], places: Sequence[str], columns: Columns, notes: Notes
) -> dict[str, int] | None:
    """Which column of a header is which, from 0; None, and noted, when any is wrong or missing.

    places: where each of `names` stands.
    """
    found: dict[str, int] = {}
    wrong = False
    for position, (name, place) in enumerate(zip(names, places, strict=True)):
        if name in found:
            notes.add("file.column_twice", place, column=name)
        elif name not in columns.all:
            _note_unknown(name, place, [c for c in columns.all if c not in names], columns, notes)
        else:
            found[name] = position
            continue
        wrong = True
    missing = [column for column in columns.required if column not in names]
    if missing:
        notes.add("file.columns_missing", places[0], missing=listed(missing))
    return None if wrong or missing else found


def _note_unknown(
    name: str, place: str, left: Sequence[str], columns: Columns, notes: Notes
) -> None:
    near = nearest(name, left)
    if not name:
        notes.add("file.column_unnamed", place)
    elif near:
        notes.add("file.unknown_column_like", place, column=name, near=near)
    else:
        notes.add("file.unknown_column", place, column=name, allowed=listed(columns.all))
