"""Commitments, items and amendments in the ledger."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal

import numpy as np
import pyarrow as pa

from kpis.domain.amounts import Amounts, Column
from kpis.domain.commitments import (
    COMPARATORS,
    PACES,
    Amendment,
    Commitment,
    Item,
    Person,
    Terms,
)
from kpis.domain.definitions import Label, Unit
from kpis.domain.figures import DECIMALS, DIGITS
from kpis.domain.promises import Promises
from kpis.domain.series import NEVER, last_months
from kpis.store.database import Entry, Store, arrow, columns, from_utc, run, to_utc

AMOUNT = pa.decimal128(DIGITS + DECIMALS, DECIMALS)
_EVERY_DIGIT = Context(prec=DIGITS + DECIMALS)  # the usual context rounds to 28
STEPS = pa.list_(pa.struct([("month", pa.int32()), ("amount", AMOUNT)]))
_STAMPED = [("sequence", pa.int64()), ("recorded", pa.timestamp("us"))]
COMMITMENT = pa.schema(
    [
        *_STAMPED,
        ("id", pa.string()),
        ("unit", pa.string()),
        ("document", pa.string()),
        ("signed_on", pa.date32()),
        ("signer", pa.string()),
        ("counter_signer", pa.string()),
        ("term_first", pa.int32()),
        ("term_last", pa.int32()),
    ]
)
TERMS = pa.schema(
    [
        ("comparator", pa.string()),
        *((name, AMOUNT) for name in ("target", "low", "high", "baseline")),
        ("start", pa.int32()),
        ("due", pa.int32()),
        ("weight", AMOUNT),
        ("pace", pa.string()),
        ("steps", STEPS),
    ]
)
ITEM_VERSION = pa.schema(
    [
        *_STAMPED,
        ("commitment", pa.string()),
        ("item", pa.int32()),
        ("version", pa.int32()),
        ("effective", pa.int32()),
        ("indicator", pa.string()),
        ("each", pa.bool_()),
        *TERMS,
        ("document", pa.string()),
        ("signed_on", pa.date32()),
        ("reason", pa.string()),
    ]
)


def write_commitments(entry: Entry, commitments: Iterable[Commitment]) -> None:
    """Records documents with their items and amendments. Items must be complete (loader)."""
    documents, versions = [], []
    for commitment in commitments:
        recorded = commitment.recorded or entry.recorded
        documents.append((entry.numbers(1)[0], to_utc(recorded), *_document(commitment)))
        for number, item in enumerate(commitment.items):
            for version in _versions(commitment, number, item, entry.recorded):
                versions.append((entry.numbers(1)[0], *version))
    entry.add("commitment", arrow(COMMITMENT, documents))
    entry.add("item_version", arrow(ITEM_VERSION, versions))


def write_amendments(entry: Entry, amended: Iterable[tuple[str, int, Item]]) -> None:
    """Records the amendments that known items have beyond those in the ledger.

    amended: id of the commitment, place of the item, the item with all of its amendments.
    """
    rows = []
    for commitment, number, item in amended:
        known = entry.cursor.execute(
            "select count(*) - 1 from item_version where commitment = ? and item = ?",
            [commitment, number],
        ).fetchone()
        assert known is not None and known[0] >= 0, f"{commitment} has no item {number}"
        for place, change in enumerate(item.amendments[known[0] :], start=known[0] + 1):
            row = _amendment(commitment, number, item, place, change, entry.recorded)
            rows.append((entry.numbers(1)[0], *row))
    entry.add("item_version", arrow(ITEM_VERSION, rows))


def _document(commitment: Commitment) -> tuple:
    return (
        commitment.id,
        commitment.unit,
        commitment.document,
        commitment.signed_on,
        _person_json(commitment.signer),
        _person_json(commitment.counter_signer),
        commitment.term_first,
        commitment.term_last,
    )


def _versions(commitment: Commitment, number: int, item: Item, now: datetime) -> list[tuple]:
    signed = to_utc(commitment.recorded or now)
    head = (signed, commitment.id, number, 0, None, item.indicator, item.each)
    first = (*head, *_terms(item.terms), None, None, None)
    return [
        first,
        *(
            _amendment(commitment.id, number, item, place, change, now)
            for place, change in enumerate(item.amendments, start=1)
        ),
    ]


def _amendment(
    commitment: str, number: int, item: Item, place: int, change: Amendment, now: datetime
) -> tuple:
    recorded = to_utc(change.recorded or now)
    head = (recorded, commitment, number, place, change.effective, item.indicator, item.each)
    return (*head, *_terms(change.changes), change.document, change.signed_on, change.reason)


def _terms(terms: Terms) -> tuple:
    values = {name: getattr(terms, name) for name in TERMS.names}
    if terms.steps is not None:
        values["steps"] = [{"month": month, "amount": amount} for month, amount in terms.steps]
    return tuple(values.values())


def _person_json(person: Person | None) -> str | None:
    if person is None:
        return None
    title = None if person.title is None else {"vi": person.title.vi, "en": person.title.en}
    return json.dumps({"name": person.name, "title": title}, ensure_ascii=False)


def _person(text: str | None) -> Person | None:
    if text is None:
        return None
    kept = json.loads(text)
    return Person(kept["name"], None if kept["title"] is None else Label(**kept["title"]))


@dataclass(frozen=True)
class ItemsInForce:
    """The items to be judged at a month, row by row beside their columns.

    commitment: ids. item: places in their documents. term_first, term_last: months.
    amended: whether an amendment counts. promises: what the judge takes. steps: of pace `steps`,
    (month, value) in order of month; None for others.
    """

    commitment: list[str]
    item: Column
    term_first: Column
    term_last: Column
    amended: Column
    promises: Promises
    steps: list[tuple[tuple[int, Decimal], ...] | None]


def items_known_at(
    store: Store,
    *,
    month: int,
    as_of: datetime,
    units: Sequence[Unit],
    unit_number: dict[str, int],
    indicator_number: dict[str, int],
) -> ItemsInForce:
    """Every item of a commitment whose term holds `month`, in the version that counts there."""
    ends = last_months(units)
    ended = [(u.code, int(end)) for u, end in zip(units, ends, strict=True) if end < NEVER]
    table = columns(
        store,
        "items_known_at",
        month=month,
        as_of=as_of,
        units=[code for code, _ in ended],
        last_months=[end for _, end in ended],
    )
    judged = _integers(table, "judged")
    promises = Promises(
        unit=_numbers(table, "unit", unit_number),
        indicator=_numbers(table, "indicator", indicator_number),
        start=_integers(table, "start"),
        due=_integers(table, "due"),
        month=judged,
        ended=judged < month,
        comparator=_numbers(table, "comparator", {c: i for i, c in enumerate(COMPARATORS)}),
        pace=_numbers(table, "pace", {p: i for i, p in enumerate(PACES)}),
        each=table["each"].to_numpy().astype(bool),
        **{name: amounts(table[name]) for name in ("target", "low", "high", "baseline")},
        weight=amounts(table["weight"]),
        step=amounts(table["step"]),
    )
    return ItemsInForce(
        commitment=table["commitment"].to_pylist(),
        item=_integers(table, "item"),
        term_first=_integers(table, "term_first"),
        term_last=_integers(table, "term_last"),
        amended=_integers(table, "versions") > 1,
        promises=promises,
        steps=[None if steps is None else _steps(steps) for steps in table["steps"].to_pylist()],
    )


def _steps(kept: list[dict]) -> tuple[tuple[int, Decimal], ...]:
    return tuple((step["month"], trimmed(step["amount"])) for step in kept)


def amounts(column: pa.ChunkedArray, doubles: pa.ChunkedArray | None = None) -> Amounts:
    """A decimal column for the judge; `doubles`: the same as float64 where at hand."""
    nearest = column.cast(pa.float64()) if doubles is None else doubles
    values = np.asarray(nearest.to_numpy(zero_copy_only=False), dtype=float)
    return Amounts(values, lambda rows: column.take(pa.array(rows)).to_pylist())


def _integers(table: pa.Table, name: str) -> Column:
    return table[name].to_numpy().astype(np.int64)


def _numbers(table: pa.Table, name: str, number: dict[str, int]) -> Column:
    return code_numbers(table[name], number)


def code_numbers(column: pa.ChunkedArray, number: dict[str, int], missing: int = -1) -> Column:
    """Codes as their numbers; null as `missing`. KeyError for a code without a number."""
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    lookup = np.array([number[code] for code in encoded.dictionary.to_pylist()] + [missing])
    places = encoded.indices.fill_null(len(lookup) - 1).to_numpy(zero_copy_only=False)
    return lookup[places].astype(np.int64)


def commitments(store: Store, as_of: datetime, unit: str | None = None) -> list[Commitment]:
    """The documents recorded by `as_of` with every version of their items, as first recorded."""
    items: dict[str, dict[int, Item]] = {}
    for row in run(store, "item_versions", as_of=as_of):
        _fold(items, row)
    return [
        Commitment(
            id=id_,
            unit=of,
            document=document,
            signed_on=signed_on,
            signer=_person(signer),
            counter_signer=_person(counter),
            items=tuple(item for _, item in sorted(items[id_].items())),
            term_first=first,
            term_last=last,
            recorded=from_utc(recorded),
        )
        for id_, of, document, signed_on, signer, counter, first, last, recorded in run(
            store, "commitments", as_of=as_of, unit=unit
        )
    ]


def _fold(items: dict[str, dict[int, Item]], row: tuple) -> None:
    commitment, number, version, recorded, effective, indicator, each, *terms = row
    *terms, document, signed_on, reason = terms
    named = dict(zip(TERMS.names, terms, strict=True))
    if named["steps"] is not None:
        named["steps"] = _steps(named["steps"])
    read = Terms(**{k: trimmed(v) if isinstance(v, Decimal) else v for k, v in named.items()})
    of = items.setdefault(commitment, {})
    if version == 0:
        of[number] = Item(indicator, read, each)
        return
    change = Amendment(effective, read, from_utc(recorded), document, signed_on, reason)
    before = of[number]
    of[number] = Item(before.indicator, before.terms, each, (*before.amendments, change))


def trimmed(amount: Decimal) -> Decimal:
    """The same number without the store's trailing zeros: 95, not 95.000000000000."""
    whole = amount.to_integral_value()
    return whole if amount == whole else amount.normalize(_EVERY_DIGIT)
