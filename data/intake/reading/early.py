"""Workbooks that are read before they are asked for, while their asker still starts.

Who imports a workbook from the command line loads pandas and opens the store first, which takes as
long as reading a small one. The reading happens in a process of its own anyway: here it begins at
once, on the other processor. Nothing heavy is imported in this module or by it.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

from data.intake.reading.asking import GivenFile, Process, asked, given_file
from data.intake.reading.limits import LIMITS, Limits
from data.intake.reading.refusal import UnreadableFile
from data.intake.reading.safety import kind_of

_AT_ONCE = 2
_Outcome = tuple[GivenFile, bytes | UnreadableFile]


class EarlyReadings:
    """Some of these files being read; what nobody asked for in the end is stopped when it closes.

    Texts are left to whoever comes, who decides how to read them, and so are files beyond the size
    of the largest one allowed, all together: their answers wait in memory.
    """

    def __init__(self, paths: Sequence[Path], limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._door = threading.Lock()
        self._running: list[Process] = []
        self._is_closed = False
        self._readers = ThreadPoolExecutor(_AT_ONCE, "early-reading")
        self._coming: dict[Path, Future[_Outcome | None]] = {}
        room = limits.size
        for path in dict.fromkeys(paths):
            size = _workbook_size(path)
            if size and size <= room:
                room -= size
                self._coming[path] = self._readers.submit(self._read, path)

    @property
    def is_reading(self) -> bool:
        """Whether any file is still being read."""
        return any(not coming.done() for coming in self._coming.values())

    def answer(self, path: Path, given: GivenFile) -> bytes | None:
        """What the reading process said of a file; None when it was not asked of these very bytes.

        Waits for it; each answer is given once. UnreadableFile when the file was refused.
        """
        coming = self._coming.pop(path, None)
        outcome = coming.result() if coming else None
        if outcome is None or outcome[0] != given:
            return None
        if isinstance(outcome[1], UnreadableFile):
            raise outcome[1]
        return outcome[1]

    def close(self) -> None:
        """End what still runs; nothing is answered from now on."""
        self._coming.clear()
        with self._door:
            self._is_closed = True
            for process in self._running:
                process.kill()
        self._readers.shutdown(cancel_futures=True)

    def __enter__(self) -> EarlyReadings:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()

    def _read(self, path: Path) -> _Outcome | None:
        try:
            given = given_file(path, path.name, self._limits)
        except UnreadableFile:
            return None  # whoever asks for it will be told
        try:
            return given, asked(given, self._limits, self._started)
        except UnreadableFile as refused:
            return given, refused

    def _started(self, process: Process) -> None:
        with self._door:
            self._running = [one for one in self._running if one.returncode is None]
            self._running.append(process)
            if self._is_closed:
                process.kill()


def _workbook_size(path: Path) -> int:
    """The bytes of a workbook; 0 of anything else, and of what cannot be opened (or but once)."""
    try:
        if not path.is_file():
            return 0
        with path.open("rb") as file:
            is_workbook = kind_of(file.read(8192)) in ("zip", "ole")
        return path.stat().st_size if is_workbook else 0
    except (OSError, UnreadableFile):
        return 0
