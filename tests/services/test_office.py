"""The office's queue and bulk approval."""

import pytest

from kpis.services.confirming import withdraw
from kpis.services.loading import Act, load_figures
from kpis.services.office import approve_all, days_late, queue
from kpis.services.overtaking import revision_of
from kpis.services.submitting import check, submit
from tests.ledger import HEADER, at, item, judged, publish, row
from tests.services.sending import MARCH, NOW, send

LATER = "2021-04-20T09:00"
DEADLINE = at("2021-04-06T00:00")


def warned(store, unit="snv", when=NOW):
    """A submission with a warning: a column that nobody reads."""
    content = b"indicator,numerator,denominator,value,xem xet\ndung-han,80,100,,a\n"
    said = check(store, judged(store, "2021-03", when), unit, "w.csv", content, month=MARCH)
    assert [problem.code for problem in said.problems] == ["workbook.column_ignored"]
    return submit(
        store,
        said,
        actor="cán bộ",
        now=at(when),
        request=f"w{unit}{when}",
        base_revision=revision_of(store, unit, MARCH),
    ).number


def imported(store):
    content = (HEADER + row("vy", "de-an", "2021-03", 1)).encode()
    return load_figures(store, "f.csv", content, Act("nhập", at(NOW))).submission


def bulk(store, *numbers, request="1"):
    return approve_all(store, numbers, actor="sếp", now=at(LATER), request=request)


@pytest.mark.parametrize(
    ("instant", "days"),
    [
        ("2021-04-05T23:59", 0),
        ("2021-04-06T00:00", 1),
        ("2021-04-06T23:59", 1),
        ("2021-04-07T00:00", 2),
        ("2021-05-06T00:00", 31),
    ],
)
def test_the_first_day_after_the_deadline_is_one_day_late(instant, days):
    assert days_late(at(instant), DEADLINE) == days


def test_the_queue_is_empty_when_nothing_waits(store):
    assert queue(store, at(LATER)) == []


def test_a_row_says_deadline_counts_warnings_and_what_would_move(store):
    publish(store, "stp", "dung-han", "2021-03", 80, 100, when="2021-04-01T09:00")
    number = send(store, ("dung-han", 99, 100, "rà soát"), ("sang-kien", 3)).number
    [waits] = queue(store, at(LATER))
    assert waits.submission.number == number
    assert (waits.deadline, waits.days_late) == (DEADLINE, 15)
    assert (waits.new, waits.revised, waits.warnings) == (1, 1, 0)
    was = {i.indicator: i.status for i in judged(store, "2021-03", LATER).items_of(unit="stp")}
    bulk(store, number)
    now = {i.indicator: i.status for i in judged(store, "2021-03", LATER).items_of(unit="stp")}
    assert waits.moved == sum(was[code] != now[code] for code in was) > 0


def test_the_earliest_deadline_comes_first_then_warnings_then_revisions_then_effect(store):
    publish(store, "stp", "sang-kien", "2021-03", 1, when="2021-04-01T09:00")
    april = send(store, ("dung-han", 90, 100), month=MARCH + 1, when="2021-04-02T08:00").number
    moving = send(store, ("de-an", 1), unit="vy").number
    revised = send(store, ("sang-kien", 2, "rà soát")).number
    warning = warned(store)
    rows = queue(store, at(LATER))
    assert [each.submission.number for each in rows] == [warning, revised, moving, april]
    assert [each.risk[:2] for each in rows] == [(1, 0), (0, 1), (0, 0), (0, 0)]


def test_of_equals_the_oldest_comes_first(store):
    first = send(store, ("dung-han", 90, 100), base=None).number
    second = send(store, ("dung-han", 91, 100), when="2021-04-02T10:00", base=None).number
    assert [each.submission.number for each in queue(store, at(LATER))] == [first, second]


def test_an_import_is_looked_at_before_all_and_never_in_bulk(store):
    send(store, ("dung-han", 90, 100))
    number = imported(store)
    first = queue(store, at(LATER))[0]
    assert (first.submission.number, first.deadline, first.warnings, first.moved) == (
        number,
        None,
        None,
        None,
    )
    assert not first.for_bulk


def test_bulk_approval_takes_what_has_no_warning_and_says_why_it_leaves_the_rest(store):
    fine = send(store, ("dung-han", 96, 100)).number
    warning, unchecked = warned(store), imported(store)
    gone = send(store, ("de-an", 1), unit="vy").number
    withdraw(store, gone, actor="cán bộ", now=at(NOW), request="thu hồi")
    done = bulk(store, fine, warning, unchecked, gone, 9999, fine)
    assert [each.number for each in done.taken] == [fine]
    assert [(number, problem.code) for number, problem in done.left] == [
        (warning, "way.bulk_warnings"),
        (unchecked, "way.bulk_unchecked"),
        (gone, "way.withdrawn"),
        (9999, "review.unknown"),
    ]
    assert item(store, "stp", "dung-han", "2021-03", "2021-05-01T00:00").actual == 96
    assert item(store, "snv", "dung-han", "2021-03", "2021-05-01T00:00").actual is None


def test_the_same_bulk_click_twice_gives_the_same_answer(store):
    fine = send(store, ("dung-han", 96, 100)).number
    first, again = bulk(store, fine), bulk(store, fine)
    assert first == again
    [left] = bulk(store, fine, request="2").left
    assert left[1].code == "review.decided"
