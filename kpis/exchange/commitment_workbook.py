"""Commitments as a workbook: one row per item, and a second sheet with their amendments.

The rows become the tree that commitments.yaml would be, with cells for lines, so that both roads
end in the same checks.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from kpis.domain.commitments import Commitment
from kpis.domain.definitions import Indicator, Unit
from kpis.domain.problems import Problem
from kpis.exchange.commitment_files import TERMS, Known, commitments_in
from kpis.exchange.commitment_rows import (
    AMENDMENT,
    DOCUMENT,
    ITEM,
    PERSON,
    PERSONS,
    Row,
    order_of,
    rows_of,
)
from kpis.exchange.nodes import Keyed, Node, Several, Text
from kpis.exchange.notes import Notes
from kpis.exchange.reading import read_upload
from kpis.exchange.tables import Table

_STEP = re.compile(r"\s*([^=;]+?)\s*=\s*([^=;]+?)\s*")


def read_commitments_workbook(
    file: str,
    content: bytes,
    *,
    indicators: Mapping[str, Indicator],
    units: Mapping[str, Unit],
    known_ids: Collection[str] = (),
) -> tuple[list[Commitment], list[Problem]]:
    """The commitments of a workbook, in order of their first rows; see read_commitments.

    Rows with the same id are one commitment: what it says of the document stands in any of them
    and must not differ. The sheet with a column `effective` holds amendments; they belong to the
    item with the same id and indicator, and `start` where there are several. Cells are named in
    problems as the workbook names them, "Sheet1!D7".
    """
    return commitments_in_table(read_upload(file, content), Known(indicators, units, known_ids))


def commitments_in_table(table: Table, known: Known) -> tuple[list[Commitment], list[Problem]]:
    """The commitments of a workbook that has been read."""
    if table.problems:
        return [], list(table.problems)
    notes = Notes(table.file, order_of(table))
    items, amendments = rows_of(table, notes)
    nodes = _documents(items, _by_item(amendments, items, notes), notes)
    commitments = commitments_in(nodes, notes, known)
    return commitments, notes.problems


def _documents(
    items: Sequence[Row], amendments: Mapping[int, list[Row]], notes: Notes
) -> list[Keyed]:
    """One mapping for each id, in order of its first row; a row without an id is its own."""
    by_id: dict[object, list[int]] = {}
    for number, row in enumerate(items):
        by_id.setdefault(row.text("id") or number, []).append(number)
    documents = []
    for numbers in by_id.values():
        head = _head([items[number] for number in numbers], notes)
        nodes = tuple(_item(items[number], amendments.get(number, []), notes) for number in numbers)
        documents.append(_document(head, Several(nodes, head.place)))
    return documents


def _head(rows: Sequence[Row], notes: Notes) -> Row:
    """What the rows of one commitment say of the document, each thing from the first that does."""
    cells: dict[str, Text] = {}
    places = dict(rows[0].places)
    for row in rows:
        for column in DOCUMENT:
            cell = row.cells.get(column)
            if cell is None:
                continue
            first = cells.setdefault(column, cell)
            if first is cell:
                places[column] = cell.place
            elif first.text != cell.text:
                values = {"found": cell.text, "first": first.place, "expected": first.text}
                notes.add("commitments.rows_differ", cell.place, key=column, **values)
    return Row(cells, places, rows[0].place)


def _document(head: Row, items: Several) -> Keyed:
    more: dict[str, Node] = {"items": items}
    for person in PERSONS:
        node = _person(head, person)
        if node is not None:
            more[person] = node
    term = {part: f"term_{part}" for part in ("first", "last")}
    if any(column in head.cells for column in term.values()):
        more["term"] = _renamed(head, term)
    keys = ("id", "unit", "document", "signed_on", "recorded")
    return head.keyed(keys, more)


def _person(head: Row, person: str) -> Keyed | None:
    name, *titles = (f"{person}_{part}" for part in PERSON)
    if not any(column in head.cells for column in (name, *titles)):
        return None
    node = _renamed(head, {"name": name})
    if any(column in head.cells for column in titles):
        node.nodes["title"] = _renamed(head, dict(zip(("vi", "en"), titles, strict=True)))
        node.places["title"] = node.nodes["title"].place
    return node


def _renamed(row: Row, columns: Mapping[str, str]) -> Keyed:
    """The mapping with keys for these columns; its place is the first of them that is there."""
    nodes = {key: row.cells[column] for key, column in columns.items() if column in row.cells}
    places = {key: row.places[column] for key, column in columns.items() if column in row.places}
    return Keyed(nodes, places, next(iter(places.values()), row.place))


def _item(row: Row, amendments: Sequence[Row], notes: Notes) -> Keyed:
    more: dict[str, Node] = _steps(row, notes)
    if amendments:
        keys = (*AMENDMENT, *TERMS)
        nodes = tuple(_without_start(each.keyed(keys, _steps(each, notes))) for each in amendments)
        more["amendments"] = Several(nodes, amendments[0].place)
    node = row.keyed(ITEM, more)
    if "steps" in row.cells and "steps" not in more:
        del node.nodes["steps"]
    return node


def _without_start(amendment: Keyed) -> Keyed:
    """`start` says which item is meant; it is not a key of an amendment."""
    amendment.nodes.pop("start", None)
    return amendment


def _steps(row: Row, notes: Notes) -> dict[str, Node]:
    """The steps written "2021-06=1; 2021-09=2"; empty when there are none, or they were noted."""
    cell = row.cells.get("steps")
    if cell is None:
        return {}
    nodes: dict[str, Node] = {}
    for part in filter(str.strip, cell.text.split(";")):
        match = _STEP.fullmatch(part)
        if not match or match[1] in nodes:
            notes.add("commitments.steps_form", cell.place, key="steps", found=cell.text)
            return {}
        nodes[match[1]] = Text(match[2], cell.place)
    return {"steps": Keyed(nodes, dict.fromkeys(nodes, cell.place), cell.place)}


def _by_item(amendments: Sequence[Row], items: Sequence[Row], notes: Notes) -> dict[int, list[Row]]:
    """The amendments of each item, by its number; those that belong to none are noted."""
    found: dict[int, list[Row]] = {}
    for amendment in amendments:
        named = [
            column for column in ("id", "indicator", "start") if amendment.text(column) is not None
        ]
        fits = [
            number
            for number, item in enumerate(items)
            if all(item.text(column) == amendment.text(column) for column in named)
        ]
        if len(fits) == 1 and named[:2] == ["id", "indicator"]:
            found.setdefault(fits[0], []).append(amendment)
        else:
            words = " / ".join(amendment.text(column) or "" for column in named)
            notes.add(
                "commitments.amendment_of_none", amendment.place, found=words, items=len(fits)
            )
    return found
