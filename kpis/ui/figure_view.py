"""The figures behind a number: which one counts, every earlier one, and where each came from."""

from kpis.domain.definitions import Indicator
from kpis.services.trail import FigureTrail, Version
from kpis.ui.components import Column, Html, notice, section, table, tag
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
    if not version.denominator:
        return MISSING
    assert version.numerator is not None
    value = decimal(indicator.scale) * version.numerator / version.denominator
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
    return tag("div", *[_counting(language, v, indicator) for v in versions], class_="figures")


def _counting(language: str, version: Version, indicator: Indicator) -> Html:
    facts: list[tuple[str, object]] = []
    if version.member is not None:
        facts.append((text(language, "figure.member"), version.member))
    facts.append((text(language, "figure.value"), tag("strong", value_text(version, indicator))))
    if version.value is None:
        numerator, denominator = counts_of(language, indicator)
        facts += [
            (numerator, exactly(version.numerator)),
            (denominator, exactly(version.denominator)),
        ]
    facts += [
        (text(language, "figure.source"), source_word(language, version.source)),
        (text(language, "figure.published"), _instant(version)),
        (text(language, "figure.submission"), _submission(language, version)),
        (text(language, "figure.file"), version.file_name or MISSING),
        (text(language, "figure.place"), place_text(language, version.place)),
        (text(language, "figure.note"), version.note or MISSING),
    ]
    if version.reason:
        facts.append((text(language, "figure.reason"), version.reason))
    return tag(
        "dl",
        *[tag("div", tag("dt", name), tag("dd", value)) for name, value in facts],
        class_="facts-list",
    )


def _instant(version: Version) -> str:
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
        row: list[object] = [_instant(version)]
        row += [version.member or MISSING] if members else []
        row += [exactly(version.numerator), exactly(version.denominator)] if counts else []
        row += [
            value_text(version, indicator),
            _counts(language, version.sequence in trail.counts),
            source_word(language, version.source),
            version.file_name or MISSING,
            place_text(language, version.place),
            " · ".join(filter(None, (version.note, version.reason))) or MISSING,
        ]
        rows.append(row)
    title = text(language, "figure.versions", n=len(trail.versions))
    return section(title, table(title, columns, rows), note=text(language, "figure.versions_note"))


def _counts(language: str, yes: bool) -> str:
    return text(language, "figure.yes") if yes else text(language, "figure.replaced")


def files_of(trail: FigureTrail) -> dict[str, str]:
    """The files that the versions came in, by their sums, with the names they had."""
    return {v.file: v.file_name or v.file[:12] for v in trail.versions if v.file}
