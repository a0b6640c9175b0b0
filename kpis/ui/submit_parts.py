"""The page on which a unit reports: its workbook, its file, what that says, the receipt."""

import streamlit as st

from kpis.domain.months import month_text
from kpis.domain.problems import Refused
from kpis.services.owing import Owed, make_template
from kpis.services.reviewing import review, submissions_of
from kpis.services.submitting import Checked
from kpis.ui import app, encoding_parts, sending
from kpis.ui.checked_parts import belongs_elsewhere, effects, in_file, problems, understood
from kpis.ui.complaints import focus_on_summary
from kpis.ui.components import Html, linked, tag
from kpis.ui.filters import link
from kpis.ui.frame import PAGES
from kpis.ui.page import View, show
from kpis.ui.receipts import listed, outcome, print_button, receipt
from kpis.ui.send_form import send_form
from kpis.ui.sending import Sending
from kpis.ui.text import MISSING, month_label, text, unit_name
from kpis.ui.uploader import uploader

ADDRESS = PAGES["submit"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def template_button(view: View, unit: str) -> None:
    """Offers the workbook of the unit and month; it is made when somebody takes it."""
    store, evaluation, language = app.store(), view.evaluation, view.language
    st.download_button(
        text(language, "submit.template"),
        lambda: make_template(store, evaluation, unit, language),
        f"so-lieu_{unit}_{month_text(view.month)}.xlsx",
        XLSX,
        on_click="ignore",
    )


def ways(view: View, unit: str) -> Sending | None:
    """The two steps before anything is sent: the workbook, the file; None while there is none."""
    language = view.language
    with st.container(key="steps"):
        first, second = st.columns([1, 2])
        with first:
            show(tag("h2", text(language, "submit.step_template")))
            template_button(view, unit)
        with second:
            show(tag("h2", text(language, "submit.step_file")))
            file = uploader(language, sending.uploader_key())
    if file is None:
        return None
    with st.spinner(text(language, "submit.reading")):
        return sending.arrived(view, unit, file)


def found_in_file(view: View, going: Sending, rows: list[Owed]) -> None:
    """What is wrong, what was understood, what it would do; then the button."""
    language, checked = view.language, going.shown
    blocking = in_file(checked)[0]
    show(tag("h2", text(language, "submit.step_check", file=checked.name)))
    if checked.previews:
        encoding_parts.ask(language, going)
        return
    show(problems(language, checked))
    encoding_parts.show_chosen(language, going)
    if blocking or checked.encoding:
        # The button that chose is gone, and with it the place of who came by the keyboard.
        where = ".summary" if blocking else ".chosen"
        focus_on_summary(f"{going.request} {checked.encoding}", where)
    if belongs_elsewhere(checked):
        show(other_month(view, checked))
        return
    if checked.understood.rows:
        show(understood(view, checked, rows))
    if not blocking and checked.understood.figures:
        show(effects(view, checked))
    send_form(language, going, len(blocking))


def other_month(view: View, checked: Checked) -> Html:
    """A way to the unit and month that the file is about, where the sender chose another."""
    said, language = checked.understood, view.language
    unit, month = said.unit or checked.unit, said.month
    if unit not in view.units or month is None or (unit, month) == (checked.unit, view.month):
        return Html("")
    name = unit_name(language, view.units[unit])
    words = text(language, "submit.go_there", unit=name, month=month_label(month))
    return tag("p", linked(link(ADDRESS, unit=unit, month=month_text(month)), words))


def history(view: View, unit: str) -> Html:
    """What the unit has submitted so far."""
    return listed(view.language, submissions_of(app.store(), unit, view.as_of), ADDRESS)


def show_receipt(view: View, asked: str) -> None:
    """The receipt of a submission; an address that names none says so."""
    language = view.language
    try:
        found = review(app.store(), int(asked) if asked.isdecimal() else -1, view.as_of)
    except Refused:
        st.warning(text(language, "submit.receipt.unknown", number=asked))
        return
    made = found.submission
    unit = unit_name(language, view.units[made.unit]) if made.unit in view.units else MISSING
    with st.container(key="receipt"):
        show(
            tag("h2", text(language, "submit.receipt.title", number=str(made.number))),
            outcome(language, made),
            receipt(language, found, unit),
        )
    print_button(language)
    back = text(language, "submit.receipt.back")
    show(tag("p", linked(link(ADDRESS, unit=made.unit), back)))
