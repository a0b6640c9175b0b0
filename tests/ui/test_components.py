"""Markup: everything that comes from outside is escaped, tables are tables."""

import re

from hypothesis import given
from hypothesis import strategies as some

from kpis.ui import theme
from kpis.ui.components import Column, bar, filled, fold, html, joined, status_mark, table, tag
from kpis.ui.text import LANGUAGES

NASTY = '<img src=x onerror="alert(1)"> & \'"'


@given(some.text())
def test_a_text_never_becomes_markup(words):
    inside = tag("p", words, title=words)
    assert inside.count("<") == 2
    assert "<" not in html(words) and '"' not in html(words)


def test_names_and_notes_are_escaped_wherever_they_stand():
    shown = table(NASTY, [Column(NASTY), Column(NASTY)], [(NASTY, NASTY)])
    assert "<img" not in shown
    assert shown.count("&lt;img") >= 5
    assert "<img" not in fold(NASTY, NASTY)
    assert "<img" not in filled("{what}: ok", what=NASTY)


def test_markup_is_put_into_a_message_as_it_is_and_the_message_is_escaped():
    assert filled("a < {b}", b=tag("b", "c")) == "a &lt; <b>c</b>"
    assert filled("{n} {n:unit|units}", n=1) == "1 unit"


def test_what_has_no_markup_is_nothing():
    assert html(None) == joined([]) == bar(None) == ""


def test_a_table_has_a_caption_and_names_its_rows_and_columns():
    shown = table("Bảng", [Column("Hạng", "number"), Column("Đơn vị")], [(1, "Sở A")], names=1)
    assert "<caption>Bảng</caption>" in shown
    assert re.findall(r'<th scope="(\w+)"', shown) == ["col", "col", "row"]
    assert '<td class="number" data-label="Hạng"><span>1</span></td>' in shown


def test_a_table_that_scrolls_can_be_reached_by_keyboard():
    assert 'tabindex="0"' in table("Bảng", [Column("a")], [("b",)], cards=False)


def test_a_bar_never_leaves_its_track():
    assert "width:100.00%" in bar(140)
    assert "width:0.00%" in bar(-3)


def test_every_status_has_a_shape_a_word_and_a_class_in_both_languages():
    for language in LANGUAGES:
        marks = {status: status_mark(language, status) for status in theme.STATUSES}
        words = [re.sub(r"<[^>]+>", "", mark) for mark in marks.values()]
        assert len(set(words)) == len(words)
    assert set(theme.SHAPES) == set(theme.STATUS_CLASS) == set(theme.STATUSES)


def test_good_risk_bad_and_silent_differ_by_shape_and_not_by_colour_alone():
    shapes = [theme.SHAPES[s] for s in ("on_track", "at_risk", "off_track", "missed", "no_data")]
    assert len(set(shapes)) == len(shapes)


def test_tiers_of_any_number_take_classes_from_best_to_worst():
    assert [theme.tier_class(n, 5) for n in range(5)] == [f"tier-{n}" for n in range(5)]
    assert [theme.tier_class(n, 3) for n in range(3)] == ["tier-0", "tier-2", "tier-4"]
    assert theme.tier_class(0, 1) == "tier-0"
