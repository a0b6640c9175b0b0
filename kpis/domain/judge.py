"""The one judge: promises and figures in, who is where out. Columns in, columns out.

Source: docs/evaluation.md, whole; RULES names its version. The same rules run over float64 for
every row and over fractions for the rows that float64 can't decide (amounts.py).
"""

from dataclasses import dataclass, replace

import numpy as np

from kpis.domain.amounts import CLOSE, Column, Rows, zeros
from kpis.domain.months import last_due
from kpis.domain.promises import POOLED, SUM, Measures, Promises
from kpis.domain.series import Figures, Links, Monthly, monthly, wanted_figures
from kpis.domain.status import NO_ACTIVITY, NOT_DUE, Missing, missing
from kpis.domain.verdicts import Verdicts, verdicts

RULES = 1


@dataclass(frozen=True)
class Judgement:
    """Verdicts with their gaps: gap_row, gap_period one line per gap, in order."""

    verdicts: Verdicts
    gap_row: Column
    gap_period: Column


@dataclass(frozen=True)
class Evidence:
    """Everything that judging needs beside the promises. late_through: see status.missing."""

    measures: Measures
    links: Links
    figures: Figures
    late_through: int


def judge(promises: Promises, evidence: Evidence) -> Judgement:
    """Every promise at its month, exactly."""
    judgement, doubt = _judged(promises, evidence, exact=False)
    rows = np.flatnonzero(doubt)
    if len(rows):
        exactly, _ = _judged(promises.take(rows), evidence, exact=True)
        judgement.verdicts.put(rows, exactly.verdicts)
    return judgement


def pace_attainment_exactly(promises: Promises, evidence: Evidence, rows: Rows) -> Column:
    """The pace attainments of `rows` as fractions, 0 where there is none: for ranks that tie."""
    taken = promises.take(rows)
    totals = _totals(taken, evidence, exact=True)
    found, _ = _with_members(taken, evidence, totals, exact=True)
    nothing = np.array([pace != pace for pace in found.pace_attainment], dtype=bool)
    return np.where(nothing, zeros(len(rows), exact=True), found.pace_attainment)


@dataclass(frozen=True)
class _Totals:
    verdicts: Verdicts
    lacks: Missing
    doubt: Column


def _judged(promises: Promises, evidence: Evidence, exact: bool) -> tuple[Judgement, Column]:
    totals = _totals(promises, evidence, exact)
    found, doubt = _with_members(promises, evidence, totals, exact)
    lacks = totals.lacks
    found = _of_ended_units(promises, found)
    return Judgement(found, lacks.row[lacks.late], lacks.period[lacks.late]), doubt


def _of_ended_units(promises: Promises, found: Verdicts) -> Verdicts:
    """After a unit's last month its items are not due and have no outlook; the rest stays."""
    ended = promises.ended
    if not ended.any():
        return found
    return replace(
        found,
        status=np.where(ended, NOT_DUE, found.status),
        rule=np.where(ended, 0, found.rule),
        required=np.where(ended, np.nan, found.required),
        forecast=np.where(ended, np.nan, found.forecast),
        forecast_ok=np.where(ended, -1, found.forecast_ok),
        out_of_reach=found.out_of_reach & ~ended,
    )


def _months(
    promises: Promises, evidence: Evidence, last: Column, exact: bool
) -> tuple[Rows, Rows, Monthly]:
    measures = evidence.measures
    way = measures.way[promises.indicator]
    asked, rows = wanted_figures(
        evidence.figures,
        evidence.links,
        unit=promises.unit,
        indicator=promises.indicator,
        first=promises.start,
        last=last,
        month=promises.month,
        folds=(way == POOLED) | (way == SUM),
    )
    scale = measures.scale.column(promises.indicator, exact)
    return asked, rows, monthly(evidence.figures, asked, rows, scale, len(promises), exact)


def _totals(promises: Promises, evidence: Evidence, exact: bool) -> _Totals:
    """Every row judged on its total over members."""
    measures, last = evidence.measures, np.minimum(promises.month, promises.due)
    due = last_due(last, measures.every[promises.indicator])
    _, _, months = _months(promises, evidence, last, exact)
    lacks = missing(promises, measures, months, due, evidence.late_through)
    found, doubt = verdicts(promises, measures, months, due, lacks, exact)
    return _Totals(found, lacks, doubt)


def _with_members(
    promises: Promises, evidence: Evidence, totals: _Totals, exact: bool
) -> tuple[Verdicts, Column]:
    """Items promised for each member: judged by the worst, where the rules came that far.

    Rules 1 to 5 are the total's: what they settle stays as it is.
    """
    found, doubt = totals.verdicts, totals.doubt
    far = np.flatnonzero(promises.each & (found.rule >= 6))
    if not len(far):
        return found, doubt
    these, measures = promises.take(far), evidence.measures
    last = np.minimum(these.month, these.due)
    asked, rows, _ = _months(these, evidence, last, exact)
    # A row for each member that has a figure; members are numbered in order of their codes.
    pairs, place = np.unique(
        np.stack([asked, evidence.figures.member[rows]], axis=1), axis=0, return_inverse=True
    )
    owner, member = pairs[:, 0], pairs[:, 1]
    alone = these.take(owner)
    scale = measures.scale.column(alone.indicator, exact)
    months = monthly(evidence.figures, place.ravel(), rows, scale, len(alone), exact)
    due = last_due(last[owner], measures.every[alone.indicator])
    judged, member_doubt = verdicts(alone, measures, months, due, None, exact)
    worst, close = _worst(replace(judged, member=member), owner, len(far), exact)
    np.logical_or.at(close, owner, member_doubt)
    has = worst >= 0
    found.put(far[has], replace(judged, member=member).take(worst[has]))
    doubt = doubt.copy()
    doubt[far] |= close
    return found, doubt


def _worst(judged: Verdicts, owner: Column, size: int, exact: bool) -> tuple[Column, Column]:
    """Per owner the row that decides, -1 for none; and whether two were too close to tell.

    Statuses are numbered from worst to best. A member that is judged has a pace attainment.
    """
    counted = np.flatnonzero(judged.status != NO_ACTIVITY)
    status, owner = judged.status[counted], owner[counted]
    pace = judged.pace_attainment[counted]
    # Fractions as their places in order, which lexsort can take.
    order_of_pace = np.unique(pace, return_inverse=True)[1] if exact else pace
    order = np.lexsort((judged.member[counted], order_of_pace, status, owner))
    counted, status, owner = counted[order], status[order], owner[order]
    first = np.ones(len(counted), dtype=bool)
    first[1:] = owner[1:] != owner[:-1]
    worst, close = np.full(size, -1), np.zeros(size, dtype=bool)
    worst[owner[first]] = counted[first]
    if not exact:
        pace = pace[order]
        rival = ~first[1:] & (status[1:] == status[:-1])
        near = rival & (np.abs(np.diff(pace)) <= CLOSE * (pace[1:] + pace[:-1]))
        close[owner[1:][near]] = True
    return worst, close
