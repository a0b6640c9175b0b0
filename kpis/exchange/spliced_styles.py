"""The styles of an .xlsx with two fills more, and for each style in use one with either fill."""

from kpis.exchange.remarks import RED, YELLOW
from kpis.exchange.splicing import (
    Edit,
    Unspliceable,
    appended,
    elements,
    local,
    spliced,
    with_attributes,
)

_INPUT = "FFFFF8DC"  # an input cell of our template (template.py), whose mark is taken away
_MARKS = {True: RED, False: YELLOW, None: _INPUT}


class Styles:
    """xl/styles.xml, to which styles are added as they are asked for. Raises Unspliceable."""

    def __init__(self, xml: bytes):
        self._xml = xml
        parents = {"fonts": "font", "fills": "fill", "cellXfs": "xf"}
        found = elements(
            xml,
            lambda own, above, _: own in parents or parents.get(above) == own or own == "fgColor",
        )
        self._lists = {local(e.name): e for e in found if local(e.name) in parents}
        if self._lists.keys() != parents.keys():
            raise Unspliceable("styles without fonts, fills or formats")
        inside = {child: [e for e in found if e.parent == name and local(e.name) == child]
                  for name, child in parents.items()}  # fmt: skip
        self._formats = [xml[e.start : e.end] for e in inside["xf"]]
        self._known = [e.attributes for e in inside["xf"]]
        self._fonts, self._fills = len(inside["font"]), len(inside["fill"])
        colours = [e for e in found if local(e.name) == "fgColor"]
        self._own_fills = {
            str(number)
            for number, fill in enumerate(inside["fill"])
            for colour in colours
            if fill.start < colour.start < fill.end
            and colour.attributes.get("rgb", "").upper() in (RED, YELLOW)
        }
        self._more: list[bytes] = []
        self._made: dict[tuple, str] = {}
        self._prefix = self._lists["fills"].prefix

    def is_mark(self, style: str) -> bool:
        """Whether a style has the fill of a mark, left from an earlier copy."""
        number = int(style)
        return number < len(self._known) and self._known[number].get("fillId") in self._own_fills

    def marked(self, style: str, blocking: bool | None) -> str:
        """The number of the same style with the fill of a mark; None takes a mark away."""
        key = (style, blocking)
        if blocking is None and not self.is_mark(style):
            return style
        if key not in self._made:
            fill = self._fills + list(_MARKS).index(blocking)
            self._made[key] = self._added(int(style), {"fillId": str(fill), "applyFill": "1"})
        return self._made[key]

    def text(self, *, bold: bool = False, link: bool = False, wrapped: bool = False) -> str:
        """The number of a plain style for the list."""
        key = ("text", bold, link, wrapped)
        if key not in self._made:
            font = self._fonts + (1 if link else 0) if bold or link else 0
            wrap = ' wrapText="1"' if wrapped else ""
            inner = f'<{self._prefix}alignment vertical="top"{wrap}/>'
            xf = f'<{self._prefix}xf numFmtId="0" fontId="{font}" fillId="0" borderId="0"'
            xf += f' applyFont="1" applyAlignment="1">{inner}</{self._prefix}xf>'
            self._made[key] = self._append(xf.encode())
        return self._made[key]

    def _added(self, style: int, attributes: dict[str, str | None]) -> str:
        if style >= len(self._formats):
            raise Unspliceable(f"no style {style}")
        xf = self._formats[style]
        end = xf.index(b">") + 1
        return self._append(with_attributes(xf[:end], attributes) + xf[end:])

    def _append(self, xf: bytes) -> str:
        self._more.append(xf)
        return str(len(self._formats) + len(self._more) - 1)

    def changed(self) -> bytes:
        """The styles with everything that was asked for."""
        p = self._prefix
        fills = "".join(
            f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="{colour}"/>'
            f'<{p}bgColor indexed="64"/></{p}patternFill></{p}fill>'
            for colour in _MARKS.values()
        )
        fonts = (
            f'<{p}font><{p}b/><{p}sz val="12"/><{p}name val="Times New Roman"/></{p}font>'
            f'<{p}font><{p}u/><{p}sz val="12"/><{p}color rgb="FF0B5394"/>'
            f'<{p}name val="Times New Roman"/></{p}font>'
        )
        edits: list[Edit] = []
        for name, piece, count in (
            ("fonts", fonts.encode(), self._fonts + 2),
            ("fills", fills.encode(), self._fills + len(_MARKS)),
            ("cellXfs", b"".join(self._more), len(self._formats) + len(self._more)),
        ):
            edits += appended(self._xml, self._lists[name], piece, count)
        return spliced(self._xml, edits)
