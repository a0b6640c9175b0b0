"""Times loading and judging a made-up province; prints a table. Run: make bench

The sizes are those of a hospital system of 274 organisations over three years (one promise each a
year), of a province (60 units, 45 promises each), and of the country's communes (3,321 units, 60
promises each) over twelve months.
"""

import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

from kpis.domain.months import month_of, month_text
from kpis.services.evaluation import evaluate
from kpis.services.loading import Act, load_catalogue, load_commitments, load_figures, load_units
from kpis.store.database import Store, create

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CATALOGUE = """
- code: {code}
  name: {{vi: Chỉ tiêu {code}, en: Indicator {code}}}
  unit: "%"
  kind: ratio
  share: true
  numerator: {{vi: Tử số, en: Numerator}}
  denominator: {{vi: Mẫu số, en: Denominator}}
  direction: higher
  frequency: monthly
"""


@dataclass(frozen=True)
class Size:
    """A province: units x indicators x months; promises run for a year each."""

    name: str
    units: int
    indicators: int
    months: int


SIZES = (
    Size("274 organisations, 3 years", 274, 1, 36),
    Size("province, 12 months", 60, 45, 12),
    Size("3,321 communes, 12 months", 3321, 60, 12),
)
FIRST = month_of("2022-01")


def units(size: Size) -> str:
    """units.csv."""
    head = "code,name,name_en,kind,parent,valid_from,valid_to,successor\n"
    return head + "".join(f"u{n},Đơn vị {n},Unit {n},xa,,2010-01-01,,\n" for n in range(size.units))


def commitments(size: Size) -> str:
    """commitments.yaml: one document per unit and year."""
    texts = []
    for year in range(size.months // 12):
        start, due = (month_text(FIRST + 12 * year + month) for month in (0, 11))
        for unit in range(size.units):
            texts.append(
                f"- id: CK-{unit}-{year}\n  unit: u{unit}\n"
                "  recorded: 2022-01-01T00:00:00+07:00\n  items:\n"
            )
            texts += [
                f'  - {{indicator: i{n}, comparator: ">=", target: {90 + n % 10}, '
                f"start: {start}, due: {due}}}\n"
                for n in range(size.indicators)
            ]
    return "".join(texts)


def figures(size: Size) -> str:
    """figures.csv: every unit, indicator and month; a tenth of them exactly 100 %."""
    rng = random.Random(7)
    lines = ["unit,indicator,period,member,numerator,denominator,value,note,source,published_at"]
    for month in range(size.months):
        period, at = month_text(FIRST + month), "2025-12-01T09:00:00+07:00"
        for unit in range(size.units):
            for indicator in range(size.indicators):
                whole = rng.randint(50, 2000)
                part = whole if rng.random() < 0.1 else whole - rng.randint(0, whole // 8)
                lines.append(f"u{unit},i{indicator},{period},,{part},{whole},,,,{at}")
    return "\n".join(lines)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def measured(size: Size) -> dict[str, float]:
    """Seconds per step; judging is the median of five."""
    store: Store = create()
    act = Act("bench", NOW)
    catalogue = "".join(CATALOGUE.format(code=f"i{n}") for n in range(size.indicators))
    load_catalogue(store, {"thu.yaml": catalogue.encode()}, act)
    load_units(store, "units.csv", units(size).encode(), act)
    signed, reported = commitments(size).encode(), figures(size).encode()
    result = {
        "commitments": seconds(lambda: load_commitments(store, "c.yaml", signed, act)),
        "figures": seconds(lambda: load_figures(store, "f.csv", reported, act, publish=True)),
    }
    month = FIRST + size.months - 3
    times = [seconds(lambda: evaluate(store, month, NOW)) for _ in range(5)]
    store.close()
    return {**result, "judge, median": median(times), "judge, worst": max(times)}


def main() -> None:
    """Prints the table."""
    chosen = [size for size in SIZES if not sys.argv[1:] or size.name.startswith(sys.argv[1])]
    for size in chosen:
        steps = ", ".join(f"{step} {time_:.3f} s" for step, time_ in measured(size).items())
        sys.stdout.write(f"{size.name}: {steps}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
