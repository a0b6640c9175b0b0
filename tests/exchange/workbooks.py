"""A small province to report on, and workbooks filled in as a clerk would."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from kpis.domain.definitions import Indicator, Label, Unit
from kpis.domain.figures import Figure
from kpis.domain.months import month_of, reporting_deadline, reporting_window
from kpis.exchange.layout import HEADERS, Owed
from kpis.exchange.reading import read_upload
from kpis.exchange.template import template
from kpis.exchange.understood import Understood
from kpis.exchange.uploads import figures_in_upload

MONTH = month_of("2021-06")
HUNDRED = Decimal(100)


def indicator(code: str, kind: str, unit: str = "%", **more) -> Indicator:
    """An entry of the catalogue with what a test needs of it."""
    name = Label(f"Chỉ tiêu {code}", f"Indicator {code}")
    if kind == "ratio":
        more = {"numerator": Label("Tử", "Top"), "denominator": Label("Mẫu", "Base")} | more
        more.setdefault("scale", HUNDRED if unit == "%" else Decimal(1))
    return Indicator(code, name, "thu", unit, kind, "higher", **more)


INDICATORS = {
    each.code: each
    for each in [
        indicator("dung-han", "ratio", share=True, min=Decimal(0), max=HUNDRED),
        indicator("thoi-gian-cho", "ratio", "phút"),
        indicator("sang-kien", "count", "sáng kiến", decimals=0),
        indicator("giai-ngan", "count", "tỷ đồng", decimals=2),
        indicator("hai-long", "level", min=Decimal(0), max=HUNDRED),
        indicator("ton-dong", "level", "hồ sơ"),
        indicator("de-an", "milestone", ""),
        indicator("xep-hang", "rank", ""),
        indicator("theo-linh-vuc", "ratio", share=True, breakdown="linh-vuc"),
    ]
}
UNITS = {
    each.code: each
    for each in [
        Unit("so-tu-phap", "Sở Tư pháp", "Department of Justice", "so", None, None, None, None),
        Unit("so-noi-vu", "Sở Nội vụ", "Department of Home Affairs", "so", None, None, None, None),
    ]
}
UNIT = UNITS["so-tu-phap"]


def owed_rows(
    *keys: str | tuple[str, str | None], last: Figure | None = None, current: Figure | None = None
) -> list[Owed]:
    """Rows owed: codes of indicators, or (code, member)."""
    pairs = [key if isinstance(key, tuple) else (key, None) for key in keys]
    return [Owed(INDICATORS[code], member, "≥ 95", last, current) for code, member in pairs]


def figure(code: str, *, n=None, d=None, v=None, member=None, month=MONTH, note=None) -> Figure:
    """A figure of the unit; amounts as text."""
    amounts = [None if amount is None else Decimal(amount) for amount in (n, d, v)]
    return Figure(UNIT.code, code, month, member, *amounts, note)


def made(owed: list[Owed], language: str = "vi", unit: Unit = UNIT, month: int = MONTH) -> bytes:
    """The workbook for what is owed."""
    return template(
        unit=unit,
        month=month,
        owed=owed,
        window=reporting_window(month, 1),
        deadline=reporting_deadline(month, 5, "next"),
        province="UBND tỉnh Vĩnh Phúc",
        language=language,
    )


def changed(workbook: bytes, change: Callable[[Worksheet], object]) -> bytes:
    """The workbook after something was done to its first sheet, saved by another program."""
    book = openpyxl.load_workbook(BytesIO(workbook))
    change(book.worksheets[0])
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def cell_of(sheet: Worksheet, code: str, column: str, member: str = "") -> str:
    """The name of the cell of an indicator's row, found as a person finds it."""
    header = next(row for row in sheet.iter_rows() if str(row[0].value).startswith("camket|"))
    words = (HEADERS[column].vi, HEADERS[column].en)
    letter = next(cell.column_letter for cell in header if cell.value in words)
    ids = (cell for cell in sheet["A"] if cell.value == f"{code}|{member}")
    return f"{letter}{next(ids).row}"


def filled(workbook: bytes, cells: dict[tuple[str, ...], object]) -> bytes:
    """The workbook with (indicator, column) or (indicator, column, member) typed in."""

    def fill(sheet: Worksheet) -> None:
        for key, value in cells.items():
            sheet[cell_of(sheet, *key)] = value

    return changed(workbook, fill)


def understood(
    content: bytes,
    owed: list[Owed] = (),
    *,
    name: str = "bao-cao.xlsx",
    unit: Unit | None = UNIT,
    month: int | None = MONTH,
    units: dict[str, Unit] = UNITS,
) -> Understood:
    """What the program makes of a file."""
    return figures_in_upload(
        read_upload(name, content),
        unit=unit,
        month=month,
        indicators=INDICATORS,
        units=units,
        owed=owed,
    )


def codes(found: Understood) -> list[str]:
    """The codes of all problems, in their order."""
    return [problem.code for problem in found.problems]


def amounts(found: Understood) -> dict[tuple[str, str | None], tuple]:
    """(indicator, member) -> numerator, denominator, value."""
    return {(f.indicator, f.member): (f.numerator, f.denominator, f.value) for f in found.figures}
