"""What every test may use, and what none may do."""

from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT / "../shared"

pytest.register_assert_rewrite("tests.comparing", "tests.plain")


@pytest.fixture(autouse=True)
def no_real_store(monkeypatch, tmp_path_factory):
    """A test that forgets its fixture fails; it never opens a store under data/."""
    real = duckdb.connect

    def guarded(database=":memory:", *args, **options):
        assert ROOT / "data" not in Path(database).resolve().parents, (
            f"a test opened {database}; use a store in memory or under tmp_path"
        )
        return real(database, *args, **options)

    monkeypatch.setattr(duckdb, "connect", guarded)
    # A command line that a test starts as a process of its own, and that is told no store.
    forgotten = tmp_path_factory.getbasetemp() / "forgotten" / "kpis.duckdb"
    monkeypatch.setenv("KPIS_STORE", f"duckdb:{forgotten}")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of specification and test material beside the checkout; skips without it."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here")
    return SHARED


# ---- The store and the pages: fixtures that speak the domain come below this line ----
