"""One step of a submission on its way: what is allowed is in kpis/domain/way.py."""

from contextlib import suppress
from datetime import datetime

from kpis.domain import way
from kpis.domain.definitions import Label
from kpis.domain.months import ICT
from kpis.domain.problems import Problem, Refused
from kpis.store import submissions as ledger
from kpis.store.database import AlreadyDone, Entry, Store, entry
from kpis.store.definitions import settings_known_at
from kpis.store.events import events_of
from kpis.store.submissions import Submission

END_OF_TIME = datetime.fromisoformat("9999-12-30T00:00:00+00:00")
STATE_NAMES = {
    way.DRAFT: Label("nháp", "a draft"),
    way.SUBMITTED: Label("chờ duyệt", "awaiting review"),
    way.CONFIRMED: Label("thủ trưởng đã xác nhận", "confirmed by the head"),
    way.IN_REVIEW: Label("đang xem xét", "in review"),
    way.RETURNED: Label("đã trả lại", "returned"),
    way.APPROVED: Label("đã công bố", "published"),
    way.WITHDRAWN: Label("đã thu hồi", "withdrawn"),
    way.SUPERSEDED: Label("đã được thay bằng lần nộp mới", "superseded by a newer one"),
}
ROLE_NAMES = {
    way.CLERK: Label("cán bộ báo cáo", "the reporting officer"),
    way.HEAD: Label("thủ trưởng đơn vị", "the head of the unit"),
    way.OFFICE: Label("cơ quan tổng hợp", "the office"),
}
_STEP_NAMES = {
    way.SUBMITTED: Label("nộp", "be submitted"),
    way.CONFIRMED: Label("xác nhận", "be confirmed"),
    way.IN_REVIEW: Label("nhận xem xét", "be taken into review"),
    way.RETURNED: Label("trả lại", "be returned"),
    way.APPROVED: Label("công bố", "be published"),
    way.WITHDRAWN: Label("thu hồi", "be withdrawn"),
    way.SUPERSEDED: Label("thay bằng lần nộp mới", "be superseded"),
}


def move(
    store: Store,
    number: int,
    after: str,
    role: str,
    *,
    actor: str,
    now: datetime,
    request: str,
    reason: str | None = None,
) -> Submission:
    """Takes one step and returns the submission as it then is.

    Refused, and nothing written, when the step is not allowed or there is no such submission. The
    same request again changes nothing.
    """
    detail: dict[str, object] = {"submission": number, "reason": reason}
    # The same click may come twice: what it did the first time stands.
    with (
        suppress(AlreadyDone),
        entry(store, after, actor=actor, recorded=now, request=request, detail=detail) as writing,
    ):
        _take(store, writing, number, after, role, actor, reason)
    return submission_of(store, number)


def _take(
    store: Store,
    writing: Entry,
    number: int,
    after: str,
    role: str,
    actor: str,
    reason: str | None,
) -> None:
    # Read behind the writer's lock: of two who decide at once the second is told what the first
    # one decided.
    found = submission_of(store, number)
    code = way.why_not(
        found.state,
        after,
        role,
        # An import over many units has no head who could confirm it.
        confirming=found.unit is not None
        and settings_known_at(store, writing.recorded).confirm == "head",
        reason=reason,
        is_sender=actor == found.actor,
    )
    if code is not None:
        raise Refused([refusal(store, code, found, after, role)])
    ledger.write_event(writing, number, after, actor=actor, reason=reason)


def refusal(
    store: Store, code: str, found: Submission, after: str, role: str = way.OFFICE
) -> Problem:
    """The problem of a step that is not allowed, with all that its sentence needs."""
    if code == "review.reason_missing":
        return Problem(code)
    values: dict[str, object] = {"number": found.number}
    if code in ("way.withdrawn", "way.superseded"):
        values |= {"at": clock(found.state_at), "actor": found.state_actor}
    if code == "way.superseded":
        values["by"] = events_of(store, found.number)[-1].successor
    if code in ("way.no_such_step", "way.not_for_role"):
        values |= {"step": _STEP_NAMES.get(after, STATE_NAMES[after])}
    if code == "review.decided":
        values["state"] = found.state  # whoever shows it has a word for it
    if code == "way.no_such_step":
        values["state"] = STATE_NAMES[found.state]
    if code == "way.not_for_role":
        values["role"] = ROLE_NAMES[role]
    if code == "way.not_sender":
        values["sender"] = found.actor
    return Problem(code, None, None, values)


def submission_of(store: Store, number: int) -> Submission:
    """The submission of that number. Refused when there is none."""
    found = ledger.submissions(store, as_of=END_OF_TIME, number=number)
    if not found:
        raise Refused([Problem("review.unknown", None, None, {"number": number})])
    return found[0]


def clock(instant: datetime) -> str:
    """An instant as a clock in Vietnam shows it: "09:05 02/04/2021"."""
    return instant.astimezone(ICT).strftime("%H:%M %d/%m/%Y")
