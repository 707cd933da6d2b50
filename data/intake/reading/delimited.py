"""A text file becomes a raw book with one sheet: every value as text, every row at its place."""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Callable, Generator, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, TypeVar

from data.intake.reading.coding import coded_columns
from data.intake.reading.dialect import Dialect, dialect_of
from data.intake.reading.encodings import Encoding, encoding_of
from data.intake.reading.limits import MB, Limits
from data.intake.reading.raw import RawBook, RawSheet
from data.intake.reading.refusal import UnreadableFile
from data.intake.reading.strayquotes import mended_rows

T = TypeVar("T")

_LOOKED_AT = 200
_ALTERNATIVES = ",;\t| "
_MOST_COLUMNS = 16_384


def sniffed(source: Path | bytes) -> tuple[Encoding, Dialect]:
    """How a text file is written, by its beginning: for readers that go on by themselves.

    UnreadableFile when the bytes are no text.
    """
    start, is_whole = _start(source)
    encoding = encoding_of(start, is_whole=is_whole)
    with _text(source, encoding) as text:
        return encoding, dialect_of(_lines(text, Limits().text_length))


def read_delimited(source: Path | bytes, limits: Limits) -> RawBook:
    """The text as a book with one sheet without a name."""
    rows, (columns, count) = _first_way(source, limits, coded_columns)
    sheet = RawSheet(None, columns, count, ragged_rows=rows.ragged, width=rows.width)
    if rows.lines and (rows.lines[-1] != len(rows.lines) or rows.lines[0] != 1):
        sheet.line_numbers = rows.lines
    return _book(rows, [sheet])


def read_in_pieces(source: Path, limits: Limits, piece_rows: int) -> Iterator[RawBook | None]:
    """The text as books of about so many rows each, one after another, and one without a sheet.

    None says that what came before it is void: the text is read anew, in another way. The last
    book has the remarks on the whole. A piece ends with a row of several values, never amid blank
    rows, totals or notes.
    """
    ways = _ways(source, limits)
    rows = next(ways)
    while True:
        try:
            yield from _pieces(rows, piece_rows)
        except (UnicodeDecodeError, _StrayQuote) as error:
            rows = ways.throw(error)
            yield None
            continue
        yield _book(rows, [])
        return


def _pieces(rows: _Rows, piece_rows: int) -> Iterator[RawBook]:
    stream = iter(rows.read())
    begin = 0
    while held := list(islice(stream, piece_rows)):
        while sum(map(bool, held[-1])) < min(3, rows.width):
            row = next(stream, None)
            if row is None:
                break
            held.append(row)
        columns, count = coded_columns(held)
        ragged = {row - begin: width for row, width in rows.ragged.items() if row >= begin}
        rows.ragged.clear()
        piece = RawSheet(None, columns, count, ragged_rows=ragged, width=rows.width)
        piece.line_numbers = rows.lines[begin:]
        begin += count
        yield _book(rows, [piece])


def _book(rows: _Rows, sheets: list[RawSheet]) -> RawBook:
    return RawBook(
        "tsv" if rows.dialect.delimiter == "\t" else "csv",
        sheets,
        remarks=_remarks(rows.encoding, rows.dialect, rows),
        encoding=rows.encoding.name,
        delimiter=rows.dialect.delimiter,
    )


def _first_way(
    source: Path | bytes, limits: Limits, taken: Callable[[Iterator[list[str]]], T]
) -> tuple[_Rows, T]:
    """What `taken` makes of the rows, read in the first way that reads them to the end."""
    ways = _ways(source, limits)
    rows = next(ways)
    while True:
        try:
            return rows, taken(rows.read())
        except (UnicodeDecodeError, _StrayQuote) as error:
            rows = ways.throw(error)


def _ways(source: Path | bytes, limits: Limits) -> Generator[_Rows, None, None]:
    """The ways to read a text; thrown the error of one, the next."""
    encoding, dialect = sniffed(source)
    # csv.reader would take the escape from before other letters as well
    is_strict = not dialect.escape
    while True:
        try:
            yield _Rows(source, encoding, dialect, limits, is_strict=is_strict)
        except UnicodeDecodeError:
            encoding = Encoding("cp1252", is_guess=True)  # valid UTF-8 at first, others later
        except _StrayQuote:
            is_strict = False


class _StrayQuote(Exception):
    """A quote stands where none can: the file has to be read with more patience."""


class _Rows:
    """The rows of a text, and what was noticed on the way."""

    def __init__(
        self, source: Path | bytes, encoding: Encoding, dialect: Dialect, limits: Limits, *,
        is_strict: bool,
    ) -> None:  # fmt: skip
        self._source, self.encoding, self.dialect = source, encoding, dialect
        self._limits, self._is_strict = limits, is_strict
        self.lines = array("q")  # the line each row begins on, from 1
        self.ragged: dict[int, int] = {}
        self.divided_anew: list[int] = []
        self.has_nulls = False
        self.was_mended = False

    @property
    def width(self) -> int:
        """The number of values most rows have."""
        return self.dialect.width

    def read(self) -> Iterator[list[str]]:
        """The rows, in this way."""
        return self._strict() if self._is_strict else self._mended()

    def _strict(self) -> Iterator[list[str]]:
        """By csv.reader; _StrayQuote at the first sign of quotes that do not match."""
        csv.field_size_limit(self._limits.text_length)
        with _text(self._source, self.encoding) as text:
            reader = csv.reader(self._clean(text), **self.dialect.reader_options())  # type: ignore[arg-type]
            line = self.dialect.skipped_lines
            try:
                for row in reader:
                    spans = reader.line_num + self.dialect.skipped_lines - line
                    if spans > 1 and len(row) != self.dialect.width:
                        raise _StrayQuote
                    yield self._taken(row, line + 1)
                    line += spans
            except csv.Error:
                raise _StrayQuote from None

    def _mended(self) -> Iterator[list[str]]:
        """Line by line, each quote judged by the width its row should have."""
        self.was_mended = self.dialect.escape is None
        with _text(self._source, self.encoding) as text:
            line = self.dialect.skipped_lines
            for row, spans in mended_rows(self._clean(text), self.dialect):
                if any(len(value) > self._limits.text_length for value in row):
                    raise UnreadableFile(
                        f"is not a table: line {line + 1} holds a value of more than "
                        f"{self._limits.text_length:,} characters; save the table as .xlsx or .csv"
                    )
                yield self._taken(row, line + 1)
                line += spans

    def _clean(self, text: IO[str]) -> Iterator[str]:
        for line in islice(text, self.dialect.skipped_lines, None):
            if "\0" in line:
                self.has_nulls = True
                yield line.replace("\0", "")
            else:
                yield line

    def _taken(self, row: list[str], line: int) -> list[str]:
        width = self.dialect.width
        if len(row) == 1 and width > 2 and row[0]:
            again = _divided_anew(row[0], self.dialect)
            if again:
                self.divided_anew.append(line)
                row = again
        if len(row) != width and any(row):
            self.ragged[len(self.lines)] = len(row)
            if len(row) > _MOST_COLUMNS:
                raise UnreadableFile(
                    f"is not a table: line {line} has {len(row):,} values; save the table as "
                    ".xlsx or .csv"
                )
        self.lines.append(line)
        return row


def _divided_anew(text: str, dialect: Dialect) -> list[str] | None:
    """A row that another delimiter divides into just the usual number of values.

    Words of a title can be as many as there are columns, so a space needs quotes beside it.
    """
    for delimiter in _ALTERNATIVES:
        if delimiter == dialect.delimiter or delimiter not in text:
            continue
        if delimiter == " " and dialect.quote not in text:
            continue
        try:
            row = next(csv.reader([text], delimiter=delimiter, quotechar=dialect.quote))
        except (csv.Error, StopIteration):
            continue
        if len(row) == dialect.width:
            return row
    return None


def _remarks(encoding: Encoding, dialect: Dialect, rows: _Rows) -> list[str]:
    remarks = []
    if encoding.is_guess:
        remarks.append(
            f"does not say how its letters are written; it was read as {encoding.name}: look at "
            "names with accents"
        )
    if rows.has_nulls:
        remarks.append("contains NUL characters, which were left out")
    if rows.was_mended:
        remarks.append("has quotation marks that do not match; each was read as its row needs it")
    if rows.divided_anew:
        some = ", ".join(map(str, rows.divided_anew[:5]))
        remarks.append(
            f"divides the values of line {some} unlike the rest, by another mark than the "
            f"{dialect.delimiter_name}"
        )
    return remarks


def _start(source: Path | bytes) -> tuple[bytes, bool]:
    """All bytes of a text in memory; of a file, the first 4 MB."""
    if isinstance(source, bytes):
        return source, True
    with source.open("rb") as file:
        start = file.read(4 * MB)
        return start, not file.read(1)


def _text(source: Path | bytes, encoding: Encoding) -> IO[str]:
    """The text, line ends untouched; what a guessed encoding cannot say is marked."""
    binary = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    errors = "strict" if encoding.name in ("utf-8", "utf-8-sig") else "replace"
    return io.TextIOWrapper(binary, encoding=encoding.name, errors=errors, newline="")


def _lines(text: IO[str], longest: int) -> list[str]:
    """The first lines to look at, without NULs."""
    lines: list[str] = []
    try:
        while len(lines) < _LOOKED_AT:
            line = text.readline(longest)
            if not line:
                break
            lines.append(line.replace("\0", ""))
    except UnicodeDecodeError:
        pass
    return lines
