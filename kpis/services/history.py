"""Old figures are held against the catalogue that counted when they were published.

A bound or a breakdown may be recorded after figures that it rules out. They were right when they
were published and stay in the ledger; an export of them has to load again.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kpis.domain.definitions import Indicator
from kpis.domain.figures import Figure
from kpis.domain.possible import impossibilities
from kpis.domain.problems import Problem
from kpis.store.database import Store
from kpis.store.definitions import indicator_versions

MORE = "file.more_of_this"


def right_when_published(
    store: Store, figures: Sequence[Figure], problems: Sequence[Problem]
) -> list[Problem]:
    """`problems`, where those of figures that were possible when published block no more.

    Only figures that bring their own instant are asked; for others the catalogue of now counts.
    """
    if not any(problem.blocking for problem in problems):
        return list(problems)
    versions: dict[str, list[Indicator]] = {}
    for version in indicator_versions(store):
        versions.setdefault(version.code, []).append(version)
    wrong: dict[str | None, set[str]] = {}
    for figure in figures:
        if figure.published_at is not None:
            then = _at(versions[figure.indicator], figure.published_at)
            wrong[figure.place] = {code for code, _ in impossibilities(figure, then)}

    def excused(problem: Problem) -> bool:
        if problem.code == MORE:  # rows that were only counted are excused all together
            code = problem.values["code"]
            listed = [p.place for p in problems if p.code == code]
            return len(wrong) == len(figures) and all(
                place in wrong and code not in wrong[place] for place in (*listed, *wrong)
            )
        return problem.place in wrong and problem.code not in wrong[problem.place]

    return [replace(p, blocking=p.blocking and not excused(p)) for p in problems]


def _at(versions: Sequence[Indicator], instant: datetime) -> Indicator:
    """The version that counted at `instant`; the first before it was recorded."""
    known = [v for v in versions if v.recorded is not None and v.recorded <= instant]
    return known[-1] if known else versions[0]
