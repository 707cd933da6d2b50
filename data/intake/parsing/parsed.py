"""What reading one cell gives: a value with how it was read, or a problem that says why not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from data.problems import Severity


@dataclass(frozen=True)
class Parsed:
    """One cell, read.

    Attributes
    ----------
    value : the typed value in the stored unit (seconds, UTC instant, date …); None when the cell is
        empty in any way or could not be read.
    companions : values of the field's companion columns by their ending: `operator`,
        `low_seconds`, `is_approximate`, `empty`, `precision`.
    mark : an outcome said in a cell meant for a time ("not restored"), as one of the seven marks.
    reading : how it was read, in words a person can check ("3:20 read as hours and minutes").
    code : empty when all is well; else a short stable name of the problem.
    message : the problem in one sentence, without the address.
    expected : how such a cell is written.
    severity : how bad the problem is; meaningless without a code.
    is_local : an instant whose time of day named no zone and was read in the one it was given.
    """

    value: Any = None
    companions: dict[str, Any] = field(default_factory=dict)
    reading: str = ""
    code: str = ""
    message: str = ""
    expected: str = ""
    severity: Severity = "error"
    mark: str = ""
    is_local: bool = False

    @property
    def is_error(self) -> bool:
        """True when the cell held something that could not be read."""
        return bool(self.code) and self.severity != "warning"
