"""Months open, close where the settings say so, and are opened again by the office."""

import pytest

from kpis.domain.problems import Refused
from kpis.services import loading
from kpis.services.drafting import Typed, save, submit_draft
from kpis.services.evaluation import evaluate
from kpis.services.periods import closed_to, period_of, reopen, reopenings_of
from tests.ledger import SMALL, at
from tests.services.sending import MARCH, send

IN_TIME, TOO_LATE = "2021-04-05T23:59", "2021-04-06T00:00"
UNTIL = "2021-04-20T00:00"


def settings(store, text):
    content = SMALL["settings.yaml"].replace(
        "due_day: 5, due_month: next, window_start_day: 1", text
    )
    act = loading.Act("quản trị", at("2021-03-02T09:00"))
    loading.load_settings(store, "settings.yaml", content.encode(), act)


@pytest.fixture
def closing(store):
    settings(store, "close: deadline")
    return store


def report(store, when, unit="stp", request=None):
    return send(store, ("dung-han", 90, 100), unit=unit, when=when, request=request)


def again(store, unit="stp", when="2021-04-10T09:00", until=UNTIL, reason="Mất điện", **more):
    return reopen(
        store,
        MARCH,
        unit=unit,
        until=at(until),
        reason=reason,
        actor="sếp",
        now=at(when),
        request=f"{unit}{when}{until}",
        **more,
    )


def refusal(how, *args, **more):
    with pytest.raises(Refused) as refused:
        how(*args, **more)
    return refused.value.problems[0]


def test_months_never_close_unless_the_settings_say_so(store):
    for when in ("2021-03-15T09:00", "2021-04-02T09:00", "2027-04-02T09:00"):
        assert closed_to(store, [MARCH], "stp", at(when)) == []
        assert period_of(store, MARCH, "stp", at(when)).accepts
    assert report(store, "2027-04-02T09:00").number


def test_a_month_opens_at_the_end_of_its_window_and_closes_at_its_deadline(closing):
    period = period_of(closing, MARCH, "stp", at(IN_TIME))
    assert (period.opens, period.closes) == (at("2021-04-01T00:00"), at(TOO_LATE))
    assert period.ends == at(TOO_LATE)
    early = refusal(report, closing, "2021-03-31T23:59")
    assert (early.code, early.values["opens"]) == ("period.not_open", "00:00 01/04/2021")
    assert report(closing, IN_TIME).number


def test_a_submission_to_a_closed_month_is_refused_with_what_to_ask(closing):
    problem = refusal(report, closing, TOO_LATE)
    assert problem.code == "period.closed"
    assert dict(problem.values) == {"month": "03/2021", "closed": "00:00 06/04/2021"}


def test_the_receipt_of_what_was_sent_in_time_is_given_also_after_the_closing(closing):
    first = report(closing, IN_TIME, request="một lần")
    late = report(closing, TOO_LATE, request="một lần")
    assert (late.number, late.repeated) == (first.number, True)


@pytest.mark.parametrize(
    ("reporting", "opens"),
    [
        # From the 15th to the 14th, due on the 20th: the window ends before the deadline.
        ("due_day: 20, due_month: same, window_start_day: 15", "2021-03-15T00:00"),
        # Due on the 25th of a month that ends on the 31st: open from its first day.
        ("due_day: 25, due_month: same, window_start_day: 1", "2021-03-01T00:00"),
    ],
)
def test_a_month_is_open_for_a_while_under_every_regime(store, reporting, opens):
    settings(store, f"close: deadline, {reporting}")
    assert period_of(store, MARCH, "stp", at("2021-03-18T00:00")).opens == at(opens)
    assert report(store, "2021-03-18T09:00").number


def test_the_office_opens_a_closed_month_again_for_one_unit_until_an_instant(closing):
    period = again(closing)
    assert (period.state, period.ends) == ("reopened", at(UNTIL))
    assert (period.reopened.actor, period.reopened.reason) == ("sếp", "Mất điện")
    assert refusal(report, closing, "2021-04-12T09:00", unit="snv").code == "period.closed"
    assert report(closing, "2021-04-19T23:59").number
    shut = refusal(report, closing, UNTIL)
    assert (shut.code, shut.values["until"]) == ("period.closed_again", "00:00 20/04/2021")


def test_a_month_is_opened_again_for_all_at_once(closing):
    assert again(closing, unit=None).state == "reopened"
    assert report(closing, "2021-04-12T09:00", unit="snv").number
    assert report(closing, "2021-04-12T09:01", unit="stp").number
    assert [each.unit for each in reopenings_of(closing, MARCH)] == [None]


def test_before_it_is_opened_again_it_is_as_closed_as_ever(closing):
    again(closing, when="2021-04-10T09:00")
    assert not period_of(closing, MARCH, "stp", at("2021-04-09T09:00")).accepts
    assert period_of(closing, MARCH, None, at("2021-04-11T09:00")).state == "closed"


def test_a_second_reopening_extends_the_first_and_does_not_cut_it_short(closing):
    again(closing, until="2021-04-20T00:00")
    again(closing, unit=None, when="2021-04-11T09:00", until="2021-04-12T00:00")
    assert period_of(closing, MARCH, "stp", at("2021-04-15T09:00")).ends == at("2021-04-20T00:00")
    again(closing, when="2021-04-21T09:00", until="2021-04-25T00:00")
    assert report(closing, "2021-04-24T09:00").number


def test_the_same_click_opens_a_month_once(closing):
    again(closing)
    again(closing)
    assert len(reopenings_of(closing)) == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"reason": "  "}, "period.reason_missing"),
        ({"until": "2021-04-10T09:00"}, "period.end_passed"),
        ({"unit": "khong-co"}, "period.unknown_unit"),
        ({"when": "2021-04-03T09:00"}, "period.not_closed"),
    ],
)
def test_what_can_not_be_opened_again_is_refused_in_words(closing, more, code):
    assert refusal(again, closing, **more).code == code
    assert reopenings_of(closing) == []


def test_where_months_never_close_there_is_nothing_to_open_again(store):
    assert refusal(again, store).code == "period.not_closed"


def test_what_was_typed_waits_for_the_month_to_be_opened_again(closing):
    cells = [Typed("dung-han", None, "90", "100")]
    draft = save(closing, "stp", MARCH, "Lan", cells, at(IN_TIME))

    def go(when):
        evaluation = evaluate(closing, MARCH, at(when))
        return submit_draft(
            closing, evaluation, draft, actor="Lan", now=at(when), request="1", base_revision=0
        )

    assert refusal(go, TOO_LATE).code == "period.closed"
    again(closing)
    assert go("2021-04-12T09:00").figures == 1
