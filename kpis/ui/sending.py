"""An upload on its way: checked once per state of the store, sent once however often one clicks.

The functions that a button calls read what was typed, ask one service, and leave what came of it
in the session for the page to show.
"""

from dataclasses import dataclass
from datetime import datetime

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from kpis.domain.problems import Refused
from kpis.services import stores, submitting
from kpis.services.stores import StoreError
from kpis.services.submitting import Checked
from kpis.ui import acting, app, complaints
from kpis.ui.page import View

GENERATION = "upload.generation"  # a new uploader is an empty one
CHECKED = "upload.checked"
ENCODING = "upload.encoding"  # which upload, how its sender chose it to be read
REASON = "upload.reason"


@dataclass(frozen=True)
class Sending:
    """What a click on the button sends. shown: what its sender was shown before.

    upload: tells one uploaded file from the next, even of the same name.
    """

    unit: str
    month: int
    as_of: datetime
    shown: Checked
    request: str
    upload: str


def uploader_key() -> str:
    """The key of the uploader that is shown now."""
    return f"upload.{st.session_state.setdefault(GENERATION, 0)}"


def arrived(view: View, unit: str, file: UploadedFile) -> Sending:
    """What would be sent, under the request that was minted when this upload arrived.

    The file is read anew only when something that the answer depends on has changed.
    """
    store = app.store()
    encoding = _encoding(file.file_id)
    key = (file.file_id, encoding, unit, view.month, stores.revision(store), view.as_of)
    held = st.session_state.get(CHECKED)
    if held is None or held[0] != key:
        checked = submitting.check(
            store,
            view.evaluation,
            unit,
            file.name,
            file.getvalue(),
            month=view.month,
            encoding=encoding,
        )
        held = st.session_state[CHECKED] = (key, checked)
    request = acting.request_id(f"{file.file_id}.{unit}.{view.month}")
    return Sending(unit, view.month, view.as_of, held[1], request, file.file_id)


def choose_encoding(upload: str, encoding: str | None) -> None:
    """Called by the buttons of the previews: reads this upload so; None asks once more."""
    st.session_state[ENCODING] = upload, encoding


def _encoding(upload: str) -> str | None:
    chosen_for, encoding = st.session_state.get(ENCODING, (None, None))
    return encoding if chosen_for == upload else None


def needs_reason(checked: Checked) -> bool:
    """Whether published figures are revised that carry no note of their own."""
    figures = zip(checked.understood.figures, checked.states, strict=True)
    return any(state.state == "revised" and not figure.note for figure, state in figures)


def send(going: Sending) -> None:
    """Called by the button: submits, or leaves complaints."""
    actor = acting.actor()
    reason = " ".join(st.session_state.get(REASON, "").split()) or None
    unexplained = reason is None and needs_reason(going.shown)
    if actor is None or unexplained:
        missing = {"actor": actor is None, "reason": unexplained}
        complaints.leave(
            complaints.SUBMIT, *(code for code, is_missing in missing.items() if is_missing)
        )
        return
    try:
        receipt = _submit(going, actor, reason)
    except Refused as refused:
        complaints.leave(complaints.SUBMIT, problems=refused.problems)
        return
    except StoreError as error:
        complaints.leave(complaints.SUBMIT, store=error)
        return
    if receipt is None:
        complaints.leave(complaints.SUBMIT, "moved")
        return
    st.session_state.pop(CHECKED, None)
    st.session_state[GENERATION] += 1
    st.query_params["receipt"] = str(receipt.number)


def _submit(going: Sending, actor: str, reason: str | None) -> submitting.Receipt | None:
    """The receipt; None when what is published has moved since the sender looked at it."""
    store, shown = app.store(), going.shown
    evaluation = app.evaluation(going.month, going.as_of)
    checked = submitting.check(
        store,
        evaluation,
        going.unit,
        shown.name,
        shown.content,
        reason=reason,
        month=going.month,
        encoding=shown.encoding,
    )
    if checked.states != shown.states:
        return None
    return submitting.submit(
        store, checked, actor=actor, now=app.now(), request=going.request, reason=reason
    )
