"""settings.yaml: what a province decides for itself (docs/formats.md)."""

import re
from dataclasses import fields
from decimal import Decimal
from fractions import Fraction

from kpis.domain.definitions import CLOSES, CONFIRMS, Settings
from kpis.domain.problems import Problem
from kpis.domain.ranking import tier_of
from kpis.exchange.entries import Entry
from kpis.exchange.nodes import Keyed, Text, yaml_tree
from kpis.exchange.notes import Notes

KEYS = ("reporting", "tiers", "unit_kinds", "fields", "recorded")
REPORTING = ("due_day", "due_month", "window_start_day", "close", "confirm")
DUE_MONTHS = ("next", "same")

_TIER = re.compile(r"(>=|<=|>|<|=) ?([0-9]{1,3}(?:\.[0-9]{1,12})?)")


def read_settings(file: str, content: bytes) -> tuple[Settings | None, list[Problem]]:
    """The settings, what the file leaves out at its default; None when anything blocks.

    Problems: all at once, in the order of the file, warnings among them.
    """
    notes = Notes(file)
    root = yaml_tree(content, notes)
    if root is None:
        return None, notes.problems
    if not isinstance(root, Keyed):
        notes.add("file.root_not_a_mapping", root.place)
        return None, notes.problems
    entry = Entry(root, notes, KEYS)
    found = {
        **_reporting(entry),
        "tiers": _tiers(entry) if "tiers" in entry else None,
        "unit_kinds": entry.labels("unit_kinds"),
        "fields": entry.labels("fields"),
        "recorded": entry.instant("recorded"),
    }
    known = {field.name for field in fields(Settings)}
    given = {k: v for k, v in found.items() if k in known and v is not None}
    return (None if notes.blocking else Settings(**given)), notes.problems


def _reporting(entry: Entry) -> dict[str, object]:
    reporting = entry.entry("reporting", REPORTING)
    if reporting is None:
        return {}
    return {
        "due_day": reporting.whole("due_day", 1, 31),
        "due_month": reporting.choice("due_month", DUE_MONTHS),
        "window_start_day": reporting.whole("window_start_day", 1, 31),
        "close": reporting.choice("close", CLOSES),
        "confirm": reporting.choice("confirm", CONFIRMS),
    }


def _tiers(entry: Entry) -> tuple[str, ...]:
    tiers: list[str] = []
    for node in entry.several("tiers"):
        text = node.text if isinstance(node, Text) else ""
        match = _TIER.fullmatch(text)
        if not match or Decimal(match[2]) > 100:
            entry.notes.add("settings.not_a_tier", node.place, found=text)
        elif text in tiers:
            entry.notes.add("settings.tier_twice", node.place, found=text)
        elif not _reached([*tiers, text]):
            entry.notes.add("settings.tier_never", node.place, found=text, blocking=False)
            tiers.append(text)
        else:
            tiers.append(text)
    return tuple(tiers)


def _reached(tiers: list[str]) -> bool:
    """Whether some completion falls into the last of `tiers` and into none before it.

    Between two neighbouring limits nothing changes, so the limits and the middles between them
    are all that needs trying.
    """
    limits = sorted({Fraction(0), Fraction(100), *(Fraction(t.lstrip("<>= ")) for t in tiers)})
    middles = [(low + high) / 2 for low, high in zip(limits, limits[1:], strict=False)]
    return any(tier_of(completion, tiers) == tiers[-1] for completion in [*limits, *middles])
