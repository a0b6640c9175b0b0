"""Workbooks of other layouts, from the first proposal to published figures of many units."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from kpis.domain.months import month_of
from kpis.domain.problems import Refused
from kpis.services import mapping as mappings
from kpis.services.reviewing import publish as approve
from kpis.services.reviewing import review, waiting
from kpis.services.submitting import check, submit
from kpis.store.figures import figure_versions
from tests.ledger import at, item, judged, publish

MARCH = month_of("2021-03")
NOW, LATER = at("2021-04-02T09:00"), at("2021-04-02T10:00")
EXPORT = """\
Đơn vị;Số hồ sơ đúng hạn;Tổng số hồ sơ;Số sáng kiến
Sở TP;95;100;1
SNV;180;200;
UBND TP. Vĩnh Yên;;;2
Tổng cộng;275;300;3
"""


def read_table(text: str = EXPORT):
    return mappings.read_upload("mot-cua.csv", text.encode())


@pytest.fixture
def settled(store):
    """What a person confirmed: the proposal with its columns and source."""
    found = mappings.propose(store, read_table(), as_of=NOW, source="Một cửa")
    columns = (
        mappings.Column(1, "Số hồ sơ đúng hạn", "dung-han", "numerator"),
        mappings.Column(2, "Tổng số hồ sơ", "dung-han", "denominator"),
        mappings.Column(3, "Số sáng kiến", "sang-kien", "value"),
    )
    return replace(found, columns=columns)


def keep(store, mapping, request="r1", now=NOW, table=None):
    table = table or read_table()
    return mappings.keep(store, mapping, table, actor="Lan", now=now, request=request)


def read(store, mapping, text=EXPORT, **more):
    given = {"month": MARCH, "as_of": NOW} | more
    return mappings.read(store, mapping, "mot-cua.csv", text.encode(), **given)


def test_the_proposal_knows_units_by_their_names(store):
    found = mappings.propose(store, read_table(), as_of=NOW)
    assert (found.unit_column, found.unit_header, found.sheets) == (0, "Đơn vị", (None,))
    assert ("sang-kien", "value") in {(c.indicator, c.part) for c in found.columns}


def test_what_is_kept_is_offered_for_the_next_file_of_the_same_layout(store, settled):
    made = keep(store, settled)
    [offer] = mappings.offered(store, read_table(EXPORT[:60]), as_of=LATER)
    assert (offer.number, offer.mapping, offer.actor) == (made.number, settled, "Lan")
    assert mappings.offered(store, read_table("a;b\n1;2\n"), as_of=LATER) == []
    assert mappings.offered(store, read_table(), as_of=at("2021-04-01T09:00")) == []


def test_what_is_kept_anew_counts_and_what_is_taken_back_is_offered_no_more(store, settled):
    keep(store, settled)
    again = replace(settled, ignored=("Hội Nông dân",))
    keep(store, again, request="r2", now=LATER)
    assert [k.mapping for k in mappings.kept(store, as_of=LATER)] == [again]
    mappings.discard(store, settled, actor="Lan", now=LATER, request="r3")
    mappings.discard(store, settled, actor="Lan", now=LATER, request="r3")
    assert mappings.kept(store, as_of=LATER) == []


def test_a_double_click_keeps_once(store, settled):
    assert keep(store, settled).number == keep(store, settled).number
    assert store.connection.execute("select count(*) from mapping").fetchone() == (1,)


def test_what_does_not_read_the_file_before_it_is_not_kept(store, settled):
    with pytest.raises(Refused) as refused:
        keep(store, replace(settled, source=" ", columns=()))
    assert [p.code for p in refused.value.problems] == [
        "mapping.no_columns",
        "mapping.source_missing",
    ]
    with pytest.raises(Refused) as refused:
        keep(store, settled, table=read_table(EXPORT.replace("Tổng số", "Tất cả")))
    assert [p.code for p in refused.value.problems] == ["mapping.header_changed"]
    assert mappings.kept(store, as_of=LATER) == []


def test_many_units_are_read_compared_and_told_what_would_move(store, settled):
    publish(store, "snv", "dung-han", "2021-03", 180, 200, when="2021-04-01T09:00")
    checked = read(store, settled)
    assert (checked.unit, checked.month, checked.acceptable) == (None, MARCH, True)
    assert [(f.unit, f.indicator, f.place) for f in checked.understood.figures] == [
        ("stp", "dung-han", "2"),
        ("stp", "sang-kien", "2"),
        ("snv", "dung-han", "3"),
        ("vy", "sang-kien", "4"),
    ]
    assert [state.state for state in checked.states] == ["new", "new", "unchanged", "new"]
    assert [s.reason for s in checked.understood.skipped] == ["total"]
    moved = {(e.before.unit, e.before.indicator): e.after.actual for e in checked.effects}
    assert moved == {("stp", "dung-han"): 95.0, ("stp", "sang-kien"): 1.0}
    assert waiting(store, LATER) == []


def test_one_submission_holds_them_all_and_counts_once_published(store, settled):
    checked = read(store, settled)
    receipt = submit(store, checked, actor="Văn phòng", now=NOW, request="s1")
    again = submit(store, checked, actor="Văn phòng", now=LATER, request="s1")
    assert (receipt.unit, receipt.month, receipt.figures) == (None, MARCH, 4)
    assert (again.number, again.repeated) == (receipt.number, True)
    assert len(review(store, receipt.number, LATER).figures) == 4
    approve(store, receipt.number, actor="Sếp", now=LATER, request="p1")
    assert item(store, "stp", "dung-han", "2021-03", "2021-04-02T11:00").actual == 95.0
    assert item(store, "snv", "dung-han", "2021-03", "2021-04-02T11:00").actual == 90.0
    [version] = figure_versions(store, as_of=LATER, unit="vy")
    assert (version.value, version.place, version.file_name) == (D(2), "4", "mot-cua.csv")


def test_a_revision_needs_a_reason_and_names_unit_and_indicator(store, settled):
    publish(store, "stp", "dung-han", "2021-03", 90, 100, when="2021-04-01T09:00")
    checked = read(store, settled)
    [problem] = checked.problems
    assert problem.code == "figures.revision_without_reason"
    assert problem.values["figure"] == "Sở Tư pháp, Tỷ lệ hồ sơ đúng hạn, 2021-03"
    assert read(store, settled, reason="Đối chiếu lại").acceptable


def test_a_doubtful_number_is_settled_by_what_the_unit_last_reported(store, settled):
    publish(store, "stp", "sang-kien", "2021-02", 1100, when="2021-03-02T09:00")
    text = EXPORT.replace("95;100;1\n", "95;100;1.234\n")
    checked = read(store, settled, text)
    assert D(1234) in [f.value for f in checked.understood.figures]
    assert [(p.code, p.place) for p in checked.problems] == [("workbook.number_by_last", "2")]


def in_tcvn3(text: str) -> bytes:
    """What the ABC fonts make of the few letters that these tests need."""
    letters = "Đđơưêôàáảãạấậỉịốồổộởứếúụ"
    signs = "§®¬\u00adª«µ¸¶·¹ÊËØÞèåæéëøÕóô"
    table = dict(zip(letters, signs, strict=True))
    return "".join(table.get(letter, letter) for letter in text).encode("latin-1")


def test_a_file_in_an_old_encoding_is_asked_about_and_then_read(store, settled):
    content = in_tcvn3("Đơn vị;Số hồ sơ đúng hạn;Tổng số hồ sơ;Số sáng kiến\nSở TP;95;100;1\n")
    table = mappings.read_upload("mot-cua.csv", content)
    assert list(table.previews) == ["tcvn3"]
    given = {"month": MARCH, "as_of": NOW}
    asked = mappings.read(store, settled, "mot-cua.csv", content, **given)
    assert [p.code for p in asked.problems] == ["table.encoding_unclear"]
    told = mappings.read(store, settled, "mot-cua.csv", content, **given, encoding="tcvn3")
    assert [f.unit for f in told.understood.figures] == ["stp", "stp"]


def test_a_file_that_does_not_fit_has_no_figures_and_says_where(store, settled):
    checked = read(store, settled, EXPORT.replace("Số sáng kiến", "Sáng kiến"))
    assert [(p.code, p.place) for p in checked.problems] == [("mapping.header_changed", "1")]
    assert (checked.understood.figures, checked.acceptable) == ((), False)


def test_a_units_own_mapping_says_rank_and_completion_too(store):
    text = "Số hồ sơ đúng hạn;Tổng số hồ sơ\n96;100\n"
    table = read_table(text)
    columns = (
        mappings.Column(0, "Số hồ sơ đúng hạn", "dung-han", "numerator"),
        mappings.Column(1, "Tổng số hồ sơ", "dung-han", "denominator"),
    )
    own = mappings.Mapping("stp", "Một cửa", (None,), 0, columns)
    keep(store, own, table=table)
    checked = read(store, own, text)
    assert (checked.unit, checked.acceptable) == ("stp", True)
    assert checked.completion[1] == judged_after(store, checked)
    assert [k.mapping for k in mappings.offered(store, table, as_of=LATER, unit="stp")] == [own]
    assert mappings.offered(store, table, as_of=LATER, unit="snv") == []


def judged_after(store, checked):
    receipt = submit(store, checked, actor="Lan", now=NOW, request="s2")
    approve(store, receipt.number, actor="Sếp", now=NOW, request="p2")
    return judged(store, "2021-03", "2021-04-02T10:00").standing_of("stp").standing.completion


def test_the_senders_choice_of_encoding_reaches_the_ordinary_check(store):
    evaluation = judged(store, "2021-03", "2021-04-02T09:00")
    content = in_tcvn3("Chỉ tiêu;Giá trị\nSố sáng kiến;2\n")
    asked = check(store, evaluation, "stp", "a.csv", content, month=MARCH)
    assert [p.code for p in asked.problems] == ["table.encoding_unclear"]
    told = check(store, evaluation, "stp", "a.csv", content, month=MARCH, encoding="tcvn3")
    assert [(f.indicator, f.value) for f in told.understood.figures] == [("sang-kien", D(2))]
