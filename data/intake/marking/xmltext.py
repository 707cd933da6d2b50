"""XML of somebody else, changed in places: where each element stands, and edits between them.

Everything that is not edited stays as it was written, byte for byte: prefixes, spaces, extensions
nobody here knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

Edit = tuple[int, int, bytes]  # from, to, what stands there instead
_HEAD = re.compile(rb"<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_PLAIN = ("utf-8", "utf8", "us-ascii", "ascii")


class CannotMark(Exception):
    """A workbook is made in a way that nothing can be added to it safely; `str()` says why."""


@dataclass(slots=True)
class Element:
    """One element and where it stands: head `<a …>`, content, tail `</a>`; an empty one is all
    head."""

    name: str  # without its prefix
    prefix: str  # "" or "x:"
    attributes: dict[str, str]
    parent: int
    start: int
    head_end: int
    tail: int = -1
    end: int = -1
    children: list[int] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """True for `<a/>`."""
        return self.tail < 0

    def attribute(self, name: str) -> str | None:
        """An attribute by its name without a prefix."""
        return next(
            (v for k, v in self.attributes.items() if k.rpartition(":")[2] == name), None
        )  # fmt: skip


class Document:
    """A small part: all its elements in order, and the edits made so far."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.elements: list[Element] = []
        self.edits: list[Edit] = []
        open_: list[int] = []
        parser = careful_parser(content)

        def start(name: str, attributes: dict[str, str]) -> None:
            at = parser.CurrentByteIndex
            prefix, colon, local = name.rpartition(":")
            parent = open_[-1] if open_ else -1
            if parent >= 0:
                self.elements[parent].children.append(len(self.elements))
            open_.append(len(self.elements))
            self.elements.append(
                Element(local, prefix + colon, attributes, parent, at, head_end(content, at))
            )

        def end(_: str) -> None:
            one = self.elements[open_.pop()]
            if content[one.head_end - 2 : one.head_end] == b"/>":
                one.end = one.head_end
            else:
                one.tail = parser.CurrentByteIndex
                one.end = content.index(b">", one.tail) + 1

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parse(parser, content)

    @property
    def root(self) -> Element:
        """The outermost element."""
        return self.elements[0]

    def first(self, name: str, within: Element | None = None) -> Element | None:
        """The first child of that name; of the root when nothing else is said."""
        return next(iter(self.all(name, within)), None)

    def all(self, name: str, within: Element | None = None) -> list[Element]:
        """The children of that name, in order."""
        return [
            self.elements[at]
            for at in (within or self.root).children
            if self.elements[at].name == name
        ]

    def text(self, one: Element) -> bytes:
        """An element as it is written, with its content."""
        return self.content[one.start : one.end]

    def append(self, parent: Element, xml: bytes) -> None:
        """Write something behind the last child."""
        if parent.is_empty:
            name = f"{parent.prefix}{parent.name}".encode()
            slash = self.content.rindex(b"/", parent.start, parent.head_end)
            self.edits.append((slash, parent.head_end, b">" + xml + b"</" + name + b">"))
        else:
            self.edits.append((parent.tail, parent.tail, xml))

    def set(self, one: Element, **attributes: str) -> None:
        """Give an element other attributes."""
        head = self.content[one.start : one.head_end]
        self.edits.append((one.start, one.head_end, with_attributes(head, attributes)))

    def remove(self, one: Element) -> None:
        """Take an element out."""
        self.edits.append((one.start, one.end, b""))

    def edited(self) -> bytes:
        """The part with its edits."""
        return edited(self.content, self.edits)


def careful_parser(content: bytes) -> expat.XMLParserType:
    """A parser that refuses declared entities and every encoding but UTF-8."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:64]:
        raise CannotMark("its XML is not UTF-8")
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in _PLAIN:
            raise CannotMark("its XML is not UTF-8")

    def refuse(*_: object) -> None:
        raise CannotMark("its XML declares entities")

    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = refuse
    return parser


def parse(parser: expat.XMLParserType, content: bytes) -> None:
    """Parse to the end; CannotMark when it is no XML."""
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise CannotMark(f"its XML is broken: {error}") from None


def head_end(content: bytes, start: int) -> int:
    """Where the head that begins at `start` ends."""
    found = _HEAD.match(content, start)
    if found is None:
        raise CannotMark("its XML is written in an unknown way")
    return found.end()


def edited(content: bytes, edits: Iterable[Edit]) -> bytes:
    """The content with all edits; those at one place in the order they were made."""
    pieces, at = [], 0
    for start, end, text in sorted(edits, key=lambda one: (one[0], one[1])):
        pieces += [content[at:start], text]
        at = end
    return b"".join([*pieces, content[at:]])


def with_attributes(head: bytes, attributes: dict[str, str]) -> bytes:
    """A head with these attributes, replaced where they stand or added at its end."""
    for name, value in attributes.items():
        said = f'{name}="{quoted(value)}"'.encode()
        found = _attribute(name).search(head)
        if found:
            head = head[: found.start()] + b" " + said + head[found.end() :]
        else:
            close = -2 if head.endswith(b"/>") else -1
            head = head[:close].rstrip() + b" " + said + head[close:]
    return head


def without_attribute(head: bytes, name: str) -> bytes:
    """A head without that attribute."""
    return _attribute(name).sub(b"", head)


def _attribute(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"\s+" + re.escape(name.encode()) + rb"\s*=\s*(\"[^\"]*\"|'[^']*')")


def quoted(text: str) -> str:
    """A text as the value of an attribute in double quotes."""
    return escape(_NO_XML.sub("\ufffd", text), {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def written(text: str) -> str:
    """A text as the content of a cell or a note.

    A workbook reads `_x0041_` as a letter, so that is written in a way that stays text.
    """
    return escape(_LOOKS_ESCAPED.sub("_x005F_", legible(text)))


def legible(text: str, most: int = 32_000) -> str:
    """A text a cell can hold: at most so long; what XML cannot hold becomes �."""
    short = text if len(text) <= most else f"{text[:most]}…"
    return _NO_XML.sub("\ufffd", short.replace("\r\n", "\n").replace("\r", "\n"))
