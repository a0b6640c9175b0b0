"""Commitments as a workbook say the same as commitments.yaml and are checked by the same rules."""

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from kpis.exchange.commitment_files import read_commitments
from kpis.exchange.commitment_workbook import read_commitments_workbook
from tests.exchange.saying import said

HEADER = [
    "id",
    "unit",
    "document",
    "signed_on",
    "signer_name",
    "signer_title_vi",
    "signer_title_en",
    "counter_signer_name",
    "term_first",
    "term_last",
    "recorded",
    "indicator",
    "comparator",
    "target",
    "low",
    "high",
    "baseline",
    "start",
    "due",
    "weight",
    "pace",
    "steps",
    "each",
]
AMENDMENT = ["id", "indicator", "start", "effective", "recorded", "document", "target", "due"]
DOCUMENT = {
    "id": "CK-1",
    "unit": "so-tu-phap",
    "document": "15/BCK",
    "signed_on": date(2021, 2, 26),
    "signer_name": "Nguyễn A",
    "signer_title_vi": "Giám đốc",
    "signer_title_en": "Director",
    "counter_signer_name": "Trần B",
    "term_first": "2021-01",
    "term_last": "2021-12",
    "recorded": "2021-03-01T08:00:00+07:00",
}
SHARE = {
    "indicator": "dung-han",
    "comparator": ">=",
    "target": 98.5,
    "start": "2021-01",
    "due": "2021-12",
    "weight": 2,
}
STEPS = {
    "indicator": "sang-kien",
    "comparator": ">=",
    "target": 3,
    "start": date(2021, 1, 1),  # what a spreadsheet makes of 2021-01
    "due": datetime(2021, 12, 1),
    "pace": "steps",
    "steps": "2021-06=1; 2021-09=2",
}
CHANGE = {
    "id": "CK-1",
    "indicator": "dung-han",
    "effective": "2021-07",
    "recorded": "2021-06-28T10:00:00+07:00",
    "document": "20/PL",
    "target": 96,
}
YAML = """
- id: CK-1
  unit: so-tu-phap
  document: 15/BCK
  signed_on: 2021-02-26
  signer: {name: Nguyễn A, title: {vi: Giám đốc, en: Director}}
  counter_signer: {name: Trần B}
  term: {first: 2021-01, last: 2021-12}
  recorded: 2021-03-01T08:00:00+07:00
  items:
  - {indicator: dung-han, comparator: ">=", target: 98.5, start: 2021-01, due: 2021-12, weight: 2,
     amendments: [{effective: 2021-07, recorded: 2021-06-28T10:00:00+07:00, document: 20/PL,
                   target: 96}]}
  - {indicator: sang-kien, comparator: ">=", target: 3, start: 2021-01, due: 2021-12, pace: steps,
     steps: {2021-06: 1, 2021-09: 2}}
"""


def workbook(rows, amendments=(), header=HEADER, formats=None):
    """The bytes of a workbook with these rows, each a mapping of column to value."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Cam kết"
    sheet.append(header)
    for row in rows:
        sheet.append([row.get(column) for column in header])
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    if amendments:
        second = book.create_sheet("Sửa đổi")
        second.append(AMENDMENT)
        for row in amendments:
            second.append([row.get(column) for column in AMENDMENT])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def read(indicators, units):
    def reading(*given, **more):
        commitments, problems = read_commitments_workbook(
            "ck.xlsx", workbook(*given, **more), indicators=indicators, units=units
        )
        return commitments, said(problems)

    return reading


def test_a_workbook_says_the_same_as_the_yaml_file(read, indicators, units):
    commitments, problems = read([DOCUMENT | SHARE, {"id": "CK-1"} | DOCUMENT | STEPS], [CHANGE])
    assert not problems
    expected, _ = read_commitments("a", YAML.encode(), indicators=indicators, units=units)
    assert commitments == expected


def test_the_document_may_stand_in_one_row_of_its_rows(read):
    whole, _ = read([DOCUMENT | SHARE, DOCUMENT | STEPS])
    once, problems = read([{"id": "CK-1"} | SHARE, DOCUMENT | STEPS])
    assert not problems
    assert once == whole


WRONG = [
    ([DOCUMENT | SHARE | {"unit": "so-tu-phep"}], [], "Cam kết!B2: unit: there is no unit “so-tu"),
    ([DOCUMENT | SHARE | {"id": None}], [], "Cam kết!A2: id: missing; it is required."),
    ([DOCUMENT | SHARE | {"indicator": None}], [], "Cam kết!L2: indicator: missing; it is requir"),
    ([DOCUMENT | SHARE | {"target": "98,5"}], [], "Cam kết!N2: target: “98,5” has a comma"),
    ([DOCUMENT | SHARE | {"target": None}], [], "Cam kết!N2: target: missing; comparator: >= nee"),
    ([DOCUMENT | SHARE | {"due": date(2021, 12, 31)}], [], "Cam kết!S2: due: “2021-12-31” is not"),
    ([DOCUMENT | SHARE | {"start": "2022-01"}], [], "Cam kết!S2: due: the due month 2021-12 is be"),
    ([DOCUMENT | SHARE | {"each": True}], [], "Cam kết!W2: each: each: true is for indicators wi"),
    (
        [DOCUMENT | SHARE | {"recorded": datetime(2021, 3, 1, 8)}],
        [],
        "Cam kết!K2: recorded: “2021-03-01T08:00:00” lacks the offset from UTC; write 2021-03-01T",
    ),
    (
        [DOCUMENT | SHARE | {"signer_title_en": None}],
        [],
        "Cam kết!G2: signer.title.en: no text in “en”",
    ),
    (
        [DOCUMENT | SHARE | {"signer_name": None}],
        [],
        "Cam kết!E2: signer.name: missing; it is required.",
    ),
    (
        [DOCUMENT | SHARE | {"term_last": None}],
        [],
        "Cam kết!J2: term.last: missing; it is required.",
    ),
    (
        [DOCUMENT | STEPS | {"steps": "2021-06: 1"}],
        [],
        "Cam kết!V2: steps: “2021-06: 1” can't be read; write month=value",
    ),
    (
        [DOCUMENT | STEPS | {"steps": "2021-13=1"}],
        [],
        "Cam kết!V2: steps.2021-13: “2021-13” is not a month",
    ),
    (
        [DOCUMENT | SHARE, DOCUMENT | STEPS | {"document": "16/BCK"}],
        [],
        "Cam kết!C3: document: “16/BCK” differs from “15/BCK” at Cam kết!C2",
    ),
    (
        [DOCUMENT | SHARE, DOCUMENT | SHARE],
        [],
        "Cam kết!L3: indicator: this commitment already has an item on “dung-han” from 2021-01 (li",
    ),
    (
        [DOCUMENT | SHARE],
        [CHANGE | {"indicator": "hang"}],
        "Sửa đổi!A2: “CK-1 / hang” does not fit exactly one item of the other sheet (it fits 0)",
    ),
    (
        [DOCUMENT | SHARE, DOCUMENT | SHARE | {"start": "2021-07"}],
        [CHANGE],
        "Sửa đổi!A2: “CK-1 / dung-han” does not fit exactly one item of the other sheet (it fits 2",
    ),
    ([DOCUMENT | SHARE], [CHANGE | {"effective": None}], "Sửa đổi!D2: effective: missing; it is r"),
    ([DOCUMENT | SHARE], [CHANGE | {"target": None}], "Sửa đổi!A2: the amendment changes nothing;"),
    ([DOCUMENT | SHARE], [CHANGE | {"due": "2020-12"}], "Sửa đổi!H2: due: the due month 2020-12 i"),
]


@pytest.mark.parametrize("rows, amendments, expected", WRONG)
def test_what_is_wrong_is_named_with_its_cell(read, rows, amendments, expected):
    _, problems = read(rows, amendments)
    assert problems[0].startswith(f"ck.xlsx:{expected}")


def test_an_amendment_finds_its_item_by_start_where_there_are_several(read):
    rows = [DOCUMENT | SHARE, DOCUMENT | SHARE | {"start": "2021-07"}]
    [commitment], problems = read(rows, [CHANGE | {"start": "2021-07", "effective": "2021-09"}])
    assert not problems
    assert [len(item.amendments) for item in commitment.items] == [0, 1]


def test_a_cell_shown_as_per_cent_is_asked_about(read):
    rows = [DOCUMENT | SHARE | {"target": 0.98}]
    _, problems = read(rows, formats={"N2": "0.0%"})
    assert problems[0].startswith("ck.xlsx:Cam kết!N2: target: a cell shown as per cent holds 0.98")


def test_a_cell_that_failed_is_no_empty_cell(read):
    _, problems = read([DOCUMENT | SHARE | {"baseline": "#DIV/0!"}])
    assert problems[0].startswith("ck.xlsx:Cam kết!Q2: ")
    assert "#DIV/0!" in problems[0]


def test_columns_are_checked_as_in_a_text_file(read):
    header = ["targt" if column == "target" else column for column in HEADER]
    _, problems = read([DOCUMENT | SHARE], header=header)
    assert problems == [
        "ck.xlsx:Cam kết!N1: the column “targt” is not known; did you mean “target”?"
    ]
    _, problems = read([DOCUMENT | SHARE], header=[c for c in HEADER if c != "due"])
    assert problems[0].startswith("ck.xlsx:Cam kết!A1: columns missing in the header: due;")


def test_a_workbook_without_the_header_is_refused(read):
    _, problems = read([], header=["a", "b"])
    assert problems[0].startswith("ck.xlsx: no sheet has the header of commitments (id, unit,")
    assert problems[1:] == [
        "warning: ck.xlsx:Cam kết!A1: this sheet has no header of commitments and is not read."
    ]


def test_a_file_that_is_no_workbook_is_refused(indicators, units):
    _, problems = read_commitments_workbook(
        "ck.xlsx", b"\x00\x01\x02", indicators=indicators, units=units
    )
    assert len(problems) == 1
    assert problems[0].blocking


def test_a_text_file_with_the_columns_is_read_too_and_its_lines_are_named(indicators, units):
    text = "id,unit,indicator,comparator,target,start,due\n"
    row = "CK-1,so-tu-phap,dung-han,>=,98,2021-01,2021-12\n"
    given = {"indicators": indicators, "units": units}
    [commitment], problems = read_commitments_workbook("a.csv", (text + row).encode(), **given)
    assert not problems
    assert commitment.items[0].terms.target == 98
    wrong = text + row + row.replace("CK-1", "CK-2").replace("98", "x")
    _, problems = read_commitments_workbook("a.csv", wrong.encode(), **given)
    assert said(problems)[0].startswith("a.csv:3: target: “x” is not a number;")
