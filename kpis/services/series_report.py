"""One indicator of one unit month by month, and what was expected of it: what charts show."""

from dataclasses import dataclass, replace

import numpy as np

from kpis.domain.amounts import Amounts
from kpis.domain.definitions import Indicator
from kpis.domain.progress import expected
from kpis.domain.promises import POOLED, SUM, WAYS
from kpis.domain.series import Monthly, monthly, wanted_figures
from kpis.services.evaluation import Evaluation, JudgedItem, Known, evaluate
from kpis.store.database import Store
from kpis.store.figures import figures_known_at


@dataclass(frozen=True)
class MonthFigure:
    """What is published for one month. value: the month's own value in the indicator's unit.

    None where nothing happened (0/0). numerator, denominator: None where it has no counts.
    note: "" unless given. The total over members where the indicator is broken down.
    """

    month: int
    numerator: float | None
    denominator: float | None
    value: float | None


def month_figures(
    store: Store, known: Known, unit: str, indicator: str, first: int, last: int
) -> list[MonthFigure]:
    """The published months in first..last, merged units folded in where the rules say so."""
    number, of = known.unit_number[unit], known.indicator_number[indicator]
    chosen = known.indicators[of]
    figures = figures_known_at(
        store,
        first=first,
        last=last,
        as_of=known.as_of,
        unit_number=known.unit_number,
        indicator_number=known.indicator_number,
        indicators=[indicator],
    )
    one = np.array([number])
    asked, rows = wanted_figures(
        figures,
        known.links,
        unit=one,
        indicator=np.array([of]),
        first=np.array([first]),
        last=np.array([last]),
        month=np.array([last]),
        folds=np.array([WAYS.index(chosen.over_time) in (POOLED, SUM)]),
    )
    months = monthly(figures, asked, rows, np.array([float(chosen.scale)]), 1, exact=False)
    return [_month_figure(months, row, chosen) for row in range(len(months.row))]


def _month_figure(months: Monthly, row: int, indicator: Indicator) -> MonthFigure:
    counts = bool(months.counts[row])
    value = months.amount[row] if indicator.kind == "count" else months.rate[row]
    return MonthFigure(
        month=int(months.period[row]),
        numerator=float(months.numerator[row]) if counts else None,
        denominator=float(months.denominator[row]) if counts else None,
        value=float(value) if months.has_rate[row] else None,
    )


def expected_path(
    evaluation: Evaluation, item: JudgedItem
) -> list[tuple[int, float | tuple[float, float] | None]]:
    """E(m) for every month from start to due, by the version of the item that counts now."""
    row = next(
        n
        for n, commitment in enumerate(evaluation.in_force.commitment)
        if commitment == item.commitment and evaluation.in_force.item[n] == item.number
    )
    months = np.arange(item.start, item.due + 1)
    promises = evaluation.in_force.promises.take(np.full(len(months), row))
    steps = evaluation.in_force.steps[row] or ()
    reached = ([value for by, value in steps if by <= month] for month in months)
    step = Amounts.of(values[-1] if values else None for values in reached)
    promises = replace(promises, month=months, step=step)
    target = promises.target.column(np.arange(len(months)), exact=False)
    aim = expected(promises, target, exact=False)
    path: list[tuple[int, float | tuple[float, float] | None]] = []
    for place, month in enumerate(months.tolist()):
        value: float | tuple[float, float] | None = None
        if aim.known[place]:
            band = item.comparator == "between"
            value = (
                (float(aim.low[place]), float(aim.high[place])) if band else float(aim.value[place])
            )
        path.append((month, value))
    return path


@dataclass(frozen=True)
class PastMonth:
    """How the province or a unit stood in one month; None where nothing was judged.

    headline: units per tier. completion, rank: of the one unit asked for.
    statuses: how many items had each status.
    """

    month: int
    headline: dict[str, int]
    completion: float | None
    rank: int | None
    statuses: dict[str, int]


def past_month(evaluation: Evaluation, unit: str | None = None) -> PastMonth:
    """The line of history that one evaluation contributes."""
    row = None if unit is None else evaluation.standing_of(unit)
    items = evaluation.items if unit is None else evaluation.items_of(unit=unit)
    statuses: dict[str, int] = {}
    for item in items:
        statuses[item.status] = statuses.get(item.status, 0) + 1
    return PastMonth(
        month=evaluation.month,
        headline=evaluation.headline,
        completion=None if row is None else row.standing.completion,
        rank=None if row is None else row.standing.rank,
        statuses=statuses,
    )


def evaluations(store: Store, months: list[int], known: Known) -> list[Evaluation]:
    """Each month as known at the same instant. Callers that show pages keep them by revision."""
    return [evaluate(store, month, known.as_of) for month in months]
