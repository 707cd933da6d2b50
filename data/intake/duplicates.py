"""Several rows of one table with the same key: which one counts, and saying so."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.fields import Record
from data.problems import Problem

OUTLASTED = "Row {row} is about the same, says otherwise, and counts instead."


def outlasted(record: Record, winner: int) -> Problem:
    """What is told of a row that gives way to row number `winner`."""
    expected = "one row for each " + " and ".join(
        record.field(name).title.casefold() for name in record.key
    )
    told = OUTLASTED.format(row=winner)
    return Problem("warning", told, expected=expected, row_rejected=True, code="same_key")


def settle_duplicates(
    record: Record,
    frame: pd.DataFrame,
    alive: npt.NDArray[np.bool_],
    rows: npt.NDArray[np.int64],
) -> Iterator[tuple[int, Problem | None]]:
    """Each row that gives way to another row with the same key, and the problem that says so.

    A row that repeats an earlier one word for word has none. For one test the last to be restored
    counts, and one not recovered outlasts all (metrics.md, "One test"); elsewhere the later row
    counts, being the later word of the same sheet.
    """
    living = frame[alive]
    twice = living["row_key"].duplicated(keep=False)
    if not twice.any():
        return
    for _, same in living[twice].groupby("row_key", sort=False):
        again = same["raws"].duplicated()
        for position in same.index[again]:
            yield int(position), None
        others = same[~again]
        winner = _outlasting(others) if record.name == "recovery" else others.index[-1]
        for position in others.index:
            if position == winner:
                continue
            yield int(position), outlasted(record, int(rows[winner]) + 1)


def _outlasting(same: pd.DataFrame) -> int:
    """The row that outlasts the others: not recovered first, then the last to be restored."""
    if "outcome" in same:
        timed = pd.Series(False, index=same.index)
        for name in ("restored_at", "validated_at", "recovery_time_seconds"):
            if name in same:
                timed |= same[name].notna()
        is_lost = (same["outcome"] == "not recovered") | ((same["outcome"] == "failed") & ~timed)
        lost = same.index[is_lost.fillna(False).astype(bool)]
        if len(lost):
            return int(lost[-1])
    for name in ("restored_at", "validated_at", "recovery_time_seconds"):
        if name in same and same[name].notna().any():
            return int(same[name].idxmax())
    return int(same.index[-1])
