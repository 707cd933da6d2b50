"""What would have met it: the fewest seconds a missed test was over, and where they could go.

A test that missed its objective by d seconds would have met it had d seconds less been spent
between the start and the stop of its clock; fewer would not do. With the operator `<=` exactly d
are enough; with `<` it has to be more than d, and a tie (d is zero) needs any time at all. The
seconds can be saved in one phase only if that phase lasted as long (longer, where it is strict),
because no phase can last less than nothing. Where no single phase is long enough, the fewest phases
that are, longest first.

A test without a time has no such number: nobody knows when a system that was not recovered would
have been.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analytics.recovery.attainment import against_target, is_under
from analytics.recovery.clock import Clock
from analytics.recovery.times import phase_seconds
from analytics.targets import Target

NEVER = "an objective of less than zero time cannot be met"
NOT_SPLIT = "its phases are not known"
_DOWN = ("not recovered", "partial")
COLUMNS = (
    "drill",
    "system",
    "record",
    "row_key",
    "recovery_seconds",
    "objective_seconds",
    "operator",
    "over_seconds",
    "is_strict",
    "is_tie",
    "where",
    "kind",
    "parts",
    "alternatives",
    "why",
)
_FOUND = ("over_seconds", "is_tie", "where", "kind", "parts", "alternatives", "why")


def minimal_flips(
    tests: pd.DataFrame, clock: Clock, tasks: pd.DataFrame | None = None
) -> pd.DataFrame:
    """What would have met its own RTO, one row a missed test.

    Parameters
    ----------
    tests : `recovery.measure` by this clock.
    tasks : runbook steps the test waited for: drill, system, task, saves_seconds (how much sooner
        the system had been back, had the step taken no time). Preferred to a phase, because a step
        says what to do; None or empty where no runbook was recorded.

    Returns
    -------
    Rows by how little was missing, those without a number at the end; columns `COLUMNS`:

    - over_seconds : recovery time − objective; missing where there is no time.
    - is_strict : the operator is `<`, so that it takes more than over_seconds. is_tie : over is 0.
    - kind : task, phase or phases; where : the one task or phase, the longest there is, or the
      fewest phases that together are long enough; missing where none is known.
    - parts : its length or theirs, (name, seconds) each. alternatives : every other single task or
      phase that is long enough, longest first, likewise.
    - why : why there is no number, or no place for it: not recovered, partial,
      `NEVER`, `NOT_SPLIT`.
    """
    missed = tests[tests["verdict"] == "missed"]
    objective = missed["rto_seconds"]
    return _flips(missed, objective, missed["rto_operator"], clock, tasks)


def programme_flips(
    tests: pd.DataFrame, target: Target, clock: Clock, tasks: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The same against the programme's target; empty where it is no upper limit."""
    if target.operator not in ("<", "<="):
        return _flips(tests.iloc[0:0], tests["rto_seconds"].iloc[0:0], tests["rto_operator"], clock)
    missed = tests[against_target(tests) & ~is_under(tests, target)]
    objective = pd.Series(target.value, index=missed.index, dtype="float64")
    operator = pd.Series(target.operator, index=missed.index, dtype="object")
    return _flips(missed, objective, operator, clock, tasks)


def _flips(
    missed: pd.DataFrame,
    objective: pd.Series,
    operator: pd.Series,
    clock: Clock,
    tasks: pd.DataFrame | None = None,
) -> pd.DataFrame:
    names = [phase for phase, _, _ in clock.phases]
    lengths = phase_seconds(missed)[names]
    waited: dict[tuple[str, str], list[tuple[str, float]]] = {}
    if tasks is not None:
        for task in tasks.itertuples():
            place = (str(task.drill), str(task.system))
            waited.setdefault(place, []).append((str(task.task), float(task.saves_seconds)))
    rows = []
    # Plain lists: a row of a frame as a dict costs more than what is found out about it.
    columns = [missed[name].tolist() for name in (*COLUMNS[:5], "outcome")]
    spans = zip(*(lengths[name].tolist() for name in names), strict=True)
    for test, limit, sign, own in zip(
        zip(*columns, strict=True), objective.tolist(), operator.tolist(), spans, strict=True
    ):
        *told, took, outcome = test
        is_strict = sign == "<"
        phases = [
            (name, length)
            for name, length in zip(names, own, strict=True)
            if length == length  # false where it is not known
        ]
        steps = waited.get((told[0], told[1]), ())
        found = _flip(took, outcome, limit, is_strict, phases, steps)
        over, is_tie, *where = (found[name] for name in _FOUND)
        rows.append((*told, took, limit, sign, over, is_strict, is_tie, *where))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.sort_values(
        ["over_seconds", "drill", "system"], na_position="last", ignore_index=True
    )


def _flip(
    took: float,
    outcome: str,
    limit: float,
    is_strict: bool,
    phases: Sequence[tuple[str, float]],
    tasks: Sequence[tuple[str, float]],
) -> dict[str, Any]:
    """What would have met it, of one test."""
    none: dict[str, Any] = {"over_seconds": np.nan, "is_tie": False, "where": None, "kind": None}
    none |= {"parts": (), "alternatives": ()}
    if outcome in _DOWN or pd.isna(took):
        return none | {"why": outcome}
    if limit < 0 or (is_strict and limit == 0):
        return none | {"why": NEVER}
    over = float(took) - limit
    base = none | {"over_seconds": over, "is_tie": over == 0}

    def is_enough(length: float) -> bool:
        return length > over if is_strict else length >= over

    for kind, candidates in (("task", tasks), ("phase", phases)):
        fit = sorted([one for one in candidates if is_enough(one[1])], key=_longest_first)
        if fit:
            others = tuple(fit[1:])
            return base | {
                "where": fit[0][0], "kind": kind, "parts": (fit[0],), "alternatives": others,
                "why": None,
            }  # fmt: skip
    together: list[tuple[str, float]] = []
    for one in sorted(phases, key=_longest_first):
        together.append(one)
        if is_enough(sum(length for _, length in together)):
            named = " and ".join(name for name, _ in together)
            return base | {"where": named, "kind": "phases", "parts": tuple(together), "why": None}
    return base | {"why": NOT_SPLIT}


def _longest_first(part: tuple[str, float]) -> tuple[float, str]:
    return (-part[1], part[0])
