"""How foreign workbooks are read: kept append-only, the latest of each source counts."""

from kpis.services.verifying import verify
from kpis.store.database import entry
from kpis.store.mappings import mappings, write_mapping
from tests.ledger import at

LATER = at("2022-01-01T00:00")


def keep(store, unit, source, mark, content, now="2021-04-02T09:00"):
    with entry(store, "keep mapping", actor="Lan", recorded=at(now)) as writing:
        return write_mapping(
            writing, unit=unit, source=source, fingerprint=mark, content=content, actor="Lan"
        )


def test_the_latest_of_a_unit_and_source_counts_and_what_was_before_stays_known(store):
    keep(store, "stp", "Một cửa", "m1", "{1}")
    second = keep(store, "stp", "Một cửa", "m2", "{2}", now="2021-05-02T09:00")
    [now] = mappings(store, as_of=LATER)
    assert (now.sequence, now.content, now.fingerprint) == (second, "{2}", "m2")
    assert (now.unit, now.source, now.actor) == ("stp", "Một cửa", "Lan")
    assert now.recorded == at("2021-05-02T09:00")
    [then] = mappings(store, as_of=at("2021-05-01T00:00"))
    assert then.content == "{1}"
    assert store.connection.execute("select count(*) from mapping").fetchone() == (2,)


def test_a_units_own_come_before_the_offices_and_nobody_elses_are_seen(store):
    keep(store, None, "Cổng", "m1", "{office}")
    keep(store, "stp", "Cổng", "m1", "{stp}")
    keep(store, "snv", "Cổng", "m1", "{snv}")
    assert [m.content for m in mappings(store, as_of=LATER, unit="stp")] == ["{stp}", "{office}"]
    assert len(mappings(store, as_of=LATER)) == 3


def test_they_are_found_by_the_header_and_by_number(store):
    keep(store, "stp", "a", "m1", "{a}")
    number = keep(store, "stp", "b", "m2", "{b}")
    found = mappings(store, as_of=LATER, fingerprints={"m2", "m3"})
    assert [m.source for m in found] == ["b"]
    assert mappings(store, as_of=LATER, fingerprints=()) == []
    assert [m.source for m in mappings(store, as_of=LATER, sequence=number)] == ["b"]


def test_one_that_was_taken_back_counts_no_more_until_it_is_kept_anew(store):
    keep(store, None, "Cổng", "m1", "{1}")
    keep(store, None, "Cổng", None, None, now="2021-05-02T09:00")
    assert mappings(store, as_of=LATER) == []
    assert len(mappings(store, as_of=at("2021-05-01T00:00"))) == 1
    keep(store, None, "Cổng", "m1", "{3}", now="2021-06-02T09:00")
    assert [m.content for m in mappings(store, as_of=LATER)] == ["{3}"]


def test_they_are_part_of_what_is_verified(store):
    keep(store, None, "Cổng", "m1", "{1}")
    assert verify(store).sound
    assert verify(store).rows["mapping"] == 1
    store.connection.execute("update mapping set content = '{changed}'")
    assert not verify(store).sound
