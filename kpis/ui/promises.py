"""A promise and its numbers in words: what was signed, where it is, what it takes from here."""

from collections.abc import Callable
from decimal import Decimal
from operator import eq, ge, gt, le, lt

from kpis.domain.definitions import Indicator
from kpis.domain.months import FREQUENCY_MONTHS
from kpis.services.evaluation import Bounds, JudgedItem
from kpis.ui.text import (
    amount,
    decimal,
    exactly,
    label,
    month_label,
    text,
    with_unit,
)

SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "="}
COMPARE = {">=": ge, ">": gt, "<=": le, "<": lt, "=": eq}
Aim = float | Bounds | None


def aim_text(comparator: str, aim: Aim, indicator: Indicator) -> str:
    """An aim as signed: "≥ 98 %", "30 – 40 %"; MISSING for None."""
    if isinstance(aim, tuple):
        low, high = (exactly(bound) for bound in aim)
        return with_unit(f"{low} – {high}", indicator.unit)
    if aim is None:
        return exactly(None)
    return f"{SIGNS[comparator]} {with_unit(exactly(aim), indicator.unit)}"


def target_of(item: JudgedItem) -> Aim:
    """What was promised for the due month: a number, or two bounds."""
    if item.comparator == "between":
        return (item.low or 0.0, item.high or 0.0)
    return item.target


def promise_text(language: str, item: JudgedItem, indicator: Indicator) -> str:
    """What was promised: "≥ 98 % đến 12/2021"."""
    promised = aim_text(item.comparator, target_of(item), indicator)
    if item.each:
        promised = text(language, "promise.each", promise=promised)
    if indicator.kind == "milestone" and item.target == 1:
        promised = text(language, "promise.done")
    return text(language, "promise.by", promise=promised, due=month_label(item.due))


def done_text(language: str, value: float) -> str:
    """A milestone: done or not."""
    return text(language, "promise.done") if value == 1 else text(language, "promise.not_done")


def expected_text(language: str, item: JudgedItem, indicator: Indicator) -> str:
    """What should have been reached by now; MISSING while nothing is expected."""
    if indicator.kind == "milestone" and item.expected == 1:
        return text(language, "promise.done")
    if isinstance(item.expected, tuple) or item.expected is None:
        return aim_text(item.comparator, item.expected, indicator)
    shown = amount(item.expected, indicator.decimals + 1, keeps=_same_as(item.target))
    return f"{SIGNS[_towards(item)]} {with_unit(_trimmed(shown), indicator.unit)}"


def actual_text(language: str, item: JudgedItem, indicator: Indicator) -> str:
    """What was achieved; never rounded across what was expected or promised."""
    if indicator.kind == "milestone" and item.actual in (0, 1):
        return done_text(language, item.actual)
    aims = [aim for aim in (item.expected, target_of(item)) if aim is not None]

    def keeps(shown: Decimal) -> tuple[bool, ...]:
        return tuple(
            reaches(shown, _towards(item) if n == 0 else item.comparator, aim)
            for n, aim in enumerate(aims)
        )

    truth = None
    if item.actual is not None and aims and (judged := kept_by_rule(item)) is not None:
        same = len(aims) > 1 and aims[0] == aims[1]
        rest = keeps(decimal(item.actual))[1:]
        truth = (judged, judged) if same else (judged, *rest)
    return with_unit(
        amount(item.actual, indicator.decimals, keeps=keeps, truth=truth), indicator.unit
    )


def kept_by_rule(item: JudgedItem) -> bool | None:
    """Whether the actual reaches what was expected, as judged exactly; None where nobody asked."""
    if item.rule == 6:
        return item.status == "fulfilled"
    return {7: True, 8: False, 9: False}.get(item.rule)


def reaches(value: Decimal, comparator: str, aim: float | Bounds) -> bool:
    """Whether a shown number keeps an aim."""
    if isinstance(aim, tuple):
        return decimal(aim[0]) <= value <= decimal(aim[1])
    return COMPARE[comparator](value, decimal(aim))


def attainment_text(value: float | None) -> str:
    """How far, in percent of the way; 100 only when it is there."""
    return with_unit(amount(value, 1, keeps=lambda shown: shown >= 100), "%")


def completion_text(value: float | None, tiers: tuple[str, ...]) -> str:
    """A unit's completion; never rounded across the condition of a tier."""
    return with_unit(amount(value, 1, keeps=in_tiers(tiers)), "%")


def in_tiers(tiers: tuple[str, ...]) -> Callable[[Decimal], tuple[bool, ...]]:
    """Which conditions of `tiers` a number meets."""
    conditions = [tier_condition(tier) for tier in tiers]
    return lambda shown: tuple(COMPARE[sign](shown, bound) for sign, bound in conditions)


def tier_condition(tier: str) -> tuple[str, Decimal]:
    """A tier of the settings, ">85", as comparator and bound."""
    sign = next(sign for sign in COMPARE if tier.startswith(sign))
    return sign, Decimal(tier.removeprefix(sign).strip())


def required_text(language: str, item: JudgedItem, indicator: Indicator) -> str:
    """What it takes from here, as a sentence; "" where nothing can be said."""
    if item.out_of_reach:
        return text(language, "outlook.out_of_reach")
    if item.required is None:
        return ""
    if item.required == 0 and item.comparator in (">=", ">"):
        return text(language, "outlook.safe")
    if indicator.over_time in ("last", "month"):
        promise = aim_text(item.comparator, target_of(item), indicator)
        return text(language, "outlook.last", promise=promise, due=month_label(item.due))
    limit = decimal(indicator.scale) if indicator.share else indicator.max

    def keeps(shown: Decimal) -> bool:
        return limit is not None and shown >= limit

    shown = amount(item.required, max(indicator.decimals, 1), keeps=keeps)
    need = with_unit(shown if indicator.decimals else _trimmed(shown), indicator.unit)
    values = {"need": need, "n": item.to_come, "periods": periods(language, indicator)}
    if item.comparator in ("<=", "<"):
        return text(language, "outlook.at_most", **values)
    if indicator.over_time == "sum":
        return text(language, "outlook.sum", **values)
    return text(language, "outlook.at_least", **values)


def forecast_text(language: str, item: JudgedItem, indicator: Indicator) -> str:
    """Where it is heading, as a sentence; "" where nothing can be said.

    A promise whose periods stand alone and yet should climb is a running total (disbursed since
    January): the rate of its last reports says nothing about its end.
    """
    climbs = indicator.over_time == "month" and item.pace in ("linear", "steps")
    if item.forecast is None or climbs:
        return ""
    aim = target_of(item)

    def keeps(shown: Decimal) -> bool:
        return aim is not None and reaches(shown, item.comparator, aim)

    shown = amount(item.forecast, indicator.decimals, keeps=keeps, truth=item.forecast_ok)
    values = {"forecast": with_unit(shown, indicator.unit), "due": month_label(item.due)}
    if item.forecast_ok:
        return text(language, "outlook.forecast_ok", **values)
    return text(language, "outlook.forecast_short", **values)


def gaps_text(language: str, item: JudgedItem) -> str:
    """Which months are missing, as a sentence; "" for none."""
    if not item.gaps:
        return ""
    return text(language, "promise.gaps", months=months_list(item.gaps))


def worst_member_text(language: str, item: JudgedItem) -> str:
    """Which member decided an item promised for each, as a sentence; "" for other items."""
    if item.member is None:
        return ""
    return text(language, "promise.worst_member", member=item.member)


def months_list(months: tuple[int, ...]) -> str:
    """Months one after the other: "03/2021, 05/2021"."""
    return ", ".join(month_label(month) for month in months)


def shortfall_text(language: str, item: JudgedItem, indicator: Indicator) -> str:
    """The distance to what was expected, in the indicator's unit: never 0 while there is one.

    One decimal more than the indicator, as what is expected has: 1 against 1,5 is 0,5 short.
    """
    decimals = indicator.decimals or (0 if float(item.shortfall or 0).is_integer() else 1)
    shown = amount(item.shortfall, decimals, keeps=lambda s: s == 0)
    return with_unit(shown, distance_unit(language, indicator))


def distance_unit(language: str, indicator: Indicator) -> str:
    """What a difference of two values is in: of two percentages, points."""
    return text(language, "unit.points") if indicator.unit == "%" else indicator.unit


def periods(language: str, indicator: Indicator) -> str:
    """What the indicator's period is called."""
    return {
        "monthly": text(language, "period.monthly"),
        "quarterly": text(language, "period.quarterly"),
        "annual": text(language, "period.annual"),
    }[indicator.frequency]


def due_periods(item: JudgedItem, indicator: Indicator) -> int:
    """How many periods of the promise have become due so far."""
    every = FREQUENCY_MONTHS[indicator.frequency]
    return 0 if item.last_due is None else (item.last_due + 1) // every - item.start // every


def counts_of(language: str, indicator: Indicator) -> tuple[str, str]:
    """What the numerator and the denominator of a ratio are called."""
    numerator = label(language, indicator.numerator) or text(language, "figure.numerator")
    denominator = label(language, indicator.denominator) or text(language, "figure.denominator")
    return numerator, denominator


def _towards(item: JudgedItem) -> str:
    # A linear promise of an exact number is judged like "at least" until it is due.
    early = item.comparator == "=" and item.pace == "linear" and item.month < item.due
    return ">=" if early else item.comparator


def _same_as(target: float | None) -> Callable[[Decimal], bool]:
    return lambda shown: target is not None and shown == decimal(target)


def _trimmed(shown: str) -> str:
    return shown.rstrip("0").rstrip(",") if "," in shown else shown
