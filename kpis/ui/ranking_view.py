"""Units by rank: every kind with its own, what their numbers count, and who is not judged."""

from itertools import groupby

from kpis.services.evaluation import UnitStanding
from kpis.services.overview import statuses_by_unit
from kpis.ui.components import Column, Html, linked, section, table, tag
from kpis.ui.filters import here, link
from kpis.ui.page import View
from kpis.ui.text import label, text, unit_name, vietnamese_order
from kpis.ui.tiers import (
    completion_cell,
    not_counted,
    rank_change,
    score_text,
    tier_badge,
)

LISTED = 60  # longer rankings open on demand


def ranking(view: View, kind: str | None) -> Html:
    """Every kind of unit with its own ranks."""
    language = view.language
    parts = []
    for code, rows in by_kind(view).items():
        if kind in (None, code):
            name = kind_name(view, code)
            shown, rest = rows[:LISTED], rows[LISTED:]
            part = [tag("h3", name), ranking_table(view, shown, name)]
            if rest and kind is None:  # thousands of rows would take seconds to draw
                more = text(language, "overview.more_units", n=len(rest))
                part.append(tag("p", linked(here(kind=code), more)))
            elif rest:
                part.append(ranking_table(view, rest, name))
            parts.append(tag("div", *part, class_="kind"))
    return section(
        text(language, "overview.ranking"),
        _kind_chips(view, kind),
        tag("div", *parts, class_="kinds"),
        note=text(language, "overview.ranking_note"),
    )


def _kind_chips(view: View, chosen: str | None) -> Html:
    chips = [(None, text(view.language, "overview.all_kinds"))]
    chips += [(code, kind_name(view, code)) for code in by_kind(view)]
    if len(chips) <= 2:
        return Html("")
    links = [
        linked(here(kind=code), words, aria_current="true" if code == chosen else None)
        for code, words in chips
    ]
    return tag("nav", *links, class_="chips", aria_label=text(view.language, "overview.kinds"))


def by_kind(view: View) -> dict[str, list[UnitStanding]]:
    """The units that are listed, by kind in the order of the settings, best first."""
    order = {kind: place for place, kind in enumerate(view.evaluation.kinds)}

    def place(row: UnitStanding) -> tuple:
        rank = row.standing.rank
        name = unit_name(view.language, row.unit)
        return order[row.unit.kind], rank is None, rank or 0, vietnamese_order(name)

    rows = sorted(view.evaluation.units, key=place)
    return {kind: list(of) for kind, of in groupby(rows, key=lambda row: row.unit.kind)}


def kind_name(view: View, kind: str) -> str:
    """What a kind of unit is called; its code where the settings do not name it."""
    return label(view.language, view.known.settings.unit_kinds.get(kind)) or kind


def ranking_table(
    view: View, rows: list[UnitStanding], caption: str, *, kinds: bool = False
) -> Html:
    """Units with rank, completion and score, and what these count. kinds: in place of tiers."""
    language, tiers = view.language, view.known.settings.tiers
    statuses = statuses_by_unit(view.evaluation)
    columns = [
        Column(text(language, "column.rank"), "number"),
        Column(text(language, "column.rank_change"), "number"),
        Column(text(language, "column.unit"), "wide"),
        Column(text(language, "column.completion")),
        Column(text(language, "column.kind") if kinds else text(language, "column.tier")),
        Column(text(language, "column.score"), "number"),
        Column(text(language, "column.not_counted")),
    ]
    cells = [
        (
            text(language, "rank.none") if row.standing.rank is None else row.standing.rank,
            rank_change(language, row.rank_change),
            linked(link("unit", unit=row.unit.code), unit_name(language, row.unit)),
            completion_cell(row, tiers),
            kind_name(view, row.unit.kind) if kinds else tier_badge(language, row, tiers),
            score_text(row),
            not_counted(language, statuses[row.unit.code]),
        )
        for row in rows
    ]
    return table(caption, columns, cells, names=2, class_="ranking")
