"""Opening, migrating, one entry in one transaction, a cursor for every call."""

import re
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import datetime
from importlib.resources import files
from random import Random

import duckdb
import pyarrow as pa
import pytest

from kpis.domain.definitions import Settings
from kpis.store import database
from kpis.store.database import AlreadyDone, StoreError, entry, revision, run
from kpis.store.definitions import SETTING, setting_versions, write_settings
from tests.ledger import at, filled, publish

NOW = at("2021-04-02T09:00")
QUERIES = sorted(files("kpis.store").joinpath("queries").iterdir(), key=lambda path: path.name)
MIGRATIONS = sorted(files("kpis.store").joinpath("migrations").iterdir(), key=lambda p: p.name)


def tables(store):
    found = store.connection.execute("select table_name from duckdb_tables()").fetchall()
    return [name for (name,) in found]


def total_rows(store):
    return sum(
        store.connection.execute(f"select count(*) from {name}").fetchone()[0]
        for name in tables(store)
        if name != "migration"
    )


def record(store, act="try", request=None, due_day=5):
    with entry(store, act, actor="ai đó", recorded=NOW, request=request) as writing:
        write_settings(writing, Settings(due_day=due_day))
    return writing.sequence


def test_migrations_are_applied_once(tmp_path):
    url = f"duckdb:{tmp_path / 'kpis.duckdb'}"
    for _ in range(3):
        store = database.create(url)
        numbers = store.connection.execute("select number, name from migration").fetchall()
        store.close()
    assert numbers == [(int(path.name[:4]), path.name) for path in MIGRATIONS]


def test_an_opened_store_holds_what_was_written(tmp_path):
    path = tmp_path / "mới" / "kpis.duckdb"
    store = database.create(f"duckdb:{path}")
    record(store)
    store.close()
    again = database.open_existing(str(path))
    assert revision(again) == 2
    again.close()


def test_a_store_of_a_newer_version_is_refused(tmp_path):
    url = f"duckdb:{tmp_path / 'kpis.duckdb'}"
    store = database.create(url)
    store.connection.execute("insert into migration values (9999, '9999_later.sql')")
    store.close()
    with pytest.raises(StoreError) as refused:
        database.create(url)
    assert refused.value.code == "store.newer"
    assert refused.value.values["found"] == 9999
    # Refusing has closed the file: it can be opened by what knows it.
    duckdb.connect(str(tmp_path / "kpis.duckdb")).close()


def test_a_migration_that_fails_leaves_the_store_as_it_was(tmp_path, monkeypatch):
    broken = tmp_path / "9998_broken.sql"
    broken.write_text("create table half (a integer); select no_such_column from half;")
    real = list(database._migrations())
    monkeypatch.setattr(database, "_migrations", lambda: iter([*real, (9998, broken)]))
    url = f"duckdb:{tmp_path / 'kpis.duckdb'}"
    with pytest.raises(duckdb.BinderException):
        database.create(url)
    monkeypatch.setattr(database, "_migrations", lambda: iter(real))
    store = database.create(url)
    assert "half" not in tables(store)
    store.close()


@pytest.mark.parametrize("url", ["duckdb:", "postgres://x/y", "sqlite:kpis.db"])
def test_an_unknown_kind_of_store_is_refused(url):
    with pytest.raises(StoreError) as refused:
        database.create(url)
    assert refused.value.code == "store.scheme"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("duckdb:data/kpis.duckdb", "data/kpis.duckdb"),
        ("data/kpis.duckdb", "data/kpis.duckdb"),
        ("C:\\kpis.duckdb", "C:\\kpis.duckdb"),
        (":memory:", ":memory:"),
    ],
)
def test_the_file_of_a_store_is_the_rest_of_its_url(url, path):
    assert database.path_of(url) == path


@pytest.mark.parametrize("url", [":memory:", "duckdb:/nowhere/at/all.duckdb"])
def test_a_store_that_is_not_there_is_missing(url):
    with pytest.raises(StoreError) as refused:
        database.open_existing(url)
    assert refused.value.code == "store.missing"


def test_a_file_that_is_no_store_is_unreadable(tmp_path):
    path = tmp_path / "kpis.duckdb"
    path.write_bytes(b"not a database at all, but long enough to be read as one" * 100)
    with pytest.raises(StoreError) as refused:
        database.create(str(path))
    assert refused.value.code == "store.unreadable"


def test_a_store_that_another_process_holds_is_locked(tmp_path):
    path = tmp_path / "kpis.duckdb"
    hold = (
        f"import duckdb, sys; held = duckdb.connect({str(path)!r});"
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StoreError) as refused:
            database.create(f"duckdb:{path}")
        other.stdin.close()
    assert refused.value.code == "store.locked"


def test_every_act_makes_the_revision_grow(store):
    seen = [revision(store)]
    for day in range(1, 6):
        record(store, due_day=day)
        seen.append(revision(store))
    assert seen[0] == 0
    assert seen == sorted(set(seen))


def test_sequence_numbers_have_neither_holes_nor_doubles(store):
    for day in range(1, 6):
        record(store, due_day=day)
    entries = store.connection.execute("select sequence, last from entry").fetchall()
    kept = store.connection.execute("select sequence from setting").fetchall()
    assert sorted([first for first, _ in entries] + [n for (n,) in kept]) == list(range(1, 11))
    assert [last for _, last in sorted(entries)] == [2, 4, 6, 8, 10]


def test_an_error_inside_an_act_leaves_nothing(store):
    record(store)
    before = revision(store), total_rows(store)
    with (
        pytest.raises(RuntimeError, match="after writing"),
        entry(store, "try", actor="ai đó", recorded=NOW) as writing,
    ):
        write_settings(writing, Settings(due_day=20))
        raise RuntimeError("after writing")
    assert (revision(store), total_rows(store)) == before
    record(store)
    assert revision(store) == before[0] + 2


def test_an_error_of_the_database_leaves_nothing_either(store):
    with (
        pytest.raises(duckdb.BinderException),
        entry(store, "try", actor="ai đó", recorded=NOW) as writing,
    ):
        write_settings(writing, Settings())
        writing.cursor.execute("insert into setting values (1, 2, 3, 4, 5)")
    assert total_rows(store) == 0


def test_an_act_that_swallows_an_error_of_its_transaction_is_not_taken_for_done(store):
    """DuckDB's commit after such an error keeps silent and saves nothing."""
    with (
        pytest.raises(duckdb.TransactionException),
        entry(store, "try", actor="ai đó", recorded=NOW) as writing,
    ):
        write_settings(writing, Settings())
        with suppress(duckdb.ConstraintException):
            writing.cursor.execute("insert into migration values (1, 'again')")
    assert total_rows(store) == 0
    record(store)
    assert total_rows(store) == 3  # the entry, its row, its link in the chain


def test_the_same_request_is_carried_out_once(store):
    first = record(store, request="yêu cầu 1")
    with pytest.raises(AlreadyDone) as again:
        record(store, request="yêu cầu 1")
    assert again.value.sequence == first
    assert len(setting_versions(store)) == 1
    record(store, request="yêu cầu 2")
    assert len(setting_versions(store)) == 2


def test_of_many_that_send_the_same_request_at_once_one_is_carried_out(store):
    outcomes = []

    def send():
        try:
            outcomes.append(record(store, request="một lần"))
        except AlreadyDone as again:
            outcomes.append(-again.sequence)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [number] = [outcome for outcome in outcomes if outcome > 0]
    assert sorted(outcomes) == [-number] * 7 + [number]
    assert len(setting_versions(store)) == 1


def test_threads_that_share_a_store_are_given_their_own_rows():
    """Sessions that share a connection without cursors are given each other's rows."""
    store = filled()
    for unit, indicator in (("stp", "dung-han"), ("snv", "dung-han"), ("stp", "sang-kien")):
        for month in range(1, 10):
            figure = (unit, indicator, f"2021-0{month}", month)
            publish(store, *figure, when=f"2021-{month + 1:02d}-02T09:00")
    wrong, done = [], threading.Event()

    def read(number):
        random = Random(number)
        for _ in range(60):
            unit, indicator = random.choice(
                [("stp", "sang-kien"), ("stp", "dung-han"), ("snv", "dung-han")]
            )
            first = random.randint(1, 9)
            rows = run(
                store,
                "figure_versions",
                as_of=at("2022-01-01T00:00"),
                unit=unit,
                indicator=indicator,
                first=2021 * 12 + first - 1,
                last=2021 * 12 + 8,
                submission=None,
                published_only=True,
            )
            found = {(row[2], row[3]) for row in rows}, len(rows)
            if found != ({(unit, indicator)}, 10 - first):
                wrong.append(found)

    def write():
        while not done.is_set():
            record(store)

    writer = threading.Thread(target=write)
    readers = [threading.Thread(target=read, args=[number]) for number in range(8)]
    writer.start()
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    done.set()
    writer.join()
    store.close()
    assert not wrong


def test_sql_reaches_no_file_but_the_store(store, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with pytest.raises(duckdb.PermissionException):
        store.connection.execute(f"select * from '{tmp_path}/secret.csv'")


def test_instants_are_kept_in_utc_and_come_back_with_their_zone(store):
    record(store)
    [(kept,)] = store.connection.execute("select recorded from setting").fetchall()
    assert kept == datetime(2021, 4, 2, 2, 0)
    assert database.from_utc(kept) == NOW
    with pytest.raises(AssertionError, match="no time zone"):
        database.to_utc(datetime(2021, 4, 2))


def test_rows_become_columns_of_the_schema_even_when_there_are_none():
    assert database.arrow(SETTING, []).schema == SETTING
    assert database.arrow(pa.schema([("a", pa.int32())]), [(1,), (None,)]).column(
        "a"
    ).to_pylist() == [1, None]


@pytest.mark.parametrize("path", [*QUERIES, *MIGRATIONS], ids=lambda path: path.name)
def test_nothing_in_the_ledger_is_ever_updated_or_deleted(path):
    sql = re.sub(r"--.*", "", path.read_text(encoding="utf-8")).lower()
    assert not re.search(r"\b(update|delete|truncate|drop|alter|merge|replace into)\b", sql)


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.name)
def test_every_query_says_what_its_rows_are(path):
    text = path.read_text(encoding="utf-8")
    header = text[: text.index("\nselect" if "\nselect" in text else "\nwith")]
    assert header.startswith("--"), "a query begins with what one row of it is"
    for name in set(re.findall(r"\$(\w+)", re.sub(r"--.*", "", text))):
        assert f"${name}" in header, f"${name} is not explained"


def test_python_changes_the_ledger_by_adding_rows_alone():
    for path in files("kpis.store").iterdir():
        if path.name.endswith(".py"):
            words = re.findall(
                r"\b(update|delete from|truncate|drop table)\s+\w+", path.read_text("utf-8"), re.I
            )
            assert not words, path.name


def test_a_revision_adds_rows_and_leaves_the_old_one_as_it_was():
    store = filled()
    before = total_rows(store)
    publish(store, "stp", "dung-han", "2021-03", 90, 100, when="2021-04-02T09:00")
    first = total_rows(store)
    old = store.connection.execute("select * from figure").fetchall()
    publish(store, "stp", "dung-han", "2021-03", 91, 100, when="2021-04-20T09:00")
    assert before < first < total_rows(store)
    assert old[0] in store.connection.execute("select * from figure").fetchall()
    store.close()


@pytest.mark.parametrize("query", ["acts", "sequences"])
def test_every_table_with_sequence_numbers_is_looked_at_by_verify(store, query):
    """A row that the chain does not cover could be changed and nobody would see it."""
    found = store.connection.execute(
        "select table_name from duckdb_columns() where column_name = 'sequence' and not internal"
        " and table_name in (select table_name from duckdb_tables()) and table_name <> 'entry'"
    ).fetchall()
    sql = files("kpis.store").joinpath("queries", f"{query}.sql").read_text(encoding="utf-8")
    left_out = [name for (name,) in found if not re.search(rf"\bfrom {name}\b", sql)]
    assert not left_out, f"not in queries/{query}.sql"
