"""A server that saves one submission after another until it is killed.

`python -m tests.faults.child URL FIRST`: prints "ready", then for every receipt its request, its
number and its sum: what a clerk would have seen on the screen.
"""

import sys
from dataclasses import replace

from kpis.services.overtaking import revision_of
from kpis.services.submitting import submit
from kpis.store import database
from tests.faults.counting import JANUARY, UNITS, judged, later, said

MANY = 10_000


def main(url: str, first: int) -> None:
    """Saves until it is killed."""
    store = database.open_existing(url)
    # Checked before, so that nearly all of the time is spent in saving.
    evaluations = [judged(store, JANUARY + place) for place in range(5)]
    ready = {
        (place, unit): said(store, evaluations[place], unit, first)
        for place in range(5)
        for unit in UNITS
    }
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for number in range(first, first + MANY):
        place, unit = number % 5, UNITS[number // 5 % 2]
        one = ready[place, unit]
        receipt = submit(
            store,
            replace(one, content=one.content + b"\n" * (number - first + 1)),
            actor="Lan",
            now=later(number),
            request=f"{number}",
            base_revision=revision_of(store, unit, JANUARY + place),
        )
        sys.stdout.write(f"{number} {receipt.number} {receipt.sha256}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
