"""The way of a submission through the services: confirmed, withdrawn, superseded, approved."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kpis.domain import way
from kpis.domain.definitions import Label
from kpis.domain.months import month_of
from kpis.domain.problems import Problem, Refused
from kpis.services import confirming, loading
from kpis.services.kept_warnings import warnings_of
from kpis.services.reviewing import publish, send_back, waiting
from kpis.services.submitting import submit
from tests.ledger import HEADER, SMALL, at, item, row
from tests.services.sending import NOW, checked, send

LATER = at("2022-01-01T00:00")


@pytest.fixture
def number(store):
    return send(store, ("dung-han", 90, 100)).number


def head_confirms(store):
    settings = SMALL["settings.yaml"].replace("due_day: 5", "confirm: head, due_day: 5")
    act = loading.Act("quản trị", at("2021-03-02T09:00"))
    loading.load_settings(store, "settings.yaml", settings.encode(), act)


def step(how, store, number, actor="sếp", when="2021-04-03T09:00", **more):
    return how(
        store, number, actor=actor, now=at(when), request=f"{how.__name__}{when}{actor}", **more
    )


def refused(how, *args, **more):
    with pytest.raises(Refused) as found:
        step(how, *args, **more)
    [problem] = found.value.problems
    return problem


def test_the_head_confirms_and_the_office_publishes(store, number):
    head_confirms(store)
    assert step(confirming.confirm, store, number, "giám đốc").state == way.CONFIRMED
    assert [s.number for s in waiting(store, LATER)] == [number]
    assert step(publish, store, number).state == way.APPROVED
    states = [(event.event, event.actor) for event in confirming.history(store, number)]
    assert states == [("submitted", "cán bộ"), ("confirmed", "giám đốc"), ("approved", "sếp")]


def test_without_confirmation_nothing_is_published_where_the_head_has_to_confirm(store, number):
    head_confirms(store)
    assert refused(publish, store, number).code == "way.not_confirmed"
    assert refused(confirming.take_up, store, number).code == "way.not_confirmed"
    assert item(store, "stp", "dung-han", "2021-03", "2021-05-01T00:00").actual is None
    back = step(
        confirming.send_back_to_clerk, store, number, "giám đốc", reason="Chưa khớp sổ một cửa"
    )
    assert (back.state, back.state_reason) == ("returned", "Chưa khớp sổ một cửa")


def test_an_import_over_many_units_has_no_head_to_wait_for(store):
    head_confirms(store)
    content = (HEADER + row("stp", "dung-han", "2021-03", 90, 100)).encode()
    made = loading.load_figures(store, "f.csv", content, loading.Act("nhập", at(NOW)))
    assert step(publish, store, made.submission).state == "approved"


def test_confirming_is_possible_also_where_it_is_not_required(store, number):
    assert step(confirming.confirm, store, number).state == "confirmed"
    assert step(confirming.take_up, store, number).state == "in_review"
    assert step(publish, store, number).state == "approved"


def test_only_the_sender_withdraws_and_only_until_it_is_looked_at(store, number):
    other = refused(confirming.withdraw, store, number, actor="người khác")
    assert (other.code, other.values["sender"]) == ("way.not_sender", "cán bộ")
    step(confirming.take_up, store, number)
    late = refused(confirming.withdraw, store, number, actor="cán bộ", when="2021-04-04T09:00")
    assert late.code == "way.no_such_step"
    again = send(store, ("dung-han", 91, 100), when="2021-04-05T09:00")
    assert again.superseded == (number,), "what is being looked at is mended by a newer one"


def test_what_was_withdrawn_waits_no_longer_and_is_not_published(store, number):
    step(confirming.withdraw, store, number, actor="cán bộ")
    assert waiting(store, LATER) == []
    problem = refused(publish, store, number, when="2021-04-04T09:00")
    assert problem.code == "way.withdrawn"
    assert (problem.values["actor"], problem.values["at"]) == ("cán bộ", "09:00 03/04/2021")
    assert item(store, "stp", "dung-han", "2021-03", "2021-05-01T00:00").actual is None


def test_a_newer_submission_supersedes_the_one_that_waits_and_that_says_by_which(store, number):
    newer = send(store, ("dung-han", 95, 100), when="2021-04-02T10:00", actor="cán bộ 2")
    assert newer.superseded == (number,)
    last = confirming.history(store, number)[-1]
    assert (last.event, last.actor, last.successor) == ("superseded", "cán bộ 2", newer.number)
    assert [s.number for s in waiting(store, LATER)] == [newer.number]


def test_approving_what_is_superseded_is_refused_and_names_the_newer_one(store, number):
    newer = send(store, ("dung-han", 95, 100), when="2021-04-02T10:00")
    problem = refused(publish, store, number)
    assert (problem.code, problem.values["by"]) == ("way.superseded", newer.number)
    assert refused(send_back, store, number, reason="x").code == "way.superseded"
    step(publish, store, newer.number)
    assert item(store, "stp", "dung-han", "2021-03", "2021-05-01T00:00").actual == 95


def test_a_newer_submission_leaves_what_is_decided_as_it_is(store, number):
    step(publish, store, number)
    newer = send(store, ("dung-han", 95, 100, "rà soát"), when="2021-04-04T09:00")
    assert newer.superseded == ()
    assert item(store, "stp", "dung-han", "2021-03", "2021-05-01T00:00").actual == 90
    step(publish, store, newer.number, when="2021-04-05T09:00")
    assert item(store, "stp", "dung-han", "2021-03", "2021-05-01T00:00").actual == 95


def test_submissions_of_other_units_and_months_stay(store, number):
    send(store, ("dung-han", 80, 100), unit="snv")
    send(store, ("dung-han", 80, 100), month=month_of("2021-04"), when="2021-05-02T09:00")
    assert number in [s.number for s in waiting(store, LATER)]


def test_without_a_base_revision_submissions_wait_beside_one_another(store, number):
    second = send(store, ("dung-han", 95, 100), when="2021-04-02T10:00", base=None)
    assert {s.number for s in waiting(store, LATER)} == {number, second.number}
    assert second.superseded == ()


def test_warnings_are_kept_with_a_submission_word_for_word(store):
    values = {
        "indicator": Label("Hài lòng", "Satisfaction"),
        "found": Decimal("0.50"),
        "count": 3,
        "day": date(2021, 4, 1),
    }
    warning = Problem("workbook.maybe_fraction", "f.csv", "3", values, blocking=False)
    said = replace(checked(store, ("sang-kien", 3)), problems=(warning,))
    receipt = submit(store, said, actor="cán bộ", now=at(NOW), request="1", base_revision=0)
    [[kept]] = warnings_of(store, [receipt.number, 999]).values()
    assert kept == replace(warning, values={**values, "day": "2021-04-01"})
