"""Makes static/inter.woff2 from Inter's variable font; run only when the font is to change.

    python docs/make_font.py InterVariable.woff2 static/inter.woff2

The source is `variable/InterVariable.woff2` of the npm package inter-ui 4.1.1 (OFL, no reserved
name). Needs fonttools and brotli, which requirements-dev.txt holds.
"""

import sys
from io import BytesIO

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

RANGES = [
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x1A0, 0x1A1),  # ơ
    (0x1AF, 0x1B0),  # ư
    (0x300, 0x304),
    (0x306, 0x309),
    (0x31B, 0x31B),
    (0x323, 0x323),
    (0x394, 0x394),
    (0x1EA0, 0x1EF9),
    (0x2009, 0x2015),
    (0x2018, 0x2026),
    (0x202F, 0x203A),
    (0x2070, 0x208E),
    (0x20AB, 0x20AC),  # ₫ €
    (0x2116, 0x2122),
    (0x2190, 0x2199),
    (0x2206, 0x2265),
    (0x25A0, 0x25CF),  # ■ □ ▲ △ ▼ ◆ ◇ ○ ●
    (0x2605, 0x2606),
    (0x2713, 0x2717),
]
FEATURES = ["ccmp", "locl", "kern", "mark", "mkmk"]


def make(source: str, made: str) -> None:
    """Writes to `made` the part of `source` that a Vietnamese page needs, figures tabular."""
    font = TTFont(source, recalcTimestamp=False)
    # One optical size, and the weights between text and bold: a fifth of the bytes.
    font = instantiateVariableFont(font, {"opsz": 14, "wght": (400, 400, 700)})
    _use_tabular_figures(font)
    # Written and read again, because the instancer leaves out glyphs that do not vary.
    whole = BytesIO()
    font.save(whole)
    font = TTFont(whole, recalcTimestamp=False)
    options = Options(flavor="woff2", layout_features=FEATURES, name_IDs=["*"])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[c for first, last in RANGES for c in range(first, last + 1)])
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(made)


def _use_tabular_figures(font: TTFont) -> None:
    # Streamlit's theme can't switch a font feature on, so the digits themselves are exchanged.
    table = font["GSUB"].table
    lookups = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for index in record.Feature.LookupListIndex
    }
    tabular = {}
    for index in lookups:
        for subtable in table.LookupList.Lookup[index].SubTable:
            tabular |= getattr(subtable, "ExtSubTable", subtable).mapping
    for table in font["cmap"].tables:
        for digit in range(ord("0"), ord("9") + 1):
            glyph = table.cmap[digit]
            table.cmap[digit] = tabular.get(glyph, glyph)  # two tables may share one map


if __name__ == "__main__":
    make(*sys.argv[1:])
