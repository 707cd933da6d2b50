"""Notes at cells: a sheet's comments part and the drawing that shows them, joined with its own.

Excel keeps the text of a note in one part and its box in another, an old drawing (VML) that need
not be well-formed XML: both are only added to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from data.intake.marking.findings import Place
from data.intake.marking.xmltext import CannotMark, Document, Element, written
from data.intake.reading.addresses import cell_name, cell_of
from wording import marked as words

Note = tuple[str, str]  # first line, text
_OURS = (words.TO_MEND, words.TO_CHECK)
_IN_THEIRS = re.compile(rb"(?:\s|&#10;)*Drillboard: to (?:mend|check)[^<]*")
_VML = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = re.compile(rb"<v:shape\s(?:(?!</v:shape>).)*</v:shape>", re.DOTALL)
_SHAPE_PLACE = re.compile(rb"<x:(Row|Column)>\s*(\d+)\s*</x:\1>")
_BLOCK = re.compile(rb"(<o:idmap\b[^>]*\bdata=[\"'])([\d, ]*)([\"'])")
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383
_SHAPE_NUMBER = re.compile(rb"_x0000_s(\d+)")


@dataclass
class Joined:
    """A comments part with our notes in it.

    added : cells that need a box. removed : cells whose box has to go with the note of an earlier
    copy.
    """

    content: bytes
    added: list[Place] = field(default_factory=list)
    removed: set[Place] = field(default_factory=set)


def is_threaded(content: bytes) -> bool:
    """Whether these comments stand for conversations, which only Excel itself may write."""
    return b'"tc={' in content or b">tc={" in content


def has_ours(content: bytes) -> bool:
    """Whether these comments may hold a note of an earlier copy."""
    return any(one.encode() in content for one in _OURS)


def joined(content: bytes | None, notes: Mapping[Place, Note], main: str) -> Joined:
    """The comments with these notes; of a cell that has one, ours stands behind its text.

    Notes of an earlier copy go.
    """
    if content is None:
        content = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{main}">'
            "<authors></authors><commentList></commentList></comments>"
        ).encode()
    document = Document(content)
    authors, listed = document.first("authors"), document.first("commentList")
    if authors is None or listed is None:
        raise CannotMark("its notes are written in an unknown way")
    p = document.root.prefix
    names = [
        _text(document, one).decode("utf-8", "replace") for one in document.all("author", authors)
    ]
    result = Joined(content)
    theirs: set[Place] = set()
    for one in document.all("comment", listed):
        place = cell_of(one.attribute("ref") or "")
        if place is None:
            continue
        if _is_ours(document, one):
            document.remove(one)
            result.removed.add(place)
        else:
            theirs.add(place)
            _append(document, one, notes.get(place))
    fresh = {place: note for place, note in notes.items() if place not in theirs}
    if fresh:
        number = names.index(words.AUTHOR) if words.AUTHOR in names else len(names)
        if number == len(names):
            document.append(authors, f"<{p}author>{words.AUTHOR}</{p}author>".encode())
        document.append(
            listed,
            b"".join(_comment(p, place, note, number) for place, note in sorted(fresh.items())),
        )
    result.added = sorted(fresh)
    result.content = document.edited()
    return result


def _is_ours(document: Document, one: Element) -> bool:
    """By its first line: LibreOffice drops the author, and a template's notes are ours as well."""
    return _text(document, one).decode("utf-8", "replace").lstrip().startswith(_OURS)


def _text(document: Document, one: Element) -> bytes:
    return re.sub(rb"<[^>]*>", b"", document.content[one.head_end : max(one.tail, one.head_end)])


def _append(document: Document, one: Element, note: Note | None) -> None:
    """Our note behind a person's own, in place of what an earlier copy wrote there."""
    text = document.first("text", one)
    if text is None or text.is_empty:
        return
    inside = document.content[text.head_end : text.tail]
    changed = _IN_THEIRS.sub(b"", inside)
    p = document.root.prefix
    if note is not None:
        if document.first("t", text) is not None:  # a text without formats cannot be added to
            changed = f"<{p}r>".encode() + changed + f"</{p}r>".encode()
        said = written("\n\n" + "\n".join(note))
        changed += f'<{p}r><{p}t xml:space="preserve">{said}</{p}t></{p}r>'.encode()
    if changed != inside:
        document.edits.append((text.head_end, text.tail, changed))


def _comment(p: str, place: Place, note: Note, author: int) -> bytes:
    size = f'<{p}sz val="9"/><{p}color indexed="81"/><{p}rFont val="Tahoma"/>'
    return (
        f'<{p}comment ref="{cell_name(*place)}" authorId="{author}"><{p}text>'
        f"<{p}r><{p}rPr><{p}b/>{size}</{p}rPr>"
        f'<{p}t xml:space="preserve">{written(note[0])}\n</{p}t></{p}r>'
        f'<{p}r><{p}rPr>{size}</{p}rPr><{p}t xml:space="preserve">{written(note[1])}</{p}t></{p}r>'
        f"</{p}text></{p}comment>"
    ).encode()


# --- the boxes ------------------------------------------------------------------------------------


def blocks_in(drawing: bytes) -> int:
    """The highest block of 1,024 shape numbers a drawing uses."""
    named = [int(n) for one in _BLOCK.finditer(drawing) for n in re.findall(rb"\d+", one[2])]
    return max([0, *named, *(int(one[1]) // 1024 for one in _SHAPE_NUMBER.finditer(drawing))])


def drawn(drawing: bytes | None, boxes: Joined, texts: Mapping[Place, Note], block: int) -> bytes:
    """The drawing with a hidden box for each note added, without those of notes taken out.

    block : an unused block of 1,024 shape numbers; at most 1,000 notes are added.
    """
    if drawing is None:
        names = " ".join(f'xmlns:{key}="{value}"' for key, value in _VML.items())
        drawing = (
            f'<xml {names}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/>'
            f"</o:shapelayout>{_SHAPE_TYPE}</xml>"
        ).encode()
    else:
        drawing = _without(drawing, boxes.removed)
        drawing = _BLOCK.sub(
            lambda found: found[1] + found[2] + b",%d" % block + found[3], drawing, count=1
        )
    end = drawing.rfind(b"</xml>")
    if end < 0:
        raise CannotMark("the boxes of its notes are written in an unknown way")
    missing = "".join(
        f' xmlns:{key}="{value}"'
        for key, value in _VML.items()
        if f'xmlns:{key}="{value}"'.encode() not in drawing[:4096]
    )
    shapes = "".join(
        _box(place, block * 1024 + number, texts[place], missing)
        for number, place in enumerate(boxes.added, start=1)
    )
    if b'"_x0000_t202"' not in drawing:
        shapes = _SHAPE_TYPE.replace("<v:shapetype", f"<v:shapetype{missing}", 1) + shapes
    return drawing[:end] + shapes.encode() + drawing[end:]


def _without(drawing: bytes, removed: Iterable[Place]) -> bytes:
    gone = set(removed)

    def kept(found: re.Match[bytes]) -> bytes:
        where = {kind: int(number) for kind, number in _SHAPE_PLACE.findall(found[0])}
        is_gone = (
            b'ObjectType="Note"' in found[0] and (where.get(b"Row"), where.get(b"Column")) in gone
        )
        return b"" if is_gone else found[0]

    return _SHAPE.sub(kept, drawing) if gone else drawing


def _box(place: Place, number: int, note: Note, names: str) -> str:
    row, column = place
    lines = sum(1 + len(line) // 44 for line in "\n".join(note).split("\n"))
    top, left = min(max(0, row - 1), _LAST_ROW - 24), min(column + 1, _LAST_COLUMN - 4)
    anchor = f"{left}, 15, {top}, 10, {left + 4}, 15, {top + min(2 + lines, 24)}, 4"
    return (
        f'<v:shape{names} id="_x0000_s{number}" type="#_x0000_t202" '
        f'style="position:absolute;margin-left:60pt;margin-top:1.5pt;width:240pt;'
        f'height:{min(12 * (lines + 2), 300)}pt;z-index:{number % 1024};visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
