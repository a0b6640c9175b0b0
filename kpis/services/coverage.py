"""Who has reported what was due for a month, and who has not."""

from dataclasses import dataclass

from kpis.domain.months import is_due
from kpis.domain.promises import Promises, measures_of
from kpis.services.evaluation import Evaluation
from kpis.services.known import Known
from kpis.store.database import Store
from kpis.store.figures import figures_known_at


@dataclass(frozen=True)
class Coverage:
    """What was due for one month, by unit; units that owed nothing are not in it.

    due, reported: how many indicators of the unit. missing: their codes. late: the reporting
    deadline has passed.
    """

    month: int
    late: bool
    due: dict[str, int]
    reported: dict[str, int]
    missing: dict[str, tuple[str, ...]]

    @property
    def complete(self) -> int:
        """How many units have reported everything that was due."""
        return sum(not codes for codes in self.missing.values())


def owed_pairs(known: Known, promises: Promises, month: int) -> list[tuple[int, int]]:
    """What the items in force owed for the month: numbers of unit and indicator, once per item."""
    every = measures_of(known.indicators).every
    owed = (promises.start <= month) & (month <= promises.due) & ~promises.ended
    owed &= is_due(month, every[promises.indicator])
    return list(zip(promises.unit[owed].tolist(), promises.indicator[owed].tolist(), strict=True))


def reporting(store: Store, evaluation: Evaluation) -> Coverage:
    """The month of an evaluation: what its items in force owed, and what is published of it."""
    known, month = evaluation.known, evaluation.month
    figures = figures_known_at(
        store,
        first=month,
        last=month,
        as_of=known.as_of,
        unit_number=known.unit_number,
        indicator_number=known.indicator_number,
    )
    published = set(zip(figures.unit.tolist(), figures.indicator.tolist(), strict=True))
    due: dict[str, set[str]] = {}
    missing: dict[str, set[str]] = {}
    for unit, indicator in owed_pairs(known, evaluation.in_force.promises, month):
        code = known.units[unit].code
        due.setdefault(code, set()).add(known.indicators[indicator].code)
        missing.setdefault(code, set())
        if (unit, indicator) not in published:
            missing[code].add(known.indicators[indicator].code)
    return Coverage(
        month=month,
        late=known.late_through >= month,
        due={code: len(codes) for code, codes in due.items()},
        reported={code: len(codes) - len(missing[code]) for code, codes in due.items()},
        missing={code: tuple(sorted(codes)) for code, codes in missing.items()},
    )
