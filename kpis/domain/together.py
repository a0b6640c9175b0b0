"""One indicator over many units, with its coverage.

Source: spec/evaluation.md, "An indicator over many units".
"""

from dataclasses import dataclass

import numpy as np

from kpis.domain.amounts import Column, divide
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
    scale = evidence.measures.scale.column(indicator, exact=False)
    months = monthly(evidence.figures, asked, rows, scale, size, exact=False)
    now = months.period == month
    reported = np.bincount(months.row[now], minlength=size) > 0
    found: list[Whole] = []
    for key in np.unique(indicator):
        of_indicator = indicator == key
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
    sums = np.bincount(group, weights=months.rate[rows])
    return divide(sums, np.bincount(group).astype(float))
