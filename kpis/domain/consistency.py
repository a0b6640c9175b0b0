"""What figures of one unit owe to each other: sums that agree, parts that don't exceed a whole.

A rule is a line of the catalogue, with the indicator that it is about: terms joined by + and -,
one comparator, everything set apart by spaces. A term is a part of a figure (`numerator`,
`denominator` or `value`) of that indicator, `code.part` of another, or either of the period before
within `before(...)`:

    denominator = tthc-dung-han.denominator
    value = tiep-nhan-moi.value + before(ton.value)

Source: docs/formats.md, "catalogue".
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from operator import eq, ge, gt, le, lt

from kpis.domain.definitions import Indicator, Label
from kpis.domain.figures import Figure
from kpis.domain.months import FREQUENCY_MONTHS

COUNTS = ("numerator", "denominator")
PARTS = (*COUNTS, "value")
COMPARE = {"=": eq, "<=": le, ">=": ge, "<": lt, ">": gt}
RELATIONS = {
    "=": Label("bằng", "equal"),
    "<=": Label("không lớn hơn", "be at most"),
    ">=": Label("không nhỏ hơn", "be at least"),
    "<": Label("nhỏ hơn", "be below"),
    ">": Label("lớn hơn", "be above"),
}
_PART_NAMES = {
    "numerator": Label("tử số", "numerator"),
    "denominator": Label("mẫu số", "denominator"),
    "value": Label("giá trị", "value"),
}
_TERM = re.compile(r"(?P<before>before\()?(?:(?P<code>[^\s()]+)\.)?(?P<part>[a-z]+)(?(before)\))")
# A dozen amounts of up to 38 digits; a sum must not be rounded before it is compared.
_EXACT = Context(prec=120)

# All figures of one unit: by indicator and period, then by member (None without a breakdown).
OfUnit = Mapping[tuple[str, int], Mapping[str | None, Figure]]


class NotARule(ValueError):
    """A text that is no rule. `found` is the piece that can't be read."""

    def __init__(self, found: str):
        super().__init__(found)
        self.found = found


@dataclass(frozen=True)
class Term:
    """One amount of a rule. before: that of the period before. minus: it is taken away."""

    indicator: str
    part: str
    before: bool = False
    minus: bool = False


@dataclass(frozen=True)
class Rule:
    """A comparison of two sums. blocking: figures that break it can't be accepted."""

    about: str
    text: str
    left: tuple[Term, ...]
    comparator: str
    right: tuple[Term, ...]
    blocking: bool

    @property
    def terms(self) -> tuple[Term, ...]:
        """Both sides, in order of the text."""
        return (*self.left, *self.right)


@dataclass(frozen=True)
class Broken:
    """A rule that figures break: what each side comes to, and the figures behind them."""

    rule: Rule
    left: Decimal
    right: Decimal
    figures: tuple[Figure, ...]


def rule_in(text: str, about: str, blocking: bool) -> Rule:
    """The rule that a line of the catalogue says. Raises NotARule.

    Whether the indicators exist and have such parts is the catalogue's to see to (`unfit`).
    """
    pieces = text.split()
    signs = [piece for piece in pieces if piece in COMPARE]
    if len(signs) != 1:
        raise NotARule(text)
    place = pieces.index(signs[0])
    left, right = (_terms(side, about, text) for side in (pieces[:place], pieces[place + 1 :]))
    return Rule(about, text, left, signs[0], right, blocking)


def _terms(pieces: Sequence[str], about: str, text: str) -> tuple[Term, ...]:
    if len(pieces) % 2 == 0:
        raise NotARule(text)
    found = []
    for sign, piece in zip(["+", *pieces[1::2]], pieces[::2], strict=True):
        match = _TERM.fullmatch(piece)
        if sign not in ("+", "-"):
            raise NotARule(sign)
        if not match or match["part"] not in PARTS:
            raise NotARule(piece)
        code, before = match["code"] or about, match["before"] is not None
        found.append(Term(code, match["part"], before, sign == "-"))
    return tuple(found)


def unfit(rule: Rule, indicators: Mapping[str, Indicator]) -> list[Term]:
    """The terms whose indicator is unknown, or has no such part: counts are those of a ratio."""
    return [
        term
        for term in rule.terms
        if term.indicator not in indicators
        or (indicators[term.indicator].kind == "ratio") != (term.part in COUNTS)
    ]


def rules_of(indicators: Iterable[Indicator]) -> list[Rule]:
    """Every rule of a catalogue that has been checked."""
    return [
        rule_in(text, indicator.code, blocking)
        for indicator in indicators
        for texts, blocking in ((indicator.must, True), (indicator.should, False))
        for text in texts
    ]


def broken_rules(
    rules: Iterable[Rule], indicators: Mapping[str, Indicator], figures: OfUnit, month: int
) -> list[Broken]:
    """The rules that the figures of one unit break for `month`, in the order given.

    A rule of which any amount is not reported says nothing, nor does one whose indicator has a
    breakdown until every member of the period before is there: part of a whole is no whole.
    """
    found = []
    for rule in rules:
        sides = [_side(side, indicators, figures, month) for side in (rule.left, rule.right)]
        if any(side is None for side in sides):
            continue
        (left, of_left), (right, of_right) = (side for side in sides if side is not None)
        if not COMPARE[rule.comparator](left, right):
            found.append(Broken(rule, left, right, (*of_left, *of_right)))
    return found


def _side(
    terms: Iterable[Term], indicators: Mapping[str, Indicator], figures: OfUnit, month: int
) -> tuple[Decimal, list[Figure]] | None:
    total = Decimal(0)
    behind: list[Figure] = []
    for term in terms:
        if term.indicator not in indicators:
            return None
        every = FREQUENCY_MONTHS[indicators[term.indicator].frequency]
        period = month - every if term.before else month
        members = figures.get((term.indicator, period), {})
        known = figures.get((term.indicator, period - every), {})
        amounts = [getattr(figure, term.part) for figure in members.values()]
        if not amounts or None in amounts or not known.keys() <= members.keys():
            return None
        for amount in amounts:
            combine = _EXACT.subtract if term.minus else _EXACT.add
            total = combine(total, amount)
        behind += members.values()
    return total, behind


def side_name(terms: Sequence[Term], indicators: Mapping[str, Indicator]) -> Label:
    """What a side of a rule adds up, in words: "mẫu số của “…” + giá trị của “…” kỳ trước"."""
    vi, en = [], []
    for number, term in enumerate(terms):
        name, part = indicators[term.indicator].name, _PART_NAMES[term.part]
        sign = (" - " if term.minus else " + ") if number else ""
        vi.append(f"{sign}{part.vi} của “{name.vi}”{' kỳ trước' if term.before else ''}")
        en.append(f"{sign}{part.en} of “{name.en}”{' of the period before' * term.before}")
    return Label("".join(vi), "".join(en))
