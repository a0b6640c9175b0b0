"""How much of what was owed is published, and apart from that whether it was in time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kpis.domain.definitions import Unit
from kpis.domain.way import WAITING
from kpis.exchange.reminders import Line, reminder
from kpis.services.coverage import owed_pairs
from kpis.services.known import Known, known_at
from kpis.services.office import days_late
from kpis.services.owing import duty
from kpis.store.commitments import items_known_at
from kpis.store.database import Store, from_utc, run
from kpis.store.figures import figure_versions
from kpis.store.submissions import submissions

__all__ = ["Completeness", "Late", "Reminder", "completeness", "late", "reminders", "share"]


@dataclass(frozen=True)
class Completeness:
    """One unit and month. Units that owed nothing have none.

    owed, published: how many indicators; published never exceeds owed. missing: the codes not
    published; waiting: those among them that are submitted and not decided. deadline: from that
    instant on a figure is late. complete_at: when the last owed figure was first published, None
    while one is missing; sent_at: when that was submitted. Revisions change none of these.
    days_late: of complete_at, or so far; the first day after the deadline is 1.
    """

    unit: str
    month: int
    owed: int
    published: int
    missing: tuple[str, ...]
    waiting: tuple[str, ...]
    deadline: datetime
    complete_at: datetime | None
    sent_at: datetime | None
    days_late: int

    @property
    def share(self) -> float:
        """Percent of what was owed that is published."""
        return 100 * self.published / self.owed

    @property
    def in_time(self) -> bool | None:
        """Whether everything came before the deadline; None while that is open."""
        if self.complete_at is None and not self.days_late:
            return None
        return not self.days_late


def share(rows: Iterable[Completeness]) -> float | None:
    """Percent of all that was owed that is published; None when nothing was owed."""
    kept = list(rows)
    owed = sum(row.owed for row in kept)
    return 100 * sum(row.published for row in kept) / owed if owed else None


def completeness(store: Store, months: Iterable[int], now: datetime) -> list[Completeness]:
    """Every unit that owed something, month by month, units in the order of their first load."""
    known = known_at(store, now)
    return [row for month in months for row in _of_month(store, known, month)]


def _of_month(store: Store, known: Known, month: int) -> list[Completeness]:
    now, deadline = known.as_of, duty(known, month).deadline
    promises = items_known_at(
        store,
        month=month,
        as_of=now,
        units=known.units,
        unit_number=known.unit_number,
        indicator_number=known.indicator_number,
    ).promises
    first = {
        (unit, indicator): (from_utc(published), from_utc(sent))
        for unit, indicator, published, sent in run(
            store, "first_published", period=month, as_of=now
        )
    }
    sent = _sent(store, month, now)
    owed: dict[int, dict[str, None]] = {}
    for unit, indicator in owed_pairs(known, promises, month):
        owed.setdefault(unit, {})[known.indicators[indicator].code] = None
    rows = []
    for unit in sorted(owed):
        code = known.units[unit].code
        there = [first[code, i] for i in owed[unit] if (code, i) in first]
        missing = tuple(i for i in owed[unit] if (code, i) not in first)
        complete = max(at for at, _ in there) if not missing else None
        rows.append(
            Completeness(
                unit=code,
                month=month,
                owed=len(owed[unit]),
                published=len(there),
                missing=missing,
                waiting=tuple(i for i in missing if (code, i) in sent),
                deadline=deadline,
                complete_at=complete,
                sent_at=max(at for _, at in there) if not missing else None,
                days_late=days_late(complete or now, deadline),
            )
        )
    return rows


def _sent(store: Store, month: int, now: datetime) -> set[tuple[str, str]]:
    """Unit and indicator of every figure of a month that waits for a decision."""
    return {
        (version.unit, version.indicator)
        for each in submissions(store, as_of=now, states=WAITING)
        if each.period in (month, None)
        for version in figure_versions(
            store, as_of=now, submission=each.number, first=month, last=month, published_only=False
        )
    }


@dataclass(frozen=True)
class Late:
    """A unit that owes figures whose deadline has passed. months: the oldest first."""

    unit: Unit
    months: tuple[Completeness, ...]

    @property
    def since(self) -> datetime:
        """The deadline that was missed first."""
        return self.months[0].deadline

    @property
    def days(self) -> int:
        """How long ago that was, the first day counted."""
        return self.months[0].days_late


def late(store: Store, months: Iterable[int], now: datetime) -> list[Late]:
    """Who is late, and since when: the longest first, then the most figures, then by load."""
    rows = [row for row in completeness(store, sorted(months), now) if _open(row, late=True)]
    found = [Late(unit, of) for unit, of in _by_unit(known_at(store, now), rows)]
    return sorted(found, key=lambda each: (each.since, -sum(len(m.missing) for m in each.months)))


def _open(row: Completeness, *, late: bool) -> bool:
    return bool(row.missing) and bool(row.days_late) == late


def _by_unit(
    known: Known, rows: Sequence[Completeness]
) -> list[tuple[Unit, tuple[Completeness, ...]]]:
    of: dict[str, list[Completeness]] = {}
    for row in rows:
        of.setdefault(row.unit, []).append(row)
    return [(known.unit(code), tuple(of[code])) for code in sorted(of, key=known.unit_number.get)]  # type: ignore[arg-type]


@dataclass(frozen=True)
class Reminder:
    """What to send to a unit: late or not yet due, without what only waits for the office."""

    unit: Unit
    late: bool
    text: str


def reminders(
    store: Store, months: Iterable[int], now: datetime, language: str = "vi"
) -> list[Reminder]:
    """One text per unit that still has to submit something, the late ones first."""
    known = known_at(store, now)
    rows = [
        row
        for row in completeness(store, sorted(months), now)
        if set(row.missing) - set(row.waiting)
    ]
    found = []
    for unit, of in _by_unit(known, rows):
        lines = [
            Line(
                row.month,
                row.deadline,
                row.days_late,
                tuple(
                    getattr(known.indicator(code).name, language)
                    for code in row.missing
                    if code not in row.waiting
                ),
            )
            for row in of
        ]
        name = unit.name if language == "vi" else unit.name_en
        is_late = any(row.days_late for row in of)
        found.append(Reminder(unit, is_late, reminder(name, lines, now, language)))
    return sorted(found, key=lambda each: not each.late)
