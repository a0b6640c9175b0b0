"""One indicator over many units, with its coverage.

Source: docs/evaluation.md, "An indicator over many units".
"""

from dataclasses import dataclass

import numpy as np

from kpis.domain.amounts import Column, add_up, divide, whole
from kpis.domain.judge import Evidence
from kpis.domain.promises import MEAN, POOLED, SUM
from kpis.domain.series import Monthly, monthly, wanted_figures

OVER_UNITS = ("pooled", "sum", "mean", "none")


@dataclass(frozen=True)
class Whole:
    """An indicator over the units bound to it. kind: number of the kind of unit, None for all.

    month, year_to_date: None where there is no value. reported of bound units have a figure for
    the month.
    """

    indicator: int
    kind: int | None
    month: float | None
    year_to_date: float | None
    reported: int
    bound: int


def wholes(
    unit: Column,
    indicator: Column,
    month: int,
    evidence: Evidence,
    *,
    kind: Column,
    over_units: Column,
) -> list[Whole]:
    """Per indicator over all bound units, then per kind of unit, in order of the numbers.

    unit, indicator: the bound pairs, each once. kind: per unit number. over_units: per indicator
    number, position in OVER_UNITS.
    """
    way = evidence.measures.way[indicator]
    size = len(unit)
    january = np.full(size, month // 12 * 12)
    asked, rows = wanted_figures(
        evidence.figures,
        evidence.links,
        unit=unit,
        indicator=indicator,
        first=january,
        last=np.full(size, month),
        month=np.full(size, month),
        folds=(way == POOLED) | (way == SUM),
    )

    def months_of(chosen: Column, exact: bool) -> Monthly:
        scales = evidence.measures.scale.column(indicator, exact)
        return monthly(evidence.figures, asked[chosen], rows[chosen], scales, size, exact)

    every = months_of(np.ones(len(rows), dtype=bool), exact=False)
    reported = np.bincount(every.row[every.period == month], minlength=size) > 0
    negative = indicator[every.row[every.rate < 0]]
    scale = evidence.measures.scale.column(indicator, exact=False)
    found: list[Whole] = []
    for key in np.unique(indicator):
        of_indicator = indicator == key
        months = every
        if key in negative:  # amounts of both signs cancel out; float64 would leave a remainder
            months = months_of(of_indicator[asked], exact=True)
        now = months.period == month
        for one in [None, *np.unique(kind[unit[of_indicator]])]:
            pairs = of_indicator if one is None else of_indicator & (kind[unit] == one)
            inside = pairs[months.row]
            args = (int(over_units[key]), way[pairs][0], scale[pairs][0], months)
            found.append(
                Whole(
                    indicator=int(key),
                    kind=None if one is None else int(one),
                    month=_value(*args, inside & now),
                    year_to_date=_value(*args, inside),
                    reported=int(reported[pairs].sum()),
                    bound=int(pairs.sum()),
                )
            )
    return found


def _value(over: int, way: int, scale: float, months: Monthly, rows: Column) -> float | None:
    """The value over the months in `rows`; None where there is none."""
    how = OVER_UNITS[over]
    if how == "none" or not rows.any():
        return None
    if how == "pooled":
        return _pooled(scale, months, rows)
    if how == "sum" and way == SUM:
        return float(months.amount[rows].sum())
    each = _mean_of_each(months, rows) if way == MEAN and how == "mean" else _latest(months, rows)
    return float(each.sum() if how == "sum" else each.mean())


def _pooled(scale: float, months: Monthly, rows: Column) -> float | None:
    if months.counts[rows].all():
        denominator = months.denominator[rows].sum()
        return float(scale * months.numerator[rows].sum() / denominator) if denominator else None
    rates = months.rate[rows & months.has_rate]
    return float(rates.mean()) if len(rates) else None


def _latest(months: Monthly, rows: Column) -> Column:
    chosen = np.flatnonzero(rows)
    last = np.ones(len(chosen), dtype=bool)
    last[:-1] = months.row[chosen][1:] != months.row[chosen][:-1]
    return months.rate[chosen[last]]


def _mean_of_each(months: Monthly, rows: Column) -> Column:
    _, group = np.unique(months.row[rows], return_inverse=True)
    counts = np.bincount(group)
    sums = add_up(group, months.rate[rows], len(counts))
    return divide(sums, whole(counts, exact=sums.dtype == object))
