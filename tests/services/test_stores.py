"""Opening the store, and what has to be known about it before anything else."""

import pytest

from kpis.domain.months import month_text
from kpis.services import stores
from kpis.store.database import StoreError
from tests.ledger import SMALL, at, filled, load, publish


def test_the_store_is_the_one_of_the_environment_or_the_embedded_file(monkeypatch):
    monkeypatch.setenv("KPIS_STORE", "duckdb:x.duckdb")
    assert stores.default_url() == "duckdb:x.duckdb"
    monkeypatch.delenv("KPIS_STORE")
    assert stores.default_url() == f"duckdb:{stores.ROOT / 'data' / 'kpis.duckdb'}"


def test_a_store_is_empty_until_something_is_written():
    store = filled({})
    assert stores.is_empty(store) and stores.revision(store) == 0
    load(store, {"settings.yaml": SMALL["settings.yaml"]})
    assert not stores.is_empty(store) and stores.revision(store) > 0
    store.close()


def test_only_the_demonstration_is_a_demonstration(store):
    assert not stores.is_demonstration(store)


def test_months_are_those_with_figures_and_those_with_promises(store):
    publish(store, "stp", "dung-han", "2021-03", 9, 10, when="2021-04-02T09:00")
    publish(store, "stp", "dung-han", "2020-12", 9, 10, when="2021-05-02T09:00")
    figures = stores.months_with_figures(store, at("2021-04-10T00:00"))
    assert list(map(month_text, figures)) == ["2021-03"]
    figures = stores.months_with_figures(store, at("2022-01-01T00:00"))
    assert list(map(month_text, figures)) == ["2020-12", "2021-03"]
    promised = stores.months_with_promises(store, at("2022-01-01T00:00"))
    assert list(map(month_text, promised)) == [f"2021-{n:02d}" for n in range(1, 13)]
    assert stores.months_with_promises(store, at("2021-01-01T00:00")) == []


def test_a_store_that_is_being_made_is_removed_when_filling_it_fails(tmp_path):
    path = tmp_path / "new" / "kpis.duckdb"
    with (
        pytest.raises(RuntimeError, match="while filling"),
        stores.making(f"duckdb:{path}") as store,
    ):
        load(store, SMALL)
        raise RuntimeError("while filling")
    assert list(path.parent.iterdir()) == []
    with stores.making(f"duckdb:{path}") as store:
        load(store, SMALL)
    with pytest.raises(RuntimeError, match="again"), stores.making(f"duckdb:{path}"):
        raise RuntimeError("again")
    kept = stores.open_existing(f"duckdb:{path}")
    assert not stores.is_empty(kept)
    kept.close()


def test_a_store_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(StoreError):
        stores.open_existing(f"duckdb:{tmp_path / 'kpis.duckdb'}")
    assert list(tmp_path.iterdir()) == []
