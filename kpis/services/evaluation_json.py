"""What `evaluate --format json` prints of an evaluation. Source: docs/formats.md."""

from kpis.domain.judge import RULES
from kpis.domain.months import month_text
from kpis.domain.together import Whole
from kpis.services.evaluation import Evaluation, JudgedItem, UnitStanding


def as_json(
    evaluation: Evaluation, unit: str | None = None, indicator: str | None = None
) -> dict[str, object]:
    """What `evaluate --format json` prints (docs/formats.md). unit, indicator filter the lists."""
    known = evaluation.known
    return {
        "month": month_text(evaluation.month),
        "as_of": known.as_of.isoformat(),
        "rules": RULES,
        "headline": evaluation.headline,
        "items": [_item_json(item) for item in evaluation.items_of(unit=unit, indicator=indicator)],
        "units": [
            _unit_json(row)
            for row in evaluation.units
            if unit in (None, row.unit.code)
            and (indicator is None or evaluation.items_of(unit=row.unit.code, indicator=indicator))
        ],
        "indicators": [
            _whole_json(evaluation, whole)
            for whole in evaluation.wholes
            if indicator in (None, known.indicators[whole.indicator].code)
            and (unit is None or _binds(evaluation, unit, whole))
        ],
    }


def _binds(evaluation: Evaluation, unit: str, whole: Whole) -> bool:
    code = evaluation.known.indicators[whole.indicator].code
    return bool(evaluation.items_of(unit=unit, indicator=code))


def _item_json(item: JudgedItem) -> dict[str, object]:
    aim: dict[str, object] = {"target": item.target}
    if item.comparator == "between":
        aim = {"low": item.low, "high": item.high}
    expected = list(item.expected) if isinstance(item.expected, tuple) else item.expected
    return {
        "commitment": item.commitment,
        "unit": item.unit,
        "indicator": item.indicator,
        "start": month_text(item.start),
        "due": month_text(item.due),
        "comparator": item.comparator,
        **aim,
        "actual": item.actual,
        "expected": expected,
        "attainment": item.attainment,
        "pace_attainment": item.pace_attainment,
        "status": item.status,
        "required": item.required,
        "out_of_reach": item.out_of_reach,
        "forecast": item.forecast,
        "forecast_ok": item.forecast_ok,
        "weighted": item.weighted,
        "weight": item.weight,
        "gaps": [month_text(gap) for gap in item.gaps],
        "member": item.member,
    }


def _unit_json(row: UnitStanding) -> dict[str, object]:
    standing = row.standing
    return {
        "unit": row.unit.code,
        "kind": row.unit.kind,
        "items": standing.items,
        "judged": standing.judged,
        "done": standing.done,
        "completion": standing.completion,
        "weighted_completion": standing.weighted_completion,
        "score": standing.score,
        "tier": standing.tier,
        "rank": standing.rank,
        "rank_change": row.rank_change,
    }


def _whole_json(evaluation: Evaluation, whole: Whole) -> dict[str, object]:
    return {
        "indicator": evaluation.known.indicators[whole.indicator].code,
        "kind": None if whole.kind is None else evaluation.kinds[whole.kind],
        "month": whole.month,
        "year_to_date": whole.year_to_date,
        "reported": whole.reported,
        "bound": whole.bound,
    }
