"""Numbers, dates and names as Vietnamese readers write and sort them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kpis.domain.months import month_of
from kpis.store import database
from kpis.ui import text
from kpis.ui.promises import COMPARE
from kpis.ui.text import amount, exactly, vietnamese_order


def keeping(comparator: str, target: str):
    return lambda shown: COMPARE[comparator](shown, Decimal(target))


def read(shown: str) -> Decimal:
    return Decimal(shown.replace(".", "").replace(",", ".").replace("\u2212", "-"))


@pytest.mark.parametrize(
    ("value", "comparator", "target", "shown"),
    [
        (93.5, ">=", "90", "93,5"),
        (89.96, ">=", "90", "89,96"),  # "90,0" would say that the promise was kept
        (10.004, "<=", "10", "10,004"),
        (90.04, ">=", "90", "90,0"),
        (90.04, ">", "90", "90,04"),  # "90,0" would say that it was not
        (1234.5, ">=", "1000", "1.234,5"),
        (Fraction(2, 3), ">=", "0.7", "0,67"),
        (-0.04, "<", "0", "−0,04"),
        (89.9999999999, ">=", "90", "89,999999"),
    ],
)
def test_a_shown_amount_keeps_the_promise_exactly_when_the_real_one_does(
    value, comparator, target, shown
):
    assert amount(value, 1, keeps=keeping(comparator, target)) == shown


@given(
    some.floats(-1e6, 1e6),
    some.decimals(-1000, 1000, places=3),
    some.sampled_from(list(COMPARE)),
    some.integers(0, 3),
)
def test_no_rounding_ever_crosses_a_target(value, target, comparator, decimals):
    keeps = keeping(comparator, str(target))
    shown = read(amount(value, decimals, keeps=keeps))
    assert keeps(shown) == keeps(text.decimal(value))
    assert abs(shown - text.decimal(value)) <= Decimal("0.5").scaleb(-decimals) + Decimal("1e-6")


def test_what_a_judge_found_exactly_goes_before_what_a_float_says():
    keeps = keeping(">=", "90")
    assert amount(90.0, 1, keeps=keeps, truth=False) == "89,999999"
    assert amount(89.99999999999999, 1, keeps=keeps, truth=True) == "90,0"


def test_nothing_reported_is_a_dash_and_zero_is_zero():
    assert amount(None, 1) == exactly(None) == "—"
    assert amount(0, 1) == "0,0"
    assert amount(-0.001, 1) == "0,0"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (98.0, "98"),
        (97.25, "97,25"),
        (24.750000000000004, "24,750000000000004"),
        (Decimal("1234567.50"), "1.234.567,5"),
        (Decimal("1E+3"), "1.000"),
        (0.1, "0,1"),
    ],
)
def test_an_exact_amount_shows_every_digit_that_was_written(value, shown):
    assert exactly(value) == shown


def test_a_unit_of_measure_never_breaks_away_from_its_number():
    assert text.percent(97.26) == "97,3\u00a0%"
    assert text.with_unit("—", "%") == "—"


def test_months_days_and_instants_are_written_as_in_vietnam():
    assert text.month_label(month_of("2021-06")) == "06/2021"
    assert text.month_short(month_of("2021-06")) == "T6/21"
    assert text.date_label(date(2021, 9, 27)) == "27/09/2021"
    midnight = datetime(2021, 6, 30, 17, 5, tzinfo=UTC)
    assert text.instant_label(midnight) == "01/07/2021 00:05"


def test_a_count_takes_the_word_for_one_or_for_many():
    assert text.text("en", "units", n=1) == "1 unit"
    assert text.text("en", "units", n=1200) == "1.200 units"


def test_an_unknown_message_is_never_shown_as_its_key():
    with pytest.raises(KeyError):
        text.text("vi", "no.such.message")


NAMES = """Sở Tư pháp;Sở Nội vụ;Sở Y tế;Sở Xây dựng;Đà Nẵng;Dân tộc;Công an tỉnh;Cục Thuế tỉnh
;Ăn;An;Âu;ân;ẩn;ấn;Huyện Sông Lô;Huyện Tam Đảo;Huyện Tam Dương;Huyện Lập Thạch;Ô;Ơ;O;Ò;Ó;Ọ
;Ủy ban;Ưu;U;Y;Ý;xã Tử Du;xã Tứ Yên;xã Tự Lập;Thành phố Vĩnh Yên;Thành phố Phúc Yên;Bình An
;Bính;Bĩnh;Đông;Dông;Động""".replace("\n", "").split(";")


def test_names_sort_as_in_a_vietnamese_dictionary():
    mixed = Random(5).sample(NAMES, len(NAMES))
    store = database.create()
    with store.connection.cursor() as cursor:
        [(expected,)] = cursor.execute(
            "select list(name order by name collate vi) from (select unnest(?) as name)", [mixed]
        ).fetchall()
    store.close()
    assert sorted(mixed, key=vietnamese_order) == expected


def test_words_of_the_screens_have_no_stray_spaces_around_their_places():
    for language in text.LANGUAGES:
        for key, message in text.messages(language).items():
            assert "  " not in message, key
