"""Whose figures count for whom: evaluation.md, "Units that change", and what a submission would
change. Months are numbers, an item runs from 1 to 12."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from kpis.domain.definitions import Unit
from kpis.domain.figures import Figure
from kpis.domain.judge import judge
from kpis.domain.months import month_holding
from kpis.domain.series import NEVER, last_months, links_of, replaced
from kpis.domain.status import STATUSES
from tests.domain.judging import (
    DECEMBER_2020,
    NOTHING,
    Lives,
    assert_says,
    case,
    cases,
    indicator_of,
    promises_of,
)

LAST_DAY = date(2020, 12, 31)

# a merges into b after month 6: the handover month is 7.
MERGER = """
    kind  | over_time | a        | b             | month -> actual   | weighted | gaps
    ------+-----------+----------+---------------+-------------------+----------+--------------
    ratio | pooled    | 10/10*6  | 0/10*6        | 6     -> 0        | yes      | -
    ratio | pooled    | 10/10*6  | 0/10*7        | 7     -> 6000/130 | yes      | -
    ratio | pooled    | 10/10*6  | -*6 5/10      | 7     -> 6500/70  | yes      | -
    ratio | pooled    | 10/10*6  | -*6           | 6     -> -        | yes      | 1 2 3 4 5 6
    ratio | pooled    | -*5 1/10 | 9/10*5 - 9/10 | 7     -> 5500/70  | yes      | -
    ratio | pooled    | 40       | 10/10*7       | 7     -> 670/7    | no       | -
    ratio | pooled    | 40       | 0/0 1/1*6     | 7     -> 640/7    | no       | -
    ratio | pooled    | x=1/2    | x=1/2,y=4/4   | 7     -> 75       | yes      | 2 3 4 5 6 7
    ratio | month     | 1/10*6   | -*6 5/10      | 7     -> 50       | yes      | 1 2 3 4 5 6
    count | sum       | 1*6      | 2*7           | 7     -> 20       | yes      | -
    count | sum       | 1*6      | 2*6           | 6     -> 12       | yes      | -
    level | last      | 50*6     | -*7           | 7     -> -        | yes      | 1 2 3 4 5 6 7
    level | mean      | 50*6     | 80*7          | 7     -> 80       | yes      | -
"""

# Chains, at whatever depth; means of what came together are flat.
CHAIN = """
    units         | a      | b       | c       | of | month -> actual
    --------------+--------+---------+---------+----+----------------
    a:3>b b:6>c c | 1/10*3 | 2/10*6  | 9/10*7  | c  | 7     -> 780/16
    a:3>b b:6>c c | 1/10*3 | 2/10*6  | 9/10*6  | c  | 6     -> 90
    a:3>b b:6>c c | 1/10*3 | 2/10*6  | 9/10*6  | b  | 6     -> 150/9
    a:3>b b:6>c c | 1/10*3 | 2/10*3  | 9/10*6  | b  | 3     -> 20
    a:6>c b:6>c c | 1/10*6 | 2/10*6  | 9/10*7  | c  | 7     -> 810/19
    a:6>c b:8>c c | 1/10*6 | 2/10*7  | 9/10*7  | c  | 7     -> 690/13
    a:6>b b:3>c c | 1/10*6 | 2/10*3  | 9/10*6  | c  | 6     -> 600/9
    a:6>b b:3>c c | 1/10*6 | 2/10*3  | 9/10*7  | c  | 7     -> 720/13
    a:1>b b:2>c c | 40     | 10/10   | 70 -*11 | c  | 3     -> 70
    a:1>b b:2>c c | 40 20  | 10/10*2 | 70 70   | c  | 3     -> 77.5
    a:6>z b:6>c c | 1/10*6 | 2/10*6  | 9/10*7  | c  | 7     -> 750/13
"""


def judge_one(lives, of, month, **given):
    """The verdict on a promise of unit `of`, as for an item that runs from 1 to 12."""
    promises = promises_of([case(month=str(month), **given)])
    numbers = np.array([lives.number(of)])
    judgement = judge(replace(promises, unit=numbers, indicator=np.array([0])), lives.evidence())
    found = {name: column[0] for name, column in vars(judgement.verdicts).items()}
    gaps = " ".join(str(period - DECEMBER_2020) for period in judgement.gap_period)
    return {
        "actual": None if np.isnan(found["actual"]) else float(found["actual"]),
        "weighted": bool(found["weighted"]),
        "gaps": gaps or None,
        "status": STATUSES[found["status"]],
    }


@pytest.mark.parametrize(("given", "expected"), cases(MERGER))
def test_from_the_handover_month_on_the_successors_series_holds_the_predecessors(given, expected):
    shape = {key: given[key] for key in ("kind", "over_time")}
    breakdown = "=" in given["a"]
    indicator = indicator_of(case(**shape, **({"breakdown": "loại"} if breakdown else {})))
    lives = Lives("a:6>b b", {unit: given[unit] for unit in "ab"}, indicator)
    assert_says(judge_one(lives, "b", int(given["month"]), **shape), expected)


@pytest.mark.parametrize(("given", "expected"), cases(CHAIN))
def test_predecessors_of_predecessors_count_too(given, expected):
    lives = Lives(given["units"], {unit: given[unit] for unit in "abc"})
    assert_says(judge_one(lives, given["of"], int(given["month"])), expected)


def test_predecessors_months_after_their_own_last_one_are_never_added():
    lives = Lives("a:6>b b", {"a": "1/10*8", "b": "-*6 5/10 5/10"})
    assert judge_one(lives, "b", 8)["actual"] == 100 * (6 + 10) / 80


def test_units_in_a_circle_are_refused():
    circle = [Unit(code, "", "", "so", None, None, LAST_DAY, other) for code, other in ("ab", "ba")]
    with pytest.raises(AssertionError, match="circle"):
        links_of(circle)


def test_the_last_month_of_a_unit_is_that_of_its_last_day():
    open_, ended = (Unit("a", "", "", "so", None, None, day, None) for day in (None, LAST_DAY))
    assert last_months([open_, ended]).tolist() == [NEVER, month_holding(LAST_DAY)]


def figure(period, value, unit="a", member=None):
    return Figure(unit, "x", period, member, None, None, Decimal(value))


def listed(figures):
    members = [*figures.members, None]
    rows = zip(figures.unit, figures.period, figures.member, strict=True)
    values = [figures.value.decimal(row) for row in range(len(figures))]
    return [
        (int(unit), int(period), members[member], value)
        for (unit, period, member), value in zip(rows, values, strict=True)
    ]


def test_of_figures_for_the_same_period_the_later_replaces_the_earlier():
    numbers = {"unit": {"a": 0, "b": 1}, "indicator": {"x": 0}}
    first = replaced(NOTHING, [figure(5, "1"), figure(4, "2"), figure(4, "3", "b")], **numbers)
    assert listed(first) == [(0, 4, None, 2), (0, 5, None, 1), (1, 4, None, 3)]
    second = replaced(first, [figure(4, "0.1"), figure(6, "7")], **numbers)
    assert listed(second) == [
        (0, 4, None, Decimal("0.1")),
        (0, 5, None, 1),
        (0, 6, None, 7),
        (1, 4, None, 3),
    ]
    assert replaced(second, [], **numbers) is second


def test_a_new_member_takes_its_place_in_the_order_of_codes():
    numbers = {"unit": {"a": 0}, "indicator": {"x": 0}}
    first = replaced(NOTHING, [figure(4, "1", member="m"), figure(4, "2", member="z")], **numbers)
    second = replaced(first, [figure(4, "3", member="a"), figure(4, "4", member="z")], **numbers)
    assert listed(second) == [(0, 4, "a", 3), (0, 4, "m", 1), (0, 4, "z", 4)]
