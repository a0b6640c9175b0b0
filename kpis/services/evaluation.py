"""Who is where at a month, as known at an instant: what every screen and report is made from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np

from kpis.domain.amounts import Amounts, Rows
from kpis.domain.commitments import COMPARATORS, PACES
from kpis.domain.definitions import Unit
from kpis.domain.figures import Figure
from kpis.domain.judge import Evidence, Judgement, judge, pace_attainment_exactly
from kpis.domain.promises import BETWEEN, measures_of
from kpis.domain.ranking import Standing, headline, standings
from kpis.domain.series import replaced
from kpis.domain.status import STATUSES
from kpis.domain.together import OVER_UNITS, Whole, wholes
from kpis.services.known import Known, known_at
from kpis.store.commitments import ItemsInForce, items_known_at
from kpis.store.database import Store
from kpis.store.figures import figures_known_at

__all__ = ["Bounds", "Evaluation", "JudgedItem", "Known", "UnitStanding", "evaluate", "known_at"]

Bounds = tuple[float, float]


@dataclass(frozen=True)
class JudgedItem:
    """One promise and its verdict; amounts in the indicator's unit, None where there is none.

    number: place in its commitment. month: the month judged, a unit's last where it has ended.
    expected: a pair for `between`. low, high, target: as the comparator needs them. rule: which
    of the rules of evaluation.md gave the status, 0 for an ended unit. numerator, denominator,
    reported: sums and number of months since start; to_come: periods still to become due.
    shortfall: distance to expected, in the indicator's unit, where rules 8 or 9 were reached.
    gaps: months due, late and not published.
    """

    commitment: str
    number: int
    unit: str
    indicator: str
    month: int
    start: int
    due: int
    comparator: str
    pace: str
    each: bool
    target: float | None
    low: float | None
    high: float | None
    baseline: float | None
    weight: float
    amended: bool
    actual: float | None
    expected: float | Bounds | None
    attainment: float | None
    pace_attainment: float | None
    status: str
    rule: int
    weighted: bool
    required: float | None
    out_of_reach: bool
    forecast: float | None
    forecast_ok: bool | None
    gaps: tuple[int, ...]
    member: str | None
    numerator: float
    denominator: float
    reported: int
    to_come: int
    shortfall: float | None
    last_due: int | None


@dataclass(frozen=True)
class UnitStanding:
    """A unit's standing and how its rank moved since the month before; see ranking.Standing."""

    unit: Unit
    standing: Standing
    rank_change: int | None


@dataclass(frozen=True)
class Evaluation:
    """Everything judged of one month. Immutable, so that sessions may share it."""

    month: int
    known: Known
    in_force: ItemsInForce
    judgement: Judgement
    members: tuple[str, ...]
    units: tuple[UnitStanding, ...]
    headline: dict[str, int]
    wholes: tuple[Whole, ...]
    kinds: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.in_force.commitment)

    @cached_property
    def items(self) -> tuple[JudgedItem, ...]:
        """Every item, in the order of the commitments."""
        return tuple(self.rows(np.arange(len(self))))

    def items_of(
        self, *, unit: str | None = None, indicator: str | None = None
    ) -> tuple[JudgedItem, ...]:
        """The items of a unit, an indicator, or both, as a tuple."""
        promises = self.in_force.promises
        chosen = np.ones(len(self), dtype=bool)
        if unit is not None:
            chosen &= promises.unit == self.known.unit_number.get(unit, -1)
        if indicator is not None:
            chosen &= promises.indicator == self.known.indicator_number.get(indicator, -1)
        return tuple(self.rows(np.flatnonzero(chosen)))

    def standing_of(self, unit: str) -> UnitStanding | None:
        """The standing of a unit; None when it has no item this month."""
        return self._standing_by_code.get(unit)

    @cached_property
    def _standing_by_code(self) -> dict[str, UnitStanding]:
        return {row.unit.code: row for row in self.units}

    @cached_property
    def _gaps(self) -> dict[int, tuple[int, ...]]:
        found: dict[int, list[int]] = {}
        for row, period in zip(
            self.judgement.gap_row.tolist(), self.judgement.gap_period.tolist(), strict=True
        ):
            found.setdefault(row, []).append(period)
        return {row: tuple(sorted(periods)) for row, periods in found.items()}

    def _expected(self, number: int) -> float | Bounds:
        promises, one = self.in_force.promises, np.array([number])
        if promises.comparator[number] != BETWEEN:
            return float(self.judgement.verdicts.expected[number])
        low, high = (bound.column(one, exact=False)[0] for bound in (promises.low, promises.high))
        return float(low), float(high)

    def rows(self, numbers: np.ndarray) -> Iterator[JudgedItem]:
        """The items of these numbers."""
        p, v = self.in_force.promises, self.judgement.verdicts
        target, low, high = (_values(a, numbers) for a in (p.target, p.low, p.high))
        baseline, weight = _values(p.baseline, numbers), _values(p.weight, numbers)
        for place, n in enumerate(numbers.tolist()):
            band = p.comparator[n] == BETWEEN
            yield JudgedItem(
                commitment=self.in_force.commitment[n],
                number=int(self.in_force.item[n]),
                unit=self.known.units[p.unit[n]].code,
                indicator=self.known.indicators[p.indicator[n]].code,
                month=int(p.month[n]),
                start=int(p.start[n]),
                due=int(p.due[n]),
                comparator=COMPARATORS[p.comparator[n]],
                pace=PACES[p.pace[n]],
                each=bool(p.each[n]),
                target=None if band else target[place],
                low=low[place] if band else None,
                high=high[place] if band else None,
                baseline=baseline[place],
                weight=weight[place] or 0.0,
                amended=bool(self.in_force.amended[n]),
                actual=_number(v.actual[n]),
                expected=self._expected(n) if v.expected_known[n] else None,
                attainment=_number(v.attainment[n]),
                pace_attainment=_number(v.pace_attainment[n]),
                status=STATUSES[v.status[n]],
                rule=int(v.rule[n]),
                weighted=bool(v.weighted[n]),
                required=_number(v.required[n]),
                out_of_reach=bool(v.out_of_reach[n]),
                forecast=_number(v.forecast[n]),
                forecast_ok=None if v.forecast_ok[n] < 0 else bool(v.forecast_ok[n]),
                gaps=self._gaps.get(n, ()),
                member=None if v.member[n] < 0 else self.members[v.member[n]],
                numerator=float(v.numerator[n]),
                denominator=float(v.denominator[n]),
                reported=int(v.reported[n]),
                to_come=int(v.to_come[n]),
                shortfall=_number(v.shortfall[n]),
                last_due=int(v.last_due[n]) if v.last_due[n] >= p.start[n] else None,
            )


def _values(amounts: Amounts, numbers: Rows) -> list[float | None]:
    values = amounts.column(numbers, exact=False).tolist()
    known = amounts.known[numbers].tolist()
    return [value if is_known else None for value, is_known in zip(values, known, strict=True)]


def _number(value: float) -> float | None:
    return None if value != value else float(value)


def evaluate(store: Store, month: int, as_of: datetime, also: Sequence[Figure] = ()) -> Evaluation:
    """Everything of `month` as known at `as_of`. Ranks are compared with the month before.

    also: figures to be judged as if they had just been published, to show what they would change.
    """
    known = known_at(store, as_of)
    now, before = (_in_force(store, known, m) for m in (month, month - 1))
    starts = [int(i.promises.start.min()) for i in (now, before) if len(i.promises)]
    figures = figures_known_at(
        store,
        first=min([*starts, month // 12 * 12]),
        last=month,
        as_of=as_of,
        unit_number=known.unit_number,
        indicator_number=known.indicator_number,
    )
    figures = replaced(figures, also, known.unit_number, known.indicator_number)
    evidence = Evidence(measures_of(known.indicators), known.links, figures, known.late_through)
    judgement = judge(now.promises, evidence)
    ranked = _standings(known, now, judgement, evidence)
    ranks_before = {
        standing.unit: standing.rank
        for standing in _standings(known, before, judge(before.promises, evidence), evidence)
    }
    kinds = tuple(dict.fromkeys([*known.settings.unit_kinds, *(u.kind for u in known.units)]))
    return Evaluation(
        month=month,
        known=known,
        in_force=now,
        judgement=judgement,
        members=figures.members,
        units=tuple(
            UnitStanding(known.units[s.unit], s, _change(ranks_before.get(s.unit), s.rank))
            for s in ranked
        ),
        headline=headline(ranked, known.settings.tiers),
        wholes=tuple(_wholes(known, now, month, evidence, kinds)),
        kinds=kinds,
    )


def _in_force(store: Store, known: Known, month: int) -> ItemsInForce:
    return items_known_at(
        store,
        month=month,
        as_of=known.as_of,
        units=known.units,
        unit_number=known.unit_number,
        indicator_number=known.indicator_number,
    )


def _standings(
    known: Known, items: ItemsInForce, judgement: Judgement, evidence: Evidence
) -> list[Standing]:
    promises = items.promises
    return standings(
        promises.unit,
        promises.weight,
        judgement.verdicts,
        kinds=[unit.kind for unit in known.units],
        tiers=known.settings.tiers,
        pace_exactly=lambda rows: pace_attainment_exactly(promises, evidence, np.asarray(rows)),
    )


def _change(before: int | None, now: int | None) -> int | None:
    return None if before is None or now is None else before - now


def _wholes(
    known: Known, items: ItemsInForce, month: int, evidence: Evidence, kinds: tuple[str, ...]
) -> list[Whole]:
    promises = items.promises
    bound = (promises.start <= month) & (month <= promises.due) & ~promises.ended
    pairs = np.unique(
        np.stack([promises.indicator[bound], promises.unit[bound]], axis=1), axis=0
    ).reshape(-1, 2)
    return wholes(
        pairs[:, 1],
        pairs[:, 0],
        month,
        evidence,
        kind=np.array([kinds.index(unit.kind) for unit in known.units], dtype=np.int64),
        over_units=np.array(
            [OVER_UNITS.index(i.over_units) for i in known.indicators], dtype=np.int64
        ),
    )
