"""Months, periods and reporting deadlines.

A month is an int, 12 * year + month - 1, so that spans are subtractions and columns of months
are columns of integers. "2021-06" is its text.  Source: docs/evaluation.md.
"""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta, timezone

ICT = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")  # no daylight saving since 1975
FREQUENCY_MONTHS = {"monthly": 1, "quarterly": 3, "annual": 12}

_MONTH = re.compile(r"(?!0000)([0-9]{4})-(0[1-9]|1[0-2])")


def month_of(text: str) -> int:
    """The month written "YYYY-MM". Raises ValueError for anything else."""
    match = _MONTH.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a month YYYY-MM")
    return int(match[1]) * 12 + int(match[2]) - 1


def month_text(month: int) -> str:
    """The month as "YYYY-MM"."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def month_holding(day: date) -> int:
    """The calendar month that holds `day`."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """The first calendar day of `month`."""
    return date(month // 12, month % 12 + 1, 1)


def is_due(month, every):
    """Whether a period ends in `month`, for periods of `every` months (1, 3, 12). Columns too."""
    return (month + 1) % every == 0


def last_due(month, every):
    """The latest due month that is not after `month`; it may lie before an item's start."""
    return (month + 1) // every * every - 1


def due_between(first, last, every):
    """How many periods fall due in first..last, both included; 0 when last is before first."""
    count = (last + 1) // every - first // every
    return count * (last >= first)


def reporting_deadline(period: int, due_day: int, due_month: str) -> datetime:
    """The instant from which a missing figure of `period` is late: the midnight ending due day.

    due_month: "next" (the month after the period) or "same". A day that the month lacks is its
    last day. The time zone is that of Vietnam.
    """
    month = period + (due_month == "next")
    year, number = month // 12, month % 12 + 1
    day = min(due_day, monthrange(year, number)[1])
    return datetime(year, number, day, tzinfo=ICT) + timedelta(days=1)


def last_period_late(as_of: datetime, due_day: int, due_month: str) -> int:
    """The latest month whose reporting deadline has passed at `as_of`."""
    local = as_of.astimezone(ICT)
    period = month_holding(local.date())
    while reporting_deadline(period, due_day, due_month) > as_of:
        period -= 1
    return period


def reporting_window(month: int, start_day: int) -> tuple[date, date]:
    """First and last day of the time a month's figures cover.

    start_day 1 is the calendar month; 15 runs from the 15th of the month before to the 14th.
    """
    if start_day == 1:
        return first_day(month), first_day(month + 1) - timedelta(days=1)
    return _day(month - 1, start_day), _day(month, start_day) - timedelta(days=1)


def _day(month: int, day: int) -> date:
    year, number = month // 12, month % 12 + 1
    return date(year, number, min(day, monthrange(year, number)[1]))
