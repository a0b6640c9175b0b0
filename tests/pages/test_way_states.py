"""Every state that a submission can come to is shown in words, on the page of its sender too."""

import pytest

import kpis.ui.app
from kpis.services import confirming
from kpis.services.reviewing import publish, send_back
from tests.ledger import at, filled
from tests.pages.clerk import NOW, drawn, opened
from tests.services.sending import send

ACTS = {
    "submitted": None,
    "confirmed": confirming.confirm,
    "in_review": confirming.take_up,
    "returned": send_back,
    "approved": publish,
    "withdrawn": confirming.withdraw,
    "superseded": None,
}
WORDS = {
    "submitted": "Chờ duyệt",
    "confirmed": "Thủ trưởng đã xác nhận",
    "in_review": "Đang xem xét",
    "returned": "Trả lại",
    "approved": "Đã công bố",
    "withdrawn": "Đã thu hồi",
    "superseded": "Đã thay bằng lần nộp mới",
}


@pytest.fixture
def store(monkeypatch):
    """The small province, on the third of April 2021."""
    made = filled()
    monkeypatch.setattr(kpis.ui.app, "store", lambda: made)
    monkeypatch.setattr(kpis.ui.app, "now", lambda: at(NOW))
    yield made
    made.close()


def in_state(store, state):
    number = send(store, ("dung-han", 90, 100)).number
    if state == "superseded":
        send(store, ("dung-han", 91, 100), when="2021-04-02T10:00")
    elif (act := ACTS[state]) is not None:
        more = {"reason": "Thiếu mẫu số"} if state == "returned" else {}
        act(store, number, actor="cán bộ", now=at("2021-04-02T11:00"), request="1", **more)
    return number


@pytest.mark.parametrize("state", ACTS)
def test_a_submission_says_where_it_is_on_its_way(store, state):
    number = in_state(store, state)
    receipt = drawn(opened("submit", unit="stp", month="2021-03", receipt=str(number)))
    assert WORDS[state] in receipt
    review = opened("review", submission=str(number))
    waits = state in ("submitted", "confirmed", "in_review")
    assert bool([b for b in review.button if b.label.startswith("Công bố")]) == waits
    assert WORDS[state] in drawn(review) or waits or state in ("returned", "approved")
