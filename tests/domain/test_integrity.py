"""Patterns that call for a question, beside the same figures without the pattern."""

from random import Random

import numpy as np
import pytest

from kpis.domain.integrity import (
    Reported,
    Targets,
    Traits,
    at_target,
    rates,
    repeats,
    round_numbers,
    shrinking,
)
from kpis.domain.months import month_of

JUNE = month_of("2021-06")
NONE = float("nan")
# Indicators by number: a share in per cent, a level in per cent, a stock, one that is better lower.
TRAITS = Traits(
    scale=np.array([100.0, 1.0, 100.0, 100.0]),
    sign=np.array([1, 1, 1, -1]),
    adds_up=np.array([True, False, False, True]),
    counting=np.array([True, False, False, True]),
    fine=np.array([True, True, True, True]),
)


def reported(*groups, indicators=None, last=JUNE):
    """Each group's months up to June: (numerator, denominator) or a value."""
    rows = []
    for number, months in enumerate(groups):
        indicator = indicators[number] if indicators else 0
        for place, amounts in enumerate(months):
            period = last - len(months) + 1 + place
            triple = (*amounts, NONE) if isinstance(amounts, tuple) else (NONE, NONE, amounts)
            rows.append((number, indicator, period, *triple))
    columns = list(zip(*rows, strict=True))
    whole = [np.array(column, dtype=np.int64) for column in columns[:3]]
    return Reported(*whole, *(np.array(column, dtype=float) for column in columns[3:]))


def target(amount, sign=1, groups=1, start=0):
    return Targets(np.full(groups, amount), np.full(groups, sign), np.full(groups, start))


def honest(seed, rate, size, months=12):
    """A unit that counts what happens: each case is in time with the chance `rate`."""
    random = Random(seed)
    found = []
    for _ in range(months):
        cases = size + random.randrange(-size // 5, size // 5 + 1)
        found.append((sum(random.random() < rate for _ in range(cases)), cases))
    return found


def test_a_unit_at_its_target_every_month_is_asked():
    months = [(95 * n, 100 * n) for n in (2, 3, 2, 4, 3, 2)]
    [question] = at_target(reported(months), TRAITS, target(95.0), JUNE)
    assert question.code == "integrity.at_target"
    expected = {"hits": 6, "over": 6, "under": 0, "months": 6, "target": 95.0}
    assert question.values == expected
    assert question.rows.tolist() == [0, 1, 2, 3, 4, 5]


def test_a_unit_that_always_just_makes_it_is_asked_though_it_never_hits_exactly():
    months = [(9501 * n, 10000 * n) for n in (2, 1, 2, 1, 1, 2, 1, 1, 2, 1, 2, 1)]
    [question] = at_target(reported(months), TRAITS, target(95.0), JUNE)
    assert (question.values["hits"], question.values["over"]) == (0, 12)


def test_for_less_is_better_the_right_side_is_below():
    months = [(199 * n, 10000 * n) for n in (2, 1, 2, 1, 1, 2, 1, 1, 2, 1, 2, 1)]
    figures = reported(months, indicators=[3])
    [question] = at_target(figures, TRAITS, target(2.0, sign=-1), JUNE)
    assert (question.values["over"], question.values["under"]) == (12, 0)
    above = reported([(n + 2 * d // 1000, d) for n, d in months], indicators=[3])
    assert at_target(above, TRAITS, target(2.0, sign=-1), JUNE) == []


@pytest.mark.parametrize("rate", [0.93, 0.95, 0.955, 0.97])
@pytest.mark.parametrize("size", [20, 150, 2000])
def test_units_that_count_what_happens_are_hardly_ever_asked(rate, size):
    groups = [honest(seed, rate, size) for seed in range(40)]
    figures = reported(*groups)
    asked = at_target(figures, TRAITS, target(95.0, groups=40), JUNE)
    asked += round_numbers(figures, TRAITS, JUNE)
    asked += repeats(figures, TRAITS, JUNE)
    assert len(asked) <= 1  # of 120 tries


def test_months_before_the_promise_began_and_before_the_year_are_left_out():
    months = [(95 * n, 100 * n) for n in (2, 3, 2, 4, 3, 2)]
    figures = reported(months)
    assert at_target(figures, TRAITS, target(95.0, start=JUNE - 4), JUNE) == []
    assert at_target(figures, TRAITS, target(95.0), JUNE + 8) == []
    assert at_target(figures, TRAITS, target(NONE), JUNE) == []


def test_cases_that_end_in_0_or_5_every_month_are_asked_about():
    months = [(n - 3, n) for n in (120, 85, 140, 95, 110, 130, 90)]
    [question] = round_numbers(reported(months), TRAITS, JUNE)
    assert question.code == "integrity.round_numbers"
    assert question.values == {"count": 7, "months": 7}
    assert round_numbers(reported([(n - 3, n + 2) for n in range(120, 155, 5)]), TRAITS, JUNE) == []
    same = [(60, 120)] * 12  # one number, not twelve round ones
    assert round_numbers(reported(same), TRAITS, JUNE) == []
    few = [(n - 1, n) for n in (5, 10, 15, 10, 5, 10, 15)]
    assert round_numbers(reported(few), TRAITS, JUNE) == []


def test_measured_values_without_decimals_are_asked_about():
    [question] = round_numbers(
        reported([90.0, 92.0, 91.0, 95.0, 93.0, 94.0], indicators=[1]), TRAITS, JUNE
    )
    assert question.code == "integrity.no_decimals"
    with_decimals = reported([90.1, 92.0, 91.4, 95.0, 93.2, 94.7], indicators=[1])
    assert round_numbers(with_decimals, TRAITS, JUNE) == []


def test_months_that_repeat_the_one_before_are_asked_about():
    months = [(50, 60)] * 4 + [(51, 60)] + [(50, 60)] * 5
    [question] = repeats(reported(months), TRAITS, JUNE)
    assert question.values == {"count": 7, "months": 9}
    assert repeats(reported(months, indicators=[2]), TRAITS, JUNE) == []  # a stock may stay
    small = [(5, 6)] * 10
    assert repeats(reported(small), TRAITS, JUNE) == []
    assert (
        repeats(reported([(50, 60)], [(50, 60)]), TRAITS, JUNE) == []
    )  # two units, not two months


FULL = [(180, 200)] * 18
HALVED = [(180, 200)] * 12 + [(97, 100)] * 6


def test_far_fewer_cases_with_a_better_rate_are_asked_about():
    figures = reported(HALVED, *[FULL] * 5)
    [question] = shrinking(figures, TRAITS, JUNE)
    assert question.group == 0
    expected = {"now": 600.0, "then": 1200.0, "percent": 50, "usual": 100}
    assert question.values == expected
    assert len(question.rows) == 12


@pytest.mark.parametrize(
    ("own", "others"),
    [
        (HALVED, HALVED),  # everybody has fewer: an epidemic
        (FULL[:12] + [(80, 100)] * 6, FULL),  # fewer, but no better
        (FULL[:12] + [(155, 160)] * 6, FULL),  # a little fewer
        ([(9, 10)] * 12 + [(5, 5)] * 6, FULL),  # few cases swing by themselves
        (HALVED[3:15], FULL),  # no year before
    ],
)
def test_fewer_cases_alone_are_no_reason_to_ask(own, others):
    asked = shrinking(reported(own, *[others] * 5), TRAITS, JUNE)
    assert [question for question in asked if question.group == 0] == []


def test_a_month_without_cases_has_no_rate_and_is_no_zero():
    figures = reported([(0, 0), (1, 4), (2, 4)])
    assert np.isnan(rates(figures, TRAITS)[0])
    assert rates(figures, TRAITS)[1:].tolist() == [25, 50]


def test_no_figures_are_no_questions():
    whole, doubles = np.array([], dtype=np.int64), np.array([], dtype=float)
    nothing = Reported(whole, whole, whole, doubles, doubles, doubles)
    targets = Targets(*(np.array([], dtype=float),) * 3)
    assert at_target(nothing, TRAITS, targets, JUNE) == []
    for pattern in (round_numbers, repeats, shrinking):
        assert pattern(nothing, TRAITS, JUNE) == []
