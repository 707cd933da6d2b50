"""What kind of thing stands in each cell of a grid: nothing, words, or a value."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from data.intake.reading.book import Cell, Grid

EMPTY, WORDS, VALUE = 0, 1, 2
Kinds = npt.NDArray[np.int8]

# Numbers, money, dates, clock times and durations as people type them: few letters beside digits.
_VALUE = re.compile(
    r"""^[~≈<>≤≥=±+−-]*\s*[$€£R]?\s*
    (?: \d[\d\s.,:/'-]*\s*(?:%|[a-zµ]{1,7}\.?)?  # 12, 1 234.5, 10:02, 4h, 60 min
      (?: [\s,]*\d[\d.,:]*\s*[a-z]{1,7}\.? )*            # 2h 22m, 1 day 4 hours
      (?: \s*(?:am|pm|utc|z|gmt|sast))?                  # 10:02 am
      | t[+-]?\d.*                                       # T+0:08
      | pt?\d[\dhmsdtw.]*                                # PT3H20M
      | \d{4}-\d\d-\d\d[t\s].*                           # 2025-02-12T10:00:00+02:00
      | \d{1,2}[\s-](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s-]\d{2,4}.*
      | (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d{1,2},?\s\d{4}.*
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_ANSWERS = frozenset(
    "yes no y n true false pass passed fail failed partial met missed n/a na tbd tbc pending "
    "unknown - – — none ok ✅ ❌ ☑ ☐ open closed".split()
)  # fmt: skip
_PLACEHOLDER = re.compile(
    r"^(?:_{2,}.*|\[[^\]]*\]|\{\{?[^}]*\}?\}(?: ?[a-z%]{1,8})?"
    r"|(?:[☐□⬜◻]\s*[a-z /-]+)+|<[a-z][^>]*>|\.{3,}|…|dd[/.-]mm[/.-]yy(?:yy)?"
    r"|mm[/.-]dd[/.-]yy(?:yy)?|yyyy-mm-dd|hh:mm(?::ss)?|x{2,}|tbd|tbc|enter .*|select .*"
    r"|(?:pass|yes|y|met) ?/ ?(?:fail|no|n|not met|missed))$",
    re.IGNORECASE,
)


_LOOKED_AT = 5_000


@lru_cache(maxsize=50_000)
def kind_of_text(text: str) -> int:
    """EMPTY for blanks, VALUE for what reads like a number, a date, a time or an answer."""
    plain = text.strip().strip("*")
    if not plain:
        return EMPTY
    if len(plain) > 40:
        return WORDS
    if plain.casefold() in _ANSWERS or _VALUE.match(plain):
        return VALUE
    return WORDS


def kind_of(cell: Cell) -> int:
    """The kind of a cell."""
    if cell is None:
        return EMPTY
    return kind_of_text(cell) if isinstance(cell, str) else VALUE


def is_placeholder(cell: Cell) -> bool:
    """Whether a cell waits to be filled in: `___`, `[System Name]`, `DD/MM/YYYY`, no tick."""
    if isinstance(cell, str):
        return bool(_PLACEHOLDER.match(cell.strip().strip("*")))
    return cell is False


def kinds(grid: Grid) -> Kinds:
    """One kind a cell: an array of rows by columns, each distinct value looked at once.

    A column of very many distinct texts (log lines) is told by its first 5,000; the rest are words.
    """
    found = np.zeros((grid.row_count, grid.column_count), dtype=np.int8)
    for column in range(grid.column_count):
        values = grid.values(column)
        told = [kind_of(value) for value in values[:_LOOKED_AT]]
        told += [
            _quickly(value) if isinstance(value, str) else VALUE for value in values[_LOOKED_AT:]
        ]
        found[:, column] = np.array(told, dtype=np.int8)[grid.codes(column)]
    return found


def _quickly(text: str) -> int:
    start = text[:1]
    if not start.strip():
        return WORDS if text.strip() else EMPTY
    return VALUE if start.isdigit() and len(text) <= 40 else WORDS


def plain(text: str) -> str:
    """A text without marks, case and doubled blanks, for comparing."""
    return " ".join(text.replace("\u00a0", " ").strip().strip("*:").split()).casefold()
