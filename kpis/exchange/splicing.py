"""XML changed by its bytes: what is not meant to change stays as it was, to the last byte.

A library that loads a workbook and saves it again drops what it does not know: pictures, results of
formulas, newer validations. Here expat tells where elements stand, and only pieces are put in.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from xml.parsers import expat

_TAG = re.compile(rb"""<(?:"[^"]*"|'[^']*'|[^>"'])*>""")
_DECLARED = re.compile(rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=["']([^"']+)["']""")
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Edit = tuple[int, int, bytes]  # from, to, what stands there instead


class Unspliceable(Exception):
    """A part that is not as expected; nothing has been changed."""


@dataclass(frozen=True)
class Element:
    """Where an element stands: start and end of all of it, and of what is inside its tags.

    name: as written, with its prefix. parent: the local name of what it stands in, "" for the root.
    """

    name: str
    parent: str
    attributes: dict[str, str]
    start: int
    inner: int
    inner_end: int
    end: int

    @property
    def prefix(self) -> str:
        """What its name begins with: "x:" or nothing."""
        return self.name[: -len(local(self.name))]

    @property
    def empty(self) -> bool:
        """Whether it is written as one tag, <c/>."""
        return self.inner == self.end


def local(name: str) -> str:
    """A name without its prefix, which differs between producers."""
    return name.rpartition(":")[2]


Wanted = Callable[[str, str, dict[str, str]], bool]


def elements(xml: bytes, wanted: Wanted) -> list[Element]:
    """The elements for which `wanted` (local name, parent, attributes) holds, in order of start.

    Raises Unspliceable for what is no XML in UTF-8, or declares a document type.
    """
    declared = _DECLARED.match(xml)
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
        raise Unspliceable(f"encoding {declared[1]!r}")
    found: list[Element] = []
    open_: list[tuple[str, str, dict[str, str] | None, int, int, str]] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        parent = local(open_[-1][0]) if open_ else ""
        kept = attributes if wanted(local(name), parent, attributes) else None
        at = parser.CurrentByteIndex
        tag = _TAG.match(xml, at) if kept is not None else None
        open_.append((name, parent, kept, at, tag.end() if tag else at, ""))

    def end(_name: str) -> None:
        name, parent, kept, at, inner, _ = open_.pop()
        if kept is None:
            return
        if xml[inner - 2 : inner] == b"/>":
            found.append(Element(name, parent, kept, at, inner, inner, inner))
            return
        closing = parser.CurrentByteIndex
        tag = _TAG.match(xml, closing)
        if tag is None:
            raise Unspliceable(f"no end of {name}")
        found.append(Element(name, parent, kept, at, inner, closing, tag.end()))

    def refuse(*_declaration: object) -> None:
        raise Unspliceable("a document type")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Unspliceable(str(error)) from error
    return sorted(found, key=lambda element: element.start)


def one(xml: bytes, name: str, parent: str | None = None) -> Element:
    """The first element of that local name. Raises Unspliceable when there is none."""
    found = elements(xml, lambda own, above, _: own == name and parent in (None, above))
    if not found:
        raise Unspliceable(f"no {name}")
    return found[0]


def spliced(xml: bytes, edits: Iterable[Edit]) -> bytes:
    """`xml` with pieces put in; of several at one place the first given comes first."""
    pieces, place = [], 0
    for start, end, piece in sorted(edits, key=lambda edit: edit[:2]):
        if start < place:
            raise Unspliceable("two changes of one piece")
        pieces += [xml[place:start], piece]
        place = end
    return b"".join([*pieces, xml[place:]])


def with_attributes(tag: bytes, attributes: dict[str, str | None]) -> bytes:
    """A start tag with attributes set, or taken away where None."""
    for name, value in attributes.items():
        present = re.compile(rb"""\s""" + name.encode() + rb"""\s*=\s*(?:"[^"]*"|'[^']*')""")
        new = b"" if value is None else f' {name}="{escaped(value)}"'.encode()
        if present.search(tag):
            tag = present.sub(lambda _, new=new: new, tag, count=1)
        elif new:
            close = len(tag) - (2 if tag.endswith(b"/>") else 1)
            tag = tag[:close].rstrip() + new + tag[close:]
    return tag


def start_tag(xml: bytes, element: Element) -> bytes:
    """The start tag of an element as it is written."""
    return xml[element.start : element.inner]


def appended(xml: bytes, element: Element, piece: bytes, count: int | None = None) -> list[Edit]:
    """The edits that put `piece` at the end of an element, which counts its children itself."""
    attributes = {} if count is None else {"count": str(count)}
    tag = with_attributes(start_tag(xml, element), attributes)
    if element.empty:
        opened = tag[:-2].rstrip() + b">"
        closing = f"</{element.name}>".encode()
        return [(element.start, element.end, opened + piece + closing)]
    return [
        (element.start, element.inner, tag),
        (element.inner_end, element.inner_end, piece),
    ]


def escaped(text: str) -> str:
    """Text for XML, without the signs that XML can't hold."""
    return escape(_FORBIDDEN.sub("", text))
