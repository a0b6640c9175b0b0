"""Files attached to figures: what shows where a figure comes from."""

from datetime import datetime
from typing import NamedTuple

import pyarrow as pa

from kpis.store.database import Entry, Store, arrow, from_utc, run, to_utc

EVIDENCE = pa.schema(
    [
        ("sequence", pa.int64()),
        ("recorded", pa.timestamp("us")),
        ("figure", pa.int64()),
        ("submission", pa.int64()),
        ("file", pa.string()),
        ("name", pa.string()),
        ("actor", pa.string()),
    ]
)


class Evidence(NamedTuple):
    """One attached file. figure: sequence of the figure. file: sum of its bytes; size: of them."""

    sequence: int
    attached_at: datetime
    figure: int
    submission: int
    unit: str
    indicator: str
    period: int
    member: str | None
    file: str
    name: str
    size: int
    actor: str


def write_evidence(
    entry: Entry, *, figure: int, submission: int, file: str, name: str, actor: str
) -> int:
    """Records a link from a figure to a kept file; returns its number."""
    number = entry.numbers(1)[0]
    row = (number, to_utc(entry.recorded), figure, submission, file, name, actor)
    entry.add("evidence", arrow(EVIDENCE, [row]))
    return number


def evidence(
    store: Store, *, figure: int | None = None, submission: int | None = None
) -> list[Evidence]:
    """What is attached to a figure, to a submission's figures, or at all, oldest first."""
    rows = run(store, "evidence", figure=figure, submission=submission)
    return [Evidence(number, from_utc(at), *rest) for number, at, *rest in rows]
