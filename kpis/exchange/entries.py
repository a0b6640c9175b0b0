"""One mapping of a file, read key by key: what is wrong is noted and the rest is read on."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from kpis.domain.definitions import Label
from kpis.exchange.nodes import Keyed, Node, Several, Text
from kpis.exchange.notes import Notes, listed, nearest
from kpis.exchange.numbers import Unreadable, decimal_of, whole_of
from kpis.exchange.scalars import code_in, day_in, instant_in, month_in, truth_in

T = TypeVar("T")
LANGUAGES = ("vi", "en")
# What people type for a comparator, which is too short for a search by likeness.
_MEANT = {"≥": ">=", "≤": "<=", "=>": ">=", "=<": "<=", "==": "="}


class Entry:
    """A mapping whose keys are all `known`.

    Every reader gives the value of a key, or None where the key is absent or what stands there
    can't be read, which has then been noted. under: what stands before the key's name in
    sentences ("reporting.").
    """

    def __init__(self, node: Keyed, notes: Notes, known: Collection[str], under: str = ""):
        self.node = node
        self.notes = notes
        self.under = under
        for key in node.nodes:
            if key not in known:
                self._note_unknown(key, known)

    def __contains__(self, key: str) -> bool:
        return key in self.node.nodes

    @property
    def place(self) -> str:
        """Where the entry begins."""
        return self.node.place

    def note(self, code: str, key: str | None = None, /, *, blocking: bool = True, **values):
        """Note a problem at `key`, or at the entry's beginning where the key is absent."""
        place = self.node.places.get(key, self.place) if key else self.place
        named = {"key": self.under + key} if key else {}
        self.notes.add(code, place, blocking=blocking, **named, **values)

    def need(self, *keys: str) -> None:
        """Note those of `keys` that are absent."""
        for key in keys:
            if key not in self:
                self.note("file.missing_key", key)

    def text(self, key: str) -> str | None:
        """Any text that isn't empty."""
        node = self._given(key)
        if node is None:
            return None
        if not isinstance(node, Text):
            self.note("file.not_text", key)
            return None
        if not node.text.strip():
            self.note("file.no_value", key)
            return None
        return node.text

    def decimal(self, key: str) -> Decimal | None:
        """An exact decimal."""
        return self._scalar(key, decimal_of)

    def whole(self, key: str, low: int, high: int) -> int | None:
        """A whole number within low..high."""
        return self._scalar(key, lambda text: whole_of(text, low, high))

    def month(self, key: str) -> int | None:
        """A month."""
        return self._scalar(key, month_in)

    def day(self, key: str) -> date | None:
        """A day."""
        return self._scalar(key, day_in)

    def instant(self, key: str) -> datetime | None:
        """An instant."""
        return self._scalar(key, instant_in)

    def code(self, key: str) -> str | None:
        """A code."""
        return self._scalar(key, code_in)

    def truth(self, key: str) -> bool | None:
        """true or false."""
        return self._scalar(key, truth_in)

    def choice(self, key: str, allowed: Sequence[str]) -> str | None:
        """One of a few words."""
        text = self.text(key)
        if text is None or text in allowed:
            return text
        near = _MEANT.get(text) or nearest(text, allowed)
        values = {"found": text, "allowed": listed(allowed)}
        if near in allowed:
            self.note("file.not_one_of_like", key, **values, near=near)
        else:
            self.note("file.not_one_of", key, **values)
        return None

    def label(self, key: str) -> Label | None:
        """A text in both languages."""
        words = self.entry(key, LANGUAGES)
        if words is None:
            return None
        for language in LANGUAGES:
            if language not in words:
                words.note("file.no_text", language, language=language)
        vi, en = (words.text(language) for language in LANGUAGES)
        return None if vi is None or en is None else Label(vi, en)

    def labels(self, key: str) -> dict[str, Label]:
        """Texts in both languages by code, in the order of the file; empty when absent."""
        node = self._keyed(key)
        names = Entry(node, self.notes, node.nodes, f"{self.under}{key}.") if node else None
        found = {}
        for code in names.node.nodes if names else ():
            label = names.label(code)
            if names.readable(code, code_in, code) is not None and label is not None:
                found[code] = label
        return found

    def entry(self, key: str, known: Collection[str]) -> "Entry | None":
        """A mapping within this one."""
        node = self._keyed(key)
        return None if node is None else Entry(node, self.notes, known, f"{self.under}{key}.")

    def decimals_by_month(self, key: str) -> tuple[tuple[int, Decimal], ...] | None:
        """A mapping of months to decimals, in order of month."""
        node = self._keyed(key)
        if node is None:
            return None
        steps = Entry(node, self.notes, node.nodes, f"{self.under}{key}.")
        read = [(steps.readable(m, month_in, m), steps.decimal(m)) for m in node.nodes]
        if any(month is None or amount is None for month, amount in read):
            return None
        return tuple(sorted(read))

    def several(self, key: str) -> tuple[Node, ...]:
        """The nodes of a list; empty when absent."""
        node = self._given(key)
        if node is not None and not isinstance(node, Several):
            self.note("file.not_a_list", key)
            return ()
        return () if node is None else node.nodes

    def readable(self, key: str, read: Callable[[str], T], text: str) -> T | None:
        """What `read` makes of `text`, found at `key`."""
        try:
            return read(text)
        except Unreadable as unreadable:
            self.note(unreadable.code, key, **unreadable.values)
            return None

    def known_as(self, key: str, known: Mapping[str, T], codes: Mapping[str, str]) -> T | None:
        """What is `known` by the code at `key`; codes: that of its sentence, with and without a
        near code."""
        code = self.text(key)
        if code is None:
            return None
        if code in known:
            return known[code]
        near = self.notes.near(key, code, known)
        if near is None:
            self.note(codes["far"], key, found=code)
        else:
            self.note(codes["near"], key, found=code, near=near)
        return None

    def _scalar(self, key: str, read: Callable[[str], T]) -> T | None:
        text = self.text(key)
        return None if text is None else self.readable(key, read, text)

    def _given(self, key: str) -> Node | None:
        node = self.node.nodes.get(key)
        if isinstance(node, Text) and not node.given:
            self.note("file.no_value", key)
            return None
        return node

    def _keyed(self, key: str) -> Keyed | None:
        node = self._given(key)
        if node is not None and not isinstance(node, Keyed):
            self.note("file.not_a_mapping", key)
            return None
        return node

    def _note_unknown(self, key: str, known: Collection[str]) -> None:
        near = nearest(key, [name for name in known if name not in self])
        if near is None:
            self.note("file.unknown_key", key, allowed=listed(known))
        else:
            self.note("file.unknown_key_like", key, near=near)


def entries_in(nodes: Sequence[Node], notes: Notes, known: Collection[str]) -> Iterator[Entry]:
    """The mappings of a list; anything else in it is noted."""
    for node in nodes:
        if isinstance(node, Keyed):
            yield Entry(node, notes, known)
        else:
            notes.add("file.entry_not_a_mapping", node.place)


def root_list(root: Node | None, notes: Notes) -> tuple[Node, ...]:
    """The nodes of a file that must be a list; empty, and noted, when it isn't."""
    if root is not None and not isinstance(root, Several):
        notes.add("file.root_not_a_list", root.place)
        return ()
    return () if root is None else root.nodes
