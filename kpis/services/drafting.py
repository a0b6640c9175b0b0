"""Typing instead of uploading: a draft that is kept, and the same checks as for a file."""

import csv
from collections.abc import Sequence
from datetime import datetime
from io import StringIO

from kpis.domain.months import month_text
from kpis.domain.problems import Problem, Refused
from kpis.services.evaluation import Evaluation
from kpis.services.owing import Owed
from kpis.services.submitting import Checked, Receipt, check, receipt_for, submit
from kpis.store import drafts as kept
from kpis.store.database import Store
from kpis.store.drafts import Draft, Typed

__all__ = [
    "Draft",
    "Typed",
    "as_file",
    "check_typed",
    "discard",
    "draft_of",
    "drafts_of",
    "empty_rows",
    "file_name",
    "row_of",
    "save",
    "submit_draft",
]

COLUMNS = (
    "unit", "indicator", "period", "member", "numerator", "denominator", "value", "nothing", "note",
)  # fmt: skip
_LONGEST = 2000  # characters of a cell
_FORMULA = ("=", "+", "-", "@", "\uff1d")  # what a spreadsheet would carry out
_FIRST_LINE = 2  # below the header


def save(
    store: Store, unit: str, month: int, actor: str, cells: Sequence[Typed], now: datetime
) -> Draft:
    """Keeps what a person has typed for a unit and month, as it is, right or wrong.

    Refused when a cell is far too long or a row stands twice. Nothing is checked otherwise, and
    no other screen changes: a draft is nobody's business but its author's.
    """
    keys = [(row.indicator, row.member) for row in cells]
    problems = [
        Problem("draft.too_long", None, row.indicator, {"most": _LONGEST})
        for row in cells
        if any(len(text or "") > _LONGEST for text in row)
    ]
    if len(set(keys)) < len(keys):
        problems.append(Problem("draft.row_twice"))
    if problems:
        raise Refused(problems)
    return kept.save(store, unit, month, actor, cells, now)


def draft_of(store: Store, unit: str, month: int, actor: str) -> Draft | None:
    """What the person was typing; None when nothing, or when it was discarded or submitted."""
    found = kept.drafts(store, unit=unit, period=month, actor=actor)
    return found[0] if found else None


def drafts_of(store: Store, unit: str, month: int) -> list[Draft]:
    """What anybody is typing for a unit and month, the latest first: so that two don't meet."""
    return kept.drafts(store, unit=unit, period=month)


def discard(store: Store, unit: str, month: int, actor: str, now: datetime) -> bool:
    """Ends a draft; False when there was none."""
    return kept.discard(store, unit, month, actor, now)


def empty_rows(owed: Sequence[Owed]) -> list[Typed]:
    """The rows of a grid in which nothing is typed yet, one for each figure that is owed."""
    return [Typed(each.indicator.code, each.member) for each in owed]


def file_name(unit: str, month: int) -> str:
    """What the file is called that stands for what was typed."""
    return f"nhap-tay_{unit}_{month_text(month)}.csv"


def as_file(unit: str, month: int, cells: Sequence[Typed]) -> bytes:
    """What was typed as the file that is kept with its submission, one line per row.

    Separated by semicolons: where a comma separates, "1.234" would be taken for a decimal; typed
    by hand it has to be asked about, as in any other file.
    """
    text = StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in cells:
        *amounts, nothing, note = (_one_line(cell) for cell in row[2:])
        if note.startswith(_FORMULA):
            note = f"'{note}"
        key = (unit, row.indicator, month_text(month), row.member or "")
        writer.writerow([*key, *amounts, nothing, note])
    return text.getvalue().encode("utf-8-sig")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def check_typed(
    store: Store,
    evaluation: Evaluation,
    unit: str,
    cells: Sequence[Typed],
    *,
    reason: str | None = None,
) -> Checked:
    """The check of an upload for what was typed; see submitting.check and `row_of`."""
    month = evaluation.month
    content = as_file(unit, month, cells)
    name = file_name(unit, month)
    return check(store, evaluation, unit, name, content, reason=reason, month=month)


def row_of(problem: Problem, cells: Sequence[Typed]) -> int | None:
    """Which row of the grid a problem of `check_typed` is about; None: all of it."""
    if problem.place is None or not problem.place.isdecimal():
        return None
    number = int(problem.place) - _FIRST_LINE
    return number if 0 <= number < len(cells) else None


def submit_draft(
    store: Store,
    evaluation: Evaluation,
    draft: Draft,
    *,
    actor: str,
    now: datetime,
    request: str,
    base_revision: int,
    reason: str | None = None,
) -> Receipt:
    """Checks what was typed and submits it; the draft has then become the submission.

    Refused as an upload would be; the draft stays then. See submitting.submit.
    """
    if (made := receipt_for(store, request)) is not None:
        return made
    assert draft.period == evaluation.month, "a draft is judged in its own month"
    checked = check_typed(store, evaluation, draft.unit, draft.cells, reason=reason)
    return submit(
        store,
        checked,
        actor=actor,
        now=now,
        request=request,
        reason=reason,
        base_revision=base_revision,
        draft=draft,
    )
