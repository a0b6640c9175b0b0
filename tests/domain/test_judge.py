"""Items promised for each member of a breakdown: evaluation.md, "Indicator kinds".

Figures name their members: "a=9/10,b=1/2". Months are numbers; the target is 90 unless it is said.
"""

# Tables may be as wide as they need.
# ruff: noqa: E501

import numpy as np
import pytest

from kpis.domain.judge import judge, pace_attainment_exactly
from tests.domain.judging import (
    Case,
    assert_says,
    cases,
    evidence_of,
    judged,
    promises_of,
)

# The item takes over the result of the worst member: by status, then pace attainment, then code.
WORST = """
    target | figures                    | month -> status    | member | actual | pace_attainment
    -------+----------------------------+--------------------+--------+--------+----------------
    90     | a=95/100,b=99/100          | 1     -> on_track  | a      | 95     | 950/9
    90     | a=99/100,b=95/100          | 1     -> on_track  | b      | 95     | 950/9
    90     | a=99/100,b=89/100          | 1     -> at_risk   | b      | 89     | 890/9
    90     | a=89/100,b=60/100          | 1     -> off_track | b      | 60     | 200/3
    90     | a=60/100,b=89/100          | 1     -> off_track | a      | 60     | 200/3
    90     | a=95/100*12,b=80/100*12    | 12    -> missed    | b      | 80     | 800/9
    90     | b=9/10,a=90/100            | 1     -> on_track  | a      | 90     | 100
    90     | b=1/3,c=33/99,a=2/6        | 1     -> off_track | a      | 100/3  | 1000/27
    90     | Z=9/10,a=9/10,đ=9/10       | 1     -> on_track  | Z      | 90     | 100
    90     | a=0/0,b=95/100             | 1     -> on_track  | b      | 95     | 950/9
    90     | a=10/10                    | 1     -> on_track  | a      | 100    | 1000/9
    90     | a=95/100,b=50/100 a=95/100 | 2     -> off_track | b      | 50     | 500/9
    90     | a=99/100 b=80/100          | 2     -> off_track | b      | 80     | 800/9
"""

# Rules 1 to 5 and the gaps are the total's: then `member` is null and the values are the total's.
TOTALS = """
    when_nothing | figures             | month | start -> status      | member | actual | gaps
    -------------+---------------------+-------+----------------------+--------+--------+-----
                 | a=95/100,b=85/100   | 1     | 2     -> not_due     | -      | -      | -
                 | a=95/100,b=85/100 - | 2     |       -> no_data     | -      | 90     | 2
                 | a=95/100,b=85/100   | 1     |       -> off_track   | b      | 85     | -
                 | a=0/0,b=0/0         | 1     |       -> no_activity | -      | -      | -
    full         | a=0/0,b=0/0         | 1     |       -> on_track    | -      | -      | -
    zero         | b=0/0,a=0/0         | 1     |       -> off_track   | a      | 0      | -
    zero         | a=0/0,b=95/100      | 1     |       -> off_track   | a      | 0      | -
    full         | a=0/0,b=95/100      | 1     |       -> on_track    | a      | -      | -
    full         | a=0/0,b=80/100      | 1     |       -> off_track   | b      | 80     | -
"""

# A member's own months, sums and outlook: k is the member's, R the item's.
OUTLOOK = """
    target | figures                   | month -> member | required | forecast | out_of_reach | reported | to_come
    -------+---------------------------+-----------------+----------+----------+--------------+----------+--------
    90     | a=99/100*5,b=88/100*5     | 5     -> b      | 640/7    | 88       | no           | 5        | 7
    90     | a=99/100*4 b=80/100,a=1/1 | 5     -> b      | 640/7    | 80       | no           | 1        | 7
    97     | a=99/100*11,b=95/100*11   | 11    -> b      | 119      | 95       | yes          | 11       | 1
"""


@pytest.mark.parametrize(("given", "expected"), cases(WORST))
def test_an_item_for_each_member_is_as_good_as_its_worst_member(given, expected):
    assert_says(judged(each=True, breakdown="loại", **spread(given)), expected)


@pytest.mark.parametrize(("given", "expected"), cases(TOTALS))
def test_what_the_total_settles_is_not_asked_of_members(given, expected):
    assert_says(judged(each=True, breakdown="loại", target="90", **given), expected)


@pytest.mark.parametrize(("given", "expected"), cases(OUTLOOK))
def test_a_member_is_judged_alone_on_the_months_it_has(given, expected):
    assert_says(judged(each=True, breakdown="loại", **spread(given)), expected)


def spread(given):
    """ "a=9/10*5" repeats the month: the last member's count is that of all of them."""
    words = given["figures"].split()
    return given | {"figures": " ".join(_month(word) for word in words)}


def _month(word):
    parts = [part.partition("*")[::2] for part in word.split(",")]
    times = {count for _, count in parts if count} or {"1"}
    return ",".join(amount for amount, _ in parts) + "*" + times.pop()


def test_without_each_the_total_over_members_is_judged():
    total = judged(figures="a=99/100,b=85/100", month=1, target="90", breakdown="loại")
    assert (total["status"], total["actual"], total["member"]) == ("on_track", 92, None)


def test_an_item_that_no_member_reported_has_no_member():
    nobody = judged(figures="", month=1, each=True, breakdown="loại", target="90")
    assert (nobody["status"], nobody["member"], nobody["gaps"]) == ("no_data", None, "1")


def test_pace_attainments_are_known_exactly_where_ranks_tie():
    some = [
        Case("1/3", 1, target="90"),
        Case("a=1/3,b=1/7", 1, target="90", each=True, indicator={"breakdown": "loại"}),
        Case("", 1),
    ]
    exactly = pace_attainment_exactly(promises_of(some), evidence_of(some), np.arange(3))
    assert [str(pace) for pace in exactly] == ["1000/27", "1000/63", "0"]


def test_judging_nothing_gives_nothing():
    nothing = judge(promises_of([]), evidence_of([]))
    assert len(nothing.verdicts.status) == 0 and len(nothing.gap_row) == 0
