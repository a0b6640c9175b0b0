"""What a promise can't say, in itself or in any version that its amendments make of it."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import datetime
from decimal import Decimal

from kpis.domain.commitments import Amendment, Commitment, Item, Terms
from kpis.domain.definitions import Indicator, Unit
from kpis.domain.months import FREQUENCY_MONTHS, ICT, due_between, month_holding, month_text
from kpis.exchange.entries import Entry
from kpis.exchange.notes import listed

BETWEEN_PACES = ("hold", "at_due")

Amended = tuple[Entry, Amendment]


def note_item(entry: Entry, item: Item, indicator: Indicator) -> None:
    """Note everything that the item as signed can't say."""
    _note_version(entry, item.terms, indicator)
    if item.each:
        _note_each(entry, item.terms, indicator)


def note_amendments(item: Item, indicator: Indicator, amendments: Sequence[Amended]) -> None:
    """Note everything that a version made by amendments can't say, at the amendment that makes it.

    Every version that anybody can meet is looked at: at each instant those count that were
    recorded by then, in order of (effective, recorded), and each changes the one before it.
    """
    for known in _known_together(amendments):
        before = item.terms
        for group in _by_effective(known):
            after = before
            for _, amendment in group:
                after = amended(after, amendment.changes)
            entry, amendment = group[-1]
            _note_version(entry, after, indicator)
            if item.each:
                _note_each(entry, after, indicator)
            if before.due is not None and amendment.effective > before.due:
                months = {"effective": month_text(amendment.effective)}
                due = month_text(before.due)
                entry.note(
                    "commitments.amendment_after_due",
                    "effective",
                    **months,
                    due=due,
                    blocking=False,
                )
            if after == before and any(key in entry for key in _TERMS):
                entry.note("commitments.amendment_same", blocking=False)
            before = after


def amended(terms: Terms, changes: Terms) -> Terms:
    """The version that `changes` make of `terms`."""
    given = {name: value for name in _TERMS if (value := getattr(changes, name)) is not None}
    return replace(terms, **given)


def note_term(
    entry: Entry, commitment: Commitment, unit: Unit, read: Sequence[tuple[Entry, Item]]
) -> None:
    """Note, as warnings, what will never be judged, or not to its end, and dates out of order."""
    recorded, signed_on = commitment.recorded, commitment.signed_on
    if recorded and signed_on and recorded.astimezone(ICT).date() < signed_on:
        values = {"signed_on": str(signed_on), "recorded": recorded.isoformat()}
        entry.note("commitments.signed_after_recorded", "signed_on", **values, blocking=False)
    spans = [(i.terms.start, i.terms.due) for _, i in read if i.terms.start and i.terms.due]
    if not spans:
        return
    first = commitment.term_first or min(start for start, _ in spans)
    last = commitment.term_last or max(due for _, due in spans)
    end = month_holding(unit.valid_to) if unit.valid_to else None
    term = {"first": month_text(first), "last": month_text(last)}
    for place, item in read:
        start, due = item.terms.start, item.terms.due
        if start and due and (start < first or due > last):
            place.note("commitments.outside_term", "due", **term, blocking=False)
        if start and end is not None and start > end:
            values = {"unit": unit.code, "last": month_text(end)}
            place.note("commitments.unit_ended", "start", **values, blocking=False)
        for amendment in item.amendments:
            if amendment.changes.due and amendment.changes.due > max(last, due or last):
                due_text = month_text(amendment.changes.due)
                place.note(
                    "commitments.amended_beyond_term", "due", **term, due=due_text, blocking=False
                )


_TERMS = tuple(field.name for field in fields(Terms))


def _known_together(amendments: Sequence[Amended]) -> Iterator[list[Amended]]:
    """The amendments known at each instant at which there are more, in the order they count in."""
    instants = {amendment.recorded for _, amendment in amendments}
    for instant in sorted(instants, key=_moment):
        known = [a for a in amendments if _moment(a[1].recorded) <= _moment(instant)]
        yield sorted(known, key=lambda a: (a[1].effective, _moment(a[1].recorded)))


def _moment(recorded: datetime | None) -> tuple[bool, float]:
    """For sorting: what has no instant is recorded by the import, after all the rest."""
    return (True, 0.0) if recorded is None else (False, recorded.timestamp())


def _by_effective(amendments: Sequence[Amended]) -> list[list[Amended]]:
    """Amendments of one month only ever count together."""
    groups: list[list[Amended]] = []
    for amendment in amendments:
        if groups and groups[-1][0][1].effective == amendment[1].effective:
            groups[-1].append(amendment)
        else:
            groups.append([amendment])
    return groups


def _note_version(entry: Entry, terms: Terms, indicator: Indicator) -> None:
    _note_target(entry, terms)
    _note_pace(entry, terms, indicator)
    _note_time(entry, terms, indicator)
    _note_bounds(entry, terms, indicator)
    if terms.weight is not None and terms.weight <= 0:
        entry.note("commitments.weight_not_positive", "weight", found=str(terms.weight))


def _note_target(entry: Entry, terms: Terms) -> None:
    if terms.comparator is None:
        return
    if terms.comparator == "between":
        for key, bound in (("low", terms.low), ("high", terms.high)):
            if bound is None and key not in entry:
                entry.note("commitments.between_needs", key)
        if "target" in entry:
            entry.note("commitments.target_with_between", "target")
        if terms.low is not None and terms.high is not None and terms.low > terms.high:
            bounds = {"low": str(terms.low), "high": str(terms.high)}
            entry.note("commitments.low_above_high", "low", **bounds)
        return
    if terms.target is None and "target" not in entry:
        entry.note("commitments.target_missing", "target", comparator=terms.comparator)
    for key in ("low", "high"):
        if key in entry:
            entry.note("commitments.bound_without_between", key, comparator=terms.comparator)


def _note_pace(entry: Entry, terms: Terms, indicator: Indicator) -> None:
    pace = terms.pace
    if pace is None:
        return
    if terms.comparator == "between" and pace not in BETWEEN_PACES:
        allowed = listed(BETWEEN_PACES)
        entry.note("commitments.between_pace", "pace", found=pace, allowed=allowed)
    if pace == "steps" and not terms.steps and ("steps" not in entry or terms.steps == ()):
        entry.note("commitments.steps_missing", "steps")
    if pace != "steps" and "steps" in entry:
        entry.note("commitments.steps_without_pace", "steps", pace=pace)
    if pace != "linear" and "baseline" in entry:
        entry.note("commitments.baseline_unused", "baseline", pace=pace, blocking=False)
    if pace == "linear" and terms.baseline is None and _leads_down(terms, indicator):
        entry.note("commitments.way_down_from_zero", "baseline", blocking=False)


def _leads_down(terms: Terms, indicator: Indicator) -> bool:
    """Whether the way to the target should begin above it; a sum within its budget begins at 0."""
    return terms.comparator in ("<=", "<") and indicator.over_time != "sum"


def _note_time(entry: Entry, terms: Terms, indicator: Indicator) -> None:
    start, due = terms.start, terms.due
    if start is None or due is None:
        return
    months = {"start": month_text(start), "due": month_text(due)}
    if start > due:
        entry.note("commitments.start_after_due", "due", **months)
    elif not due_between(start, due, FREQUENCY_MONTHS[indicator.frequency]):
        values = {"indicator": indicator.code, "frequency": indicator.frequency}
        entry.note("commitments.nothing_due", "due", **months, **values)
    elif "steps" in entry and terms.pace == "steps":
        _note_steps(entry, terms, months)


def _note_steps(entry: Entry, terms: Terms, months: dict[str, str]) -> None:
    for month, amount in terms.steps or ():
        step = month_text(month)
        if not terms.start <= month <= terms.due:
            entry.note("commitments.step_outside", "steps", **months, found=step)
        elif month == terms.due and terms.target is not None and amount != terms.target:
            values = {"found": str(amount), "target": str(terms.target)}
            entry.note("commitments.step_at_due", "steps", **months, **values, blocking=False)


def _note_bounds(entry: Entry, terms: Terms, indicator: Indicator) -> None:
    """Warn of a target that no figure can have."""
    low, high = indicator.min, indicator.max
    if indicator.share and high is None:
        high = indicator.scale
    for key in ("target", "low", "high"):
        amount = getattr(terms, key)
        if amount is None or key not in entry:
            continue
        found = {"found": str(amount), "indicator": indicator.code}
        if indicator.kind == "milestone":
            if amount not in (0, 1):
                entry.note("commitments.not_a_milestone", key, **found, blocking=False)
        elif indicator.kind == "rank" and not _is_rank(amount):
            entry.note("commitments.not_a_rank", key, **found, blocking=False)
        elif low is not None and amount < low:
            entry.note("commitments.below_min", key, **found, min=str(low), blocking=False)
        elif high is not None and amount > high:
            entry.note("commitments.above_max", key, **found, max=str(high), blocking=False)


def _is_rank(amount: Decimal) -> bool:
    return amount >= 1 and amount == amount.to_integral_value()


def _note_each(entry: Entry, terms: Terms, indicator: Indicator) -> None:
    code = {"indicator": indicator.code}
    if indicator.breakdown is None:
        entry.note("commitments.each_without_breakdown", "each", **code)
    elif indicator.over_time != "pooled":
        entry.note("commitments.each_not_pooled", "each", **code, found=indicator.over_time)
    if terms.pace not in (None, "hold"):
        entry.note("commitments.each_not_hold", "each", found=terms.pace)
