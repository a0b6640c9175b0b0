"""One indicator over all its units: what it means, the whole, who stands where, the trend."""

from collections.abc import Sequence

import streamlit as st

from kpis.domain.definitions import Indicator
from kpis.domain.together import Whole
from kpis.services.evaluation import Evaluation, JudgedItem
from kpis.services.overview import badness
from kpis.ui import charts
from kpis.ui.bullet import bullet, scale_of
from kpis.ui.catalogue_view import definition, over_units_words
from kpis.ui.components import Column, Html, fold, linked, notice, section, status_mark, table, tag
from kpis.ui.filters import link
from kpis.ui.page import View, show
from kpis.ui.promises import actual_text, aim_text, attainment_text, expected_text, target_of
from kpis.ui.ranking_view import kind_name
from kpis.ui.text import MISSING, amount, label, month_label, text, unit_name, with_unit


def meaning(view: View, indicator: Indicator) -> Html:
    """What is measured, in words, and all of its definition on demand."""
    language = view.language
    said = [label(language, indicator.formula)]
    beware = label(language, indicator.beware)
    return section(
        text(language, "indicator.meaning"),
        *[tag("p", sentence) for sentence in said if sentence],
        notice(beware, title=text(language, "catalogue.beware")) if beware else "",
        fold(text(language, "indicator.definition"), definition(language, indicator)),
    )


def wholes(view: View, indicator: Indicator) -> Html:
    """The indicator over all bound units and over those of each kind, with its coverage."""
    language = view.language
    rows = [
        (
            text(language, "indicator.all_units")
            if whole.kind is None
            else kind_name(view, view.evaluation.kinds[whole.kind]),
            _value(whole.month, indicator),
            _value(whole.year_to_date, indicator),
            text(language, "indicator.coverage", reported=whole.reported, bound=whole.bound),
        )
        for whole in _of(view.evaluation, indicator)
    ]
    title = text(language, "indicator.whole")
    if not rows:
        return section(title, tag("p", text(language, "indicator.nobody_bound")))
    columns = [
        Column(text(language, "column.units"), "wide"),
        Column(text(language, "indicator.month", month=month_label(view.month)), "number"),
        Column(text(language, "indicator.year_to_date"), "number"),
        Column(text(language, "column.coverage"), "number"),
    ]
    return section(title, table(title, columns, rows), note=over_units_words(language, indicator))


def _of(evaluation: Evaluation, indicator: Indicator) -> list[Whole]:
    number = evaluation.known.indicator_number[indicator.code]
    return [whole for whole in evaluation.wholes if whole.indicator == number]


def _value(value: float | None, indicator: Indicator) -> str:
    return with_unit(amount(value, indicator.decimals), indicator.unit)


def units(view: View, indicator: Indicator, items: Sequence[JudgedItem]) -> Html:
    """Every promise on the indicator, worst first, on one scale."""
    language = view.language
    columns = [
        Column(text(language, "column.unit"), "wide"),
        Column(text(language, "column.status")),
        Column(text(language, "column.actual"), "number"),
        Column(text(language, "column.drawn"), "drawn"),
        Column(text(language, "column.target"), "number"),
        Column(text(language, "column.expected"), "number"),
        Column(text(language, "column.attainment"), "number"),
    ]
    scale = scale_of(items, indicator)
    rows = [
        (
            linked(
                link("unit", unit=item.unit, indicator=item.indicator),
                unit_name(language, view.units[item.unit]),
            ),
            status_mark(language, item.status),
            actual_text(language, item, indicator),
            bullet(item, indicator, scale),
            aim_text(item.comparator, target_of(item), indicator),
            expected_text(language, item, indicator),
            attainment_text(item.attainment),
        )
        for item in sorted(items, key=badness)
    ]
    title = text(language, "indicator.units", n=len(items))
    return section(title, table(title, columns, rows), note=text(language, "indicator.units_note"))


def trend(view: View, indicator: Indicator) -> None:
    """The whole over the months of the year, as a chart and as a table."""
    language = view.language
    found = {past.month: _of(past, indicator) for past in view.history}
    overall = {month: next((w for w in of if w.kind is None), None) for month, of in found.items()}
    values = {month: whole for month, whole in overall.items() if whole is not None}
    if indicator.over_units == "none" or not values:
        return
    months = list(overall)
    newest = values[max(values)]
    message = text(
        language,
        "indicator.trend",
        indicator=label(language, indicator.name),
        value=_value(newest.year_to_date, indicator),
        month=month_label(max(values)),
        reported=newest.reported,
        bound=newest.bound,
    )
    show(tag("h2", text(language, "indicator.trend_title")), tag("p", message, class_="message"))
    spec = charts.trend(
        language,
        months,
        month={m: w.month for m, w in values.items()},
        year_to_date={m: w.year_to_date for m, w in values.items()},
        unit=indicator.unit,
        decimals=indicator.decimals,
    )
    st.plotly_chart(spec, key=f"trend.{indicator.code}", config=charts.CONFIG, alt=message)
    columns = [
        Column(text(language, "column.month")),
        Column(text(language, "chart.month_alone"), "number"),
        Column(text(language, "chart.year_to_date"), "number"),
        Column(text(language, "column.coverage"), "number"),
    ]
    rows = [
        (
            month_label(m),
            MISSING if w is None else _value(w.month, indicator),
            MISSING if w is None else _value(w.year_to_date, indicator),
            MISSING
            if w is None
            else text(language, "indicator.coverage", reported=w.reported, bound=w.bound),
        )
        for m, w in overall.items()
    ]
    caption = text(language, "indicator.trend_title")
    show(fold(text(language, "chart.as_table"), table(caption, columns, rows, cards=False)))
