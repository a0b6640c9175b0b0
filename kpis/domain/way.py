"""The way of a submission: its states, who may move it from one to the next, and when.

One table, MOVES; what is not in it can't happen. The states are the events of the ledger: the
latest event of a submission is its state.
"""

from dataclasses import dataclass
from datetime import datetime

DRAFT = "draft"  # typed and not sent
SUBMITTED = "submitted"
CONFIRMED = "confirmed"  # by the head of the unit
IN_REVIEW = "in_review"  # the office has begun to look at it
RETURNED = "returned"
APPROVED = "approved"  # published: its figures count
WITHDRAWN = "withdrawn"
SUPERSEDED = "superseded"  # a newer one of the same unit and month came before the decision
STATES = (DRAFT, SUBMITTED, CONFIRMED, IN_REVIEW, RETURNED, APPROVED, WITHDRAWN, SUPERSEDED)
WAITING = (SUBMITTED, CONFIRMED, IN_REVIEW)  # nobody has decided yet
FINAL = (RETURNED, APPROVED, WITHDRAWN, SUPERSEDED)

CLERK, HEAD, OFFICE = "clerk", "head", "office"
ROLES = (CLERK, HEAD, OFFICE)


@dataclass(frozen=True)
class Move:
    """One allowed step. who: roles that may take it.

    reason: it can't be taken without one. own: only by who sent the submission. passes_head: where
    the head of the unit has to confirm, it would pass over that and is not allowed.
    """

    before: str
    after: str
    who: tuple[str, ...]
    reason: bool = False
    own: bool = False
    passes_head: bool = False


MOVES = (
    Move(DRAFT, SUBMITTED, (CLERK, HEAD)),
    Move(SUBMITTED, CONFIRMED, (HEAD,)),
    Move(SUBMITTED, IN_REVIEW, (OFFICE,), passes_head=True),
    Move(SUBMITTED, APPROVED, (OFFICE,), passes_head=True),
    Move(SUBMITTED, RETURNED, (HEAD, OFFICE), reason=True),
    Move(SUBMITTED, WITHDRAWN, (CLERK, HEAD), own=True),
    Move(SUBMITTED, SUPERSEDED, (CLERK, HEAD)),
    Move(CONFIRMED, IN_REVIEW, (OFFICE,)),
    Move(CONFIRMED, APPROVED, (OFFICE,)),
    Move(CONFIRMED, RETURNED, (OFFICE,), reason=True),
    Move(CONFIRMED, WITHDRAWN, (CLERK, HEAD), own=True),
    Move(CONFIRMED, SUPERSEDED, (CLERK, HEAD)),
    # Once the office looks at it, it is mended by a newer one and no longer taken away.
    Move(IN_REVIEW, APPROVED, (OFFICE,)),
    Move(IN_REVIEW, RETURNED, (OFFICE,), reason=True),
    Move(IN_REVIEW, SUPERSEDED, (CLERK, HEAD)),
)
_BY_PAIR = {(move.before, move.after): move for move in MOVES}

_FINAL_CODES = {
    RETURNED: "review.decided",
    APPROVED: "review.decided",
    WITHDRAWN: "way.withdrawn",
    SUPERSEDED: "way.superseded",
}


def move_of(before: str, after: str) -> Move | None:
    """The step from one state to another; None when there is none."""
    return _BY_PAIR.get((before, after))


def why_not(
    before: str,
    after: str,
    role: str,
    *,
    confirming: bool = False,
    reason: str | None = None,
    is_sender: bool = True,
) -> str | None:
    """The code of the sentence that says why a step is not allowed; None when it is.

    confirming: whether the head of the unit has to confirm before the office decides. is_sender:
    whether who asks is who sent it.
    """
    move = move_of(before, after)
    if move is None:
        return _FINAL_CODES.get(before, "way.no_such_step")
    if role not in move.who:
        return "way.not_for_role"
    if move.passes_head and confirming:
        return "way.not_confirmed"
    if move.own and not is_sender:
        return "way.not_sender"
    if move.reason and not (reason or "").strip():
        return "review.reason_missing"
    return None


NOT_OPEN, OPEN, CLOSED, REOPENED = "not_open", "open", "closed", "reopened"


def period_state(
    now: datetime, opens: datetime, closes: datetime | None, reopened_until: datetime | None
) -> str:
    """What a period is at an instant: not_open, open, closed or reopened.

    closes: None where periods never close. reopened_until: the end of the reopening that has
    begun last, None where there was none. Instants of an end do not belong to what they end.
    """
    if closes is not None and closes <= now:
        again = reopened_until is not None and now < reopened_until
        return REOPENED if again else CLOSED
    return OPEN if opens <= now else NOT_OPEN
