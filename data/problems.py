"""A problem with an address: which file, sheet and cell, what was there, what was expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "question"]


@dataclass(frozen=True)
class Problem:
    """One thing a person should know about one cell, row, table or file.

    An `error` keeps its row out when `row_rejected`, else only its field stays empty. A `warning`
    loads as said. A `question` waits for an answer; until then its rows are kept as rejected.
    `cell` is an address such as F14, or null for a whole table or file; `row` counts as the
    spreadsheet does.
    """

    severity: Severity
    message: str
    sheet: str | None = None
    cell: str | None = None
    row: int | None = None
    field: str | None = None
    value: str | None = None
    expected: str | None = None
    row_rejected: bool = False
    code: str = ""
