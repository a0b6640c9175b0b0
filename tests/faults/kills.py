"""A server process that is killed while it saves, at random points, and opened again."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from kpis.services.overtaking import revision_of
from kpis.services.submitting import receipt_for, submit
from kpis.store import database
from kpis.store.database import Store, StoreError
from tests.faults.counting import (
    JANUARY,
    UNITS,
    Tally,
    filled_file,
    halves,
    judged,
    later,
    said,
    sound,
)

ROOT = Path(__file__).parents[2]
_LONGEST = 0.4  # seconds of saving before the kill
_APART = 20_000  # between the numbers of two children


def kills(folder: Path, tries: int, how: signal.Signals = signal.SIGKILL, seed: int = 1) -> Tally:
    """Kills children that save into one store, and looks at what is there after each."""
    name = {signal.SIGKILL: "kill -9", signal.SIGTERM: "dừng / stop (SIGTERM)"}[how]
    tally, url, random = (
        Tally(f"{name} khi đang lưu / during a save"),
        filled_file(folder),
        Random(seed),
    )
    for number in range(tries):
        first = number * _APART
        seen = _killed(url, first, how, random.uniform(0, _LONGEST))
        tally.acknowledged += len(seen)
        tally.tries += 1
        try:
            store = database.open_existing(url)
        except StoreError as error:
            tally.failed_to_open += 1
            tally.wrong.append(str(error))
            return tally
        _look(store, tally, first, seen)
        store.close()
    return tally


def _killed(url: str, first: int, how: signal.Signals, after: float) -> dict[str, tuple[int, str]]:
    """What a child acknowledged before it was killed: request -> number and sum of the file."""
    command = [sys.executable, "-m", "tests.faults.child", url, str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n", "the child could not begin"
        time.sleep(after)
        child.send_signal(how)
        lines = child.stdout.read().splitlines(keepends=True)
    assert child.returncode == -how, f"the child ended by itself: {child.returncode}"
    whole = [line.split() for line in lines if line.endswith("\n")]
    return {request: (int(number), sha256) for request, number, sha256 in whole}


def _look(store: Store, tally: Tally, first: int, seen: dict[str, tuple[int, str]]) -> None:
    """Everything acknowledged is there; the same request again gives the same receipt."""
    half = halves(store)
    tally.says("partial", not half, f"{half} submissions are not whole")
    tally.wrong += sound(store)
    for request, (number, sha256) in seen.items():
        kept = receipt_for(store, request)
        same = kept is not None and (kept.number, kept.sha256) == (number, sha256)
        tally.says("lost", same, f"request {request} was {number}, is {kept}")
    # The one on its way when the process was killed is there or not; sent again it is there once.
    under_way = first + len(seen)
    before = receipt_for(store, f"{under_way}")
    again = _send_again(store, under_way)
    once_more = _send_again(store, under_way)
    same = again.number == once_more.number and again.repeated == (before is not None)
    if before is not None:
        same = same and before.number == again.number
    tally.says("lost", same, f"{under_way}: {before}, {again}, {once_more}")
    if seen:
        last = _send_again(store, under_way - 1)
        fine = last.repeated and last.number == seen[f"{under_way - 1}"][0]
        tally.says("lost", fine, f"sent again: {last}")


def _send_again(store: Store, number: int):
    evaluation, unit = judged(store, JANUARY + number % 5), UNITS[number // 5 % 2]
    return submit(
        store,
        said(store, evaluation, unit, number),
        actor="Lan",
        now=later(number),
        request=f"{number}",
        base_revision=revision_of(store, unit, evaluation.month),
    )
