"""What a unit's workbook looks like: known to what writes it and to what reads it."""

from dataclasses import dataclass

from kpis.domain.definitions import Indicator, Label
from kpis.domain.figures import Figure
from kpis.domain.months import month_of, month_text

FORMAT = 1
SHEET = Label("Báo cáo", "Report")
GUIDE = Label("Hướng dẫn", "Instructions")
IDENTITY_SHEET = "_camket"

# Columns in their order, by the names that the code uses. A header is recognised by its words, in
# either language, so that columns may be moved and added.
HEADERS = {
    "number": Label("STT", "No."),
    "indicator": Label("Chỉ tiêu", "Indicator"),
    "member": Label("Thành phần", "Member"),
    "unit_of_measure": Label("Đơn vị tính", "Unit of measure"),
    "formula": Label("Cách tính", "How it is counted"),
    "promise": Label("Cam kết", "Promise"),
    "last": Label("Kỳ trước", "Last reported"),
    "numerator": Label("Tử số", "Numerator"),
    "denominator": Label("Mẫu số", "Denominator"),
    "value": Label("Giá trị", "Value"),
    "nothing": Label("Không phát sinh", "Nothing happened"),
    "note": Label("Ghi chú / giải trình", "Note / explanation"),
}
INPUTS = ("numerator", "denominator", "value", "nothing", "note")
MARK = "x"


@dataclass(frozen=True)
class Owed:
    """One row of a unit's workbook: an indicator, or one member of its breakdown.

    member: None for an indicator without a breakdown, or whose members nobody has named yet.
    promise: what was signed, already worded ("≥ 95"). last: the latest figure of an earlier month,
    current: what is already published for this month; None where there is none.
    """

    indicator: Indicator
    member: str | None
    promise: str
    last: Figure | None = None
    current: Figure | None = None


@dataclass(frozen=True)
class Identity:
    """Whose workbook it is: format of the workbook, code of the unit, month (months.month_of)."""

    format: int
    unit: str
    month: int


def identity_text(identity: Identity) -> str:
    """What the header of the hidden column says, beside the hidden sheet."""
    return f"camket|{identity.format}|{identity.unit}|{month_text(identity.month)}"


def identity_of(text: object) -> Identity | None:
    """The reverse of `identity_text`; None for anything else."""
    parts = text.strip().split("|") if isinstance(text, str) else []
    if len(parts) != 4 or parts[0] != "camket" or not parts[1].isdecimal():
        return None
    try:
        return Identity(int(parts[1]), parts[2], month_of(parts[3]))
    except ValueError:
        return None


def row_id(indicator: str, member: str | None) -> str:
    """What recognises a row wherever it is moved to."""
    return f"{indicator}|{member or ''}"


def fillable(indicator: Indicator) -> tuple[str, ...]:
    """The columns in which a figure of this indicator may be typed."""
    if indicator.kind == "ratio" and indicator.breakdown is not None:
        return ("numerator", "denominator", "nothing", "note")
    if indicator.kind == "ratio":
        return ("numerator", "denominator", "value", "nothing", "note")
    if indicator.kind == "count":
        return ("value", "nothing", "note")
    return ("value", "note")


def month_shown(month: int) -> str:
    """The month as people write it: "06/2021"."""
    return f"{month % 12 + 1:02d}/{month // 12:04d}"
