"""The office's desk: what waits in which order, who has reported what, and bulk approval."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kpis.domain.figures import Figure
from kpis.domain.problems import Problem, Refused
from kpis.services.evaluation import evaluate
from kpis.services.kept_warnings import warnings_of
from kpis.services.moving import submission_of
from kpis.services.owing import duty
from kpis.services.reviewing import as_figure, publish, waiting
from kpis.services.revisions import NEW, REVISED
from kpis.store.database import Store
from kpis.store.figures import compared, figure_versions
from kpis.store.submissions import Submission

__all__ = ["Bulk", "QueueRow", "approve_all", "days_late", "queue"]

_FIRST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class QueueRow:
    """A submission that waits, and what speaks for looking at it soon.

    deadline: of its month, None for an import over many. days_late: how long that has passed at
    the instant asked for, 0 while it is to come. new, revised: figures. warnings: that it was sent
    with; None where it was never checked, such as an import. moved: promises whose status would
    change, None where the month is not one.
    """

    submission: Submission
    deadline: datetime | None
    days_late: int
    new: int
    revised: int
    warnings: int | None
    moved: int | None

    @property
    def risk(self) -> tuple[int, int, int]:
        """Warnings, revisions, size of the effect: the more, the sooner it is to be looked at."""
        return (1 if self.warnings is None else self.warnings), self.revised, self.moved or 0

    @property
    def for_bulk(self) -> bool:
        """Whether it may be approved together with others."""
        return self.warnings == 0


def days_late(instant: datetime, deadline: datetime) -> int:
    """Days after a deadline, the first begun one counted as 1; 0 before it."""
    return 0 if instant < deadline else (instant - deadline) // timedelta(days=1) + 1


def queue(store: Store, now: datetime) -> list[QueueRow]:
    """What waits: the earliest deadline first, then what is most at risk, then the oldest."""
    found = waiting(store, now)
    figures = {
        each.number: [
            as_figure(version)
            for version in figure_versions(
                store, as_of=now, submission=each.number, published_only=False
            )
        ]
        for each in found
    }
    states = _states(store, figures, now)
    warnings = warnings_of(store, list(figures))
    deadlines, moved = _judged(store, found, figures, now)
    rows = [
        QueueRow(
            submission=each,
            deadline=(deadline := deadlines.get(each.period)),
            days_late=0 if deadline is None else days_late(now, deadline),
            new=states[each.number].count(NEW),
            revised=states[each.number].count(REVISED),
            warnings=len(warnings[each.number]) if each.number in warnings else None,
            moved=moved.get(each.number),
        )
        for each in found
    ]
    return sorted(rows, key=_place)


def _place(row: QueueRow) -> tuple[datetime, list[int], int]:
    return row.deadline or _FIRST, [-part for part in row.risk], row.submission.number


def _states(store: Store, figures: dict[int, list[Figure]], now: datetime) -> dict[int, list[str]]:
    together = [(number, figure) for number, of in figures.items() for figure in of]
    found: dict[int, list[str]] = {number: [] for number in figures}
    if together:
        states = compared(store, [figure for _, figure in together], now)
        for (number, _), state in zip(together, states, strict=True):
            found[number].append(state.state)
    return found


def _judged(
    store: Store, found: Sequence[Submission], figures: dict[int, list[Figure]], now: datetime
) -> tuple[dict[int | None, datetime], dict[int, int]]:
    """Deadlines by month, and by submission how many promises would change their status.

    A month is judged once with all that waits for it: units move on their own figures. Where two
    submissions of a unit wait beside one another, both show what they would do together.
    """
    deadlines: dict[int | None, datetime] = {}
    moved: dict[int, int] = {}
    for month in sorted({each.period for each in found if each.period is not None}):
        of_month = [each for each in found if each.period == month]
        before = evaluate(store, month, now)
        also = {
            (f.unit, f.indicator, f.period, f.member): f
            for each in reversed(of_month)
            for f in figures[each.number]
        }
        after = evaluate(store, month, now, also=list(also.values()))
        deadlines[month] = duty(before.known, month).deadline
        changed = [
            was.unit
            for was, is_ in zip(before.items, after.items, strict=True)
            if was.status != is_.status
        ]
        moved |= {each.number: changed.count(each.unit or "") for each in of_month}
    return deadlines, moved


@dataclass(frozen=True)
class Bulk:
    """What approving many at once did. left: those that were not taken, each with why."""

    taken: tuple[Submission, ...]
    left: tuple[tuple[int, Problem], ...]


def approve_all(
    store: Store, numbers: Sequence[int], *, actor: str, now: datetime, request: str
) -> Bulk:
    """Publishes the submissions that were sent without a warning, each in an act of its own.

    Those with warnings, those never checked and those decided already are left and named. The
    same request again gives the same answer and changes nothing.
    """
    warnings = warnings_of(store, numbers)
    taken, left = [], []
    for number in dict.fromkeys(numbers):
        try:
            submission_of(store, number)
            if number not in warnings:
                raise Refused([Problem("way.bulk_unchecked", None, None, {"number": number})])
            if count := len(warnings[number]):
                values = {"number": number, "count": count}
                raise Refused([Problem("way.bulk_warnings", None, None, values)])
            one = f"{request}.{number}"
            taken.append(publish(store, number, actor=actor, now=now, request=one))
        except Refused as refused:
            left.append((number, refused.problems[0]))
    return Bulk(tuple(taken), tuple(left))
