"""Typing instead of uploading: kept as typed, checked as a file, sent as a file."""

import csv
from io import StringIO

import pytest

from kpis.domain.problems import Problem, Refused
from kpis.services import drafting
from kpis.services.confirming import history
from kpis.services.drafting import Typed
from kpis.services.evaluation import evaluate
from kpis.services.owing import owed
from kpis.services.submitting import receipt_of
from kpis.store import database
from kpis.store.figures import figure_versions
from kpis.store.submissions import stored_file
from tests.ledger import at
from tests.services.sending import MARCH, NOW, send

LATER = at("2022-01-01T00:00")
RIGHT = (Typed("dung-han", None, "90", "100", note="đủ"), Typed("sang-kien", None, value="2"))
KEY = ("stp", MARCH, "Lan")


def save(store, cells=RIGHT, when=NOW, key=KEY):
    return drafting.save(store, *key, cells, at(when))


def judged(store, when=NOW):
    return evaluate(store, MARCH, at(when))


def submit(store, draft, request="1", base=0, when="2021-04-02T10:00"):
    return drafting.submit_draft(
        store,
        judged(store, when),
        draft,
        actor=draft.actor,
        now=at(when),
        request=request,
        base_revision=base,
    )


def test_a_draft_is_kept_as_typed_and_the_latest_counts(store):
    save(store, (Typed("dung-han", None, "chín mươi", "1.234"),))
    saved = save(store, RIGHT, "2021-04-02T09:05")
    assert drafting.draft_of(store, *KEY) == saved
    assert saved.cells == RIGHT
    assert (saved.begun, saved.saved_at) == (at(NOW), at("2021-04-02T09:05"))


def test_earlier_states_stay_and_the_same_state_is_not_written_again(store):
    for when in ("2021-04-02T09:00", "2021-04-02T09:10"):
        save(store, RIGHT, when)
    save(store, RIGHT[:1], "2021-04-02T09:20")
    [(rows,)] = store.connection.execute("select count(*) from draft").fetchall()
    assert rows == 2


def test_a_draft_survives_the_end_of_the_server(tmp_path):
    url = f"duckdb:{tmp_path / 'kpis.duckdb'}"
    store = database.create(url)
    save(store)
    store.close()
    again = database.open_existing(url)
    assert drafting.draft_of(again, *KEY).cells == RIGHT
    again.close()


def test_saving_is_no_act_so_that_nothing_is_judged_anew(store):
    before = database.revision(store)
    save(store)
    drafting.discard(store, *KEY, at(NOW))
    assert database.revision(store) == before


def test_people_units_and_months_do_not_share_a_draft(store):
    save(store)
    save(store, RIGHT[:1], key=("stp", MARCH, "Hùng"))
    assert drafting.draft_of(store, *KEY).cells == RIGHT
    assert drafting.draft_of(store, "snv", MARCH, "Lan") is None
    assert drafting.draft_of(store, "stp", MARCH + 1, "Lan") is None
    assert {draft.actor for draft in drafting.drafts_of(store, "stp", MARCH)} == {"Lan", "Hùng"}


def test_a_discarded_draft_is_gone_and_a_new_one_begins_afresh(store):
    save(store)
    assert drafting.discard(store, *KEY, at("2021-04-02T09:10"))
    assert drafting.draft_of(store, *KEY) is None
    assert not drafting.discard(store, *KEY, at("2021-04-02T09:11"))
    assert save(store, when="2021-04-03T09:00").begun == at("2021-04-03T09:00")


def test_what_is_owed_makes_the_rows_of_an_empty_grid(store):
    rows = drafting.empty_rows(owed(store, judged(store), "stp"))
    assert rows == [Typed("dung-han"), Typed("sang-kien")]
    said = drafting.check_typed(store, judged(store), "stp", rows)
    assert not said.acceptable
    assert [p.code for p in said.problems] == ["workbook.no_figures"]


@pytest.mark.parametrize(
    ("cells", "code", "row"),
    [
        ((Typed("dung-han", None, "x", "100"), RIGHT[1]), "workbook.not_a_number", 0),
        ((RIGHT[0], Typed("sang-kien", None, value="-1")), "figures.negative", 1),
        (
            (RIGHT[0], Typed("sang-kien", None, value="2", nothing="x")),
            "workbook.nothing_and_numbers",
            1,
        ),
        (
            (Typed("dung-han", None, "101", "100"), RIGHT[1]),
            "figures.numerator_above_denominator",
            0,
        ),
        ((RIGHT[1], Typed("khong-co", None, value="1")), "figures.unknown", 1),
        # Nothing tells whether a thousand or about one is meant: asked, not guessed.
        ((RIGHT[1], Typed("dung-han", None, "1.234", "9")), "workbook.number_ambiguous", 1),
    ],
)
def test_typed_cells_meet_the_checks_of_a_file_and_problems_lead_to_their_row(
    store, cells, code, row
):
    said = drafting.check_typed(store, judged(store), "stp", cells)
    assert [(p.code, drafting.row_of(p, cells)) for p in said.problems] == [(code, row)]
    assert not said.acceptable


def test_a_problem_of_the_whole_leads_to_no_row():
    assert drafting.row_of(Problem("workbook.no_figures", "f.csv"), RIGHT) is None
    assert drafting.row_of(Problem("workbook.no_figures", "f.csv", "1"), RIGHT) is None
    assert drafting.row_of(Problem("workbook.no_figures", "f.csv", "4"), RIGHT) is None


def test_a_decimal_comma_and_nothing_happened_are_understood(store):
    cells = (Typed("hai-long", None, value="81,5"), Typed("dung-han", None, nothing="x"))
    said = drafting.check_typed(store, judged(store), "snv", cells)
    figures = {f.indicator: (f.numerator, f.denominator, f.value) for f in said.understood.figures}
    assert figures["dung-han"] == (0, 0, None)
    assert float(figures["hai-long"][2]) == 81.5


def test_a_draft_becomes_a_submission_with_a_file_and_is_no_draft_any_more(store):
    receipt = submit(store, save(store))
    assert drafting.draft_of(store, *KEY) is None
    assert (receipt.unit, receipt.month, receipt.figures) == ("stp", MARCH, 2)
    lines = stored_file(store, receipt.sha256).decode("utf-8-sig").splitlines()
    assert lines[1] == '"stp";"dung-han";"2021-03";"";"90";"100";"";"";"đủ"'
    places = [
        version.place
        for version in figure_versions(
            store, as_of=LATER, submission=receipt.number, published_only=False
        )
    ]
    assert places == ["2", "3"], "every figure leads to its line"
    steps = [(event.event, event.at) for event in history(store, receipt.number)]
    assert steps == [("draft", at(NOW)), ("submitted", at("2021-04-02T10:00"))]


def test_a_double_click_gives_the_same_receipt_though_the_draft_is_gone(store):
    draft = save(store)
    first, again = submit(store, draft), submit(store, draft)
    assert (again.number, again.repeated) == (first.number, True)


def test_a_refused_draft_stays(store):
    draft = save(store, (Typed("dung-han", None, "101", "100"),))
    with pytest.raises(Refused):
        submit(store, draft)
    assert drafting.draft_of(store, *KEY) == draft


def test_a_draft_that_was_overtaken_stays_and_can_be_sent_on_top(store):
    draft = save(store)
    first = send(store, ("dung-han", 80, 100), actor="Hùng", when="2021-04-02T09:30")
    with pytest.raises(Refused, match=r"way\.overtaken"):
        submit(store, draft, base=0)
    assert submit(store, draft, base=1).superseded == (first.number,)


def test_a_row_twice_or_a_page_in_a_cell_is_not_kept(store):
    with pytest.raises(Refused, match=r"draft\.row_twice"):
        save(store, (Typed("dung-han"), Typed("dung-han")))
    with pytest.raises(Refused, match=r"draft\.too_long"):
        save(store, (Typed("dung-han", note="dài" * 1000),))
    assert drafting.draft_of(store, *KEY) is None


@pytest.mark.parametrize("note", ["=1+1", "@SUM(A1)", "+84", "-x", "＝cmd"])
def test_a_note_is_never_a_formula_in_the_file(store, note):
    content = drafting.as_file("stp", MARCH, [Typed("dung-han", None, "1", "2", note=note)])
    [_, row] = csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert row[-1] == f"'{note}"


@pytest.mark.parametrize("note", ['nói "đúng"; sai, thì sửa', "hai\ndòng", "a;b;c,d"])
def test_any_note_comes_back_on_one_line(store, note):
    cells = (Typed("dung-han", None, "90", "100", note=note), RIGHT[1])
    said = drafting.check_typed(store, judged(store), "stp", cells)
    assert said.acceptable
    assert said.understood.figures[0].note == " ".join(note.split())
    assert [f.place for f in said.understood.figures] == ["2", "3"]


def test_members_are_typed_by_row(store):
    cells = [Typed("linh-vuc", "dat-dai", "9", "10"), Typed("linh-vuc", "y-te", "8", "10")]
    said = drafting.check_typed(store, judged(store), "vy", cells)
    assert [(f.member, f.numerator) for f in said.understood.figures] == [
        ("dat-dai", 9),
        ("y-te", 8),
    ]


def test_the_receipt_of_a_draft_is_found_again(store):
    receipt = submit(store, save(store))
    [(entry,)] = store.connection.execute(
        "select sequence from entry where request = '1'"
    ).fetchall()
    assert receipt_of(store, entry) == receipt
