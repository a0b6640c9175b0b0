"""Who keeps how many promises, and the stories: decided first, the figures follow from it."""

from dataclasses import dataclass
from fractions import Fraction

from demo_basics import QUARTERS, Draws, month_number
from demo_promises import PROMISES, Promise
from demo_units import UNITS, Unit

# How many promises fall short at the end of March, June and September 2021.
_SHORT = {
    "cong-an-tinh": (1, 0, 0),
    "bao-hiem-xa-hoi-tinh": (1, 0, 1),
    "van-phong-ubnd-tinh": (1, 1, 1),
    "so-noi-vu": (2, 1, 1),
    "so-tu-phap": (2, 1, 0),
    "so-ke-hoach-va-dau-tu": (1, 1, 1),
    "so-thong-tin-va-truyen-thong": (2, 1, 1),
    "ban-quan-ly-cac-khu-cong-nghiep": (1, 1, 1),
    "kho-bac-nha-nuoc-vinh-phuc": (1, 1, 1),
    "tp-vinh-yen": (2, 1, 1),
    "huyen-yen-lac": (2, 1, 2),
    "so-tai-chinh": (3, 2, 1),
    "so-cong-thuong": (3, 3, 2),
    "so-nong-nghiep-va-phat-trien-nong-thon": (2, 3, 3),
    "so-xay-dung": (1, 2, 3),
    "so-giao-duc-va-dao-tao": (3, 2, 1),
    "so-ngoai-vu": (2, 2, 2),
    "cuc-thue-tinh": (2, 2, 1),
    "tp-phuc-yen": (3, 3, 3),
    "huyen-song-lo": (5, 3, 1),
    "huyen-tam-duong": (3, 3, 2),
    "huyen-binh-xuyen": (2, 3, 4),
    "so-giao-thong-van-tai": (3, 5, 3),
    "so-lao-dong-thuong-binh-va-xa-hoi": (4, 4, 5),
    "so-van-hoa-the-thao-va-du-lich": (3, 4, 5),
    "so-y-te": (3, 4, 5),
    "huyen-tam-dao": (4, 5, 5),
    "huyen-vinh-tuong": (4, 4, 3),
    "so-tai-nguyen-va-moi-truong": (5, 6, 6),
    "so-khoa-hoc-va-cong-nghe": (5, 6, 6),
    "thanh-tra-tinh": (4, 5, 4),
    "huyen-lap-thach": (5, 7, 6),
}

# The harder a promise, the sooner it falls short. Those not named never do, unless a story says so.
_HARD = {
    "thanh-toan-truc-tuyen": 10,
    "ho-so-so-hoa": 9,
    "ket-qua-dien-tu": 8,
    "ho-so-truc-tuyen": 8,
    "dvc-co-ho-so": 7,
    "giai-ngan-dau-tu-cong": 7,
    "tthc-truoc-han": 6,
    "buu-chinh-cong-ich": 6,
    "ho-so-toan-trinh": 6,
    "dvc-toan-trinh": 5,
    "nhiem-vu-ke-hoach": 5,
    "kiem-tra-cchc": 5,
    "hai-long-pakn": 5,
    "kien-nghi-sau-kiem-tra": 5,
    "chuyen-doi-vi-tri": 4,
    "tthc-cong-khai": 4,
    "tthc-don-gian-hoa": 4,
    "sang-kien": 4,
    "hai-long-tthc": 4,
    "van-ban-dung-tien-do": 4,
    "xa-mot-cua-iso": 4,
    "nhiem-vu-giao-dung-han": 3,
    "van-ban-ky-so": 3,
    "danh-gia-quy": 3,
    "tthc-dung-han": 2,
}
_ANNUAL = ("sipas", "chi-so-cchc", "thu-hang-cchc", "giam-bien-che", "tu-bao-dam-chi")

TOO_NICE = "ban-quan-ly-cac-khu-cong-nghiep"
NICE = ("nhiem-vu-giao-dung-han", "tthc-dung-han", "hai-long-tthc")
IDLE = {"so-ngoai-vu": tuple(map(month_number, ("2020-04", "2021-07", "2021-08")))}
NOTHING_FOUND = ("so-ngoai-vu", "kien-nghi-sau-kiem-tra")  # 0/0: no inspection found anything
NEVER_REPORTED = {("so-khoa-hoc-va-cong-nghe", month_number("2021-09"))}
HOLE = ("huyen-lap-thach", "thanh-toan-truc-tuyen", month_number("2021-04"))
RATES_ONLY = ("cuc-thue-tinh", "hai-long-tthc")  # its own system gives no counts
CALM = ("huyen-song-lo",)  # improves step by step, with few ups and downs


@dataclass(frozen=True)
class Story:
    """A promise whose course is told and not drawn.

    short: whether it falls short in March, June, September. at: the actual at these months, where
    it matters how far.
    """

    short: tuple[bool, bool, bool]
    at: tuple[Fraction, ...] | None = None


def _story(short: str, at: str = "") -> Story:
    flags = (short[0] == "x", short[1] == "x", short[2] == "x")
    return Story(flags, tuple(map(Fraction, at.split())) or None)


STORIES = {
    # Out of reach: even 100 % from July on would not bring the year to 98 %.
    ("so-tai-nguyen-va-moi-truong", "tthc-dung-han"): _story("xxx", "95 94.2 93.8"),
    ("so-tai-nguyen-va-moi-truong", "tthc-qua-han"): _story("xxx"),
    ("so-tai-nguyen-va-moi-truong", "tthc-dung-han-linh-vuc"): _story("xxx"),
    ("so-tai-nguyen-va-moi-truong", "thu-xin-loi"): _story("-xx"),
    # Amended in July: 30 % becomes 22 %.
    ("so-giao-thong-van-tai", "thanh-toan-truc-tuyen"): _story("xx-", "16 18.6 23.4"),
    # The average of all fields is kept and hides that of land.
    ("tp-phuc-yen", "tthc-dung-han"): _story("---", "95.6 95.7 95.9"),
    ("tp-phuc-yen", "tthc-dung-han-linh-vuc"): _story("xxx"),
    # A date that was missed by a month.
    ("so-nong-nghiep-va-phat-trien-nong-thon", "ra-soat-van-ban"): _story("-xx"),
    # A month that was never reported: not known, so not kept.
    ("huyen-lap-thach", "thanh-toan-truc-tuyen"): _story("-xx"),
    # Kept by the first report, not after the inspectors took ratings out.
    ("huyen-vinh-tuong", "hai-long-tthc"): _story("-xx", "82.5 79.4 79.7"),
    # More was opened at once than the range says.
    ("so-y-te", "dvc-toan-trinh"): _story("xxx", "42 43 45"),
    # From five that fall short to one.
    ("huyen-song-lo", "hai-long-tthc"): _story("x--"),
    ("huyen-song-lo", "tthc-truoc-han"): _story("x--"),
    ("huyen-song-lo", "ho-so-so-hoa"): _story("xx-"),
    ("huyen-song-lo", "ho-so-truc-tuyen"): _story("xx-"),
    ("huyen-song-lo", "thanh-toan-truc-tuyen"): _story("xxx"),
    ("huyen-tam-dao", "bao-cao-dung-han"): _story("xxx"),
    ("thanh-tra-tinh", "bao-cao-dung-han"): _story("-xx"),
    ("so-van-hoa-the-thao-va-du-lich", "bao-cao-dung-han"): _story("--x"),
    **{(TOO_NICE, indicator): _story("---") for indicator in NICE},
}

Fates = dict[str, tuple[bool, bool, bool]]


def is_judged(promise: Promise, month: int) -> bool:
    """Whether there is anything to judge at a month of QUARTERS."""
    if promise.indicator in _ANNUAL or promise.indicator == "ban-hanh-ke-hoach":
        return False
    return promise.pace != "at_due" or month >= month_number(promise.due)


def fates_of(unit: Unit) -> Fates:
    """Per indicator whether its promise falls short in March, June and September 2021."""
    promises = PROMISES[unit.code]
    told = {p.indicator: s.short for p in promises if (s := STORIES.get((unit.code, p.indicator)))}
    order = [p for p in promises if p.indicator in _HARD and p.indicator not in told]
    if unit.code == NOTHING_FOUND[0]:
        order = [promise for promise in order if promise.indicator != NOTHING_FOUND[1]]
    draws = Draws(unit.code, "fates")
    ease = {p.indicator: -_HARD[p.indicator] * 10 + draws.whole(-45, 45) for p in order}
    order.sort(key=lambda promise: ease[promise.indicator])
    drawn: dict[str, list[bool]] = {promise.indicator: [] for promise in order}
    for place, month in enumerate(QUARTERS):
        left = _SHORT[unit.code][place] - sum(short[place] for short in told.values())
        assert left >= 0, f"the stories of {unit.code} fall short more often than it may"
        for promise in order:
            short = left > 0 and is_judged(promise, month)
            drawn[promise.indicator].append(short)
            left -= short
        assert left == 0, f"{unit.code} has not so many promises that can fall short"
    kept = dict.fromkeys((p.indicator for p in promises), (False, False, False))
    return kept | told | {code: (a, b, c) for code, (a, b, c) in drawn.items()}


FATES = {unit.code: fates_of(unit) for unit in UNITS}
