"""The one judge: promises and figures in, who is where out. Columns in, columns out.

Source: spec/evaluation.md, whole; RULES names its version. The same functions run over float64
for every row and over fractions for the rows that float64 can't decide (amounts.py).
"""

from dataclasses import dataclass, fields, replace

import numpy as np

from kpis.domain.amounts import Column, Comparing, Rows, zeros
from kpis.domain.months import due_between
from kpis.domain.outlook import forecast, required
from kpis.domain.progress import (
    actual,
    attainment,
    expected,
    satisfied,
    uses_baseline,
)
from kpis.domain.promises import (
    AT_LEAST,
    EQUAL,
    EXCLUDE,
    FULL,
    LINEAR,
    POOLED,
    SUM,
    ZERO,
    Measures,
    Promises,
)
from kpis.domain.series import Figures, Links, Monthly, monthly, wanted_figures
from kpis.domain.status import (
    AT_RISK,
    FULFILLED,
    MISSED,
    NO_ACTIVITY,
    NOT_DUE,
    OFF_TRACK,
    ON_TRACK,
    Missing,
    early,
    missing,
    within_tolerance,
)

RULES = 1


@dataclass(frozen=True)
class Verdicts:
    """What is judged of each promise; NaN stands for null, always together with the rule's text.

    status: position in status.STATUSES. rule: which of the nine rules decided. expected_known:
    whether there is an E(m); for `between` it is the bounds. forecast_ok: 1, 0, or -1 for null.
    member: number of the member that decided an item promised for each, -1 for none.
    numerator, denominator, reported: sums and months that the actual comes from. to_come: R.
    shortfall: distance to E(m) in the indicator's unit, NaN where rule 9 was not reached.
    last_due: the last period due by m, before start when none.
    """

    status: Column
    rule: Column
    actual: Column
    expected: Column
    expected_known: Column
    attainment: Column
    pace_attainment: Column
    weighted: Column
    required: Column
    out_of_reach: Column
    forecast: Column
    forecast_ok: Column
    member: Column
    numerator: Column
    denominator: Column
    reported: Column
    to_come: Column
    shortfall: Column
    last_due: Column

    def take(self, rows: Rows) -> "Verdicts":
        """These rows alone."""
        return Verdicts(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def put(self, rows: Rows, others: "Verdicts") -> None:
        """Replaces `rows` by what `others` says of them."""
        for column in fields(self):
            mine, theirs = getattr(self, column.name), getattr(others, column.name)
            mine[rows] = theirs.astype(mine.dtype)


@dataclass(frozen=True)
class Judgement:
    """Verdicts with their gaps: gap_row, gap_period one line per gap, in order."""

    verdicts: Verdicts
    gap_row: Column
    gap_period: Column


@dataclass(frozen=True)
class Evidence:
    """Everything that judging needs beside the promises. late_through: see status.missing."""

    measures: Measures
    links: Links
    figures: Figures
    late_through: int


def judge(promises: Promises, evidence: Evidence) -> Judgement:
    """Every promise at its month, exactly."""
    judgement, doubt = _judged(promises, evidence, exact=False)
    rows = np.flatnonzero(doubt)
    if len(rows):
        exactly, _ = _judged(promises.take(rows), evidence, exact=True)
        judgement.verdicts.put(rows, exactly.verdicts)
    return judgement


def pace_attainment_exactly(promises: Promises, evidence: Evidence, rows: Rows) -> Column:
    """The pace attainments of `rows` as fractions, 0 where there is none: for ranks that tie."""
    taken = promises.take(rows)
    result = _totals(taken, evidence, exact=True)
    verdicts = result.verdicts
    if taken.each.any():
        verdicts, _ = _with_members(taken, evidence, result, exact=True)
    nothing = np.array([value != value for value in verdicts.pace_attainment], dtype=bool)
    return np.where(nothing, zeros(len(rows), exact=True), verdicts.pace_attainment)


@dataclass(frozen=True)
class _Totals:
    verdicts: Verdicts
    lacks: Missing
    doubt: Column


def _judged(promises: Promises, evidence: Evidence, exact: bool) -> tuple[Judgement, Column]:
    totals = _totals(promises, evidence, exact)
    verdicts, doubt = totals.verdicts, totals.doubt
    if promises.each.any():
        verdicts, doubt = _with_members(promises, evidence, totals, exact)
    verdicts = _of_ended_units(promises, verdicts)
    lacks = totals.lacks
    return Judgement(verdicts, lacks.row[lacks.late], lacks.period[lacks.late]), doubt


def _of_ended_units(promises: Promises, verdicts: Verdicts) -> Verdicts:
    """After a unit's last month its items are not due and have no outlook; the rest stays."""
    ended = promises.ended
    if not ended.any():
        return verdicts
    return replace(
        verdicts,
        status=np.where(ended, NOT_DUE, verdicts.status),
        rule=np.where(ended, 0, verdicts.rule),
        required=np.where(ended, np.nan, verdicts.required),
        forecast=np.where(ended, np.nan, verdicts.forecast),
        forecast_ok=np.where(ended, -1, verdicts.forecast_ok),
        out_of_reach=verdicts.out_of_reach & ~ended,
    )


def _months(
    promises: Promises, evidence: Evidence, last: Column, exact: bool
) -> tuple[Rows, Rows, Monthly]:
    measures = evidence.measures
    way = measures.way[promises.indicator]
    asked, rows = wanted_figures(
        evidence.figures,
        evidence.links,
        unit=promises.unit,
        indicator=promises.indicator,
        first=promises.start,
        last=last,
        month=promises.month,
        folds=(way == POOLED) | (way == SUM),
    )
    scale = measures.scale.column(promises.indicator, exact)
    return asked, rows, monthly(evidence.figures, asked, rows, scale, len(promises), exact)


def _totals(promises: Promises, evidence: Evidence, exact: bool) -> _Totals:
    """Every row judged on its total over members."""
    measures = evidence.measures
    last = np.minimum(promises.month, promises.due)
    last_due = _last_due(promises, measures, last)
    _, _, months = _months(promises, evidence, last, exact)
    lacks = missing(promises, measures, months, last_due, evidence.late_through)
    verdicts, doubt = _verdicts(promises, measures, months, last_due, lacks, exact)
    return _Totals(verdicts, lacks, doubt)


def _last_due(promises: Promises, measures: Measures, last: Column) -> Column:
    every = measures.every[promises.indicator]
    return (last + 1) // every * every - 1


def _verdicts(
    promises: Promises,
    measures: Measures,
    months: Monthly,
    last_due: Column,
    lacks: Missing | None,
    exact: bool,
) -> tuple[Verdicts, Column]:
    """The rules in their order. lacks None: rules 1 to 4 were settled before (members)."""
    size, rows = len(promises), np.arange(len(promises))
    comparing = Comparing(size, exact)
    way, scale = measures.way[promises.indicator], measures.scale.column(promises.indicator, exact)
    target = promises.target.column(rows, exact)
    baseline = promises.baseline.column(rows, exact)
    started = promises.month >= promises.start
    done = actual(months, way, scale, last_due, exact)
    aim = expected(promises, target, exact)
    kept = satisfied(
        comparing, done.value, promises.comparator, target, aim.low, aim.high, done.known
    )  # fmt: skip
    rule, status = np.zeros(size, dtype=np.int64), np.full(size, -1)
    if lacks is not None:
        first = early(
            promises,
            measures,
            month_before_start=~started,
            nothing_due=last_due < promises.start,
            without_expected=~aim.known,
            kept=kept & done.known,
            latest_is_done=done.known & (done.value == 1).astype(bool),
            lacks=lacks,
        )
        rule, status = first.rule, first.status

    # Rule 5. From here on a row either has an actual, or 0 stands for it, or nothing was to do.
    open_ = status < 0
    nothing = open_ & ~done.known
    when_nothing = measures.when_nothing[promises.indicator]
    as_zero = nothing & (when_nothing == ZERO)
    full = nothing & (when_nothing == FULL)
    value = np.where(as_zero, zeros(size, exact), done.value)
    known = done.known | as_zero
    kept = np.where(
        as_zero,
        satisfied(comparing, value, promises.comparator, target, aim.low, aim.high, as_zero),
        kept,
    ).astype(bool)
    at_due = promises.month >= promises.due
    rule, status = _put(rule, status, nothing & (when_nothing == EXCLUDE), 5, NO_ACTIVITY)
    rule, status = _put(rule, status, full & at_due, 5, FULFILLED)
    rule, status = _put(rule, status, full & ~at_due, 5, ON_TRACK)

    # Rules 6 and 7.
    towards = np.where(
        (promises.comparator == EQUAL) & (promises.pace == LINEAR) & ~at_due,
        AT_LEAST,
        promises.comparator,
    )
    open_ = status < 0
    rule, status = _put(rule, status, open_ & at_due & kept, 6, FULFILLED)
    rule, status = _put(rule, status, open_ & at_due & ~kept, 6, MISSED)
    open_ = status < 0
    in_time = satisfied(comparing, value, towards, aim.value, aim.low, aim.high, open_, aim.size)
    rule, status = _put(rule, status, open_ & in_time, 7, ON_TRACK)

    # Rules 8 and 9, and the outlook, which only figures can give.
    open_ = status < 0
    has_outlook = ((rule == 7) | open_) & ~at_due & ~as_zero
    every = measures.every[promises.indicator]
    to_come = due_between(promises.month + 1, promises.due, every)
    need = required(comparing, promises, measures, done, target, to_come, has_outlook)
    out_of_reach = need.out_of_reach & has_outlook
    rule, status = _put(rule, status, open_ & out_of_reach, 8, OFF_TRACK)
    open_ = status < 0
    within, distance = within_tolerance(comparing, promises, measures, value, aim, open_)
    rule, status = _put(rule, status, open_ & within, 9, AT_RISK)
    rule, status = _put(rule, status, open_ & ~within, 9, OFF_TRACK)

    ahead = forecast(promises, measures, months, done, to_come, has_outlook, exact)
    hits = satisfied(
        comparing,
        ahead.value,
        promises.comparator,
        target,
        aim.low,
        aim.high,
        ahead.known,
        ahead.size,
    )
    used = uses_baseline(comparing, promises, promises.comparator, target, baseline)
    of_target = attainment(value, promises.comparator, target, aim.low, aim.high, baseline, used)
    used = used | uses_baseline(comparing, promises, towards, target, baseline)
    of_pace = attainment(value, towards, aim.value, aim.low, aim.high, baseline, used)
    hundred = zeros(size, exact) + 100
    shown = known & started
    return Verdicts(
        status=status,
        rule=rule,
        actual=_or_nan(value, shown),
        expected=_or_nan(aim.value, aim.known),
        expected_known=aim.known,
        attainment=_or_nan(np.where(full, hundred, of_target), shown | full),
        pace_attainment=_or_nan(np.where(full, hundred, of_pace), (shown & aim.known) | full),
        weighted=done.weighted | ~started,
        required=_or_nan(need.value, need.known & has_outlook),
        out_of_reach=out_of_reach,
        forecast=_or_nan(ahead.value, ahead.known),
        forecast_ok=np.where(ahead.known, hits.astype(np.int64), -1),
        member=np.full(size, -1),
        numerator=done.numerator,
        denominator=done.denominator,
        reported=done.reported,
        to_come=to_come,
        shortfall=_or_nan(distance, rule >= 8),
        last_due=last_due,
    ), comparing.doubt


def _put(rule: Column, status: Column, where: Column, number: int, name: int):
    return np.where(where, number, rule), np.where(where, name, status)


def _or_nan(values: Column, known: Column) -> Column:
    return np.where(known, values, np.nan)


def _with_members(
    promises: Promises, evidence: Evidence, totals: _Totals, exact: bool
) -> tuple[Verdicts, Column]:
    """Items promised for each member: judged by the worst, where the rules came that far."""
    far = np.flatnonzero(promises.each & _reached_rule_5(promises, evidence, totals.verdicts))
    verdicts, doubt = totals.verdicts, totals.doubt
    if not len(far):
        return verdicts, doubt
    these = promises.take(far)
    last = np.minimum(these.month, these.due)
    asked, rows, _ = _months(these, evidence, last, exact)
    # A row for each member that has a figure; members are numbered in order of their codes.
    pairs, place = np.unique(
        np.stack([asked, evidence.figures.member[rows]], axis=1), axis=0, return_inverse=True
    )
    owner, member = pairs[:, 0], pairs[:, 1]
    alone = these.take(owner)
    scale = evidence.measures.scale.column(alone.indicator, exact)
    months = monthly(evidence.figures, place.ravel(), rows, scale, len(alone), exact)
    last_due = _last_due(alone, evidence.measures, last[owner])
    judged, member_doubt = _verdicts(alone, evidence.measures, months, last_due, None, exact)
    judged = replace(judged, member=member)
    worst, close = _worst(judged, owner, len(far), exact)
    np.logical_or.at(close, owner, member_doubt)
    found = worst >= 0
    verdicts.put(far[found], judged.take(worst[found]))
    doubt = doubt.copy()
    doubt[far] |= close
    return verdicts, doubt


def _reached_rule_5(promises: Promises, evidence: Evidence, verdicts: Verdicts) -> Column:
    """Rows that rules 1 to 4 did not settle, nor rule 5 for the total as a whole."""
    return verdicts.rule >= 6


def _worst(judged: Verdicts, owner: Column, size: int, exact: bool) -> tuple[Column, Column]:
    """Per owner the row that decides, -1 for none; and whether two were too close to tell."""
    counted = np.flatnonzero(judged.status != NO_ACTIVITY)
    pace = judged.pace_attainment[counted]
    pace = np.where(np.array([p != p for p in pace], dtype=bool), np.inf, pace)
    if exact:
        _, pace_order = np.unique(pace, return_inverse=True)
    else:
        pace_order = pace
    order = np.lexsort((judged.member[counted], pace_order, judged.status[counted], owner[counted]))
    counted, pace = counted[order], pace[order].astype(float)
    first = np.ones(len(counted), dtype=bool)
    first[1:] = owner[counted][1:] != owner[counted][:-1]
    worst = np.full(size, -1)
    worst[owner[counted[first]]] = counted[first]
    close = np.zeros(size, dtype=bool)
    if not exact and len(counted) > 1:
        same = (~first[1:]) & (judged.status[counted][1:] == judged.status[counted][:-1])
        near = same & (np.abs(np.diff(pace)) <= 1e-9 * np.abs(pace[1:]))
        close[owner[counted[1:][near]]] = True
    return worst, close
