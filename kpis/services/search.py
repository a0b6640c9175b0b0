"""Finding by words: case, marks and the way they were typed make no difference."""

import re
from collections.abc import Iterable

from kpis.domain.definitions import Indicator, Label, Unit
from kpis.exchange.folding import fold


def matches(asked: str, *texts: str) -> bool:
    """Whether every word of `asked` begins a word of `texts`; nothing asked matches all."""
    inside = "".join(f" {word}" for text in texts for word in _words(text))
    return all(f" {word}" in inside for word in _words(asked))


def indicators_found(asked: str, indicators: Iterable[Indicator]) -> list[Indicator]:
    """The indicators named by these words; where none is, those whose definition has them all."""
    every = list(indicators)
    named = [i for i in every if matches(asked, i.code, i.name.vi, i.name.en)]
    return named or [i for i in every if matches(asked, *_texts_of(i))]


def units_found(asked: str, units: Iterable[Unit]) -> list[Unit]:
    """The units in whose names or code all words of `asked` begin a word, in their order."""
    return [u for u in units if matches(asked, u.code, u.name, u.name_en or "")]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


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
