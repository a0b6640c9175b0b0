"""What is still needed, what is out of reach, and where it is heading: evaluation.md, "Can it
still be reached, and what would it take" and "Forecast at due".

Months are numbers, an item runs from 1 to 12; R periods are still to come, k have been reported.
"""

# Tables may be as wide as they need.
# ruff: noqa: E501

from fractions import Fraction
from itertools import combinations
from random import Random
from statistics import median

import pytest

from tests.domain.judging import assert_says, cases, judged

# pooled: d = R * D / k; required = scale * (T/scale * (D + d) - X) / d.
POOLED = """
    comparator | target | share | figures      | month -> required | out_of_reach | status
    -----------+--------+-------+--------------+-------------------+--------------+----------
    >=         | 96     | yes   | 95/100*9     | 9     -> 99       | no           | at_risk
    >=         | 96.25  | yes   | 95/100*9     | 9     -> 100      | no           | at_risk
    >=         | 96.26  | yes   | 95/100*9     | 9     -> 100.04   | yes          | off_track
    >=         | 96.26  | no    | 95/100*9     | 9     -> 100.04   | no           | at_risk
    >          | 96.25  | yes   | 95/100*9     | 9     -> 100      | yes          | off_track
    >          | 96.24  | yes   | 95/100*9     | 9     -> 99.96    | no           | at_risk
    >=         | 60     | yes   | 95/100*9     | 9     -> 0        | no           | on_track
    <=         | 75     | yes   | 80/100*6     | 6     -> 70       | no           | off_track
    <=         | 40     | yes   | 80/100*6     | 6     -> 0        | no           | off_track
    <          | 40     | yes   | 80/100*6     | 6     -> 0        | yes          | off_track
    <=         | 39     | yes   | 80/100*6     | 6     -> -2       | yes          | off_track
    <=         | 80     | yes   | 70/100*6     | 6     -> 90       | no           | on_track
    >=         | 60     | yes   | 5/10 - 10/20 | 3     -> -        | no           | no_data
    >=         | 50     | yes   | 0/0 5/10     | 2     -> 50       | no           | on_track
    >=         | 90     | yes   | 50           | 1     -> -        | no           | off_track
    >=         | 90     | yes   | 80/100 95    | 2     -> -        | no           | at_risk
    >=         | 120    | yes   | 90/100       | 1     -> 1350/11  | yes          | off_track
"""

POOLED_BY_QUARTER = """
    figures               | month | target -> reported | to_come | required | out_of_reach
    ----------------------+-------+--------------------+---------+----------+-------------
    - - 80/100            | 3     | 90     -> 1        | 3       | 280/3    | no
    80/100 - 80/100       | 3     | 90     -> 2        | 3       | 290/3    | no
    - - 80/100 - - 80/100 | 7     | 90     -> 2        | 2       | 100      | no
    - - 80/100 - - 80/100 | 6     | 91     -> 2        | 2       | 102      | yes
    - - 90/100*10         | 12    | 90     -> 10       | 0       | -        | no
"""

# R = 0 before due: an item due in a month in which no period ends.
NOTHING_TO_COME = """
    kind  | over_time | comparator | target | figures    | max -> status    | required | out_of_reach | forecast
    ------+-----------+------------+--------+------------+------------------+----------+--------------+---------
    ratio | pooled    | >=         | 90     | - - 80/100 |     -> off_track | -        | no           | 80
    count | sum       | <=         | 90     | - - 80     |     -> on_track  | -        | no           | 80
    count | sum       | <=         | 70     | - - 80     |     -> off_track | -        | no           | 80
    level | mean      | >=         | 90     | - - 80     | 85  -> off_track | -        | no           | 80
    level | last      | >=         | 90     | - - 80     | 85  -> off_track | 90       | yes          | 80
    level | last      | >=         | 90     | - - 80     |     -> off_track | 90       | no           | 80
    ratio | month     | >=         | 90     | - - 80/100 |     -> off_track | 90       | no           | 80
"""

# sum: (T - A) / R.  mean: (T * (k + R) - sum) / R.  last, month: T.
OTHERS = """
    kind  | over_time | comparator | target | min | max | figures  | month | pace -> required | out_of_reach
    ------+-----------+------------+--------+-----+-----+----------+-------+------------------+-------------
    count | sum       | >=         | 24     |     |     | 1*6      | 6     |      -> 3        | no
    count | sum       | >=         | 1000   |     | 5   | 1*6      | 6     |      -> 497/3    | no
    count | sum       | >=         | 24     |     |     | 1 - 1    | 3     |      -> 22/9     | no
    count | sum       | <=         | 24     |     |     | 3*6      | 6     | hold -> 1        | no
    count | sum       | <=         | 18     |     |     | 3*6      | 6     | hold -> 0        | no
    count | sum       | <          | 18     |     |     | 3*6      | 6     | hold -> 0        | yes
    count | sum       | <=         | 17     |     |     | 3*6      | 6     | hold -> -1/6     | yes
    count | sum       | <=         | 17     | 0   |     | 3*6      | 6     | hold -> -1/6     | yes
    level | mean      | >=         | 85     |     | 100 | 80*8     | 8     |      -> 95       | no
    level | mean      | >=         | 85     |     | 95  | 80*8     | 8     |      -> 95       | no
    level | mean      | >          | 85     |     | 95  | 80*8     | 8     |      -> 95       | yes
    level | mean      | >=         | 85     |     | 94  | 80*8     | 8     |      -> 95       | yes
    level | mean      | >=         | 85     |     |     | 80*8     | 8     |      -> 95       | no
    level | mean      | >=         | -5     |     |     | 80*8     | 8     |      -> -175     | no
    level | mean      | <=         | 3      | 1   |     | 4*8      | 8     |      -> 1        | no
    level | mean      | <          | 3      | 1   |     | 4*8      | 8     |      -> 1        | yes
    level | mean      | <=         | 2.9    | 1   |     | 4*8      | 8     |      -> 0.7      | yes
    level | mean      | <=         | 2.9    |     | 2   | 4*8      | 8     |      -> 0.7      | no
    level | last      | >=         | 85     |     | 100 | 80*8     | 8     |      -> 85       | no
    level | last      | >=         | 85     |     | 85  | 80*8     | 8     |      -> 85       | no
    level | last      | >          | 85     |     | 85  | 80*8     | 8     |      -> 85       | yes
    level | last      | >=         | 86     |     | 85  | 80*8     | 8     |      -> 86       | yes
    level | last      | >=         | 86     | 87  |     | 80*8     | 8     |      -> 86       | no
    level | last      | <=         | 2      | 1   |     | 3*8      | 8     |      -> 2        | no
    level | last      | <=         | 0.5    | 1   |     | 3*8      | 8     |      -> 0.5      | yes
    level | last      | <          | 1      | 1   |     | 3*8      | 8     |      -> 1        | yes
    ratio | month     | >=         | 96     |     | 95  | 90/100*8 | 8     |      -> 96       | yes
    ratio | month     | >=         | 96     |     | 100 | 90/100*8 | 8     |      -> 96       | no
    ratio | month     | <=         | 4      | 5   |     | 9/100*8  | 8     |      -> 4        | yes
"""

# Out of reach says so of an item that is on track too; only a status of 7 to 9 has an outlook.
WHEN = """
    kind      | over_time | comparator | target | max | figures | month | pace   -> status    | required | out_of_reach | forecast | forecast_ok
    ----------+-----------+------------+--------+-----+---------+-------+---------------------+----------+--------------+----------+------------
    level     | mean      | >=         | 90     | 100 | 30      | 1     | linear -> on_track  | 1050/11  | no           | 30       | no
    level     | mean      | >=         | 90     | 90  | 30      | 1     | linear -> on_track  | 1050/11  | yes          | 30       | no
    level     | last      | =          | 90     | 80  | 90      | 1     | hold   -> on_track  | -        | no           | 80       | no
    level     | last      | =          | 90     |     | 88      | 1     | hold   -> at_risk   | -        | no           | 88       | no
    level     | last      | between    | 80..90 |     | 85      | 1     | hold   -> on_track  | -        | no           | 85       | yes
    count     | sum       | =          | 12     |     | 1       | 1     |        -> on_track  | -        | no           | 12       | yes
    milestone | last      | =          | 0      |     | 0       | 1     | hold   -> on_track  | -        | no           | -        | -
    rank      | last      | <=         | 3      |     | 2       | 1     | hold   -> on_track  | -        | no           | -        | -
    rank      | last      | <=         | 3      |     | 9       | 1     | hold   -> off_track | -        | no           | -        | -
    level     | last      | >=         | 90     | 80  | 80      | 1     | at_due -> not_due   | -        | no           | -        | -
    level     | last      | >=         | 90     | 80  | 80 -    | 2     | hold   -> no_data   | -        | no           | -        | -
    level     | last      | >=         | 90     | 80  | 80*12   | 12    | hold   -> missed    | -        | no           | -        | -
    count     | sum       | >=         | 2      |     | 5       | 1     |        -> fulfilled | -        | no           | -        | -
"""

# Forecast at due, from the last up to 3 reported months; `month` pools them, `last` see below.
FORECAST = """
    kind  | over_time | comparator | target | figures              | month | due -> forecast | forecast_ok
    ------+-----------+------------+--------+----------------------+-------+-----------------+------------
    ratio | pooled    | >=         | 90     | 80/100*3 95/100*3    | 6     |     -> 91.25    | yes
    ratio | pooled    | >=         | 92     | 80/100*3 95/100*3    | 6     |     -> 91.25    | no
    ratio | pooled    | >=         | 91.25  | 80/100*3 95/100*3    | 6     |     -> 91.25    | yes
    ratio | pooled    | >          | 91.25  | 80/100*3 95/100*3    | 6     |     -> 91.25    | no
    ratio | pooled    | >=         | 90     | 80/100 90/100        | 2     |     -> 85       | no
    ratio | pooled    | >=         | 90     | 10/10 1/90           | 2     |     -> 11       | no
    ratio | pooled    | >=         | 90     | 5/10 0/0*3           | 4     |     -> -        | -
    ratio | pooled    | >=         | 90     | 5/10 0/0*2 10/10     | 4     |     -> 275/3    | yes
    ratio | pooled    | >=         | 90     | 80                   | 1     |     -> -        | -
    ratio | month     | >=         | 90     | 0/100 80/100 1/1 1/1 | 4     |     -> 8200/102 | no
    ratio | month     | >=         | 80     | 0/0 0/0 0/0 8/10     | 4     |     -> 80       | yes
    ratio | month     | >=         | 80     | 80 0/0 0/0 8/10      | 4     |     -> 80       | yes
    ratio | month     | >=         | 80     | 0/0 80 0/0 8/10      | 4     |     -> -        | -
    ratio | month     | >=         | 80     | 8/10 80              | 2     |     -> -        | -
    count | sum       | >=         | 24     | 9 1 2 3              | 4     |     -> 31       | yes
    count | sum       | >=         | 24     | 1 1                  | 2     |     -> 12       | no
    count | sum       | >=         | 24     | 1 - 3                | 3     |     -> 22       | no
    level | mean      | >=         | 80     | 60 60 60 90 90 90    | 6     |     -> 82.5     | yes
    level | mean      | >=         | 80     | 60 90                | 2     |     -> 75       | no
    level | mean      | <=         | 80     | 60 90                | 2     |     -> 75       | yes
"""

# Theil-Sen: the median of all pairwise slopes, the median of value - slope * month, read at due.
TREND = """
    figures        | month | min | max | target | comparator -> forecast | forecast_ok
    ---------------+-------+-----+-----+--------+------------------------+------------
    70             | 1     |     |     | 80     | >=         -> 70       | no
    70 75          | 2     |     |     | 80     | >=         -> 75       | no
    70 71 72       | 3     |     |     | 80     | >=         -> 81       | yes
    70 71 72       | 3     |     |     | 81     | >=         -> 81       | yes
    70 71 72       | 3     |     |     | 81     | >          -> 81       | no
    70 71 72       | 3     |     | 80  | 80.5   | >=         -> 80       | no
    70 71 72       | 3     | 82  |     | 80.5   | >=         -> 82       | yes
    70 - 72 - 74   | 5     |     |     | 80     | >=         -> 81       | yes
    70 80 71       | 3     |     |     | 80     | >=         -> 75.5     | no
    10 20 31 43    | 4     |     |     | 99     | >=         -> 130.5    | yes
    90 1 2 3 4 5 6 | 7     |     |     | 11     | >=         -> 11       | yes
    5 4 3          | 3     | 1   |     | 2      | <=         -> 1        | yes
"""


@pytest.mark.parametrize(("given", "expected"), cases(POOLED))
def test_required_of_one_quotient_of_sums(given, expected):
    assert_says(judged(**given), expected)


@pytest.mark.parametrize(("given", "expected"), cases(POOLED_BY_QUARTER))
def test_periods_to_come_are_counted_by_frequency_and_months_reported_due_or_not(given, expected):
    assert_says(judged(frequency="quarterly", **given), expected)


@pytest.mark.parametrize(("given", "expected"), cases(NOTHING_TO_COME))
def test_with_nothing_to_come_nothing_is_required(given, expected):
    given = {"pace": "hold", "frequency": "quarterly", "month": "4", "due": "5"} | given
    result = judged(**given)
    assert result["to_come"] == 0
    assert_says(result, expected)


@pytest.mark.parametrize(("given", "expected"), cases(OTHERS))
def test_required_of_sums_means_and_levels(given, expected):
    assert_says(judged(**given), expected)


@pytest.mark.parametrize(("given", "expected"), cases(WHEN))
def test_only_an_open_item_with_figures_has_an_outlook(given, expected):
    assert_says(judged(**given), expected)


@pytest.mark.parametrize(("given", "expected"), cases(FORECAST))
def test_the_forecast_carries_the_last_three_months_on(given, expected):
    assert_says(judged(**given), expected)


@pytest.mark.parametrize(("given", "expected"), cases(TREND))
def test_a_level_is_forecast_by_the_line_through_its_last_months(given, expected):
    assert_says(judged(kind="level", pace="hold", **given), expected)


@pytest.mark.parametrize("points", range(3, 10))
def test_the_line_agrees_with_its_plain_definition(points):
    random = Random(points)
    for _ in range(20):
        months = sorted(random.sample(range(1, 12), points))
        values = {month: Fraction(random.randint(-999, 999), 10) for month in months}
        text = [str(float(values[m])) if m in values else "-" for m in range(1, max(months) + 1)]
        given = {"month": max(months), "target": "0", "tolerance": "0.2"}
        found = judged(kind="level", pace="hold", figures=" ".join(text), **given)["forecast"]
        last = months[-6:]
        slope = median((values[b] - values[a]) / (b - a) for a, b in combinations(last, 2))
        level = median(values[m] - slope * m for m in last)
        assert found == pytest.approx(float(level + slope * 12), rel=1e-12, abs=1e-12)
