"""Definitions and figures as the files of docs/formats.md, so that reading them gives the same."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal

import yaml

from kpis.domain.commitments import Amendment, Commitment, Item, Person, Terms
from kpis.domain.definitions import Indicator, Label, Settings, Unit
from kpis.domain.figures import Figure
from kpis.domain.months import ICT, month_text
from kpis.exchange import unit_files

FIGURE_COLUMNS = (
    "unit",
    "indicator",
    "period",
    "member",
    "numerator",
    "denominator",
    "value",
    "note",
    "source",
    "published_at",
)
_WIDTH = 10**6  # a value stays on its line
_BREAKS = re.compile("[\r\n\x85\u2028\u2029]")
_NEEDS_QUOTES = re.compile('[",\r\n]')


def write_settings(settings: Settings) -> str:
    """settings.yaml; how periods close and who confirms only where that was chosen."""
    chosen = {
        key: getattr(settings, key)
        for key in ("close", "confirm")
        if getattr(settings, key) != getattr(Settings(), key)
    }
    return _yaml(
        _without_none(
            {
                "reporting": {
                    "due_day": settings.due_day,
                    "due_month": settings.due_month,
                    "window_start_day": settings.window_start_day,
                    **chosen,
                },
                "tiers": list(settings.tiers),
                "unit_kinds": settings.unit_kinds or None,
                "fields": settings.fields or None,
                "recorded": settings.recorded,
            }
        )
    )


def write_catalogue(indicators: Iterable[Indicator]) -> dict[str, str]:
    """The files of the catalogue by name; an indicator's field of work names its file."""
    by_file: dict[str, list[dict[str, object]]] = {}
    for indicator in indicators:
        by_file.setdefault(f"{indicator.field}.yaml", []).append(_indicator(indicator))
    return {file: _yaml(entries) for file, entries in by_file.items()}


def write_units(units: Iterable[Unit]) -> str:
    """units.csv, with a column `recorded` where a unit has it."""
    kept = list(units)
    columns = unit_files.COLUMNS.required
    if any(unit.recorded for unit in kept):
        columns = unit_files.COLUMNS.all
    return _csv(columns, ([getattr(unit, column) for column in columns] for unit in kept))


def write_commitments(commitments: Iterable[Commitment]) -> str:
    """commitments.yaml."""
    return _yaml([_commitment(commitment) for commitment in commitments])


def write_figures(figures: Iterable[Figure]) -> str:
    """figures.csv."""
    return _csv(FIGURE_COLUMNS, map(_figure, figures))


def _indicator(indicator: Indicator) -> dict[str, object]:
    """The keys of an indicator that say something its kind does not."""
    entry = {f.name: getattr(indicator, f.name) for f in fields(indicator) if f.name != "field"}
    if indicator.kind != "ratio":
        del entry["when_nothing"]
    if indicator.kind != "ratio" or indicator.unit == "%":
        del entry["scale"]
    if not indicator.share:
        del entry["share"]
    for key in ("must", "should"):
        entry[key] = list(entry[key]) or None
    return _without_none(entry)


def _commitment(commitment: Commitment) -> dict[str, object]:
    term = None
    if commitment.term_first is not None and commitment.term_last is not None:
        first, last = month_text(commitment.term_first), month_text(commitment.term_last)
        term = {"first": first, "last": last}
    return _without_none(
        {
            "id": commitment.id,
            "unit": commitment.unit,
            "document": commitment.document,
            "signed_on": commitment.signed_on,
            "signer": _person(commitment.signer),
            "counter_signer": _person(commitment.counter_signer),
            "recorded": commitment.recorded,
            "term": term,
            "items": [_item(item) for item in commitment.items],
        }
    )


def _person(person: Person | None) -> dict[str, object] | None:
    return None if person is None else _without_none({"name": person.name, "title": person.title})


def _item(item: Item) -> dict[str, object]:
    return _without_none(
        {
            "indicator": item.indicator,
            **_terms(item.terms),
            "each": item.each or None,
            "amendments": [_amendment(amendment) for amendment in item.amendments] or None,
        }
    )


def _amendment(amendment: Amendment) -> dict[str, object]:
    return _without_none(
        {
            "effective": month_text(amendment.effective),
            "recorded": amendment.recorded,
            "document": amendment.document,
            "signed_on": amendment.signed_on,
            "reason": amendment.reason,
            **_terms(amendment.changes),
        }
    )


def _terms(terms: Terms) -> dict[str, object]:
    entry = {field.name: getattr(terms, field.name) for field in fields(terms)}
    for key in ("start", "due"):
        entry[key] = None if entry[key] is None else month_text(entry[key])
    if terms.steps is not None:
        entry["steps"] = {month_text(month): amount for month, amount in terms.steps}
    return _without_none(entry)


def _figure(figure: Figure) -> Iterator[object]:
    for column in FIGURE_COLUMNS:
        if column == "period":
            yield month_text(figure.period)
        else:
            yield getattr(figure, column)


def _without_none(entry: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in entry.items() if value is not None}


def decimal_text(decimal: Decimal) -> str:
    """An exact decimal with a point and without an exponent: "0.0000001", not "1E-7"."""
    return format(decimal, "f")


def instant_text(instant: datetime) -> str:
    """An instant in ISO 8601 as a clock in Vietnam shows it. ValueError without an offset."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no offset from UTC")
    return instant.astimezone(ICT).isoformat()


def _csv(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Quoted by hand: until Python 3.13 csv.writer left a lone carriage return bare."""
    lines = [",".join(columns)]
    lines += [",".join(map(_cell, row)) for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, datetime):
        return instant_text(value)
    text = str(value)
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


class _Dumper(yaml.SafeDumper):
    """Writes our types as their authors do: bare numbers and dates, labels on one line."""

    def ignore_aliases(self, data: object) -> bool:
        """Never write an anchor: files with one are refused."""
        return True


def _represent_decimal(dumper: yaml.SafeDumper, decimal: Decimal) -> yaml.Node:
    text = decimal_text(decimal)
    kind = "float" if "." in text else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", text)


def _represent_instant(dumper: yaml.SafeDumper, instant: datetime) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", instant_text(instant))


def _represent_day(dumper: yaml.SafeDumper, day: date) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", day.isoformat())


def _represent_label(dumper: yaml.SafeDumper, label: Label) -> yaml.Node:
    words = {"vi": label.vi, "en": label.en}
    return dumper.represent_mapping("tag:yaml.org,2002:map", words, flow_style=True)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    # Only in double quotes does PyYAML escape the signs that YAML takes for ends of lines.
    style = '"' if _BREAKS.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(Decimal, _represent_decimal)
_Dumper.add_representer(datetime, _represent_instant)
_Dumper.add_representer(date, _represent_day)
_Dumper.add_representer(Label, _represent_label)


def _yaml(content: object) -> str:
    return yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
