"""Numbers as people type them: 1.234,5 and 1234.5, "90,53%", and what can't be told apart."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal

from kpis.domain.figures import DECIMALS, DIGITS

_ROUNDING = Context(prec=60, rounding=ROUND_HALF_EVEN)
_SPACES = re.compile(r"(?<=\d)[ \u00a0\u2007\u2009\u202f](?=\d)")
_AROUND = " \t\r\n\u00a0\u2007\u2009\u202f"
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％－\u2212", "0123456789.,%--")
_NUMERAL = re.compile(r"([+-]?)([0-9.,]+)")


@dataclass(frozen=True)
class Numeral:
    """What a text can mean: no reading is not a number, two readings are ambiguous.

    readings: the possible numbers, the one with separators as thousands first. percent: a per
    cent sign followed; the numbers are as written before it ("90,53%" is 90.53).
    """

    readings: tuple[Decimal, ...] = ()
    percent: bool = False


def parse_number(text: str, *, decimal: str | None = None, whole: bool = False) -> Numeral:
    """Reads a number typed the Vietnamese or the English way.

    A lone separator before exactly three digits ("1.234", "12,500") has two readings. They are
    told apart only by what is known: `decimal`, the sign that stands before decimals in the same
    file ("." or ","), or `whole`: the number counts things, so the sign can't be one.
    Text that is no number ("-", "x", "/", "1.23.4", "1e5") has no reading.
    """
    stripped = text.translate(_FULL_WIDTH).strip(_AROUND)
    percent = stripped.endswith("%")
    if percent:
        stripped = stripped[:-1].rstrip(_AROUND)
    match = _NUMERAL.fullmatch(_without_spaces(stripped))
    if not match:
        return Numeral()
    spaced = bool(_SPACES.search(stripped))
    readings = _readings(match[2], grouped=spaced)
    if len(readings) == 2 and whole:
        readings = readings[:1]
    elif len(readings) == 2 and decimal is not None:
        readings = readings[1:] if decimal in match[2] else readings[:1]
    if match[1] == "-":
        readings = tuple(reading.copy_negate() for reading in readings)  # "-" itself would round
    return Numeral(tuple(map(plain, readings)), percent)


def decimal_sign(text: str) -> str | None:
    """The sign that stands before the decimals of `text`, where it can't be anything else.

    "1.234,5" and "12,5" say ",", "12.5" says "."; "1.234" and "1234" say nothing (None).
    """
    numeral = parse_number(text)
    if len(numeral.readings) != 1:
        return None
    signs = [sign for sign in text.translate(_FULL_WIDTH) if sign in ".,"]
    if not signs:
        return None
    if signs.count(signs[-1]) > 1:  # "1.234.567": it groups thousands
        return "," if signs[-1] == "." else "."
    return signs[-1]


def number_of_cell(value: float) -> Decimal:
    """The number that a workbook's cell holds, as its author sees it: 0.1, and not 0.1000…055.

    Workbooks keep binary doubles of which 15 digits are dependable.
    """
    number = Decimal(format(value, ".15g"))
    if -number.as_tuple().exponent > DECIMALS:
        number = number.quantize(Decimal(1).scaleb(-DECIMALS), context=_ROUNDING)
    return plain(number)


def plain(number: Decimal) -> Decimal:
    """The same number as 100, never 1E+2 or 100.0; 0 without a sign."""
    return Decimal(format(number.normalize(_ROUNDING), "f")) if number else Decimal(0)


def in_percent(number: Decimal) -> Decimal:
    """A part of one in per cent, exactly: 0.9053 is 90.53."""
    return plain(_ROUNDING.multiply(number, Decimal(100)))


def too_long(number: Decimal) -> bool:
    """Whether the ledger can't keep the number exactly."""
    sign, digits, exponent = number.as_tuple()
    return -exponent > DECIMALS or len(digits) + exponent > DIGITS


def written(number: Decimal, language: str = "vi") -> str:
    """The number in full, as its reader writes it: 1.234,5 in Vietnamese, 1,234.5 in English."""
    english = f"{plain(number):,f}"
    return english.translate(str.maketrans(",.", ".,")) if language == "vi" else english


def _without_spaces(text: str) -> str:
    parts = _SPACES.split(text)
    grouped = len(parts) == 1 or (
        re.fullmatch(r"[+-]?\d{1,3}", parts[0])
        and all(re.fullmatch(r"\d{3}", part) for part in parts[1:-1])
        and re.fullmatch(r"\d{3}([.,]\d*)?", parts[-1])
    )
    return "".join(parts) if grouped else ""


def _readings(body: str, grouped: bool) -> tuple[Decimal, ...]:
    """The readings of digits and separators; `grouped`: spaces already stood for thousands."""
    signs = [sign for sign in body if sign in ".,"]
    if not signs:
        return (Decimal(body),)
    last = signs[-1]
    if len(set(signs)) == 2:
        head, _, tail = body.rpartition(last)
        other = "," if last == "." else "."
        possible = signs.count(last) == 1 and _in_groups(head, other) and tail
        return (Decimal(f"{head.replace(other, '')}.{tail}"),) if possible else ()
    if len(signs) > 1:
        return (Decimal(body.replace(last, "")),) if _in_groups(body, last) else ()
    head, _, tail = body.partition(last)
    if not tail:
        return ()
    fraction = Decimal(f"{head or '0'}.{tail}")
    if grouped or not _in_groups(body, last):
        return (fraction,)
    return (Decimal(head + tail), fraction)


def _in_groups(body: str, sign: str) -> bool:
    # "0.123" can't be groups of thousands: nobody writes a leading zero there.
    return bool(re.fullmatch(rf"[1-9]\d{{0,2}}(\{sign}\d{{3}})+", body))
