"""What each unit would report if it never erred and never were late."""

from collections.abc import Iterator

from demo_basics import MONTHS, YEAR, Draws, spread
from demo_cells import Cell, hundredths, ratios, values
from demo_courses import Flags, pooled_numerators
from demo_plan import FATES, NICE, RATES_ONLY, TOO_NICE
from demo_promises import PROMISES, Promise
from demo_stocks import (
    Cells,
    appraisals,
    capital_paid_out,
    communes_equipped,
    count,
    findings_resolved,
    milestone,
    offered_online,
    published_index,
    quarterly,
    rank_in_block,
    running,
    survey,
    year_end,
)
from demo_units import Unit
from demo_volumes import volumes

# Fields of work: their share of the dossiers, and of those settled late where land is slow.
_FIELDS = {
    "so-tai-nguyen-va-moi-truong": {
        "dat-dai": (40, 92),
        "do-dac-ban-do": (22, 3),
        "khoang-san": (7, 1),
        "moi-truong": (20, 3),
        "tai-nguyen-nuoc": (11, 1),
    },
    "": {
        "bao-tro-xa-hoi": (20, 4),
        "dang-ky-kinh-doanh": (12, 2),
        "dat-dai": (22, 86),
        "ho-tich": (38, 4),
        "xay-dung": (8, 4),
    },
}


def cells_of(unit: Unit) -> list[Cell]:
    """Everything the unit has to report from January 2020 to September 2021."""
    found: list[Cell] = []
    for promise in PROMISES[unit.code]:
        course = _COURSES[promise.indicator]
        found.extend(course(unit, promise, FATES[unit.code][promise.indicator]))
    return found


def monthly(work: str) -> Cells:
    """The part that was done well of each month's work of a kind of `volumes`."""

    def cells(unit: Unit, promise: Promise, short: Flags) -> Iterator[Cell]:
        of = volumes(unit)[work]
        numerators = _done(unit, promise, short, of)
        if (unit.code, promise.indicator) == RATES_ONLY:
            rates = [n * 10000 // whole for n, whole in zip(numerators, of, strict=True)]
            yield from values(unit, promise.indicator, dict(enumerate(map(hundredths, rates))))
        else:
            counts = dict(enumerate(zip(numerators, of, strict=True)))
            yield from ratios(unit, promise.indicator, counts)

    return cells


def _done(unit: Unit, promise: Promise, short: Flags, of: list[int]) -> list[int]:
    if unit.code == TOO_NICE and promise.indicator in NICE:
        return [number * int(promise.target) // 100 for number in of]
    return pooled_numerators(unit, promise, short, of)


def _late(unit: Unit) -> list[int]:
    """Dossiers settled late in each month: those that its own figures do not call on time."""
    promise = next(p for p in PROMISES[unit.code] if p.indicator == "tthc-dung-han")
    settled = volumes(unit)["settled"]
    on_time = _done(unit, promise, FATES[unit.code][promise.indicator], settled)
    return [number - done for number, done in zip(settled, on_time, strict=True)]


def _overdue(unit: Unit, promise: Promise, short: Flags) -> Iterator[Cell]:
    """Settled late, and waiting though late, of all that there was to settle."""
    of, late = volumes(unit), _late(unit)
    counts = {}
    for month in MONTHS:
        waiting = min(of["pending"][month], late[month] // 6)
        counts[month] = (late[month] + waiting, of["with carried"][month])
    yield from ratios(unit, promise.indicator, counts)


def _apologies(unit: Unit, promise: Promise, short: Flags) -> Iterator[Cell]:
    late = _late(unit)
    numerators = pooled_numerators(unit, promise, short, late)
    yield from ratios(unit, promise.indicator, dict(enumerate(zip(numerators, late, strict=True))))


def _by_field(unit: Unit, promise: Promise, short: Flags) -> Iterator[Cell]:
    """On time in each field of work; the fields add up to the unit's figures of all."""
    fields = _FIELDS.get(unit.code, _FIELDS[""])
    draws = Draws(unit.code, promise.indicator, "fields")
    late, settled = _late(unit), volumes(unit)["settled"]
    for month in MONTHS:
        weights = [share * draws.whole(88, 112) for share, _ in fields.values()]
        parts = spread(settled[month], weights, [settled[month]] * len(fields))
        slow = [share for _, share in fields.values()] if any(short) else parts
        lates = spread(late[month], slow, parts)
        for member, part, n in zip(fields, parts, lates, strict=True):
            yield Cell(unit.code, promise.indicator, month, part - n, part, member=member)


def _breaches(unit: Unit, promise: Promise, short: Flags) -> Iterator[Cell]:
    """One case a year at most, none in the first half of 2021."""
    draws = Draws(unit.code, promise.indicator)
    when = (draws.whole(0, 11), YEAR[0] + 6 + draws.whole(0, 4))
    yield from values(unit, promise.indicator, {month: int(month in when) for month in MONTHS})


_COURSES: dict[str, Cells] = {
    "nhiem-vu-ke-hoach": running("plan tasks"),
    "nhiem-vu-giao-dung-han": monthly("tasks"),
    "bao-cao-dung-han": monthly("reports"),
    "van-ban-ky-so": monthly("documents"),
    "kiem-tra-cchc": running("bodies"),
    "kien-nghi-sau-kiem-tra": findings_resolved,
    "sang-kien": count,
    "ban-hanh-ke-hoach": milestone,
    "van-ban-dung-tien-do": quarterly(4, 9),
    "ra-soat-van-ban": milestone,
    "tthc-dung-han": monthly("settled"),
    "tthc-truoc-han": monthly("settled"),
    "tthc-qua-han": _overdue,
    "tthc-dung-han-linh-vuc": _by_field,
    "thu-xin-loi": _apologies,
    "tthc-cong-khai": monthly("publications"),
    "ho-so-dong-bo": monthly("received"),
    "tthc-don-gian-hoa": count,
    "buu-chinh-cong-ich": monthly("by post possible"),
    "pakn-dung-han": monthly("complaints"),
    "hai-long-pakn": monthly("complaints"),
    "hai-long-tthc": monthly("ratings"),
    "phan-cap-uy-quyen": count,
    "giam-bien-che": year_end("posts", 3, 6),
    "chuyen-doi-vi-tri": quarterly(3, 8),
    "vi-pham-ky-luat": _breaches,
    "danh-gia-quy": appraisals,
    "giai-ngan-dau-tu-cong": capital_paid_out,
    "tu-bao-dam-chi": year_end("public bodies", 15, 30),
    "dvc-toan-trinh": offered_online,
    "ho-so-truc-tuyen": monthly("received"),
    "ho-so-toan-trinh": monthly("eligible"),
    "dvc-co-ho-so": running("online services"),
    "thanh-toan-truc-tuyen": monthly("with fees"),
    "ho-so-so-hoa": monthly("received"),
    "ket-qua-dien-tu": monthly("with results"),
    "xa-mot-cua-iso": communes_equipped,
    "sipas": survey,
    "chi-so-cchc": published_index,
    "thu-hang-cchc": rank_in_block,
}
