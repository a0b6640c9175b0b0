"""Submissions in words: the receipt that one leaves, and the list of a unit's."""

from collections.abc import Sequence
from uuid import uuid4

import streamlit as st

from kpis.domain import way
from kpis.services.reviewing import Reviewed, Submission
from kpis.ui.components import Column, Html, fold, html, joined, linked, notice, section, table, tag
from kpis.ui.filters import link
from kpis.ui.text import MISSING, instant_label, month_label, text

LISTED = 6  # the others open on demand
PRINT = "<script>window.print() // {}\n</script>"  # numbered: the same script runs but once


def submission_state(language: str, state: str) -> str:
    """What became of a submission."""
    return {
        way.DRAFT: text(language, "submit.state.draft"),
        way.SUBMITTED: text(language, "submit.state.submitted"),
        way.CONFIRMED: text(language, "submit.state.confirmed"),
        way.IN_REVIEW: text(language, "submit.state.in_review"),
        way.RETURNED: text(language, "submit.state.returned"),
        way.APPROVED: text(language, "submit.state.approved"),
        way.WITHDRAWN: text(language, "submit.state.withdrawn"),
        way.SUPERSEDED: text(language, "submit.state.superseded"),
    }[state]


def state_mark(language: str, submission: Submission) -> Html:
    """The state of a submission, as a shape and a word."""
    shape = {way.APPROVED: "●", way.RETURNED: "▲"}.get(submission.state, "○")
    colour = {way.APPROVED: "good", way.RETURNED: "risk"}.get(submission.state, "still")
    word = submission_state(language, submission.state)
    return tag(
        "span", tag("span", shape, class_="shape", aria_hidden="true"), word,
        class_=f"mark {colour}",
    )  # fmt: skip


def month_or_all(submission: Submission) -> str:
    """The month of a submission; MISSING for an import over many."""
    return MISSING if submission.period is None else month_label(submission.period)


def listed(language: str, submissions: Sequence[Submission], page: str) -> Html:
    """The submissions of a unit, the latest first, each with a link to its receipt."""
    title = text(language, "submit.list")
    if not submissions:
        return section(title, tag("p", text(language, "submit.list_empty")))
    columns = [
        Column(text(language, "submit.list.number")),
        Column(text(language, "submit.list.month")),
        Column(text(language, "submit.list.at")),
        Column(text(language, "submit.list.actor")),
        Column(text(language, "submit.list.figures"), "number"),
        Column(text(language, "submit.list.state"), "wide"),
    ]
    rows = [_row(language, each, page) for each in submissions]
    older = text(language, "submit.list_more", n=len(rows) - LISTED)
    more = fold(older, table(older, columns, rows[LISTED:])) if rows[LISTED:] else ""
    return section(title, table(title, columns, rows[:LISTED]), more)


def _row(language: str, each: Submission, page: str) -> list[object]:
    address = link(page, unit=each.unit, receipt=each.number)
    reason = tag("small", each.state_reason) if each.state_reason else ""
    return [
        linked(address, text(language, "submit.list.no", number=str(each.number)), data_top=""),
        month_or_all(each),
        instant_label(each.submitted_at),
        each.actor,
        str(each.figures),
        tag("span", state_mark(language, each), " ", reason),
    ]


def receipt(language: str, found: Reviewed, unit: str) -> Html:
    """What proves that a file was received: number, instant, sum, and what became of it."""
    made = found.submission
    counts = {s: sum(each.state == s for each in found.states) for s in ("new", "revised")}
    figures = text(language, "submit.receipt.counts", n=made.figures, **counts)
    facts: list[tuple[str, object]] = [
        (text(language, "submit.receipt.number"), tag("strong", str(made.number))),
        (text(language, "submit.receipt.at"), instant_label(made.submitted_at)),
        (text(language, "submit.receipt.unit"), unit),
        (text(language, "submit.receipt.month"), month_or_all(made)),
        (text(language, "submit.receipt.figures"), figures),
        (text(language, "submit.receipt.actor"), made.actor),
        (text(language, "submit.receipt.file"), made.file_name or MISSING),
        (text(language, "submit.receipt.sha256"), tag("code", made.file or MISSING)),
        (text(language, "submit.receipt.state"), _decided(language, made)),
    ]
    if made.reason:
        facts.insert(5, (text(language, "submit.receipt.reason"), made.reason))
    if made.state_reason:
        facts.append((text(language, "submit.receipt.returned_because"), made.state_reason))
    cells = [tag("div", tag("dt", name), tag("dd", html(value))) for name, value in facts]
    return tag("dl", *cells, class_="receipt")


def _decided(language: str, made: Submission) -> Html:
    mark = state_mark(language, made)
    if made.state == way.SUBMITTED:
        return mark
    who = text(
        language, "submit.receipt.decided", at=instant_label(made.state_at), actor=made.state_actor
    )
    return joined([mark, " ", who])


def outcome(language: str, made: Submission) -> Html:
    """What a submission has come to, and what its unit does next."""
    if made.state == way.RETURNED:
        return notice(
            made.state_reason or MISSING,
            text(language, "submit.receipt.returned_next"),
            kind="warning",
            title=text(language, "submit.receipt.returned_title"),
        )
    if made.state in way.WAITING:
        return notice(text(language, "submit.receipt.waits", n=made.figures), kind="done")
    if made.state != way.APPROVED:
        words = submission_state(language, made.state)
        return notice(words, text(language, "submit.receipt.not_counted"), kind="warning")
    return notice(text(language, "submit.receipt.counts_now"), kind="done")


def print_button(language: str) -> None:
    """A button that prints the page."""
    if st.button(text(language, "submit.receipt.print")):
        st.html(PRINT.format(uuid4()), unsafe_allow_javascript=True)
