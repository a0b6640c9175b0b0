"""Patterns in published figures that call for a question. Questions, not verdicts.

Each function takes the figures as columns and gives the groups (one unit, indicator and member)
in which a pattern is stronger than chance explains, with the rows behind it. Chance is worked out
from the unit's own cases, so small units are not suspected for being small.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from kpis.domain.amounts import Column
from kpis.domain.chance import at_least, binomial, hit_chances, same_again

MONTHS = 12  # of a question: a year, so that no season is left out
ENOUGH = 6  # months; of fewer nothing is asked
# How likely a pattern may be by chance and still be asked about: a province has some 400 units with
# ten indicators each and several patterns, and a handful of needless questions are borne.
BY_CHANCE = 0.001
HITS = 4  # months exactly at the target; fewer are told to nobody
BAND = 0.005  # of the scale on either side of the target: half a point of a percentage
CASES = 20  # counts whose last digit may be taken for even; below it 10 and 15 are frequent
ROUND = 0.2  # of all last digits, 0 and 5
WITHOUT_DECIMALS = 0.1  # of values measured to one decimal
REPEATED = 20  # cases; fewer are the same again by chance
SHRUNK = 0.7  # of what the other units' denominators did in the same months
LEAST_CASES = 100  # in the months of a year before, for a comparison of two years


@dataclass(frozen=True)
class Reported:
    """The figures that count, one row each, in order of group and month.

    group: number of a unit, indicator and member, from 0. indicator: per row, its number.
    numerator, denominator, value: doubles, NaN where there is none.
    """

    group: Column
    indicator: Column
    period: Column
    numerator: Column
    denominator: Column
    value: Column

    def last_year(self, month: int) -> Column:
        """Which rows lie in the MONTHS up to `month`."""
        return (self.period > month - MONTHS) & (self.period <= month)


@dataclass(frozen=True)
class Traits:
    """What has to be known of each indicator, as columns by its number.

    scale: as in the catalogue. sign: 1 higher is better, -1 lower, 0 neither. adds_up: every month
    counts new things. counting: counts of things, whose last digit means nothing. fine: values
    measured with decimals.
    """

    scale: Column
    sign: Column
    adds_up: Column
    counting: Column
    fine: Column


@dataclass(frozen=True)
class Targets:
    """What each group has promised, where every month by itself is held against one target.

    target: NaN where there is none, or where it is the end of the scale. sign: 1 when it is to be
    reached from below (>=, >), -1 from above. start: the first month of the promise.
    """

    target: Column
    sign: Column
    start: Column


class Question(NamedTuple):
    """A pattern: code and values of its sentence, the group, and the rows behind it."""

    code: str
    group: int
    rows: Column
    values: dict[str, object]


def rates(reported: Reported, traits: Traits) -> Column:
    """Each row's value in the indicator's unit; NaN where nothing happened."""
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = traits.scale[reported.indicator] * reported.numerator / reported.denominator
    counted = ~np.isnan(reported.denominator)
    rate = np.where(counted, quotient, reported.value)
    return np.where(counted & (reported.denominator == 0), np.nan, rate)


def groups_of(rows: Column, group: Column) -> Iterator[tuple[int, Column]]:
    """Number and rows of each group among `rows`, which are in order of group."""
    if not len(rows):
        return
    cuts = np.flatnonzero(np.diff(group[rows])) + 1
    for part in np.split(rows, cuts):
        yield int(group[part[0]]), part


def at_target(reported: Reported, traits: Traits, targets: Targets, month: int) -> list[Question]:
    """Exactly at the target, or just on its right side, more often than on its wrong side."""
    rate = rates(reported, traits)
    wanted = targets.target[reported.group]
    asked = reported.last_year(month) & (reported.period >= targets.start[reported.group])
    asked &= ~np.isnan(wanted) & ~np.isnan(rate)
    scale = traits.scale[reported.indicator]
    away = np.where(asked, (rate - wanted) * targets.sign[reported.group], np.inf)
    exact = np.abs(away) <= 1e-9 * np.maximum(np.abs(wanted), scale)
    cases = np.where(reported.denominator > 0, reported.denominator, np.inf)
    one_case = scale / cases
    band = np.maximum(BAND * np.maximum(scale, np.abs(wanted) / 100), one_case)
    over = asked & (exact | ((away > 0) & (away < band)))
    under = asked & ~exact & (away < 0) & (away >= -band * (1 + 1e-9))
    found = []
    for group, rows in groups_of(np.flatnonzero(asked), reported.group):
        hits, just_over, just_under = (int(m[rows].sum()) for m in (exact, over, under))
        if len(rows) < ENOUGH or max(hits, just_over - 1) < HITS:
            continue
        counts = [_counts(reported, row) for row in rows]
        share = float(targets.target[group] / traits.scale[reported.indicator[rows[0]]])
        of_hits = at_least(hit_chances(counts, share), hits) if hits >= HITS else 1.0
        near = [n for n, row in enumerate(rows) if over[row] or under[row]]
        right = _chances_right(counts, near, share, int(targets.sign[group]))
        if min(of_hits, at_least(right, just_over)) <= BY_CHANCE:
            values: dict[str, object] = {"hits": hits, "over": just_over, "under": just_under}
            values |= {"months": len(rows), "target": float(targets.target[group])}
            found.append(Question("integrity.at_target", group, rows[over[rows]], values))
    return found


def _counts(reported: Reported, row: int) -> tuple[int, int] | None:
    numerator, denominator = reported.numerator[row], reported.denominator[row]
    return None if np.isnan(denominator) else (round(numerator), round(denominator))


def _chances_right(
    counts: Sequence[tuple[int, int] | None], near: Sequence[int], share: float, sign: int
) -> list[float]:
    """Per month near the target the chance of its right side, given that it is near.

    Worked out from the unit's own rate: one that does a little better than promised is over its
    target more often, which is no reason to ask.
    """
    known = [pair for pair in counts if pair is not None]
    cases = sum(denominator for _, denominator in known)
    rate = sum(numerator for numerator, _ in known) / cases if cases else 0.5
    found = []
    for number in near:
        pair = counts[number]
        if pair is None:
            found.append(0.5)
            continue
        span = max(1, int(BAND * pair[1]))
        wanted = share * pair[1]
        edge = int(np.ceil(wanted - 1e-9)) if sign > 0 else int(np.floor(wanted + 1e-9))
        right = sum(binomial(pair[1], edge + sign * n, rate) for n in range(span))
        wrong = sum(binomial(pair[1], edge - sign * n, rate) for n in range(1, span + 1))
        found.append(right / (right + wrong) if right + wrong > 0 else 0.5)
    return found


def round_numbers(reported: Reported, traits: Traits, month: int) -> list[Question]:
    """Counts that end in 0 or 5, or measured values without decimals, nearly every month.

    A number that is the same as the month before is looked at once (see `repeats`).
    """
    counts = np.where(np.isnan(reported.denominator), reported.value, reported.denominator)
    counting = traits.counting[reported.indicator] & (counts >= CASES)
    fine = traits.fine[reported.indicator] & np.isnan(reported.denominator)
    asked = reported.last_year(month) & (counting | fine) & ~np.isnan(counts)
    first = np.ones(len(counts), dtype=bool)
    first[1:] = (reported.group[1:] != reported.group[:-1]) | (counts[1:] != counts[:-1])
    found = []
    for group, rows in groups_of(np.flatnonzero(asked & first), reported.group):
        whole = bool(fine[rows[0]])
        rounded = rows[counts[rows] % (1 if whole else 5) == 0]
        chance = WITHOUT_DECIMALS if whole else ROUND
        if len(rows) >= ENOUGH and at_least([chance] * len(rows), len(rounded)) <= BY_CHANCE:
            code = "integrity.no_decimals" if whole else "integrity.round_numbers"
            values: dict[str, object] = {"count": len(rounded), "months": len(rows)}
            found.append(Question(code, group, rounded, values))
    return found


def repeats(reported: Reported, traits: Traits, month: int) -> list[Question]:
    """The same counts as the month before, again and again, where each month counts new things."""
    cases = np.where(np.isnan(reported.denominator), reported.value, reported.denominator)
    adds_up = traits.adds_up[reported.indicator]
    asked = np.zeros(len(cases), dtype=bool)
    same = np.zeros(len(cases), dtype=bool)
    follows = (reported.group[1:] == reported.group[:-1]) & adds_up[1:] & (cases[1:] >= REPEATED)
    asked[1:] = follows
    for column in (reported.numerator, reported.denominator, reported.value):
        equal = (column[1:] == column[:-1]) | (np.isnan(column[1:]) & np.isnan(column[:-1]))
        follows = follows & equal
    same[1:] = follows
    found = []
    for group, rows in groups_of(np.flatnonzero(asked & reported.last_year(month)), reported.group):
        again = rows[same[rows]]
        chances = [same_again(float(cases[row])) for row in rows]
        if len(rows) >= ENOUGH - 1 and len(again) and at_least(chances, len(again)) <= BY_CHANCE:
            values: dict[str, object] = {"count": len(again), "months": len(rows)}
            found.append(Question("integrity.repeats", group, again, values))
    return found


def shrinking(reported: Reported, traits: Traits, month: int) -> list[Question]:
    """Far fewer cases than a year before, not so elsewhere, while the rate went up.

    Half a year is held against the same months of the year before; what happened to the other
    units of the indicator in these months (a holiday, an epidemic) is taken off.
    """
    half = MONTHS // 2
    counted = (reported.denominator > 0) & traits.adds_up[reported.indicator]
    now = counted & (reported.period > month - half) & (reported.period <= month)
    then = counted & (reported.period > month - half - 12) & (reported.period <= month - 12)
    size = int(reported.group.max(initial=-1)) + 1

    def total(column: Column, rows: Column) -> Column:
        return np.bincount(reported.group[rows], weights=column[rows], minlength=size)

    ones = np.ones(len(now))
    enough = (total(ones, now) == half) & (total(ones, then) == half)
    cases_now, cases_then = total(reported.denominator, now), total(reported.denominator, then)
    enough &= cases_then >= LEAST_CASES
    with np.errstate(divide="ignore", invalid="ignore"):
        kept = cases_now / cases_then
        rate_now = total(reported.numerator, now) / cases_now
        rate_then = total(reported.numerator, then) / cases_then
    indicator = np.zeros(size, dtype=np.int64)
    indicator[reported.group] = reported.indicator
    found = []
    for group in np.flatnonzero(enough):
        others = enough & (indicator == indicator[group])
        others[group] = False
        usual = float(np.median(kept[others])) if others.sum() >= 4 else 1.0
        better = (rate_now[group] - rate_then[group]) * traits.sign[indicator[group]] > 0
        if better and kept[group] < SHRUNK * usual:
            rows = np.flatnonzero((now | then) & (reported.group == group))
            values: dict[str, object] = {
                "now": float(cases_now[group]),
                "then": float(cases_then[group]),
                "percent": round(100 * float(kept[group])),
                "usual": round(100 * usual),
            }
            found.append(Question("integrity.shrinking", int(group), rows, values))
    return found


ALWAYS: tuple[Callable[[Reported, Traits, int], list[Question]], ...] = (
    round_numbers,
    repeats,
    shrinking,
)
