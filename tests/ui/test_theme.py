"""Colours keep their contrast in light and dark, and statuses stay apart for the colour-blind."""

import re
from itertools import combinations

import pytest

from kpis.ui import theme

STYLE = theme.STYLE.read_text(encoding="utf-8")
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
COLOURS = {
    mode: {name: colour for name, *both in PAIR.findall(STYLE) for colour in [both[place]]}
    for place, mode in enumerate(("light", "dark"))
}
GROUNDS = ("ground", "paper", "tint")
WORDS = ("ink", "soft", "brand", "good", "risk", "bad", "silent", "still")
MARKS = ("target", "expected", "good-fill", "bad-fill", "silent-fill")
LINES = (theme.ACTUAL, theme.MONTHLY, theme.TARGET, theme.EXPECTED)


def linear(colour: str) -> list[float]:
    """Red, green and blue as light."""
    values = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    return [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]


def contrast(one: str, other: str) -> float:
    light = sorted(
        (sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True)) + 0.05)
        for x in (one, other)
    )
    return light[1] / light[0]


@pytest.mark.parametrize("mode", COLOURS)
def test_words_keep_their_contrast_on_every_ground(mode):
    colours = COLOURS[mode]
    for word in WORDS:
        for ground in GROUNDS:
            assert contrast(colours[word], colours[ground]) >= 4.5, (word, ground)


@pytest.mark.parametrize("mode", COLOURS)
def test_marks_and_lines_keep_theirs(mode):
    colours = COLOURS[mode]
    for mark in MARKS:
        assert contrast(colours[mark], colours["ground"]) >= 3, mark
    for line in LINES:
        assert contrast(line, colours["ground"]) >= 3, line


def test_browsers_without_light_and_dark_get_the_light_colours():
    plain = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", STYLE))
    assert plain == COLOURS["light"]


# What is left of colours without the cones for red, and for green (Viénot, Brettel, Mollon 1999).
BLIND = {
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}


def lab(rgb) -> tuple[float, float, float]:
    """CIELAB of linear red, green and blue."""
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.95047, 1.0, 1.08883)
    parts = [
        sum(a * b for a, b in zip(r, rgb, strict=True)) / w
        for r, w in zip(rows, white, strict=True)
    ]
    f = [max(p, 0) ** (1 / 3) if p > 0.008856 else 7.787 * p + 16 / 116 for p in parts]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def seen(colour: str, blindness) -> tuple[float, float, float]:
    rgb = linear(colour)
    return lab([sum(a * b for a, b in zip(row, rgb, strict=True)) for row in blindness])


@pytest.mark.parametrize("mode", COLOURS)
@pytest.mark.parametrize("blindness", BLIND.values(), ids=BLIND)
def test_bars_of_different_statuses_stay_apart_for_the_colour_blind(mode, blindness):
    fills = ("good-fill", "risk-fill", "bad-fill", "silent-fill")
    for one, other in combinations(fills, 2):
        a, b = (seen(COLOURS[mode][name], blindness) for name in (one, other))
        apart = sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5
        assert apart >= 20, (one, other, round(apart, 1))


def test_nobody_else_names_a_colour():
    for path in theme.STYLE.parent.glob("*.py"):
        if path.name != "theme.py":
            assert not re.search(r"#[0-9a-fA-F]{6}\b", path.read_text("utf-8")), path.name
