"""Opening the store, and what has to be known about it before anything else."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from kpis.store import database
from kpis.store.database import Store, StoreError, create, open_existing
from kpis.store.figures import months_reported

__all__ = ["Store", "StoreError", "create", "default_url", "is_demonstration", "open_existing"]

ROOT = Path(__file__).parents[2]
DEMONSTRATION = "load demonstration"


def default_url() -> str:
    """The store's URL from KPIS_STORE, otherwise the embedded file under data/."""
    return os.environ.get("KPIS_STORE") or f"duckdb:{ROOT / 'data' / 'kpis.duckdb'}"


@contextmanager
def making(url: str) -> Iterator[Store]:
    """A store to be filled, made if there is none; one made here is removed when filling fails."""
    path = Path(database.path_of(url))
    fresh = not path.exists()
    store = create(url)
    try:
        yield store
    except BaseException:
        store.close()
        if fresh:
            for left in (path, path.with_name(path.name + ".wal")):
                left.unlink(missing_ok=True)
        raise
    store.close()


def revision(store: Store) -> int:
    """Grows with everything that is written: the key under which results may be kept."""
    return database.revision(store)


def is_empty(store: Store) -> bool:
    """Whether nothing was ever written."""
    return revision(store) == 0


def is_demonstration(store: Store) -> bool:
    """Whether the figures are the demonstration's: then every screen says so."""
    return bool(database.run(store, "entries_of", act=DEMONSTRATION))


def months_with_figures(store: Store, as_of: datetime) -> list[int]:
    """The months for which something was published by `as_of`, in order."""
    return months_reported(store, as_of)


def months_with_promises(store: Store, as_of: datetime) -> list[int]:
    """Every month that lies in the term of a commitment known at `as_of`, in order."""
    return [month for (month,) in database.run(store, "months_promised", as_of=as_of)]
