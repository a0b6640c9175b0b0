"""Two clerks for one unit and month: the second is told by whom, when, and what differs."""

import threading

import pytest

from kpis.domain.problems import Refused
from kpis.services.overtaking import Overtaken, left_out, revision_of
from kpis.services.reviewing import waiting
from kpis.services.submitting import receipt_for, submit
from tests.ledger import at
from tests.services.sending import MARCH, NOW, checked, send

LATER = at("2022-01-01T00:00")


def test_the_second_is_told_who_was_first_and_in_which_cells_they_differ(store):
    send(store, ("dung-han", 90, 100), ("sang-kien", 2), actor="Lan", base=0)
    with pytest.raises(Overtaken) as told:
        send(store, ("dung-han", 95, 100), actor="Hùng", when="2021-04-02T09:30", base=0)
    first, *cells = told.value.problems
    assert first.code == "way.overtaken"
    assert dict(first.values) == {"n": 1, "at": "09:00", "day": "02/04/2021", "actor": "Lan"}
    shown = [(p.values["indicator"].en, p.values["theirs"], p.values["mine"]) for p in cells]
    assert shown == [("Settled on time", "90/100", "95/100"), ("Initiatives", "2", "-")]
    assert [(d.theirs is None, d.mine is None) for d in told.value.differences] == [
        (False, False),
        (False, True),
    ]
    assert len(waiting(store, LATER)) == 1, "nothing of the second was written"


def test_having_seen_it_the_second_may_send_on_top(store):
    first = send(store, ("dung-han", 90, 100), base=0)
    with pytest.raises(Overtaken) as told:
        send(store, ("dung-han", 95, 100), when="2021-04-02T09:30", base=0)
    on_top = send(store, ("dung-han", 95, 100), when="2021-04-02T09:31", base=told.value.revision)
    assert on_top.superseded == (first.number,)


def test_the_same_figures_from_two_people_differ_nowhere(store):
    send(store, ("dung-han", 90, 100), base=0)
    with pytest.raises(Overtaken) as told:
        send(store, ("dung-han", 90, 100), when="2021-04-02T09:30", base=0)
    assert told.value.differences == ()


def test_a_revision_that_there_has_not_been_is_refused(store):
    with pytest.raises(Refused, match=r"way\.revision_unknown"):
        send(store, ("dung-han", 90, 100), base=7)


def test_revisions_count_by_unit_and_month(store):
    send(store, ("dung-han", 90, 100))
    send(store, ("dung-han", 91, 100), when="2021-04-02T10:00")
    assert revision_of(store, "stp", MARCH) == 2
    assert revision_of(store, "stp", MARCH + 1) == revision_of(store, "snv", MARCH) == 0


def test_what_a_newer_submission_would_leave_out_can_be_said_before(store):
    send(store, ("dung-han", 90, 100), ("sang-kien", 2))
    said = checked(store, ("dung-han", 95, 100))
    gone = left_out(store, "stp", MARCH, said.understood.figures)
    assert [(version.indicator, version.value) for version in gone] == [("sang-kien", 2)]


def test_the_same_request_gives_the_same_receipt_even_after_others_came(store):
    first = send(store, ("dung-han", 90, 100), request="một lần", base=0)
    send(store, ("dung-han", 95, 100), when="2021-04-02T09:30")
    again = send(store, ("dung-han", 90, 100), request="một lần", base=0)
    assert again.repeated
    assert (again.number, again.submitted_at) == (first.number, first.submitted_at)
    assert receipt_for(store, "một lần").number == first.number
    assert receipt_for(store, "chưa từng") is None


def test_of_many_at_once_one_wins_and_all_others_are_told(store):
    said = [checked(store, ("dung-han", n, 100)) for n in range(8)]
    outcomes = []

    def go(n):
        try:
            outcomes.append(
                submit(store, said[n], actor=f"{n}", now=at(NOW), request=f"{n}", base_revision=0)
            )
        except Overtaken as told:
            outcomes.append(told)

    threads = [threading.Thread(target=go, args=[n]) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [won] = [each for each in outcomes if not isinstance(each, Overtaken)]
    assert [s.number for s in waiting(store, LATER)] == [won.number]
    assert {told.latest.number for told in outcomes if told is not won} == {won.number}
