"""What a unit reported for one indicator and one period. Plain, frozen data."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

# What the store keeps exactly: digits before the decimal point, and after it.
DIGITS = 20
DECIMALS = 18


@dataclass(frozen=True)
class Figure:
    """One reported figure: numerator and denominator, or a value; never both.

    period: a month (months.month_of). member: of the indicator's breakdown, or None.
    source: how it is known: self, system or inspected.
    published_at: kept from an older system, or None: the instant of its publication here.
    place: where it stood in the file, as its author sees it: "12" a line, "Báo cáo!E9" a cell.
    """

    unit: str
    indicator: str
    period: int
    member: str | None
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    note: str | None = None
    source: str = "self"
    published_at: datetime | None = None
    place: str | None = None
