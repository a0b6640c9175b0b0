"""On what a unit's score rests: figures it gave itself, took from a system, or had inspected."""

from dataclasses import dataclass

import numpy as np

from kpis.domain.amounts import Amounts, Column, add_up
from kpis.domain.definitions import SOURCES
from kpis.domain.promises import POOLED, SUM, measures_of
from kpis.domain.ranking import counted
from kpis.domain.series import Figures, wanted_figures
from kpis.domain.status import FULFILLED, NO_DATA
from kpis.services.evaluation import Evaluation
from kpis.store.database import Store
from kpis.store.versions import Versions, published_versions

__all__ = ["Footing", "footings"]


@dataclass(frozen=True)
class Footing:
    """A unit's score and the parts of it, in points, that rest on figures of each source.

    points: by source (definitions.SOURCES); their sum is the score, save for promises that count as
    kept though nothing was reported, which rest on nothing. score: None when nothing is judged.
    """

    unit: str
    score: float | None
    points: dict[str, float]

    def share(self, source: str) -> float | None:
        """Which share of the score rests on figures of a source; None without a score above 0."""
        return self.points[source] / self.score if self.score else None


def footings(store: Store, evaluation: Evaluation) -> dict[str, Footing]:
    """The footing of every unit that has items in the evaluation's month, by code.

    What an item adds to the score rests on its figures from start to that month, each month alike;
    figures that were taken over in a merger keep their source.
    """
    promises, verdicts = evaluation.in_force.promises, evaluation.judgement.verdicts
    known, size = evaluation.known, len(promises)
    if not size:
        return {}
    shares = _shares(store, evaluation)
    pace = np.where(np.isnan(verdicts.pace_attainment), 0.0, verdicts.pace_attainment)
    earned = np.where(verdicts.status == FULFILLED, 1.0, np.minimum(1.0, pace / 100))
    earned[verdicts.status == NO_DATA] = 0.0
    judged = counted(verdicts.status)
    weight = np.where(judged, promises.weight.column(np.arange(size), exact=False), 0.0)
    units = len(known.units)
    whole = add_up(promises.unit, weight, units)
    found = {}
    for row in evaluation.units:
        number = row.standing.unit
        points = {}
        for place, source in enumerate(SOURCES):
            own = add_up(promises.unit, weight * earned * shares[:, place], units)[number]
            points[source] = float(100 * own / whole[number]) if whole[number] else 0.0
        found[row.unit.code] = Footing(row.unit.code, row.standing.score, points)
    return found


def _shares(store: Store, evaluation: Evaluation) -> Column:
    """Per item (rows) and source (columns) the share of its figures; 0 without figures."""
    promises, known = evaluation.in_force.promises, evaluation.known
    versions = published_versions(
        store,
        first=int(promises.start.min()),
        last=evaluation.month,
        as_of=known.as_of,
        unit_number=known.unit_number,
        indicator_number=known.indicator_number,
    )
    rows, figures = _arranged(versions)
    way = measures_of(known.indicators).way[promises.indicator]
    asked, wanted = wanted_figures(
        figures,
        known.links,
        unit=promises.unit,
        indicator=promises.indicator,
        first=promises.start,
        last=np.minimum(promises.due, promises.month),
        month=promises.month,
        folds=np.isin(way, (POOLED, SUM)),
    )
    counts = np.zeros((len(promises), len(SOURCES)))
    np.add.at(counts, (asked, versions.source[rows[wanted]]), 1.0)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1.0)


def _arranged(versions: Versions) -> tuple[Column, Figures]:
    """The rows that count, in the order in which figures are looked up, and they themselves."""
    rows = np.flatnonzero(versions.counting())
    v = versions
    keys = (v.member[rows], v.period[rows], v.unit[rows], v.indicator[rows])
    rows = rows[np.lexsort(keys)]
    # Only where a figure stands is asked here, never its amounts.
    nothing = Amounts(np.full(len(rows), np.nan), lambda wanted: [None] * len(wanted))
    where = (v.unit[rows], v.indicator[rows], v.period[rows], v.member[rows])
    return rows, Figures(*where, nothing, nothing, nothing, versions.members)
