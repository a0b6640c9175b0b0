"""Lines of history: the share of units per tier, and how one unit stood, month by month."""

from kpis.domain.ranking import REST
from kpis.services.evaluation import Evaluation
from kpis.ui.components import Column, Html, fold, section, table, tag
from kpis.ui.page import View
from kpis.ui.promises import completion_text
from kpis.ui.text import MISSING, month_label, month_tick, percent, text
from kpis.ui.tiers import tier_class, tier_words


def tiers_over_months(view: View) -> Html:
    """Which share of the units stood in each tier, January to this month."""
    language, tiers = view.language, view.known.settings.tiers
    months = view.history
    columns = [_stack(past, tiers) for past in months]
    legend = [
        tag(
            "li",
            tag("span", class_=f"swatch {tier_class(tier, tiers)}"),
            tier_words(language, tier, tiers),
        )
        for tier in (*tiers, REST)
    ]
    return section(
        text(language, "history.title", year=str(view.month // 12)),
        tag("p", _message(view, months), class_="message"),
        tag("div", *columns, class_="stacks", aria_hidden="true"),
        tag("ul", *legend, class_="legend"),
        fold(text(language, "chart.as_table"), _table(view, months)),
    )


def _stack(past: Evaluation, tiers: tuple[str, ...]) -> Html:
    judged = sum(past.headline.values())
    parts = [
        tag("span", class_=tier_class(tier, tiers), style=f"flex-grow:{count}")
        for tier, count in past.headline.items()
        if count
    ]
    stack = tag("span", *parts, class_="stack" if judged else "stack none")
    return tag("span", stack, tag("span", month_tick(past.month), class_="tick"))


def _best_tiers(past: Evaluation) -> int:
    return sum(list(past.headline.values())[:2])


def _message(view: View, months: list[Evaluation]) -> str:
    language, tiers = view.language, view.known.settings.tiers
    judged = [past for past in months if sum(past.headline.values())]
    if not judged:
        return text(language, "history.none")
    first, last = judged[0], judged[-1]
    words = tier_words(language, tiers[min(1, len(tiers) - 1)], tiers)
    return text(
        language,
        "history.message",
        first=month_label(first.month),
        last=month_label(last.month),
        then=_best_tiers(first),
        now=_best_tiers(last),
        tier=words,
        units=sum(last.headline.values()),
    )


def _table(view: View, months: list[Evaluation]) -> Html:
    language, tiers = view.language, view.known.settings.tiers
    columns = [Column(text(language, "column.month"))] + [
        Column(tier_words(language, tier, tiers).capitalize(), "number") for tier in (*tiers, REST)
    ]
    rows = [
        (month_label(past.month), *(_share(past, tier) for tier in (*tiers, REST)))
        for past in months
    ]
    return table(
        text(language, "history.title", year=str(view.month // 12)), columns, rows, cards=False
    )


def _share(past: Evaluation, tier: str) -> str:
    judged = sum(past.headline.values())
    count = past.headline[tier]
    return MISSING if not judged else f"{count} ({percent(100 * count / judged, 0)})"


def unit_over_months(view: View, unit: str) -> Html:
    """Completion, score and rank of one unit, January to this month."""
    language, tiers = view.language, view.known.settings.tiers
    rows, bars = [], []
    for past in view.history:
        row = past.standing_of(unit)
        standing = None if row is None else row.standing
        completion = None if standing is None else standing.completion
        rank = None if standing is None else standing.rank
        shown = completion_text(completion, tiers)
        of = f" ({standing.done}/{standing.judged})" if standing and standing.judged else ""
        rows.append((month_label(past.month), shown + of, rank or MISSING))
        height = "" if completion is None else f"height:{max(completion, 1):.1f}%"
        tier = None if standing is None else standing.tier
        class_ = "none" if tier is None else tier_class(tier, tiers)
        bars.append(
            tag(
                "span",
                tag("span", tag("span", class_=class_, style=height), class_="column"),
                tag("span", month_tick(past.month), class_="tick"),
                title=f"{month_label(past.month)}: {shown}{of}",
            )
        )
    columns = [
        Column(text(language, "column.month")),
        Column(text(language, "column.completion"), "number"),
        Column(text(language, "column.rank"), "number"),
    ]
    return section(
        text(language, "history.of_unit"),
        tag("div", *bars, class_="stacks columns", aria_hidden="true"),
        fold(
            text(language, "chart.as_table"),
            table(text(language, "history.of_unit"), columns, rows, cards=False),
        ),
    )
