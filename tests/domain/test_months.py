"""Periods, deadlines and windows of evaluation.md and formats.md, one line per rule."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kpis.domain.months import (
    FREQUENCY_MONTHS,
    ICT,
    due_between,
    first_day,
    is_due,
    last_due,
    last_period_late,
    month_holding,
    month_of,
    month_text,
    reporting_deadline,
    reporting_window,
)
from tests.domain.judging import cases

# The deadline is the midnight that ends the due day.
DEADLINES = """
    period  | due_day | due_month -> passes
    --------+---------+------------------------
    2021-01 | 5       | next      -> 2021-02-06
    2021-12 | 5       | next      -> 2022-01-06
    2021-01 | 31      | next      -> 2021-03-01
    2021-01 | 29      | next      -> 2021-03-01
    2020-01 | 29      | next      -> 2020-03-01
    2020-01 | 31      | next      -> 2020-03-01
    2021-03 | 31      | next      -> 2021-05-01
    2021-02 | 28      | next      -> 2021-03-29
    2021-06 | 20      | same      -> 2021-06-21
    2021-02 | 31      | same      -> 2021-03-01
    2021-04 | 31      | same      -> 2021-05-01
    2021-12 | 31      | same      -> 2022-01-01
"""

WINDOWS = """
    month   | start_day -> first      | last
    --------+-------------------------+-----------
    2021-06 | 1         -> 2021-06-01 | 2021-06-30
    2021-06 | 15        -> 2021-05-15 | 2021-06-14
    2021-01 | 15        -> 2020-12-15 | 2021-01-14
    2021-03 | 31        -> 2021-02-28 | 2021-03-30
    2021-02 | 31        -> 2021-01-31 | 2021-02-27
    2020-03 | 30        -> 2020-02-29 | 2020-03-29
"""


@pytest.mark.parametrize("frequency", ["monthly", "quarterly", "annual"])
def test_a_period_is_due_in_the_months_its_frequency_names(frequency):
    wanted = {"monthly": set(range(1, 13)), "quarterly": {3, 6, 9, 12}, "annual": {12}}[frequency]
    every, before = FREQUENCY_MONTHS[frequency], month_of("2020-12")
    assert {n for n in range(1, 13) if is_due(before + n, every)} == wanted
    for n in range(1, 25):
        due_by_then = [m for m in range(before - 30, before + n + 1) if is_due(m, every)]
        assert last_due(before + n, every) == due_by_then[-1]
        assert due_between(before + 1, before + n, every) == sum(m > before for m in due_by_then)
    assert due_between(before + 5, before + 4, every) == 0
    assert due_between(before + 12, before + 1, every) == 0


@pytest.mark.parametrize(("given", "expected"), cases(DEADLINES))
def test_the_deadline_passes_at_the_midnight_that_ends_the_due_day(given, expected):
    period, due_day = month_of(given["period"]), int(given["due_day"])
    deadline = reporting_deadline(period, due_day, given["due_month"])
    assert deadline == datetime.fromisoformat(expected["passes"]).replace(tzinfo=ICT)

    def late_through(instant):
        return last_period_late(instant, due_day, given["due_month"])

    assert late_through(deadline) == period
    assert late_through(deadline.astimezone(UTC)) == period
    assert late_through(deadline - timedelta(microseconds=1)) == period - 1


@pytest.mark.parametrize("due_day", [1, 5, 15, 28, 29, 30, 31])
@pytest.mark.parametrize("due_month", ["next", "same"])
def test_every_period_up_to_the_last_late_one_is_late_and_no_later_one(due_day, due_month):
    for hours in range(0, 24 * 800, 11):
        instant = datetime(2019, 12, 30, tzinfo=UTC) + timedelta(hours=hours)
        last = last_period_late(instant, due_day, due_month)
        assert reporting_deadline(last, due_day, due_month) <= instant
        assert reporting_deadline(last + 1, due_day, due_month) > instant


@pytest.mark.parametrize(("given", "expected"), cases(WINDOWS))
def test_a_month_runs_from_its_start_day_to_the_day_before_the_next(given, expected):
    window = reporting_window(month_of(given["month"]), int(given["start_day"]))
    assert window == (date.fromisoformat(expected["first"]), date.fromisoformat(expected["last"]))


@pytest.mark.parametrize("start_day", [1, 2, 15, 28, 29, 30, 31])
def test_windows_follow_one_another_without_gap_or_overlap(start_day):
    for month in range(month_of("2019-01"), month_of("2022-01")):
        _, last = reporting_window(month, start_day)
        following, _ = reporting_window(month + 1, start_day)
        assert following - last == timedelta(days=1)


@pytest.mark.parametrize("text", ["2021-01", "2021-12", "0001-01", "9999-12"])
def test_a_month_survives_being_written_and_read(text):
    assert month_text(month_of(text)) == text


def test_months_are_counted_so_that_spans_are_differences():
    assert month_of("2022-01") - month_of("2021-01") == 12
    assert month_holding(date(2021, 6, 30)) == month_of("2021-06")
    assert first_day(month_of("2021-06")) == date(2021, 6, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2021-13",
        "2021-00",
        "2021-6",
        "21-06",
        "2021-06-01",
        " 2021-06",
        "",
        "２０２１-06",
        "0000-01",
    ],
)
def test_what_is_not_a_month_is_refused(text):
    with pytest.raises(ValueError, match="is not a month"):
        month_of(text)
