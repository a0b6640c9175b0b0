"""Chances against fractions worked out in full."""

from fractions import Fraction
from itertools import product
from math import comb, exp, factorial

import pytest

from kpis.domain.chance import VALUE_HIT, at_least, binomial, hit_chances, same_again


@pytest.mark.parametrize("cases", [1, 7, 40])
@pytest.mark.parametrize("chance", ["0", "1/20", "1/2", "19/20", "1"])
def test_a_binomial_chance_is_the_exact_one(cases, chance):
    p = Fraction(chance)
    for hits in range(cases + 1):
        exact = comb(cases, hits) * p**hits * (1 - p) ** (cases - hits)
        assert binomial(cases, hits, float(p)) == pytest.approx(float(exact), rel=1e-9, abs=1e-15)
    assert binomial(cases, cases + 1, float(p)) == binomial(cases, -1, float(p)) == 0


def test_so_many_of_unlike_events_is_the_sum_over_all_ways():
    chances = [0.1, 0.25, 0.5, 0.9]
    for hits in range(6):
        every = 0.0
        for way in product((0, 1), repeat=4):
            if sum(way) >= hits:
                one = 1.0
                for happened, chance in zip(way, chances, strict=True):
                    one *= chance if happened else 1 - chance
                every += one
        assert at_least(chances, hits) == pytest.approx(every)


@pytest.mark.parametrize("mean", [1, 20, 60])
def test_two_counts_are_the_same_at_most_as_often_as_said(mean):
    exact = sum((exp(-mean) * mean**n / factorial(n)) ** 2 for n in range(150))
    assert exact <= same_again(mean) <= 1.2 * exact
    assert same_again(0) == 1


def test_a_month_can_hit_the_target_only_where_it_is_a_whole_number_of_cases():
    chances = hit_chances([(19, 20), (18, 19), (0, 0), None], 0.95)
    assert chances[0] == pytest.approx(binomial(20, 19, 37 / 39))
    assert chances[1] == 0
    assert chances[3] == VALUE_HIT
