"""The child process that opens workbooks: what kills it kills nobody else.

reading.py starts it with the form of the file ("xlsx") as argument. The workbook comes on standard
input, JSON goes to standard output: {"sheets": [...]}, or {"problem": code, "values": {...}} with
the code of a sentence in kpis/ui/messages/problems.
"""

import io
import json
import sys
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from xml.parsers import expat

import python_calamine as calamine

from kpis.exchange.ods_xml import Tables
from kpis.exchange.tables import cell_name
from kpis.exchange.workbook_xml import (
    CELLS,
    LAST_COLUMN,
    LAST_ROW,
    Archive,
    Hostile,
    TooFar,
    TooMany,
    look_over,
)

MEMORY = 1 << 30  # bytes
SECONDS = 20  # of processor time
LAST_SHEET = 50
TEXT = 10_000_000  # characters, over all cells


def main() -> None:
    """Reads standard input as the form of workbook that the first argument names."""
    limit_resources()
    content = sys.stdin.buffer.read()
    answer = json.dumps(outcome(sys.argv[1], content), ensure_ascii=False, default=_as_json)
    sys.stdout.buffer.write(answer.encode())


def limit_resources() -> None:
    """Memory, processor time, no files written, no core left behind."""
    # Windows has no `resource`: there the parent's limit on waiting time is all there is.
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def outcome(form: str, content: bytes) -> dict:
    """The sheets of a workbook, or the one problem for which it can't be read."""
    try:
        return {"sheets": sheets(content, beside_values(form, content))}
    except TooMany:
        return {"problem": "table.cells", "values": {"limit": CELLS}}
    except TooFar as e:
        return _too_far(e.args[0])
    except MemoryError:
        return {"problem": "table.too_demanding", "values": {}}
    except calamine.PasswordError:
        return {"problem": "table.encrypted", "values": {}}
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError) as e:
        return _broken(e)
    except (Hostile, expat.ExpatError, zipfile.BadZipFile, zlib.error) as e:
        return _broken(e)
    except (EOFError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError) as e:
        # What zipfile, zlib and the attributes of damaged XML raise on bytes that were changed.
        return _broken(e)


def beside_values(form: str, content: bytes) -> dict[str, dict]:
    """What cells are beside their values, by name of the sheet; nothing is known of .xls, .xlsb."""
    if form == "xlsx":
        return look_over(Archive(content))
    if form == "ods":
        return Tables().of(Archive(content))
    return {}


def sheets(content: bytes, found: dict[str, dict]) -> list[dict]:
    """Every worksheet, with all cells from A1 on and what is `found` about them by its name."""
    workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    listed = [m for m in workbook.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
    if len(listed) > LAST_SHEET:
        raise TooMany
    result, cells, characters = [], 0, 0
    for metadata in listed:
        sheet = workbook.get_sheet_by_name(metadata.name)
        if sheet.end and (sheet.end[0] >= LAST_ROW or sheet.end[1] >= LAST_COLUMN):
            raise TooFar(sheet.end)
        rows = [_to_last_filled(row) for row in sheet.to_python(skip_empty_area=False)]
        cells += sum(map(len, rows))
        characters += sum(len(value) for row in rows for value in row if isinstance(value, str))
        if cells > CELLS or characters > TEXT:
            raise TooMany
        visible = metadata.visible == calamine.SheetVisibleEnum.Visible
        beside = found.get(metadata.name, {})
        result.append({"name": metadata.name, "visible": visible, "rows": rows, **beside})
    return result


def _to_last_filled(row: list) -> list:
    end = len(row)
    while end and row[end - 1] == "":
        end -= 1
    return row[:end]


def _too_far(place: tuple[int, int]) -> dict:
    corner = cell_name(LAST_ROW - 1, LAST_COLUMN - 1)
    values = {"found": cell_name(*place), "corner": corner}
    return {"problem": "table.too_far", "values": values}


def _broken(error: Exception) -> dict:
    print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201  the parent's log
    return {"problem": "table.broken", "values": {}}


def _as_json(value: date | datetime | time | timedelta) -> list:
    if isinstance(value, datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, time):
        return ["time", value.isoformat()]
    return ["timedelta", value.total_seconds()]
