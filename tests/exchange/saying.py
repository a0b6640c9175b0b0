"""What the author of a file reads about it."""

from collections.abc import Iterable

from kpis.domain.problems import Problem
from kpis.ui.sentences import problem_line


def said(problems: Iterable[Problem], language: str = "en") -> list[str]:
    """The problems as the command line prints them; a warning begins with "warning: "."""
    return [("" if p.blocking else "warning: ") + problem_line(p, language) for p in problems]


def places(problems: Iterable[Problem]) -> list[tuple[str, str | None]]:
    """Code and place of each problem."""
    return [(p.code, p.place) for p in problems]
