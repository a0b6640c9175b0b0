"""An upload held against the unit's other figures and its own months; explanations; the copy."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from kpis.domain.months import first_day, month_of, month_text
from kpis.domain.problems import Refused
from kpis.services import checking
from kpis.services.checking import annotated_copy, examine, explained, needs_explanation, notes_of
from kpis.services.evaluation import evaluate
from kpis.services.reviewing import publish as approve
from kpis.services.submitting import check
from kpis.store.figures import figure_versions
from kpis.ui.sentences import LANGUAGES, problem_text
from tests.ledger import HEADER, SMALL, at, filled, load, publish, row

RULES = """
- code: truoc-han
  name: {vi: Tỷ lệ hồ sơ trước hạn, en: Settled early}
  unit: "%"
  kind: ratio
  share: true
  numerator: {vi: Số hồ sơ trước hạn, en: Early}
  denominator: {vi: Tổng số hồ sơ, en: All}
  direction: higher
  frequency: monthly
  must:
    - "denominator = dung-han.denominator"
    - "numerator <= dung-han.numerator"
- code: ton
  name: {vi: Hồ sơ còn lại, en: Open dossiers}
  unit: hồ sơ
  kind: level
  direction: lower
  frequency: monthly
- code: chuyen-sang
  name: {vi: Hồ sơ kỳ trước chuyển sang, en: Carried over}
  unit: hồ sơ
  kind: level
  direction: lower
  frequency: monthly
  must: ["value = before(ton.value)"]
- code: moi
  name: {vi: Hồ sơ tiếp nhận mới, en: Newly received}
  unit: hồ sơ
  kind: level
  direction: higher
  frequency: monthly
  should: ["value = dung-han.denominator + ton.value - chuyen-sang.value"]
"""
FILES = SMALL | {"catalogue/quy-tac.yaml": RULES}
MARCH = month_of("2021-03")
NOW = at("2021-04-03T09:00")
BEFORE = [(190 + n % 3, 200 + n % 5) for n in range(14)]  # of January 2020 to February 2021


@pytest.fixture
def store():
    """The small province with rules, and fourteen months of one unit's dossiers."""
    made = filled(FILES)
    text = HEADER
    for place, (numerator, denominator) in enumerate(BEFORE):
        month = MARCH - len(BEFORE) + place
        when = f"{first_day(month + 1).isoformat()}T08:00:00+07:00"
        text += row("stp", "dung-han", month_text(month), numerator, denominator,
                    published_at=when)  # fmt: skip
    load(made, {"figures.csv": text}, now=at("2021-03-02T09:00"))
    yield made
    made.close()


def examined(store, *lines, now=NOW, month=MARCH, unit="stp", name="thang3.csv", header=None):
    """What a list of these rows is found to say."""
    evaluation = evaluate(store, month, now)
    text = (header or "indicator,numerator,denominator,value,note\n") + "\n".join(lines)
    read = check(store, evaluation, unit, name, text.encode(), month=month)
    return examine(store, evaluation, read)


def found(checked):
    """Code and place of what was found, a warning with a "?" behind it."""
    return [
        (p.code + ("" if p.blocking else "?"), p.place)
        for p in checked.problems
        if p.code.startswith("checks.")
    ]


def test_an_ordinary_month_is_left_alone(store):
    checked = examined(store, "dung-han,192,203,,", "truoc-han,100,203,,", "sang-kien,,,2,")
    assert found(checked) == []
    assert checked.acceptable


def test_a_must_blocks_and_stands_at_the_cell_of_the_file(store):
    checked = examined(store, "dung-han,192,203,,", "truoc-han,193,204,,")
    assert found(checked) == [("checks.must_agree", "3")] * 2
    assert not checked.acceptable
    with pytest.raises(Refused):
        checking.send(store, checked, actor="lan", now=NOW, request="1")


def test_a_rule_holds_what_is_sent_against_what_is_published(store):
    publish(store, "stp", "truoc-han", "2021-03", 100, 210, when="2021-04-01T08:00")
    publish(store, "stp", "ton", "2021-02", 7, when="2021-03-01T08:00")
    checked = examined(store, "dung-han,192,203,,", "chuyen-sang,,,8,")
    assert found(checked) == [("checks.must_agree", "2"), ("checks.must_agree", "3")]
    both = {p.values["left_is"] for p in checked.problems}
    assert both == {210, 8}


def test_a_rule_over_figures_that_are_not_sent_is_not_this_senders_matter(store):
    publish(store, "stp", "ton", "2021-02", 7, when="2021-03-01T08:00")
    publish(store, "stp", "chuyen-sang", "2021-03", 8, when="2021-04-01T08:00")
    assert found(examined(store, "sang-kien,,,2,")) == []


def test_a_row_that_could_not_be_read_is_not_replaced_by_what_is_published(store):
    publish(store, "stp", "dung-han", "2021-03", 190, 210, when="2021-04-01T08:00")
    checked = examined(store, "dung-han,abc,203,,lý do sửa", "truoc-han,100,203,,")
    assert found(checked) == []
    assert [p.code for p in checked.problems] == ["workbook.not_a_number"]


def test_a_revision_that_breaks_a_rule_of_a_later_month_only_asks(store):
    publish(store, "stp", "ton", "2021-02", 7, when="2021-03-01T08:00")
    publish(store, "stp", "chuyen-sang", "2021-03", 7, when="2021-04-01T08:00")
    february = examined(store, "ton,,,9,đếm lại", now=at("2021-04-10T08:00"), month=MARCH - 1)
    assert found(february) == [("checks.should_agree?", "2")]


def test_a_should_asks_for_an_explanation_which_is_the_note_of_its_figure(store):
    rows = ["dung-han,192,203,,", "ton,,,5,", "chuyen-sang,,,3,", "moi,,,300,"]
    checked = examined(store, *rows)
    assert found(checked) == [("checks.should_agree?", "5")]
    [problem] = explained(checked.problems, notes_of(checked))
    assert needs_explanation(problem) == ("stp", "moi", MARCH, None)
    with pytest.raises(Refused) as refused:
        checking.send(store, checked, actor="lan", now=NOW, request="1")
    assert refused.value.problems == (problem,)
    noted = examined(store, *rows[:3], "moi,,,300,Nhập cả hồ sơ giấy của quý trước")
    assert explained(noted.problems, notes_of(noted)) == ()
    receipt = checking.send(store, noted, actor="lan", now=NOW, request="2")
    assert receipt.figures == 4


def test_an_explanation_typed_beside_the_file_is_kept_with_the_figure(store):
    checked = examined(store, "dung-han,100,203,,", "sang-kien,,,2,")
    assert found(checked) == [("checks.jump_last_year?", "2")]
    evaluation = evaluate(store, MARCH, NOW)
    key = ("stp", "dung-han", MARCH, None)
    said = "Phần mềm một cửa hỏng 9 ngày"
    told = checking.with_notes(store, evaluation, checked, {key: f" {said} "})
    assert explained(told.problems, notes_of(told)) == ()
    receipt = checking.send(store, told, actor="lan", now=NOW, request="1")
    approve(store, receipt.number, actor="office", now=NOW, request="2")
    versions = figure_versions(store, as_of=NOW, unit="stp", first=MARCH, last=MARCH)
    assert {v.indicator: v.note for v in versions} == {"dung-han": said, "sang-kien": None}


@pytest.mark.parametrize(("note", "enough"), [("", False), (".", False), ("đúng", False),
                                              ("Tết nghỉ", True), (None, False)])  # fmt: skip
def test_a_few_letters_explain_nothing(store, note, enough):
    checked = examined(store, "dung-han,100,203,,")
    notes = {("stp", "dung-han", MARCH, None): note}
    assert (explained(checked.problems, notes) == ()) is enough


def test_the_note_that_is_published_already_explains_no_new_amount(store):
    publish(store, "stp", "dung-han", "2021-03", 100, 203, when="2021-04-01T08:00",
            note="Phần mềm hỏng")  # fmt: skip
    same = examined(store, "dung-han,90,203,,Phần mềm hỏng")
    assert len(explained(same.problems, notes_of(same))) == 1
    other = examined(store, "dung-han,90,203,,Đếm thiếu ở hai xã")
    assert explained(other.problems, notes_of(other)) == ()


def test_a_figure_sent_again_as_it_is_published_is_not_asked_about_again(store):
    publish(store, "stp", "dung-han", "2021-03", 100, 203, when="2021-04-01T08:00")
    assert found(examined(store, "dung-han,100,203,,", "sang-kien,,,2,")) == []


def test_a_repeat_and_a_slip_are_asked_about(store):
    again = ",".join(map(str, ("dung-han", *BEFORE[-1], "", "")))
    assert found(examined(store, again)) == [("checks.repeated?", "2")]
    slipped = examined(store, "dung-han,1920,2030,,")
    assert found(slipped) == [("checks.slip_up?", "2")] * 2


def test_figures_at_the_target_are_asked_about_after_months_of_them(store):
    for place, cases in enumerate((200, 220, 180, 240)):
        month = month_text(MARCH - 4 + place)
        publish(store, "stp", "dung-han", month, cases * 95 // 100, cases,
                when=f"2021-03-0{place + 2}T08:00")  # fmt: skip
    assert ("checks.at_target?", "2") in found(examined(store, "dung-han,247,260,,"))
    assert ("checks.at_target?", "2") not in found(examined(store, "dung-han,248,260,,"))


def test_late_revisions_that_all_improve_are_asked_about_from_the_third_on(store):
    late = at("2021-05-10T08:00")
    for place in (2, 3):
        month = month_text(MARCH - place)
        publish(store, "stp", "dung-han", month, 199, 204, when=f"2021-05-0{place}T08:00")
    better = examined(store, "dung-han,199,201,,đếm lại cho đúng", now=late, month=MARCH - 1)
    assert ("checks.only_upward?", "2") in found(better)
    worse = examined(store, "dung-han,180,204,,đếm lại cho đúng", now=late, month=MARCH - 1)
    assert ("checks.only_upward?", "2") not in found(worse)
    publish(store, "stp", "dung-han", "2020-11", 150, 204, when="2021-05-04T08:00")
    again = examined(store, "dung-han,199,201,,đếm lại cho đúng", now=late, month=MARCH - 1)
    assert ("checks.only_upward?", "2") not in found(again)


def test_a_list_of_many_units_is_held_against_each_units_own_months(store):
    header = "unit,indicator,period,numerator,denominator,note\n"
    rows = ["stp,dung-han,2021-03,100,203,", "snv,dung-han,2021-03,100,203,"]
    evaluation = evaluate(store, MARCH, NOW)
    text = header + "\n".join(rows)
    read = check(store, evaluation, None, "tinh.csv", text.encode())
    checked = examine(store, evaluation, read)
    assert found(checked) == [("checks.jump_last_year?", "2")]


def test_every_sentence_can_be_said_in_both_languages(store):
    publish(store, "stp", "ton", "2021-02", 7, when="2021-03-01T08:00")
    checked = examined(store, "dung-han,1920,2030,,", "truoc-han,193,204,,", "moi,,,3,",
                       "ton,,,5,", "chuyen-sang,,,3,")  # fmt: skip
    texts = [problem_text(p, language) for p in checked.problems for language in LANGUAGES]
    assert len(texts) >= 10
    assert all("{" not in text and "Label(" not in text for text in texts)
    assert any("mẫu số của “Tỷ lệ hồ sơ trước hạn” là 204" in text for text in texts)


def test_the_copy_of_the_file_has_the_sentences_in_its_cells(store):
    checked = examined(store, "dung-han,192,203,,", "truoc-han,193,204,,")
    name, content = annotated_copy(checked, lambda problem: problem_text(problem, "vi"))
    assert name == "thang3_can-sua.xlsx"
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[1]
    assert "phải bằng" in sheet["A3"].comment.text
    broken = replace(checked, content=b"PK\x03\x04 broken", name="a.xlsx")
    with pytest.raises(Refused):
        annotated_copy(broken, str)
