"""Formulas with their numbers put in: how an actual and an expected value came about."""

from collections.abc import Sequence

from kpis.domain.definitions import Indicator
from kpis.services.evaluation import JudgedItem
from kpis.services.unit_series import SeriesMonth
from kpis.ui.promises import actual_text, aim_text, expected_text, periods, target_of
from kpis.ui.text import amount, exactly, month_label, text, with_unit

MOST_ADDENDS = 12


def of_actual(
    language: str, item: JudgedItem, indicator: Indicator, months: Sequence[SeriesMonth]
) -> str:
    """How A(m) came about, of an item promised for each member that of the member that decided."""
    if item.rule == 5 and item.status != "no_activity":
        return text(language, "why.actual_full")
    if item.actual is None:
        return text(language, "why.actual_none")
    if stands_for_zero(item, indicator):
        return text(language, "why.actual_zero")
    shown = actual_text(language, item, indicator)
    used = [] if item.member else [m for m in months if item.start <= m.month <= last_month(item)]
    match indicator.over_time:
        case "pooled" if item.weighted:
            quotient = _quotient(indicator, item.numerator, item.denominator)
            return text(
                language, "why.actual_pooled", formula=quotient, actual=shown, n=item.reported
            )
        case "pooled":
            return text(language, "why.actual_unweighted", actual=shown, n=item.reported)
        case "sum":
            return _added(language, item, used, shown)
        case "mean":
            return text(language, "why.actual_mean", actual=shown, n=item.reported)
        case "month":
            return _of_month(language, item, indicator, used, shown)
    latest = month_label(used[-1].month) if used else text(language, "why.latest")
    return text(language, "why.actual_last", month=latest, actual=shown)


def stands_for_zero(item: JudgedItem, indicator: Indicator) -> bool:
    """Whether nothing happened and the catalogue lets that count as 0."""
    if indicator.when_nothing != "zero" or indicator.kind != "ratio" or item.rule < 6:
        return False
    return item.actual == 0 and item.numerator == 0 and item.denominator == 0 and item.weighted


def last_month(item: JudgedItem) -> int:
    """The last month whose figures count."""
    return min(item.month, item.due)


def _quotient(indicator: Indicator, numerator: float, denominator: float) -> str:
    scale = "" if indicator.scale == 1 else f"{exactly(indicator.scale)} × "
    return f"{scale}{exactly(numerator)} / {exactly(denominator)}"


def _added(language: str, item: JudgedItem, used: Sequence[SeriesMonth], shown: str) -> str:
    values = [month.value for month in used if month.value is not None]
    if 1 < len(values) <= MOST_ADDENDS and len(values) == item.reported:
        formula = " + ".join(exactly(value) for value in values)
        return text(language, "why.actual_added", formula=formula, actual=shown, n=item.reported)
    return text(language, "why.actual_sum", actual=shown, n=item.reported)


def _of_month(
    language: str,
    item: JudgedItem,
    indicator: Indicator,
    used: Sequence[SeriesMonth],
    shown: str,
) -> str:
    own = next((m for m in used if m.month == item.last_due), None)
    month = month_label(last_month(item) if item.last_due is None else item.last_due)
    if own is None or own.numerator is None or own.denominator is None:
        return text(language, "why.actual_month", month=month, actual=shown)
    formula = _quotient(indicator, own.numerator, own.denominator)
    return text(language, "why.actual_month_counts", month=month, formula=formula, actual=shown)


def of_expected(language: str, item: JudgedItem, indicator: Indicator) -> str:
    """How E(m) came about."""
    expected = expected_text(language, item, indicator)
    if item.expected is None:
        return ""
    if item.month >= item.due:
        return text(language, "why.expected_at_due", expected=expected)
    if item.pace == "linear" and item.target is not None:
        return text(
            language,
            "why.expected_linear",
            formula=_straight_line(item),
            expected=expected,
        )
    if item.pace == "steps":
        return text(language, "why.expected_step", expected=expected)
    return text(language, "why.expected_hold", expected=expected)


def _straight_line(item: JudgedItem) -> str:
    passed, length = item.month - item.start + 1, item.due - item.start + 1
    target = exactly(item.target)
    if not item.baseline:
        return f"{target} × {passed} / {length}"
    base = exactly(item.baseline)
    return f"{base} + ({target} − {base}) × {passed} / {length}"


def of_reach(language: str, item: JudgedItem, indicator: Indicator) -> str:
    """Why the promise can't be kept any more."""
    if indicator.over_time in ("last", "month") or item.required is None:
        limit = indicator.max if item.comparator in (">=", ">") else indicator.min
        return text(
            language,
            "why.reach_bound",
            promise=aim_text(item.comparator, target_of(item), indicator),
            limit=with_unit(exactly(limit), indicator.unit),
        )
    if item.comparator in ("<=", "<"):
        return text(language, "why.reach_below", periods=periods(language, indicator))
    limit = indicator.scale if indicator.share else indicator.max
    need = amount(
        item.required,
        indicator.decimals,
        keeps=lambda shown: limit is None or shown >= limit,
        truth=True,
    )
    return text(
        language,
        "why.reach_above",
        n=item.to_come,
        periods=periods(language, indicator),
        need=with_unit(need, indicator.unit),
        limit=with_unit(exactly(limit), indicator.unit),
    )
