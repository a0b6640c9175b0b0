"""Which unit or indicator a name in a file means: said, abbreviated or numbered, never guessed.

Names are compared whole. What fits several is handed back as candidates for a person to choose
from; a part of a name fits nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property

from kpis.domain.definitions import Indicator, Unit
from kpis.domain.months import month_holding
from kpis.exchange.folding import fold, tidy
from kpis.exchange.syllables import is_syllable

# What people put for the kind of a unit; where it can be several, all are tried.
_SHORT = {
    "tp": ("thanh pho",),
    "tx": ("thi xa",),
    "tt": ("thi tran", "trung tam", "thanh tra"),
    "ttr": ("thanh tra",),
    "h": ("huyen",),
    "q": ("quan",),
    "p": ("phuong", "phong"),
    "x": ("xa",),
    "t": ("tinh",),
    "dk": ("dac khu",),
    "vp": ("van phong",),
    "bql": ("ban quan ly",),
    "ca": ("cong an",),
    "bhxh": ("bao hiem xa hoi",),
    "ubnd": ("uy ban nhan dan",),
    "hdnd": ("hoi dong nhan dan",),
    "kbnn": ("kho bac nha nuoc",),
    "nhnn": ("ngan hang nha nuoc",),
    "kcn": ("khu cong nghiep",),
    "kkt": ("khu kinh te",),
    "bch": ("ban chi huy",),
    "qs": ("quan su",),
    "ql": ("quan ly",),
    "nn": ("nha nuoc", "nong nghiep"),
}
_PLACES = (  # kinds of unit whose name is that of a place, which nobody shortens to its initials
    *("tinh", "thanh pho", "thi xa", "huyen", "quan", "phuong", "xa", "thi tran", "dac khu"),
)
_LONGEST = 300  # characters of what may be a name
_COMMITTEE = "uy ban nhan dan "
# "1.", "1.2 ", "a)", "b.", "IV." but not "H.", "P." or "X.", which stand for a kind of unit.
_NUMBERING = re.compile(
    r"^(?:[-+*•]|\(?(?:\d{1,3}(?:\.\d{1,3})*[.)/]|\d{1,3}(?:\.\d{1,3})+(?=\s)|[a-zđ]\)|[a-gđ]\."
    r"|(?!x\.)[ivx]{1,5}[.)]))\s*"
)
_LETTERS = re.compile(r"[^\W_]+")
_ONSET = re.compile(r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[a-z0-9])")
_Y = re.compile(r"^(h|k|l|m|s|t)y$")  # "Mỹ" and "Mĩ", "Lý" and "Lí" are written as one likes
_UNSAID = ("va", "cac")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")

Found = str | tuple[str, ...]  # a code, or the codes that it might be: several, or none


class UnitNames:
    """The units that names are looked up among.

    aliases: names that somebody has said the unit of, as typed -> code; they come first.
    """

    def __init__(self, units: Mapping[str, Unit], aliases: Mapping[str, str] | None = None):
        self.units = units
        self.aliases = {fold(name): code for name, code in (aliases or {}).items()}

    def named(self, text: str, month: int | None = None) -> Found:
        """The code of the unit that `text` names, or the codes of those it might.

        Tried in this order, each only when the one before fits nobody: code, alias, full name,
        abbreviations, the place without its kind. Marks may be left out ("so tu phap") and the
        tone may be placed either way ("hoà"), but other marks are another name: "Tân Hạ" is not
        "Tân Hà", which then is merely a candidate. month: of several those that lived then.
        """
        if len(text) > _LONGEST:
            return ()
        typed = _NUMBERING.sub("", tidy(text).casefold()).strip() or tidy(text).casefold()
        codes = self._by_code(tidy(text)) or self._alias(text, typed)
        if codes:
            return codes
        near: tuple[str, ...] = ()
        for names in self._levels:
            found = _agreeing(typed, names)
            if found and month is not None and len(found) > 1:
                found = tuple(c for c in found if _alive(self.units[c], month)) or found
            if len(found) == 1:
                return found[0]
            if found:
                return found
            near = near or tuple(dict.fromkeys(code for code, _ in names.get(_compact(typed), ())))
        return near or self._shortened(typed)

    def _by_code(self, text: str) -> str | None:
        lower = text.casefold()
        return text if text in self.units else lower if lower in self.units else None

    def _alias(self, text: str, typed: str) -> str | None:
        code = self.aliases.get(fold(text)) or self.aliases.get(fold(typed))
        return code if code in self.units else None

    def _shortened(self, typed: str) -> Found:
        """By abbreviations: "Sở KH&ĐT", "TX. Phúc Yên", "UBND TP Vĩnh Yên"."""
        found: dict[str, None] = {}
        for name in _written_out(fold(typed)):
            for code in self._short.get(_compact(name, _UNSAID), ()):
                found[code] = None
        fitting = [code for code in found if not self._denied(typed, code)]
        return fitting[0] if len(fitting) == 1 else tuple(fitting or found)

    def _denied(self, typed: str, code: str) -> bool:
        """Whether a word is typed with other marks than it has in the unit's name."""
        marked: dict[str, set[str]] = {}
        for name in (self.units[code].name, *self._within(self.units[code])):
            for word in _LETTERS.findall(_nfc(name)):
                marked.setdefault(fold(word), set()).update(_marks(word))
        said = [word for word in _LETTERS.findall(_nfc(typed)) if is_syllable(word)]
        return any(
            fold(word) in marked and not marked[fold(word)] & {*_marks(word)}
            for word in said
            if fold(word) != word
        )

    @cached_property
    def _levels(self) -> list[dict[str, list[tuple[str, str]]]]:
        def gathered(names: Callable[[Unit], Iterable[str]]) -> dict[str, list[tuple[str, str]]]:
            found: dict[str, list[tuple[str, str]]] = {}
            for unit in self.units.values():
                for name in dict.fromkeys(filter(None, names(unit))):
                    found.setdefault(_compact(name), []).append((unit.code, name))
            return found

        return [
            gathered(lambda unit: (unit.name, unit.name_en)),
            gathered(self._within),
        ]

    def _within(self, unit: Unit) -> Iterator[str]:
        """The name with that of the parent: "Sở Du lịch - tỉnh An Giang"."""
        parent = self.units.get(unit.parent or "")
        if parent is not None:
            yield f"{unit.name} {parent.name}"
            kind, _, place = parent.name.partition(" ")
            if unit.name.casefold().endswith(kind.casefold()):
                yield f"{unit.name} {place}"

    @cached_property
    def _short(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for unit in self.units.values():
            for name in (unit.name, *self._within(unit)):
                ways = _written_out(fold(name))  # names hold "UBND" too
                for key in {key for way in ways for key in _short_forms(way)}:
                    codes = found.setdefault(key, [])
                    if unit.code not in codes:
                        codes.append(unit.code)
        return found


class IndicatorNames:
    """The indicators that names are looked up among; aliases as for units, also of numbers."""

    def __init__(
        self, indicators: Mapping[str, Indicator], aliases: Mapping[str, str] | None = None
    ):
        self.indicators = indicators
        self.aliases = {fold(name): code for name, code in (aliases or {}).items()}
        self._names: dict[str, list[tuple[str, str]]] = {}
        for each in indicators.values():
            for name in dict.fromkeys((each.code, each.name.vi, each.name.en)):
                self._names.setdefault(_compact(name), []).append((each.code, name))

    def named(self, text: str) -> Found:
        """The code of the indicator that `text` names, or the codes of those it might.

        A number before the name is left out ("1.2. Tỷ lệ …"). A number alone names an indicator
        only where an alias says so: numbers of a form are not those of the next.
        """
        if tidy(text) in self.indicators:
            return tidy(text)
        if len(text) > _LONGEST:
            return ()
        typed = tidy(text).casefold()
        without = _NUMBERING.sub("", typed).strip() or typed
        for name in (typed, without):
            if self.aliases.get(fold(name)) in self.indicators:
                return self.aliases[fold(name)]
        found = _agreeing(without, self._names)
        if len(found) == 1:
            return found[0]
        return found or tuple(dict.fromkeys(c for c, _ in self._names.get(_compact(without), ())))


def unit_named(
    text: str, units: Mapping[str, Unit], aliases: Mapping[str, str] | None = None
) -> Found:
    """As UnitNames.named, for one name."""
    return UnitNames(units, aliases).named(text)


def candidates_of(found: Found) -> Collection[str]:
    """The codes that were found: one, several or none."""
    return (found,) if isinstance(found, str) else found


def _alive(unit: Unit, month: int) -> bool:
    began = unit.valid_from is None or month_holding(unit.valid_from) <= month
    return began and (unit.valid_to is None or month <= month_holding(unit.valid_to))


def _agreeing(typed: str, names: Mapping[str, list[tuple[str, str]]]) -> tuple[str, ...]:
    """The codes of the names that `typed` is, but for marks that it leaves out.

    Where one is the same with all its marks, others that merely could be meant are not.
    """
    possible = names.get(_compact(typed), ())
    exact = [code for code, name in possible if _marks(typed) == _marks(name)]
    loose = exact or [code for code, name in possible if _leaves_out(typed, name)]
    return tuple(dict.fromkeys(loose))


def _leaves_out(typed: str, name: str) -> bool:
    """Whether every word of `typed` is that of the name, with all of its marks or with none."""
    pairs = list(zip(_LETTERS.findall(_nfc(typed)), _LETTERS.findall(_nfc(name)), strict=False))
    same = len(_LETTERS.findall(_nfc(typed))) == len(_LETTERS.findall(_nfc(name)))
    bare = not any(fold(word) != word for word in _LETTERS.findall(_nfc(typed)))
    if not same:  # "so-tu-phap" against "Sở Tư pháp" has as many; "kh&dt" was not meant here
        return bare
    return all(_marks(one) == _marks(two) or fold(one) == one for one, two in pairs)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _marks(text: str) -> tuple[str, ...]:
    """Words with their marks, wherever the tone is placed: "hoà" and "hòa" are alike."""
    words = []
    for word in _LETTERS.findall(_nfc(text)):
        parts = unicodedata.normalize("NFD", word)
        tones = "".join(sorted(sign for sign in parts if sign in _TONES))
        bare = "".join(sign for sign in parts if sign not in _TONES)
        words.append(_Y.sub(r"\1i", bare) + tones)
    return tuple(words)


def _compact(text: str, unsaid: Collection[str] = ()) -> str:
    """Letters and digits only, folded: spaces, commas, dashes and "&" make no difference."""
    words = _LETTERS.findall(fold(text))
    return "".join(_Y.sub(r"\1i", word) for word in words if word not in unsaid)


def _short_forms(name: str) -> Iterator[str]:
    """The ways in which a folded name is written short, compact."""
    words = _LETTERS.findall(name.removeprefix(_COMMITTEE))
    kind = next((k for k in _PLACES if " ".join(words).startswith(k + " ")), None)
    yield _compact(" ".join(words), _UNSAID)
    yield _compact(name, _UNSAID)
    if kind is not None:
        yield _compact(" ".join(words[len(kind.split()) :]), _UNSAID)
        return
    said = [word for word in words if word not in _UNSAID]
    for head in range(len(said)):
        for initials in (_initials(said[head:], 1), _initials(said[head:], 3)):
            if len(said) - head > 1:
                yield "".join(said[:head]) + initials
    if len(said) > 2 and said[0] == "so":
        yield _compact(" ".join(said[1:]))


def _initials(words: list[str], longest: int) -> str:
    """Of each word its first letter, or, with longest=3, the sound that it begins with: "ngv"."""
    onsets = (_ONSET.match(word) for word in words)
    return "".join(onset[0][:longest] for onset in onsets if onset)


def _written_out(typed: str) -> list[str]:
    """The folded text with every abbreviation for a kind of unit written out, each way."""
    texts = [""]
    for word in re.findall(r"[^\W_]+|[^\w\s]+|_+", typed):
        texts = [f"{text} {way}" for text in texts for way in (word, *_SHORT.get(word, ()))][:64]
    found = []
    for text in texts:
        clean = " ".join(text.split())
        found += [clean, clean.removeprefix(_COMMITTEE)]
    return list(dict.fromkeys(found))
