"""Warnings that a submission was sent with: kept with it, so that the office sees them too."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from kpis.domain.definitions import Label
from kpis.domain.problems import Problem
from kpis.store.database import Entry, Store
from kpis.store.events import checks_of, write_check


def keep_warnings(writing: Entry, number: int, problems: Iterable[Problem]) -> None:
    """Records the warnings of a submission; that there were none is recorded as well."""
    warnings = [problem for problem in problems if not problem.blocking]
    content = [
        {
            "code": each.code,
            "file": each.file,
            "place": each.place,
            "values": {key: _plain(value) for key, value in each.values.items()},
        }
        for each in warnings
    ]
    write_check(writing, number, len(warnings), json.dumps(content, ensure_ascii=False))


def warnings_of(store: Store, numbers: Sequence[int]) -> dict[int, tuple[Problem, ...]]:
    """The warnings by submission; one that was never checked, such as an import, is not in it."""
    return {
        number: tuple(
            Problem(
                each["code"],
                each["file"],
                each["place"],
                {key: _typed(value) for key, value in each["values"].items()},
                blocking=False,
            )
            for each in json.loads(check.content)
        )
        for number, check in checks_of(store, numbers).items()
    }


def _plain(value: object) -> object:
    if isinstance(value, Label):
        return {"vi": value.vi, "en": value.en}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _typed(value: object) -> object:
    if isinstance(value, dict):
        return Decimal(value["decimal"]) if "decimal" in value else Label(**value)
    return value
