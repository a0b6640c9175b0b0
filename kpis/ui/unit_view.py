"""One unit: what it signed, where each promise stands, and why."""

from collections.abc import Sequence
from itertools import groupby

from kpis.domain.commitments import Commitment
from kpis.services.evaluation import JudgedItem, UnitStanding
from kpis.services.overview import badness, statuses_by_unit
from kpis.services.unit_series import SeriesMonth
from kpis.ui import app
from kpis.ui.components import Html, html, joined, linked, notice, section, tag
from kpis.ui.filters import here
from kpis.ui.page import View
from kpis.ui.promise_card import promise_card
from kpis.ui.ranking_view import kind_name
from kpis.ui.text import date_label, label, month_label, text, unit_name
from kpis.ui.tiers import completion_cell, not_counted, rank_change_words, score_text, tier_badge
from kpis.ui.why import Case

BY_FIELD, WORST_FIRST = "linh-vuc", "xau-nhat"


def standing(view: View, row: UnitStanding) -> Html:
    """Tier, completion, score and rank of the unit, each with what it counts."""
    language, tiers = view.language, view.known.settings.tiers
    same_kind = [
        r
        for r in view.evaluation.units
        if r.unit.kind == row.unit.kind and r.standing.rank is not None
    ]
    rank = text(language, "rank.none")
    if row.standing.rank is not None:
        rank = text(language, "unit.rank", rank=row.standing.rank, of=len(same_kind))
    statuses = statuses_by_unit(view.evaluation)[row.unit.code]
    facts = [
        (text(language, "column.tier"), tier_badge(language, row, tiers), ""),
        (
            text(language, "column.completion"),
            completion_cell(row, tiers),
            text(
                language,
                "unit.completion_counts",
                done=row.standing.done,
                judged=row.standing.judged,
                items=row.standing.items,
            ),
        ),
        (
            text(language, "column.rank"),
            html(rank),
            f"{kind_name(view, row.unit.kind)}; {rank_change_words(language, row.rank_change)}",
        ),
        (
            text(language, "column.score"),
            html(score_text(row)),
            text(language, "unit.score_counts"),
        ),
        (
            text(language, "column.not_counted"),
            html(not_counted(language, statuses)),
            "",
        ),
    ]
    cells = [
        tag("div", tag("dt", name), tag("dd", value), tag("dd", note, class_="note"))
        for name, value, note in facts
    ]
    return tag("dl", *cells, class_="standing")


def documents(view: View, signed: Sequence[Commitment], commitments: set[str]) -> Html:
    """Who signed what and when; the documents whose items are judged this month."""
    language = view.language
    lines = [tag("li", _document(language, d)) for d in signed if d.id in commitments]
    title = text(language, "unit.documents")
    return section(title, tag("ul", *lines, class_="documents")) if lines else Html("")


def _document(language: str, document: Commitment) -> Html:
    number = tag("strong", text(language, "unit.document", number=document.document or document.id))
    parts: list[object] = [number]
    if document.signed_on is not None:
        parts.append(text(language, "unit.signed_on", day=date_label(document.signed_on)))
    for person, words in (
        (document.signer, text(language, "unit.signer")),
        (document.counter_signer, text(language, "unit.counter_signer")),
    ):
        if person is not None:
            title = label(language, person.title)
            parts.append(f"{words}: {person.name}" + (f" ({title})" if title else ""))
    amended = sum(bool(item.amendments) for item in document.items)
    if amended:
        parts.append(text(language, "unit.amended", n=amended))
    return joined(parts, " · ")


def asked_order(code: str | None) -> str:
    """The order that the address asks for; by field of work unless it is another known one."""
    return WORST_FIRST if code == WORST_FIRST else BY_FIELD


def order_chips(view: View, order: str) -> Html:
    """The two orders in which promises can be read."""
    choices = {
        BY_FIELD: text(view.language, "unit.by_field"),
        WORST_FIRST: text(view.language, "unit.worst_first"),
    }
    links = [
        linked(here(sort=code), words, aria_current="true" if code == order else None)
        for code, words in choices.items()
    ]
    return tag("nav", *links, class_="chips", aria_label=text(view.language, "unit.order"))


def promises(view: View, items: Sequence[JudgedItem], order: str) -> Html:
    """Every promise of the unit, by field of work or the worst first."""
    language = view.language
    cases = {(i.commitment, i.number): case for i, case in cases_of(view, items)}
    blocks = []
    for title, group in _groups(view, items, order):
        cards = [promise_card(view, cases[item.commitment, item.number]) for item in group]
        blocks.append(tag("div", tag("h3", title) if title else "", *cards, class_="promises"))
    return section(
        text(language, "unit.promises", n=len(items)),
        order_chips(view, order),
        *blocks,
        note=text(language, "unit.legend"),
    )


def _groups(view: View, items: Sequence[JudgedItem], order: str):
    if order == WORST_FIRST:
        return [("", sorted(items, key=badness))]
    fields = view.known.settings.fields
    places = {field: place for place, field in enumerate(fields)}

    def field(item: JudgedItem) -> str:
        return view.indicators[item.indicator].field

    rows = sorted(items, key=lambda item: (places.get(field(item), len(places)), field(item)))
    return [
        (label(view.language, fields.get(code)) or code, sorted(group, key=badness))
        for code, group in groupby(rows, key=field)
    ]


def _months(view: View, item: JudgedItem, first: int) -> tuple[SeriesMonth, ...]:
    """What the verdict stands on: of an item promised for each member, that member's months."""
    span = first, view.month, view.as_of
    if item.member is not None:
        return app.member_series(item.unit, item.indicator, item.member, *span)
    return app.series(item.unit, *span).get(item.indicator, ())


def cases_of(view: View, items: Sequence[JudgedItem]) -> list[tuple[JudgedItem, Case]]:
    """Each item of a unit with all that its verdict stands on, from January of last year on."""
    if not items:
        return []
    unit = view.units[items[0].unit]
    signed = {document.id: document for document in app.documents(unit.code, view.as_of)}
    every = view.evaluation.items_of(unit=unit.code)
    first = min([(view.month // 12 - 1) * 12, *(item.start for item in every)])
    successor = view.units.get(unit.successor) if unit.successor else None
    return [
        (
            item,
            Case(
                item=item,
                indicator=view.indicators[item.indicator],
                unit=unit,
                settings=view.known.settings,
                months=_months(view, item, first),
                document=signed.get(item.commitment),
                successor=successor,
            ),
        )
        for item in items
    ]


def without_items(view: View, unit: str) -> Html:
    """Why a unit has nothing to show this month, and what next."""
    language, months = view.language, app.documents(unit, view.as_of)
    name = unit_name(language, view.units[unit])
    if not months:
        return notice(text(language, "unit.never_signed", unit=name), kind="warning")
    terms = [
        text(
            language,
            "unit.term",
            document=document.document or document.id,
            first=month_label(_first(document)),
            last=month_label(_last(document)),
        )
        for document in months
    ]
    return notice(
        text(language, "unit.not_in_term", unit=name, month=month_label(view.month)),
        *terms,
        kind="warning",
    )


def _first(document: Commitment) -> int:
    starts = [item.terms.start for item in document.items if item.terms.start is not None]
    return document.term_first if document.term_first is not None else min(starts)


def _last(document: Commitment) -> int:
    dues = [item.terms.due for item in document.items if item.terms.due is not None]
    return document.term_last if document.term_last is not None else max(dues)
