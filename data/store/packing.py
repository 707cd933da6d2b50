"""The original of an import, compressed: in hand, or on its way beside other work."""

from __future__ import annotations

import hashlib
import io
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_PIECE_BYTES = 1_000_000
_BLOCK_BYTES = 1_000_000


class Stopped(Exception):
    """A file is not compressed, because nobody wanted it any more."""


@dataclass(frozen=True)
class Packed:
    """A file as the store keeps it: compressed, in pieces; `size` and `sha256` of the whole."""

    size: int
    sha256: str
    pieces: list[bytes]


def packed(original: bytes | Path, going_on: Callable[[], bool] = lambda: True) -> Packed:
    """A file's bytes, or those at a path, compressed."""
    packer, read = zlib.compressobj(6), hashlib.sha256()
    size, rest, pieces = 0, bytearray(), []
    with original.open("rb") if isinstance(original, Path) else io.BytesIO(original) as opened:
        while block := opened.read(_BLOCK_BYTES):
            if not going_on():
                raise Stopped
            size += len(block)
            read.update(block)
            rest += packer.compress(block)
            while len(rest) >= _PIECE_BYTES:
                pieces.append(bytes(rest[:_PIECE_BYTES]))
                del rest[:_PIECE_BYTES]
    rest += packer.flush()
    pieces += [bytes(rest[at : at + _PIECE_BYTES]) for at in range(0, len(rest), _PIECE_BYTES)]
    return Packed(size, read.hexdigest(), pieces)


class Packing:
    """A file's bytes being compressed on another processor, while they are read and understood.

    The compressor lets go of the interpreter. Whoever made it closes it: nobody may want it.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._found: Packed | BaseException | None = None
        self._is_wanted = True
        self._thread = threading.Thread(target=self._pack, name="packing", daemon=True)
        self._thread.start()

    def done(self) -> Packed:
        """The file, compressed; waits for it."""
        self._thread.join()
        if not isinstance(self._found, Packed):
            raise self._found or Stopped()
        return self._found

    def close(self) -> None:
        """Let go of it, done or not."""
        self._is_wanted = False
        self._thread.join()

    def _pack(self) -> None:
        try:
            self._found = packed(self._content, lambda: self._is_wanted)
        except BaseException as failure:
            self._found = failure
