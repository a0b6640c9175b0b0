"""Rows of a sheet that are not figures: titles, sections, totals, signatures. Told, not dropped."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpis.exchange.folding import fold, tidy
from kpis.exchange.numerals import parse_number
from kpis.exchange.tables import Sheet, Value, blank

EMPTY, SECTION, TOTAL, SIGNATURE, NUMBERING = "empty", "section", "total", "signature", "numbering"
TITLE, IGNORED, OTHER = "title", "ignored", "other"
_SHOWN = 80  # characters of a row
_READ = 300  # characters of a cell that are looked at

_NUMBER_BEFORE = re.compile(r"^\(?(?:\d+|[ivx]+|[a-z])[.)/]\s*")
_TOTALS = re.compile(
    r"(?:tong|cong|tong cong|tong so|tong chung|cong chung|toan tinh|toan thanh pho|binh quan"
    r"|trung binh|binh quan chung|total|grand total|sum|average)(?:\s*[:(].*)?"
    r"|(?:tong cong|cong toan|tong toan|toan tinh|tong so|binh quan toan)\s.*"
)
_SIGNATURES = re.compile(
    r"(?:nguoi (?:lap|tong hop|bao cao|ky)|thu truong|giam doc|pho giam doc|chu tich|pho chu tich"
    r"|chanh van phong|truong phong|ke toan truong|noi nhan|ky ten|xac nhan cua|prepared by|signed)"
    r"\b.*|(?:kt|tm|tl|tuq|q)\s*\.\s*\S.*|\(?\s*(?:da ky|ky,? (?:ten|ghi ro)|ky ghi).*"
    r"|.*\bngay\b.{0,12}\bthang\b.{0,12}\bnam\b.{0,8}|- ?luu.*"
)
_GROUPS = re.compile(
    r".*\b(?:so, ?(?:ban|nganh)|ban, ?nganh|khoi|cap (?:tinh|huyen|xa)|huyen, ?(?:thi|thanh|tp)"
    r"|xa, ?phuong|cac (?:so|don vi|huyen|xa|phuong)|nhom|cum)\b.*"
)
_ROMAN = re.compile(r"\(?(?:[ivxlc]+|[a-hđ])[.)]?")
_COLUMN_NUMBER = re.compile(r"\(\s*[\da-z]{1,2}\s*\)|\(?\d{1,2}\)?\s*=\s*[\d(].*")


@dataclass(frozen=True)
class Skipped:
    """A row that was not read as figures. reason: one of the words above; text: what it shows."""

    place: str
    reason: str
    text: str


def kind_of_row(cells: Sequence[Value]) -> str | None:
    """What a row is when it is none of figures; None when nothing about it says so.

    A total begins with a word for it ("Tổng cộng", "Toàn tỉnh (117 đơn vị)"; never "Công an
    tỉnh"); a section is words without numbers, or a numbered group ("I", "Sở, ban, ngành") with
    its subtotal.
    """
    filled = [value for value in cells if not blank(value)]
    if not filled:
        return EMPTY
    texts = [fold(value[:_READ]) for value in filled if isinstance(value, str)]
    named = [_NUMBER_BEFORE.sub("", text) for text in texts]
    numbers = sum(map(is_number, filled))
    if any(_TOTALS.fullmatch(text) for text in named[:2]):
        return TOTAL
    if len(filled) > 1 and all(isinstance(v, str) and _is_column_number(v) for v in filled):
        return NUMBERING
    if not numbers and any(_SIGNATURES.fullmatch(text) for text in texts):
        return SIGNATURE
    headed = len(texts) > 1 and _ROMAN.fullmatch(texts[0])
    if headed and any(_GROUPS.fullmatch(text) for text in texts[1:2]):
        return SECTION
    worded = len(filled) - numbers
    return SECTION if not numbers and worded <= (2 if headed else 1) else None


def _is_column_number(text: str) -> bool:
    return bool(_COLUMN_NUMBER.fullmatch(text.strip()[:_READ]))


def is_number(value: Value) -> bool:
    """Whether a cell shows a number, also one typed as text."""
    if isinstance(value, str):
        return bool(parse_number(value).readings)
    return isinstance(value, int | float) and not isinstance(value, bool)


def skipped_row(sheet: Sheet, row: int, reason: str) -> Skipped:
    """A row as it is listed among those not read."""
    cells = sheet.rows[row] if row < len(sheet.rows) else ()
    texts = (tidy(value) for value in cells if isinstance(value, str) and value.strip())
    text = " | ".join(texts)
    return Skipped(sheet.place(row), reason, text[:_SHOWN])


def rows_below(sheet: Sheet, header: int) -> Iterator[int]:
    """The rows under a header down to the last filled one, empty ones too."""
    filled = [row for row in sheet.filled_rows() if row > header]
    return iter(range(header + 1, max(filled, default=header) + 1))
