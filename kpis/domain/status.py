"""The nine rules that give a promise its status, in their order.

Source: docs/evaluation.md, "Status of an item at month m". Columns throughout.
"""

from dataclasses import dataclass

import numpy as np

from kpis.domain.amounts import Column, Comparing, add_up, zeros
from kpis.domain.months import is_due
from kpis.domain.progress import Expected
from kpis.domain.promises import (
    ABOVE,
    AT_LEAST,
    AT_MOST,
    BELOW,
    BETWEEN,
    MEAN,
    POOLED,
    SUM,
    Measures,
    Promises,
)
from kpis.domain.series import Monthly, spans

STATUSES = (
    "not_due",
    "awaiting",
    "no_activity",
    "no_data",
    "missed",
    "off_track",
    "at_risk",
    "on_track",
    "fulfilled",
)
(
    NOT_DUE,
    AWAITING,
    NO_ACTIVITY,
    NO_DATA,
    MISSED,
    OFF_TRACK,
    AT_RISK,
    ON_TRACK,
    FULFILLED,
) = range(len(STATUSES))


@dataclass(frozen=True)
class Missing:
    """Periods that are due and not published.

    row, period: one line each, in order. late: its reporting deadline has passed: a gap.
    withheld: per row, a figure that the judgement needs is missing; withheld_late: a late one is.
    """

    row: Column
    period: Column
    late: Column
    withheld: Column
    withheld_late: Column


def missing(
    promises: Promises, measures: Measures, months: Monthly, last_due: Column, late_through: int
) -> Missing:
    """What should have been published of each row and is not.

    last_due: per row the latest due month in start..min(m, due), or one before start for none.
    late_through: the latest month whose reporting deadline has passed.
    """
    every = measures.every[promises.indicator]
    size = len(promises)
    first = promises.start + (-(promises.start + 1)) % every
    count = np.maximum((last_due - first) // every + 1, 0)
    published = is_due(months.period, every[months.row]) & (months.period <= last_due[months.row])
    have = np.bincount(months.row[published], minlength=size)
    short = np.flatnonzero(have < count)
    step, owner = spans(np.zeros(len(short), dtype=np.int64), count[short])
    row = short[owner]
    period = first[row] + step * every[row]
    absent = ~np.isin((row << 18) | period, (months.row << 18) | months.period)
    row, period = row[absent], period[absent]
    late = period <= late_through
    way = measures.way[promises.indicator]
    lenient = (promises.comparator == AT_LEAST) | (promises.comparator == ABOVE)
    all_needed = (way == POOLED) | (way == MEAN) | ((way == SUM) & ~lenient)
    needed = all_needed[row] | (period == last_due[row])
    return Missing(
        row=row,
        period=period,
        late=late,
        withheld=add_up(row[needed], np.ones(int(needed.sum())), size) > 0,
        withheld_late=add_up(row[needed & late], np.ones(int((needed & late).sum())), size) > 0,
    )


@dataclass(frozen=True)
class Early:
    """What rules 1 to 4 say: `rule` is 0 and `status` -1 where none of them applies."""

    status: Column
    rule: Column


def early(
    promises: Promises,
    measures: Measures,
    *,
    month_before_start: Column,
    nothing_due: Column,
    without_expected: Column,
    kept: Column,
    latest_is_done: Column,
    lacks: Missing,
) -> Early:
    """Rules 1 to 4. kept: A satisfies T. latest_is_done: a milestone's latest value is 1."""
    way = measures.way[promises.indicator]
    rising = (promises.comparator == AT_LEAST) | (promises.comparator == ABOVE)
    for_good = kept & (
        ((way == SUM) & rising) | (measures.milestone[promises.indicator] & latest_is_done)
    )
    conditions = [
        month_before_start,
        for_good,
        nothing_due | without_expected,
        lacks.withheld & lacks.withheld_late,
        lacks.withheld,
    ]
    return Early(
        status=np.select(conditions, [NOT_DUE, FULFILLED, NOT_DUE, NO_DATA, AWAITING], -1),
        rule=np.select(conditions, [1, 2, 3, 4, 4], 0),
    )


def within_tolerance(
    comparing: Comparing,
    promises: Promises,
    measures: Measures,
    value: Column,
    aim: Expected,
    where: Column,
    size_of: Column,
) -> tuple[Column, Column]:
    """Rule 9: whether the shortfall against E(m) is within the tolerance, and that shortfall.

    The shortfall is the distance, in the indicator's unit; it is compared with tolerance_abs, or
    with tolerance times |E(m)|, so that nothing is divided. size_of: see progress.Actual.
    """
    exact, band = comparing.exact, promises.comparator == BETWEEN
    relative = measures.tolerance.column(promises.indicator, exact)
    absolute = measures.tolerance_abs.column(promises.indicator, exact)
    has_absolute = measures.tolerance_abs.known[promises.indicator]
    falling = (promises.comparator == AT_MOST) | (promises.comparator == BELOW)
    rising = (promises.comparator == AT_LEAST) | (promises.comparator == ABOVE)
    bound = np.where((value < aim.low).astype(bool), aim.low, aim.high)
    bound = np.where(band, bound, aim.value)
    distance = np.select([rising, falling], [bound - value, value - bound], np.abs(value - bound))
    allowed = np.where(has_absolute, absolute, relative * np.abs(bound))
    size_of = size_of + np.abs(bound) + np.where(band, zeros(len(value), exact), aim.size)
    within = ~comparing.above(distance, allowed, where, size_of)
    return within & (has_absolute | (bound != 0).astype(bool)), distance
