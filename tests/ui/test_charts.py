"""Charts as data: Vietnamese numbers and months, nothing to drag, the same notation everywhere."""

import pytest

from kpis.domain.months import month_of
from kpis.ui import charts, theme
from kpis.ui.text import LANGUAGES

YEAR = range(month_of("2021-01"), month_of("2021-12") + 1)
HALF = range(month_of("2021-01"), month_of("2021-06") + 1)


def drawn(language="vi", **changes):
    """The path of a promise of 98 % by December, half a year in."""
    parts = {
        "actual": {month: 95.0 + place for place, month in enumerate(HALF)},
        "monthly": {month: 96.25 for month in HALF if month != HALF[2]},
        "last_year": dict.fromkeys(YEAR, 90.5),
        "expected": {},
        "target": 98.0,
        "unit": "%",
        "decimals": 1,
        "bars": False,
    }
    return charts.trajectory(language, YEAR, **(parts | changes))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_achieved_is_the_heaviest_line(language):
    chart = drawn(language)
    widths = {
        trace["line"]["color"]: trace["line"]["width"]
        for trace in chart["data"]
        if trace.get("mode", "").startswith("lines")
    }
    assert widths[theme.ACTUAL] == max(widths.values())
    assert widths[theme.PAST] == min(widths.values())


def test_a_month_without_a_figure_is_a_gap_and_not_a_zero():
    monthly = next(t for t in drawn()["data"] if t["name"] == "Riêng từng tháng")
    assert monthly["y"][2] is None
    assert monthly["customdata"][2] == "—"
    assert all(trace["connectgaps"] is False for trace in drawn()["data"])


def test_values_are_shown_as_vietnamese_text():
    monthly = next(t for t in drawn()["data"] if t["name"] == "Riêng từng tháng")
    assert monthly["customdata"][0] == "96,3\u00a0%"
    assert drawn()["layout"]["separators"] == ",."


def test_a_line_with_nothing_on_it_is_left_out():
    names = [trace["name"] for trace in drawn(last_year={})["data"]]
    assert names == ["Riêng từng tháng", "Thực hiện"]


def test_every_bound_of_the_promise_is_a_dashed_line():
    for target, levels in ((98.0, [98.0]), ((30.0, 40.0), [30.0, 40.0]), (None, [])):
        shapes = drawn(target=target)["layout"]["shapes"]
        assert [shape["y0"] for shape in shapes] == levels
        assert all(shape["line"]["dash"] == "dash" for shape in shapes)


def test_amounts_are_bars_from_zero():
    chart = drawn(bars=True)
    assert [t["type"] for t in chart["data"]].count("bar") == 1
    assert chart["layout"]["yaxis"]["rangemode"] == "tozero"


def test_signed_steps_are_drawn_as_steps_and_a_straight_line_as_one():
    expected = {month: 20.0 + place for place, month in enumerate(YEAR)}
    for stepped, shape in ((True, "hv"), (False, "linear")):
        chart = drawn(expected=expected, stepped=stepped)
        [line] = [t for t in chart["data"] if t["name"] == "Cần có theo tiến độ"]
        assert (line["line"]["shape"], line["line"]["dash"]) == (shape, "dot")


def test_nothing_can_be_dragged_or_zoomed():
    layout = drawn()["layout"]
    assert layout["dragmode"] is False
    assert layout["xaxis"]["fixedrange"] and layout["yaxis"]["fixedrange"]
    assert charts.CONFIG["displayModeBar"] is False


def test_months_on_the_axis_name_the_year_once():
    labels = drawn()["layout"]["xaxis"]["ticktext"]
    assert labels[0] == "T1<br>/21"
    assert labels[1:] == ["T3", "T5", "T7", "T9", "T11"]


def test_months_of_several_years_name_each_january():
    months = range(month_of("2020-10"), month_of("2021-02") + 1)
    labels = [charts.axis_label(month, months) for month in months]
    assert labels == ["T10<br>/20", "T11", "T12", "T1<br>/21", "T2"]


def test_the_whole_shows_each_month_and_the_year_up_to_it():
    chart = charts.trend(
        "en", HALF, month={HALF[0]: 90.0}, year_to_date={HALF[0]: 91.0}, unit="%", decimals=1
    )
    assert [trace["name"] for trace in chart["data"]] == ["Each month", "Year to date"]
    assert chart["layout"]["yaxis"]["title"]["text"] == "%"
