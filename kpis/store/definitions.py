"""Settings, indicators and units in the ledger: versions in, the ones that count out."""

import json
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from decimal import Decimal
from typing import get_args, get_type_hints

import pyarrow as pa

from kpis.domain.definitions import Indicator, Label, Settings, Unit
from kpis.store.database import Entry, Store, arrow, from_utc, run, to_utc

_STAMPED = [("sequence", pa.int64()), ("recorded", pa.timestamp("us"))]
SETTING = pa.schema([*_STAMPED, ("content", pa.string())])
INDICATOR = pa.schema([*_STAMPED, ("code", pa.string()), ("content", pa.string())])
UNIT = pa.schema(
    [
        *_STAMPED,
        *((name, pa.string()) for name in ("code", "name", "name_en", "kind", "parent")),
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),
        ("successor", pa.string()),
    ]
)


def settings_known_at(store: Store, as_of: datetime) -> Settings:
    """The settings that counted at `as_of`; the defaults where none were ever loaded."""
    rows = run(store, "settings_known_at", as_of=as_of)
    return _parsed(Settings, *rows[0]) if rows else Settings()


def indicators_known_at(store: Store, as_of: datetime) -> list[Indicator]:
    """The catalogue that counted at `as_of`, in the order in which it was first loaded."""
    return [_parsed(Indicator, *row) for row in run(store, "indicators_known_at", as_of=as_of)]


def units_known_at(store: Store, as_of: datetime) -> list[Unit]:
    """The units that counted at `as_of`, ended ones too, in the order of their first load."""
    return [_unit(row) for row in run(store, "units_known_at", as_of=as_of)]


def setting_versions(store: Store) -> list[Settings]:
    """Every version of the settings, oldest first."""
    return [_parsed(Settings, *row[1:]) for row in _versions(store, "setting")]


def indicator_versions(store: Store) -> list[Indicator]:
    """Every version of every indicator, oldest first."""
    return [_parsed(Indicator, *row[1:]) for row in _versions(store, "indicator")]


def unit_versions(store: Store) -> list[Unit]:
    """Every version of every unit; versions of a unit stand together, oldest first."""
    return [_unit(row) for row in run(store, "unit_versions")]


def _versions(store: Store, kind: str) -> list[tuple]:
    return [row for row in run(store, "definition_versions") if row[0] == kind]


def write_settings(entry: Entry, settings: Settings) -> None:
    """Records a version of the settings."""
    entry.add("setting", arrow(SETTING, [(*_stamp(entry, settings.recorded), _json(settings))]))


def write_indicators(entry: Entry, indicators: Iterable[Indicator]) -> None:
    """Records versions of indicators."""
    rows = [(*_stamp(entry, i.recorded), i.code, _json(i)) for i in indicators]
    entry.add("indicator", arrow(INDICATOR, rows))


def write_units(entry: Entry, units: Iterable[Unit]) -> None:
    """Records versions of units."""
    names = UNIT.names[2:]
    rows = [(*_stamp(entry, u.recorded), *(getattr(u, name) for name in names)) for u in units]
    entry.add("unit", arrow(UNIT, rows))


def _stamp(entry: Entry, recorded: datetime | None) -> tuple[int, datetime]:
    return entry.numbers(1)[0], to_utc(recorded or entry.recorded)


def _unit(row: tuple) -> Unit:
    return Unit(*row[:-1], recorded=from_utc(row[-1]))


def _json(definition: Settings | Indicator) -> str:
    kept = {
        f.name: _plain(getattr(definition, f.name))
        for f in fields(definition)
        if f.name != "recorded"
    }
    return json.dumps(kept, ensure_ascii=False)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Label):
        return {"vi": value.vi, "en": value.en}
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return value


def _parsed(kind, recorded: datetime, content: str):
    hints = get_type_hints(kind)
    values = {name: _typed(hints[name], value) for name, value in json.loads(content).items()}
    return replace(kind(**values), recorded=from_utc(recorded))


def _typed(hint, value):
    if value is None:
        return None
    kinds = {hint, *get_args(hint)}
    if Decimal in kinds:
        return Decimal(value)
    if isinstance(value, list):
        return tuple(value)
    if Label in kinds and isinstance(value, dict) and hint is not dict:
        labelled = {k: Label(**v) for k, v in value.items()} if _is_mapping(hint) else None
        return labelled if labelled is not None else Label(**value)
    return value


def _is_mapping(hint) -> bool:
    return getattr(hint, "__origin__", None) is dict
