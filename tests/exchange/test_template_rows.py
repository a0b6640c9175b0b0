"""Our own workbook come back from a clerk: what is understood, and what is wrong in which cell."""

import random
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal as D
from io import BytesIO

import openpyxl
import pytest

from kpis.domain.figures import Figure
from kpis.exchange.layout import Owed
from kpis.ui.sentences import problem_text
from tests.exchange.workbooks import (
    INDICATORS,
    MONTH,
    UNIT,
    UNITS,
    amounts,
    changed,
    codes,
    figure,
    filled,
    made,
    owed_rows,
    understood,
)

ALL = owed_rows(
    "dung-han",
    "thoi-gian-cho",
    "sang-kien",
    "giai-ngan",
    "hai-long",
    "ton-dong",
    "de-an",
    "xep-hang",
    ("theo-linh-vuc", "dat-dai"),
    ("theo-linh-vuc", "ho-tich"),
)
TYPED = {
    ("dung-han", "numerator"): 95,
    ("dung-han", "denominator"): 100,
    ("dung-han", "note"): "Đã đối chiếu",
    ("thoi-gian-cho", "nothing"): "x",
    ("sang-kien", "nothing"): "X",
    ("giai-ngan", "value"): "1.234,5",
    ("hai-long", "value"): 90.53,
    ("ton-dong", "value"): -3,
    ("de-an", "value"): 1,
    ("xep-hang", "value"): 7,
    ("theo-linh-vuc", "numerator", "dat-dai"): 4,
    ("theo-linh-vuc", "denominator", "dat-dai"): "5",
}
MEANT = {
    ("dung-han", None): (D(95), D(100), None),
    ("thoi-gian-cho", None): (D(0), D(0), None),
    ("sang-kien", None): (None, None, D(0)),
    ("giai-ngan", None): (None, None, D("1234.5")),
    ("hai-long", None): (None, None, D("90.53")),
    ("ton-dong", None): (None, None, D(-3)),
    ("de-an", None): (None, None, D(1)),
    ("xep-hang", None): (None, None, D(7)),
    ("theo-linh-vuc", "dat-dai"): (D(4), D(5), None),
}


def shuffled(sheet) -> None:
    """Rows below the header in another order, as after sorting."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=9)]
    random.Random(7).shuffle(rows)
    for number, values in enumerate(rows, start=9):
        for column, value in enumerate(values, start=1):
            sheet.cell(number, column).value = value


def with_columns(sheet) -> None:
    """Columns put in between and before, and a total below."""
    sheet.insert_cols(10)
    sheet.cell(8, 10).value = "Tỷ lệ tự tính"
    sheet.insert_cols(1)
    sheet.cell(8, 1).value = "Người phụ trách"
    sheet.cell(9, 1).value = "Bà Lan"
    sheet.cell(40, 4).value = "Người lập biểu"


def test_a_month_is_read_as_it_was_meant():
    found = understood(filled(made(ALL), TYPED), ALL)
    assert amounts(found) == MEANT
    assert (found.form, found.unit, found.month) == ("template", UNIT.code, MONTH)
    assert found.nothing == (("thoi-gian-cho", None), ("sang-kien", None))
    assert found.missing == (("theo-linh-vuc", "ho-tich"),)
    assert found.problems == ()
    assert found.acceptable
    assert found.figures[0].note == "Đã đối chiếu"
    assert {f.source for f in found.figures} == {"self"}


@pytest.mark.parametrize("change", [shuffled, with_columns])
def test_rows_are_known_by_their_ids_wherever_they_are(change):
    found = understood(changed(filled(made(ALL), TYPED), change), ALL)
    assert amounts(found) == MEANT
    assert not any(problem.blocking for problem in found.problems)


def test_every_figure_names_the_cell_it_came_from():
    found = understood(filled(made(ALL), TYPED), ALL)
    assert [f.place for f in found.figures[:4]] == [
        "Báo cáo!I9",
        "Báo cáo!L10",
        "Báo cáo!L11",
        "Báo cáo!K12",
    ]


def test_what_was_typed_is_shown_beside_what_was_understood():
    found = understood(filled(made(ALL), TYPED), ALL)
    money = next(row for row in found.rows if row.indicator == "giai-ngan")
    assert (money.state, money.typed, money.figure.value) == (
        "given",
        {"value": "1.234,5"},
        D("1234.5"),
    )
    assert [row.state for row in found.rows].count("missing") == 1


def test_an_empty_row_is_missing_and_not_zero():
    found = understood(filled(made(ALL), {("sang-kien", "value"): 0}), ALL)
    assert amounts(found) == {("sang-kien", None): (None, None, D(0))}
    assert len(found.missing) == len(ALL) - 1


def test_a_row_deleted_from_the_sheet_is_missing():
    def without_row(sheet):
        sheet.delete_rows(9)

    found = understood(changed(filled(made(ALL), TYPED), without_row), ALL)
    assert ("dung-han", None) in found.missing


def test_the_file_says_whose_it_is_when_nobody_chose():
    found = understood(filled(made(ALL), TYPED), unit=None, month=None)
    assert (found.unit, found.month) == (UNIT.code, MONTH)
    assert amounts(found) == MEANT


def test_a_new_member_of_a_breakdown_is_named_in_a_spare_row():
    def name_one(sheet):
        row = next(cell.row for cell in sheet["A"] if cell.value == "theo-linh-vuc|")
        sheet[f"D{row}"], sheet[f"I{row}"], sheet[f"J{row}"] = "xay-dung", 1, 2

    owed = owed_rows(("theo-linh-vuc", "dat-dai"))
    found = understood(changed(made(owed), name_one), owed)
    assert amounts(found) == {("theo-linh-vuc", "xay-dung"): (D(1), D(2), None)}
    assert found.missing == (("theo-linh-vuc", "dat-dai"),)
    assert found.problems == ()


@pytest.mark.parametrize("word", ["Không phát sinh", "KPS", "khong phat sinh"])
def test_nothing_happened_may_be_typed_where_the_numbers_stand(word):
    cells = {("dung-han", "numerator"): word, ("dung-han", "denominator"): word}
    found = understood(filled(made(ALL), cells | {("sang-kien", "value"): word}), ALL)
    assert found.nothing == (("dung-han", None), ("sang-kien", None))
    assert found.problems == ()


def test_counts_and_the_quotient_that_agrees_with_them_are_the_counts():
    cells = {
        ("dung-han", "numerator"): 2,
        ("dung-han", "denominator"): 3,
        ("dung-han", "value"): "66,7",
    }
    found = understood(filled(made(ALL), cells), ALL)
    assert amounts(found) == {("dung-han", None): (D(2), D(3), None)}
    assert found.problems == ()


def as_percent(sheet) -> None:
    cell = next(c for c in sheet["A"] if c.value == "hai-long|")
    sheet[f"K{cell.row}"] = 0.9053
    sheet[f"K{cell.row}"].number_format = "0.00%"


def test_three_ways_of_writing_per_cent_are_one_number():
    meant = {("hai-long", None): (None, None, D("90.53"))}
    for typed in (90.53, "90,53%", "90.53 %"):
        assert amounts(understood(filled(made(ALL), {("hai-long", "value"): typed}), ALL)) == meant
    assert amounts(understood(changed(made(ALL), as_percent), ALL)) == meant


def test_a_fraction_in_a_column_of_per_cent_is_kept_and_asked_about():
    found = understood(filled(made(ALL), {("hai-long", "value"): 0.9053}), ALL)
    assert amounts(found) == {("hai-long", None): (None, None, D("0.9053"))}
    [problem] = found.problems
    assert not problem.blocking
    assert (
        problem_text(problem, "vi")
        == "0,9053 được hiểu là 0,9053 %; nếu là 90,53 % thì nhập 90,53."
    )


def test_a_fraction_is_not_asked_about_where_the_last_one_was_as_small():
    owed = owed_rows("hai-long", last=figure("hai-long", v="0.8", month=MONTH - 1))
    assert codes(understood(filled(made(owed), {("hai-long", "value"): 0.9}), owed)) == []


def test_a_doubtful_number_is_asked_about_with_two_ways_to_write_it():
    found = understood(filled(made(ALL), {("giai-ngan", "value"): "1.234"}), ALL)
    assert found.figures == ()
    assert problem_text(found.problems[0], "vi") == (
        "“1.234” có thể là 1234 hoặc 1,234; nhập lại cho rõ: 1234 hoặc 1,2340."
    )
    for clear, meant in (("1234", "1234"), ("1,2340", "1.234")):
        again = understood(filled(made(ALL), {("giai-ngan", "value"): clear}), ALL)
        assert amounts(again) == {("giai-ngan", None): (None, None, D(meant))}


def test_another_number_of_the_file_settles_a_doubtful_one():
    for other, meant in (("12,5", "1234"), ("12.5", "1.234")):
        cells = {("giai-ngan", "value"): "1.234", ("ton-dong", "value"): other}
        found = understood(filled(made(ALL), cells), ALL)
        assert amounts(found)["giai-ngan", None] == (None, None, D(meant))


def test_numbers_of_the_file_that_disagree_settle_nothing():
    cells = {
        ("giai-ngan", "value"): "1.234",
        ("ton-dong", "value"): "12,5",
        ("hai-long", "value"): "12.5",
    }
    assert "workbook.number_ambiguous" in codes(understood(filled(made(ALL), cells), ALL))


def test_the_bounds_settle_a_doubtful_value_and_that_is_said():
    found = understood(filled(made(ALL), {("hai-long", "value"): "90.125"}), ALL)
    assert amounts(found) == {("hai-long", None): (None, None, D("90.125"))}
    assert codes(found) == ["workbook.number_by_bounds"]
    assert found.acceptable


def test_the_last_figure_settles_a_doubtful_number_and_that_is_said():
    last = figure("thoi-gian-cho", n="1180", d="60", month=MONTH - 1)
    owed = owed_rows("thoi-gian-cho", last=last)
    cells = {("thoi-gian-cho", "numerator"): "1.234", ("thoi-gian-cho", "denominator"): 62}
    found = understood(filled(made(owed), cells), owed)
    assert amounts(found) == {("thoi-gian-cho", None): (D(1234), D(62), None)}
    assert problem_text(found.problems[0], "vi") == (
        "“1.234” được hiểu là 1234, vì kỳ trước là 1180; hãy kiểm tra lại."
    )


def test_a_count_of_things_is_never_a_fraction():
    found = understood(filled(made(ALL), {("sang-kien", "value"): "1.234"}), ALL)
    assert amounts(found) == {("sang-kien", None): (None, None, D(1234))}


# What is typed, the code of the problem, its cell, and words of its Vietnamese sentence.
WRONG = [
    ({("dung-han", "numerator"): 105, ("dung-han", "denominator"): 100},
     "figures.numerator_above_denominator", "I9", "tử số 105 lớn hơn mẫu số 100"),
    ({("dung-han", "numerator"): 5}, "figures.denominator_missing", "J9", "thiếu mẫu số"),
    ({("dung-han", "denominator"): 5}, "figures.numerator_missing", "I9", "thiếu tử số"),
    ({("dung-han", "numerator"): 1, ("dung-han", "denominator"): 0},
     "figures.numerator_of_nothing", "I9", "mẫu số là 0 nhưng tử số là 1"),
    ({("dung-han", "numerator"): 1, ("dung-han", "denominator"): 2, ("dung-han", "value"): 70},
     "figures.value_and_counts", "K9", "70"),
    ({("thoi-gian-cho", "numerator"): -1, ("thoi-gian-cho", "denominator"): 2},
     "figures.negative", "I10", "-1 nhỏ hơn 0"),
    ({("sang-kien", "value"): -1}, "figures.negative", "K11", "-1 nhỏ hơn 0"),
    ({("hai-long", "value"): 100.5}, "figures.above_max", "K13", "100,5"),
    ({("de-an", "value"): 0.5}, "figures.not_a_milestone", "K15", "0,5"),
    ({("xep-hang", "value"): 1.5}, "figures.not_a_rank", "K16", "1,5"),
    ({("hai-long", "nothing"): "x"}, "workbook.nothing_not_possible", "L13", "luôn có giá trị"),
    ({("de-an", "nothing"): "x"}, "workbook.nothing_not_possible", "L15", "luôn có giá trị"),
    ({("sang-kien", "nothing"): "x", ("sang-kien", "value"): 5},
     "workbook.nothing_and_numbers", "K11", "có số 5"),
    ({("sang-kien", "nothing"): "không"}, "workbook.mark_unclear", "L11", "“không”"),
    ({("sang-kien", "value"): "-"}, "workbook.not_a_number", "K11", "“-” không phải là số"),
    ({("sang-kien", "value"): "x"}, "workbook.not_a_number", "K11", "“x” không phải là số"),
    ({("sang-kien", "value"): "/"}, "workbook.not_a_number", "K11", "“/” không phải là số"),
    ({("sang-kien", "value"): "chưa có"}, "workbook.not_a_number", "K11", "Để trống"),
    ({("sang-kien", "value"): True}, "workbook.not_a_number", "K11", "TRUE"),
    ({("sang-kien", "value"): date(2021, 5, 1)}, "workbook.date_for_number", "K11", "01/05/2021"),
    ({("sang-kien", "value"): datetime(2021, 5, 1, 8)},
     "workbook.date_for_number", "K11", "01/05/2021"),
    ({("sang-kien", "value"): "5%"}, "workbook.percent_not_expected", "K11", "5%"),
    ({("dung-han", "numerator"): "95%", ("dung-han", "denominator"): 100},
     "workbook.percent_not_expected", "I9", "95%"),
    ({("ton-dong", "value"): "0,1234567890123456789"},
     "workbook.number_too_long", "K14", "18 chữ số"),
    ({("giai-ngan", "value"): "=1/0"}, "workbook.not_calculated", "K12", "chưa được tính"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "code", "cell", "words"), WRONG)
def test_a_mistake_is_told_with_its_cell_and_keeps_the_figure_out(cells, code, cell, words):
    found = understood(filled(made(ALL), cells), ALL)
    [problem] = found.problems
    assert (problem.code, problem.place, problem.blocking) == (code, f"Báo cáo!{cell}", True)
    assert words in problem_text(problem, "vi")
    assert "{" not in problem_text(problem, "en")
    assert found.figures == ()
    assert not found.acceptable
    assert "wrong" in [row.state for row in found.rows]


def test_all_mistakes_of_all_rows_come_at_once_and_the_rest_is_understood():
    cells = {
        ("dung-han", "numerator"): 105,
        ("dung-han", "denominator"): 100,
        ("sang-kien", "value"): "x",
        ("hai-long", "value"): 101,
        ("xep-hang", "value"): 7,
    }
    found = understood(filled(made(ALL), cells), ALL)
    assert [problem.place for problem in found.problems] == [
        "Báo cáo!I9",
        "Báo cáo!K11",
        "Báo cáo!K13",
    ]
    assert amounts(found) == {("xep-hang", None): (None, None, D(7))}
    assert not found.acceptable


def test_an_error_in_a_cell_is_a_problem_and_never_an_empty_cell():
    def divide(sheet):
        sheet["K13"] = "#DIV/0!"
        sheet["K13"].data_type = "e"

    found = understood(changed(made(ALL), divide), ALL)
    assert [(p.code, p.place) for p in found.problems] == [("workbook.error_cell", "Báo cáo!K13")]
    assert "#DIV/0!" in problem_text(found.problems[0], "vi")


def test_another_month_than_the_one_chosen_is_told():
    workbook = filled(made(ALL, month=MONTH - 1), TYPED)
    found = understood(workbook, ALL)
    assert "workbook.wrong_month" in codes(found)
    text = problem_text(next(p for p in found.problems if p.code == "workbook.wrong_month"), "vi")
    assert "tháng 05/2021" in text
    assert "tháng đang chọn là 06/2021" in text
    assert not found.acceptable


def test_another_unit_than_the_one_chosen_is_told():
    workbook = filled(made(ALL, unit=UNITS["so-noi-vu"]), TYPED)
    found = understood(workbook, ALL)
    text = problem_text(next(p for p in found.problems if p.code == "workbook.wrong_unit"), "vi")
    assert "“Sở Nội vụ”" in text
    assert "“Sở Tư pháp”" in text
    assert not found.acceptable


def test_a_unit_that_is_not_known_is_told():
    stranger = replace(UNIT, code="so-la")
    found = understood(filled(made(ALL, unit=stranger), TYPED), ALL)
    assert "figures.unknown" in codes(found)
    assert found.figures == ()


def test_a_unit_that_had_ended_cannot_report():
    ended = replace(UNIT, valid_to=date(2021, 5, 31))
    found = understood(filled(made(ALL), TYPED), ALL, units={UNIT.code: ended})
    assert "figures.after_end" in codes(found)
    assert not found.acceptable


def test_a_workbook_of_a_later_make_is_not_guessed_at():
    def later(sheet):
        sheet["A8"] = str(sheet["A8"].value).replace("camket|1|", "camket|2|")

    assert "workbook.format_unknown" in codes(
        understood(changed(filled(made(ALL), TYPED), later), ALL)
    )


def test_a_sheet_pasted_into_the_workbook_of_another_month_is_told():
    def paste(sheet):
        sheet["A8"] = str(sheet["A8"].value).replace("2021-06", "2021-05")

    found = understood(changed(filled(made(ALL), TYPED), paste), ALL, month=MONTH - 1)
    assert codes(found) == ["workbook.pasted_together"]
    assert not found.acceptable


def test_a_workbook_without_its_hidden_column_is_told_what_to_do():
    found = understood(changed(filled(made(ALL), TYPED), lambda sheet: sheet.delete_cols(1)), ALL)
    assert codes(found) == ["workbook.ids_gone"]


def test_a_needed_column_that_is_gone_is_named():
    found = understood(changed(filled(made(ALL), TYPED), lambda sheet: sheet.delete_cols(9)), ALL)
    [problem] = found.problems
    assert problem.code == "workbook.column_missing"
    assert "“Tử số”" in problem_text(problem, "vi")


def test_a_column_added_under_a_name_that_is_taken_is_told():
    def add(sheet):
        sheet["Q8"] = "Giá trị"

    found = understood(changed(filled(made(ALL), TYPED), add), ALL)
    [problem] = found.problems
    assert (problem.code, problem.place) == ("workbook.header_twice", "Báo cáo!Q8")
    assert "Báo cáo!K8" in problem_text(problem, "vi")


def test_two_sheets_filled_in_are_told():
    book = openpyxl.load_workbook(BytesIO(filled(made(ALL), TYPED)))
    book.copy_worksheet(book["Báo cáo"])
    saved = BytesIO()
    book.save(saved)
    assert "workbook.several_reports" in codes(understood(saved.getvalue(), ALL))


def test_a_row_given_twice_names_the_first():
    def copy_row(sheet):
        for cell in sheet[11]:
            sheet.cell(22, cell.column).value = cell.value

    found = understood(changed(filled(made(ALL), TYPED), copy_row), ALL)
    [problem] = found.problems
    assert (problem.code, problem.place) == ("workbook.twice", "Báo cáo!L22")
    assert "Báo cáo!L11" in problem_text(problem, "vi")
    assert not found.acceptable


def test_numbers_in_a_row_without_an_id_are_told_and_not_read():
    def total(sheet):
        sheet["C30"], sheet["I30"] = "Tổng cộng", 99

    found = understood(changed(filled(made(ALL), TYPED), total), ALL)
    [problem] = found.problems
    assert (problem.code, problem.place, problem.blocking) == (
        "workbook.row_without_id",
        "Báo cáo!I30",
        False,
    )
    assert amounts(found) == MEANT
    assert ("Báo cáo!A30", "total") in [(row.place, row.reason) for row in found.skipped]


def test_hidden_rows_are_read_and_that_is_said():
    def hide(sheet):
        sheet.row_dimensions[9].hidden = True

    found = understood(changed(filled(made(ALL), TYPED), hide), ALL)
    assert amounts(found) == MEANT
    assert codes(found) == ["workbook.hidden_rows"]


def test_an_indicator_that_is_not_owed_is_accepted_and_that_is_said():
    found = understood(filled(made(ALL), TYPED), owed_rows("dung-han"))
    assert set(codes(found)) == {"workbook.not_owed"}
    assert amounts(found) == MEANT


def test_an_indicator_that_is_not_in_the_catalogue_is_told():
    def rename(sheet):
        sheet["A9"] = "khong-co|"

    found = understood(changed(filled(made(ALL), TYPED), rename), ALL)
    assert [(p.code, p.place) for p in found.problems] == [("figures.unknown", "Báo cáo!A9")]


def test_a_workbook_in_which_nothing_was_typed_is_told():
    assert codes(understood(made(ALL), ALL)) == ["workbook.no_figures"]


def test_a_formula_that_gives_zero_is_asked_about():
    import xlsxwriter

    # A program that writes formulas without working them out leaves 0 as their result.
    workbook = made(owed_rows("hai-long"))
    book = openpyxl.load_workbook(BytesIO(workbook))
    saved = BytesIO()
    written = xlsxwriter.Workbook(saved)
    sheet = written.add_worksheet("Báo cáo")
    for row in book["Báo cáo"].iter_rows():
        for cell in row:
            if cell.value is not None:
                sheet.write(cell.row - 1, cell.column - 1, cell.value)
    sheet.write_formula("K9", "=50+40")
    written.close()
    found = understood(saved.getvalue(), owed_rows("hai-long"))
    assert codes(found) == ["workbook.formula_zero"]
    assert amounts(found) == {("hai-long", None): (None, None, D(0))}


def test_figures_survive_the_way_out_and_back_whatever_they_are():
    rng = random.Random(11)
    for _ in range(5):
        given = [
            figure("dung-han", n=(n := rng.randint(0, 9999)), d=n + rng.randint(0, 9999)),
            figure("thoi-gian-cho", n=f"{rng.randint(0, 10**9)}.{rng.randint(1, 9)}", d=7),
            figure("giai-ngan", v=f"{rng.randint(0, 10**6)}.{rng.randint(0, 99999):05d}"),
            figure("ton-dong", v=f"{rng.uniform(-1e5, 1e5):.6f}"),
            figure("xep-hang", v=rng.randint(1, 63)),
        ]
        owed = [Owed(INDICATORS[each.indicator], None, "≥ 95") for each in given]
        cells = {
            (each.indicator, column): float(amount)
            for each in given
            for column in ("numerator", "denominator", "value")
            if (amount := getattr(each, column)) is not None
        }
        found = understood(filled(made(owed), cells), owed)
        assert [_plain(f) for f in found.figures] == [_plain(f) for f in given]


def _plain(one: Figure) -> tuple:
    return (one.indicator, one.numerator, one.denominator, one.value)
