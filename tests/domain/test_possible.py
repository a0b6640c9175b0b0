from decimal import Decimal

import pytest

from kpis.domain.definitions import Indicator, Label
from kpis.domain.figures import Figure
from kpis.domain.possible import impossibilities

HUNDRED = Decimal(100)


def indicator(kind: str, **more) -> Indicator:
    return Indicator("a", Label("Chỉ tiêu", "Indicator"), "thu", "", kind, "higher", **more)


SHARE = indicator("ratio", scale=HUNDRED, share=True, min=Decimal(0), max=HUNDRED)
RATE = indicator("ratio", min=Decimal("0.5"), max=Decimal(3))
BROKEN_DOWN = indicator("ratio", scale=HUNDRED, breakdown="linh-vuc")
COUNT = indicator("count")
LEVEL = indicator("level", min=Decimal(-10), max=Decimal(10))
MILESTONE = indicator("milestone")
RANK = indicator("rank")


def figure(n=None, d=None, v=None, member=None, source="self") -> Figure:
    amounts = [None if amount is None else Decimal(amount) for amount in (n, d, v)]
    return Figure("u", "a", 24257, member, *amounts, source=source)


POSSIBLE = [
    (SHARE, figure(n=90, d=100)),
    (SHARE, figure(n=100, d=100)),
    (SHARE, figure(n=0, d=0)),
    (SHARE, figure(v="90.53")),
    (SHARE, figure(v=100)),
    (RATE, figure(n=3, d=1)),
    (RATE, figure(n=1, d=2)),
    (BROKEN_DOWN, figure(n=1, d=2, member="dat-dai")),
    (BROKEN_DOWN, figure(n=3, d=2, member="dat-dai")),
    (COUNT, figure(v=0)),
    (COUNT, figure(v="1234.5")),
    (LEVEL, figure(v=-10)),
    (MILESTONE, figure(v=1)),
    (MILESTONE, figure(v="0.0")),
    (RANK, figure(v=1)),
    (RANK, figure(v="63.0")),
    (COUNT, figure(v=1, source="inspected")),
]


@pytest.mark.parametrize(("about", "one"), POSSIBLE)
def test_a_figure_that_can_be_true_has_nothing_against_it(about, one):
    assert impossibilities(one, about) == []


IMPOSSIBLE = [
    (SHARE, figure(), "figures.nothing_given"),
    (SHARE, figure(n=1), "figures.denominator_missing"),
    (SHARE, figure(d=1), "figures.numerator_missing"),
    (SHARE, figure(n=1, d=2, v=50), "figures.value_and_counts"),
    (SHARE, figure(n=101, d=100), "figures.numerator_above_denominator"),
    (SHARE, figure(n=1, d=0), "figures.numerator_of_nothing"),
    (SHARE, figure(n=-1, d=2), "figures.negative"),
    (SHARE, figure(n=1, d=-2), "figures.negative"),
    (SHARE, figure(v=-1), "figures.negative"),
    (SHARE, figure(v="100.01"), "figures.share_above_whole"),
    (RATE, figure(n=301, d=100), "figures.quotient_above_max"),
    (RATE, figure(n=49, d=100), "figures.quotient_below_min"),
    (RATE, figure(v="3.01"), "figures.above_max"),
    (BROKEN_DOWN, figure(n=1, d=2), "figures.member_missing"),
    (BROKEN_DOWN, figure(v=50, member="dat-dai"), "figures.counts_needed"),
    (SHARE, figure(n=1, d=2, member="dat-dai"), "figures.member_not_allowed"),
    (COUNT, figure(v=-1), "figures.negative"),
    (COUNT, figure(n=1, d=2), "figures.counts_not_allowed"),
    (LEVEL, figure(v="-10.1"), "figures.below_min"),
    (LEVEL, figure(v="10.1"), "figures.above_max"),
    (MILESTONE, figure(v=2), "figures.not_a_milestone"),
    (MILESTONE, figure(v="0.5"), "figures.not_a_milestone"),
    (RANK, figure(v=0), "figures.not_a_rank"),
    (RANK, figure(v="1.5"), "figures.not_a_rank"),
    (COUNT, figure(v=1, source="hearsay"), "figures.source"),
]


@pytest.mark.parametrize(("about", "one", "code"), IMPOSSIBLE)
def test_a_figure_that_cannot_be_true_is_told_why_and_only_once(about, one, code):
    assert [found for found, _ in impossibilities(one, about)] == [code]


def test_everything_is_told_at_once():
    one = figure(n=-1, d=-2, v=1, member="dat-dai", source="hearsay")
    assert [code for code, _ in impossibilities(one, SHARE)] == [
        "figures.source",
        "figures.member_not_allowed",
        "figures.value_and_counts",
        "figures.negative",
        "figures.negative",
    ]


def test_a_quotient_just_over_its_bound_is_not_rounded_onto_it():
    bounded = indicator(
        "ratio", scale=HUNDRED, max=Decimal("33.3333333333333333333333333333333333")
    )
    [(code, values)] = impossibilities(figure(n=1, d=3), bounded)
    assert code == "figures.quotient_above_max"
    assert values["found"] > bounded.max


def test_products_of_long_amounts_are_compared_without_rounding():
    third = Decimal("0.333333333333333333")
    bounded = indicator("ratio", max=third)
    whole = Decimal("9" * 20 + "." + "9" * 18)
    at_bound = Figure("u", "a", 24257, None, third, Decimal(1), None)
    above = Figure("u", "a", 24257, None, whole, whole - 1, None)
    assert impossibilities(at_bound, bounded) == []
    assert impossibilities(above, indicator("ratio", max=Decimal(1))) != []
