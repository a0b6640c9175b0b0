"""Units and indicators by their names, abbreviations, aliases; several are asked about."""

from datetime import date

import pytest

from kpis.domain.definitions import Unit
from kpis.domain.months import month_of
from kpis.exchange.aliases import IndicatorNames, UnitNames, unit_named
from tests.exchange.workbooks import INDICATORS


def unit(code, name, parent=None, kind="so", **life):
    return Unit(code, name, "", kind, parent, life.get("first"), life.get("last"), None)


UNITS = {
    each.code: each
    for each in [
        unit("vinh-phuc", "Tỉnh Vĩnh Phúc", kind="tinh"),
        unit("skhdt", "Sở Kế hoạch và Đầu tư", "vinh-phuc"),
        unit("stp", "Sở Tư pháp", "vinh-phuc"),
        unit("so-noi-vu", "Sở Nội vụ", "vinh-phuc"),
        unit("so-ngoai-vu", "Sở Ngoại vụ", "vinh-phuc"),
        unit("tnmt", "Sở Tài nguyên và Môi trường", "vinh-phuc"),
        unit("ldtbxh", "Sở Lao động - Thương binh và Xã hội", "vinh-phuc"),
        unit("vhttdl", "Sở Văn hóa, Thể thao và Du lịch", "vinh-phuc"),
        unit("bhxh-tinh", "Bảo hiểm xã hội tỉnh", "vinh-phuc"),
        unit("ca-tinh", "Công an tỉnh", "vinh-phuc"),
        unit("kbnn", "Kho bạc Nhà nước Vĩnh Phúc", "vinh-phuc"),
        unit("kcn", "Ban Quản lý các khu công nghiệp", "vinh-phuc"),
        unit("vp", "Văn phòng UBND tỉnh", "vinh-phuc"),
        unit("vinh-yen", "Thành phố Vĩnh Yên", "vinh-phuc"),
        unit("phuc-yen", "Thị xã Phúc Yên", "vinh-phuc"),
        unit("tam-dao", "Huyện Tam Đảo", "vinh-phuc"),
        unit("song-lo", "Huyện Sông Lô", "vinh-phuc"),
        unit("my-duc", "Huyện Mỹ Đức"),
        unit("tt-tam-dao", "Thị trấn Tam Đảo", "tam-dao"),
        unit("tan-lap-1", "Xã Tân Lập", "song-lo"),
        unit("tan-lap-2", "Xã Tân Lập", "tam-dao"),
        unit("tan-ha", "Xã Tân Hà", "song-lo"),
        unit("tan-ha-nang", "Xã Tân Hạ", "song-lo"),
        unit("hoa-binh", "Phường Hòa Bình", "vinh-yen"),
    ]
}
NAMES = UnitNames(UNITS)

SAID = {
    "skhdt": "Sở KH&ĐT|SKHĐT|SKH&ĐT|Sở KH và ĐT|Sở Kế hoạch & Đầu tư|sở kế hoạch - đầu tư|"
    "So Ke hoach va Dau tu|SỞ KẾ HOẠCH VÀ ĐẦU TƯ|Sở KH-ĐT|Sở Kế hoạch và Đầu tư tỉnh Vĩnh Phúc|"
    "1. Sở KHĐT|a) Sở Kế hoạch và Đầu tư|- Sở KH&ĐT",
    "stp": "stp|STP|Tư pháp|Sở TP|Sở Tư pháp - tỉnh Vĩnh Phúc",
    "so-ngoai-vu": "SNgV|Sở Ngoại vụ",
    "tnmt": "Sở TN&MT|Sở TNMT",
    "ldtbxh": "Sở LĐ-TB&XH|Sở LĐTBXH|Sở Lao động, Thương binh và Xã hội",
    "vhttdl": "Sở VHTTDL|Sở VH,TT&DL|Sở Văn hoá, Thể thao và Du lịch",
    "bhxh-tinh": "BHXH tỉnh|BHXH tỉnh Vĩnh Phúc",
    "ca-tinh": "CA tỉnh|Công an tỉnh Vĩnh Phúc",
    "kbnn": "KBNN Vĩnh Phúc|Kho bạc NN Vĩnh Phúc",
    "kcn": "BQL các KCN|Ban QL các KCN|BQL KCN|Ban quản lý khu công nghiệp",
    "vp": "VP UBND tỉnh|Văn phòng Uỷ ban nhân dân tỉnh|Văn phòng Ủy ban nhân dân tỉnh",
    "vinh-yen": "UBND TP. Vĩnh Yên|TP Vĩnh Yên|TP.Vĩnh Yên|Vĩnh Yên|"
    "Uỷ ban nhân dân thành phố Vĩnh Yên",
    "phuc-yen": "TX. Phúc Yên|TX Phúc Yên|UBND thị xã Phúc Yên",
    "tam-dao": "H. Tam Đảo|H.Tam Đảo|huyện tam dao|UBND huyện Tam Đảo",
    "tt-tam-dao": "TT. Tam Đảo|TT Tam Đảo",
    "tan-lap-1": "Xã Tân Lập, huyện Sông Lô|Xã Tân Lập - H. Sông Lô",
    "tan-ha": "Xã Tân Hà|X. Tân Hà|X.Tân Hà",
    "tan-ha-nang": "Xã Tân Hạ|X. Tân Hạ",
    "hoa-binh": "Phường Hoà Bình|P. Hòa Bình|P.Hoà Bình",
    "my-duc": "Huyện Mĩ Đức|H. Mĩ Đức|Mỹ Đức",
    "vinh-phuc": "Vĩnh Phúc|VINH-PHUC",
}


@pytest.mark.parametrize(
    ("text", "code"), [(text, code) for code, texts in SAID.items() for text in texts.split("|")]
)
def test_a_unit_is_known_however_it_is_written(text, code):
    assert NAMES.named(text) == code


SEVERAL = {
    "SNV": {"so-noi-vu", "so-ngoai-vu"},
    "Xã Tân Lập": {"tan-lap-1", "tan-lap-2"},
    "UBND xã Tân Lập": {"tan-lap-1", "tan-lap-2"},
    "Tam Đảo": {"tam-dao", "tt-tam-dao"},
    "xa tan ha": {"tan-ha", "tan-ha-nang"},
    "Xã Tân Há": {"tan-ha", "tan-ha-nang"},
}


@pytest.mark.parametrize(("text", "codes"), SEVERAL.items())
def test_a_name_that_fits_several_is_asked(text, codes):
    found = NAMES.named(text)
    assert not isinstance(found, str)
    assert set(found) == codes


def test_other_marks_are_another_name_and_only_a_candidate():
    assert NAMES.named("Sở Tư phạp") == ("stp",)
    assert NAMES.named("TX. Phục Yên") == ("phuc-yen",)


@pytest.mark.parametrize(
    "text", ["Sở", "Sở Tư", "Tư", "Kho bạc", "Sở, ban, ngành", "I. Sở, ban, ngành", "Yên", "", "&"]
)
def test_a_part_of_a_name_fits_nothing(text):
    assert NAMES.named(text) == ()


def test_what_somebody_has_said_comes_first():
    aliases = {"UBND tỉnh": "vp", "Tam Đảo": "tam-dao", "cũ": "gone"}
    assert unit_named("ubnd  tinh", UNITS, aliases) == "vp"
    assert unit_named("Tam Đảo", UNITS, aliases) == "tam-dao"
    assert unit_named("cũ", UNITS, aliases) == ()


def test_of_two_with_one_name_the_one_that_lived_in_the_month_is_meant():
    old = unit("xa-cu", "Xã Yên Lập", last=date(2021, 6, 30))
    new = unit("xa-moi", "Xã Yên Lập", first=date(2021, 7, 1))
    names = UnitNames({"xa-cu": old, "xa-moi": new})
    assert names.named("Xã Yên Lập", month_of("2021-06")) == "xa-cu"
    assert names.named("Xã Yên Lập", month_of("2021-07")) == "xa-moi"
    assert names.named("Xã Yên Lập") == ("xa-cu", "xa-moi")


def test_every_unit_is_known_by_its_own_code_and_name():
    for each in UNITS.values():
        assert NAMES.named(each.code) == each.code
        if each.name != "Xã Tân Lập":
            assert NAMES.named(each.name) == each.code


@pytest.mark.parametrize(
    "text", ["dung-han", "Chỉ tiêu dung-han", "1.2. Chỉ tiêu dung-han", "CHI TIEU DUNG HAN"]
)
def test_an_indicator_is_known_by_code_and_name(text):
    assert IndicatorNames(INDICATORS).named(text) == "dung-han"


def test_a_number_is_an_indicator_only_where_somebody_said_so():
    assert IndicatorNames(INDICATORS).named("1") == ()
    assert IndicatorNames(INDICATORS, {"1": "dung-han"}).named("1") == "dung-han"
    assert IndicatorNames(INDICATORS).named("Chỉ tiêu") == ()
