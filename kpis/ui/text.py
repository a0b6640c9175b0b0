"""Words, numbers, dates and their order as people read them. The only module with a language.

Numbers are written 1.234,5 in both languages: they are copied into Vietnamese papers.
"""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files

import yaml

from kpis.domain.definitions import Label, Unit
from kpis.domain.months import ICT

LANGUAGES = ("vi", "en")
OTHERS = {"problems.", "cli."}  # not of the screens, see sentences.py
MISSING = "—"
NARROW = "\u00a0"  # a space that does not break, as in "97,3 %"

# Shown digits grow up to here so as not to cross a target; beyond it the last digit gives way.
MOST_DECIMALS = 6

Number = float | int | Decimal | Fraction


class Count(int):
    """A whole number in a message: "{n}" is grouped, "{n:unit|units}" is the word for it."""

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        if bar:
            return one if self == 1 else many
        return f"{int(self):,}".replace(",", ".")


@cache
def messages(language: str) -> dict[str, str]:
    """Every sentence of the screens by its key: of <language>.yaml, submit.<language>.yaml, ..."""
    found: dict[str, str] = {}
    for path in files("kpis.ui").joinpath("messages").iterdir():
        part, _, rest = path.name.rpartition(f"{language}.yaml")
        if not rest and path.name.endswith(f"{language}.yaml") and part not in OTHERS:
            more = yaml.safe_load(path.read_text(encoding="utf-8"))
            assert not (twice := found.keys() & more.keys()), f"{path.name} repeats {twice}"
            found |= more
    return found


def text(language: str, key: str, **values: object) -> str:
    """The message `key`. An unknown key raises KeyError; it is never shown as it is."""
    return messages(language)[key].format(
        **{name: Count(v) if type(v) is int else v for name, v in values.items()}
    )


def template(language: str, key: str) -> str:
    """The message `key` with its places still open, for components.filled."""
    return messages(language)[key]


def label(language: str, both: Label | None) -> str:
    """A text that came with the data, "" for None."""
    return "" if both is None else getattr(both, language)


def unit_name(language: str, unit: Unit) -> str:
    """The name of a unit; in Vietnamese where it has none in English."""
    return unit.name if language == "vi" else unit.name_en or unit.name


def amount(
    value: Number | None,
    decimals: int = 0,
    *,
    keeps: Callable[[Decimal], object] | None = None,
    truth: object = None,
) -> str:
    """A number as Vietnamese readers write it, "1.234,5"; MISSING when there is none.

    decimals: how many to show at least. keeps: what must be as true of the shown number as of the
    real one. The number gains decimals until that holds: 89.96 against a target of 90 is shown as
    "89,96", never as "90,0". truth: what holds of the real one, where a judge has found that out
    exactly and a float64 may not tell.
    """
    if value is None:
        return MISSING
    exact = decimal(value)
    if keeps is None:
        return _written(_rounded(exact, decimals))
    truth = keeps(exact) if truth is None else truth
    most = max(decimals, MOST_DECIMALS)
    for places in range(decimals, most + 1):
        shown = _rounded(exact, places)
        if keeps(shown) == truth:
            return _written(shown)
    step = Decimal(1).scaleb(-most)
    near = (_rounded(exact, most) + sign * step for sign in (-1, 1))
    return _written(next((shown for shown in near if keeps(shown) == truth), exact))


def exactly(value: Number | None, decimals: int = 0) -> str:
    """A number with every digit it has, and at least `decimals` after the comma."""
    if value is None:
        return MISSING
    exact = decimal(value)
    places = max(decimals, -int(exact.normalize().as_tuple().exponent))
    return _written(_rounded(exact, places))


def decimal(value: Number) -> Decimal:
    """The number as people would write it down: of a float the shortest text that gives it."""
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _written(value: Decimal) -> str:
    shown = f"{value:,f}".translate(str.maketrans(",.", ".,"))
    zero = not value and shown.startswith("-")
    return shown.removeprefix("-") if zero else shown.replace("-", "\u2212")


def with_unit(shown: str, unit: str) -> str:
    """A shown number and what it is in: "97,3 %", "12 hồ sơ"; a missing one stands alone."""
    return shown if shown == MISSING or not unit else f"{shown}{NARROW}{unit}"


def percent(value: Number | None, decimals: int = 1) -> str:
    """A percentage, "97,3 %"."""
    return with_unit(amount(value, decimals), "%")


def month_label(month: int) -> str:
    """A month as "06/2021"."""
    return f"{month % 12 + 1:02d}/{month // 12:04d}"


def month_short(month: int) -> str:
    """A month on an axis, "T6/21"."""
    return f"T{month % 12 + 1}/{month // 12 % 100:02d}"


def month_tick(month: int) -> str:
    """A month on an axis of one year, "T6"."""
    return f"T{month % 12 + 1}"


def date_label(day: date) -> str:
    """A day as "27/09/2021"."""
    return f"{day:%d/%m/%Y}"


def instant_label(instant: datetime) -> str:
    """An instant as the clock in Vietnam showed it, "27/09/2021 05:37"."""
    return f"{instant.astimezone(ICT):%d/%m/%Y %H:%M}"


_LETTER_MARKS = {"\u0306": 1, "\u0302": 2, "\u031b": 3}  # ă, â ê ô, ơ ư
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền .. nặng


def vietnamese_order(words: str) -> tuple:
    """A sort key: a ă â b ... d đ ... y, then tones, then capitals, as in a dictionary."""
    letters: list[tuple[str, int]] = []
    tones: list[int] = []
    for sign in unicodedata.normalize("NFD", words.casefold().replace("đ", "d\u0335")):
        if sign in _LETTER_MARKS or sign == "\u0335":
            base, _ = letters[-1]
            # ô comes before ơ and o before both; the marks are numbered in that order
            letters[-1] = (base, _LETTER_MARKS.get(sign, 4))
        elif sign in _TONES:
            tones[-1] = _TONES[sign]
        else:
            letters.append((sign, 0))
            tones.append(0)
    return letters, tones, words.swapcase()
