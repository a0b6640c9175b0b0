"""Workbooks of another layout: proposed, confirmed, checked on each use, read by cell."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal as D
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from kpis.domain.definitions import Indicator, Label, Unit
from kpis.domain.figures import Figure
from kpis.domain.months import month_of
from kpis.exchange.mapped_rows import apply
from kpis.exchange.mapping import (
    CELL,
    CHOSEN,
    COLUMN,
    Column,
    Mapping,
    MonthPlace,
    faults,
    fingerprint_of,
    fingerprints,
    fits,
    mapping_of,
    mapping_text,
)
from kpis.exchange.proposing import propose
from kpis.exchange.reading import read_upload
from kpis.exchange.row_kinds import kind_of_row
from kpis.ui.sentences import problem_text
from tests.exchange.workbooks import INDICATORS, MONTH, UNITS

VINH_YEN = Unit("vinh-yen", "Thành phố Vĩnh Yên", "", "huyen", None, None, None, None)
THREE = UNITS | {VINH_YEN.code: VINH_YEN}
ROWS = (
    ("UBND TỈNH VĨNH PHÚC",),
    ("BÁO CÁO THÁNG 6 NĂM 2021",),
    ("TT", "Đơn vị", "Chỉ tiêu dung-han", None, "Chỉ tiêu hai-long"),
    (None, None, "Tử số", "Mẫu số", None),
    ("(1)", "(2)", "(3)", "(4)", "(5)"),
    ("I", "Sở, ban, ngành", 190, 200, None),
    (1, "Sở TP", 95, 100, "90,5"),
    (2, "Sở Nội vụ", 95, 100, "91"),
    (),
    ("II", "Khối huyện", None, None, None),
    (1, "TP. Vĩnh Yên", 1000, "1.234", "92,25"),
    (None, "Tổng cộng", 1190, 1434, None),
    (None, "Ghi chú: số liệu tạm tính", None, None, None),
    (None, None, None, "Vĩnh Phúc, ngày 05 tháng 7 năm 2021"),
    (None, "NGƯỜI LẬP BIỂU", None, "KT. GIÁM ĐỐC"),
    (None, None, None, "Nguyễn Văn A"),
)


def table_of(rows: Iterable[tuple] = ROWS, name: str = "Tổng hợp", hidden: tuple[int, ...] = ()):
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    for row in hidden:
        book.active.row_dimensions[row].hidden = True
    saved = BytesIO()
    book.save(saved)
    return read_upload("dvc.xlsx", saved.getvalue())


def proposed(table=None, **more) -> Mapping:
    found = propose(table or table_of(), INDICATORS, THREE, source="Một cửa", **more)
    assert found is not None
    return found


def applied(mapping: Mapping, table, month: int | None = None, **more):
    return apply(mapping, table, indicators=INDICATORS, units=THREE, month=month, **more)


def told(problems) -> list[tuple[str, str | None]]:
    for problem in problems:
        for language in ("vi", "en"):
            assert "{" not in problem_text(problem, language)
    return [(problem.code, problem.place) for problem in problems]


def test_a_proposal_finds_header_units_month_and_columns():
    found = proposed()
    assert (found.sheets, found.header_row, found.header_rows) == (("Tổng hợp",), 3, 2)
    assert (found.unit_column, found.unit_header) == (1, "Đơn vị")
    assert [(c.number, c.indicator, c.part) for c in found.columns] == [
        (2, "dung-han", "numerator"),
        (3, "dung-han", "denominator"),
        (4, "hai-long", "value"),
    ]
    assert found.month == MonthPlace(CELL, 1, 0)
    assert found.decimal == ","


def test_figures_of_many_units_are_read_each_with_its_cell():
    found = applied(proposed(), table_of())
    assert (found.form, found.unit, found.month) == ("mapped", None, MONTH)
    assert told(found.problems) == []
    assert [(f.unit, f.indicator, f.numerator, f.denominator, f.value) for f in found.figures] == [
        ("so-tu-phap", "dung-han", D(95), D(100), None),
        ("so-tu-phap", "hai-long", None, None, D("90.5")),
        ("so-noi-vu", "dung-han", D(95), D(100), None),
        ("so-noi-vu", "hai-long", None, None, D(91)),
        ("vinh-yen", "dung-han", D(1000), D(1234), None),
        ("vinh-yen", "hai-long", None, None, D("92.25")),
    ]
    assert found.figures[-1].place == "Tổng hợp!E11"


def test_every_row_that_is_no_figures_is_listed_with_the_reason():
    found = applied(proposed(), table_of())
    assert [(s.place, s.reason) for s in found.skipped] == [
        ("Tổng hợp!A1", "title"),
        ("Tổng hợp!A2", "title"),
        ("Tổng hợp!A5", "numbering"),
        ("Tổng hợp!A6", "section"),
        ("Tổng hợp!A9", "empty"),
        ("Tổng hợp!A10", "section"),
        ("Tổng hợp!A12", "total"),
        ("Tổng hợp!A13", "section"),
        ("Tổng hợp!A14", "signature"),
        ("Tổng hợp!A15", "signature"),
        ("Tổng hợp!A16", "section"),
    ]
    assert found.skipped[6].text == "Tổng cộng"
    assert len(found.skipped) + 3 + 2 == len(ROWS)  # three units, two rows of the header


KINDS = [
    (("Tổng cộng", 1, 2), "total"),
    (("TỔNG CỘNG:", 1), "total"),
    ((None, "Toàn tỉnh (117 đơn vị)", 90), "total"),
    (("Tổng số", "120"), "total"),
    (("Công an tỉnh", 1, 2), None),
    (("Tổng cục Thuế", 3), None),
    (("Cục Thuế tỉnh", 3), None),
    (("I. Sở, ban, ngành",), "section"),
    (("II", "Cấp huyện"), "section"),
    (("A", "Khối sở, ban, ngành", 3), "section"),
    (("I", "Sở Tư pháp", 3), None),
    (("(1)", "(2)", "(3)=(1)/(2)"), "numbering"),
    (("Người lập biểu", "Thủ trưởng đơn vị"), "signature"),
    (("TM. ỦY BAN NHÂN DÂN",), "signature"),
    (("Nơi nhận:",), "signature"),
    (("Giám đốc", 5), None),
    ((None, "  "), "empty"),
    ((1, "Sở Tư pháp", None, None), None),
]


@pytest.mark.parametrize(("cells", "kind"), KINDS, ids=[str(cells) for cells, _ in KINDS])
def test_a_row_is_recognised_by_what_it_says(cells, kind):
    assert kind_of_row(cells) == kind


def changed(place: tuple[int, int], value) -> list[tuple]:
    rows = [list(row) for row in ROWS]
    rows[place[0]] += [None] * (5 - len(rows[place[0]]))
    rows[place[0]][place[1]] = value
    return [tuple(row) for row in rows]


WRONG = [
    ((6, 1), "Sở Tư", "mapping.unit_unknown_like", "B7"),
    ((6, 1), "Hội Nông dân", "mapping.unit_unknown", "B7"),
    ((6, 1), None, "mapping.unit_missing", "B7"),
    ((6, 2), 101, "figures.numerator_above_denominator", "C7"),
    ((6, 4), "chưa có", "workbook.not_a_number", "E7"),
    ((6, 4), "190,5", "figures.above_max", "E7"),
    ((7, 1), "Sở Tư pháp", "workbook.twice", "C8"),
    ((1, 0), "BÁO CÁO QUÝ II", "workbook.month_unclear", "A2"),
]


@pytest.mark.parametrize(("place", "value", "code", "cell"), WRONG)
def test_what_is_wrong_is_told_by_its_cell(place, value, code, cell):
    found = applied(proposed(), table_of(changed(place, value)))
    assert (code, f"Tổng hợp!{cell}") in told(found.problems)
    assert not found.acceptable


def test_a_name_that_fits_two_units_is_asked_and_settled_by_who_maps():
    again = Unit("p-vinh-yen", "Phường Vĩnh Yên", "", "xa", None, None, None, None)
    units = THREE | {again.code: again}
    table = table_of(changed((10, 1), "Vĩnh Yên"))
    mapping = proposed()
    asked = apply(mapping, table, indicators=INDICATORS, units=units, month=None)
    [problem] = asked.problems
    assert problem.code == "mapping.name_ambiguous"
    assert "Phường Vĩnh Yên (p-vinh-yen)" in problem_text(problem, "vi")
    said = replace(mapping, names=(("Vĩnh Yên", "vinh-yen"),))
    found = apply(said, table, indicators=INDICATORS, units=units, month=None)
    assert found.problems == ()
    assert found.figures[-1].unit == "vinh-yen"


def test_a_row_left_out_by_name_is_listed():
    mapping = replace(proposed(), ignored=("Hội Nông dân",))
    found = applied(mapping, table_of(changed((6, 1), "Hội nông dân")))
    assert found.problems == ()
    assert ("Tổng hợp!A7", "ignored") in [(s.place, s.reason) for s in found.skipped]


def test_hidden_rows_are_read_and_named_in_a_warning():
    found = applied(proposed(), table_of(hidden=(7, 11)))
    [problem] = found.problems
    assert (problem.code, problem.blocking) == ("workbook.hidden_rows", False)
    assert problem.values["found"] == "7, 11"
    assert len(found.figures) == 6


def test_another_month_than_the_chosen_one_is_refused():
    found = applied(proposed(), table_of(), MONTH + 1)
    assert {problem.code for problem in found.problems} == {"workbook.wrong_month"}
    assert found.figures == ()


def test_a_month_that_the_file_does_not_say_is_chosen():
    rows = [("a",), *ROWS[2:]]
    mapping = proposed(table_of(rows))
    assert mapping.month == MonthPlace(CHOSEN)
    assert told(applied(mapping, table_of(rows)).problems)[0] == ("mapping.month_not_chosen", None)
    assert {f.period for f in applied(mapping, table_of(rows), MONTH).figures} == {MONTH}


def test_months_in_a_column_are_read_row_by_row():
    rows = (
        ("Tháng", "Đơn vị", "Chỉ tiêu hai-long"),
        ("05/2021", "Sở Tư pháp", 90),
        ("06/2021", "Sở Tư pháp", 91),
        ("hè", "Sở Tư pháp", 92),
    )
    mapping = proposed(table_of(rows))
    assert mapping.month == MonthPlace(COLUMN, None, 0, "Tháng")
    found = applied(mapping, table_of(rows))
    assert [(f.period, f.value) for f in found.figures] == [(MONTH - 1, D(90)), (MONTH, D(91))]
    assert told(found.problems) == [("workbook.month_unclear", "Tổng hợp!A4")]


def test_parts_of_one_become_per_cents_exactly_where_the_mapping_says_so():
    rows = [("Đơn vị", "Chỉ tiêu hai-long")]
    rows += [("Sở Tư pháp", 0.9053), ("Sở Nội vụ", "0,1234567"), ("TP Vĩnh Yên", 1)]
    table = table_of([*rows, ("x", 0.5), ("y", 0.25)])
    mapping = proposed(table_of([*rows[:2], ("Sở Nội vụ", 0.5), ("TP Vĩnh Yên", 0.25)]))
    assert mapping.percent == "fraction"
    found = applied(replace(mapping, ignored=("x", "y")), table, MONTH)
    assert [f.value for f in found.figures] == [D("90.53"), D("12.34567"), D(100)]


def test_a_number_with_two_readings_is_settled_by_the_last_figure_or_asked():
    rows = (("Đơn vị", "Chỉ tiêu giai-ngan"), ("Sở Tư pháp", "1.234"))
    table = table_of(rows)
    mapping = proposed(table)
    assert told(applied(mapping, table, MONTH).problems) == [
        ("workbook.number_ambiguous", "Tổng hợp!B2")
    ]
    key = ("so-tu-phap", "giai-ngan", None)
    last = Figure(*key[:2], MONTH - 1, None, None, None, D(1100))
    found = applied(mapping, table, MONTH, last={key: last})
    assert [f.value for f in found.figures] == [D(1234)]
    assert applied(replace(mapping, decimal="."), table, MONTH).figures[0].value == D("1.234")


def test_a_units_own_file_needs_no_column_of_units():
    rows = (("Ngày", "Chỉ tiêu hai-long"), ("tổng hợp", 90), ("Tổng cộng", 90))
    mapping = proposed(table_of(rows), unit="so-noi-vu")
    assert (mapping.unit, mapping.unit_column) == ("so-noi-vu", None)
    found = applied(mapping, table_of(rows), MONTH)
    assert [(f.unit, f.value, f.place) for f in found.figures] == [
        ("so-noi-vu", D(90), "Tổng hợp!B2")
    ]


def test_members_of_a_breakdown_stand_in_a_column():
    columns = (
        Column(1, "Lĩnh vực", "theo-linh-vuc", "member"),
        Column(2, "Đúng hạn", "theo-linh-vuc", "numerator"),
        Column(3, "Tổng", "theo-linh-vuc", "denominator"),
    )
    mapping = Mapping(None, "Một cửa", ("Tổng hợp",), 0, columns, 1, 0, "Đơn vị")
    rows = [("Đơn vị", "Lĩnh vực", "Đúng hạn", "Tổng")]
    rows += [("Sở Tư pháp", "dat-dai", 4, 5), ("Sở Tư pháp", "ho-tich", 6, 6)]
    found = applied(mapping, table_of(rows), MONTH)
    assert found.problems == ()
    assert [(f.member, f.numerator) for f in found.figures] == [("dat-dai", 4), ("ho-tich", 6)]


@pytest.mark.parametrize("text", ["so-tu-phap", "Mã 01"])
def test_units_may_be_named_by_code(text):
    rows = (("Mã", "Chỉ tiêu hai-long"), (text, 90), ("Sở Nội vụ", 90))
    columns = (Column(1, "Chỉ tiêu hai-long", "hai-long", "value"),)
    mapping = Mapping(None, "x", ("Tổng hợp",), 0, columns, 1, 0, "Mã", "code")
    mapping = replace(mapping, names=(("Mã 01", "so-tu-phap"),))
    found = applied(mapping, table_of(rows), MONTH)
    assert [f.unit for f in found.figures] == ["so-tu-phap"]
    assert told(found.problems) == [("mapping.unit_unknown_like", "Tổng hợp!A3")]


LAYOUTS = [
    (changed((2, 4), "Chỉ tiêu khác"), "mapping.header_changed", "E4"),
    (changed((3, 2), "Mẫu số"), "mapping.header_changed", "C4"),
    (changed((2, 4), None), "mapping.header_gone", "E4"),
    ([row[:4] + (None, *row[4:]) for row in ROWS], "mapping.column_moved", "E4"),
]


@pytest.mark.parametrize(("rows", "code", "cell"), LAYOUTS)
def test_a_layout_that_has_changed_is_told_and_nothing_is_read(rows, code, cell):
    mapping = proposed()
    found = applied(mapping, table_of(rows))
    assert (code, f"Tổng hợp!{cell}") in told(found.problems)
    assert found.figures == ()


def test_a_line_more_above_the_header_is_followed_with_a_warning():
    rows = [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",), *ROWS]
    found = applied(proposed(), table_of(rows))
    assert [(p.code, p.blocking) for p in found.problems] == [("mapping.header_moved", False)]
    assert (len(found.figures), found.month) == (6, MONTH)


def test_a_single_sheet_may_be_called_anything_but_of_several_the_name_counts():
    assert fits(proposed(), table_of(name="Sheet1")) == []
    two = openpyxl.Workbook()
    two.active["A1"] = "x"
    two.create_sheet("Khác")["A1"] = "y"
    saved = BytesIO()
    two.save(saved)
    problems = fits(proposed(), read_upload("a.xlsx", saved.getvalue()))
    assert told(problems) == [("mapping.sheet_missing", None)]


VALUE = Column(4, "x", "hai-long", "value")
MEANT = Mapping(None, "x", (None,), 0, (VALUE,), unit_column=0)
FAULTS = [
    (MEANT, []),
    (replace(MEANT, columns=()), ["mapping.no_columns"]),
    (replace(MEANT, unit_column=None), ["mapping.unit_column_missing"]),
    (replace(MEANT, unit_column=4), ["mapping.column_twice"]),
    (replace(MEANT, columns=(replace(VALUE, indicator="y"),)), ["mapping.indicator_unknown"]),
    (replace(MEANT, columns=(VALUE, replace(VALUE, number=5))), ["mapping.part_twice"]),
    (
        replace(MEANT, columns=(Column(1, "x", "dung-han", "numerator"),)),
        ["mapping.half_a_ratio"],
    ),
    (
        replace(MEANT, columns=tuple(Column(n, "x", "hang", p) for n, p in ((1, "value"),))),
        ["mapping.indicator_unknown"],
    ),
    (
        replace(
            MEANT,
            columns=(
                Column(1, "x", "sang-kien", "numerator"),
                Column(2, "x", "sang-kien", "denominator"),
            ),
        ),
        ["mapping.counts_of_no_ratio"],
    ),
    (
        replace(MEANT, columns=(VALUE, Column(5, "x", "hai-long", "member"))),
        ["mapping.member_not_allowed"],
    ),
    (
        replace(MEANT, columns=(Column(1, "x", "theo-linh-vuc", "value"),)),
        ["mapping.member_missing"],
    ),
]


@pytest.mark.parametrize(("mapping", "codes"), FAULTS)
def test_a_mapping_that_can_not_be_meant_is_refused(mapping, codes):
    assert [code for code, _ in told(faults(mapping, INDICATORS))] == codes


def test_a_mapping_comes_back_from_its_text():
    mapping = replace(proposed(), names=(("Vĩnh Yên", "vinh-yen"),), ignored=("Hội",))
    assert mapping_of(mapping_text(mapping)) == mapping


def test_a_layout_is_recognised_by_its_header_and_not_by_its_rows():
    mapping, table = proposed(), table_of()
    mark = fingerprint_of(mapping, table)
    assert mark in fingerprints(table)
    assert mark in fingerprints(table_of([*ROWS[:7], (9, "Sở Nội vụ", 1, 2, 3)], name="T7"))
    assert mark not in fingerprints(table_of(changed((2, 4), "Chỉ tiêu khác")))


@pytest.mark.parametrize(
    "rows", [(("Họ tên", "Tuổi"), ("Lan", 12)), (("a",),), (("Đơn vị", "Chỉ tiêu hai-long"),)]
)
def test_a_table_of_something_else_gives_no_proposal(rows):
    assert propose(table_of(rows), INDICATORS, THREE) is None


def test_no_text_in_a_file_makes_a_sentence_long():
    found = applied(proposed(), table_of(changed((6, 1), "x" * 5000)))
    assert all(len(problem_text(p, "vi")) < 400 for p in found.problems)
    assert all(len(s.text) <= 80 for s in found.skipped)


SCORES = ("CKMB", "TDGQ", "CLGQ", "TTTT", "MDSH", "MDHL", "TONG_SCORE")


def score(name: str) -> Indicator:
    code = name.lower().replace("_", "-")
    bounds = {"min": D(0), "max": D(100), "over_time": "last", "over_units": "mean"}
    return Indicator(code, Label(name, name), "dvc", "điểm", "level", "higher", **bounds)


def test_the_portals_workbook_is_read_for_117_units_in_one_upload(shared: Path):
    path = shared / "data/vn-766-an-giang-2025-10/bao_cao_T10_2025.xlsx"
    table = read_upload(path.name, path.read_bytes())
    indicators = {each.code: each for each in map(score, SCORES)}
    units = {"an-giang": Unit("an-giang", "Tỉnh An Giang", "", "tinh", None, None, None, None)}
    for sheet in table.sheets:
        for row in sheet.rows[1:] if sheet.name in ("Sở Ban", "Xã Phường") else ():
            name = str(row[1]).removesuffix(" - tỉnh An Giang").removeprefix("UBND ")
            name = name[0].upper() + name[1:]
            units[row[3]] = Unit(row[3], name, "", "xa", "an-giang", None, None, None)
    mapping = propose(table, indicators, units, source="Cổng Dịch vụ công quốc gia")
    assert mapping.sheets == ("Sở Ban", "Xã Phường")
    assert {column.header for column in mapping.columns} == set(SCORES)
    assert (mapping.unit_header, mapping.decimal, mapping.month.kind) == ("TEN", ".", CHOSEN)

    month = month_of("2025-10")
    found = apply(mapping, table, indicators=indicators, units=units, month=month)
    assert found.problems == found.skipped == ()
    assert len({figure.unit for figure in found.figures}) == 117
    assert len(found.figures) == 117 * 7
    values = {(f.unit, f.indicator): f.value for f in found.figures}
    assert values["H01.15", "tong-score"] == D("93.23")
    for unit in units.keys() - {"an-giang"}:
        parts = [values[unit, each.code] for each in indicators.values()]
        assert sum(parts[:-1]) == parts[-1]
