"""Text made comparable: the same name typed in different ways gives the same key."""

import unicodedata

# Bytes that editors put in and nobody sees: zero-width space and joiners, soft hyphen, BOM.
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\u00ad\ufeff"))


def fold(text: str) -> str:
    """A key for finding and comparing, never for showing: "  Uỷ ban  ĐT" gives "uy ban dt".

    Case, marks (so also where the tone is placed: "hoà" and "hòa"), đ against d, the Unicode form
    and the amount of space make no difference.
    """
    parts = unicodedata.normalize("NFD", text.translate(_UNSEEN).casefold())
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return " ".join(bare.replace("đ", "d").split())


def tidy(text: str) -> str:
    """The text as kept: NFC, nothing unseen in it, no space around it."""
    return unicodedata.normalize("NFC", text.translate(_UNSEEN)).strip()
