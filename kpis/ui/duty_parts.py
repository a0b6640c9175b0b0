"""What a unit has to report: its months, the deadline, everything that is owed for one of them."""

from collections.abc import Sequence

from kpis.domain.months import month_text
from kpis.domain.way import WAITING
from kpis.services.duties import MonthDuty
from kpis.services.evaluation import JudgedItem
from kpis.services.owing import Owed, duty, owed
from kpis.services.reviewing import submissions_of
from kpis.ui import app
from kpis.ui.checked_parts import amounts_of, indicator_words
from kpis.ui.choices import unit_labels
from kpis.ui.components import Column, Html, fold, linked, notice, table, tag
from kpis.ui.filters import link
from kpis.ui.frame import PAGES
from kpis.ui.page import View
from kpis.ui.promises import promise_text
from kpis.ui.reported import reported_text
from kpis.ui.text import MISSING, date_label, month_label, month_short, text, unit_name

ADDRESS = PAGES["submit"]


def months(view: View, unit: str) -> Html:
    """The months of the year, each with how much of it is published; a click chooses one."""
    language, january = view.language, view.month // 12 * 12
    found = app.months_owed(unit, january, january + 11, view.as_of)
    links = [
        linked(
            link(ADDRESS, unit=unit, month=month_text(each.month)),
            tag("strong", month_short(each.month)),
            " ",
            _month_state(language, each),
            aria_current="true" if each.month == view.month else None,
        )
        for each in found
    ]
    title = text(language, "submit.months", year=str(view.month // 12))
    return tag("nav", *links, class_="months", aria_label=title) if links else Html("")


def _month_state(language: str, each: MonthDuty) -> Html:
    late = each.deadline <= app.now()
    if each.complete:
        class_, words = "complete", text(language, "submit.month_complete")
    elif each.waiting:
        class_, words = "waiting", text(language, "submit.month_waiting")
    else:
        class_ = "late" if late else "open"
        words = text(language, "submit.month_part", reported=each.reported, owed=each.owed)
        if late:
            words = text(language, "submit.month_late", part=words)
    return tag("span", words, class_=class_)


def units(view: View) -> Html:
    """Every unit that owes something for the month, with how much of it is published."""
    coverage = view.coverage
    links = []
    for code, name in unit_labels(view).items():
        if code in coverage.due:
            complete = not coverage.missing[code]
            class_ = "complete" if complete else "late" if coverage.late else "open"
            parts = {"reported": coverage.reported[code], "owed": coverage.due[code]}
            state = tag("span", text(view.language, "submit.month_part", **parts), class_=class_)
            address = link(ADDRESS, unit=code, month=month_text(view.month))
            links.append(tag("li", linked(address, name, " ", state)))
    return tag("ul", *links, class_="units")


def deadline(view: View, rows: Sequence[Owed]) -> Html:
    """Which days the figures cover, until when they are in time, and how much of that is left."""
    language, when = view.language, duty(view.known, view.month)
    first, last = (date_label(day) for day in when.window)
    days = (when.last_day - app.now().date()).days
    left = tag("span", days_left(language, days), class_="late" if days < 0 else None)
    if all(row.current is not None for row in rows):
        left = tag("span", text(language, "submit.all_published"), class_="complete")
    return tag(
        "p",
        text(language, "submit.window", first=first, last=last),
        " ",
        tag("strong", text(language, "submit.deadline", day=date_label(when.last_day))),
        " ",
        left,
        class_="lead",
    )


def days_left(language: str, days: int) -> str:
    """How far the last day is away: "(còn 3 ngày)", "(quá hạn 2 ngày)"."""
    if days < 0:
        return text(language, "submit.overdue", n=-days)
    return text(language, "submit.days_left", n=days) if days else text(language, "submit.today")


def owed_table(view: View, unit: str, rows: list[Owed]) -> Html:
    """What the unit has to report for the month, with the last value and what is published."""
    language = view.language
    title = text(language, "submit.owed", n=len(rows), month=month_label(view.month))
    columns = [
        Column(text(language, "submit.indicator"), "wide"),
        Column(text(language, "submit.promise")),
        Column(text(language, "submit.last"), "number"),
        Column(text(language, "submit.published"), "number"),
    ]
    items = {i.indicator: i for i in reversed(view.evaluation.items_of(unit=unit))}
    shown = [_owed_row(view, each, items[each.indicator.code]) for each in rows]
    return table(title, columns, shown)


def _owed_row(view: View, each: Owed, item: JudgedItem) -> list[object]:
    language, indicator = view.language, each.indicator
    last = current = None
    if each.last is not None:
        month = tag("small", f" ({month_label(each.last.period)})")
        last = tag("span", reported_text(language, indicator, amounts_of(each.last)), month)
    if each.current is not None:
        current = reported_text(language, indicator, amounts_of(each.current))
    return [
        indicator_words(view, indicator.code, each.member),
        promise_text(language, item, indicator),
        last or MISSING,
        current or tag("span", text(language, "submit.missing"), class_="state missing"),
    ]


def owed_now(view: View, unit: str) -> list[Owed]:
    """What the unit owes for the month."""
    return owed(app.store(), view.evaluation, unit)


def owes_nothing(view: View, unit: str) -> Html:
    """Says that there is nothing to report, and which months there are."""
    language = view.language
    name = unit_name(language, view.units[unit])
    words = text(language, "submit.owes_nothing", unit=name, month=month_label(view.month))
    return notice(words, text(language, "submit.owes_nothing_next"))


def folded(view: View, unit: str, rows: list[Owed]) -> Html:
    """What is owed, folded away while a file is being looked at."""
    n = len(rows)
    words = text(view.language, "submit.owed", n=n, month=month_label(view.month))
    return fold(words, owed_table(view, unit, rows))


def waiting_notice(view: View, unit: str) -> Html:
    """That a report for this month waits already."""
    language = view.language
    mine = submissions_of(app.store(), unit, view.as_of)
    numbers = [str(s.number) for s in mine if s.state in WAITING and s.period == view.month]
    if not numbers:
        return Html("")
    return notice(
        text(language, "submit.waiting", numbers=", ".join(numbers), month=month_label(view.month))
    )
