"""Exact where it matters: columns of doubles decide what they can, fractions the rest.

The verdicts on thousands of promises at once, at and around ties, against plain fractions.
"""

from decimal import Decimal
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from kpis.domain.amounts import Amounts, Comparing, add_up, divide, fractions, whole, zeros
from kpis.domain.judge import judge
from kpis.domain.status import STATUSES
from tests.domain.judging import Case, evidence_of, judged, promises_of

KEPT = {
    ">=": lambda a, t: a >= t,
    ">": lambda a, t: a > t,
    "<=": lambda a, t: a <= t,
    "<": lambda a, t: a < t,
    "=": lambda a, t: a == t,
}
# What is added to a target that is met exactly: nothing, or the smallest steps of decimals.
NUDGES = [
    Decimal(0),
    *(sign * Decimal(1).scaleb(-places) for places in (1, 9, 15, 18) for sign in (1, -1)),
]


def statuses(some):
    """The statuses of many promises judged together."""
    return [STATUSES[code] for code in judge(promises_of(some), evidence_of(some)).verdicts.status]


def near(random, value):
    """A decimal at `value` or next to it: as many places as a target may have."""
    text = Decimal(value.numerator) / Decimal(value.denominator)
    return round(text, random.choice((0, 2, 15, 18))) + random.choice(NUDGES)


def test_quotients_are_compared_with_targets_as_fractions_are():
    random, some, wanted = Random(1), [], []
    for _ in range(3000):
        whole_, sign = random.choice((3, 7, 11, 40, 99, 9973)), random.choice(list(KEPT))
        part = random.randint(0, whole_)
        quotient = Fraction(100 * part, whole_)
        target = near(random, quotient)
        some.append(Case(f"{part}/{whole_}", 1, due=1, comparator=sign, target=str(target)))
        wanted.append("fulfilled" if KEPT[sign](quotient, Fraction(target)) else "missed")
    assert {"fulfilled", "missed"} == set(wanted)
    assert statuses(some) == wanted


@pytest.mark.parametrize(
    ("kind", "over_time"), [("count", "sum"), ("level", "mean"), ("level", "last")]
)
def test_many_decimals_are_added_up_without_a_remainder(kind, over_time):
    random, some, wanted = Random(2), [], []
    for _ in range(800):
        signs = (1,) if kind == "count" else (1, -1)
        values = [
            random.choice(signs) * Decimal(random.randint(0, 30)).scaleb(-random.choice((1, 2, 15)))
            for _ in range(random.choice((3, 12)))
        ]
        total = sum(map(Fraction, values))
        actual = {"sum": total, "mean": total / len(values), "last": Fraction(values[-1])}[
            over_time
        ]
        sign, target = random.choice(list(KEPT)), near(random, actual)
        some.append(
            Case(
                " ".join(f"{value:f}" for value in values),
                len(values),
                kind=kind,
                comparator=sign,
                target=f"{target:f}",
                due=len(values),
                pace="hold",
                indicator={"over_time": over_time},
            )
        )
        wanted.append("fulfilled" if KEPT[sign](actual, Fraction(target)) else "missed")
    assert {"fulfilled", "missed"} == set(wanted)
    assert statuses(some) == wanted


def test_a_linear_pace_that_is_met_exactly_is_met():
    random, some, wanted = Random(3), [], []
    for _ in range(1500):
        months = random.choice((3, 7, 11, 12))
        month = random.randint(1, months - 1)
        target, baseline = (Decimal(random.randint(-99, 99)) / 10 for _ in range(2))
        aim = Fraction(baseline) + Fraction(target - baseline) * Fraction(month, months)
        actual, sign = near(random, aim), random.choice([">=", ">", "<=", "<"])
        figures = f"-*{month - 1} {actual:f}" if month > 1 else f"{actual:f}"
        some.append(
            Case(
                figures,
                month,
                kind="level",
                comparator=sign,
                target=str(target),
                baseline=str(baseline),
                due=months,
                pace="linear",
            )
        )
        wanted.append(KEPT[sign](Fraction(actual), aim))
    assert {True, False} == set(wanted)
    assert [status == "on_track" for status in statuses(some)] == wanted


def test_what_is_required_is_compared_with_what_is_possible_exactly():
    random, some, wanted = Random(4), [], []
    for _ in range(1500):
        k, part, whole_ = random.randint(1, 11), random.randint(1, 40), 40
        # Met exactly by whole months of 100 % when T (k + R) = a k + 100 R.
        target = near(random, (Fraction(100 * part, whole_) * k + 100 * (12 - k)) / 12)
        sign = random.choice([">=", ">"])
        some.append(Case(f"{part}/{whole_}*{k}", k, comparator=sign, target=str(target)))
        needed = Fraction(target) * 12 - Fraction(100 * part, whole_) * k
        most = 100 * (12 - k)
        wanted.append(needed > most or (sign == ">" and needed == most))
    found = judge(promises_of(some), evidence_of(some)).verdicts.out_of_reach
    assert {True, False} == set(wanted)
    assert found.tolist() == wanted


@pytest.mark.parametrize(
    ("figures", "target", "status"),
    [
        ("8996/10000", "90", "missed"),
        ("90/100", "90", "fulfilled"),
        ("1/3", "33.333333333333333", "fulfilled"),
        ("1/3", "33.333333333333334", "missed"),
        ("24.75", "24.750000000000004", "missed"),
        ("24.750000000000004", "24.750000000000004", "fulfilled"),
        ("24.750000000000003", "24.750000000000004", "missed"),
        ("99999999999999999998", "99999999999999999999", "missed"),
        ("99999999999999999999", "99999999999999999999", "fulfilled"),
    ],
)
def test_a_target_is_met_to_its_last_digit(figures, target, status):
    kind = "ratio" if "/" in figures else "level"
    result = judged(figures=figures, kind=kind, month=1, due=1, target=target, pace="hold")
    assert result["status"] == status


def test_ten_tenths_are_one():
    assert judged(figures="0.1*10", kind="count", month=10, target="1")["status"] == "fulfilled"
    assert judged(figures="0.1*10", kind="count", month=10, target="1", comparator=">")["rule"] == 7


def test_what_cancels_out_is_nothing_and_not_a_remainder():
    """0.1 + 0.2 - 0.3 leaves 5.6e-17 in doubles."""
    given = {"figures": "0.1 0.2 -0.3", "kind": "level", "over_time": "mean", "month": 3, "due": 3}
    zero = judged(target="0", comparator="<=", **given)
    assert (zero["status"], zero["actual"]) == ("fulfilled", 0)
    assert judged(target="0", comparator=">", **given)["status"] == "missed"


def test_below_zero_the_pace_attainment_is_exact_whatever_the_status():
    """-0.1 and -0.2 are -0.15 on average, which is E; the figure of month 1 is missing."""
    result = judged(
        figures="- -0.1 -0.2",
        kind="level",
        over_time="mean",
        month=3,
        pace="steps",
        steps="1:-0.15",
        target="-1",
    )
    assert (result["status"], result["pace_attainment"]) == ("no_data", 100)


def test_small_differences_of_large_numbers_keep_their_digits():
    given = {"kind": "level", "pace": "linear", "baseline": "100000.1", "target": "100000.7"}
    way = judged(figures="100000.100001", month=1, due=6, **given)
    assert way["attainment"] == pytest.approx(100 * 0.000001 / 0.6, rel=1e-11)
    needs = judged(
        figures="100000.099", kind="count", comparator="<=", month=1, target="100000.1", pace="hold"
    )
    assert needs["required"] == pytest.approx(0.001 / 11, rel=1e-11)


def amounts(*texts):
    return Amounts.of(None if text is None else Decimal(text) for text in texts)


def test_a_column_holds_doubles_and_knows_the_decimals():
    column = amounts("0.1", None, "24.750000000000004")
    assert len(column) == 3 and column.known.tolist() == [True, False, True]
    rows = np.array([2, 0, 2, 1])
    assert column.column(rows, exact=False).tolist() == [
        24.750000000000004,
        0.1,
        24.750000000000004,
        0,
    ]
    exact = column.column(rows, exact=True)
    assert exact.tolist() == [
        Fraction("24.750000000000004"),
        Fraction(1, 10),
        exact[0],
        Fraction(0),
    ]
    assert column.decimal(1) is None and column.decimal(2) == Decimal("24.750000000000004")


def test_rows_of_a_column_may_be_taken_again_and_more_than_once():
    column = amounts("1", "2", None, "4").take(np.array([3, 3, 0, 2])).take(np.array([2, 1, 3]))
    assert column.column(np.arange(3), exact=True).tolist() == [1, 4, 0]
    assert column.known.tolist() == [True, True, False]


def test_a_column_followed_by_more_is_one_column():
    column = amounts("1", "2").followed_by([Decimal("0.3"), None])
    assert column.column(np.array([3, 0, 2, 1, 2]), exact=True).tolist() == [
        0,
        1,
        Fraction(3, 10),
        2,
        Fraction(3, 10),
    ]
    assert column.decimal(3) is None and column.decimal(0) == 1


@pytest.mark.parametrize("exact", [False, True])
def test_a_quotient_by_nothing_is_left_at_nothing(exact):
    numbers = whole(np.array([1, 1, 0]), exact)
    assert divide(numbers, whole(np.array([3, 0, 5]), exact)).tolist() == [
        Fraction(1, 3) if exact else 1 / 3,
        0,
        0,
    ]


@pytest.mark.parametrize("exact", [False, True])
def test_values_add_up_per_group(exact):
    values = fractions([Decimal("0.5"), None, Decimal(2)]) if exact else np.array([0.5, 0, 2])
    assert add_up(np.array([1, 0, 1]), values, 3).tolist() == [0, 2.5, 0]
    assert zeros(2, exact).tolist() == [0, 0]


def test_only_rows_that_are_asked_about_come_into_doubt():
    comparing = Comparing(4, exact=False)
    a, b = np.array([1.0, 1.0, 5.0, 1.0]), np.array([1.0, 1.0, 1.0, 1 + 1e-12])
    asked = np.array([True, False, True, True])
    assert comparing.at_least(a, b, asked).tolist() == [True, True, True, False]
    assert comparing.doubt.tolist() == [True, False, False, True]
    assert comparing.above(a, b, asked).tolist() == [False, False, True, False]
    exactly = Comparing(4, exact=True)
    exactly.above(fractions(map(Decimal, a)), fractions(map(Decimal, b)), asked)
    assert not exactly.doubt.any()
