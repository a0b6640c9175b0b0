"""How months add up, what is expected, comparators, attainment: one line per rule.

Read each table next to the section of evaluation.md that it names. Months are numbers, 1 is
January 2021; an item runs from 1 to 12 unless the line says otherwise.
"""

# Tables may be as wide as they need.
# ruff: noqa: E501

from fractions import Fraction

import pytest

from kpis.domain.judge import judge
from tests.domain.judging import (
    Case,
    assert_says,
    cases,
    evidence_of,
    judged,
    promises_of,
)

# "Indicator kinds and how months add up": A(m), over the figures from start to min(m, due).
ACTUAL = """
    kind      | over_time | figures             | month | start | due | frequency -> actual   | weighted
    ----------+-----------+---------------------+-------+-------+-----+-----------------------+---------
    ratio     | pooled    | 90/100 1/1          | 2     |       |     |           -> 9100/101 | yes
    ratio     | pooled    | 1/3 1/3 0/1         | 3     |       |     |           -> 200/7    | yes
    ratio     | pooled    | 0/0 5/10            | 2     |       |     |           -> 50       | yes
    ratio     | pooled    | 0/0 0/0             | 2     |       |     |           -> -        | yes
    ratio     | pooled    | -                   | 1     |       |     |           -> -        | yes
    ratio     | pooled    | 90/100 -  80/100    | 3     |       |     |           -> 85       | yes
    ratio     | pooled    | 50/100 80           | 2     |       |     |           -> 65       | no
    ratio     | pooled    | 50/100 0/0 80       | 3     |       |     |           -> 65       | no
    ratio     | pooled    | 0/0 80              | 2     |       |     |           -> 80       | no
    ratio     | pooled    | 70 80               | 2     |       |     |           -> 75       | no
    ratio     | pooled    | 70 80/100           | 3     | 2     |     |           -> 80       | yes
    ratio     | month     | 90/100 50/100       | 2     |       |     |           -> 50       | yes
    ratio     | month     | 90/100 0/0          | 2     |       |     |           -> -        | yes
    ratio     | month     | 90/100 -            | 2     |       |     |           -> -        | yes
    ratio     | month     | 90/100 70           | 2     |       |     |           -> 70       | yes
    ratio     | month     | 1/10 2/10 3/10 4/10 | 4     |       |     | quarterly -> 30       | yes
    ratio     | month     | 1/10 2/10           | 2     |       |     | quarterly -> -        | yes
    count     | sum       | 3 0 4               | 3     |       |     |           -> 7        | yes
    count     | sum       | 3 - 4               | 3     |       |     |           -> 7        | yes
    count     | sum       | -                   | 3     |       |     |           -> -        | yes
    level     | last      | 70 80 75            | 3     |       |     |           -> 75       | yes
    level     | last      | 70 80 -             | 3     |       |     |           -> 80       | yes
    level     | last      | 70 80               | 2     |       |     | quarterly -> 80       | yes
    level     | mean      | 70 80 90.5          | 3     |       |     |           -> 481/6    | yes
    level     | mean      | 0.1 0.2 -0.3        | 3     |       |     |           -> 0        | yes
    milestone | last      | 0 1 0               | 3     |       |     |           -> 0        | yes
    rank      | last      | 9 3                 | 2     |       |     |           -> 3        | yes
    count     | sum       | 1 2 4 8 16          | 5     | 3     |     |           -> 28       | yes
    count     | sum       | 1 2 4 8 16          | 5     | 2     | 4   |           -> 14       | yes
    count     | sum       | 1 2 4 8 16          | 2     | 3     |     |           -> -        | yes
    ratio     | pooled    | 70 80/100           | 2     | 3     |     |           -> -        | yes
"""


@pytest.mark.parametrize(("given", "expected"), cases(ACTUAL))
def test_months_add_up_to_the_actual(given, expected):
    assert_says(judged(**given), expected)


def test_a_year_is_one_quotient_of_sums_not_a_mean_of_months():
    assert judged(figures="1/1 50/100", month=2)["actual"] == pytest.approx(
        float(Fraction(5100, 101))
    )


def test_a_ratio_is_multiplied_by_its_scale():
    assert judged(figures="3/10", month=1, scale="1000", share="no")["actual"] == 300
    assert (
        judged(figures="3/10", month=1, scale="1", share="no", over_time="month")["actual"] == 0.3
    )


# "a breakdown ... the total is the sum over members, month by month".
MEMBERS = """
    figures           | month | over_time -> actual | reported
    ------------------+-------+---------------------+---------
    a=1/2,b=3/4       | 1     | pooled    -> 200/3  | 1
    a=1/2,b=3/4 b=0/2 | 2     | pooled    -> 50     | 2
    a=0/0,b=0/0       | 1     | pooled    -> -      | 1
    a=1/2,b=3/4 b=1/4 | 2     | month     -> 25     | 2
"""


@pytest.mark.parametrize(("given", "expected"), cases(MEMBERS))
def test_members_add_up_month_by_month(given, expected):
    assert_says(judged(breakdown="linh-vuc", **given), expected)


# "Expected value E(m), by the item's pace".
EXPECTED = """
    pace   | comparator | target | baseline | steps     | start | due | month -> expected
    -------+------------+--------+----------+-----------+-------+-----+------------------
    hold   | >=         | 90     |          |           | 3     | 12  | 2     -> -
    hold   | >=         | 90     |          |           | 3     | 12  | 3     -> 90
    hold   | >=         | 90     | 40       |           |       |     | 1     -> 90
    hold   | >=         | 90     |          |           |       | 6   | 9     -> 90
    hold   | between    | 30..40 |          |           |       |     | 1     -> 30..40
    linear | >=         | 12     |          |           |       |     | 1     -> 1
    linear | >=         | 12     |          |           |       |     | 11    -> 11
    linear | >=         | 12     |          |           |       |     | 12    -> 12
    linear | >=         | 12     |          |           |       | 6   | 9     -> 12
    linear | >=         | 10     |          |           |       | 3   | 1     -> 10/3
    linear | >=         | 100    | 40       |           |       |     | 3     -> 55
    linear | <=         | 40     | 100      |           |       |     | 3     -> 85
    linear | >=         | 40     | 100      |           |       |     | 3     -> 85
    linear | >=         | 12     |          |           | 5     |     | 4     -> -
    linear | >=         | 8      |          |           | 5     |     | 5     -> 1
    linear | =          | 12     |          |           |       |     | 6     -> 6
    steps  | >=         | 40     |          | 3:10 6:20 |       |     | 2     -> -
    steps  | >=         | 40     |          | 3:10 6:20 |       |     | 3     -> 10
    steps  | >=         | 40     |          | 3:10 6:20 |       |     | 5     -> 10
    steps  | >=         | 40     |          | 3:10 6:20 |       |     | 6     -> 20
    steps  | >=         | 40     |          | 3:10 6:20 |       |     | 11    -> 20
    steps  | >=         | 40     |          | 3:10 6:20 |       |     | 12    -> 40
    at_due | >=         | 40     |          |           |       |     | 11    -> -
    at_due | >=         | 40     |          |           |       |     | 12    -> 40
    at_due | between    | 30..40 |          |           |       |     | 11    -> -
    at_due | between    | 30..40 |          |           |       |     | 12    -> 30..40
"""


@pytest.mark.parametrize(("given", "expected"), cases(EXPECTED))
def test_a_pace_says_what_is_expected(given, expected):
    kind = "count" if given["pace"] == "linear" else "level"
    assert_says(judged(kind=kind, **given), expected)


@pytest.mark.parametrize(
    ("kind", "month", "expected"),
    [
        ("ratio", 1, 95),
        ("level", 1, 95),
        ("count", 6, 47.5),
        ("milestone", 6, None),
        ("rank", 6, None),
    ],
)
def test_every_kind_has_its_default_pace(kind, month, expected):
    assert judged(kind=kind, month=month)["expected"] == expected


# "Comparators" at due, and "Attainment" against T where no baseline is used.
ATTAINMENT = """
    figures | comparator | target -> attainment | status
    --------+------------+----------------------+----------
    95      | >=         | 95     -> 100        | fulfilled
    89.96   | >=         | 90     -> 99.9556    | missed
    38      | >=         | 40     -> 95         | missed
    42      | >=         | 40     -> 105        | fulfilled
    0       | >=         | 0      -> 100        | fulfilled
    5       | >=         | 0      -> 100        | fulfilled
    -1      | >=         | 0      -> 0          | missed
    -4      | >=         | -5     -> 100        | fulfilled
    -6      | >=         | -5     -> 0          | missed
    -3      | >=         | 10     -> 0          | missed
    95      | >          | 95     -> 100        | missed
    95.01   | >          | 95     -> 9501/95    | fulfilled
    0       | >          | 0      -> 100        | missed
    12      | <=         | 10     -> 250/3      | missed
    10      | <=         | 10     -> 100        | fulfilled
    8       | <=         | 10     -> 100        | fulfilled
    0       | <=         | 0      -> 100        | fulfilled
    1       | <=         | 0      -> 0          | missed
    -4      | <=         | -5     -> 0          | missed
    -6      | <=         | -5     -> 100        | fulfilled
    10      | <          | 10     -> 100        | missed
    9.99    | <          | 10     -> 100        | fulfilled
    5       | =          | 5      -> 100        | fulfilled
    4       | =          | 5      -> 80         | missed
    6       | =          | 5      -> 250/3      | missed
    0       | =          | 0      -> 100        | fulfilled
    -3      | =          | 0      -> 0          | missed
    3       | =          | 0      -> 0          | missed
    -5      | =          | -5     -> 100        | fulfilled
    -4      | =          | -5     -> 0          | missed
    30      | between    | 30..40 -> 100        | fulfilled
    40      | between    | 30..40 -> 100        | fulfilled
    35      | between    | 30..40 -> 100        | fulfilled
    24      | between    | 30..40 -> 80         | missed
    50      | between    | 30..40 -> 80         | missed
    -1      | between    | 0..40  -> 0          | missed
    1       | between    | -5..0  -> 0          | missed
    -9      | between    | -5..0  -> 0          | missed
    7       | between    | 7..7   -> 100        | fulfilled
"""


@pytest.mark.parametrize(("given", "expected"), cases(ATTAINMENT))
def test_attainment_and_comparator_at_due(given, expected):
    given["figures"] = "-*11 " + given["figures"]
    result = judged(kind="level", **given)
    assert_says(result, expected)
    assert result["pace_attainment"] == result["attainment"], "at due E is T"


# "Attainment" with pace linear at half way, m = 6 of 12: `pace_attainment` is the same formula with
# E(m) in the place of T. A baseline counts only on the far side of T, but always bends E(m).
ON_THE_WAY = """
    comparator | target | baseline | figures -> expected | attainment | pace_attainment
    -----------+--------+----------+---------------------+------------+----------------
    >=         | 100    |          | 40      -> 50       | 40         | 80
    >=         | 100    | 60       | 70      -> 80       | 25         | 50
    >=         | 100    | 60       | 80      -> 80       | 50         | 100
    >=         | 100    | 60       | 50      -> 80       | 0          | 0
    >=         | 100    | 60       | 60      -> 80       | 0          | 0
    >=         | 100    | 100      | 90      -> 100      | 90         | 90
    >=         | 60     | 100      | 70      -> 80       | 350/3      | 87.5
    >          | 100    | 60       | 80      -> 80       | 50         | 100
    >=         | 0      | -40      | -30     -> -20      | 25         | 50
    >=         | -10    |          | -6      -> -5       | 100        | 0
    >=         | -10    |          | -12     -> -5       | 0          | 0
    >=         | 10     | -10      | 0       -> 0        | 50         | 100
    <=         | 40     | 100      | 80      -> 70       | 100/3      | 200/3
    <=         | 40     | 100      | 110     -> 70       | 0          | 0
    <=         | 40     | 100      | 30      -> 70       | 350/3      | 700/3
    <          | 40     | 100      | 70      -> 70       | 50         | 100
    <=         | 100    | 40       | 90      -> 70       | 100        | 700/9
    <=         | 100    |          | 60      -> 50       | 100        | 250/3
    =          | 100    |          | 60      -> 50       | 60         | 120
    =          | 100    | 60       | 70      -> 80       | 70         | 50
    =          | 60     | 100      | 70      -> 80       | 600/7      | 87.5
"""


@pytest.mark.parametrize(("given", "expected"), cases(ON_THE_WAY))
def test_attainment_on_a_linear_way(given, expected):
    given["figures"] = "-*5 " + given["figures"]
    assert_says(judged(kind="level", month=6, pace="linear", **given), expected)


# A baseline without pace linear is ignored; at due E is T, so the two attainments meet.
BASELINE = """
    pace   | month | baseline | target | figures -> attainment | pace_attainment
    -------+-------+----------+--------+-----------------------+----------------
    hold   | 6     | 60       | 100    | 80      -> 80         | 80
    steps  | 6     | 60       | 100    | 80      -> 80         | 100
    at_due | 12    | 60       | 100    | 80      -> 80         | 80
    linear | 12    | 60       | 100    | 80      -> 50         | 50
"""


@pytest.mark.parametrize(("given", "expected"), cases(BASELINE))
def test_a_baseline_is_used_with_pace_linear_alone(given, expected):
    given["figures"] = f"-*{int(given['month']) - 1} {given['figures']}"
    assert_says(judged(kind="level", steps="2:80", **given), expected)


def test_attainment_of_nothing_reported_is_nothing():
    nothing = judged(figures="", month=3)
    assert nothing["attainment"] is None and nothing["pace_attainment"] is None


def test_before_the_start_there_is_no_actual_and_it_counts_as_weighted():
    early = judged(figures="50 60", month=2, start=3)
    assert (early["actual"], early["expected"], early["attainment"]) == (None, None, None)
    assert early["weighted"] is True


def test_a_promise_is_judged_by_its_own_row_whatever_stands_beside_it():
    some = [
        Case("90/100", 1, target="90"),
        Case("1*12", kind="count", target="12"),
        Case("a=1/2,b=2/2", 1, target="60", each=True, indicator={"breakdown": "linh-vuc"}),
        Case("-*11 -0.3", kind="level", target="-0.3"),
    ]
    together = judge(promises_of(some), evidence_of(some)).verdicts
    for place, one in enumerate(some):
        alone = judge(promises_of([one]), evidence_of([one])).verdicts
        assert together.status[place] == alone.status[0]
        assert together.pace_attainment[place] == alone.pace_attainment[0]
