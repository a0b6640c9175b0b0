"""What is reported as it stands at the end of a quarter or year, or has run up since January."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import ceil

from demo_basics import QUARTERS, YEAR, Draws, month_number, spread
from demo_cells import QUARTER_ENDS, Cell, hundredths, ratios, values
from demo_courses import Flags, aims, counted, pooled_numerators
from demo_plan import NOTHING_FOUND
from demo_promises import Promise
from demo_units import UNITS, Unit
from demo_volumes import stock

_YEAR_END = month_number("2020-12")
_DONE_IN = {"so-tu-phap": "2021-05", "so-nong-nghiep-va-phat-trien-nong-thon": "2021-07"}
_PUBLIC_CAPITAL_2020 = (2, 5, 13, 20, 28, 40, 48, 56, 66, 74, 83, 96)  # percent paid out by then

Cells = Callable[[Unit, Promise, Flags], Iterator[Cell]]


def running(name: str) -> Cells:
    """Counts of a stock that begin anew each January and are reported each quarter."""

    def cells(unit: Unit, promise: Promise, short: Flags) -> Iterator[Cell]:
        draws, of = Draws(unit.code, promise.indicator, "running"), stock(unit, name)
        signed = (*map(int, promise.steps), int(promise.target))
        before = [of * (percent + draws.whole(-5, 1)) // 100 for percent in signed]
        this = _at_quarters(unit, promise, short, of)
        pairs = zip(QUARTER_ENDS, (*_rising(before), *_rising(this)), strict=True)
        yield from ratios(unit, promise.indicator, {month: (n, of) for month, n in pairs})

    return cells


def offered_online(unit: Unit, promise: Promise, short: Flags) -> Iterator[Cell]:
    """Procedures offered fully online, of those that could be: more of them every quarter."""
    of = stock(unit, "eligible procedures")
    this = _at_quarters(unit, promise, short, of)
    before = [this[0] * percent // 100 for percent in (42, 55, 71, 84)]
    pairs = zip(QUARTER_ENDS, (*before, *_rising(this)), strict=True)
    yield from ratios(unit, promise.indicator, {month: (n, of) for month, n in pairs})


def communes_equipped(unit: Unit, promise: Promise, short: Flags) -> Iterator[Cell]:
    """Communes on the one-stop software: all of them by September, or all but one."""
    of, draws = unit.bodies, Draws(unit.code, promise.indicator)
    at = [of * (percent + draws.whole(-4, 4)) // 100 for percent in (48, 55, 61, 68, 78, 90)]
    counts = [*at, of - short[2]]
    pairs = zip(QUARTER_ENDS, _rising(counts), strict=True)
    yield from ratios(unit, promise.indicator, {month: (n, of) for month, n in pairs})


def findings_resolved(unit: Unit, promise: Promise, short: Flags) -> Iterator[Cell]:
    """Findings resolved, of those made since January; where nothing was found, of none."""
    draws = Draws(unit.code, promise.indicator)
    made = [draws.whole(9, 14), *(draws.whole(4, 8) for _ in range(3))] * 2
    found = [sum(made[place // 4 * 4 : place + 1]) for place in range(len(QUARTER_ENDS))]
    if (unit.code, promise.indicator) == NOTHING_FOUND:
        found = [0] * len(found)
    at = (*(Fraction(draws.whole(70, 92)) for _ in range(4)), *aims(unit, promise, short))
    fates = (False, False, False, False, *short)
    pairs = zip(QUARTER_ENDS, at, found, fates, strict=True)
    counts = {month: (counted(a, of, s), of) for month, a, of, s in pairs}
    yield from ratios(unit, promise.indicator, counts)


def capital_paid_out(unit: Unit, promise: Promise, short: Flags) -> Iterator[Cell]:
    """Million đồng paid out since January, of the year's plan; slow in spring, with a rush."""
    draws, of = Draws(unit.code, promise.indicator), stock(unit, "capital")
    counts = {}
    for month, percent in enumerate(_PUBLIC_CAPITAL_2020):
        counts[month] = (of * (percent * 100 + draws.whole(-90, 90)) // 10000, of)
    so_far = 0
    of_this_year = of * draws.whole(96, 112) // 100
    for last, total in zip(QUARTERS, _at_quarters(unit, promise, short, of_this_year), strict=True):
        weights = [draws.whole(12, 22), draws.whole(18, 28), draws.whole(50, 62)]
        parts = spread(total - so_far, weights, [of_this_year] * 3)
        for month, part in zip(range(last - 2, last + 1), parts, strict=True):
            so_far += part
            counts[month] = (so_far, of_this_year)
    yield from ratios(unit, promise.indicator, counts)


def quarterly(low: int, high: int) -> Cells:
    """A share of what fell due in each quarter, low..high of them."""

    def cells(unit: Unit, promise: Promise, short: Flags) -> Iterator[Cell]:
        draws = Draws(unit.code, promise.indicator, "due")
        due = {month: draws.whole(low, high) for month in QUARTER_ENDS}
        of = [due.get(month, 0) for month in range(QUARTER_ENDS[-1] + 1)]
        numerators = pooled_numerators(unit, promise, short, of, every=3)
        counts = {month: (numerators[month], of[month]) for month in QUARTER_ENDS}
        yield from ratios(unit, promise.indicator, counts)

    return cells


def appraisals(unit: Unit, promise: Promise, short: Flags) -> Iterator[Cell]:
    """Heads appraised in time: all of them, or all but one."""
    of = stock(unit, "heads")
    missing = dict(zip(QUARTERS, short, strict=True)) | {month_number("2020-06"): True}
    counts = {month: (of - missing.get(month, False), of) for month in QUARTER_ENDS}
    yield from ratios(unit, promise.indicator, counts)


def milestone(unit: Unit, promise: Promise, short: Flags) -> Iterator[Cell]:
    """0 until it is done; next year's plan is not issued before December."""
    done = month_number("2021-12")
    if promise.indicator == "ra-soat-van-ban":
        done = month_number(_DONE_IN[unit.code])
    yield from values(unit, promise.indicator, {month: int(month >= done) for month in YEAR})


def index_2020(unit: Unit) -> int:
    """Hundredths of points of the unit in the reform index of 2020."""
    return Draws(unit.code, "index").whole(7900, 9280)


def published_index(unit: Unit, promise: Promise, short: Flags) -> Iterator[Cell]:
    """The reform index of 2020."""
    yield from values(unit, promise.indicator, {_YEAR_END: hundredths(index_2020(unit))})


def rank_in_block(unit: Unit, promise: Promise, short: Flags) -> Iterator[Cell]:
    """The place among the units of its kind in that index; equals share one."""
    better = [u for u in UNITS if u.kind == unit.kind and index_2020(u) > index_2020(unit)]
    yield from values(unit, promise.indicator, {_YEAR_END: len(better) + 1})


def survey(unit: Unit, promise: Promise, short: Flags) -> Iterator[Cell]:
    """The satisfaction index of 2020."""
    number = Draws(unit.code, "survey").whole(8350, 9320)
    yield from values(unit, promise.indicator, {_YEAR_END: hundredths(number)})


def year_end(name: str, low: int, high: int) -> Cells:
    """A share of a stock at the end of 2020, low..high percent of it."""

    def cells(unit: Unit, promise: Promise, short: Flags) -> Iterator[Cell]:
        of = stock(unit, name)
        number = of * Draws(unit.code, promise.indicator).whole(low, high) // 100
        yield from ratios(unit, promise.indicator, {_YEAR_END: (number, of)})

    return cells


def _at_quarters(unit: Unit, promise: Promise, short: Flags, of: int) -> list[int]:
    """How many of `of` at the end of March, June and September 2021; never fewer than before."""
    at = zip(aims(unit, promise, short), short, strict=True)
    return _rising([counted(actual, of, falls_short) for actual, falls_short in at])


def _rising(numbers: list[int]) -> list[int]:
    return [max(0, *numbers[: place + 1]) for place in range(len(numbers))]


def count(unit: Unit, promise: Promise, short: Flags) -> Iterator[Cell]:
    """Numbers of a quarter that add up to what is expected of the running year, or to less."""
    draws = Draws(unit.code, promise.indicator, "counts")
    target = int(promise.target)
    numbers = spread(max(1, target - draws.whole(0, 1)), [1, 2, 2, 4], [target] * 4)
    so_far = 0
    for month, falls_short in zip(QUARTERS, short, strict=True):
        expected = ceil(promise.expected(month))
        total = max(so_far, expected - 1 if falls_short else expected)
        numbers.append(total - so_far)
        so_far = total
    pairs = dict(zip(QUARTER_ENDS, numbers, strict=True))
    yield from values(unit, promise.indicator, pairs)
