"""Figures: what counted at an instant, what a new one is to it, every version that there was."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from kpis.domain.figures import Figure
from kpis.domain.months import month_of, month_text
from kpis.store.database import entry
from kpis.store.figures import (
    compared,
    figure_versions,
    figures_known_at,
    latest_figures,
    members_reported,
    months_reported,
)
from kpis.store.submissions import Batch, write_event, write_submissions
from tests.ledger import at

LATER = at("2022-01-01T00:00")
UNITS = {"stp": 0, "snv": 1}
INDICATORS = {"dung-han": 0, "sang-kien": 1, "linh-vuc": 2}


def figure(unit, indicator, month, *amounts, member=None, note=None, when=None, source="self"):
    values = [None if a is None else Decimal(str(a)) for a in amounts]
    numerator, denominator, value = values if len(values) == 3 else (*values, None)
    published = at(when) if when else None
    key = (unit, indicator, month_of(month), member)
    return Figure(*key, numerator, denominator, value, note, source, published)


def record(store, *figures, now="2021-04-02T09:00", approved=True, **batch):
    """Writes figures as one submission; gives its number."""
    with entry(store, "load", actor="người nhập", recorded=at(now)) as writing:
        done = at(now) if approved is True else approved
        [number] = write_submissions(
            writing, [Batch(figures, "cán bộ", approved=done or None, **batch)]
        )
    return number


def known_at(store, instant, first="2021-01", last="2021-12", **only):
    """(unit, indicator, month, member, numerator, denominator, value) of what counts, arranged."""
    found = figures_known_at(
        store,
        first=month_of(first),
        last=month_of(last),
        as_of=at(instant),
        unit_number=UNITS,
        indicator_number=INDICATORS,
        **only,
    )
    units, indicators, members = list(UNITS), list(INDICATORS), [*found.members, None]
    return [
        (
            units[found.unit[row]],
            indicators[found.indicator[row]],
            month_text(int(found.period[row])),
            members[found.member[row]],
            *(column.decimal(row) for column in (found.numerator, found.denominator, found.value)),
        )
        for row in range(len(found))
    ]


def test_the_latest_published_by_an_instant_counts(store):
    record(store, figure("stp", "dung-han", "2021-03", 90, 100), now="2021-04-02T09:00")
    record(
        store, figure("stp", "dung-han", "2021-03", 91, 100), now="2021-04-20T09:00"
    )  # a revision
    record(store, figure("snv", "dung-han", "2021-03", 10, 100))  # not included: another unit
    record(store, figure("stp", "dung-han", "2020-12", 10, 100))  # not included: too early
    record(store, figure("stp", "dung-han", "2021-04", 10, 100))  # not included: too late

    def numerators(instant):
        march = {"first": "2021-01", "last": "2021-03", "units": ["stp"]}
        return [row[4] for row in known_at(store, instant, **march)]

    assert numerators("2021-04-02T08:59:59") == []
    assert numerators("2021-04-02T09:00:00") == [90]
    assert numerators("2021-04-20T08:59:59") == [90]
    assert numerators("2021-04-20T09:00:00") == [91]
    assert numerators("2022-01-01T00:00:00") == [91]


def test_of_two_published_at_the_same_instant_the_later_in_the_ledger_counts(store):
    when = "2021-04-02T09:00"
    record(store, figure("stp", "sang-kien", "2021-03", None, None, 1, when=when))
    record(store, figure("stp", "sang-kien", "2021-03", None, None, 2, when=when))
    again = [
        figure("snv", "sang-kien", "2021-03", None, None, value, when=when) for value in (3, 4)
    ]
    record(store, *again)
    assert [row[6] for row in known_at(store, when)] == [2, 4]


def test_a_figure_published_earlier_but_recorded_later_does_not_replace(store):
    record(store, figure("stp", "sang-kien", "2021-03", None, None, 1, when="2021-04-20T09:00"))
    record(store, figure("stp", "sang-kien", "2021-03", None, None, 2, when="2021-04-02T09:00"))
    assert [row[6] for row in known_at(store, "2021-04-10T00:00")] == [2]
    assert [row[6] for row in known_at(store, "2021-05-01T00:00")] == [1]


def test_figures_that_wait_or_were_sent_back_do_not_count(store):
    waiting = record(store, figure("stp", "dung-han", "2021-03", 90, 100), approved=False)
    assert known_at(store, "2022-01-01T00:00") == []
    with entry(store, "publish", actor="sếp", recorded=at("2021-04-05T10:00")) as writing:
        write_event(writing, waiting, "approved", actor="sếp")
    returned = record(store, figure("snv", "dung-han", "2021-03", 90, 100), approved=False)
    with entry(store, "return", actor="sếp", recorded=at("2021-04-05T10:00")) as writing:
        write_event(writing, returned, "returned", actor="sếp", reason="sai")
    assert known_at(store, "2021-04-05T09:59:59") == []
    assert [row[0] for row in known_at(store, "2021-04-05T10:00")] == ["stp"]


def test_a_figure_that_brings_no_instant_counts_from_its_approval(store):
    record(store, figure("stp", "dung-han", "2021-03", 90, 100), approved=at("2021-04-06T00:00"))
    assert known_at(store, "2021-04-05T23:59:59") == []
    assert len(known_at(store, "2021-04-06T00:00")) == 1


def test_every_member_has_a_figure_of_its_own_in_the_order_of_codes(store):
    record(
        store,
        figure("stp", "linh-vuc", "2021-03", 9, 10, member="đất đai"),
        figure("stp", "linh-vuc", "2021-03", 8, 10, member="hộ tịch"),
        figure("stp", "linh-vuc", "2021-03", 7, 10, member="Xây dựng"),
    )
    record(
        store, figure("stp", "linh-vuc", "2021-03", 6, 10, member="hộ tịch"), now="2021-05-01T00:00"
    )
    found = [(row[3], row[4]) for row in known_at(store, "2022-01-01T00:00")]
    assert found == [("Xây dựng", 7), ("hộ tịch", 6), ("đất đai", 9)]


def test_rows_are_arranged_by_indicator_unit_and_month(store):
    keys = [
        ("snv", "sang-kien", "2021-02"),
        ("stp", "dung-han", "2021-03"),
        ("snv", "dung-han", "2021-01"),
    ]
    keys += [("stp", "sang-kien", "2021-01"), ("stp", "dung-han", "2021-01")]
    record(store, *(figure(*key, None, None, 1) for key in keys))
    assert [row[:3] for row in known_at(store, "2022-01-01T00:00")] == [
        ("stp", "dung-han", "2021-01"),
        ("stp", "dung-han", "2021-03"),
        ("snv", "dung-han", "2021-01"),
        ("stp", "sang-kien", "2021-01"),
        ("snv", "sang-kien", "2021-02"),
    ]
    assert [row[:2] for row in known_at(store, "2022-01-01T00:00", indicators=["sang-kien"])] == [
        ("stp", "sang-kien"),
        ("snv", "sang-kien"),
    ]
    assert known_at(store, "2022-01-01T00:00", units=[]) == []


@pytest.mark.parametrize(
    "amount",
    [
        "24.750000000000004",
        "0.000000000000000001",
        "99999999999999999999.999999999999999999",
        "-0.1",
    ],
)
def test_amounts_are_kept_to_the_last_digit(store, amount):
    record(store, figure("stp", "sang-kien", "2021-03", None, None, amount))
    assert [row[6] for row in known_at(store, "2022-01-01T00:00")] == [Decimal(amount)]
    [version] = figure_versions(store, as_of=LATER)
    assert f"{version.value:f}" == amount


@pytest.mark.parametrize("seed", range(4))
def test_what_counts_agrees_with_the_plain_statement_of_it(store, seed):
    random, ledger = Random(seed), []
    for _ in range(6):
        batch = []
        for _ in range(30):
            when = f"2021-07-{random.randint(1, 9):02d}T{random.randint(0, 3):02d}:00"
            key = (random.choice(list(UNITS)), "linh-vuc", f"2021-{random.randint(1, 6):02d}")
            member = random.choice(["a", "b"])
            batch.append(figure(*key, random.randint(0, 99), 100, member=member, when=when))
        record(store, *batch)
        ledger += batch
    for day in range(1, 11):
        instant = f"2021-07-{day:02d}T02:00"
        known = {}
        for one in sorted(ledger, key=lambda f: f.published_at):
            if one.published_at <= at(instant):
                known[one.unit, one.indicator, month_text(one.period), one.member] = one.numerator
        assert {row[:4]: row[4] for row in known_at(store, instant)} == known


STATES = [
    (figure("stp", "dung-han", "2021-03", 90, 100, note="ghi chú"), "unchanged"),
    (figure("stp", "dung-han", "2021-03", "90.0", "100.00", note="ghi chú"), "unchanged"),
    (figure("stp", "dung-han", "2021-03", 91, 100, note="ghi chú"), "revised"),
    (figure("stp", "dung-han", "2021-03", 90, 101, note="ghi chú"), "revised"),
    (figure("stp", "dung-han", "2021-03", None, None, 90, note="ghi chú"), "revised"),
    (figure("stp", "dung-han", "2021-03", 90, 100, note="ghi chú khác"), "revised"),
    (figure("stp", "dung-han", "2021-03", 90, 100), "revised"),
    (figure("stp", "dung-han", "2021-04", 90, 100), "new"),
    (figure("snv", "dung-han", "2021-03", 90, 100), "new"),
    (figure("stp", "linh-vuc", "2021-03", 90, 100), "new"),
    (figure("stp", "dung-han", "2021-03", 90, 100, member="a"), "new"),
    (figure("stp", "dung-han", "2021-03", 90, 100, when="2021-04-02T09:00"), "unchanged"),
    (figure("stp", "dung-han", "2021-03", 91, 100, when="2021-04-02T09:00"), "revised"),
    (figure("stp", "dung-han", "2021-03", 90, 100, when="2021-04-03T09:00"), "revised"),
    (figure("stp", "dung-han", "2021-03", 80, 100, when="2021-04-01T09:00"), "unchanged"),
]


@pytest.mark.parametrize(("incoming", "state"), STATES)
def test_an_incoming_figure_is_new_revised_or_unchanged(store, incoming, state):
    first = figure("stp", "dung-han", "2021-03", 80, 100, when="2021-04-01T09:00")
    record(store, first, figure("stp", "dung-han", "2021-03", 90, 100, note="ghi chú"))
    record(store, figure("stp", "dung-han", "2021-03", 1, 1), approved=False)  # waits: no matter
    [found] = compared(store, [incoming], LATER)
    assert found.state == state
    old = (90, 100, "ghi chú") if state != "new" else (None, None, None)
    assert (found.numerator, found.denominator, found.note) == old


def test_figures_are_compared_in_their_order(store):
    record(store, figure("stp", "sang-kien", "2021-03", None, None, 1))
    incoming = [figure("stp", "sang-kien", f"2021-0{m}", None, None, 1) for m in (5, 3, 1, 4)]
    found = compared(store, incoming, LATER)
    assert [(row.place, row.state) for row in found] == [
        (0, "new"),
        (1, "unchanged"),
        (2, "new"),
        (3, "new"),
    ]
    assert found[1].value == 1
    assert [row.state for row in compared(store, incoming, at("2021-01-01T00:00"))] == ["new"] * 4


def test_every_version_is_kept_with_where_it_came_from(store):
    place = replace(figure("stp", "dung-han", "2021-03", 90, 100, note="n"), place="Báo cáo!H7")
    first = record(store, place, unit="stp", file="abc", name="bc.xlsx", reason="lý do")
    second = record(
        store, figure("stp", "dung-han", "2021-03", 91, 100), now="2021-05-01T00:00", approved=False
    )
    [one] = figure_versions(store, as_of=LATER, unit="stp", indicator="dung-han")
    assert (one.submission, one.place, one.file, one.file_name) == (
        first,
        "Báo cáo!H7",
        "abc",
        "bc.xlsx",
    )
    assert (one.actor, one.reason, one.note) == ("cán bộ", "lý do", "n")
    assert one.published_at == one.submitted_at == at("2021-04-02T09:00")
    both = figure_versions(store, as_of=LATER, published_only=False)
    assert [(v.submission, v.published_at) for v in both] == [
        (first, at("2021-04-02T09:00")),
        (second, None),
    ]
    early = figure_versions(store, as_of=at("2021-04-30T00:00"), published_only=False)
    assert [version.submission for version in early] == [first]
    assert [
        v.submission
        for v in figure_versions(store, as_of=LATER, submission=second, published_only=False)
    ] == [second]


def test_the_latest_figures_before_a_month_are_those_a_clerk_knows(store):
    record(
        store,
        figure("stp", "sang-kien", "2021-01", None, None, 1),
        figure("stp", "sang-kien", "2021-02", None, None, 2),
        figure("stp", "sang-kien", "2021-03", None, None, 3),
        figure("stp", "linh-vuc", "2021-01", 1, 2, member="a"),
        figure("stp", "linh-vuc", "2021-02", 3, 4, member="b", note="n", source="system"),
        figure("snv", "sang-kien", "2021-02", None, None, 9),
    )
    record(store, figure("stp", "sang-kien", "2021-02", None, None, "2.5"), now="2021-05-01T00:00")
    found = latest_figures(store, unit="stp", before=month_of("2021-03"), as_of=LATER)
    assert sorted(
        (f.indicator, f.member or "", f.period, f.value or f.numerator) for f in found
    ) == [
        ("linh-vuc", "a", month_of("2021-01"), 1),
        ("linh-vuc", "b", month_of("2021-02"), 3),
        ("sang-kien", "", month_of("2021-02"), Decimal("2.5")),
    ]
    [b] = [one for one in found if one.member == "b"]
    assert (b.note, b.source, b.denominator) == ("n", "system", 4)
    assert latest_figures(store, unit="stp", before=month_of("2021-01"), as_of=LATER) == []


def test_members_and_months_are_those_published_by_an_instant(store):
    record(store, figure("stp", "linh-vuc", "2021-02", 1, 2, member="b"))
    record(store, figure("snv", "linh-vuc", "2021-01", 1, 2, member="a"), now="2021-05-01T00:00")
    record(store, figure("snv", "linh-vuc", "2021-07", 1, 2, member="c"), approved=False)
    assert members_reported(store, LATER) == {"linh-vuc": ["a", "b"]}
    assert members_reported(store, at("2021-04-10T00:00")) == {"linh-vuc": ["b"]}
    assert months_reported(store, LATER) == [month_of("2021-01"), month_of("2021-02")]
    assert months_reported(store, at("2021-04-01T00:00")) == []


def test_a_figure_of_a_unit_without_a_number_is_an_error_and_not_left_out(store):
    record(store, figure("unknown", "sang-kien", "2021-03", None, None, 1))
    with pytest.raises(KeyError, match="unknown"):
        known_at(store, "2022-01-01T00:00")
