"""The whole way in a browser: from the headline to a number, and a report until it counts."""

import re
from pathlib import Path

import openpyxl
from playwright.sync_api import expect

UNIT, NAME, MONTH = "so-tu-phap", "Sở Tư pháp", "2021-10"
ADDRESS = f"submit?unit={UNIT}&month={MONTH}"
UPLOADER = '[data-testid="stFileUploaderDropzoneInput"]'
HEADER_ROW = 8
WIDTHS = (390, 820, 1440)
ENGLISH = re.compile(
    r"\b(upload|drag|drop|browse|file|files|limit|per|press|enter|submit|form|choose|options|"
    r"running|error|remove|download|month|unit|figure|figures|value|numerator|denominator|note)\b",
    re.IGNORECASE,
)


def filled(template: Path, made: Path, wrong: bool) -> Path:
    """The workbook with a figure in every row: 97 of 100; with `wrong`, one of 103 of 100."""
    book = openpyxl.load_workbook(template)
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[HEADER_ROW]}
    for row in range(HEADER_ROW + 1, sheet.max_row + 1):
        sheet.cell(row, heads["Tử số"]).value = 103 if wrong and row == HEADER_ROW + 2 else 97
        sheet.cell(row, heads["Mẫu số"]).value = 100
    book.save(made)
    return made


def template_of(page, folder: Path) -> Path:
    """The workbook that the page offers, as the browser saves it."""
    with page.expect_download() as offered:
        page.get_by_role("button", name="Tải biểu mẫu Excel").click()
    assert offered.value.suggested_filename == f"so-lieu_{UNIT}_{MONTH}.xlsx"
    path = folder / "template.xlsx"
    offered.value.save_as(path)
    return path


def choose_file(page, settled, path: Path) -> None:
    page.set_input_files(UPLOADER, path)
    expect(page.get_by_role("heading", name=f"3. Xem lại: {path.name}")).to_be_visible()
    settled(page)


def send(page, settled) -> str:
    """Presses the button twice, as people do; the number on the receipt."""
    page.get_by_label("Người nộp").fill("Nguyễn Văn A")
    page.get_by_role("button", name="Nộp 7 số liệu tháng 10/2021").dblclick()
    title = page.get_by_role("heading", name=re.compile(r"Biên nhận số \d+"))
    expect(title).to_be_visible()
    settled(page)
    return title.inner_text().split()[-1]


def actual_of(page, name: str) -> str:
    """What the unit's page shows as the actual of a promise."""
    card = page.locator("article", has=page.get_by_text(name, exact=True))
    return card.locator(".actual-value").inner_text()


def test_from_the_headline_to_a_number_and_a_report_from_template_to_publication(
    page, own_dashboard, settled, tmp_path
):
    page.goto(f"{own_dashboard}/?month=2021-06")
    settled(page)
    expect(page.locator(".headline")).to_contain_text("2 đơn vị đạt 100 %")
    page.locator("a.card").first.click()
    settled(page)
    page.get_by_role("link", name="Công an tỉnh").first.click()
    settled(page)
    page.locator("article a").first.click()
    settled(page)
    page.locator("table a").first.click()
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Số liệu tháng")

    page.goto(f"{own_dashboard}/unit?unit={UNIT}&month={MONTH}")
    settled(page)
    indicator = "Tỷ lệ hồ sơ TTHC giải quyết đúng hạn và trước hạn"
    before = actual_of(page, indicator)

    page.goto(f"{own_dashboard}/{ADDRESS}")
    settled(page)
    template = template_of(page, tmp_path)
    choose_file(page, settled, filled(template, tmp_path / "sai.xlsx", wrong=True))
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Ô I10, trang Báo cáo: tử số 103 lớn hơn mẫu số 100")
    expect(summary).to_be_focused()
    expect(page.get_by_role("button", name="Nộp 6 số liệu")).to_be_disabled()

    choose_file(page, settled, filled(template, tmp_path / "dung.xlsx", wrong=False))
    expect(page.get_by_text("7 số liệu: 7 mới, 0 sửa, 0 không đổi.")).to_be_visible()
    number = send(page, settled)

    page.get_by_role("link", name="Duyệt").click()
    settled(page)
    expect(page.get_by_text("1 lần nộp chờ duyệt")).to_be_visible()  # of two clicks one
    page.get_by_role("link", name=f"Số {number}").click()
    settled(page)
    page.get_by_label("Người duyệt").fill("Trần Thị B")
    page.get_by_role("button", name="Công bố 7 số liệu").click()
    settled(page)
    page.get_by_role("link", name="Xem đơn vị trong tháng 10/2021").click()
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    assert actual_of(page, indicator) != before


def test_the_pages_that_write_fit_every_screen_and_speak_vietnamese(
    page, own_dashboard, settled, tmp_path
):
    page.goto(f"{own_dashboard}/{ADDRESS}")
    settled(page)
    fits_and_speaks(page, settled)
    template = template_of(page, tmp_path)
    choose_file(page, settled, filled(template, tmp_path / "sai.xlsx", wrong=True))
    fits_and_speaks(page, settled)
    choose_file(page, settled, filled(template, tmp_path / "dung.xlsx", wrong=False))
    fits_and_speaks(page, settled)
    number = send(page, settled)
    fits_and_speaks(page, settled)
    page.goto(f"{own_dashboard}/review")
    settled(page)
    fits_and_speaks(page, settled)
    page.get_by_role("link", name=f"Số {number}").click()
    settled(page)
    fits_and_speaks(page, settled)


def fits_and_speaks(page, settled) -> None:
    """Nothing scrolls sideways at any width; no English, and no decimal point, is to be seen."""
    main = page.get_by_test_id("stMain")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        settled(page)
        wide, seen = main.evaluate("main => [main.scrollWidth, main.clientWidth]")
        assert wide <= seen, f"{wide} pixels on a screen of {seen}"
    words = main.inner_text().replace("SHA-256", "").replace("Excel, LibreOffice", "")
    assert ENGLISH.findall(words) == []
    assert re.findall(r"(?<![\d/])\d+\.\d{1,2}\b", words) == []


def test_everything_can_be_reached_by_keyboard(page, own_dashboard, settled, tmp_path):
    page.goto(f"{own_dashboard}/{ADDRESS}")
    settled(page)
    choose_file(page, settled, filled(template_of(page, tmp_path), tmp_path / "a.xlsx", False))
    page.get_by_label("Người nộp").focus()
    page.keyboard.type("Nguyễn Văn A")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Nộp 7 số liệu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("Biên nhận số"))).to_be_visible()
