"""What each system went through, as spans of time on the drill's clock."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd

from analytics.drill.clockface import Clockface
from analytics.drill.figures import DrillFigures, Runbook
from analytics.recovery.clock import PHASES, read_clock

NOT_SPLIT = "not split"
_COLUMNS = ("system", "phase", "start_seconds", "end_seconds", "is_open", "in_clock")
_DOWN = ("not recovered", "partial")


def gantt_rows(found: DrillFigures, runbook: Runbook, most: int) -> pd.DataFrame:
    """The systems of the phases chart, from the top: the quickest first, the worst at the end.

    At most so many, the worst; those nobody timed last of all. Columns: those of the tests, with
    start_seconds (where the chosen clock starts, since the drill's zero) and is_critical (a task of
    it stands on the critical path).
    """
    shown = found.tests.head(most)
    is_timed = shown["against"].isin(("met", "missed", *_DOWN, "in progress"))
    ordered = pd.concat([shown[is_timed].iloc[::-1], shown[~is_timed]], ignore_index=True)
    start = found.face.seconds(ordered[read_clock(found.scope.clock).start_column])
    # a stated duration alone is drawn from zero on
    is_bare = ordered["disrupted_at"].isna() & ordered["lost_seconds"].notna()
    start = start.mask(start.isna() & is_bare, 0.0)
    on_path = set(runbook.path.chain["system"].dropna())
    return ordered.assign(start_seconds=start, is_critical=ordered["system"].isin(on_path))


def chain_of_the_slowest(found: DrillFigures, runbook: Runbook) -> pd.DataFrame:
    """The tasks that held the slowest recovered system, first to last; empty where unknown."""
    timed = found.tests[found.tests["recovery_seconds"].notna()]
    last = runbook.last_tasks
    if timed.empty or timed["system"].iloc[0] not in last:
        return runbook.tasks.iloc[:0]
    return runbook.path.chain_to(last[str(timed["system"].iloc[0])])


def returns(found: DrillFigures) -> dict[str, float]:
    """By system, when it was back, since the drill's zero [s]; where its instant is known."""
    back = found.tests[found.tests["outcome"] == "recovered"]
    at = found.face.seconds(back["restored_at"].fillna(back["validated_at"])).dropna()
    return dict(zip(back.loc[at.index, "system"].astype(str), at.tolist(), strict=True))


def hold_spans(found: DrillFigures, holds: pd.DataFrame) -> pd.DataFrame:
    """The holds on the drill's clock: system (missing: all), start_seconds, end_seconds (missing:
    it lasted to the end), in time."""
    began, ended = (found.face.seconds(holds[name]) for name in ("began_at", "ended_at"))
    spans = holds[["system"]].assign(start_seconds=began, end_seconds=ended)
    return spans.sort_values("start_seconds", ignore_index=True)


def phase_spans(tests: pd.DataFrame, face: Clockface, clock: str) -> pd.DataFrame:
    """The phases of the tests, one row a span, in the order of the tests and of time.

    Parameters
    ----------
    tests : rows of `DrillFigures.tests`. face : their drill's clock. clock : START:STOP.

    Returns
    -------
    system; phase (one of `PHASES`, or `not split`: between two known instants with one missing
    between them, or a stated duration); start_seconds, end_seconds since the drill's zero;
    is_open (not recovered or in progress: it ends where the drill does, or where nothing more is
    known); in_clock (it lies between the clock's start and stop). A test's spans follow each other
    without a gap, from its disruption on: those up to its return add up to its lost_seconds.
    """
    chosen = {phase for phase, _, _ in read_clock(clock).phases}
    names = [PHASES[0][1], *(stop for _, _, stop in PHASES)]
    columns = [face.seconds(tests[name]).tolist() for name in names]
    until = None
    if face.until_at is not None and face.zero_at is not None:
        until = (face.until_at - face.zero_at).total_seconds()
    rows: list[dict[str, Any]] = []
    for place, test in enumerate(tests.itertuples(index=False)):
        known = [
            (number, column[place])
            for number, column in enumerate(columns)
            if not pd.isna(column[place])
        ]
        is_open = test.outcome in ("not recovered", "partial", "in progress") and until is not None
        if is_open:  # what was written of a return is not one: it was lost until the end
            known = [one for one in known if one[0] < len(PHASES) - 1]
        rows += _of_one(str(test.system), _in_order(known), chosen)
        if is_open and until is not None:
            rows += _open_end(str(test.system), _in_order(known), until)
        elif not known and not pd.isna(test.lost_seconds):
            rows.append(_span(str(test.system), NOT_SPLIT, 0.0, test.lost_seconds, in_clock=True))
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(
        {"start_seconds": "float64", "end_seconds": "float64", "is_open": bool, "in_clock": bool}
    )


def _in_order(known: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """Without instants that lie before an earlier phase's: between them nothing can be told."""
    kept: list[tuple[int, float]] = []
    for number, at in known:
        if not kept or at >= kept[-1][1]:
            kept.append((number, at))
    return kept


def _of_one(system: str, known: list[tuple[int, float]], chosen: set[str]) -> list[dict[str, Any]]:
    rows = []
    for (before, begin), (after, end) in pairwise(known):
        phases = [phase for phase, _, _ in PHASES[before:after]]
        rows.append(
            _span(
                system,
                phases[0] if len(phases) == 1 else NOT_SPLIT,
                begin,
                end,
                in_clock=all(phase in chosen for phase in phases),
            )
        )
    return rows


def _open_end(system: str, known: list[tuple[int, float]], until: float) -> list[dict[str, Any]]:
    """From the last that is known of a system that is not back, to the end of what is known."""
    if not known or known[-1][1] >= until:
        return []
    number, begin = known[-1]
    # Being restored, where that is known to have begun; else only that it was down.
    phase = "restore" if PHASES[number][0] == "restore" else NOT_SPLIT
    return [_span(system, phase, begin, until, in_clock=True, is_open=True)]


def _span(
    system: str, phase: str, begin: float, end: float, *, in_clock: bool, is_open: bool = False
) -> dict[str, Any]:
    return dict(zip(_COLUMNS, (system, phase, begin, end, is_open, in_clock), strict=True))
