"""The page on which an administrator publishes: the queue, one submission, the decision."""

import streamlit as st

from kpis.domain.months import month_text
from kpis.domain.problems import Refused
from kpis.domain.way import APPROVED, RETURNED, WAITING
from kpis.services.evaluation import known_at
from kpis.services.known import Known
from kpis.services.reviewing import (
    Compared,
    Reviewed,
    Submission,
    Version,
    as_figure,
    review,
    waiting,
)
from kpis.services.submitting import would_change
from kpis.ui import acting, app, complaints, deciding
from kpis.ui.checked_parts import (
    amounts_of,
    cell_words,
    effects,
    indicator_words,
    state_word,
)
from kpis.ui.components import Column, Html, joined, linked, notice, section, table, tag
from kpis.ui.filters import link
from kpis.ui.frame import PAGES
from kpis.ui.page import View, show, stop
from kpis.ui.receipts import month_or_all, receipt, submission_state
from kpis.ui.reported import month_result, reported_text
from kpis.ui.text import MISSING, instant_label, month_label, text, unit_name

ADDRESS = PAGES["review"]
LISTED = 50


def head(language: str) -> Html:
    """The top of the queue: how many wait, as of when; the badge of the demonstration."""
    count = len(waiting(app.store(), app.end_of_today()))
    facts = [
        tag("span", text(language, "review.count", n=count)),
        tag("span", text(language, "head.known", instant=instant_label(app.now()))),
    ]
    if app.is_demonstration():
        facts.append(tag("strong", text(language, "head.illustrative"), class_="badge"))
    return joined([tag("h1", text(language, "page.review")), tag("p", *facts, class_="facts")])


def queue(language: str) -> Html:
    """What waits, the oldest first."""
    store, as_of = app.store(), app.end_of_today()
    found = waiting(store, as_of)[::-1]
    if not found:
        return notice(text(language, "review.empty"), text(language, "review.empty_next"))
    known = known_at(store, as_of)
    columns = [
        Column(text(language, "submit.list.number")),
        Column(text(language, "review.unit"), "wide"),
        Column(text(language, "submit.list.month")),
        Column(text(language, "submit.list.at")),
        Column(text(language, "submit.list.actor")),
        Column(text(language, "submit.list.figures"), "number"),
        Column(text(language, "review.new"), "number"),
        Column(text(language, "review.revised"), "number"),
    ]
    rows = [_row(language, known, review(store, s.number, as_of)) for s in found[:LISTED]]
    left = len(found) - LISTED
    more = tag("p", text(language, "review.more", n=left), class_="note") if left > 0 else ""
    return joined([table(text(language, "review.queue"), columns, rows), more])


def _row(language: str, known: Known, found: Reviewed) -> list[object]:
    made = found.submission
    address = link(ADDRESS, submission=made.number)
    number = text(language, "submit.list.no", number=str(made.number))
    return [
        linked(address, number, data_top=""),
        _unit(language, known, made),
        month_or_all(made),
        instant_label(made.submitted_at),
        made.actor,
        str(made.figures),
        *(str(sum(s.state == state for s in found.states)) for state in ("new", "revised")),
    ]


def _unit(language: str, known: Known, made: Submission) -> str:
    if made.unit is None or made.unit not in known.unit_number:
        return text(language, "review.many_units")
    return unit_name(language, known.unit(made.unit))


def asked_for(language: str, asked: str) -> Reviewed:
    """The submission that the address names; stops where there is none."""
    try:
        number = int(asked) if asked.isdecimal() else -1
        return review(app.store(), number, app.end_of_today())
    except Refused:
        back = linked(link(ADDRESS), text(language, "review.back"))
        stop(language, text(language, "submit.receipt.unknown", number=asked), back)
        raise


def view_of(language: str, found: Reviewed) -> View:
    """Everything judged of the month that a submission is about."""
    periods = [figure.period for figure in found.figures]
    month, as_of = found.submission.period, app.end_of_today()
    if month is None:
        month = max(periods)
    evaluation, coverage = app.evaluation(month, as_of), app.coverage(month, as_of)
    return View(language, month, as_of, None, evaluation, coverage, st.container(), st.container())


def submission_title(view: View, made: Submission) -> str:
    """The number of a submission and whose it is."""
    unit = _unit(view.language, view.known, made)
    return text(view.language, "review.title", number=str(made.number), unit=unit)


def outcome(view: View, made: Submission) -> Html:
    """What was decided, and where its figures are to be seen."""
    language = view.language
    if made.state in WAITING:
        return Html("")
    at = instant_label(made.state_at)
    if made.state == RETURNED:
        words = text(language, "review.was_returned", at=at, actor=made.state_actor)
        return notice(words, made.state_reason, kind="warning")
    if made.state != APPROVED:
        state = submission_state(language, made.state)
        words = text(language, "review.was_ended", at=at, actor=made.state_actor, state=state)
        return notice(*filter(None, [words, made.state_reason]), kind="warning")
    words = text(language, "review.was_published", at=at, actor=made.state_actor)
    if made.unit is None:
        return notice(words, kind="done")
    address = link(PAGES["unit"], unit=made.unit, month=month_text(view.month))
    return notice(
        words,
        linked(address, text(language, "review.see_unit", month=month_label(view.month))),
        kind="done",
    )


def details(view: View, found: Reviewed) -> None:
    """Who sent it, the file, every figure beside what is published, what it would move."""
    language, made = view.language, found.submission
    with st.container(key="receipt"):
        show(receipt(language, found, _unit(language, view.known, made)))
    sha256 = made.file
    if sha256 is not None:
        st.download_button(
            text(language, "review.file", name=made.file_name or ""),
            lambda: app.file_content(sha256) or b"",
            made.file_name or sha256,
            "application/octet-stream",
            on_click="ignore",
        )
    show(_figures(view, found))
    if made.state in WAITING and made.unit in view.units and made.period is not None:
        figures = [as_figure(version) for version in found.figures]
        show(effects(view, would_change(app.store(), view.evaluation, made.unit, figures)))


def _figures(view: View, found: Reviewed) -> Html:
    language = view.language
    published = found.submission.state == APPROVED
    before = text(language, "review.before") if published else text(language, "review.current")
    columns = [
        Column(text(language, "submit.indicator"), "wide"),
        Column(text(language, "submit.place")),
        Column(before, "number"),
        Column(text(language, "review.reported"), "number"),
        Column(text(language, "submit.result"), "number"),
        Column(text(language, "submit.against")),
    ]
    several = len({figure.unit for figure in found.figures}) > 1
    rows = [
        _figure_row(view, figure, state, several)
        for figure, state in zip(found.figures, found.states, strict=True)
    ]
    if any(figure.note for figure in found.figures):
        columns.append(Column(text(language, "review.note"), "wide"))
        rows = [[*row, f.note] for row, f in zip(rows, found.figures, strict=True)]
    title = text(language, "review.figures", n=len(rows))
    return section(title, table(title, columns, rows, class_="understood"))


def _figure_row(view: View, figure: Version, old: Compared, several: bool) -> list[object]:
    language, indicator = view.language, view.indicators[figure.indicator]
    name = indicator_words(view, figure.indicator, figure.member)
    if several:
        name = f"{view.units[figure.unit].name}: {name}"
    items = view.evaluation.items_of(unit=figure.unit, indicator=figure.indicator)
    amounts = amounts_of(figure)
    was = (old.numerator, old.denominator, old.value)
    return [
        name,
        cell_words(language, figure.place or MISSING),
        reported_text(language, indicator, was) if old.state != "new" else MISSING,
        reported_text(language, indicator, amounts),
        month_result(language, amounts, indicator, items[0] if items else None),
        tag("span", state_word(language, old.state), class_=f"state {old.state}"),
    ]


def complain(language: str) -> None:
    """Why the last click did nothing: in the form, or above what somebody else has decided."""
    sentences = {
        "actor": text(language, "review.no_actor"),
        "reason": text(language, "review.no_reason"),
    }
    complaints.show_left(complaints.REVIEW, language, text(language, "review.not_done"), sentences)


def decision(language: str, made: Submission) -> None:
    """The form in which an administrator publishes a submission or sends it back."""
    show(tag("h2", text(language, "review.decide")))
    complain(language)
    with st.form("decide", border=False, enter_to_submit=False):
        acting.ask_actor(text(language, "review.actor"), text(language, "review.actor_example"))
        st.text_area(
            text(language, "review.reason"),
            key=deciding.REASON,
            placeholder=text(language, "review.reason_example"),
        )
        with st.container(horizontal=True):
            st.form_submit_button(
                text(language, "review.publish", n=made.figures),
                type="primary",
                on_click=deciding.publish,
                args=(made.number, acting.request_id(f"publish.{made.number}")),
            )
            st.form_submit_button(
                text(language, "review.send_back"),
                on_click=deciding.send_back,
                args=(made.number, acting.request_id(f"return.{made.number}")),
            )
