"""When each unit reported what, with its notes, its mistakes and what it put right later."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from demo_basics import FIRST_YEAR, Draws, month_number
from demo_cells import Cell
from demo_figures import cells_of
from demo_notes import note_on
from demo_plan import HOLE, NEVER_REPORTED, TOO_NICE
from demo_units import UNITS, Unit

_FROM_SYSTEM = (
    *("tthc-dung-han", "tthc-truoc-han", "tthc-qua-han", "tthc-dung-han-linh-vuc"),
    *("ho-so-truc-tuyen", "ho-so-toan-trinh", "ho-so-so-hoa", "ho-so-dong-bo"),
    *("thanh-toan-truc-tuyen", "ket-qua-dien-tu", "buu-chinh-cong-ich"),
)
_BY_OTHERS = {  # results of 2020 that others appraise and publish: the day they did
    "chi-so-cchc": datetime(2021, 4, 28, 15, 0),
    "thu-hang-cchc": datetime(2021, 4, 28, 15, 0),
    "sipas": datetime(2021, 5, 20, 10, 30),
}
_HOLIDAYS = {(1, 1), (4, 30), (5, 1), (9, 2)}
LATE = "huyen-tam-dao"  # ten days late, month after month
_PUNCTUAL = month_number("2021-06")  # nobody else is late with the month of the headline


@dataclass(frozen=True)
class Row:
    """One row of figures.csv."""

    cell: Cell
    note: str
    source: str
    published_at: datetime


@dataclass(frozen=True)
class Revision:
    """A figure that was first reported otherwise.

    first: by how much numerator and denominator were first too high. Then what came later: when,
    how it was known, and the reason given.
    """

    unit: str
    indicator: str
    month: str
    first: tuple[int, int]
    published_at: datetime
    source: str
    reason: str


REVISIONS = (
    Revision(
        *("huyen-vinh-tuong", "hai-long-tthc", "2021-06", (330, 330)),
        *(datetime(2021, 8, 19, 14, 5), "inspected"),
        "Đoàn kiểm tra công vụ loại 330 lượt đánh giá do cán bộ bấm thay người dân.",
    ),
    Revision(
        *("so-cong-thuong", "tthc-truoc-han", "2021-03", (-6, 0)),
        *(datetime(2021, 5, 12, 9, 20), "system"),
        "Bổ sung 6 hồ sơ trả trước hạn chưa được cập nhật trên phần mềm một cửa.",
    ),
    Revision(
        *("tp-vinh-yen", "ho-so-truc-tuyen", "2021-05", (-21, 0)),
        *(datetime(2021, 6, 18, 16, 40), "system"),
        "Bổ sung 21 hồ sơ nộp qua Cổng Dịch vụ công quốc gia đồng bộ chậm.",
    ),
    Revision(
        *("so-y-te", "nhiem-vu-giao-dung-han", "2021-05", (1, 0)),
        *(datetime(2021, 6, 10, 8, 55), "self"),
        "Một nhiệm vụ được gia hạn đã tính nhầm là đúng hạn.",
    ),
    Revision(
        *("cuc-thue-tinh", "thanh-toan-truc-tuyen", "2021-02", (54, 0)),
        *(datetime(2021, 3, 19, 10, 10), "system"),
        "Nhập nhầm hai chữ số liền nhau, nay nhập lại theo phần mềm quản lý thuế.",
    ),
    Revision(
        *("huyen-yen-lac", "giai-ngan-dau-tu-cong", "2021-05", (1250, 0)),
        *(datetime(2021, 6, 21, 15, 30), "self"),
        "Đối chiếu với Kho bạc Nhà nước: trừ 1.250 triệu đồng tạm ứng chưa đủ chứng từ.",
    ),
    Revision(
        *("so-noi-vu", "nhiem-vu-giao-dung-han", "2021-06", (-1, 0)),
        *(datetime(2021, 7, 20, 9, 0), "self"),
        "Một nhiệm vụ hoàn thành ngày 30/06 được ghi nhận chậm.",
    ),
    Revision(
        *("so-giao-thong-van-tai", "buu-chinh-cong-ich", "2021-07", (18, 0)),
        *(datetime(2021, 9, 8, 11, 15), "system"),
        "Trừ 18 hồ sơ chỉ trả kết quả qua bưu chính đã bị đếm hai lần.",
    ),
    Revision(
        *("so-lao-dong-thuong-binh-va-xa-hoi", "ho-so-truc-tuyen", "2020-11", (-14, 0)),
        *(datetime(2021, 1, 14, 14, 25), "system"),
        "Bổ sung 14 hồ sơ bảo hiểm thất nghiệp nộp trực tuyến.",
    ),
    Revision(
        *("huyen-binh-xuyen", "ho-so-truc-tuyen", "2021-08", (-40, 0)),
        *(datetime(2021, 10, 12, 8, 30), "system"),
        "Bổ sung 40 hồ sơ nộp trực tuyến trong thời gian phong tỏa.",
    ),
)


def rows() -> list[Row]:
    """Every row of figures.csv, revised figures twice."""
    found = []
    for unit in UNITS:
        before: dict[tuple[str, str], Cell] = {}
        for cell in cells_of(unit):
            if _is_reported(cell):
                note = note_on(cell, before.get((cell.indicator, cell.member)))
                found.extend(_rows_of(unit, cell, note))
                before[cell.indicator, cell.member] = cell
    return found


def _is_reported(cell: Cell) -> bool:
    never = (cell.unit, cell.month) in NEVER_REPORTED
    return not never and (cell.unit, cell.indicator, cell.month) != HOLE


def _rows_of(unit: Unit, cell: Cell, note: str) -> list[Row]:
    source = "self"
    if cell.indicator in _BY_OTHERS:
        source = "inspected"
    elif cell.indicator in _FROM_SYSTEM and unit.code != TOO_NICE:
        source = "system"
    published = _BY_OTHERS.get(cell.indicator) or published_at(unit, cell.month)
    for revision in REVISIONS:
        place = (revision.unit, revision.indicator, month_number(revision.month))
        if place == (cell.unit, cell.indicator, cell.month):
            later = Row(cell, revision.reason, revision.source, revision.published_at)
            return [Row(_first(cell, revision), note, source, published), later]
    return [Row(cell, note, source, published)]


def _first(cell: Cell, revision: Revision) -> Cell:
    assert cell.numerator is not None and cell.denominator is not None, "only counts are revised"
    numerator = cell.numerator + revision.first[0]
    denominator = cell.denominator + revision.first[1]
    assert 0 <= numerator <= denominator, f"{revision} was never possible"
    return Cell(cell.unit, cell.indicator, cell.month, numerator, denominator)


@cache
def published_at(unit: Unit, month: int) -> datetime:
    """When the unit's report of a month was published, by a clock in Vietnam."""
    draws = Draws(unit.code, "published", str(month))
    habit = Draws(unit.code, "habit").whole(-1, 1)
    first = date(FIRST_YEAR + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    if unit.code == LATE and not draws.chance(8):
        day = first + timedelta(days=draws.whole(11, 15))
    elif month != _PUNCTUAL and draws.chance(3):
        day = first + timedelta(days=draws.whole(5, 8))
    else:
        days = [first + timedelta(days=number) for number in range(5)]
        working = [d for d in days if d.weekday() < 5 and (d.month, d.day) not in _HOLIDAYS]
        place = draws.whole(0, len(working) - 1) + habit
        day = working[max(0, min(place, len(working) - 1))]
    return datetime(day.year, day.month, day.day, draws.whole(8, 16), draws.whole(0, 59))
