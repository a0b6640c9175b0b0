"""Clerks and an office at the services, over the small province of tests.ledger."""

from kpis.domain.months import month_of
from kpis.services.evaluation import evaluate
from kpis.services.overtaking import revision_of
from kpis.services.submitting import Checked, check, submit
from kpis.store.database import Store
from tests.ledger import at

MARCH = month_of("2021-03")
NOW = "2021-04-02T09:00"


def listed(*rows: tuple) -> bytes:
    """A file of figures of the month: (indicator, numerator, denominator) or (indicator, value)."""
    lines = ["indicator,numerator,denominator,value,note"]
    for indicator, *amounts in rows:
        note = amounts.pop() if isinstance(amounts[-1], str) else ""
        cells = [*amounts, ""] if len(amounts) == 2 else ["", "", *amounts]
        lines.append(",".join([indicator, *map(str, cells), note]))
    return "\n".join(lines).encode()


def checked(
    store: Store, *rows: tuple, unit: str = "stp", month: int = MARCH, when: str = NOW
) -> Checked:
    """What a file of these figures says, checked for a unit."""
    evaluation = evaluate(store, month, at(when))
    return check(store, evaluation, unit, f"{unit}.csv", listed(*rows), month=month)


def send(
    store: Store,
    *rows: tuple,
    unit: str = "stp",
    month: int = MARCH,
    when: str = NOW,
    actor: str = "cán bộ",
    base: int | None = -1,
    request: str | None = None,
):
    """The receipt of a submission; base -1: on top of all that is there."""
    said = checked(store, *rows, unit=unit, month=month, when=when)
    seen = revision_of(store, unit, month) if base == -1 else base
    request = request or f"{unit}.{month}.{when}.{actor}.{rows}"
    return submit(store, said, actor=actor, now=at(when), request=request, base_revision=seen)
