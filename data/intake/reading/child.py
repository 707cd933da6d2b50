"""The process that reads one file and may die of it: limits first, everything else after.

Standard input: 4 bytes of length, a JSON request, the file's bytes (none when a path is named).
Standard output: see `sending`; a text asked for in pieces: pieces, each after its length, an empty
one where what came before is void. Started by `asking`, never imported by anything else.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from data.intake.reading.limits import Limits

OUT_OF_MEMORY = (
    "is too large: reading it takes more memory than allowed; split it, or save the sheet as .csv"
)


def main() -> None:
    """Read the request, then the file, and answer."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up in the answer
    ask = sys.stdin.buffer
    request: dict[str, Any] = json.loads(ask.read(int.from_bytes(ask.read(4), "little")))
    _limit(request)
    gc.disable()  # the cells are no rubbish, and the process ends when it has answered

    from data.intake.reading.limits import Limits
    from data.intake.reading.opening import opened, why_refused
    from data.intake.reading.refusal import UnreadableFile
    from data.intake.reading.sending import sent, sent_refusal

    limits = Limits(**request["limits"])
    path = request["path"]
    source = ask.read() if path is None else Path(path)
    try:
        if request["piece_rows"]:
            assert isinstance(source, Path)
            pieces = _in_pieces(source, limits, request["piece_rows"])
        elif request["looks_only"]:
            assert isinstance(source, bytes)
            pieces = sent_refusal(why_refused(source, limits) or "")
        else:
            pieces = sent(opened(source, request["name"], limits, beside=os.name == "posix"))
    except UnreadableFile as refused:
        pieces = sent_refusal(refused.reason)
    except MemoryError:
        pieces = sent_refusal(OUT_OF_MEMORY)
    for piece in pieces:
        answer.write(piece)
    answer.close()
    # Nothing is left to tidy up: tearing down millions of objects takes as long as making them.
    sys.stderr.flush()
    os._exit(0)


def _in_pieces(source: Path, limits: Limits, piece_rows: int) -> Iterator[bytes]:
    """The books of a text read in pieces, or the refusal after some of them."""
    from data.intake.reading.delimited import read_in_pieces
    from data.intake.reading.refusal import UnreadableFile
    from data.intake.reading.sending import sent, sent_refusal

    try:
        for book in read_in_pieces(source, limits, piece_rows):
            yield _measured(sent(book) if book else ())
    except UnreadableFile as refused:
        yield _measured(sent_refusal(refused.reason))
    except MemoryError:
        yield _measured(sent_refusal(OUT_OF_MEMORY))


def _measured(pieces: Iterable[bytes]) -> bytes:
    body = b"".join(pieces)
    return len(body).to_bytes(8, "little") + body


def _limit(request: dict[str, Any]) -> None:
    """Memory, processor time and no files written; Windows knows none of them."""
    try:
        import resource
    except ImportError:
        return
    memory, seconds = request["memory"], request["processor_seconds"]
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # macOS refuses some
            continue


if __name__ == "__main__":
    main()
