"""Submissions, what became of them, and the files as received."""

import hashlib
from decimal import Decimal

from kpis.domain.figures import Figure
from kpis.domain.months import month_of
from kpis.store.database import entry
from kpis.store.submissions import (
    Batch,
    keep_file,
    keep_files,
    stored_file,
    submissions,
    write_event,
    write_submissions,
)
from tests.ledger import at

LATER = at("2022-01-01T00:00")
MARCH = month_of("2021-03")
FIGURE = Figure("stp", "sang-kien", MARCH, None, None, None, Decimal(1))


def record(store, *batches, now="2021-04-02T09:00"):
    with entry(store, "submit", actor="cán bộ", recorded=at(now)) as writing:
        return write_submissions(writing, batches)


def decide(store, number, event, now, reason=None):
    with entry(store, event, actor="sếp", recorded=at(now)) as writing:
        write_event(writing, number, event, actor="sếp", reason=reason)


def test_a_submission_has_the_state_of_its_latest_event(store):
    batch = Batch([FIGURE, FIGURE], "cán bộ", "stp", MARCH, "abc", "bc.xlsx", "lý do")
    [number] = record(store, batch)
    decide(store, number, "returned", "2021-04-03T09:00", "thiếu mẫu số")
    [before] = submissions(store, as_of=at("2021-04-02T10:00"))
    [after] = submissions(store, as_of=LATER)
    assert (before.state, before.state_at) == ("submitted", at("2021-04-02T09:00"))
    assert (after.state, after.state_at) == ("returned", at("2021-04-03T09:00"))
    assert (after.state_actor, after.state_reason) == ("sếp", "thiếu mẫu số")
    assert (after.number, after.unit, after.period, after.figures) == (number, "stp", MARCH, 2)
    assert (after.file, after.file_name, after.actor, after.reason) == (
        "abc",
        "bc.xlsx",
        "cán bộ",
        "lý do",
    )
    assert submissions(store, as_of=at("2021-04-01T00:00")) == []


def test_submissions_are_found_by_unit_number_and_state_the_latest_first(store):
    numbers = record(
        store,
        Batch([FIGURE], "cán bộ", "stp"),
        Batch([], "cán bộ", "snv"),
        Batch([FIGURE], "cán bộ", approved=at("2021-04-02T09:00"), approver="sếp"),
    )
    assert [s.number for s in submissions(store, as_of=LATER)] == numbers[::-1]
    assert [s.number for s in submissions(store, as_of=LATER, unit="snv")] == [numbers[1]]
    assert [s.number for s in submissions(store, as_of=LATER, number=numbers[0])] == [numbers[0]]
    [approved] = submissions(store, as_of=LATER, state="approved")
    assert (approved.number, approved.unit, approved.state_actor) == (numbers[2], None, "sếp")
    assert [s.figures for s in submissions(store, as_of=LATER)] == [1, 0, 1]


def test_a_submission_may_be_older_than_the_act_that_records_it(store):
    old = at("2021-02-01T08:00")
    record(store, Batch([FIGURE], "cán bộ", submitted=old, approved=at("2021-02-03T08:00")))
    [found] = submissions(store, as_of=at("2021-02-02T00:00"))
    assert (found.submitted_at, found.state) == (old, "submitted")


def test_a_file_is_kept_as_received_and_once(store):
    content = bytes(range(256)) * 40
    sha256 = hashlib.sha256(content).hexdigest()
    for now in ("2021-04-02T09:00", "2021-05-02T09:00"):
        with entry(store, "submit", actor="cán bộ", recorded=at(now)) as writing:
            keep_file(writing, sha256, content)
    with entry(store, "submit", actor="cán bộ", recorded=LATER) as writing:
        keep_files(writing, {sha256: content, "other": b""})
        keep_files(writing, {})
    assert stored_file(store, sha256) == content
    assert stored_file(store, "other") == b""
    assert stored_file(store, "nobody's") is None
    assert store.connection.execute("select count(*) from stored_file").fetchone() == (2,)
