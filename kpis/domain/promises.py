"""The promises to be judged and the indicators they are about, as columns.

Codes of choices are small integers here: positions in the tuples of definitions and commitments.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from kpis.domain.amounts import Amounts, Column, Rows
from kpis.domain.commitments import COMPARATORS, PACES
from kpis.domain.definitions import WHEN_NOTHING, Indicator
from kpis.domain.months import FREQUENCY_MONTHS

AT_LEAST, ABOVE, AT_MOST, BELOW, EQUAL, BETWEEN = range(len(COMPARATORS))
HOLD, LINEAR, STEPS, AT_DUE = range(len(PACES))
EXCLUDE, ZERO, FULL = range(len(WHEN_NOTHING))
WAYS = ("pooled", "month", "sum", "last", "mean")
POOLED, MONTH, SUM, LAST, MEAN = range(len(WAYS))


@dataclass(frozen=True)
class Measures:
    """The indicators as columns, one row each, for use by number.

    way: over_time. every: months in a period. limit_share: scale, where a share can't exceed it.
    outlook: False for milestones and ranks, which have none.
    """

    way: Column
    every: Column
    when_nothing: Column
    share: Column
    milestone: Column
    outlook: Column
    scale: Amounts
    minimum: Amounts
    maximum: Amounts
    tolerance: Amounts
    tolerance_abs: Amounts


def measures_of(indicators: Sequence[Indicator]) -> Measures:
    """The columns of these indicators, in their order."""
    kinds = [indicator.kind for indicator in indicators]
    return Measures(
        way=np.array([WAYS.index(i.over_time) for i in indicators], dtype=np.int64),
        every=np.array([FREQUENCY_MONTHS[i.frequency] for i in indicators], dtype=np.int64),
        when_nothing=np.array([WHEN_NOTHING.index(i.when_nothing) for i in indicators], np.int64),
        share=np.array([i.share for i in indicators], dtype=bool),
        milestone=np.array([kind == "milestone" for kind in kinds], dtype=bool),
        outlook=np.array([kind not in ("milestone", "rank") for kind in kinds], dtype=bool),
        scale=Amounts.of(i.scale for i in indicators),
        minimum=Amounts.of(i.min for i in indicators),
        maximum=Amounts.of(i.max for i in indicators),
        tolerance=Amounts.of(i.tolerance for i in indicators),
        tolerance_abs=Amounts.of(i.tolerance_abs for i in indicators),
    )


@dataclass(frozen=True)
class Promises:
    """Items in the version that counts for the month each is judged at, as columns.

    unit, indicator: numbers. start, due: months. month: the month judged, which for a unit that
    has ended is its last; ended: whether the month asked for lies after it. comparator, pace:
    positions in COMPARATORS, PACES. step: the value of pace `steps` at `month`, unknown before
    the first step and for other paces. each: promised for every member of the breakdown.
    """

    unit: Column
    indicator: Column
    start: Column
    due: Column
    month: Column
    ended: Column
    comparator: Column
    pace: Column
    each: Column
    target: Amounts
    low: Amounts
    high: Amounts
    baseline: Amounts
    weight: Amounts
    step: Amounts

    def __len__(self) -> int:
        return len(self.unit)

    def take(self, rows: Rows) -> "Promises":
        """These rows alone; a row may be taken more than once."""
        columns: dict[str, Any] = {}
        for column in fields(self):
            whole = getattr(self, column.name)
            columns[column.name] = whole.take(rows) if isinstance(whole, Amounts) else whole[rows]
        return Promises(**columns)
