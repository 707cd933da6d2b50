"""What held the finish: the chain of tasks, backwards from the last one, on the times they took.

A planned critical path says which task must not be late; this one says which tasks were waited for.
From the task that finished last it steps to the predecessor that finished last before it, and so on
(the as-built critical path of forensic scheduling: AACE International, Recommended Practice
29R-03, "as-built controlling path"). What lies between two tasks of the chain is waiting: the
second could have begun, and had not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from analytics.runbook.chains import Chains, chains_of
from analytics.runbook.planned import in_order, planned_path
from analytics.runbook.tasks import Problem

_UTC = "datetime64[us, UTC]"
_NO_INSTANT = np.iinfo(np.int64).min  # what NaT is as an integer


@dataclass(frozen=True)
class CriticalPath:
    """What held the finish of a runbook, or of one of its tasks.

    Attributes
    ----------
    tasks : one row a task, in the order given, with its columns and

        - is_critical : it stands on the chain; place : its place there from 1, missing elsewhere.
        - held_by : the predecessor that finished last before it; missing when it waited for none.
        - ready_at : when all it depends on had finished; missing when one has not, or without any.
        - lead_seconds : how much later held_by finished than the next one [s]: shortening held_by
          by more saves nothing further here. Missing where there was no other.
        - own_seconds : finished − started [s]; counted_seconds : of it, what came after held_by
          had finished; waiting_seconds : from held_by's finish to its start [s], 0 when it began
          before. Without held_by, waiting is missing: it waited for nothing that is known.
        - unsplit_seconds : from held_by's finish to its own where its start is unknown [s].
        - slack_seconds, early_seconds, is_planned_critical : of the plan, see `planned_path`.

    path : the names on the chain, first to last. started_at, finished_at : of the chain.
    total_seconds : finished − started of the chain: the sum over it of counted, waiting and unsplit
        seconds, to the microsecond. planned_seconds : the length of the planned path [s].
    problems : cycles, finishes and starts that are not known, tasks that ended before what they
        depended on. Those of the names are told by `runbook_tasks`.
    """

    tasks: pd.DataFrame
    path: tuple[str, ...]
    started_at: pd.Timestamp | None
    finished_at: pd.Timestamp | None
    total_seconds: float | None
    planned_seconds: float | None
    problems: tuple[Problem, ...]

    @cached_property
    def chain(self) -> pd.DataFrame:
        """The rows on the path, first to last."""
        return self.tasks[self.tasks["is_critical"]].sort_values("place", ignore_index=True)

    def chain_to(self, end: str) -> pd.DataFrame:
        """The chain that held one task, first to last; KeyError when there is no such task.

        The same as the path of `critical_path(tasks, end)`, for many ends at no cost.
        """
        chains = self.chains
        chain = chains.back_from(chains.place_of[end])
        return self.tasks.iloc[chain[::-1]].reset_index(drop=True)

    @cached_property
    def chains(self) -> Chains:
        """The chain behind every task, as plain numbers."""
        return chains_of(self.tasks)

    @property
    def own_seconds(self) -> float:
        """Own work along the path [s]."""
        return float(self.chain["counted_seconds"].sum())

    @property
    def waiting_seconds(self) -> float:
        """Waiting along the path [s]: no task of it was being worked on."""
        return float(self.chain["waiting_seconds"].sum())


def critical_path(tasks: pd.DataFrame, end: str | None = None) -> CriticalPath:
    """The chain that held the finish of the whole runbook, or of the task `end`.

    Parameters
    ----------
    tasks : of one drill, as `runbook_tasks` gives them: task, predecessors, started_at,
        finished_at, own_seconds, planned_seconds. Every task its predecessors name is one of them.
    end : the task whose finish is asked about; the one that finished last when None. Raises
        KeyError when there is no such task.

    A task without a finish (skipped, failed, running) holds nobody: its own predecessors are looked
    at in its place. Tasks that wait for each other in a ring are told, and what they wait for
    within the ring is left out. Nothing finished gives an empty path.
    """
    names = tasks["task"].tolist()
    before, rings = _without_rings(names, tasks["predecessors"].tolist())
    finished = dict(zip(names, _micros(tasks["finished_at"]), strict=True))
    started = dict(zip(names, _micros(tasks["started_at"]), strict=True))
    holders = _holders(names, before, finished)
    path = _chain(names, end, holders, finished)
    rows = tasks.assign(**_columns(names, path, holders, started, finished))
    rows["ready_at"] = _ready(names, before, finished)
    plan = planned_path(rows, before)
    rows = rows.assign(
        slack_seconds=plan.slack_seconds.to_numpy(),
        early_seconds=plan.early_seconds.to_numpy(),
        is_planned_critical=plan.is_critical.to_numpy(),
    )
    first_at = last_at = total = None
    if path:
        begun = started[path[0]] if started[path[0]] is not None else finished[path[0]]
        first_at, last_at = _instant(begun), _instant(finished[path[-1]])
        total = (last_at - first_at).total_seconds()
    return CriticalPath(
        tasks=rows,
        path=tuple(path),
        started_at=first_at,
        finished_at=last_at,
        total_seconds=total,
        planned_seconds=plan.length_seconds,
        problems=(*rings, *_told(names, before, started, finished, path), *plan.problems),
    )


def last_task_of_each_system(tasks: pd.DataFrame, phase: str | None = None) -> dict[str, str]:
    """By system, its task that finished last (of a phase, by its word); none finished, no entry."""
    done = tasks[tasks["finished_at"].notna() & tasks["system"].notna()]
    if phase is not None:
        done = done[done["phase"].str.casefold() == phase.casefold()]
    last = done.sort_values(["finished_at", "task"]).drop_duplicates("system", keep="last")
    return dict(zip(last["system"], last["task"], strict=True))


def _without_rings(
    names: Sequence[str], predecessors: Sequence[tuple[str, ...]]
) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    """The predecessors without those inside a ring, and the rings."""
    given = dict(zip(names, predecessors, strict=True))
    if in_order(names, given) is not None:
        return given, []
    graph = nx.DiGraph()
    graph.add_nodes_from(names)
    graph.add_edges_from(
        (one, name) for name, ones in zip(names, predecessors, strict=True) for one in ones
    )
    order = {name: place for place, name in enumerate(names)}
    ring_of: dict[str, int] = {}
    problems = []
    for number, ring in enumerate(nx.strongly_connected_components(graph)):
        (first, *others) = ring
        if others or graph.has_edge(first, first):
            ring_of |= dict.fromkeys(ring, number)
            problems.append(Problem("cycle", tuple(sorted(ring, key=order.__getitem__))))
    problems.sort(key=lambda one: order[one.tasks[0]])
    kept = {
        name: tuple(one for one in ones if name not in ring_of or ring_of.get(one) != ring_of[name])
        for name, ones in zip(names, predecessors, strict=True)
    }
    return kept, problems


def _holders(
    names: Sequence[str], before: dict[str, tuple[str, ...]], finished: dict[str, int | None]
) -> dict[str, list[str]]:
    """By task, the two it waited for longest, latest finish first: finished tasks only, looked for
    through others. One that finished after the task itself did not hold it.
    """
    order = in_order(names, before)
    assert order is not None, "the caller leaves rings out"
    # Of a task without a finish all that finished counts, so the latest two of each that it waits
    # for are enough: a runbook that is only planned is gone through once, not once a task.
    latest: dict[str, list[tuple[int, str]]] = {}
    for name in order:
        if finished[name] is None:
            ends: set[tuple[int, str]] = set()
            for one in before[name]:
                at = finished[one]
                ends.update(latest[one] if at is None else [(-at, one)])
            latest[name] = sorted(ends)[:2]
    return {
        name: [one for _, one in latest.get(name) or _held(name, before, finished)][:2]
        for name in names
    }


def _held(
    name: str, before: dict[str, tuple[str, ...]], finished: dict[str, int | None]
) -> list[tuple[int, str]]:
    """What a finished task waited for, each with its finish, negated, the latest first."""
    own = finished[name]
    if own is None:
        return []
    waiting, seen, found = list(before[name]), set(before[name]), []
    while waiting:
        one = waiting.pop()
        at = finished[one]
        if at is None:
            fresh = [other for other in before[one] if other not in seen]
            seen.update(fresh)
            waiting += fresh
        elif at <= own:
            found.append((-at, one))
    return sorted(found)


def _chain(
    names: Sequence[str],
    end: str | None,
    holders: dict[str, list[str]],
    finished: dict[str, int | None],
) -> list[str]:
    if end is not None and end not in finished:
        raise KeyError(f"there is no task {end!r}")
    done = [(at, name) for name in names if (at := finished[name]) is not None]
    last = end if end is not None else max(done)[1] if done else None
    if last is None or finished[last] is None:
        return []
    path = [last]
    while holders[path[-1]]:
        path.append(holders[path[-1]][0])
    return path[::-1]


def _columns(
    names: Sequence[str],
    path: Sequence[str],
    holders: dict[str, list[str]],
    started: dict[str, int | None],
    finished: dict[str, int | None],
) -> dict[str, Any]:
    place = {name: number for number, name in enumerate(path, start=1)}
    held_by: list[object] = []
    seconds: dict[str, list[float | None]] = {
        "lead_seconds": [],
        "counted_seconds": [],
        "waiting_seconds": [],
        "unsplit_seconds": [],
    }
    for name in names:
        begun, ended = started[name], finished[name]
        ones = holders[name]
        until = finished[ones[0]] if ones else None
        after = finished[ones[1]] if len(ones) > 1 else None
        lead = None if until is None or after is None else until - after
        counted = waiting = unsplit = None
        if begun is not None:
            if ended is not None:
                counted = ended - (begun if until is None else max(begun, until))
            if until is not None:
                waiting = max(0, begun - until)
        elif until is not None and ended is not None:
            unsplit = ended - until
        held_by.append(ones[0] if ones else None)
        for column, amount in zip(seconds, (lead, counted, waiting, unsplit), strict=True):
            seconds[column].append(None if amount is None else amount / 1e6)
    return {
        "is_critical": np.array([name in place for name in names], dtype=bool),
        "place": pd.array([place.get(name) for name in names], dtype="Int64"),
        "held_by": pd.array(held_by, dtype=object),
        **{column: pd.array(amounts, dtype="float64") for column, amounts in seconds.items()},
    }


def _ready(
    names: Sequence[str], before: dict[str, tuple[str, ...]], finished: dict[str, int | None]
) -> pd.DatetimeIndex:
    """When everything a task depends on had finished."""
    instants = []
    for name in names:
        ends = [finished[one] for one in before[name]]
        known = [one for one in ends if one is not None]
        instants.append(max(known) if known and len(known) == len(ends) else None)
    stamps = np.array([_NO_INSTANT if one is None else one for one in instants], dtype="int64")
    return pd.DatetimeIndex(stamps.view("datetime64[us]")).tz_localize("UTC")


def _told(
    names: Sequence[str],
    before: dict[str, tuple[str, ...]],
    started: dict[str, int | None],
    finished: dict[str, int | None],
    path: Sequence[str],
) -> list[Problem]:
    """Finishes before a predecessor's, predecessors without one, starts missing on the path."""
    early: list[str] = []
    unfinished: dict[str, None] = {}
    for name in names:
        own = finished[name]
        if own is None:
            continue
        ends = [(one, finished[one]) for one in before[name]]
        if any(at is not None and at > own for _, at in ends):
            early.append(name)
        unfinished |= dict.fromkeys(one for one, at in ends if at is None)
    problems = []
    if early:
        problems.append(Problem("out of order", tuple(early)))
    if unfinished:
        problems.append(Problem("no finish", tuple(unfinished)))
    startless = tuple(name for name in path if started[name] is None)
    if startless:
        problems.append(Problem("no start", startless))
    return problems


def _micros(instants: pd.Series) -> list[int | None]:
    """Whole microseconds since 1970, None where there is no instant: sums of them are exact."""
    whole = instants.astype(_UTC).astype("int64").tolist()
    return [None if gone else one for one, gone in zip(whole, instants.isna(), strict=True)]


def _instant(micros: int | None) -> pd.Timestamp:
    return pd.Timestamp(micros, unit="us", tz="UTC")
