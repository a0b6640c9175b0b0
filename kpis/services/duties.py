"""A unit's months: what it owed in each, what is published of that, what waits for review."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from kpis.domain.months import is_due
from kpis.domain.promises import measures_of
from kpis.domain.way import WAITING
from kpis.services.known import Known
from kpis.services.owing import duty
from kpis.store.commitments import items_known_at
from kpis.store.database import Store
from kpis.store.figures import figures_known_at
from kpis.store.submissions import submissions


@dataclass(frozen=True)
class MonthDuty:
    """One month of a unit.

    owed, reported: how many indicators were due, and how many of them are published. waiting:
    submissions that nobody has decided on. deadline: the instant from which a figure is late.
    """

    month: int
    owed: int
    reported: int
    waiting: int
    deadline: datetime

    @property
    def complete(self) -> bool:
        """Whether everything that was due is published."""
        return self.reported == self.owed


def months_of(store: Store, known: Known, unit: str, months: Sequence[int]) -> list[MonthDuty]:
    """The months in which `unit` owed something, of those asked for, in their order."""
    if not months:
        return []
    number, every = known.unit_number[unit], measures_of(known.indicators).every
    figures = figures_known_at(
        store,
        first=min(months),
        last=max(months),
        as_of=known.as_of,
        unit_number=known.unit_number,
        indicator_number=known.indicator_number,
        units=[unit],
    )
    published = set(zip(figures.period.tolist(), figures.indicator.tolist(), strict=True))
    pending = submissions(store, as_of=known.as_of, unit=unit, states=WAITING)
    waiting = [submission.period for submission in pending]
    found = []
    for month in months:
        owed = _owed(store, known, month, number, every)
        if owed:
            reported = sum((month, indicator) in published for indicator in owed)
            deadline = duty(known, month).deadline
            found.append(MonthDuty(month, len(owed), reported, waiting.count(month), deadline))
    return found


def _owed(store: Store, known: Known, month: int, unit: int, every: np.ndarray) -> set[int]:
    """The numbers of the indicators that the unit must report for the month."""
    items = items_known_at(
        store,
        month=month,
        as_of=known.as_of,
        units=known.units,
        unit_number=known.unit_number,
        indicator_number=known.indicator_number,
    ).promises
    running = (items.unit == unit) & (items.start <= month) & (month <= items.due) & ~items.ended
    return set(items.indicator[running & is_due(month, every[items.indicator])].tolist())
