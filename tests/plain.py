"""A second, plain statement of docs/evaluation.md, in the order of its sections.

Slow on purpose: no columns, no caches of sums, exact fractions to the very end. It reads the files
of docs/formats.md by itself and shares nothing with the product, so that the two can only agree by
both saying what the text says.  Months are integers, 12 * year + month - 1.
"""

# A, B, E, T are the letters of the text, not constants.
# ruff: noqa: SIM300

import csv
from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from operator import eq, ge, gt, le, lt
from pathlib import Path
from typing import NamedTuple

import yaml

VIETNAM = timezone(timedelta(hours=7))
EVER = datetime(1, 1, 2, tzinfo=VIETNAM)
NOT_JUDGED = ("not_due", "awaiting", "no_activity")
DONE = ("fulfilled", "on_track")
OVER_TIME = {"ratio": "pooled", "count": "sum", "level": "last", "milestone": "last"}
OVER_UNITS = {"ratio": "pooled", "count": "sum", "level": "mean", "milestone": "sum"}
PACE = {"ratio": "hold", "level": "hold", "count": "linear"}


# Reading the files


class Amount(NamedTuple):
    """One figure: counts, or a value. `value` is None for 0/0, when nothing happened."""

    value: Fraction | None
    counts: tuple[Fraction, Fraction] | None = None


@dataclass(frozen=True)
class Indicator:
    kind: str
    over_time: str
    over_units: str
    frequency: str
    scale: Fraction
    share: bool
    min: Fraction | None
    max: Fraction | None
    tolerance: Fraction
    tolerance_abs: Fraction | None
    when_nothing: str


@dataclass(frozen=True)
class Unit:
    kind: str
    last_month: int | None
    successor: str | None


@dataclass(frozen=True)
class Version:
    """The keys of an item in force; those that it has not are None."""

    indicator: str
    comparator: str
    start: int
    due: int
    weight: Fraction
    pace: str
    each: bool
    target: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    baseline: Fraction | None = None
    steps: dict[int, Fraction] = field(default_factory=dict)

    @property
    def promised(self):
        """T: a number, or (low, high) of `between`."""
        return (self.low, self.high) if self.comparator == "between" else self.target


class Amendment(NamedTuple):
    effective: int
    recorded: datetime
    changes: dict


class Item(NamedTuple):
    signed: Version
    amendments: list[Amendment]


class Commitment(NamedTuple):
    id: str
    unit: str
    first: int
    last: int
    recorded: datetime
    items: list[Item]


class Figure(NamedTuple):
    unit: str
    indicator: str
    period: int
    member: str
    amount: Amount
    published: datetime


@dataclass(frozen=True)
class Province:
    due_day: int
    due_month: str
    tiers: list[str]
    indicators: dict[str, Indicator]
    units: dict[str, Unit]
    commitments: list[Commitment]
    figures: list[Figure]


def read(folder, imported=EVER):
    """The province in `folder`. Where a file says no instant of record, `imported` is it."""
    folder = Path(folder)
    settings = _yaml(folder / "settings.yaml") or {}
    reporting = settings.get("reporting", {})
    indicators = {
        entry["code"]: _indicator(entry)
        for path in sorted((folder / "catalogue").glob("*.yaml"))
        for entry in _yaml(path)
    }
    return Province(
        due_day=int(reporting.get("due_day", 5)),
        due_month=reporting.get("due_month", "next"),
        tiers=settings.get("tiers", ["=100", ">85", ">70", ">50"]),
        indicators=indicators,
        units={row["code"]: _unit(row) for row in _csv(folder / "units.csv")},
        commitments=[
            _commitment(entry, indicators, imported)
            for entry in _yaml(folder / "commitments.yaml") or []
        ],
        figures=[_figure(row, indicators, imported) for row in _csv(folder / "figures.csv")],
    )


def _yaml(path):
    # Every scalar stays text: 87.3 must become a fraction without passing through a float.
    return yaml.load(path.read_text("utf-8-sig"), yaml.BaseLoader)


def _csv(path):
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def _number(text):
    return None if text in (None, "") else Fraction(text)


def _instant(text, otherwise):
    return datetime.fromisoformat(text) if text else otherwise


def month_of(text):
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def month_text(month):
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def _indicator(entry):
    kind = entry["kind"]
    scale = Fraction(entry.get("scale", 100 if entry["unit"] == "%" else 1))
    return Indicator(
        kind=kind,
        over_time=entry.get("over_time", OVER_TIME.get(kind, "last")),
        over_units=entry.get("over_units", OVER_UNITS.get(kind, "none")),
        frequency=entry.get("frequency", "monthly"),
        scale=scale if kind == "ratio" else Fraction(1),
        share=entry.get("share") == "true",
        min=_number(entry.get("min")),
        max=_number(entry.get("max")),
        tolerance=Fraction(entry.get("tolerance", "0.05")),
        tolerance_abs=_number(entry.get("tolerance_abs")),
        when_nothing=entry.get("when_nothing", "exclude"),
    )


def _unit(row):
    last_day = row["valid_to"]
    return Unit(row["kind"], month_of(last_day) if last_day else None, row["successor"] or None)


def _commitment(entry, indicators, imported):
    items = [_item(each, indicators, imported) for each in entry["items"]]
    term = entry.get("term") or {}
    return Commitment(
        id=entry["id"],
        unit=entry["unit"],
        first=month_of(term["first"]) if term else min(item.signed.start for item in items),
        last=month_of(term["last"]) if term else max(item.signed.due for item in items),
        recorded=_instant(entry.get("recorded"), imported),
        items=items,
    )


def _item(entry, indicators, imported):
    kind = indicators[entry["indicator"]].kind
    signed = {
        "weight": Fraction(1),
        "pace": PACE.get(kind, "at_due"),
        "each": entry.get("each") == "true",
        "indicator": entry["indicator"],
        "start": month_of(entry["start"]),
    } | _promise(entry)
    amendments = [
        Amendment(
            month_of(later["effective"]), _instant(later.get("recorded"), imported), _promise(later)
        )
        for later in entry.get("amendments", [])
    ]
    return Item(Version(**signed), amendments)


def _promise(entry):
    """The keys that an item and its amendments may both carry, those that are given."""
    plain = {key: entry[key] for key in ("comparator", "pace") if key in entry}
    numbers = {
        key: Fraction(entry[key])
        for key in ("target", "low", "high", "baseline", "weight")
        if key in entry
    }
    months = {"due": month_of(entry["due"])} if "due" in entry else {}
    steps = {month_of(month): Fraction(value) for month, value in entry.get("steps", {}).items()}
    return plain | numbers | months | ({"steps": steps} if steps else {})


def _figure(row, indicators, imported):
    indicator = indicators[row["indicator"]]
    if row["denominator"]:
        numerator, denominator = Fraction(row["numerator"]), Fraction(row["denominator"])
        amount = of_counts(indicator, numerator, denominator)
    else:
        amount = Amount(Fraction(row["value"]))
    return Figure(
        unit=row["unit"],
        indicator=row["indicator"],
        period=month_of(row["period"]),
        member=row["member"] or "",
        amount=amount,
        published=_instant(row.get("published_at"), imported),
    )


# As of an instant: what was published and signed by then


class Known:
    """A province as it was known at instant t."""

    def __init__(self, province, t):
        self.province = province
        self.t = t
        self.commitments = [each for each in province.commitments if each.recorded <= t]
        self.figures = latest_published(province.figures, t)


def latest_published(figures, t):
    """Of each period the figure published last by t; at the same instant the later in the ledger.

    Returns (unit, indicator) -> member -> month -> Amount.
    """
    latest = defaultdict(lambda: defaultdict(dict))
    for figure in sorted(figures, key=lambda figure: figure.published):
        if figure.published <= t:
            months = latest[figure.unit, figure.indicator][figure.member]
            months[figure.period] = figure.amount
    return latest


# Indicator kinds and how months add up


def of_counts(indicator, numerator, denominator):
    value = indicator.scale * numerator / denominator if denominator else None
    return Amount(value, (numerator, denominator))


def one_month(indicator, amounts):
    """Members, and units that merged, of one month as one figure."""
    if indicator.kind != "ratio":
        return Amount(sum(amount.value for amount in amounts))
    if all(amount.counts for amount in amounts):
        return pool(indicator, amounts)
    return Amount(mean_of_values(amounts))


def pool(indicator, amounts):
    """One quotient of sums; its value is None when the denominators add up to 0."""
    numerator = sum(amount.counts[0] for amount in amounts)
    denominator = sum(amount.counts[1] for amount in amounts)
    return of_counts(indicator, Fraction(numerator), Fraction(denominator))


def mean_of_values(amounts):
    """The unweighted mean, 0/0 left out; None when nothing is left."""
    values = [amount.value for amount in amounts if amount.value is not None]
    return mean(values) if values else None


def mean(values):
    return sum(values) / Fraction(len(values))


def pooled_value(indicator, amounts):
    """(value, weighted) of months or of units; value None when nothing happened."""
    if all(amount.counts for amount in amounts):
        return pool(indicator, amounts).value, True
    return mean_of_values(amounts), False


def actual(case):
    """(A(m), weighted). A is None when it is missing and when it is undefined."""
    amounts = [case.series[month] for month in sorted(case.series)]
    if not amounts:
        return None, True
    match case.indicator.over_time:
        case "pooled":
            return pooled_value(case.indicator, amounts)
        case "month":
            return case.series.get(case.last_due, Amount(None)).value, True
        case "sum":
            return sum(amount.value for amount in amounts), True
        case "last":
            return amounts[-1].value, True
        case "mean":
            return mean([amount.value for amount in amounts]), True
    raise ValueError(case.indicator.over_time)


def periods_due(indicator, first, last):
    every = {"monthly": 1, "quarterly": 3, "annual": 12}[indicator.frequency]
    return [month for month in range(first, last + 1) if (month + 1) % every == 0]


# What is judged: one item version and one series of figures, at month m


@dataclass(frozen=True)
class Case:
    """series: month -> Amount, what is published of the months from start to min(m, due)."""

    province: Province
    t: datetime
    indicator: Indicator
    version: Version
    m: int
    series: dict[int, Amount]

    @property
    def due_so_far(self):
        """The periods due from start to min(m, due)."""
        return periods_due(self.indicator, self.version.start, min(self.m, self.version.due))

    @property
    def last_due(self):
        """The last period due by m, or None."""
        return max(self.due_so_far, default=None)

    @property
    def to_come(self):
        """R."""
        return len(periods_due(self.indicator, self.m + 1, self.version.due))


# Comparators


def satisfies(value, comparator, bound):
    if comparator == "between":
        return bound[0] <= value <= bound[1]
    return {">=": ge, ">": gt, "<=": le, "<": lt, "=": eq}[comparator](value, bound)


def pace_comparator(version, m):
    """A `linear` pace with `=` is judged like `>=` until due."""
    if version.comparator == "=" and version.pace == "linear" and m < version.due:
        return ">="
    return version.comparator


# Expected value


def expected(version, m):
    """E(m), a pair for `between`; None where there is none. From due on it is T."""
    if m < version.start:
        return None
    if m >= version.due or version.pace == "hold":
        return version.promised
    match version.pace:
        case "linear":
            n = m - version.start + 1
            N = version.due - version.start + 1
            baseline = version.baseline or Fraction(0)
            return baseline + (version.target - baseline) * n / N
        case "steps":
            reached = [month for month in version.steps if month <= m]
            return version.steps[max(reached)] if reached else None
        case "at_due":
            return None
    raise ValueError(version.pace)


# Status


def status_1_to_4(case, A):
    """The status by rules 1 to 4, or None when the judgement comes to rule 5."""
    version = case.version
    if case.m < version.start:
        return "not_due"
    if cannot_be_undone(case, A):
        return "fulfilled"
    if case.last_due is None or expected(version, case.m) is None:
        return "not_due"
    missing = [month for month in needed(case) if month not in case.series]
    if missing:
        late = any(deadline_passed(case, month) for month in missing)
        return "no_data" if late else "awaiting"
    return None


def cannot_be_undone(case, A):
    if A is None:
        return False
    if case.indicator.over_time == "sum" and case.version.comparator in (">=", ">"):
        return satisfies(A, case.version.comparator, case.version.target)
    if case.indicator.kind == "milestone" and A == 1:
        return satisfies(A, case.version.comparator, case.version.promised)
    return False


def needed(case):
    """The periods without which there is no judgement."""
    over_time, comparator = case.indicator.over_time, case.version.comparator
    if over_time in ("pooled", "mean") or (over_time == "sum" and comparator not in (">=", ">")):
        return case.due_so_far
    return [case.last_due]


def status_6_to_9(case, A, out_of_reach):
    version = case.version
    if case.m >= version.due:
        kept = satisfies(A, version.comparator, version.promised)
        return "fulfilled" if kept else "missed"
    comparator, E = pace_comparator(version, case.m), expected(version, case.m)
    if satisfies(A, comparator, E):
        return "on_track"
    if out_of_reach:
        return "off_track"
    return "at_risk" if within_tolerance(case.indicator, A, comparator, E) else "off_track"


def within_tolerance(indicator, A, comparator, E):
    if comparator == "between":
        E = E[0] if A < E[0] else E[1]
    shortfall = {">=": E - A, ">": E - A, "<=": A - E, "<": A - E}.get(comparator, abs(A - E))
    if indicator.tolerance_abs is not None:
        return shortfall <= indicator.tolerance_abs
    return E != 0 and shortfall / abs(E) <= indicator.tolerance


def deadline_passed(case, period):
    """At the midnight that ends the due day; a day that the month lacks is its last."""
    month = period + 1 if case.province.due_month == "next" else period
    year, number = month // 12, month % 12 + 1
    day = min(case.province.due_day, monthrange(year, number)[1])
    return case.t >= datetime(year, number, day, tzinfo=VIETNAM) + timedelta(days=1)


def gaps(case):
    return [
        month_text(month)
        for month in case.due_so_far
        if month not in case.series and deadline_passed(case, month)
    ]


# Attainment


def attainment(version, A):
    if A is None:
        return None
    return max(Fraction(0), toward(version, A, version.comparator, version.promised))


def pace_attainment(version, A, m):
    E = expected(version, m)
    if A is None or E is None:
        return None
    return max(Fraction(0), toward(version, A, pace_comparator(version, m), E))


def toward(version, A, comparator, goal):
    """The row of the table for `comparator`, with `goal` (T or E) where it says T."""
    B, T = version.baseline, version.target
    has_baseline = version.pace == "linear" and B is not None
    match comparator:
        case ">=" | ">" if has_baseline and B < T:
            return 100 * (A - B) / (goal - B)
        case ">=" | ">":
            return above_zero(A, goal, otherwise=100 if A >= goal else 0)
        case "<=" | "<" if has_baseline and B > T:
            return 100 * (B - A) / (B - goal)
        case "<=" | "<":
            return Fraction(100) if A <= goal else goal_over_actual(goal, A)
        case "=":
            return share_of_equal(A, goal, goal)
        case "between":
            return share_of_equal(A, *goal)
    raise ValueError(comparator)


def above_zero(A, goal, otherwise):
    return 100 * A / goal if goal > 0 else Fraction(otherwise)


def goal_over_actual(goal, A):
    """For A above the goal."""
    return 100 * goal / A if goal > 0 else Fraction(0)


def share_of_equal(A, low, high):
    if A < low:
        return above_zero(A, low, otherwise=0)
    return goal_over_actual(high, A) if A > high else Fraction(100)


# Can it still be reached, what would it take, and the forecast at due


class Outlook(NamedTuple):
    required: Fraction | None = None
    out_of_reach: bool = False
    forecast: Fraction | None = None
    forecast_ok: bool | None = None


NO_OUTLOOK = Outlook()


def outlook(case):
    """As for an item before due with A from figures; whether that is so is not asked here."""
    if case.indicator.kind in ("milestone", "rank"):
        return NO_OUTLOOK
    if case.indicator.over_time == "pooled" and not actual(case)[1]:
        return NO_OUTLOOK
    comparator = case.version.comparator
    needs, out_of_reach = None, False
    if comparator not in ("=", "between"):
        needs = required(case)
        out_of_reach = needs is not None and cannot_show(case.indicator, comparator, needs)
        safe_at_zero = comparator in (">=", ">") and case.indicator.over_time in ("pooled", "sum")
        if needs is not None and safe_at_zero:
            needs = max(Fraction(0), needs)
    at_due = forecast(case)
    ok = None if at_due is None else satisfies(at_due, comparator, case.version.promised)
    return Outlook(needs, out_of_reach, at_due, ok)


def required(case):
    """What each of the periods to come must show, before it is held at 0; None: not defined."""
    T, R, k = case.version.target, case.to_come, len(case.series)
    match case.indicator.over_time:
        case "pooled":
            X, D, d = sums_and_to_come(case)
            scale = case.indicator.scale
            return scale * (T / scale * (D + d) - X) / d if d else None
        case "sum":
            return (T - total(case)) / R if R else None
        case "mean":
            return (T * (k + R) - total(case)) / R if R else None
        case _:
            return T


def cannot_show(indicator, comparator, needs):
    """Whether no period can show `needs`; for a strict comparator also when only just."""
    least, most = {
        "pooled": (Fraction(0), indicator.scale if indicator.share else None),
        "sum": (Fraction(0), None),
    }.get(indicator.over_time, (indicator.min, indicator.max))
    strict = comparator in (">", "<")
    if comparator in (">=", ">"):
        return most is not None and (needs > most or (strict and needs == most))
    return least is not None and (needs < least or (strict and needs == least))


def sums_and_to_come(case):
    """X, D so far, and d, the denominators that the periods to come would have."""
    X, D = pool(case.indicator, case.series.values()).counts
    return X, D, case.to_come * D / len(case.series)


def total(case):
    return sum(amount.value for amount in case.series.values())


def forecast(case):
    reported = [case.series[month] for month in sorted(case.series)]
    recent, R, k = reported[-3:], case.to_come, len(reported)
    match case.indicator.over_time:
        case "pooled":
            return pooled_forecast(case, recent)
        case "month":
            return pool(case.indicator, recent).value if all(a.counts for a in recent) else None
        case "sum":
            return total(case) + R * mean([amount.value for amount in recent])
        case "mean":
            return (total(case) + R * mean([amount.value for amount in recent])) / (k + R)
        case "last":
            return within_bounds(case.indicator, line_at_due(case))
    raise ValueError(case.indicator.over_time)


def pooled_forecast(case, recent):
    X, D, d = sums_and_to_come(case)
    numerator, denominator = pool(case.indicator, recent).counts
    if d == 0:
        return case.indicator.scale * X / D
    if denominator == 0:
        return None
    return case.indicator.scale * (X + numerator / denominator * d) / (D + d)


def line_at_due(case):
    """Theil-Sen through the last up to 6 points, read at due; under 3 points the last value."""
    points = [(month, case.series[month].value) for month in sorted(case.series)][-6:]
    if len(points) < 3:
        return points[-1][1]
    slope = median(
        [(y2 - y1) / (x2 - x1) for i, (x1, y1) in enumerate(points) for x2, y2 in points[i + 1 :]]
    )
    return median([y - slope * x for x, y in points]) + slope * case.version.due


def median(values):
    values = sorted(values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def within_bounds(indicator, value):
    if indicator.max is not None:
        value = min(value, indicator.max)
    return value if indicator.min is None else max(value, indicator.min)


# One item at one month


def judgement(known, unit, item, m):
    """The item's result at m by the version in force, as if its unit had not ended."""
    version = version_in_force(item, m, known.t)
    indicator = known.province.indicators[version.indicator]
    case = Case(known.province, known.t, indicator, version, m, {})
    by_member = {
        member: {
            month: one_month(indicator, amounts)
            for month, amounts in months.items()
            if version.start <= month <= min(m, version.due)
        }
        for member, months in figures_of(known, unit, version.indicator, m).items()
    }
    whole = replace(case, series=sum_of_members(indicator, by_member))
    A, weighted = actual(whole)
    status = status_1_to_4(whole, A)
    if status:
        return result(whole, status, A, weighted)
    if not version.each or (A is None and indicator.when_nothing != "zero"):
        return from_rule_5(whole)
    judged = {
        member: from_rule_5(replace(case, series=series))
        for member, series in by_member.items()
        if series
    }
    return worst(judged) | {"gaps": gaps(whole)}


def sum_of_members(indicator, by_member):
    months = sorted({month for series in by_member.values() for month in series})
    return {
        month: one_month(
            indicator, [series[month] for series in by_member.values() if month in series]
        )
        for month in months
    }


def from_rule_5(case):
    A, weighted = actual(case)
    if A is not None:
        ahead = outlook(case)
        status = status_6_to_9(case, A, ahead.out_of_reach)
        before_due = status in ("on_track", "at_risk", "off_track")
        return result(case, status, A, weighted, ahead if before_due else NO_OUTLOOK)
    match case.indicator.when_nothing:
        case "exclude":
            return result(case, "no_activity", None, weighted)
        case "zero":
            A = Fraction(0)
            return result(case, status_6_to_9(case, A, out_of_reach=False), A, weighted)
        case "full":
            status = "on_track" if case.m < case.version.due else "fulfilled"
            there = {"attainment": Fraction(100), "pace_attainment": Fraction(100)}
            return result(case, status, None, weighted) | there
    raise ValueError(case.indicator.when_nothing)


def worst(judged):
    """Of the members' results the worst, with its member."""
    order = ["missed", "off_track", "at_risk", "on_track", "fulfilled"]
    active = [member for member in judged if judged[member]["status"] != "no_activity"]
    member = min(
        active,
        key=lambda member: (
            order.index(judged[member]["status"]),
            judged[member]["pace_attainment"],
            member,
        ),
    )
    return judged[member] | {"member": member}


def result(case, status, A, weighted, ahead=NO_OUTLOOK):
    """An item's row of `evaluate`, in exact numbers, but for commitment and unit."""
    version, between = case.version, case.version.comparator == "between"
    bounds = {"low": version.low, "high": version.high} if between else {"target": version.target}
    return {
        "indicator": version.indicator,
        "start": month_text(version.start),
        "due": month_text(version.due),
        "comparator": version.comparator,
        **bounds,
        "actual": A,
        "expected": expected(version, case.m),
        "attainment": attainment(version, A),
        "pace_attainment": pace_attainment(version, A, case.m),
        "status": status,
        **ahead._asdict(),
        "weighted": weighted,
        "weight": version.weight,
        "gaps": gaps(case),
        "member": None,
    }


# A unit at month m


def items_at(known, m):
    """The results of all items of commitments whose term holds m, in order of the file."""
    return [
        {"commitment": commitment.id, "unit": commitment.unit}
        | item_of_unit(known, commitment.unit, item, m)
        for commitment in known.commitments
        if commitment.first <= m <= commitment.last
        for item in commitment.items
    ]


def units_at(province, items):
    """Unit -> its row without rank_change, of the units that have items."""
    rows = {}
    for code, unit in province.units.items():
        own = [item for item in items if item["unit"] == code]
        if own:
            rows[code] = {"unit": code, "kind": unit.kind, **standing(province, own)}
    for row in rows.values():
        row["rank"] = rank(row, [other for other in rows.values() if other["kind"] == row["kind"]])
    return rows


def standing(province, items):
    judged = [item for item in items if item["status"] not in NOT_JUDGED]
    done = [item for item in judged if item["status"] in DONE]
    counted = {"items": len(items), "judged": len(judged), "done": len(done)}
    if not judged:
        none = dict.fromkeys(("completion", "weighted_completion", "score", "tier"))
        return counted | none
    weight = sum(item["weight"] for item in judged)
    completion = Fraction(100 * len(done), len(judged))
    return counted | {
        "completion": completion,
        "weighted_completion": 100 * sum(item["weight"] for item in done) / weight,
        "score": 100 * sum(item["weight"] * counts_for(item) for item in judged) / weight,
        "tier": tier(province.tiers, completion),
    }


def counts_for(item):
    """What an item counts for in the score, 0 to 1."""
    if item["status"] == "fulfilled":
        return Fraction(1)
    if item["status"] == "no_data" or item["pace_attainment"] is None:
        return Fraction(0)
    # A strict comparator that fails at exactly its target needs no case: its attainment is 100.
    return min(Fraction(1), item["pace_attainment"] / 100)


def tier(tiers, completion):
    for condition in tiers:
        comparator = condition.rstrip("0123456789. ")
        if satisfies(completion, comparator, Fraction(condition.removeprefix(comparator).strip())):
            return condition
    return "rest"


def rank(row, cluster):
    """1 and one for each unit of the cluster that stands better; None without completion."""
    if row["completion"] is None:
        return None
    own = row["completion"], row["score"]
    others = [row for row in cluster if row["completion"] is not None]
    return 1 + sum((other["completion"], other["score"]) > own for other in others)


def rank_change(now, before):
    if before is None or before["rank"] is None or now["rank"] is None:
        return None
    return before["rank"] - now["rank"]


def headline(tiers, units):
    return {name: sum(row["tier"] == name for row in units) for name in [*tiers, "rest"]}


# An indicator over many units


def indicators_at(known, m):
    rows = []
    for code in sorted(known.province.indicators):
        bound = bound_units(known, code, m)
        kinds = sorted({known.province.units[unit].kind for unit in bound})
        for kind in [None, *kinds] if bound else []:
            units = [u for u in bound if kind in (None, known.province.units[u].kind)]
            rows.append({"indicator": code, "kind": kind, **over_units(known, code, units, m)})
    return rows


def bound_units(known, indicator, m):
    """Codes of the units that promise something on the indicator at m, each once."""
    bound = set()
    for commitment in known.commitments:
        last_month = known.province.units[commitment.unit].last_month
        if commitment.first <= m <= commitment.last and (last_month is None or m <= last_month):
            for item in commitment.items:
                version = version_in_force(item, m, known.t)
                if version.indicator == indicator and version.start <= m <= version.due:
                    bound.add(commitment.unit)
    return sorted(bound)


def over_units(known, code, units, m):
    indicator = known.province.indicators[code]
    january = m - m % 12
    series = []
    for unit in units:
        members = figures_of(known, unit, code, m).values()
        months = {month for figures in members for month in figures if january <= month <= m}
        series.append(
            {
                month: one_month(
                    indicator, [a for figures in members for a in figures.get(month, [])]
                )
                for month in months
            }
        )
    alone = [{m: months[m]} for months in series if m in months]
    return {
        "month": together(indicator, alone),
        "year_to_date": together(indicator, [months for months in series if months]),
        "reported": len(alone),
        "bound": len(units),
    }


def together(indicator, series):
    """One value of the units' non-empty series (month -> Amount); None where there is none."""
    if not series or indicator.over_units == "none":
        return None
    everything = [amount for months in series for amount in months.values()]
    latest = [months[max(months)].value for months in series]
    match indicator.over_units, indicator.kind:
        case "pooled", _:
            return pooled_value(indicator, everything)[0]
        case "sum", "count":
            return sum(amount.value for amount in everything)
        case "sum", _:
            return sum(latest)
        case "mean", _ if indicator.over_time == "mean":
            return mean([mean([a.value for a in months.values()]) for months in series])
        case "mean", _:
            return mean(latest)
    raise ValueError(indicator.over_units)


# Amendments


def version_in_force(item, m, t):
    """The version with the latest `effective` <= m, of what was recorded by t."""
    version = item.signed
    for amendment in sorted(item.amendments, key=lambda a: (a.effective, a.recorded)):
        if amendment.effective <= m and amendment.recorded <= t:
            version = replace(version, **amendment.changes)
    return version


# Units that change


def item_of_unit(known, unit, item, m):
    """The item's result at m; of an ended unit that of its last month, without an outlook."""
    last_month = known.province.units[unit].last_month
    if last_month is None or m <= last_month:
        return judgement(known, unit, item, m)
    ended = {"status": "not_due", **NO_OUTLOOK._asdict()}
    return judgement(known, unit, item, last_month) | ended


def figures_of(known, unit, indicator, m):
    """A unit's figures when month m is judged: member -> month -> list of Amounts.

    The list is the unit's own and, in months before a handover that m has reached, those of its
    predecessors and of theirs; kept apart so that a mean of them is flat.
    """
    figures = defaultdict(lambda: defaultdict(list))
    for member, months in known.figures.get((unit, indicator), {}).items():
        for month, amount in months.items():
            figures[member][month].append(amount)
    if known.province.indicators[indicator].over_time in ("pooled", "sum"):
        for code, predecessor in known.province.units.items():
            if predecessor.successor == unit and m > predecessor.last_month:
                add(figures, figures_of(known, code, indicator, m), predecessor.last_month)
    return figures


def add(figures, others, last_month):
    for member, months in others.items():
        for month, amounts in months.items():
            if month <= last_month:
                figures[member][month].extend(amounts)


# The answer


def evaluate(province, month, as_of):
    """What `evaluate --format json` gives: exact until here, floats in the result."""
    known, m = Known(province, as_of), month_of(month)
    items = items_at(known, m)
    units = units_at(province, items)
    earlier = units_at(province, items_at(known, m - 1))
    for code, row in units.items():
        row["rank_change"] = rank_change(row, earlier.get(code))
    answer = {
        "month": month,
        "as_of": as_of.isoformat(),
        "rules": 1,
        "headline": headline(province.tiers, units.values()),
        "items": items,
        "units": list(units.values()),
        "indicators": indicators_at(known, m),
    }
    return as_floats(answer)


def as_floats(answer):
    match answer:
        case dict():
            return {key: as_floats(value) for key, value in answer.items()}
        case list() | tuple():
            return [as_floats(value) for value in answer]
        case Fraction():
            return float(answer)
    return answer
