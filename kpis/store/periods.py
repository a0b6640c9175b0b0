"""Closed periods that were opened again."""

from datetime import datetime
from typing import NamedTuple

import pyarrow as pa

from kpis.store.database import Entry, Store, arrow, from_utc, run, to_utc

REOPENING = pa.schema(
    [
        ("sequence", pa.int64()),
        ("recorded", pa.timestamp("us")),
        ("period", pa.int32()),
        ("unit", pa.string()),
        ("until", pa.timestamp("us")),
        ("actor", pa.string()),
        ("reason", pa.string()),
    ]
)


class Reopening(NamedTuple):
    """A period opened again from `at` until `until`. unit None: for all units."""

    sequence: int
    at: datetime
    period: int
    unit: str | None
    until: datetime
    actor: str
    reason: str


def write_reopening(
    entry: Entry, *, period: int, unit: str | None, until: datetime, actor: str, reason: str
) -> None:
    """Records a reopening that begins with the entry."""
    stamp = to_utc(entry.recorded)
    row = (entry.numbers(1)[0], stamp, period, unit, to_utc(until), actor, reason)
    entry.add("reopening", arrow(REOPENING, [row]))


def reopenings(
    store: Store, *, as_of: datetime, period: int | None = None, unit: str | None = None
) -> list[Reopening]:
    """Reopenings known at `as_of`, oldest first; with `unit` those of it and those of all."""
    rows = run(store, "reopenings", as_of=as_of, period=period, unit=unit)
    return [
        (each := Reopening(*row))._replace(at=from_utc(each.at), until=from_utc(each.until))
        for row in rows
    ]
