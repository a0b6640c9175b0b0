"""The workbook in which a unit reports one month, made from what the unit promised."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from kpis.domain.definitions import Indicator, Label, Unit
from kpis.domain.figures import Figure
from kpis.domain.months import ICT, month_text
from kpis.exchange.layout import (
    FORMAT,
    GUIDE,
    HEADERS,
    IDENTITY_SHEET,
    INPUTS,
    MARK,
    SHEET,
    Identity,
    Owed,
    fillable,
    identity_text,
    month_shown,
    row_id,
)
from kpis.exchange.numerals import plain, written
from kpis.exchange.template_checks import add_check
from kpis.exchange.template_words import GUIDE_LINES, WORDS

COLUMN = {key: number for number, key in enumerate(HEADERS, start=1)}  # column 0 is hidden
HEADER_ROW = 7
_WIDTHS = {
    "number": 6,
    "indicator": 38,
    "member": 18,
    "unit_of_measure": 12,
    "formula": 44,
    "promise": 16,
    "last": 18,
    "numerator": 14,
    "denominator": 14,
    "value": 14,
    "nothing": 11,
    "note": 36,
}
_LINE = 16.5  # points: room for stacked marks (Ế, Ộ) at 12 points
_FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
_BOX = {**_FONT, "border": 1, "border_color": "#8A949C", "text_wrap": True}
_LOOKS = {
    "plain": _FONT,
    "title": {**_FONT, "font_size": 14, "bold": True},
    "strong": {**_FONT, "bold": True},
    "header": {**_BOX, "bold": True, "align": "center", "bg_color": "#D7E6EF"},
    "cell": _BOX,
    "centred": {**_BOX, "align": "center"},
    # General, so that "90,53%" typed by hand keeps its sign and can be told from 0,9053.
    "number": {**_BOX, "align": "right", "bg_color": "#FFF8DC", "locked": False},
    "mark": {**_BOX, "align": "center", "bg_color": "#FFF8DC", "locked": False},
    "note": {**_BOX, "bg_color": "#FFF8DC", "locked": False, "num_format": "@"},
    "closed": {**_BOX, "bg_color": "#D9D9D9"},
    "guide": {**_FONT, "text_wrap": True, "valign": "top"},
}
_LOOK_OF = {"nothing": "mark", "note": "note"}
# Empty rows in which further members of a breakdown can be named: while some are known, or none.
_SPARE_ROWS, _FREE_ROWS = 2, 8
_ALLOWED = {
    "sort": True,
    "autofilter": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_columns": True,
}


@dataclass(frozen=True)
class _Book:
    """What every part of the writing needs."""

    file: Workbook
    looks: dict[str, Format]
    language: str

    def words(self, label: Label) -> str:
        return label.en if self.language == "en" else label.vi


def template(
    *,
    unit: Unit,
    month: int,
    owed: Sequence[Owed],
    window: tuple[date, date],
    deadline: datetime,
    province: str,
    language: str = "vi",
) -> bytes:
    """An .xlsx with one row for everything that `unit` owes for `month`, and nothing else.

    window: first and last day that the month's figures cover. deadline: the instant from which a
    figure is late (months.reporting_deadline); shown as the day that ends with it. What is already
    published for the month stands in the cells. The sheet is protected without a password: that
    guards against slips, not against people, so whatever comes back is checked in full.
    """
    made = BytesIO()
    file = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False})
    file.set_properties({"title": f"{unit.code} {month_text(month)}", "company": province})
    book = _Book(file, {name: file.add_format(look) for name, look in _LOOKS.items()}, language)
    sheet = file.add_worksheet(book.words(SHEET))
    identity = Identity(FORMAT, unit.code, month)
    _write_heading(book, sheet, unit, month, window, deadline, province)
    _write_header(book, sheet, identity)
    rows = list(_rows(owed))
    for number, each in enumerate(rows, start=1):
        _write_row(book, sheet, number, each)
    if all(each.indicator.breakdown is None for each in rows):
        sheet.set_column(COLUMN["member"], COLUMN["member"], None, None, {"hidden": True})
    _finish(sheet, HEADER_ROW + len(rows))
    _write_guide(book)
    _write_identity(file, identity)
    file.close()
    return made.getvalue()


def _rows(owed: Sequence[Owed]) -> Iterator[Owed]:
    """What is owed, and after each breakdown rows for members that are not known yet."""
    last_of = {each.indicator.code: each for each in owed if each.indicator.breakdown}
    for each in owed:
        if each.indicator.breakdown is None or each.member is not None:
            yield each
        if last_of.get(each.indicator.code) is each:
            spare = Owed(each.indicator, None, each.promise)
            yield from [spare] * (_FREE_ROWS if each.member is None else _SPARE_ROWS)


def _write_heading(
    book: _Book,
    sheet: Worksheet,
    unit: Unit,
    month: int,
    window: tuple[date, date],
    deadline: datetime,
    province: str,
) -> None:
    words = WORDS[book.language]
    # The deadline is the midnight that ends the last day.
    last_day = (deadline.astimezone(ICT) - timedelta(microseconds=1)).date()
    name = unit.name_en if book.language == "en" and unit.name_en else unit.name
    lines = [
        (province, "plain"),
        (words["title"].format(month=month_shown(month)), "title"),
        (words["unit"].format(unit=name), "strong"),
        (words["window"].format(first=_day(window[0]), last=_day(window[1])), "plain"),
        (words["deadline"].format(day=_day(last_day)), "strong"),
        (words["hint"], "plain"),
    ]
    for row, (text, look) in enumerate(lines):
        sheet.set_row(row, 24 if look == "title" else 19)
        sheet.write_string(row, 1, text, book.looks[look])


def _write_header(book: _Book, sheet: Worksheet, identity: Identity) -> None:
    sheet.set_row(HEADER_ROW, 3 * _LINE)
    sheet.set_column(0, 0, 10, None, {"hidden": True})
    sheet.write_string(HEADER_ROW, 0, identity_text(identity))
    for key, label in HEADERS.items():
        sheet.set_column(COLUMN[key], COLUMN[key], _WIDTHS[key])
        sheet.write_string(HEADER_ROW, COLUMN[key], book.words(label), book.looks["header"])


def _write_row(book: _Book, sheet: Worksheet, number: int, owed: Owed) -> None:
    row = HEADER_ROW + number
    indicator = owed.indicator
    texts = {
        "indicator": book.words(indicator.name),
        "unit_of_measure": indicator.unit,
        "formula": _formula(book, indicator),
        "promise": owed.promise,
        "last": "" if owed.last is None else _reported(owed.last, book.language),
    }
    sheet.write_string(row, 0, row_id(indicator.code, owed.member))
    sheet.write_number(row, COLUMN["number"], number, book.looks["centred"])
    for key, text in texts.items():
        look = "cell" if key in ("indicator", "formula") else "centred"
        sheet.write_string(row, COLUMN[key], text, book.looks[look])
    named = owed.member is not None or indicator.breakdown is None
    sheet.write_string(
        row, COLUMN["member"], owed.member or "", book.looks["cell" if named else "note"]
    )
    texts["note"] = owed.current.note if owed.current and owed.current.note else ""
    sheet.set_row(row, _LINE * max(_lines(key, text) for key, text in texts.items()))
    _write_inputs(book, sheet, row, owed)


def _write_inputs(book: _Book, sheet: Worksheet, row: int, owed: Owed) -> None:
    open_columns = fillable(owed.indicator)
    known = {} if owed.current is None else _typed(owed.current, owed.indicator)
    for key in INPUTS:
        column = COLUMN[key]
        if key not in open_columns:
            sheet.write_blank(row, column, None, book.looks["closed"])
            continue
        look = book.looks[_LOOK_OF.get(key, "number")]
        value = known.get(key)
        if value is None:
            sheet.write_blank(row, column, None, look)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, look)
        else:
            sheet.write_number(row, column, value, look)
        add_check(sheet, row, column, key, owed.indicator, COLUMN, book.language)


def _typed(figure: Figure, indicator: Indicator) -> dict[str, object]:
    """What a clerk would type for a figure."""
    typed: dict[str, object] = {"note": figure.note}
    if indicator.kind == "ratio" and figure.numerator == 0 and figure.denominator == 0:
        typed["nothing"] = MARK
        return typed
    for key in ("numerator", "denominator", "value"):
        amount = getattr(figure, key)
        # A workbook's number has 15 digits; a longer one stays exact as text.
        exact = amount is None or len(plain(amount).as_tuple().digits) <= 15
        typed[key] = amount if exact else written(amount)
    return typed


def _formula(book: _Book, indicator: Indicator) -> str:
    if indicator.formula is not None:
        return book.words(indicator.formula)
    if indicator.numerator is not None and indicator.denominator is not None:
        return f"{book.words(indicator.numerator)} / {book.words(indicator.denominator)}"
    return ""


def _reported(figure: Figure, language: str) -> str:
    """A figure as shown: counts as counts, because a rounded quotient could cross the target."""
    month = month_shown(figure.period)
    if figure.numerator is not None and figure.denominator is not None:
        if figure.denominator == 0:
            return f"{WORDS[language]['nothing']} ({month})"
        numerator, denominator = figure.numerator, figure.denominator
        return f"{written(numerator, language)} / {written(denominator, language)} ({month})"
    return "" if figure.value is None else f"{written(figure.value, language)} ({month})"


def _lines(key: str, text: str) -> int:
    # 12-point Times sets about 1.05 letters in a unit of width; words break, so count on less.
    width = 0.9 * _WIDTHS[key]
    return sum(max(1, -int(-len(line) // width)) for line in text.split("\n"))


def _finish(sheet: Worksheet, last_row: int) -> None:
    last_column = max(COLUMN.values())
    sheet.freeze_panes(HEADER_ROW + 1, COLUMN["unit_of_measure"])
    sheet.autofilter(HEADER_ROW, 0, last_row, last_column)
    sheet.protect("", _ALLOWED)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.print_area(0, 1, last_row, last_column)
    sheet.set_footer("&L&F&R&P/&N")


def _write_guide(book: _Book) -> None:
    sheet = book.file.add_worksheet(book.words(GUIDE))
    sheet.set_column(0, 0, 110)
    languages = ("en", "vi") if book.language == "en" else ("vi", "en")
    lines = [line for language in languages for line in (*GUIDE_LINES[language], "")]
    for row, line in enumerate(lines):
        sheet.set_row(row, _LINE * max(1, -(-len(line) // 100)))
        look = "title" if line and line == line.upper() else "guide"
        sheet.write_string(row, 0, line, book.looks[look])
    sheet.protect("")
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_identity(file: Workbook, identity: Identity) -> None:
    sheet = file.add_worksheet(IDENTITY_SHEET)
    sheet.write_string(0, 0, identity_text(identity))
    sheet.very_hidden()


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")
