"""What units wrote beside their figures."""

from fractions import Fraction

from demo_basics import YEAR, Draws, month_number
from demo_cells import Cell

_TET = month_number("2021-02")
_DISTANCING = range(month_number("2021-05"), month_number("2021-08") + 1)
_ONLINE = ("ho-so-truc-tuyen", "ho-so-toan-trinh", "thanh-toan-truc-tuyen", "buu-chinh-cong-ich")
_DOSSIERS = ("tthc-dung-han", "tthc-truoc-han", "hai-long-tthc", "ho-so-so-hoa")

_MORE_ONLINE = (
    "Trong thời gian giãn cách, bộ phận một cửa hướng dẫn người dân nộp hồ sơ qua mạng.",
    "Đoàn viên thanh niên hỗ trợ người dân nộp hồ sơ tại nhà.",
    "Tạm dừng tiếp nhận trực tiếp một số thủ tục để phòng, chống dịch Covid-19.",
)
_FEWER = (
    "Tháng có Tết Nguyên đán, số hồ sơ giảm.",
    "Nghỉ Tết Nguyên đán 7 ngày, hồ sơ dồn vào cuối tháng.",
)
_WORSE = {
    "tthc-dung-han": (
        "Cán bộ chuyên môn được điều động phòng, chống dịch, một số hồ sơ trả chậm.",
        "Hồ sơ cần lấy ý kiến nhiều cơ quan nên trả kết quả chậm.",
    ),
    "thanh-toan-truc-tuyen": ("Cổng thanh toán gián đoạn 3 ngày do nâng cấp.",),
    "ho-so-truc-tuyen": ("Đường truyền mạng số liệu chuyên dùng bị lỗi từ ngày 12 đến ngày 14.",),
    "hai-long-tthc": (
        "Người dân góp ý về thời gian chờ tại bộ phận một cửa.",
        "Một số người dân chưa hài lòng vì phải bổ sung hồ sơ nhiều lần.",
    ),
    "nhiem-vu-giao-dung-han": (
        "Nhiệm vụ phải chờ hướng dẫn của bộ, ngành Trung ương.",
        "Cán bộ phụ trách được điều động phòng, chống dịch.",
        "Nhiệm vụ cần lấy ý kiến lại của các sở, ngành.",
    ),
    "tthc-cong-khai": ("Một số thủ tục mới công bố cuối tháng, chưa kịp công khai.",),
    "bao-cao-dung-han": ("Một báo cáo gửi chậm do chờ số liệu của cấp xã.",),
    "ho-so-so-hoa": ("Máy quét hỏng, đang chờ sửa chữa.",),
    "van-ban-ky-so": ("Chứng thư số của một lãnh đạo hết hạn trong tháng.",),
}
_NOTHING = "Trong tháng không phát sinh."


def note_on(cell: Cell, before: Cell | None) -> str:
    """The note on a figure; "" on most. before: the unit's figure of the period before."""
    draws = Draws(cell.unit, cell.indicator, cell.member, "note", str(cell.month))
    if cell.denominator == 0:
        return _NOTHING
    if cell.month < YEAR[0] or cell.member:
        return ""
    if cell.month == _TET and cell.indicator in _DOSSIERS and draws.chance(12):
        return draws.one_of(_FEWER)
    if cell.month in _DISTANCING and cell.indicator in _ONLINE and draws.chance(14):
        return draws.one_of(_MORE_ONLINE)
    if cell.indicator in _WORSE and _fell(cell, before) and draws.chance(40):
        return draws.one_of(_WORSE[cell.indicator])
    return ""


def _fell(cell: Cell, before: Cell | None) -> bool:
    """Whether the rate is more than two points lower than before."""
    if before is None or not cell.denominator or not before.denominator:
        return False
    assert cell.numerator is not None and before.numerator is not None, "a ratio has both"
    fall = Fraction(before.numerator, before.denominator) - Fraction(
        cell.numerator, cell.denominator
    )
    return fall > Fraction(1, 50)
