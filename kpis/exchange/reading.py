"""Any uploaded file as a Table: workbooks through a child process, text files here."""

import json
import logging
import math
import os
import subprocess
import sys
import tempfile
import threading
from datetime import date, datetime, time, timedelta
from pathlib import Path

from kpis.domain.problems import Problem
from kpis.exchange.file_forms import form_of
from kpis.exchange.previews import as_typed
from kpis.exchange.separated import read_separated
from kpis.exchange.tables import Sheet, Table, shown_name

LARGEST = 10_000_000  # bytes of a file
_WAIT = 20  # seconds
_ROOT = Path(__file__).parents[2]
_CHILD = "import sys; sys.path.append({!r}); from kpis.exchange.child import main; main()"
# A child may take a gigabyte; a hundred clerks on the last evening must not start a hundred.
_AT_ONCE = threading.BoundedSemaphore(2)
_log = logging.getLogger(__name__)


def read_upload(name: str, content: bytes, encoding: str | None = None) -> Table:
    """What stands in an uploaded file, whatever it is; never raises for what is in it.

    name: as the sender's machine calls it; only shown. A file that can't be read comes back
    without sheets and with the problem that says what its sender can do about it. Where the
    problem is "table.encoding_unclear", `previews` show how it reads in each encoding that fits;
    the sender's choice, one of their keys, is then given as `encoding`.
    """
    file = shown_name(name)
    if len(content) > LARGEST:
        sizes = {"found": round(len(content) / 1e6, 1), "limit": LARGEST // 1_000_000}
        return Table(file, None, problems=(Problem("table.too_large", file, values=sizes),))
    form, problem = form_of(file, content)
    if problem is not None:
        return Table(file, form, problems=(problem,))
    if form == "csv":
        return as_typed(read_separated(file, content, encoding), encoding)
    answer = _ask_child(form, content)
    if "problem" in answer:
        problem = Problem(answer["problem"], file, values=answer["values"])
        return Table(file, form, problems=(problem,))
    sheets = tuple(_sheet(each) for each in answer["sheets"])
    if not any(True for sheet in sheets for _ in sheet.filled_rows()):
        return Table(file, form, problems=(Problem("table.nothing_in_it", file),))
    return as_typed(Table(file, form, sheets), encoding)


def _ask_child(form: str, content: bytes) -> dict:
    """The child's answer; that it died or took too long is an answer as well."""
    # Nothing of the parent's environment: a workbook that takes over the child finds no secret.
    kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT") if key in os.environ}
    command = [sys.executable, "-I", "-c", _CHILD.format(str(_ROOT)), form]
    with _AT_ONCE:
        try:
            done = subprocess.run(
                command,
                input=content,
                capture_output=True,
                timeout=_WAIT,
                env=kept,
                cwd=tempfile.gettempdir(),
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"problem": "table.too_demanding", "values": {}}
    said = done.stderr.decode(errors="replace").strip()[-500:]
    if done.returncode or said:
        _log.warning("reading a workbook (%s): exit %s, %s", form, done.returncode, said)
    if done.returncode < 0:  # ended by its limits, or by a reader that could not go on
        return {"problem": "table.too_demanding", "values": {}}
    if done.returncode:
        return {"problem": "table.broken", "values": {}}
    return json.loads(done.stdout)


def _sheet(each: dict) -> Sheet:
    def positions(key: str) -> frozenset[tuple[int, int]]:
        return frozenset((row, column) for row, column in each.get(key, ()))

    return Sheet(
        name=each["name"],
        rows=tuple(tuple(map(_value, cells)) for cells in each["rows"]),
        errors={(row, column): text for row, column, text in each.get("errors", ())},
        uncalculated=positions("uncalculated"),
        formulas=positions("formulas"),
        percents=positions("percents"),
        hidden_rows=frozenset(each.get("hidden", ())),
        visible=each["visible"],
    )


def _value(value):
    if value == "":
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if not isinstance(value, list):
        return value
    kind, text = value
    if kind == "timedelta":
        return timedelta(seconds=text)
    return {"date": date, "datetime": datetime, "time": time}[kind].fromisoformat(text)
