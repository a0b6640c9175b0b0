"""What each unit promised for 2021, on indicators of the product's own catalogue."""

from dataclasses import dataclass
from fractions import Fraction

from demo_basics import Draws, month_number, rows_of
from demo_units import UNITS, Unit

_FIRST = month_number("2021-01")

# target: one of these is drawn for each unit. steps: the values signed for March, June and
# September. start is January 2021 for all.
_USUAL = """
    indicator                | is      | target    | baseline | pace   | steps    | due     | weight
    nhiem-vu-ke-hoach        | >=      | 100       |          | steps  | 15 45 70 | 2021-12 | 1
    nhiem-vu-giao-dung-han   | >=      | 95 96     |          |        |          | 2021-12 | 2
    bao-cao-dung-han         | =       | 100       |          |        |          | 2021-12 | 1
    van-ban-ky-so            | >=      | 90 95     |          |        |          | 2021-12 | 1
    kiem-tra-cchc            | >=      | 30        |          | steps  | 6 15 24  | 2021-12 | 1
    kien-nghi-sau-kiem-tra   | >=      | 80 85     |          |        |          | 2021-12 | 1
    sang-kien                | >=      | 3 4       |          | linear |          | 2021-12 | 1
    ban-hanh-ke-hoach        | =       | 1         |          |        |          | 2021-12 | 1
    van-ban-dung-tien-do     | >=      | 90        |          |        |          | 2021-12 | 1
    ra-soat-van-ban          | =       | 1         |          | at_due |          | 2021-06 | 1
    tthc-dung-han            | >=      | 95 96 97  |          |        |          | 2021-12 | 2
    tthc-truoc-han           | >=      | 40 45 50  |          |        |          | 2021-12 | 1
    tthc-qua-han             | <=      | 2         | 6        | linear |          | 2021-12 | 1
    tthc-dung-han-linh-vuc   | >       | 90        |          |        |          | 2021-12 | 2
    thu-xin-loi              | >=      | 90        |          |        |          | 2021-12 | 1
    tthc-cong-khai           | >=      | 95        |          |        |          | 2021-12 | 1
    ho-so-dong-bo            | >=      | 90        |          |        |          | 2021-12 | 1
    tthc-don-gian-hoa        | >=      | 6 8       |          | linear |          | 2021-12 | 1
    buu-chinh-cong-ich       | >=      | 10 12 15  | 4        | linear |          | 2021-12 | 1
    pakn-dung-han            | =       | 100       |          |        |          | 2021-12 | 1
    hai-long-pakn            | >=      | 90        |          |        |          | 2021-12 | 1
    hai-long-tthc            | >       | 80        |          |        |          | 2021-12 | 2
    phan-cap-uy-quyen        | >=      | 8         |          | linear |          | 2021-12 | 1
    giam-bien-che            | >=      | 2         |          |        |          | 2021-12 | 1
    chuyen-doi-vi-tri        | >=      | 90        |          |        |          | 2021-12 | 1
    vi-pham-ky-luat          | <=      | 2         |          | linear |          | 2021-12 | 1
    danh-gia-quy             | =       | 100       |          |        |          | 2021-12 | 1
    giai-ngan-dau-tu-cong    | >=      | 95        |          | steps  | 12 38 62 | 2021-12 | 2
    tu-bao-dam-chi           | >=      | 20        |          |        |          | 2021-12 | 1
    dvc-toan-trinh           | between | 30..40    |          |        |          | 2021-12 | 1
    ho-so-truc-tuyen         | >=      | 40 45 50  | 20       | linear |          | 2021-12 | 2
    ho-so-toan-trinh         | >=      | 25 30     | 8        | linear |          | 2021-12 | 1
    dvc-co-ho-so             | >=      | 60        |          | steps  | 20 35 48 | 2021-12 | 1
    thanh-toan-truc-tuyen    | >=      | 20 25 30  | 5        | linear |          | 2021-12 | 1
    ho-so-so-hoa             | >=      | 50 60     | 15       | linear |          | 2021-12 | 1
    ket-qua-dien-tu          | >=      | 30 40     | 10       | linear |          | 2021-12 | 1
    xa-mot-cua-iso           | =       | 100       |          | at_due |          | 2021-09 | 1
    sipas                    | >       | 85        |          |        |          | 2021-12 | 1
    chi-so-cchc              | >=      | 85 88     |          |        |          | 2021-12 | 1
    thu-hang-cchc            | <=      | 3 5       |          |        |          | 2021-12 | 1
"""

_ALL = ("nhiem-vu-ke-hoach", "nhiem-vu-giao-dung-han", "bao-cao-dung-han", "van-ban-ky-so")
_WITH_DOSSIERS = ("tthc-dung-han", "hai-long-tthc", "ho-so-truc-tuyen")
_OF_KIND = {
    "so": ("chi-so-cchc",),
    "nganh-doc": ("sipas",),
    "huyen": ("kiem-tra-cchc", "giai-ngan-dau-tu-cong", "xa-mot-cua-iso", "chi-so-cchc"),
}
# What a unit promises beyond what all units, all with dossiers, and all of its kind do; with a
# minus what it does not.
_FURTHER = {
    "van-phong-ubnd-tinh": "pakn-dung-han hai-long-pakn danh-gia-quy sang-kien tthc-cong-khai "
    "vi-pham-ky-luat ban-hanh-ke-hoach",
    "so-noi-vu": "kiem-tra-cchc chuyen-doi-vi-tri danh-gia-quy phan-cap-uy-quyen giam-bien-che "
    "ban-hanh-ke-hoach",
    "so-tu-phap": "van-ban-dung-tien-do ra-soat-van-ban dvc-toan-trinh thanh-toan-truc-tuyen",
    "so-ke-hoach-va-dau-tu": "thanh-toan-truc-tuyen dvc-co-ho-so tthc-truoc-han "
    "giai-ngan-dau-tu-cong",
    "so-tai-chinh": "sang-kien kien-nghi-sau-kiem-tra danh-gia-quy giai-ngan-dau-tu-cong "
    "tthc-cong-khai vi-pham-ky-luat tthc-don-gian-hoa tu-bao-dam-chi",
    "so-cong-thuong": "thanh-toan-truc-tuyen tthc-truoc-han dvc-toan-trinh buu-chinh-cong-ich "
    "thu-hang-cchc",
    "so-nong-nghiep-va-phat-trien-nong-thon": "ra-soat-van-ban van-ban-dung-tien-do "
    "tthc-don-gian-hoa dvc-toan-trinh",
    "so-giao-thong-van-tai": "thanh-toan-truc-tuyen ho-so-so-hoa buu-chinh-cong-ich tthc-truoc-han",
    "so-xay-dung": "tthc-truoc-han tthc-cong-khai giai-ngan-dau-tu-cong",
    "so-tai-nguyen-va-moi-truong": "tthc-qua-han tthc-dung-han-linh-vuc thu-xin-loi "
    "ho-so-so-hoa kien-nghi-sau-kiem-tra",
    "so-thong-tin-va-truyen-thong": "dvc-toan-trinh dvc-co-ho-so ket-qua-dien-tu ho-so-dong-bo "
    "thu-hang-cchc",
    "so-lao-dong-thuong-binh-va-xa-hoi": "buu-chinh-cong-ich tthc-truoc-han kiem-tra-cchc "
    "thanh-toan-truc-tuyen",
    "so-van-hoa-the-thao-va-du-lich": "sang-kien tthc-cong-khai dvc-toan-trinh",
    "so-khoa-hoc-va-cong-nghe": "sang-kien dvc-co-ho-so ket-qua-dien-tu",
    "so-giao-duc-va-dao-tao": "dvc-toan-trinh tthc-truoc-han kiem-tra-cchc",
    "so-y-te": "dvc-toan-trinh tthc-truoc-han thanh-toan-truc-tuyen",
    "so-ngoai-vu": "-ho-so-truc-tuyen sang-kien vi-pham-ky-luat danh-gia-quy tthc-cong-khai "
    "kien-nghi-sau-kiem-tra",
    "thanh-tra-tinh": "pakn-dung-han hai-long-pakn kien-nghi-sau-kiem-tra danh-gia-quy sang-kien "
    "vi-pham-ky-luat",
    "ban-quan-ly-cac-khu-cong-nghiep": "tthc-truoc-han tthc-cong-khai dvc-toan-trinh",
    "cong-an-tinh": "ho-so-so-hoa thanh-toan-truc-tuyen vi-pham-ky-luat tthc-qua-han",
    "bao-hiem-xa-hoi-tinh": "buu-chinh-cong-ich pakn-dung-han ket-qua-dien-tu",
    "cuc-thue-tinh": "thanh-toan-truc-tuyen pakn-dung-han",
    "kho-bac-nha-nuoc-vinh-phuc": "ket-qua-dien-tu tthc-truoc-han",
    "tp-vinh-yen": "tthc-dung-han-linh-vuc thanh-toan-truc-tuyen ho-so-toan-trinh",
    "tp-phuc-yen": "tthc-dung-han-linh-vuc thanh-toan-truc-tuyen thu-hang-cchc",
    "huyen-lap-thach": "thanh-toan-truc-tuyen pakn-dung-han tthc-cong-khai",
    "huyen-song-lo": "thanh-toan-truc-tuyen tthc-truoc-han ho-so-so-hoa",
    "huyen-tam-dao": "buu-chinh-cong-ich tthc-cong-khai thu-hang-cchc",
    "huyen-tam-duong": "ho-so-so-hoa pakn-dung-han tthc-truoc-han",
    "huyen-binh-xuyen": "thanh-toan-truc-tuyen ket-qua-dien-tu tthc-truoc-han",
    "huyen-yen-lac": "ho-so-toan-trinh tthc-truoc-han sang-kien",
    "huyen-vinh-tuong": "thanh-toan-truc-tuyen ho-so-so-hoa danh-gia-quy",
}
# What one unit signed otherwise than is usual: key and value.
_OTHERWISE = {
    ("so-tai-nguyen-va-moi-truong", "tthc-dung-han"): {"target": "98"},
    ("so-giao-thong-van-tai", "thanh-toan-truc-tuyen"): {
        "target": "30",
        "pace": "",
        "baseline": "",
    },
    ("ban-quan-ly-cac-khu-cong-nghiep", "nhiem-vu-giao-dung-han"): {"target": "95"},
    ("ban-quan-ly-cac-khu-cong-nghiep", "tthc-dung-han"): {"target": "95"},
    ("ban-quan-ly-cac-khu-cong-nghiep", "hai-long-tthc"): {"is": ">=", "target": "90"},
    ("cong-an-tinh", "tthc-dung-han"): {"target": "98"},
    ("cong-an-tinh", "hai-long-tthc"): {"is": ">=", "target": "90"},
    ("cong-an-tinh", "tthc-qua-han"): {"is": "<", "pace": "", "baseline": ""},
    ("bao-hiem-xa-hoi-tinh", "tthc-dung-han"): {"target": "98"},
    ("tp-phuc-yen", "tthc-dung-han"): {"target": "95"},
    ("tp-vinh-yen", "hai-long-tthc"): {"target": "85"},
}


@dataclass(frozen=True)
class Promise:
    """One item of a commitment; amounts as they are written, "" where there is none."""

    indicator: str
    comparator: str
    target: str
    baseline: str
    pace: str
    steps: tuple[str, ...]
    due: str
    weight: str

    @property
    def each(self) -> bool:
        """Whether it is promised of every member of the breakdown."""
        return self.indicator == "tthc-dung-han-linh-vuc"

    @property
    def bounds(self) -> tuple[str, str]:
        """Low and high of `between`."""
        low, high = self.target.split("..")
        return low, high

    def expected(self, month: int) -> Fraction:
        """What has to be shown at a month of QUARTERS; of `between` the lower bound."""
        if self.steps:
            return Fraction(self.steps[(month - _FIRST) // 3])
        target = Fraction(self.bounds[0] if self.comparator == "between" else self.target)
        if self.pace != "linear":
            return target
        baseline = Fraction(self.baseline or 0)
        months = month_number(self.due) - _FIRST + 1
        return baseline + (target - baseline) * (month - _FIRST + 1) / months


def promises_of(unit: Unit) -> tuple[Promise, ...]:
    """The items of the unit's commitment, in the order of the catalogue's fields of work."""
    further = _FURTHER[unit.code].split()
    codes = [*_ALL, *(_WITH_DOSSIERS if unit.dossiers else ()), *_OF_KIND[unit.kind], *further]
    left_out = {code[1:] for code in codes if code.startswith("-")}
    return tuple(
        _promise(unit, row) for row in rows_of(_USUAL) if row[0] in codes and row[0] not in left_out
    )


def _promise(unit: Unit, row: list[str]) -> Promise:
    names = ("indicator", "is", "target", "baseline", "pace", "steps", "due", "weight")
    cells = dict(zip(names, row, strict=True))
    draws = Draws(unit.code, cells["indicator"], "target")
    cells["target"] = draws.one_of(cells["target"].split())
    cells |= _OTHERWISE.get((unit.code, cells["indicator"]), {})
    indicator, comparator, target, baseline, pace, steps, due, weight = cells.values()
    return Promise(indicator, comparator, target, baseline, pace, tuple(steps.split()), due, weight)


PROMISES = {unit.code: promises_of(unit) for unit in UNITS}
