"""What the screens ask beside the evaluation: coverage, movements, what is worst, months, words."""

from collections import Counter

import pytest

from kpis.services.coverage import reporting
from kpis.services.overview import BEHIND, WRONG, items_with, movements, statuses_by_unit
from kpis.services.search import indicators_found, matches, units_found
from tests.ledger import SMALL, at, filled, judged, publish
from tests.provinces import province

APRIL = "2021-04-20T09:00"


@pytest.fixture
def store():
    made = filled()
    yield made
    made.close()


@pytest.fixture(scope="module")
def nasty():
    """A made-up province with merged units, breakdowns and gaps."""
    made = filled(province(5), now=at("2023-01-01T00:00"))
    yield made
    made.close()


def covered(store, month, when=APRIL):
    return reporting(store, judged(store, month, when))


def test_a_unit_is_complete_when_all_that_was_due_is_published(store):
    publish(store, "stp", "dung-han", "2021-03", 9, 10, when="2021-04-03T09:00")
    assert covered(store, "2021-03").missing["stp"] == ("sang-kien",)
    assert covered(store, "2021-03").complete == 0
    publish(store, "stp", "sang-kien", "2021-03", 1, when="2021-04-03T10:00")
    coverage = covered(store, "2021-03")
    assert (coverage.due["stp"], coverage.reported["stp"], coverage.complete) == (2, 2, 1)


def test_only_periods_that_end_in_the_month_are_due(store):
    assert covered(store, "2021-02").due["snv"] == 1  # satisfaction is quarterly
    assert covered(store, "2021-03").due["snv"] == 2
    assert covered(store, "2021-07").due["vy"] == 1  # the milestone was due in June


def test_a_figure_counts_from_the_instant_of_its_publication(store):
    publish(store, "stp", "dung-han", "2021-03", 9, 10, when="2021-04-03T09:00")
    assert covered(store, "2021-03", "2021-04-03T08:59").reported["stp"] == 0
    assert covered(store, "2021-03", "2021-04-03T09:00").reported["stp"] == 1


def test_a_month_is_late_from_the_midnight_that_ends_its_deadline(store):
    assert not covered(store, "2021-03", "2021-04-05T23:59").late
    assert covered(store, "2021-03", "2021-04-06T00:00").late


def test_coverage_says_the_same_as_the_indicator_over_its_units(nasty):
    for month in ("2020-12", "2021-06"):
        evaluation = judged(nasty, month, "2023-06-01T00:00")
        coverage = reporting(nasty, evaluation)
        missing = Counter(code for codes in coverage.missing.values() for code in codes)
        for whole in evaluation.wholes:
            code = evaluation.known.indicators[whole.indicator].code
            monthly = evaluation.known.indicators[whole.indicator].frequency == "monthly"
            if whole.kind is None and monthly:
                assert whole.bound - whole.reported == missing[code]


def test_a_movement_is_a_change_of_tier_between_two_months(store):
    for month, done in (("01", 99), ("02", 50), ("03", 50)):
        publish(store, "stp", "dung-han", f"2021-{month}", done, 100, when=APRIL)
        publish(store, "stp", "sang-kien", f"2021-{month}", 1, when=APRIL)
    january, february, march = (judged(store, f"2021-0{n}", APRIL) for n in (1, 2, 3))
    [fell] = [m for m in movements(january, february) if m.unit == "stp"]
    assert (fell.before, fell.now, fell.rose) == ("=100", "rest", False)
    assert [m for m in movements(february, march) if m.unit == "stp"] == []
    [rose] = [m for m in movements(february, january) if m.unit == "stp"]
    assert rose.rose


def test_statuses_by_unit_count_every_item_once(nasty):
    evaluation = judged(nasty, "2021-06", "2023-06-01T00:00")
    expected: dict[str, Counter] = {}
    for item in evaluation.items:
        expected.setdefault(item.unit, Counter())[item.status] += 1
    assert statuses_by_unit(evaluation) == expected


def test_the_worst_come_first(nasty):
    evaluation = judged(nasty, "2021-06", "2023-06-01T00:00")
    items = items_with(evaluation, WRONG)
    assert Counter(i.status for i in items) == Counter(
        i.status for i in evaluation.items if i.status in WRONG
    )
    behind = items_with(evaluation, BEHIND)
    assert items[: len(behind)] == behind
    hopeless = [i.out_of_reach or i.status == "missed" for i in behind]
    assert hopeless == sorted(hopeless, reverse=True)
    for first, second in zip(behind, behind[1:], strict=False):
        if (first.out_of_reach or first.status == "missed") == (
            second.out_of_reach or second.status == "missed"
        ):
            assert (first.pace_attainment or 0) <= (second.pace_attainment or 0)


@pytest.mark.parametrize("asked", ["dung han", "Đúng hạn", "DUNG  HAN", "ho so dung", ""])
def test_words_are_found_whatever_their_case_and_marks(asked):
    assert matches(asked, "Tỷ lệ hồ sơ đúng hạn")


def test_every_word_has_to_occur_and_begin_a_word():
    assert not matches("đúng hạn đất đai", "Tỷ lệ hồ sơ đúng hạn")
    assert not matches("an", "Tỷ lệ hồ sơ đúng hạn")


def test_what_a_definition_says_is_searched_when_no_name_has_the_words(store):
    known = judged(store, "2021-03", APRIL).known
    assert [i.code for i in indicators_found("tổng số hồ sơ", known.indicators)] == [
        "dung-han",
        "linh-vuc",
    ]
    assert [i.code for i in indicators_found("hồ sơ đúng hạn", known.indicators)] == ["dung-han"]


def test_units_and_indicators_are_found_by_name_and_code(store):
    known = judged(store, "2021-03", APRIL).known
    assert [u.code for u in units_found("so noi vu", known.units)] == ["snv"]
    assert [u.code for u in units_found("justice", known.units)] == ["stp"]
    assert [i.code for i in indicators_found("sáng kiến", known.indicators)] == ["sang-kien"]
    assert len(indicators_found("", known.indicators)) == SMALL["catalogue/thu.yaml"].count("code:")
