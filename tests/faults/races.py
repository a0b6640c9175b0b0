"""Two at once, in threads over one store in a file, as sessions of one server are."""

import threading
from collections.abc import Callable
from pathlib import Path

from kpis.domain.problems import Refused
from kpis.services.overtaking import Overtaken, revision_of
from kpis.services.reviewing import publish
from kpis.services.submitting import Receipt, receipt_for, submit
from kpis.store import database
from kpis.store.database import Store
from kpis.store.figures import figure_versions
from kpis.store.submissions import submissions
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
from tests.ledger import at

END = at("2030-01-01T00:00")


def together(*acts: Callable[[], object]) -> list[object]:
    """What each of the acts gives or raises, begun at the same moment."""
    gate = threading.Barrier(len(acts))
    outcomes: list[object] = [None] * len(acts)

    def go(place: int) -> None:
        gate.wait()
        try:
            outcomes[place] = acts[place]()
        except Exception as error:
            outcomes[place] = error

    threads = [threading.Thread(target=go, args=[place]) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def races(folder: Path, tries: int) -> Tally:
    """Two clerks submit for one unit and month: one wins, the other is told by whom."""
    tally, store = Tally("hai người cùng nộp / two submit at once"), _open(folder)
    evaluations = [judged(store, JANUARY + place) for place in range(5)]
    won: list[Receipt] = []
    for number in range(tries):
        evaluation, unit = evaluations[number % 5], UNITS[number // 5 % 2]
        base = revision_of(store, unit, evaluation.month)
        both = [said(store, evaluation, unit, 2 * number + which) for which in (0, 1)]

        def send(which: int, n: int = number, both=both, base: int = base) -> Receipt:
            return submit(
                store,
                both[which],
                actor=f"người {which}",
                now=later(n),
                request=f"{n}.{which}",
                base_revision=base,
            )

        outcomes = together(lambda: send(0), lambda: send(1))
        winners = [each for each in outcomes if isinstance(each, Receipt)]
        told = [each for each in outcomes if isinstance(each, Overtaken)]
        one_each = len(winners) == len(told) == 1
        tally.says("lost", one_each, f"race {number}: {outcomes}")
        if one_each:
            of_winner = told[0].latest.number == winners[0].number and told[0].differences
            tally.says("lost", bool(of_winner), f"race {number}: told of {told[0].latest}")
        won += winners
        tally.tries += 1
    _count_all(store, tally, won)
    store.close()
    return tally


def double_clicks(folder: Path, tries: int) -> Tally:
    """The same request twice at once, and once more later: one submission, the same receipt."""
    tally, store = Tally("nhấn đúp / double click"), _open(folder)
    evaluations = [judged(store, JANUARY + place) for place in range(5)]
    made: list[Receipt] = []
    for number in range(tries):
        evaluation, unit = evaluations[number % 5], UNITS[number // 5 % 2]
        base = revision_of(store, unit, evaluation.month)
        one = said(store, evaluation, unit, number)

        def click(n: int = number, one=one, base: int = base) -> Receipt:
            return submit(store, one, actor="Lan", now=later(n), request=f"{n}", base_revision=base)

        receipts = [*together(click, click), click()]
        same = {getattr(each, "number", None) for each in receipts}
        sums = {getattr(each, "sha256", None) for each in receipts}
        fine = len(same) == len(sums) == 1 and None not in same
        tally.says("lost", fine, f"click {number}: {receipts}")
        made += [each for each in receipts[:1] if isinstance(each, Receipt)]
        tally.tries += 1
    _count_all(store, tally, made)
    store.close()
    return tally


def approvals(folder: Path, tries: int) -> Tally:
    """The office publishes while the unit sends a newer one: nothing unseen is ever published."""
    tally, store = Tally("duyệt lúc nộp mới / approve while a newer one comes"), _open(folder)
    evaluation = judged(store, JANUARY)
    seen: Receipt | None = None
    for number in range(tries):
        base = revision_of(store, "stp", JANUARY)
        old = said(store, evaluation, "stp", 2 * number)
        seen = submit(
            store,
            old,
            actor="Lan",
            now=later(3 * number),
            request=f"{number}.0",
            base_revision=base,
        )
        new = said(store, evaluation, "stp", 2 * number + 1)

        def revise(n: int = number, new=new, base: int = base) -> Receipt:
            return submit(
                store,
                new,
                actor="Lan",
                now=later(3 * n + 1),
                request=f"{n}.1",
                base_revision=base + 1,
            )

        def approve(n: int = number, of: int = seen.number):
            return publish(store, of, actor="sếp", now=later(3 * n + 1), request=f"{n}.2")

        newer, decided = together(revise, approve)
        (old_state,) = [s.state for s in submissions(store, as_of=END, number=seen.number)]
        fine = isinstance(newer, Receipt) and (
            old_state == "superseded"
            if isinstance(decided, Refused)
            else old_state == "approved" and decided.number == seen.number
        )
        unseen = isinstance(newer, Receipt) and [
            s.state for s in submissions(store, as_of=END, number=newer.number)
        ] != ["submitted"]
        tally.says("lost", fine and not unseen, f"approval {number}: {newer} {decided}")
        tally.acknowledged += 2
        tally.tries += 1
    tally.wrong += sound(store)
    tally.partial += halves(store)
    store.close()
    return tally


def _open(folder: Path) -> Store:
    return database.open_existing(filled_file(folder))


def _count_all(store: Store, tally: Tally, receipts: list[Receipt]) -> None:
    """Every receipt has its submission, whole, and there is no submission without a receipt."""
    tally.acknowledged = len(receipts)
    kept = {each.number: each for each in submissions(store, as_of=END) if each.unit is not None}
    for receipt in receipts:
        there = kept.pop(receipt.number, None)
        figures = figure_versions(store, as_of=END, submission=receipt.number, published_only=False)
        whole = there is not None and there.file == receipt.sha256 and len(figures) == 2
        tally.says("lost", whole, f"receipt {receipt.number} leads to {there}")
    tally.says("lost", not kept, f"without a receipt: {sorted(kept)}")
    tally.partial += halves(store)
    tally.wrong += sound(store)
    assert receipt_for(store, "chưa từng gửi") is None
