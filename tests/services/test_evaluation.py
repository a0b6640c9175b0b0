"""A month as screens and reports see it: items, standings, the change of ranks, what is printed."""

import pytest

from kpis.domain.figures import Decimal, Figure
from kpis.domain.months import month_of
from kpis.services.evaluation import evaluate
from kpis.services.evaluation_json import as_json
from kpis.services.expected_path import expected_path
from kpis.services.known import known_at
from kpis.services.overview import Movement, badness, items_with, movements, statuses_by_unit
from kpis.services.unit_series import unit_series
from tests.ledger import HEADER, SMALL, at, filled, item, judged, load, publish, row

LATER = "2021-12-01T00:00"


@pytest.fixture
def lived(store):
    """January to April: stp gets better and passes snv in March."""
    rows = row("snv", "hai-long", "2021-03", 90, published_at="2021-04-02T09:00:00+07:00")
    for place, (a, b) in enumerate(((50, 88), (60, 88), (97, 88), (97, 10)), start=1):
        month, many = f"2021-0{place}", 10 ** (place - 1)
        when = {"published_at": f"2021-{place + 1:02d}-02T09:00:00+07:00"}
        rows += row("stp", "dung-han", month, a * many, 100 * many, **when)
        rows += row("stp", "sang-kien", month, 1, **when)
        rows += row("snv", "dung-han", month, b * many, 100 * many, **when)
    load(store, {"figures.csv": HEADER + rows})
    return store


def test_an_item_says_where_its_numbers_come_from(lived):
    one = item(lived, "stp", "dung-han", "2021-03", "2021-04-10T00:00")
    assert (one.commitment, one.number, one.comparator, one.target, one.weight) == (
        "CK-STP",
        0,
        ">=",
        95,
        2,
    )
    assert (one.numerator, one.denominator, one.reported, one.to_come) == (10350, 11100, 3, 9)
    assert one.actual == pytest.approx(100 * 10350 / 11100)
    assert (one.status, one.rule, one.last_due, one.amended) == (
        "at_risk",
        9,
        month_of("2021-03"),
        False,
    )
    assert one.shortfall == pytest.approx(95 - 100 * 10350 / 11100)
    assert one.gaps == () and one.member is None


def test_gaps_are_listed_in_order(store):
    publish(store, "stp", "dung-han", "2021-02", 9, 10, when="2021-03-02T09:00")
    assert item(store, "stp", "dung-han", "2021-04", LATER).gaps == tuple(
        map(month_of, ("2021-01", "2021-03", "2021-04"))
    )


def test_an_item_without_a_period_due_has_no_last_one(store):
    assert item(store, "snv", "hai-long", "2021-02", LATER).last_due is None


def test_items_and_standings_are_found_by_their_codes(lived):
    march = judged(lived, "2021-03", "2021-04-10T00:00")
    assert len(march) == 6
    assert [(one.unit, one.indicator) for one in march.items_of(indicator="dung-han")] == [
        ("stp", "dung-han"),
        ("snv", "dung-han"),
    ]
    assert len(march.items_of(unit="stp")) == 2 and march.items_of(unit="nobody") == ()
    assert march.items_of() == march.items
    assert march.standing_of("stp").standing.items == 2
    assert march.standing_of("nobody") is None


def test_ranks_change_against_the_month_before_known_at_the_same_instant(lived):
    def ranks(month, when=LATER):
        evaluation = judged(lived, month, when)
        return {
            row.unit.code: (row.standing.rank, row.rank_change)
            for row in evaluation.units
            if row.unit.kind == "so"
        }

    assert ranks("2021-01") == {"stp": (1, None), "snv": (2, None)}
    assert ranks("2021-03") == {"stp": (2, -1), "snv": (1, 1)}
    assert ranks("2021-04") == {"stp": (1, 1), "snv": (2, -1)}


def test_a_unit_that_moved_to_another_tier_is_told(lived):
    march, april = (judged(lived, month, "2021-05-10T00:00") for month in ("2021-03", "2021-04"))
    stp_rose = Movement("stp", before="rest", now="=100", rose=True)
    assert movements(march, april) == (stp_rose,)
    assert movements(april, march) == (Movement("stp", before="=100", now="rest", rose=False),)
    assert movements(april, april) == ()


def test_statuses_are_counted_by_unit(lived):
    march = judged(lived, "2021-03", "2021-04-10T00:00")
    assert statuses_by_unit(march)["stp"] == {"at_risk": 1, "on_track": 1}
    total = sum(sum(counts.values()) for counts in statuses_by_unit(march).values())
    assert total == len(march)


def test_the_worst_items_come_first(lived):
    april = judged(lived, "2021-04", "2021-05-10T00:00")
    wrong = items_with(april, ("missed", "off_track", "no_data", "at_risk"))
    assert wrong == sorted(wrong, key=badness)
    assert {one.status for one in wrong} <= {"missed", "off_track", "no_data", "at_risk"}
    assert (wrong[0].unit, wrong[0].indicator) == ("snv", "dung-han")
    assert items_with(april, ()) == []


def test_figures_can_be_judged_as_if_they_were_published(lived):
    march = month_of("2021-03")
    key = ("stp", "dung-han", march, None)
    also = [Figure(*key, Decimal(100), Decimal(100), None)]
    before = evaluate(lived, march, at("2021-04-10T00:00"))
    after = evaluate(lived, march, at("2021-04-10T00:00"), also)
    [was] = before.items_of(unit="stp", indicator="dung-han")
    [would] = after.items_of(unit="stp", indicator="dung-han")
    assert (was.numerator, would.numerator) == (10350, 750)
    assert evaluate(lived, march, at("2021-04-10T00:00")).items == before.items, "nothing was kept"


def test_what_is_printed_is_filtered_and_the_judgement_is_not(lived):
    march = judged(lived, "2021-03", "2021-04-10T00:00")
    whole, mine = as_json(march), as_json(march, unit="stp")
    assert mine["headline"] == whole["headline"]
    assert mine["items"] == [row for row in whole["items"] if row["unit"] == "stp"]
    assert mine["units"] == [row for row in whole["units"] if row["unit"] == "stp"]
    assert {row["indicator"] for row in mine["indicators"]} == {"dung-han", "sang-kien"}
    one = as_json(march, indicator="hai-long")
    assert [row["unit"] for row in one["items"]] == ["snv"]
    assert [row["unit"] for row in one["units"]] == ["snv"]
    assert {row["indicator"] for row in one["indicators"]} == {"hai-long"}
    both = as_json(march, unit="stp", indicator="hai-long")
    assert (both["items"], both["units"], both["indicators"]) == ([], [], [])


def test_between_gives_its_bounds_in_place_of_a_target():
    band = SMALL["commitments.yaml"].replace(
        'comparator: ">=", target: 80', "comparator: between, low: 80, high: 90.5"
    )
    store = filled(SMALL | {"commitments.yaml": band})
    march = judged(store, "2021-03", LATER)
    [row] = as_json(march, indicator="hai-long")["items"]
    assert "target" not in row
    assert (row["low"], row["high"], row["expected"]) == (80, 90.5, [80, 90.5])
    assert march.items_of(indicator="hai-long")[0].target is None
    store.close()


def test_an_indicator_over_many_units_has_its_coverage(lived):
    rows = as_json(judged(lived, "2021-03", "2021-04-10T00:00"))["indicators"]
    all_kinds, so = [row for row in rows if row["indicator"] == "dung-han"]
    assert (all_kinds["kind"], so["kind"]) == (None, "so")
    assert (all_kinds["reported"], all_kinds["bound"]) == (2, 2)
    assert all_kinds["month"] == pytest.approx(100 * (9700 + 8800) / 20000)
    [nobody] = [row for row in rows if row["indicator"] == "linh-vuc" and row["kind"] is None]
    assert (nobody["month"], nobody["reported"], nobody["bound"]) == (None, 0, 1)


def test_a_merger_hands_figures_to_the_successor_and_ends_the_predecessor(lived):
    merged = SMALL["units.csv"].replace("2010-01-01,,\nvy", "2010-01-01,2021-03-31,stp\nvy")
    load(lived, {"units.csv": merged}, now=at("2021-04-01T00:00"))
    april = judged(lived, "2021-04", "2021-05-10T00:00")
    [of_stp] = april.items_of(unit="stp", indicator="dung-han")
    assert of_stp.denominator == 111100 + 11100
    [of_snv] = april.items_of(unit="snv", indicator="dung-han")
    assert (of_snv.status, of_snv.month) == ("not_due", month_of("2021-03"))
    assert of_snv.denominator == 11100
    assert april.standing_of("snv").standing.judged == 0
    march = judged(lived, "2021-03", "2021-05-10T00:00")
    assert march.items_of(unit="stp", indicator="dung-han")[0].denominator == 11100
    series = unit_series(lived, april.known, "stp", month_of("2021-01"), month_of("2021-04"))
    assert [month.denominator for month in series["dung-han"]] == [200, 2000, 20000, 100000]


def test_a_units_months_are_there_with_what_they_came_to(lived):
    publish(lived, "stp", "dung-han", "2021-05", 0, 0, when="2021-06-02T09:00")
    known = known_at(lived, at(LATER))
    series = unit_series(lived, known, "stp", month_of("2021-01"), month_of("2021-06"))
    assert sorted(series) == ["dung-han", "sang-kien"]
    assert [(m.numerator, m.denominator, m.value) for m in series["dung-han"]][-2:] == [
        (97000, 100000, 97),
        (0, 0, None),
    ]
    assert [(m.numerator, m.value) for m in series["sang-kien"]] == [(None, 1)] * 4
    nothing = unit_series(lived, known, "vy", month_of("2021-01"), month_of("2021-06"))
    assert nothing == {}


def test_what_is_expected_is_known_for_every_month_to_come(store):
    march = judged(store, "2021-03", "2021-04-10T00:00")
    paths = {
        (one.unit, one.indicator): [value for _, value in expected_path(march, one)]
        for one in march.items
    }
    assert paths["stp", "dung-han"] == [95] * 12
    assert paths["stp", "sang-kien"] == pytest.approx(list(range(1, 13)))
    assert paths["vy", "de-an"] == [None] * 5 + [1]
    months = [month for month, _ in expected_path(march, march.items[0])]
    assert (months[0], months[-1]) == (month_of("2021-01"), month_of("2021-12"))


def test_the_path_of_steps_and_of_bounds():
    text = SMALL["commitments.yaml"]
    text = text.replace(
        '">=", target: 12', '">=", target: 12, pace: steps, steps: {2021-03: 2, 2021-06: 5}'
    )
    text = text.replace('comparator: ">=", target: 80', "comparator: between, low: 80, high: 90.5")
    store = filled(SMALL | {"commitments.yaml": text})
    march = judged(store, "2021-03", "2021-04-10T00:00")
    steps = expected_path(march, march.items_of(indicator="sang-kien")[0])
    assert [value for _, value in steps] == [None, None, 2, 2, 2, 5, 5, 5, 5, 5, 5, 12]
    bounds = expected_path(march, march.items_of(indicator="hai-long")[0])
    assert {value for _, value in bounds} == {(80, 90.5)}
    store.close()


def test_an_empty_store_has_an_empty_month():
    store = filled({})
    answer = as_json(judged(store, "2021-03", LATER))
    assert (answer["items"], answer["units"], answer["indicators"]) == ([], [], [])
    assert set(answer["headline"].values()) == {0}
    store.close()


def test_the_months_of_one_indicator_are_what_a_chart_shows(lived):
    known = known_at(lived, at("2021-04-10T00:00"))
    span = (month_of("2021-02"), month_of("2021-06"))
    series = unit_series(lived, known, "stp", *span)
    found = series["dung-han"]
    assert [(m.month, m.numerator, m.denominator, m.value) for m in found] == [
        (month_of("2021-02"), 600, 1000, 60),
        (month_of("2021-03"), 9700, 10000, 97),
    ]
    counts = series["sang-kien"]
    assert [(m.numerator, m.value) for m in counts] == [(None, 1), (None, 1)]
    assert "dung-han" not in unit_series(lived, known, "vy", *span)
