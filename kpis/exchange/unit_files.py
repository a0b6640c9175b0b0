"""units.csv: the reporting organisations and their lives (docs/formats.md)."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta

from kpis.domain.definitions import Unit
from kpis.domain.problems import Problem
from kpis.exchange.entries import Entry
from kpis.exchange.nodes import Keyed, Text
from kpis.exchange.notes import Notes
from kpis.exchange.texts import Columns, csv_rows

COLUMNS = Columns(
    ("code", "name", "name_en", "kind", "parent", "valid_from", "valid_to", "successor"),
    ("recorded",),
)
_UNKNOWN_PARENT = {"far": "units.unknown_parent", "near": "units.unknown_parent_like"}
_UNKNOWN_SUCCESSOR = {"far": "units.unknown_successor", "near": "units.unknown_successor_like"}


def read_units(
    file: str,
    content: bytes,
    *,
    known: Mapping[str, Unit] | None = None,
    kinds: Collection[str] | None = None,
) -> tuple[list[Unit], list[Problem]]:
    """The units of the file, in its order.

    known: units that exist already, whom a parent or successor may name too; the file's own
    version of a unit replaces the known one. kinds: those of the settings; None leaves them
    unchecked. A code stands once, or else every further time with a `recorded` of its own. An
    empty name_en is the name. Problems: all at once, in the order of the file; with a blocking
    one the list of units is not complete.
    """
    notes = Notes(file)
    read = [(entry, _unit(entry, kinds)) for entry in _rows(content, notes)]
    _note_twice(read)
    latest = _latest(read)
    everyone = {**(known or {}), **{code: unit for code, (_, unit) in latest.items()}}
    for entry, unit in read:
        if unit is not None:
            entry.known_as("parent", everyone, _UNKNOWN_PARENT)
            entry.known_as("successor", everyone, _UNKNOWN_SUCCESSOR)
            _note_life(entry, unit)
    for entry, unit in latest.values():
        _note_cycle(entry, unit, everyone, "parent")
        if not _note_cycle(entry, unit, everyone, "successor"):
            _note_succession(entry, unit, everyone)
    return [unit for _, unit in read if unit is not None], notes.problems


def _rows(content: bytes, notes: Notes) -> Iterator[Entry]:
    """The rows as mappings without the empty cells."""
    for line, cells in csv_rows(content, COLUMNS, notes):
        place = str(line)
        nodes = {
            column: Text(cell, place)
            for column, cell in zip(COLUMNS.all, cells, strict=True)
            if cell
        }
        yield Entry(Keyed(nodes, dict.fromkeys(nodes, place), place), notes, COLUMNS.all)


def _unit(entry: Entry, kinds: Collection[str] | None) -> Unit | None:
    """The unit of one row; None when its code, name or kind can't be read."""
    entry.need("code", "name", "kind")
    code, name, recorded = entry.code("code"), entry.text("name"), entry.instant("recorded")
    kind = entry.code("kind") if kinds is None else entry.choice("kind", tuple(kinds))
    valid_from, valid_to = entry.day("valid_from"), entry.day("valid_to")
    if code is None or name is None or kind is None:
        return None
    return Unit(
        code=code,
        name=name,
        name_en=entry.text("name_en") or name,
        kind=kind,
        parent=entry.text("parent"),
        valid_from=valid_from,
        valid_to=valid_to,
        successor=entry.text("successor"),
        recorded=recorded,
    )


def _note_twice(read: list[tuple[Entry, Unit | None]]) -> None:
    first: dict[str, str] = {}
    instants: dict[str, set[datetime | None]] = {}
    for entry, unit in read:
        if unit is None:
            continue
        earlier = instants.setdefault(unit.code, set())
        if unit.code in first and unit.recorded is None:
            line = first[unit.code]
            entry.note("units.code_twice", "code", found=unit.code, line=line)
        elif unit.code in first and unit.recorded in earlier:
            instant = unit.recorded.isoformat()
            entry.note("units.version_twice", "recorded", found=unit.code, instant=instant)
        first.setdefault(unit.code, entry.place)
        earlier.add(unit.recorded)


def _latest(read: list[tuple[Entry, Unit | None]]) -> dict[str, tuple[Entry, Unit]]:
    """Each unit in its latest version; without `recorded` it is that of the import."""
    latest: dict[str, tuple[Entry, Unit]] = {}
    for entry, unit in read:
        if unit is None:
            continue
        before = latest.get(unit.code)
        if before is None or _is_later(unit, before[1]):
            latest[unit.code] = (entry, unit)
    return latest


def _is_later(unit: Unit, other: Unit) -> bool:
    if unit.recorded is None or other.recorded is None:
        return unit.recorded is None
    return unit.recorded > other.recorded


def _note_life(entry: Entry, unit: Unit) -> None:
    if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
        values = {"valid_from": str(unit.valid_from), "valid_to": str(unit.valid_to)}
        entry.note("units.ends_before_start", "valid_to", **values)
    if unit.successor and "valid_to" not in entry:
        entry.note("units.successor_without_end", "successor", successor=unit.successor)


def _note_cycle(entry: Entry, unit: Unit, everyone: Mapping[str, Unit], key: str) -> bool:
    """Note a chain of parents or successors that comes back to `unit`; whether there is one."""
    path = [unit.code]
    while True:
        above = getattr(everyone[path[-1]], key)
        if above == unit.code:
            path.append(above)
            entry.note("units.cycle", key, path=" → ".join(path))
            return True
        if above is None or above not in everyone or above in path:
            return False
        path.append(above)


def _note_succession(entry: Entry, unit: Unit, everyone: Mapping[str, Unit]) -> None:
    successor = everyone.get(unit.successor or "")
    if successor is None or unit.valid_to is None:
        return
    values = {"successor": successor.code, "valid_to": str(unit.valid_to)}
    if successor.valid_to is not None and successor.valid_to < unit.valid_to:
        ended = str(successor.valid_to)
        entry.note("units.successor_ended_before", "successor", **values, ended=ended)
    elif successor.valid_from is not None and (
        successor.valid_from > unit.valid_to + timedelta(days=1)
    ):
        begins = str(successor.valid_from)
        entry.note("units.gap_to_successor", "successor", **values, begins=begins, blocking=False)
