"""What the two buttons under a submission do: one service call each, and what came of it."""

from collections.abc import Callable

import streamlit as st

from kpis.domain.problems import Refused
from kpis.services import reviewing
from kpis.services.stores import StoreError
from kpis.ui import acting, app, complaints

REASON = "review.reason"


def publish(number: int, request: str) -> None:
    """Called by the button: publishes, or leaves complaints."""
    actor = acting.actor()
    if actor is None:
        complaints.leave(complaints.REVIEW, "actor")
        return
    _done(
        lambda: reviewing.publish(app.store(), number, actor=actor, now=app.now(), request=request)
    )


def send_back(number: int, request: str) -> None:
    """Called by the button: sends back with the reason, or leaves complaints."""
    actor = acting.actor()
    reason = " ".join(st.session_state.get(REASON, "").split())
    missing = {"actor": actor is None, "reason": not reason}
    if actor is None or not reason:
        complaints.leave(
            complaints.REVIEW, *(code for code, is_missing in missing.items() if is_missing)
        )
        return
    _done(
        lambda: reviewing.send_back(
            app.store(), number, actor=actor, now=app.now(), request=request, reason=reason
        )
    )


def _done(act: Callable[[], object]) -> None:
    try:
        act()
    except Refused as refused:
        complaints.leave(complaints.REVIEW, problems=refused.problems)
    except StoreError as error:
        complaints.leave(complaints.REVIEW, store=error)
