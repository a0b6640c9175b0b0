"""The parts of an .xlsx, by name, while some of them are changed and some are added."""

import posixpath
from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from kpis.exchange.splicing import Edit, Unspliceable, Wanted, appended, elements, one, spliced

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NO_RELATIONS = f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PACKAGE}"/>'


class Package:
    """The parts of a workbook while they are being changed."""

    def __init__(self, content: bytes):
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if len(set(names)) != len(names):
                raise Unspliceable("a part that is there twice")
            self.parts = {name: archive.read(name) for name in names if not name.endswith("/")}

    def edit(self, part: str, edits: Sequence[Edit]) -> None:
        """Changes a part. KeyError when it is not there."""
        self.parts[part] = spliced(self.parts[part], edits)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part is related to: number of the relation -> (its kind, the other part)."""
        path, folder = _relations_part(part), posixpath.dirname(part)
        found = {}
        for each in elements(self.parts.get(path, _NO_RELATIONS.encode()), named("Relationship")):
            target = each.attributes.get("Target", "")
            target = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            kind = each.attributes.get("Type", "").rpartition("/")[2]
            found[each.attributes.get("Id", "")] = (kind, posixpath.normpath(target))
        return found

    def relate(self, part: str, kind: str, other: str) -> str:
        """Relates a part to another; the number of the relation."""
        path, known = _relations_part(part), self.relations(part)
        number = next(f"rIdCk{n}" for n in range(1, 9999) if f"rIdCk{n}" not in known)
        xml = self.parts.setdefault(path, _NO_RELATIONS.encode())
        root = one(xml, "Relationships")
        found = f'Id="{number}" Type="{RELATIONS}/{kind}" Target="/{other}"'
        piece = f"<{root.prefix}Relationship {found}/>"
        self.edit(path, appended(xml, root, piece.encode()))
        return number

    def declare(self, part: str, content_type: str) -> None:
        """Says of what type a new part is."""
        self._type(f'Override PartName="/{part}" ContentType="{content_type}"', "PartName", part)

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Says of what type parts with an extension are."""
        text = f'Default Extension="{extension}" ContentType="{content_type}"'
        self._type(text, "Extension", extension)

    def _type(self, text: str, key: str, name: str) -> None:
        xml = self.parts["[Content_Types].xml"]
        root = one(xml, "Types")
        known = elements(xml, lambda own, above, _: above == "Types")
        if not any(each.attributes.get(key, "").strip("/") == name for each in known):
            piece = f"<{root.prefix}{text}/>".encode()
            self.edit("[Content_Types].xml", appended(xml, root, piece))

    def saved(self) -> bytes:
        """The workbook as it is now."""
        made = BytesIO()
        with ZipFile(made, "w", ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        return made.getvalue()


def _relations_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def named(name: str) -> Wanted:
    """Wants the elements of a local name."""
    return lambda own, _above, _attributes: own == name
