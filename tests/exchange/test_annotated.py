"""The sender's own workbook given back: marks where they belong, all else as it was."""

import warnings
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from kpis.exchange.annotated import Remark, annotated
from kpis.exchange.reading import read_upload
from kpis.exchange.remarks import RED, YELLOW
from kpis.exchange.splicing import Unspliceable, elements, one, spliced, with_attributes
from tests.exchange.workbooks import (
    amounts,
    cell_of,
    changed,
    codes,
    filled,
    made,
    owed_rows,
    understood,
)

OWED = owed_rows("dung-han", "sang-kien", "hai-long")
WRONG = {("dung-han", "numerator"): 120, ("dung-han", "denominator"): 100}
SAYS = "tử số 120 lớn hơn mẫu số 100 <sửa> & gửi lại"


def marked(content, *remarks, name="bao-cao.xlsx", language="vi"):
    return annotated(read_upload(name, content), content, remarks, language)


def opened(content):
    return openpyxl.load_workbook(BytesIO(content))


def parts(content):
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def report():
    return filled(made(OWED), WRONG)


@pytest.fixture
def wrong(report):
    """The cell of the numerator that is wrong."""
    return cell_of(opened(report).worksheets[0], "dung-han", "numerator")


def test_a_cell_that_is_wrong_is_red_and_says_why(report, wrong):
    sheet = opened(marked(report, Remark(f"Báo cáo!{wrong}", SAYS, True)))["Báo cáo"]
    assert sheet[wrong].value == 120
    assert sheet[wrong].fill.fgColor.rgb == RED
    assert sheet[wrong].comment.text == SAYS
    assert sheet[wrong].font.name == "Times New Roman"
    assert not sheet[wrong].protection.locked


def test_a_cell_to_be_explained_is_yellow_and_red_wins_over_it(report, wrong):
    other = cell_of(opened(report).worksheets[0], "hai-long", "value")
    remarks = [
        Remark(f"Báo cáo!{wrong}", "một", False),
        Remark(f"Báo cáo!{wrong}", "hai", True),
        Remark(f"Báo cáo!{other}", "ba", False),
    ]
    sheet = opened(marked(report, *remarks))["Báo cáo"]
    assert sheet[wrong].comment.text == "một\nhai"
    assert sheet[wrong].fill.fgColor.rgb == RED
    assert sheet[other].fill.fgColor.rgb == YELLOW


def test_the_first_sheet_lists_everything_with_links_to_the_cells(report, wrong):
    book = opened(
        marked(report, Remark(None, "cả tệp", False), Remark(f"Báo cáo!{wrong}", SAYS, True))
    )
    assert book.sheetnames == ["Cần sửa", "Báo cáo", "Hướng dẫn", "_camket"]
    assert book.active.title == "Cần sửa"
    lines = [[cell.value for cell in row] for row in book["Cần sửa"].iter_rows(min_row=4)]
    assert lines == [
        ["Mức", "Trang", "Ô", "Nội dung"],
        ["Phải sửa", "Báo cáo", wrong, SAYS],
        ["Xem lại", "", "cả tệp", "cả tệp"],
    ]
    assert book["Cần sửa"]["C5"].hyperlink.location == f"'Báo cáo'!{wrong}"
    assert [sheet.sheet_view.tabSelected for sheet in book.worksheets].count(True) == 1


def test_nothing_else_of_the_file_is_touched(report, wrong):
    before, after = parts(report), parts(marked(report, Remark(f"Báo cáo!{wrong}", SAYS, True)))
    same = [name for name in before if before[name] == after[name]]
    changed_parts = {name.rpartition("/")[2] for name in before.keys() - set(same)}
    assert changed_parts <= {
        *("[Content_Types].xml", "workbook.xml", "workbook.xml.rels", "styles.xml"),
        *("sheet1.xml", "sheet1.xml.rels", "sheet2.xml", "sheet3.xml"),
    }
    book = opened(marked(report, Remark(f"Báo cáo!{wrong}", SAYS, True)))
    assert book["_camket"].sheet_state == opened(report)["_camket"].sheet_state == "veryHidden"
    sheet, old = book["Báo cáo"], opened(report)["Báo cáo"]
    assert sheet.protection.sheet
    assert sheet.column_dimensions["A"].hidden
    assert len(sheet.data_validations.dataValidation) == len(old.data_validations.dataValidation)
    assert (sheet.print_area, sheet.print_title_rows) == (old.print_area, old.print_title_rows)
    assert [[c.value for c in row] for row in sheet.iter_rows()] == [
        [c.value for c in row] for row in old.iter_rows()
    ]


def test_results_of_formulas_stay_so_that_the_copy_can_be_sent_as_it_is():
    made_ = BytesIO()
    book = xlsxwriter.Workbook(made_)
    sheet = book.add_worksheet("A")
    sheet.write_formula("A1", "=40+2", None, 42)
    sheet.write("B1", 1)
    book.close()
    copy = marked(made_.getvalue(), Remark("A!B1", "sai", True))
    table = read_upload("a.xlsx", copy)
    assert table.sheets[1].rows[0] == (42, 1)
    assert table.sheets[1].formulas == {(0, 0)}
    assert opened(copy)["A"]["A1"].value == "=40+2"


def test_the_mended_copy_is_understood_and_the_untouched_one_says_the_same_as_before(report, wrong):
    copy = marked(report, Remark(f"Báo cáo!{wrong}", SAYS, True))
    assert codes(understood(copy, OWED)) == codes(understood(report, OWED))

    def mend(book):
        book["Báo cáo"][wrong] = 95
        return book

    book = mend(opened(copy))
    saved = BytesIO()
    book.save(saved)
    found = understood(saved.getvalue(), OWED)
    assert codes(found) == []
    assert amounts(found) == {("dung-han", None): (95, 100, None)}


def test_a_second_copy_marks_what_is_wrong_now_and_nothing_else(report, wrong):
    other = cell_of(opened(report).worksheets[0], "hai-long", "value")
    first = marked(report, Remark(f"Báo cáo!{wrong}", SAYS, True))
    second = opened(marked(first, Remark(f"Báo cáo!{other}", "mới", True)))
    assert second.sheetnames == opened(first).sheetnames
    sheet = second["Báo cáo"]
    assert sheet[wrong].comment is None
    assert sheet[wrong].fill.fgColor.rgb == "FFFFF8DC"
    assert sheet[other].comment.text == "mới"
    assert second["Cần sửa"].max_row == 5


def test_comments_of_the_sender_stay_and_ours_follow_in_the_same_cell(report, wrong):
    def comment(sheet):
        sheet[wrong].comment = Comment("hỏi lại phòng Một cửa", "Lan")
        sheet["C3"].comment = Comment("của tôi", "Lan")

    own = changed(report, comment)
    copy = marked(own, Remark(f"Báo cáo!{wrong}", "sai", True))
    sheet = opened(copy)["Báo cáo"]
    assert sheet["C3"].comment.text == "của tôi"
    assert sheet[wrong].comment.text == "hỏi lại phòng Một cửa\nsai"


def test_a_cell_that_the_sheet_does_not_hold_yet_is_marked_in_its_order():
    made_ = BytesIO()
    book = xlsxwriter.Workbook(made_)
    book.add_worksheet("A").write_row("B1", [1, 2])
    book.close()
    copy = marked(made_.getvalue(), *(Remark(f"A!{c}1", "thiếu", True) for c in "ADF"))
    sheet = opened(copy)["A"]
    assert [sheet[f"{c}1"].fill.fgColor.rgb for c in "ADF"] == [RED] * 3
    assert [sheet[f"{c}1"].value for c in "ABCD"] == [None, 1, 2, None]
    assert [cell.column for cell in sheet[1]] == sorted(cell.column for cell in sheet[1])


def test_a_sheet_of_the_senders_own_with_the_name_of_the_list_is_left_alone():
    made_ = BytesIO()
    book = xlsxwriter.Workbook(made_)
    book.add_worksheet("Cần sửa").write("A1", "việc của phòng")
    book.close()
    copy = opened(marked(made_.getvalue(), Remark("Cần sửa!A1", "sai", True)))
    assert copy.sheetnames == ["Cần sửa (2)", "Cần sửa"]
    assert copy["Cần sửa"]["A1"].value == "việc của phòng"


def test_what_a_sentence_holds_is_never_a_formula(report):
    copy = opened(
        marked(report, Remark(None, "=HYPERLINK(1)", True), Remark(None, "\x00\x07", True))
    )
    values = [cell for row in copy["Cần sửa"].iter_rows(min_row=5) for cell in row if cell.value]
    assert {cell.data_type for cell in values} == {"s"}
    assert "=HYPERLINK(1)" in {cell.value for cell in values}


CSV = "đơn vị,chỉ tiêu,tháng,tử số,mẫu số\nso-tu-phap,dung-han,2021-06,120,100.5\n".encode()


def test_of_a_text_file_a_workbook_is_made_with_the_row_marked():
    copy = marked(CSV, Remark("2", SAYS, True), name="so-lieu.csv")
    sheet = opened(copy)["Dữ liệu"]
    assert [c.value for c in sheet[2]] == ["so-tu-phap", "dung-han", "2021-06", 120, 100.5]
    assert {c.fill.fgColor.rgb for c in sheet[2]} == {RED}
    assert sheet["A2"].comment.text.endswith(SAYS)
    assert codes(understood(copy)) == codes(understood(CSV, name="so-lieu.csv"))


def test_a_form_without_places_for_styles_is_made_anew_from_its_cells(shared):
    path = shared / "badfiles/readxl/tests__testthat__sheets__no-styles-or-sharedStrings-parts.xlsx"
    content = path.read_bytes()
    table = read_upload("a.xlsx", content)
    place = table.sheets[0].place(0, 0)
    copy = marked(content, Remark(place, "sai", True))
    assert read_upload("a.xlsx", copy).sheets[1].rows == table.sheets[0].rows
    assert len([c for row in opened(copy).worksheets[1].iter_rows() for c in row if c.comment]) == 1


def test_every_file_that_can_be_read_has_a_copy_with_the_same_cells(shared):
    tried = 0
    for path in sorted(shared.glob("badfiles/*/*")):
        content = path.read_bytes()
        table = read_upload(path.name, content)
        if table.problems:
            continue
        tried += 1
        places = [s.place(row) for s in table.sheets for row in [*s.filled_rows()][:3]]
        copy = marked(content, *(Remark(place, "sai", True) for place in places), name=path.name)
        again = read_upload("a.xlsx", copy)
        assert not again.problems, path
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of openpyxl, on odd producers
            book = opened(copy)
        comments = [c for s in book.worksheets for row in s.iter_rows() for c in row if c.comment]
        assert len(comments) == len(set(places)), path
        if table.form in ("xlsx", "xlsb", "ods"):
            assert [s.rows for s in again.sheets[1:]] == [s.rows for s in table.sheets], path
    assert tried > 50


def test_pieces_are_put_in_at_bytes_and_letters_outside_ascii_shift_nothing():
    xml = '\ufeff<?xml version="1.0"?><a><b t="ế>"/><x:c r=\'1\'>Ữ</x:c></a>'.encode()
    [b] = elements(xml, lambda own, above, has: own == "b")
    c = one(xml, "c")
    assert (b.empty, c.empty, c.prefix, xml[c.inner : c.inner_end].decode()) == (
        True,
        False,
        "x:",
        "Ữ",
    )
    tag = with_attributes(xml[c.start : c.inner], {"r": None, "s": "4"})
    assert spliced(xml, [(c.start, c.inner, tag)]).decode().endswith('<x:c s="4">Ữ</x:c></a>')


@pytest.mark.parametrize(
    "xml",
    [
        b"<a>",
        b'<!DOCTYPE a [<!ENTITY e "x">]><a/>',
        b'<?xml version="1.0" encoding="utf-16"?><a/>',
    ],
)
def test_xml_of_another_kind_is_refused(xml):
    with pytest.raises(Unspliceable):
        one(xml, "a")
