"""What each status and tier looks like. With style.css the only place that names a colour.

Colours stand in style.css as variables that follow light and dark; here are their class names and
the shapes that carry the same meaning without colour. Charts drawn by Plotly can't read variables:
their lines take colours that keep 3 : 1 against both grounds.
"""

from pathlib import Path

STYLE = Path(__file__).with_name("style.css")
SCRIPT = Path(__file__).with_name("links.js")

# The order is from best to worst, and the order of every legend.
STATUSES = (
    "fulfilled",
    "on_track",
    "at_risk",
    "off_track",
    "missed",
    "no_data",
    "awaiting",
    "no_activity",
    "not_due",
)
SHAPES = {
    "fulfilled": "●",
    "on_track": "●",
    "at_risk": "▲",
    "off_track": "■",
    "missed": "◆",
    "no_data": "○",
    "awaiting": "○",
    "no_activity": "–",
    "not_due": "·",
}
STATUS_CLASS = {
    "fulfilled": "good",
    "on_track": "good",
    "at_risk": "risk",
    "off_track": "bad",
    "missed": "bad",
    "no_data": "silent",
    "awaiting": "still",
    "no_activity": "still",
    "not_due": "still",
}

RISEN, FALLEN, UNMOVED = "↑", "↓", "="

# One notation on every chart: what was achieved is solid and dark, last year lighter and thin,
# what was promised a dashed line, what was expected a dotted one, a forecast hollow.
ACTUAL = "#2a86a3"
MONTHLY = "#76929d"
PAST = "#b9a98c"
TARGET = "#c8601a"
EXPECTED = "#8b6fb0"


def tier_class(place: int, count: int) -> str:
    """The class of the tier at `place` of `count`, best first; the last is the rest."""
    steps = 5
    return f"tier-{round(place * (steps - 1) / max(count - 1, 1))}"
