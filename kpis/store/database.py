"""The embedded store: open, migrate, run a query, write an entry of the ledger.

`run` and `columns` are the only ways to SQL. Each call takes a cursor of its own: sessions that
share one DuckDB connection don't merely wait for each other, they are given each other's rows.
"""

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

import duckdb
import pyarrow as pa

SCHEME = "duckdb:"
IN_MEMORY = ":memory:"
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",  # offline: an unknown function fails at once
    "autoload_known_extensions": "false",
    "enable_external_access": "false",  # SQL reads and writes no file but the store
}


class StoreError(Exception):
    """The store can't be opened or used; the code names the sentence, values fill it in."""

    def __init__(self, code: str, /, **values: object):
        self.code, self.values = code, values
        super().__init__(f"{code} {values}")


class AlreadyDone(Exception):
    """The same request was carried out before; `sequence` is the entry that it made."""

    def __init__(self, sequence: int):
        self.sequence = sequence
        super().__init__(f"already done as entry {sequence}")


@dataclass
class Store:
    """An open ledger. Hand it around freely between threads."""

    connection: duckdb.DuckDBPyConnection
    url: str
    writing: threading.Lock = field(default_factory=threading.Lock)

    def close(self) -> None:
        """Closes the file; later calls fail."""
        self.connection.close()


def path_of(url: str) -> str:
    """The file of a store's URL, "duckdb:FILE" or the bare path. StoreError for others."""
    scheme, separator, rest = url.partition(":")
    if url == IN_MEMORY:
        return url
    if separator and len(scheme) > 1:  # a single letter is a drive
        if scheme + separator != SCHEME or not rest:
            raise StoreError("store.scheme", url=url, allowed=SCHEME)
        return rest
    return url


def create(url: str = IN_MEMORY) -> Store:
    """A store with every migration applied, made if there is none. StoreError when it can't be."""
    path = path_of(url)
    if path != IN_MEMORY:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = duckdb.connect(path, config=CONFIG)
    except duckdb.IOException as error:
        code = "store.locked" if "lock" in str(error) else "store.unreadable"
        raise StoreError(code, url=url, cause=str(error)) from error
    store = Store(connection, url)
    try:
        migrate(store)
    except BaseException:
        store.close()
        raise
    return store


def open_existing(url: str) -> Store:
    """The store that is there. StoreError when there is none."""
    path = path_of(url)
    if path == IN_MEMORY or not Path(path).exists():
        raise StoreError("store.missing", url=url)
    return create(url)


def migrate(store: Store) -> None:
    """Applies the numbered migrations that the store has not seen, each in one transaction."""
    cursor = store.connection.cursor()
    cursor.execute(
        "create table if not exists migration (number integer primary key, name varchar)"
    )
    done = {number for (number,) in cursor.execute("select number from migration").fetchall()}
    known = dict(_migrations())
    if done - known.keys():
        raise StoreError("store.newer", url=store.url, found=max(done), known=max(known))
    for number in sorted(known.keys() - done):
        with _transaction(cursor):
            cursor.execute(known[number].read_text(encoding="utf-8"))
            cursor.execute("insert into migration values (?, ?)", [number, known[number].name])


def _migrations() -> Iterator[tuple[int, Path]]:
    for path in files("kpis.store").joinpath("migrations").iterdir():
        if path.name.endswith(".sql"):
            yield int(path.name.split("_")[0]), path  # type: ignore[misc]


def run(store: Store, name: str, **parameters: object) -> list[tuple]:
    """The rows of queries/<name>.sql, as Python values: decimals stay decimals."""
    with store.connection.cursor() as cursor:
        return cursor.execute(_sql(name), _sent(parameters)).fetchall()


def columns(store: Store, name: str, **parameters: object) -> pa.Table:
    """The rows of queries/<name>.sql as Arrow columns, for judging."""
    with store.connection.cursor() as cursor:
        return cursor.execute(_sql(name), _sent(parameters)).to_arrow_table()


def run_with(store: Store, name: str, incoming: pa.Table, **parameters: object) -> list[tuple]:
    """The rows of queries/<name>.sql, which reads `incoming` as a table of that name."""
    with store.connection.cursor() as cursor:
        cursor.register("incoming", incoming)
        return cursor.execute(_sql(name), _sent(parameters)).fetchall()


@cache
def _sql(name: str) -> str:
    return files("kpis.store").joinpath("queries", f"{name}.sql").read_text(encoding="utf-8")


def _sent(parameters: Mapping[str, object]) -> dict[str, object]:
    return {
        key: to_utc(value) if isinstance(value, datetime) else value
        for key, value in parameters.items()
    }


def revision(store: Store) -> int:
    """The highest sequence number: it grows with everything that is written."""
    return run(store, "revision")[0][0]


def to_utc(instant: datetime) -> datetime:
    """An instant as it stands in the store: UTC, without a zone."""
    assert instant.tzinfo is not None, f"{instant} has no time zone"
    return instant.astimezone(UTC).replace(tzinfo=None)


def from_utc(stored: datetime) -> datetime:
    """An instant from the store, with its zone."""
    return stored.replace(tzinfo=UTC)


@dataclass
class Entry:
    """An act being written: hands out sequence numbers and takes rows."""

    sequence: int
    recorded: datetime
    cursor: duckdb.DuckDBPyConnection
    detail: dict[str, object] = field(default_factory=dict)
    next: int = 0

    def numbers(self, count: int) -> range:
        """The next `count` sequence numbers."""
        first = self.next
        self.next += count
        return range(first, self.next)

    def add(self, table: str, rows: pa.Table) -> None:
        """Appends rows, whose columns are named as those of the table; missing ones are null."""
        self.cursor.register("incoming", rows)
        self.cursor.execute(f"insert into {table} by name select * from incoming")  # noqa: S608
        self.cursor.unregister("incoming")


@contextmanager
def entry(
    store: Store,
    act: str,
    *,
    actor: str,
    recorded: datetime,
    request: str | None = None,
    detail: dict[str, object] | None = None,
) -> Iterator[Entry]:
    """One act: everything inside is written in one transaction, or nothing is.

    Raises AlreadyDone when `request` was carried out before. After an error DuckDB's COMMIT keeps
    silent and saves nothing; therefore every error leaves through the rollback, and the entry is
    read back after the commit.
    """
    with store.writing, store.connection.cursor() as cursor:
        with _transaction(cursor):
            if request is not None:
                known = cursor.execute("select sequence from entry where request = ?", [request])
                if before := known.fetchone():
                    raise AlreadyDone(before[0])
            (top,) = cursor.execute(_sql("revision")).fetchone() or (0,)
            writing = Entry(top + 1, recorded, cursor, dict(detail or {}), next=top + 2)
            yield writing
            cursor.execute(
                "insert into entry values (?, ?, ?, ?, ?, ?, ?)",
                [
                    writing.sequence,
                    writing.next - 1,
                    to_utc(recorded),
                    act,
                    actor,
                    request,
                    json.dumps(writing.detail, ensure_ascii=False),
                ],
            )
            _link(cursor, writing.sequence)
        kept = cursor.execute("select 1 from entry where sequence = ?", [writing.sequence])
        if kept.fetchone() is None:
            raise StoreError("store.not_kept", url=store.url)


def _link(cursor: duckdb.DuckDBPyConnection, sequence: int) -> None:
    """Binds an act and its rows to all that was written before."""
    before = cursor.execute("select digest from chain order by entry desc limit 1").fetchone()
    [(_, text, content)] = cursor.execute(_sql("acts"), {"first": sequence}).fetchall()
    digest = digest_of(before[0] if before else "", text, content)
    cursor.execute("insert into chain values (?, ?)", [sequence, digest])


def digest_of(before: str, text: str, content: str | None) -> str:
    """A link of the chain, from the one before it and what queries/acts.sql says of the act."""
    return hashlib.sha256("\n".join([before, text, content or ""]).encode()).hexdigest()


@contextmanager
def beside(store: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    """One transaction that is no act: what it writes has no entry, and the revision stays."""
    with store.writing, store.connection.cursor() as cursor, _transaction(cursor):
        yield cursor


@contextmanager
def _transaction(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    cursor.execute("begin")
    try:
        yield
    except BaseException:
        cursor.execute("rollback")
        raise
    cursor.execute("commit")


def arrow(schema: pa.Schema, rows: Sequence[Sequence[object]]) -> pa.Table:
    """Rows as Arrow columns of `schema`; names and types are its own."""
    values: list[Sequence[object]] = list(zip(*rows, strict=True)) if rows else [() for _ in schema]
    return pa.table(
        [pa.array(column, type=f.type) for column, f in zip(values, schema, strict=True)],
        schema=schema,
    )
