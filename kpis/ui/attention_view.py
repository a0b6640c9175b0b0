"""What needs attention, worst first, each with its reason in words."""

from collections import Counter
from collections.abc import Sequence

from kpis.services.evaluation import JudgedItem
from kpis.services.overview import WRONG, badness, items_with
from kpis.ui import theme
from kpis.ui.components import Column, Html, joined, linked, section, status_mark, table, tag
from kpis.ui.filters import here, link
from kpis.ui.page import View
from kpis.ui.promises import (
    actual_text,
    expected_text,
    gaps_text,
    required_text,
    shortfall_text,
)
from kpis.ui.text import label, text, unit_name, vietnamese_order

OUT_OF_REACH = "out_of_reach"
KINDS = (OUT_OF_REACH, "missed", "off_track", "no_data", "at_risk")
BY_WORST, BY_UNIT, BY_INDICATOR = "muc-do", "don-vi", "chi-tieu"
LISTED = 100


def kind_of(item: JudgedItem) -> str:
    """Which kind of problem an item is; out of reach goes before its status."""
    return OUT_OF_REACH if item.out_of_reach else item.status


def problems(view: View, kind: str | None) -> list[JudgedItem]:
    """The items that need attention, worst first; of one kind, or all but those merely at risk."""
    items = items_with(view.evaluation, (*WRONG, "at_risk"))
    if kind is None:
        return [item for item in items if item.status != "at_risk" or item.out_of_reach]
    return [item for item in items if kind_of(item) == kind]


def kind_cards(view: View, chosen: str | None) -> Html:
    """How many problems of each kind; each opens its own."""
    counts = Counter(map(kind_of, items_with(view.evaluation, (*WRONG, "at_risk"))))
    cards = [
        linked(
            here(status=None if kind == chosen else kind),
            tag("span", _kind_mark(view.language, kind), class_="name"),
            tag("span", counts[kind], class_="count"),
            class_="card",
            aria_current="true" if kind == chosen else None,
        )
        for kind in KINDS
    ]
    return tag("nav", *cards, class_="tiers", aria_label=text(view.language, "attention.kinds"))


def _kind_mark(language: str, kind: str) -> Html:
    if kind != OUT_OF_REACH:
        return status_mark(language, kind)
    shape = tag("span", theme.SHAPES["off_track"], class_="shape", aria_hidden="true")
    return tag("span", shape, text(language, "attention.out_of_reach"), class_="mark bad")


def grouping(view: View, chosen: str) -> Html:
    """The ways in which problems can be grouped."""
    choices = {
        BY_WORST: text(view.language, "attention.by_worst"),
        BY_UNIT: text(view.language, "attention.by_unit"),
        BY_INDICATOR: text(view.language, "attention.by_indicator"),
    }
    links = [
        linked(here(group=code), words, aria_current="true" if code == chosen else None)
        for code, words in choices.items()
    ]
    return tag("nav", *links, class_="chips", aria_label=text(view.language, "attention.grouping"))


def asked_group(code: str | None) -> str:
    """The grouping that the address asks for; worst first unless it is another known one."""
    return code if code in (BY_UNIT, BY_INDICATOR) else BY_WORST


def listed(view: View, items: Sequence[JudgedItem], group: str) -> Html:
    """The problems in a table, or in one for each unit or indicator; most problems first."""
    if group == BY_WORST:
        title = text(view.language, "attention.list", n=len(items))
        return section(
            title,
            _table(view, items[:LISTED], title, unit=True, indicator=True),
            *_rest(view, items),
        )
    by_unit = group == BY_UNIT
    groups: dict[str, list[JudgedItem]] = {}
    for item in items:
        groups.setdefault(item.unit if by_unit else item.indicator, []).append(item)

    def name(code: str) -> str:
        if by_unit:
            return unit_name(view.language, view.units[code])
        return label(view.language, view.indicators[code].name)

    ordered = sorted(groups, key=lambda c: (-len(groups[c]), vietnamese_order(name(c))))
    page = "unit" if by_unit else "indicator"
    parts = [
        tag(
            "section",
            tag(
                "h3",
                linked(link(page, **{page: code}), name(code)),
                " ",
                tag("span", text(view.language, "attention.n", n=len(groups[code])), class_="note"),
            ),
            _table(
                view,
                sorted(groups[code], key=badness),
                name(code),
                unit=not by_unit,
                indicator=by_unit,
            ),
        )
        for code in ordered
    ]
    return section(text(view.language, "attention.list", n=len(items)), *parts)


def _rest(view: View, items: Sequence[JudgedItem]) -> list[Html]:
    left = len(items) - LISTED
    return [tag("p", text(view.language, "attention.more", n=left))] if left > 0 else []


def _table(
    view: View, items: Sequence[JudgedItem], caption: str, *, unit: bool, indicator: bool
) -> Html:
    language = view.language
    columns = [Column(text(language, "column.unit"), "wide")] if unit else []
    columns += [Column(text(language, "column.promise"), "wide")] if indicator else []
    columns += [
        Column(text(language, "column.status")),
        Column(text(language, "column.actual"), "number"),
        Column(text(language, "column.expected"), "number"),
        Column(text(language, "column.reason"), "wide"),
    ]
    rows = []
    for item in items:
        definition = view.indicators[item.indicator]
        detail = link("unit", unit=item.unit, indicator=item.indicator)
        row: list[object] = []
        if unit:
            row.append(
                linked(
                    detail if not indicator else link("unit", unit=item.unit),
                    unit_name(language, view.units[item.unit]),
                )
            )
        if indicator:
            row.append(linked(detail, label(language, definition.name)))
        row += [
            status_mark(language, item.status),
            actual_text(language, item, definition),
            expected_text(language, item, definition),
            reason(view, item),
        ]
        rows.append(row)
    return table(caption, columns, rows)


def reason(view: View, item: JudgedItem) -> Html:
    """Why an item is here, in a sentence or two."""
    language, indicator = view.language, view.indicators[item.indicator]
    said = [gaps_text(language, item)]
    if item.status == "missed":
        said.append(text(language, "attention.missed"))
    if item.shortfall is not None:
        shortfall = shortfall_text(language, item, indicator)
        said.append(text(language, "attention.short", shortfall=shortfall))
    said.append(required_text(language, item, indicator))
    return joined([tag("span", sentence) for sentence in said if sentence], " ")
