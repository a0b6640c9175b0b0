from decimal import Decimal

import pytest

from kpis.domain.definitions import Label
from kpis.exchange.catalogue_files import read_catalogue
from tests.exchange.saying import said

RATIO = """\
- code: tthc-dung-han
  name: {vi: Tỷ lệ hồ sơ giải quyết đúng hạn, en: Applications settled on time}
  unit: "%"            # what the value is in; "%" makes scale 100
  kind: ratio          # ratio, count, level, milestone, rank
  share: true          # numerator is part of denominator
  numerator: {vi: Số hồ sơ giải quyết trước và đúng hạn, en: Settled on or before the due date}
  denominator: {vi: Tổng số hồ sơ đã giải quyết, en: All settled}
  direction: higher    # higher, lower, range: what is better
  frequency: monthly   # monthly, quarterly, annual
  over_time: pooled
  over_units: pooled
  min: 0               # bounds of a possible value
  max: 100
  tolerance: 0.05      # or tolerance_abs, in the indicator's unit
  when_nothing: exclude   # exclude, zero, full
  # breakdown: linh-vuc
  decimals: 1          # for display
  basis: …             # the legal or other source
"""
COUNT = """\
- code: sang-kien
  name: {vi: Sáng kiến, en: Initiatives}
  unit: sáng kiến
  kind: count
  direction: higher
  frequency: monthly
"""


def read(text, file="hanh-chinh.yaml"):
    indicators, problems = read_catalogue({file: text.encode()})
    return indicators, said(problems)


def changed(entry, key, line):
    """The entry with the line of `key` replaced, or with a line added; "" takes it away."""
    lines = entry.splitlines()
    at = [n for n, old in enumerate(lines) if old[2:].startswith(f"{key}:")]
    if at:
        lines[at[0]] = lines[at[0]][:2] + line if line else ""
    else:
        lines.append("  " + line)
    return "\n".join(line for line in lines if line.strip()) + "\n"


def test_the_example_of_the_format_is_read():
    [indicator], problems = read(RATIO)
    assert not problems
    assert indicator.code == "tthc-dung-han"
    assert indicator.name == Label(
        "Tỷ lệ hồ sơ giải quyết đúng hạn", "Applications settled on time"
    )
    assert indicator.field == "hanh-chinh"
    assert indicator.scale == 100
    assert indicator.share
    assert (indicator.tolerance, indicator.tolerance_abs) == (Decimal("0.05"), None)
    assert (indicator.min, indicator.max) == (0, 100)


@pytest.mark.parametrize(
    "kind, over_time, over_units",
    [
        ("count", "sum", "sum"),
        ("level", "last", "mean"),
        ("milestone", "last", "sum"),
        ("rank", "last", "none"),
    ],
)
def test_what_is_left_out_follows_from_the_kind(kind, over_time, over_units):
    text = changed(changed(COUNT, "kind", f"kind: {kind}"), "direction", "direction: lower")
    [indicator], problems = read(text)
    assert not problems
    assert (indicator.over_time, indicator.over_units) == (over_time, over_units)
    assert (indicator.scale, indicator.tolerance) == (1, Decimal("0.05"))


def test_a_tolerance_in_the_unit_stands_in_place_of_the_relative_one():
    [indicator], problems = read(changed(COUNT, "tolerance_abs", "tolerance_abs: 2"))
    assert not problems
    assert (indicator.tolerance, indicator.tolerance_abs) == (None, 2)


def test_a_ratio_that_is_no_per_cent_has_the_scale_it_gives():
    text = changed(changed(RATIO, "unit", "unit: trên 1000 dân"), "max", "")
    assert read(text)[0][0].scale == 1
    assert read(changed(text, "scale", "scale: 1000"))[0][0].scale == 1000


WRONG = [
    (RATIO, "name", "name: {vi: Tên}", "2: name.en: no text in “en”; both vi and en are needed"),
    (RATIO, "name", "name: Tên", "2: name: must consist of keys and values"),
    (RATIO, "name", 'name: {vi: "", en: x}', "2: name.vi: there is no value"),
    (RATIO, "name", "name: {vi: a, en: b, fr: c}", "2: name.fr: unknown; allowed: vi, en."),
    (RATIO, "direction", "", "1: direction: missing; it is required."),
    (RATIO, "frequency", "", "1: frequency: missing; it is required."),
    (RATIO, "unit", "", "1: unit: missing; it is required."),
    (RATIO, "unit", "unit:", "3: unit: there is no value; give one or leave the key out."),
    (RATIO, "unit", "unit: [a]", "3: unit: must be one value, not a list or a mapping"),
    (RATIO, "colour", "colour: red", "19: colour: unknown; allowed: code, name, unit, kind, "),
    (
        RATIO,
        "kind",
        "kind: number",
        "4: kind: “number” is not one of ratio, count, level, milestone, rank.",
    ),
    (
        RATIO,
        "kind",
        "kind: Ratio",
        (
            "4: kind: “Ratio” is not one of ratio, count, level, milestone, rank; "
            "did you mean “ratio”?"
        ),
    ),
    (RATIO, "code", "code: tthc dung han", "1: code: “tthc dung han” can't be a code"),
    (RATIO, "share", "share: yes", "5: share: “yes” is not possible; write true or false."),
    (RATIO, "over_time", "over_time: sum", "10: over_time: a ratio does not add up by sum"),
    (COUNT, "over_units", "over_units: mean", "7: over_units: a count does not add up by mean"),
    (
        COUNT,
        "over_time",
        "over_time: average",
        "7: over_time: “average” is not one of pooled, month, sum, last, mean.",
    ),
    (RATIO, "min", "min: 200", "12: min: the lower bound 200 is above max 100; swap or mend them."),
    (RATIO, "min", "min: 0,5", "12: min: “0,5” has a comma or a separator of thousands; "),
    (RATIO, "tolerance", "tolerance: 5%", "14: tolerance: “5%” has a per cent sign; write the"),
    (RATIO, "tolerance", "tolerance: -1", "14: tolerance: -1 is below 0; a tolerance is 0 or"),
    (
        RATIO,
        "tolerance_abs",
        "tolerance_abs: 1",
        "19: tolerance_abs: give either tolerance (relative) or tolerance_abs",
    ),
    (RATIO, "numerator", "", "1: numerator: missing; a ratio says in words what its numerator"),
    (RATIO, "denominator", "", "1: denominator: missing; a ratio says in words what its"),
    (COUNT, "numerator", "numerator: {vi: a, en: b}", "7: numerator: only for the kind ratio"),
    (COUNT, "share", "share: false", "7: share: only for the kind ratio, and this is a count"),
    (COUNT, "when_nothing", "when_nothing: zero", "7: when_nothing: only for the kind ratio"),
    (COUNT, "breakdown", "breakdown: linh-vuc", "7: breakdown: only for the kind ratio"),
    (COUNT, "scale", "scale: 10", "7: scale: only for the kind ratio"),
    (RATIO, "scale", "scale: 1000", '19: scale: the unit "%" makes the scale 100, not 1000'),
    (RATIO, "scale", "scale: 0", "19: scale: 0 is not possible; what multiplies a ratio"),
    (RATIO, "decimals", "decimals: 7", "17: decimals: “7” is not a whole number from 0 to 6."),
    (
        RATIO,
        "when_nothing",
        "when_nothing: nothing",
        "15: when_nothing: “nothing” is not one of exclude, zero, full.",
    ),
    (RATIO, "recorded", "recorded: 2021-01-01T00:00:00", "19: recorded: “2021-01-01T00:00:00” la"),
]


@pytest.mark.parametrize("entry, key, line, expected", WRONG)
def test_what_is_wrong_is_named_with_its_line_and_what_is_allowed(entry, key, line, expected):
    _, problems = read(changed(entry, key, line))
    assert [p for p in problems if not p.startswith("warning")] == problems
    assert len(problems) == 1
    assert problems[0].startswith(f"hanh-chinh.yaml:{expected}")


UNUSUAL = [
    (RATIO, "tolerance", "tolerance: 5", "14: tolerance: 5 means 5 times the expected value"),
    (COUNT, "kind", "kind: rank", "5: direction: rank 1 is best, so better is usually lower"),
]


@pytest.mark.parametrize("entry, key, line, expected", UNUSUAL)
def test_what_is_unusual_is_accepted_with_a_warning(entry, key, line, expected):
    [_], [problem] = read(changed(entry, key, line))
    assert problem.startswith(f"warning: hanh-chinh.yaml:{expected}")


def test_a_misspelt_required_key_is_both_missing_and_explained():
    _, problems = read(RATIO.replace("direction:", "directon:"))
    assert problems == [
        "hanh-chinh.yaml:1: direction: missing; it is required.",
        "hanh-chinh.yaml:8: directon: unknown; did you mean direction?",
    ]


def test_a_code_is_used_once_over_all_files():
    files = {"a.yaml": COUNT.encode(), "b.yaml": b"# again\n" + COUNT.encode()}
    _, problems = read_catalogue(files)
    assert said(problems) == [
        (
            "b.yaml:2: code: “sang-kien” is already defined in a.yaml, line 1; a code is used "
            "once. Change the code, delete one of the two, or give this one a `recorded` of its "
            "own if it is another version."
        )
    ]


def test_a_code_may_come_again_as_a_version_recorded_at_another_instant():
    later = changed(COUNT, "recorded", "recorded: 2021-07-01T00:00:00+07:00")
    indicators, problems = read(COUNT + later)
    assert not problems
    assert [i.recorded is None for i in indicators] == [True, False]
    _, problems = read(COUNT + later + later)
    assert len(problems) == 1
    assert problems[0].startswith("hanh-chinh.yaml:20: recorded: “sang-kien” already has a version")


def test_a_file_that_is_no_list_of_mappings_is_refused():
    assert read("code: x")[1] == [
        "hanh-chinh.yaml:1: the file must be a list, each entry beginning with “- ”."
    ]
    assert read("- x\n- y")[1][1].startswith("hanh-chinh.yaml:2: every entry of the list consists")


def test_the_name_of_a_file_is_the_field_of_work():
    assert read(COUNT, "Hành chính.yaml")[1][0].startswith("Hành chính.yaml: the file's name")


def test_a_catalogue_without_files_is_refused():
    _, problems = read_catalogue({})
    assert said(problems)[0].startswith("there is no .yaml file in the catalogue's folder")


def test_every_file_is_read_and_problems_come_in_the_order_of_the_files():
    files = {"b.yaml": b"[", "a.yaml": b"- code: x", "c.yaml": COUNT.encode()}
    indicators, problems = read_catalogue(files)
    assert [i.code for i in indicators] == ["sang-kien"]
    assert [p.file for p in problems] == ["b.yaml"] + ["a.yaml"] * 5


RULES = [
    ("must: numerator <= denominator", "19: must: must be a list, each entry beginning"),
    ("must: [numerator < denominator + 3]", "19: must: “3” is no rule; write it like"),
    ("should: [{a: b}]", "19: should: “…” is no rule; write it like denominator ="),
    (
        "must: [value <= denominator]",
        "19: must: there is no “tthc-dung-han.value”; a ratio has: num",
    ),
    (
        "must: [numerator <= tthc-dung-hanh.numerator]",
        "19: must: there is no indicator “tthc-dung-",
    ),
    (
        "must: [numerator <= kpi.value]",
        "19: must: there is no indicator “kpi”; mend the code, or add",
    ),
]


@pytest.mark.parametrize("line, expected", RULES)
def test_a_rule_that_can_not_be_carried_out_is_named_with_its_line(line, expected):
    _, [problem] = read(changed(RATIO, line.partition(":")[0], line))
    assert problem.startswith(f"hanh-chinh.yaml:{expected}")


def test_rules_may_name_indicators_of_any_file_and_of_those_loaded_before():
    rule = "should: [denominator >= before(denominator), numerator >= sang-kien.value]"
    text = changed(RATIO, "should", rule)
    indicators, problems = read_catalogue({"a.yaml": text.encode(), "b.yaml": COUNT.encode()})
    assert problems == []
    assert indicators[0].should == ("denominator >= before(denominator)",
                                    "numerator >= sang-kien.value")  # fmt: skip
    assert indicators[0].must == ()
    [known], _ = read(COUNT)
    assert read_catalogue({"a.yaml": text.encode()}, known={known.code: known})[1] == []
    [problem] = read_catalogue({"a.yaml": text.encode()})[1]
    assert (problem.code, problem.place) == ("catalogue.rule_unknown", "19")
