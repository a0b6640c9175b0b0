"""Rules across the figures of one unit: how they are written, and what breaks them."""

from decimal import Decimal

import pytest

from kpis.domain.consistency import (
    NotARule,
    Term,
    broken_rules,
    rule_in,
    rules_of,
    side_name,
    unfit,
)
from kpis.domain.definitions import Indicator, Label
from kpis.domain.figures import Figure
from kpis.domain.months import month_of

JUNE = month_of("2021-06")


def indicator(code, kind="level", **more):
    return Indicator(code, Label(f"Tên {code}", f"Name {code}"), "tthc", "hồ sơ", kind, "higher",
                     **more)  # fmt: skip


DOSSIERS = {
    i.code: i
    for i in [
        indicator("tiep-nhan"),
        indicator("moi"),
        indicator("chuyen-sang"),
        indicator("ton"),
        indicator("dung-han", "ratio"),
        indicator("truoc-han", "ratio"),
        indicator("linh-vuc", "ratio", breakdown="linh-vuc"),
        indicator("quy", frequency="quarterly"),
    ]
}


def value(code, amount, month=JUNE):
    return Figure("stp", code, month, None, None, None, Decimal(amount))


def counts(code, numerator, denominator, month=JUNE, member=None):
    return Figure("stp", code, month, member, Decimal(numerator), Decimal(denominator), None)


def of_unit(*figures):
    found = {}
    for figure in figures:
        found.setdefault((figure.indicator, figure.period), {})[figure.member] = figure
    return found


def broken(text, about, *figures, blocking=True):
    """What the figures of June make of one rule: the two sides, or None while it holds."""
    rules = [rule_in(text, about, blocking)]
    found = broken_rules(rules, DOSSIERS, of_unit(*figures), JUNE)
    return (found[0].left, found[0].right) if found else None


RECEIVED = "value = chuyen-sang.value + moi.value"
CARRIED = "value = before(ton.value)"


@pytest.mark.parametrize(
    ("text", "about", "figures", "sides"),
    [
        (RECEIVED, "tiep-nhan", [("tiep-nhan", 12), ("chuyen-sang", 2), ("moi", 10)], None),
        (RECEIVED, "tiep-nhan", [("tiep-nhan", 13), ("chuyen-sang", 2), ("moi", 10)], (13, 12)),
        (RECEIVED, "tiep-nhan", [("tiep-nhan", 13), ("moi", 10)], None),
        ("value - moi.value >= chuyen-sang.value", "tiep-nhan",
         [("tiep-nhan", 12), ("chuyen-sang", 3), ("moi", 10)], (2, 3)),
        (CARRIED, "chuyen-sang", [("chuyen-sang", 5), ("ton", 5, JUNE - 1)], None),
        (CARRIED, "chuyen-sang", [("chuyen-sang", 5), ("ton", 6, JUNE - 1)], (5, 6)),
        (CARRIED, "chuyen-sang", [("chuyen-sang", 5), ("ton", 6, JUNE)], None),
        (CARRIED, "chuyen-sang", [("chuyen-sang", 5), ("ton", 6, JUNE - 3)], None),
        ("value >= before(value)", "quy", [("quy", 5), ("quy", 6, JUNE - 3)], (5, 6)),
    ],
)  # fmt: skip
def test_sums_of_values_must_agree(text, about, figures, sides):
    assert broken(text, about, *(value(*figure) for figure in figures)) == sides


def test_a_part_of_the_same_whole_may_not_exceed_it():
    part = "numerator <= dung-han.numerator"
    assert broken(part, "truoc-han", counts("truoc-han", 5, 10), counts("dung-han", 5, 10)) is None
    found = broken(part, "truoc-han", counts("truoc-han", 6, 10), counts("dung-han", 5, 10))
    assert found == (6, 5)


def test_no_digit_is_lost_when_sides_are_compared():
    tiny = "0.000000000000000001"
    large = "99999999999999999999"
    figures = [value("tiep-nhan", large), value("moi", large), value("chuyen-sang", tiny)]
    left, right = broken(RECEIVED, "tiep-nhan", *figures)
    assert str(left) == large
    assert str(right) == f"{large}.{tiny[2:]}"


def test_a_value_without_counts_says_nothing_about_counts():
    rate = value("dung-han", 95)
    assert broken("denominator = dung-han.denominator", "truoc-han",
                  counts("truoc-han", 6, 10), rate) is None  # fmt: skip


def test_members_add_up_once_all_of_the_month_before_are_there():
    total = "denominator = dung-han.denominator"
    whole = counts("dung-han", 90, 100)
    land = counts("linh-vuc", 40, 50, member="dat-dai")
    justice = counts("linh-vuc", 45, 50, member="tu-phap")
    assert broken(total, "linh-vuc", whole, land, justice) is None
    assert broken(total, "linh-vuc", whole, land) == (50, 100)
    may = [counts("linh-vuc", 1, 2, JUNE - 1, member) for member in ("dat-dai", "tu-phap")]
    assert broken(total, "linh-vuc", whole, land, *may) is None


def test_what_breaks_a_rule_names_its_figures_and_whether_it_blocks():
    figures = [counts("truoc-han", 6, 10), counts("dung-han", 5, 10)]
    rule = rule_in("numerator <= dung-han.numerator", "truoc-han", blocking=False)
    [found] = broken_rules([rule], DOSSIERS, of_unit(*figures), JUNE)
    assert found.figures == tuple(figures)
    assert not found.rule.blocking


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ""),
        ("value", "value"),
        ("value =", "value ="),
        ("value = 3", "3"),
        ("value = moi.number", "moi.number"),
        ("value = moi", "moi"),
        ("value = before(moi.value", "before(moi.value"),
        ("value = moi.value * ton.value", "*"),
        ("value = moi.value ton.value", "value = moi.value ton.value"),
        ("value = moi.value = ton.value", "value = moi.value = ton.value"),
        ("value=moi.value", "value=moi.value"),
    ],
)
def test_what_is_no_rule_is_named(text, found):
    with pytest.raises(NotARule) as refused:
        rule_in(text, "tiep-nhan", blocking=True)
    assert refused.value.found == found


def test_a_rule_may_name_codes_with_points_and_hyphens():
    rule = rule_in("value <= 766/2.1-a.value - before(x.y.value)", "ton", blocking=True)
    assert rule.right == (Term("766/2.1-a", "value"), Term("x.y", "value", True, True))


def test_terms_of_unknown_indicators_and_of_parts_that_a_kind_lacks_are_unfit():
    rule = rule_in("value = dung-han.value + nobody.value + moi.numerator", "ton", blocking=True)
    assert [t.indicator for t in unfit(rule, DOSSIERS)] == ["dung-han", "nobody", "moi"]


def test_the_rules_of_a_catalogue_block_under_must_and_ask_under_should():
    one = indicator("a", must=("value >= before(value)",), should=("value = ton.value",))
    assert [(r.about, r.blocking) for r in rules_of([one])] == [("a", True), ("a", False)]


def test_a_side_is_named_in_both_languages():
    rule = rule_in("value = moi.value + before(ton.value) - dung-han.numerator", "ton", True)
    name = side_name(rule.right, DOSSIERS)
    assert name.vi == (
        "giá trị của “Tên moi” + giá trị của “Tên ton” kỳ trước - tử số của “Tên dung-han”"
    )
    assert name.en.startswith("value of “Name moi” + value of “Name ton” of the period before")
