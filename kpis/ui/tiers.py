"""Tiers and standings in words: how many units stand where, and what a unit's numbers count."""

from collections import Counter
from collections.abc import Sequence

from kpis.domain.ranking import REST
from kpis.services.evaluation import UnitStanding
from kpis.ui import theme
from kpis.ui.components import Html, bar, html, tag
from kpis.ui.promises import completion_text, tier_condition
from kpis.ui.text import MISSING, amount, exactly, percent, text


def tier_words(language: str, tier: str, tiers: Sequence[str]) -> str:
    """A tier as people say it: "đạt 100 %", "trên 85 %", "từ 50 % trở xuống"."""
    if tier == REST:
        sign, bound = tier_condition(tiers[-1])
        shown = percent_of(bound)
        if sign == ">":
            return text(language, "tier.at_most", bound=shown)
        if sign == ">=":
            return text(language, "tier.below", bound=shown)
        return text(language, "tier.rest")
    sign, bound = tier_condition(tier)
    shown = percent_of(bound)
    return {
        "=": text(language, "tier.equal", bound=shown),
        ">": text(language, "tier.above", bound=shown),
        ">=": text(language, "tier.at_least", bound=shown),
        "<": text(language, "tier.below", bound=shown),
        "<=": text(language, "tier.at_most", bound=shown),
    }[sign]


def percent_of(bound: object) -> str:
    """A bound as signed, "85 %"."""
    return percent(bound, 0) if bound == int(bound) else f"{exactly(bound)} %"  # type: ignore


def tier_class(tier: str, tiers: Sequence[str]) -> str:
    """The colour class of a tier."""
    places = [*tiers, REST]
    return theme.tier_class(places.index(tier), len(places))


def tier_badge(language: str, row: UnitStanding, tiers: Sequence[str]) -> Html:
    """The tier of a unit; what it is without one."""
    tier = row.standing.tier
    if tier is None:
        return tag("span", text(language, "tier.none"), class_="tier still")
    return tag("span", tier_words(language, tier, tiers), class_=f"tier {tier_class(tier, tiers)}")


def completion_cell(row: UnitStanding, tiers: Sequence[str]) -> Html:
    """Completion as bar, percent and what it counts: "85,7 % 12/14"."""
    standing = row.standing
    if standing.completion is None:
        return html(MISSING)
    shown = tag("strong", completion_text(standing.completion, tuple(tiers)))
    of = tag("span", f"{standing.done}/{standing.judged}", class_="of")
    class_ = tier_class(standing.tier, tiers) if standing.tier else ""
    return tag("span", bar(standing.completion, class_), shown, of, class_="measured")


def score_text(row: UnitStanding) -> str:
    """The score, two digits, so that ranks that follow from it can be seen."""
    return amount(row.standing.score, 2)


def rank_change(language: str, change: int | None) -> Html:
    """How many ranks a unit moved since the month before, as a sign."""
    if change is None:
        shown, class_ = MISSING, "move"
    elif change == 0:
        shown, class_ = theme.UNMOVED, "move"
    else:
        shape = theme.RISEN if change > 0 else theme.FALLEN
        shown, class_ = f"{shape} {abs(change)}", f"move {'good' if change > 0 else 'bad'}"
    said = rank_change_words(language, change)
    sign = tag("span", shown, aria_hidden="true")
    return tag("span", sign, tag("span", said, class_="unseen"), class_=class_, title=said)


def rank_change_words(language: str, change: int | None) -> str:
    """How many ranks a unit moved since the month before, in words."""
    if change is None:
        return text(language, "rank.no_change_known")
    if change == 0:
        return text(language, "rank.unmoved")
    if change > 0:
        return text(language, "rank.up", n=change)
    return text(language, "rank.down", n=-change)


def not_counted(language: str, statuses: Counter[str]) -> str:
    """How many items are not judged and why; MISSING when all are."""
    said = []
    if statuses["not_due"]:
        said.append(text(language, "counted.not_due", n=statuses["not_due"]))
    if statuses["awaiting"]:
        said.append(text(language, "counted.awaiting", n=statuses["awaiting"]))
    if statuses["no_activity"]:
        said.append(text(language, "counted.no_activity", n=statuses["no_activity"]))
    return ", ".join(said) or MISSING
