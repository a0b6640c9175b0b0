from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.exchange.numerals import (
    decimal_sign,
    number_of_cell,
    parse_number,
    too_long,
    written,
)

# What is typed, and what it means. Two numbers: it has to be asked about. "no": not a number.
TYPED = """
    0                | 0
    7                | 7
    007              | 7
    1234             | 1234
    1234567          | 1234567
    -5               | -5
    −5               | -5
    +5               | 5
    - 5              | no
    0,5              | 0.5
    0.5              | 0.5
    ,5               | 0.5
    .5               | 0.5
    5,               | no
    5.               | no
    1,5              | 1.5
    1.5              | 1.5
    90,53            | 90.53
    90.53            | 90.53
    90,5300          | 90.53
    1234,5           | 1234.5
    1234.5           | 1234.5
    1234,567         | 1234.567
    1234.567         | 1234.567
    1,2345           | 1.2345
    1.2345           | 1.2345
    0,123            | 0.123
    0.123            | 0.123
    012.345          | 12.345
    1.234            | 1234 or 1.234
    1,234            | 1234 or 1.234
    12.500           | 12500 or 12.5
    999,999          | 999999 or 999.999
    -1.234           | -1234 or -1.234
    1.000            | 1000 or 1
    1.234%           | 1234 or 1.234
    1.234,5          | 1234.5
    1,234.5          | 1234.5
    1.234,567        | 1234.567
    1,234.567        | 1234.567
    1.234.567        | 1234567
    1,234,567        | 1234567
    1.234.567,89     | 1234567.89
    1,234,567.89     | 1234567.89
    12.345.678.901   | 12345678901
    1.234.5          | no
    1.23.456         | no
    12,34,567        | no
    0.123.456        | no
    1.234,567,890    | no
    1,234.567.890    | no
    1..5             | no
    1,,5             | no
    .                | no
    ,                | no
    1 234            | 1234
    1 234 567        | 1234567
    1 234,5          | 1234.5
    1 234.567        | 1234.567
    12 34            | no
    1  234           | no
    1234 567         | no
    1 234 56         | no
    1\u00a0234       | 1234
    1\u202f234,5     | 1234.5
    \u00a090\u00a0   | 90
    90,53%           | 90.53
    90.53 %          | 90.53
    100%             | 100
    0%               | 0
    -2,5 %           | -2.5
    90,53％          | 90.53
    １２３          | 123
    １２，５        | 12.5
    %                | no
    90%%             | no
    -                | no
    x                | no
    /                | no
    1/2              | no
    90/100           | no
    1e5              | no
    1E+05            | no
    0x10             | no
    NaN              | no
    inf              | no
    ∞                | no
    10²              | no
    (5)              | no
    5-               | no
    --5              | no
    5 hồ sơ          | no
    90,53 đ          | no
    $5               | no
    '123             | no
    1_000            | no
    ١٢               | no
    chưa có          | no
    05/2021          | no
    01/05/2021       | no
    12:30            | no
    #DIV/0!          | no
"""
ROWS = [tuple(part.strip() for part in row.split("|")) for row in TYPED.strip().splitlines()]


def test_the_table_of_typed_numbers_is_as_long_as_asked_for():
    assert len(ROWS) >= 80


@pytest.mark.parametrize(("text", "meaning"), ROWS)
def test_a_typed_number_means(text, meaning):
    expected = () if meaning == "no" else tuple(map(Decimal, meaning.split(" or ")))
    assert parse_number(text).readings == expected


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("1,234", ",", "1.234"),
        ("1,234", ".", "1234"),
        ("12.5", ",", "12.5"),  # it can't be thousands, whatever the other cells say
    ],
)
def test_the_sign_that_the_file_uses_tells_thousands_from_decimals(text, decimal, number):
    assert parse_number(text, decimal=decimal).readings == (Decimal(number),)


def test_what_counts_things_has_no_decimals():
    assert parse_number("1.234", whole=True).readings == (Decimal(1234),)
    assert parse_number("12,5", whole=True).readings == (Decimal("12.5"),)  # wrong, but not ours


def test_a_per_cent_sign_is_told_and_changes_no_number():
    assert parse_number("90,53%").percent
    assert not parse_number("90,53").percent


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("12,5", ","),
        ("12.5", "."),
        ("1.234,5", ","),
        ("1,234.5", "."),
        ("1.234.567", ","),
        ("1,234,567", "."),
        ("1.234", None),
        ("1234", None),
        ("1 234", None),
        ("x", None),
    ],
)
def test_a_number_shows_which_sign_stands_before_decimals(text, sign):
    assert decimal_sign(text) == sign


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (0.1 + 0.2, "0.3"),
        (90.53000000000001, "90.53"),
        (100.0, "100"),
        (1 / 3, "0.333333333333333"),
        (2 / 3, "0.666666666666667"),
        (1e15, "1000000000000000"),
        (1e22, "10000000000000000000000"),
        (1e-13, "0.0000000000001"),
        (1e-19, "0"),
        (-0.0, "0"),
        (123456789012345680.0, "123456789012346000"),
    ],
)
def test_a_cells_double_is_the_number_its_author_sees(value, number):
    assert f"{number_of_cell(value):f}" == number


def test_a_number_the_ledger_cannot_keep_is_too_long():
    assert not too_long(Decimal("99999999999999999999.999999999999999999"))
    assert too_long(Decimal("100000000000000000000"))
    assert too_long(Decimal("0.0000000000000000001"))


AMOUNTS = st.decimals(min_value=-(10**15), max_value=10**15, places=4).map(
    lambda number: number + Decimal("0.0001")
)


@given(AMOUNTS, st.sampled_from(["vi", "en"]))
def test_what_is_written_in_full_is_read_back(number, language):
    decimal = "," if language == "vi" else "."
    text = written(number, language)
    assert parse_number(text, decimal=decimal).readings == (number,)


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused_but_never_raises(text):
    readings = parse_number(text).readings
    assert len(readings) <= 2
    assert all(reading.is_finite() for reading in readings)
