"""All that one unit reported, month by month: what sparklines and formulas are made from."""

from dataclasses import dataclass

import numpy as np

from kpis.domain.amounts import Rows
from kpis.domain.promises import POOLED, SUM, WAYS
from kpis.domain.series import Figures, Monthly, monthly, wanted_figures
from kpis.services.evaluation import Known
from kpis.store.database import Store
from kpis.store.figures import figures_known_at


@dataclass(frozen=True)
class SeriesMonth:
    """One published month. numerator, denominator: None without counts.

    value: in the indicator's unit; None where nothing happened (0/0).
    """

    month: int
    numerator: float | None
    denominator: float | None
    value: float | None


UnitSeries = dict[str, tuple[SeriesMonth, ...]]


def unit_series(store: Store, known: Known, unit: str, first: int, last: int) -> UnitSeries:
    """The published months in first..last by indicator, in total over members.

    Those of merged units are folded in; a merger counts as it does when `last` is judged.
    Indicators without a figure have no entry.
    """
    figures = _figures(store, known, unit, first, last)
    return _by_indicator(figures, known, unit, first, last, np.ones(len(figures), dtype=bool))


def member_series(
    store: Store, known: Known, unit: str, indicator: str, member: str, first: int, last: int
) -> tuple[SeriesMonth, ...]:
    """The same for one member of one indicator's breakdown; empty when it has no figure."""
    figures = _figures(store, known, unit, first, last, [indicator])
    number = figures.members.index(member) if member in figures.members else -1
    own = (figures.member == number) & (number >= 0)
    return _by_indicator(figures, known, unit, first, last, own).get(indicator, ())


def _figures(
    store: Store,
    known: Known,
    unit: str,
    first: int,
    last: int,
    indicators: list[str] | None = None,
) -> Figures:
    sources = known.links.source[known.links.unit == known.unit_number[unit]]
    return figures_known_at(
        store,
        first=first,
        last=last,
        as_of=known.as_of,
        unit_number=known.unit_number,
        indicator_number=known.indicator_number,
        units=[known.units[source].code for source in sources.tolist()],
        indicators=indicators,
    )


def _by_indicator(
    figures: Figures, known: Known, unit: str, first: int, last: int, use: Rows
) -> UnitSeries:
    indicator = np.unique(figures.indicator)
    size = len(indicator)
    chosen = [known.indicators[number] for number in indicator.tolist()]
    asked, rows = wanted_figures(
        figures,
        known.links,
        unit=np.full(size, known.unit_number[unit]),
        indicator=indicator,
        first=np.full(size, first),
        last=np.full(size, last),
        month=np.full(size, last),
        folds=np.array([WAYS.index(i.over_time) in (POOLED, SUM) for i in chosen], dtype=bool),
    )
    asked, rows = asked[use[rows]], rows[use[rows]]
    scale = np.array([float(i.scale) for i in chosen])
    months = monthly(figures, asked, rows, scale, size, exact=False)
    return {
        entry.code: tuple(
            _month(months, row, entry.kind == "count")
            for row in range(months.begin[place], months.end[place])
        )
        for place, entry in enumerate(chosen)
        if months.end[place] > months.begin[place]
    }


def _month(months: Monthly, row: int, is_count: bool) -> SeriesMonth:
    counts = bool(months.counts[row])
    value = months.amount[row] if is_count else months.rate[row]
    return SeriesMonth(
        month=int(months.period[row]),
        numerator=float(months.numerator[row]) if counts else None,
        denominator=float(months.denominator[row]) if counts else None,
        value=float(value) if months.has_rate[row] else None,
    )
