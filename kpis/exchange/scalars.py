"""Months, days, instants, codes as the files write them. Each raises Unreadable for the rest."""

import re
from datetime import date, datetime

from kpis.domain.months import month_of
from kpis.exchange.numbers import Unreadable

# Outside of these years a date is a slip of the pen, and arithmetic near year 9999 would fail.
FIRST_YEAR, LAST_YEAR = 1900, 2199

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"(?P<clock>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?)"
    r"(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})?",
)
_CODE = re.compile(r"\w[\w./-]{0,99}")


def month_in(text: str) -> int:
    """The month written YYYY-MM."""
    if re.fullmatch("[0-9]{4}-[0-9]{2}", text) and _in_years(text):
        try:
            return month_of(text)
        except ValueError:
            pass
    raise Unreadable("file.not_a_month", found=text, example="2021-06")


def day_in(text: str) -> date:
    """The day written YYYY-MM-DD."""
    if _DAY.fullmatch(text) and _in_years(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise Unreadable("file.not_a_day", found=text, example="2021-06-30")


def instant_in(text: str) -> datetime:
    """The instant written in ISO 8601, its offset from UTC included."""
    match = _INSTANT.fullmatch(text)
    if match and _in_years(text):
        try:
            instant = datetime.fromisoformat(text)
        except ValueError:
            raise Unreadable("file.not_an_instant", found=text, example=_example()) from None
        if match["offset"] is None:
            example = f"{match['clock']}+07:00"
            raise Unreadable("file.instant_without_offset", found=text, example=example)
        return instant
    raise Unreadable("file.not_an_instant", found=text, example=_example())


def code_in(text: str) -> str:
    """A code: letters, digits and - . _ /, up to 100, the first a letter or a digit."""
    if _CODE.fullmatch(text):
        return text
    raise Unreadable("file.not_a_code", found=text)


def truth_in(text: str) -> bool:
    """true or false, written so."""
    if text in ("true", "false"):
        return text == "true"
    raise Unreadable("file.not_true_or_false", found=text)


def _in_years(text: str) -> bool:
    return FIRST_YEAR <= int(text[:4]) <= LAST_YEAR


def _example() -> str:
    return "2021-03-01T08:00:00+07:00"
