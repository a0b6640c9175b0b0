"""The units of Vĩnh Phúc as it was organised in 2021. Names are real; sizes are illustrative."""

from dataclasses import dataclass

from demo_basics import rows_of

PROVINCE = ("vinh-phuc", "Tỉnh Vĩnh Phúc", "Vĩnh Phúc Province", "tinh")

NAMES = {
    "van-phong-ubnd-tinh": ("Văn phòng UBND tỉnh", "Office of the People's Committee"),
    "so-noi-vu": ("Sở Nội vụ", "Department of Home Affairs"),
    "so-tu-phap": ("Sở Tư pháp", "Department of Justice"),
    "so-ke-hoach-va-dau-tu": (
        "Sở Kế hoạch và Đầu tư",
        "Department of Planning and Investment",
    ),
    "so-tai-chinh": ("Sở Tài chính", "Department of Finance"),
    "so-cong-thuong": ("Sở Công Thương", "Department of Industry and Trade"),
    "so-nong-nghiep-va-phat-trien-nong-thon": (
        "Sở Nông nghiệp và Phát triển nông thôn",
        "Department of Agriculture and Rural Development",
    ),
    "so-giao-thong-van-tai": ("Sở Giao thông vận tải", "Department of Transport"),
    "so-xay-dung": ("Sở Xây dựng", "Department of Construction"),
    "so-tai-nguyen-va-moi-truong": (
        "Sở Tài nguyên và Môi trường",
        "Department of Natural Resources and Environment",
    ),
    "so-thong-tin-va-truyen-thong": (
        "Sở Thông tin và Truyền thông",
        "Department of Information and Communications",
    ),
    "so-lao-dong-thuong-binh-va-xa-hoi": (
        "Sở Lao động - Thương binh và Xã hội",
        "Department of Labour, War Invalids and Social Affairs",
    ),
    "so-van-hoa-the-thao-va-du-lich": (
        "Sở Văn hóa, Thể thao và Du lịch",
        "Department of Culture, Sports and Tourism",
    ),
    "so-khoa-hoc-va-cong-nghe": (
        "Sở Khoa học và Công nghệ",
        "Department of Science and Technology",
    ),
    "so-giao-duc-va-dao-tao": ("Sở Giáo dục và Đào tạo", "Department of Education and Training"),
    "so-y-te": ("Sở Y tế", "Department of Health"),
    "so-ngoai-vu": ("Sở Ngoại vụ", "Department of Foreign Affairs"),
    "thanh-tra-tinh": ("Thanh tra tỉnh", "Provincial Inspectorate"),
    "ban-quan-ly-cac-khu-cong-nghiep": (
        "Ban Quản lý các khu công nghiệp",
        "Industrial Zones Authority",
    ),
    "cong-an-tinh": ("Công an tỉnh", "Provincial Police"),
    "bao-hiem-xa-hoi-tinh": ("Bảo hiểm xã hội tỉnh", "Provincial Social Security"),
    "cuc-thue-tinh": ("Cục Thuế tỉnh", "Provincial Tax Department"),
    "kho-bac-nha-nuoc-vinh-phuc": ("Kho bạc Nhà nước Vĩnh Phúc", "State Treasury of Vĩnh Phúc"),
    "tp-vinh-yen": ("Thành phố Vĩnh Yên", "Vĩnh Yên City"),
    "tp-phuc-yen": ("Thành phố Phúc Yên", "Phúc Yên City"),
    "huyen-lap-thach": ("Huyện Lập Thạch", "Lập Thạch District"),
    "huyen-song-lo": ("Huyện Sông Lô", "Sông Lô District"),
    "huyen-tam-dao": ("Huyện Tam Đảo", "Tam Đảo District"),
    "huyen-tam-duong": ("Huyện Tam Dương", "Tam Dương District"),
    "huyen-binh-xuyen": ("Huyện Bình Xuyên", "Bình Xuyên District"),
    "huyen-yen-lac": ("Huyện Yên Lạc", "Yên Lạc District"),
    "huyen-vinh-tuong": ("Huyện Vĩnh Tường", "Vĩnh Tường District"),
}

# sign: how its documents are signed ("STP" in "15/BCK-STP"). no., signed: of its commitment.
# files: dossiers received in an ordinary month. bodies: subordinate bodies, of a district its
# communes. tthc: procedures within its authority.
_SIZES = """
    unit                                   | sign    | no. | signed     | files | bodies | tthc
    van-phong-ubnd-tinh                    | VP      |   9 | 2021-02-24 |     0 |      6 | 14
    so-noi-vu                              | SNV     |  21 | 2021-02-24 |    85 |     12 | 102
    so-tu-phap                             | STP     |  15 | 2021-02-26 |   780 |      9 | 118
    so-ke-hoach-va-dau-tu                  | SKHĐT   |  18 | 2021-02-26 |   540 |      8 | 124
    so-tai-chinh                           | STC     |  12 | 2021-03-01 |     0 |      8 | 46
    so-cong-thuong                         | SCT     |  24 | 2021-03-01 |   820 |      9 | 131
    so-nong-nghiep-va-phat-trien-nong-thon | SNNPTNT |  33 | 2021-03-03 |   150 |     19 | 109
    so-giao-thong-van-tai                  | SGTVT   |  17 | 2021-03-02 |  1900 |      9 | 112
    so-xay-dung                            | SXD     |  14 | 2021-03-02 |   170 |      7 | 54
    so-tai-nguyen-va-moi-truong            | STNMT   |  29 | 2021-03-03 |  1650 |     11 | 104
    so-thong-tin-va-truyen-thong           | STTTT   |   8 | 2021-02-25 |    48 |      5 | 38
    so-lao-dong-thuong-binh-va-xa-hoi      | SLĐTBXH |  26 | 2021-03-04 |   560 |     17 | 126
    so-van-hoa-the-thao-va-du-lich         | SVHTTDL |  19 | 2021-03-04 |    72 |     13 | 122
    so-khoa-hoc-va-cong-nghe               | SKHCN   |  10 | 2021-03-05 |    36 |      6 | 52
    so-giao-duc-va-dao-tao                 | SGDĐT   |  31 | 2021-03-01 |   120 |     40 | 93
    so-y-te                                | SYT     |  37 | 2021-03-05 |   230 |     21 | 148
    so-ngoai-vu                            | SNgV    |   5 | 2021-02-25 |     8 |      4 | 12
    thanh-tra-tinh                         | TTr     |   7 | 2021-03-05 |     0 |      5 | 11
    ban-quan-ly-cac-khu-cong-nghiep        | BQLKCN  |  11 | 2021-03-02 |   160 |      4 | 41
    cong-an-tinh                           | CAT     |  42 | 2021-02-24 |  9200 |     25 | 76
    bao-hiem-xa-hoi-tinh                   | BHXH    |  27 | 2021-02-25 |  6400 |      9 | 27
    cuc-thue-tinh                          | CT      |  36 | 2021-03-03 |  3600 |      6 | 58
    kho-bac-nha-nuoc-vinh-phuc             | KBVP    |  13 | 2021-02-26 |  2500 |      8 | 16
    tp-vinh-yen                            | UBND-VY |  45 | 2021-02-26 |  3900 |      9 | 265
    tp-phuc-yen                            | UBND-PY |  38 | 2021-03-02 |  3100 |     10 | 262
    huyen-lap-thach                        | UBND-LT |  52 | 2021-03-08 |  3300 |     20 | 258
    huyen-song-lo                          | UBND-SL |  29 | 2021-03-04 |  2300 |     17 | 256
    huyen-tam-dao                          | UBND-TĐA|  41 | 2021-03-12 |  1900 |      9 | 257
    huyen-tam-duong                        | UBND-TDU|  34 | 2021-03-03 |  2700 |     13 | 259
    huyen-binh-xuyen                       | UBND-BX |  48 | 2021-03-01 |  3200 |     13 | 261
    huyen-yen-lac                          | UBND-YL |  31 | 2021-02-25 |  3400 |     17 | 260
    huyen-vinh-tuong                       | UBND-VT |  57 | 2021-03-05 |  4300 |     28 | 263
"""

_VERTICAL = ("cong-an-tinh", "bao-hiem-xa-hoi-tinh", "cuc-thue-tinh", "kho-bac-nha-nuoc-vinh-phuc")
_HEADS = {
    "van-phong-ubnd-tinh": ("Chánh Văn phòng UBND tỉnh", "Chief of Office"),
    "thanh-tra-tinh": ("Chánh Thanh tra tỉnh", "Chief Inspector"),
    "ban-quan-ly-cac-khu-cong-nghiep": ("Trưởng Ban Quản lý các khu công nghiệp", "Head"),
    "cuc-thue-tinh": ("Cục trưởng Cục Thuế tỉnh", "Director"),
}


@dataclass(frozen=True)
class Unit:
    """A unit that signs; what the columns mean stands above the table."""

    code: str
    sign: str
    number: int
    signed_on: str
    dossiers: int
    bodies: int
    procedures: int

    @property
    def kind(self) -> str:
        """Its kind in the settings."""
        if self.code in _VERTICAL:
            return "nganh-doc"
        return "huyen" if self.code.startswith(("tp-", "huyen-")) else "so"

    @property
    def names(self) -> tuple[str, str]:
        """Its name in Vietnamese and in English."""
        return NAMES[self.code]

    @property
    def head(self) -> tuple[str, str]:
        """The office of whoever signs for it, in both languages."""
        vi, en = self.names
        if self.code in _HEADS:
            title, title_en = _HEADS[self.code]
            return title, f"{title_en}, {en}"
        if self.kind == "huyen":
            return f"Chủ tịch UBND {vi[0].lower()}{vi[1:]}", f"Chairman, {en}"
        return f"Giám đốc {vi}", f"Director, {en}"


UNITS = tuple(
    Unit(code, sign, int(number), signed_on, *map(int, sizes))
    for code, sign, number, signed_on, *sizes in rows_of(_SIZES)
)
