"""Whether one reported figure can be true at all: the same rules for a file, a workbook, a form."""

from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_UP, Context, Decimal

from kpis.domain.definitions import SOURCES, Indicator, Label
from kpis.domain.figures import Figure

Impossibility = tuple[str, dict[str, object]]

NUMERATOR = Label("tử số", "numerator")
DENOMINATOR = Label("mẫu số", "denominator")
VALUE = Label("giá trị", "value")
_KINDS = {
    "count": Label("số đếm", "count"),
    "level": Label("mức đạt", "level"),
    "milestone": Label("cột mốc", "milestone"),
    "rank": Label("thứ hạng", "rank"),
}

# Amounts have up to 38 digits; a product of two must not be rounded before it is compared.
_EXACT = Context(prec=120)
# A quotient shown in a sentence must not round onto the bound that it has crossed.
_SHOWN_ABOVE = Context(prec=15, rounding=ROUND_UP)
_SHOWN_BELOW = Context(prec=15, rounding=ROUND_DOWN)


def impossibilities(figure: Figure, indicator: Indicator) -> list[Impossibility]:
    """Everything about `figure` that its indicator rules out; an empty list when it can be true.

    Each is a code of kpis/ui/messages/problems and the values of its sentence: a Decimal for a
    number, a Label for a name, a str for what stands in the file. Looks at this figure alone: not
    at its unit's life, at other figures or at what is usual.

    Source: docs/evaluation.md, "Indicator kinds"; docs/formats.md, "catalogue".
    """
    found: list[Impossibility] = []
    if figure.source not in SOURCES:
        found.append(("figures.source", {"found": figure.source, "allowed": ", ".join(SOURCES)}))
    if figure.member is not None and indicator.breakdown is None:
        found.append(("figures.member_not_allowed", {"found": figure.member}))
    if figure.member is None and indicator.breakdown is not None:
        found.append(("figures.member_missing", {"breakdown": indicator.breakdown}))
    if figure.numerator is None and figure.denominator is None:
        found.extend(_about_value(figure.value, indicator))
    else:
        found.extend(_about_counts(figure, indicator))
    return found


def _about_value(value: Decimal | None, indicator: Indicator) -> Iterator[Impossibility]:
    if value is None:
        yield "figures.nothing_given", {"indicator": indicator.name}
        return
    if indicator.kind == "ratio" and indicator.breakdown is not None:
        yield "figures.counts_needed", {"indicator": indicator.name}
    if indicator.kind == "milestone" and value not in (0, 1):
        yield "figures.not_a_milestone", {"found": value}
    elif indicator.kind == "rank" and (value < 1 or value != value.to_integral_value()):
        yield "figures.not_a_rank", {"found": value}
    elif indicator.kind in ("ratio", "count") and value < 0:
        yield "figures.negative", {"column": VALUE, "found": value}
    elif indicator.share and value > indicator.scale:
        yield "figures.share_above_whole", {"found": value, "whole": indicator.scale}
    elif indicator.min is not None and value < indicator.min:
        yield "figures.below_min", {"found": value, "min": indicator.min}
    elif indicator.max is not None and value > indicator.max:
        yield "figures.above_max", {"found": value, "max": indicator.max}


def _about_counts(figure: Figure, indicator: Indicator) -> Iterator[Impossibility]:
    numerator, denominator = figure.numerator, figure.denominator
    if indicator.kind != "ratio":
        yield (
            "figures.counts_not_allowed",
            {"indicator": indicator.name, "kind": _KINDS[indicator.kind]},
        )
        return
    if figure.value is not None:
        yield "figures.value_and_counts", {"found": figure.value}
    if numerator is None:
        yield "figures.numerator_missing", {"denominator": denominator}
    elif denominator is None:
        yield "figures.denominator_missing", {"numerator": numerator}
    elif numerator < 0 or denominator < 0:
        if numerator < 0:
            yield "figures.negative", {"column": NUMERATOR, "found": numerator}
        if denominator < 0:
            yield "figures.negative", {"column": DENOMINATOR, "found": denominator}
    elif denominator == 0:
        if numerator > 0:
            yield "figures.numerator_of_nothing", {"numerator": numerator}
    elif indicator.share and numerator > denominator:
        yield "figures.numerator_above_denominator", _counts(numerator, denominator, indicator)
    else:
        yield from _about_quotient(numerator, denominator, indicator)


def _about_quotient(
    numerator: Decimal, denominator: Decimal, indicator: Indicator
) -> Iterator[Impossibility]:
    scaled = _EXACT.multiply(indicator.scale, numerator)
    if indicator.min is not None and scaled < _EXACT.multiply(indicator.min, denominator):
        shown = _SHOWN_BELOW.divide(scaled, denominator)
        counts = _counts(numerator, denominator, indicator)
        yield "figures.quotient_below_min", {**counts, "found": shown, "min": indicator.min}
    if indicator.max is not None and scaled > _EXACT.multiply(indicator.max, denominator):
        shown = _SHOWN_ABOVE.divide(scaled, denominator)
        counts = _counts(numerator, denominator, indicator)
        yield "figures.quotient_above_max", {**counts, "found": shown, "max": indicator.max}


def _counts(numerator: Decimal, denominator: Decimal, indicator: Indicator) -> dict[str, object]:
    return {"indicator": indicator.name, "numerator": numerator, "denominator": denominator}
