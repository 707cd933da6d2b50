"""How much a file may ask for. Measured: see the limits of reading in docs/operations.md."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The most a file may be and cost; beyond it, it is refused in one line.

    Attributes
    ----------
    size : bytes of a workbook, or of a text handed over as bytes.
    text_size : bytes of a text file read from its path.
    parts, inflated, ratio : of a zip: number of parts, bytes of all parts unpacked, and how many
        times smaller than its content a part above 1 MB may be (real workbooks 3 to 8).
    cells : filled cells of a workbook. area : cells of the rectangle that holds a sheet's cells.
    text_length : characters of one value in a text file (Excel allows 32,767).
    memory : bytes of address space of the process that reads (not on Windows).
    seconds : the wall clock; processor time is held to `processor_seconds`.
    """

    size: int = 50 * MB
    text_size: int = 2048 * MB
    parts: int = 5_000
    inflated: int = 600 * MB
    ratio: int = 200
    cells: int = 5_000_000
    area: int = 20_000_000
    text_length: int = 1_000_000
    memory: int = 1536 * MB
    seconds: float = 60.0

    def memory_for(self, text_bytes: int) -> int:
        """The address space: more for a text above the usual size, which holds its words twice."""
        return self.memory + 4 * max(0, text_bytes - self.size)

    def processor_seconds(self, content_bytes: int) -> int:
        """Enough for an honest file several times over; a small hostile one ends within seconds."""
        return round(8 + content_bytes / (10 * MB))

    def wall_seconds(self, content_bytes: int) -> float:
        """The wall clock; a text beyond the usual size has more."""
        return self.seconds + max(0, content_bytes - self.size) / (5 * MB)


LIMITS = Limits()
