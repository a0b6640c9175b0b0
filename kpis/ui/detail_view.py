"""One indicator of one unit: its path over the months, and every month with its figure."""

from collections.abc import Sequence

import streamlit as st

from kpis.domain.months import month_text
from kpis.services.evaluation import JudgedItem
from kpis.services.expected_path import expected_path
from kpis.services.unit_series import SeriesMonth
from kpis.ui import app, charts
from kpis.ui.components import Column, Html, linked, section, status_mark, table, tag
from kpis.ui.filters import link
from kpis.ui.page import View, show
from kpis.ui.promise_card import months_compared, promise_card
from kpis.ui.promises import actual_text, expected_text, promise_text, target_of
from kpis.ui.text import MISSING, amount, exactly, label, month_label, text, with_unit
from kpis.ui.unit_view import cases_of
from kpis.ui.why import Case

LONGEST = 36  # months on one chart


def detail(view: View, items: Sequence[JudgedItem]) -> None:
    """Every promise of the unit on one indicator, each with chart, months and answer."""
    for item, case in cases_of(view, items):
        judged = _judged(view, item)
        show(
            promise_card(view, case, answered=True),
            tag("p", months_compared(view, case), class_="message"),
        )
        _chart(view, case, judged)
        show(_months_table(view, case, judged))


def _judged(view: View, item: JudgedItem) -> dict[int, JudgedItem]:
    """The same promise as judged in each month from its start to this one."""
    first = max(item.start, view.month - LONGEST + 1)
    found = {}
    for month in range(first, view.month):
        for past in app.evaluation(month, view.as_of).items_of(
            unit=item.unit, indicator=item.indicator
        ):
            if (past.commitment, past.number) == (item.commitment, item.number):
                found[month] = past
    return found | {view.month: item}


def _chart(view: View, case: Case, judged: dict[int, JudgedItem]) -> None:
    language, item, indicator = view.language, case.item, case.indicator
    span = range(max(item.start, min(judged)), item.due + 1)
    own = {month.month: month.value for month in case.months}
    spec = charts.trajectory(
        language,
        span,
        actual={month: past.actual for month, past in judged.items()},
        monthly=own,
        last_year={month: own.get(month - 12) for month in span},
        expected=_expected(view, item, judged),
        target=target_of(item),
        unit=indicator.unit,
        decimals=indicator.decimals,
        bars=indicator.over_time == "sum",
        stepped=item.pace != "linear",
    )
    message = text(
        language,
        "chart.trajectory",
        indicator=label(language, indicator.name),
        actual=actual_text(language, item, indicator),
        month=month_label(item.month),
        promise=promise_text(language, item, indicator),
    )
    show(tag("p", message, class_="message"))
    st.plotly_chart(spec, key=f"{item.commitment}.{item.number}", config=charts.CONFIG, alt=message)
    show(tag("p", text(language, "chart.target_line"), class_="note"))


def _expected(
    view: View, item: JudgedItem, judged: dict[int, JudgedItem]
) -> dict[int, float | None]:
    """What was expected in each month by the version judged then; nothing where it is the target.

    Months to come go by the version that counts now.
    """
    path = dict(expected_path(view.evaluation, item))
    path |= {month: past.expected for month, past in judged.items() if month <= item.due}
    numbers = {m: value for m, value in path.items() if not isinstance(value, tuple)}
    return {} if set(numbers.values()) <= {item.target, None} else numbers


def _months_table(view: View, case: Case, judged: dict[int, JudgedItem]) -> Html:
    language, item, indicator = view.language, case.item, case.indicator
    own = {month.month: month for month in case.months}
    first = max(item.start, min(judged))
    columns = [
        Column(text(language, "column.month")),
        Column(text(language, "column.counts"), "number"),
        Column(text(language, "column.month_value"), "number"),
        Column(text(language, "column.actual"), "number"),
        Column(text(language, "column.expected"), "number"),
        Column(text(language, "column.status")),
        Column(text(language, "column.last_year"), "number"),
    ]
    rows = [
        (
            linked(
                link("figure", unit=item.unit, indicator=item.indicator, period=month_text(m)),
                month_label(m),
            ),
            _counts(own.get(m)),
            _value(own.get(m), case),
            actual_text(language, judged[m], indicator) if m in judged else MISSING,
            expected_text(language, judged[m], indicator) if m in judged else MISSING,
            status_mark(language, judged[m].status) if m in judged else MISSING,
            _value(own.get(m - 12), case),
        )
        for m in range(min(view.month, item.due), first - 1, -1)
    ]
    caption = text(language, "unit.months")
    return section(caption, table(caption, columns, rows), note=_note(language, item))


def _note(language: str, item: JudgedItem) -> str:
    note = text(language, "unit.months_note")
    if item.member is None:
        return note
    return f"{note} {text(language, 'unit.months_of_member', member=item.member)}"


def _counts(month: SeriesMonth | None) -> str:
    if month is None or month.numerator is None:
        return MISSING
    return f"{exactly(month.numerator)} / {exactly(month.denominator)}"


def _value(month: SeriesMonth | None, case: Case) -> str:
    if month is None:
        return MISSING
    return with_unit(amount(month.value, case.indicator.decimals), case.indicator.unit)
