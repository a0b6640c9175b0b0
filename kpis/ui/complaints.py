"""Why a click did nothing: left by the function it called, shown once at the top of the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import streamlit as st

from kpis.domain.problems import Problem
from kpis.services.stores import StoreError
from kpis.ui.components import Html, tag
from kpis.ui.page import show
from kpis.ui.receipts import submission_state
from kpis.ui.sentences import problem_text
from kpis.ui.text import text

SUBMIT, REVIEW = "complaints.submit", "complaints.review"  # the forms that complain


@dataclass
class Complaints:
    """Codes of what is missing in the form, problems of the service, a store that failed."""

    codes: list[str] = field(default_factory=list)
    problems: Sequence[Problem] = ()
    store: StoreError | None = None


def leave(
    form: str, *codes: str, problems: Sequence[Problem] = (), store: StoreError | None = None
) -> None:
    """Leaves complaints for the page to show."""
    st.session_state[form] = Complaints(list(codes), problems, store)


def show_left(form: str, language: str, title: str, sentences: Mapping[str, str]) -> None:
    """Shows what the last click left, once; sentences: those of the codes."""
    said = st.session_state.pop(form, None)
    if said is None:
        return
    lines = [sentences[code] for code in said.codes]
    lines += [problem_text(_in_words(language, problem), language) for problem in said.problems]
    if said.store is not None:
        lines.append(text(language, "submit.not_kept"))
    show(summary(title, tag("ul", *[tag("li", line) for line in lines])))
    focus_on_summary(str(id(said)))


def summary(title: str, *content: object, kind: str = "wrong") -> Html:
    """What is wrong, in one place; the reader is taken there. kind: wrong, or warning."""
    return tag(
        "div",
        tag("h3", title),
        *content,
        class_=f"notice {kind} summary",
        role="alert",
        tabindex="-1",
    )


def focus_on_summary(key: str, where: str = ".summary") -> None:
    """Moves the reader to what is wrong, or to `where`; once per `key`."""
    script = f'document.querySelector("{where}")?.focus(); // {key}'
    st.html(f"<script>{script}\n</script>", unsafe_allow_javascript=True)


def _in_words(language: str, problem: Problem) -> Problem:
    """The problem, with a submission's state as a word and not as a code."""
    state = problem.values.get("state")
    if not isinstance(state, str):
        return problem
    return replace(problem, values={**problem.values, "state": submission_state(language, state)})
