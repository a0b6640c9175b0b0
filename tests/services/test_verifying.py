"""Whether the ledger is whole: every kind of damage is made by hand and found."""

import pytest

from kpis.services.verifying import verify
from tests.ledger import publish


@pytest.fixture
def whole(store):
    """A store with two submissions, their files and figures."""
    for month in ("2021-01", "2021-02"):
        publish(store, "stp", "dung-han", month, 90, 100, when="2021-03-02T09:00")
    return store


def codes(store):
    return {code for code, _ in verify(store).faults}


def test_an_untouched_store_is_whole(whole):
    found = verify(whole)
    assert found.sound and found.faults == ()
    assert (found.rows["figure"], found.rows["unit"], found.files) == (2, 3, 2)
    assert found.revision > 20 and found.bytes > 100


def test_an_empty_store_is_whole(whole):
    from kpis.store import database

    empty = database.create()
    assert verify(empty).sound
    empty.close()


DAMAGE = {
    "a figure stands twice": "insert into figure select * from figure limit 1",
    "a figure is gone": "delete from figure where period % 2 = 0",
    "a figure was changed": "update figure set numerator = 99 where period % 2 = 0",
    "a target was changed": "update item_version set target = 10 where target = 95",
    "a unit was renamed": "update unit set name = 'Sở khác' where code = 'stp'",
    "an approval was moved": "update submission_event set recorded = recorded - interval 1 day",
    "a file was changed": "update stored_file set content = 'other'::blob",
    "a file is gone": "delete from stored_file",
    "an entry is gone": "delete from entry where act = 'load units'",
    "an entry says another actor": "update entry set actor = 'người khác' where act = 'load units'",
    "the last entry is gone with its rows": (
        "delete from figure where sequence > (select max(sequence) from entry);"
        "delete from submission where sequence > (select max(sequence) from entry);"
        "delete from entry where sequence = (select max(sequence) from entry)"
    ),
    "a figure is of an unknown unit": "update figure set unit = 'không có'",
    "a figure has no submission": "delete from submission",
    "the chain was cut": "delete from chain where entry = (select min(entry) from chain)",
    "a whole act is gone": (
        "delete from unit; delete from chain where entry = (select sequence from entry"
        " where act = 'load units'); delete from entry where act = 'load units'"
    ),
    "two figures were exchanged": "update figure set period = 48482 - period",
    "a row was slipped in": (
        "insert into setting select 10000, recorded, content from setting limit 1"
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_found(whole, damage):
    before = whole.connection.execute("select count(*) from figure").fetchone()
    whole.connection.execute(DAMAGE[damage])
    assert not verify(whole).sound, f"{damage}: not found ({before})"
