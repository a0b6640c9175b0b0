"""Comments, fills and a list put into an .xlsx by its bytes; all else stays as it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpis.exchange.package import MAIN, RELATIONS, Package, named
from kpis.exchange.remarks import LIST_WIDTHS, WORDS, ListRow, Marked
from kpis.exchange.spliced_comments import add_comments
from kpis.exchange.spliced_styles import Styles
from kpis.exchange.splicing import (
    Edit,
    Element,
    Unspliceable,
    elements,
    escaped,
    local,
    start_tag,
    with_attributes,
)
from kpis.exchange.tables import Position, cell_name

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_LIST_PART = "xl/worksheets/camket_list.xml"


@dataclass(frozen=True)
class Listing:
    """The sheet that lists everything: its name, its lines, the language of its words."""

    name: str
    rows: Sequence[ListRow]
    language: str


def annotated_in_place(
    content: bytes,
    marks: Mapping[str, Mapping[Position, Marked]],
    listing: Listing,
    replaces: str | None = None,
) -> bytes:
    """The workbook with `marks` by name of the sheet, and with the list as its first sheet.

    replaces: the sheet that an earlier copy brought, whose place the list takes. Raises
    Unspliceable, KeyError, ValueError or UnicodeDecodeError for a workbook built in another way.
    """
    package = Package(content)
    workbook = _part(package.relations(""), "officeDocument")
    related = package.relations(workbook)
    if MAIN.encode() not in package.parts[workbook]:
        raise Unspliceable("the strict form")
    sheets = {
        each.attributes["name"]: related[_relation(each)][1]
        for each in elements(package.parts[workbook], named("sheet"))
        if related[_relation(each)][0] == "worksheet"
    }
    styles_part = _part(related, "styles")
    styles = Styles(package.parts[styles_part])
    for name, part in sheets.items():
        if name != replaces:
            _mark(package, part, marks.get(name, {}), styles)
    xml = _list_sheet(listing, styles)
    _add_list(package, workbook, sheets, xml, listing.name, replaces)
    package.parts[styles_part] = styles.changed()
    return package.saved()


def _part(related: Mapping[str, tuple[str, str]], kind: str) -> str:
    found = [part for its_kind, part in related.values() if its_kind == kind]
    if not found:
        raise Unspliceable(f"no {kind}")
    return found[0]


def _relation(sheet: Element) -> str:
    return next(value for key, value in sheet.attributes.items() if local(key) == "id")


def _mark(package: Package, part: str, marks: Mapping[Position, Marked], styles: Styles) -> None:
    xml = package.parts[part]
    edits = [*_fills(xml, marks, styles), *_unselected(xml)]
    package.edit(part, edits)
    add_comments(package, part, marks)


def _unselected(xml: bytes) -> list[Edit]:
    """Two selected sheets would be edited both at once: the list is to be the one selected."""
    views = elements(xml, lambda own, _, has: own == "sheetView" and "tabSelected" in has)
    off: dict[str, str | None] = {"tabSelected": None}
    return [(v.start, v.inner, with_attributes(start_tag(xml, v), off)) for v in views]


def _fills(xml: bytes, marks: Mapping[Position, Marked], styles: Styles) -> list[Edit]:
    """The edits that colour cells; a cell that is not there yet is put in, in its order."""
    rows = {row for row, _ in marks}
    at = [-1, -1]  # cells and rows may leave their names to the order in which they stand
    placed: dict[int, Position] = {}

    def wanted(own: str, above: str, has: dict[str, str]) -> bool:
        if own == "row" and above == "sheetData":
            at[:] = [int(has["r"]) - 1 if "r" in has else at[0] + 1, -1]
            return at[0] in rows
        if own == "c" and above == "row":
            at[1] = _column(has["r"]) if "r" in has else at[1] + 1
            return at[0] in rows or styles.is_mark(has.get("s", "0"))
        return own == "sheetData"

    order: list[Position] = []

    def noting(own: str, above: str, has: dict[str, str]) -> bool:
        keep = wanted(own, above, has)
        if keep:
            order.append((at[0], at[1]))
        return keep

    found = elements(xml, noting)
    for element, position in zip(found, order, strict=True):
        placed[element.start] = position
    cells = [e for e in found if local(e.name) == "c"]
    edits: list[Edit] = []
    for cell in cells:
        mark = marks.get(placed[cell.start])
        style = styles.marked(cell.attributes.get("s", "0"), mark.blocking if mark else None)
        tag = with_attributes(start_tag(xml, cell), {"s": style})
        edits.append((cell.start, cell.inner, tag))
    there = {placed[cell.start] for cell in cells}
    missing = sorted(position for position in marks if position not in there)
    data = next(e for e in found if local(e.name) == "sheetData")
    of_row = {placed[e.start][0]: e for e in found if local(e.name) == "row"}
    for row, column in missing:
        style = styles.marked("0", marks[row, column].blocking)
        cell_text = f'<{data.prefix}c r="{cell_name(row, column)}" s="{style}"/>'
        element = of_row.get(row)
        if element is None or element.empty:
            continue  # the comment stands all the same
        later = (
            c.start for c in cells if placed[c.start][0] == row and placed[c.start][1] > column
        )
        place = min(later, default=element.inner_end)
        edits.append((place, place, cell_text.encode()))
    return edits


def _column(reference: str) -> int:
    column = 0
    for letter in reference.rstrip("0123456789"):
        column = 26 * column + ord(letter) - ord("A") + 1
    return column - 1


def _add_list(
    package: Package,
    workbook: str,
    sheets: Mapping[str, str],
    xml: bytes,
    name: str,
    replaces: str | None,
) -> None:
    book = package.parts[workbook]
    kinds = ("sheets", "sheet", "definedName", "workbookView")
    found = elements(book, lambda own, above, _: own in kinds)
    listed = [e for e in found if local(e.name) == "sheet"]
    edits: list[Edit] = []
    if replaces is None:
        package.parts[_LIST_PART] = xml
        package.declare(_LIST_PART, _SHEET_TYPE)
        number = package.relate(workbook, "worksheet", _LIST_PART)
        every = next(e for e in found if local(e.name) == "sheets")
        piece = (
            f'<{every.prefix}sheet xmlns:r="{RELATIONS}" name="{escaped(name)}" '
            f'sheetId="{max(int(e.attributes["sheetId"]) for e in listed) + 1}" r:id="{number}"/>'
        )
        edits.append((every.inner, every.inner, piece.encode()))
        place = 0
    else:
        package.parts[sheets[replaces]] = xml
        place = [e.attributes["name"] for e in listed].index(replaces)
    for each in found:
        attributes: dict[str, str | None] = {}
        if local(each.name) == "workbookView":
            attributes = {"activeTab": str(place), "firstSheet": "0"}
        elif replaces is None and "localSheetId" in each.attributes:
            # It counts sheets, and one more stands before them now.
            attributes = {"localSheetId": str(int(each.attributes["localSheetId"]) + 1)}
        if attributes:
            tag = with_attributes(start_tag(book, each), attributes)
            edits.append((each.start, each.inner, tag))
    package.edit(workbook, edits)


def _list_sheet(listing: Listing, styles: Styles) -> bytes:
    words = WORDS[listing.language]
    bold = styles.text(bold=True)
    lines = [_row(0, (words["title"],), (bold,)), _row(1, (words["hint"],), ("0",))]
    lines.append(_row(3, words["header"], (bold,) * len(words["header"])))
    links = []
    wrapped, linked = styles.text(wrapped=True), styles.text(link=True)
    for number, line in enumerate(listing.rows, start=4):
        looks = (styles.marked("0", line.blocking), wrapped, linked if line.link else wrapped)
        lines.append(_row(number, line.cells, (*looks, wrapped)))
        if line.link:
            place, link = cell_name(number, 2), escaped(line.link)
            links.append(f'<hyperlink ref="{place}" location="{link}"/>')
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(LIST_WIDTHS, start=1)
    )
    linked_cells = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}"><sheetViews>'
        f'<sheetView tabSelected="1" workbookViewId="0"/></sheetViews><cols>{columns}</cols>'
        f"<sheetData>{''.join(lines)}</sheetData>{linked_cells}</worksheet>"
    ).encode()


def _row(number: int, texts: Sequence[str], looks: Sequence[str]) -> str:
    cells = (
        f'<c r="{cell_name(number, column)}" s="{look}" t="inlineStr">'
        f'<is><t xml:space="preserve">{escaped(text)}</t></is></c>'
        for column, (text, look) in enumerate(zip(texts, looks, strict=True))
    )
    return f'<row r="{number + 1}">{"".join(cells)}</row>'
