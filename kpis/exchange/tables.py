"""What stood in a file, cell by cell, before anyone asks what it means."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from kpis.domain.problems import Problem

# None is an empty cell. A date is what a workbook holds as a date, which text never becomes here.
Value = None | str | bool | int | float | date | datetime | time | timedelta
Position = tuple[int, int]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, or the whole of a text file.

    name: as its author sees it, None for a text file. rows: from the first row on, ragged.
    lines: of a text file, the line on which each row begins. errors: what stands in cells that
    failed ("#DIV/0!"). uncalculated: formulas whose result was never kept. formulas: all others.
    percents: cells shown as per cent (0.9053 is seen as 90,53%). Positions are (row, column),
    from 0. hidden_rows: rows that their author can't see, from 0. visible: the sheet itself is.
    """

    name: str | None
    rows: tuple[tuple[Value, ...], ...]
    lines: tuple[int, ...] = ()
    errors: dict[Position, str] = field(default_factory=dict)
    uncalculated: frozenset[Position] = frozenset()
    formulas: frozenset[Position] = frozenset()
    percents: frozenset[Position] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    visible: bool = True

    def value(self, row: int, column: int | None) -> Value:
        """What a cell holds; None for an empty one, one outside the sheet, or no column."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return None if column is None or column >= len(cells) else cells[column]

    def place(self, row: int, column: int = 0) -> str:
        """Where it stands, as its author sees it: "Báo cáo!G9"; in a text file the line, "9"."""
        if self.name is None:
            return str(self.lines[row])
        return f"{self.name}!{cell_name(row, column)}"

    def filled_rows(self) -> Iterator[int]:
        """The numbers of the rows that hold anything."""
        failed = {row for row, _ in (*self.errors, *self.uncalculated)}
        for number, cells in enumerate(self.rows):
            if number in failed or any(not blank(value) for value in cells):
                yield number
        yield from sorted(row for row in failed if row >= len(self.rows))


@dataclass(frozen=True)
class Table:
    """A file as read. A file that can't be read has no sheets and says why in `problems`.

    file: the name as its author knows it, fit to be shown. form: "xlsx", "xls", "xlsb", "ods" or
    "csv"; None where that could not be told. encoding, separator: of a text file, to be shown;
    of a workbook the encoding is that of an old font, where its sender said so. previews: where
    only the sender can tell the encoding, how the beginning reads in each that fits.
    """

    file: str
    form: str | None
    sheets: tuple[Sheet, ...] = ()
    encoding: str | None = None
    separator: str | None = None
    problems: tuple[Problem, ...] = ()
    previews: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def blank(value: Value) -> bool:
    """Whether nothing is to be seen in the cell."""
    return value is None or (isinstance(value, str) and not value.strip())


def cell_name(row: int, column: int) -> str:
    """The name of a cell counted from 0: (8, 6) is "G9"."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def shown_name(name: str) -> str:
    """A file's name that can be shown anywhere: its last part, no control signs, 150 at most.

    Signs that turn the direction of writing go too: "fdp.xlsx" must not look like "xlsx.pdf".
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip()
    if len(seen) <= 150:
        return seen or "?"
    return seen[:140] + "…" + seen[-9:]
