"""What is being typed: kept as often as it changes, beside the ledger and not in it."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from kpis.store.database import Entry, Store, beside, from_utc, run, to_utc

KEPT, DISCARDED, SENT = "kept", "discarded", "submitted"


class Typed(NamedTuple):
    """The cells of one row as they were typed, "" where nothing was. member: None without one."""

    indicator: str
    member: str | None = None
    numerator: str = ""
    denominator: str = ""
    value: str = ""
    nothing: str = ""
    note: str = ""


class Draft(NamedTuple):
    """What a person has typed for a unit and month. begun: since when; submission: its number.

    state: kept, discarded or submitted; the latter two have no cells.
    """

    place: int
    saved_at: datetime
    unit: str
    period: int
    actor: str
    state: str
    begun: datetime
    submission: int | None
    cells: tuple[Typed, ...]


def save(
    store: Store, unit: str, period: int, actor: str, cells: Sequence[Typed], now: datetime
) -> Draft:
    """Keeps what is typed as the latest state. What was kept already is not written again."""
    cells = tuple(cells)
    with beside(store) as cursor:
        # Read behind the writer's lock: two tabs of one person write one after the other.
        before = _latest(store, unit, period, actor)
        if before is None or before.cells != cells:
            row = (now, unit, period, actor, KEPT, before.begun if before else now, None, cells)
            _write(cursor, *row)
    saved = _latest(store, unit, period, actor)
    assert saved is not None, "a draft that was saved is there"
    return saved


def discard(store: Store, unit: str, period: int, actor: str, now: datetime) -> bool:
    """Ends a draft; False when there was none. Its earlier rows stay."""
    with beside(store) as cursor:
        before = _latest(store, unit, period, actor)
        if before is not None:
            _write(cursor, now, unit, period, actor, DISCARDED, before.begun, None, ())
    return before is not None


def write_sent(entry: Entry, draft: Draft, submission: int) -> None:
    """Ends a draft within the act that submits it."""
    key = (draft.unit, draft.period, draft.actor)
    _write(entry.cursor, entry.recorded, *key, SENT, draft.begun, submission, ())


def drafts(
    store: Store, *, unit: str | None = None, period: int | None = None, actor: str | None = None
) -> list[Draft]:
    """The drafts that are neither discarded nor submitted, the latest first."""
    rows = run(store, "latest_drafts", unit=unit, period=period, actor=actor)
    return [draft for draft in map(_draft, rows) if draft.state == KEPT]


def _latest(store: Store, unit: str, period: int, actor: str) -> Draft | None:
    found = drafts(store, unit=unit, period=period, actor=actor)
    return found[0] if found else None


def _draft(row: tuple) -> Draft:
    draft = Draft(*row)
    return draft._replace(
        saved_at=from_utc(draft.saved_at),
        begun=from_utc(draft.begun),
        cells=tuple(Typed(*cells) for cells in json.loads(row[-1])),
    )


def _write(
    cursor,
    now: datetime,
    unit: str,
    period: int,
    actor: str,
    state: str,
    begun: datetime,
    submission: int | None,
    cells: Sequence[Typed],
) -> None:
    content = json.dumps([list(row) for row in cells], ensure_ascii=False)
    values = (to_utc(now), unit, period, actor, state, to_utc(begun), submission, content)
    cursor.execute(
        "insert into draft select coalesce(max(place), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ? from draft",
        list(values),
    )
