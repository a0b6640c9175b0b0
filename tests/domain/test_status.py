"""The nine rules that give an item its status, in their order: evaluation.md, "Status".

Each rule stands with the nearest cases that it does not settle; `rule` says which one did. Months
are numbers, an item runs from 1 to 12, and every deadline has passed unless `late` says through
which month they have.
"""

# Tables may be as wide as they need.
# ruff: noqa: E501

import pytest

from tests.domain.judging import assert_says, cases, judged

RULE_1 = """
    kind  | target | figures | month | start -> rule | status
    ------+--------+---------+-------+---------------+----------
    ratio | 90     | 95/100  | 2     | 3     -> 1    | not_due
    ratio | 90     | 95/100  | 1     | 1     -> 7    | on_track
    count | 2      | 5       | 2     | 3     -> 1    | not_due
    count | 2      | - - 5   | 3     | 3     -> 2    | fulfilled
"""

# What cannot be undone: a sum that has reached T, a milestone that is done.
RULE_2 = """
    kind      | comparator | target | figures | month | pace   -> rule | status
    ----------+------------+--------+---------+-------+----------------+----------
    count     | >=         | 5      | 3 2     | 2     |        -> 2    | fulfilled
    count     | >=         | 5      | 3 1     | 2     |        -> 7    | on_track
    count     | >          | 5      | 3 2     | 2     |        -> 7    | on_track
    count     | >          | 5      | 3 3     | 2     |        -> 2    | fulfilled
    count     | >=         | 5      | 5 -     | 2     |        -> 2    | fulfilled
    count     | >=         | 5      | 5       | 2     | at_due -> 2    | fulfilled
    count     | >=         | 0      | -       | 1     |        -> 4    | no_data
    count     | <=         | 5      | 3 2     | 2     | hold   -> 7    | on_track
    count     | =          | 5      | 3 2     | 2     |        -> 7    | on_track
    level     | >=         | 5      | 3 9     | 2     | at_due -> 3    | not_due
    milestone | >=         | 1      | 0 1     | 2     |        -> 2    | fulfilled
    milestone | =          | 1      | 0 1     | 2     |        -> 2    | fulfilled
    milestone | =          | 1      | 1 -     | 2     |        -> 2    | fulfilled
    milestone | >=         | 1      | 1 0     | 2     |        -> 3    | not_due
    milestone | =          | 0      | 0 1     | 2     |        -> 3    | not_due
    milestone | >=         | 0      | 0 0     | 2     |        -> 3    | not_due
    milestone | <=         | 1      | 1       | 1     |        -> 2    | fulfilled
    rank      | <=         | 3      | 1       | 1     |        -> 3    | not_due
"""

# Nothing due yet, or nothing expected yet.
RULE_3 = """
    kind  | frequency | target | figures  | month | pace   | steps -> rule | status
    ------+-----------+--------+----------+-------+--------+---------------+----------
    ratio | quarterly | 90     | 95/100*2 | 2     |        |       -> 3    | not_due
    ratio | quarterly | 90     | 95/100*3 | 3     |        |       -> 7    | on_track
    ratio | annual    | 90     | 95/100*9 | 11    |        |       -> 3    | not_due
    ratio | quarterly | 90     | -        | 2     |        |       -> 3    | not_due
    level |           | 90     | 95*11    | 11    | at_due |       -> 3    | not_due
    level |           | 90     | 95*12    | 12    | at_due |       -> 6    | fulfilled
    level |           | 90     | 70       | 1     | steps  | 2:50  -> 3    | not_due
    level |           | 90     | 70 70    | 2     | steps  | 2:50  -> 7    | on_track
    count | quarterly | 9      | 9        | 1     |        |       -> 2    | fulfilled
"""

# A figure that the judgement needs is missing. `late`: through which month deadlines have passed.
RULE_4 = """
    kind  | over_time | comparator | target | figures      | month | late | pace | frequency -> rule | status   | gaps
    ------+-----------+------------+--------+--------------+-------+------+------+-------------------+----------+-----
    ratio | pooled    | >=         | 90     | 95/100 -     | 2     | 1    |      |           -> 4    | awaiting | -
    ratio | pooled    | >=         | 90     | 95/100 -     | 2     | 2    |      |           -> 4    | no_data  | 2
    ratio | pooled    | >=         | 90     | - 95/100     | 2     | 0    |      |           -> 4    | awaiting | -
    ratio | pooled    | >=         | 90     | - 95/100     | 2     | 1    |      |           -> 4    | no_data  | 1
    ratio | pooled    | >=         | 90     | - 95/100 -   | 3     | 1    |      |           -> 4    | no_data  | 1
    ratio | pooled    | >=         | 90     | 95/100 0/0   | 2     | 2    |      |           -> 7    | on_track | -
    ratio | pooled    | >=         | 90     | - - 95/100   | 3     |      |      | quarterly -> 7    | on_track | -
    ratio | pooled    | >=         | 90     | 95/100*2 -   | 3     |      |      | quarterly -> 4    | no_data  | 3
    ratio | pooled    | >=         | 90     | - - 95/100 - | 4     |      |      | quarterly -> 7    | on_track | -
    ratio | month     | >=         | 90     | - 95/100     | 2     |      |      |           -> 7    | on_track | 1
    ratio | month     | >=         | 90     | 95/100 -     | 2     |      |      |           -> 4    | no_data  | 2
    level | last      | >=         | 90     | - 95         | 2     |      |      |           -> 7    | on_track | 1
    level | last      | >=         | 90     | 95 -         | 2     |      |      |           -> 4    | no_data  | 2
    level | mean      | >=         | 90     | - 95         | 2     |      |      |           -> 4    | no_data  | 1
    level | mean      | <=         | 90     | - 85         | 2     |      |      |           -> 4    | no_data  | 1
    count | sum       | >=         | 12     | - 2          | 2     |      |      |           -> 7    | on_track | 1
    count | sum       | >          | 12     | - 3          | 2     |      |      |           -> 7    | on_track | 1
    count | sum       | >=         | 12     | 2 -          | 2     |      |      |           -> 4    | no_data  | 2
    count | sum       | <=         | 12     | - 2          | 2     |      | hold |           -> 4    | no_data  | 1
    count | sum       | <          | 12     | - 2          | 2     |      | hold |           -> 4    | no_data  | 1
    count | sum       | =          | 12     | - 2          | 2     |      |      |           -> 4    | no_data  | 1
    count | sum       | between    | 1..12  | - 2          | 2     |      | hold |           -> 4    | no_data  | 1
    count | sum       | <=         | 12     | - 2          | 2     | 0    | hold |           -> 4    | awaiting | -
"""

RULE_4_AT_DUE = """
    kind  | target | figures    | month | due | late -> rule | status    | gaps
    ------+--------+------------+-------+-----+--------------+-----------+-----
    ratio | 90     | 95/100*3   | 3     | 3   |      -> 6    | fulfilled | -
    ratio | 90     | 95/100*2   | 3     | 3   | 2    -> 4    | awaiting  | -
    ratio | 90     | 95/100*3 - | 5     | 3   |      -> 6    | fulfilled | -
    ratio | 90     | 95/100*2   | 5     | 3   |      -> 4    | no_data   | 3
    count | 3      | 1*2 -      | 3     | 3   |      -> 4    | no_data   | 3
    count | 3      | - - 3      | 3     | 3   |      -> 2    | fulfilled | 1 2
"""

# A(m) undefined because nothing happened, before due and at it.
RULE_5 = """
    when_nothing | comparator | target | figures    | month -> rule | status      | actual | attainment | pace_attainment | required | forecast | out_of_reach
    -------------+------------+--------+------------+---------------+-------------+--------+------------+-----------------+----------+----------+-------------
    exclude      | >=         | 90     | 0/0*3      | 3     -> 5    | no_activity | -      | -          | -               | -        | -        | no
    exclude      | >=         | 90     | 0/0*12     | 12    -> 5    | no_activity | -      | -          | -               | -        | -        | no
    exclude      | >=         | 90     | 0/0*2 9/10 | 3     -> 7    | on_track    | 90     | 100        | 100             | 90       | 90       | no
    exclude      | >=         | 90     | 0/0*2 -    | 3     -> 4    | no_data     | -      | -          | -               | -        | -        | no
    zero         | >=         | 90     | 0/0*3      | 3     -> 9    | off_track   | 0      | 0          | 0               | -        | -        | no
    zero         | <=         | 10     | 0/0*3      | 3     -> 7    | on_track    | 0      | 100        | 100             | -        | -        | no
    zero         | >=         | 90     | 0/0*12     | 12    -> 6    | missed      | 0      | 0          | 0               | -        | -        | no
    zero         | <=         | 10     | 0/0*12     | 12    -> 6    | fulfilled   | 0      | 100        | 100             | -        | -        | no
    zero         | >=         | 90     | 0/0*2 -    | 3     -> 4    | no_data     | -      | -          | -               | -        | -        | no
    full         | >=         | 90     | 0/0*3      | 3     -> 5    | on_track    | -      | 100        | 100             | -        | -        | no
    full         | >=         | 90     | 0/0*12     | 12    -> 5    | fulfilled   | -      | 100        | 100             | -        | -        | no
    full         | >=         | 90     | 0/0*12     | 14    -> 5    | fulfilled   | -      | 100        | 100             | -        | -        | no
    full         | >=         | 90     | 0/0*2 -    | 3     -> 4    | no_data     | -      | -          | -               | -        | -        | no
    full         | >=         | 90     | 0/0*2 5/10 | 3     -> 8    | off_track   | 50     | 500/9      | 500/9           | 310/3    | 50       | yes
"""

RULE_5_OF_A_MONTH = """
    when_nothing | figures    | month | pace   -> rule | status      | actual
    -------------+------------+-------+----------------+-------------+-------
    exclude      | 95/100 0/0 | 2     |        -> 5    | no_activity | -
    zero         | 95/100 0/0 | 2     |        -> 9    | off_track   | 0
    full         | 95/100 0/0 | 2     |        -> 5    | on_track    | -
    full         | 95/100 0/0 | 2     | at_due -> 3    | not_due     | -
"""

# From due on: kept or missed, whatever the pace.
RULE_6 = """
    kind      | over_time | comparator | target | figures  | month | due -> rule | status
    ----------+-----------+------------+--------+----------+-------+-------------+----------
    ratio     |           | >=         | 90     | 90/100*3 | 3     | 3   -> 6    | fulfilled
    ratio     |           | >=         | 90     | 89/100*3 | 3     | 3   -> 6    | missed
    ratio     |           | >=         | 90     | 89/100*3 | 2     | 3   -> 9    | at_risk
    ratio     |           | >          | 90     | 90/100*3 | 3     | 3   -> 6    | missed
    ratio     |           | >=         | 90     | 89/100*3 | 9     | 3   -> 6    | missed
    count     |           | >=         | 4      | 1*3      | 3     | 3   -> 6    | missed
    count     |           | <=         | 3      | 1*3      | 3     | 3   -> 6    | fulfilled
    count     |           | <=         | 2      | 1*3      | 3     | 3   -> 6    | missed
    milestone |           | >=         | 1      | 0*3      | 3     | 3   -> 6    | missed
    milestone |           | >=         | 1      | 0*3 1    | 4     | 3   -> 6    | missed
    milestone |           | =          | 0      | 0*3      | 3     | 3   -> 6    | fulfilled
    rank      |           | <=         | 3      | - - 3    | 3     | 3   -> 6    | fulfilled
    rank      |           | <=         | 3      | - - 4    | 3     | 3   -> 6    | missed
    level     | mean      | <=         | 3      | 1 5 3    | 3     | 3   -> 6    | fulfilled
"""

# Against E(m) before due. `=` on a linear way is judged like `>=` until due.
RULE_7 = """
    kind  | comparator | target | pace   | figures  | month -> rule | status
    ------+------------+--------+--------+----------+---------------+----------
    count | >=         | 12     | linear | 3*2      | 2     -> 7    | on_track
    count | >=         | 12     | linear | 1 1      | 2     -> 7    | on_track
    count | >=         | 12     | linear | 1 0.99   | 2     -> 9    | at_risk
    count | >          | 12     | linear | 1 1      | 2     -> 9    | at_risk
    count | <=         | 12     | linear | 1 1      | 2     -> 7    | on_track
    count | <=         | 12     | linear | 1 1.01   | 2     -> 9    | at_risk
    count | =          | 12     | linear | 1 1      | 2     -> 7    | on_track
    count | =          | 12     | linear | 9 9      | 2     -> 7    | on_track
    count | =          | 12     | linear | 1 0.99   | 2     -> 9    | at_risk
    count | =          | 12     | linear | 9 9 1*10 | 12    -> 6    | missed
    level | =          | 12     | hold   | 12       | 1     -> 7    | on_track
    level | =          | 12     | hold   | 13       | 1     -> 9    | off_track
    level | between    | 30..40 | hold   | 40       | 1     -> 7    | on_track
    level | between    | 30..40 | hold   | 40.01    | 1     -> 9    | at_risk
    level | >=         | 90     | hold   | 90       | 1     -> 7    | on_track
    level | >=         | 90     | hold   | 89.99    | 1     -> 9    | at_risk
"""

# T is out of reach: off_track, however small the shortfall. Only what has the bound is caught.
RULE_8 = """
    kind  | over_time | comparator | target | share | max | min | figures  | month | pace -> rule | status
    ------+-----------+------------+--------+-------+-----+-----+----------+-------+--------------+----------
    ratio | pooled    | >=         | 99     | yes   |     |     | 95/100*9 | 9     | hold -> 8    | off_track
    ratio | pooled    | >=         | 99     | no    |     |     | 95/100*9 | 9     | hold -> 9    | at_risk
    ratio | pooled    | >=         | 96.25  | yes   |     |     | 95/100*9 | 9     | hold -> 9    | at_risk
    ratio | pooled    | >          | 96.25  | yes   |     |     | 95/100*9 | 9     | hold -> 8    | off_track
    ratio | pooled    | <=         | 60     | yes   |     |     | 95/100*9 | 9     | hold -> 8    | off_track
    count | sum       | <=         | 10     |       |     |     | 10.1     | 1     | hold -> 8    | off_track
    count | sum       | <=         | 10     |       |     |     | 10       | 1     | hold -> 7    | on_track
    count | sum       | <          | 10     |       |     |     | 10       | 1     | hold -> 8    | off_track
    level | mean      | >=         | 90     |       | 100 |     | 78*8     | 8     | hold -> 8    | off_track
    level | mean      | >=         | 90     |       |     |     | 87*8     | 8     | hold -> 9    | at_risk
    level | mean      | <=         | 2      |       |     | 1   | 3*8      | 8     | hold -> 8    | off_track
    level | mean      | <=         | 2.99   |       |     | 1   | 3*8      | 8     | hold -> 9    | at_risk
    level | last      | >=         | 101    |       | 100 |     | 100      | 1     | hold -> 8    | off_track
    level | last      | >=         | 100    |       | 100 |     | 99       | 1     | hold -> 9    | at_risk
    level | last      | >          | 100    |       | 100 |     | 99       | 1     | hold -> 8    | off_track
    level | last      | =          | 101    |       | 100 |     | 100      | 1     | hold -> 9    | at_risk
"""

# The tolerance is inclusive: relative to E(m), or a distance; nothing is within 5 % of 0.
RULE_9 = """
    comparator | target | tolerance | tolerance_abs | figures -> status    | shortfall
    -----------+--------+-----------+---------------+----------------------+----------
    >=         | 100    |           |               | 95      -> at_risk   | 5
    >=         | 100    |           |               | 94.99   -> off_track | 5.01
    >=         | 100    | 0.1       |               | 90      -> at_risk   | 10
    >=         | 100    | 0.1       |               | 89      -> off_track | 11
    >=         | 100    | 0         |               | 99.99   -> off_track | 0.01
    >=         | 100    |           | 2             | 98      -> at_risk   | 2
    >=         | 100    |           | 2             | 97.9    -> off_track | 2.1
    >=         | -100   |           |               | -105    -> at_risk   | 5
    >=         | -100   |           |               | -105.1  -> off_track | 5.1
    >=         | 0      |           |               | -0.01   -> off_track | 0.01
    >=         | 0      |           | 1             | -1      -> at_risk   | 1
    >=         | 0      |           | 1             | -1.01   -> off_track | 1.01
    >          | 100    |           |               | 100     -> at_risk   | 0
    >          | 0      |           |               | 0       -> off_track | 0
    >          | 0      |           | 1             | 0       -> at_risk   | 0
    <=         | 100    |           |               | 105     -> at_risk   | 5
    <=         | 100    |           |               | 105.01  -> off_track | 5.01
    <          | 100    |           |               | 100     -> at_risk   | 0
    =          | 100    |           |               | 105     -> at_risk   | 5
    =          | 100    |           |               | 95      -> at_risk   | 5
    =          | 100    |           |               | 94      -> off_track | 6
    =          | 0      |           |               | 0.01    -> off_track | 0.01
    between    | 20..40 |           |               | 19      -> at_risk   | 1
    between    | 20..40 |           |               | 18.9    -> off_track | 1.1
    between    | 20..40 |           |               | 42      -> at_risk   | 2
    between    | 20..40 |           |               | 42.1    -> off_track | 2.1
    between    | 0..40  |           |               | -0.01   -> off_track | 0.01
    between    | -40..0 |           |               | 0.01    -> off_track | 0.01
    between    | 0..40  |           | 1             | -1      -> at_risk   | 1
"""


@pytest.mark.parametrize(("given", "expected"), cases(RULE_1))
def test_rule_1_before_the_start_nothing_is_due(given, expected):
    assert_says(judged(**given), expected)


@pytest.mark.parametrize(("given", "expected"), cases(RULE_2))
def test_rule_2_what_cannot_be_undone_is_fulfilled(given, expected):
    assert_says(judged(**given), expected)


@pytest.mark.parametrize(("given", "expected"), cases(RULE_3))
def test_rule_3_nothing_due_or_expected_yet_is_not_due(given, expected):
    assert_says(judged(**given), expected)


@pytest.mark.parametrize(("given", "expected"), cases(RULE_4))
def test_rule_4_silence_never_helps(given, expected):
    assert_says(judged(**given), expected)


@pytest.mark.parametrize(("given", "expected"), cases(RULE_4_AT_DUE))
def test_rule_4_asks_for_periods_up_to_due_alone(given, expected):
    assert_says(judged(**given), expected)


@pytest.mark.parametrize(("given", "expected"), cases(RULE_5))
def test_rule_5_the_indicator_says_what_nothing_counts_for(given, expected):
    assert_says(judged(**given), expected)


@pytest.mark.parametrize(("given", "expected"), cases(RULE_5_OF_A_MONTH))
def test_rule_5_looks_at_the_last_month_alone_where_that_is_the_actual(given, expected):
    assert_says(judged(over_time="month", **given), expected)


@pytest.mark.parametrize(("given", "expected"), cases(RULE_6))
def test_rule_6_from_due_on_a_promise_is_kept_or_missed(given, expected):
    assert_says(judged(**given), expected)


@pytest.mark.parametrize(("given", "expected"), cases(RULE_7))
def test_rule_7_up_to_what_is_expected_is_on_track(given, expected):
    assert_says(judged(**given), expected)


@pytest.mark.parametrize(("given", "expected"), cases(RULE_8))
def test_rule_8_out_of_reach_is_off_track(given, expected):
    assert_says(judged(**given), expected)


@pytest.mark.parametrize(("given", "expected"), cases(RULE_9))
def test_rule_9_within_tolerance_is_at_risk(given, expected):
    assert_says(judged(kind="level", pace="hold", month=1, **given), expected)


def test_values_are_given_for_every_status_from_what_is_published():
    waiting = judged(figures="95/100 -", month=2, target="90")
    assert (waiting["status"], waiting["actual"]) == ("no_data", 95)
    assert waiting["attainment"] == pytest.approx(100 * 95 / 90)
    assert (waiting["required"], waiting["forecast"], waiting["forecast_ok"]) == (None, None, None)


def test_an_ended_unit_keeps_its_values_and_gaps_but_is_not_due():
    ended = judged(figures="95/100 - 60/100", month=3, target="90", ended=True)
    assert (ended["status"], ended["rule"], ended["gaps"]) == ("not_due", 0, "2")
    assert (ended["actual"], ended["expected"]) == (77.5, 90)
    assert (ended["required"], ended["forecast"], ended["out_of_reach"]) == (None, None, False)
