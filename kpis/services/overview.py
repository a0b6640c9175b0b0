"""What the first screen asks: who moved, what each unit's items came to, what is worst."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kpis.domain.ranking import REST
from kpis.domain.status import STATUSES
from kpis.services.evaluation import Evaluation, JudgedItem

BEHIND = ("missed", "off_track")
WRONG = (*BEHIND, "no_data")


@dataclass(frozen=True)
class Movement:
    """A unit that stands in another tier than the month before."""

    unit: str
    before: str
    now: str
    rose: bool


def movements(before: Evaluation, now: Evaluation) -> tuple[Movement, ...]:
    """The units that changed their tier; those without completion in either month can't have."""
    order = [*now.known.settings.tiers, REST]
    moved = []
    for row in now.units:
        earlier = before.standing_of(row.unit.code)
        then = None if earlier is None else earlier.standing.tier
        tier = row.standing.tier
        if tier is not None and then is not None and tier != then:
            rose = order.index(tier) < order.index(then)
            moved.append(Movement(row.unit.code, then, tier, rose))
    return tuple(moved)


def statuses_by_unit(evaluation: Evaluation) -> dict[str, Counter[str]]:
    """How many items of each unit have each status."""
    pairs = np.stack(
        [evaluation.in_force.promises.unit, evaluation.judgement.verdicts.status], axis=1
    )
    distinct, counts = np.unique(pairs, axis=0, return_counts=True)
    found: dict[str, Counter[str]] = {}
    for (unit, status), count in zip(distinct.tolist(), counts.tolist(), strict=True):
        code = evaluation.known.units[unit].code
        found.setdefault(code, Counter())[STATUSES[status]] = count
    return found


def items_with(evaluation: Evaluation, statuses: Iterable[str]) -> list[JudgedItem]:
    """The items that have one of these statuses, the worst first (see `badness`)."""
    wanted = [STATUSES.index(status) for status in statuses]
    rows = np.flatnonzero(np.isin(evaluation.judgement.verdicts.status, wanted))
    return sorted(evaluation.rows(rows), key=badness)


def badness(item: JudgedItem) -> tuple:
    """A sort key: what can't be mended, then what is furthest behind, then the rest by status.

    Furthest behind is the least pace attainment, which is comparable between indicators; a
    promise that was missed is measured against its target by the same number.
    """
    pace = item.pace_attainment
    hopeless = item.out_of_reach or item.status == "missed"
    order = {"missed": 0, "off_track": 0, "no_data": 1, "at_risk": 2}.get(item.status, 3)
    return order, not hopeless, 0.0 if pace is None else pace, item.unit, item.indicator
