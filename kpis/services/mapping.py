"""Workbooks of other layouts: settle once how they are read, keep that, read many units by it."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from kpis.domain.figures import Figure
from kpis.domain.months import month_text
from kpis.domain.problems import Problem, Refused
from kpis.exchange import mapped_rows, proposing
from kpis.exchange.mapping import (
    Column,
    Mapping,
    MonthPlace,
    faults,
    fingerprint_of,
    fingerprints,
    fits,
    mapping_of,
    mapping_text,
)
from kpis.exchange.reading import read_upload
from kpis.exchange.tables import Table
from kpis.services.evaluation import evaluate, known_at
from kpis.services.known import Known
from kpis.services.revisions import unexplained
from kpis.services.submitting import Checked, Effect, submit, would_change
from kpis.store.database import AlreadyDone, Store, entry, run
from kpis.store.figures import compared, last_of_units
from kpis.store.mappings import KeptMapping, mappings, write_mapping

__all__ = [
    "Column",
    "Kept",
    "Mapping",
    "MonthPlace",
    "Table",
    "discard",
    "keep",
    "kept",
    "offered",
    "propose",
    "read",
    "read_upload",
    "submit",
]


@dataclass(frozen=True)
class Kept:
    """A mapping as it was kept. number: its sequence in the ledger."""

    number: int
    mapping: Mapping
    kept_at: datetime
    actor: str


def propose(
    store: Store, table: Table, *, as_of: datetime, unit: str | None = None, source: str = ""
) -> Mapping | None:
    """How a file seems to be laid out, for a preview; None where no header can be made out.

    unit: whose file it is; None is the office, with a file over many units.
    """
    known = known_at(store, as_of)
    return proposing.propose(
        table,
        {each.code: each for each in known.indicators},
        {each.code: each for each in known.units},
        unit=unit,
        source=source,
    )


def keep(
    store: Store, mapping: Mapping, table: Table, *, actor: str, now: datetime, request: str
) -> Kept:
    """Keeps how files of a source are read, having seen that it reads this one.

    What was kept for the same unit and source before no longer counts. The same request again
    gives what it kept the first time. Refused with everything that can't be meant.
    """
    indicators = {each.code: each for each in known_at(store, now).indicators}
    problems = [*faults(mapping, indicators), *(table.problems or fits(mapping, table))]
    if not mapping.source.strip():
        problems.append(Problem("mapping.source_missing"))
    mark = fingerprint_of(mapping, table)
    if any(problem.blocking for problem in problems) or mark is None:
        raise Refused(problems or [Problem("mapping.no_header", table.file)])
    detail: dict[str, object] = {"source": mapping.source, "unit": mapping.unit}
    try:
        with entry(
            store, "keep mapping", actor=actor, recorded=now, request=request, detail=detail
        ) as writing:
            number = write_mapping(
                writing,
                unit=mapping.unit,
                source=mapping.source,
                fingerprint=mark,
                content=mapping_text(mapping),
                actor=actor,
            )
            writing.detail["mapping"] = number
    except AlreadyDone as again:
        number = json.loads(run(store, "entry_detail", sequence=again.sequence)[0][0])["mapping"]
    return Kept(number, mapping, now, actor)


def discard(store: Store, mapping: Mapping, *, actor: str, now: datetime, request: str) -> None:
    """Takes a mapping back: it is offered no more. What was read by it stays."""
    detail: dict[str, object] = {"source": mapping.source, "unit": mapping.unit}
    try:
        with entry(
            store, "discard mapping", actor=actor, recorded=now, request=request, detail=detail
        ) as writing:
            write_mapping(
                writing,
                unit=mapping.unit,
                source=mapping.source,
                fingerprint=None,
                content=None,
                actor=actor,
            )
    except AlreadyDone:
        return


def kept(store: Store, *, as_of: datetime, unit: str | None = None) -> list[Kept]:
    """The mappings that count: a unit's own and the office's, or with None everybody's."""
    return [_kept(each) for each in mappings(store, as_of=as_of, unit=unit)]


def offered(store: Store, table: Table, *, as_of: datetime, unit: str | None = None) -> list[Kept]:
    """The kept mappings whose header stands in this file, a unit's own first."""
    found = mappings(store, as_of=as_of, unit=unit, fingerprints=fingerprints(table))
    return [_kept(each) for each in found]


def _kept(each: KeptMapping) -> Kept:
    return Kept(each.sequence, mapping_of(each.content), each.recorded, each.actor)


def read(
    store: Store,
    mapping: Mapping,
    name: str,
    content: bytes,
    *,
    month: int | None,
    as_of: datetime,
    encoding: str | None = None,
    reason: str | None = None,
) -> Checked:
    """What a file says by its mapping and what it would do; nothing is written.

    The outcome goes to `submit` as that of any upload; over many units its `unit` is None, and
    rank and completion are not said. month: the sender's choice, needed where the mapping does
    not say where the file names it. reason: why published figures are revised.
    """
    known = known_at(store, as_of)
    table = read_upload(name, content, encoding)
    understood = mapped_rows.apply(
        mapping,
        table,
        indicators={each.code: each for each in known.indicators},
        units={each.code: each for each in known.units},
        month=month,
        last=_last(store, known, mapping, month),
    )
    figures = understood.figures
    states = tuple(compared(store, figures, as_of)) if figures else ()

    def _named(figure: Figure) -> str:
        unit, indicator = known.unit(figure.unit), known.indicator(figure.indicator)
        return f"{unit.name}, {indicator.name.vi}, {month_text(figure.period)}"

    problems = (*understood.problems, *unexplained(table.file, figures, states, reason, _named))
    checked = Checked(mapping.unit, understood.month, name, content, understood, states, problems)
    if not understood.acceptable or understood.month is None:
        return checked
    return _with_effects(store, checked, understood.month, as_of)


def _with_effects(store: Store, checked: Checked, month: int, as_of: datetime) -> Checked:
    """With the promises that would move: also while a reason is still asked for."""
    before = evaluate(store, month, as_of)
    figures = checked.understood.figures
    if checked.unit is not None:
        change = would_change(store, before, checked.unit, figures)
        return replace(
            checked, effects=change.effects, rank=change.rank, completion=change.completion
        )
    after = evaluate(store, month, as_of, also=figures)
    pairs = zip(before.items_of(), after.items_of(), strict=True)
    effects = tuple(
        Effect(was, is_)
        for was, is_ in pairs
        if (was.status, was.actual) != (is_.status, is_.actual)
    )
    return replace(checked, effects=effects)


def _last(
    store: Store, known: Known, mapping: Mapping, month: int | None
) -> dict[tuple[str, str, str | None], Figure]:
    """What units last reported for the mapped indicators, to settle doubtful numbers by."""
    codes = sorted(code for code in mapping.by_indicator() if code in known.indicator_number)
    found = last_of_units(store, indicators=codes, before=month, as_of=known.as_of)
    return {(each.unit, each.indicator, each.member): each for each in found}
