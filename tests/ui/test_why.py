"""Every status can be asked why, and answers with the rule, its numbers, figures and document."""

import re

import pytest

from kpis.domain.months import month_of
from kpis.ui.reckoning import stands_for_zero
from kpis.ui.text import LANGUAGES
from kpis.ui.why import why
from tests.ledger import SMALL, at, filled, judged, publish
from tests.provinces import province
from tests.ui.judged import case, cases

VERDICTS = {
    (0, "not_due"),
    (1, "not_due"),
    (2, "fulfilled"),
    (3, "not_due"),
    (4, "no_data"),
    (4, "awaiting"),
    (5, "no_activity"),
    (5, "on_track"),
    (5, "fulfilled"),
    (6, "fulfilled"),
    (6, "missed"),
    (7, "on_track"),
    (8, "off_track"),
    (9, "at_risk"),
    (9, "off_track"),
}
LATER = "2023-06-01T00:00"
MONTHS = [
    ("2021-05", "2021-06-03T12:00"),
    ("2020-12", LATER),
    ("2021-05", LATER),
    ("2021-09", LATER),
    ("2021-12", LATER),
]
SEEDS = {1: MONTHS[1:], 2: MONTHS[1:], 3: MONTHS, 4: MONTHS, 5: MONTHS, 7: MONTHS, 8: MONTHS}


@pytest.fixture(scope="module")
def provinces():
    """Cases of made-up provinces, in which every rule, kind and pace occurs."""
    found = []
    for seed, months in SEEDS.items():
        store = filled(province(seed), now=at("2023-01-01T00:00"))
        for month, when in months:
            found += cases(store, month, when)
        store.close()
    return found


def test_every_rule_occurs(provinces):
    assert {(c.item.rule, c.item.status) for c in provinces} == VERDICTS


def test_every_special_case_occurs(provinces):
    assert any(stands_for_zero(c.item, c.indicator) for c in provinces)
    assert any(c.item.member is not None for c in provinces)
    assert any(not c.item.weighted for c in provinces)
    assert any(c.item.amended for c in provinces)
    assert any(c.item.rule == 0 and c.successor is not None for c in provinces)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_has_an_answer_in_words(provinces, language):
    for each in provinces:
        answer = why(language, each)
        sentences = [answer.rule, *answer.numbers, *answer.figures, *answer.promise]
        assert answer.rule and answer.numbers and answer.promise
        for sentence in sentences:
            assert not re.search(r"[{}]|None|nan|\d\.\d{1,2}\b", sentence), sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_different_rules_have_different_words(provinces, language):
    words = {}
    for each in provinces:
        words.setdefault(each.item.rule, set()).add(why(language, each).rule)
    said = [sentence for sentences in words.values() for sentence in sentences]
    assert len(said) == len(set(said))


def test_every_gap_is_named_with_its_deadline(provinces):
    for each in provinces:
        said = " ".join(why("vi", each).figures)
        for gap in each.item.gaps:
            assert f"{gap % 12 + 1:02d}/{gap // 12} (hạn hết ngày" in said


@pytest.fixture
def store():
    made = filled()
    yield made
    made.close()


def months(store, *figures, unit="stp", indicator="dung-han"):
    """Publishes months from January 2021 on, each on the third of the next month."""
    for place, figure in enumerate(figures, 1):
        if figure is not None:
            publish(
                store,
                unit,
                indicator,
                f"2021-{place:02d}",
                *figure,
                when=f"2021-{place + 1:02d}-03T09:00",
            )


def plain(sentences):
    return [sentence.replace("\u00a0", " ") for sentence in sentences]


def test_a_promise_at_risk_shows_formula_shortfall_and_tolerance(store):
    months(store, (300, 320), (311, 330))
    answer = why("vi", case(store, "stp", "dung-han", "2021-02", "2021-03-04T00:00"))
    assert plain(answer.numbers) == [
        "Thực hiện = 100 × 611 / 650 = 94,0 % (cộng tử số và mẫu số của 2 tháng).",
        "Cần có lúc này = mức cam kết: ≥ 95 %, phải giữ trong mọi tháng.",
        "So sánh: 94,0 % không đạt ≥ 95 %, lệch 1,0 điểm %.",
        "Ngưỡng cho phép: 5 % của 95 % = 4,8 điểm %; độ lệch nằm trong ngưỡng.",
    ]
    assert plain(answer.promise) == [
        "Cam kết ≥ 95 % đến 12/2021, tính từ 01/2021, trọng số 2.",
        "Văn bản số 15/BCK-STP, ký ngày 26/02/2021, người ký: Nguyễn Văn A, Giám đốc.",
    ]


def test_a_sum_on_its_way_shows_what_was_added_and_the_straight_line(store):
    months(store, (1,), (2,), (0,), indicator="sang-kien")
    answer = why("vi", case(store, "stp", "sang-kien", "2021-03", "2021-04-04T00:00"))
    assert plain(answer.numbers) == [
        "Thực hiện = 1 + 2 + 0 = 3,0 sáng kiến (tổng 3 tháng).",
        "Cần có lúc này = 12 × 3 / 12: ≥ 3 sáng kiến (tăng đều đến hạn).",
        "So sánh: 3,0 sáng kiến đạt ≥ 3 sáng kiến.",
    ]


def test_a_missing_month_is_named_with_the_day_it_was_due(store):
    months(store, (95, 100), None, (95, 100))
    answer = why("vi", case(store, "stp", "dung-han", "2021-03", "2021-04-06T00:00"))
    assert "im lặng không bao giờ có lợi" in answer.rule
    assert "Thiếu: 02/2021 (hạn hết ngày 05/03/2021)." in answer.figures


def test_a_month_that_is_awaited_is_named_with_the_day_it_is_due(store):
    months(store, (95, 100))
    answer = why("vi", case(store, "stp", "dung-han", "2021-02", "2021-03-04T00:00"))
    assert "Chờ số liệu 02/2021, hạn hết ngày 05/03/2021." in answer.figures


def test_a_promise_for_every_field_names_the_worst_one(store):
    for member, done in (("đất đai", 80), ("hộ tịch", 99)):
        publish(
            store, "vy", "linh-vuc", "2021-01", done, 100, when="2021-02-03T09:00", member=member
        )
    answer = why("vi", case(store, "vy", "linh-vuc", "2021-01", "2021-03-04T00:00"))
    assert "tính theo nơi kém nhất: đất đai." in " ".join(answer.numbers)
    assert "100 × 80 / 100" in answer.numbers[0]


def test_a_promise_out_of_reach_says_what_it_would_take(store):
    months(store, *[(50, 100)] * 10)
    answer = why("vi", case(store, "stp", "dung-han", "2021-10", "2021-11-04T00:00"))
    [reach] = [s for s in plain(answer.numbers) if "không còn đạt được" in s]
    assert reach == (
        "Muốn đạt, 2 tháng còn lại phải đạt 320,0 %, trong khi tối đa là 100 %: không còn đạt được."
    )


def test_an_amendment_is_named_with_its_document_and_reason():
    amended = SMALL["commitments.yaml"].replace(
        "weight: 2}",
        "weight: 2, amendments: [{effective: 2021-02, recorded: 2021-02-28T08:00:00+07:00,"
        ' document: "20/PL", signed_on: 2021-02-27, target: 90, reason: thêm nhiệm vụ}]}',
    )
    store = filled(SMALL | {"commitments.yaml": amended})
    months(store, (92, 100), (92, 100))
    answer = why("vi", case(store, "stp", "dung-han", "2021-02", "2021-03-04T00:00"))
    assert (
        "Đã điều chỉnh bằng văn bản số 20/PL ký ngày 27/02/2021, tính từ 02/2021; "
        "lý do: thêm nhiệm vụ."
    ) in answer.promise
    before = why("vi", case(store, "stp", "dung-han", "2021-01", "2021-03-04T00:00"))
    assert not any("điều chỉnh" in sentence for sentence in before.promise)
    store.close()


def test_the_answer_never_contradicts_the_status(provinces):
    for each in provinces:
        said = " ".join(why("vi", each).numbers)
        if each.item.rule in (8, 9) or each.item.status == "missed":
            assert "không đạt" in said
        if each.item.rule == 7:
            assert re.search(r"So sánh: .* đạt ", said) and "không đạt" not in said


def test_judged_and_month_are_those_asked_for(store):
    months(store, (95, 100))
    assert judged(store, "2021-01", "2021-02-04T00:00").month == month_of("2021-01")
