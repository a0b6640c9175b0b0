"""Vietnamese before Unicode: every letter there and back, and nobody's text taken for it."""

import unicodedata
from io import BytesIO

import openpyxl
import pytest

from kpis.exchange.encodings import LEGACY, candidates, converted, mistaken, seen
from kpis.exchange.reading import read_upload
from kpis.exchange.syllables import is_syllable
from kpis.ui.sentences import problem_text

TONES = "\u0301\u0300\u0309\u0303\u0323"
SMALL = "".join(
    unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in ("", *TONES)
)
LETTERS = SMALL + "đ" + (SMALL + "đ").upper()
# What the letters look like without their font, written down apart from the tables of the product:
# a á à ả ã ạ, ă ..., in the order of SMALL, then đ.
TCVN3 = "a¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉËeÐÌÎÏÑªÕÒÓÔÖiÝ×ØÜÞoãßáâä«èåæçé¬íêëìîuóïñòô\u00adøõö÷ùyýúûüþ®"
SEEN_IN_VNI = (
    "a aù aø aû aõ aï aê aé aè aú aü aë aâ aá aà aå aã aä e eù eø eû eõ eï eâ eá eà eå eã eä "
    "i í ì æ ó ò o où oø oû oõ oï oâ oá oà oå oã oä ô ôù ôø ôû ôõ ôï "
    "u uù uø uû uõ uï ö öù öø öû öõ öï y yù yø yû yõ î ñ"
)
VNI = SEEN_IN_VNI.split()
TEXT = "Đơn vị;Chỉ tiêu;Giá trị\nSở Kế hoạch và Đầu tư;Tỷ lệ hồ sơ đúng hạn;90,5\n"
ROWS = (
    ("Đơn vị", "Chỉ tiêu", "Giá trị"),
    ("Sở Kế hoạch và Đầu tư", "Tỷ lệ hồ sơ đúng hạn", "90,5"),
)


def in_1258(text: str) -> bytes:
    """As Windows writes it: the letter with its hat or horn, the tone behind it."""
    found = b""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(part for part in parts if part in TONES)
        bare = unicodedata.normalize("NFC", "".join(p for p in parts if p not in TONES))
        found += (bare + tones).encode("windows-1258")
    return found


def in_tcvn3(text: str) -> bytes:
    """As the ABC fonts have it: no capitals with tones; they are typed as small letters."""
    signs = dict(zip(SMALL + "đ", TCVN3, strict=True))
    signs |= dict(zip("ĂÂÊÔƠƯĐ", "¡¢£¤¥¦§", strict=True))
    return "".join(c if c.isascii() else signs.get(c) or signs[c.lower()] for c in text).encode(
        "latin-1"
    )


def in_vni(text: str) -> bytes:
    signs = dict(zip(SMALL + "đ", VNI, strict=True))
    signs |= {letter.upper(): sign.upper() for letter, sign in signs.items()}
    return "".join(signs.get(c, c) for c in text).encode("windows-1252")


WRITTEN = {"windows-1258": in_1258, "tcvn3": in_tcvn3, "vni": in_vni}


@pytest.mark.parametrize("encoding", ["windows-1258", "vni"])
def test_every_letter_comes_back(encoding):
    for letter in LETTERS:
        assert converted(seen(WRITTEN[encoding](letter)), encoding) == letter


def test_every_letter_that_tcvn3_has_comes_back():
    bare = SMALL + "đĂÂÊÔƠƯĐ"
    assert converted(seen(in_tcvn3(bare)), "tcvn3") == bare


def test_capitals_with_tones_come_back_small_from_tcvn3_which_has_none():
    assert converted(seen(in_tcvn3("Ủy ban ÁN")), "tcvn3") == "ủy ban áN"


def test_the_examples_of_the_specification_are_read():
    assert converted("Céng hßa X· héi", "tcvn3") == "Cộng hòa Xã hội"
    text = "Së KÕ ho¹ch vµ §Çu t\u00ad; VÜnh Phóc"
    assert converted(text, "tcvn3") == "Sở Kế hoạch và Đầu tư; Vĩnh Phúc"
    assert converted("Coäng hoøa xaõ hoäi chuû nghóa", "vni") == "Cộng hòa xã hội chủ nghĩa"


def test_signs_that_are_no_letters_stay():
    for encoding in LEGACY:
        assert converted("12,5 m² 30°C (a-b) 100%", encoding) == "12,5 m² 30°C (a-b) 100%"


@pytest.mark.parametrize("encoding", WRITTEN)
def test_the_encoding_is_found_but_never_chosen(encoding):
    table = read_upload("a.csv", WRITTEN[encoding](TEXT))
    [problem] = table.problems
    assert (problem.code, problem.blocking, table.sheets) == ("table.encoding_unclear", True, ())
    assert list(table.previews) == [encoding]
    assert table.previews[encoding][1].startswith("Sở Kế hoạch và Đầu tư;Tỷ lệ")
    assert encoding in problem_text(problem, "vi")


@pytest.mark.parametrize("encoding", WRITTEN)
def test_what_the_sender_chose_is_read(encoding):
    table = read_upload("a.csv", WRITTEN[encoding](TEXT), encoding)
    assert (table.problems, table.encoding, table.separator) == ((), encoding, ";")
    assert table.sheets[0].rows == ROWS


def test_a_short_text_that_fits_two_encodings_is_shown_in_both():
    # "Phóc" is "Phúc" in TCVN3, and a word of windows-1258 as it stands; "Hßa" is TCVN3 only.
    assert set(candidates(["Phóc"])) == {"tcvn3", "windows-1258"}
    assert candidates(["Phóc Hßa"])[0] == "tcvn3"
    assert candidates(["Phóc Hßa VÜnh"]) == ("tcvn3",)


def test_an_encoding_that_the_bytes_can_not_be_is_refused():
    table = read_upload("a.csv", b"a;b\nS\x9e;1\n", "windows-1258")
    assert [p.code for p in table.problems] == ["table.encoding_not_that"]


def test_unicode_is_never_read_otherwise_unless_it_is_said():
    assert read_upload("a.csv", TEXT.encode()).sheets[0].rows == ROWS
    assert read_upload("a.csv", TEXT.encode(), "tcvn3").sheets[0].rows == ROWS


OTHERS = [
    "Cité des enfants perdus, Misérables",
    "Niño São Paulo",
    "Müller Straße Größe",
    "Ñandú ©",
    "1,é",
]


@pytest.mark.parametrize("text", OTHERS)
def test_other_languages_are_not_taken_for_vietnamese(text):
    assert candidates([text]) == ()
    assert mistaken([text] * 3) == ()
    assert read_upload("a.csv", text.encode("windows-1252")).problems[0].code == "table.encoding"


def workbook(*rows: tuple) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


MIXED = workbook(
    ("§¬n vÞ", "ChØ tiªu", "Giá trị", "Đã đối chiếu"),
    ("Së KÕ ho¹ch vµ §Çu t\u00ad", "Tû lÖ hå s¬ ®óng h¹n", 90.5, "Sở Tư pháp"),
)


def test_a_workbook_typed_in_an_old_font_is_asked_about():
    table = read_upload("a.xlsx", MIXED)
    assert [p.code for p in table.problems] == ["table.encoding_unclear"]
    assert table.sheets == ()
    assert list(table.previews) == ["tcvn3", "unicode"]
    assert "Sở Kế hoạch và Đầu tư" in table.previews["tcvn3"]


def test_its_texts_are_mended_cell_by_cell_and_its_numbers_left_alone():
    [sheet] = read_upload("a.xlsx", MIXED, "tcvn3").sheets
    assert sheet.rows == (
        ("Đơn vị", "Chỉ tiêu", "Giá trị", "Đã đối chiếu"),
        ("Sở Kế hoạch và Đầu tư", "Tỷ lệ hồ sơ đúng hạn", 90.5, "Sở Tư pháp"),
    )
    [as_it_is] = read_upload("a.xlsx", MIXED, "unicode").sheets
    assert as_it_is.value(0, 0) == "§¬n vÞ"


def test_a_text_file_in_unicode_with_an_old_fonts_letters_is_asked_about_too():
    content = seen(in_tcvn3(TEXT)).encode()
    assert list(read_upload("a.csv", content).previews) == ["tcvn3", "unicode"]
    assert read_upload("a.csv", content, "tcvn3").sheets[0].rows == ROWS


WORDS = "nghiệp QUẢN gì giết quyết khuỷu nghĩa thuỷ thủy oanh xã hội đường của quý mía hoà hòa"
OTHER_WORDS = "cité họa\u0301 straße hoc kương ngế không\u0309\u0301 caù taøi"


@pytest.mark.parametrize("word", WORDS.split())
def test_vietnamese_words_are_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", OTHER_WORDS.split())
def test_other_words_are_none(word):
    assert not is_syllable(word)
