"""A reported figure in words: what was typed, what it makes, what it is to what is published."""

from decimal import Decimal
from fractions import Fraction

from kpis.domain.definitions import Indicator
from kpis.services.evaluation import JudgedItem
from kpis.ui.promises import done_text, reaches, target_of
from kpis.ui.text import amount, exactly, text, with_unit

Amounts = tuple[Decimal | None, Decimal | None, Decimal | None]  # numerator, denominator, value


def reported_text(language: str, indicator: Indicator, amounts: Amounts) -> str:
    """What was reported: "611 / 640", "1.234,5 hồ sơ", "Không phát sinh"; MISSING for nothing."""
    numerator, denominator, value = amounts
    if numerator is not None and denominator is not None:
        if not numerator and not denominator:
            return text(language, "submit.nothing_happened")
        return f"{exactly(numerator)} / {exactly(denominator)}"
    if indicator.kind == "milestone" and value in (0, 1):
        return done_text(language, float(value))
    return with_unit(exactly(value), indicator.unit)


def month_result(
    language: str, amounts: Amounts, indicator: Indicator, item: JudgedItem | None
) -> str:
    """What the month's figure makes in the indicator's unit, or that nothing happened.

    item: a promise on it, whose target the shown number keeps exactly when the real one does.
    """
    numerator, denominator, value = amounts
    exact: Fraction | Decimal | None = value
    if numerator is not None and denominator:
        exact = Fraction(indicator.scale) * Fraction(numerator) / Fraction(denominator)
    elif value is None or indicator.kind == "milestone":
        return reported_text(language, indicator, amounts)
    aim = None if item is None else target_of(item)

    def keeps(shown: Decimal) -> bool:
        return item is not None and aim is not None and reaches(shown, item.comparator, aim)

    return with_unit(amount(exact, indicator.decimals, keeps=keeps), indicator.unit)
