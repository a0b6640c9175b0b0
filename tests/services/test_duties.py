"""A unit's months: what it owed in each, what is published, what waits."""

import pytest

from kpis.domain.months import month_of, month_text
from kpis.services.duties import months_of
from kpis.services.evaluation import known_at
from kpis.services.loading import Act, load_figures
from kpis.store.figures import figure_versions
from tests.ledger import HEADER, at, filled, publish, row


@pytest.fixture
def store():
    made = filled()
    yield made
    made.close()


def duties(store, unit: str, *months: str, when: str = "2021-05-01T00:00") -> dict[str, tuple]:
    """Month -> owed, reported, waiting."""
    known = known_at(store, at(when))
    found = months_of(store, known, unit, [month_of(month) for month in months])
    return {month_text(each.month): (each.owed, each.reported, each.waiting) for each in found}


def test_a_quarterly_indicator_is_owed_at_the_end_of_its_quarter(store):
    assert duties(store, "snv", "2021-02", "2021-03") == {
        "2021-02": (1, 0, 0),
        "2021-03": (2, 0, 0),
    }


def test_months_outside_the_term_are_left_out(store):
    assert duties(store, "stp", "2020-12", "2021-12", "2022-01") == {"2021-12": (2, 0, 0)}


def test_no_month_asked_for_is_no_month_found(store):
    assert duties(store, "stp") == {}


def test_what_is_published_later_is_not_reported_yet(store):
    publish(store, "stp", "dung-han", "2021-03", 90, 100, when="2021-04-02T09:00")
    assert duties(store, "stp", "2021-03", when="2021-04-02T08:59") == {"2021-03": (2, 0, 0)}
    assert duties(store, "stp", "2021-03", when="2021-04-02T09:00") == {"2021-03": (2, 1, 0)}


def test_figures_of_others_and_of_what_was_not_promised_do_not_count(store):
    publish(store, "snv", "dung-han", "2021-03", 90, 100, when="2021-04-02T09:00")  # another unit
    publish(store, "stp", "hai-long", "2021-03", 80, when="2021-04-02T09:00")  # not promised
    publish(store, "stp", "dung-han", "2021-02", 90, 100, when="2021-04-02T09:00")  # another month
    assert duties(store, "stp", "2021-03") == {"2021-03": (2, 0, 0)}


def test_an_import_over_many_units_is_nobodys_waiting_report(store):
    text = HEADER + row("stp", "dung-han", "2021-03", 90, 100)
    load_figures(store, "figures.csv", text.encode(), Act("văn phòng", at("2021-04-02T09:00")))
    figures = figure_versions(store, as_of=at("2021-05-01T00:00"), published_only=False)
    assert [figure.unit for figure in figures] == ["stp"]
    assert duties(store, "stp", "2021-03") == {"2021-03": (2, 0, 0)}


def test_the_deadline_is_the_midnight_that_ends_the_due_day(store):
    known = known_at(store, at("2021-05-01T00:00"))
    [march] = months_of(store, known, "stp", [month_of("2021-03")])
    assert march.deadline == at("2021-04-06T00:00")
    assert not march.complete
