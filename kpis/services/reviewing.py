"""Submissions that wait: look at them, publish them, or send them back with a reason."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kpis.domain.figures import Figure
from kpis.domain.problems import Problem, Refused
from kpis.domain.way import APPROVED, OFFICE, RETURNED, SUBMITTED, WAITING
from kpis.services.moving import END_OF_TIME, move, submission_of
from kpis.store import submissions as ledger
from kpis.store.database import Store
from kpis.store.figures import Compared, Version, compared, figure_versions
from kpis.store.submissions import Submission

__all__ = [
    "APPROVED",
    "RETURNED",
    "SUBMITTED",
    "Compared",
    "Reviewed",
    "Submission",
    "Version",
    "as_figure",
    "publish",
    "review",
    "send_back",
    "submissions_of",
    "waiting",
]


def waiting(store: Store, as_of: datetime) -> list[Submission]:
    """Submissions that nobody has decided on yet, the latest first."""
    return ledger.submissions(store, as_of=as_of, states=WAITING)


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
    found = submission_of(store, number)
    if found.state == APPROVED:
        as_of = found.state_at - timedelta(microseconds=1)
    figures = figure_versions(store, as_of=END_OF_TIME, submission=number, published_only=False)
    states = compared(store, [as_figure(version) for version in figures], as_of) if figures else []
    return Reviewed(found, tuple(figures), tuple(states))


def as_figure(version: Version) -> Figure:
    """The figure of a version, without the instant of a publication."""
    key = (version.unit, version.indicator, version.period, version.member)
    amounts = (version.numerator, version.denominator, version.value)
    return Figure(*key, *amounts, version.note, version.source, None, version.place)


def publish(store: Store, number: int, *, actor: str, now: datetime, request: str) -> Submission:
    """Approves a waiting submission, this one and no other: from `now` on its figures count."""
    return move(store, number, APPROVED, OFFICE, actor=actor, now=now, request=request)


def send_back(
    store: Store, number: int, *, actor: str, now: datetime, request: str, reason: str
) -> Submission:
    """Returns a waiting submission to its unit. The reason is required."""
    if not reason.strip():
        raise Refused([Problem("review.reason_missing")])
    return move(
        store, number, RETURNED, OFFICE, actor=actor, now=now, request=request, reason=reason
    )
