"""What every entry of the real catalogue has to say. Reading such files is tested elsewhere."""

import re
import unicodedata
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from kpis.domain.consistency import rule_in
from kpis.domain.definitions import (
    DIRECTIONS,
    FREQUENCIES,
    KINDS,
    OVER_TIME,
    OVER_UNITS,
    WHEN_NOTHING,
    Indicator,
)

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "kpis" / "catalogue"
FILES = sorted(CATALOGUE.glob("*.yaml"))
README = (CATALOGUE / "README.md").read_text(encoding="utf-8")
SETTINGS = yaml.safe_load((ROOT / "kpis" / "settings.yaml").read_text(encoding="utf-8"))

KEYS = {field.name for field in fields(Indicator)} - {"field"}
SAID_BY_ALL = {
    *("code", "name", "unit", "kind", "direction", "frequency", "over_time", "over_units"),
    *("decimals", "basis", "formula", "beware"),
}
SAID_BY_RATIOS = {"share", "numerator", "denominator", "when_nothing"}
FOR_RATIOS_ALONE = SAID_BY_RATIOS | {"scale", "breakdown"}
LABELS = ("name", "numerator", "denominator", "formula", "beware")
VIETNAMESE = re.compile("[à-ỹđ]", re.IGNORECASE)


def entries_of(path):
    """The indicators of one file, as plain data."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


ENTRIES = [entry for path in FILES for entry in entries_of(path)]


def each(entries):
    """Runs a test for each of `entries`."""
    return pytest.mark.parametrize("entry", entries, ids=[entry["code"] for entry in entries])


each_entry = each(ENTRIES)
each_ratio = each([entry for entry in ENTRIES if entry["kind"] == "ratio"])
each_other = each([entry for entry in ENTRIES if entry["kind"] != "ratio"])
each_percentage = each([entry for entry in ENTRIES if entry["unit"] == "%"])
each_rank = each([entry for entry in ENTRIES if entry["kind"] == "rank"])
each_broken_down = each([entry for entry in ENTRIES if "breakdown" in entry])
each_file = pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])


def table_under(heading):
    """The rows of the first table after `heading` in the README, header and rule left out."""
    lines = README.split(heading, 1)[1].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("|"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def names_in(cell):
    """What stands between backquotes in a cell of a table."""
    return re.findall("`([^`]+)`", cell)


def test_the_catalogue_holds_at_least_35_indicators():
    assert len(ENTRIES) >= 35


def test_no_code_is_used_twice():
    codes = [entry["code"] for entry in ENTRIES]
    assert sorted(set(codes)) == sorted(codes)


def test_every_field_of_work_of_the_settings_has_its_file_and_its_names():
    assert sorted(SETTINGS["fields"]) == [path.stem for path in FILES]
    assert all(label["vi"] and label["en"] for label in SETTINGS["fields"].values())


@each_file
def test_no_key_is_given_twice_in_an_entry(path):
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    twice = [
        f"line {key.start_mark.line + 1}: {key.value}"
        for node in root.value
        for number, (key, _) in enumerate(node.value)
        if key.value in [earlier.value for earlier, _ in node.value[:number]]
    ]
    assert not twice


@each_file
def test_the_text_of_a_file_is_composed_and_short_in_line(path):
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\t" not in text
    assert max(len(line) for line in text.splitlines()) <= 100


@each_entry
def test_an_entry_has_known_keys_and_all_that_a_reader_needs(entry):
    assert set(entry) <= KEYS
    assert set(entry) >= SAID_BY_ALL


@each_ratio
def test_a_ratio_says_what_is_divided_and_what_nothing_happened_means(entry):
    assert set(entry) >= SAID_BY_RATIOS
    assert entry["share"] in (True, False)
    assert entry["when_nothing"] in WHEN_NOTHING


@each_other
def test_what_is_no_ratio_has_no_key_of_a_ratio(entry):
    assert not set(entry) & FOR_RATIOS_ALONE


@each_entry
def test_a_code_is_a_slug_without_marks(entry):
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", entry["code"])


@each_entry
def test_every_label_speaks_both_languages(entry):
    for key in LABELS:
        if key not in entry:
            continue
        label = entry[key]
        assert set(label) == {"vi", "en"}, key
        assert VIETNAMESE.search(label["vi"]), key
        assert label["en"].strip(), key
        assert label["vi"] != label["en"], key


@each_entry
def test_an_entry_says_where_it_comes_from_and_how_it_is_counted(entry):
    assert len(entry["basis"]) > 20
    assert len(entry["formula"]["vi"]) > 60
    assert len(entry["formula"]["en"]) > 60


@each_entry
def test_a_warning_is_two_or_three_sentences_in_both_languages(entry):
    for text in entry["beware"].values():
        sentences = re.findall(r"[.](?= |$)", text)
        assert len(sentences) in (2, 3), text


def test_no_two_entries_share_a_name_or_a_warning():
    for key in ("name", "beware"):
        for language in ("vi", "en"):
            texts = [entry[key][language] for entry in ENTRIES]
            assert len(set(texts)) == len(texts), (key, language)


@each_entry
def test_kind_and_ways_of_adding_up_go_together(entry):
    assert entry["kind"] in KINDS
    assert entry["over_time"] in OVER_TIME[entry["kind"]]
    assert entry["over_units"] in OVER_UNITS[entry["kind"]]
    assert entry["direction"] in DIRECTIONS
    assert entry["frequency"] in FREQUENCIES
    assert entry["decimals"] in range(7)


@each_broken_down
def test_what_is_broken_down_is_pooled_so_that_every_member_can_be_promised(entry):
    assert (entry["kind"], entry["over_time"]) == ("ratio", "pooled")


@each_percentage
def test_a_percentage_is_bounded_by_0_and_100(entry):
    assert (entry["min"], entry["max"]) == (0, 100)
    assert "scale" not in entry


@each_rank
def test_a_rank_is_better_when_lower_and_starts_at_1(entry):
    assert (entry["direction"], entry["min"]) == ("lower", 1)


@each_entry
def test_tolerance_is_given_one_way_only(entry):
    assert not {"tolerance", "tolerance_abs"} <= set(entry)


def test_the_readme_lists_every_key_of_an_indicator_and_no_other():
    listed = [names_in(row[0])[0] for row in table_under("## Các khóa")]
    assert sorted(listed) == sorted(KEYS)


def test_the_readme_shows_every_key_by_an_example_that_is_yaml_and_a_bad_one_with_its_reason():
    for key, meaning, example, bad, reason in table_under("## Các khóa"):
        name = names_in(key)[0]
        assert list(yaml.safe_load(names_in(example)[0])) == [name]
        assert names_in(bad)[0].startswith(f"{name}:")
        assert meaning and reason


def test_the_readme_tells_the_combinations_that_are_allowed():
    told = {
        names_in(kind)[0]: (tuple(names_in(over_time)), tuple(names_in(over_units)))
        for kind, _, over_time, over_units in table_under("## Loại và cách cộng")
    }
    assert told == {kind: (OVER_TIME[kind], OVER_UNITS[kind]) for kind in KINDS}


def test_the_settings_name_tiers_deadline_and_kinds_of_unit_in_both_languages():
    assert SETTINGS["reporting"] == {"due_day": 5, "due_month": "next", "window_start_day": 1}
    assert SETTINGS["tiers"] == ["=100", ">85", ">70", ">50"]
    kinds = SETTINGS["unit_kinds"]
    assert list(kinds) == ["so", "nganh-doc", "huyen", "xa"]
    assert all(set(label) == {"vi", "en"} and all(label.values()) for label in kinds.values())


def test_rules_across_indicators_name_what_is_there():
    codes = {entry["code"] for entry in ENTRIES}
    rules = [
        rule_in(text, entry["code"], blocking=True)
        for entry in ENTRIES
        for text in (*entry.get("must", ()), *entry.get("should", ()))
    ]
    assert len(rules) >= 10
    assert {term.indicator for rule in rules for term in rule.terms} <= codes
