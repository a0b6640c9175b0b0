"""A unit at a month: completion, score, tier, rank. evaluation.md, "A unit at month m".

A unit is written as its items, each in one word, judged at month 5:
    90:95     reported 90 against a target of 95, still running: on track, at risk, off track
    90:95!    the same, due now: fulfilled or missed
    90>95     the same as 90:95 with comparator ">"
    not_due, awaiting, no_activity, no_data      items with that status
    ...x2     weight 2
"""

# Tables may be as wide as they need.
# ruff: noqa: E501

from fractions import Fraction
from random import Random

import numpy as np
import pytest

from kpis.domain.amounts import Amounts
from kpis.domain.judge import judge, pace_attainment_exactly
from kpis.domain.ranking import headline, standings, tier_of
from kpis.domain.status import STATUSES
from tests.domain.judging import Case, Decimal, cases, evidence_of, promises_of

TIERS = ("=100", ">85", ">70", ">50")
AS_TOLD = {
    "not_due": Case("1/1*5", 5, start=6),
    "awaiting": Case("1/1*4 -", 5),
    "no_data": Case("1/1*3 - 1/1", 5),
    "no_activity": Case("0/0*5", 5),
}

# done: fulfilled or on_track; judged: all but not_due, awaiting, no_activity.
COMPLETION = """
    items                              -> items | judged | done | completion | weighted_completion | score | tier
    --------------------------------------------+--------+------+------------+---------------------+-------+-----
    95:95                              -> 1     | 1      | 1    | 100        | 100                 | 100   | =100
    95:95! 95:95                       -> 2     | 2      | 2    | 100        | 100                 | 100   | =100
    95:95 95:95 95:95 90:100           -> 4     | 4      | 3    | 75         | 75                  | 97.5  | >70
    95:95 not_due awaiting no_activity -> 4     | 1      | 1    | 100        | 100                 | 100   | =100
    95:95 no_data                      -> 2     | 2      | 1    | 50         | 50                  | 50    | rest
    95:95x3 80:100                     -> 2     | 2      | 1    | 50         | 75                  | 95    | rest
    95:95 80:100x3                     -> 2     | 2      | 1    | 50         | 25                  | 85    | rest
    50:100! 50:100                     -> 2     | 2      | 0    | 0          | 0                   | 50    | rest
    120:100 50:100                     -> 2     | 2      | 1    | 50         | 50                  | 75    | rest
    95>95                              -> 1     | 1      | 0    | 0          | 0                   | 100   | rest
    -5:10                              -> 1     | 1      | 0    | 0          | 0                   | 0     | rest
    no_data                            -> 1     | 1      | 0    | 0          | 0                   | 0     | rest
    not_due                            -> 1     | 0      | 0    | -          | -                   | -     | -
    awaiting no_activity               -> 2     | 0      | 0    | -          | -                   | -     | -
    95:95x0.5 80:100x1.5               -> 2     | 2      | 1    | 50         | 25                  | 85    | rest
"""

# Tiers are strict: 85 is not above 85.
TIER = """
    tiers              | completion -> tier
    -------------------+----------------------
    =100 >85 >70 >50   | 100        -> =100
    =100 >85 >70 >50   | 600/7      -> >85
    =100 >85 >70 >50   | 85         -> >70
    =100 >85 >70 >50   | 70         -> >50
    =100 >85 >70 >50   | 50         -> rest
    =100 >85 >70 >50   | 0          -> rest
    >=66.5 >=33.25     | 200/3      -> >=66.5
    >=66.5 >=33.25     | 66.5       -> >=66.5
    >=66.5 >=33.25     | 100/3      -> >=33.25
    <=25 <50 =50 >= 75 | 25         -> <=25
    <=25 <50 =50       | 49         -> <50
    <=25 <50 =50       | 50         -> =50
    <=25 <50 =50       | 51         -> rest
"""

# 1, 2, 2, 4: by completion, then by score; who has no completion has no rank.
RANKS = [
    (["95:95", "95:95 90:100", "95:95 90:100", "50:100"], [1, 2, 2, 4]),
    (["50:100", "95:95", "50:100", "50:100"], [2, 1, 2, 2]),
    (["95:95 60:100", "95:95 70:100", "95:95 80:100"], [3, 2, 1]),
    (["95:95 80:100 80:100", "95:95 95:95 no_data"], [2, 1]),
    (["not_due", "95:95", "awaiting"], [None, 1, None]),
    (["90:95 90:95x3", "90:95x2", "90:95 90:95 90:95"], [1, 1, 1]),
    (["1:3 2:3 1:7", "1:7 1:3 2:3", "2:3 1:7 1:3"], [1, 1, 1]),
    (["24.75:99 1:3", "24.750000000000004:99 1:3"], [2, 1]),
    (["95:95 1:3", "95:95 0.333333333333333333:1"], [1, 2]),
    (["no_data", "-5:10", "0.000000000000000001:10"], [2, 2, 1]),
]


def item(word):
    """(case, weight) of an item in one word."""
    word, _, weight = word.partition("x")
    if word in AS_TOLD:
        return AS_TOLD[word], weight or "1"
    sign = ">" if ">" in word else ">="
    actual, target = word.rstrip("!").replace(">", ":").split(":")
    due = 5 if word.endswith("!") else 12
    case = Case(f"-*4 {actual}", 5, kind="level", comparator=sign, target=target, due=due)
    return case, weight or "1"


def stand(units, kinds=None, tiers=TIERS):
    """The standings of units given as texts of items; all of one kind unless said."""
    found = [(number, *item(word)) for number, words in enumerate(units) for word in words.split()]
    some = [case for _, case, _ in found]
    promises, evidence = promises_of(some), evidence_of(some, late_through=4)
    return standings(
        np.array([number for number, _, _ in found]),
        Amounts.of(Decimal(weight) for _, _, weight in found),
        judge(promises, evidence).verdicts,
        kinds=kinds or ["so"] * len(units),
        tiers=tiers,
        pace_exactly=lambda rows: pace_attainment_exactly(promises, evidence, np.asarray(rows)),
    )


def test_items_in_one_word_have_the_status_they_say():
    some = list(AS_TOLD.values())
    found = judge(promises_of(some), evidence_of(some, late_through=4)).verdicts.status
    assert [STATUSES[code] for code in found] == list(AS_TOLD)


@pytest.mark.parametrize(("given", "expected"), cases(COMPLETION))
def test_a_unit_stands_where_its_items_put_it(given, expected):
    [standing] = stand([given["items"]])
    for name, text in expected.items():
        found = getattr(standing, name)
        if text == "-":
            assert found is None, name
        elif name == "tier":
            assert found == text
        else:
            assert found == pytest.approx(float(Fraction(text)), rel=1e-12), name


@pytest.mark.parametrize(("given", "expected"), cases(TIER))
def test_the_first_tier_that_holds_is_the_tier(given, expected):
    tiers = given["tiers"].replace(">= ", ">=").split()
    assert tier_of(Fraction(given["completion"]), tiers) == expected["tier"]


@pytest.mark.parametrize(("units", "ranks"), RANKS)
def test_units_equal_on_both_share_a_rank_and_the_next_counts_them(units, ranks):
    assert [standing.rank for standing in stand(units)] == ranks


def test_ranks_are_within_a_kind():
    found = stand(["95:95", "50:100", "95:95", "60:100"], kinds=["so", "huyen", "huyen", "so"])
    assert [standing.rank for standing in found] == [1, 2, 1, 2]


def test_the_order_of_items_never_tells_units_apart():
    random = Random(5)
    words = [f"{random.randint(1, 96)}:97x{random.randint(1, 9)}" for _ in range(9)]
    units = [" ".join(random.sample(words, len(words))) for _ in range(12)]
    assert {standing.rank for standing in stand(units)} == {1}


def test_a_headline_counts_the_units_of_each_tier():
    units = ["95:95", "95:95!", "95:95 50:100", "not_due", "50:100"]
    assert headline(stand(units), TIERS) == {"=100": 2, ">85": 0, ">70": 0, ">50": 0, "rest": 2}
    assert headline(stand(units, tiers=(">=50",)), (">=50",)) == {">=50": 3, "rest": 1}


def test_without_items_nobody_stands_anywhere():
    assert stand([]) == []
    assert headline([], TIERS) == {"=100": 0, ">85": 0, ">70": 0, ">50": 0, "rest": 0}
