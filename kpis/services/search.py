"""Finding by words: case, marks and the way they were typed make no difference."""

from collections.abc import Iterable

from kpis.domain.definitions import Indicator, Label, Unit
from kpis.exchange.folding import fold


def matches(asked: str, *texts: str) -> bool:
    """Whether every word of `asked` occurs in one of `texts`; nothing asked matches all."""
    inside = fold(" ".join(texts))
    return all(word in inside for word in fold(asked).split())


def indicators_found(asked: str, indicators: Iterable[Indicator]) -> list[Indicator]:
    """The indicators in which all words of `asked` occur, in their order."""
    return [i for i in indicators if matches(asked, *_texts_of(i))]


def units_found(asked: str, units: Iterable[Unit]) -> list[Unit]:
    """The units in whose names or code all words of `asked` occur, in their order."""
    return [u for u in units if matches(asked, u.code, u.name, u.name_en or "")]


def _texts_of(indicator: Indicator) -> list[str]:
    labels: list[Label | None] = [
        indicator.name,
        indicator.numerator,
        indicator.denominator,
        indicator.formula,
        indicator.beware,
    ]
    said = [text for label in labels if label for text in (label.vi, label.en)]
    return [indicator.code, indicator.unit, indicator.basis or "", *said]
