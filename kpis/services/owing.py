"""What a unit owes for a month, by when, and the workbook in which it reports that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from kpis.domain.definitions import Indicator
from kpis.domain.months import (
    FREQUENCY_MONTHS,
    is_due,
    reporting_deadline,
    reporting_window,
)
from kpis.exchange.layout import Owed
from kpis.exchange.numerals import written
from kpis.exchange.template import template
from kpis.services.evaluation import Evaluation, JudgedItem, Known
from kpis.services.reviewing import as_figure
from kpis.store.database import Store
from kpis.store.figures import figure_versions, latest_figures, members_reported

__all__ = ["Duty", "Owed", "duty", "make_template", "owed", "promise_text"]

SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "="}


def owed(store: Store, evaluation: Evaluation, unit: str) -> list[Owed]:
    """What `unit` has promised and must report for the month, in the order of its documents.

    An indicator with a breakdown stands once per member that was ever reported for it.
    """
    known, month = evaluation.known, evaluation.month
    last = {
        (figure.indicator, figure.member): figure
        for figure in latest_figures(store, unit=unit, before=month, as_of=known.as_of)
    }
    current = {
        (version.indicator, version.member): version
        for version in figure_versions(store, as_of=known.as_of, unit=unit, first=month, last=month)
    }
    members = members_reported(store, known.as_of)
    rows = []
    for item in _due_items(evaluation, unit):
        indicator = known.indicator(item.indicator)
        for member in _members(indicator, members):
            key = (indicator.code, member)
            now = current.get(key)
            shown = None if now is None else as_figure(now)
            rows.append(Owed(indicator, member, promise_text(item), last.get(key), shown))
    return rows


def _due_items(evaluation: Evaluation, unit: str) -> list[JudgedItem]:
    """One item per indicator: the first that is running and has a period ending this month."""
    chosen: dict[str, JudgedItem] = {}
    for item in evaluation.items_of(unit=unit):
        every = FREQUENCY_MONTHS[evaluation.known.indicator(item.indicator).frequency]
        running = item.start <= evaluation.month <= item.due and item.month == evaluation.month
        if running and is_due(evaluation.month, every):
            chosen.setdefault(item.indicator, item)
    return list(chosen.values())


def _members(indicator: Indicator, known: Mapping[str, list[str]]) -> Sequence[str | None]:
    if indicator.breakdown is None:
        return (None,)
    return known.get(indicator.code) or (None,)


def promise_text(item: JudgedItem) -> str:
    """What was promised, as it is signed: "≥ 95", "30 - 40". Decimal comma."""
    if item.comparator == "between":
        return f"{_shown(item.low)} - {_shown(item.high)}"
    return f"{SIGNS[item.comparator]} {_shown(item.target)}"


def _shown(amount: float | None) -> str:
    return "" if amount is None else written(Decimal(repr(amount)))


@dataclass(frozen=True)
class Duty:
    """When a month's figures are due. window: first and last day that they cover."""

    window: tuple[date, date]
    deadline: datetime

    @property
    def last_day(self) -> date:
        """The last day on which they are in time."""
        return (self.deadline - timedelta(microseconds=1)).date()


def duty(known: Known, month: int) -> Duty:
    """The reporting window and deadline of a month."""
    settings = known.settings
    return Duty(
        reporting_window(month, settings.window_start_day),
        reporting_deadline(month, settings.due_day, settings.due_month),
    )


def make_template(store: Store, evaluation: Evaluation, unit: str, language: str = "vi") -> bytes:
    """The workbook that `unit` fills in for the month."""
    known = evaluation.known
    when = duty(known, evaluation.month)
    one = known.unit(unit)
    return template(
        unit=one,
        month=evaluation.month,
        owed=owed(store, evaluation, unit),
        window=when.window,
        deadline=when.deadline,
        province=known.unit(one.parent).name if one.parent else "",
        language=language,
    )
