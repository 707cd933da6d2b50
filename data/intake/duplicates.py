"""Several rows of one table with the same key: which one counts, and saying so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.fields import Record
from data.problems import Problem
from wording.reading import few, in_cell

OUTLASTED = "Row {row} is about the same, says otherwise, and counts instead."
_FEW_FIELDS = 4
_LOWER = "as the lower of them in the sheet"


@dataclass(frozen=True)
class Beaten:
    """A row that gives way: its place, the place of the one that counts, and why that one does.

    winner : None of a row that repeats an earlier one word for word.
    """

    place: int
    winner: int | None
    why: str = ""


@dataclass(frozen=True)
class Differing:
    """A field two rows say differently: its title, and the address and text of either's cell."""

    title: str
    first: tuple[str, str]
    second: tuple[str, str]


def outlasted(record: Record, winner: int) -> Problem:
    """What is told of a row of a log that gives way to row number `winner`."""
    told = OUTLASTED.format(row=winner)
    return Problem("warning", told, expected=_one_row(record), row_rejected=True, code="same_key")


def differs(
    record: Record, rows: tuple[int, int], fields: Sequence[Differing], why: str
) -> Problem:
    """What is told of a row that gives way to another.

    rows : the number of the row that gives way and of the one that counts, as are the cells of
    `fields`.
    """
    first, second = sorted(rows)
    said = [
        f"{one.title} ({in_cell(*a)}, {in_cell(*b)})"
        for one in fields
        for a, b in [(one.first, one.second) if rows[0] < rows[1] else (one.second, one.first)]
    ]
    what = "test" if record.name == "recovery" else " and ".join(_keys(record))
    told = (
        f"Rows {first} and {second} are of the same {what} and differ in {few(said, _FEW_FIELDS)}. "
        f"Row {rows[1]} counts, {why}."
    )
    return Problem("warning", told, expected=_one_row(record), row_rejected=True, code="same_key")


def _one_row(record: Record) -> str:
    return "one row for each " + " and ".join(_keys(record))


def _keys(record: Record) -> list[str]:
    return [record.field(name).title.casefold() for name in record.key]


def settle_duplicates(
    record: Record,
    frame: pd.DataFrame,
    alive: npt.NDArray[np.bool_],
    apart: pd.Series | None = None,
    beside: npt.NDArray[np.int64] | None = None,
) -> Iterator[Beaten]:
    """Each row that gives way to another row with the same key.

    For one test the last to be restored counts, and one not recovered outlasts all (metrics.md,
    "One test"); elsewhere the later row counts, being the later word of the same sheet.
    apart : what tells rows with one key apart all the same, one value a row of `frame`.
    beside : one number a row of `frame`, the same for rows whose cells without a field are equal:
        a row repeats another one only where all its cells do.
    """
    living = frame[alive]
    whole = living["row_key"] if apart is None else living["row_key"] + apart[living.index]
    twice = whole.duplicated(keep=False)
    if not twice.any():
        return
    for _, same in living[twice].groupby(whole[twice], sort=False):
        again = same["raws"].duplicated()
        if beside is not None:
            again = same[["raws"]].assign(beside=beside[same.index]).duplicated()
        for place in same.index[again]:
            yield Beaten(int(place), None)
        others = same[~again]
        is_test = record.name == "recovery"
        winner, why = outlasting(others, _LOWER) if is_test else (int(others.index[-1]), _LOWER)
        for place in others.index:
            if place != winner:
                yield Beaten(int(place), winner, why)


def outlasting(same: pd.DataFrame, usual: str) -> tuple[int, str]:
    """The row of one test that counts, not recovered first, then the last to be restored; and why.

    usual : why the last row counts where nothing else decides.
    """
    if "outcome" in same:
        timed = pd.Series(False, index=same.index)
        for name in ("restored_at", "validated_at", "recovery_time_seconds"):
            if name in same:
                timed |= same[name].notna()
        is_lost = (same["outcome"] == "not recovered") | ((same["outcome"] == "failed") & ~timed)
        lost = same.index[is_lost.fillna(False).astype(bool)]
        if len(lost):
            return int(lost[-1]), "as not recovered outlasts all"
    for name, why in (
        ("restored_at", "as the last to be restored"),
        ("validated_at", "as the last to be validated"),
        ("recovery_time_seconds", "as the one that took longest"),
    ):
        if name in same and same[name].notna().any():
            last = same.index[same[name] == same[name].max()]
            return int(last[-1]), why if len(last) == 1 else usual
    return int(same.index[-1]), usual
