"""Writes the demonstration province: python data/make_demo.py [FOLDER], by default data/demo.

The same bytes on every machine and in every run; what it shows is planned in demo_plan.py. Run it
again after a change here or in kpis/settings.yaml, and commit what it writes.
"""

import csv
import sys
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from unicodedata import normalize

from demo_basics import month_text
from demo_promises import PROMISES, Promise
from demo_reports import rows
from demo_units import PROVINCE, UNITS, Unit

HERE = Path(__file__).parent
SETTINGS = HERE.parent / "kpis" / "settings.yaml"
_KIND_OF_PROVINCE = "  tinh: {vi: Tỉnh, en: Province}\n"
_NOT_REAL = "(minh họa)"
_CHAIRMAN = ("Chủ tịch UBND tỉnh", "Chairman of the provincial People's Committee")
_AMENDMENTS = {
    ("so-giao-thong-van-tai", "thanh-toan-truc-tuyen"): (
        "effective: 2021-07",
        "recorded: 2021-06-30T16:30:00+07:00",
        'document: "02/PL-SGTVT"',
        "signed_on: 2021-06-29",
        'reason: "Cổng thanh toán chưa kết nối với phần mềm cấp đổi giấy phép lái xe"',
        "target: 22",
    ),
}
_FIGURE_COLUMNS = (
    *("unit", "indicator", "period", "member", "numerator", "denominator", "value", "note"),
    *("source", "published_at"),
)
_UNIT_COLUMNS = (
    *("code", "name", "name_en", "kind", "parent", "valid_from", "valid_to", "successor"),
)


def settings_text() -> str:
    """The product's settings, with a kind of unit for the province itself."""
    usual = SETTINGS.read_text(encoding="utf-8")
    before, found, after = usual.partition("unit_kinds:\n")
    assert found, "kpis/settings.yaml has no unit_kinds"
    return before + found + _KIND_OF_PROVINCE + after


def units_text() -> str:
    """units.csv: the province, then the units that sign."""
    code, *province = PROVINCE
    signing = [(unit.code, *unit.names, unit.kind, code) for unit in UNITS]
    return _csv(_UNIT_COLUMNS, [(code, *province, ""), *signing])


def commitments_text() -> str:
    """commitments.yaml: one document for each unit."""
    heading = (
        "# Bản cam kết năm 2021: tên đơn vị là thật, người ký và nội dung là minh họa.\n"
        "# Commitments of 2021: units are real; who signs and what is promised are illustrative.\n"
    )
    return heading + "".join(map(_commitment, UNITS))


def figures_text() -> str:
    """figures.csv: what the units reported."""
    table = []
    for row in rows():
        cell = row.cell
        ratio = cell.numerator is not None
        table.append(
            (
                *(cell.unit, cell.indicator, month_text(cell.month), cell.member),
                *((cell.numerator, cell.denominator, "") if ratio else ("", "", cell.value)),
                *(row.note, row.source, _instant(row.published_at)),
            )
        )
    return _csv(_FIGURE_COLUMNS, table)


def _commitment(unit: Unit) -> str:
    signed_on = date.fromisoformat(unit.signed_on)
    recorded = datetime(signed_on.year, signed_on.month, signed_on.day, 9) + timedelta(days=3)
    department, _, place = unit.sign.partition("-")
    short = (place or department).replace("Đ", "D")
    lines = [
        f"- id: CK-2021-{short}",
        f"  unit: {unit.code}",
        f'  document: "{unit.number}/BCK-{department}"',
        f"  signed_on: {unit.signed_on}",
        f"  signer: {_person(unit.head)}",
        f"  counter_signer: {_person(_CHAIRMAN)}",
        f"  recorded: {_instant(recorded)}",
        "  items:",
        *(f"    - {{{_item(unit, promise)}}}" for promise in PROMISES[unit.code]),
    ]
    return "\n".join(lines) + "\n"


def _person(office: tuple[str, str]) -> str:
    return f'{{name: "{_NOT_REAL}", title: {{vi: "{office[0]}", en: "{office[1]}"}}}}'


def _item(unit: Unit, promise: Promise) -> str:
    parts = [f"indicator: {promise.indicator}"]
    if promise.comparator == "between":
        low, high = promise.bounds
        parts += ["comparator: between", f"low: {low}", f"high: {high}"]
    else:
        parts += [f'comparator: "{promise.comparator}"', f"target: {promise.target}"]
    parts += ["start: 2021-01", f"due: {promise.due}"]
    if promise.weight != "1":
        parts.append(f"weight: {promise.weight}")
    if promise.pace:
        parts.append(f"pace: {promise.pace}")
    if promise.baseline:
        parts.append(f"baseline: {promise.baseline}")
    if promise.steps:
        months = ("2021-03", "2021-06", "2021-09")
        steps = [f"{month}: {step}" for month, step in zip(months, promise.steps, strict=True)]
        parts.append(f"steps: {{{', '.join(steps)}}}")
    if promise.each:
        parts.append("each: true")
    if amendment := _AMENDMENTS.get((unit.code, promise.indicator)):
        changes = ",\n          ".join(amendment)
        parts.append(f"\n       amendments: [\n         {{{changes}}}]")
    return ", ".join(parts).replace(", \n", ",\n")


def _instant(moment: datetime) -> str:
    return f"{moment.isoformat()}+07:00"


def _csv(columns: tuple[str, ...], table: list[tuple]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows((*row, *[""] * (len(columns) - len(row))) for row in table)
    return text.getvalue()


def main(folder: Path) -> None:
    """Writes the four files into `folder`."""
    files = {
        "settings.yaml": settings_text(),
        "units.csv": units_text(),
        "commitments.yaml": commitments_text(),
        "figures.csv": figures_text(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_bytes(normalize("NFC", text).encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "demo")
