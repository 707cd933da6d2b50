"""The door to the reading: a file is read in a fresh process with limits, never in the server.

A hostile or broken file can make the reader abort the process it runs in; that process is one of
its own, started anew (not forked, so it is safe beside threads), and its answer is plain data.
"""

from __future__ import annotations

import dataclasses
import gc
import hashlib
import json
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from data.intake.reading.book import Book
from data.intake.reading.child import OUT_OF_MEMORY
from data.intake.reading.limits import LIMITS, MB, Limits
from data.intake.reading.receiving import received_book
from data.intake.reading.refusal import UnreadableFile
from data.intake.reading.safety import check_size, kind_of

_log = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parents[3]
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from data.intake.reading.child import main; main()"
)
AT_ONCE = threading.BoundedSemaphore(2)  # each may take 1.5 GB
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL")
_UNPACKED = 40 * MB  # of a workbook that is read in the usual processor time
TOO_LONG = "is too large: reading it takes longer than allowed; split it, or save the sheet as .csv"
BROKEN = "is too large or damaged: open it in Excel or LibreOffice, save it anew and upload that"


def read_book(source: Path | bytes, name: str | None = None, *, limits: Limits = LIMITS) -> Book:
    """The book in a file: .xlsx .xlsm .xls .xlsb .ods .csv .tsv .json, by content, not by name.

    `name`: what a person calls the file; the path's name when not given. UnreadableFile, one line
    with the name in front, when there is no table to be had or it asks for too much. Texts above
    `limits.size` are read from a path only. Safe to call from any thread.
    """
    if name is None:
        if isinstance(source, bytes):
            raise TypeError("bytes need a name")
        name = source.name
    try:
        return _read(source, name, limits)
    except UnreadableFile as refused:
        raise refused.named(name) from None


def _read(source: Path | bytes, name: str, limits: Limits) -> Book:
    path = None
    if isinstance(source, Path):
        try:
            size = source.stat().st_size
            with source.open("rb") as file:
                is_text = size > 0 and kind_of(file.read(8192)) == "text"
        except OSError as error:
            raise UnreadableFile(f"cannot be opened: {error.strerror or error}") from None
        check_size(size, limits, is_text_path=is_text)
        if is_text and size > limits.size:
            path = source.resolve()
            digest = digest_of(path)
        else:
            source = source.read_bytes()
    if isinstance(source, bytes):
        size = len(source)
        check_size(size, limits, is_text_path=False)
        kind_of(source[:8192])
        digest = hashlib.sha256(source).hexdigest()
    data = source if isinstance(source, bytes) else b""
    with AT_ONCE:
        received, why = _answer(data, path, name, size, limits)
        if why is None:
            try:
                return _decoded(received, name, digest, size)
            except ValueError:
                _log.warning("%s: the answer of the reading process is broken", name)
                why = BROKEN
        if why == BROKEN and path is None:
            why = _explained(data, name, limits)
    raise UnreadableFile(why)


def _answer(
    data: bytes,
    path: Path | None,
    name: str,
    size: int,
    limits: Limits,
    *,
    looks_only: bool = False,
) -> tuple[bytes, str | None]:
    """What the process said, or why it said nothing."""
    request = {
        "name": name,
        "path": None if path is None else str(path),
        "limits": dataclasses.asdict(limits),
        "memory": limits.memory_for(size),
        "processor_seconds": limits.processor_seconds(_content(data, size)),
        "looks_only": looks_only,
        "piece_rows": 0,
    }
    process = started_child()
    try:
        received, said = process.communicate(
            as_request(request) + data, timeout=limits.wall_seconds(size)
        )
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return b"", TOO_LONG
    except BaseException:
        process.kill()
        process.communicate()
        raise
    if process.returncode == 0 and len(received) >= 8:
        return received, None
    _log.info("%s: the reading process ended with %s: %s", name, process.returncode,
              said[-2000:].decode("utf-8", "replace"))  # fmt: skip
    return b"", why_ended(process.returncode)


def started_child(errors: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    """A new reading process that waits for its request; `errors`: where its complaints go."""
    environment = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
    environment["MALLOC_ARENA_MAX"] = "2"
    return subprocess.Popen(
        [sys.executable, "-I", "-X", "utf8", "-c", _START, str(_ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def as_request(request: dict[str, Any]) -> bytes:
    """A request as the reading process takes it."""
    text = json.dumps(request).encode()
    return len(text).to_bytes(4, "little") + text


def why_ended(code: int) -> str:
    if os.name == "posix":
        import signal

        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            return TOO_LONG
    return BROKEN


def _explained(data: bytes, name: str, limits: Limits) -> str:
    """Why reading a file killed the reader: a second process looks at it without reading it."""
    received, why = _answer(data, None, name, len(data), limits, looks_only=True)
    if why is None:
        length = int.from_bytes(received[:8], "little")
        reason = json.loads(received[8 : 8 + length]).get("refused")
        return str(reason) if reason else OUT_OF_MEMORY
    return why


def _decoded(received: bytes, name: str, digest: str, size: int) -> Book:
    """The book; the collector rests meanwhile, it would walk through each new cell in vain."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        return received_book(received, name, digest, size)
    finally:
        if was_on:
            gc.enable()


def _content(data: bytes, size: int) -> int:
    """How much there is to read: about the unpacked bytes, for the processor time allowed."""
    return 20 * size if data[:2] == b"PK" else size


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
