"""What an address says: codes, instants, days."""

from datetime import datetime, timedelta

import pytest

from kpis.domain.months import ICT
from kpis.ui.filters import day_of, instant_of


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2021-07-03T09:00:00+07:00", datetime(2021, 7, 3, 9, tzinfo=ICT)),
        ("2021-07-03T09:00:00 07:00", datetime(2021, 7, 3, 9, tzinfo=ICT)),  # "+" not encoded
        ("2021-07-03T02:00:00+00:00", datetime(2021, 7, 3, 9, tzinfo=ICT)),
        ("2021-07-03T09:00", datetime(2021, 7, 3, 9, tzinfo=ICT)),
    ],
)
def test_an_instant_is_taken_with_its_offset_and_as_vietnams_without(written, meant):
    assert instant_of(written) == meant


def test_a_day_stands_for_its_end():
    midnight = datetime(2021, 7, 4, tzinfo=ICT)
    assert midnight - timedelta(seconds=1) < instant_of("2021-07-03") < midnight


@pytest.mark.parametrize("written", ["", "hôm qua", "2021-13-01", "03/07/2021", "2021-07"])
def test_what_is_no_instant_is_none(written):
    assert instant_of(written) is None


def test_a_typed_day_is_read_as_vietnamese_write_it():
    assert f"{day_of(' 3/7/2021 '):%Y-%m-%d}" == "2021-07-03"
    assert day_of("2021-07-03") is None
    assert day_of("31/02/2021") is None
