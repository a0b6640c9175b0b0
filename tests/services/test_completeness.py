"""How much of what was owed is published, apart from that whether in time, and who is late."""

import pytest

from kpis.domain.months import month_of
from kpis.services.completeness import completeness, late, reminders, share
from kpis.services.reviewing import publish as approve
from tests.ledger import at, publish
from tests.services.sending import MARCH, send

FEBRUARY = month_of("2021-02")


def rows(store, when, *months):
    found = completeness(store, months or [MARCH], at(when))
    return {row.unit if len(months) < 2 else (row.unit, row.month): row for row in found}


def test_completeness_is_figures_published_of_figures_owed(store):
    publish(store, "stp", "dung-han", "2021-03", 90, 100, when="2021-04-02T09:00")
    found = rows(store, "2021-04-03T09:00")
    assert {unit: (row.published, row.owed) for unit, row in found.items()} == {
        "stp": (1, 2),
        "snv": (0, 2),
        "vy": (0, 2),
    }
    assert found["stp"].missing == ("sang-kien",)
    assert found["stp"].share == 50
    assert share(found.values()) == pytest.approx(100 / 6)
    assert share([]) is None


def test_figures_that_nobody_owes_do_not_lift_it_above_100(store):
    for code, *amounts in (("dung-han", 90, 100), ("sang-kien", 1), ("hai-long", 80)):
        publish(store, "stp", code, "2021-03", *amounts, when="2021-04-02T09:00")
    assert rows(store, "2021-04-03T09:00")["stp"].share == 100


def test_what_is_due_by_the_quarter_is_owed_in_its_last_month_only(store):
    found = rows(store, "2021-05-01T09:00", FEBRUARY, MARCH)
    assert (found["snv", FEBRUARY].owed, found["snv", MARCH].owed) == (1, 2)


def test_being_in_time_is_told_from_the_first_publication_and_not_from_revisions(store):
    publish(store, "stp", "dung-han", "2021-03", 90, 100, when="2021-04-05T23:00")
    publish(store, "stp", "sang-kien", "2021-03", 1, when="2021-04-04T09:00")
    publish(store, "stp", "dung-han", "2021-03", 91, 100, when="2021-04-20T09:00")
    row = rows(store, "2021-05-01T09:00")["stp"]
    assert (row.complete_at, row.days_late, row.in_time) == (at("2021-04-05T23:00"), 0, True)


def test_the_last_owed_figure_decides_how_late_a_unit_was(store):
    publish(store, "stp", "dung-han", "2021-03", 90, 100, when="2021-04-02T09:00")
    publish(store, "stp", "sang-kien", "2021-03", 1, when="2021-04-08T09:00")
    row = rows(store, "2021-05-01T09:00")["stp"]
    assert (row.published, row.days_late, row.in_time) == (2, 3, False)


def test_before_the_deadline_nobody_is_late_and_nothing_is_told_of_being_in_time(store):
    row = rows(store, "2021-04-05T23:59")["stp"]
    assert (row.days_late, row.in_time) == (0, None)
    assert rows(store, "2021-04-06T00:00")["stp"].days_late == 1
    assert rows(store, "2021-04-06T00:00")["stp"].in_time is False


def test_when_it_was_sent_stands_beside_when_the_office_published_it(store):
    receipt = send(store, ("dung-han", 90, 100), ("sang-kien", 1), when="2021-04-04T09:00")
    waits = rows(store, "2021-04-07T09:00")["stp"]
    assert waits.missing == waits.waiting == ("dung-han", "sang-kien")
    approve(store, receipt.number, actor="sếp", now=at("2021-04-08T09:00"), request="1")
    row = rows(store, "2021-04-09T09:00")["stp"]
    assert (row.sent_at, row.complete_at) == (at("2021-04-04T09:00"), at("2021-04-08T09:00"))
    assert (row.days_late, row.waiting) == (3, ())


def test_as_known_at_an_earlier_instant_it_is_as_it_was_then(store):
    publish(store, "stp", "dung-han", "2021-03", 90, 100, when="2021-04-02T09:00")
    assert rows(store, "2021-04-02T08:59")["stp"].published == 0


def test_who_is_late_comes_by_how_long_and_with_what_is_missing(store):
    for code, *amounts in (("dung-han", 90, 100), ("sang-kien", 1)):
        for month in ("2021-01", "2021-02"):
            publish(store, "stp", code, month, *amounts, when="2021-03-04T09:00")
    found = late(store, [MARCH, FEBRUARY], at("2021-04-08T09:00"))
    assert [each.unit.code for each in found] == ["vy", "snv", "stp"]
    assert [(each.since, each.days) for each in found] == [
        (at("2021-03-06T00:00"), 34),
        (at("2021-03-06T00:00"), 34),
        (at("2021-04-06T00:00"), 3),
    ]
    assert [month.month for month in found[0].months] == [FEBRUARY, MARCH]
    assert late(store, [MARCH], at("2021-04-05T09:00")) == []


def test_a_reminder_names_month_deadline_days_and_every_missing_indicator(store):
    publish(store, "stp", "dung-han", "2021-03", 90, 100, when="2021-04-02T09:00")
    texts = {each.unit.code: each for each in reminders(store, [MARCH], at("2021-04-08T09:00"))}
    assert texts["stp"].late
    assert texts["stp"].text.splitlines()[:5] == [
        "Kính gửi: Sở Tư pháp",
        "",
        "Tính đến 09:00 08/04/2021, đơn vị còn các số liệu chưa nộp như sau:",
        "- Tháng 03/2021: hạn hết ngày 05/04/2021, quá hạn 3 ngày, còn 1 chỉ tiêu:",
        "    + Số sáng kiến",
    ]
    english = reminders(store, [MARCH], at("2021-04-03T09:00"), "en")
    assert not english[0].late
    assert "- 03/2021: due by the end of 05/04/2021, 1 indicators:" in english[0].text


def test_nobody_is_reminded_of_what_only_waits_for_the_office(store):
    send(store, ("dung-han", 90, 100), ("sang-kien", 1))
    send(store, ("dung-han", 90, 100), unit="snv")
    texts = {
        each.unit.code: each.text for each in reminders(store, [MARCH], at("2021-04-08T09:00"))
    }
    assert "stp" not in texts
    assert "Mức độ hài lòng" in texts["snv"]
    assert "Tỷ lệ hồ sơ đúng hạn" not in texts["snv"]


def test_late_units_are_reminded_first(store):
    april = month_of("2021-04")
    for code, *amounts in (("dung-han", 90, 100), ("sang-kien", 1)):
        publish(store, "stp", code, "2021-03", *amounts, when="2021-04-02T09:00")
    found = reminders(store, [MARCH, april], at("2021-04-20T09:00"))
    assert [(each.unit.code, each.late) for each in found] == [
        ("snv", True),
        ("vy", True),
        ("stp", False),
    ]
