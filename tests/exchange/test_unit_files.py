from datetime import date

import pytest

from kpis.domain.definitions import Unit
from kpis.exchange.unit_files import read_units
from tests.exchange.saying import said

HEADER = "code,name,name_en,kind,parent,valid_from,valid_to,successor\n"


def read(rows, **given):
    units, problems = read_units("units.csv", (HEADER + rows).encode(), **given)
    return units, said(problems)


def test_a_unit_is_read():
    [stp, xa], problems = read(
        "stp,Sở Tư pháp,Department of Justice,so,,2020-01-01,,\n"
        "xa,Xã Tân Lập,,xa,stp,,2025-06-30,stp\n"
    )
    assert not problems
    assert stp == Unit(
        "stp", "Sở Tư pháp", "Department of Justice", "so", None, date(2020, 1, 1), None, None
    )
    assert (xa.name_en, xa.valid_from, xa.parent) == ("Xã Tân Lập", None, "stp")


def test_parent_and_successor_may_be_units_known_already():
    old = Unit("ubnd", "UBND tỉnh", "Province", "tinh", None, None, None, None)
    rows = "stp,Sở,S,so,ubnd,,2025-06-30,ubnd\n"
    assert not read(rows, known={"ubnd": old})[1]
    assert read(rows)[1] == [
        "units.csv:2: parent: there is no unit “ubnd”; add it to the file, or mend the code.",
        "units.csv:2: successor: there is no unit “ubnd”; add it to the file, or mend the code.",
    ]


WRONG = [
    (",Sở,S,so,,,,\n", "2: code: missing; it is required."),
    ("stp,,S,so,,,,\n", "2: name: missing; it is required."),
    ("stp,Sở,S,,,,,\n", "2: kind: missing; it is required."),
    ("s tp,Sở,S,so,,,,\n", "2: code: “s tp” can't be a code"),
    ("stp,Sở,S,soo,,,,\n", "2: kind: “soo” is not one of so, huyen; did you mean “so”?"),
    ("stp,Sở,S,so,,1/1/2020,,\n", "2: valid_from: “1/1/2020” is not a day YYYY-MM-DD"),
    ("stp,Sở,S,so,,,2021-02-30,\n", "2: valid_to: “2021-02-30” is not a day"),
    (
        "stp,Sở,S,so,,2021-01-01,2020-12-31,\n",
        "2: valid_to: the last day 2020-12-31 is before the first day 2021-01-01",
    ),
    ("stp,Sở,S,so,,,,\nstp,Sở,S,so,,,,\n", "3: code: the unit “stp” already stands on line 2"),
    ("stp,Sở,S,so,stpp,,,\n", "2: parent: there is no unit “stpp”; did you mean “stp”?"),
    ("stp,Sở,S,so,stp,,,\n", "2: parent: the chain comes back to itself: stp → stp"),
    (
        "stp,Sở,S,so,,,2021-01-31,stpp\n",
        "2: successor: there is no unit “stpp”; did you mean “stp”?",
    ),
    (
        "stp,Sở,S,so,,,2021-01-31,stp\n",
        "2: successor: the chain comes back to itself: stp → stp",
    ),
    (
        "a,A,A,so,,,,b\nb,B,B,so,,,,\n",
        "2: successor: the successor “b” is given without valid_to",
    ),
    (
        "a,A,A,so,,,2021-06-30,b\nb,B,B,so,,,2021-06-29,\n",
        "2: successor: “b” ended on 2021-06-29, before this unit's last day 2021-06-30",
    ),
]


@pytest.mark.parametrize("rows, expected", WRONG)
def test_what_is_wrong_is_named_with_its_line_and_what_is_allowed(rows, expected):
    _, problems = read(rows, kinds=["so", "huyen"])
    assert len(problems) == 1
    assert problems[0].startswith(f"units.csv:{expected}")


def test_every_unit_of_a_circle_of_parents_is_named():
    _, problems = read("a,A,A,so,b,,,\nb,B,B,so,c,,,\nc,C,C,so,a,,,\nd,D,D,so,a,,,\n")
    assert problems == [
        f"units.csv:{line}: parent: the chain comes back to itself: {path}; mend one link."
        for line, path in [(2, "a → b → c → a"), (3, "b → c → a → b"), (4, "c → a → b → c")]
    ]


def test_a_circle_through_a_unit_known_already_is_found():
    old = Unit("b", "B", "B", "so", "a", None, None, None)
    _, problems = read("a,A,A,so,b,,,\n", known={"b": old})
    assert problems[0].startswith("units.csv:2: parent: the chain comes back to itself: a → b → a")


def test_a_successor_that_begins_later_is_accepted_with_a_warning():
    units, problems = read("a,A,A,so,,,2021-06-30,b\nb,B,B,so,,2021-08-01,,\n")
    assert len(units) == 2
    assert problems == [
        (
            "warning: units.csv:2: successor: “b” begins on 2021-08-01 only, while this unit ends "
            "on 2021-06-30; please check."
        )
    ]


def test_a_unit_may_come_again_as_a_version_recorded_at_another_instant():
    header = HEADER.strip() + ",recorded\n"
    rows = [
        "a,A,A,so,,,,,\n",
        "a,A,A,so,,,2021-06-30,b,2021-05-01T00:00:00+07:00\n",
        "b,B,B,so,,,,,\n",
    ]
    units, problems = read_units("units.csv", (header + "".join(rows)).encode())
    assert not problems
    assert [unit.code for unit in units] == ["a", "a", "b"]
    _, problems = read_units("units.csv", (header + rows[1] * 2 + rows[2]).encode())
    assert said(problems)[0].startswith("units.csv:3: recorded: “a” already has a version")


def test_the_life_of_an_earlier_version_is_not_held_against_a_later_one():
    header = HEADER.strip() + ",recorded\n"
    rows = (
        "a,A,A,so,,,2021-06-30,b,2021-01-01T00:00:00+07:00\n"
        "a,A,A,so,,,,,2021-02-01T00:00:00+07:00\n"
        "b,B,B,so,,,2021-03-31,a,\n"
    )
    assert not read_units("units.csv", (header + rows).encode())[1]


def test_a_name_in_the_wrong_form_is_brought_to_nfc():
    [unit], _ = read("a,So\u031b\u0309,,so,,,,\n")
    assert unit.name == "Sở"


@pytest.mark.parametrize("column", ["name_en", "successor"])
def test_a_missing_column_is_refused(column):
    text = HEADER.replace(column, "x" + column)
    _, problems = read_units("units.csv", text.encode())
    assert f"the column “x{column}” is not known; did you mean “{column}”?" in said(problems)[0]
