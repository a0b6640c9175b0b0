"""Every published version of figures as columns, for looking at how they came to be."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from kpis.domain.amounts import Column
from kpis.domain.definitions import SOURCES
from kpis.store.commitments import code_numbers
from kpis.store.database import Store, columns


@dataclass(frozen=True)
class Versions:
    """Published versions, one row each, in order of the figure and then of publication.

    unit, indicator: numbers of codes. member: place in `members`, -1 for none. Amounts are
    doubles, NaN where there is none. source: place in SOURCES. published: microseconds, UTC.
    """

    unit: Column
    indicator: Column
    member: Column
    period: Column
    numerator: Column
    denominator: Column
    value: Column
    source: Column
    published: Column
    members: tuple[str, ...]

    def same_as_before(self) -> Column:
        """Which rows are of the same figure as the row before them."""
        keys = (self.unit, self.indicator, self.member, self.period)
        same = np.zeros(len(self.unit), dtype=bool)
        same[1:] = np.logical_and.reduce([key[1:] == key[:-1] for key in keys])
        return same

    def counting(self) -> Column:
        """Which rows count: the last of each figure."""
        last = np.ones(len(self.unit), dtype=bool)
        last[:-1] = ~self.same_as_before()[1:]
        return last


def published_versions(
    store: Store,
    *,
    first: int,
    last: int,
    as_of: datetime,
    unit_number: dict[str, int],
    indicator_number: dict[str, int],
    unit: str | None = None,
) -> Versions:
    """What was published by `as_of` of the months first..last."""
    table = columns(store, "published_versions", first=first, last=last, as_of=as_of, unit=unit)
    members = tuple(sorted(m for m in table["member"].unique().to_pylist() if m is not None))
    place = {code: number for number, code in enumerate(members)}

    def doubles(name: str) -> Column:
        return table[name].to_numpy().astype(float)

    return Versions(
        unit=code_numbers(table["unit"], unit_number),
        indicator=code_numbers(table["indicator"], indicator_number),
        member=code_numbers(table["member"], place),
        period=table["period"].to_numpy().astype(np.int64),
        numerator=doubles("numerator"),
        denominator=doubles("denominator"),
        value=doubles("amount"),
        source=code_numbers(table["source"], {s: n for n, s in enumerate(SOURCES)}),
        published=table["published_at"].to_numpy().astype(np.int64),
        members=members,
    )
