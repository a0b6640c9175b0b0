"""Why a promise has its status: the rule, the numbers put into it, the figures, the document.

Data in, sentences out; no Streamlit. The rules are those of docs/evaluation.md, by their numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from kpis.domain.commitments import Amendment, Commitment
from kpis.domain.definitions import Indicator, Settings, Unit
from kpis.domain.months import FREQUENCY_MONTHS, is_due, reporting_deadline
from kpis.services.evaluation import JudgedItem
from kpis.services.unit_series import SeriesMonth
from kpis.ui import reckoning
from kpis.ui.promises import (
    actual_text,
    distance_unit,
    due_periods,
    expected_text,
    months_list,
    promise_text,
    shortfall_text,
)
from kpis.ui.text import (
    amount,
    date_label,
    decimal,
    exactly,
    label,
    month_label,
    percent,
    text,
    unit_name,
    with_unit,
)


@dataclass(frozen=True)
class Case:
    """All that a verdict stands on.

    months: what is published of the unit and indicator, in order. document: what was signed.
    successor: the unit that took over from one that has ended.
    """

    item: JudgedItem
    indicator: Indicator
    unit: Unit
    settings: Settings
    months: Sequence[SeriesMonth] = ()
    document: Commitment | None = None
    successor: Unit | None = None


@dataclass(frozen=True)
class Why:
    """The answer, in four parts; each is a list of sentences, the rule a single one."""

    rule: str
    numbers: tuple[str, ...]
    figures: tuple[str, ...]
    promise: tuple[str, ...]


def why(language: str, case: Case) -> Why:
    """Every sentence of the answer; parts that have nothing to say are empty."""
    return Why(
        rule=_rule(language, case),
        numbers=tuple(filter(None, _numbers(language, case))),
        figures=tuple(filter(None, _figures(language, case))),
        promise=tuple(filter(None, _promise(language, case))),
    )


def _rule(language: str, case: Case) -> str:
    item = case.item
    match item.rule, item.status:
        case 0, _:
            return text(language, "why.rule_0")
        case 1, _:
            return text(language, "why.rule_1", start=month_label(item.start))
        case 2, _ if case.indicator.kind == "milestone":
            return text(language, "why.rule_2_milestone")
        case 2, _:
            return text(language, "why.rule_2_sum")
        case 3, _ if item.last_due is None:
            return text(language, "why.rule_3_nothing_due")
        case 3, _ if item.pace == "at_due":
            return text(language, "why.rule_3_at_due", due=month_label(item.due))
        case 3, _:
            return text(language, "why.rule_3_steps")
        case 4, "no_data":
            return text(language, "why.rule_4_no_data")
        case 4, _:
            return text(language, "why.rule_4_awaiting")
        case 5, "no_activity":
            return text(language, "why.rule_5_exclude")
        case 5, _:
            return text(language, "why.rule_5_full")
        case 6, "fulfilled":
            return text(language, "why.rule_6_fulfilled")
        case 6, _:
            return text(language, "why.rule_6_missed")
        case 7, _:
            return text(language, "why.rule_7")
        case 8, _:
            return text(language, "why.rule_8")
        case 9, "at_risk":
            return text(language, "why.rule_9_at_risk")
        case 9, _:
            return text(language, "why.rule_9_off_track")
    raise ValueError(f"no rule {item.rule} gives {item.status}")


def _numbers(language: str, case: Case) -> list[str]:
    item, indicator = case.item, case.indicator
    sentences = [reckoning.of_actual(language, item, indicator, case.months)]
    if item.member is not None:
        sentences.append(text(language, "why.member", member=item.member))
    if item.rule >= 6 or (item.rule in (4, 5) and item.expected is not None):
        sentences.append(reckoning.of_expected(language, item, indicator))
    if item.rule == 6:
        sentences.append(_compared(language, case, item.status == "fulfilled"))
    if item.rule in (7, 8, 9):
        sentences.append(_compared(language, case, item.rule == 7))
    if item.rule == 8:
        sentences.append(reckoning.of_reach(language, item, indicator))
    if item.rule == 9:
        sentences.append(_tolerance(language, case))
    return sentences


def _compared(language: str, case: Case, kept: bool) -> str:
    item, indicator = case.item, case.indicator
    values = {
        "actual": actual_text(language, item, indicator),
        "expected": expected_text(language, item, indicator),
    }
    if kept:
        return text(language, "why.kept", **values)
    if item.shortfall is None:
        return text(language, "why.not_kept", **values)
    return text(
        language, "why.not_kept_by", shortfall=shortfall_text(language, item, indicator), **values
    )


def _tolerance(language: str, case: Case) -> str:
    item, indicator = case.item, case.indicator
    within = item.status == "at_risk"
    if indicator.tolerance_abs is not None:
        unit = distance_unit(language, indicator)
        allowed = with_unit(exactly(indicator.tolerance_abs), unit)
    else:
        bound = _bound(item)
        if not bound:
            return text(language, "why.tolerance_of_zero")
        allowed = text(
            language,
            "why.relative",
            share=percent(100 * decimal(indicator.tolerance or 0), 0),
            of=with_unit(exactly(bound), indicator.unit),
            amount=with_unit(
                amount(
                    decimal(indicator.tolerance or 0) * abs(decimal(bound)),
                    indicator.decimals,
                    keeps=lambda shown: decimal(item.shortfall or 0) <= shown,
                    truth=within,
                ),
                distance_unit(language, indicator),
            ),
        )
    if within:
        return text(language, "why.within", allowed=allowed)
    return text(language, "why.beyond", allowed=allowed)


def _bound(item: JudgedItem) -> float:
    """What the tolerance is a share of: what was expected, of two bounds the one that was left."""
    if isinstance(item.expected, tuple):
        low, high = item.expected
        return low if (item.actual or 0.0) < low else high
    return item.expected or 0.0


def _figures(language: str, case: Case) -> list[str]:
    item, indicator = case.item, case.indicator
    due = due_periods(item, indicator)
    sentences = []
    if item.reported or due:
        sentences.append(text(language, "why.reported", reported=item.reported, due=due))
    if item.gaps:
        deadlines = [
            text(language, "why.gap", month=month_label(m), day=_deadline(case, m))
            for m in item.gaps
        ]
        sentences.append(text(language, "why.gaps", gaps="; ".join(deadlines)))
    if item.status == "awaiting" and item.last_due is not None:
        absent = _awaited(case)
        sentences.append(
            text(
                language,
                "why.awaiting",
                months=months_list(absent),
                day=_deadline(case, absent[-1]),
            )
        )
    if not item.weighted:
        sentences.append(text(language, "why.unweighted"))
    return sentences


def _awaited(case: Case) -> tuple[int, ...]:
    item, every = case.item, FREQUENCY_MONTHS[case.indicator.frequency]
    assert item.last_due is not None
    published = {month.month for month in case.months}
    due = [m for m in range(item.start, item.last_due + 1) if is_due(m, every)]
    return tuple(m for m in due if m not in published) or (item.last_due,)


def _deadline(case: Case, period: int) -> str:
    """The last day on which the period's figure would have been in time."""
    instant = reporting_deadline(period, case.settings.due_day, case.settings.due_month)
    return date_label((instant - timedelta(days=1)).date())


def _promise(language: str, case: Case) -> list[str]:
    item, indicator = case.item, case.indicator
    sentences = [
        text(
            language,
            "why.promise",
            promise=promise_text(language, item, indicator),
            start=month_label(item.start),
            weight=exactly(item.weight),
        )
    ]
    if item.rule == 0:
        sentences.append(_ended(language, case))
    if case.document is None:
        return sentences
    sentences.append(_document(language, case.document))
    if item.amended:
        sentences += [_amended(language, a) for a in _in_force(case.document, item)]
    return sentences


def _ended(language: str, case: Case) -> str:
    assert case.unit.valid_to is not None
    day = date_label(case.unit.valid_to)
    if case.successor is None:
        return text(language, "why.ended", day=day)
    return text(language, "why.ended_into", day=day, successor=unit_name(language, case.successor))


def _document(language: str, document: Commitment) -> str:
    number = document.document or document.id
    if document.signed_on is None:
        return text(language, "why.document_undated", document=number)
    day = date_label(document.signed_on)
    if document.signer is None:
        return text(language, "why.document", document=number, day=day)
    signer = document.signer
    title = label(language, signer.title)
    by = f"{signer.name}, {title}" if title else signer.name
    return text(language, "why.document_signed", document=number, day=day, signer=by)


def _in_force(document: Commitment, item: JudgedItem) -> list[Amendment]:
    return [a for a in document.items[item.number].amendments if a.effective <= item.month]


def _amended(language: str, amendment: Amendment) -> str:
    values = {
        "document": amendment.document or text(language, "why.no_number"),
        "effective": month_label(amendment.effective),
        "reason": amendment.reason or text(language, "why.no_reason"),
    }
    if amendment.signed_on is None:
        return text(language, "why.amended", **values)
    return text(language, "why.amended_on", day=date_label(amendment.signed_on), **values)
