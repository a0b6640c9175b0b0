"""What an upload says: what was understood, what is wrong and where, what it would change."""

import re
from collections.abc import Sequence
from decimal import Decimal
from string import ascii_uppercase

from kpis.domain.figures import Figure
from kpis.domain.problems import Problem
from kpis.services.evaluation import JudgedItem
from kpis.services.owing import Owed
from kpis.services.reviewing import Compared, Version
from kpis.services.submitting import Change, Checked, Effect, UnderstoodRow
from kpis.ui.complaints import summary
from kpis.ui.components import Column, Html, fold, joined, status_mark, table, tag
from kpis.ui.page import View
from kpis.ui.promises import actual_text, completion_text, promise_text
from kpis.ui.reported import Amounts, month_result, reported_text
from kpis.ui.sentences import problem_text
from kpis.ui.text import MISSING, exactly, label, text

AMOUNTS = ("numerator", "denominator", "value")
SHOWN = 20  # problems at once; more of them open on demand
REASON_ASKED = "figures.revision_without_reason"
# Sentences on figures begin with columns of figures.csv, which a workbook's reader never sees.
_COLUMNS = re.compile(r"^(?:[a-z_]+(?:, )?)+: ")


def amounts_of(figure: Figure | Version) -> Amounts:
    """What was reported, as reported_text takes it."""
    return figure.numerator, figure.denominator, figure.value


def indicator_words(view: View, code: str, member: str | None) -> str:
    """The name of an indicator, with the member of its breakdown."""
    name = label(view.language, view.indicators[code].name)
    return name if member is None else f"{name} ({member})"


def place_words(language: str, place: str) -> str:
    """Where something stands: "Ô E9, trang Báo cáo" in a workbook, "Dòng 12" in a text file."""
    sheet, separator, cell = place.rpartition("!")
    if separator:
        return text(language, "submit.cell", cell=cell, sheet=sheet)
    return text(language, "submit.line", line=place) if place.isdecimal() else place


def cell_words(language: str, place: str) -> str:
    """The cell without its sheet, or the line, for a table of one file."""
    return place.rpartition("!")[2] if "!" in place else place_words(language, place)


def in_file(checked: Checked) -> tuple[list[Problem], list[Problem]]:
    """What has to be mended in the file, and what deserves a look.

    That a reason is missing is neither: it is asked for beside the button.
    """
    found = [p for p in checked.problems if p.code != REASON_ASKED]
    return [p for p in found if p.blocking], [p for p in found if not p.blocking]


def belongs_elsewhere(checked: Checked) -> bool:
    """Whether the file is of another unit or month, so that its rows say nothing about this one."""
    return any(p.place is None and p.blocking for p in in_file(checked)[0])


def problems(language: str, checked: Checked) -> Html:
    """Everything that is wrong with a file, by cell; what keeps it from being submitted first."""
    blocking, warnings = in_file(checked)
    parts = []
    if blocking:
        title = text(language, "submit.blocked", n=len(blocking), file=checked.name)
        parts.append(
            summary(
                title,
                tag("p", text(language, "submit.blocked_next")),
                _problem_list(language, blocking),
            )
        )
    if warnings:
        title = text(language, "submit.warned", n=len(warnings))
        parts.append(
            tag("div", tag("h3", title), _problem_list(language, warnings), class_="notice warning")
        )
    return joined(parts)


def _problem_list(language: str, found: Sequence[Problem]) -> Html:
    lines = [tag("li", _problem(language, problem)) for problem in found]
    rest = lines[SHOWN:]
    more = fold(text(language, "submit.more_problems", n=len(rest)), tag("ul", *rest))
    return joined([tag("ul", *lines[:SHOWN], class_="problems"), more if rest else ""])


def _problem(language: str, problem: Problem) -> Html:
    words = problem_text(problem, language)
    if problem.place is None:
        return tag("span", _capital(words))
    if "!" in problem.place:
        words = _COLUMNS.sub("", words)
    place = tag("strong", place_words(language, problem.place))
    return joined([place, ": ", words])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def understood(view: View, checked: Checked, owed: Sequence[Owed]) -> Html:
    """Every row of the file as it was understood, beside what is published."""
    language = view.language
    promises = {i.indicator: i for i in reversed(view.evaluation.items_of(unit=checked.unit or ""))}
    states = iter(checked.states)
    typed = [row.typed for row in checked.understood.rows]
    used = [column for column in AMOUNTS if any(column in each for each in typed)]
    names = {
        "numerator": text(language, "figure.numerator"),
        "denominator": text(language, "figure.denominator"),
        "value": text(language, "submit.value"),
    }
    titles = [
        Column(text(language, "submit.indicator"), "wide"),
        Column(text(language, "submit.place")),
        *(Column(names[column], "number") for column in used),
        Column(text(language, "submit.result"), "number"),
        Column(text(language, "submit.against"), "wide"),
    ]
    rows = []
    for row in checked.understood.rows:
        state = next(states) if row.figure is not None else None
        against = _against(view, row, state)
        rows.append(_understood_row(view, row, used, promises.get(row.indicator), against))
    published = {(each.indicator.code, each.member): each.current for each in owed}
    rows += [
        _absent_row(view, code, member, published.get((code, member)), [None] * len(used))
        for code, member in still_missing(view, checked)
        if (code, member) not in {(row.indicator, row.member) for row in checked.understood.rows}
    ]
    title = text(language, "submit.understood")
    return tag(
        "section",
        tag("h3", title),
        tag("p", _counted(view, checked), class_="note"),
        table(title, titles, rows, class_="understood"),
    )


def still_missing(view: View, checked: Checked) -> list[tuple[str, str | None]]:
    """What is owed and not in the file: indicator, member.

    Where nobody has named the members of a breakdown yet, any member of it will do.
    """
    said = {row.indicator for row in checked.understood.rows if row.state != "missing"}
    return [
        (code, member)
        for code, member in checked.understood.missing
        if not (member is None and view.indicators[code].breakdown and code in said)
    ]


def _counted(view: View, checked: Checked) -> str:
    language = view.language
    counts = {state: checked.count(state) for state in ("new", "revised", "unchanged")}
    said = text(language, "submit.counted", figures=len(checked.understood.figures), **counts)
    missing = len(still_missing(view, checked))
    return f"{said} {text(language, 'submit.still_empty', n=missing)}" if missing else said


def _understood_row(
    view: View, row: UnderstoodRow, used: Sequence[str], item: JudgedItem | None, against: object
) -> list[object]:
    language = view.language
    name = indicator_words(view, row.indicator, row.member)
    place = cell_words(language, row.place)
    if row.figure is None:
        if "!" in row.place:  # a cell of a workbook: what is wrong may be any cell of its row
            place = place_words(language, place.lstrip(ascii_uppercase))
        return [name, place, *(row.typed.get(column) for column in used), MISSING, against]
    amounts = dict(zip(AMOUNTS, amounts_of(row.figure), strict=True))
    cells = [_amount_cell(language, amounts[c], row.typed.get(c, "")) for c in used]
    result = month_result(language, amounts_of(row.figure), view.indicators[row.indicator], item)
    return [name, place, *cells, result, against]


def _amount_cell(language: str, amount: Decimal | None, typed: str) -> object:
    """A number, with what was typed where that looks different; nothing for None."""
    if amount is None:
        return None
    understood = exactly(amount)
    if not typed or typed in (understood, understood.replace(".", "")):
        return understood
    shown = tag("small", text(language, "submit.typed", typed=typed))
    return tag("span", understood, " ", shown)


def _against(view: View, row: UnderstoodRow, state: Compared | None) -> Html:
    language = view.language
    if row.figure is None or state is None:
        missing = row.state == "missing"
        words = text(language, "submit.missing") if missing else text(language, "submit.wrong")
        return tag("span", words, class_=f"state {'missing' if missing else 'wrong'}")
    nothing: object = ""
    if row.state == "nothing" and row.figure.value is not None:
        nothing = tag("small", " ", text(language, "submit.nothing_happened"))
    said = tag("span", state_word(language, state.state), class_=f"state {state.state}")
    moved = was_and_is(view, row.figure, state) if state.state == "revised" else ""
    return tag("span", said, " ", moved, nothing)


def was_and_is(view: View, figure: Figure, old: Compared) -> Html:
    """The published figure and the one that would take its place."""
    indicator = view.indicators[figure.indicator]
    was = reported_text(view.language, indicator, (old.numerator, old.denominator, old.value))
    now = reported_text(view.language, indicator, amounts_of(figure))
    if was == now:
        return tag("span", text(view.language, "submit.only_note"))
    return tag("span", tag("del", was), " → ", tag("ins", now), class_="moved")


def state_word(language: str, state: str) -> str:
    """What an incoming figure is to what is published."""
    return {
        "new": text(language, "submit.new"),
        "revised": text(language, "submit.revised"),
        "unchanged": text(language, "submit.unchanged"),
    }[state]


def _absent_row(
    view: View, code: str, member: str | None, current: Figure | None, blank: Sequence[None]
) -> list[object]:
    """Something that is owed and that no row of the file is about."""
    words, class_ = text(view.language, "submit.missing"), "missing"
    if current is not None:
        published = reported_text(view.language, view.indicators[code], amounts_of(current))
        words, class_ = text(view.language, "submit.stays", figure=published), "unchanged"
    state = tag("span", words, class_=f"state {class_}")
    return [indicator_words(view, code, member), MISSING, *blank, MISSING, state]


def effects(view: View, change: Change | Checked) -> Html:
    """What publishing would move: promises, completion and rank, before and after."""
    language = view.language
    title = text(language, "submit.effects")
    if not change.effects:
        return tag("section", tag("h3", title), tag("p", text(language, "submit.no_effects")))
    columns = [
        Column(text(language, "submit.promise"), "wide"),
        Column(text(language, "submit.before")),
        Column(text(language, "submit.after")),
    ]
    rows = [_effect_row(view, effect) for effect in change.effects]
    standing = _standing(view, change)
    return tag("section", tag("h3", title), standing, table(title, columns, rows))


def _effect_row(view: View, effect: Effect) -> list[object]:
    language, indicator = view.language, view.indicators[effect.after.indicator]
    name = label(language, indicator.name)
    promised = tag("small", promise_text(language, effect.after, indicator))
    states = [
        tag("span", status_mark(language, item.status), " ", actual_text(language, item, indicator))
        for item in (effect.before, effect.after)
    ]
    return [joined([name, " ", promised]), *states]


def _standing(view: View, change: Change | Checked) -> Html:
    language, tiers = view.language, view.known.settings.tiers
    was, now = (completion_text(value, tiers) for value in change.completion)
    ranks = [MISSING if rank is None else str(rank) for rank in change.rank]
    lines = [
        text(language, "submit.completion", was=was, now=now)
        if was != now
        else text(language, "submit.completion_same", now=now),
        text(language, "submit.rank", was=ranks[0], now=ranks[1])
        if ranks[0] != ranks[1]
        else text(language, "submit.rank_same", now=ranks[1]),
    ]
    return tag("p", " · ".join(lines), class_="lead")
