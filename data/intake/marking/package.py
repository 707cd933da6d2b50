"""The zip of a workbook: its parts byte for byte, but for those that are written anew."""

from __future__ import annotations

import io
import posixpath
import zipfile

from data.intake.marking.xmltext import CannotMark, Document, careful_parser, parse, quoted
from data.intake.reading.limits import LIMITS, MB
from data.intake.reading.markup import BROKEN, relations, sheet_parts
from data.intake.reading.refusal import UnreadableFile
from data.intake.reading.safety import check_no_doctype, opened_zip, zip_format

_ABOUT = "docProps/app.xml"
WORKBOOK, CONTENT_TYPES = "xl/workbook.xml", "[Content_Types].xml"
_RELATIONS = {
    False: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    True: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_MAIN = {
    False: "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    True: "http://purl.oclc.org/ooxml/spreadsheetml/main",
}
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument."
_SIGNATURES = "_xmlsignatures/"
_MOST = 100 * MB  # of a part that is changed: one and a half million cells, in four times that
_NEW_PARTS = (1980, 1, 1, 0, 0, 0)


class Package:
    """A workbook's parts: read, written anew, added; CannotMark when the zip is not whole."""

    def __init__(self, content: bytes) -> None:
        try:
            self.archive = opened_zip(io.BytesIO(content), LIMITS)
            form = zip_format(self.archive)
            check_no_doctype(self.archive)
        except UnreadableFile as error:
            raise CannotMark(error.reason) from None
        if form not in ("xlsx", "xlsm"):
            raise CannotMark(f"it is an .{form}")
        self.names = self.archive.namelist()
        if len(set(self.names)) < len(self.names):
            raise CannotMark("a part of it is there twice")
        if any(one.startswith("xl/revisions/") for one in self.names):
            raise CannotMark("it keeps a log of its changes, which would no longer hold")
        self._written: dict[str, bytes] = {}
        self._types: dict[str, str] = {}  # part → content type, of new parts
        self._dropped: set[str] = set()
        self.workbook = Document(self.read(WORKBOOK))
        self.is_strict = "purl.oclc.org" in " ".join(self.workbook.root.attributes.values())
        self.sheets, _ = sheet_parts(self.archive)

    @property
    def is_libre_office(self) -> bool:
        """Whether LibreOffice wrote it last."""
        return self.has(_ABOUT) and b"LibreOffice" in self.read(_ABOUT)

    @property
    def main(self) -> str:
        """The namespace of sheets, styles and notes."""
        return _MAIN[self.is_strict]

    @property
    def relation_names(self) -> str:
        """The namespace of `r:id`."""
        return _RELATIONS[self.is_strict]

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part in self._written or part in self.names

    def read(self, part: str) -> bytes:
        """A part as it is now."""
        if part in self._written:
            return self._written[part]
        try:
            if self.archive.getinfo(part).file_size > _MOST:
                raise CannotMark("a sheet of it is too large")
            return self.archive.read(part)
        except (KeyError, NotImplementedError, *BROKEN):
            raise CannotMark(f"a part of it cannot be unpacked: {part}") from None

    def write(self, part: str, content: bytes, kind: str | None = None) -> None:
        """A part's new content; `kind` of a new one: the end of its content type."""
        if kind is not None and not self.has(part):
            self._types[part] = _TYPES + kind
        careful = careful_parser(content) if part.endswith(".xml") else None
        if careful is not None:
            parse(careful, content)  # better no marks than a workbook that does not open
        self._written[part] = content

    def free(self, pattern: str) -> str:
        """The first name no part has: `xl/comments{}.xml` → `xl/comments3.xml`."""
        taken = {one.casefold() for one in (*self.names, *self._written)}
        number = 1
        while pattern.format(number).casefold() in taken:
            number += 1
        return pattern.format(number)

    def related(self, part: str) -> list[tuple[str, str, str]]:
        """What a part points to in the file as it came: (id, kind, target part)."""
        return [(key, *found) for key, found in relations(self.archive, part).items()]

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part point to another one; the id."""
        folder, file = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{file}.rels")
        if self.has(name):
            listed = Document(self.read(name))
        else:
            listed = Document(f'<Relationships xmlns="{_PACKAGE}"></Relationships>'.encode())
            self._types[name] = ""
        taken = {one.attribute("Id") for one in listed.all("Relationship")}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        listed.append(
            listed.root,
            f'<{listed.root.prefix}Relationship Id="rId{number}" '
            f'Type="{_RELATIONS[self.is_strict]}/{kind}" Target="/{quoted(target)}"/>'.encode(),
        )
        self._written[name] = listed.edited()
        return f"rId{number}"

    def drop_signatures(self) -> bool:
        """Take a digital signature off, which no longer holds; whether there was one."""
        parts = {one for one in self.names if one.casefold().startswith(_SIGNATURES)}
        if not parts:
            return False
        self._dropped |= parts
        listed = Document(self.read("_rels/.rels"))
        for one in listed.all("Relationship"):
            if (one.attribute("Type") or "").endswith("/digital-signature/origin"):
                listed.remove(one)
        self._written["_rels/.rels"] = listed.edited()
        return True

    def content(self) -> bytes:
        """The workbook as a file."""
        if self.workbook.edits:
            self.write(WORKBOOK, self.workbook.edited())
        if self._types or self._dropped:
            self._written[CONTENT_TYPES] = self._content_types()
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for info in self.archive.infolist():
                if info.filename not in self._dropped:
                    made.writestr(_like(info), self._bytes(info))
            for part, content in self._written.items():
                if part not in self.names:
                    fresh = zipfile.ZipInfo(part, _NEW_PARTS)
                    fresh.compress_type = zipfile.ZIP_DEFLATED
                    made.writestr(fresh, content)
        return out.getvalue()

    def _bytes(self, info: zipfile.ZipInfo) -> bytes:
        if info.filename in self._written:
            return self._written[info.filename]
        try:
            return self.archive.read(info)
        except (KeyError, NotImplementedError, *BROKEN):
            raise CannotMark(f"a part of it cannot be unpacked: {info.filename}") from None

    def _content_types(self) -> bytes:
        listed = Document(self.read(CONTENT_TYPES))
        p = listed.root.prefix
        defaults = {
            (one.attribute("Extension") or "").casefold(): one.attribute("ContentType")
            for one in listed.all("Default")
        }
        for one in listed.all("Override"):
            if (one.attribute("PartName") or "").lstrip("/") in self._dropped:
                listed.remove(one)
        for part, kind in self._types.items():
            ending = part.rpartition(".")[2].casefold()
            if not kind or defaults.get(ending) == kind:
                continue
            listed.append(
                listed.root,
                f'<{p}Override PartName="/{quoted(part)}" ContentType="{kind}"/>'.encode(),
            )
        return listed.edited()


def _like(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The entry of a part that is copied."""
    copy = zipfile.ZipInfo(info.filename, max(info.date_time, _NEW_PARTS))
    copy.compress_type = info.compress_type
    copy.external_attr, copy.create_system = info.external_attr, info.create_system
    return copy
