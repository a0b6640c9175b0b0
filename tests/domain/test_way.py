"""The way of a submission: the table of steps over all pairs, and random walks along it."""

from datetime import timedelta
from itertools import product
from random import Random

import pytest

from kpis.domain.way import (
    APPROVED,
    CLERK,
    CLOSED,
    CONFIRMED,
    FINAL,
    HEAD,
    IN_REVIEW,
    MOVES,
    NOT_OPEN,
    OFFICE,
    OPEN,
    REOPENED,
    RETURNED,
    ROLES,
    STATES,
    SUBMITTED,
    SUPERSEDED,
    WAITING,
    WITHDRAWN,
    move_of,
    period_state,
    why_not,
)
from tests.ledger import at

# From (down) and to (across): who may. c clerk, h head, o office; ! needs a reason, * the sender
# only, ? passes over the head of the unit, who has to confirm first where that is the setting.
TABLE = """
            draft submitted confirmed in_review returned approved withdrawn superseded
draft       -     ch        -         -         -        -        -         -
submitted   -     -         h         o?        ho!      o?       ch*       ch
confirmed   -     -         -         o         o!       o        ch*       ch
in_review   -     -         -         -         o!       o        -         ch
returned    -     -         -         -         -        -        -         -
approved    -     -         -         -         -        -        -         -
withdrawn   -     -         -         -         -        -        -         -
superseded  -     -         -         -         -        -        -         -
"""
LETTERS = {CLERK: "c", HEAD: "h", OFFICE: "o"}


def cells():
    head, *lines = TABLE.strip().splitlines()
    for line in lines:
        before, *allowed = line.split()
        yield from (
            (before, after, cell) for after, cell in zip(head.split(), allowed, strict=True)
        )


PAIRS = list(cells())


def test_the_table_names_every_pair_of_states_once():
    assert sorted((before, after) for before, after, _ in PAIRS) == sorted(product(STATES, STATES))


@pytest.mark.parametrize(("before", "after", "cell"), PAIRS)
def test_a_step_is_allowed_to_those_whom_the_table_names_and_to_nobody_else(before, after, cell):
    for role, confirming, reason, is_sender in product(
        ROLES, (False, True), (None, "  ", "sai mẫu số"), (False, True)
    ):
        given = bool(reason and reason.strip())
        allowed = (
            LETTERS[role] in cell
            and (given or "!" not in cell)
            and (is_sender or "*" not in cell)
            and not (confirming and "?" in cell)
        )
        code = why_not(
            before, after, role, confirming=confirming, reason=reason, is_sender=is_sender
        )
        assert (code is None) == allowed, (role, confirming, reason, is_sender, code)


@pytest.mark.parametrize(
    ("before", "after", "role", "more", "code"),
    [
        (APPROVED, APPROVED, OFFICE, {}, "review.decided"),
        (RETURNED, APPROVED, OFFICE, {}, "review.decided"),
        (SUPERSEDED, APPROVED, OFFICE, {}, "way.superseded"),
        (WITHDRAWN, APPROVED, OFFICE, {}, "way.withdrawn"),
        (SUBMITTED, APPROVED, CLERK, {}, "way.not_for_role"),
        (SUBMITTED, APPROVED, OFFICE, {"confirming": True}, "way.not_confirmed"),
        (SUBMITTED, WITHDRAWN, CLERK, {"is_sender": False}, "way.not_sender"),
        (SUBMITTED, RETURNED, OFFICE, {}, "review.reason_missing"),
        (IN_REVIEW, WITHDRAWN, CLERK, {}, "way.no_such_step"),
    ],
)
def test_a_refused_step_says_why(before, after, role, more, code):
    assert why_not(before, after, role, **more) == code


def test_what_waits_can_be_decided_and_what_is_final_stays():
    assert {move.before for move in MOVES if move.after == APPROVED} == set(WAITING)
    assert {move.before for move in MOVES if move.after == SUPERSEDED} == set(WAITING)
    assert not [move for move in MOVES if move.before in FINAL]
    assert set(STATES) == {move.before for move in MOVES} | set(FINAL)


def test_no_step_stands_twice():
    assert len({(move.before, move.after) for move in MOVES}) == len(MOVES)
    assert move_of("draft", "approved") is None


@pytest.mark.parametrize("confirming", [False, True])
def test_random_people_who_try_anything_never_get_round_the_table(confirming):
    """10,000 tries: nothing is approved by a unit, unconfirmed where that is asked, or twice."""
    random = Random(3)
    for _ in range(1250):
        path = [SUBMITTED]
        for _ in range(8):
            after, role = random.choice(STATES), random.choice(ROLES)
            reason = random.choice([None, "lý do"])
            if why_not(path[-1], after, role, confirming=confirming, reason=reason) is None:
                assert role == OFFICE or after != APPROVED
                path.append(after)
        assert sum(state in FINAL for state in path) <= 1
        assert all(state not in FINAL for state in path[:-1])
        if confirming and APPROVED in path:
            assert CONFIRMED in path
        assert len(set(path)) == len(path), "no state comes back"


OPENS, CLOSES, AGAIN = at("2021-04-01T00:00"), at("2021-04-06T00:00"), at("2021-04-20T00:00")


@pytest.mark.parametrize(
    ("now", "closes", "again", "state"),
    [
        ("2021-03-31T23:59", CLOSES, None, NOT_OPEN),
        ("2021-04-01T00:00", CLOSES, None, OPEN),
        ("2021-04-05T23:59", CLOSES, None, OPEN),
        ("2021-04-06T00:00", CLOSES, None, CLOSED),
        ("2021-04-06T00:00", CLOSES, AGAIN, REOPENED),
        ("2021-04-19T23:59", CLOSES, AGAIN, REOPENED),
        ("2021-04-20T00:00", CLOSES, AGAIN, CLOSED),
        ("2021-04-03T00:00", CLOSES, AGAIN, OPEN),
        ("2029-01-01T00:00", None, None, OPEN),
        ("2021-03-01T00:00", None, None, NOT_OPEN),
    ],
)
def test_a_period_is_open_between_its_ends_and_while_it_is_reopened(now, closes, again, state):
    assert period_state(at(now), OPENS, closes, again) == state


def test_a_period_is_never_open_and_closed_at_once():
    instant = at("2021-03-25T00:00")
    while instant < at("2021-04-25T00:00"):
        state = period_state(instant, OPENS, CLOSES, None)
        assert state == (NOT_OPEN if instant < OPENS else OPEN if instant < CLOSES else CLOSED)
        instant += timedelta(hours=7)
