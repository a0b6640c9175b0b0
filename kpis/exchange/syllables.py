"""Whether a word can be Vietnamese, by how its syllables are built. No list of words."""

import re
import unicodedata

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_ACUTE_OR_DOT = ("\u0301", "\u0323")
# The longest first; the last one is none.
_ONSETS = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x|"
_ALL_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng "
    "iêp iêt iêu o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm "
    "oăn oăng oăt oe oen oeo oet ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um "
    "un ung up ut uân uâng uât uây uê uêch uênh uên uơ uôc uôi uôm uôn uông uôt uy uya uych uynh "
    "uyn uyp uyt uyu uyên uyêt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu "
    "y yêm yên yêng yêt yêu"
)
_RIMES = frozenset(_ALL_RIMES.split())
# They end in a sound that never carries the tone: "càu" or "cầu", not "caù".
_GLIDING = frozenset(r for r in _RIMES if len(r) > 1 and r[-1] in "iouy") - {"uy"}
_SYLLABLE = re.compile(f"({_ONSETS})({'|'.join(sorted(_RIMES, key=len, reverse=True))})")
_BEFORE_FRONT = tuple("ieêy")


def is_syllable(word: str) -> bool:
    """Whether `word` is built as a Vietnamese syllable: onset, rime, and a tone that fits them.

    "Nghiệp" and "QUẢN" are; "Cité" is not (c never stands before i), nor "họt" without its dot:
    before c, ch, p, t only the tones sắc and nặng are spoken.
    """
    parts = unicodedata.normalize("NFD", word.casefold())
    tones = [sign for sign in parts if ord(sign) in _TONES]
    bare = unicodedata.normalize("NFC", parts.translate(_TONES))
    if len(tones) > 1:
        return False
    at_the_end = bool(tones) and parts.endswith(tones[0])
    return any(
        _fits(onset, rime, tones) and not (at_the_end and rime in _GLIDING)
        for onset, rime in _cuts(bare)
    )


def _cuts(bare: str) -> list[tuple[str, str]]:
    match = _SYLLABLE.fullmatch(bare)
    cuts = [(match[1], match[2])] if match else []
    if bare.startswith("gi"):  # "gì", "giết": the i is onset and rime at once
        cuts.append(("g", bare[1:]))
        cuts.append(("gi", "i" + bare[2:]))
    return [(onset, rime) for onset, rime in cuts if rime in _RIMES]


def _fits(onset: str, rime: str, tones: list[str]) -> bool:
    if rime.endswith(("c", "ch", "p", "t")) and (not tones or tones[0] not in _ACUTE_OR_DOT):
        return False
    front = rime.startswith(_BEFORE_FRONT)
    if onset in ("c", "ng") and front:
        return False
    return not (onset in ("k", "gh", "ngh") and not front)
