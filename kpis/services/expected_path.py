"""What was expected of a promise month by month: the line that charts draw beside the figures."""

from dataclasses import replace

import numpy as np

from kpis.domain.amounts import Amounts
from kpis.domain.progress import expected
from kpis.services.evaluation import Evaluation, JudgedItem


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
