"""YAML as a tree of texts that know where they stand.

Built from the parser's events, because a loaded document has lost what its author must be told:
lines, keys given twice, `no` and `08` and `2021-01` as they were typed. Aliases and tags are
refused, so a file can't be more than it shows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import normalize

import yaml

from kpis.exchange.notes import Notes
from kpis.exchange.texts import decoded

DEEPEST = 20
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Text:
    """A scalar as typed. given: False where a key stands with nothing (or null) after it."""

    text: str
    place: str
    given: bool = True


@dataclass(frozen=True)
class Several:
    """A list."""

    nodes: "tuple[Node, ...]"
    place: str


@dataclass(frozen=True)
class Keyed:
    """A mapping; places are those of the keys. Of a key given twice, the first."""

    nodes: "dict[str, Node]"
    places: dict[str, str]
    place: str


Node = Text | Several | Keyed


class _Stop(Exception):
    """The rest of the file can't be read; what is wrong has been noted."""


def yaml_tree(content: bytes, notes: Notes) -> Node | None:
    """The one document of a YAML file, or None when it can't be read at all.

    In a flow mapping a bare word after an unquoted text belongs to that text, so that
    `{vi: Sở, ban, ngành, en: Departments}` means what it says: none of our formats has bare keys.
    """
    text = decoded(content, notes)
    if text is None:
        return None
    if unseen := yaml.reader.Reader.NON_PRINTABLE.search(text):
        line = text[: unseen.start()].count("\n") + 1
        notes.add("file.control_character", str(line), found=f"U+{ord(unseen[0]):04X}")
        return None
    try:
        return _Builder(text, notes).document()
    except yaml.MarkedYAMLError as error:
        _note_syntax(error, text, notes)
    except _Stop:
        pass
    return None


class _Builder:
    def __init__(self, text: str, notes: Notes):
        self.text = text
        self.notes = notes
        self.events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=_LOADER))

    def document(self) -> Node | None:
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            self.notes.add("file.empty", None)
            return None
        root = self.node(next(self.events), 0)
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            self.stop("file.second_document", after)
        return root

    def stop(self, code: str, event: yaml.Event, **values: object) -> None:
        self.notes.add(code, _line(event), **values)
        raise _Stop

    def node(self, event: yaml.Event, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self.stop("file.alias", event, found=event.anchor)
        if event.tag:
            self.stop("file.tag", event, found=event.tag)
        if depth > DEEPEST:
            self.stop("file.too_deep", event, most=DEEPEST)
        if isinstance(event, yaml.ScalarEvent):
            given = not event.implicit[0] or event.value not in ("", "~", "null", "Null", "NULL")
            return Text(normalize("NFC", event.value), _line(event), given)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.several(event, depth)
        return self.keyed(event, depth)

    def several(self, start: yaml.Event, depth: int) -> Several:
        nodes = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            nodes.append(self.node(event, depth + 1))
        return Several(tuple(nodes), _line(start))

    def keyed(self, start: yaml.MappingStartEvent, depth: int) -> Keyed:
        found = Keyed({}, {}, _line(start))
        plain: tuple[str, int] | None = None  # key and beginning of an unquoted value, in a flow
        while not isinstance(key := next(self.events), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                self.stop("file.key_not_text", key)
            if key.anchor or key.tag:
                self.node(key, depth)
            event = next(self.events)
            value = self.node(event, depth + 1)
            if start.flow_style and plain and self.bare(key, event):
                whole = " ".join(self.text[plain[1] : key.end_mark.index].split())
                found.nodes[plain[0]] = Text(normalize("NFC", whole), found.places[plain[0]])
                continue
            name = normalize("NFC", key.value)
            if name in found.nodes:
                first = found.places[name]
                self.notes.add("file.key_twice", _line(key), key=name, first=first)
                plain = None
                continue
            found.nodes[name], found.places[name] = value, _line(key)
            unquoted = isinstance(value, Text) and value.given and event.implicit[0]
            plain = (name, event.start_mark.index) if unquoted else None
        return found

    def bare(self, key: yaml.ScalarEvent, value: yaml.Event) -> bool:
        """Whether `key` is a word without a colon after it."""
        if not isinstance(value, yaml.ScalarEvent) or value.value or not key.implicit[0]:
            return False
        return ":" not in self.text[key.end_mark.index : value.start_mark.index]


def _line(event: yaml.Event) -> str:
    return str(event.start_mark.line + 1)


def _note_syntax(error: yaml.MarkedYAMLError, text: str, notes: Notes) -> None:
    """Say what most likely was meant, for the mistakes that are known."""
    mark = error.problem_mark or error.context_mark
    lines = text.splitlines() or [""]
    number = min(mark.line, len(lines) - 1)
    line = lines[number]
    about = error.problem or ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        notes.add("file.yaml_tab", str(number + 1))
    elif "cannot start any token" in about or error.context == "while scanning a block scalar":
        notes.add("file.yaml_sign", str(number + 1), found=line[mark.column :].strip()[:20])
    elif "mapping values are not allowed" in about:
        notes.add("file.yaml_colon", str(number + 1))
    elif error.context == "while scanning a quoted scalar":
        notes.add("file.yaml_quote_open", str(error.context_mark.line + 1))
    else:
        notes.add("file.not_yaml", str(number + 1), found=about)
