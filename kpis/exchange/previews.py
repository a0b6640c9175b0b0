"""Files whose letters only their sender can vouch for: what is shown, what is read when told."""

from collections.abc import Iterable
from dataclasses import replace

from kpis.domain.problems import Problem
from kpis.exchange.encodings import (
    AS_IT_STANDS,
    IN_WORKBOOKS,
    LEGACY,
    candidates,
    converted,
    is_seen,
    mended,
    mistaken,
    seen,
)
from kpis.exchange.tables import Sheet, Table

_LINES = 8  # of a preview
_WIDTH = 160  # characters of a line


def text_in(
    file: str, content: bytes, refused: Problem, encoding: str | None
) -> tuple[str | None, Table]:
    """The text of a file that is not in Unicode, and the table to fill; None, and it says why.

    refused: why the file is no Unicode. encoding: what the sender chose, a key of `previews`;
    None before anybody was asked.
    """
    read = Table(file, "csv", encoding=encoding)
    if refused.code != "table.encoding":
        return None, replace(read, problems=(refused,))
    text = seen(content)
    if encoding in LEGACY:
        told = converted(text, encoding)
        wrong = Problem("table.encoding_not_that", file, values={"found": encoding})
        return told, read if told is not None else replace(read, problems=(wrong,))
    likely = () if encoding else candidates([text])
    if likely:
        return None, _asking(read, likely, text.splitlines())
    return None, replace(read, encoding=None, problems=(refused,))


def as_typed(table: Table, encoding: str | None) -> Table:
    """A table of Unicode as its sender sees it: cells typed for an old font made readable.

    encoding: what the sender chose, a key of `previews`; None before anybody was asked, and then
    a table that seems to need it comes back without sheets, with previews and the question.
    Sheets' names, numbers and dates stay as they are: only text is typed in a font.
    """
    if not table.sheets or table.encoding in LEGACY:
        return table
    if encoding in IN_WORKBOOKS:
        sheets = tuple(_mended_sheet(sheet, encoding) for sheet in table.sheets)
        return replace(table, sheets=sheets, encoding=encoding)
    likely = () if encoding else mistaken(_texts(table.sheets))
    if not likely:
        return table
    needing = [text for text in _texts(table.sheets) if is_seen(text)]
    return replace(_asking(table, (*likely, AS_IT_STANDS), needing), sheets=())


def _texts(sheets: Iterable[Sheet]) -> Iterable[str]:
    cells = (value for sheet in sheets for row in sheet.rows for value in row)
    return (value for value in cells if isinstance(value, str))


def _mended_sheet(sheet: Sheet, encoding: str) -> Sheet:
    rows = tuple(
        tuple(mended(value, encoding) if isinstance(value, str) else value for value in cells)
        for cells in sheet.rows
    )
    return replace(sheet, rows=rows)


def _asking(table: Table, likely: tuple[str, ...], lines: list[str]) -> Table:
    # The lines that differ are the ones to be judged by; a list may begin with digits only.
    telling = [line for line in lines if not line.isascii()][:_LINES]
    previews = {
        encoding: tuple(_preview(line, encoding) for line in telling) for encoding in likely
    }
    asked = Problem("table.encoding_unclear", table.file, values={"found": ", ".join(likely)})
    return replace(table, encoding=None, problems=(asked,), previews=previews)


def _preview(line: str, encoding: str) -> str:
    told = line if encoding == AS_IT_STANDS else converted(line, encoding)
    return (told or "")[:_WIDTH]
