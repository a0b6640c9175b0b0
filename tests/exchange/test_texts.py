"""CSV as rows with their lines, and everything in CSV that is not ours."""

import pytest

from kpis.exchange.notes import GUESSED, LISTED, Notes, nearest
from kpis.exchange.texts import Columns, csv_rows
from tests.exchange.saying import places, said

COLUMNS = Columns(("code", "name"), ("note",))


def read(text):
    notes = Notes("a.csv")
    content = text.encode() if isinstance(text, str) else text
    return list(csv_rows(content, COLUMNS, notes)), said(notes.problems)


def test_rows_come_in_the_order_of_the_columns_wanted_with_their_lines():
    rows, problems = read("name,code\nSở,so\n\nHuyện,huyen\n")
    assert not problems
    assert rows == [(2, ("so", "Sở", "")), (4, ("huyen", "Huyện", ""))]


def test_a_row_begins_where_its_first_cell_does_although_a_cell_has_several_lines():
    rows, _ = read('code,name\na,"one\r\ntwo"\nb,three\n')
    assert rows == [(2, ("a", "one\r\ntwo", "")), (4, ("b", "three", ""))]


def test_byte_order_mark_crlf_nfd_and_empty_rows_make_no_difference():
    rows, problems = read("\ufeffcode,name\r\na,Sở\r\n,\r\n")
    assert not problems
    assert rows == [(2, ("a", "Sở", ""))]


WRONG = [
    ("", "a.csv: there is nothing in the file"),
    ("  \n \n", "a.csv: there is nothing in the file"),
    ("code;name\na;b\n", "a.csv:1: the columns are separated by “;”"),
    ("code\tname\na\tb\n", "a.csv:1: the columns are separated by “tab”"),
    ("code,name,code\n", "a.csv:1: the column “code” stands twice in the header"),
    ("code,name,\n", "a.csv:1: a column has no name in the header"),
    ("code,name,notes\n", "a.csv:1: the column “notes” is not known; did you mean “note”?"),
    (
        "code,name,weather\n",
        "a.csv:1: the column “weather” is not known; allowed: code, name, note.",
    ),
    ("code,note\n", "a.csv:1: columns missing in the header: name;"),
    ("code,name\na,b,c\n", "a.csv:2: there are 3 cells, but the header has 2 columns"),
    ("code,name\na\n", "a.csv:2: there are 1 cells, but the header has 2 columns"),
    ('code,name\na,b\nc,"d\ne,f\n', "a.csv:3: a double quote opened on this line is never closed"),
    ('code,name\na,"b"c\n', "a.csv:2: there is text after a closing quote"),
    ("code,name\na,b\0\n", "a.csv:2: there is an invisible character U+0000"),
    (b"code,name\na,S\xe1\xbb\n", "a.csv:2: byte 0xE1 (number 14 of the file) is not UTF-8"),
]


@pytest.mark.parametrize("text, expected", WRONG)
def test_what_is_not_ours_is_named_with_its_line(text, expected):
    _, problems = read(text)
    assert len(problems) == 1
    assert problems[0].startswith(expected)


def test_an_open_quote_at_the_top_of_a_large_file_is_named_at_the_top():
    _, problems = read('code,name\na,"b\n' + "c,d\n" * 100_000)
    assert problems[0].startswith("a.csv:2: a double quote opened on this line")


def test_all_that_is_wrong_with_a_header_is_said_at_once():
    _, problems = read("kode,kode,wetter\n")
    assert [line.split(";")[0] for line in problems] == [
        "a.csv:1: the column “kode” is not known",
        "a.csv:1: the column “wetter” is not known",
        "a.csv:1: columns missing in the header: code, name",
    ]


def test_beyond_many_of_one_kind_only_their_number_is_told():
    notes = Notes("a.csv")
    for line in range(1, LISTED + 51):
        notes.add("file.cells", str(line), found=1, expected=2, blocking=False)
    notes.add("file.empty", "9999")
    problems = notes.problems
    assert len(problems) == LISTED + 2
    assert said(problems[-1:]) == [
        (
            f"warning: a.csv:{LISTED + 1}: 50 more of the same kind (file.cells) from here on; "
            "mend those listed and check again."
        )
    ]
    assert notes.blocking


def test_the_same_problem_is_told_once_and_problems_come_in_order_of_lines():
    notes = Notes("a.csv")
    for line in ("10", "9", "10"):
        notes.add("file.cells", line, found=1, expected=2)
    assert places(notes.problems) == [("file.cells", "9"), ("file.cells", "10")]


def test_only_the_first_wrong_codes_are_compared_with_thousands_of_others():
    notes = Notes("a.csv")
    known = [f"xa-{number}" for number in range(3000)]
    near = [notes.near("unit", f"x-{number}", known) for number in range(GUESSED + 1)]
    assert near[0] == "xa-0"
    assert near[-1] is None
    assert notes.near("unit", "x-0", known) == "xa-0"


def test_what_was_found_is_shown_in_part_when_it_is_long():
    notes = Notes("a.csv")
    notes.add("file.not_a_code", "1", key="code", found="x" * 500)
    assert "xx…”" in said(notes.problems)[0]


def test_the_nearest_ignores_case_and_gives_up_on_what_is_far():
    assert nearest("SO-TU-PHAP ", ["so-tu-phap", "so-y-te"]) == "so-tu-phap"
    assert nearest("xyz", ["so-tu-phap", "so-y-te"]) is None
