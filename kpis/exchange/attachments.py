"""Evidence files: which forms are taken, told by what is in them and not by their name alone."""

from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

from kpis.domain.problems import Problem
from kpis.exchange.tables import shown_name

__all__ = ["LARGEST", "form_problem", "media_type", "shown_name"]

LARGEST = 10_000_000  # bytes
_OFFICE = "application/vnd.openxmlformats-officedocument"
_FORMS = {  # ending: how its bytes begin, what a browser is told
    ".pdf": (b"%PDF-", "application/pdf"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    ".docx": (b"PK\x03\x04", f"{_OFFICE}.wordprocessingml.document"),
    ".xlsx": (b"PK\x03\x04", f"{_OFFICE}.spreadsheetml.sheet"),
}
_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}


def form_problem(name: str, content: bytes) -> Problem | None:
    """Why a file can't be taken as evidence; None when it can. Nothing in it is carried out."""
    file, ending = shown_name(name), _ending(name)
    allowed = ", ".join(_FORMS)
    if not content:
        return Problem("evidence.empty", file)
    if len(content) > LARGEST:
        sizes = {"found": round(len(content) / 1e6, 1), "limit": LARGEST // 1_000_000}
        return Problem("evidence.too_large", file, None, sizes)
    if ending not in _FORMS:
        return Problem("evidence.form", file, None, {"allowed": allowed})
    if not content.startswith(_FORMS[ending][0]):
        return Problem("evidence.not_its_form", file, None, {"form": ending})
    if ending in _PARTS:
        return _office_problem(file, ending, content)
    return None


def _office_problem(file: str, ending: str, content: bytes) -> Problem | None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, ValueError):
        return Problem("evidence.not_its_form", file, None, {"form": ending})
    if not {"[Content_Types].xml", _PARTS[ending]} <= names:
        return Problem("evidence.not_its_form", file, None, {"form": ending})
    if any(each.lower().endswith("vbaproject.bin") for each in names):
        return Problem("evidence.macros", file)
    return None


def media_type(name: str) -> str:
    """What a browser is told that a file is; bytes for what is not known."""
    return _FORMS.get(_ending(name), (b"", "application/octet-stream"))[1]


def _ending(name: str) -> str:
    return PurePosixPath(name.lower()).suffix
