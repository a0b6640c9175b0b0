"""`make faults`: every fault as often as the specification asks, and a table of what came of it.

KPIS_FAULTS: a share of the tries, such as 0.1.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.counting import Tally
from tests.faults.kills import kills
from tests.faults.races import approvals, double_clicks, races

FAULTS: list[tuple[Callable[[Path, int], Tally], int]] = [
    (races, 1000),
    (double_clicks, 200),
    (approvals, 500),
    (kills, 100),
    (lambda folder, tries: kills(folder, tries, signal.SIGTERM, seed=2), 20),
]
HEAD = ("fault", "tries", "receipts", "lost", "partial", "failed to open", "seconds")
ROW = "{:<54} {:>6} {:>9} {:>6} {:>8} {:>15} {:>8}\n"


def main() -> int:
    """Runs all of them; 1 when anything went wrong."""
    share = float(os.environ.get("KPIS_FAULTS", "1"))
    clean = True
    sys.stdout.write(ROW.format(*HEAD))
    for fault, tries in FAULTS:
        begun = time.monotonic()
        with TemporaryDirectory() as folder:
            tally = fault(Path(folder), max(1, round(tries * share)))
        spent = f"{time.monotonic() - begun:.0f}"
        counts = (tally.tries, tally.acknowledged, tally.lost, tally.partial, tally.failed_to_open)
        sys.stdout.write(ROW.format(tally.fault, *counts, spent))
        sys.stdout.writelines(f"    {each}\n" for each in tally.wrong[:10])
        sys.stdout.flush()
        clean = clean and tally.clean
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
