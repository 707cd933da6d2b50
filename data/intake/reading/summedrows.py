"""Rows that say `All` or `All teams`: a total where their counts are the sums of the rows above.

`All` may as well be a team, or a system: without equal sums it stays a row of data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from data.intake.reading.book import Cell, Grid
from data.intake.reading.found import FoundTable
from data.intake.reading.kinds import is_placeholder, plain

Mask = npt.NDArray[np.bool_]

_ALL = re.compile(
    r"^(?:all(?: (?:the )?(?:teams?|systems?|applications?|apps?|services?|departments?|units?"
    r"|groups?|functions?|sites?|regions?|branches|offices?|locations?|divisions?|staff|people"
    r"|participants?|employees?|members?|attendees?))?|overall|everyone|everybody|combined"
    r"|together)$"
)
_SHARE = re.compile(r"%|\b(?:percent(?:age)?|pct|rate|share|average|avg|mean|score|id|no|number)\b")
_WHOLE = re.compile(r"\d+|\d{1,3}(?:,\d{3})+")
_AT_MOST = 3  # such rows of a table; more are names of something
_LEAST = 2  # rows above


def sums_of_above(
    table: FoundTable, grid: Grid, rows: npt.NDArray[np.int64], is_open: Mask,
    first: Callable[[Callable[[Cell], bool]], Mask],
) -> Mask:  # fmt: skip
    """Rows named like all of the others whose every count is the sum of the rows above.

    is_open : by row, whether nothing else is known of it yet. first : asks a question of the first
    filled cell of each row.
    """
    named = is_open & first(_says_all)
    totals = np.zeros(len(rows), dtype=bool)
    if not 0 < named.sum() <= _AT_MOST:
        return totals
    for place in np.flatnonzero(named):
        above = np.flatnonzero(is_open[:place] & ~named[:place])
        if len(above) >= _LEAST:
            totals[place] = _is_sum(table, grid, int(rows[place]), rows[above].tolist())
    return totals


def _is_sum(table: FoundTable, grid: Grid, row: int, above: Sequence[int]) -> bool:
    """Whether all columns of counts that the row fills hold the sums of the rows above."""
    is_told = False
    for place, heading in enumerate(table.headings or []):
        column = table.first_column + place
        total = _count(grid.cell(row, column))
        if total is None or _SHARE.search(heading.casefold()):
            continue
        cells = [cell for one in above if not _is_blank(cell := grid.cell(one, column))]
        counts = [count for cell in cells if (count := _count(cell)) is not None]
        if len(counts) < len(cells):
            continue  # no column of counts
        if sum(counts) != total:
            return False
        is_told |= total > 0 and len(counts) >= _LEAST
    return is_told


def _says_all(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= 40 and bool(_ALL.match(plain(cell)))


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and (not cell.strip() or is_placeholder(cell)))


def _count(cell: Cell) -> int | None:
    """The whole number in a cell; None where there is none."""
    if isinstance(cell, str):
        text = cell.strip()
        return int(text.replace(",", "")) if _WHOLE.fullmatch(text) else None
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    return int(cell) if float(cell).is_integer() else None
