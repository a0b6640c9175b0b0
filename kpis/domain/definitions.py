"""What is measured and by whom: indicators, units, settings. Plain, frozen data.

Field names are the keys of the YAML files and the columns of the CSV files (docs/formats.md).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

KINDS = ("ratio", "count", "level", "milestone", "rank")
OVER_TIME = {  # what a kind allows, its default first
    "ratio": ("pooled", "month"),
    "count": ("sum",),
    "level": ("last", "mean"),
    "milestone": ("last",),
    "rank": ("last",),
}
OVER_UNITS = {
    "ratio": ("pooled", "none"),
    "count": ("sum", "none"),
    "level": ("mean", "sum", "none"),
    "milestone": ("sum", "none"),
    "rank": ("none",),
}
DIRECTIONS = ("higher", "lower", "range")
FREQUENCIES = ("monthly", "quarterly", "annual")
WHEN_NOTHING = ("exclude", "zero", "full")
SOURCES = ("self", "system", "inspected")
CLOSES = ("never", "deadline")
CONFIRMS = ("none", "head")


@dataclass(frozen=True)
class Label:
    """A text in both languages."""

    vi: str
    en: str


@dataclass(frozen=True)
class Indicator:
    """One entry of the catalogue.

    field: the field of work, the name of its file without ".yaml".
    unit: what the value is in, as shown ("%", "hồ sơ").
    scale: what multiplies a ratio: 100 when unit is "%", else 1 unless given. 1 for other kinds.
    share: the numerator is part of the denominator.
    min, max: bounds of a possible value; None is unbounded.
    tolerance: relative shortfall that is still at_risk; None where tolerance_abs is given.
    breakdown: the name of what figures are broken down by (their `member`), or None.
    decimals: how many to show at least; never how exact the figure is.
    must, should: rules between figures of one unit (consistency.py); figures that break a `must`
        can't be accepted, those that break a `should` need an explanation.
    recorded: the instant from which this version counts; None is the instant of the import.
    """

    code: str
    name: Label
    field: str
    unit: str
    kind: str
    direction: str
    frequency: str = "monthly"
    over_time: str = "pooled"
    over_units: str = "pooled"
    scale: Decimal = Decimal(1)
    share: bool = False
    numerator: Label | None = None
    denominator: Label | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    tolerance: Decimal | None = Decimal("0.05")
    tolerance_abs: Decimal | None = None
    when_nothing: str = "exclude"
    breakdown: str | None = None
    decimals: int = 1
    basis: str | None = None
    formula: Label | None = None
    beware: Label | None = None
    must: tuple[str, ...] = ()
    should: tuple[str, ...] = ()
    recorded: datetime | None = None


@dataclass(frozen=True)
class Unit:
    """A reporting organisation and its life.

    valid_from, valid_to: first and last day, both included; None is open.
    successor: code of the one unit that it wholly merges into after valid_to, or None.
    """

    code: str
    name: str
    name_en: str
    kind: str
    parent: str | None
    valid_from: date | None
    valid_to: date | None
    successor: str | None
    recorded: datetime | None = None


@dataclass(frozen=True)
class Settings:
    """What a province decides for itself.

    due_day, due_month: the reporting deadline, see months.reporting_deadline.
    window_start_day: first day of the time that a month's figures cover.
    tiers: conditions on completion, best first, such as "=100", ">85"; what meets none is "rest".
    unit_kinds: names of the kinds of unit (the clusters that are ranked), in order of showing.
    fields: names of the fields of work, by the catalogue's file name, in order of showing.
    close: whether a month can no longer be reported for after its deadline.
    confirm: "head" when the head of a unit confirms before the office decides.
    """

    due_day: int = 5
    due_month: str = "next"
    window_start_day: int = 1
    tiers: tuple[str, ...] = ("=100", ">85", ">70", ">50")
    unit_kinds: dict[str, Label] = field(default_factory=dict)
    fields: dict[str, Label] = field(default_factory=dict)
    close: str = "never"
    confirm: str = "none"
    recorded: datetime | None = None
