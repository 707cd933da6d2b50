"""A file is handed to a reading process of its own, and what that process answered.

A hostile or broken file can make the reader abort the process it runs in; that process is started
anew (not forked, so it is safe beside threads), and its answer is plain data. Neither pandas nor
numpy is needed to ask: who has them still to load can ask first (`early`).
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from data.intake.reading.child import OUT_OF_MEMORY
from data.intake.reading.limits import Limits
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
TOO_LONG = "is too large: reading it takes longer than allowed; split it, or save the sheet as .csv"
BROKEN = "is too large or damaged: open it in Excel or LibreOffice, save it anew and upload that"

Process = subprocess.Popen[bytes]


@dataclasses.dataclass(frozen=True)
class GivenFile:
    """A file that may be read, by its size and first bytes.

    `data`: its bytes; empty for a large text, which is read from its `path`. `digest`: SHA-256.
    """

    name: str
    data: bytes
    path: Path | None
    size: int
    digest: str


def given_file(source: Path | bytes, name: str, limits: Limits) -> GivenFile:
    """The file, its bytes in hand but for a large text. UnreadableFile when it may not be read."""
    if isinstance(source, Path):
        try:
            size = source.stat().st_size
            with source.open("rb") as file:
                is_text = size > 0 and kind_of(file.read(8192)) == "text"
            check_size(size, limits, is_text_path=is_text)
            if is_text and size > limits.size:
                path = source.resolve()
                return GivenFile(name, b"", path, size, digest_of(path))
            source = source.read_bytes()
        except OSError as error:
            raise UnreadableFile(f"cannot be opened: {error.strerror or error}") from None
    check_size(len(source), limits, is_text_path=False)
    kind_of(source[:8192])
    return GivenFile(name, source, None, len(source), hashlib.sha256(source).hexdigest())


def asked(
    given: GivenFile, limits: Limits, started: Callable[[Process], None] = lambda _: None
) -> bytes:
    """What the reading process answered, for `receiving`; UnreadableFile when it had no answer.

    `started` is told of each process, to be able to end it.
    """
    with AT_ONCE:
        received, why = _answer(given, limits, started)
        if why is None:
            return received
        if why == BROKEN:
            why = _explained(given, limits, started)
    raise UnreadableFile(why)


def why_broken(given: GivenFile, limits: Limits) -> str:
    """Why the answer to a file makes no sense, as far as a second look at the file tells."""
    _log.warning("%s: the answer of the reading process is broken", given.name)
    with AT_ONCE:
        return _explained(given, limits)


def _answer(
    given: GivenFile, limits: Limits, started: Callable[[Process], None], *,
    looks_only: bool = False,
) -> tuple[bytes, str | None]:  # fmt: skip
    """What the process said, or why it said nothing."""
    request = {
        "name": given.name,
        "path": None if given.path is None else str(given.path),
        "limits": dataclasses.asdict(limits),
        "memory": limits.memory_for(given.size),
        "processor_seconds": limits.processor_seconds(_content(given)),
        "looks_only": looks_only,
        "piece_rows": 0,
    }
    process = started_child()
    started(process)
    try:
        received, said = process.communicate(
            as_request(request) + given.data, timeout=limits.wall_seconds(given.size)
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
    _log.info("%s: the reading process ended with %s: %s", given.name, process.returncode,
              said[-2000:].decode("utf-8", "replace"))  # fmt: skip
    return b"", why_ended(process.returncode)


def started_child(errors: int = subprocess.PIPE) -> Process:
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
    """What a process that ended with this code says of its file."""
    if os.name == "posix":
        import signal

        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            return TOO_LONG
    return BROKEN


def _explained(
    given: GivenFile, limits: Limits, started: Callable[[Process], None] = lambda _: None
) -> str:
    """Why reading a file killed the reader: a second process looks at it without reading it."""
    if given.path is not None:
        return BROKEN
    received, why = _answer(given, limits, started, looks_only=True)
    if why is None:
        length = int.from_bytes(received[:8], "little")
        reason = json.loads(received[8 : 8 + length]).get("refused")
        return str(reason) if reason else OUT_OF_MEMORY
    return why


def _content(given: GivenFile) -> int:
    """How much there is to read: about the unpacked bytes, for the processor time allowed."""
    return 20 * given.size if given.data[:2] == b"PK" else given.size


def digest_of(path: Path) -> str:
    """The SHA-256 of a file too large to hold."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
