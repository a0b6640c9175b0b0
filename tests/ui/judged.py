"""Verdicts of real evaluations with all that they stand on, for tests of words."""

from collections.abc import Iterator

from kpis.domain.months import month_of
from kpis.services import trail
from kpis.services.evaluation import Evaluation, evaluate
from kpis.services.unit_series import unit_series
from kpis.store.database import Store
from kpis.ui.why import Case
from tests.ledger import at


def cases(store: Store, month: str, when: str) -> Iterator[Case]:
    """Every item of a month as known at an instant of Vietnam's clock."""
    evaluation = evaluate(store, month_of(month), at(when))
    for unit in {item.unit for item in evaluation.items}:
        yield from cases_of(store, evaluation, unit)


def cases_of(store: Store, evaluation: Evaluation, unit: str) -> Iterator[Case]:
    """Every item of one unit."""
    known = evaluation.known
    signed = {document.id: document for document in trail.documents_of(store, unit, known.as_of)}
    items = evaluation.items_of(unit=unit)
    first = min(item.start for item in items)
    series = unit_series(store, known, unit, min(first, evaluation.month), evaluation.month)
    successor = known.unit(unit).successor
    for item in items:
        yield Case(
            item=item,
            indicator=known.indicator(item.indicator),
            unit=known.unit(unit),
            settings=known.settings,
            months=series.get(item.indicator, ()),
            document=signed.get(item.commitment),
            successor=known.unit(successor) if successor else None,
        )


def case(store: Store, unit: str, indicator: str, month: str, when: str) -> Case:
    """The one item of a unit on an indicator."""
    evaluation = evaluate(store, month_of(month), at(when))
    [found] = [c for c in cases_of(store, evaluation, unit) if c.item.indicator == indicator]
    return found
