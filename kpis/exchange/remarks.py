"""What is to be said about the cells of a workbook, and the sheet that lists it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kpis.exchange.tables import Position, Sheet, Table, blank, cell_name

AUTHOR = "Cam Kết"
RED, YELLOW = "FFF8B4B4", "FFFFE699"
LIST_NAMES = {"vi": "Cần sửa", "en": "To mend"}
LIST_WIDTHS = (16, 24, 10, 110)
WORDS: dict[str, dict] = {
    "vi": {
        "title": "Những chỗ cần sửa hoặc cần giải trình",
        "hint": (
            "Sửa ở các ô tô đỏ; ô tô vàng thì kiểm tra lại, nếu đúng thì ghi lý do ở cột ghi chú "
            "cùng dòng. Bấm vào tên ô để tới ô đó. Sửa xong thì lưu và gửi lại chính tệp này."
        ),
        "header": ("Mức", "Trang", "Ô", "Nội dung"),
        True: "Phải sửa",
        False: "Xem lại",
        "whole": "cả tệp",
    },
    "en": {
        "title": "What has to be mended or explained",
        "hint": (
            "Mend the red cells; look at the yellow ones, and where they are right say why in the "
            "note of the same row. Click the name of a cell to go there. Then save and send this "
            "very file again."
        ),
        "header": ("Level", "Sheet", "Cell", "What is wrong"),
        True: "Must be mended",
        False: "Please check",
        "whole": "whole file",
    },
}
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True)
class Remark:
    """One sentence about a place: "Báo cáo!E9", in a text file a line ("12"), None: the file."""

    place: str | None
    text: str
    blocking: bool


@dataclass(frozen=True)
class Marked:
    """A cell to be marked: what its comment says, and whether any of it blocks."""

    text: str
    blocking: bool


def position_in(name: str) -> Position | None:
    """The position of a cell by its name: "G9" is (8, 6); None for anything else."""
    match = _CELL.fullmatch(name)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def target_of(table: Table, place: str | None) -> tuple[int, Position] | None:
    """Number of the sheet and position of the cell that a place names; None for the whole file.

    A line of a text file stands for the first filled cell of its row.
    """
    if place is None:
        return None
    sheet_name, _, cell = place.rpartition("!")
    for number, sheet in enumerate(table.sheets):
        if sheet.name is None:
            row = sheet.lines.index(int(cell)) if cell.isdecimal() and _has(sheet, cell) else None
            return None if row is None else (number, (row, _first_filled(sheet, row)))
        position = position_in(cell)
        if sheet.name == sheet_name and position is not None:
            return number, position
    return None


def _has(sheet: Sheet, line: str) -> bool:
    return int(line) in sheet.lines


def _first_filled(sheet: Sheet, row: int) -> int:
    cells = sheet.rows[row]
    return next((column for column, value in enumerate(cells) if not blank(value)), 0)


def marked_cells(table: Table, remarks: Iterable[Remark]) -> dict[int, dict[Position, Marked]]:
    """The cells to be marked, by number of the sheet; sentences of one cell stand together."""
    found: dict[int, dict[Position, list[Remark]]] = {}
    for remark in remarks:
        target = target_of(table, remark.place)
        if target is not None:
            found.setdefault(target[0], {}).setdefault(target[1], []).append(remark)
    return {
        number: {position: _together(several) for position, several in cells.items()}
        for number, cells in found.items()
    }


def _together(several: Sequence[Remark]) -> Marked:
    texts = dict.fromkeys(remark.text for remark in several)
    return Marked("\n".join(texts), any(remark.blocking for remark in several))


@dataclass(frozen=True)
class ListRow:
    """One line of the list: level, sheet, cell, sentence; link: where a click leads, or None."""

    blocking: bool
    cells: tuple[str, str, str, str]
    link: str | None


def list_rows(
    table: Table, remarks: Sequence[Remark], names: Mapping[int, str], language: str
) -> list[ListRow]:
    """The lines of the list, what blocks first. names: of the sheets in the copy, by number."""
    words = WORDS[language]
    rows = []
    for remark in sorted(remarks, key=lambda remark: not remark.blocking):
        target, level = target_of(table, remark.place), words[remark.blocking]
        if target is None:
            cells = (level, "", remark.place or words["whole"], remark.text)
            rows.append(ListRow(remark.blocking, cells, None))
            continue
        number, (row, column) = target
        cell = cell_name(row, column)
        quoted = names[number].replace("'", "''")
        cells = (level, names[number], cell, remark.text)
        rows.append(ListRow(remark.blocking, cells, f"'{quoted}'!{cell}"))
    return rows


def is_own_list(sheet: Sheet) -> bool:
    """Whether a sheet is the list of an earlier copy, which the next one replaces."""
    titles = {words["title"] for words in WORDS.values()}
    return sheet.name in LIST_NAMES.values() and sheet.value(0, 0) in titles


def list_name(table: Table, language: str) -> str:
    """A name for the list that no sheet of the sender has."""
    taken = {(sheet.name or "").casefold() for sheet in table.sheets if not is_own_list(sheet)}
    name = LIST_NAMES[language]
    tries = (name, *(f"{name} ({number})" for number in range(2, 99)))
    return next(each for each in tries if each.casefold() not in taken)
