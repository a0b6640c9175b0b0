"""Files that show where a figure comes from: attached to it, listed, opened as received."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from kpis.domain.problems import Problem, Refused
from kpis.domain.way import APPROVED, WAITING
from kpis.exchange.attachments import form_problem, media_type, shown_name
from kpis.services.moving import END_OF_TIME, STATE_NAMES, submission_of
from kpis.store.database import AlreadyDone, Store, entry
from kpis.store.evidence import Evidence, evidence, write_evidence
from kpis.store.figures import figure_versions
from kpis.store.submissions import keep_file, stored_file

__all__ = ["Evidence", "Opened", "attach", "evidence_of", "open_evidence"]

MOST = 20  # files of one figure


def attach(
    store: Store,
    submission: int,
    figure: int,
    name: str,
    content: bytes,
    *,
    actor: str,
    now: datetime,
    request: str,
) -> Evidence:
    """Attaches a file to a figure (its sequence) of a submission that waits or was published.

    Refused for other submissions and figures, and for what is no document or picture. The same
    file is attached to a figure once; so is the same request.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    detail: dict[str, object] = {"submission": submission, "figure": figure, "sha256": sha256}
    try:
        with entry(
            store, "attach evidence", actor=actor, recorded=now, request=request, detail=detail
        ) as writing:
            _refuse(store, submission, figure, name, content, sha256)
            keep_file(writing, sha256, content)
            write_evidence(
                writing,
                figure=figure,
                submission=submission,
                file=sha256,
                name=shown_name(name),
                actor=actor,
            )
    except AlreadyDone:
        pass  # the same click twice: what it did the first time stands
    return next(each for each in evidence(store, figure=figure) if each.file == sha256)


def _refuse(
    store: Store, submission: int, figure: int, name: str, content: bytes, sha256: str
) -> None:
    found = submission_of(store, submission)
    file = shown_name(name)
    if found.state not in (*WAITING, APPROVED):
        values: dict[str, object] = {"number": submission, "state": STATE_NAMES[found.state]}
        raise Refused([Problem("evidence.not_now", file, None, values)])
    versions = figure_versions(
        store, as_of=END_OF_TIME, submission=submission, published_only=False
    )
    if figure not in {version.sequence for version in versions}:
        raise Refused([Problem("evidence.no_figure", file, None, {"number": submission})])
    if (problem := form_problem(name, content)) is not None:
        raise Refused([problem])
    attached = evidence(store, figure=figure)
    if sha256 in {each.file for each in attached}:
        raise Refused([Problem("evidence.twice", file)])
    if len(attached) >= MOST:
        raise Refused([Problem("evidence.too_many", file, None, {"most": MOST})])


def evidence_of(
    store: Store, *, submission: int | None = None, figure: int | None = None
) -> list[Evidence]:
    """What is attached to a figure, or to any figure of a submission, oldest first."""
    return evidence(store, submission=submission, figure=figure)


@dataclass(frozen=True)
class Opened:
    """A file as it was received, and what it may be offered as."""

    name: str
    media_type: str
    content: bytes


def open_evidence(store: Store, number: int) -> Opened:
    """The file of that number (Evidence.sequence). Refused when there is none."""
    for each in evidence(store):
        if each.sequence == number:
            content = stored_file(store, each.file)
            assert content is not None, f"evidence {number} without its file"
            return Opened(each.name, media_type(each.name), content)
    raise Refused([Problem("evidence.unknown", None, None, {"number": number})])
