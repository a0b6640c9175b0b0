"""Figures, the submissions that brought them, and what became of those."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from kpis.domain.figures import Figure
from kpis.domain.series import Figures
from kpis.store.commitments import AMOUNT, amounts, code_numbers, trimmed
from kpis.store.database import Entry, Store, arrow, columns, from_utc, run, run_with, to_utc

FIGURE = pa.schema(
    [
        ("sequence", pa.int64()),
        ("submission", pa.int64()),
        ("unit", pa.string()),
        ("indicator", pa.string()),
        ("period", pa.int32()),
        ("member", pa.string()),
        *((name, AMOUNT) for name in ("numerator", "denominator", "amount")),
        ("note", pa.string()),
        ("source", pa.string()),
        ("place", pa.string()),
        ("published_at", pa.timestamp("us")),
    ]
)
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


def figures_known_at(
    store: Store,
    *,
    first: int,
    last: int,
    as_of: datetime,
    unit_number: dict[str, int],
    indicator_number: dict[str, int],
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Figures:
    """The figures of the months first..last that counted at `as_of`, arranged for the judge."""
    table = columns(
        store,
        "figures_known_at",
        first=first,
        last=last,
        as_of=as_of,
        units=None if units is None else list(units),
        indicators=None if indicators is None else list(indicators),
    )
    members = sorted(code for code in table["member"].unique().to_pylist() if code is not None)
    unit = code_numbers(table["unit"], unit_number)
    indicator = code_numbers(table["indicator"], indicator_number)
    member = code_numbers(table["member"], {code: i for i, code in enumerate(members)})
    period = table["period"].to_numpy().astype(np.int64)
    order = np.lexsort((member, period, unit, indicator))
    return Figures(
        unit=unit[order],
        indicator=indicator[order],
        period=period[order],
        member=member[order],
        numerator=amounts(table["numerator"], table["numerator_double"]).take(order),
        denominator=amounts(table["denominator"], table["denominator_double"]).take(order),
        value=amounts(table["amount"], table["amount_double"]).take(order),
        members=tuple(members),
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
        events.append((entry.numbers(1)[0], stamp, number, "submitted", batch.actor, None))
        if batch.approved is not None:
            by = batch.approver or batch.actor
            stamp = to_utc(batch.approved)
            events.append((entry.numbers(1)[0], stamp, number, "approved", by, None))
        places = entry.numbers(len(batch.figures))
        figures += [(s, number, *_row(f)) for s, f in zip(places, batch.figures, strict=True)]
    entry.add("submission", arrow(SUBMISSION, submitted))
    entry.add("submission_event", arrow(EVENT, events))
    entry.add("figure", arrow(FIGURE, figures))
    return numbers


def _row(f: Figure) -> tuple:
    published = None if f.published_at is None else to_utc(f.published_at)
    amounts_ = (f.numerator, f.denominator, f.value)
    return f.unit, f.indicator, f.period, f.member, *amounts_, f.note, f.source, f.place, published


class Compared(NamedTuple):
    """What an incoming figure is to what is published: new, revised or unchanged; the old one."""

    place: int
    state: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None


def compared(store: Store, figures: Sequence[Figure], as_of: datetime) -> list[Compared]:
    """Each of `figures`, in their order, against what counts at `as_of`."""
    schema = pa.schema([*(f for f in FIGURE if f.name not in ("sequence", "submission", "place"))])
    rows = [(*row[:9], row[10]) for row in map(_row, figures)]
    table = arrow(schema, rows).append_column(
        "place_in_file", pa.array(range(len(rows)), type=pa.int64())
    )
    found = run_with(store, "figures_compared", table, as_of=as_of)
    return [Compared(p, s, *map(_trimmed, old)) for p, s, *old in found]


def write_event(
    entry: Entry, submission: int, event: str, *, actor: str, reason: str | None = None
) -> None:
    """Records what became of a submission."""
    row = (entry.numbers(1)[0], to_utc(entry.recorded), submission, event, actor, reason)
    entry.add("submission_event", arrow(EVENT, [row]))


class Version(NamedTuple):
    """One publication, or one unpublished report, of a figure. published_at None: not published."""

    sequence: int
    submission: int
    unit: str
    indicator: str
    period: int
    member: str | None
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    note: str | None
    source: str
    place: str | None
    published_at: datetime | None
    file: str | None
    file_name: str | None
    actor: str
    submitted_at: datetime
    reason: str | None


def figure_versions(
    store: Store,
    *,
    as_of: datetime,
    unit: str | None = None,
    indicator: str | None = None,
    first: int | None = None,
    last: int | None = None,
    submission: int | None = None,
    published_only: bool = True,
) -> list[Version]:
    """Every version reported by `as_of`, in order of publication, then of the ledger."""
    rows = run(
        store,
        "figure_versions",
        as_of=as_of,
        unit=unit,
        indicator=indicator,
        first=first,
        last=last,
        submission=submission,
        published_only=published_only,
    )
    return [_version(row) for row in rows]


def _version(row: tuple) -> Version:
    version = Version(*row)
    return version._replace(
        numerator=_trimmed(version.numerator),
        denominator=_trimmed(version.denominator),
        value=_trimmed(version.value),
        published_at=None if version.published_at is None else from_utc(version.published_at),
        submitted_at=from_utc(version.submitted_at),
    )


def _trimmed(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else trimmed(amount)


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
    number: int | None = None,
    state: str | None = None,
) -> list[Submission]:
    """Submissions recorded by `as_of`, the latest first."""
    rows = run(store, "submissions", as_of=as_of, unit=unit, number=number, state=state)
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


def months_reported(store: Store, as_of: datetime) -> list[int]:
    """The months for which a figure was published by `as_of`, in order."""
    return [month for (month,) in run(store, "months_reported", as_of=as_of)]


def latest_figures(store: Store, *, unit: str, before: int, as_of: datetime) -> list[Figure]:
    """Per indicator and member the latest figure of a unit published for a month before another."""
    rows = run(store, "latest_figures", unit=unit, before=before, as_of=as_of)
    return [
        Figure(unit, indicator, period, member, *map(_trimmed, amounts_), note, source)
        for indicator, member, period, *amounts_, note, source in rows
    ]


def members_reported(store: Store, as_of: datetime) -> dict[str, list[str]]:
    """Per indicator with a breakdown the members that any unit reported, in order."""
    found: dict[str, list[str]] = {}
    for indicator, member in run(store, "members_of", as_of=as_of):
        found.setdefault(indicator, []).append(member)
    return found
