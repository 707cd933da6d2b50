"""Cell formats: a cell's own one with a fill added, taken off again, and those of the list."""

from __future__ import annotations

import re

from data.intake.marking.xmltext import CannotMark, Document, Element, quoted, with_attributes

# Of each fill there are two: one over a cell without a fill of its own, one that keeps the colour
# that was there as its unseen second colour, so that a later copy can put it back.
TO_MEND, TO_CHECK = ("FFF9CFBA", "FFF9CFB9"), ("FFFBE6AE", "FFFBE6AD")
_TO_MEND_DARK, _TO_CHECK_DARK = ("FFA33D11", "FFA33D12"), ("FF855A0F", "FF855A10")
_ALL = {one for pair in (TO_MEND, TO_CHECK, _TO_MEND_DARK, _TO_CHECK_DARK) for one in pair}
_KEEPING = {pair[1] for pair in (TO_MEND, TO_CHECK, _TO_MEND_DARK, _TO_CHECK_DARK)}
_LINK, _GREY, _PAPER = "FF1B4596", "FF5A6270", "FFF0EEE9"
_COLOUR_NAMES = ("rgb", "theme", "indexed", "tint", "auto")

MINIMAL = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    "</styleSheet>"
)


class Styles:
    """The styles of a workbook. A format is a number, as a cell's `s` says it.

    is_libre_office : its second colours mean nothing, LibreOffice writes what is near.
    """

    def __init__(self, content: bytes, *, is_libre_office: bool = False) -> None:
        self._keeping = frozenset() if is_libre_office else frozenset(_KEEPING)
        self._document = Document(content)
        self._prefix = self._document.root.prefix
        self._fonts = _Listed(self._document, "fonts", "font")
        self._fills = _Listed(self._document, "fills", "fill")
        self._formats = _Listed(self._document, "cellXfs", "xf")
        self._marked: dict[tuple[int, bool], int] = {}
        self._plain: dict[int, int] = {}
        self.own = {
            at
            for at, one in enumerate(self._formats.elements)
            if self._colour(self._fill_of(one)) in _ALL
        }

    def filled(self, style: int, is_to_mend: bool) -> int:
        """The format with our fill in it, everything else as it is."""
        key = (style, is_to_mend)
        if key not in self._marked:
            element = self._format(style)
            before = self._kept(element)
            light, dark = (
                (TO_MEND, _TO_MEND_DARK) if is_to_mend else (TO_CHECK, _TO_CHECK_DARK)
            )  # fmt: skip
            pair = dark if self._has_light_text(element) else light
            colour = pair[1] if before else pair[0]
            self._marked[key] = self._with_fill(
                element, self._solid(f'rgb="{colour}"', before or 'indexed="64"')
            )
        return self._marked[key]

    def plain(self, style: int) -> int:
        """A format of ours without the fill of an earlier copy."""
        if style not in self._plain:
            element = self._format(style)
            before = self._kept(element)
            fill = self._solid(before, 'indexed="64"') if before else 0
            self._plain[style] = self._with_fill(element, fill)
        return self._plain[style]

    def of_list(self) -> dict[str, int]:
        """The formats of the list: title, text, value (stays text), heading, link, muted."""
        p = self._prefix
        first = self._fonts.elements[0]
        named = self._document.first("name", first)
        face = quoted((named.attribute("val") if named else None) or "Calibri")
        end = f'<{p}name val="{face}"/></{p}font>'
        bold = self._fonts.add(f'<{p}font><{p}b/><{p}sz val="11"/>{end}')
        title = self._fonts.add(f'<{p}font><{p}b/><{p}sz val="14"/>{end}')
        text = self._fonts.add(f'<{p}font><{p}sz val="11"/>{end}')
        link = self._fonts.add(
            f'<{p}font><{p}u/><{p}sz val="11"/><{p}color rgb="{_LINK}"/>{end}'
        )  # fmt: skip
        muted = self._fonts.add(f'<{p}font><{p}sz val="10"/><{p}color rgb="{_GREY}"/>{end}')
        paper = self._solid(f'rgb="{_PAPER}"', 'indexed="64"')
        wrapped = f'<{p}alignment vertical="top" wrapText="1"/>'
        return {
            "title": self._add(title, 0, ""),
            "muted": self._add(muted, 0, f'<{p}alignment vertical="top"/>'),
            "heading": self._add(bold, paper, wrapped),
            "text": self._add(text, 0, wrapped),
            "value": self._add(text, 0, wrapped, 'quotePrefix="1" '),
            "link": self._add(link, 0, wrapped),
        }

    def content(self) -> bytes:
        """The part with what was added."""
        for one in (self._fonts, self._fills, self._formats):
            one.close()
        return self._document.edited()

    # --- one format -------------------------------------------------------------------------------

    def _format(self, style: int) -> Element:
        elements = self._formats.elements
        return elements[style] if 0 <= style < len(elements) else elements[0]

    def _with_fill(self, element: Element, fill: int) -> int:
        head = self._document.content[element.start : element.head_end]
        rest = self._document.content[element.head_end : element.end]
        head = with_attributes(head, {"fillId": str(fill), "applyFill": "1"})
        return self._formats.add((head + rest).decode())

    def _add(self, font: int, fill: int, content: str, more: str = "") -> int:
        p = self._prefix
        return self._formats.add(
            f'<{p}xf numFmtId="49" fontId="{font}" fillId="{fill}" borderId="0" xfId="0" {more}'
            'applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1">'
            f"{content}</{p}xf>"
        )

    def _solid(self, colour: str, second: str) -> int:
        p = self._prefix
        return self._fills.add(
            f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor {colour}/>'
            f"<{p}bgColor {second}/></{p}patternFill></{p}fill>"
        )

    def _fill_of(self, element: Element) -> Element | None:
        number = _number(element.attribute("fillId"))
        fills = self._fills.elements
        return fills[number] if number < len(fills) else None

    def _pattern(self, fill: Element | None, name: str) -> Element | None:
        if fill is None:
            return None
        pattern = self._document.first("patternFill", fill)
        if pattern is None or pattern.attribute("patternType") != "solid":
            return None
        return self._document.first(name, pattern)

    def _colour(self, fill: Element | None) -> str | None:
        front = self._pattern(fill, "fgColor")
        return front.attribute("rgb") if front else None

    def _kept(self, element: Element) -> str | None:
        """The colour a marked cell had, or an unmarked one has, as attributes."""
        fill = self._fill_of(element)
        colour = self._colour(fill)
        if colour in _ALL and colour not in self._keeping:
            return None
        found = self._pattern(fill, "bgColor" if colour in self._keeping else "fgColor")
        if found is None or found.attribute("rgb") in _ALL:
            return None
        return " ".join(
            f'{name}="{quoted(value)}"'
            for name, value in found.attributes.items()
            if name in _COLOUR_NAMES
        )

    def _has_light_text(self, element: Element) -> bool:
        """White text stays readable: it gets a dark fill."""
        number = _number(element.attribute("fontId"))
        fonts = self._fonts.elements
        colour = self._document.first("color", fonts[number]) if number < len(fonts) else None
        if colour is None:
            return False
        rgb = colour.attribute("rgb") or ""
        is_light = bool(re.fullmatch(r"(?:..)?[D-F].[D-F].[D-F].", rgb, re.IGNORECASE))
        return is_light or (colour.attribute("theme") == "0" and not colour.attribute("tint"))


class _Listed:
    """A list in the styles that grows: fonts, fills, formats; equal ones are there once."""

    def __init__(self, document: Document, name: str, child: str) -> None:
        found = document.first(name)
        if found is None or not document.all(child, found):
            raise CannotMark(f"its styles have no {name}")
        self.elements = document.all(child, found)
        self._document, self._parent = document, found
        self._numbers: dict[bytes, int] = {}
        for at, one in enumerate(self.elements):
            self._numbers.setdefault(document.text(one), at)
        self._added: list[bytes] = []

    def add(self, xml: str) -> int:
        text = xml.encode()
        if text not in self._numbers:
            self._numbers[text] = len(self.elements) + len(self._added)
            self._added.append(text)
        return self._numbers[text]

    def close(self) -> None:
        if self._added:
            count = len(self.elements) + len(self._added)
            self._document.set(self._parent, count=str(count))
            self._document.append(self._parent, b"".join(self._added))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
