"""Exact decimals and whole numbers as the files write them: with a point, and nothing else."""

import re
from decimal import Decimal

from kpis.domain.figures import DECIMALS, DIGITS

_DECIMAL = re.compile(r"-?([0-9]+)(?:\.([0-9]+))?")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_COMMA = re.compile(r"(-?[0-9]+),([0-9]+)")
_GROUPED = re.compile(
    r"(-?[0-9]{1,3}(?P<between>[., \u00a0])[0-9]{3}(?:(?P=between)[0-9]{3})*)"
    r"(?:(?!(?P=between))[.,]([0-9]+))?"
)


class Unreadable(ValueError):
    """A text that can't be read as what it should be: the code and values of its sentence."""

    def __init__(self, code: str, **values: object):
        super().__init__(code)
        self.code = code
        self.values = values


def decimal_of(text: str) -> Decimal:
    """The decimal written with a point, exactly.

    At most 20 digits before the point and 18 after it; no sign but "-", no spaces, no exponent, no
    separator of thousands. Raises Unreadable, whose sentence says what to write instead.
    """
    match = _DECIMAL.fullmatch(text)
    if not match:
        raise _why_not(text)
    before, after = match.groups(default="")
    if len(before) > DIGITS or len(after) > DECIMALS:
        raise Unreadable("file.decimal_size", found=text, digits=DIGITS, places=DECIMALS)
    return Decimal(text) or Decimal(0)


def whole_of(text: str, low: int, high: int) -> int:
    """The whole number within low..high. Raises Unreadable."""
    if _WHOLE.fullmatch(text) and low <= int(text) <= high:
        return int(text)
    raise Unreadable("file.not_a_whole_number", found=text, low=low, high=high)


def _why_not(text: str) -> Unreadable:
    bare = text.strip()
    if _DECIMAL.fullmatch(bare):
        return Unreadable("file.decimal_spaces", found=text, write=bare)
    if bare.endswith("%") and (write := _pointed(bare[:-1].strip())):
        return Unreadable("file.decimal_percent", found=text, write=write)
    if write := _pointed(bare):
        return Unreadable("file.decimal_comma", found=text, write=write)
    return Unreadable("file.not_a_decimal", found=text)


def _pointed(text: str) -> str | None:
    """What to write for a number in another way: "1.234,5" is 1234.5; None when it isn't one.

    Both readings, where one separator may be either: "1,234" is 1.234 or 1234.
    """
    if _DECIMAL.fullmatch(text):
        return text
    if simple := _COMMA.fullmatch(text):
        pointed = f"{simple[1]}.{simple[2]}"
        return f"{pointed} / {simple[1]}{simple[2]}" if _GROUPED.fullmatch(text) else pointed
    if grouped := _GROUPED.fullmatch(text):
        whole = grouped[1].replace(grouped["between"], "")
        return f"{whole}.{grouped[3]}" if grouped[3] else whole
    return None
