from decimal import Context, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis.exchange.numbers import Unreadable, decimal_of, whole_of

READ = """
    typed                        | is
    -----------------------------+---------------------------
    0                            | 0
    -0                           | 0
    -0.0                         | 0.0
    98                           | 98
    007                          | 7
    98.50                        | 98.50
    -3.25                        | -3.25
    0.000000000000000001         | 0.000000000000000001
    24.750000000000004           | 24.750000000000004
    99999999999999999999.9       | 99999999999999999999.9
"""
REFUSED = """
    typed         | code                  | write
    --------------+-----------------------+-----------------
    1,5           | file.decimal_comma    | 1.5
    -1,5          | file.decimal_comma    | -1.5
    1.234,5       | file.decimal_comma    | 1234.5
    1,234.5       | file.decimal_comma    | 1234.5
    1.234.567     | file.decimal_comma    | 1234567
    1,234,567     | file.decimal_comma    | 1234567
    1 234,5       | file.decimal_comma    | 1234.5
    12 000        | file.decimal_comma    | 12000
    1,234         | file.decimal_comma    | 1.234 / 1234
    90%           | file.decimal_percent  | 90
    90,53 %       | file.decimal_percent  | 90.53
    NaN           | file.not_a_decimal    |
    Infinity      | file.not_a_decimal    |
    1e5           | file.not_a_decimal    |
    1_000         | file.not_a_decimal    |
    0x1F          | file.not_a_decimal    |
    +5            | file.not_a_decimal    |
    .5            | file.not_a_decimal    |
    5.            | file.not_a_decimal    |
    5-            | file.not_a_decimal    |
    ٣             | file.not_a_decimal    |
    x             | file.not_a_decimal    |
    1,2,3.4,5     | file.not_a_decimal    |
    1.234.5       | file.not_a_decimal    |
    30.6.2021     | file.not_a_decimal    |
    %             | file.not_a_decimal    |
    0.1234567890123456789         | file.decimal_size |
    123456789012345678901.1       | file.decimal_size |
"""


def rows(table):
    _, _, *lines = table.strip().splitlines()
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines]


@pytest.mark.parametrize("typed, is_", rows(READ))
def test_a_decimal_is_read_exactly(typed, is_):
    assert str(decimal_of(typed)) == str(Decimal(is_) or Decimal(0))


@pytest.mark.parametrize("typed, code, write", rows(REFUSED))
def test_any_other_way_to_write_a_number_is_refused_with_what_to_write(typed, code, write):
    with pytest.raises(Unreadable) as refused:
        decimal_of(typed)
    assert refused.value.code == code
    assert refused.value.values.get("write", "") == write
    assert refused.value.values["found"] == typed


@pytest.mark.parametrize("typed", [" 5", "5 ", "\t5", "5\u00a0"])
def test_spaces_round_a_number_are_refused(typed):
    with pytest.raises(Unreadable) as refused:
        decimal_of(typed)
    assert (refused.value.code, refused.value.values["write"]) == ("file.decimal_spaces", "5")


@settings(deadline=None)
@given(st.integers(-(10**38) + 1, 10**38 - 1))
def test_every_decimal_of_the_ledger_is_read_back_from_its_text(digits):
    decimal = Decimal(digits).scaleb(-18, Context(prec=38))
    assert decimal_of(format(decimal, "f")) == decimal


@pytest.mark.parametrize("typed", ["0", "32", "5.0", "-1", "five", "", "1234567890123"])
def test_a_whole_number_lies_within_its_limits(typed):
    with pytest.raises(Unreadable) as refused:
        whole_of(typed, 1, 31)
    assert refused.value.values == {"found": typed, "low": 1, "high": 31}
