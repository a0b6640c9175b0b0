"""The catalogue: one YAML file per field of work, a list of indicators each (docs/formats.md)."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from pathlib import PurePath

from kpis.domain.definitions import (
    DIRECTIONS,
    FREQUENCIES,
    KINDS,
    OVER_TIME,
    OVER_UNITS,
    WHEN_NOTHING,
    Indicator,
)
from kpis.domain.problems import Problem
from kpis.exchange.catalogue_rules import Placed, note_unfit, rules_in
from kpis.exchange.entries import Entry, entries_in, root_list
from kpis.exchange.nodes import yaml_tree
from kpis.exchange.notes import Notes, listed
from kpis.exchange.numbers import Unreadable
from kpis.exchange.scalars import code_in

KEYS = tuple(field.name for field in fields(Indicator) if field.name != "field")
REQUIRED = ("code", "name", "unit", "kind", "direction", "frequency")
RATIO_ONLY = ("share", "numerator", "denominator", "when_nothing", "scale", "breakdown")
MOST_DECIMALS = 6
PERCENT = "%"

# Where and at which instants a code has been defined so far.
Seen = dict[str, tuple[str, str, set[datetime | None]]]


def read_catalogue(
    files: Mapping[str, bytes], known: Mapping[str, Indicator] | None = None
) -> tuple[list[Indicator], list[Problem]]:
    """The indicators of these files, by name; the name without ".yaml" is their field of work.

    known: indicators loaded before, which rules may name as well.

    A code stands once over all files, or else every further time with a `recorded` of its own:
    an earlier or later version. Problems: all at once, in the order of the files; with a blocking
    one the list of indicators is not complete.
    """
    indicators: list[Indicator] = []
    noted = [Notes(file) for file in files]
    seen: Seen = {}
    rules: list[Placed] = []
    for notes, content in zip(noted, files.values(), strict=True):
        field = _field(notes.file, notes)
        for entry in entries_in(root_list(yaml_tree(content, notes), notes), notes, KEYS):
            indicator = _indicator(entry, field, rules)
            _note_twice(entry, indicator, seen)
            if indicator is not None:
                indicators.append(indicator)
    # An entry that can't be read is no reason to call its code unknown.
    if not any(notes.blocking for notes in noted):
        note_unfit(rules, {**(known or {}), **{i.code: i for i in indicators}})
    problems = [problem for notes in noted for problem in notes.problems]
    return indicators, problems or ([] if files else [Problem("catalogue.no_files")])


def _field(file: str, notes: Notes) -> str:
    stem = PurePath(file).stem
    try:
        return code_in(stem)
    except Unreadable:
        notes.add("catalogue.not_a_field", None, found=stem)
        return stem


def _indicator(entry: Entry, field: str, rules: list[Placed]) -> Indicator | None:
    """The indicator of one entry; None when what is required can't be read.

    rules: takes in those of the entry, to be held against all codes once they are known.
    """
    entry.need(*REQUIRED)
    own = rules_in(entry)
    rules += [placed for of_key in own.values() for placed in of_key]
    found = {
        "code": entry.code("code"),
        "name": entry.label("name"),
        "unit": entry.text("unit"),
        "kind": entry.choice("kind", KINDS),
        "direction": entry.choice("direction", DIRECTIONS),
        "frequency": entry.choice("frequency", FREQUENCIES),
        "share": entry.truth("share"),
        "numerator": entry.label("numerator"),
        "denominator": entry.label("denominator"),
        "when_nothing": entry.choice("when_nothing", WHEN_NOTHING),
        "breakdown": entry.code("breakdown"),
        "decimals": entry.whole("decimals", 0, MOST_DECIMALS),
        "basis": entry.text("basis"),
        "formula": entry.label("formula"),
        "beware": entry.label("beware"),
        "recorded": entry.instant("recorded"),
        "min": entry.decimal("min"),
        "max": entry.decimal("max"),
        **{key: tuple(p.rule.text for p in placed) for key, placed in own.items()},
        **_tolerances(entry),
    }
    kind = found["kind"]
    if kind is None:
        return None
    found |= {
        "over_time": _way(entry, "over_time", kind, OVER_TIME),
        "over_units": _way(entry, "over_units", kind, OVER_UNITS),
        "scale": _scale(entry, kind, found["unit"]),
    }
    _note_impossible(entry, kind, found)
    given = {k: v for k, v in found.items() if v is not None or k == "tolerance"}
    complete = all(key in given for key in REQUIRED)
    return Indicator(field=field, **given) if complete else None


def _way(entry: Entry, key: str, kind: str, allowed: Mapping[str, tuple[str, ...]]) -> str:
    """How an indicator adds up: as given where its kind allows it, else by the kind's default."""
    ways = tuple(dict.fromkeys(way for of_kind in allowed.values() for way in of_kind))
    way = entry.choice(key, ways)
    if way is not None and way not in allowed[kind]:
        values = {"found": way, "kind": kind, "allowed": listed(allowed[kind])}
        entry.note("catalogue.way_not_allowed", key, **values)
    return way or allowed[kind][0]


def _scale(entry: Entry, kind: str, unit: str | None) -> Decimal:
    default = Decimal(100 if kind == "ratio" and unit == PERCENT else 1)
    scale = entry.decimal("scale")
    if scale is None or kind != "ratio":
        return default
    if scale <= 0:
        entry.note("catalogue.scale_not_positive", "scale", found=str(scale))
    elif unit == PERCENT and scale != 100:
        entry.note("catalogue.scale_of_percent", "scale", found=str(scale))
    return scale


def _tolerances(entry: Entry) -> dict[str, Decimal | None]:
    """tolerance and tolerance_abs: the one in use, the other None."""
    read = {key: entry.decimal(key) for key in ("tolerance", "tolerance_abs") if key in entry}
    for key, tolerance in read.items():
        if tolerance is not None and tolerance < 0:
            entry.note("catalogue.tolerance_negative", key, found=str(tolerance))
    relative = read.get("tolerance")
    if relative is not None and relative > 1:
        entry.note("catalogue.tolerance_large", "tolerance", found=str(relative), blocking=False)
    if len(read) == 2:
        entry.note("catalogue.two_tolerances", "tolerance_abs")
    return (
        {"tolerance": Indicator.tolerance, "tolerance_abs": None}
        if not read
        else {
            "tolerance": relative,
            "tolerance_abs": read.get("tolerance_abs"),
        }
    )


def _note_impossible(entry: Entry, kind: str, found: Mapping[str, object]) -> None:
    if kind == "ratio":
        for key in ("numerator", "denominator"):
            if key not in entry:
                entry.note("catalogue.ratio_needs", key)
    else:
        for key in _in_order(entry, RATIO_ONLY):
            entry.note("catalogue.ratio_only", key, kind=kind)
    low, high = found["min"], found["max"]
    if low is not None and high is not None and low > high:
        entry.note("catalogue.min_above_max", "min", min=str(low), max=str(high))
    if kind == "rank" and found["direction"] == "higher":
        entry.note("catalogue.rank_direction", "direction", blocking=False)


def _in_order(entry: Entry, keys: tuple[str, ...]) -> Iterator[str]:
    return (key for key in entry.node.nodes if key in keys)


def _note_twice(entry: Entry, indicator: Indicator | None, seen: Seen) -> None:
    code = entry.node.nodes.get("code")
    name = getattr(code, "text", None)
    if not name:
        return
    recorded = indicator.recorded if indicator else None
    file, place, instants = seen.setdefault(name, (entry.notes.file, entry.place, set()))
    if (file, place) != (entry.notes.file, entry.place):
        if recorded is None:
            entry.note("catalogue.code_twice", "code", found=name, file=file, line=place)
        elif recorded in instants:
            instant = recorded.isoformat()
            entry.note("catalogue.version_twice", "recorded", found=name, instant=instant)
    instants.add(recorded)
