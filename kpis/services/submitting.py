"""A unit's monthly report: what an upload says, what it would change, and sending it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from kpis.domain.figures import Figure
from kpis.domain.months import month_text
from kpis.domain.problems import Problem, Refused
from kpis.exchange.encodings import AS_IT_STANDS, LEGACY
from kpis.exchange.reading import read_upload
from kpis.exchange.understood import Understood, UnderstoodRow
from kpis.exchange.uploads import figures_in_upload
from kpis.services.evaluation import Evaluation, JudgedItem, evaluate, known_at
from kpis.services.kept_warnings import keep_warnings
from kpis.services.overtaking import refuse_overtaken, supersede
from kpis.services.owing import owed
from kpis.services.periods import closed_to
from kpis.services.receipts import Receipt, receipt_for, receipt_of
from kpis.services.revisions import UNCHANGED, unexplained
from kpis.store.database import AlreadyDone, Store, entry
from kpis.store.drafts import Draft, write_sent
from kpis.store.figures import Compared, compared
from kpis.store.submissions import Batch, keep_file, write_submissions

__all__ = [
    "ENCODINGS",
    "Change",
    "Checked",
    "Effect",
    "Receipt",
    "Understood",
    "UnderstoodRow",
    "check",
    "check_file",
    "receipt_for",
    "receipt_of",
    "submit",
    "would_change",
]

ENCODINGS = (*LEGACY, AS_IT_STANDS)  # what a sender may choose where a file leaves it open


@dataclass(frozen=True)
class Effect:
    """A promise that the figures would move: before and after."""

    before: JudgedItem
    after: JudgedItem


@dataclass(frozen=True)
class Change:
    """What figures would move for their unit.

    effects: promises whose status or actual would change. rank, completion: before and after;
    None where the unit has none.
    """

    effects: tuple[Effect, ...] = ()
    rank: tuple[int | None, int | None] = (None, None)
    completion: tuple[float | None, float | None] = (None, None)


@dataclass(frozen=True)
class Checked:
    """What an upload says and what it would do. Nothing has been written.

    states: per figure of `understood.figures` what it is to what is published. problems: those of
    the file and of revisions without a reason. effects: promises whose status or actual would
    change. rank: before and after; completion: before and after. encoding: what the sender chose
    it to be read in, one of ENCODINGS; None where nobody was asked. previews: where the sender has
    to choose, the first lines by encoding; else empty.
    """

    unit: str | None
    month: int | None
    name: str
    content: bytes
    understood: Understood
    states: tuple[Compared, ...]
    problems: tuple[Problem, ...]
    effects: tuple[Effect, ...] = ()
    rank: tuple[int | None, int | None] = (None, None)
    completion: tuple[float | None, float | None] = (None, None)
    encoding: str | None = None
    previews: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def acceptable(self) -> bool:
        """Whether it can be submitted: something in it is new or revised, and nothing blocks."""
        blocked = any(problem.blocking for problem in self.problems)
        return not blocked and any(state.state != UNCHANGED for state in self.states)

    def count(self, state: str) -> int:
        """How many figures are new, revised or unchanged."""
        return sum(each.state == state for each in self.states)


def check(
    store: Store,
    evaluation: Evaluation,
    unit: str | None,
    name: str,
    content: bytes,
    *,
    reason: str | None = None,
    month: int | None = None,
    encoding: str | None = None,
) -> Checked:
    """Reads an upload for a unit and the evaluation's month.

    unit, month None: the file has to say; `month` is then not checked against the evaluation's.
    reason: why published figures are revised, for all that carry no note of their own.
    encoding: what the sender chose where only they can tell it (Checked.previews).
    """
    known = evaluation.known
    table = read_upload(name, content, encoding)
    understood = figures_in_upload(
        table,
        unit=None if unit is None else known.unit(unit),
        month=month,
        indicators={i.code: i for i in known.indicators},
        units={u.code: u for u in known.units},
        owed=() if unit is None else owed(store, evaluation, unit),
    )
    figures = understood.figures
    states = tuple(compared(store, figures, known.as_of)) if figures else ()

    def _named(figure: Figure) -> str:
        return f"{known.indicator(figure.indicator).name.vi}, {month_text(figure.period)}"

    problems = (*understood.problems, *unexplained(name, figures, states, reason, _named))
    checked = Checked(
        unit or understood.unit,
        understood.month or month,
        name,
        content,
        understood,
        states,
        problems,
        encoding=encoding,
        previews=table.previews,
    )
    if checked.unit is None or not understood.acceptable:
        return checked
    # Also while a reason is still asked for: what would move is a reason to think about one.
    change = would_change(store, evaluation, checked.unit, figures)
    return replace(checked, effects=change.effects, rank=change.rank, completion=change.completion)


def check_file(
    store: Store,
    name: str,
    content: bytes,
    *,
    unit: str | None,
    month: int | None,
    as_of: datetime,
    encoding: str | None = None,
) -> Checked:
    """The same for a file that may have to say itself whose it is and for which month."""
    if unit is None or month is None:
        known = known_at(store, as_of)
        table = read_upload(name, content, encoding)
        said = figures_in_upload(
            table,
            unit=None if unit is None else known.unit(unit),
            month=month,
            indicators={i.code: i for i in known.indicators},
            units={u.code: u for u in known.units},
        )
        unit, month = unit or said.unit, month if month is not None else said.month
        if month is None:
            checked = Checked(unit, None, name, content, said, (), said.problems)
            return replace(checked, encoding=encoding, previews=table.previews)
    evaluation = evaluate(store, month, as_of)
    return check(store, evaluation, unit, name, content, month=month, encoding=encoding)


def would_change(
    store: Store, evaluation: Evaluation, unit: str, figures: Sequence[Figure]
) -> Change:
    """What would move for `unit` if `figures` had just been published."""
    after = evaluate(store, evaluation.month, evaluation.known.as_of, also=figures)
    pairs = zip(evaluation.items_of(unit=unit), after.items_of(unit=unit), strict=True)
    effects = tuple(
        Effect(was, is_)
        for was, is_ in pairs
        if (was.status, was.actual) != (is_.status, is_.actual)
    )
    before_row, after_row = evaluation.standing_of(unit), after.standing_of(unit)
    if before_row is None or after_row is None:
        return Change(effects)
    before, now = before_row.standing, after_row.standing
    return Change(effects, (before.rank, now.rank), (before.completion, now.completion))


def submit(
    store: Store,
    checked: Checked,
    *,
    actor: str,
    now: datetime,
    request: str,
    reason: str | None = None,
    base_revision: int | None = None,
    draft: Draft | None = None,
) -> Receipt:
    """Records the new and revised figures as one submission that waits for review.

    request: minted when the form was drawn; the same request again gives the first receipt back.
    base_revision: overtaking.revision_of the unit and month that the sender saw; what waits for
    them is then superseded, and Overtaken raised when another submission came in between. None:
    the submission is taken beside all others. draft: what was typed, ended by this.
    Raises Refused when something in it keeps it from being accepted.
    """
    if (made := receipt_for(store, request)) is not None:
        return made
    if not checked.acceptable:
        raise Refused(checked.problems or [Problem("workbook.nothing_new", checked.name)])
    sha256 = hashlib.sha256(checked.content).hexdigest()
    figures = [
        replace(figure, published_at=None)
        for figure, state in zip(checked.understood.figures, checked.states, strict=True)
        if state.state != UNCHANGED
    ]
    batch = Batch(
        figures,
        actor,
        unit=checked.unit,
        period=checked.month,
        file=sha256,
        name=checked.name,
        reason=reason,
        drafted=None if draft is None else draft.begun,
    )
    detail: dict[str, object] = {"file": checked.name, "sha256": sha256, "figures": len(figures)}
    try:
        with entry(
            store, "submit", actor=actor, recorded=now, request=request, detail=detail
        ) as writing:
            _refuse_late(store, checked, figures, base_revision, now)
            keep_file(writing, sha256, checked.content)
            (number,) = write_submissions(writing, [batch])
            older: tuple[int, ...] = ()
            if base_revision is not None and checked.unit and checked.month is not None:
                of = checked.unit, checked.month
                older = supersede(store, writing, *of, by=number, actor=actor)
            keep_warnings(writing, number, checked.problems)
            if draft is not None:
                write_sent(writing, draft, number)
            writing.detail["submission"] = number
    except AlreadyDone as again:
        return replace(receipt_of(store, again.sequence), repeated=True)
    return Receipt(
        number, now, checked.unit, checked.month, len(figures), checked.name, sha256, False, older
    )


def _refuse_late(
    store: Store,
    checked: Checked,
    figures: Sequence[Figure],
    base_revision: int | None,
    now: datetime,
) -> None:
    """Behind the writer's lock: the period may have closed, or another submission come first."""
    if late := closed_to(store, {figure.period for figure in figures}, checked.unit, now):
        raise Refused(late)
    if base_revision is not None and checked.unit is not None and checked.month is not None:
        refuse_overtaken(store, checked.unit, checked.month, base_revision, figures)
