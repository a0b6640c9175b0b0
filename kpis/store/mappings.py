"""How foreign workbooks are read: what was settled, by whom; the latest of each source counts."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

import pyarrow as pa

from kpis.store.database import Entry, Store, arrow, from_utc, run, to_utc

MAPPING = pa.schema(
    [
        ("sequence", pa.int64()),
        ("recorded", pa.timestamp("us")),
        *((name, pa.string()) for name in ("unit", "source", "fingerprint", "actor", "content")),
    ]
)


class KeptMapping(NamedTuple):
    """A mapping as kept. unit: None is the office. content: JSON, of exchange.mapping."""

    sequence: int
    recorded: datetime
    unit: str | None
    source: str
    fingerprint: str
    actor: str
    content: str


def write_mapping(
    entry: Entry,
    *,
    unit: str | None,
    source: str,
    fingerprint: str | None,
    content: str | None,
    actor: str,
) -> int:
    """Records a mapping, which from now on counts for its unit and source; returns its number.

    fingerprint, content None: it is taken back, and none counts any more.
    """
    (number,) = entry.numbers(1)
    row = (number, to_utc(entry.recorded), unit, source, fingerprint, actor, content)
    entry.add("mapping", arrow(MAPPING, [row]))
    return number


def mappings(
    store: Store,
    *,
    as_of: datetime,
    unit: str | None = None,
    fingerprints: Collection[str] | None = None,
    sequence: int | None = None,
) -> list[KeptMapping]:
    """The mappings that counted at `as_of`, a unit's own before the office's.

    unit: only its own and the office's; None for everybody's. fingerprints: only those made for
    one of these headers. sequence: only the one of that number, if it still counts.
    """
    rows = run(
        store,
        "mappings",
        as_of=as_of,
        unit=unit,
        fingerprints=None if fingerprints is None else sorted(fingerprints),
        sequence=sequence,
    )
    return [(kept := KeptMapping(*row))._replace(recorded=from_utc(kept.recorded)) for row in rows]
