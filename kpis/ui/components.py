"""Pieces of HTML. Everything that is not markup already is escaped by one function, `html`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from kpis.ui import theme
from kpis.ui.text import Count, text


class Html(str):
    """Text that is markup already; every other text is escaped before it becomes part of it."""


def html(value: object) -> Html:
    """The value as markup: escaped, unless it is markup already; nothing for None."""
    if value is None:
        return Html("")
    return value if isinstance(value, Html) else Html(escape(str(value), quote=True))


def joined(parts: Iterable[object], separator: object = "") -> Html:
    """The parts one after the other."""
    return Html(html(separator).join(html(part) for part in parts))


def tag(name: str, *children: object, **attributes: object) -> Html:
    """An element. "class_" is class, other underscores are hyphens; None leaves one out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value), quote=True)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{written}>{joined(children)}</{name}>")


def filled(template: str, **parts: object) -> Html:
    """A message as markup, with markup put into its places."""
    values = {n: Count(v) if type(v) is int else html(v) for n, v in parts.items()}
    return Html(escape(template, quote=False).format(**values))


def linked(href: str, *children: object, **attributes: object) -> Html:
    """A link within the dashboard; links.js follows it without loading the page anew."""
    return tag("a", *children, href=href, target="_self", **attributes)


def status_mark(language: str, status: str) -> Html:
    """A status as shape, word and colour."""
    shape = tag("span", theme.SHAPES[status], class_="shape", aria_hidden="true")
    return tag(
        "span", shape, status_word(language, status), class_=f"mark {theme.STATUS_CLASS[status]}"
    )


def status_word(language: str, status: str) -> str:
    """The word for a status."""
    return {
        "fulfilled": text(language, "status.fulfilled"),
        "on_track": text(language, "status.on_track"),
        "at_risk": text(language, "status.at_risk"),
        "off_track": text(language, "status.off_track"),
        "missed": text(language, "status.missed"),
        "no_data": text(language, "status.no_data"),
        "awaiting": text(language, "status.awaiting"),
        "no_activity": text(language, "status.no_activity"),
        "not_due": text(language, "status.not_due"),
    }[status]


@dataclass(frozen=True)
class Column:
    """A column of a table. kind: "words", "number" (right) or "wide" (takes what room is left)."""

    title: str
    kind: str = "words"
    hidden_title: bool = False


def table(
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    names: int = 0,
    cards: bool = True,
    class_: str = "",
) -> Html:
    """A table; column number `names` says what each row is about.

    cards: on a narrow screen every row becomes a card; otherwise the table scrolls by itself.
    """
    head = tag("tr", *[_head_cell(column) for column in columns])
    body = [
        tag("tr", *[_cell(column, cell, n == names) for n, (column, cell) in enumerate(zipped)])
        for zipped in (list(zip(columns, row, strict=True)) for row in rows)
    ]
    content = tag(
        "table",
        tag("caption", caption),
        tag("thead", head),
        tag("tbody", *body),
        class_=f"{'cards' if cards else 'plain'} {class_}".strip(),
    )
    return tag("div", content, class_="table", tabindex=None if cards else "0", role="group")


def _head_cell(column: Column) -> Html:
    title: object = column.title
    if column.hidden_title:
        title = tag("span", column.title, class_="unseen")
    return tag("th", title, scope="col", class_=column.kind)


def _cell(column: Column, cell: object, name: bool) -> Html:
    if name:
        return tag("th", cell, scope="row", class_=column.kind)
    # On a narrow screen the title stands before the cell, which has to be one thing for that.
    return tag("td", tag("span", cell), class_=column.kind, data_label=column.title)


def notice(*lines: object, kind: str = "plain", title: str | None = None) -> Html:
    """Something to know before reading on: plain, warning."""
    head = [tag("p", tag("strong", title))] if title else []
    return tag("div", *head, *[tag("p", line) for line in lines], class_=f"notice {kind}")


def fold(summary: object, *content: object, class_: str = "", open_: bool = False) -> Html:
    """What opens on demand, by mouse, touch and keyboard alike."""
    return tag(
        "details",
        tag("summary", summary),
        tag("div", *content, class_="folded"),
        class_=class_ or None,
        open="open" if open_ else None,
    )


def section(title: str, *content: object, class_: str = "", note: object = None) -> Html:
    """A part of a page under its heading. note: a sentence on what is counted."""
    said = [] if note is None else [tag("p", note, class_="note")]
    return tag("section", tag("h2", title), *said, *content, class_=class_ or None)


def bar(share: float | None, class_: str = "") -> Html:
    """A bar from 0 to `share` percent; nothing for None. Says nothing that text does not say."""
    if share is None:
        return Html("")
    width = max(0.0, min(100.0, share))
    inner = tag("span", style=f"width:{width:.2f}%")
    return tag("span", inner, class_=f"bar {class_}".strip(), aria_hidden="true")
