"""Signed documents, their promises and what was changed later. Plain, frozen data."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kpis.domain.definitions import Label

COMPARATORS = (">=", ">", "<=", "<", "=", "between")
PACES = ("hold", "linear", "steps", "at_due")
DEFAULT_PACE = {
    "ratio": "hold",
    "level": "hold",
    "count": "linear",
    "milestone": "at_due",
    "rank": "at_due",
}


@dataclass(frozen=True)
class Terms:
    """What an item promises; in an amendment, None is "as before".

    start, due: first and last month (months.month_of). low, high: the bounds of `between`.
    steps: (month, value) pairs of pace `steps`, in order of month.
    """

    comparator: str | None = None
    target: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    baseline: Decimal | None = None
    start: int | None = None
    due: int | None = None
    weight: Decimal | None = None
    pace: str | None = None
    steps: tuple[tuple[int, Decimal], ...] | None = None


@dataclass(frozen=True)
class Amendment:
    """A later signed version: what `changes` from month `effective` on.

    recorded: the instant from which it is known; None is the instant of the import.
    """

    effective: int
    changes: Terms
    recorded: datetime | None = None
    document: str | None = None
    signed_on: date | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Item:
    """One promise on one indicator, as first signed, and its amendments in order of the file.

    each: the target is promised for every member of the indicator's breakdown.
    """

    indicator: str
    terms: Terms
    each: bool = False
    amendments: tuple[Amendment, ...] = ()


@dataclass(frozen=True)
class Person:
    """Who signed, in what office."""

    name: str
    title: Label | None


@dataclass(frozen=True)
class Commitment:
    """A signed document. term_first, term_last: as signed, or None: from its items as signed."""

    id: str
    unit: str
    document: str | None
    signed_on: date | None
    signer: Person | None
    counter_signer: Person | None
    items: tuple[Item, ...]
    term_first: int | None = None
    term_last: int | None = None
    recorded: datetime | None = None
