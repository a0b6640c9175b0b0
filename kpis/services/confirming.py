"""What a unit does with what it has sent: its head confirms, its sender withdraws; the history."""

from datetime import datetime

from kpis.domain import way
from kpis.services.moving import move
from kpis.store.database import Store
from kpis.store.events import Event, events_of
from kpis.store.submissions import Submission

__all__ = ["Event", "confirm", "history", "send_back_to_clerk", "take_up", "withdraw"]


def confirm(store: Store, number: int, *, actor: str, now: datetime, request: str) -> Submission:
    """The head of the unit confirms a submission. Refused when it is no longer as submitted."""
    return move(store, number, way.CONFIRMED, way.HEAD, actor=actor, now=now, request=request)


def send_back_to_clerk(
    store: Store, number: int, *, actor: str, now: datetime, request: str, reason: str
) -> Submission:
    """The head of the unit returns a submission instead of confirming. The reason is required."""
    return move(
        store, number, way.RETURNED, way.HEAD, actor=actor, now=now, request=request, reason=reason
    )


def withdraw(
    store: Store,
    number: int,
    *,
    actor: str,
    now: datetime,
    request: str,
    reason: str | None = None,
) -> Submission:
    """The sender takes a submission back, as long as the office has not begun to look at it."""
    return move(
        store,
        number,
        way.WITHDRAWN,
        way.CLERK,
        actor=actor,
        now=now,
        request=request,
        reason=reason,
    )


def take_up(store: Store, number: int, *, actor: str, now: datetime, request: str) -> Submission:
    """The office begins to look at a submission: from then on it can't be withdrawn."""
    return move(store, number, way.IN_REVIEW, way.OFFICE, actor=actor, now=now, request=request)


def history(store: Store, number: int) -> list[Event]:
    """The steps of a submission, oldest first; that it was being typed is one of them."""
    return events_of(store, number)
