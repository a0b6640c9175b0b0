"""A unit at a month: completion, score, tier, rank within its kind.

Source: docs/evaluation.md, "A unit at month m".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from operator import eq, ge, gt, le, lt

import numpy as np

from kpis.domain.amounts import CLOSE, Amounts, Column, Rows
from kpis.domain.status import AWAITING, FULFILLED, NO_ACTIVITY, NO_DATA, NOT_DUE, ON_TRACK
from kpis.domain.verdicts import Verdicts

REST = "rest"
TIER_SIGNS = {">=": ge, "<=": le, ">": gt, "<": lt, "=": eq}  # longer signs first: read in order


@dataclass(frozen=True)
class Standing:
    """One unit. completion, weighted_completion, score: percent; None when nothing is judged.

    tier: one of the settings' tiers or "rest"; None without completion. rank: 1 is best, shared
    by units that are equal; None without completion.
    """

    unit: int
    items: int
    judged: int
    done: int
    completion: float | None
    weighted_completion: float | None
    score: float | None
    tier: str | None
    rank: int | None


def counted(status: Column) -> Column:
    """Which items are judged: all but not_due, awaiting and no_activity."""
    return (status != NOT_DUE) & (status != AWAITING) & (status != NO_ACTIVITY)


def kept(status: Column) -> Column:
    """Which items are done: fulfilled or on_track."""
    return (status == FULFILLED) | (status == ON_TRACK)


def tier_of(completion: Fraction, tiers: Sequence[str]) -> str:
    """The first tier whose condition `completion` meets, or "rest"."""
    for tier in tiers:
        sign = next(sign for sign in TIER_SIGNS if tier.startswith(sign))
        if TIER_SIGNS[sign](completion, Fraction(Decimal(tier.removeprefix(sign).strip()))):
            return tier
    return REST


def standings(
    unit: Column,
    weight: Amounts,
    verdicts: Verdicts,
    *,
    kinds: Sequence[str],
    tiers: Sequence[str],
    pace_exactly: Callable[[Rows], Column],
) -> list[Standing]:
    """The standing of every unit that has an item, in order of their numbers.

    unit: per item. kinds: per unit number; ranks are within a kind. pace_exactly: the exact pace
    attainments of rows of items, asked for where scores lie too close for float64.
    """
    rows = np.arange(len(unit))
    status = verdicts.status
    judged, done = counted(status), kept(status)
    weights = weight.column(rows, exact=False)
    share = _share(status, verdicts.pace_attainment)
    listed, group = np.unique(unit, return_inverse=True)
    size = len(listed)

    def total(values: Column) -> Column:
        return np.bincount(group, weights=values, minlength=size)

    items, n_judged, n_done = total(np.ones(len(unit))), total(judged), total(done & judged)
    w_judged, w_done = total(weights * judged), total(weights * (done & judged))
    any_judged = n_judged > 0
    safe = np.where(any_judged, w_judged, 1.0)
    score = 100 * total(weights * judged * share) / safe
    weighted = 100 * w_done / safe

    def score_exactly(place: int) -> Fraction:
        mine = rows[(group == place) & judged]
        return _score_exactly(mine, status, share, weight, pace_exactly)

    ranks: dict[int, int] = {}
    for kind in dict.fromkeys(kinds[u] for u in listed):
        places = [p for p in range(size) if any_judged[p] and kinds[listed[p]] == kind]
        ranks |= _ranks(places, n_done / np.where(any_judged, n_judged, 1), score, score_exactly)
    return [
        Standing(
            unit=int(listed[p]),
            items=int(items[p]),
            judged=int(n_judged[p]),
            done=int(n_done[p]),
            completion=100 * int(n_done[p]) / int(n_judged[p]) if any_judged[p] else None,
            weighted_completion=float(weighted[p]) if any_judged[p] else None,
            score=float(score[p]) if any_judged[p] else None,
            tier=_tier(n_done[p], n_judged[p], tiers),
            rank=ranks.get(p),
        )
        for p in range(size)
    ]


def _tier(done: float, judged: float, tiers: Sequence[str]) -> str | None:
    return tier_of(Fraction(100 * int(done), int(judged)), tiers) if judged else None


def _share(status: Column, pace: Column) -> Column:
    """What each item counts toward the score, 0 to 1."""
    share = np.minimum(1.0, np.nan_to_num(pace, nan=0.0) / 100)
    return np.select([kept(status), status == NO_DATA], [1.0, 0.0], share)


def _score_exactly(
    rows: Rows,
    status: Column,
    share: Column,
    weight: Amounts,
    pace_exactly: Callable[[Rows], Column],
) -> Fraction:
    weights = weight.column(rows, exact=True)
    shares = [Fraction(int(s)) if s in (0.0, 1.0) else None for s in share[rows]]
    # A share of 1 can be a rounded one; kept promises and missing figures are certain.
    open_ = [i for i, row in enumerate(rows) if not kept(status[row]) and status[row] != NO_DATA]
    if open_:
        for place, pace in zip(open_, pace_exactly(rows[open_]), strict=True):
            shares[place] = min(Fraction(1), pace / 100)
    total = sum((w * s for w, s in zip(weights, shares, strict=True)), Fraction(0))
    return 100 * total / sum(weights, Fraction(0))


def _ranks(
    places: list[int], completion: Column, score: Column, score_exactly: Callable[[int], Fraction]
) -> dict[int, int]:
    """Competition ranks (1, 2, 2, 4) by completion, then score.

    done / judged is one rounded division of small whole numbers, so equal doubles are equal
    quotients; scores that are close are settled by exact ones.
    """
    ordered = sorted(places, key=lambda p: (-completion[p], -score[p]))
    exact: dict[int, Fraction] = {}
    for a, b in zip(ordered, ordered[1:], strict=False):
        close = abs(score[a] - score[b]) <= CLOSE * (score[a] + score[b])
        if completion[a] == completion[b] and close:
            exact |= {p: score_exactly(p) for p in (a, b) if p not in exact}
    key = {p: (-completion[p], -exact.get(p, Fraction(score[p]))) for p in ordered}
    ordered.sort(key=key.__getitem__)
    ranks: dict[int, int] = {}
    for number, place in enumerate(ordered):
        tied = number > 0 and key[place] == key[ordered[number - 1]]
        ranks[place] = ranks[ordered[number - 1]] if tied else number + 1
    return ranks


def headline(standings: Sequence[Standing], tiers: Sequence[str]) -> dict[str, int]:
    """How many units stand in each tier; units without completion in none."""
    counts = dict.fromkeys([*tiers, REST], 0)
    for standing in standings:
        if standing.tier is not None:
            counts[standing.tier] += 1
    return counts
