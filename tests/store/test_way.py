"""Events, supersessions, checks, evidence, reopenings and drafts in the store."""

import threading
from decimal import Decimal

import pytest

from kpis.domain.figures import Figure
from kpis.domain.months import month_of
from kpis.services.verifying import verify
from kpis.store import drafts
from kpis.store.database import beside, entry, revision
from kpis.store.drafts import Typed
from kpis.store.events import checks_of, events_of, write_check, write_supersession
from kpis.store.evidence import evidence, write_evidence
from kpis.store.periods import reopenings, write_reopening
from kpis.store.submissions import Batch, keep_file, submissions, write_event, write_submissions
from tests.ledger import at

NOW, LATER = at("2021-04-02T09:00"), at("2022-01-01T00:00")
MARCH = month_of("2021-03")
FIGURE = Figure("stp", "sang-kien", MARCH, None, None, None, Decimal(1))


def record(store, *batches):
    with entry(store, "submit", actor="cán bộ", recorded=NOW) as writing:
        return write_submissions(writing, batches)


def test_the_steps_of_a_submission_come_in_their_order_with_who_and_why(store):
    begun = at("2021-04-01T08:00")
    old, new = record(
        store, Batch([FIGURE], "Lan", "stp", MARCH, drafted=begun), Batch([], "Hùng", "stp", MARCH)
    )
    with entry(store, "submit", actor="Hùng", recorded=at("2021-04-03T09:00")) as writing:
        write_event(writing, old, "superseded", actor="Hùng")
        write_supersession(writing, old, new)
    assert events_of(store, old) == [
        ("draft", begun, "Lan", None, None),
        ("submitted", NOW, "Lan", None, None),
        ("superseded", at("2021-04-03T09:00"), "Hùng", None, new),
    ]
    assert [event.event for event in events_of(store, new)] == ["submitted"]
    assert events_of(store, 999) == []


def test_submissions_are_found_by_month_and_by_several_states(store):
    first, second, third = record(
        store,
        Batch([], "a", "stp", MARCH),
        Batch([], "b", "stp", MARCH),
        Batch([], "c", "stp", MARCH + 1),
    )
    with entry(store, "confirmed", actor="x", recorded=NOW) as writing:
        write_event(writing, second, "confirmed", actor="x")

    def numbers(**more):
        return [each.number for each in submissions(store, as_of=LATER, **more)]

    assert numbers(period=MARCH) == [second, first]
    assert numbers(states=["submitted", "confirmed"]) == [third, second, first]
    assert numbers(states=["confirmed"]) == numbers(state="confirmed") == [second]
    assert numbers(states=[]) == []


def test_what_was_said_when_a_submission_was_sent_is_found_by_its_number(store):
    first, second = record(store, Batch([], "a"), Batch([], "b"))
    with entry(store, "submit", actor="a", recorded=NOW) as writing:
        write_check(writing, first, 2, '["x"]')
    assert checks_of(store, [first, second]) == {first: (first, 2, '["x"]')}
    assert checks_of(store, []) == {}


def test_evidence_is_listed_by_figure_and_by_submission(store):
    record(store, Batch([FIGURE], "Lan", "stp", MARCH))
    [(figure, number)] = store.connection.execute(
        "select sequence, submission from figure"
    ).fetchall()
    with entry(store, "attach", actor="Lan", recorded=NOW) as writing:
        keep_file(writing, "abc", b"12345")
        made = write_evidence(
            writing, figure=figure, submission=number, file="abc", name="a.pdf", actor="Lan"
        )
    [found] = evidence(store, figure=figure)
    assert found == evidence(store, submission=number)[0]
    assert (found.sequence, found.attached_at, found.size) == (made, NOW, 5)
    assert evidence(store, figure=figure + 1) == []


def test_reopenings_are_those_of_the_unit_and_those_of_all(store):
    with entry(store, "reopen", actor="sếp", recorded=NOW) as writing:
        for unit in ("stp", "snv", None):
            write_reopening(
                writing, period=MARCH, unit=unit, until=LATER, actor="sếp", reason="lý do"
            )
    found = reopenings(store, as_of=NOW, period=MARCH, unit="stp")
    assert [(each.unit, each.at, each.until) for each in found] == [
        ("stp", NOW, LATER),
        (None, NOW, LATER),
    ]
    assert len(reopenings(store, as_of=NOW)) == 3
    assert reopenings(store, as_of=at("2021-04-01T09:00")) == []
    assert reopenings(store, as_of=NOW, period=MARCH + 1) == []


def test_a_draft_of_a_submission_that_fails_stays(store):
    draft = drafts.save(store, "stp", MARCH, "Lan", [Typed("sang-kien", None, value="1")], NOW)
    with (
        pytest.raises(RuntimeError),
        entry(store, "submit", actor="Lan", recorded=NOW) as writing,
    ):
        drafts.write_sent(writing, draft, 7)
        raise RuntimeError("the disk is full")
    assert drafts.drafts(store, unit="stp") == [draft]
    with entry(store, "submit", actor="Lan", recorded=NOW) as writing:
        drafts.write_sent(writing, draft, 7)
    assert drafts.drafts(store) == []


def test_what_is_written_beside_the_ledger_is_written_whole_or_not_at_all(store):
    with pytest.raises(RuntimeError), beside(store) as cursor:
        cursor.execute(
            "insert into draft values (1, now()::timestamp, 'a', 1, 'b', 'kept', "
            "now()::timestamp, null, '[]')"
        )
        raise RuntimeError("in the middle")
    assert drafts.drafts(store) == []
    assert revision(store) == 0


def test_many_tabs_that_save_at_once_write_one_after_the_other(store):
    def save(number):
        for value in range(5):
            cells = [Typed("sang-kien", None, value=f"{number}.{value}")]
            drafts.save(store, "stp", MARCH, f"người {number}", cells, NOW)

    threads = [threading.Thread(target=save, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    values = {draft.actor: draft.cells[0].value for draft in drafts.drafts(store)}
    assert values == {f"người {n}": f"{n}.4" for n in range(6)}
    places = [place for (place,) in store.connection.execute("select place from draft").fetchall()]
    assert sorted(places) == list(range(1, 31))


@pytest.mark.parametrize(
    "change",
    [
        "supersession set successor = submission",
        "submission_check set warnings = 0",
        "evidence set name = 'b.pdf'",
        "reopening set reason = 'khác'",
    ],
)
def test_verifying_sees_a_changed_row_of_the_way(store, change):
    one, two = record(store, Batch([FIGURE], "a", "stp", MARCH), Batch([], "b", "stp", MARCH))
    [(figure,)] = store.connection.execute("select sequence from figure").fetchall()
    with entry(store, "all", actor="a", recorded=NOW) as writing:
        write_supersession(writing, one, two)
        write_check(writing, two, 3, "[]")
        keep_file(writing, "abc", b"1")
        write_evidence(writing, figure=figure, submission=one, file="abc", name="a.pdf", actor="a")
        write_reopening(writing, period=MARCH, unit=None, until=LATER, actor="a", reason="b")
    before = {code for code, _ in verify(store).faults}
    store.connection.execute(f"update {change}")
    assert {code for code, _ in verify(store).faults} - before == {"verify.act_changed"}


def test_verifying_sees_evidence_without_its_figure_or_file(store):
    with entry(store, "attach", actor="a", recorded=NOW) as writing:
        write_evidence(writing, figure=99, submission=98, file="abc", name="a.pdf", actor="a")
        write_supersession(writing, 98, 97)
    found = {str(v["what"]) for code, v in verify(store).faults if code == "verify.loose_end"}
    assert found == {
        "evidence of an unknown figure",
        "evidence without its file",
        "supersession by an unknown submission",
    }
