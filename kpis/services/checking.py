"""A checked upload held against the unit's other figures and its own months; what has to be said.

`examine` adds to what `submitting.check` found: rules across indicators, of which `must` blocks,
and what is unusual, which never blocks but has to be explained. The explanation is the note of the
figure that it is about, so it is kept where the figure is.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from kpis.domain.consistency import RELATIONS, Broken, broken_rules, rules_of, side_name
from kpis.domain.definitions import Indicator
from kpis.domain.figures import Figure
from kpis.domain.months import FREQUENCY_MONTHS, reporting_deadline
from kpis.domain.moves import all_improved, improvement
from kpis.domain.plausible import MONTHS, Promised, rate_of, unusual
from kpis.domain.problems import Problem, Refused
from kpis.exchange.annotated import Remark, annotated
from kpis.exchange.reading import read_upload
from kpis.services.evaluation import Evaluation, Known
from kpis.services.reviewing import as_figure
from kpis.services.revisions import REVISED, UNCHANGED, unexplained
from kpis.services.submitting import Checked, Receipt, submit
from kpis.store.database import Store
from kpis.store.figures import Compared, Version, compared, figure_versions

__all__ = [
    "FigureKey",
    "annotated_copy",
    "examine",
    "explained",
    "needs_explanation",
    "notes_of",
    "send",
    "with_notes",
]

FigureKey = tuple[str, str, int, str | None]  # unit, indicator, month, member
LETTERS = 6  # of an explanation: "." and "ok" are none
ONE_WAY = 3  # late revisions, all to the better, before the next one is asked about


def key_of(figure: Figure | Version) -> FigureKey:
    """What a figure is a figure of."""
    return figure.unit, figure.indicator, figure.period, figure.member


def examine(store: Store, evaluation: Evaluation, checked: Checked) -> Checked:
    """`checked` with a problem for every rule it breaks and for everything unusual in it."""
    if not checked.states:
        return checked
    history = _History.of(store, evaluation.known, checked.understood.figures)
    found = [*_disagreements(evaluation.known, checked, history)]
    maybe = {p.place for p in checked.problems if p.code == "workbook.maybe_fraction"}
    found += [
        problem
        for problem in _oddities(evaluation, checked, history)
        if problem.code != "checks.fraction" or problem.place not in maybe
    ]
    return replace(checked, problems=(*checked.problems, *found))


def needs_explanation(problem: Problem) -> FigureKey | None:
    """The figure whose note has to explain it; None where no explanation is asked for."""
    about = problem.values.get("about")
    return about if isinstance(about, tuple) and not problem.blocking else None


def explained(
    problems: Iterable[Problem], notes: Mapping[FigureKey, str | None]
) -> tuple[Problem, ...]:
    """The problems that still ask: those whose figure has no note, or one of a few letters."""
    return tuple(
        problem
        for problem in problems
        if (key := needs_explanation(problem)) is not None and not _says(notes.get(key))
    )


def _says(note: str | None) -> bool:
    return sum(sign.isalpha() for sign in note or "") >= LETTERS


def notes_of(checked: Checked) -> dict[FigureKey, str | None]:
    """The notes that the file brings. One that is published already explains no new amount."""
    pairs = zip(checked.understood.figures, checked.states, strict=True)
    return {
        key_of(figure): None if state.state == REVISED and figure.note == state.note
        else figure.note
        for figure, state in pairs
    }  # fmt: skip


def with_notes(
    store: Store, evaluation: Evaluation, checked: Checked, notes: Mapping[FigureKey, str]
) -> Checked:
    """`checked` with notes typed beside the file, each in the place of its figure's own."""
    known = evaluation.known
    figures = tuple(
        replace(f, note=notes[key_of(f)].strip()) if notes.get(key_of(f), "").strip() else f
        for f in checked.understood.figures
    )
    states = tuple(compared(store, figures, known.as_of)) if figures else ()

    def named(figure: Figure) -> object:
        return known.indicator(figure.indicator).name

    asked = {p.place for p in unexplained(checked.name, figures, states, None, named)}
    problems = tuple(
        p
        for p in checked.problems
        if p.code != "figures.revision_without_reason" or p.place in asked
    )
    understood = replace(checked.understood, figures=figures)
    return replace(checked, understood=understood, states=states, problems=problems)


def send(
    store: Store, checked: Checked, *, actor: str, now: datetime, request: str, **more: Any
) -> Receipt:
    """Submits an examined upload; `more` as for submitting.submit.

    Refused while anything in it blocks, or asks and is not explained.
    """
    asking = explained(checked.problems, notes_of(checked))
    if asking:
        raise Refused([*(p for p in checked.problems if p.blocking), *asking])
    return submit(store, checked, actor=actor, now=now, request=request, **more)


def annotated_copy(
    checked: Checked,
    said: Callable[[Problem], str],
    language: str = "vi",
    encoding: str | None = None,
) -> tuple[str, bytes]:
    """Name and bytes of the sender's own workbook with what is wrong in its cells.

    said: the sentence of a problem. encoding: that in which the file was checked, where its sender
    had to choose. A file that can't be read has no copy: Refused.
    """
    table = read_upload(checked.name, checked.content, encoding)
    if any(problem.blocking for problem in table.problems) or not table.sheets:
        raise Refused(table.problems)
    remarks = [Remark(p.place, said(p), p.blocking) for p in checked.problems]
    stem = table.file.rpartition(".")[0] or table.file
    ending = {"vi": "can-sua", "en": "to-mend"}[language]
    return f"{stem}_{ending}.xlsx", annotated(table, checked.content, remarks, language)


@dataclass(frozen=True)
class _History:
    """What is published of the units of an upload, around its months.

    latest: the figures that count. late: per unit, how its revisions after the deadline moved.
    """

    latest: dict[FigureKey, Figure]
    late: dict[str, list[int]]

    @classmethod
    def of(cls, store: Store, known: Known, figures: Sequence[Figure]) -> "_History":
        units = {figure.unit for figure in figures}
        periods = [figure.period for figure in figures]
        year_ago = min(periods) - MONTHS
        versions = figure_versions(
            store,
            as_of=known.as_of,
            unit=next(iter(units)) if len(units) == 1 else None,
            first=year_ago - MONTHS,
            last=max(periods) + MONTHS,
        )
        latest: dict[FigureKey, Figure] = {}
        late: dict[str, list[int]] = defaultdict(list)
        for version in versions:
            if version.unit not in units:
                continue
            key, figure = key_of(version), as_figure(version)
            assert version.published_at is not None, "only published versions were asked for"
            again = key in latest and version.period >= year_ago
            if again and version.published_at > deadline(known, version.period):
                late[version.unit].append(move(known, latest[key], figure))
            latest[key] = figure
        return cls(latest, late)

    def before(self, figure: Figure) -> list[Figure]:
        """The same figure of the months before, in order."""
        unit, indicator, period, member = key_of(figure)
        months = range(period - MONTHS, period)
        found = (self.latest.get((unit, indicator, month, member)) for month in months)
        return [each for each in found if each is not None]


def deadline(known: Known, period: int) -> datetime:
    """From when a figure of the period is late."""
    return reporting_deadline(period, known.settings.due_day, known.settings.due_month)


def move(known: Known, before: Figure, after: Figure) -> int:
    """1 where a revision makes the figure look better, -1 worse, 0 neither."""
    indicator = known.indicator(after.indicator)
    pair = (rate_of(before, indicator), rate_of(after, indicator))
    return improvement(*pair, indicator.direction)


def _disagreements(known: Known, checked: Checked, history: _History) -> Iterator[Problem]:
    """Rules that figures of the file break, in order of the catalogue."""
    indicators = {i.code: i for i in known.indicators}
    rules = rules_of(known.indicators)
    brought = {key_of(f): f for f in checked.understood.figures}
    changed = {key_of(f) for f in _changed(checked)}
    wrong = {(row.unit, row.indicator) for row in checked.understood.rows if row.state == "wrong"}
    of_unit: dict[str, dict] = defaultdict(lambda: defaultdict(dict))
    for (unit, indicator, period, member), figure in {**history.latest, **brought}.items():
        if (unit, indicator) not in wrong:  # what is published is not what was meant
            of_unit[unit][indicator, period][member] = figure
    own = {(unit, period) for unit, _, period, _ in changed}
    looking_back = [rule for rule in rules if any(term.before for term in rule.terms)]
    later = {(u, p + step) for u, p in own for step in FREQUENCY_MONTHS.values()}
    for unit, month in sorted(own | later):
        asked = rules if (unit, month) in own else looking_back
        for broken in broken_rules(asked, indicators, of_unit[unit], month):
            touched = [key_of(f) for f in broken.figures if key_of(f) in changed]
            if touched:
                blocking = broken.rule.blocking and (unit, month) in own
                figure = brought[touched[0]]
                yield _disagreement(indicators, checked, broken, figure, blocking)


def _disagreement(
    indicators: Mapping[str, Indicator],
    checked: Checked,
    broken: Broken,
    figure: Figure,
    blocking: bool,
) -> Problem:
    values = {
        "left": side_name(broken.rule.left, indicators),
        "left_is": broken.left,
        "relation": RELATIONS[broken.rule.comparator],
        "right": side_name(broken.rule.right, indicators),
        "right_is": broken.right,
        "rule": broken.rule.text,
        "about": key_of(figure),
    }
    code = "checks.must_agree" if blocking else "checks.should_agree"
    return Problem(code, checked.name, figure.place, values, blocking)


def _changed(checked: Checked) -> Iterator[Figure]:
    """The figures whose amounts are new or revised."""
    for figure, state in zip(checked.understood.figures, checked.states, strict=True):
        if state.state != UNCHANGED and not _same_amounts(figure, state):
            yield figure


def _same_amounts(figure: Figure, state: Compared) -> bool:
    was = (state.numerator, state.denominator, state.value)
    return state.state == REVISED and was == (figure.numerator, figure.denominator, figure.value)


def _oddities(evaluation: Evaluation, checked: Checked, history: _History) -> Iterator[Problem]:
    known = evaluation.known
    targets: dict[str, dict[str, Promised]] = {}
    for figure in _changed(checked):
        if figure.unit not in targets:
            targets[figure.unit] = _promised(evaluation, figure.unit)
        indicator = known.indicator(figure.indicator)
        promised = targets[figure.unit].get(figure.indicator)
        found = unusual(figure, indicator, history.before(figure), promised)
        found += _one_way(known, figure, history)
        for code, values in found:
            about = {"indicator": indicator.name, "about": key_of(figure)}
            yield Problem(code, checked.name, figure.place, {**values, **about}, blocking=False)


def _promised(evaluation: Evaluation, unit: str) -> dict[str, Promised]:
    """The target by indicator, where every month by itself is measured against it."""
    return {
        item.indicator: Promised(item.comparator, Decimal(repr(item.target)))
        for item in evaluation.items_of(unit=unit)
        if item.pace == "hold" and item.target is not None and item.month == evaluation.month
    }


def _one_way(known: Known, figure: Figure, history: _History) -> list[tuple[str, dict]]:
    """A late revision to the better, after others that all were."""
    before = history.latest.get(key_of(figure))
    if before is None or known.as_of <= deadline(known, figure.period):
        return []
    moves = [*history.late[figure.unit], move(known, before, figure)]
    if moves[-1] <= 0 or not all_improved(moves, ONE_WAY):
        return []
    return [("checks.only_upward", {"count": sum(m > 0 for m in moves)})]
