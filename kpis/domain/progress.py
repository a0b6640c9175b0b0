"""How far a figure is, how far it should be, and what that is in percent of the way.

Source: docs/evaluation.md, "Indicator kinds and how months add up", "Expected value",
"Comparators", "Attainment". Columns throughout; see amounts.py for float and exact.
"""

from dataclasses import dataclass

import numpy as np

from kpis.domain.amounts import Column, Comparing, add_up, divide, whole, zeros
from kpis.domain.promises import (
    ABOVE,
    AT_DUE,
    AT_LEAST,
    AT_MOST,
    BELOW,
    BETWEEN,
    EQUAL,
    HOLD,
    LAST,
    LINEAR,
    MEAN,
    MONTH,
    POOLED,
    STEPS,
    SUM,
    Promises,
)
from kpis.domain.series import Monthly


@dataclass(frozen=True)
class Actual:
    """What was achieved: `value` where `known`, from what was published.

    weighted: False where a mean of monthly values had to stand for one quotient of sums.
    numerator, denominator, reported: sums and number of months since start. size: the value as if
    every amount had been positive: more than it where amounts of both signs cancel out.
    """

    value: Column
    known: Column
    weighted: Column
    numerator: Column
    denominator: Column
    reported: Column
    size: Column


def actual(months: Monthly, way: Column, scale: Column, last_due: Column, exact: bool) -> Actual:
    """A(m) per row. last_due: the last period due by m, whose own figure `month` asks for."""
    size = len(way)
    reported = months.months()
    with_counts = add_up(months.row, np.where(months.counts, 0.0, 1.0), size) == 0
    numerator = add_up(months.row, months.numerator, size)
    denominator = add_up(months.row, months.denominator, size)
    rated = add_up(months.row, np.where(months.has_rate, 1.0, 0.0), size)
    rates = add_up(months.row[months.has_rate], months.rate[months.has_rate], size)
    mean = divide(rates, whole(rated, exact))
    total = add_up(months.row, months.amount, size)

    latest, has_latest = zeros(size, exact), reported > 0
    latest[has_latest] = months.rate[months.end[has_latest] - 1]
    own, has_own = zeros(size, exact), np.zeros(size, dtype=bool)
    at = (months.period == last_due[months.row]) & months.has_rate
    own[months.row[at]], has_own[months.row[at]] = months.rate[at], True

    pooled = divide(scale * numerator, denominator)
    pooled = np.where(with_counts, pooled, mean)
    pooled_known = np.where(with_counts, (denominator != 0).astype(bool), rated > 0)
    ways = [way == POOLED, way == MONTH, way == SUM, way == LAST, way == MEAN]
    any_month = reported > 0
    value = np.select(ways, [pooled, own, total, latest, mean])
    sizes = add_up(months.row[months.has_rate], np.abs(months.rate[months.has_rate]), size)
    return Actual(
        value=value,
        known=np.select(
            ways, [pooled_known & any_month, has_own, any_month, any_month, any_month], False
        ),
        weighted=(way != POOLED) | with_counts,
        numerator=numerator,
        denominator=denominator,
        reported=reported,
        size=np.where(way == MEAN, divide(sizes, whole(rated, exact)), np.abs(value)),
    )


@dataclass(frozen=True)
class Expected:
    """E(m): `value` (or low..high for `between`) where `known`."""

    value: Column
    low: Column
    high: Column
    known: Column
    size: Column


def expected(promises: Promises, target: Column, exact: bool) -> Expected:
    """E(m) per row, from start on; nothing before it."""
    rows = np.arange(len(promises))
    baseline = promises.baseline.column(rows, exact)
    step = promises.step.column(rows, exact)
    length = promises.due - promises.start + 1
    passed = np.minimum(promises.month - promises.start + 1, length)
    share = divide(whole(passed, exact), whole(length, exact))
    at_due = promises.month >= promises.due
    on_the_way = baseline + (target - baseline) * share
    pace = promises.pace
    value = np.select(
        [at_due | (pace == HOLD) | (pace == AT_DUE), pace == LINEAR], [target, on_the_way], step
    )
    known = np.select(
        [at_due | (pace == HOLD) | (pace == LINEAR), pace == STEPS],
        [np.ones(len(rows), dtype=bool), promises.step.known],
        False,
    )
    return Expected(
        value=value,
        low=promises.low.column(rows, exact),
        high=promises.high.column(rows, exact),
        known=known & (promises.month >= promises.start),
        size=np.where(pace == LINEAR, np.abs(baseline) + np.abs(target), np.abs(value)),
    )


def satisfied(
    comparing: Comparing,
    value: Column,
    comparator: Column,
    target: Column,
    low: Column,
    high: Column,
    where: Column,
    size_of: Column | float = 0.0,
) -> Column:
    """Whether each value keeps its promise; only meaningful in the rows of `where`."""
    single = where & (comparator != BETWEEN)
    band = where & (comparator == BETWEEN)
    at_least = comparing.at_least(value, target, single, size_of)
    above = comparing.above(value, target, single, size_of)
    inside = comparing.at_least(value, low, band, size_of) & ~comparing.above(
        value, high, band, size_of
    )
    return np.select(
        [comparator == AT_LEAST, comparator == ABOVE, comparator == AT_MOST, comparator == BELOW,
         comparator == EQUAL],
        [at_least, above, ~above, ~at_least, at_least & ~above],
        inside,
    )  # fmt: skip


def attainment(
    value: Column,
    comparator: Column,
    aim: Column,
    low: Column,
    high: Column,
    baseline: Column,
    baseline_used: Column,
) -> Column:
    """How far `value` is on the way to `aim` (T or E(m)), in percent; 100 is there, never below 0.

    baseline_used: rows measured from their baseline, see `uses_baseline`.
    """
    rising = (comparator == AT_LEAST) | (comparator == ABOVE)
    falling = (comparator == AT_MOST) | (comparator == BELOW)
    equal = comparator == EQUAL
    under, positive = (value < aim).astype(bool), (aim > 0).astype(bool)
    of_aim, of_value = 100 * divide(value, aim), 100 * divide(aim, value)
    from_baseline = 100 * divide(value - baseline, aim - baseline)
    full, none = (
        zeros(len(value), value.dtype == object) + 100,
        zeros(len(value), value.dtype == object),
    )
    below_low, above_high = (value < low).astype(bool), (value > high).astype(bool)
    low_share = np.where((low > 0).astype(bool), 100 * divide(value, low), none)
    high_share = np.where((high > 0).astype(bool), 100 * divide(high, value), none)
    percent = np.select(
        [
            (rising | falling) & baseline_used,
            rising & positive,
            rising,
            falling & (value <= aim).astype(bool),
            falling & positive,
            falling,
            equal & (value == aim).astype(bool),
            equal & ~positive,
            equal & under,
            equal,
            below_low,
            above_high,
        ],
        [
            from_baseline,
            of_aim,
            np.where(under, none, full),
            full,
            of_value,
            none,
            full,
            none,
            of_aim,
            of_value,
            low_share,
            high_share,
        ],
        full,
    )
    return np.where((percent < 0).astype(bool), none, percent)


def uses_baseline(
    comparing: Comparing, promises: Promises, comparator: Column, target: Column, baseline: Column
) -> Column:
    """Rows whose way is measured from the baseline: linear, and the baseline on the near side."""
    has = (promises.pace == LINEAR) & promises.baseline.known
    lower = ~comparing.at_least(baseline, target, has)
    higher = comparing.above(baseline, target, has)
    rising = (comparator == AT_LEAST) | (comparator == ABOVE)
    falling = (comparator == AT_MOST) | (comparator == BELOW)
    return has & ((rising & lower) | (falling & higher))
