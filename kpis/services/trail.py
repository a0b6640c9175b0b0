"""From a number on a screen to the document, the submission, the file and the cell it came from."""

from dataclasses import dataclass
from datetime import datetime

from kpis.domain.commitments import Commitment, Item
from kpis.store import figures as ledger
from kpis.store.commitments import commitments
from kpis.store.database import Store
from kpis.store.figures import Version
from kpis.store.submissions import Submission, stored_file

__all__ = ["FigureTrail", "Submission", "Version", "figure_trail", "promise_trail"]


@dataclass(frozen=True)
class FigureTrail:
    """All that was published for one unit, indicator and month, the one that counts first.

    versions: per member where the indicator is broken down; `counts` holds the sequence numbers
    of those that count.
    """

    unit: str
    indicator: str
    month: int
    versions: tuple[Version, ...]
    counts: frozenset[int]


def figure_trail(
    store: Store, *, unit: str, indicator: str, month: int, as_of: datetime
) -> FigureTrail:
    """Every published version by `as_of`, latest first; empty when nothing was."""
    versions = ledger.figure_versions(
        store, as_of=as_of, unit=unit, indicator=indicator, first=month, last=month
    )
    latest = {version.member: version.sequence for version in versions}
    return FigureTrail(
        unit, indicator, month, tuple(reversed(versions)), frozenset(latest.values())
    )


def months_trail(
    store: Store, *, unit: str, indicator: str, first: int, last: int, as_of: datetime
) -> list[Version]:
    """The versions that count at `as_of`, by month and member."""
    latest = {
        (version.period, version.member): version
        for version in ledger.figure_versions(
            store, as_of=as_of, unit=unit, indicator=indicator, first=first, last=last
        )
    }
    return [latest[key] for key in sorted(latest, key=lambda k: (k[0], k[1] or ""))]


def file_content(store: Store, sha256: str) -> bytes | None:
    """The file as received; None when there is none of that sum."""
    return stored_file(store, sha256)


@dataclass(frozen=True)
class PromiseTrail:
    """The signed document and the item in it, with every amendment known at the instant."""

    commitment: Commitment
    item: Item


def promise_trail(
    store: Store, *, commitment: str, number: int, unit: str, as_of: datetime
) -> PromiseTrail:
    """The document behind an item of an evaluation. KeyError when there is none."""
    for document in commitments(store, as_of, unit):
        if document.id == commitment:
            return PromiseTrail(document, document.items[number])
    raise KeyError(commitment)


def documents_of(store: Store, unit: str, as_of: datetime) -> list[Commitment]:
    """The commitments of a unit known at `as_of`, oldest first."""
    return commitments(store, as_of, unit)
