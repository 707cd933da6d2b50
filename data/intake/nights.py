"""Clock times under a title of two days, `13 to 14 September 2025`: those of the second day.

Logs, steps and messages stand in order and tell it themselves; recoveries do not.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from data.intake.logorder import HALF_A_DAY, NO_CLOCK, clock_of, each_cell
from data.intake.parsing.days import in_words
from data.intake.worktable import WorkTable
from data.problems import Problem
from data.records import RECORDS

_MORNING, _NOON = 6 * 3600, 12 * 3600


@dataclass(frozen=True, eq=False)
class NightOrder:
    """By field, the rows whose clock time is of the second day; what cannot be told, or None."""

    next_day: dict[str, npt.NDArray[np.bool_]] = field(default_factory=dict)
    problem: Problem | None = None


def night_order(table: WorkTable) -> NightOrder:
    """Which clock times of recoveries are past the midnight that a title of two days spans.

    Together they lie within half a day: those after the long pause from the morning to the evening
    are of the first day, those before it of the second. Where they tell no night, they are read as
    the first day's, with a warning.
    """
    days = table.around.days
    if days is None or table.record.name != "recovery":
        return NightOrder()
    dates = table.surroundings().dates
    is_mine = np.array([one == days[0] for one in dates.distinct], dtype=bool)[dates.codes]
    clocks: dict[str, npt.NDArray[np.int64]] = {}
    for name, matches in table.matches("recovery").items():
        if RECORDS["recovery"].field(name).kind == "instant" and len(matches) == 1:
            read = each_cell(table.grid, table.rows, matches[0].column, clock_of)
            clocks[name] = np.where(is_mine, read, NO_CLOCK)
    held = np.unique(np.concatenate([*clocks.values(), np.array([NO_CLOCK])]))
    held = held[held >= 0]
    if not len(held) or held.min() >= _NOON:
        return NightOrder()
    morning = _of_the_morning(held) if (days[1] - days[0]).days == 1 else None
    if morning is not None:
        return NightOrder({name: (one >= 0) & (one <= morning) for name, one in clocks.items()})
    said = (
        f"The days around this table are {in_words(days[0])} to {in_words(days[1])}, and nothing "
        f"says on which of them its clock times are: they are read as {in_words(days[0])}."
    )
    return NightOrder({}, Problem("warning", said, sheet=table.found.sheet,
                                  cell=table.found.range, code="which_day",
                                  expected="a date with each time"))  # fmt: skip


def _of_the_morning(held: npt.NDArray[np.int64]) -> int | None:
    """The last clock time after midnight; None where they are not of one night."""
    if held.max() < _MORNING:
        return int(held.max())
    pauses = np.diff(held)
    longest = int(np.argmax(pauses)) if len(pauses) else 0
    is_a_night = len(pauses) > 0 and pauses[longest] >= HALF_A_DAY and held[longest] < _NOON
    return int(held[longest]) if is_a_night else None
