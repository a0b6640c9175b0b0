"""`must` and `should` of the catalogue: rules between figures, read and held against all codes."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kpis.domain.consistency import COUNTS, NotARule, Rule, rule_in, unfit
from kpis.domain.definitions import Indicator
from kpis.exchange.entries import Entry
from kpis.exchange.nodes import Text
from kpis.exchange.notes import Notes

KEYS = ("must", "should")


class Placed(NamedTuple):
    """A rule, and where its author wrote it."""

    rule: Rule
    key: str
    place: str
    notes: Notes


def rules_in(entry: Entry) -> dict[str, list[Placed]]:
    """The rules of an entry by key; lines that are none are noted and left out."""
    return {key: [*_rules(entry, key)] for key in KEYS}


def _rules(entry: Entry, key: str) -> Iterable[Placed]:
    code = getattr(entry.node.nodes.get("code"), "text", "")
    for node in entry.several(key):
        if not isinstance(node, Text):
            entry.notes.add("catalogue.not_a_rule", node.place, key=key, found="…")
            continue
        try:
            rule = rule_in(node.text, code, key == "must")
        except NotARule as error:
            entry.notes.add("catalogue.not_a_rule", node.place, key=key, found=error.found)
        else:
            yield Placed(rule, key, node.place, entry.notes)


def note_unfit(rules: Iterable[Placed], indicators: Mapping[str, Indicator]) -> None:
    """Notes rules that name an unknown indicator, or a part that its kind does not have."""
    for rule, key, place, notes in rules:
        for term in unfit(rule, indicators):
            found = term.indicator
            if found in indicators:
                kind = indicators[found].kind
                parts = ", ".join(COUNTS if kind == "ratio" else ("value",))
                values = {"found": f"{found}.{term.part}", "kind": kind, "allowed": parts}
                notes.add("catalogue.rule_part", place, key=key, **values)
                continue
            near = notes.near("rule", found, indicators)
            if near is None:
                notes.add("catalogue.rule_unknown", place, key=key, found=found)
            else:
                notes.add("catalogue.rule_unknown_like", place, key=key, found=found, near=near)
