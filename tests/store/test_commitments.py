"""Signed documents and their amendments: evaluation.md, "Amendments, revisions, time travel"."""

# Tables may be as wide as they need.
# ruff: noqa: E501

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kpis.domain.commitments import (
    COMPARATORS,
    PACES,
    Amendment,
    Commitment,
    Item,
    Person,
    Terms,
)
from kpis.domain.definitions import Label, Unit
from kpis.domain.months import month_of, month_text
from kpis.store.commitments import (
    commitments,
    items_known_at,
    trimmed,
    write_amendments,
    write_commitments,
)
from kpis.store.database import entry
from tests.domain.judging import cases
from tests.ledger import at

SIGNED = at("2021-03-01T08:00")
LATER = at("2023-01-01T00:00")
UNITS = [
    Unit("stp", "", "", "so", None, None, None, None),
    Unit("cu", "", "", "so", None, None, date(2021, 6, 30), "stp"),
]
TERMS = Terms(
    comparator=">=",
    target=Decimal(95),
    start=month_of("2021-01"),
    due=month_of("2021-12"),
    weight=Decimal(1),
    pace="hold",
)


def commitment(*items, unit="stp", code="CK-1", recorded=SIGNED, **more):
    empty = dict.fromkeys(("document", "signed_on", "signer", "counter_signer"))
    return Commitment(id=code, unit=unit, items=items, recorded=recorded, **(empty | more))


def amendment(text):
    """ "07@2021-06-28 target=96 due=2022-06": effective in July, recorded on 28 June."""
    when, *changes = text.split()
    effective, recorded = when.split("@")
    given = dict(change.split("=", 1) for change in changes)
    terms = {
        key: month_of(value)
        if key == "due"
        else value
        if key in ("comparator", "pace")
        else Decimal(value)
        for key, value in given.items()
    }
    return Amendment(month_of(f"2021-{effective}"), Terms(**terms), at(f"{recorded}T10:00"))


def write(store, *signed, recorded=SIGNED):
    with entry(store, "load", actor="người nhập", recorded=recorded) as writing:
        write_commitments(writing, signed)


def in_force(store, month, as_of=LATER):
    return items_known_at(
        store,
        month=month_of(month),
        as_of=as_of,
        units=UNITS,
        unit_number={unit.code: number for number, unit in enumerate(UNITS)},
        indicator_number={"dung-han": 0, "sang-kien": 1},
    )


# The version with the latest `effective` <= m, of equals the later recorded, of equals the later
# in the ledger; amendments add up. Amendments are parted by ";".
AMENDMENTS = """
    amendments                                                | month   | known      -> target             | due     | weight
    ----------------------------------------------------------+---------+----------------------------------+---------+-------
    07@2021-06-28 target=96                                   | 2021-06 |            -> 95                 | 2021-12 | 1
    07@2021-06-28 target=96                                   | 2021-07 |            -> 96                 | 2021-12 | 1
    07@2021-06-28 target=96                                   | 2021-12 |            -> 96                 | 2021-12 | 1
    07@2021-06-28 target=96                                   | 2021-07 | 2021-06-28 -> 95                 | 2021-12 | 1
    07@2021-06-28 target=96                                   | 2021-07 | 2021-06-29 -> 96                 | 2021-12 | 1
    07@2021-06-28 target=96; 09@2021-08-30 weight=3           | 2021-08 |            -> 96                 | 2021-12 | 1
    07@2021-06-28 target=96; 09@2021-08-30 weight=3           | 2021-09 |            -> 96                 | 2021-12 | 3
    07@2021-06-28 target=96; 07@2021-06-30 target=97          | 2021-07 |            -> 97                 | 2021-12 | 1
    07@2021-06-30 target=97; 07@2021-06-28 target=96          | 2021-07 |            -> 97                 | 2021-12 | 1
    07@2021-06-30 target=97; 07@2021-06-28 target=96          | 2021-07 | 2021-06-29 -> 96                 | 2021-12 | 1
    07@2021-06-28 target=96; 07@2021-06-28 target=97          | 2021-07 |            -> 97                 | 2021-12 | 1
    09@2021-06-01 target=97; 07@2021-08-01 target=96          | 2021-08 |            -> 96                 | 2021-12 | 1
    09@2021-06-01 target=97; 07@2021-08-01 target=96          | 2021-09 |            -> 97                 | 2021-12 | 1
    09@2021-06-01 target=97; 07@2021-08-01 target=96 weight=2 | 2021-09 |            -> 97                 | 2021-12 | 2
    07@2021-06-28 due=2022-06                                 | 2021-06 |            -> 95                 | 2021-12 | 1
    07@2021-06-28 due=2022-06                                 | 2021-07 |            -> 95                 | 2022-06 | 1
    03@2021-03-28 due=2021-06                                 | 2021-09 |            -> 95                 | 2021-06 | 1
    07@2021-06-28 target=24.750000000000004                   | 2021-07 |            -> 24.750000000000004 | 2021-12 | 1
"""


@pytest.mark.parametrize(("given", "expected"), cases(AMENDMENTS))
def test_an_item_is_the_one_signed_with_its_amendments_folded_in(store, given, expected):
    amendments = tuple(amendment(text.strip()) for text in given["amendments"].split(";"))
    write(store, commitment(Item("dung-han", TERMS, amendments=amendments)))
    as_of = at(f"{given['known']}T00:00") if "known" in given else LATER
    found = in_force(store, given["month"], as_of).promises
    assert trimmed(found.target.decimal(0)) == Decimal(expected["target"])
    assert month_text(int(found.due[0])) == expected["due"]
    assert trimmed(found.weight.decimal(0)) == Decimal(expected["weight"])


def test_an_amendment_may_change_comparator_and_pace(store):
    changed = amendment("07@2021-06-28 comparator=between low=30 high=40 pace=at_due")
    write(store, commitment(Item("dung-han", TERMS, amendments=(changed,))))
    before, after = (in_force(store, month).promises for month in ("2021-06", "2021-07"))
    assert (COMPARATORS[before.comparator[0]], PACES[before.pace[0]]) == (">=", "hold")
    assert (COMPARATORS[after.comparator[0]], PACES[after.pace[0]]) == ("between", "at_due")
    assert (after.low.decimal(0), after.high.decimal(0)) == (30, 40)
    assert not before.low.known[0] and after.target.known[0]


def test_an_amended_item_says_so(store):
    changed = amendment("07@2021-06-28 target=96")
    write(
        store, commitment(Item("dung-han", TERMS, amendments=(changed,)), Item("sang-kien", TERMS))
    )
    assert in_force(store, "2021-06").amended.tolist() == [False, False]
    assert in_force(store, "2021-07").amended.tolist() == [True, False]


STEPS = """
    month   -> step
    ---------------
    2021-01 -> -
    2021-02 -> 10
    2021-04 -> 10
    2021-05 -> 20.5
    2021-12 -> 20.5
"""


@pytest.mark.parametrize(("given", "expected"), cases(STEPS))
def test_the_latest_step_by_the_month_counts(store, given, expected):
    steps = ((month_of("2021-02"), Decimal(10)), (month_of("2021-05"), Decimal("20.5")))
    write(store, commitment(Item("dung-han", replace(TERMS, pace="steps", steps=steps))))
    step = in_force(store, given["month"]).promises.step
    assert (str(trimmed(step.decimal(0))) if step.known[0] else "-") == expected["step"]


def test_steps_of_another_pace_are_not_used(store):
    steps = ((month_of("2021-02"), Decimal(10)),)
    write(store, commitment(Item("dung-han", replace(TERMS, pace="hold", steps=steps))))
    assert not in_force(store, "2021-06").promises.step.known[0]


# The term as signed, or from the earliest start to the latest due of the items as signed.
TERM = """
    term             | month   -> listed
    -----------------+------------------
                     | 2020-12 -> no
                     | 2021-01 -> yes
                     | 2022-03 -> yes
                     | 2022-04 -> no
    2020-10..2021-06 | 2020-09 -> no
    2020-10..2021-06 | 2020-10 -> yes
    2020-10..2021-06 | 2021-06 -> yes
    2020-10..2021-06 | 2021-07 -> no
"""


@pytest.mark.parametrize(("given", "expected"), cases(TERM))
def test_only_commitments_whose_term_holds_the_month_are_listed(store, given, expected):
    last = replace(TERMS, start=month_of("2021-07"), due=month_of("2022-03"))
    # An amended due month does not move the term.
    longer = amendment("02@2021-01-28 due=2023-12")
    first, end = map(month_of, given["term"].split("..")) if "term" in given else (None, None)
    signed = commitment(
        Item("dung-han", TERMS, amendments=(longer,)),
        Item("sang-kien", last),
        term_first=first,
        term_last=end,
    )
    write(store, signed)
    assert len(in_force(store, given["month"]).commitment) == (
        2 if expected["listed"] == "yes" else 0
    )


def test_what_was_not_signed_yet_is_not_known(store):
    write(store, commitment(Item("dung-han", TERMS), code="CK-1"))
    write(store, commitment(Item("dung-han", TERMS), code="CK-2", recorded=at("2021-05-01T08:00")))
    assert in_force(store, "2021-02", at("2021-02-28T00:00")).commitment == []
    assert in_force(store, "2021-02", SIGNED).commitment == ["CK-1"]
    assert in_force(store, "2021-02", at("2021-05-01T08:00")).commitment == ["CK-1", "CK-2"]


def test_items_stand_in_the_order_of_the_ledger(store):
    items = Item("sang-kien", TERMS), Item("dung-han", TERMS)
    write(store, commitment(*items, code="Z"), commitment(items[0], code="A"))
    found = in_force(store, "2021-02")
    assert list(zip(found.commitment, found.item.tolist(), strict=True)) == [
        ("Z", 0),
        ("Z", 1),
        ("A", 0),
    ]
    assert found.promises.indicator.tolist() == [1, 0, 1]


def test_an_ended_unit_is_judged_at_its_last_month_by_the_version_of_then(store):
    changed = amendment("05@2021-04-28 target=96"), amendment("08@2021-07-28 target=97")
    write(store, commitment(Item("dung-han", TERMS, amendments=changed), unit="cu"))
    june, august = in_force(store, "2021-06").promises, in_force(store, "2021-08").promises
    assert (int(june.month[0]), bool(june.ended[0])) == (month_of("2021-06"), False)
    assert (int(august.month[0]), bool(august.ended[0])) == (month_of("2021-06"), True)
    assert august.target.decimal(0) == june.target.decimal(0) == 96


def test_a_document_comes_back_as_it_was_recorded(store):
    person = Person("Nguyễn Văn A", Label("Giám đốc", "Director"))
    full = Terms(
        "<=",
        Decimal("24.750000000000004"),
        Decimal("-0.000000000000000001"),
        Decimal("99999999999999999999"),
        Decimal("1.50"),
        month_of("2021-01"),
        month_of("2021-12"),
        Decimal("0.25"),
        "steps",
        ((month_of("2021-02"), Decimal("10.5")), (month_of("2021-06"), Decimal(20))),
    )
    change = Amendment(
        month_of("2021-07"),
        Terms(target=Decimal(90)),
        at("2021-06-28T10:00"),
        "PL-1",
        date(2021, 6, 27),
        "lý do",
    )
    signed = commitment(
        Item("dung-han", full, each=True, amendments=(change,)),
        Item("sang-kien", TERMS),
        document="15/BCK",
        signed_on=date(2021, 2, 26),
        signer=person,
        counter_signer=Person("Trần Thị B", None),
        term_first=month_of("2021-01"),
        term_last=month_of("2022-03"),
    )
    other = commitment(Item("dung-han", TERMS), code="CK-2", unit="cu")
    write(store, signed, other)
    assert commitments(store, LATER) == [signed, other]
    assert commitments(store, LATER, "cu") == [other]
    unamended = replace(signed, items=(replace(signed.items[0], amendments=()), signed.items[1]))
    assert commitments(store, SIGNED, "stp") == [unamended]
    assert commitments(store, at("2021-02-01T00:00")) == []


def test_further_amendments_are_added_behind_those_that_are_known(store):
    first, second = amendment("05@2021-04-28 target=96"), amendment("08@2021-07-28 target=97")
    write(store, commitment(Item("dung-han", TERMS, amendments=(first,))))
    item = Item("dung-han", TERMS, amendments=(first, replace(second, recorded=None)))
    with entry(store, "load", actor="người nhập", recorded=at("2021-08-01T00:00")) as writing:
        write_amendments(writing, [("CK-1", 0, item)])
    [found] = commitments(store, LATER)
    assert found.items[0].amendments == (first, replace(second, recorded=at("2021-08-01T00:00")))


def test_an_amendment_of_nothing_signed_is_refused(store):
    with (
        pytest.raises(AssertionError, match="CK-9 has no item 0"),
        entry(store, "load", actor="người nhập", recorded=SIGNED) as writing,
    ):
        write_amendments(writing, [("CK-9", 0, Item("dung-han", TERMS))])


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("95.000000000000000000", "95"),
        ("100.000000000000000000", "100"),
        ("0E-18", "0"),
        ("1.500000000000000000", "1.5"),
        ("0.000000000000000001", "0.000000000000000001"),
        ("99999999999999999999.999999999999999999", "99999999999999999999.999999999999999999"),
    ],
)
def test_an_amount_loses_the_zeros_of_the_store_and_nothing_else(kept, shown):
    assert f"{trimmed(Decimal(kept)):f}" == shown


def test_an_amendment_recorded_before_its_document_is_known_with_it_and_not_before(store):
    early = amendment("05@2021-01-10 target=96")
    write(
        store,
        commitment(Item("dung-han", TERMS, amendments=(early,)), recorded=at("2021-02-01T08:00")),
    )
    assert commitments(store, at("2021-01-20T00:00")) == []
    [known] = commitments(store, at("2021-02-01T08:00"))
    assert len(known.items[0].amendments) == 1
