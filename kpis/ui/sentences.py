"""Problems and the command line's words, in the reader's language. Knows no Streamlit."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files

import yaml

from kpis.domain.definitions import Label
from kpis.domain.problems import Problem

LANGUAGES = ("vi", "en")


@cache
def sentences(kind: str, language: str) -> Mapping[str, str]:
    """The sentences of messages/<kind>.<language>.yaml by code."""
    path = files("kpis.ui").joinpath("messages", f"{kind}.{language}.yaml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def sentence(kind: str, language: str, code: str, /, **values: object) -> str:
    """One sentence with its values put in. An unknown code raises KeyError."""
    shown = {key: _shown(value, language) for key, value in values.items()}
    return sentences(kind, language)[code].format(**shown)


def _shown(value: object, language: str) -> object:
    if isinstance(value, Label):
        return getattr(value, language)
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.replace(".", ",") if language == "vi" else text
    return value


def problem_text(problem: Problem, language: str) -> str:
    """What is wrong, without the place."""
    return sentence("problems", language, problem.code, **problem.values)


def problem_line(problem: Problem, language: str) -> str:
    """ "file:place: what is wrong", as the command line prints it."""
    place = ":".join(part for part in (problem.file, problem.place) if part)
    words = problem_text(problem, language)
    return f"{place}: {words}" if place else words
