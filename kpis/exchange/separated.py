"""Text files: decoded without guessing, split at the separator that fits."""

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import replace

from kpis.domain.problems import Problem
from kpis.exchange.previews import text_in
from kpis.exchange.tables import Sheet, Table

LAST_ROW = 20_000
LAST_COLUMN = 200
_SEPARATORS = ",;\t"
_LOOKED_AT = 20  # lines from which the separator is told


def read_separated(file: str, content: bytes, encoding: str | None = None) -> Table:
    """A text file as a table of one sheet without a name; places in it are lines.

    UTF-8 and UTF-16 are read, with their marks or without; separators are comma, semicolon and
    tab. Older encodings are read when the sender has said which it is (`encoding`, a key of the
    previews that the table otherwise brings): a wrong guess would turn names into other names.
    """
    utf, problem = _encoding(file, content)
    if problem is None:
        text, read = content.decode(utf).removeprefix("\ufeff"), Table(file, "csv", encoding=utf)
    else:
        text, read = text_in(file, content, problem, encoding)
    if text is None:
        return read
    separator = _separator(text)
    if text[:4].lower() == "sep=":
        text = "\n" + text.partition("\n")[2]  # Excel's own hint; the line still counts
    read = replace(read, separator=separator)
    sheet, problem = _split(file, text, separator)
    if problem is not None:
        return replace(read, problems=(problem,))
    if not any(True for _ in sheet.filled_rows()):
        return replace(read, problems=(Problem("table.nothing_in_it", file),))
    return replace(read, sheets=(sheet,))


def _encoding(file: str, content: bytes) -> tuple[str, Problem | None]:
    if content.startswith(BOM_UTF8):
        encoding = "utf-8-sig"
    elif content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encoding = "utf-16"
    elif content[1:200:2].count(0) > 0.4 * len(content[1:200:2]):
        encoding = "utf-16-le"
    elif content[0:200:2].count(0) > 0.4 * len(content[0:200:2]):
        encoding = "utf-16-be"
    else:
        encoding = "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as e:
        line = str(content.count(b"\n", 0, e.start) + 1)
        values = {"found": f"0x{content[e.start]:02X}"}
        return encoding, Problem("table.encoding", file, line, values)
    if "\0" in text:
        return encoding, Problem("table.not_a_table", file, values={"found": "binary"})
    return encoding, None


def _separator(text: str) -> str:
    """The separator that cuts the first lines into the most even rows; a comma where none does."""
    hint = text[:5].lower()
    if hint[:4] == "sep=" and hint[4:] in _SEPARATORS and len(hint) == 5:
        return hint[4]
    lines = [line for line in text.splitlines()[: 5 * _LOOKED_AT] if line.strip()][:_LOOKED_AT]
    best, separator = (0, 0), ","
    for candidate in _SEPARATORS:
        widths = [_count_outside_quotes(line, candidate) for line in lines]
        common = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
        if common and (widths.count(common), common) > best:
            best, separator = (widths.count(common), common), candidate
    return separator


def _count_outside_quotes(line: str, separator: str) -> int:
    return sum(part.count(separator) for part in line.split('"')[::2])


def _split(file: str, text: str, separator: str) -> tuple[Sheet | None, Problem | None]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, lines, line = [], [], 1
    try:
        for cells in reader:
            if len(rows) >= LAST_ROW or len(cells) > LAST_COLUMN:
                limits = {"rows": LAST_ROW, "columns": LAST_COLUMN}
                return None, Problem("table.too_many_rows", file, str(line), limits)
            rows.append(tuple(cell or None for cell in cells))
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error as e:
        return None, Problem(_code_of(e), file, str(line))
    return Sheet(None, tuple(rows), tuple(lines)), None


def _code_of(error: csv.Error) -> str:
    """What is wrong by the reader's own words, which are all that it gives."""
    words = str(error)
    if "unexpected end of data" in words:
        return "file.quote_open"
    if "expected after" in words:
        return "file.quote_inside"
    return "table.cell_too_long" if "field larger" in words else "table.broken"
