"""One value of an indicator over many units: evaluation.md, "An indicator over many units".

Units a, b, c; figures from January 2021 on, so that month 13 is January 2022.
"""

# Tables may be as wide as they need.
# ruff: noqa: E501

import numpy as np
import pytest

from kpis.domain.together import OVER_UNITS, wholes
from tests.domain.judging import (
    DECEMBER_2020,
    Lives,
    assert_says,
    case,
    cases,
    indicator_of,
)

VALUES = """
    kind      | over_time | over_units | a           | b          | c     | month -> month_value | year_to_date | reported
    ----------+-----------+------------+-------------+------------+-------+----------------------+--------------+---------
    ratio     | pooled    | pooled     | 1/2         | 30/100     |       | 1     -> 3100/102    | 3100/102     | 2
    ratio     | pooled    | pooled     | 1/2 4/4     | 30/100 -   | 0/0*2 | 2     -> 100         | 3500/106     | 2
    ratio     | pooled    | pooled     | 1/2 80      | 30/100 0/0 |       | 2     -> 80          | 160/3        | 2
    ratio     | pooled    | pooled     | 0/0         | 0/0        |       | 1     -> -           | -            | 2
    ratio     | pooled    | pooled     | 1/2         |            |       | 2     -> -           | 50           | 0
    ratio     | pooled    | pooled     |             |            |       | 1     -> -           | -            | 0
    ratio     | month     | pooled     | 1/2 4/4     | 30/100     |       | 2     -> 100         | 3500/106     | 1
    ratio     | pooled    | pooled     | 9/10*12 1/2 | 3/4*13     |       | 13    -> 400/6       | 400/6        | 2
    ratio     | pooled    | pooled     | x=1/2,y=1/4 | x=1/2      |       | 1     -> 37.5        | 37.5         | 2
    ratio     | pooled    | none       | 1/2         | 30/100     |       | 1     -> -           | -            | 2
    count     | sum       | sum        | 1 2 3       | 4 - 6      | 0     | 3     -> 9           | 16           | 2
    count     | sum       | sum        | 1           | 4          |       | 2     -> -           | 5            | 0
    count     | sum       | none       | 1           | 4          |       | 1     -> -           | -            | 2
    level     | last      | mean       | 70 80       | 50 -       | 90 10 | 2     -> 45          | 140/3        | 2
    level     | last      | sum        | 70 80       | 50 -       | 90 10 | 2     -> 90          | 140          | 2
    level     | mean      | mean       | 70 80 90    | 50 - 60    |       | 3     -> 75          | 67.5         | 2
    level     | mean      | sum        | 70 80 90    | 50 - 60    |       | 3     -> 150         | 150          | 2
    level     | last      | mean       | 0.1         | 0.2        | -0.3  | 1     -> 0           | 0            | 3
    level     | last      | sum        | 0.1         | 0.2        | -0.3  | 1     -> 0           | 0            | 3
    level     | mean      | mean       | 0.1         | 0.2        | -0.3  | 1     -> 0           | 0            | 3
    level     | last      | none       | 70          |            |       | 1     -> -           | -            | 1
    milestone | last      | sum        | 0 1         | 0 0        | 1 1   | 2     -> 2           | 2            | 3
    milestone | last      | sum        | 0 1         | 1 -        |       | 2     -> 1           | 2            | 1
    rank      | last      | none       | 3           | 1          |       | 1     -> -           | -            | 2
"""

# a merges into b after month 6; only the successor is bound any more.
MERGED = """
    kind  | over_time | over_units | a      | b      | month -> month_value | year_to_date | reported
    ------+-----------+------------+--------+--------+----------------------+--------------+---------
    ratio | pooled    | pooled     | 1/10*6 | 5/10*7 | 7     -> 50          | 4100/130     | 1
    count | sum       | sum        | 1*6    | 2*7    | 7     -> 2           | 20           | 1
    level | last      | mean       | 70*6   | 50*7   | 7     -> 50          | 50           | 1
    ratio | pooled    | pooled     | 40 -*5 | 5/10*7 | 7     -> 50          | 345/7        | 1
"""


def over(units, figures, given, bound, kind_of=None):
    """The rows of `wholes`: (kind, month, year_to_date, reported, bound) of each."""
    shape = {key: given[key] for key in ("kind", "over_time", "over_units")}
    broken_down = any("=" in text for text in figures.values())
    indicator = indicator_of(case(**shape, **({"breakdown": "loại"} if broken_down else {})))
    lives = Lives(units, figures, indicator)
    numbers = np.array([lives.number(code) for code in bound])
    kinds = np.array([(kind_of or {}).get(unit.code, 0) for unit in lives.list])
    return wholes(
        numbers,
        np.zeros(len(numbers), dtype=np.int64),
        DECEMBER_2020 + int(given["month"]),
        lives.evidence(),
        kind=kinds,
        over_units=np.array([OVER_UNITS.index(indicator.over_units)]),
    )


def said(row):
    return {
        "month_value": row.month,
        "year_to_date": row.year_to_date,
        "reported": row.reported,
    }


@pytest.mark.parametrize(("given", "expected"), cases(VALUES))
def test_units_add_up_to_one_value(given, expected):
    figures = {code: given[code] for code in "abc" if code in given}
    row, same = over("a b c", figures, given, "abc")
    assert_says(said(row), expected)
    assert row.bound == 3 and (row.kind, same.kind) == (None, 0)
    assert said(same) == said(row), "all are of one kind"


@pytest.mark.parametrize(("given", "expected"), cases(MERGED))
def test_units_that_merged_count_with_their_successor(given, expected):
    row, _ = over("a:6>b b", {code: given[code] for code in "ab"}, given, "b")
    assert_says(said(row), expected)
    assert row.bound == 1


def test_every_kind_of_unit_has_a_row_after_that_of_all():
    given = {"kind": "count", "over_time": "sum", "over_units": "sum", "month": "1"}
    rows = over("a b c", {"a": "1", "b": "2", "c": "4"}, given, "abc", {"b": 1})
    assert [(row.kind, row.month, row.bound) for row in rows] == [
        (None, 7, 3),
        (0, 5, 2),
        (1, 2, 1),
    ]


def test_a_unit_that_is_not_bound_does_not_count():
    given = {"kind": "count", "over_time": "sum", "over_units": "sum", "month": "1"}
    row, _ = over("a b c", {"a": "1", "b": "2", "c": "4"}, given, "ac")
    assert (row.month, row.reported, row.bound) == (5, 2, 2)


def test_an_indicator_that_nobody_is_bound_to_has_no_row():
    evidence = Lives("a", {"a": "1/2"}).evidence()
    nobody = np.zeros(0, dtype=np.int64)
    one = np.zeros(1, dtype=np.int64)
    assert wholes(nobody, nobody, DECEMBER_2020 + 1, evidence, kind=one, over_units=one) == []
