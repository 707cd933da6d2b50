"""Several rows of one table with the same key: which one counts, and saying so."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.fields import Record
from data.problems import Problem


def settle_duplicates(
    record: Record,
    frame: pd.DataFrame,
    alive: npt.NDArray[np.bool_],
    rows: npt.NDArray[np.int64],
) -> Iterator[tuple[int, Problem]]:
    """(position, problem) of each row that gives way to another row with the same key.

    For one test the last to be restored counts, and one not recovered outlasts all (metrics.md,
    "One test"); elsewhere the later row counts, being the later word of the same sheet.
    """
    living = frame[alive]
    twice = living["row_key"].duplicated(keep=False)
    if not twice.any():
        return
    for _, same in living[twice].groupby("row_key", sort=False):
        winner = _outlasting(same) if record.name == "recovery" else same.index[-1]
        for position in same.index:
            if position == winner:
                continue
            repeated = same.loc[position, "raws"] == same.loc[winner, "raws"]
            yield int(position), Problem(
                "warning",
                f"Row {int(rows[winner]) + 1} "
                + ("says the same." if repeated else "is about the same and counts instead."),
                expected="one row for each " + " and ".join(
                    record.field(name).title.casefold() for name in record.key
                ),
                value=None,
                row_rejected=True,
                code="repeated_row" if repeated else "same_key",
            )  # fmt: skip


def _outlasting(same: pd.DataFrame) -> int:
    """The row that outlasts the others: not recovered first, then the last to be restored."""
    if "outcome" in same:
        lost = same.index[same["outcome"].isin(["not recovered"])]
        if len(lost):
            return int(lost[-1])
    for name in ("restored_at", "validated_at", "recovery_time_seconds"):
        if name in same and same[name].notna().any():
            return int(same[name].idxmax())
    return int(same.index[-1])
