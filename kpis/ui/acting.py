"""What pages that write share: who acts, one request per act, and how they look.

There is one name per session, so that the ledger has one for everything that is written.
"""

from pathlib import Path
from uuid import uuid4

import streamlit as st

from kpis.ui import filters
from kpis.ui.components import linked
from kpis.ui.filters import link
from kpis.ui.page import stop
from kpis.ui.text import text

KEPT = "kept.actor"
STYLE = Path(__file__).with_name("submit.css")


def begin(address: str) -> str:
    """Opens a page that writes: its style, and the present. Returns the language.

    address: of the page. Stops where another instant is asked for: nothing is sent in the past.
    """
    st.html(STYLE)
    language = filters.language()
    if st.query_params.get("as_of"):
        back = linked(link(address, as_of=None), text(language, "submit.to_present"))
        stop(language, text(language, "submit.not_in_past"), back)
    return language


def ask_actor(title: str, placeholder: str) -> None:
    """Asks for the name; what was typed before in this session stands in the field."""
    st.text_input(
        title,
        value=st.session_state.get(KEPT, ""),
        key="actor",
        placeholder=placeholder,
        max_chars=100,
        autocomplete="name",
    )


def actor() -> str | None:
    """The name that was typed, kept for the rest of the session; None while there is none."""
    name = " ".join(st.session_state.get("actor", "").split())
    if name:
        st.session_state[KEPT] = name
    return name or None


def request_id(form: str) -> str:
    """What makes one act of several clicks: minted when `form` is first drawn, then the same."""
    return st.session_state.setdefault(f"request.{form}", str(uuid4()))
