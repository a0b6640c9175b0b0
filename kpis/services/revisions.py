"""Published figures may be revised, but not without a reason."""

from collections.abc import Callable, Sequence

from kpis.domain.figures import Figure
from kpis.domain.problems import Problem
from kpis.store.figures import Compared

NEW, REVISED, UNCHANGED = "new", "revised", "unchanged"


def unexplained(
    file: str,
    figures: Sequence[Figure],
    states: Sequence[Compared],
    reason: str | None,
    named: Callable[[Figure], object],
) -> list[Problem]:
    """A problem for each revised figure that has neither a new note nor one reason for all.

    The note that is published already is no reason: workbooks bring it back as it was. History
    with instants of its own is not asked. named: how a sentence calls the figure.
    """
    return [
        Problem("figures.revision_without_reason", file, figure.place, {"figure": named(figure)})
        for figure, state in zip(figures, states, strict=True)
        if state.state == REVISED
        and figure.published_at is None
        and not reason
        and (figure.note or None) in (None, state.note or None)
    ]
