"""What happened to a submission on its way: events, what took its place, what was warned of."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import pyarrow as pa

from kpis.store.database import Entry, Store, arrow, from_utc, run, to_utc

_STAMPED = [("sequence", pa.int64()), ("recorded", pa.timestamp("us"))]
SUPERSESSION = pa.schema([*_STAMPED, ("submission", pa.int64()), ("successor", pa.int64())])
CHECK = pa.schema(
    [
        *_STAMPED,
        ("submission", pa.int64()),
        ("warnings", pa.int32()),
        ("content", pa.string()),
    ]
)


class Event(NamedTuple):
    """One step of a submission. successor: of the event superseded, by which submission."""

    event: str
    at: datetime
    actor: str
    reason: str | None
    successor: int | None


def events_of(store: Store, number: int) -> list[Event]:
    """The steps of a submission, oldest first; empty when there is no such submission."""
    rows = run(store, "submission_events", number=number)
    return [Event(event, from_utc(at), *rest) for event, at, *rest in rows]


def write_supersession(entry: Entry, submission: int, successor: int) -> None:
    """Records which newer submission took the place of one."""
    row = (entry.numbers(1)[0], to_utc(entry.recorded), submission, successor)
    entry.add("supersession", arrow(SUPERSESSION, [row]))


def write_check(entry: Entry, submission: int, warnings: int, content: str) -> None:
    """Records what was said about a submission when it was sent. content: JSON."""
    row = (entry.numbers(1)[0], to_utc(entry.recorded), submission, warnings, content)
    entry.add("submission_check", arrow(CHECK, [row]))


class Check(NamedTuple):
    """How many warnings a submission was sent with, and which, as JSON."""

    submission: int
    warnings: int
    content: str


def checks_of(store: Store, numbers: Sequence[int]) -> dict[int, Check]:
    """By submission; those that were not checked when they were sent are not in it."""
    rows = run(store, "submission_checks", numbers=list(numbers))
    return {number: Check(number, *rest) for number, *rest in rows}
