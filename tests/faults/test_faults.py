"""The faults in short: `make faults` tries each of them as often as the specification asks."""

import signal
from uuid import uuid4

import pytest

from kpis.services import submitting
from kpis.store import database
from tests.faults.counting import JANUARY, filled_file, halves, judged, later, said
from tests.faults.kills import kills
from tests.faults.races import approvals, double_clicks, races

QUICK = [
    (races, 20, {}),
    (double_clicks, 10, {}),
    (approvals, 6, {}),
    (kills, 2, {}),
    (kills, 1, {"how": signal.SIGTERM}),
]


@pytest.mark.parametrize(("fault", "tries", "more"), QUICK)
def test_nothing_is_lost_and_nothing_partial_whatever_happens_during_a_save(
    tmp_path, fault, tries, more
):
    tally = fault(tmp_path, tries, **more)
    assert tally.tries == tries
    assert tally.clean, tally


def test_the_races_see_it_when_nobody_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(submitting, "refuse_overtaken", lambda *anything: None)
    assert races(tmp_path, 1).lost


def test_the_double_clicks_see_it_when_a_click_is_carried_out_twice(tmp_path, monkeypatch):
    real = submitting.submit

    def forgetful(store, checked, *, request, base_revision, **more):
        return real(store, checked, request=str(uuid4()), base_revision=None, **more)

    monkeypatch.setattr("tests.faults.races.submit", forgetful)
    assert double_clicks(tmp_path, 1).lost


@pytest.mark.parametrize(
    "lacking", ["stored_file", "submission_event", "submission_check", "figure", "entry"]
)
def test_a_submission_that_lacks_a_part_is_seen(tmp_path, lacking):
    store = database.open_existing(filled_file(tmp_path))
    one = said(store, judged(store, JANUARY), "stp", 1)
    submitting.submit(store, one, actor="Lan", now=later(1), request="1", base_revision=0)
    assert halves(store) == 0
    store.connection.execute(
        f"delete from {lacking} where sequence >= (select max(sequence) from entry)"
    )
    assert halves(store) == 1
    store.close()
