"""Whether a promise can still be kept, what that would take, and where it is heading.

Source: docs/evaluation.md, "Can it still be reached", "Forecast at due".
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from kpis.domain.amounts import Column, Comparing, add_up, divide, whole, zeros
from kpis.domain.progress import Actual
from kpis.domain.promises import (
    ABOVE,
    AT_LEAST,
    AT_MOST,
    BELOW,
    LAST,
    MEAN,
    MONTH,
    POOLED,
    SUM,
    Measures,
    Promises,
)
from kpis.domain.series import Monthly

TREND_MONTHS = 6
RECENT_MONTHS = 3


@dataclass(frozen=True)
class Required:
    """What each period to come must show (`value` where `known`), and whether it is too much."""

    value: Column
    known: Column
    out_of_reach: Column


def required(
    comparing: Comparing,
    promises: Promises,
    measures: Measures,
    done: Actual,
    target: Column,
    to_come: Column,
    where: Column,
) -> Required:
    """Per row of `where`. to_come: R, the periods still to become due.

    Whether something lies beyond a bound is compared before the last subtraction and division,
    so that both sides are sums of products and a tie is seen as one.
    """
    exact, way = comparing.exact, measures.way[promises.indicator]
    scale = measures.scale.column(promises.indicator, exact)
    rising = (promises.comparator == AT_LEAST) | (promises.comparator == ABOVE)
    falling = (promises.comparator == AT_MOST) | (promises.comparator == BELOW)
    one_sided = where & (rising | falling) & measures.outlook[promises.indicator]
    count, left = whole(done.reported, exact), whole(to_come, exact)

    d = divide(left * done.denominator, count)
    pooled_need = divide(target, scale) * (done.denominator + d)
    mean_need = target * (count + left)
    mean_sum = done.value * count
    of = [way == POOLED, way == SUM, way == MEAN]
    possible = np.select(
        of,
        [done.weighted & (d > 0).astype(bool), to_come > 0, to_come > 0],
        (way == LAST) | (way == MONTH),
    )
    lacking = np.select(
        of, [pooled_need - done.numerator, target - done.value, mean_need - mean_sum], target
    )
    value = np.select(
        of, [scale * divide(lacking, d), divide(lacking, left), divide(lacking, left)], target
    )
    known = one_sided & possible
    added_up = np.select(of, [done.numerator, done.size, done.size * count], zeros(len(way), exact))
    aimed_at = np.select(of, [pooled_need, target, mean_need], zeros(len(way), exact))
    comparing.faint(lacking, added_up + np.abs(aimed_at), known)

    low, has_low, high, has_high = _limits(promises, measures, way, exact)
    need = np.select(of, [pooled_need, target, mean_need], target)
    high_side = np.select(
        of, [done.numerator + d, zeros(len(way), exact), mean_sum + high * left], high
    )
    low_side = np.select(of, [done.numerator, done.value, mean_sum + low * left], low)
    strict = (promises.comparator == ABOVE) | (promises.comparator == BELOW)
    too_high = _beyond(comparing, need, high_side, strict, known & rising & has_high, added_up)
    too_low = _beyond(comparing, low_side, need, strict, known & falling & has_low, added_up)
    safe = rising & ((way == POOLED) | (way == SUM)) & (value < 0).astype(bool)
    return Required(
        value=np.where(safe, zeros(len(way), exact), value),
        known=known,
        out_of_reach=too_high | too_low,
    )


def _limits(
    promises: Promises, measures: Measures, way: Column, exact: bool
) -> tuple[Column, Column, Column, Column]:
    """What a period can show at worst and at best: bounds, 0 of sums and quotients, the whole."""
    low = measures.minimum.column(promises.indicator, exact)
    high = measures.maximum.column(promises.indicator, exact)
    added = (way == POOLED) | (way == SUM)
    has_low = np.where(added, True, measures.minimum.known[promises.indicator])
    has_high = np.select(
        [way == POOLED, way == SUM],
        [measures.share[promises.indicator], False],
        measures.maximum.known[promises.indicator],
    )
    return low, has_low, high, has_high


def _beyond(
    comparing: Comparing, a: Column, b: Column, strict: Column, where: Column, size_of: Column
) -> Column:
    above = comparing.above(a, b, where, size_of)
    return where & (above | (strict & comparing.at_least(a, b, where, size_of)))


@dataclass(frozen=True)
class Forecast:
    """Where a row ends at due (`value` where `known`). size: what it was computed from."""

    value: Column
    known: Column
    size: Column


def forecast(
    promises: Promises,
    measures: Measures,
    months: Monthly,
    done: Actual,
    to_come: Column,
    where: Column,
    exact: bool,
) -> Forecast:
    """Per row of `where`, from the last few reported months."""
    size, way = len(promises), measures.way[promises.indicator]
    scale = measures.scale.column(promises.indicator, exact)
    recent = months.latest(RECENT_MONTHS)
    row = months.row[recent]
    numerator = add_up(row, months.numerator[recent], size)
    denominator = add_up(row, months.denominator[recent], size)
    counted = add_up(row, np.where(months.counts[recent], 0.0, 1.0), size) == 0
    amounts = add_up(row, months.amount[recent], size)
    recent_count = whole(np.minimum(done.reported, RECENT_MONTHS), exact)
    count, left = whole(done.reported, exact), whole(to_come, exact)
    has_rate = (denominator != 0).astype(bool)

    d = divide(left * done.denominator, count)
    rate = divide(numerator, denominator)
    pooled = scale * divide(done.numerator + rate * d, done.denominator + d)
    mean_recent = divide(amounts, recent_count)
    sizes = divide(add_up(row, np.abs(months.amount[recent]), size), recent_count)
    trend, trend_size = _trend(promises, measures, months, exact)
    ways = [way == POOLED, way == MONTH, way == SUM, way == MEAN]
    value = np.select(
        ways,
        [
            pooled,
            scale * rate,
            done.value + left * mean_recent,
            divide(done.value * count + left * mean_recent, count + left),
        ],
        trend,
    )
    at_hand = np.select(
        ways[:2], [done.weighted & (has_rate | ~(d > 0).astype(bool)), counted & has_rate], True
    )
    return Forecast(
        value=value,
        known=where & at_hand & measures.outlook[promises.indicator] & (done.reported > 0),
        size=np.select(
            [way == LAST, way == MEAN],
            [trend_size, divide(done.size * count + left * sizes, count + left)],
            np.abs(value),
        ),
    )


def _trend(
    promises: Promises, measures: Measures, months: Monthly, exact: bool
) -> tuple[Column, Column]:
    """Theil-Sen line through the last reported months, read at due and held within the bounds."""
    size = len(promises)
    value, magnitude = zeros(size, exact), np.zeros(size)
    reported = months.months()
    wanted = measures.way[promises.indicator] == LAST
    for points in range(1, TREND_MONTHS + 1):
        enough = reported >= points if points == TREND_MONTHS else reported == points
        rows = np.flatnonzero(wanted & enough)
        if not len(rows):
            continue
        at = months.end[rows, None] - points + np.arange(points)
        y = months.rate[at]
        x = whole((months.period[at] - promises.due[rows, None]).ravel(), exact).reshape(at.shape)
        value[rows] = _read_at_zero(x, y) if points >= 3 else y[:, -1]
        magnitude[rows] = np.abs(y).sum(axis=1).astype(float) * (
            1 + np.abs(x).max(axis=1).astype(float)
        )
    low = measures.minimum.column(promises.indicator, exact)
    high = measures.maximum.column(promises.indicator, exact)
    below = measures.minimum.known[promises.indicator] & (value < low).astype(bool)
    above = measures.maximum.known[promises.indicator] & (value > high).astype(bool)
    return np.select([below, above], [low, high], value), magnitude


def _read_at_zero(x: Column, y: Column) -> Column:
    pairs = list(combinations(range(x.shape[1]), 2))
    slopes = [divide(y[:, b] - y[:, a], x[:, b] - x[:, a]) for a, b in pairs]
    slope = _median(np.stack(slopes, axis=1))
    return _median(y - slope[:, None] * x)


def _median(values: Column) -> Column:
    ordered = np.sort(values, axis=1)
    middle = values.shape[1] // 2
    if values.shape[1] % 2:
        return ordered[:, middle]
    return (ordered[:, middle - 1] + ordered[:, middle]) / 2
