"""An annotated .xlsx made from the cells of a file of another form."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from kpis.exchange.layout import IDENTITY_SHEET, identity_of
from kpis.exchange.remarks import (
    AUTHOR,
    LIST_WIDTHS,
    RED,
    WORDS,
    YELLOW,
    Marked,
    is_own_list,
)
from kpis.exchange.spliced_workbook import Listing
from kpis.exchange.tables import Position, Sheet, Table, Value, blank

_PLAIN_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?")
_FORMATS = {"number": "General", "percent": "0.00%", "date": "dd/mm/yyyy", "time": "hh:mm:ss"}
_COMMENT = {"author": AUTHOR, "x_scale": 2.5, "y_scale": 1.5, "font_size": 9}


class _Looks:
    """Formats by what a cell holds and how it is marked."""

    def __init__(self, file: Workbook):
        self._file = file
        self._made: dict[tuple, Format] = {}

    def of(self, kind: str, blocking: bool | None = None, **more: object) -> Format:
        """blocking: red, False: yellow, None: not marked."""
        key = (kind, blocking, *sorted(more.items()))
        if key not in self._made:
            look: dict[str, object] = {"num_format": _FORMATS[kind], **more}
            if blocking is not None:
                look["bg_color"] = "#" + (RED if blocking else YELLOW)[2:]
            self._made[key] = self._file.add_format(look)
        return self._made[key]


def rebuilt(
    table: Table,
    names: Mapping[int, str],
    marks: Mapping[int, Mapping[Position, Marked]],
    listing: Listing,
) -> bytes:
    """The sheets of `table` under `names`, the marked cells filled and commented, the list first.

    Values only: formulas, widths and looks stay behind in the file that was sent.
    """
    made = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    file = xlsxwriter.Workbook(made, options)
    looks = _Looks(file)
    _write_list(file.add_worksheet(listing.name), looks, listing)
    for number, sheet in enumerate(table.sheets):
        if is_own_list(sheet):
            continue
        written = file.add_worksheet(names[number])
        _write_sheet(written, looks, sheet, marks.get(number, {}), table.separator == ",")
        if sheet.name == IDENTITY_SHEET:
            written.very_hidden()
        elif not sheet.visible:
            written.hide()
    file.close()
    return made.getvalue()


def _write_list(sheet: Worksheet, looks: _Looks, listing: Listing) -> None:
    words = WORDS[listing.language]
    for column, width in enumerate(LIST_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, words["title"], looks.of("number", bold=True))
    sheet.write_string(1, 0, words["hint"], looks.of("number"))
    for column, text in enumerate(words["header"]):
        sheet.write_string(3, column, text, looks.of("number", bold=True))
    for row, line in enumerate(listing.rows, start=4):
        marked = looks.of("number", line.blocking, valign="top")
        wrapped = looks.of("number", text_wrap=True, valign="top")
        for column, text in enumerate(line.cells):
            if column == 2 and line.link is not None:
                sheet.write_url(row, column, f"internal:{line.link}", None, text)
            else:
                sheet.write_string(row, column, text, wrapped if column else marked)


def _write_sheet(
    written: Worksheet,
    looks: _Looks,
    sheet: Sheet,
    marks: Mapping[Position, Marked],
    pointed: bool,
) -> None:
    whole_rows = {row: mark for (row, _), mark in marks.items()} if sheet.name is None else {}
    for row, cells in enumerate(sheet.rows):
        if row in sheet.hidden_rows:
            written.set_row(row, None, None, {"hidden": True})
        for column, value in enumerate(cells):
            mark = whole_rows.get(row) or marks.get((row, column))
            blocking = mark.blocking if mark and not blank(value) else None
            if (row, column) in marks and mark:
                blocking = mark.blocking
            shown = sheet.errors.get((row, column), value)
            percent = (row, column) in sheet.percents
            _write(written, looks, (row, column), shown, blocking, percent, pointed)
            if identity_of(value) is not None:
                written.set_column(column, column, None, None, {"hidden": True})
    for (row, column), mark in marks.items():
        if row >= len(sheet.rows) or column >= len(sheet.rows[row]):
            written.write_blank(row, column, None, looks.of("number", mark.blocking))
        written.write_comment(row, column, mark.text, _COMMENT)


def _write(
    written: Worksheet,
    looks: _Looks,
    place: Position,
    value: Value,
    blocking: bool | None,
    percent: bool,
    pointed: bool,
) -> None:
    """One cell. pointed: text that is a number with a point was one in the file."""
    row, column = place
    number = looks.of("percent" if percent else "number", blocking)
    if blank(value):
        if blocking is not None:
            written.write_blank(row, column, None, number)
    elif isinstance(value, bool):
        written.write_boolean(row, column, value, number)
    elif isinstance(value, int | float):
        written.write_number(row, column, value, number)
    elif isinstance(value, datetime | date):
        written.write_datetime(row, column, value, looks.of("date", blocking))
    elif isinstance(value, time | timedelta):
        written.write_datetime(row, column, value, looks.of("time", blocking))
    elif pointed and _PLAIN_NUMBER.fullmatch(str(value)):
        written.write_number(row, column, float(str(value)), number)
    else:
        written.write_string(row, column, str(value), number)
