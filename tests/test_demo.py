"""The demonstration province: what the article reports, and that it looks like life."""

import csv
import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from kpis.domain.months import ICT, first_day, month_of, month_text
from kpis.exchange.catalogue_files import read_catalogue
from kpis.exchange.commitment_files import read_commitments
from kpis.exchange.figure_files import read_figures
from kpis.exchange.settings_files import read_settings
from kpis.exchange.unit_files import read_units
from kpis.services.demonstration import load_demonstration
from kpis.services.evaluation import evaluate
from kpis.store import database

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "data" / "demo"
FILES = ("settings.yaml", "units.csv", "commitments.yaml", "figures.csv")
NOW = datetime(2026, 1, 2, 8, tzinfo=ICT)
AFTER_DEADLINE = datetime(2021, 7, 6, tzinfo=ICT)
ARTICLE = datetime(2021, 9, 27, 5, 37, tzinfo=ICT)
ALL = ["cong-an-tinh", "bao-hiem-xa-hoi-tinh"]
NINE = [
    "van-phong-ubnd-tinh",
    "so-noi-vu",
    "so-tu-phap",
    "so-ke-hoach-va-dau-tu",
    "so-thong-tin-va-truyen-thong",
    "ban-quan-ly-cac-khu-cong-nghiep",
    "kho-bac-nha-nuoc-vinh-phuc",
    "tp-vinh-yen",
    "huyen-yen-lac",
]

at_each_instant = pytest.mark.parametrize(
    "as_of", [AFTER_DEADLINE, ARTICLE, NOW], ids=["after-deadline", "article", "now"]
)


@pytest.fixture(scope="module")
def judged():
    """Evaluations of the demonstration by month and instant, each made once."""
    store = database.create()
    load_demonstration(store, NOW)

    @cache
    def evaluation(month, as_of=NOW):
        return evaluate(store, month_of(month), as_of)

    return evaluation


@cache
def rows():
    """The rows of figures.csv, counts as whole numbers."""
    with (DEMO / "figures.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    for row in found:
        row["published_at"] = datetime.fromisoformat(row["published_at"])
        for column in ("numerator", "denominator"):
            row[column] = int(row[column]) if row[column] else None
    return found


@cache
def counts():
    """Numerator and denominator that count in the end, by unit, indicator, month, member."""
    ordered = sorted(rows(), key=lambda row: row["published_at"])
    return {
        (row["unit"], row["indicator"], row["period"], row["member"]): (
            row["numerator"],
            row["denominator"],
        )
        for row in ordered
        if row["denominator"] is not None
    }


@cache
def read():
    """What the readers make of the files: settings, indicators, units, commitments, problems."""
    folder = ROOT / "kpis" / "catalogue"
    catalogue = {path.name: path.read_bytes() for path in folder.glob("*.yaml")}
    content = {name: (DEMO / name).read_bytes() for name in FILES}
    settings, problems = read_settings("settings.yaml", content["settings.yaml"])
    indicators, more = read_catalogue(catalogue)
    by_code = {indicator.code: indicator for indicator in indicators}
    units, about_units = read_units("units.csv", content["units.csv"], kinds=settings.unit_kinds)
    known = {unit.code: unit for unit in units}
    commitments, about_promises = read_commitments(
        "commitments.yaml", content["commitments.yaml"], indicators=by_code, units=known
    )
    figures, about_figures = read_figures(
        "figures.csv", content["figures.csv"], indicators=by_code, units=known
    )
    assert len(figures) == len(rows())
    problems = [*problems, *more, *about_units, *about_promises, *about_figures]
    return settings, by_code, known, commitments, problems


def a_month(indicator, *months):
    """Numerators and denominators of all units in `months` of 2021, for one month on average."""
    periods = {f"2021-{month:02d}" for month in months}
    found = [pair for (_, i, p, _), pair in counts().items() if i == indicator and p in periods]
    return tuple(Fraction(sum(part), len(months)) for part in zip(*found, strict=True))


def item(evaluation, unit, indicator):
    """The one promise of a unit on an indicator."""
    (found,) = evaluation.items_of(unit=unit, indicator=indicator)
    return found


def in_tier(evaluation, tier):
    """The units that stand in a tier."""
    return [u.unit.code for u in evaluation.units if u.standing.tier == tier]


def months(first, last):
    """The months from first to last as texts."""
    return [month_text(month) for month in range(month_of(first), month_of(last) + 1)]


# What it must be


def test_the_committed_files_are_what_the_script_writes(tmp_path):
    for number, hashing in enumerate(("0", "4711")):
        folder = tmp_path / str(number)
        command = [sys.executable, str(ROOT / "data" / "make_demo.py"), str(folder)]
        environment = os.environ | {"PYTHONHASHSEED": hashing, "PYTHONDONTWRITEBYTECODE": "1"}
        subprocess.run(command, check=True, env=environment, cwd=tmp_path, timeout=60)
        for name in FILES:
            same = (folder / name).read_bytes() == (DEMO / name).read_bytes()
            assert same, f"data/demo/{name} is not what data/make_demo.py writes; run it again"


def test_no_file_has_a_problem_or_a_warning():
    assert read()[-1] == []


def test_the_province_has_its_departments_vertical_agencies_and_nine_districts():
    settings, _, units, commitments, _ = read()
    assert Counter(unit.kind for unit in units.values()) == {
        "tinh": 1,
        "so": 19,
        "nganh-doc": 4,
        "huyen": 9,
    }
    assert {unit.parent for unit in units.values()} == {None, "vinh-phuc"}
    assert {unit.kind for unit in units.values()} <= set(settings.unit_kinds)
    assert {c.unit for c in commitments} == set(units) - {"vinh-phuc"}
    assert len(commitments) == 32


def test_every_unit_signed_eight_to_fourteen_promises_in_the_first_quarter():
    for commitment in read()[3]:
        assert 8 <= len(commitment.items) <= 14, commitment.id
        assert date(2021, 1, 1) <= commitment.signed_on <= date(2021, 3, 31)
        assert commitment.recorded.date() >= commitment.signed_on


def test_nobody_who_signs_is_a_real_person():
    for commitment in read()[3]:
        for person in (commitment.signer, commitment.counter_signer):
            assert person.name == "(minh họa)"
            assert person.title.vi


def test_promises_are_of_every_sort():
    items = [item for commitment in read()[3] for item in commitment.items]
    assert {item.terms.comparator for item in items} == {">=", ">", "<=", "<", "=", "between"}
    assert {item.terms.pace for item in items} == {"hold", "linear", "steps", "at_due"}
    assert {item.indicator for item in items if item.each} == {"tthc-dung-han-linh-vuc"}
    assert any(item.terms.baseline is not None for item in items)
    assert len({item.terms.weight for item in items}) > 1
    assert len({item.indicator for item in items}) >= 35
    bands = {(i.terms.low, i.terms.high) for i in items if i.terms.comparator == "between"}
    assert bands == {(30, 40)}
    strict = {i.terms.target for i in items if i.indicator == "hai-long-tthc"}
    assert 80 in strict


def test_figures_cover_january_2020_to_september_2021_and_load_in_seconds():
    assert sorted({row["period"] for row in rows()}) == months("2020-01", "2021-09")
    assert len(rows()) <= 9000


# What the article of 27/09/2021 reports of the end of June


@at_each_instant
def test_at_the_end_of_june_two_units_kept_all_and_nine_more_than_85_percent(judged, as_of):
    headline = judged("2021-06", as_of).headline
    assert (headline["=100"], headline[">85"]) == (2, 9)
    assert sum(headline.values()) == 32
    assert all(headline[tier] > 0 for tier in (">70", ">50", "rest"))


@at_each_instant
def test_the_two_are_the_police_and_social_security(judged, as_of):
    assert in_tier(judged("2021-06", as_of), "=100") == ALL


@at_each_instant
def test_the_nine_are_the_same_at_every_instant(judged, as_of):
    assert in_tier(judged("2021-06", as_of), ">85") == NINE


# That it looks like life


def test_one_unit_is_about_ten_days_late_month_after_month():
    reported = {}
    for row in sorted(rows(), key=lambda row: row["published_at"]):
        if row["period"] != "2020-12":  # of which others publish results in spring
            reported.setdefault((row["unit"], row["period"]), row["published_at"])
    days_late = defaultdict(list)
    for (unit, month), published_at in reported.items():
        next_month = first_day(month_of(month) + 1)
        days_late[unit].append((published_at.date() - next_month).days - 4)
    usually = {unit: sorted(days)[len(days) // 2] for unit, days in days_late.items()}
    assert 8 <= usually.pop("huyen-tam-dao") <= 11
    assert max(usually.values()) <= 0
    now_and_then = [day for unit in usually for day in days_late[unit] if day > 0]
    assert 5 <= len(now_and_then) <= 40
    assert max(now_and_then) < 7


def test_the_late_unit_stands_in_the_rest_until_its_figures_are_there(judged):
    before, after = (
        judged("2021-06", as_of).standing_of("huyen-tam-dao").standing
        for as_of in (AFTER_DEADLINE, ARTICLE)
    )
    assert (before.tier, after.tier) == ("rest", ">50")
    silent = judged("2021-06", AFTER_DEADLINE).items_of(unit="huyen-tam-dao")
    assert sum(i.status == "no_data" for i in silent) >= 8


def test_one_unit_has_not_reported_september(judged):
    heard = {row["unit"] for row in rows() if row["period"] == "2021-09"}
    everyone = {row["unit"] for row in rows()}
    assert everyone - heard == {"so-khoa-hoc-va-cong-nghe"}
    missing = judged("2021-09").items_of(unit="so-khoa-hoc-va-cong-nghe")
    assert {i.status for i in missing} <= {"no_data", "not_due"}


def test_a_month_never_reported_leaves_a_gap_and_no_verdict(judged):
    promise = item(judged("2021-06"), "huyen-lap-thach", "thanh-toan-truc-tuyen")
    assert (promise.status, promise.gaps) == ("no_data", (month_of("2021-04"),))


def test_revised_figures_keep_what_was_first_reported_and_give_a_reason():
    reports = defaultdict(list)
    for row in rows():
        key = (row["unit"], row["indicator"], row["period"], row["member"])
        reports[key].append(row)
    revised = [sorted(r, key=lambda x: x["published_at"]) for r in reports.values() if len(r) > 1]
    assert len(revised) >= 8
    for first, later in revised:
        assert first["published_at"] < later["published_at"]
        assert (first["numerator"], first["denominator"]) != (
            later["numerator"],
            later["denominator"],
        )
        assert len(later["note"]) > 20


def test_ratings_taken_out_in_august_lower_a_units_tier_of_june(judged):
    seen = [
        (
            item(judged("2021-06", as_of), "huyen-vinh-tuong", "hai-long-tthc").status,
            judged("2021-06", as_of).standing_of("huyen-vinh-tuong").standing.tier,
        )
        for as_of in (AFTER_DEADLINE, ARTICLE)
    ]
    assert seen == [("on_track", ">70"), ("at_risk", ">50")]


def test_a_unit_has_months_without_activity(judged):
    for month in ("2021-07", "2021-08"):
        assert counts()["so-ngoai-vu", "tthc-dung-han", month, ""] == (0, 0)
    nothing = item(judged("2021-06"), "so-ngoai-vu", "kien-nghi-sau-kiem-tra")
    assert nothing.status == "no_activity"


def test_an_amendment_lowers_one_target_from_july_on(judged):
    evaluated = {month: judged(month) for month in ("2021-06", "2021-07", "2021-09")}
    promises = {
        month: item(e, "so-giao-thong-van-tai", "thanh-toan-truc-tuyen")
        for month, e in evaluated.items()
    }
    assert [p.target for p in promises.values()] == [30, 22, 22]
    assert [p.amended for p in promises.values()] == [False, True, True]
    assert promises["2021-06"].status == "off_track"
    assert promises["2021-09"].status == "on_track"
    amendments = [a for c in read()[3] for i in c.items for a in i.amendments]
    assert [a.document for a in amendments] == ["02/PL-SGTVT"]


def test_one_promise_is_out_of_reach_by_june(judged):
    gone = [i for i in judged("2021-06").items if i.out_of_reach]
    assert [(i.unit, i.indicator) for i in gone] == [
        ("so-tai-nguyen-va-moi-truong", "tthc-dung-han")
    ]
    assert gone[0].required > 100


def test_one_unit_improves_steadily_from_above_50_to_above_85_percent(judged):
    standings = [
        judged(month).standing_of("huyen-song-lo").standing
        for month in months("2021-03", "2021-09")
    ]
    completions = [standing.completion for standing in standings]
    assert completions == sorted(completions)
    assert len(set(completions)) >= 5
    assert list(dict.fromkeys(s.tier for s in standings)) == [">50", ">70", ">85"]


def test_one_unit_reports_exactly_its_target_every_month(judged):
    rates = defaultdict(set)
    for (unit, indicator, month, member), (numerator, denominator) in counts().items():
        if month in months("2021-01", "2021-09") and denominator and not member:
            rates[unit, indicator].add((month, Fraction(100 * numerator, denominator)))
    constant = defaultdict(set)
    for (unit, indicator), found in rates.items():
        values = {rate for _, rate in found}
        if len(found) == 9 and len(values) == 1 and values != {Fraction(100)}:
            promise = item(judged("2021-06"), unit, indicator)
            constant[unit].add((indicator, values == {Fraction(promise.target)}))
    assert constant == {
        "ban-quan-ly-cac-khu-cong-nghiep": {
            ("nhiem-vu-giao-dung-han", True),
            ("tthc-dung-han", True),
            ("hai-long-tthc", True),
        }
    }


def test_a_good_average_hides_one_field_of_work(judged):
    evaluation = judged("2021-06")
    assert item(evaluation, "tp-phuc-yen", "tthc-dung-han").status == "on_track"
    worst = item(evaluation, "tp-phuc-yen", "tthc-dung-han-linh-vuc")
    assert (worst.status, worst.member) == ("off_track", "dat-dai")
    kept = item(evaluation, "tp-vinh-yen", "tthc-dung-han-linh-vuc")
    assert kept.status == "on_track"


def test_a_source_without_counts_is_said_to_be_unweighted(judged):
    rates_only = [i for i in judged("2021-06").items if not i.weighted]
    assert [(i.unit, i.indicator) for i in rates_only] == [("cuc-thue-tinh", "hai-long-tthc")]


def test_a_date_was_met_by_one_unit_and_missed_by_another(judged):
    evaluation = judged("2021-06")
    reviewed = {i.unit: i.status for i in evaluation.items_of(indicator="ra-soat-van-ban")}
    assert reviewed == {
        "so-tu-phap": "fulfilled",
        "so-nong-nghiep-va-phat-trien-nong-thon": "missed",
    }


def test_dossiers_fall_at_tet_and_in_the_months_of_covid():
    january, february, spring, covid = (
        a_month("tthc-dung-han", *those)[1] for those in ((1,), (2,), (3, 4), (5, 6, 7, 8))
    )
    assert february < january * Fraction(8, 10)
    assert covid < spring * Fraction(85, 100)


def test_more_is_filed_online_in_the_months_of_covid():
    before, during = (
        Fraction(*a_month("ho-so-truc-tuyen", *those)) for those in ((1, 2, 3, 4), (5, 6, 7, 8))
    )
    assert during > before * Fraction(12, 10)


def test_districts_have_thousands_of_dossiers_a_month_and_small_departments_dozens():
    def received(unit):
        return counts()[unit, "ho-so-truc-tuyen", "2021-03", ""][1]

    assert all(received(unit) > 1500 for unit in read()[2] if unit.startswith(("tp-", "huyen-")))
    small = ("so-thong-tin-va-truyen-thong", "so-khoa-hoc-va-cong-nghe", "so-noi-vu")
    assert all(20 <= received(unit) <= 120 for unit in small)


def test_figures_of_the_same_dossiers_agree():
    same = [
        ("ho-so-truc-tuyen", "ho-so-so-hoa", "ho-so-dong-bo"),
        ("tthc-dung-han", "tthc-truoc-han"),
    ]
    compared = 0
    for indicators in same:
        found = defaultdict(set)
        for (unit, indicator, month, _), (_, denominator) in counts().items():
            if indicator in indicators:
                found[unit, month].add(denominator)
                compared += 1
        assert {len(denominators) for denominators in found.values()} == {1}
    assert compared > 1000


def test_what_is_part_of_something_else_is_never_more_than_it():
    parts = [
        ("tthc-truoc-han", "tthc-dung-han"),
        ("ho-so-toan-trinh", "ho-so-truc-tuyen"),
    ]
    for part, whole in parts:
        pairs = [
            (numerator, counts()[unit, whole, month, ""][0])
            for (unit, indicator, month, _), (numerator, _) in counts().items()
            if indicator == part
        ]
        assert len(pairs) >= 40
        assert all(small <= large for small, large in pairs)


def test_fields_of_work_add_up_to_all_dossiers():
    sums = defaultdict(lambda: (0, 0))
    for (unit, indicator, month, member), (numerator, denominator) in counts().items():
        if member:
            assert indicator == "tthc-dung-han-linh-vuc"
            n, d = sums[unit, month]
            sums[unit, month] = (n + numerator, d + denominator)
    assert len(sums) == 3 * 21
    for (unit, month), total in sums.items():
        assert counts()[unit, "tthc-dung-han", month, ""] == total


def test_notes_are_occasional_and_in_vietnamese():
    noted = [row["note"] for row in rows() if row["note"]]
    assert 40 <= len(noted) <= len(rows()) // 20
    assert all(note.endswith(".") and not note.isascii() for note in noted)


def test_sources_are_systems_units_themselves_and_inspectors():
    assert {row["source"] for row in rows()} == {"self", "system", "inspected"}
