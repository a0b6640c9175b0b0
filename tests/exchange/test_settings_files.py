import pytest

from kpis.domain.definitions import Label, Settings
from kpis.exchange.settings_files import read_settings
from kpis.exchange.writing import write_settings
from tests.exchange.saying import said

# The example of docs/formats.md, word for word.
EXAMPLE = """
reporting: {due_day: 5, due_month: next, window_start_day: 1}    # a 15th-to-14th regime: ...
tiers: ["=100", ">85", ">70", ">50"]
unit_kinds: {so: {vi: Sở, ban, ngành, en: Departments}, huyen: {vi: Cấp huyện, en: Districts}}
"""


def read(text):
    settings, problems = read_settings("settings.yaml", text.encode())
    return settings, said(problems)


def test_the_example_of_the_format_is_read():
    settings, problems = read(EXAMPLE)
    assert not problems
    assert settings == Settings(
        unit_kinds={
            "so": Label("Sở, ban, ngành", "Departments"),
            "huyen": Label("Cấp huyện", "Districts"),
        }
    )


def test_what_is_left_out_has_its_default():
    settings, _ = read("reporting: {due_day: 20, due_month: same, window_start_day: 15}\n")
    assert settings == Settings(due_day=20, due_month="same", window_start_day=15)


def test_fields_of_work_keep_their_order():
    settings, _ = read("fields: {tthc: {vi: Thủ tục, en: Procedures}, bo-may: {vi: B, en: B}}\n")
    assert list(settings.fields) == ["tthc", "bo-may"]


WRONG = [
    ("tier: []", "settings.yaml:1: tier: unknown; did you mean tiers?"),
    (
        "colour: red",
        (
            "settings.yaml:1: colour: unknown; "
            "allowed: reporting, tiers, unit_kinds, fields, recorded."
        ),
    ),
    ("- a", "settings.yaml:1: the file must consist of keys and values"),
    ("reporting: 5", "settings.yaml:1: reporting: must consist of keys and values"),
    (
        "reporting: {due_day: 32}",
        "settings.yaml:1: reporting.due_day: “32” is not a whole number from 1 to 31.",
    ),
    (
        "reporting: {due_month: nxt}",
        (
            "settings.yaml:1: reporting.due_month: “nxt” is not one of next, same; "
            "did you mean “next”?"
        ),
    ),
    (
        "reporting:\n  due_dey: 5",
        "settings.yaml:2: reporting.due_dey: unknown; did you mean due_day?",
    ),
    (
        "reporting: {window_start_day: 0}",
        "settings.yaml:1: reporting.window_start_day: “0” is not a whole number from 1 to 31.",
    ),
    ("tiers: '>85'", "settings.yaml:1: tiers: must be a list"),
    ("tiers:\n- '=100'\n- ≥85", "settings.yaml:3: tiers: “≥85” is not a tier"),
    ("tiers: ['>101']", "settings.yaml:1: tiers: “>101” is not a tier"),
    ("tiers: [{a: b}]", "settings.yaml:1: tiers: “” is not a tier"),
    ("tiers: ['>85', '>85']", "settings.yaml:1: tiers: “>85” stands twice"),
    (
        "tiers: ['>50', '>85', '=100']",
        "warning: settings.yaml:1: tiers: no unit can fall into “>85”",
    ),
    ("unit_kinds: {so: Sở}", "settings.yaml:1: unit_kinds.so: must consist of keys and values"),
    ("unit_kinds: {so: {vi: Sở}}", "settings.yaml:1: unit_kinds.so.en: no text in “en”"),
    ("unit_kinds: {so: {vi: Sở, en: }}", "settings.yaml:1: unit_kinds.so.en: there is no value"),
    ("unit_kinds: {s o: {vi: a, en: b}}", "settings.yaml:1: unit_kinds.s o: “s o” can't be a code"),
    ("recorded: 2021-01-01", "settings.yaml:1: recorded: “2021-01-01” is not an instant"),
]


@pytest.mark.parametrize("text, expected", WRONG)
def test_what_is_wrong_is_named_with_its_line_and_what_is_allowed(text, expected):
    settings, problems = read(text)
    assert problems[0].startswith(expected)
    assert (settings is None) != problems[0].startswith("warning: ")


def test_everything_wrong_is_said_at_once_in_the_order_of_the_file():
    _, problems = read("colour: red\ntiers: [a]\nreporting: {due_day: x}\n")
    assert [line.split(": ")[0] for line in problems] == [
        "settings.yaml:1",
        "settings.yaml:2",
        "settings.yaml:3",
    ]


def test_problems_speak_vietnamese_too():
    _, problems = read_settings("settings.yaml", b"tier: []")
    assert said(problems, "vi") == [
        "settings.yaml:1: tier: khóa không có trong định dạng; có phải là tiers?"
    ]


def test_months_close_and_heads_confirm_only_where_that_is_chosen():
    settings, problems = read("reporting: {close: deadline, confirm: head}\n")
    assert not problems
    assert settings == Settings(close="deadline", confirm="head")
    assert (Settings().close, Settings().confirm) == ("never", "none")
    assert read_settings("s.yaml", write_settings(settings).encode()) == (settings, [])
    assert not {"close", "confirm"} & set(write_settings(Settings()).split())
    [wrong] = read("reporting: {close: midnight}\n")[1]
    assert "“midnight” is not one of never, deadline" in wrong
