"""A list of figures, one per row, with the columns of figures.csv: from a text file or a sheet."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from difflib import get_close_matches

from kpis.domain.definitions import SOURCES, Indicator, Label, Unit
from kpis.domain.months import month_holding
from kpis.exchange.aliases import Found, IndicatorNames, UnitNames, candidates_of
from kpis.exchange.folding import fold
from kpis.exchange.notes import nearest
from kpis.exchange.row_kinds import EMPTY, OTHER, kind_of_row, rows_below
from kpis.exchange.tables import Sheet, Table, Value, blank
from kpis.exchange.typed_cells import AMOUNTS, Known, TypedRow, decimal_sign_in, shown
from kpis.exchange.typed_rows import Read, read_row
from kpis.exchange.understood import Asked, Collecting, Understood

_SEARCHED = 30  # rows in which the header may stand
HEADERS = {
    "unit": ("unit", "đơn vị", "mã đơn vị", "tên đơn vị", "đơn vị báo cáo"),
    "indicator": ("indicator", "chỉ tiêu", "mã chỉ tiêu", "tên chỉ tiêu"),
    "period": ("period", "month", "kỳ", "tháng", "kỳ báo cáo", "kỳ số liệu"),
    "member": ("member", "thành phần"),
    "numerator": ("numerator", "tử số"),
    "denominator": ("denominator", "mẫu số"),
    "value": ("value", "giá trị"),
    "nothing": ("nothing", "không phát sinh", "nothing happened"),
    "note": ("note", "ghi chú", "giải trình", "ghi chú / giải trình"),
    "source": ("source", "nguồn"),
    "published_at": ("published_at",),
}
_NAMES = {
    "unit": Label("đơn vị", "unit"),
    "indicator": Label("chỉ tiêu", "indicator"),
    "period": Label("tháng", "period"),
}
_KEYS = {fold(word): key for key, words in HEADERS.items() for word in words}
_MONTH = re.compile(r"(?:thang|month|t)?\s*(?:(\d{1,2})\s*[/-]\s*(\d{4})|(\d{4})\s*-\s*(\d{1,2}))")
_IN_TITLE = re.compile(r"(?:thang|month)\s*(\d{1,2})\s*(?:[/-]|,?\s*nam\s)\s*(\d{4})(?!\d)")
_GUESSES = 50  # looking for the nearest of thousands of names takes time
_SHOWN = 60  # characters of what was found


def read_list(table: Table, asked: Asked) -> Understood | None:
    """The figures of a list; None when no sheet has a header of one."""
    collecting, found = Collecting(asked), False
    for sheet in table.sheets:
        header = _header(sheet)
        if header is not None:
            found = True
            _Listing(table, sheet, collecting).read(*header)
    if not found:
        return None
    units = {row.unit for row in collecting.rows}
    months = {row.figure.period for row in collecting.rows if row.figure}
    unit = asked.unit_code or (units.pop() if len(units) == 1 else None)
    month = months.pop() if asked.month is None and len(months) == 1 else asked.month
    return collecting.understood("list", unit, month)


def month_in(value: Value) -> int | None:
    """The month a cell names: "2021-06", "06/2021", "tháng 6/2021", or its first day as a date.

    None when it names none. A date that is not the first of a month is none: it may have been
    turned around between day and month.
    """
    if isinstance(value, date):
        return month_holding(value) if value.day == 1 else None
    match = _MONTH.fullmatch(fold(value)) if isinstance(value, str) else None
    if not match:
        return None
    year, number = int(match[2] or match[3]), int(match[1] or match[4])
    return 12 * year + number - 1 if 1 <= number <= 12 and 1900 <= year <= 2999 else None


def month_within(value: Value) -> int | None:
    """The one month that a title speaks of: "BÁO CÁO THÁNG 10 NĂM 2025"; None for none, several."""
    text = fold(value) if isinstance(value, str) else ""
    found = {(int(year), int(number)) for number, year in _IN_TITLE.findall(text)}
    year, number = found.pop() if len(found) == 1 else (0, 0)
    return 12 * year + number - 1 if 1 <= number <= 12 and 1900 <= year <= 2999 else None


def _header(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    for row in range(min(_SEARCHED, len(sheet.rows))):
        columns: dict[str, int] = {}
        for column, text in enumerate(sheet.rows[row]):
            key = _KEYS.get(fold(text)) if isinstance(text, str) else None
            if key is not None:
                columns.setdefault(key, column)
        amounts = "value" in columns or {"numerator", "denominator"} <= set(columns)
        if "indicator" in columns and amounts:
            return row, columns
    return None


class _Listing:
    """One sheet being read as a list."""

    def __init__(self, table: Table, sheet: Sheet, collecting: Collecting):
        self.sheet, self.asked = sheet, collecting.asked
        self.collecting, self.notes = collecting, collecting.notes
        self.comma_separated = table.separator == ","
        self.decimal: str | None = None
        self.units = _by_name((u, (u.code, u.name, u.name_en)) for u in self.asked.units.values())
        self.indicators = _by_name(
            (i, (i.code, i.name.vi, i.name.en)) for i in self.asked.indicators.values()
        )
        self.unit_names = UnitNames(self.asked.units)
        self.indicator_names = IndicatorNames(self.asked.indicators)
        self.named: dict[tuple[str, str, int | None], Found] = {}
        self.guesses: dict[tuple[str, str], str | None] = {}

    def read(self, header: int, columns: dict[str, int]) -> None:
        """Takes in all rows below the header."""
        self._check_columns(header, columns)
        self.collecting.skip_titles(self.sheet, header)
        rows = []
        for number in rows_below(self.sheet, header):
            row = TypedRow(self.asked.file, self.sheet, number, columns)
            reason = self._no_figure(row)
            if reason is None:
                rows.append(row)
            else:
                self.collecting.skip(self.sheet, number, reason)
        self.decimal = decimal_sign_in(rows)
        self.collecting.note_hidden(rows)
        for row in rows:
            self._read_row(row)

    def _no_figure(self, row: TypedRow) -> str | None:
        """Why a row of the list is none of figures: a title, a total, a signature; else None."""
        cells = self.sheet.rows[row.row] if row.row < len(self.sheet.rows) else ()
        if not any(map(row.text, row.columns)):
            return EMPTY if all(map(blank, cells)) else OTHER
        # A cell in error or never calculated is for its author to mend, whatever is beside it.
        typed = [value for value in cells if not blank(value)]
        if not typed or self._names_something(row):
            return None
        return kind_of_row(cells)

    def _names_something(self, row: TypedRow) -> bool:
        named = self.indicator_names.named(row.text("indicator"))
        return bool(row.text("indicator")) and bool(candidates_of(named))

    def _check_columns(self, header: int, columns: dict[str, int]) -> None:
        """A column that is not known is left alone, unless it looks like one misspelt."""
        for column, value in enumerate(self.sheet.rows[header]):
            if column in columns.values() or blank(value):
                continue
            text, place = shown(value)[:_SHOWN], self.sheet.place(header, column)
            key = _KEYS.get(fold(text))
            close = get_close_matches(fold(text), _KEYS, n=1, cutoff=0.8)
            if key is not None:
                first = self.sheet.place(header, columns[key])
                self.notes.add("workbook.header_twice", place, found=text, first=first)
            elif close:
                near = HEADERS[_KEYS[close[0]]][0]
                self.notes.add("workbook.column_near", place, found=text, near=near)
            else:
                self.notes.add("workbook.column_ignored", place, blocking=False, found=text)

    def _read_row(self, row: TypedRow) -> None:
        unit, indicator, month = self._unit(row), self._indicator(row), self._month(row)
        source = row.text("source") or "self"
        fit = source in SOURCES and not row.text("published_at")
        if source not in SOURCES:
            allowed = ", ".join(SOURCES)
            place = row.place("source")
            self.notes.add("figures.source", place, found=source[:_SHOWN], allowed=allowed)
        if row.text("published_at"):
            self.notes.add("workbook.published_at", row.place("published_at"))
        if unit is None or indicator is None or month is None:
            return
        fit &= self.collecting.own(row.place("unit"), unit, month)
        fit &= self.collecting.alive(row.place("unit"), unit, month)
        key = (indicator.code, row.text("member") or None)
        decimal, last = self._decimal(row), self.asked.last(key)
        read = read_row(row, Known(unit, month, indicator, key[1], last, decimal, source))
        if not fit:
            read = Read("wrong", None, read.problems)
        self.collecting.add(row, unit, key, month, read)

    def _decimal(self, row: TypedRow) -> str | None:
        # A comma-separated file writes decimals with a point (docs/formats.md).
        pointed = self.comma_separated and not any("," in row.text(key) for key in AMOUNTS)
        return "." if pointed else self.decimal

    def _unit(self, row: TypedRow) -> str | None:
        if not row.text("unit") and self.asked.unit is not None:
            return self.asked.unit.code
        month = month_in(row.value("period")) or self.asked.month
        return self._code(row, "unit", self.units, lambda text: self.unit_names.named(text, month))

    def _indicator(self, row: TypedRow) -> Indicator | None:
        code = self._code(row, "indicator", self.indicators, self.indicator_names.named)
        return None if code is None else self.asked.indicators[code]

    def _month(self, row: TypedRow) -> int | None:
        value, place = row.value("period"), row.place("period")
        if blank(value):
            if self.asked.month is None:
                self.notes.add("file.missing_key", place, key=_NAMES["period"])
            return self.asked.month
        month = month_in(value)
        if month is None:
            self.notes.add("workbook.month_unclear", place, found=shown(value)[:_SHOWN])
        return month

    def _code(
        self,
        row: TypedRow,
        key: str,
        names: Mapping[str, str | None],
        named: Callable[[str], Found],
    ) -> str | None:
        """The code that a cell gives, or the name in it stands for; None, noted, if neither."""
        text, place = row.text(key), row.place(key)
        found = self._found(key, text, row, named)
        if isinstance(found, str):
            return found
        if len(found) > 1:
            shown_ = ", ".join(found[:5])
            self.notes.add(
                "mapping.name_ambiguous",
                place,
                key=_NAMES[key],
                found=text[:_SHOWN],
                candidates=shown_,
            )
            return None
        if not text:
            self.notes.add("file.missing_key", place, key=_NAMES[key])
            return None
        if (key, text) not in self.guesses:
            guessing = len(self.guesses) < _GUESSES
            self.guesses[key, text] = nearest(fold(text), names) if guessing else None
        near = found[0] if found else self.guesses[key, text]
        if near is None:
            self.notes.add("figures.unknown", place, key=_NAMES[key], found=text[:_SHOWN])
        else:
            self.notes.add(
                "figures.unknown_like",
                place,
                key=key,
                found=text[:_SHOWN],
                near=names.get(near) or near,
            )
        return None

    def _found(self, key: str, text: str, row: TypedRow, named: Callable[[str], Found]) -> Found:
        # Ten thousand rows repeat a few hundred names.
        known = (key, text, month_in(row.value("period")) if key == "unit" else None)
        if known not in self.named:
            self.named[known] = named(text) if text else ()
        return self.named[known]


def _by_name(named: Iterable[tuple[Unit | Indicator, tuple[str, ...]]]) -> dict[str, str | None]:
    """Folded codes and names -> the code; None for a name that several share."""
    found: dict[str, str | None] = {}
    for each, names in named:
        for name in {fold(name) for name in names if name}:
            found[name] = None if found.get(name, each.code) != each.code else each.code
    return found
