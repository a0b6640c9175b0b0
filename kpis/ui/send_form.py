"""The last step of a report: the reason where one is needed, the sender's name, the button."""

import streamlit as st

from kpis.ui import acting, complaints, sending
from kpis.ui.components import notice, tag
from kpis.ui.page import show
from kpis.ui.sending import Sending
from kpis.ui.text import month_label, text


def send_form(language: str, going: Sending, blocking: int) -> None:
    """Asks for what is still needed and sends; disabled, with the reason, while it may not be.

    blocking: how many things have to be mended in the file first.
    """
    checked = going.shown
    changing = checked.count("new") + checked.count("revised")
    words = text(language, "submit.send", n=changing, month=month_label(going.month))
    show(tag("h2", text(language, "submit.step_send")))
    sentences = {
        "actor": text(language, "submit.no_actor"),
        "reason": text(language, "submit.no_reason"),
        "moved": text(language, "submit.moved"),
    }
    complaints.show_left(complaints.SUBMIT, language, text(language, "submit.not_sent"), sentences)
    if not blocking and not changing:
        show(notice(text(language, "submit.send_nothing")))
        return
    if blocking:
        why = text(language, "submit.send_blocked", n=blocking)
        show(notice(why))
        if changing:
            st.button(words, type="primary", disabled=True, help=why)
        return
    with st.form("send", border=False, enter_to_submit=False):
        if sending.needs_reason(checked):
            st.text_area(
                text(language, "submit.reason", n=checked.count("revised")),
                key=sending.REASON,
                placeholder=text(language, "submit.reason_example"),
            )
        acting.ask_actor(text(language, "submit.actor"), text(language, "submit.actor_example"))
        st.form_submit_button(words, type="primary", on_click=sending.send, args=(going,))
