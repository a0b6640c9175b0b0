"""What the unit's workbook looks like, seen by another program."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from kpis.domain.months import month_of, reporting_deadline, reporting_window
from kpis.exchange.layout import HEADERS, Owed, identity_of
from kpis.exchange.template import template
from tests.exchange.workbooks import (
    INDICATORS,
    MONTH,
    UNIT,
    cell_of,
    codes,
    figure,
    filled,
    made,
    owed_rows,
    understood,
)


def opened(workbook: bytes):
    return openpyxl.load_workbook(BytesIO(workbook))


def text_of(sheet) -> str:
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)


def test_it_says_whose_it_is_which_days_it_covers_and_until_when():
    month = month_of("2021-06")
    workbook = template(
        unit=UNIT,
        month=month,
        owed=owed_rows("dung-han"),
        window=reporting_window(month, 15),
        deadline=reporting_deadline(month, 20, "same"),
        province="UBND tỉnh Vĩnh Phúc",
    )
    text = text_of(opened(workbook)["Báo cáo"])
    assert "UBND tỉnh Vĩnh Phúc" in text
    assert "THÁNG 06/2021" in text
    assert "Sở Tư pháp" in text
    assert "từ ngày 15/05/2021 đến hết ngày 14/06/2021" in text
    assert "Hạn gửi: hết ngày 20/06/2021" in text


def test_a_row_shows_what_is_promised_how_it_is_counted_and_what_was_last():
    last = figure("dung-han", n="1234", d="1300.5", month=MONTH - 1)
    sheet = opened(made(owed_rows("dung-han", last=last)))["Báo cáo"]

    def shown(column):
        return sheet[cell_of(sheet, "dung-han", column)].value

    assert shown("indicator") == "Chỉ tiêu dung-han"
    assert shown("unit_of_measure") == "%"
    assert shown("formula") == "Tử / Mẫu"
    assert shown("promise") == "≥ 95"
    assert shown("last") == "1.234 / 1.300,5 (05/2021)"


def test_a_month_without_activity_is_shown_in_words_and_not_as_zero():
    last = figure("dung-han", n=0, d=0, month=MONTH - 1)
    sheet = opened(made(owed_rows("dung-han", last=last)))["Báo cáo"]
    assert sheet[cell_of(sheet, "dung-han", "last")].value == "không phát sinh (05/2021)"


OPEN = {
    "dung-han": {"numerator", "denominator", "value", "nothing", "note"},
    "sang-kien": {"value", "nothing", "note"},
    "hai-long": {"value", "note"},
    "de-an": {"value", "note"},
    "xep-hang": {"value", "note"},
}


@pytest.mark.parametrize("code", OPEN)
def test_only_cells_that_apply_are_open_and_the_others_are_grey(code):
    sheet = opened(made(owed_rows(code)))["Báo cáo"]
    for column in HEADERS:
        cell = sheet[cell_of(sheet, code, column)]
        is_open = column in OPEN[code]
        assert cell.protection.locked is not is_open, column
        if column in ("numerator", "denominator", "value", "nothing"):
            grey = cell.fill.fgColor.rgb == "FFD9D9D9"
            assert grey is not is_open, column
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert not sheet.protection.sort  # False: not forbidden
    assert not sheet.protection.autoFilter


def test_every_number_cell_has_a_check():
    owed = owed_rows(
        "dung-han", "thoi-gian-cho", "sang-kien", "hai-long", "ton-dong", "de-an", "xep-hang"
    )
    sheet = opened(made(owed))["Báo cáo"]
    checked = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    for each in owed:
        for column in OPEN.get(each.indicator.code, set()) - {"note"}:
            assert cell_of(sheet, each.indicator.code, column) in checked
    share = checked[cell_of(sheet, "dung-han", "numerator")]
    assert share.type == "custom"
    row = cell_of(sheet, "dung-han", "numerator")[1:]
    assert f"I{row}<=J{row}" in share.formula1
    bounded = checked[cell_of(sheet, "hai-long", "value")]
    assert (bounded.type, bounded.formula1, bounded.formula2) == ("decimal", "0", "100")
    rank = checked[cell_of(sheet, "xep-hang", "value")]
    assert (rank.type, rank.operator, rank.formula1) == ("whole", "greaterThanOrEqual", "1")
    assert checked[cell_of(sheet, "de-an", "value")].formula1 == '"0,1"'
    assert checked[cell_of(sheet, "sang-kien", "nothing")].formula1 == '"x"'


def test_it_prints_on_a4_landscape_with_its_header_on_every_page():
    sheet = opened(made(owed_rows("dung-han")))["Báo cáo"]
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage  # one page wide, which is the default,
    assert sheet.page_setup.fitToHeight == 0  # and as long as it needs
    assert sheet.print_title_rows == "$8:$8"
    assert sheet.freeze_panes == "E9"


def test_no_text_is_cut_by_its_column():
    long = replace(
        INDICATORS["dung-han"], name=replace(INDICATORS["dung-han"].name, vi="Tỷ lệ " * 40)
    )
    sheet = opened(made([Owed(long, None, "≥ 95")]))["Báo cáo"]
    cell = sheet[cell_of(sheet, "dung-han", "indicator")]
    lines = len(cell.value) / sheet.column_dimensions[cell.column_letter].width
    assert cell.alignment.wrap_text
    assert sheet.row_dimensions[cell.row].height >= 15 * lines


def test_ids_are_hidden_in_the_sheet_and_its_identity_in_another():
    book = opened(made(owed_rows(("theo-linh-vuc", "dat-dai"))))
    sheet = book["Báo cáo"]
    assert sheet.column_dimensions["A"].hidden
    assert sheet["A9"].value == "theo-linh-vuc|dat-dai"
    assert book["_camket"].sheet_state == "veryHidden"
    identity = identity_of(book["_camket"]["A1"].value)
    assert (identity.format, identity.unit, identity.month) == (1, UNIT.code, MONTH)
    assert identity_of(sheet["A8"].value) == identity


def test_instructions_are_in_both_languages():
    text = text_of(opened(made(owed_rows("dung-han")))["Hướng dẫn"])
    assert "Không phát sinh khác với số 0" in text
    assert "It is not the same as 0" in text


def test_an_english_workbook_is_english_and_reads_the_same():
    workbook = made(owed_rows("dung-han"), language="en")
    sheet = opened(workbook)["Report"]
    assert sheet[cell_of(sheet, "dung-han", "indicator")].value == "Indicator dung-han"
    assert "Department of Justice" in text_of(sheet)
    found = understood(
        filled(workbook, {("dung-han", "numerator"): 9, ("dung-han", "denominator"): 10})
    )
    assert [f.numerator for f in found.figures] == [9]


def test_what_is_already_published_stands_in_the_cells_and_comes_back_unchanged():
    published = [
        figure("dung-han", n=90, d=100, note="Đã rà soát"),
        figure("thoi-gian-cho", n=0, d=0),
        figure("sang-kien", v=0),
        figure("giai-ngan", v="1234.567890123456"),
        figure("ton-dong", v="-99999999999999999999.999999999999999999"),
    ]
    owed = [Owed(INDICATORS[each.indicator], None, "≥ 95", None, each) for each in published]
    found = understood(made(owed), owed)
    assert [replace(each, place=None) for each in found.figures] == published
    assert codes(found) == []


def test_a_breakdown_has_rows_for_members_that_are_not_known_yet():
    owed = owed_rows(("theo-linh-vuc", "dat-dai"))
    sheet = opened(made(owed))["Báo cáo"]
    assert [sheet[f"A{row}"].value for row in range(9, 13)] == [
        "theo-linh-vuc|dat-dai",
        "theo-linh-vuc|",
        "theo-linh-vuc|",
        None,
    ]
    assert not sheet.column_dimensions["D"].hidden
    assert opened(made(owed_rows("dung-han")))["Báo cáo"].column_dimensions["D"].hidden


def test_it_is_written_the_same_way_every_day_but_for_its_date():
    one, other = (ZipFile(BytesIO(made(owed_rows("dung-han")))) for _ in range(2))
    for name in set(one.namelist()) - {"docProps/core.xml"}:
        assert one.read(name) == other.read(name), name


def test_the_window_of_a_calendar_month_is_its_first_and_last_day():
    assert reporting_window(MONTH, 1) == (date(2021, 6, 1), date(2021, 6, 30))
    assert "từ ngày 01/06/2021 đến hết ngày 30/06/2021" in text_of(
        opened(made(owed_rows("dung-han")))["Báo cáo"]
    )
