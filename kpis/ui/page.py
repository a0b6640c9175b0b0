"""The frame of every page: which month, as known when, how much is reported; and what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kpis.domain.definitions import Indicator, Unit
from kpis.domain.months import ICT, first_day, reporting_deadline, reporting_window
from kpis.services.coverage import Coverage
from kpis.services.evaluation import Evaluation, Known
from kpis.ui import app, filters
from kpis.ui.components import Html, fold, html, joined, linked, notice, tag
from kpis.ui.filters import link
from kpis.ui.text import date_label, instant_label, month_label, text

Crumb = tuple[str, str]  # words, address
MONTHS_LATER = 7  # instants after a month at which it can be looked at
LOOKED_BACK = 3  # months, when choosing the one to open with


@dataclass(frozen=True)
class View:
    """What a page shows: everything judged of one month, as known at one instant."""

    language: str
    month: int
    as_of: datetime
    asked_as_of: str | None
    evaluation: Evaluation
    coverage: Coverage
    head: DeltaGenerator
    choices: DeltaGenerator

    @property
    def known(self) -> Known:
        """The definitions that counted then."""
        return self.evaluation.known

    @property
    def units(self) -> dict[str, Unit]:
        """Every unit by its code."""
        return {unit.code: unit for unit in self.known.units}

    @property
    def indicators(self) -> dict[str, Indicator]:
        """Every indicator by its code."""
        return {indicator.code: indicator for indicator in self.known.indicators}

    @property
    def history(self) -> list[Evaluation]:
        """January to the month, each as known at the same instant."""
        january = self.month // 12 * 12
        return [app.evaluation(m, self.as_of) for m in range(january, self.month)] + [
            self.evaluation
        ]


def show(*parts: object) -> None:
    """Puts markup on the page; nothing for no markup."""
    if markup := joined(parts):
        st.html(markup)


def opened() -> View:
    """Opens a page: its month and instant are chosen, and judged. Stops where there is nothing."""
    language = filters.language()
    as_of, asked_as_of = filters.as_of(language, app.end_of_today())
    if app.is_empty():
        stop(language, text(language, "state.empty_title"), text(language, "state.empty_next"))
    reported, promised = app.months_with_figures(as_of), app.months_with_promises(as_of)
    months = sorted({*reported, *promised})
    if not months:
        title = text(language, "state.no_months_title", day=known_label(language, as_of))
        stop(language, title, text(language, "state.no_months_next"))
    with st.container(key="head"):
        words, right = st.columns([3, 2], vertical_alignment="top")
        choice = right.container(key="choices", horizontal=True, horizontal_alignment="right")
    with choice:
        default = _default_month(reported, promised, as_of)
        month = filters.choose_month(language, months, default)
    with words, st.spinner(text(language, "wait.judging")):
        evaluation = app.evaluation(month, as_of)
        coverage = app.coverage(month, as_of)
    return View(language, month, as_of, asked_as_of, evaluation, coverage, words, choice)


def _default_month(reported: list[int], promised: list[int], as_of: datetime) -> int:
    """The latest month that half of its units have reported in full; one early report is no month.

    Where no month is that far, the latest with any figure; without figures the first promised.
    """
    both = sorted(set(reported) & set(promised))
    for month in reversed(both[-LOOKED_BACK:]):
        coverage = app.coverage(month, as_of)
        if 2 * coverage.complete >= len(coverage.due) > 0:
            return month
    return (both or reported or promised)[-1] if (both or reported) else promised[0]


def headed(view: View, title: str, crumbs: Sequence[Crumb] = (), note: object = None) -> None:
    """The top of a page: the way here, its title, and what every page says of its figures."""
    language = view.language
    trail = [linked(address, words) for words, address in crumbs]
    steps = [tag("li", step) for step in [*trail, tag("span", title, aria_current="page")]]
    way = tag("nav", tag("ol", *steps), class_="crumbs", aria_label=text(language, "nav.crumbs"))
    with view.head:
        show(
            way if crumbs else "",
            tag("h1", title),
            tag("p", note, class_="lead") if note else "",
            tag("div", *_facts(view), class_="facts"),
            _as_of_banner(view),
        )


def _facts(view: View) -> list[Html]:
    language, coverage = view.language, view.coverage
    start = view.known.settings.window_start_day
    month = text(language, "head.month", month=month_label(view.month))
    if start != 1:
        first, last = reporting_window(view.month, start)
        month += text(language, "head.window", first=date_label(first), last=date_label(last))
    reported = text(language, "head.nothing_due")
    if coverage.due:
        reported = text(
            language, "head.reported", complete=coverage.complete, units=len(coverage.due)
        )
        if not coverage.late:
            reported += text(language, "head.provisional")
    facts = [
        tag("span", month),
        linked(link("attention"), reported),
        _instants(view),
    ]
    if app.is_demonstration():
        facts.append(_illustrative(language))
    return facts


def _instants(view: View) -> Html:
    """As of when this is known, and other instants at which it can be looked at."""
    language, reporting = view.language, view.known.settings
    known = text(language, "head.known", instant=known_label(language, view.as_of))
    deadline = reporting_deadline(view.month, reporting.due_day, reporting.due_month)
    days = [(deadline - timedelta(days=1)).date()]
    days += [first_day(view.month + n + 1) - timedelta(days=1) for n in range(1, MONTHS_LATER)]
    today = app.end_of_today().date()
    links = [
        linked(
            filters.here(as_of=day.isoformat()),
            text(language, "head.end_of_day", day=date_label(day)),
        )
        for day in sorted(set(days))
        if day < today
    ]
    links.append(linked(filters.here(as_of=None), text(language, "head.now")))
    return fold(known, tag("span", text(language, "head.look_at")), *links, class_="instants")


def _as_of_banner(view: View) -> Html:
    if view.asked_as_of is None:
        return Html("")
    language = view.language
    return notice(
        tag("strong", text(language, "head.as_of", instant=known_label(language, view.as_of))),
        linked(filters.here(as_of=None), text(language, "head.back_to_now")),
        kind="warning",
    )


def _illustrative(language: str) -> Html:
    return tag("strong", text(language, "head.illustrative"), class_="badge")


def known_label(language: str, instant: datetime) -> str:
    """An instant as people say it: a day where its end is meant."""
    local = instant.astimezone(ICT)
    if local.time() == time.max:
        return text(language, "head.end_of_day", day=date_label(local.date()))
    return instant_label(instant)


def stop(language: str, title: str, *lines: object, store_open: bool = True) -> None:
    """Says why there is nothing to show and what to do next, and ends the page."""
    said = [tag("h1", title), *[tag("p", html(line)) for line in lines]]
    if store_open and app.is_demonstration():
        said.append(_illustrative(language))
    show(tag("section", *said, class_="nothing"))
    st.stop()
