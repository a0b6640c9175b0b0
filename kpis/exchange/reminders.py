"""Reminders to units, as text to be sent: its words leave the program, so they are not its ui's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kpis.domain.months import ICT
from kpis.exchange.layout import month_shown

_WORDS = {
    "vi": {
        "head": "Kính gửi: {unit}",
        "intro": "Tính đến {now}, đơn vị còn các số liệu chưa nộp như sau:",
        "late": "- Tháng {month}: hạn hết ngày {day}, quá hạn {days} ngày, còn {count} chỉ tiêu:",
        "due": "- Tháng {month}: hạn hết ngày {day}, còn {count} chỉ tiêu:",
        "end": "Đề nghị đơn vị nộp số liệu tại trang Nộp số liệu. Nếu trong kỳ không phát sinh, "
        "hãy ghi “Không phát sinh”; ô để trống được tính là chưa báo cáo.",
    },
    "en": {
        "head": "To: {unit}",
        "intro": "As of {now} the unit has not submitted these figures:",
        "late": "- {month}: due by the end of {day}, {days} days late, {count} indicators:",
        "due": "- {month}: due by the end of {day}, {count} indicators:",
        "end": "Please submit them on the page Submit. Where nothing happened, mark “Nothing "
        "happened”; an empty cell counts as not reported.",
    },
}


@dataclass(frozen=True)
class Line:
    """A month that is not complete. days_late: 0 before the deadline. missing: names."""

    month: int
    deadline: datetime
    days_late: int
    missing: tuple[str, ...]


def reminder(unit: str, lines: Sequence[Line], now: datetime, language: str = "vi") -> str:
    """The text for one unit, month by month, every indicator by its name."""
    words = _WORDS[language]
    parts = [
        words["head"].format(unit=unit),
        "",
        words["intro"].format(now=now.astimezone(ICT).strftime("%H:%M %d/%m/%Y")),
    ]
    for line in lines:
        last_day = (line.deadline - timedelta(microseconds=1)).astimezone(ICT)
        parts.append(
            words["late" if line.days_late else "due"].format(
                month=month_shown(line.month),
                day=last_day.strftime("%d/%m/%Y"),
                days=line.days_late,
                count=len(line.missing),
            )
        )
        parts += [f"    + {name}" for name in line.missing]
    return "\n".join([*parts, "", words["end"], ""])
