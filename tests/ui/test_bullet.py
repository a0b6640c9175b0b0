"""Bullet bars start at zero, show where the promise is kept, and never leave their track."""

import re

import pytest

from kpis.services.unit_series import SeriesMonth
from kpis.ui.bullet import bullet, scale_of, sparkline
from tests.ledger import at, filled
from tests.provinces import province
from tests.ui.judged import cases


@pytest.fixture(scope="module")
def judged():
    """Verdicts of two made-up provinces, with every comparator."""
    found = []
    for seed in (1, 2):
        store = filled(province(seed), now=at("2023-01-01T00:00"))
        found += [*cases(store, "2021-09", "2023-06-01T00:00")]
        store.close()
    return found


def numbers(markup: str) -> list[float]:
    return [float(n) for n in re.findall(r"(?:left|width|bottom):(-?[\d.]+)%", markup)]


def test_nothing_leaves_the_track(judged):
    assert {c.item.comparator for c in judged} >= {">=", "<=", "between"}
    for each in judged:
        drawn = bullet(each.item, each.indicator)
        assert all(0 <= number <= 100 for number in numbers(drawn))
        for left, width in re.findall(r"left:([\d.]+)%;width:([\d.]+)%", drawn):
            assert float(left) + float(width) <= 100.7  # a bar is never too thin to be seen


def test_the_scale_holds_zero_and_everything_that_is_drawn(judged):
    for each in judged:
        low, high = scale_of([each.item], each.indicator)
        assert low <= 0 < high
        shown = [v for v in (each.item.actual, each.item.target) if v is not None]
        assert all(low <= value for value in shown)


def test_the_bar_carries_the_colour_of_the_status_and_nothing_is_drawn_without_a_figure(judged):
    for each in judged:
        drawn = bullet(each.item, each.indicator)
        assert ('class="actual' in drawn) is (each.item.actual is not None)
        assert 'aria-hidden="true"' in drawn


def test_a_sparkline_marks_the_last_month_and_leaves_gaps():
    months = [SeriesMonth(24252 + n, None, None, v) for n, v in enumerate((90.0, None, 95.0))]
    drawn = sparkline(months, 24252, 24254, 98.0)
    assert drawn.count('class="dot"') == 1
    assert drawn.count('class="dot last"') == 1
    assert drawn.count('class="aim"') == 1


def test_a_sparkline_of_nothing_is_nothing():
    assert sparkline([], 24252, 24254, 98.0) == ""
    assert sparkline([SeriesMonth(24252, None, None, None)], 24252, 24254, None) == ""
