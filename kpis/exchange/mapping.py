"""How a workbook of somebody else's layout is read: said once, kept, checked on each use.

A Mapping is what a person confirmed on a preview: where units, month and amounts stand. It names
columns by number and by the words that their header had, so that a file whose layout has changed
is told apart from one that is merely longer.
"""

import hashlib
import json
from collections.abc import Iterator
from collections.abc import Mapping as Mappings
from dataclasses import asdict, dataclass

from kpis.domain.definitions import Indicator
from kpis.domain.problems import Problem
from kpis.exchange.folding import fold
from kpis.exchange.tables import Sheet, Table, blank, cell_name
from kpis.exchange.typed_cells import AMOUNTS, shown

PARTS = (*AMOUNTS, "member")
BY_NAME, BY_CODE = "name", "code"
CHOSEN, CELL, COLUMN = "chosen", "cell", "column"
PERCENT, FRACTION = "percent", "fraction"
SEARCHED = 60  # rows in which a header may stand
HEADER_ROWS = 3  # that a header may have
_SHOWN = 60  # characters of what was found


@dataclass(frozen=True)
class Column:
    """A column that is read. number: from 0. header: its words when it was mapped. part: of the
    indicator's figure, one of PARTS."""

    number: int
    header: str
    indicator: str
    part: str


@dataclass(frozen=True)
class MonthPlace:
    """Where the month is said: "chosen" by the sender for each file, in one "cell" of each sheet
    (row, column, from 0), or in a "column" of each row (column, and its header's words)."""

    kind: str = CHOSEN
    row: int | None = None
    column: int | None = None
    header: str = ""


@dataclass(frozen=True)
class Mapping:
    """How files of one source are read.

    unit: whose mapping it is; None is the office, for files over many units. source: what people
    call the system that the files come from. sheets: of the same layout, by name; (None,) for
    text files. header_row: the last row of the header, from 0; header_rows: how many it has.
    unit_column: None where every row is of `unit`. unit_by: "name" or "code". names: what stands
    in the file -> code, where a person said it. ignored: names of rows that are left out.
    decimal: the sign before decimals, None where each file shows it. percent: how values in per
    cent are written, "percent" (90.53) or "fraction" (0.9053); cells in a per cent format and
    texts with a sign are understood without. figures_source: how the figures are known.
    """

    unit: str | None
    source: str
    sheets: tuple[str | None, ...]
    header_row: int
    columns: tuple[Column, ...]
    header_rows: int = 1
    unit_column: int | None = None
    unit_header: str = ""
    unit_by: str = BY_NAME
    names: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    month: MonthPlace = MonthPlace()
    decimal: str | None = None
    percent: str = PERCENT
    figures_source: str = "self"

    def by_indicator(self) -> dict[str, dict[str, int]]:
        """Code -> part -> number of the column."""
        found: dict[str, dict[str, int]] = {}
        for column in self.columns:
            found.setdefault(column.indicator, {})[column.part] = column.number
        return found

    def headers(self) -> Iterator[tuple[int, str]]:
        """Number and words of every column that is read."""
        if self.unit_column is not None:
            yield self.unit_column, self.unit_header
        if self.month.kind == COLUMN and self.month.column is not None:
            yield self.month.column, self.month.header
        for column in self.columns:
            yield column.number, column.header


def mapping_text(mapping: Mapping) -> str:
    """The mapping as JSON, to be kept."""
    return json.dumps(asdict(mapping), ensure_ascii=False)


def mapping_of(text: str) -> Mapping:
    """The reverse of `mapping_text`."""
    kept = json.loads(text)
    return Mapping(
        **{
            **kept,
            "sheets": tuple(kept["sheets"]),
            "columns": tuple(Column(**column) for column in kept["columns"]),
            "names": tuple((name, code) for name, code in kept["names"]),
            "ignored": tuple(kept["ignored"]),
            "month": MonthPlace(**kept["month"]),
        }
    )


def header_texts(sheet: Sheet, row: int, rows: int) -> dict[int, str]:
    """Number of a column -> the words over it, of all rows of the header, for those with any.

    "Hồ sơ đúng hạn / Tử số": a merged cell holds its words in its first column only, and those
    under it share them.
    """
    found: dict[int, list[str]] = {}
    under = sheet.rows[row] if row < len(sheet.rows) else ()
    for each in range(max(0, row - rows + 1), min(row + 1, len(sheet.rows))):
        last = ""
        for column in range(max(len(sheet.rows[each]), len(under))):
            text = " ".join(shown(sheet.value(each, column)).split())
            last = text or last
            if not text and each < row and not blank(sheet.value(row, column)):
                text = last
            if text and text not in found.setdefault(column, []):
                found[column].append(text)
    return {column: " / ".join(words) for column, words in sorted(found.items()) if words}


def fingerprint(sheet: Sheet, row: int, rows: int) -> str:
    """What recognises a layout: the sum of its header's words, folded, in their order."""
    words = "\n".join(fold(text) for text in header_texts(sheet, row, rows).values())
    return hashlib.sha256(words.encode()).hexdigest()


def fingerprint_of(mapping: Mapping, table: Table) -> str | None:
    """The fingerprint of the header that a mapping reads; None when its sheet is not there."""
    sheets = mapped_sheets(mapping, table)
    row = header_row(mapping, sheets[0]) if sheets else None
    return None if row is None else fingerprint(sheets[0], row, mapping.header_rows)


def fingerprints(table: Table) -> frozenset[str]:
    """Those of everything in a file that may be a header, for finding what is kept for it."""
    return frozenset(
        fingerprint(sheet, row, rows)
        for sheet in table.sheets
        for row in range(min(SEARCHED, len(sheet.rows)))
        for rows in range(1, HEADER_ROWS + 1)
        if rows <= row + 1 and not all(map(blank, sheet.rows[row]))
    )


def faults(mapping: Mapping, indicators: Mappings[str, Indicator]) -> list[Problem]:
    """What in a mapping can't be meant, whatever the file."""
    found: list[Problem] = []
    if not any(column.part in AMOUNTS for column in mapping.columns):
        found.append(Problem("mapping.no_columns"))
    if mapping.unit is None and mapping.unit_column is None:
        found.append(Problem("mapping.unit_column_missing"))
    numbers = [number for number, _ in mapping.headers()]
    twice = {c.number: c for c in mapping.columns if c.part != "member"}
    for number, column in twice.items():
        if numbers.count(number) > 1:
            found.append(Problem("mapping.column_twice", values={"found": column.header[:_SHOWN]}))
    for code, parts in mapping.by_indicator().items():
        found += _faults_of(code, parts, mapping, indicators.get(code))
    return found


def _faults_of(
    code: str, parts: Mappings[str, int], mapping: Mapping, indicator: Indicator | None
) -> Iterator[Problem]:
    if indicator is None:
        yield Problem("mapping.indicator_unknown", values={"found": code})
        return
    values = {"indicator": indicator.name}
    if len([c for c in mapping.columns if c.indicator == code]) > len(parts):
        yield Problem("mapping.part_twice", values=values)
    if ("numerator" in parts) != ("denominator" in parts):
        yield Problem("mapping.half_a_ratio", values=values)
    if "numerator" in parts and indicator.kind != "ratio":
        yield Problem("mapping.counts_of_no_ratio", values=values)
    if (indicator.breakdown is not None) != ("member" in parts):
        code_ = "mapping.member_missing" if indicator.breakdown else "mapping.member_not_allowed"
        yield Problem(code_, values=values)


def header_row(mapping: Mapping, sheet: Sheet) -> int | None:
    """The row in which the mapped header stands in this sheet, by its words; None when in none.

    The row where it stood is tried first: lines may have been put above it, or taken out.
    """
    others = (row for row in range(min(SEARCHED, len(sheet.rows))) if row != mapping.header_row)
    for row in (mapping.header_row, *others):
        texts = header_texts(sheet, row, mapping.header_rows)
        if all(fold(texts.get(n, "")) == fold(text) for n, text in mapping.headers()):
            return row
    return None


def fits(mapping: Mapping, table: Table) -> list[Problem]:
    """What a file has otherwise than when the mapping was made; blocking but for a moved header.

    A file that fits may still hold wrong figures; one that does not is never read by guessing.
    """
    found: list[Problem] = []
    there = {sheet.name for sheet in table.sheets}
    for name in mapping.sheets:
        if name not in there and len(table.sheets) != 1:
            values = {
                "found": str(name)[:_SHOWN],
                "allowed": ", ".join(f"“{n}”" for n in sorted(map(str, there)))[:200],
            }
            found.append(Problem("mapping.sheet_missing", table.file, values=values))
    for sheet in mapped_sheets(mapping, table):
        row = header_row(mapping, sheet)
        if row is None:
            found += _differences(mapping, table.file, sheet)
        elif row != mapping.header_row:
            place = sheet.place(row)
            values = {"expected": mapping.header_row + 1, "found": row + 1}
            found.append(Problem("mapping.header_moved", table.file, place, values, blocking=False))
    return found


def _differences(mapping: Mapping, file: str, sheet: Sheet) -> Iterator[Problem]:
    row = min(mapping.header_row, len(sheet.rows) - 1)
    texts = header_texts(sheet, row, mapping.header_rows)
    for number, expected in mapping.headers():
        text = texts.get(number, "")
        if fold(text) == fold(expected):
            continue
        elsewhere = [n for n, other in texts.items() if fold(other) == fold(expected)]
        values = {"found": text[:_SHOWN], "expected": expected[:_SHOWN]}
        if len(elsewhere) == 1:
            moved = {"expected": expected[:_SHOWN], "now": cell_name(row, elsewhere[0])}
            yield Problem("mapping.column_moved", file, sheet.place(row, number), moved)
        elif text:
            yield Problem("mapping.header_changed", file, sheet.place(row, number), values)
        else:
            gone = {"expected": expected[:_SHOWN]}
            yield Problem("mapping.header_gone", file, sheet.place(row, number), gone)


def mapped_sheets(mapping: Mapping, table: Table) -> list[Sheet]:
    """The sheets of a file that a mapping reads, in its order of names.

    A file with one sheet only is read whatever that is called: exports put dates into names.
    """
    named = {sheet.name: sheet for sheet in table.sheets}
    found = [named[name] for name in mapping.sheets if name in named]
    return found or list(table.sheets if len(table.sheets) == 1 else ())
