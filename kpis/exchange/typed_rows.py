"""One row of typed cells as a figure: what it says, what is wrong with it, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kpis.domain.definitions import Indicator, Label
from kpis.domain.figures import Figure
from kpis.domain.possible import impossibilities
from kpis.domain.problems import Problem
from kpis.exchange.typed_cells import AMOUNTS, Known, Reading, TypedRow

_PLACES = {  # which cell of a row an impossibility is about, where it is not the first
    "figures.denominator_missing": "denominator",
    "figures.numerator_missing": "numerator",
    "figures.value_and_counts": "value",
    "figures.member_missing": "member",
    "figures.member_not_allowed": "member",
}


@dataclass(frozen=True)
class Read:
    """A row as understood. state: given, nothing (nothing happened), missing or wrong.

    figure: None while missing or wrong. problems: blocking ones are what makes it wrong.
    """

    state: str
    figure: Figure | None = None
    problems: tuple[Problem, ...] = ()


def read_row(row: TypedRow, known: Known) -> Read:
    """The figure that a row of typed cells gives, or why there is none.

    An empty row is missing, not 0. A ratio in which nothing happened is 0 of 0, a count is 0.
    Where counts and their quotient are all typed and agree, the counts are taken.
    """
    reading = Reading(row, known)
    amounts = {key: reading.amount(key) for key in AMOUNTS}
    marked = reading.marked()
    note = row.text("note") or None
    if any(problem.blocking for problem in reading.problems):
        return Read("wrong", None, tuple(reading.problems))
    if marked:
        return _nothing_happened(row, known, amounts, note)
    if all(amount is None for amount in amounts.values()):
        return Read("missing", None, tuple(reading.problems))
    if _agrees(amounts, known.indicator):
        amounts["value"] = None
    first = next(key for key in AMOUNTS if amounts[key] is not None)
    figure = _figure(row, known, amounts, note, first)
    for code, values in impossibilities(figure, known.indicator):
        column = values.get("column")
        key = column.en if isinstance(column, Label) else _PLACES.get(code, first)
        reading.problems.append(row.problem(code, key, **values))
    wrong = any(problem.blocking for problem in reading.problems)
    return Read("wrong" if wrong else "given", None if wrong else figure, tuple(reading.problems))


def _nothing_happened(
    row: TypedRow, known: Known, amounts: dict[str, Decimal | None], note: str | None
) -> Read:
    name = known.indicator.name
    if known.indicator.kind not in ("ratio", "count"):
        refused = row.problem("workbook.nothing_not_possible", "nothing", indicator=name)
        return Read("wrong", None, (refused,))
    typed = next((key for key in AMOUNTS if amounts[key]), None)
    if typed is not None:
        refused = row.problem("workbook.nothing_and_numbers", typed, found=amounts[typed])
        return Read("wrong", None, (refused,))
    zero = Decimal(0)
    ratio = known.indicator.kind == "ratio"
    amounts = {"numerator": zero, "denominator": zero} if ratio else {"value": zero}
    figure = _figure(row, known, amounts, note, "nothing")
    problems = tuple(
        row.problem(code, "nothing", **values)
        for code, values in impossibilities(figure, known.indicator)
    )
    return Read("wrong" if problems else "nothing", None if problems else figure, problems)


def _figure(
    row: TypedRow,
    known: Known,
    amounts: Mapping[str, Decimal | None],
    note: str | None,
    key: str,
) -> Figure:
    return Figure(
        unit=known.unit,
        indicator=known.indicator.code,
        period=known.month,
        member=known.member,
        numerator=amounts.get("numerator"),
        denominator=amounts.get("denominator"),
        value=amounts.get("value"),
        note=note,
        source=known.source,
        place=row.place(key),
    )


def _agrees(amounts: Mapping[str, Decimal | None], indicator: Indicator) -> bool:
    """Whether the value is only the quotient of the counts beside it, rounded as it was typed."""
    numerator, denominator, value = (amounts[key] for key in AMOUNTS)
    if numerator is None or denominator is None or value is None or not denominator:
        return False
    quotient = Fraction(indicator.scale) * Fraction(numerator) / Fraction(denominator)
    last_place = Fraction(10) ** value.as_tuple().exponent
    return abs(Fraction(value) - quotient) <= last_place
