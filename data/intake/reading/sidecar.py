"""What calamine does not tell of a sheet, from its XML: error cells, formulas without a saved
value, hidden rows and columns. The same pass counts cells, so that a sheet that asks for more
than it may is refused before it is read.

Streams a part in pieces that end with a row; only pieces that hold something are looked at closely.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from data.intake.reading.addresses import Range, column_name, column_number
from data.intake.reading.limits import MB, Limits
from data.intake.reading.markup import BROKEN
from data.intake.reading.refusal import UnreadableFile

PIECE = 4 * MB
_LONGEST_ROW = 64 * MB
_PREFIX = re.compile(rb"<(\w+:)?worksheet\b")
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_NUMBER = re.compile(rb'\br="(\d{1,7})"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_MIN_MAX = re.compile(rb'\b(min|max)="(\d+)"')
_TAGS = re.compile(rb"<[^>]*>")
_ENTITIES = ((b"&lt;", b"<"), (b"&gt;", b">"), (b"&quot;", b'"'), (b"&amp;", b"&"))


@dataclass
class SheetFindings:
    """What one sheet hides; cells are (row, column) from 0."""

    error_cells: dict[tuple[int, int], str] = field(default_factory=dict)
    unsaved_formulas: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)


class _Patterns:
    """The expressions of one sheet: elements may carry a prefix (`<x:c>`)."""

    def __init__(self, prefix: bytes) -> None:
        p = re.escape(prefix)
        self.has_formula = b"<" + prefix + b"f"
        self.cell_start, self.bare_cell = b"<" + prefix + b"c ", b"<" + prefix + b"c>"
        self.row_start = b"<" + prefix + b"row"
        self.row = re.compile(rb"<%srow\b([^>]*)>" % p)
        self.cell = re.compile(rb"<%sc\b([^>]*?)(?:/>|>(.*?)</%sc>)" % (p, p), re.DOTALL)
        self.formula = re.compile(rb"<%sf\b" % p)
        self.value = re.compile(rb"<%sv\b[^>]*>([^<]*)</%sv>|<%sis\b" % (p, p, p))
        self.token = re.compile(
            rb"<%srow\b([^>]*)>|<%sc\b([^>]*?)(?:/>|>(.*?)</%sc>)" % (p, p, p), re.DOTALL
        )
        self.column = re.compile(rb"<%scol\b([^>]*)>" % p)
        self.error = re.compile(rb'<%sc\b([^>]*\bt="e"[^>]*)>(.*?)</%sc>' % (p, p), re.DOTALL)
        self.unsaved = re.compile(
            rb"<%sc\b([^>]*[^>/])>\s*<%sf\b(?:[^>]*/>|[^>]*>[^<]*</%sf>)\s*(<%sv>\s*</%sv>|<%sv\s*/>)?"
            rb"\s*</%sc>" % (p, p, p, p, p, p, p)
        )


class SheetScan:
    """Scans one sheet of an .xlsx or .xlsm; `findings` is complete after `run`."""

    def __init__(self, limits: Limits, *, is_thorough: bool) -> None:
        self.findings = SheetFindings()
        self.cells = 0
        self._limits, self._is_thorough = limits, is_thorough
        self._last_row = self._last_column = 0
        self._rows_before = 0
        self._is_positional = False
        self._further = _beyond(0)

    def run(self, archive: zipfile.ZipFile, part: str) -> None:
        """Read the part to its end; UnreadableFile when it asks for too much."""
        patterns: _Patterns | None = None
        for piece in pieces(archive, part, b"row>"):
            if patterns is None:
                found = _PREFIX.search(piece[:65_536])
                patterns = _Patterns(found[1] or b"" if found else b"")
                self._columns(piece, patterns)
                self._is_positional = self._lacks_addresses(piece, patterns)
            self._measure(piece, patterns)
            if self._is_positional:
                self._walk(piece, patterns)
            else:
                self._look(piece, patterns)
            self._rows_before += piece.count(patterns.row_start + b" ")
            self._rows_before += piece.count(patterns.row_start + b">")

    def _measure(self, piece: bytes, patterns: _Patterns) -> None:
        self.cells += piece.count(patterns.cell_start)
        if self._is_positional:
            self.cells += piece.count(patterns.bare_cell)
        if self._is_thorough:
            places = [(m[1], int(m[2])) for m in _ADDRESS.finditer(piece)]
            letters = {column for column, _ in places}
            rows = [row for _, row in places]
            for column in letters:
                self._last_column = max(self._last_column, column_number(column.decode()) + 1)
        else:
            rows = []
            place = 0
            while further := self._further.search(piece, place):
                self._last_column = column_number(further[1].decode()) + 1
                self._further = _beyond(self._last_column)
                place = further.start()
        start = piece.rfind(patterns.row_start)
        last = _NUMBER.search(piece, start) if start >= 0 else None
        self._last_row = max(self._last_row, int(last[1]) if last else 0, *rows, 0)
        check_area(self._last_row * self._last_column, self._limits)
        if self.cells > self._limits.cells:
            raise UnreadableFile(
                f"is too large: a sheet has more than {spelled(self._limits.cells)} cells; split "
                "it, or save the sheet as .csv"
            )

    def _columns(self, piece: bytes, patterns: _Patterns) -> None:
        head = piece[: max(0, piece.find(patterns.row_start))] or piece[:65_536]
        for column in patterns.column.finditer(head):
            if _HIDDEN.search(column[1]):
                ends = {key: int(value) for key, value in _MIN_MAX.findall(column[1])}
                first, last = ends.get(b"min", 1), min(ends.get(b"max", 0), 16_384)
                self.findings.hidden_columns.update(range(first - 1, last))

    def _lacks_addresses(self, piece: bytes, patterns: _Patterns) -> bool:
        """Whether cells are told by their order alone, as some programs write them."""
        cell, row = patterns.cell.search(piece), patterns.row.search(piece)
        return bool((cell and not _ADDRESS.search(cell[1])) or (row and not _NUMBER.search(row[1])))

    def _look(self, piece: bytes, patterns: _Patterns) -> None:
        if b'hidden="' in piece:
            for row in patterns.row.finditer(piece):
                number = _NUMBER.search(row[1])
                if number and _HIDDEN.search(row[1]):
                    self.findings.hidden_rows.add(int(number[1]) - 1)
        if b't="e"' in piece:
            for cell in patterns.error.finditer(piece):
                place = _ADDRESS.search(cell[1])
                if place:
                    self._add_error(_place(place), cell[2], patterns)
        if patterns.has_formula in piece:
            for cell in patterns.unsaved.finditer(piece):
                place = _ADDRESS.search(cell[1])
                # A formula that gave the empty text has t="str" and an empty value: that is saved.
                if place and not (cell[2] and b't="str"' in cell[1]):
                    self.findings.unsaved_formulas.add(_place(place))

    def _walk(self, piece: bytes, patterns: _Patterns) -> None:
        """The slow way: every row and cell in turn, for sheets that leave addresses out."""
        row = self._rows_before - 1
        column = -1
        for token in patterns.token.finditer(piece):
            if token[1] is not None:
                number = _NUMBER.search(token[1])
                row = int(number[1]) - 1 if number else row + 1
                column = -1
                if _HIDDEN.search(token[1]):
                    self.findings.hidden_rows.add(row)
                continue
            place = _ADDRESS.search(token[2])
            row, column = _place(place) if place else (max(row, 0), column + 1)
            self._last_row = max(self._last_row, row + 1)
            self._last_column = max(self._last_column, column + 1)
            content = token[3] or b""
            if b't="e"' in token[2]:
                self._add_error((row, column), content, patterns)
            elif patterns.formula.search(content) and not patterns.value.search(content):
                self.findings.unsaved_formulas.add((row, column))

    def _add_error(self, cell: tuple[int, int], content: bytes, patterns: _Patterns) -> None:
        value = patterns.value.search(content)
        self.findings.error_cells[cell] = _text(value[1] or b"" if value else b"") or "#ERROR!"


def pieces(
    archive: zipfile.ZipFile, part: str, row_end: bytes, size: int = PIECE
) -> Iterator[bytes]:
    """A part's content in pieces that end with a row, each of about 4 MB, at least one.

    `row_end`: the bytes that end a row, without a prefix and bracket. A row longer than 64 MB is
    refused.
    """
    rest = b""
    yielded = False
    try:
        with archive.open(part) as stream:
            while data := stream.read(size):
                data = rest + data
                cut = data.rfind(row_end) + 1
                if not cut:
                    if len(data) > _LONGEST_ROW:
                        raise UnreadableFile(
                            "is too large: one row of it holds more than 64 MB; save it anew in "
                            "Excel and upload that"
                        )
                    rest = data
                    continue
                cut += len(row_end) - 1
                rest = data[cut:]
                yielded = True
                yield data[:cut]
    except KeyError:
        return  # the reader itself will say that the sheet is missing
    except BROKEN:
        raise UnreadableFile(
            "is damaged: a part of it cannot be unpacked; open it in Excel, save it anew and "
            "upload that"
        ) from None
    if rest or not yielded:
        yield rest


def check_area(area: int, limits: Limits) -> None:
    """Refuse a sheet whose filled cells span a rectangle beyond the limit."""
    if area > limits.area:
        raise UnreadableFile(
            f"asks for {spelled(area)} cells: something stands far below or to the right of its "
            "table; delete those rows and columns, save it and upload it again"
        )


def spelled(number: int) -> str:
    """`5 million`, `17.2 billion`, `940`."""
    for size, word in ((10**9, "billion"), (10**6, "million")):
        if number >= size:
            return f"{number / size:.1f} {word}".replace(".0 ", " ")
    return f"{number:,}"


def _beyond(count: int) -> re.Pattern[bytes]:
    """Finds an address right of the first so many columns: one search a piece, not one a cell."""
    if not count:
        return re.compile(rb' r="([A-Z]{1,3})\d')
    letters = column_name(count - 1).encode()
    further = [
        letters[:place] + b"[%c-Z]" % (letter + 1) + b"[A-Z]{%d}" % (len(letters) - place - 1)
        for place, letter in enumerate(letters)
        if letter < ord("Z")
    ]
    further += [b"[A-Z]{%d,3}" % (len(letters) + 1)] if len(letters) < 3 else []
    return re.compile(rb' r="(' + b"|".join(further) + rb")\d" if further else rb"(?!)")


def _place(found: re.Match[bytes]) -> tuple[int, int]:
    return int(found[2]) - 1, column_number(found[1].decode())


def _text(content: bytes) -> str:
    content = _TAGS.sub(b"", content)
    for entity, character in _ENTITIES:
        content = content.replace(entity, character)
    return content.decode("utf-8", "replace").strip()
