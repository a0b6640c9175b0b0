"""Which way revisions of published figures go: to the better, to the worse, and how late."""

from collections.abc import Sequence

# Late revisions of a unit within a year. Five of five to the better are chance in 1 of 32 cases.
ONE_WAY = 5
LATE, LATE_SHARE = 3, 0.05  # so many, and so many of the figures of the year
LATE_TIMES = 3  # times the share of all units together


def all_improved(moves: Sequence[int], least: int) -> bool:
    """Whether there were at least so many revisions and every one was to the better.

    moves: 1 for the better, -1 for the worse; 0, neither, is left out.
    """
    told = [move for move in moves if move]
    return len(told) >= least and min(told) > 0


def improvement(before: float | None, after: float | None, direction: str) -> int:
    """1 where a revision makes a figure look better, -1 worse, 0 neither."""
    if before is None or after is None or direction not in ("higher", "lower"):
        return 0
    up = (after > before) - (after < before)
    return up if direction == "higher" else -up


def often_late(late: int, figures: int, share_of_all: float) -> bool:
    """Whether a unit revises after the deadline often, in itself and beside the others."""
    share = late / figures if figures else 0.0
    return late >= LATE and share >= LATE_SHARE and share >= LATE_TIMES * share_of_all
