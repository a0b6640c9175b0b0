"""The page on which a unit reports: what it owes, what a file says and would do, sending it."""

import re

import pytest

import kpis.ui.app
from kpis.services.stores import revision
from kpis.store import database
from kpis.store.figures import figure_versions
from kpis.store.submissions import submissions
from tests.ledger import at, filled, judged, publish
from tests.pages.clerk import NOW, button, drawn, opened, upload, workbook

MARCH = {"unit": "stp", "month": "2021-03"}
LISTED = "indicator,period,numerator,denominator,value,note\ndung-han,2021-03,{},100,,{}\n"
# "Đã đối chiếu, Sở Tư pháp" as the fonts .VnTime have it: no sign in the file says so.
IN_TCVN3 = LISTED.format(96, '"§· ®èi chiÕu, Së T\u00ad ph¸p"').encode("latin-1")
IN_TWO = LISTED.format(96, "Phóc").encode("latin-1")  # TCVN3 for "Phúc", or windows-1258
GOOD = {
    "dung-han": {"numerator": 96, "denominator": 100},
    "sang-kien": {"value": 2},
}


@pytest.fixture
def store(monkeypatch):
    """The small province with two months of figures, on the third of April 2021."""
    made = filled()
    for month, published in (("2021-01", "2021-02-03T09:00"), ("2021-02", "2021-03-03T09:00")):
        publish(made, "stp", "dung-han", month, 90, 100, when=published)
        publish(made, "stp", "sang-kien", month, 1, when=published)
    monkeypatch.setattr(kpis.ui.app, "store", lambda: made)
    monkeypatch.setattr(kpis.ui.app, "now", lambda: at(NOW))
    yield made
    made.close()


def waiting(store) -> list:
    return submissions(store, as_of=at("2030-01-01T00:00"), state="submitted")


def sent(store, app, name: str = "Nguyễn Văn A"):
    """The page after the clerk has typed a name and pressed the button."""
    app.text_input(key="actor").input(name)
    button(app, "Nộp").click().run()
    return app


def test_an_empty_store_says_what_to_do(monkeypatch):
    empty = database.create()
    monkeypatch.setattr(kpis.ui.app, "store", lambda: empty)
    assert "Chưa có dữ liệu" in drawn(opened("submit"))


def test_without_a_unit_the_page_lists_who_owes_how_much(store):
    page = drawn(opened("submit", month="2021-03"))
    assert re.search(r'unit=stp"[^>]*>Sở Tư pháp <span class="open">0/2</span>', page)
    assert re.search(r'unit=snv"[^>]*>Sở Nội vụ <span class="open">0/2</span>', page)


def test_a_month_without_promises_says_so(store):
    publish(store, "stp", "dung-han", "2020-12", 9, 10, when="2021-01-03T09:00")
    page = drawn(opened("submit", unit="stp", month="2020-12"))
    assert "không phải báo cáo số liệu nào cho tháng 12/2020" in page


def test_a_quarterly_indicator_is_owed_only_when_its_quarter_ends(store):
    assert "Mức độ hài lòng" in drawn(opened("submit", unit="snv", month="2021-03"))
    assert "Mức độ hài lòng" not in drawn(opened("submit", unit="snv", month="2021-02"))


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        ("2021-04-02T00:00", "(còn 3 ngày)"),
        ("2021-04-04T23:59", "(còn 1 ngày)"),
        ("2021-04-05T23:59", "(hôm nay là ngày cuối)"),
        ("2021-04-06T00:00", "(quá hạn 1 ngày)"),
    ],
)
def test_the_page_says_how_far_the_deadline_is(store, monkeypatch, clock, words):
    monkeypatch.setattr(kpis.ui.app, "now", lambda: at(clock))
    page = drawn(opened("submit", **MARCH))
    assert "Hạn nộp: hết ngày 05/04/2021" in page
    assert words in page


def test_what_is_owed_stands_beside_the_last_figure(store):
    page = drawn(opened("submit", **MARCH))
    assert "2 số liệu phải báo cáo cho tháng 03/2021" in page
    assert "90 / 100<small> (02/2021)</small>" in page
    assert page.count("Chưa có số liệu") == 2


def test_the_months_of_the_year_show_what_is_missing(store):
    page = drawn(opened("submit", **MARCH))
    assert re.search(r'T2/21</strong> <span class="complete">đủ', page)
    assert re.search(r'T3/21</strong> <span class="open">0/2', page)


def test_a_wrong_cell_is_named_and_keeps_the_file_from_being_sent(store):
    cells = {"dung-han": {"numerator": 105, "denominator": 100}, "sang-kien": {"value": 2}}
    before = revision(store)
    app = upload(opened("submit", **MARCH), workbook(store, "stp", "2021-03", cells))
    page = drawn(app)
    assert "Có 1 chỗ phải sửa trong tệp thang3.xlsx" in page
    assert "<strong>Ô I9, trang Báo cáo</strong>: tử số 105 lớn hơn mẫu số 100" in page
    assert button(app, "Nộp 1 số liệu").disabled
    assert revision(store) == before


def test_what_was_understood_and_what_it_would_do_is_shown_before_anything_is_written(store):
    before = revision(store)
    app = upload(opened("submit", **MARCH), workbook(store, "stp", "2021-03", GOOD))
    page = drawn(app)
    assert "2 số liệu: 2 mới, 0 sửa, 0 không đổi." in page
    assert "96,0 %" in page  # 96 of 100
    assert "Hoàn thành: " in page
    assert re.search(r"Tỷ lệ hồ sơ đúng hạn.*Chờ số liệu.*Nguy cơ", page)  # 276 of 300, 95 promised
    assert not button(app, "Nộp 2 số liệu tháng 03/2021").disabled
    assert revision(store) == before


def test_what_is_sent_leaves_a_receipt_and_does_not_count_yet(store):
    app = upload(opened("submit", **MARCH), workbook(store, "stp", "2021-03", GOOD))
    sent(store, app)
    [made] = waiting(store)
    page = drawn(app)
    assert f"Biên nhận số {made.number}" in page
    assert made.file in page
    assert "03/04/2021 09:00" in page
    assert "Chờ duyệt" in page
    assert (made.actor, made.figures, made.file_name) == ("Nguyễn Văn A", 2, "thang3.xlsx")
    [item] = judged(store, "2021-03", NOW).items_of(unit="stp", indicator="dung-han")
    assert item.status == "awaiting"


def test_figures_keep_the_cell_that_they_came_from(store):
    sent(store, upload(opened("submit", **MARCH), workbook(store, "stp", "2021-03", GOOD)))
    [made] = waiting(store)
    figures = figure_versions(
        store, as_of=at("2030-01-01T00:00"), submission=made.number, published_only=False
    )
    assert {f.indicator: f.place for f in figures} == {
        "dung-han": "Báo cáo!I9",
        "sang-kien": "Báo cáo!K10",
    }


def test_after_the_receipt_the_page_is_ready_for_the_next_file(store):
    app = upload(opened("submit", **MARCH), workbook(store, "stp", "2021-03", GOOD))
    sent(store, app)
    [made] = waiting(store)
    del app.query_params["receipt"]
    page = drawn(app.run())
    assert app.file_uploader[0].value is None
    assert f"Lần nộp số {made.number} cho tháng 03/2021 đang chờ duyệt" in page


def test_without_a_name_nothing_is_sent(store):
    app = upload(opened("submit", **MARCH), workbook(store, "stp", "2021-03", GOOD))
    sent(store, app, name="  ")
    assert "Hãy ghi họ và tên người nộp" in drawn(app)
    assert waiting(store) == []
    sent(store, app)
    assert len(waiting(store)) == 1


def test_a_name_is_typed_once_in_a_session(store):
    app = upload(opened("submit", **MARCH), workbook(store, "stp", "2021-03", GOOD))
    sent(store, app)
    del app.query_params["receipt"]
    app.query_params["unit"] = "snv"
    app.run()
    cells = {"dung-han": {"numerator": 9, "denominator": 10}}
    upload(app, workbook(store, "snv", "2021-03", cells))
    assert app.text_input(key="actor").value == "Nguyễn Văn A"


def test_a_revision_needs_a_reason(store):
    cells = {"dung-han": {"numerator": 95}}
    february = {"unit": "stp", "month": "2021-02"}
    app = upload(opened("submit", **february), workbook(store, "stp", "2021-02", cells))
    assert "<del>90 / 100</del> → <ins>95 / 100</ins>" in drawn(app)
    sent(store, app)
    assert "Hãy ghi lý do sửa số liệu đã công bố" in drawn(app)
    assert waiting(store) == []
    app.text_area(key="upload.reason").input("bổ sung 5 hồ sơ")
    sent(store, app)
    [made] = waiting(store)
    assert (made.figures, made.reason) == (1, "bổ sung 5 hồ sơ")
    assert "bổ sung 5 hồ sơ" in drawn(app)


def test_a_file_with_nothing_new_has_no_button(store):
    february = {"unit": "stp", "month": "2021-02"}
    app = upload(opened("submit", **february), workbook(store, "stp", "2021-02", {}))
    assert "không có gì để nộp" in drawn(app)
    assert [each.label for each in app.button if each.label.startswith("Nộp")] == []


def test_the_workbook_of_another_unit_is_told_apart_and_leads_to_its_page(store):
    cells = {"dung-han": {"numerator": 9, "denominator": 10}}
    app = upload(opened("submit", **MARCH), workbook(store, "snv", "2021-03", cells))
    page = drawn(app)
    assert "liệu trong tệp là của “Sở Nội vụ”" in page
    assert re.search(r'href="./submit\?month=2021-03&amp;unit=snv"', page)
    assert "Hệ thống hiểu tệp như sau" not in page


def test_the_workbook_of_another_month_leads_to_that_month(store):
    february = workbook(store, "stp", "2021-02", {"dung-han": {"numerator": 91}})
    app = upload(opened("submit", **MARCH), february)
    assert "là của tháng 02/2021" in drawn(app)
    app.query_params["month"] = "2021-02"
    assert "<ins>91 / 100</ins>" in drawn(app.run())


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("thang3.xlsx", b"", "tệp không có nội dung"),
        ("thang3.pdf", b"%PDF-1.7\n", "không phải là bảng tính"),
        ("thang3.xlsx", b"PK\x03\x04broken", "tệp bị hỏng"),
        ("ghi-chu.txt", "Kính gửi Sở Nội vụ".encode(), "không nhận ra biểu mẫu"),
    ],
)
def test_a_file_that_is_no_report_is_refused_in_words(store, name, content, words):
    page = drawn(upload(opened("submit", **MARCH), content, name))
    assert words.lower() in page.lower()


def test_a_list_of_figures_is_read_as_well_as_the_workbook(store):
    content = "indicator,period,numerator,denominator,value\ndung-han,2021-03,96,100,\n"
    app = upload(opened("submit", **MARCH), content.encode(), "thang3.csv")
    page = drawn(app)
    assert "1 số liệu: 1 mới, 0 sửa, 0 không đổi. Còn trống 1 số liệu phải báo cáo." in page
    assert not button(app, "Nộp 1 số liệu").disabled


def test_members_milestones_and_months_without_activity_are_shown_for_what_they_are(store):
    lines = [
        "indicator,period,member,numerator,denominator,value",
        "linh-vuc,2021-03,đất đai,9,10,",
        "linh-vuc,2021-03,hộ tịch,0,0,",
        "de-an,2021-03,,,,1",
    ]
    app = opened("submit", unit="vy", month="2021-03")
    page = drawn(upload(app, "\n".join(lines).encode(), "thang3.csv"))
    assert "3 số liệu: 3 mới, 0 sửa, 0 không đổi.</p>" in page  # and nothing is missing
    assert re.search(r"\(đất đai\)</th><td[^>]*>Dòng 2</td>.*>90,0 %</td>", page)
    assert re.search(r"\(hộ tịch\)</th><td[^>]*>Dòng 3</td>.*>Không phát sinh</td>", page)
    assert re.search(r"Trình đề án</th><td[^>]*>Dòng 4</td>.*>đã xong</td>", page)


def test_a_publication_in_between_is_told_before_anything_is_sent(store):
    cells = {"dung-han": {"numerator": 95}}
    february = {"unit": "stp", "month": "2021-02"}
    app = upload(opened("submit", **february), workbook(store, "stp", "2021-02", cells))
    publish(store, "stp", "dung-han", "2021-02", 93, 100, when="2021-04-03T08:59", note="sửa")
    app.text_area(key="upload.reason").input("bổ sung")
    sent(store, app)
    page = drawn(app)
    assert "Số liệu đã công bố vừa thay đổi" in page
    assert "<del>93 / 100</del> → <ins>95 / 100</ins>" in page
    assert waiting(store) == []
    sent(store, app)
    assert len(waiting(store)) == 1


def test_a_receipt_that_does_not_exist_is_said(store):
    app = opened("submit", **MARCH, receipt="999")
    assert [w.value for w in app.warning] == ["Không có lần nộp số 999."]


def test_nothing_is_sent_in_the_past(store):
    page = drawn(opened("submit", **MARCH, as_of="2021-03-31"))
    assert "chỉ nộp và duyệt được ở thời điểm hiện tại" in page
    assert "as_of" not in page.partition("chỉ nộp và duyệt")[2]


def test_the_page_speaks_english_when_asked(store):
    cells = {"dung-han": {"numerator": 105, "denominator": 100}}
    app = upload(opened("submit", **MARCH, lang="en"), workbook(store, "stp", "2021-03", cells))
    page = drawn(app)
    assert "1 thing to mend in thang3.xlsx" in page
    assert "Cell I9, sheet Báo cáo" in page


def choose(app, encoding: str):
    """The page after the clerk has pressed the button under a preview."""
    app.button(key=f"encoding.{encoding}").click().run()
    return app


def test_the_letters_of_an_old_encoding_are_asked_about_and_never_guessed(store):
    app = upload(opened("submit", **MARCH), IN_TCVN3, "thang3.csv")
    page = drawn(app)
    assert "<h3>Chữ trong tệp thang3.csv đọc theo bản nào?</h3>" in page
    assert "<p>Chữ trong tệp thuộc bảng mã cũ hoặc phông chữ cũ (tcvn3);" in page
    assert "<h3>TCVN3 (phông .VnTime)</h3>" in page
    assert "Đã đối chiếu, Sở Tư pháp" in page
    assert "Hệ thống hiểu tệp như sau" not in page
    assert [each.label for each in app.button if each.label.startswith("Nộp")] == []


def test_the_chosen_encoding_is_read_at_once_and_is_what_is_sent(store):
    app = choose(upload(opened("submit", **MARCH), IN_TCVN3, "thang3.csv"), "tcvn3")
    page = drawn(app)
    assert "đang đọc theo bản đã chọn: TCVN3 (phông .VnTime)." in page
    assert "1 số liệu: 1 mới, 0 sửa, 0 không đổi." in page
    sent(store, app)
    [made] = waiting(store)
    [figure] = figure_versions(
        store, as_of=at("2030-01-01T00:00"), submission=made.number, published_only=False
    )
    assert figure.note == "Đã đối chiếu, Sở Tư pháp"


def test_every_encoding_that_fits_has_its_preview_and_the_choice_can_be_changed(store):
    app = upload(opened("submit", **MARCH), IN_TWO, "thang3.csv")
    assert re.findall(r",,(\w+)</pre>", drawn(app)) == ["Phúc", "Phóc"]
    assert [b.label for b in app.button if b.key.startswith("encoding.")] == ["Chọn bản này"] * 2
    choose(app, "tcvn3")
    assert "bản đã chọn: TCVN3" in drawn(app)
    button(app, "Chọn bản khác").click().run()
    assert re.findall(r",,(\w+)</pre>", drawn(app)) == ["Phúc", "Phóc"]
    choose(app, "windows-1258")
    assert "bản đã chọn: Windows-1258." in drawn(app)
    sent(store, app)
    [made] = waiting(store)
    [figure] = figure_versions(
        store, as_of=at("2030-01-01T00:00"), submission=made.number, published_only=False
    )
    assert figure.note == "Phóc"


def test_a_choice_is_of_one_file_and_the_next_is_asked_about_again(store):
    app = choose(upload(opened("submit", **MARCH), IN_TWO, "thang3.csv"), "tcvn3")
    app.query_params["month"] = "2021-02"
    assert "bản đã chọn: TCVN3" in drawn(app.run())  # the same file beside another month
    app.query_params["month"] = "2021-03"
    page = drawn(upload(app.run(), IN_TWO, "thang3.csv"))
    assert "đọc theo bản nào?" in page
    assert "bản đã chọn" not in page


def test_what_is_wrong_in_a_file_is_said_once_its_letters_are_read(store):
    wrong = LISTED.format(105, "Phóc").encode("latin-1")
    app = upload(opened("submit", **MARCH, lang="en"), wrong, "thang3.csv")
    assert "How are the letters in thang3.csv to be read?" in drawn(app)
    page = drawn(choose(app, "tcvn3"))
    assert "1 thing to mend in thang3.csv" in page
    assert "<strong>Line 2</strong>" in page
    assert "read as chosen: TCVN3 (fonts .VnTime)." in page
    assert button(app, "Choose another")


def test_a_wrong_row_of_a_text_file_is_named_by_its_line(store):
    content = b"indicator,numerator,denominator\ndung-han,120,100\n"
    app = opened("submit", **MARCH)
    app.file_uploader[0].upload("thang3.csv", content, "text/csv")
    page = drawn(app.run())
    assert ">Dòng 2<" in page
    assert ">òng 2<" not in page
