"""The demonstration province: real names of units, illustrative figures; see data/README.md."""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

from kpis.domain.figures import Figure
from kpis.domain.months import month_text
from kpis.domain.problems import Refused
from kpis.exchange.figure_files import read_figures
from kpis.services.loading import (
    Act,
    load_catalogue,
    load_commitments,
    load_settings,
    load_units,
)
from kpis.services.stores import DEMONSTRATION, ROOT
from kpis.store.database import Entry, Store, entry
from kpis.store.definitions import indicators_known_at, units_known_at
from kpis.store.submissions import Batch, keep_files, write_submissions

FOLDER = ROOT / "data" / "demo"
CATALOGUE = ROOT / "kpis" / "catalogue"
CLERK, OFFICE = "cán bộ báo cáo (minh họa)", "Sở Nội vụ (minh họa)"
_COLUMNS = ("unit", "indicator", "period", "member", "numerator", "denominator", "value", "note")


def load_demonstration(store: Store, now: datetime) -> None:
    """Fills an empty store. Each unit's monthly report becomes a submission with its own file."""
    act = Act("init --demo", now)
    load_settings(store, *_file("settings.yaml"), act)
    catalogue = {path.name: path.read_bytes() for path in sorted(CATALOGUE.glob("*.yaml"))}
    load_catalogue(store, catalogue, act)
    load_units(store, *_file("units.csv"), act)
    load_commitments(store, *_file("commitments.yaml"), act)
    indicators = {i.code: i for i in indicators_known_at(store, now)}
    units = {u.code: u for u in units_known_at(store, now)}
    figures, problems = read_figures(*_file("figures.csv"), indicators=indicators, units=units)
    if any(problem.blocking for problem in problems):
        raise Refused(problems)
    with entry(store, DEMONSTRATION, actor=act.actor, recorded=now) as writing:
        write_submissions(writing, list(_reports(writing, figures)))


def _file(name: str) -> tuple[str, bytes]:
    return name, Path(FOLDER / name).read_bytes()


def _reports(writing: Entry, figures: Sequence[Figure]) -> Iterator[Batch]:
    """One submission for what a unit published of a month at one instant, as its file."""
    groups: dict[tuple[str, int, datetime], list[Figure]] = {}
    for figure in figures:
        assert figure.published_at is not None, f"line {figure.place} has no published_at"
        groups.setdefault((figure.unit, figure.period, figure.published_at), []).append(figure)
    contents, batches = {}, []
    seen: set[tuple] = set()
    for (unit, period, published), group in sorted(groups.items(), key=lambda item: item[0][2]):
        content = _as_csv(group)
        sha256 = hashlib.sha256(content).hexdigest()
        contents[sha256] = content
        batches.append(
            Batch(
                [replace(f, place=str(line)) for line, f in enumerate(group, start=2)],
                CLERK,
                unit=unit,
                period=period,
                file=sha256,
                name=f"so-lieu_{unit}_{month_text(period)}.csv",
                reason=_reason(group, seen),
                submitted=published - timedelta(minutes=50),
                approved=published,
                approver=OFFICE,
            )
        )
    keep_files(writing, contents)
    return iter(batches)


def _reason(group: Sequence[Figure], seen: set[tuple]) -> str | None:
    """Why a report revises what was reported before: the note of the first such figure."""
    keys = [(f.unit, f.indicator, f.period, f.member) for f in group]
    reasons = [f.note for f, key in zip(group, keys, strict=True) if key in seen and f.note]
    seen.update(keys)
    return reasons[0] if reasons else None


def _as_csv(figures: Sequence[Figure]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for figure in figures:
        values = [
            month_text(figure.period) if c == "period" else getattr(figure, c) for c in _COLUMNS
        ]
        writer.writerow(["" if value is None else value for value in values])
    return text.getvalue().encode("utf-8-sig")
