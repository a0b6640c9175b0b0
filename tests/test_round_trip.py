"""What is exported and loaded into an empty store gives the same answers at every instant."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kpis.domain.months import month_of
from kpis.services.evaluation import evaluate
from kpis.services.evaluation_json import as_json
from kpis.services.exporting import export
from kpis.services.loading import Act, load_figures, load_settings, load_units
from tests import provinces
from tests.ledger import HEADER, SMALL, at, files_in, filled, load, publish, row

SHARED = Path(__file__).parents[1] / "../shared"
CASES = sorted(SHARED.glob("cases/case-*"))
HOUR = timedelta(hours=1)


def exported(store):
    """The export as texts, by the names of its files."""
    return {name: content.decode("utf-8") for name, content in export(store).items()}


def again(store):
    """A new store with nothing but the export of another."""
    return filled(exported(store), now=at("2026-11-20T09:00"))


def assert_same_answers(one, other, moments):
    for month, as_of in moments:
        answers = [as_json(evaluate(store, month_of(month), as_of)) for store in (one, other)]
        assert answers[0] == answers[1], f"{month} as known at {as_of}"


@pytest.mark.skipif(not CASES, reason="../shared is not here")
@pytest.mark.parametrize("folder", CASES, ids=lambda path: path.name)
def test_a_case_survives_export_and_load(folder):
    store = filled(files_in(folder))
    copy = again(store)
    moments = [
        ("2021-03", at("2021-04-06T00:00")),
        ("2021-06", at("2021-07-05T23:59:59")),
        ("2021-06", at("2030-01-01T00:00")),
        ("2021-12", at("2021-10-10T00:00")),
        ("2021-12", at("2030-01-01T00:00")),
    ]
    assert_same_answers(store, copy, moments)
    assert exported(copy) == exported(store)
    store.close()
    copy.close()


@pytest.mark.parametrize("seed", range(100, 104))
def test_a_province_survives_export_and_load(seed):
    store = filled(provinces.province(seed))
    copy = again(store)
    assert_same_answers(store, copy, provinces.moments(seed)[::3])
    store.close()
    copy.close()


def changed(name, *pairs):
    """A file of SMALL with parts of it replaced."""
    text = SMALL[name]
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return {name: text}


AMENDED = "weight: 2, amendments: [{effective: 2021-05, target: 60}]}"
CHANGES = {
    "settings": changed("settings.yaml", ("due_day: 5", "due_day: 20"), ('">85"', '">=50"')),
    "catalogue": changed("catalogue/thu.yaml", ("min: 0\n  max: 100", "max: 50\n  tolerance: 0.5")),
    "units": changed("units.csv", ("Home Affairs,so,,2010-01-01,,", "H,huyen,,,2021-05-31,stp")),
    "commitments": changed("commitments.yaml", ("weight: 2}", AMENDED)),
}


@pytest.mark.parametrize("what", [*CHANGES, "all"])
def test_a_second_version_changes_later_answers_alone_also_after_export_and_load(what):
    """The new catalogue allows no more than 50 %, the new units end one before its last figure."""
    store = filled()
    rows = ""
    for month in range(1, 7):
        when = at(f"2021-{month + 1:02d}-{3 + 5 * (month == 4):02d}T09:00").isoformat()
        rows += row("stp", "dung-han", f"2021-0{month}", 90 - month, 100, published_at=when)
        rows += row("snv", "dung-han", f"2021-0{month}", 88, 100, published_at=when)
    load(store, {"figures.csv": HEADER + rows})
    now = at("2021-07-20T09:00")
    moments = [
        (month, as_of)
        for month in ("2021-04", "2021-06")
        for as_of in (at("2021-05-07T00:00"), now - HOUR, now)
    ]
    early = [as_json(evaluate(store, month_of(month), as_of)) for month, as_of in moments]
    for name, files in CHANGES.items():
        if what in (name, "all"):
            load(store, files, now=now)
    late = [as_json(evaluate(store, month_of(month), as_of)) for month, as_of in moments]
    for (month, as_of), before, after in zip(moments, early, late, strict=True):
        if as_of < now:
            assert after == before, f"{month} as known at {as_of} has changed"
    assert late != early, "the second version changes nothing: the test would pass for nothing"
    copy = again(store)
    assert_same_answers(store, copy, moments)
    store.close()
    copy.close()


def test_figures_that_wait_are_not_exported_and_reasons_are():
    store = filled()
    publish(store, "stp", "sang-kien", "2021-03", 1, when="2021-04-02T09:00")
    act = Act("cán bộ", at("2021-05-01T09:00"))
    text = "unit,indicator,period,numerator,denominator,value\nstp,sang-kien,2021-03,,,2\n"
    load_figures(store, "f.csv", text.encode(), act, publish=True, reason="đếm thiếu")
    load_figures(store, "f.csv", text.replace("2\n", "7\n").encode(), act, reason="chờ duyệt")
    lines = exported(store)["figures.csv"].splitlines()
    assert lines[1:] == [
        "stp,sang-kien,2021-03,,,,1,,self,2021-04-02T09:00:00+07:00",
        "stp,sang-kien,2021-03,,,,2,đếm thiếu,self,2021-05-01T09:00:00+07:00",
    ]
    store.close()


def test_what_has_one_version_is_exported_without_an_instant_and_counts_since_ever():
    store = filled()
    files = exported(store)
    assert (
        "recorded" not in files["settings.yaml"] + files["catalogue/thu.yaml"] + files["units.csv"]
    )
    assert "settings_1.yaml" not in files
    later = at("2022-02-01T08:00")
    load_settings(store, "s.yaml", CHANGES["settings"]["settings.yaml"].encode(), Act("a", later))
    load_units(store, "u.csv", CHANGES["units"]["units.csv"].encode(), Act("a", later))
    files = exported(store)
    assert "recorded: 2021-03-01T12:00:00+07:00" in files["settings_1.yaml"]
    assert "recorded: 2022-02-01T08:00:00+07:00" in files["settings.yaml"]
    units = files["units.csv"].splitlines()
    assert [line.rsplit(",", 1)[1] for line in units if line.startswith("snv")] == [
        "2021-03-01T12:00:00+07:00",
        "2022-02-01T08:00:00+07:00",
    ]
    assert [line.rsplit(",", 1)[1] for line in units if line.startswith("stp")] == [""]
    store.close()


def test_an_empty_store_is_exported_and_loaded_too():
    store = filled({})
    files = exported(store)
    assert sorted(files) == ["commitments.yaml", "figures.csv", "settings.yaml", "units.csv"]
    copy = again(store)
    assert (
        as_json(
            evaluate(copy, month_of("2021-06"), datetime.fromisoformat("2022-01-01T00:00:00Z"))
        )["items"]
        == []
    )
    store.close()
    copy.close()
