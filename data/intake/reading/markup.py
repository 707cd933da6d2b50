"""Small XML parts of a workbook: its sheets, what they point to, the tables in them."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from data.intake.reading.addresses import Range, range_of
from data.intake.reading.limits import MB
from data.intake.reading.refusal import UnreadableFile

Attributes = dict[str, str]
_MOST = 20 * MB
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError)


def elements(content: bytes, start: Callable[[str, Attributes], None]) -> None:
    """Call `start(name without prefix, attributes)` for each element; stops at broken XML.

    A declaration of entities is refused, never followed.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise UnreadableFile("is not safe to read: it declares XML entities, no workbook does")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(
        name.rpartition(":")[2], {k.rpartition(":")[2]: v for k, v in attributes.items()}
    )
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        return


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part's bytes; nothing when it is not there, broken or beyond 20 MB."""
    try:
        with archive.open(name) as stream:
            content = stream.read(_MOST + 1)
    except (KeyError, *BROKEN):
        return b""
    return content if len(content) <= _MOST else b""


def relations(archive: zipfile.ZipFile, name: str) -> dict[str, tuple[str, str]]:
    """What a part points to: id → (kind, part or outside target)."""
    folder, file = posixpath.split(name)
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, attributes: Attributes) -> None:
        if element == "Relationship":
            target = attributes.get("Target", "")
            if attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, target)

    elements(part(archive, posixpath.join(folder, "_rels", f"{file}.rels")), start)
    return found


def sheet_parts(archive: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    """The sheets of an .xlsx, name → part, and whether its days count from 1904."""
    targets = relations(archive, "xl/workbook.xml")
    parts: dict[str, str] = {}
    is_1904 = False

    def start(element: str, attributes: Attributes) -> None:
        nonlocal is_1904
        if element == "workbookPr":
            is_1904 = attributes.get("date1904", "0").lower() in ("1", "true", "on")
        elif element == "sheet":
            kind, target = targets.get(attributes.get("id", ""), ("", ""))
            if kind == "worksheet":
                parts[attributes.get("name", "")] = target

    elements(part(archive, "xl/workbook.xml"), start)
    return parts, is_1904


def outside_links(archive: zipfile.ZipFile) -> list[str]:
    """The files and addresses the workbook's formulas refer to, in order, once each."""
    links: dict[str, None] = {}
    for name in archive.namelist():
        if name.startswith("xl/externalLinks/") and name.endswith(".xml"):
            for kind, target in relations(archive, name).values():
                if kind.startswith(("externalLink", "xlExternalLink")) and target:
                    links[target] = None
    return list(links)


def declared_tables(archive: zipfile.ZipFile, sheet_part: str) -> list[tuple[str, Range, int, int]]:
    """Excel tables of a sheet: name, range, number of heading rows and of total rows."""
    tables: list[tuple[str, Range, int, int]] = []

    def start(element: str, attributes: Attributes) -> None:
        covered = range_of(attributes.get("ref", ""))
        if element == "table" and covered:
            name = attributes.get("displayName") or attributes.get("name", "")
            heading_rows = 0 if attributes.get("headerRowCount") == "0" else 1
            total_rows = 1 if attributes.get("totalsRowCount", "0") not in ("0", "") else 0
            tables.append((name, covered, heading_rows, total_rows))

    for kind, target in relations(archive, sheet_part).values():
        if kind == "table":
            elements(part(archive, target), start)
    return tables
