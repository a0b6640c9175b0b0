"""Imports by an administrator: everything is checked, then all of it is written, or nothing.

Each function takes what stands in a file, not the file; problems come back all at once as
`Refused`. With `dry_run` the answer is the same and nothing is written.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from kpis.domain.commitments import Commitment, Item
from kpis.domain.definitions import Indicator, Settings, Unit
from kpis.domain.figures import Figure
from kpis.domain.months import month_text
from kpis.domain.problems import Problem, Refused
from kpis.exchange.catalogue_files import read_catalogue
from kpis.exchange.commitment_files import read_commitments
from kpis.exchange.commitment_workbook import read_commitments_workbook
from kpis.exchange.figure_files import read_figures
from kpis.exchange.settings_files import read_settings
from kpis.exchange.unit_files import read_units
from kpis.services.history import right_when_published
from kpis.services.revisions import NEW, REVISED, UNCHANGED, unexplained
from kpis.store import commitments as signed
from kpis.store import definitions
from kpis.store.database import Entry, Store, entry
from kpis.store.figures import compared
from kpis.store.submissions import Batch, keep_file, write_submissions

Progress = Callable[[str, int, int], None]  # what is being done, how much of how much
Coded = TypeVar("Coded", Indicator, Unit)
Definition = TypeVar("Definition", Indicator, Unit, Settings)
END_OF_TIME = datetime.fromisoformat("9999-12-30T00:00:00+00:00")


@dataclass(frozen=True)
class Loaded:
    """What a load did, or with a dry run would do. changes: (state, what it is) of the others.

    warnings: problems that kept nothing from being accepted. submission: its number, when figures
    wait for review. published_at_ignored: rows whose own instant a review will replace.
    """

    what: str
    new: int = 0
    revised: int = 0
    unchanged: int = 0
    warnings: tuple[Problem, ...] = ()
    changes: tuple[tuple[str, str], ...] = ()
    submission: int | None = None
    published_at_ignored: int = 0
    dry_run: bool = False


@dataclass
class Act:
    """Who loads, when, and whether only to try."""

    actor: str
    now: datetime
    dry_run: bool = False
    progress: Progress = field(default=lambda what, done, total: None)


def load_settings(store: Store, name: str, content: bytes, act: Act) -> Loaded:
    """Records the settings as a new version, unless they are the ones that count."""
    settings, problems = read_settings(name, content)
    _refuse(problems)
    assert settings is not None, "settings without a blocking problem"
    versions = definitions.setting_versions(store)
    state = _state(settings, versions)
    if state != UNCHANGED and not act.dry_run:
        with _entry(store, "load settings", name, act) as writing:
            definitions.write_settings(writing, settings)
    return _loaded("settings", [(state, name)], problems, act)


def load_catalogue(store: Store, files: Mapping[str, bytes], act: Act) -> Loaded:
    """Records new indicators, and changed ones as new versions."""
    versions = definitions.indicator_versions(store)
    indicators, problems = read_catalogue(files, known={v.code: v for v in versions})
    _refuse(problems)
    chosen = _sorted_out(indicators, versions)
    fresh = [indicator for state, indicator in chosen if state != UNCHANGED]
    if fresh and not act.dry_run:
        with _entry(store, "load catalogue", ", ".join(files), act) as writing:
            definitions.write_indicators(writing, fresh)
    return _loaded("catalogue", [(s, i.code) for s, i in chosen], problems, act)


def load_units(store: Store, name: str, content: bytes, act: Act) -> Loaded:
    """Records new units, and changed ones as new versions."""
    known = {unit.code: unit for unit in definitions.units_known_at(store, act.now)}
    kinds = definitions.settings_known_at(store, act.now).unit_kinds
    units, problems = read_units(name, content, known=known, kinds=kinds or None)
    _refuse(problems)
    chosen = _sorted_out(units, definitions.unit_versions(store))
    fresh = [unit for state, unit in chosen if state != UNCHANGED]
    if fresh and not act.dry_run:
        with _entry(store, "load units", name, act) as writing:
            definitions.write_units(writing, fresh)
    return _loaded("units", [(s, u.code) for s, u in chosen], problems, act)


def load_commitments(store: Store, name: str, content: bytes, act: Act) -> Loaded:
    """Records new commitments, and new amendments of those that are known.

    What was signed is never changed: a known id with other contents is a problem, unless all that
    the file adds are amendments.
    """
    indicators = {i.code: i for i in definitions.indicators_known_at(store, act.now)}
    units = {u.code: u for u in definitions.units_known_at(store, act.now)}
    read = read_commitments_workbook if name.lower().endswith(".xlsx") else read_commitments
    read_in, problems = read(name, content, indicators=indicators, units=units)
    _refuse(problems)
    before = {c.id: c for c in signed.commitments(store, END_OF_TIME)}
    fresh, added, states = [], [], []
    for commitment in read_in:
        old = before.get(commitment.id)
        if old is None:
            fresh.append(commitment)
            states.append((NEW, commitment.id))
        elif (more := _amendments_added(old, commitment)) is None:
            values = {"id": commitment.id, "document": old.document or old.id}
            problems.append(Problem("commitments.changed", name, None, values))
        else:
            added += [(commitment.id, number, item) for number, item in more]
            states.append((REVISED if more else UNCHANGED, commitment.id))
    _refuse(problems)
    if (fresh or added) and not act.dry_run:
        with _entry(store, "load commitments", name, act) as writing:
            signed.write_commitments(writing, fresh)
            signed.write_amendments(writing, added)
    return _loaded("commitments", states, problems, act)


def _amendments_added(old: Commitment, new: Commitment) -> list[tuple[int, Item]] | None:
    """Per item its place and the item with the further amendments alone; None when more differs."""
    bare = replace(old, items=()), replace(new, items=(), recorded=new.recorded or old.recorded)
    if replace(bare[1], recorded=old.recorded) != bare[0] or len(old.items) != len(new.items):
        return None
    added = []
    for number, (was, is_) in enumerate(zip(old.items, new.items, strict=True)):
        count = len(was.amendments)
        kept = [
            replace(now, recorded=now.recorded or before.recorded)
            for now, before in zip(is_.amendments, was.amendments, strict=False)
        ]
        if replace(was, amendments=()) != replace(is_, amendments=()):
            return None
        if tuple(kept) != was.amendments:
            return None
        if len(is_.amendments) > count:
            added.append((number, is_))
    return added


def load_figures(
    store: Store,
    name: str,
    content: bytes,
    act: Act,
    *,
    publish: bool = False,
    reason: str | None = None,
) -> Loaded:
    """Records figures: published at once, or as one submission that waits for review.

    Figures that bring their own instant (history from an older system) keep it when published. A
    figure that revises a published one needs a reason: its note, or `reason` for all.
    """
    act.progress("read", 0, len(content))
    indicators = {i.code: i for i in definitions.indicators_known_at(store, act.now)}
    units = {u.code: u for u in definitions.units_known_at(store, act.now)}
    figures, problems = read_figures(name, content, indicators=indicators, units=units)
    if publish:
        problems = right_when_published(store, figures, problems)
    _refuse(problems)
    ignored = 0
    if not publish:
        ignored = sum(figure.published_at is not None for figure in figures)
        figures = [replace(figure, published_at=None) for figure in figures]
    act.progress("compare", 0, len(figures))
    found = compared(store, figures, act.now)
    problems += unexplained(name, figures, found, reason, _named)
    _refuse(problems)
    fresh = [f for f, c in zip(figures, found, strict=True) if c.state != UNCHANGED]
    number = None
    if fresh and not act.dry_run:
        number = _write_figures(store, name, content, fresh, act, publish=publish, reason=reason)
    states = [(c.state, _named(f)) for f, c in zip(figures, found, strict=True)]
    loaded = _loaded("figures", states, problems, act)
    waiting = None if publish else number
    return replace(loaded, submission=waiting, published_at_ignored=ignored)


def _write_figures(
    store: Store,
    name: str,
    content: bytes,
    figures: Sequence[Figure],
    act: Act,
    *,
    publish: bool,
    reason: str | None,
) -> int:
    sha256 = hashlib.sha256(content).hexdigest()
    with _entry(store, "load figures", name, act, figures=len(figures)) as writing:
        keep_file(writing, sha256, content)
        act.progress("write", 0, len(figures))
        batch = Batch(
            figures,
            act.actor,
            file=sha256,
            name=name,
            reason=reason,
            approved=act.now if publish else None,
        )
        (number,) = write_submissions(writing, [batch])
        act.progress("write", len(figures), len(figures))
    return number


def _named(figure: Figure) -> str:
    return f"{figure.unit}, {figure.indicator}, {month_text(figure.period)}"


def _refuse(problems: Iterable[Problem]) -> None:
    found = list(problems)
    if any(problem.blocking for problem in found):
        raise Refused(found)


def _state(one: Definition, versions: Sequence[Definition]) -> str:
    """What `one` is to the versions known of it, oldest first."""
    if not versions:
        return NEW
    current = replace(versions[-1], recorded=None)
    same = current == one if one.recorded is None else one in versions
    return UNCHANGED if same else REVISED


def _sorted_out(found: Sequence[Coded], versions: Sequence[Coded]) -> list[tuple[str, Coded]]:
    """Each with its state; several versions in one file follow one another."""
    known: dict[str, list[Coded]] = {}
    for version in versions:
        known.setdefault(version.code, []).append(version)
    chosen = []
    for one in found:
        of = known.setdefault(one.code, [])
        chosen.append((_state(one, of), one))
        of.append(one)
    return chosen


def _entry(
    store: Store, act_name: str, name: str, act: Act, **detail: object
) -> AbstractContextManager[Entry]:
    return entry(
        store, act_name, actor=act.actor, recorded=act.now, detail={"file": name, **detail}
    )


def _loaded(
    what: str, states: Sequence[tuple[str, str]], problems: Sequence[Problem], act: Act
) -> Loaded:
    counts = {state: sum(s == state for s, _ in states) for state in (NEW, REVISED, UNCHANGED)}
    return Loaded(
        what,
        **counts,
        warnings=tuple(problems),
        changes=tuple((state, name) for state, name in states if state != UNCHANGED),
        dry_run=act.dry_run,
    )
