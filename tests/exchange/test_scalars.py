from datetime import date, datetime, timedelta, timezone

import pytest

from kpis.domain.months import month_of
from kpis.exchange.numbers import Unreadable
from kpis.exchange.scalars import code_in, day_in, instant_in, month_in, truth_in

HANOI = timezone(timedelta(hours=7))


def refusal(read, text):
    with pytest.raises(Unreadable) as refused:
        read(text)
    return refused.value


def test_a_month_is_read():
    assert month_in("2021-06") == month_of("2021-06")


@pytest.mark.parametrize(
    "typed",
    ["2021-6", "2021-13", "2021-00", "06/2021", "2021-06-01", "0201-06", "9999-12", "２021-06"],
)
def test_anything_but_a_likely_month_is_refused(typed):
    assert refusal(month_in, typed).code == "file.not_a_month"


def test_a_day_is_read():
    assert day_in("2021-02-28") == date(2021, 2, 28)


@pytest.mark.parametrize(
    "typed", ["2021-02-29", "28/02/2021", "20210228", "2021-2-28", "1099-01-01"]
)
def test_anything_but_a_likely_day_is_refused(typed):
    assert refusal(day_in, typed).code == "file.not_a_day"


def test_an_instant_is_read_with_its_offset():
    assert instant_in("2021-03-01T08:00:00+07:00") == datetime(2021, 3, 1, 8, tzinfo=HANOI)
    assert instant_in("2021-03-01T01:00Z") == datetime(2021, 3, 1, 8, tzinfo=HANOI)
    assert instant_in("2021-03-01T01:00:00.250000Z").microsecond == 250000


def test_an_instant_without_offset_is_refused_with_the_offset_of_vietnam_as_example():
    refused = refusal(instant_in, "2021-03-01T08:00:00")
    assert refused.code == "file.instant_without_offset"
    assert refused.values["example"] == "2021-03-01T08:00:00+07:00"


@pytest.mark.parametrize(
    "typed",
    [
        "2021-03-01",
        "2021-03-01 08:00:00+07:00",
        "2021-02-30T08:00:00+07:00",
        "2021-03-01T25:00:00Z",
    ],
)
def test_anything_but_an_instant_is_refused(typed):
    assert refusal(instant_in, typed).code == "file.not_an_instant"


@pytest.mark.parametrize("typed", ["so-tu-phap", "8J094", "15/BCK", "đơn-vị_1.a"])
def test_a_code_is_letters_digits_and_few_signs(typed):
    assert code_in(typed) == typed


@pytest.mark.parametrize("typed", ["", " so", "so tu phap", "-so", "a|b", "a,b", "a\nb", "x" * 101])
def test_anything_else_is_no_code(typed):
    assert refusal(code_in, typed).code == "file.not_a_code"


def test_true_and_false_are_written_so():
    assert [truth_in("true"), truth_in("false")] == [True, False]
    assert refusal(truth_in, "yes").code == "file.not_true_or_false"
