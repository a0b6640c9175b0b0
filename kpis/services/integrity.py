"""Questions about published figures, and on what each unit's score rests. For a page: frozen rows.

Nothing here says that a figure is wrong. A question names a pattern that chance hardly explains,
and the figures behind it; the answer is the unit's to give.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from kpis.domain import integrity as patterns
from kpis.domain.amounts import Column
from kpis.domain.definitions import SOURCES, Indicator
from kpis.domain.integrity import Question, Reported, Targets, Traits
from kpis.domain.months import reporting_deadline
from kpis.domain.moves import ONE_WAY, all_improved, improvement, often_late
from kpis.domain.problems import Problem
from kpis.domain.promises import ABOVE, AT_LEAST, AT_MOST, BELOW, HOLD
from kpis.services.evaluation import Evaluation
from kpis.store.database import Store
from kpis.store.versions import Versions, published_versions

__all__ = ["Asked", "FigureBehind", "questions"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class FigureBehind:
    """One figure behind a question. before: what the version before it said, of a revision.

    rate, before: in the indicator's unit, None where nothing happened. late: whole days after the
    reporting deadline at which it was published, 0 or less in time.
    """

    indicator: str
    member: str | None
    period: int
    numerator: float | None
    denominator: float | None
    value: float | None
    rate: float | None
    before: float | None
    source: str
    published_at: datetime
    late: int


@dataclass(frozen=True)
class Asked:
    """A question to a unit. indicator: None where it is about all of them. said: its sentence."""

    unit: str
    indicator: str | None
    member: str | None
    said: Problem
    figures: tuple[FigureBehind, ...]

    @property
    def code(self) -> str:
        """What kind of question it is."""
        return self.said.code


def questions(store: Store, evaluation: Evaluation, unit: str | None = None) -> tuple[Asked, ...]:
    """What to ask of the year up to the evaluation's month, by unit; `unit`: of one alone.

    All units are looked at in any case: what is usual elsewhere is part of some questions.
    """
    known, month = evaluation.known, evaluation.month
    versions = published_versions(
        store,
        first=month - 2 * patterns.MONTHS,
        last=month,
        as_of=known.as_of,
        unit_number=known.unit_number,
        indicator_number=known.indicator_number,
    )
    if not len(versions.unit):
        return ()
    looking = _Looking(evaluation, versions)
    found = [*looking.at_figures(), *looking.at_revisions()]
    chosen = [asked for asked in found if unit in (None, asked.unit)]
    return tuple(sorted(chosen, key=lambda a: (known.unit_number[a.unit], a.indicator or "")))


class _Looking:
    """The columns that the questions are asked of."""

    def __init__(self, evaluation: Evaluation, versions: Versions):
        self.known, self.month = evaluation.known, evaluation.month
        self.versions, self.evaluation = versions, evaluation
        self.traits = _traits(self.known.indicators)
        keys = np.stack([versions.unit, versions.indicator, versions.member])
        new = np.ones(len(versions.unit), dtype=bool)
        new[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
        self.group = np.cumsum(new) - 1
        self.first_row = np.flatnonzero(new)
        self.rate = patterns.rates(self._reported(np.arange(len(new))), self.traits)

    def _reported(self, rows: Column) -> Reported:
        v = self.versions
        columns = (v.indicator, v.period, v.numerator, v.denominator, v.value)
        return Reported(self.group[rows], *(column[rows] for column in columns))

    def at_figures(self) -> Iterator[Asked]:
        """Questions about the figures that count, per indicator."""
        rows = np.flatnonzero(self.versions.counting())
        reported = self._reported(rows)
        found = patterns.at_target(reported, self.traits, self._targets(), self.month)
        for pattern in patterns.ALWAYS:
            found += pattern(reported, self.traits, self.month)
        for question in found:
            yield self._asked(question, rows[question.rows])

    def _asked(self, question: Question, rows: Column) -> Asked:
        v, first = self.versions, self.first_row[question.group]
        indicator = self.known.indicators[v.indicator[first]]
        values = {"indicator": indicator.name, **{k: _whole(v) for k, v in question.values.items()}}
        return Asked(
            unit=self.known.units[v.unit[first]].code,
            indicator=indicator.code,
            member=None if v.member[first] < 0 else v.members[v.member[first]],
            said=Problem(question.code, None, None, values, blocking=False),
            figures=tuple(self._behind(rows)),
        )

    def _targets(self) -> Targets:
        """Of each group, the first promise that is held against one target month by month."""
        size = len(self.first_row)
        target, sign, start = np.full(size, np.nan), np.ones(size), np.zeros(size, dtype=np.int64)
        promises = self.evaluation.in_force.promises
        doubles = promises.target.column(np.arange(len(promises)), exact=False)
        below = np.isin(promises.comparator, (AT_MOST, BELOW))
        fit = np.isin(promises.comparator, (AT_LEAST, ABOVE)) | below
        fit &= (promises.pace == HOLD) & promises.target.known & ~promises.ended
        of_pair = {
            (int(promises.unit[n]), int(promises.indicator[n])): n
            for n in reversed(np.flatnonzero(fit).tolist())
        }
        for group, row in enumerate(self.first_row.tolist()):
            pair = (int(self.versions.unit[row]), int(self.versions.indicator[row]))
            number = of_pair.get(pair)
            if number is not None and doubles[number] not in _ends(self.known.indicators[pair[1]]):
                target[group], start[group] = doubles[number], promises.start[number]
                sign[group] = -1 if below[number] else 1
        return Targets(target, sign, start)

    def at_revisions(self) -> Iterator[Asked]:
        """Questions about revisions after the deadline, per unit."""
        v = self.versions
        late = self._late_days()
        differs = [
            (c[1:] != c[:-1]) & ~(np.isnan(c[1:]) & np.isnan(c[:-1]))
            for c in (v.numerator, v.denominator, v.value)
        ]
        revised = v.same_as_before()
        revised[1:] &= np.logical_or.reduce(differs)
        year = (v.period > self.month - patterns.MONTHS) & (v.period <= self.month)
        chosen = revised & year & (late > 0)
        counting = v.counting() & year
        share = float(chosen.sum() / max(1, counting.sum()))
        for number in np.unique(v.unit[chosen]).tolist():
            rows = np.flatnonzero(chosen & (v.unit == number))
            figures = int((counting & (v.unit == number)).sum())
            moves = [self._move(row) for row in rows.tolist()]
            unit = self.known.units[number].code
            behind = tuple(self._behind(rows))
            if all_improved(moves, ONE_WAY):
                values = {"count": sum(m > 0 for m in moves)}
                said = Problem("integrity.only_upward", None, None, values, blocking=False)
                yield Asked(unit, None, None, said, behind)
            if often_late(len(rows), figures, share):
                days = int(np.median(late[rows]))
                more = {"count": len(rows), "figures": figures, "days": days}
                said = Problem("integrity.late", None, None, more, blocking=False)
                yield Asked(unit, None, None, said, behind)

    def _late_days(self) -> Column:
        """Days after the deadline of its period at which each version was published."""
        settings = self.known.settings
        periods, back = np.unique(self.versions.period, return_inverse=True)
        ends = [reporting_deadline(p, settings.due_day, settings.due_month) for p in periods]
        deadline = np.array([(end - _EPOCH) // timedelta(microseconds=1) for end in ends])
        return np.ceil((self.versions.published - deadline[back]) / 86_400e6)

    def _move(self, row: int) -> int:
        indicator = self.known.indicators[self.versions.indicator[row]]
        before, after = (_known(self.rate[place]) for place in (row - 1, row))
        return improvement(before, after, indicator.direction)

    def _behind(self, rows: Sequence[int] | Column) -> Iterator[FigureBehind]:
        v, late, again = self.versions, self._late_days(), self.versions.same_as_before()
        for row in rows:
            yield FigureBehind(
                indicator=self.known.indicators[v.indicator[row]].code,
                member=None if v.member[row] < 0 else v.members[v.member[row]],
                period=int(v.period[row]),
                numerator=_known(v.numerator[row]),
                denominator=_known(v.denominator[row]),
                value=_known(v.value[row]),
                rate=_known(self.rate[row]),
                before=_known(self.rate[row - 1]) if again[row] else None,
                source=SOURCES[v.source[row]],
                published_at=_EPOCH + timedelta(microseconds=int(v.published[row])),
                late=int(late[row]),
            )


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def _whole(value: object) -> object:
    """95 for 95.0: sentences show a number as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _ends(indicator: Indicator) -> set[float]:
    """Where a target is no wonder: the ends of the scale."""
    ends = {0.0, float(indicator.scale)} if indicator.share else {0.0}
    return ends | {float(bound) for bound in (indicator.min, indicator.max) if bound is not None}


def _traits(indicators: Sequence[Indicator]) -> Traits:
    ratio = np.array([i.kind == "ratio" for i in indicators], dtype=bool)
    count = np.array([i.kind == "count" for i in indicators], dtype=bool)
    decimals = np.array([i.decimals for i in indicators], dtype=np.int64)
    measured = np.array([i.kind in ("ratio", "level") for i in indicators], dtype=bool)
    adds_up = np.array([i.over_time in ("pooled", "sum") for i in indicators], dtype=bool)
    sign = {"higher": 1, "lower": -1}
    return Traits(
        scale=np.array([float(i.scale) for i in indicators]),
        sign=np.array([sign.get(i.direction, 0) for i in indicators], dtype=np.int64),
        adds_up=adds_up,
        counting=(ratio & adds_up) | (count & (decimals == 0)),
        fine=measured & (decimals > 0),
    )
