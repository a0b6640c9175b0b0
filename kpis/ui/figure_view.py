"""The figures behind a number: which one counts, every earlier one, and where each came from."""

from decimal import Decimal

from kpis.domain.definitions import Indicator
from kpis.services.trail import FigureTrail, Version
from kpis.ui.components import Column, Html, joined, notice, section, table, tag
from kpis.ui.page import View
from kpis.ui.promises import counts_of
from kpis.ui.text import (
    MISSING,
    amount,
    decimal,
    exactly,
    instant_label,
    month_label,
    text,
    with_unit,
)


def source_word(language: str, source: str) -> str:
    """How a figure is known."""
    return {
        "self": text(language, "source.self"),
        "system": text(language, "source.system"),
        "inspected": text(language, "source.inspected"),
    }[source]


def value_text(version: Version, indicator: Indicator) -> str:
    """The month's own value of a figure, MISSING where nothing happened."""
    if version.value is not None:
        return with_unit(exactly(version.value, indicator.decimals), indicator.unit)
    return ratio_text(version.numerator, version.denominator, indicator)


def ratio_text(numerator: Decimal | None, denominator: Decimal | None, indicator: Indicator) -> str:
    """A ratio in the indicator's unit, MISSING where nothing happened."""
    if numerator is None or not denominator:
        return MISSING
    value = decimal(indicator.scale) * numerator / denominator
    return with_unit(amount(value, indicator.decimals), indicator.unit)


def counting(view: View, trail: FigureTrail, indicator: Indicator) -> Html:
    """The figure that counts, number by number."""
    language = view.language
    versions = [v for v in trail.versions if v.sequence in trail.counts]
    if not versions:
        month = month_label(trail.month)
        return notice(
            text(language, "figure.none_next"),
            title=text(language, "figure.none", month=month),
            kind="warning",
        )
    if versions[0].member is not None:
        return _of_members(language, versions, indicator)
    return _counting(language, versions[0], indicator)


def _of_members(language: str, versions: list[Version], indicator: Indicator) -> Html:
    """The total over members, which stand one by one in the table of versions."""
    numerator, denominator = counts_of(language, indicator)
    done = sum((v.numerator for v in versions if v.numerator is not None), Decimal(0))
    of = sum((v.denominator for v in versions if v.denominator is not None), Decimal(0))
    facts = [
        (text(language, "figure.value"), _quotient(indicator, done, of)),
        (numerator, exactly(done)),
        (denominator, exactly(of)),
        (text(language, "figure.member"), text(language, "figure.members", n=len(versions))),
    ]
    return _facts(facts)


def _facts(facts: list[tuple[str, object]]) -> Html:
    cells = [tag("div", tag("dt", name), tag("dd", value)) for name, value in facts]
    return tag("dl", *cells, class_="facts-list")


def _quotient(indicator: Indicator, numerator: Decimal, denominator: Decimal) -> Html:
    """A ratio with the numbers it is made of: "43,3 % = 100 × 325 / 750"."""
    shown = tag("strong", ratio_text(numerator, denominator, indicator))
    if not denominator:
        return shown
    scale = "" if indicator.scale == 1 else f"{exactly(indicator.scale)} × "
    return joined([shown, f" = {scale}{exactly(numerator)} / {exactly(denominator)}"])


def _counting(language: str, version: Version, indicator: Indicator) -> Html:
    value = tag("strong", value_text(version, indicator))
    facts: list[tuple[str, object]] = [(text(language, "figure.value"), value)]
    if version.numerator is not None and version.denominator is not None:
        value = _quotient(indicator, version.numerator, version.denominator)
        facts = [(text(language, "figure.value"), value)]
        numerator, denominator = counts_of(language, indicator)
        facts += [
            (numerator, exactly(version.numerator)),
            (denominator, exactly(version.denominator)),
        ]
    facts += [
        (text(language, "figure.source"), source_word(language, version.source)),
        (text(language, "figure.published"), published_text(version)),
        (text(language, "figure.submission"), _submission(language, version)),
        (text(language, "figure.file"), version.file_name or MISSING),
        (text(language, "figure.place"), place_text(language, version.place)),
        (text(language, "figure.note"), version.note or MISSING),
    ]
    if version.reason and version.reason != version.note:
        facts.append((text(language, "figure.reason"), version.reason))
    return _facts(facts)


def published_text(version: Version) -> str:
    """When a version was published; MISSING while it is not."""
    return MISSING if version.published_at is None else instant_label(version.published_at)


def _submission(language: str, version: Version) -> str:
    return text(
        language,
        "figure.submitted",
        number=str(version.submission),
        actor=version.actor,
        instant=instant_label(version.submitted_at),
    )


def place_text(language: str, place: str | None) -> str:
    """Where in the file: a line of text, or a cell of a workbook."""
    if not place:
        return MISSING
    if place.isdigit():
        return text(language, "figure.line", line=place)
    return text(language, "figure.cell", cell=place)


def versions(view: View, trail: FigureTrail, indicator: Indicator) -> Html:
    """Everything that was published for the month, the latest first; nothing is ever changed."""
    language = view.language
    numerator, denominator = counts_of(language, indicator)
    counts = any(v.value is None for v in trail.versions)
    members = any(v.member is not None for v in trail.versions)
    columns = [Column(text(language, "figure.published"))]
    columns += [Column(text(language, "figure.member"))] if members else []
    columns += [Column(numerator, "number"), Column(denominator, "number")] if counts else []
    columns += [
        Column(text(language, "figure.value"), "number"),
        Column(text(language, "figure.counts")),
        Column(text(language, "figure.source")),
        Column(text(language, "figure.file")),
        Column(text(language, "figure.place")),
        Column(text(language, "figure.note_or_reason")),
    ]
    rows = []
    for version in trail.versions:
        row: list[object] = [published_text(version)]
        row += [version.member or MISSING] if members else []
        row += [exactly(version.numerator), exactly(version.denominator)] if counts else []
        row += [
            value_text(version, indicator),
            _counts(language, version.sequence in trail.counts),
            source_word(language, version.source),
            version.file_name or MISSING,
            place_text(language, version.place),
            " · ".join(dict.fromkeys(filter(None, (version.note, version.reason)))) or MISSING,
        ]
        rows.append(row)
    title = text(language, "figure.versions", n=len(trail.versions))
    return section(title, table(title, columns, rows), note=text(language, "figure.versions_note"))


def _counts(language: str, yes: bool) -> str:
    return text(language, "figure.yes") if yes else text(language, "figure.replaced")


def files_of(trail: FigureTrail) -> dict[str, Version]:
    """The files that the versions came in, by their sums, each with the latest of its versions."""
    found: dict[str, Version] = {}
    for version in trail.versions:
        if version.file:
            found.setdefault(version.file, version)
    return found
