"""A first look into an .xlsx, before a reader that would trust it.

It finds what the reader hides (cells in error, formulas never calculated, per cent formats, hidden
rows) and cells so far out that the reader would ask for hundreds of gigabytes. Nothing is built in
memory: expat calls back, element by element. Runs in the child process only.
"""

import posixpath
import re
from io import BytesIO
from xml.parsers import expat
from zipfile import ZipFile

LAST_ROW = 20_000
LAST_COLUMN = 200
CELLS = 500_000  # filled, in one workbook
_CHUNK = 1 << 16
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_BUILT_IN_PERCENTS = (9, 10)


class TooFar(Exception):
    """A cell beyond what a report can need. Its argument is the cell's name."""


class TooMany(Exception):
    """More filled cells than a report can need."""


class Hostile(Exception):
    """A document type declaration, which no workbook has and which entity bombs need."""


class Archive:
    """The parts of a workbook, each to be run through a reader.

    Raises zipfile.BadZipFile; `feed` raises Hostile, expat.ExpatError, and what a reader raises.
    """

    def __init__(self, content: bytes):
        self._archive = ZipFile(BytesIO(content))
        self._names = set(self._archive.namelist())

    def feed(self, part: str, reader: "Reader") -> None:
        """Runs one part through a reader; a part that is not there is empty."""
        if part not in self._names:
            return
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.text
        parser.StartDoctypeDeclHandler = _refuse
        with self._archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
        parser.Parse(b"", True)


def look_over(archive: Archive) -> dict[str, dict]:
    """Name of a worksheet -> "errors", "uncalculated", "formulas", "percents", "hidden".

    Raises as Archive.feed does, TooFar and TooMany.
    """
    percents = _Styles().of(archive)
    return {name: _Worksheet(percents).of(archive, part) for name, part in _worksheets(archive)}


def _worksheets(archive: Archive) -> list[tuple[str, str]]:
    """Names of worksheets and the parts that hold them."""
    package = _Relations().of(archive, "_rels/.rels", "")
    workbooks = [target for kind, target in package.values() if kind == "officeDocument"]
    workbook = workbooks[0] if workbooks else "xl/workbook.xml"
    folder, file = posixpath.split(workbook)
    relations = _Relations().of(archive, f"{folder}/_rels/{file}.rels", folder)
    return [
        (name, relations[number][1])
        for name, number in _SheetList().of(archive, workbook)
        if number in relations and relations[number][0] == "worksheet"
    ]


def _refuse(*_declaration) -> None:
    raise Hostile


def local(name: str) -> str:
    """The name without its namespace, which differs between producers; the local names don't."""
    return name.rpartition(" ")[2]


class Reader:
    """What is called back; a reader says what it wants to know."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """A piece of text."""


class _Relations(Reader):
    """Number of a relation -> (its kind, the part of the archive it leads to)."""

    def of(self, archive: Archive, part: str, folder: str) -> dict[str, tuple[str, str]]:
        self.found, self.folder = {}, folder
        archive.feed(part, self)
        return self.found

    def start(self, name, attributes):
        if local(name) == "Relationship" and "Target" in attributes:
            target = attributes["Target"]
            path = target[1:] if target.startswith("/") else posixpath.join(self.folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found[attributes.get("Id", "")] = (kind, posixpath.normpath(path))


class _SheetList(Reader):
    """(name, number of its relation) of every sheet."""

    def of(self, archive: Archive, part: str) -> list[tuple[str, str]]:
        self.found = []
        archive.feed(part, self)
        return self.found

    def start(self, name, attributes):
        if local(name) == "sheet":
            numbers = [attributes[key] for key in attributes if local(key) == "id"]
            self.found.extend((attributes.get("name", ""), number) for number in numbers)


class _Styles(Reader):
    """Numbers of the cell styles that show per cent."""

    def of(self, archive: Archive) -> frozenset[str]:
        self.formats, self.styles, self.inside = set(map(str, _BUILT_IN_PERCENTS)), [], False
        archive.feed("xl/styles.xml", self)
        return frozenset(str(n) for n, code in enumerate(self.styles) if code in self.formats)

    def start(self, name, attributes):
        match local(name):
            case "numFmt" if "%" in attributes.get("formatCode", ""):
                self.formats.add(attributes.get("numFmtId", ""))
            case "cellXfs":
                self.inside = True
            case "xf" if self.inside:
                self.styles.append(attributes.get("numFmtId", "0"))

    def end(self, name):
        if local(name) == "cellXfs":
            self.inside = False


class _Worksheet(Reader):
    """What one sheet's cells are, beside their values. Positions are (row, column), from 0."""

    def __init__(self, percents: frozenset[str]):
        self.percent_styles = percents
        self.row = self.column = -1
        self.kind = self.style = self.held = ""
        self.formula = self.inside = False
        self.filled = 0
        kinds = ("errors", "uncalculated", "formulas", "percents", "hidden")
        self.found = {kind: [] for kind in kinds}

    def of(self, archive: Archive, part: str) -> dict:
        archive.feed(part, self)
        return self.found

    def start(self, name, attributes):
        match local(name):
            case "row":
                self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
                self.column = -1
                if attributes.get("hidden") in ("1", "true"):
                    self.found["hidden"].append(self.row)
            case "c":
                self.row, self.column = self._position(attributes.get("r"))
                self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
                self.formula, self.held = False, ""
            case "f":
                self.formula = True
            case "v" | "is":
                self.inside = True

    def end(self, name):
        match local(name):
            case "v" | "is":
                self.inside = False
            case "c":
                self._note()

    def text(self, text):
        if self.inside and len(self.held) < 100:
            self.held += text

    def _position(self, reference: str | None) -> tuple[int, int]:
        if reference is None:
            return self.row, self.column + 1
        match = _REFERENCE.fullmatch(reference)
        if not match:
            raise ValueError(f"{reference[:20]!r} is not a cell")
        column = 0
        for letter in match[1]:
            column = 26 * column + ord(letter) - ord("A") + 1
        return int(match[2]) - 1, column - 1

    def _note(self) -> None:
        place = (self.row, self.column)
        if self.held and (self.row >= LAST_ROW or self.column >= LAST_COLUMN):
            raise TooFar(place)
        self.filled += bool(self.held)
        if self.filled > CELLS:
            raise TooMany
        if self.kind == "e":
            self.found["errors"].append([*place, self.held])
        elif self.formula and (self.held or self.kind != "str"):  # "str": its result is no text
            self.found["formulas" if self.held else "uncalculated"].append(place)
        if self.style in self.percent_styles and self.held and self.kind == "n":
            self.found["percents"].append(place)
