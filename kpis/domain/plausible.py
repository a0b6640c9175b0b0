"""What is unusual about one new figure beside the unit's own months: asked about, never refused.

Medians and median deviations, because one slip of an earlier month must not move what is usual.
All numbers here are doubles: they decide what is asked, nothing that is judged.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from math import log10, sqrt
from statistics import median
from typing import Any

from kpis.domain.chance import at_least, hit_chances
from kpis.domain.definitions import Indicator, Label
from kpis.domain.figures import Figure
from kpis.domain.possible import DENOMINATOR, NUMERATOR, VALUE

Finding = tuple[str, dict[str, Any]]

MONTHS = 12  # so far back lies what is usual
ENOUGH = 6  # months; a median of fewer says little
WIDE = 3.5  # median deviations: the usual bound of a modified z-score (Iglewicz and Hoaglin)
_NORMAL = 1.4826  # median deviations in a standard deviation, were the months normal
LEAST_RATE = 0.05  # of the scale: five points of a percentage are worth a question
LEAST_LEVEL = 0.1  # of the usual value
LEAST_FACTOR = 2.0  # a denominator or a count that is not doubled or halved is not asked about
SLIPS = (10, 100, 1000)
_NEAR = 0.15  # of a power of ten: a factor from 7 to 14 is "ten times"
REPEATED = 30  # cases; below, the same two counts twice are chance (chance.same_again: 5 %)
HITS = 3  # months exactly at the target before anybody is asked
BY_CHANCE = 0.01  # how likely such hits may be by chance and still be asked about
ANY = 5  # cases; where so many are usual none at all is no chance (below 1 %)


@dataclass(frozen=True)
class Promised:
    """What was promised of the indicator: a comparator and one target."""

    comparator: str
    target: Decimal


def unusual(
    figure: Figure,
    indicator: Indicator,
    earlier: Sequence[Figure],
    promised: Promised | None = None,
) -> list[Finding]:
    """What to ask about `figure`; each is the code and the values of a sentence.

    earlier: figures of the same unit, indicator and member, of months before, in order of month.
    Ranks and milestones are never asked about; nothing is usual before there are ENOUGH months.
    """
    if indicator.kind in ("rank", "milestone"):
        return []
    months = [f for f in earlier if figure.period - MONTHS <= f.period < figure.period]
    found: list[Finding] = []
    if len(months) >= ENOUGH:
        found += _beside_months(figure, indicator, months)
    found += _repeat(figure, indicator, months[-1:])
    if promised is not None:
        found += _at_target(figure, indicator, months, promised)
    return found


def _beside_months(figure: Figure, indicator: Indicator, months: Sequence[Figure]) -> list[Finding]:
    found: list[Finding] = []
    parts = (("numerator", NUMERATOR), ("denominator", DENOMINATOR), ("value", VALUE))
    for part, column in parts:
        amount, usual = getattr(figure, part), _amounts(months, part)
        slip = None if amount is None else _slip(float(amount), usual, part, indicator)
        if slip is not None:
            code, factor, middle = slip
            values = {"found": amount, "factor": factor, "usual": _decimal(middle)}
            values |= {"percent": amount * 100} if code == "checks.fraction" else {}
            found.append((code, {"column": column, **values}))
    if found:  # what follows from a slip is not asked about again
        return found
    if figure.denominator is not None:
        found += _size(figure, "denominator", DENOMINATOR, months)
        found += _rate(figure, indicator, months)
    elif indicator.kind == "count":
        found += _size(figure, "value", VALUE, months)
    else:
        found += _rate(figure, indicator, months)
    return found


def _amounts(months: Sequence[Figure], part: str) -> list[float]:
    return [float(a) for f in months if (a := getattr(f, part)) is not None]


def _slip(
    amount: float, usual: list[float], part: str, indicator: Indicator
) -> tuple[str, int, float] | None:
    """A digit or a comma too many or too few: the amount is 10, 100 or 1000 times what is usual."""
    logs = [log10(u) for u in usual if u > 0]
    if amount <= 0 or len(logs) < ENOUGH or len(logs) < len(usual):
        return None
    middle = median(logs)
    if max(abs(one - middle) for one in logs) > 0.5:  # months that differ so much have no size
        return None
    away = log10(amount) - middle
    for zeros, factor in enumerate(SLIPS, start=1):
        if abs(abs(away) - zeros) <= _NEAR:
            fraction = part == "value" and factor == 100 and away < 0 and indicator.unit == "%"
            down = "checks.fraction" if fraction else "checks.slip_down"
            return ("checks.slip_up" if away > 0 else down), factor, 10**middle
    return None


def _size(figure: Figure, part: str, column: Label, months: Sequence[Figure]) -> list[Finding]:
    """A number of cases far from what is usual, by factors; few cases swing by themselves."""
    amount, usual = float(getattr(figure, part)), _amounts(months, part)
    middle = median(usual) if len(usual) >= ENOUGH else 0.0
    if middle <= 0 or any(u <= 0 for u in usual):
        return []
    logs = [log10(u) for u in usual]
    spread = _NORMAL * median(abs(one - log10(middle)) for one in logs)
    by_chance = 1 / sqrt(middle) / 2.302585  # of the logarithm of a Poisson count
    bound = max(log10(LEAST_FACTOR), WIDE * sqrt(spread**2 + by_chance**2))

    def far(other: float) -> bool:
        if other <= 0 or amount <= 0:
            return max(other, amount) >= ANY
        return abs(log10(amount) - log10(other)) > bound

    def of_month(month: Figure) -> float | None:
        return None if getattr(month, part) is None else float(getattr(month, part))

    return _jump(_Seen(column, amount, middle, usual), far, _last_year(figure, months, of_month))


def _rate(figure: Figure, indicator: Indicator, months: Sequence[Figure]) -> list[Finding]:
    """A rate or a level far from what is usual; of few cases a rate swings by itself."""
    rated = [(f, r) for f in months if (r := rate_of(f, indicator)) is not None]
    now = rate_of(figure, indicator)
    if now is None or len(rated) < ENOUGH:
        return []
    usual = [rate for _, rate in rated]
    middle = median(usual)
    spread = _NORMAL * median(abs(rate - middle) for rate in usual)
    ratio = indicator.kind == "ratio"
    scale = float(indicator.scale)
    least = LEAST_RATE * scale if ratio else LEAST_LEVEL * abs(middle)
    by_chance = 0.0
    if figure.denominator and indicator.share:
        cases = float(figure.denominator)
        share = (middle / scale * 20 + 1) / 22  # never quite 0 or 1: that would allow no swing
        by_chance = scale * sqrt(share * (1 - share) / cases)
    bound = max(least, WIDE * sqrt(spread**2 + by_chance**2))

    def far(other: float) -> bool:
        return abs(now - other) > bound

    seen = _Seen(Label("kết quả", "result"), now, middle, usual)
    return _jump(seen, far, _last_year(figure, months, lambda f: rate_of(f, indicator)))


@dataclass(frozen=True)
class _Seen:
    """An amount beside those of the months before it; middle: their median."""

    column: Label
    now: float
    middle: float
    usual: list[float]


def _last_year(
    figure: Figure, months: Sequence[Figure], amount: Callable[[Figure], float | None]
) -> float | None:
    return next((amount(f) for f in months if f.period == figure.period - 12), None)


def _jump(seen: _Seen, far: Callable[[float], bool], last_year: float | None) -> list[Finding]:
    """A question; not where last month was near already, or the same month of last year was."""
    if not far(seen.middle) or not far(seen.usual[-1]):
        return []
    values = {
        "column": seen.column,
        "found": _decimal(seen.now),
        "months": len(seen.usual),
        "usual": _decimal(seen.middle),
        "low": _decimal(min(seen.usual)),
        "high": _decimal(max(seen.usual)),
    }
    if last_year is None:
        return [("checks.jump", values)]
    if not far(last_year):
        return []
    return [("checks.jump_last_year", {**values, "last_year": _decimal(last_year)})]


def rate_of(figure: Figure, indicator: Indicator) -> float | None:
    """The figure's own value in the indicator's unit; None when nothing happened."""
    if figure.denominator is None or figure.numerator is None:
        return None if figure.value is None else float(figure.value)
    if not figure.denominator:
        return None
    return float(indicator.scale) * float(figure.numerator) / float(figure.denominator)


def _repeat(figure: Figure, indicator: Indicator, last: Sequence[Figure]) -> list[Finding]:
    """The same counts as the period before, where each period counts new things."""
    if not last or indicator.over_time not in ("pooled", "sum"):
        return []
    counts = (figure.numerator, figure.denominator, figure.value)
    same = counts == (last[0].numerator, last[0].denominator, last[0].value)
    cases = figure.denominator if figure.denominator is not None else figure.value
    if not same or figure.denominator is None and indicator.kind != "count":
        return []
    if cases is None or cases < REPEATED:
        return []
    return [("checks.repeated", {"found": _shown_counts(figure)})]


def _at_target(
    figure: Figure, indicator: Indicator, months: Sequence[Figure], promised: Promised
) -> list[Finding]:
    """Month after month exactly the target, more often than the number of cases explains."""
    if not hittable(indicator, promised) or indicator.kind == "count":
        return []
    rated = [f for f in (*months, figure) if rate_of(f, indicator) is not None]
    hits = [f for f in rated if _hits(f, indicator, promised.target)]
    if figure not in hits or len(hits) < HITS:
        return []
    chances = hit_chances([_counts_of(f) for f in rated], _share(indicator, promised))
    if at_least(chances, len(hits)) > BY_CHANCE:
        return []
    values = {"target": promised.target, "hits": len(hits), "months": len(rated)}
    return [("checks.at_target", values)]


def hittable(indicator: Indicator, promised: Promised) -> bool:
    """Whether being exactly at the target can be odd: not where it is the end of the scale."""
    ends = {indicator.min, indicator.max, Decimal(0), indicator.scale if indicator.share else None}
    return promised.comparator in (">=", ">", "<=", "<") and promised.target not in ends


def _share(indicator: Indicator, promised: Promised) -> float:
    return float(promised.target) / float(indicator.scale)


def _hits(figure: Figure, indicator: Indicator, target: Decimal) -> bool:
    if figure.numerator is None or figure.denominator is None:
        return figure.value == target
    return indicator.scale * figure.numerator == target * figure.denominator


def _counts_of(figure: Figure) -> tuple[int, int] | None:
    if figure.numerator is None or figure.denominator is None:
        return None
    return round(figure.numerator), round(figure.denominator)


def _shown_counts(figure: Figure) -> str:
    if figure.denominator is None:
        return f"{figure.value:f}"
    return f"{figure.numerator:f}/{figure.denominator:f}"


def _decimal(number: float) -> Decimal:
    """Enough of a number for a question: two decimals, none from 1,000 on."""
    places = Decimal(1) if abs(number) >= 1000 else Decimal("0.01")
    rounded = Decimal(repr(number)).quantize(places, ROUND_HALF_EVEN)
    return rounded.normalize() if rounded == rounded.to_integral_value() else rounded
