"""commitments.yaml: signed documents with their items and amendments (docs/formats.md)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from kpis.domain.commitments import (
    COMPARATORS,
    DEFAULT_PACE,
    PACES,
    Amendment,
    Commitment,
    Item,
    Person,
    Terms,
)
from kpis.domain.definitions import Indicator, Unit
from kpis.domain.months import month_text
from kpis.domain.problems import Problem
from kpis.exchange.entries import Entry, entries_in, root_list
from kpis.exchange.nodes import Node, yaml_tree
from kpis.exchange.notes import Notes
from kpis.exchange.numbers import decimal_of
from kpis.exchange.promise_checks import note_amendments, note_item, note_term

TERMS = tuple(field.name for field in fields(Terms))
FIXED = ("indicator", "start", "each")  # what an amendment can't change
ITEM = ("indicator", *TERMS, "each", "amendments")
AMENDMENT = (
    "effective",
    "recorded",
    "document",
    "signed_on",
    "reason",
    *(term for term in TERMS if term not in FIXED),
)
DOCUMENT = (
    "id",
    "unit",
    "document",
    "signed_on",
    "signer",
    "counter_signer",
    "recorded",
    "term",
    "items",
)
_UNKNOWN_UNIT = {"far": "commitments.unknown_unit", "near": "commitments.unknown_unit_like"}
_UNKNOWN_INDICATOR = {
    "far": "commitments.unknown_indicator",
    "near": "commitments.unknown_indicator_like",
}


@dataclass(frozen=True)
class Known:
    """What commitments may refer to, and the ids that are taken."""

    indicators: Mapping[str, Indicator]
    units: Mapping[str, Unit]
    ids: Collection[str] = ()


def read_commitments(
    file: str,
    content: bytes,
    *,
    indicators: Mapping[str, Indicator],
    units: Mapping[str, Unit],
    known_ids: Collection[str] = (),
) -> tuple[list[Commitment], list[Problem]]:
    """The commitments of a YAML file, in its order; weight and pace of items filled in.

    known_ids: those that are taken, so that one of them is a problem. Problems: all at once, in
    the order of the file; with a blocking one the list of commitments is not complete.
    """
    notes = Notes(file)
    nodes = root_list(yaml_tree(content, notes), notes)
    commitments = commitments_in(nodes, notes, Known(indicators, units, known_ids))
    return commitments, notes.problems


def commitments_in(nodes: Sequence[Node], notes: Notes, known: Known) -> list[Commitment]:
    """The commitments of a list of mappings, wherever they come from."""
    commitments = []
    first: dict[str, str] = {}
    for entry in entries_in(nodes, notes, DOCUMENT):
        commitment = _commitment(entry, known)
        id_ = entry.node.nodes.get("id")
        id_ = getattr(id_, "text", None)
        if id_ in first:
            entry.note("commitments.id_twice", "id", found=id_, first=first[id_])
        elif id_ in known.ids:
            entry.note("commitments.id_taken", "id", found=id_)
        if id_:
            first.setdefault(id_, entry.place)
        if commitment is not None:
            commitments.append(commitment)
    return commitments


def _commitment(entry: Entry, known: Known) -> Commitment | None:
    """One document; None when what is required can't be read."""
    entry.need("id", "unit", "items")
    id_, recorded, signed_on = entry.code("id"), entry.instant("recorded"), entry.day("signed_on")
    unit = entry.known_as("unit", known.units, _UNKNOWN_UNIT)
    document = entry.text("document")
    signer, counter_signer = _person(entry, "signer"), _person(entry, "counter_signer")
    first, last = _term(entry)
    nodes = entry.several("items")
    if "items" in entry and not nodes:
        entry.note("commitments.no_items", "items")
    read = list(_items(nodes, entry.notes, known))
    if id_ is None or unit is None:
        return None
    commitment = Commitment(
        id=id_,
        unit=unit.code,
        document=document,
        signed_on=signed_on,
        signer=signer,
        counter_signer=counter_signer,
        items=tuple(item for _, item in read),
        term_first=first,
        term_last=last,
        recorded=recorded,
    )
    note_term(entry, commitment, unit, read)
    return commitment


def _person(entry: Entry, key: str) -> Person | None:
    person = entry.entry(key, ("name", "title"))
    if person is None:
        return None
    person.need("name")
    name, title = person.text("name"), person.label("title")
    return None if name is None else Person(name, title)


def _term(entry: Entry) -> tuple[int | None, int | None]:
    """The term as signed: both months, or neither."""
    term = entry.entry("term", ("first", "last"))
    if term is None:
        return None, None
    term.need("first", "last")
    first, last = term.month("first"), term.month("last")
    if first is None or last is None:
        return None, None
    if first > last:
        months = {"first": month_text(first), "last": month_text(last)}
        term.note("commitments.term_reversed", "first", **months)
    return first, last


def _items(nodes: Sequence[Node], notes: Notes, known: Known) -> Iterator[tuple[Entry, Item]]:
    places: dict[tuple[str, int | None], str] = {}
    for entry in entries_in(nodes, notes, ITEM):
        item = _item(entry, known)
        if item is None:
            continue
        promise = (item.indicator, item.terms.start)
        if promise in places and item.terms.start is not None:
            values = {"found": item.indicator, "start": month_text(item.terms.start)}
            entry.note("commitments.item_twice", "indicator", **values, first=places[promise])
        places.setdefault(promise, entry.place)
        yield entry, item


def _item(entry: Entry, known: Known) -> Item | None:
    """One promise; None when its indicator isn't known."""
    entry.need("indicator", "comparator", "start", "due")
    indicator = entry.known_as("indicator", known.indicators, _UNKNOWN_INDICATOR)
    terms = _terms(entry)
    each = bool(entry.truth("each"))
    amendments = list(_amendments(entry))
    if indicator is None:
        return None
    terms = replace(
        terms,
        weight=decimal_of("1") if "weight" not in entry else terms.weight,
        pace=DEFAULT_PACE[indicator.kind] if "pace" not in entry else terms.pace,
    )
    item = Item(indicator.code, terms, each, tuple(amendment for _, amendment in amendments))
    note_item(entry, item, indicator)
    note_amendments(item, indicator, amendments)
    return item


def _terms(entry: Entry) -> Terms:
    return Terms(
        comparator=entry.choice("comparator", COMPARATORS),
        target=entry.decimal("target"),
        low=entry.decimal("low"),
        high=entry.decimal("high"),
        baseline=entry.decimal("baseline"),
        start=entry.month("start"),
        due=entry.month("due"),
        weight=entry.decimal("weight"),
        pace=entry.choice("pace", PACES),
        steps=entry.decimals_by_month("steps"),
    )


def _amendments(item: Entry) -> Iterator[tuple[Entry, Amendment]]:
    """The amendments of an item with the entries they stand in, in the order of the file."""
    for entry in entries_in(item.several("amendments"), item.notes, (*AMENDMENT, *FIXED)):
        entry.need("effective")
        for key in FIXED:
            if key in entry:
                entry.note("commitments.amendment_of_fixed", key)
        if all(key in AMENDMENT and key not in TERMS for key in entry.node.nodes):
            entry.note("commitments.amendment_empty")
        effective = entry.month("effective")
        changes = replace(_terms(entry), start=None)
        described = {
            "recorded": entry.instant("recorded"),
            "document": entry.text("document"),
            "signed_on": entry.day("signed_on"),
            "reason": entry.text("reason"),
        }
        if effective is not None:
            yield entry, Amendment(effective, changes, **described)
