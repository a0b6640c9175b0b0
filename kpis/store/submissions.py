"""Submissions, what became of them, and the files as received."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import pyarrow as pa

from kpis.domain.figures import Figure
from kpis.store.database import Entry, Store, arrow, from_utc, run, to_utc
from kpis.store.figures import FIGURE, figure_row

EVENT = pa.schema(
    [
        ("sequence", pa.int64()),
        ("recorded", pa.timestamp("us")),
        ("submission", pa.int64()),
        ("event", pa.string()),
        ("actor", pa.string()),
        ("reason", pa.string()),
    ]
)
SUBMISSION = pa.schema(
    [
        ("sequence", pa.int64()),
        ("recorded", pa.timestamp("us")),
        ("unit", pa.string()),
        ("period", pa.int32()),
        ("file", pa.string()),
        ("name", pa.string()),
        ("actor", pa.string()),
        ("reason", pa.string()),
    ]
)
STORED_FILE = pa.schema(
    [
        ("sequence", pa.int64()),
        ("recorded", pa.timestamp("us")),
        ("sha256", pa.string()),
        ("content", pa.large_binary()),
    ]
)


def keep_file(entry: Entry, sha256: str, content: bytes) -> None:
    """Keeps the bytes of a file as received, once."""
    keep_files(entry, {sha256: content})


def keep_files(entry: Entry, contents: Mapping[str, bytes]) -> None:
    """Keeps files by their sums, each once."""
    query = "select sha256 from stored_file where sha256 in (select unnest(?::varchar[]))"
    known = {sha256 for (sha256,) in entry.cursor.execute(query, [list(contents)]).fetchall()}
    fresh = [(sha256, content) for sha256, content in contents.items() if sha256 not in known]
    stamp = to_utc(entry.recorded)
    rows = [(s, stamp, *file) for s, file in zip(entry.numbers(len(fresh)), fresh, strict=True)]
    entry.add("stored_file", arrow(STORED_FILE, rows))


class Batch(NamedTuple):
    """A submission to be recorded. figures: with the place in the file of each.

    unit, period: None for an import over many. file: the sum of the kept file. published: the
    instant of its approval, None while it waits. submitted: None is the instant of the entry.
    drafted: since when it was being typed; None where nothing was.
    """

    figures: Sequence[Figure]
    actor: str
    unit: str | None = None
    period: int | None = None
    file: str | None = None
    name: str | None = None
    reason: str | None = None
    submitted: datetime | None = None
    approved: datetime | None = None
    approver: str | None = None
    drafted: datetime | None = None


def write_submissions(entry: Entry, batches: Sequence[Batch]) -> list[int]:
    """Records submissions, their events and figures; returns their numbers."""
    numbers = list(entry.numbers(len(batches)))
    submitted, events, figures = [], [], []
    for number, batch in zip(numbers, batches, strict=True):
        stamp = to_utc(batch.submitted or entry.recorded)
        submitted.append(
            (number, stamp, batch.unit, batch.period, batch.file, batch.name, batch.actor,
             batch.reason)
        )  # fmt: skip
        if batch.drafted is not None:
            begun = to_utc(batch.drafted)
            events.append((entry.numbers(1)[0], begun, number, "draft", batch.actor, None))
        events.append((entry.numbers(1)[0], stamp, number, "submitted", batch.actor, None))
        if batch.approved is not None:
            by = batch.approver or batch.actor
            stamp = to_utc(batch.approved)
            events.append((entry.numbers(1)[0], stamp, number, "approved", by, None))
        places = entry.numbers(len(batch.figures))
        figures += [(s, number, *figure_row(f)) for s, f in zip(places, batch.figures, strict=True)]
    entry.add("submission", arrow(SUBMISSION, submitted))
    entry.add("submission_event", arrow(EVENT, events))
    entry.add("figure", arrow(FIGURE, figures))
    return numbers


def write_event(
    entry: Entry, submission: int, event: str, *, actor: str, reason: str | None = None
) -> None:
    """Records what became of a submission."""
    row = (entry.numbers(1)[0], to_utc(entry.recorded), submission, event, actor, reason)
    entry.add("submission_event", arrow(EVENT, [row]))


class Submission(NamedTuple):
    """One submission and its latest event. unit, period None: an import over many."""

    number: int
    submitted_at: datetime
    unit: str | None
    period: int | None
    file: str | None
    file_name: str | None
    actor: str
    reason: str | None
    state: str
    state_at: datetime
    state_actor: str
    state_reason: str | None
    figures: int


def submissions(
    store: Store,
    *,
    as_of: datetime,
    unit: str | None = None,
    period: int | None = None,
    number: int | None = None,
    state: str | None = None,
    states: Sequence[str] | None = None,
) -> list[Submission]:
    """Submissions recorded by `as_of`, the latest first. state: the same as `states` of one."""
    wanted = states if state is None else (state,)
    rows = run(
        store,
        "submissions",
        as_of=as_of,
        unit=unit,
        period=period,
        number=number,
        states=None if wanted is None else list(wanted),
    )
    return [
        (s := Submission(*row))._replace(
            submitted_at=from_utc(s.submitted_at), state_at=from_utc(s.state_at)
        )
        for row in rows
    ]


def stored_file(store: Store, sha256: str) -> bytes | None:
    """The bytes as received; None when there is no such file."""
    rows = run(store, "stored_file", sha256=sha256)
    return bytes(rows[0][0]) if rows else None
