"""Choices: kept from page to page, and in the address as codes, so that a view can be sent on.

The address is the one truth. A choice made on the page is written into it before the page runs;
what it lacks is taken from what was chosen last in this session.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from urllib.parse import urlencode

import streamlit as st

from kpis.domain.months import ICT, month_of, month_text
from kpis.ui.text import LANGUAGES, month_label, text

YEARS = range(1900, 2200)  # an instant outside them is a slip, and months end at 9999
KEPT = ("month", "unit", "indicator", "lang")  # from page to page
EVERYWHERE = ("month", "lang", "as_of")  # in every link
MONTH_WIDTH = 130  # pixels
NAME_WIDTH = 340


def asked(name: str) -> str | None:
    """What the address says, otherwise what was chosen last; None when neither does."""
    return st.query_params.get(name) or st.session_state.get(f"kept.{name}")


def keep(name: str, code: str | None) -> None:
    """Writes a choice into the address and remembers it; None takes it out of both."""
    if code is None:
        st.session_state.pop(f"kept.{name}", None)
        st.query_params.pop(name, None)
        return
    if name in KEPT:
        st.session_state[f"kept.{name}"] = code
    if st.query_params.get(name) != code:
        st.query_params[name] = code


def language() -> str:
    """The language of the session: `lang` of the address, Vietnamese unless asked otherwise."""
    code = st.query_params.get("lang")
    if code is None:
        code = st.session_state.get("kept.lang", LANGUAGES[0])
    code = code if code in LANGUAGES else LANGUAGES[0]
    st.session_state["kept.lang"] = code
    if code != LANGUAGES[0]:
        keep("lang", code)
    return code


def as_of(language: str, otherwise: datetime) -> tuple[datetime, str | None]:
    """The instant that is asked for and how the address writes it; None where it is `otherwise`.

    A day stands for its end. What is not an instant is said, and `otherwise` is taken.
    """
    written = st.query_params.get("as_of")
    if not written:
        return otherwise, None
    instant = instant_of(written)
    if instant is None:
        st.warning(text(language, "filter.unknown_as_of", value=written))
        return otherwise, None
    return instant, written


def instant_of(written: str) -> datetime | None:
    """An instant with its offset, or a day, whose end is meant; None for anything else."""
    try:
        if len(written) == len("2021-06-30"):
            written = f"{date.fromisoformat(written)}T{time.max}"
        # A "+" of an address that was not encoded arrives as a space.
        instant = datetime.fromisoformat(written.replace(" ", "+"))
    except ValueError:
        return None
    if instant.year not in YEARS:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=ICT)


def day_of(typed: str) -> date | None:
    """A day typed as dd/mm/yyyy; None for anything else."""
    try:
        return datetime.strptime(typed.strip(), "%d/%m/%Y").date()
    except ValueError:
        return None


def choose_month(language: str, months: list[int], default: int) -> int:
    """A month of `months`; for an address that names another one says so and takes `default`."""
    labels = {month_text(month): month_label(month) for month in sorted(months, reverse=True)}
    code = asked("month")
    if code is not None and code not in labels:
        st.warning(text(language, "filter.unknown_month", value=code, month=month_label(default)))
    if code not in labels:
        keep("month", month_text(default))
    chosen = choose(
        "month", text(language, "filter.month"), labels, language, required=True, width=MONTH_WIDTH
    )
    return month_of(chosen or month_text(default))


def choose_period(language: str, month: int) -> int:
    """The month of a figure, `period` in the address: one of the last three years up to `month`.

    An address that names another month is followed; one that names none is said.
    """
    asked_for = st.query_params.get("period")
    months = list(range(month, month - 36, -1))
    try:
        period = month_of(asked_for) if asked_for else month
    except ValueError:
        instead = month_label(month)
        st.warning(text(language, "filter.unknown_month", value=asked_for, month=instead))
        period = month
    labels = {month_text(m): month_label(m) for m in sorted({*months, period}, reverse=True)}
    if asked_for != month_text(period):
        keep("period", month_text(period))
    title = text(language, "filter.period")
    choose("period", title, labels, language, required=True, width=MONTH_WIDTH + 40)
    return period


def choose(
    name: str,
    title: str,
    labels: Mapping[str, str],
    language: str,
    *,
    default: str | None = None,
    required: bool = False,
    width: int | str = "stretch",
) -> str | None:
    """One of the codes of `labels`, shown by their labels; None when nothing is chosen.

    An address with another code says so and leaves the choice open: it is never another one.
    required: a choice can't be taken back. width: of the widget, in pixels.
    """
    code = asked(name) or default
    if code is not None and code not in labels:
        st.warning(text(language, "filter.unknown", title=title, value=code))
        code = None
    widget = f"choice.{name}"
    st.session_state[widget] = code
    st.selectbox(
        title,
        list(labels),
        index=0 if required and code is not None else None,
        key=widget,
        format_func=labels.get,
        placeholder=text(language, "filter.placeholder"),
        on_change=_taken,
        args=(name, required),
        width=width,
    )
    if code is not None:
        keep(name, code)
    return code


def given(name: str, title: str, labels: Mapping[str, str], language: str) -> str | None:
    """What the address names, or the choice of one where it names none that there is."""
    code = st.query_params.get(name)
    if code in labels:
        return code
    return choose(name, title, labels, language, width=NAME_WIDTH)


def _taken(name: str, required: bool) -> None:
    code = st.session_state[f"choice.{name}"]
    if code is not None or not required:
        keep(name, code)


def typed(name: str, title: str, placeholder: str) -> str:
    """A text that stands in the address; "" when there is none."""
    widget = f"choice.{name}"
    st.session_state[widget] = st.query_params.get(name, "")
    st.text_input(title, key=widget, placeholder=placeholder, on_change=_typed, args=(name,))
    return st.session_state[widget]


def _typed(name: str) -> None:
    keep(name, st.session_state[f"choice.{name}"].strip() or None)


def link(page: str, **choices: object) -> str:
    """The address of a page with these choices, and with those that every page keeps.

    page: its name in the address, "" for the overview. A choice of None is left out, also one
    that would be kept.
    """
    kept = {name: st.query_params.get(name) for name in EVERYWHERE}
    wanted = {n: v for n, v in (kept | choices).items() if v is not None}
    return f"./{page}?{urlencode(wanted)}" if wanted else f"./{page}"


def here(**choices: object) -> str:
    """The address of this page with these choices changed; None takes one out."""
    wanted = {n: v for n, v in (st.query_params.to_dict() | choices).items() if v is not None}
    return f"?{urlencode(wanted)}"
