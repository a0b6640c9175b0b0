import unicodedata

import pytest

from kpis.exchange.folding import fold, tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Uỷ ban nhân dân", "Ủy ban nhân dân"),
        ("Hoà Bình", "Hòa Bình"),
        ("thuỷ lợi", "thủy lợi"),
        ("Đà Nẵng", "da nang"),
        ("SỞ TƯ PHÁP", "sở tư pháp"),
        ("Sở  Tư\u00a0pháp\n", "Sở Tư pháp"),
        (unicodedata.normalize("NFD", "Mẫu số"), "Mẫu số"),
        ("Tử\u200b số", "Tử số"),
        ("\ufeffunit", "unit"),
    ],
)
def test_the_same_words_typed_differently_have_one_key(one, other):
    assert fold(one) == fold(other)


def test_different_words_keep_different_keys():
    assert fold("Tử số") != fold("Mẫu số")


def test_tidy_keeps_marks_and_composes_them():
    assert tidy(unicodedata.normalize("NFD", "  Ghi chú\u00ad ")) == "Ghi chú"
