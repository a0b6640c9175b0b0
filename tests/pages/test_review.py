"""The page on which an administrator looks at submissions, and publishes or returns them."""

import re

import pytest

import kpis.ui.app
from kpis.domain.months import month_of
from kpis.services import loading, reviewing
from kpis.services.evaluation import evaluate
from kpis.services.submitting import check, submit
from kpis.store import database
from kpis.store.submissions import submissions
from tests.ledger import HEADER, at, filled, judged, publish, row
from tests.pages.clerk import NOW, button, drawn, opened, workbook

ANY = at("2030-01-01T00:00")


@pytest.fixture
def store(monkeypatch):
    """The small province with a figure for February, on the third of April 2021."""
    made = filled()
    publish(made, "stp", "dung-han", "2021-02", 90, 100, when="2021-03-03T09:00")
    monkeypatch.setattr(kpis.ui.app, "store", lambda: made)
    monkeypatch.setattr(kpis.ui.app, "now", lambda: at(NOW))
    yield made
    made.close()


def submitted(store, unit="stp", month="2021-03", cells=None, reason=None) -> int:
    """The number of a submission that a unit has just made with its workbook."""
    cells = cells or {"dung-han": {"numerator": 96, "denominator": 100, "note": "đủ hồ sơ"}}
    content = workbook(store, unit, month, cells)
    evaluation = evaluate(store, month_of(month), at("2021-04-03T23:59"))
    checked = check(
        store, evaluation, unit, f"{unit}.xlsx", content, reason=reason, month=evaluation.month
    )
    receipt = submit(
        store, checked, actor="Nguyễn Văn A", now=at("2021-04-03T08:00"),
        request=f"{unit}.{month}", reason=reason,
    )  # fmt: skip
    return receipt.number


def state(store, number: int) -> str:
    [found] = submissions(store, as_of=ANY, number=number)
    return found.state


def decide(app, words: str, name: str = "Trần Thị B", reason: str = ""):
    """The page after the administrator has typed and pressed a button."""
    app.text_input(key="actor").input(name)
    app.text_area(key="review.reason").input(reason)
    button(app, words).click().run()
    return drawn(app)


def test_an_empty_store_says_what_to_do(monkeypatch):
    empty = database.create()
    monkeypatch.setattr(kpis.ui.app, "store", lambda: empty)
    assert "Chưa có dữ liệu" in drawn(opened("review"))


def test_an_empty_queue_says_so(store):
    page = drawn(opened("review"))
    assert "0 lần nộp chờ duyệt" in page
    assert "Không có lần nộp nào chờ duyệt" in page


def test_the_queue_shows_the_oldest_first_with_what_is_new_and_revised(store):
    first = submitted(store)
    february = {"dung-han": {"numerator": 92}, "sang-kien": {"value": 1}}
    second = submitted(store, month="2021-02", cells=february, reason="bổ sung")
    page = drawn(opened("review"))
    assert "2 lần nộp chờ duyệt" in page
    assert page.index(f"Số {first}<") < page.index(f"Số {second}<")
    last = page[page.index(f"Số {second}<") :]
    numbers = re.findall(r'<td class="number"[^>]*>(\d+)</td>', last)
    assert numbers == ["2", "1", "1"]  # figures, new, revised


def test_a_submission_stands_beside_what_is_published(store):
    number = submitted(store, month="2021-02", cells={"dung-han": {"numerator": 92}}, reason="sót")
    page = drawn(opened("review", submission=str(number)))
    figures = page[page.index("1 số liệu đã nộp") :]
    assert re.search(r">I9</td>.*>90 / 100</td>.*>92 / 100</td>.*>92,0 %</td>", figures)
    assert "Lý do sửa" in page
    assert "Khi được duyệt sẽ thay đổi" in page


def test_the_file_can_be_taken_as_it_was_received(store):
    number = submitted(store)
    [offered] = opened("review", submission=str(number)).get("download_button")
    assert offered.proto.label == "Tải tệp đã nhận: stp.xlsx"


def test_what_is_published_counts_at_once_and_leads_to_the_unit(store):
    number = submitted(store)
    app = opened("review", submission=str(number))
    assert "đủ hồ sơ" in drawn(app)
    page = decide(app, "Công bố 1 số liệu")
    assert "Đã công bố lúc 03/04/2021 09:00, người duyệt Trần Thị B" in page
    assert 'href="./unit?month=2021-03&amp;unit=stp"' in page
    [item] = judged(store, "2021-03", NOW).items_of(unit="stp", indicator="dung-han")
    assert (item.numerator, item.denominator) == (186, 200)
    unit = drawn(opened("unit", unit="stp", month="2021-03"))
    assert "93,0 %" in unit  # 186 of 200


def test_nothing_is_published_without_a_name(store):
    number = submitted(store)
    page = decide(opened("review", submission=str(number)), "Công bố", name=" ")
    assert "Hãy ghi họ và tên người duyệt" in page
    assert state(store, number) == "submitted"


def test_a_return_needs_a_reason_which_the_unit_then_reads(store):
    number = submitted(store)
    app = opened("review", submission=str(number))
    assert "Trả lại phải có lý do" in decide(app, "Trả lại")
    assert state(store, number) == "submitted"
    assert "mẫu số quá nhỏ" in decide(app, "Trả lại", reason="mẫu số quá nhỏ")
    assert state(store, number) == "returned"
    page = drawn(opened("submit", unit="stp", month="2021-03", receipt=str(number)))
    assert "Lần nộp này bị trả lại" in page
    assert "mẫu số quá nhỏ" in page


def test_of_two_who_decide_the_second_is_told_in_words(store):
    number = submitted(store)
    app = opened("review", submission=str(number))
    reviewing.publish(store, number, actor="Lê C", now=at("2021-04-03T08:59"), request="other")
    page = decide(app, "Trả lại", reason="sai")
    assert f"Lần nộp số {number} đã được xử lý (Đã công bố)" in page
    assert state(store, number) == "approved"
    assert "Đã công bố lúc 03/04/2021 08:59, người duyệt Lê C" in page


def test_what_was_published_still_shows_what_it_replaced(store):
    number = submitted(store, month="2021-02", cells={"dung-han": {"numerator": 92}}, reason="sót")
    page = decide(opened("review", submission=str(number)), "Công bố")
    assert re.search(r">90 / 100</td>.*>92 / 100</td>", page)


@pytest.mark.parametrize("number", ["999", "abc", "-1"])
def test_a_submission_that_does_not_exist_is_said(store, number):
    page = drawn(opened("review", submission=number))
    assert f"Không có lần nộp số {number}." in page


def test_an_import_over_many_units_waits_in_the_same_queue(store):
    text = (
        HEADER
        + row("stp", "dung-han", "2021-03", 96, 100)
        + row("snv", "dung-han", "2021-03", 9, 10)
    )
    act = loading.Act("văn phòng", at("2021-04-02T09:00"))
    loading.load_figures(store, "figures.csv", text.encode(), act)
    assert "Nhiều đơn vị" in drawn(opened("review"))
    [made] = submissions(store, as_of=ANY, state="submitted")
    app = opened("review", submission=str(made.number))
    page = drawn(app)
    assert "Sở Tư pháp: Tỷ lệ hồ sơ đúng hạn" in page
    assert "Sở Nội vụ: Tỷ lệ hồ sơ đúng hạn" in page
    decide(app, "Công bố 2 số liệu")
    assert state(store, made.number) == "approved"


def test_nothing_is_decided_in_the_past(store):
    number = submitted(store)
    page = drawn(opened("review", submission=str(number), as_of="2021-03-31"))
    assert "chỉ nộp và duyệt được ở thời điểm hiện tại" in page
    assert "Công bố 1 số liệu" not in page
