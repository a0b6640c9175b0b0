"""The sender's own workbook given back, with what is wrong in the cells where it is wrong.

Every such cell gets a comment and a red fill (to be mended) or a yellow one (to be explained or
looked at), and a first sheet lists all of it with links. Nothing else of an .xlsx is touched, so
that the mended copy can be sent again; of other forms an .xlsx is made from the cells.

Only for files that were read before, in the child process and within its limits (reading.py).
"""

import zlib
from collections.abc import Sequence
from zipfile import BadZipFile

from kpis.exchange.rebuilt_workbook import rebuilt
from kpis.exchange.remarks import (
    Remark,
    is_own_list,
    list_name,
    list_rows,
    marked_cells,
)
from kpis.exchange.spliced_workbook import Listing, annotated_in_place
from kpis.exchange.splicing import Unspliceable
from kpis.exchange.tables import Table

__all__ = ["Remark", "annotated"]

_DATA = {"vi": "Dữ liệu", "en": "Data"}


def annotated(
    table: Table, content: bytes, remarks: Sequence[Remark], language: str = "vi"
) -> bytes:
    """An .xlsx: the file that `table` was read from, with `remarks` in their cells and listed.

    content: the bytes of that file. The marks of an earlier copy are taken away, so that what is
    marked is what is wrong now.
    """
    assert table.sheets, "only a file that was read has cells"
    names = {n: sheet.name or _DATA[language] for n, sheet in enumerate(table.sheets)}
    rows = list_rows(table, remarks, names, language)
    marks = marked_cells(table, remarks)
    listing = Listing(list_name(table, language), rows, language)
    if table.form == "xlsx":
        own = next((sheet.name for sheet in table.sheets if is_own_list(sheet)), None)
        by_name = {names[number]: cells for number, cells in marks.items()}
        try:
            return annotated_in_place(content, by_name, listing, own)
        except (Unspliceable, BadZipFile, KeyError, UnicodeDecodeError, ValueError, zlib.error):
            pass  # a producer that writes otherwise: its cells are at hand all the same
    return rebuilt(table, names, marks, listing)
