"""How likely something is by chance alone. Plain floats: nothing here is judged, only asked about.

Small tables are computed in full; no approximation by a normal curve, which is wrong for the few
months and few cases that a unit has.
"""

from collections.abc import Iterable, Sequence
from math import exp, isclose, lgamma, log, pi, sqrt

# Chance of a value without counts to be its target to the last digit; generous.
VALUE_HIT = 0.25


def binomial(cases: int, hits: int, chance: float) -> float:
    """The chance of exactly `hits` in `cases`, each with `chance`."""
    if not 0 <= hits <= cases:
        return 0.0
    if chance in (0.0, 1.0):
        return float(hits == (cases if chance else 0))
    ways = lgamma(cases + 1) - lgamma(hits + 1) - lgamma(cases - hits + 1)
    return exp(ways + hits * log(chance) + (cases - hits) * log(1 - chance))


def at_least(chances: Iterable[float], hits: int) -> float:
    """The chance that `hits` or more of independent events happen, each with its own chance."""
    table = [1.0]
    for chance in chances:
        missed = [p * (1 - chance) for p in (*table, 0.0)]
        table = [m + p * chance for m, p in zip(missed, (0.0, *table), strict=True)]
    return min(1.0, sum(table[hits:]))


def same_again(cases: float) -> float:
    """The chance that two counts of about so many independent cases are equal, at the most.

    Of two Poisson counts with one mean it comes down to 1 / (2 sqrt(pi mean)); a tenth more covers
    every mean from 1 on.
    """
    return min(1.0, 1.1 / (2 * sqrt(pi * cases))) if cases > 0 else 1.0


def hit_chances(counts: Sequence[tuple[int, int] | None], target: float) -> list[float]:
    """Per month the chance of exactly the target share, if cases fell by themselves.

    counts: numerator and denominator; None for a month with a value only. Their pooled rate is
    taken for the chance of a case; a month in which the target is no whole number can't hit it.
    """
    known = [pair for pair in counts if pair is not None]
    cases = sum(denominator for _, denominator in known)
    rate = sum(numerator for numerator, _ in known) / cases if cases else 0.0
    chances = []
    for pair in counts:
        if pair is None:
            chances.append(VALUE_HIT)
            continue
        wanted = target * pair[1]
        whole = isclose(wanted, round(wanted), rel_tol=1e-9, abs_tol=1e-9)
        chances.append(binomial(pair[1], round(wanted), rate) if whole else 0.0)
    return chances
