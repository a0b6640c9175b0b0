"""Submissions that wait: look at them, publish them, or send them back with a reason."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from kpis.domain.figures import Figure
from kpis.domain.problems import Problem, Refused
from kpis.services.loading import END_OF_TIME
from kpis.store import submissions as ledger
from kpis.store.database import AlreadyDone, Store, entry
from kpis.store.figures import Compared, Version, compared, figure_versions
from kpis.store.submissions import Submission

SUBMITTED, APPROVED, RETURNED = "submitted", "approved", "returned"

__all__ = [
    "APPROVED",
    "RETURNED",
    "SUBMITTED",
    "Reviewed",
    "Submission",
    "as_figure",
    "publish",
    "review",
    "send_back",
    "submissions_of",
    "waiting",
]


def waiting(store: Store, as_of: datetime) -> list[Submission]:
    """Submissions that nobody has decided on yet, the latest first."""
    return ledger.submissions(store, as_of=as_of, state=SUBMITTED)


def submissions_of(store: Store, unit: str | None, as_of: datetime) -> list[Submission]:
    """All submissions of a unit, or of everybody, the latest first."""
    return ledger.submissions(store, as_of=as_of, unit=unit)


@dataclass(frozen=True)
class Reviewed:
    """A submission with its figures, each with what is published now."""

    submission: Submission
    figures: tuple[Version, ...]
    states: tuple[Compared, ...]


def review(store: Store, number: int, as_of: datetime) -> Reviewed:
    """What a submission would change, or, where it was published, what it changed then.

    Refused when there is no such submission.
    """
    found = ledger.submissions(store, as_of=END_OF_TIME, number=number)
    if not found:
        raise Refused([Problem("review.unknown", None, None, {"number": number})])
    if found[0].state == APPROVED:
        as_of = found[0].state_at - timedelta(microseconds=1)
    figures = figure_versions(store, as_of=END_OF_TIME, submission=number, published_only=False)
    states = compared(store, [as_figure(version) for version in figures], as_of) if figures else []
    return Reviewed(found[0], tuple(figures), tuple(states))


def as_figure(version: Version) -> Figure:
    """The figure of a version, without the instant of a publication."""
    key = (version.unit, version.indicator, version.period, version.member)
    amounts = (version.numerator, version.denominator, version.value)
    return Figure(*key, *amounts, version.note, version.source, None, version.place)


def publish(store: Store, number: int, *, actor: str, now: datetime, request: str) -> Submission:
    """Approves a waiting submission: from `now` on its figures count."""
    return _decide(store, number, APPROVED, actor=actor, now=now, request=request, reason=None)


def send_back(
    store: Store, number: int, *, actor: str, now: datetime, request: str, reason: str
) -> Submission:
    """Returns a waiting submission to its unit. The reason is required."""
    if not reason.strip():
        raise Refused([Problem("review.reason_missing")])
    return _decide(store, number, RETURNED, actor=actor, now=now, request=request, reason=reason)


def _decide(
    store: Store,
    number: int,
    event: str,
    *,
    actor: str,
    now: datetime,
    request: str,
    reason: str | None,
) -> Submission:
    # The same click may come twice: what it did the first time stands.
    with (
        suppress(AlreadyDone),
        entry(
            store,
            event,
            actor=actor,
            recorded=now,
            request=request,
            detail={"submission": number, "reason": reason},
        ) as writing,
    ):
        # Read inside the transaction, behind the writer's lock: of two who decide at once
        # the second is told what the first one decided.
        state = writing.cursor.execute(
            "select event from submission_event where submission = ? order by sequence desc",
            [number],
        ).fetchone()
        if state is None:
            raise Refused([Problem("review.unknown", None, None, {"number": number})])
        if state[0] != SUBMITTED:
            values = {"number": number, "state": state[0]}
            raise Refused([Problem("review.decided", None, None, values)])
        ledger.write_event(writing, number, event, actor=actor, reason=reason)
    (made,) = ledger.submissions(store, as_of=END_OF_TIME, number=number)
    return made
