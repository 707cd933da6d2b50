"""What a marked copy says: one finding a problem, its cell, its note, its place in the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from data.intake.reading.addresses import cell_name, cell_of
from data.problems import Problem
from wording import marked as words
from wording.sentences import capital, uncapital

Place = tuple[int, int]  # row and column from 0

NOT_TO_MEND = ("remark", "edited_since")  # said of the file as a whole, or of the store
_RANK = {"question": 1, "error": 2, "warning": 3}


@dataclass(frozen=True)
class Finding:
    """One problem for the list.

    `cell` is None for a whole row, table or file; then `address` says what is meant (`row 14`,
    `A3:F14`, `the file`). `is_to_mend`: something is lost until it is mended; else it loads as
    shown.
    """

    sheet: str | None
    cell: Place | None
    address: str
    value: str
    message: str
    expected: str
    effect: str
    is_to_mend: bool
    row: int | None = None
    waits: bool = False
    rank: int = 0

    @property
    def texts(self) -> tuple[str, str, str, str, str, str]:
        """The line in the list, under `words.HEADINGS`."""
        return (self.sheet or "–", self.address, self.value, self.message, self.expected,
                self.effect)  # fmt: skip

    @property
    def target(self) -> str | None:
        """The cell or range a link in the list leads to."""
        if self.cell is not None:
            return cell_name(*self.cell)
        if ":" in self.address:
            return self.address
        return None if self.row is None else f"A{self.row}"


def has_findings(problems: Iterable[Problem | Mapping[str, Any]]) -> bool:
    """Whether there is anything to mark or to list."""
    return any(_code(one) not in NOT_TO_MEND for one in problems)


def findings_of(problems: Sequence[Problem | Mapping[str, Any]]) -> list[Finding]:
    """The findings, what keeps rows out first, then by sheet and cell; each said once.

    `problems` are those of an outcome, or as the store keeps them. What no cell can mend (macros
    that were not run, an edit since) is left out.
    """
    sheets: dict[str | None, int] = {}
    found: dict[tuple[Any, ...], Finding] = {}
    for problem in problems:
        told = asdict(problem) if isinstance(problem, Problem) else problem
        if _code(problem) in NOT_TO_MEND:
            continue
        sheets.setdefault(told.get("sheet"), len(sheets))
        one = _finding(told)
        found.setdefault((one.sheet, one.address, one.message), one)
    return sorted(
        found.values(),
        key=lambda one: (one.rank, sheets[one.sheet], one.cell or ((one.row or 0) - 1, -1)),
    )


def _code(problem: Problem | Mapping[str, Any]) -> str | None:
    return problem.code if isinstance(problem, Problem) else problem.get("code")


def _finding(told: Mapping[str, Any]) -> Finding:
    severity, rejects = str(told["severity"]), bool(told.get("row_rejected"))
    address, row = told.get("cell"), told.get("row")
    cell = cell_of(address) if address and ":" not in address else None
    value = told.get("value")
    return Finding(
        sheet=told.get("sheet"),
        cell=cell,
        address=address or (f"row {row}" if row else "the file"),
        value=str(value) if value not in (None, "") else words.EMPTY if cell else "–",
        message=capital(str(told["message"]).rstrip(".")),
        expected=capital(str(told.get("expected") or "–").rstrip(".")),
        effect=words.became(severity, rejects),
        is_to_mend=rejects or severity != "warning",
        row=row,
        waits=rejects,
        rank=0 if rejects and severity != "question" else _RANK[severity],
    )


def notes_of(findings: Sequence[Finding]) -> dict[Place, tuple[bool, tuple[str, str]]]:
    """Of one sheet: cell → whether it is to be mended, and its note (first line, text)."""
    by_cell: dict[Place, list[Finding]] = {}
    for one in findings:
        if one.cell is not None:
            by_cell.setdefault(one.cell, []).append(one)
    told = {}
    for cell, ones in by_cell.items():
        is_to_mend = any(one.is_to_mend for one in ones)
        parts = [
            (one.message, None if one.expected == "–" else uncapital(one.expected), one.effect)
            for one in ones
        ]  # fmt: skip
        told[cell] = (is_to_mend, words.note(parts, is_to_mend))
    return told


def summary(findings: Sequence[Finding]) -> str:
    """How many cells are listed, and how many rows wait."""
    cells = {(one.sheet, one.address) for one in findings}
    waiting = {(one.sheet, one.row or one.address) for one in findings if one.waits}
    return words.summary(len(cells), len(waiting))
