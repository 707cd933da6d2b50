"""A text too large to hold, read in pieces: once, in the process with limits, into a spare file.

What the process answers is kept in a file without a name, so that the time it takes is its own and
not that of whoever works on the pieces; each look at the pieces reads that file again.
"""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from data.intake.reading.asking import (
    AT_ONCE,
    BROKEN,
    TOO_LONG,
    as_request,
    digest_of,
    started_child,
    why_ended,
)
from data.intake.reading.book import Book
from data.intake.reading.limits import LIMITS, MB, Limits
from data.intake.reading.receiving import received_book
from data.intake.reading.refusal import UnreadableFile
from data.intake.reading.safety import check_size, kind_of


@dataclasses.dataclass
class TextPieces:
    """A text that was read: its pieces in a spare file, which goes when it is closed.

    `whole` is the book without a sheet: format, hash, size, remarks. `places` are where the pieces
    lie, `begins` the row each begins at, `row_count` how many rows there are.
    """

    spool: IO[bytes]
    whole: Book
    places: list[tuple[int, int]]
    begins: list[int]
    row_count: int

    def __iter__(self) -> Iterator[tuple[int, Book]]:
        """Each piece with the row it begins at."""
        for begin, place in zip(self.begins, self.places, strict=True):
            yield begin, _book(self.spool, place, self.whole)

    def first(self) -> Book:
        """The first piece."""
        return _book(self.spool, self.places[0], self.whole)

    def close(self) -> None:
        """Give the spare file back."""
        self.spool.close()


def is_large_text(path: Path, least: int) -> bool:
    """Whether a file is a text of at least so many bytes, by its first ones."""
    try:
        if path.stat().st_size < least:
            return False
        with path.open("rb") as file:
            start = file.read(8192)
        return kind_of(start) == "text" and start.lstrip()[:1] not in (b"[", b"{")
    except (OSError, UnreadableFile):
        return False  # whoever reads it will say


def read_pieces(path: Path, piece_rows: int, *, limits: Limits = LIMITS) -> TextPieces:
    """A text file in pieces of about so many rows.

    UnreadableFile, with the name in front, when it is no table.
    """
    try:
        size = path.stat().st_size
        check_size(size, limits, is_text_path=True)
        digest = digest_of(path)
        spool = tempfile.TemporaryFile(prefix="drillboard-")
        try:
            with AT_ONCE:
                _read(path.resolve(), size, limits, piece_rows, spool)
            return _found(spool, Book(path.name, "csv", digest, size, []))
        except BaseException:
            spool.close()
            raise
    except UnreadableFile as refused:
        raise refused.named(path.name) from None
    except OSError as error:
        reason = f"cannot be opened: {error.strerror or error}"
        raise UnreadableFile(reason, path.name) from None


def _read(path: Path, size: int, limits: Limits, piece_rows: int, spool: IO[bytes]) -> None:
    request = {
        "name": path.name,
        "path": str(path),
        "limits": dataclasses.asdict(limits),
        "memory": limits.memory,
        "processor_seconds": limits.processor_seconds(size),
        "looks_only": False,
        "piece_rows": piece_rows,
    }
    process = started_child(errors=subprocess.DEVNULL)
    assert process.stdin is not None and process.stdout is not None
    expired = threading.Event()

    def expire() -> None:
        expired.set()
        process.kill()

    clock = threading.Timer(limits.wall_seconds(size), expire)
    clock.start()
    try:
        with process.stdin as ask:
            ask.write(as_request(request))
        shutil.copyfileobj(process.stdout, spool, MB)
        process.wait()
    finally:
        clock.cancel()
        process.kill()
        process.stdout.close()
        process.wait()
    if process.returncode != 0:
        raise UnreadableFile(TOO_LONG if expired.is_set() else why_ended(process.returncode))


def _found(spool: IO[bytes], whole: Book) -> TextPieces:
    """Where the pieces lie. The empty one says that those before it are void."""
    places: list[tuple[int, int]] = []
    begins: list[int] = []
    rows = at = 0
    spool.seek(0)
    while header := spool.read(8):
        length = int.from_bytes(header, "little")
        at += 8
        if not length:
            places, begins, rows = [], [], 0
            continue
        book = _book(spool, (at, length), whole)
        at += length
        spool.seek(at)
        if not book.sheets:
            whole = book
            continue
        places.append((at - length, length))
        begins.append(rows)
        rows += book.sheets[0].grid.row_count
    if not places:
        raise UnreadableFile("is empty: it holds nothing but blanks; export or save it again")
    return TextPieces(spool, whole, places, begins, rows)


def _book(spool: IO[bytes], place: tuple[int, int], like: Book) -> Book:
    at, length = place
    spool.seek(at)
    body = spool.read(length)
    if len(body) != length:
        raise UnreadableFile(BROKEN)
    try:
        return received_book(body, like.name, like.sha256, like.size)
    except ValueError:
        raise UnreadableFile(BROKEN) from None
