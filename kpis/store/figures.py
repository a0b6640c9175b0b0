"""Figures: what was reported, which version counted when, and what a new one would change."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from kpis.domain.figures import Figure
from kpis.domain.series import Figures
from kpis.store.commitments import AMOUNT, amounts, code_numbers, trimmed
from kpis.store.database import Store, arrow, columns, from_utc, run, run_with, to_utc

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


def figure_row(f: Figure) -> tuple:
    """The columns of FIGURE behind the sequence number and the submission."""
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
    note: str | None


def compared(store: Store, figures: Sequence[Figure], as_of: datetime) -> list[Compared]:
    """Each of `figures`, in their order, against what counts at `as_of`."""
    schema = pa.schema([*(f for f in FIGURE if f.name not in ("sequence", "submission", "place"))])
    rows = [(*row[:9], row[10]) for row in map(figure_row, figures)]
    table = arrow(schema, rows).append_column(
        "place_in_file", pa.array(range(len(rows)), type=pa.int64())
    )
    found = run_with(store, "figures_compared", table, as_of=as_of)
    return [Compared(p, s, *map(_trimmed, old), note) for p, s, *old, note in found]


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


def last_of_units(
    store: Store, *, indicators: Sequence[str], before: int | None, as_of: datetime
) -> list[Figure]:
    """Per unit, indicator and member the latest figure published for a month before another.

    before: None for the latest of all.
    """
    codes = list(indicators)
    rows = run(store, "last_of_units", indicators=codes, before=before, as_of=as_of)
    return [Figure(*row[:4], *map(_trimmed, row[4:7]), *row[7:]) for row in rows]


def members_reported(store: Store, as_of: datetime) -> dict[str, list[str]]:
    """Per indicator with a breakdown the members that any unit reported, in order."""
    found: dict[str, list[str]] = {}
    for indicator, member in run(store, "members_of", as_of=as_of):
        found.setdefault(indicator, []).append(member)
    return found
