"""From where a promise shall stand to the counts that put it there."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from demo_basics import MONTHS, QUARTERS, YEAR, Draws, spread
from demo_plan import CALM, STORIES
from demo_promises import Promise
from demo_units import Unit

Flags = tuple[bool, bool, bool]
Aims = tuple[Fraction, Fraction, Fraction]
_WHOLE = Fraction(100)


def aims(unit: Unit, promise: Promise, short: Flags) -> Aims:
    """The actual at the end of March, June and September 2021, in percent of a share.

    Above what is expected then, or below where the promise falls short: by little where it comes
    and goes, by much where it never recovers and there is room for it.
    """
    story = STORIES.get((unit.code, promise.indicator))
    if story and story.at:
        return story.at[0], story.at[1], story.at[2]
    draws = Draws(unit.code, promise.indicator, "aims")
    far = draws.chance(55) and all(short)
    changes = len(set(short)) > 1
    level = draws.whole(14, 55)  # percent of the room above the promise
    found = []
    for month, falls_short in zip(QUARTERS, short, strict=True):
        expected = promise.expected(month)
        room = _WHOLE - expected
        if falls_short and far and room > 25:
            found.append(expected - expected * draws.share(9, 21))
        elif falls_short:
            share = draws.share(3, 7) if changes else draws.share(9, 14)
            down = expected * draws.share(2, 4)
            found.append(expected - (min(down, room * share) if room else down))
        else:
            share = draws.share(3, 8) if changes else Fraction(level + draws.whole(-5, 5), 100)
            found.append(expected + min(expected * draws.share(2, 11), room * share))
    return found[0], found[1], found[2]


def counted(actual: Fraction, of: int, short: bool) -> int:
    """The whole number that is `actual` percent of `of`, rounded to the side it must be on."""
    exact = actual * of / 100
    return max(0, floor(exact)) if short else min(of, ceil(exact))


def pooled_numerators(
    unit: Unit, promise: Promise, short: Flags, denominators: Sequence[int], *, every: int = 1
) -> list[int]:
    """Numerators for MONTHS whose running quotients in 2021 meet the aims of the three quarters.

    Months between follow the unit's ups and downs. every: 3 where quarters are reported; then
    only months in which a quarter ends have a number, others 0.
    """
    at = aims(unit, promise, short)
    numerators = [0] * len(MONTHS)
    rates = _rates(at, [denominators[month] for month in YEAR])
    ups = _ups(unit, promise)
    so_far, of_so_far = 0, 0
    for place, last in enumerate(QUARTERS):
        months = [m for m in range(last - 2, last + 1) if every == 1 or m == last]
        caps = [denominators[month] for month in months]
        of_so_far += sum(caps)
        total = counted(at[place], of_so_far, short[place]) - so_far
        assert 0 <= total <= sum(caps), f"{unit.code} cannot be there with {promise.indicator}"
        weights = []
        for month, cap in zip(months, caps, strict=True):
            rate = rates[place] + _slope(promise, rates, place) * (month - last + 1)
            rate += ups[month] * min(rate / 14, (_WHOLE - rate) * Fraction(3, 5))
            weights.append(max(Fraction(1), rate) * cap)
        for month, part in zip(months, spread(total, weights, caps), strict=True):
            numerators[month] = part
        so_far += total
    for month in range(YEAR[0]):
        if every == 1 or month % 3 == 2:
            rate = _rate_before(promise, rates[0], month, ups[month])
            numerators[month] = min(
                denominators[month], int(rate * denominators[month] / 100 + Fraction(1, 2))
            )
    return numerators


def _rates(at: Aims, denominators: Sequence[int]) -> list[Fraction]:
    """The rate of each quarter by itself that makes the running rate meet `at`."""
    rates, sum_before, of_before = [], Fraction(0), 0
    for place in range(3):
        of_quarter = sum(denominators[place * 3 : place * 3 + 3])
        sum_now = at[place] * (of_before + of_quarter)
        rate = (sum_now - sum_before) / of_quarter if of_quarter else at[place]
        rates.append(min(_WHOLE, max(Fraction(0), rate)))
        sum_before, of_before = sum_now, of_before + of_quarter
    return rates


def _slope(promise: Promise, rates: Sequence[Fraction], place: int) -> Fraction:
    """How much the rate changes from month to month within a quarter, in percent.

    All the way from quarter to quarter where a steady rise is promised, otherwise a part of it.
    """
    before, after = (0, 1) if place == 0 else (place - 1, place)
    return (rates[after] - rates[before]) / (3 if promise.pace == "linear" else 5)


def _ups(unit: Unit, promise: Promise) -> list[Fraction]:
    """Ups and downs of MONTHS within -1..1; what moves the unit moves all that it does."""
    size = 25 if unit.code in CALM else 5
    common = Draws(unit.code, "ups").wander(len(MONTHS))
    own = Draws(unit.code, promise.indicator, "ups").wander(len(MONTHS))
    return [(c * 3 + o * 2) / size for c, o in zip(common, own, strict=True)]


def _rate_before(promise: Promise, first: Fraction, month: int, up: Fraction) -> Fraction:
    """The rate of a month of 2020, from which the year's efforts led up to the `first` of 2021."""
    goal = min(first, Fraction(99))
    start = first - min(first / 20, (_WHOLE - first) / 2)
    if promise.pace == "linear":
        start = first * Fraction(2, 5)
    rate = start + (goal - start) * month / 12
    return max(Fraction(0), min(_WHOLE, rate + up * min(rate / 12, (_WHOLE - rate) / 2)))
