"""Whatever is uploaded is read or refused with a sentence, and the process that asks lives on."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
import xlsxwriter

from kpis.exchange.reading import LARGEST, read_upload
from kpis.exchange.tables import Table, cell_name, shown_name
from kpis.ui.sentences import problem_text
from tests.exchange.workbooks import made, owed_rows

BAD_FILES = sorted(
    path
    for path in (Path(__file__).parents[2] / "../shared/badfiles").rglob("*")
    if path.is_file() and path.suffix != ".json"
)
SHEET_XML = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}'
    "</sheetData></worksheet>"
)
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:calcext="urn:calcext">'
    '<office:body><office:spreadsheet><table:table table:name="Số liệu">{}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def archive(parts: dict[str, str | bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return packed.getvalue()


def workbook_with(**parts: str | bytes) -> bytes:
    """Our own template with parts replaced or added; "sheet1" is the first worksheet."""
    names = {"sheet1": "xl/worksheets/sheet1.xml", "macros": "xl/vbaProject.bin"}
    source = ZipFile(BytesIO(made(owed_rows("dung-han"))))
    replaced = {names.get(key, key): part for key, part in parts.items()}
    return archive({name: source.read(name) for name in source.namelist()} | replaced)


def ods(rows: str) -> bytes:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    parts = {"mimetype": kind, "content.xml": ODS.format(rows), "META-INF/manifest.xml": manifest}
    return archive(parts)


def code(table: Table) -> str | None:
    """The code of the one problem, its sentence having been made in both languages."""
    assert len(table.problems) <= 1
    for problem in table.problems:
        assert not table.sheets
        for language in ("vi", "en"):
            text = problem_text(problem, language)
            assert 20 < len(text) <= 200
            assert "{" not in text
        return problem.code
    return None


def rows_of(content: bytes, name: str = "a.csv") -> tuple:
    table = read_upload(name, content)
    assert table.problems == ()
    return table.sheets[0].rows


@pytest.mark.skipif(not BAD_FILES, reason="../shared is not here")
def test_every_bad_file_is_read_or_refused_in_time():
    def read(path: Path) -> tuple[Path, Table, float]:
        began = time.monotonic()
        return path, read_upload(path.name, path.read_bytes()), time.monotonic() - began

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(read, BAD_FILES))
    refused = {path.name: code(table) for path, table, _ in outcomes if code(table)}
    assert max(seconds for *_, seconds in outcomes) < 20
    assert refused == {
        "data__doublequote.csv.zip": "table.archive",
        "data__empty.csv": "file.empty",
        "data__latin1.csv": "table.encoding",
        "pandas__tests__io__parser__data__sauron.SHIFT_JIS.csv": "table.encoding",
        "pandas__tests__io__parser__data__unicode_series.csv": "table.encoding",
        "tests__testthat__sheets__65536-rows-xls.xls": "table.too_far",
        "two-far-cells.xlsx": "table.too_far",
    }


@pytest.mark.skipif(not BAD_FILES, reason="../shared is not here")
def test_vietnamese_is_read_alike_from_old_and_new_workbooks():
    old, new = (
        read_upload(path.name, path.read_bytes()).sheets[0].rows
        for path in BAD_FILES
        if "vietnamese-utf8" in path.name
    )
    assert old == new
    assert any("ế" in str(value) or "ệ" in str(value) for row in old for value in row)


REFUSED = [
    ("trong.xlsx", b"", "file.empty"),
    ("trong.csv", b" \r\n\t ", "file.empty"),
    ("quyet-dinh.pdf", b"%PDF-1.7 ...", "table.not_a_table"),
    ("anh.xlsx", b"\x89PNG\r\n\x1a\n", "table.not_a_table"),
    ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "table.web_page"),
    ("a.xls", b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "table.web_page"),
    ("a.xls", b"\x09\x04\x06\x00" + b"\0" * 100, "table.old_workbook"),
    ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "table.encrypted"),
    ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "table.not_a_table"),
    ("a.xls", OLE + "Workbook _VBA_PROJECT".encode("utf-16-le"), "table.macros"),
    ("a.xls", OLE + "Workbook".encode("utf-16-le") + b"\xff" * 600, "table.broken"),
    ("a.zip", archive({"bao-cao.csv": "unit"}), "table.archive"),
    ("a.docx", archive({"word/document.xml": "<w/>"}), "table.not_a_table"),
    ("a.xlsx", workbook_with(macros=b"VBA"), "table.macros"),
    ("a.xlsm", workbook_with(), "table.macros"),
    ("a.xlsx", workbook_with()[:3000], "table.broken"),
    ("a.xlsx", workbook_with(sheet1="<worksheet><sheetData><row>"), "table.broken"),
    ("a.xlsx", workbook_with(sheet1=b"0" * 300_000_000), "table.too_demanding"),
    ("a.csv", b"a" * (LARGEST + 1), "table.too_large"),
    ("a.csv", b"a,b\n1,\xe9\n", "table.encoding"),
    ("a.csv", b"a,b\n1,\0\n", "table.not_a_table"),
    ("a.csv", b'a,b\n1,"2\n', "file.quote_open"),
    ("a.csv", b'a,b\n"1"2,3\n', "file.quote_inside"),
    ("a.csv", b"a,b\n" + b"x" * 200_000, "table.cell_too_long"),
    ("a.csv", b"a\n" * 20_001, "table.too_many_rows"),
    ("a.csv", b",,\n,,\n", "table.nothing_in_it"),
]


@pytest.mark.parametrize(
    ("name", "content", "expected"), REFUSED, ids=[f"{c}-{n}" for n, _, c in REFUSED]
)
def test_what_cannot_be_read_is_refused_with_what_to_do(name, content, expected):
    assert code(read_upload(name, content)) == expected


def test_an_entity_declaration_is_refused_unread():
    bomb = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + SHEET_XML.format(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>'
    )
    assert code(read_upload("a.xlsx", workbook_with(sheet1=bomb))) == "table.broken"


def test_a_cell_too_far_out_is_named():
    far = SHEET_XML.format('<row r="9"><c r="A9"><v>1</v></c><c r="ZZ9"><v>1</v></c></row>')
    [problem] = read_upload("a.xlsx", workbook_with(sheet1=far)).problems
    assert problem.code == "table.too_far"
    assert "ZZ9" in problem_text(problem, "vi")


def test_more_cells_than_a_report_needs_are_refused_before_they_are_read():
    rng = random.Random(3)
    rows = "".join(
        "<row>" + "".join(f"<c><v>{rng.randint(0, 99999)}</v></c>" for _ in range(60)) + "</row>"
        for _ in range(9000)
    )
    table = read_upload("a.xlsx", workbook_with(sheet1=SHEET_XML.format(rows)))
    assert code(table) == "table.cells"


def test_bytes_changed_at_random_never_raise():
    whole = workbook_with()
    rng = random.Random(5)

    def damaged(_) -> bytes:
        content = bytearray(whole)
        for _ in range(rng.randint(0, 3)):
            content[rng.randrange(len(content))] = rng.randrange(256)
        return bytes(content[: rng.randrange(len(content))] if rng.random() < 0.2 else content)

    with ThreadPoolExecutor(2) as pool:
        tables = list(
            pool.map(lambda content: read_upload("a.xlsx", content), map(damaged, range(60)))
        )
    assert all(bool(table.sheets) != bool(code(table)) for table in tables)
    assert any(table.sheets for table in tables)


ROWS = (("unit", "note"), ("stp", "Sở Tư pháp; quận"), ("snv", None))
TEXT = 'unit{0}note\r\nstp{0}"Sở Tư pháp; quận"\r\nsnv{0}\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_files_are_read_in_every_encoding_and_with_every_separator(encoding, separator):
    table = read_upload("a.csv", TEXT.format(separator).encode(encoding))
    assert table.sheets[0].rows == ROWS
    assert table.separator == separator
    assert table.encoding == ("utf-16" if encoding == "utf-16" else encoding)


def test_excels_own_hint_of_the_separator_is_taken():
    assert rows_of(b"sep=;\r\na,b;c\r\n1,5;2\r\n")[-2:] == (("a,b", "c"), ("1,5", "2"))


def test_places_in_a_text_file_are_its_lines():
    sheet = read_upload("a.csv", b'a,b\n\n"1\n2",3\n4,5\n').sheets[0]
    assert [sheet.place(row) for row in sheet.filled_rows()] == ["1", "3", "5"]


def test_what_a_reader_hides_is_kept_beside_the_values():
    saved = BytesIO()
    book = xlsxwriter.Workbook(saved)
    sheet = book.add_worksheet("Báo cáo")
    sheet.write("B2", 0.9053, book.add_format({"num_format": "0.00%"}))
    sheet.write("B3", 0.5)
    sheet.write_formula("B4", "=1/0", None, "#DIV/0!")
    sheet.write_formula("B5", "=1+1", None, 2)
    sheet.write_datetime("B6", date(2021, 6, 1), book.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.set_row(2, None, None, {"hidden": True})
    book.add_worksheet("ẩn").hide()
    book.close()
    first, second = read_upload("a.xlsx", saved.getvalue()).sheets
    assert first.percents == {(1, 1)}
    assert first.errors == {(3, 1): "#DIV/0!"}
    assert first.formulas == {(4, 1)}
    assert first.hidden_rows == {2}
    assert first.value(5, 1) == date(2021, 6, 1)
    assert first.place(1, 1) == "Báo cáo!B2"
    assert (first.visible, second.visible) == (True, False)


def test_a_formula_without_a_result_is_told_from_an_empty_cell():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "=1+1", "chữ"
    saved = BytesIO()
    book.save(saved)
    [sheet] = read_upload("a.xlsx", saved.getvalue()).sheets
    assert sheet.uncalculated == {(0, 0)}
    assert list(sheet.filled_rows()) == [0, 1]


def test_errors_per_cents_and_hidden_rows_of_an_ods_are_seen():
    rows = (
        '<table:table-row table:number-rows-repeated="3"/>'
        '<table:table-row table:visibility="filter"><table:table-cell/>'
        '<table:table-cell office:value-type="string" calcext:value-type="error">'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
        '<table:table-cell office:value-type="percentage" office:value="0.9">'
        "<text:p>90%</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"/>'
    )
    [sheet] = read_upload("a.ods", ods(rows)).sheets
    assert sheet.errors == {(3, 1): "#DIV/0!"}
    assert sheet.percents == {(3, 2)}
    assert sheet.hidden_rows == {3}
    assert sheet.value(3, 2) == 0.9


def test_the_form_is_told_by_the_content_and_not_by_the_name():
    assert read_upload("a.csv", workbook_with()).form == "xlsx"
    assert read_upload("a.xlsx", b"a,b\n1,2\n").form == "csv"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("báo cáo.xlsx", "báo cáo.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Lan\\so-lieu.csv", "so-lieu.csv"),
        ("fdp\u202excod.xlsx", "fdpxcod.xlsx"),
        ("a\r\nb\0.csv", "ab.csv"),
        ("", "?"),
    ],
)
def test_a_file_name_is_made_fit_to_be_shown(name, shown):
    assert shown_name(name) == shown


def test_a_long_file_name_keeps_its_ending():
    assert len(shown_name("a" * 500 + ".xlsx")) == 150
    assert shown_name("a" * 500 + ".xlsx").endswith(".xlsx")


def test_cells_are_named_as_a_spreadsheet_names_them():
    assert [cell_name(0, 0), cell_name(8, 25), cell_name(9, 26), cell_name(1048575, 16383)] == [
        "A1",
        "Z9",
        "AA10",
        "XFD1048576",
    ]
