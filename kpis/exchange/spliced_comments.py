"""Comments in the cells of an .xlsx sheet, beside those that its author has."""

from collections.abc import Mapping

from kpis.exchange.package import MAIN, RELATIONS, Package
from kpis.exchange.remarks import AUTHOR, Marked, position_in
from kpis.exchange.splicing import (
    Edit,
    Element,
    appended,
    elements,
    escaped,
    local,
    one,
    spliced,
)
from kpis.exchange.tables import Position, cell_name

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_EMPTY = f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'.encode()
_EMPTY_DRAWING = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:'
    b'office" xmlns:x="urn:schemas-microsoft-com:office:excel"></xml>'
)
_BOX = (
    '<v:shapetype xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" id="_x0000_t202" '
    'coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
# What may follow <legacyDrawing> in a worksheet, in the order of the schema.
_AFTER = ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
          "tableParts", "extLst")  # fmt: skip
_FIRST_SHAPE = 200 * 1024  # Excel numbers shapes in thousands by drawing; no author has so many


def add_comments(package: Package, sheet: str, marks: Mapping[Position, Marked]) -> None:
    """Puts the comments of `marks` into a sheet, and takes away those of an earlier copy."""
    related = package.relations(sheet)
    comments = next((part for kind, part in related.values() if kind == "comments"), None)
    if comments is None and not marks:
        return
    number = len(package.parts)
    if comments is None:
        comments = f"xl/camket_comments{number}.xml"
        package.parts[comments] = _EMPTY
        package.declare(comments, _COMMENTS)
        package.relate(sheet, "comments", comments)
    package.parts[comments], gone = _commented(package.parts[comments], marks)
    drawing = _drawing_of(package, sheet, related)
    package.parts[drawing] = _drawn(package.parts[drawing], gone, marks, number)


def _commented(xml: bytes, marks: Mapping[Position, Marked]) -> tuple[bytes, set[Position]]:
    """The comments as they shall be, and the cells that lose or had ours."""
    found = elements(
        xml,
        lambda own, above, _: (
            own in ("authors", "author", "commentList", "comment")
            or (own, above) == ("text", "comment")
        ),
    )
    authors = [xml[e.inner : e.inner_end].decode() for e in found if local(e.name) == "author"]
    listed, names = _of(found, "commentList"), _of(found, "authors")
    ours = {str(n) for n, name in enumerate(authors) if name == AUTHOR}
    edits: list[Edit] = []
    gone: set[Position] = set()
    kept: dict[Position, Element] = {}
    for comment in (e for e in found if local(e.name) == "comment"):
        position = position_in(comment.attributes.get("ref", ""))
        if position is None:
            continue
        if comment.attributes.get("authorId") in ours:
            gone.add(position)
            edits.append((comment.start, comment.end, b""))
        else:
            kept[position] = comment
    p, author = listed.prefix, min(ours, default=str(len(authors)))
    if not ours:
        edits += appended(xml, names, f"<{p}author>{AUTHOR}</{p}author>".encode())
    texts = [e for e in found if local(e.name) == "text"]
    new = []
    for (row, column), mark in sorted(marks.items()):
        own = kept.get((row, column))
        text = ("\n" if own else "") + escaped(mark.text)
        run = f'<{p}r><{p}t xml:space="preserve">{text}</{p}t></{p}r>'
        if own is not None:  # a cell has one comment: its author's words stay, ours follow
            inside = next(e for e in texts if own.start < e.start < own.end)
            edits += appended(xml, inside, run.encode())
            continue
        reference = cell_name(row, column)
        new.append(
            f'<{p}comment ref="{reference}" authorId="{author}"><{p}text>{run}</{p}text>'
            f"</{p}comment>"
        )
    edits += appended(xml, listed, "".join(new).encode())
    return spliced(xml, edits), gone


def _of(found: list[Element], name: str) -> Element:
    return next(e for e in found if local(e.name) == name)


def _drawing_of(package: Package, sheet: str, related: Mapping[str, tuple[str, str]]) -> str:
    """The drawing that holds the boxes of comments; made where there is none."""
    xml = package.parts[sheet]
    tops = elements(xml, lambda own, above, _: above == "worksheet" or own == "worksheet")
    root, children = tops[0], tops[1:]
    for child in children:
        if local(child.name) == "legacyDrawing":
            number = next(v for key, v in child.attributes.items() if local(key) == "id")
            return related[number][1]
    drawing = f"xl/drawings/camket_{len(package.parts)}.vml"
    package.parts[drawing] = _EMPTY_DRAWING
    package.declare_extension("vml", _DRAWING)
    number = package.relate(sheet, "vmlDrawing", drawing)
    later = (child.start for child in children if local(child.name) in _AFTER)
    place = min(later, default=root.inner_end)
    piece = f'<{root.prefix}legacyDrawing xmlns:r="{RELATIONS}" r:id="{number}"/>'
    package.edit(sheet, [(place, place, piece.encode())])
    return drawing


def _drawn(xml: bytes, gone: set[Position], marks: Mapping[Position, Marked], number: int) -> bytes:
    """The drawing without the boxes of comments that are gone, and with one for each mark."""
    edits: list[Edit] = []
    boxed: set[Position] = set()
    for shape in elements(xml, lambda own, above, _: own == "shape"):
        inside = xml[shape.start : shape.end]
        position = _cell_of_note(inside)
        if position in gone:
            edits.append((shape.start, shape.end, b""))
        elif position is not None:
            boxed.add(position)
    shapes = [
        _shape(place, _FIRST_SHAPE + 1024 * number + n)
        for n, place in enumerate(sorted(marks))
        if place not in boxed
    ]
    if shapes and b'"_x0000_t202"' not in xml:
        shapes.insert(0, _BOX)
    root = one(xml, "xml")
    edits += appended(xml, root, "".join(shapes).encode())
    return spliced(xml, edits)


def _cell_of_note(shape: bytes) -> Position | None:
    values = {}
    for name in (b"Row", b"Column"):
        _, opened, rest = shape.partition(b":" + name + b">")
        digits = rest.partition(b"<")[0].strip()
        if not opened or not digits.isdigit():
            return None
        values[name] = int(digits)
    return values[b"Row"], values[b"Column"]


def _shape(place: Position, number: int) -> str:
    row, column = place
    anchor = f"{column + 1}, 15, {row}, 4, {column + 6}, 15, {row + 6}, 4"
    return (
        '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel" '
        f'id="_x0000_s{number}" type="#_x0000_t202" '
        'style="position:absolute;margin-left:80pt;margin-top:2pt;'
        'width:300pt;height:100pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" '
        'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
        '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"
        f"<x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
