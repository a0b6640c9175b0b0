"""When a month may be reported for: it opens, may close at its deadline, can be opened again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from kpis.domain import way
from kpis.domain.definitions import Settings
from kpis.domain.months import ICT, month_text, reporting_deadline, reporting_window
from kpis.domain.problems import Problem, Refused
from kpis.domain.way import CLOSED, NOT_OPEN, OPEN, REOPENED
from kpis.services.moving import END_OF_TIME, clock
from kpis.store.database import AlreadyDone, Store, entry
from kpis.store.definitions import settings_known_at, units_known_at
from kpis.store.periods import Reopening, reopenings, write_reopening

__all__ = [
    "CLOSED",
    "NOT_OPEN",
    "OPEN",
    "REOPENED",
    "PeriodState",
    "Reopening",
    "closed_to",
    "period_of",
    "reopen",
    "reopenings_of",
]


@dataclass(frozen=True)
class PeriodState:
    """A month as a unit finds it. state: not_open, open, closed or reopened.

    opens: the end of the time that its figures cover; where the deadline comes before that, its
    beginning. closes: the deadline, None where months never close. reopened: the latest reopening
    that concerns the unit, None where there was none.
    """

    month: int
    state: str
    opens: datetime
    closes: datetime | None
    reopened: Reopening | None

    @property
    def accepts(self) -> bool:
        """Whether the unit may submit. Where months never close nothing is ever refused."""
        return self.closes is None or self.state in (OPEN, REOPENED)

    @property
    def ends(self) -> datetime | None:
        """The instant from which nothing is accepted any more, as far as there is one."""
        if self.state == REOPENED and self.reopened is not None:
            return self.reopened.until
        return self.closes


def period_of(store: Store, month: int, unit: str | None, now: datetime) -> PeriodState:
    """What a month is for a unit at `now`. unit None: for those that were not reopened alone."""
    settings = settings_known_at(store, now)
    found = reopenings(store, as_of=now, period=month, unit=unit)
    if unit is None:
        found = [each for each in found if each.unit is None]
    # One for the unit alone does not cut short a longer one for all.
    last = max(found, key=lambda each: (each.until, each.sequence), default=None)
    opens, deadline = _limits(settings, month)
    closes = deadline if settings.close == "deadline" else None
    state = way.period_state(now, opens, closes, None if last is None else last.until)
    return PeriodState(month, state, opens, closes, last)


def _limits(settings: Settings, month: int) -> tuple[datetime, datetime]:
    first, last = reporting_window(month, settings.window_start_day)
    deadline = reporting_deadline(month, settings.due_day, settings.due_month)
    opens = datetime.combine(last + timedelta(days=1), time(), ICT)
    return (opens if opens < deadline else datetime.combine(first, time(), ICT)), deadline


def closed_to(
    store: Store, months: Iterable[int], unit: str | None, now: datetime
) -> list[Problem]:
    """A problem for each month that a unit can't submit for at `now`; it says what to ask for."""
    found = []
    for month in sorted(set(months)):
        period = period_of(store, month, unit, now)
        if period.accepts:
            continue
        values: dict[str, object] = {"month": _shown(month)}
        if period.state == NOT_OPEN:
            code = "period.not_open"
            values["opens"] = clock(period.opens)
        elif period.reopened is not None:
            code = "period.closed_again"
            values["until"] = clock(period.reopened.until)
        else:
            assert period.closes is not None, "what is closed has an instant of closing"
            code = "period.closed"
            values["closed"] = clock(period.closes)
        found.append(Problem(code, None, None, values))
    return found


def reopen(
    store: Store,
    month: int,
    *,
    unit: str | None,
    until: datetime,
    reason: str,
    actor: str,
    now: datetime,
    request: str,
) -> PeriodState:
    """The office opens a closed month again, for one unit or (None) for all, until an instant.

    Refused without a reason, with an end that is not to come, for an unknown unit, and where the
    month is not closed. The same request again changes nothing.
    """
    detail: dict[str, object] = {
        "month": month_text(month), "unit": unit, "until": until.isoformat(), "reason": reason
    }  # fmt: skip
    try:
        with entry(
            store, "reopen period", actor=actor, recorded=now, request=request, detail=detail
        ) as writing:
            _refuse_reopening(store, month, unit, until, reason, now)
            write_reopening(
                writing, period=month, unit=unit, until=until, actor=actor, reason=reason.strip()
            )
    except AlreadyDone:
        pass  # the same click twice: what it did the first time stands
    return period_of(store, month, unit, now)


def _refuse_reopening(
    store: Store, month: int, unit: str | None, until: datetime, reason: str, now: datetime
) -> None:
    problems = []
    if not reason.strip():
        problems.append(Problem("period.reason_missing"))
    if until <= now:
        values = {"until": clock(until), "now": clock(now)}
        problems.append(Problem("period.end_passed", None, None, values))
    if unit is not None and unit not in {each.code for each in units_known_at(store, now)}:
        problems.append(Problem("period.unknown_unit", None, None, {"unit": unit}))
    elif period_of(store, month, unit, now).state not in (CLOSED, REOPENED):
        problems.append(Problem("period.not_closed", None, None, {"month": _shown(month)}))
    if problems:
        raise Refused(problems)


def reopenings_of(store: Store, month: int | None = None) -> list[Reopening]:
    """Every reopening, of a month or of all, oldest first: for the office's record."""
    return reopenings(store, as_of=END_OF_TIME, period=month)


def _shown(month: int) -> str:
    return f"{month % 12 + 1:02d}/{month // 12:04d}"
