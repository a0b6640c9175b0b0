"""Two submissions for one unit and month: who came first, what differs, which one counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpis.domain.definitions import Indicator
from kpis.domain.figures import Figure
from kpis.domain.months import ICT
from kpis.domain.problems import Problem, Refused
from kpis.domain.way import SUPERSEDED, WAITING
from kpis.services.moving import END_OF_TIME
from kpis.store.database import Entry, Store
from kpis.store.definitions import indicators_known_at
from kpis.store.events import write_supersession
from kpis.store.figures import Version, figure_versions
from kpis.store.submissions import Submission, submissions, write_event

Key = tuple[str, int, str | None]  # indicator, month, member


@dataclass(frozen=True)
class Difference:
    """A figure on which two submissions do not agree; None where one of them lacks it.

    theirs: of the one that came first. mine: of the one that is refused.
    """

    indicator: str
    month: int
    member: str | None
    theirs: Figure | None
    mine: Figure | None


class Overtaken(Refused):
    """Another submission of the unit and month came in after the sender had looked.

    revision: what has to be sent along to submit on top of it, once the sender has seen it.
    latest: that submission. differences: where the two do not agree; empty when they do.
    """

    def __init__(
        self,
        problems: Sequence[Problem],
        revision: int,
        latest: Submission,
        differences: Sequence[Difference],
    ):
        self.revision, self.latest = revision, latest
        self.differences = tuple(differences)
        super().__init__(problems)


def revision_of(store: Store, unit: str, month: int) -> int:
    """How many submissions there were for a unit and month, whatever became of them."""
    return len(_all_of(store, unit, month))


def _all_of(store: Store, unit: str, month: int) -> list[Submission]:
    return submissions(store, as_of=END_OF_TIME, unit=unit, period=month)


def refuse_overtaken(
    store: Store, unit: str, month: int, base_revision: int, figures: Sequence[Figure]
) -> None:
    """Raises Overtaken unless `base_revision` is still the revision. Call behind the lock."""
    found = _all_of(store, unit, month)
    if len(found) == base_revision:
        return
    if len(found) < base_revision:
        values = {"revision": base_revision, "found": len(found)}
        raise Refused([Problem("way.revision_unknown", None, None, values)])
    latest = found[0]
    known = {each.code: each for each in indicators_known_at(store, END_OF_TIME)}
    differences = differing(_figures_of(store, latest.number), figures)
    sent = latest.submitted_at.astimezone(ICT)
    first = Problem(
        "way.overtaken",
        None,
        None,
        {
            "n": len(found),
            "at": sent.strftime("%H:%M"),
            "day": sent.strftime("%d/%m/%Y"),
            "actor": latest.actor,
        },
    )
    cells = [_difference_problem(each, known[each.indicator]) for each in differences]
    raise Overtaken([first, *cells], len(found), latest, differences)


def differing(theirs: Sequence[Figure], mine: Sequence[Figure]) -> list[Difference]:
    """Where two reports do not agree in amounts, in the order of the first, then of the second."""
    before, after = ({_key(f): f for f in figures} for figures in (theirs, mine))
    return [
        Difference(*key, before.get(key), after.get(key))
        for key in dict.fromkeys([*before, *after])
        if _amounts(before.get(key)) != _amounts(after.get(key))
    ]


def left_out(store: Store, unit: str, month: int, figures: Sequence[Figure]) -> list[Version]:
    """The figures of waiting submissions that a newer one with `figures` would leave out.

    They would not be published, because what waits is superseded: to be said before sending.
    """
    said = {_key(figure) for figure in figures}
    return [
        version
        for waiting in _waiting(store, unit, month)
        for version in _versions(store, waiting.number)
        if (version.indicator, version.period, version.member) not in said
    ]


def _waiting(store: Store, unit: str, month: int) -> list[Submission]:
    return submissions(store, as_of=END_OF_TIME, unit=unit, period=month, states=WAITING)


def supersede(
    store: Store, writing: Entry, unit: str, month: int, *, by: int, actor: str
) -> tuple[int, ...]:
    """Ends what waits for a unit and month, in the act that records `by`; returns their numbers."""
    older = tuple(each.number for each in _waiting(store, unit, month))
    for number in older:
        write_event(writing, number, SUPERSEDED, actor=actor)
        write_supersession(writing, number, by)
    return older


def _versions(store: Store, number: int) -> list[Version]:
    return figure_versions(store, as_of=END_OF_TIME, submission=number, published_only=False)


def _figures_of(store: Store, number: int) -> list[Figure]:
    return [
        Figure(v.unit, v.indicator, v.period, v.member, v.numerator, v.denominator, v.value, v.note)
        for v in _versions(store, number)
    ]


def _key(figure: Figure) -> Key:
    return figure.indicator, figure.period, figure.member


def _amounts(figure: Figure | None) -> tuple[Decimal | None, ...] | None:
    if figure is None:
        return None
    return figure.numerator, figure.denominator, figure.value


def _difference_problem(one: Difference, indicator: Indicator) -> Problem:
    values = {
        "indicator": indicator.name,
        "member": f" ({one.member})" if one.member else "",
        "theirs": _shown(one.theirs),
        "mine": _shown(one.mine),
    }
    place = None if one.mine is None else one.mine.place
    return Problem("way.differs", None, place, values, blocking=False)


def _shown(figure: Figure | None) -> str:
    """Amounts with a decimal comma: "90/100", "12,5"; "-" where there is no figure."""
    if figure is None:
        return "-"
    amounts = [a for a in (figure.numerator, figure.denominator, figure.value) if a is not None]
    return "/".join(f"{amount:f}".replace(".", ",") for amount in amounts)
