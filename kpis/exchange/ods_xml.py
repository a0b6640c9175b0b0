"""A first look into an .ods, for what the reader hides: cells in error, per cent, hidden rows.

Runs in the child process only, like workbook_xml.py.
"""

from kpis.exchange.workbook_xml import CELLS, Archive, Reader, TooMany, local


class Tables(Reader):
    """Name of a sheet -> "errors", "percents", "hidden" -> positions (row, column), from 0."""

    def __init__(self) -> None:
        self.sheets: dict[str, dict] = {}
        self.found: dict[str, list] = {}
        self.row = self.next_row = self.next_column = 0
        self.filled = 0
        self.error: tuple[int, int] | None = None
        self.text_of_error = ""

    def of(self, archive: Archive) -> dict[str, dict]:
        """What is beside the values of every sheet; raises as Archive.feed does, and TooMany."""
        archive.feed("content.xml", self)
        return self.sheets

    def start(self, name, attributes):
        values = {local(key): value for key, value in attributes.items()}
        match local(name):
            case "table":
                self.found = {"errors": [], "percents": [], "hidden": []}
                self.sheets[values.get("name", "")] = self.found
                self.row = self.next_row = 0
            case "table-row":
                self.row, self.next_column = self.next_row, 0
                self.next_row += int(values.get("number-rows-repeated", 1))
                if values.get("visibility") in ("collapse", "filter"):
                    self.found["hidden"].append(self.row)
            case "table-cell" | "covered-table-cell":
                self._cell(attributes, int(values.get("number-columns-repeated", 1)))

    def end(self, name):
        if local(name) in ("table-cell", "covered-table-cell") and self.error is not None:
            self.found["errors"].append([*self.error, self.text_of_error])
            self.error = None

    def text(self, text):
        if self.error is not None and len(self.text_of_error) < 100:
            self.text_of_error += text.strip()

    def _cell(self, attributes: dict[str, str], repeated: int) -> None:
        place = (self.row, self.next_column)
        self.next_column += repeated
        # office:value-type says "string" of a cell in error; only calcext:value-type says so.
        kinds = {value for key, value in attributes.items() if local(key) == "value-type"}
        self.filled += bool(kinds)
        if self.filled > CELLS:
            raise TooMany
        if "error" in kinds:
            self.error, self.text_of_error = place, ""
        elif "percentage" in kinds:
            self.found["percents"].append(place)
