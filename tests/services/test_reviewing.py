"""Submissions that wait are published or sent back, once, by somebody, with a reason."""

import threading

import pytest

from kpis.domain.problems import Refused
from kpis.services.loading import Act, load_figures
from kpis.services.reviewing import publish, review, send_back, submissions_of, waiting
from kpis.services.trail import figure_trail
from kpis.store.figures import figure_versions
from tests.ledger import HEADER, at, item, row
from tests.ledger import publish as published

LATER = at("2022-01-01T00:00")


@pytest.fixture
def number(store):
    """A submission that waits: March of stp, 90 of 100 on time."""
    return submitted(store, row("stp", "dung-han", "2021-03", 90, 100))


def submitted(store, *rows, when="2021-04-02T09:00", **more):
    act = Act("cán bộ", at(when))
    content = (HEADER + "".join(rows)).encode()
    return load_figures(store, "figures.csv", content, act, **more).submission


def decide(how, store, number, when="2021-04-03T09:00", request=None, **more):
    now = at(when)
    return how(store, number, actor="sếp", now=now, request=request or f"{how}{when}", **more)


def actual(store, when):
    return item(store, "stp", "dung-han", "2021-03", when).actual


def test_a_submission_waits_until_somebody_decides(store, number):
    assert [s.number for s in waiting(store, at("2021-04-02T10:00"))] == [number]
    assert waiting(store, at("2021-04-02T08:00")) == []
    decide(publish, store, number)
    assert waiting(store, at("2021-04-03T10:00")) == []
    assert [s.number for s in waiting(store, at("2021-04-02T10:00"))] == [number], "as it was then"


def test_published_figures_count_from_the_instant_of_the_decision(store, number):
    made = decide(publish, store, number)
    assert (made.state, made.state_actor, made.state_at) == (
        "approved",
        "sếp",
        at("2021-04-03T09:00"),
    )
    assert actual(store, "2021-04-03T08:59:59") is None
    assert actual(store, "2021-04-03T09:00:00") == 90


def test_figures_that_were_sent_back_never_count_and_the_reason_is_kept(store, number):
    made = decide(send_back, store, number, reason="Mẫu số chưa khớp sổ một cửa")
    assert (made.state, made.state_reason) == ("returned", "Mẫu số chưa khớp sổ một cửa")
    assert actual(store, "2030-01-01T00:00") is None
    [version] = figure_versions(store, as_of=LATER, submission=number, published_only=False)
    assert version.published_at is None


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_nothing_is_sent_back_without_a_reason(store, number, reason):
    with pytest.raises(Refused, match=r"review\.reason_missing"):
        decide(send_back, store, number, reason=reason)
    assert [s.number for s in waiting(store, LATER)] == [number]


def test_what_is_decided_stays_decided(store, number):
    decide(publish, store, number)
    with pytest.raises(Refused, match=r"review\.decided"):
        decide(publish, store, number, when="2021-04-04T09:00")
    with pytest.raises(Refused, match=r"review\.decided"):
        decide(send_back, store, number, when="2021-04-04T09:00", reason="đổi ý")
    assert actual(store, "2021-04-03T09:00:00") == 90
    other = submitted(store, row("snv", "dung-han", "2021-03", 1, 2))
    decide(send_back, store, other, reason="sai")
    with pytest.raises(Refused, match=r"review\.decided"):
        decide(publish, store, other, when="2021-04-04T09:00")


def test_the_same_click_twice_is_one_decision(store, number):
    first = decide(publish, store, number, request="một lần")
    again = decide(publish, store, number, when="2021-04-05T09:00", request="một lần")
    assert again == first
    assert again.state_at == at("2021-04-03T09:00")


def test_of_two_who_decide_at_once_one_is_told(store, number):
    outcomes = []

    def click(how, request, **more):
        try:
            outcomes.append(decide(how, store, number, request=request, **more).state)
        except Refused as refused:
            outcomes.append(refused.problems[0].code)

    threads = [threading.Thread(target=click, args=(publish, f"a{n}")) for n in range(3)]
    threads += [
        threading.Thread(target=click, args=(send_back, f"b{n}"), kwargs={"reason": "sai"})
        for n in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("review.decided") == 5
    assert len(outcomes) == 6


@pytest.mark.parametrize("how", [publish, review, send_back])
def test_there_is_no_deciding_on_what_does_not_exist(store, how):
    with pytest.raises(Refused, match=r"review\.unknown"):
        if how is review:
            review(store, 999, LATER)
        elif how is publish:
            decide(publish, store, 999)
        else:
            decide(send_back, store, 999, reason="x")


def test_a_review_shows_every_figure_beside_what_is_published(store):
    published(store, "stp", "dung-han", "2021-03", 80, 100, when="2021-04-01T09:00")
    rows = row("stp", "dung-han", "2021-03", 90, 100), row("stp", "sang-kien", "2021-03", 1)
    number = submitted(store, *rows, reason="rà soát")
    seen = review(store, number, LATER)
    assert (seen.submission.number, seen.submission.reason) == (number, "rà soát")
    shown = {
        f.indicator: (s.state, s.numerator) for f, s in zip(seen.figures, seen.states, strict=True)
    }
    assert shown == {"dung-han": ("revised", 80), "sang-kien": ("new", None)}
    assert [figure.place for figure in seen.figures] == ["2", "3"]


def test_a_submission_without_figures_can_be_looked_at(store):
    from kpis.store.database import entry
    from kpis.store.submissions import Batch, write_submissions

    with entry(store, "submit", actor="cán bộ", recorded=at("2021-04-02T09:00")) as writing:
        [number] = write_submissions(writing, [Batch([], "cán bộ", unit="stp")])
    assert review(store, number, LATER).figures == ()
    assert [s.number for s in submissions_of(store, "stp", LATER)] == [number]
    assert submissions_of(store, "snv", LATER) == []


def test_a_published_revision_replaces_and_the_old_one_stays_in_the_trail(store, number):
    decide(publish, store, number)
    second = submitted(
        store, row("stp", "dung-han", "2021-03", 95, 100), when="2021-04-10T09:00", reason="sót"
    )
    decide(publish, store, second, when="2021-04-11T09:00")
    assert (actual(store, "2021-04-10T00:00"), actual(store, "2021-04-12T00:00")) == (90, 95)
    march = {"unit": "stp", "indicator": "dung-han", "month": 2021 * 12 + 2}
    trail = figure_trail(store, **march, as_of=LATER)
    assert [version.numerator for version in trail.versions] == [95, 90]
    assert trail.counts == {trail.versions[0].sequence}
