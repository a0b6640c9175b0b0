"""One promise: what was signed, where it is, what it takes from here, and why it has its status."""

from kpis.ui.bullet import bullet, sparkline
from kpis.ui.components import Html, fold, linked, status_mark, tag
from kpis.ui.filters import link
from kpis.ui.page import View
from kpis.ui.promises import (
    actual_text,
    attainment_text,
    expected_text,
    forecast_text,
    gaps_text,
    promise_text,
    required_text,
    worst_member_text,
)
from kpis.ui.text import MISSING, amount, label, month_label, text, with_unit
from kpis.ui.why import Case, why

MONTHS_SHOWN = 12


def promise_card(view: View, case: Case, *, answered: bool = False) -> Html:
    """The promise as one row on a wide screen, as a card on a narrow one.

    answered: why it has its status is open from the start.
    """
    language, item, indicator = view.language, case.item, case.indicator
    name = linked(
        link("unit", unit=item.unit, indicator=item.indicator), label(language, indicator.name)
    )
    promised = promise_text(language, item, indicator)
    title = tag(
        "div",
        tag("h4", name),
        tag("p", text(language, "promise.promised", promise=promised), class_="promised"),
        class_="title",
    )
    return tag(
        "article",
        title,
        _fact(
            text(language, "column.actual"), actual_text(language, item, indicator), "actual-value"
        ),
        _fact(
            text(language, "column.expected"),
            expected_text(language, item, indicator),
            "expected-value",
        ),
        tag("div", *_drawn(view, case), class_="drawn"),
        tag("div", status_mark(language, item.status), class_="status"),
        _fact(text(language, "column.attainment"), attainment_text(item.attainment), "attained"),
        _outlook(language, case),
        fold(text(language, "why.ask"), why_answer(language, case), class_="why", open_=answered),
        class_=f"promise-card {item.status}",
    )


def _fact(name: str, value: object, class_: str) -> Html:
    return tag("div", tag("span", name, class_="name"), tag("span", value), class_=f"fact {class_}")


def _drawn(view: View, case: Case) -> list[Html]:
    item, indicator = case.item, case.indicator
    if indicator.kind == "milestone":  # done or not: a word says it all
        return []
    aim = item.target if item.pace == "hold" else None
    spark = sparkline(case.months, view.month - MONTHS_SHOWN + 1, view.month, aim)
    return [bullet(item, indicator), spark]


def _outlook(language: str, case: Case) -> Html:
    item, indicator = case.item, case.indicator
    sentences = [
        tag("span", sentence, class_=class_)
        for class_, sentence in (
            ("member", worst_member_text(language, item)),
            ("gone" if item.out_of_reach else "need", required_text(language, item, indicator)),
            ("forecast", forecast_text(language, item, indicator)),
            ("gaps", gaps_text(language, item)),
        )
        if sentence
    ]
    return tag("p", *sentences, class_="outlook") if sentences else Html("")


def why_answer(language: str, case: Case) -> Html:
    """The rule, the numbers put into it, the figures, the document."""
    answer = why(language, case)
    parts = [
        (text(language, "why.by_rule", rule=case.item.rule), (answer.rule,)),
        (text(language, "why.by_numbers"), answer.numbers),
        (text(language, "why.by_figures"), answer.figures),
        (text(language, "why.by_promise"), answer.promise),
    ]
    return tag(
        "dl",
        *[
            tag("div", tag("dt", name), *[tag("dd", sentence) for sentence in sentences])
            for name, sentences in parts
            if sentences
        ],
        class_="answer",
    )


def months_compared(view: View, case: Case) -> str:
    """This month beside the month before and the same month last year, in words."""
    values = {month.month: month.value for month in case.months}
    indicator = case.indicator

    def shown(month: int) -> str:
        if month not in values:
            return MISSING
        return with_unit(amount(values[month], indicator.decimals), indicator.unit)

    return text(
        view.language,
        "promise.months",
        now=shown(view.month),
        month=month_label(view.month),
        before=shown(view.month - 1),
        last_year=shown(view.month - 12),
        year_before=month_label(view.month - 12),
    )
