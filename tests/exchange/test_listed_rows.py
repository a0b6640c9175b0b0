"""A list with the columns of figures.csv, from a text file or a sheet."""

import time
from datetime import date
from decimal import Decimal as D
from io import BytesIO

import openpyxl
import pytest

from kpis.exchange.listed_rows import month_in
from kpis.ui.sentences import problem_text
from tests.exchange.workbooks import MONTH, UNIT, amounts, codes, owed_rows, understood

HEADER = "unit,indicator,period,member,numerator,denominator,value,note,source"


def read(*rows: str, header: str = HEADER, name: str = "so-lieu.csv", **asked):
    return understood("\n".join([header, *rows]).encode(), name=name, **asked)


def test_a_csv_in_the_form_of_figures_csv_is_read():
    found = read(
        "so-tu-phap,dung-han,2021-06,,95,100,,Đã đối chiếu,system",
        "so-tu-phap,giai-ngan,2021-06,,,,1.234,,",
        "so-tu-phap,theo-linh-vuc,2021-06,dat-dai,4,5,,,",
    )
    assert amounts(found) == {
        ("dung-han", None): (D(95), D(100), None),
        ("giai-ngan", None): (None, None, D("1.234")),  # a comma-separated file has decimal points
        ("theo-linh-vuc", "dat-dai"): (D(4), D(5), None),
    }
    assert (found.form, found.unit, found.month) == ("list", UNIT.code, MONTH)
    assert [f.place for f in found.figures] == ["2", "3", "4"]
    assert [f.source for f in found.figures] == ["system", "self", "self"]
    assert found.problems == ()


def test_a_csv_as_a_vietnamese_excel_writes_it_is_read():
    found = read(
        "Sở Tư pháp;Chỉ tiêu dung-han;06/2021;1.200;1.300,5;;Ghi",
        "so-tu-phap;hai-long;tháng 6/2021;;;90,53%;",
        header="Đơn vị;Chỉ tiêu;Kỳ;Tử số;Mẫu số;Giá trị;Ghi chú",
    )
    assert amounts(found) == {
        ("dung-han", None): (D(1200), D("1300.5"), None),
        ("hai-long", None): (None, None, D("90.53")),
    }
    assert found.problems == ()


def test_a_sheet_with_titles_above_its_header_is_read_and_names_cells():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Số liệu"
    sheet["A1"] = "BÁO CÁO THÁNG"
    sheet.append([])
    sheet.append(["Chỉ tiêu", "Kỳ", "Giá trị", "Không phát sinh"])
    sheet.append(["hai-long", date(2021, 6, 1), 101, None])
    sheet.append(["sang-kien", None, None, "x"])
    saved = BytesIO()
    book.save(saved)
    found = understood(saved.getvalue(), owed_rows("hai-long", "sang-kien", "de-an"))
    assert amounts(found) == {("sang-kien", None): (None, None, D(0))}
    assert found.nothing == (("sang-kien", None),)
    assert found.missing == (("de-an", None),)
    assert [(p.code, p.place) for p in found.problems] == [("figures.above_max", "Số liệu!C4")]


def test_without_a_unit_chosen_a_list_may_hold_several():
    rows = ("so-tu-phap,hai-long,2021-06,,,,90,,", "so-noi-vu,hai-long,2021-05,,,,91,,")
    found = read(*rows, unit=None, month=None)
    assert [(f.unit, f.period) for f in found.figures] == [
        ("so-tu-phap", MONTH),
        ("so-noi-vu", MONTH - 1),
    ]
    assert (found.unit, found.month) == (None, None)
    assert found.acceptable


WRONG = [
    ("so-noi-vu,hai-long,2021-06,,,,90,,", "workbook.wrong_unit", "“Sở Nội vụ”"),
    ("so-tu-phap,hai-long,2021-05,,,,90,,", "workbook.wrong_month", "tháng 05/2021"),
    ("so-tu-phapp,hai-long,2021-06,,,,90,,", "figures.unknown_like", "“so-tu-phap”"),
    ("ủy ban,hai-long,2021-06,,,,90,,", "figures.unknown", "“ủy ban”"),
    ("so-tu-phap,hai-lon,2021-06,,,,90,,", "figures.unknown_like", "“hai-long”"),
    ("so-tu-phap,zzz,2021-06,,,,90,,", "figures.unknown", "“zzz”"),
    ("so-tu-phap,,2021-06,,,,90,,", "file.missing_key", "chỉ tiêu: thiếu"),
    ("so-tu-phap,hai-long,quý II,,,,90,,", "workbook.month_unclear", "“quý II”"),
    ("so-tu-phap,hai-long,2021-13,,,,90,,", "workbook.month_unclear", "06/2021"),
    ("so-tu-phap,hai-long,2021-06,,,,90,,hearsay", "figures.source", "“hearsay”"),
    ("so-tu-phap,hai-long,2021-06,dat-dai,,,90,,", "figures.member_not_allowed", "“dat-dai”"),
    ("so-tu-phap,theo-linh-vuc,2021-06,,4,5,,,", "figures.member_missing", "linh-vuc"),
    ('so-tu-phap,giai-ngan,2021-06,,,,"1,234",,', "workbook.number_ambiguous", "1234 hoặc"),
]


@pytest.mark.parametrize(("row", "code", "words"), WRONG)
def test_a_mistake_is_told_with_its_line_and_keeps_the_figure_out(row, code, words):
    found = read(row)
    [problem] = found.problems
    assert (problem.code, problem.place, problem.blocking) == (code, "2", True)
    assert words in problem_text(problem, "vi")
    assert "{" not in problem_text(problem, "en")
    assert found.figures == ()


def test_the_same_figure_twice_names_the_first_line():
    row = "so-tu-phap,hai-long,2021-06,,,,90,,"
    found = read(row, "so-tu-phap,de-an,2021-06,,,,1,,", row)
    [problem] = found.problems
    assert (problem.code, problem.place, problem.values["first"]) == ("workbook.twice", "4", "2")
    assert not found.acceptable


def test_a_unit_cannot_say_when_its_figures_were_published():
    found = read(
        "so-tu-phap,hai-long,2021-06,90,2021-07-02T09:00:00+07:00",
        header="unit,indicator,period,value,published_at",
    )
    assert codes(found) == ["workbook.published_at"]


def test_a_misspelt_column_is_told_and_a_foreign_one_is_left_alone():
    found = read("hai-long,90,x,y", header="indicator,value,denominater,Người phụ trách")
    assert [(p.code, p.blocking) for p in found.problems] == [
        ("workbook.column_near", True),
        ("workbook.column_ignored", False),
    ]


def test_a_column_that_stands_twice_is_told():
    found = read("hai-long,90,91", header="indicator,value,Giá trị")
    assert codes(found) == ["workbook.header_twice"]


def test_a_table_of_something_else_is_told_what_is_expected():
    found = read("Lan,12", header="Họ tên,Tuổi")
    assert codes(found) == ["workbook.not_recognised"]
    assert "biểu mẫu" in problem_text(found.problems[0], "vi")


def test_two_hundred_problems_of_a_kind_are_listed_and_the_rest_counted():
    found = read(*["so-tu-phap,zzz,2021-06,,,,90,,"] * 1000)
    assert len(found.problems) == 201
    assert found.problems[-1].values["count"] == 800


def test_ten_thousand_rows_are_understood_within_seconds():
    rows = [f"so-tu-phap,hai-long,{2000 + n // 12}-{n % 12 + 1:02d},,,,90,," for n in range(900)]
    wrong = [f"don-vi-{n},hai-long,2021-06,,,,90,," for n in range(9_100)]
    began = time.monotonic()
    found = read(*rows, *wrong, month=None)
    assert time.monotonic() - began < 8
    assert len(found.figures) == 900


@pytest.mark.parametrize(
    "value",
    ["2021-06", "06/2021", "6/2021", "Tháng 6/2021", "tháng 06-2021", "T6/2021", date(2021, 6, 1)],
)
def test_a_month_is_read_as_people_write_it(value):
    assert month_in(value) == MONTH


@pytest.mark.parametrize(
    "value", ["2021", "6", "13/2021", "01/06/2021", "quý II/2021", 202106.0, None, date(2021, 6, 2)]
)
def test_what_may_be_another_month_is_none(value):
    assert month_in(value) is None


def test_a_list_may_name_units_by_abbreviation_and_asks_when_two_are_meant():
    found = read(
        "Sở TP,hai-long,2021-06,,,,90,,",
        "SNV,1.2. Chỉ tiêu hai-long,2021-06,,,,91,,",
        "Uỷ ban,hai-long,2021-06,,,,92,,",
        unit=None,
        month=None,
    )
    assert [(f.unit, f.value) for f in found.figures] == [
        ("so-tu-phap", D(90)),
        ("so-noi-vu", D(91)),
    ]
    assert codes(found) == ["figures.unknown"]


def test_rows_of_a_list_that_are_no_figures_are_listed_with_the_reason():
    found = read(
        "I. Sở ban ngành,,,,,,,,",
        "so-tu-phap,hai-long,2021-06,,,,90,,",
        ",,,,,,,,",
        "Tổng cộng,,,,,,90,,",
        "Người lập biểu,,,,,,,,",
        header=HEADER,
    )
    assert [(s.place, s.reason) for s in found.skipped] == [
        ("2", "section"),
        ("4", "empty"),
        ("5", "total"),
        ("6", "signature"),
    ]
    assert found.problems == ()
    assert len(found.figures) == 1
