"""Settings, catalogue and units: versions in, the ones that counted at an instant out."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest

from kpis.domain.definitions import Indicator, Label, Settings, Unit
from kpis.store.database import entry
from kpis.store.definitions import (
    indicator_versions,
    indicators_known_at,
    setting_versions,
    settings_known_at,
    unit_versions,
    units_known_at,
    write_indicators,
    write_settings,
    write_units,
)
from tests.ledger import at

JANUARY, JUNE, JULY = at("2021-01-05T08:00"), at("2021-06-05T08:00"), at("2021-07-05T08:00")
RATIO = Indicator(
    code="dung-han",
    name=Label("Đúng hạn", "On time"),
    field="tthc",
    unit="%",
    kind="ratio",
    direction="higher",
    frequency="quarterly",
    over_time="month",
    over_units="none",
    scale=Decimal(100),
    share=True,
    numerator=Label("tử", "part"),
    denominator=Label("mẫu", "whole"),
    min=Decimal("0.000000000000000001"),
    max=Decimal("99999999999999999999"),
    tolerance=None,
    tolerance_abs=Decimal("2.5"),
    when_nothing="full",
    breakdown="lĩnh vực",
    decimals=3,
    basis="Nghị quyết 76/NQ-CP",
    formula=Label("tử trên mẫu", "part by whole"),
    beware=Label("coi chừng", "beware"),
    must=("numerator <= dung-han.denominator", "denominator = truoc-han.denominator"),
    should=("denominator >= before(denominator)",),
)
UNIT = Unit(
    "stp", "Sở Tư pháp", "Justice", "so", "tinh", date(2010, 1, 1), date(2021, 6, 30), "snv"
)


def write(store, recorded, *, settings=None, indicators=(), units=()):
    with entry(store, "load", actor="người nhập", recorded=recorded) as writing:
        if settings:
            write_settings(writing, settings)
        write_indicators(writing, indicators)
        write_units(writing, units)


def test_every_field_of_an_indicator_comes_back_as_it_was(store):
    bare = Indicator("sang-kien", Label("a", "b"), "cong-vu", "việc", "count", "higher")
    write(store, JANUARY, indicators=[RATIO, bare])
    assert all(getattr(RATIO, f.name) != f.default for f in fields(RATIO) if f.name != "recorded")
    assert indicators_known_at(store, JUNE) == [
        replace(RATIO, recorded=JANUARY),
        replace(bare, recorded=JANUARY),
    ]


def test_every_field_of_a_unit_comes_back_as_it_was(store):
    bare = Unit("snv", "Sở Nội vụ", "Home Affairs", "so", None, None, None, None)
    write(store, JANUARY, units=[UNIT, bare])
    assert units_known_at(store, JUNE) == [
        replace(UNIT, recorded=JANUARY),
        replace(bare, recorded=JANUARY),
    ]


def test_every_field_of_the_settings_comes_back_as_it_was(store):
    settings = Settings(
        due_day=20,
        due_month="same",
        window_start_day=15,
        tiers=("=100", ">=66.5"),
        unit_kinds={"so": Label("Sở", "Department")},
        fields={"tthc": Label("Thủ tục", "Procedures")},
    )
    write(store, JANUARY, settings=settings)
    assert settings_known_at(store, JUNE) == replace(settings, recorded=JANUARY)


def test_without_settings_the_defaults_count(store):
    assert settings_known_at(store, JUNE) == Settings()


@pytest.mark.parametrize(
    ("as_of", "due_day"),
    [
        (at("2020-01-01T00:00"), 5),  # before the first was recorded, the first counts
        (JANUARY, 5),
        (at("2021-06-05T07:59:59"), 5),
        (JUNE, 10),
        (at("2021-07-05T07:59:59"), 10),
        (JULY, 20),
        (at("2030-01-01T00:00"), 20),
    ],
)
def test_the_version_recorded_last_by_an_instant_counts(store, as_of, due_day):
    # The second is written first: what counts is when a version was recorded.
    for recorded, day in ((JUNE, 10), (JANUARY, 5), (JULY, 20)):
        versions = replace(RATIO, decimals=day), replace(UNIT, name=str(day))
        settings = Settings(due_day=day)
        write(store, recorded, settings=settings, indicators=versions[:1], units=versions[1:])
    assert settings_known_at(store, as_of).due_day == due_day
    assert [indicator.decimals for indicator in indicators_known_at(store, as_of)] == [due_day]
    assert [unit.name for unit in units_known_at(store, as_of)] == [str(due_day)]
    assert [version.due_day for version in setting_versions(store)] == [5, 10, 20]
    assert [version.decimals for version in indicator_versions(store)] == [5, 10, 20]
    assert [version.name for version in unit_versions(store)] == ["5", "10", "20"]


def test_of_versions_recorded_at_the_same_instant_the_later_in_the_ledger_counts(store):
    write(store, JUNE, settings=Settings(due_day=10), indicators=[RATIO], units=[UNIT])
    later = replace(RATIO, share=False), replace(UNIT, kind="huyen")
    write(store, JUNE, settings=Settings(due_day=11), indicators=later[:1], units=later[1:])
    for as_of in (JUNE, JULY):
        assert settings_known_at(store, as_of).due_day == 11
        assert [i.share for i in indicators_known_at(store, as_of)] == [False]
        assert [u.kind for u in units_known_at(store, as_of)] == ["huyen"]
    # Before that instant the first of them counts.
    assert settings_known_at(store, JANUARY).due_day == 10
    assert [i.share for i in indicators_known_at(store, JANUARY)] == [True]
    assert [u.kind for u in units_known_at(store, JANUARY)] == ["so"]


def test_a_version_may_bring_its_own_instant(store):
    write(store, JULY, indicators=[replace(RATIO, recorded=JANUARY)])
    write(store, JULY, indicators=[replace(RATIO, share=False, recorded=JUNE)])
    assert [i.share for i in indicators_known_at(store, at("2021-05-01T00:00"))] == [True]
    assert [i.share for i in indicators_known_at(store, JUNE)] == [False]


def test_a_new_version_keeps_the_place_of_the_first(store):
    other = replace(RATIO, code="khac"), replace(UNIT, code="khac")
    write(store, JANUARY, indicators=[RATIO, other[0]], units=[UNIT, other[1]])
    write(store, JUNE, indicators=[replace(RATIO, decimals=0)], units=[replace(UNIT, name="mới")])
    assert [(i.code, i.decimals) for i in indicators_known_at(store, JULY)] == [
        ("dung-han", 0),
        ("khac", 3),
    ]
    assert [(u.code, u.name) for u in units_known_at(store, JULY)] == [
        ("stp", "mới"),
        ("khac", "Sở Tư pháp"),
    ]
    assert [i.code for i in indicator_versions(store)] == ["dung-han", "khac", "dung-han"]
    assert [(u.code, u.recorded) for u in unit_versions(store)] == [
        ("stp", JANUARY),
        ("stp", JUNE),
        ("khac", JANUARY),
    ]
