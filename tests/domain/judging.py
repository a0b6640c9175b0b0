"""Promises judged by the real judge from one line of text each, so that tables can be read.

Months are numbers: 1 is January 2021, 12 December, 13 January 2022. Figures are written one after
the other from month 1 on: "90/100" counts, "95" a value, "-" nothing reported, "1*11" the same
eleven times over, "a=9/10,b=1/2" the members of a breakdown.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from kpis.domain.amounts import Amounts
from kpis.domain.commitments import COMPARATORS, DEFAULT_PACE, PACES
from kpis.domain.definitions import OVER_TIME, OVER_UNITS, Indicator, Label, Unit
from kpis.domain.figures import Figure
from kpis.domain.judge import Evidence, judge
from kpis.domain.months import first_day, month_of
from kpis.domain.promises import Promises, measures_of
from kpis.domain.series import Figures, links_of, replaced
from kpis.domain.status import STATUSES

DECEMBER_2020 = month_of("2020-12")
DECIMAL_KEYS = ("scale", "min", "max", "tolerance", "tolerance_abs")
NUMBERS = (
    "actual",
    "expected",
    "attainment",
    "pace_attainment",
    "required",
    "forecast",
    "shortfall",
)
NOTHING = Figures(
    *(np.zeros(0, dtype=np.int64) for _ in range(4)), *(Amounts.of([]) for _ in range(3))
)


@dataclass(frozen=True)
class Case:
    """One promise with the figures of its unit. indicator: what differs from its kind's usual."""

    figures: str = ""
    month: int = 12
    kind: str = "ratio"
    comparator: str = ">="
    target: str = "95"
    baseline: str | None = None
    steps: str = ""
    start: int = 1
    due: int = 12
    pace: str | None = None
    each: bool = False
    ended: bool = False
    indicator: dict = field(default_factory=dict)


def case(**given) -> Case:
    """A case from texts; what is not a field of Case is a key of the indicator."""
    fields = {key: value for key, value in given.items() if key in Case.__dataclass_fields__}
    for key in ("month", "start", "due"):
        fields |= {key: int(fields[key])} if key in fields else {}
    others = {key: value for key, value in given.items() if key not in Case.__dataclass_fields__}
    return Case(**fields, indicator=others)


def indicator_of(one: Case, code: str = "chi-tieu") -> Indicator:
    """The indicator of a case: by default a share in percent, or a plain indicator of its kind."""
    kind = one.kind
    usual = {"over_time": OVER_TIME[kind][0], "over_units": OVER_UNITS[kind][0]}
    if kind == "ratio":
        usual |= {"scale": "100", "share": "yes"}
    given = usual | one.indicator
    if "tolerance_abs" in given:
        given["tolerance"] = None
    given = {
        key: Decimal(value) if key in DECIMAL_KEYS and value is not None else value
        for key, value in given.items()
    }
    given["share"] = given.get("share") == "yes"
    label = Label("Chỉ tiêu", "Indicator")
    return Indicator(code, label, "thu", "%", kind, "higher", **given)


def figures_of(text: str, unit: str, indicator: str) -> Iterator[Figure]:
    """The figures written in `text`, from month 1 on."""
    month = DECEMBER_2020
    for word in text.split():
        amounts, _, times = word.partition("*")
        for _ in range(int(times or 1)):
            month += 1
            for part in amounts.split(",") if amounts != "-" else ():
                *member, amount = part.split("=")
                yield Figure(unit, indicator, month, *(member or [None]), *amounts_of(amount))


def amounts_of(text: str) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """numerator, denominator, value."""
    if "/" in text:
        numerator, denominator = map(Decimal, text.split("/"))
        return numerator, denominator, None
    return None, None, Decimal(text)


def _unit(number: int) -> str:
    return f"đv-{number}"


def evidence_of(cases: list[Case], late_through: int = 120) -> Evidence:
    """Every case has a unit and an indicator of its own. late_through: a month's number."""
    indicators = [indicator_of(one, f"ct-{number}") for number, one in enumerate(cases)]
    codes = {indicator.code: number for number, indicator in enumerate(indicators)}
    units = [Unit(_unit(n), "", "", "so", None, None, None, None) for n in range(len(cases))]
    reported = [
        figure
        for number, one in enumerate(cases)
        for figure in figures_of(one.figures, _unit(number), f"ct-{number}")
    ]
    return Evidence(
        measures_of(indicators),
        links_of(units),
        replaced(NOTHING, reported, {unit.code: n for n, unit in enumerate(units)}, codes),
        DECEMBER_2020 + late_through,
    )


def promises_of(cases: list[Case]) -> Promises:
    """The promises of cases as columns, each by its own unit on its own indicator."""

    def months(name):
        return np.array([DECEMBER_2020 + getattr(one, name) for one in cases], dtype=np.int64)

    def amounts(texts: Iterable[str | None]):
        return Amounts.of(None if text is None else Decimal(text) for text in texts)

    bands = [one.target.split("..") if one.comparator == "between" else None for one in cases]
    paces = [one.pace or DEFAULT_PACE[one.kind] for one in cases]
    return Promises(
        unit=np.arange(len(cases)),
        indicator=np.arange(len(cases)),
        start=months("start"),
        due=months("due"),
        month=months("month"),
        ended=np.array([one.ended for one in cases], dtype=bool),
        comparator=np.array([COMPARATORS.index(one.comparator) for one in cases], np.int64),
        pace=np.array([PACES.index(pace) for pace in paces], np.int64),
        each=np.array([one.each for one in cases], dtype=bool),
        target=amounts(one.target if band is None else None for one, band in zip_(cases, bands)),
        low=amounts(None if band is None else band[0] for band in bands),
        high=amounts(None if band is None else band[1] for band in bands),
        baseline=amounts(one.baseline for one in cases),
        weight=amounts("1" for _ in cases),
        step=amounts(_step(one) for one in cases),
    )


def zip_(*columns):
    return zip(*columns, strict=True)


def _step(one: Case) -> str | None:
    """The value of the latest step by the case's month."""
    steps = dict(step.split(":") for step in one.steps.split())
    reached = [month for month in sorted(steps, key=int) if int(month) <= one.month]
    return steps[reached[-1]] if reached else None


def judged(late: str = "120", **given) -> dict[str, object]:
    """What the judge says of one case: texts, numbers, None. late: see evidence_of."""
    one = case(**given)
    evidence = evidence_of([one], int(late))
    judgement = judge(promises_of([one]), evidence)
    found = {name: column[0] for name, column in vars(judgement.verdicts).items()}
    said = {name: None if np.isnan(found[name]) else float(found[name]) for name in NUMBERS}
    if one.comparator == "between" and found["expected_known"]:
        said["expected"] = one.target
    return said | {
        "status": STATUSES[found["status"]],
        "rule": int(found["rule"]),
        "weighted": bool(found["weighted"]),
        "out_of_reach": bool(found["out_of_reach"]),
        "forecast_ok": None if found["forecast_ok"] < 0 else bool(found["forecast_ok"]),
        "member": evidence.figures.members[found["member"]] if found["member"] >= 0 else None,
        "gaps": " ".join(str(month - DECEMBER_2020) for month in judgement.gap_period) or None,
        "reported": int(found["reported"]),
        "to_come": int(found["to_come"]),
    }


def lines(table: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """The lines of a table as (id, inputs, outcomes), its header first; the bar apart is "->"."""
    for line in table.strip().splitlines():
        if line.strip() and not set(line.strip()) <= set("-+>| "):
            inputs, _, outcomes = line.partition("->")
            parts = [[cell.strip() for cell in side.split("|")] for side in (inputs, outcomes)]
            yield " ".join(line.split()), *parts


def cases(table: str) -> list:
    """Parameters (given, expected) of a table; an empty cell leaves what is usual."""
    (_, names, outcomes), *rows = lines(table)
    found = []
    for line, inputs, wanted in rows:
        given = {name: cell for name, cell in zip_(names, inputs) if cell}
        if "each" in given:
            given["each"] = given["each"] == "yes"
        found.append(pytest.param(given, dict(zip_(outcomes, wanted)), id=line))
    return found


def assert_says(result: dict[str, object], expected: dict[str, str]) -> None:
    """Every expected cell is what the judge said; "-" is null, numbers as exact as written."""
    for name, text in expected.items():
        found = result[name]
        if isinstance(found, bool):
            found = "yes" if found else "no"
        if isinstance(found, float) and text != "-":
            assert found == pytest.approx(float(Fraction(text)), rel=1e-12, abs=_blur(text)), name
        else:
            assert str("-" if found is None else found) == text, name


def _blur(text: str) -> float:
    """Half of the last place of a rounded number, one with four decimals; others are exact."""
    decimals = len(text.partition(".")[2])
    return 0.51 * 10**-decimals if decimals >= 4 else 0.0


@dataclass(frozen=True)
class Lives:
    """Several units that report on one indicator. units: "a:6>b c" is a, whose last month is 6
    and which merges into b, then c, which lives on; figures: the text of each unit's figures."""

    units: str
    figures: dict[str, str]
    indicator: Indicator = field(default_factory=lambda: indicator_of(Case()))

    @property
    def list(self) -> list[Unit]:
        """The units in their order."""
        return [_life(word) for word in self.units.split()]

    def number(self, code: str) -> int:
        """The place of a unit."""
        return [unit.code for unit in self.list].index(code)

    def evidence(self, late_through: int = 120) -> Evidence:
        """What a judgement of any of them needs."""
        reported = [
            figure
            for code, text in self.figures.items()
            for figure in figures_of(text, code, self.indicator.code)
        ]
        return Evidence(
            measures_of([self.indicator]),
            links_of(self.list),
            replaced(
                NOTHING,
                reported,
                {unit.code: number for number, unit in enumerate(self.list)},
                {self.indicator.code: 0},
            ),
            DECEMBER_2020 + late_through,
        )


def _life(word: str) -> Unit:
    code, _, life = word.partition(":")
    last, _, successor = life.partition(">")
    end = first_day(DECEMBER_2020 + int(last)) if last else None
    return Unit(code, "", "", "so", None, None, end, successor or None)
