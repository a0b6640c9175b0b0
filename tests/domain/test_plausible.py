"""What is asked about a new figure, and what is left alone: each row says why."""

from decimal import Decimal

import pytest

from kpis.domain.definitions import Indicator, Label
from kpis.domain.figures import Figure
from kpis.domain.months import month_of
from kpis.domain.moves import all_improved, improvement, often_late
from kpis.domain.plausible import Promised, unusual

JUNE = month_of("2021-06")
SHARE = {"scale": Decimal(100), "share": True, "min": Decimal(0), "max": Decimal(100)}
NAME = Label("Đúng hạn", "On time")
RATIO = Indicator("dung-han", NAME, "tthc", "%", "ratio", "higher", **SHARE)
COUNT = Indicator("sang-kien", NAME, "tthc", "hồ sơ", "count", "higher", over_time="sum")
LEVEL = Indicator("hai-long", NAME, "tthc", "%", "level", "higher", over_time="last")
STOCK = Indicator("ton", NAME, "tthc", "%", "ratio", "higher", over_time="month", **SHARE)
RANK = Indicator("hang", NAME, "tthc", "", "rank", "lower", over_time="last")
STEADY = [(950, 1000), (948, 1010), (955, 1002), (940, 990), (951, 1001), (960, 1008),
          (944, 995), (957, 1003), (949, 998), (953, 1005), (946, 1004), (952, 999)]  # fmt: skip


def figure(amounts, month):
    pair = amounts if isinstance(amounts, tuple) else (None, None, amounts)
    exact = [None if a is None else Decimal(str(a)) for a in (*pair, None)[:3]]
    return Figure("stp", "dung-han", month, None, *exact)


def asked(indicator, now, months, promised=None):
    """The codes of what is asked in June about `now`, after these months up to May."""
    first = JUNE - len(months)
    earlier = [figure(m, first + n) for n, m in enumerate(months) if m is not None]
    return [code for code, _ in unusual(figure(now, JUNE), indicator, earlier, promised)]


@pytest.mark.parametrize(
    ("indicator", "now", "months", "codes"),
    [
        (RATIO, (951, 1000), STEADY, []),
        (RATIO, (600, 1000), STEADY, ["checks.jump_last_year"]),
        (RATIO, (600, 1000), STEADY[:11], ["checks.jump"]),
        (RATIO, (600, 1000), STEADY[:5], []),  # five months are no history
        (RATIO, (600, 1000), [*STEADY[:11], (605, 1000)], []),  # not since last month
        (RATIO, (600, 1000), [(610, 1000), *STEADY[:11]], []),  # as in June last year
        (RATIO, (910, 1000), STEADY, []),  # four points are no jump
        (RATIO, (4, 5), [(5, 5)] * 12, []),  # one case of five
        (RATIO, (9500, 10010), STEADY, ["checks.slip_up"] * 2),
        (RATIO, (95, 100), STEADY, ["checks.slip_down"] * 2),
        (RATIO, (380, 400), STEADY, ["checks.jump_last_year"]),  # of cases, not of the rate
        (RATIO, (0, 0), STEADY, ["checks.jump_last_year"]),  # nothing, where 1000 are usual
        (RATIO, (0, 0), [(2, 2), (1, 1), (3, 3)] * 4, []),  # nothing, where two are usual
        (LEVEL, "0.91", ["90.5", "91", "90", "92", "91.5", "90.1", "90.6"], ["checks.fraction"]),
        (LEVEL, "91.2", ["90.5", "91", "90", "92", "91.5", "90.1", "90.6"], []),
        (LEVEL, "60", ["90.5", "91", "90", "92", "91.5", "90.1", "90.6"], ["checks.jump"]),
        (COUNT, 12000, [120, 118, 125, 119, 122, 121, 117], ["checks.slip_up"]),
        (COUNT, 400, [120, 118, 125, 119, 122, 121, 117], ["checks.jump"]),
        (COUNT, 2, [1, 0, 3, 2, 0, 1, 4], []),  # few cases swing by themselves
        (COUNT, 100, [1, 10, 1, 100, 3, 1000, 2], []),  # months that differ so have no usual size
        (RATIO, (941, 1000), [*STEADY[:11], (941, 1000)], ["checks.repeated"]),
        (RATIO, (9, 10), [*[(8, 10), (9, 11)] * 5, (9, 10)], []),  # ten cases repeat by chance
        (STOCK, (40, 44), [(40, 44)] * 12, []),  # a stock may stay as it is
        (RANK, 40, [2, 3, 2, 3, 2, 3, 2, 3], []),
    ],
)
def test_what_is_far_from_the_units_own_months_is_asked_about(indicator, now, months, codes):
    assert asked(indicator, now, months) == codes


AT_95 = Promised(">=", Decimal(95))


@pytest.mark.parametrize(
    ("now", "months", "promised", "is_asked"),
    [
        ((950, 1000), [(95 * n, 100 * n) for n in (8, 9, 7)], AT_95, True),
        ((950, 1000), STEADY, AT_95, False),  # once or twice
        ((951, 1000), [(95 * n, 100 * n) for n in (8, 9, 7)], AT_95, False),  # not this month
        ((19, 20), [(19, 20), (18, 20), (19, 20), (20, 20), (19, 20)], AT_95, False),  # by chance
        ((1000, 1000), [(800 + n, 800 + n) for n in range(9)], Promised(">=", Decimal(100)), False),
        ((950, 1000), [(95 * n, 100 * n) for n in (8, 9, 7)], Promised("=", Decimal(95)), False),
        ((950, 1000), [(95 * n, 100 * n) for n in (8, 9, 7)], None, False),
    ],
)
def test_being_at_the_target_is_asked_about_only_when_months_and_cases_rule_chance_out(
    now, months, promised, is_asked
):
    assert ("checks.at_target" in asked(RATIO, now, months, promised)) == is_asked


def test_the_numbers_behind_a_question_are_in_it():
    earlier = [figure(m, JUNE - 12 + n) for n, m in enumerate(STEADY)]
    [(code, values)] = unusual(figure((600, 1000), JUNE), RATIO, earlier)
    assert code == "checks.jump_last_year"
    assert values["found"] == 60
    assert (values["months"], values["usual"]) == (12, 95)
    assert values["low"] < values["usual"] < values["high"]
    assert values["last_year"] == 95


def test_one_slip_among_the_months_does_not_change_what_is_usual():
    spoilt = [*STEADY[:5], (9550, 10020), *STEADY[6:]]
    assert asked(RATIO, (600, 1000), spoilt) == ["checks.jump_last_year"]
    assert asked(RATIO, (951, 1000), spoilt) == []


@pytest.mark.parametrize(
    ("before", "after", "direction", "move"),
    [
        (90.0, 95.0, "higher", 1),
        (90.0, 85.0, "higher", -1),
        (90.0, 95.0, "lower", -1),
        (90.0, 90.0, "higher", 0),
        (None, 90.0, "higher", 0),
        (90.0, 95.0, "range", 0),
    ],
)
def test_a_revision_is_to_the_better_by_the_direction_of_its_indicator(
    before, after, direction, move
):
    assert improvement(before, after, direction) == move


def test_revisions_go_one_way_when_there_are_enough_and_none_went_the_other():
    assert all_improved([1, 1, 0, 1], 3)
    assert not all_improved([1, 1, 0], 3)
    assert not all_improved([1, 1, 1, -1], 3)


def test_late_revisions_are_often_beside_the_units_own_figures_and_those_of_others():
    assert often_late(5, 60, share_of_all=0.01)
    assert not often_late(2, 10, share_of_all=0.0)
    assert not often_late(5, 600, share_of_all=0.0)
    assert not often_late(6, 100, share_of_all=0.05)
