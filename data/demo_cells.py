"""One reported figure, before anyone wrote a note on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from demo_basics import MONTHS
from demo_units import Unit

QUARTER_ENDS = tuple(month for month in MONTHS if month % 3 == 2)


@dataclass(frozen=True)
class Cell:
    """One figure: numerator and denominator, or a value as it is written."""

    unit: str
    indicator: str
    month: int
    numerator: int | None = None
    denominator: int | None = None
    value: str = ""
    member: str = ""


def ratios(unit: Unit, indicator: str, counts: Mapping[int, tuple[int, int]]) -> Iterator[Cell]:
    """Numerator and denominator by month."""
    for month, (numerator, denominator) in counts.items():
        yield Cell(unit.code, indicator, month, numerator, denominator)


def values(unit: Unit, indicator: str, by_month: Mapping[int, object]) -> Iterator[Cell]:
    """Values by month."""
    for month, value in by_month.items():
        yield Cell(unit.code, indicator, month, value=str(value))


def hundredths(number: int) -> str:
    """A number of hundredths with a decimal point: 9053 is "90.53"."""
    return f"{number // 100}.{number % 100:02d}"
