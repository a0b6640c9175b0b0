"""Vietnamese before Unicode: windows-1258, TCVN3 (ABC, fonts .VnTime) and VNI (fonts VNI-Times).

No sign in a text says which of them it is: in TCVN3 and VNI only the font made letters of the
bytes. So they are tried, weighed by whether Vietnamese comes out, and shown to who sent the file;
nothing here decides. "Seen" text is what such bytes look like without their font, each byte one
letter of windows-1252: "Së KÕ ho¹ch" is "Sở Kế hoạch" in TCVN3.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import islice

from kpis.exchange.syllables import is_syllable

AS_IT_STANDS = "unicode"
_SAMPLE = 3000  # words that are weighed
_ENOUGH = 0.5  # share of the words with marks that must come out as Vietnamese
_GAP = "-"  # no letter of the table: the sign stays as it is
_LOST = "\ufffd"

# From 0xA1 on. Small letters as in TCVN 5712:1993, VN3; capitals with tones, where VN3 has
# nothing, as in VN1. 0xB0 to 0xB4 stay signs: nobody types tones apart, but "m²" and "°C" stand
# in reports.
_TCVN3_LETTERS = (
    "ĂÂÊÔƠƯĐăâêôơưđẰ-----àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽé"
    "ẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
# Base, sign behind it -> letter. Signs are what the bytes look like in windows-1252.
_VNI_MARKS = {
    "a": ("ùøûõïêéèúüëâáàåãä", "áàảãạăắằẳẵặâấầẩẫậ"),
    "e": ("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    "o": ("ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    "u": ("ùøûõï", "úùủũụ"),
    "y": ("ùøûõ", "ýỳỷỹ"),
    "ô": ("ùøûõï", "ớờởỡợ"),
    "ö": ("ùøûõï", "ứừửữự"),
}
_VNI_ALONE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ"} | {
    "ô": "ơ",
    "ö": "ư",
}

_HIGH = {
    byte: bytes([byte]).decode("windows-1252", errors="ignore") or chr(byte)
    for byte in range(0x80, 0x100)
}
_BYTE = {letter: byte for byte, letter in _HIGH.items()}
_TCVN3 = {
    ord(_HIGH[0xA1 + place]): letter
    for place, letter in enumerate(_TCVN3_LETTERS)
    if letter != _GAP
}


def _vni() -> dict[str, str]:
    found = dict(_VNI_ALONE)
    for base, (marks, letters) in _VNI_MARKS.items():
        found |= {base + mark: letter for mark, letter in zip(marks, letters, strict=True)}
    capitals = {seen.upper(): letter.upper() for seen, letter in found.items()}
    mixed = {seen[0].upper() + seen[1:]: letter.upper() for seen, letter in found.items()}
    return found | mixed | capitals


_VNI = _vni()
_VNI_SIGNS = "".join(sorted(set("".join(_VNI)) - set("aeouyAEOUY")))
_VNI_SEEN = re.compile("|".join(sorted(_VNI, key=len, reverse=True)) + f"|[{_VNI_SIGNS}]")
# A word as seen: letters, and every sign that is a letter in one of the encodings.
_WORD = re.compile(r"[A-Za-z\u00a1-\u00ff\u0160\u0161\u017d\u017e\u0178\u0192\u0300-\u036f]+")


def seen(content: bytes) -> str:
    """Bytes as a program shows them that knows nothing of Vietnamese."""
    return content.decode("latin-1").translate(_HIGH)


def _from_1258(text: str) -> str | None:
    content = bytes(_BYTE.get(letter, ord(letter)) for letter in text)
    try:
        return unicodedata.normalize("NFC", content.decode("windows-1258"))
    except UnicodeDecodeError:
        return None


def _from_tcvn3(text: str) -> str:
    return text.translate(_TCVN3)


def _from_vni(text: str) -> str:
    return _VNI_SEEN.sub(lambda match: _VNI.get(match[0], _LOST), text)


LEGACY: dict[str, Callable[[str], str | None]] = {
    "tcvn3": _from_tcvn3,
    "vni": _from_vni,
    "windows-1258": _from_1258,
}
IN_WORKBOOKS = ("tcvn3", "vni")  # windows-1258 is of files; in workbooks it is Unicode already


def converted(text: str, encoding: str) -> str | None:
    """Seen text in Unicode (NFC); None where it can't be of that encoding.

    encoding: a key of LEGACY. What is no letter of the encoding stays; a sign of VNI without the
    letter that it belongs to becomes U+FFFD.
    """
    found = LEGACY[encoding](text)
    return None if found is None else unicodedata.normalize("NFC", found)


def candidates(texts: Iterable[str], among: Iterable[str] = tuple(LEGACY)) -> tuple[str, ...]:
    """The encodings in which seen texts are Vietnamese, the likeliest first; () for none."""
    words = _words(texts)
    weights = {encoding: _weight(words, encoding) for encoding in among}
    likely = [encoding for encoding, weight in weights.items() if weight >= _ENOUGH]
    return tuple(sorted(likely, key=lambda encoding: -weights[encoding]))


def mistaken(texts: Iterable[str]) -> tuple[str, ...]:
    """The encodings that texts in Unicode seem to be typed in; () when they read well as they are.

    A workbook typed in the font .VnTime holds "Së KÕ ho¹ch" for every program without that font.
    """
    words = [word for word in _words(texts) if is_seen(word)]
    if len(words) < 3:
        return ()
    as_they_are = _share(words)
    return tuple(
        encoding
        for encoding in candidates(words, IN_WORKBOOKS)
        if _weight(words, encoding) > as_they_are + 0.25
    )


@lru_cache(maxsize=10_000)
def mended(text: str, encoding: str) -> str:
    """A text of a workbook in Unicode, unless it is better Vietnamese as it stands.

    Workbooks mix: what was typed later is in Unicode, between cells that need their font.
    """
    if text.isascii() or not is_seen(text):
        return text
    found = converted(text, encoding)
    if found is None or _share(_words([text])) > _share(_words_in(found)):
        return text
    return found


def is_seen(text: str) -> bool:
    """Whether all of `text` could be bytes seen through windows-1252."""
    return all(letter < "\x80" or letter in _BYTE for letter in text)


def _words(texts: Iterable[str]) -> list[str]:
    """Words with a sign beyond ASCII; single letters tell nothing."""
    every = (match[0] for text in texts if not text.isascii() for match in _WORD.finditer(text))
    marked = (word for word in every if len(word) > 1 and not word.isascii())
    return list(islice(marked, _SAMPLE))


def _words_in(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()]


def _weight(words: list[str], encoding: str) -> float:
    made = [LEGACY[encoding](word) for word in words]
    if None in made:
        return 0
    return _share([unicodedata.normalize("NFC", word or "") for word in made])


def _share(words: list[str]) -> float:
    """How much of the words is Vietnamese, from 0 to 1; 0 of none."""
    return sum(map(is_syllable, words)) / len(words) if words else 0
