"""The catalogue: what every indicator means, how it is counted, what to beware of."""

from collections.abc import Sequence
from itertools import groupby

from kpis.domain.definitions import Indicator
from kpis.services.evaluation import Known
from kpis.services.search import indicators_found
from kpis.ui.components import Html, fold, linked, section, tag
from kpis.ui.filters import link
from kpis.ui.text import exactly, label, percent, text, vietnamese_order, with_unit

__all__ = ["catalogue", "definition", "indicators_found"]


def catalogue(language: str, known: Known, indicators: Sequence[Indicator]) -> Html:
    """Indicators by field of work, each with everything that its definition says."""
    fields = known.settings.fields
    order = {field: place for place, field in enumerate(fields)}
    rows = sorted(
        indicators,
        key=lambda i: (
            order.get(i.field, len(order)),
            i.field,
            vietnamese_order(label(language, i.name)),
        ),
    )
    sections = []
    for code, group in groupby(rows, key=lambda i: i.field):
        members = list(group)
        title = label(language, fields.get(code)) or code
        entries = [
            fold(_summary(language, i), definition(language, i), class_="entry") for i in members
        ]
        count = text(language, "catalogue.n", n=len(members))
        sections.append(section(title, *entries, note=count))
    return tag("div", *sections, class_="catalogue")


def _summary(language: str, indicator: Indicator) -> Html:
    return tag(
        "span",
        tag("strong", label(language, indicator.name)),
        tag("span", f"{indicator.unit} · {direction_words(language, indicator)}", class_="note"),
    )


def definition(language: str, indicator: Indicator) -> Html:
    """All that the catalogue says of one indicator, as names and values."""
    facts = [
        (text(language, "catalogue.formula"), label(language, indicator.formula)),
        (text(language, "catalogue.beware"), label(language, indicator.beware)),
        (text(language, "figure.numerator"), label(language, indicator.numerator)),
        (text(language, "figure.denominator"), label(language, indicator.denominator)),
        (text(language, "catalogue.basis"), indicator.basis),
        (text(language, "catalogue.unit"), indicator.unit),
        (text(language, "catalogue.kind"), kind_words(language, indicator)),
        (text(language, "catalogue.direction"), direction_words(language, indicator)),
        (text(language, "catalogue.frequency"), frequency_words(language, indicator)),
        (text(language, "catalogue.over_time"), over_time_words(language, indicator)),
        (text(language, "catalogue.over_units"), over_units_words(language, indicator)),
        (text(language, "catalogue.bounds"), bounds_words(language, indicator)),
        (text(language, "catalogue.tolerance"), tolerance_words(language, indicator)),
        (text(language, "catalogue.when_nothing"), when_nothing_words(language, indicator)),
        (text(language, "catalogue.breakdown"), indicator.breakdown),
        (text(language, "catalogue.code"), tag("code", indicator.code)),
    ]
    cells = [tag("div", tag("dt", name), tag("dd", value)) for name, value in facts if value]
    more = linked(
        link("indicator", indicator=indicator.code), text(language, "catalogue.who_stands_where")
    )
    return tag("div", tag("dl", *cells, class_="facts-list"), tag("p", more))


def kind_words(language: str, indicator: Indicator) -> str:
    """What kind of number it is."""
    return {
        "ratio": text(language, "kind.ratio"),
        "count": text(language, "kind.count"),
        "level": text(language, "kind.level"),
        "milestone": text(language, "kind.milestone"),
        "rank": text(language, "kind.rank"),
    }[indicator.kind]


def direction_words(language: str, indicator: Indicator) -> str:
    """What is better."""
    return {
        "higher": text(language, "direction.higher"),
        "lower": text(language, "direction.lower"),
        "range": text(language, "direction.range"),
    }[indicator.direction]


def frequency_words(language: str, indicator: Indicator) -> str:
    """How often it is reported."""
    return {
        "monthly": text(language, "frequency.monthly"),
        "quarterly": text(language, "frequency.quarterly"),
        "annual": text(language, "frequency.annual"),
    }[indicator.frequency]


def over_time_words(language: str, indicator: Indicator) -> str:
    """How its months add up."""
    return {
        "pooled": text(language, "over_time.pooled"),
        "month": text(language, "over_time.month"),
        "sum": text(language, "over_time.sum"),
        "last": text(language, "over_time.last"),
        "mean": text(language, "over_time.mean"),
    }[indicator.over_time]


def over_units_words(language: str, indicator: Indicator) -> str:
    """How its units add up."""
    return {
        "pooled": text(language, "over_units.pooled"),
        "sum": text(language, "over_units.sum"),
        "mean": text(language, "over_units.mean"),
        "none": text(language, "over_units.none"),
    }[indicator.over_units]


def bounds_words(language: str, indicator: Indicator) -> str:
    """Which values are possible; "" where all are."""
    if indicator.min is None and indicator.max is None:
        return ""
    low, high = exactly(indicator.min), exactly(indicator.max)
    return text(language, "catalogue.from_to", low=low, high=with_unit(high, indicator.unit))


def tolerance_words(language: str, indicator: Indicator) -> str:
    """What shortfall is still at risk and not off track."""
    if indicator.tolerance_abs is not None:
        return with_unit(exactly(indicator.tolerance_abs), indicator.unit)
    share = percent(100 * (indicator.tolerance or 0), 0)
    return text(language, "catalogue.relative", share=share)


def when_nothing_words(language: str, indicator: Indicator) -> str:
    """What a month without activity counts for; "" where there can't be one."""
    if indicator.kind != "ratio":
        return ""
    return {
        "exclude": text(language, "when_nothing.exclude"),
        "zero": text(language, "when_nothing.zero"),
        "full": text(language, "when_nothing.full"),
    }[indicator.when_nothing]
