"""The first screen: the headline, its tiers, what is worst, who moved, who is where."""

from kpis.domain.ranking import REST
from kpis.services.evaluation import Evaluation, JudgedItem
from kpis.services.overview import BEHIND, WRONG, items_with, movements
from kpis.ui import app, theme
from kpis.ui.components import (
    Html,
    filled,
    html,
    joined,
    linked,
    notice,
    section,
    status_mark,
    tag,
)
from kpis.ui.filters import here, link
from kpis.ui.page import View
from kpis.ui.promises import actual_text, expected_text, required_text
from kpis.ui.ranking_view import by_kind, ranking_table
from kpis.ui.text import label, month_label, template, text, unit_name
from kpis.ui.tiers import (
    tier_class,
    tier_words,
)

WORST = 5


def headline(view: View) -> Html:
    """How many units stand where, as a sentence; every number opens its units."""
    language, tiers = view.language, view.known.settings.tiers
    said = []
    for place, (tier, count) in enumerate(view.evaluation.headline.items()):
        if count or place == 0:
            number = linked(
                here(tier=tier), tag("strong", text(language, "units", n=count)), data_top=""
            )
            words = template(language, "headline.tier")
            if place == 0:
                words = template(language, "headline.tier_first")
            said.append(filled(words, units=number, tier=tier_words(language, tier, tiers)))
    unjudged = sum(row.standing.tier is None for row in view.evaluation.units)
    if unjudged:
        units = text(language, "units", n=unjudged)
        said.append(text(language, "headline.unjudged", units=units))
    counts = joined(said, ", ")
    sentence = filled(template(language, "headline"), month=month_label(view.month), counts=counts)
    return tag("p", sentence, class_="headline")


def tier_cards(view: View, chosen: str | None) -> Html:
    """A card for each tier: how many units, and how many a month ago."""
    language, tiers = view.language, view.known.settings.tiers
    before = _before(view).headline
    cards = []
    for tier, count in view.evaluation.headline.items():
        change = count - before.get(tier, 0)
        cards.append(
            linked(
                here(tier=None if tier == chosen else tier),
                tag("span", tier_words(language, tier, tiers).capitalize(), class_="name"),
                tag("span", count, class_="count"),
                tag("span", _change_words(language, change), class_="change"),
                class_=f"card {tier_class(tier, tiers)}",
                aria_current="true" if tier == chosen else None,
                data_top="",
            )
        )
    return tag("nav", *cards, class_="tiers", aria_label=text(language, "overview.tiers"))


def _change_words(language: str, change: int) -> str:
    if change > 0:
        return text(language, "overview.more", n=change)
    if change < 0:
        return text(language, "overview.fewer", n=-change)
    return text(language, "overview.as_many")


def _before(view: View) -> Evaluation:
    return app.evaluation(view.month - 1, view.as_of)


def units_of_tier(view: View, tier: str) -> Html:
    """The units that stand in a tier."""
    language, tiers = view.language, view.known.settings.tiers
    listed = (row for rows in by_kind(view).values() for row in rows)
    rows = [row for row in listed if row.standing.tier == tier]
    title = text(
        language, "overview.units_of_tier", tier=tier_words(language, tier, tiers), n=len(rows)
    )
    back = linked(here(tier=None), text(language, "overview.all_tiers"))
    if not rows:
        return section(title, tag("p", text(language, "overview.no_units_in_tier")), tag("p", back))
    return section(
        title, ranking_table(view, rows, title, kinds=True), tag("p", back), class_="chosen"
    )


def worst(view: View) -> Html:
    """The promises that are furthest behind, each with its reason."""
    language = view.language
    items = items_with(view.evaluation, BEHIND)
    if not items:
        return section(
            text(language, "overview.worst"), tag("p", text(language, "overview.none_behind"))
        )
    shown = [tag("li", _worst_line(view, item)) for item in items[:WORST]]
    listed = len(items_with(view.evaluation, WRONG))
    more = linked(link("attention"), text(language, "overview.all_behind", n=listed))
    return section(
        text(language, "overview.worst"), tag("ol", *shown, class_="worst"), tag("p", more)
    )


def _worst_line(view: View, item: JudgedItem) -> Html:
    language, indicator = view.language, view.indicators[item.indicator]
    unit = unit_name(language, view.units[item.unit])
    numbers = filled(
        template(language, "overview.gap"),
        actual=tag("strong", actual_text(language, item, indicator)),
        expected=expected_text(language, item, indicator),
        outlook=required_text(language, item, indicator),
    )
    return joined(
        [
            status_mark(language, item.status),
            linked(
                link("unit", unit=item.unit, indicator=item.indicator),
                tag("strong", unit),
                tag("span", label(language, indicator.name)),
                class_="promise",
            ),
            tag("span", numbers, class_="numbers"),
        ]
    )


def moved(view: View) -> Html:
    """Who rose and who fell a tier since the month before."""
    language, before = view.language, _before(view)
    changes = movements(before, view.evaluation)
    title = text(language, "overview.moved", month=month_label(view.month - 1))
    if not any(row.standing.tier for row in before.units):
        return section(title, tag("p", text(language, "overview.nothing_before")))
    rose = [change for change in changes if change.rose]
    fell = [change for change in changes if not change.rose]
    lines = []
    for shape, class_, words, those in (
        (theme.RISEN, "good", text(language, "overview.rose", n=len(rose)), rose),
        (theme.FALLEN, "bad", text(language, "overview.fell", n=len(fell)), fell),
    ):
        mark = tag("span", shape, class_=f"move {class_}", aria_hidden="true")
        units = [
            linked(link("unit", unit=m.unit), unit_name(language, view.units[m.unit]))
            for m in those
        ]
        lines.append(
            tag(
                "p",
                mark,
                " ",
                tag("strong", words),
                html(": ") if units else "",
                joined(units, ", "),
            )
        )
    return section(title, *lines)


def silent(view: View) -> Html:
    """Who has not reported what was due for the month."""
    language, coverage = view.language, view.coverage
    title = text(language, "overview.coverage")
    if not coverage.due:
        return section(title, tag("p", text(language, "head.nothing_due")))
    said = text(
        language,
        "overview.reported",
        complete=coverage.complete,
        units=len(coverage.due),
        figures=sum(coverage.reported.values()),
        due=sum(coverage.due.values()),
    )
    missing = [
        linked(
            link("unit", unit=code),
            text(
                language,
                "overview.missing_of",
                unit=unit_name(language, view.units[code]),
                n=len(codes),
            ),
        )
        for code, codes in sorted(coverage.missing.items(), key=lambda pair: -len(pair[1]))
        if codes
    ]
    late = text(language, "overview.late") if coverage.late else text(language, "overview.not_late")
    lines = [tag("p", said)]
    if missing:
        lines.append(
            tag(
                "p",
                tag("strong", late),
                " ",
                joined(missing[:WORST], "; "),
                "…" if len(missing) > WORST else "",
            )
        )
    return section(title, *lines)


def notices(view: View) -> Html:
    """What has to be known before reading: nothing promised, or nothing judged, this month."""
    language = view.language
    if not view.evaluation.units:
        return notice(
            text(language, "state.no_promises_next"),
            title=text(language, "state.no_promises", month=month_label(view.month)),
            kind="warning",
        )
    if not any(row.standing.tier for row in view.evaluation.units):
        return notice(
            text(language, "state.nothing_judged_next"),
            title=text(language, "state.nothing_judged", month=month_label(view.month)),
            kind="warning",
        )
    return Html("")


def known_tier(view: View, tier: str | None) -> bool:
    """Whether the address asks for a tier that the settings have."""
    return tier in (*view.known.settings.tiers, REST)
