"""Which kind of file it is, by its first bytes and not by its name; what no one should open."""

import zipfile
from io import BytesIO

from kpis.domain.problems import Problem

_UNPACKED = 100_000_000  # bytes, all parts together
_PARTS = 1000
_LARGE_PART = 10_000_000  # bytes; smaller parts may be packed as tightly as they like
_PACKED = 200  # how many times smaller
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_NOT_TABLES = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"{\\rtf": "RTF",
    b"SQLite": "SQLite",
}
_WEB_PAGES = (b"<!doctype", b"<html", b"<head", b"<meta", b"<table", b"<?xml", b"mime-version")
_MAIN_PARTS = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", "content.xml": "ods"}


def form_of(file: str, content: bytes) -> tuple[str | None, Problem | None]:
    """The form of a file: "xlsx", "xls", "xlsb", "ods", "csv", and why it must not be opened.

    The form is None where there is none that could be read, and then there is a problem.
    """
    if not content.strip():
        return None, Problem("file.empty", file)
    for beginning, kind in _NOT_TABLES.items():
        if content.startswith(beginning):
            return None, Problem("table.not_a_table", file, values={"found": kind})
    if content.startswith(b"PK"):
        return _form_of_archive(file, content)
    if content.startswith(_OLE):
        return _form_of_compound(file, content)
    if content.startswith(_OLD_EXCEL):
        return None, Problem("table.old_workbook", file)
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_WEB_PAGES):
        return None, Problem("table.web_page", file)
    return "csv", None


def _form_of_archive(file: str, content: bytes) -> tuple[str | None, Problem | None]:
    try:
        parts = zipfile.ZipFile(BytesIO(content)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None, Problem("table.broken", file)
    names = {part.filename for part in parts}
    form = next((form for part, form in _MAIN_PARTS.items() if part in names), None)
    if form is None and any(name.startswith("xl/") for name in names):
        form = "xlsx"  # its main part may have any name; only its relations tell
    if form is None:
        word = any(name.startswith(("word/", "ppt/")) for name in names)
        code = "table.not_a_table" if word else "table.archive"
        return None, Problem(code, file, values={"found": "Office"} if word else {})
    if any(_is_macro(name) for name in names) or file.lower().endswith((".xlsm", ".xltm", ".xlam")):
        return form, Problem("table.macros", file)
    if any(part.flag_bits & 1 for part in parts):
        return form, Problem("table.encrypted", file)
    if len(parts) > _PARTS or _unpacks_to_too_much(parts):
        return form, Problem("table.too_demanding", file)
    return form, None


def _is_macro(name: str) -> bool:
    folder, _, last = name.lower().rpartition("/")
    listed = last in ("script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml")
    return last == "vbaproject.bin" or (
        folder.startswith(("basic", "scripts")) and bool(last) and not listed
    )


def _unpacks_to_too_much(parts: list[zipfile.ZipInfo]) -> bool:
    tight = any(
        part.file_size > _LARGE_PART and part.file_size > _PACKED * part.compress_size
        for part in parts
    )
    return tight or sum(part.file_size for part in parts) > _UNPACKED


def _form_of_compound(file: str, content: bytes) -> tuple[str | None, Problem | None]:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        return None, Problem("table.encrypted", file)
    if not holds("Workbook") and not holds("Book"):
        return None, Problem("table.not_a_table", file, values={"found": "Office"})
    if holds("_VBA_PROJECT"):
        return "xls", Problem("table.macros", file)
    return "xls", None
