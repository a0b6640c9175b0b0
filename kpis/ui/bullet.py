"""Bullet bars and sparklines in plain HTML. They repeat numbers that stand beside them in words."""

from collections.abc import Sequence

from kpis.domain.definitions import Indicator
from kpis.services.evaluation import JudgedItem
from kpis.services.unit_series import SeriesMonth
from kpis.ui import theme
from kpis.ui.components import Html, tag
from kpis.ui.promises import target_of

ROOM = 1.08  # how far the scale goes beyond the largest number on it


def bullet(
    item: JudgedItem, indicator: Indicator, scale: tuple[float, float] | None = None
) -> Html:
    """Actual as a bar, the target as a line, what is expected by now as a thin mark.

    The tinted zone is where the promise is kept. The scale starts at 0, or below where numbers do.
    """
    low, high = scale or scale_of([item], indicator)
    aim = target_of(item)
    parts = [_zone(item, low, high)]
    if item.actual is not None:
        start, end = sorted((_place(0.0, low, high), _place(item.actual, low, high)))
        class_ = f"actual {theme.STATUS_CLASS[item.status]}"
        parts.append(_span(class_, start, max(end - start, 0.6)))
    for bound in aim if isinstance(aim, tuple) else (aim,):
        if bound is not None:
            parts.append(_tick("target", bound, low, high))
    if isinstance(item.expected, float) and item.expected != item.target:
        parts.append(_tick("expected", item.expected, low, high))
    return tag("span", *parts, class_="bullet", aria_hidden="true")


def scale_of(items: Sequence[JudgedItem], indicator: Indicator) -> tuple[float, float]:
    """One scale for all of `items`, which are promises on `indicator`: 0 to a little beyond."""
    numbers = [0.0]
    for item in items:
        for value in (item.actual, item.expected, target_of(item)):
            numbers += value if isinstance(value, tuple) else () if value is None else (value,)
    top = max(numbers)
    if indicator.unit == "%" and indicator.share:
        return min(numbers), 100.0
    return min(numbers), top * ROOM or 1.0


def _zone(item: JudgedItem, low: float, high: float) -> Html | str:
    aim = target_of(item)
    if aim is None:
        return ""
    if isinstance(aim, tuple):
        first, last = aim
    elif item.comparator in (">=", ">"):
        first, last = aim, high
    elif item.comparator in ("<=", "<"):
        first, last = low, aim
    else:
        return ""
    start, end = _place(first, low, high), _place(last, low, high)
    return _span("zone", start, end - start)


def _place(value: float, low: float, high: float) -> float:
    return 100 * (min(max(value, low), high) - low) / (high - low) if high > low else 0.0


def _span(class_: str, start: float, width: float) -> Html:
    return tag("span", class_=class_, style=f"left:{start:.2f}%;width:{width:.2f}%")


def _tick(class_: str, value: float, low: float, high: float) -> Html:
    return tag("span", class_=class_, style=f"left:{_place(value, low, high):.2f}%")


def sparkline(months: Sequence[SeriesMonth], first: int, last: int, aim: float | None) -> Html:
    """A dot for each month's own value, the last one marked; a gap where nothing is published."""
    values = {m.month: m.value for m in months if first <= m.month <= last and m.value is not None}
    if not values:
        return Html("")
    every = [*values.values(), *([] if aim is None else [aim])]
    low, high = min(every), max(every)
    width = max(last - first, 1)

    def height(value: float) -> float:
        return 50.0 if high == low else 12 + 76 * (value - low) / (high - low)

    newest = max(values)
    dots = [
        tag(
            "span",
            class_="dot last" if month == newest else "dot",
            style=f"left:{4 + 92 * (month - first) / width:.1f}%;bottom:{height(value):.1f}%",
        )
        for month, value in sorted(values.items())
    ]
    line = [] if aim is None else [tag("span", class_="aim", style=f"bottom:{height(aim):.1f}%")]
    return tag("span", *line, *dots, class_="spark", aria_hidden="true")
