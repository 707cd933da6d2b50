"""The plan's own critical path: which task could not be late, and how much the others could."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import pandas as pd

from analytics.runbook.tasks import Problem


@dataclass(frozen=True)
class PlannedPath:
    """The critical path method on the planned durations (Kelley & Walker 1959).

    Attributes
    ----------
    path : the longest chain of planned durations, first to last; empty without any duration.
    length_seconds : its length; None without any duration.
    slack_seconds : one a task, in their order: by how much it could be late and the plan's end
        still hold (total float); missing while no task has a duration.
    early_seconds : one a task: its earliest start after the plan's [s]; missing as the slack.
    is_critical : one a task: it stands on `path`.
    problems : the tasks without a planned duration; they count as taking no time.
    """

    path: tuple[str, ...]
    length_seconds: float | None
    slack_seconds: pd.Series
    early_seconds: pd.Series
    is_critical: pd.Series
    problems: tuple[Problem, ...]


def planned_path(tasks: pd.DataFrame, before: Mapping[str, tuple[str, ...]]) -> PlannedPath:
    """The planned critical path of one drill's tasks.

    Parameters
    ----------
    tasks : columns task and planned_seconds.
    before : by task, those it depends on, without rings.

    Planned clock times are not read: they may hold pauses; only durations and what depends on what.
    """
    names = tasks["task"].tolist()
    known = tasks["planned_seconds"].notna()
    if not known.any():
        nothing = pd.Series(float("nan"), index=tasks.index)
        return PlannedPath((), None, nothing, nothing, pd.Series(False, index=tasks.index), ())
    takes = dict(zip(names, tasks["planned_seconds"].fillna(0.0), strict=True))
    order = in_order(names, before)
    assert order is not None, "the caller leaves rings out"
    early: dict[str, float] = {}  # the earliest finish
    for name in order:
        early[name] = takes[name] + max([early[one] for one in before[name]], default=0.0)
    length = max(early.values())
    late = dict.fromkeys(names, length)  # the latest finish
    for name in reversed(order):
        begin = late[name] - takes[name]
        for one in before[name]:
            late[one] = min(late[one], begin)
    path = _longest(names, before, takes, early)
    on_path = set(path)
    lacking = tuple(tasks.loc[~known, "task"])
    return PlannedPath(
        path=path,
        length_seconds=length,
        slack_seconds=pd.Series([late[name] - early[name] for name in names], index=tasks.index),
        early_seconds=pd.Series([early[name] - takes[name] for name in names], index=tasks.index),
        is_critical=pd.Series([name in on_path for name in names], index=tasks.index),
        problems=(Problem("no planned duration", lacking),) if lacking else (),
    )


def in_order(names: Sequence[str], before: Mapping[str, Sequence[str]]) -> list[str] | None:
    """The tasks, each after all it depends on; None where some wait for each other in a ring."""
    waits_for = {name: len(before[name]) for name in names}
    following: dict[str, list[str]] = {}
    for name in names:
        for one in before[name]:
            following.setdefault(one, []).append(name)
    found = [name for name in names if not waits_for[name]]
    for name in found:
        for other in following.get(name, ()):
            waits_for[other] -= 1
            if not waits_for[other]:
                found.append(other)
    return found if len(found) == len(names) else None


def _longest(
    names: Sequence[str],
    before: Mapping[str, tuple[str, ...]],
    takes: Mapping[str, float],
    early: Mapping[str, float],
) -> tuple[str, ...]:
    """The longest chain: back from the latest finish to the predecessor that finishes last.

    Of equals the one listed first, as networkx takes them. Where steps without a duration stand at
    the end, more than one chain is the longest: there networkx is asked itself.
    """
    length = max(early.values())
    is_waited_for = {one for ones in before.values() for one in ones}
    is_tied = any(early[name] == length for name in is_waited_for)
    if is_tied or length <= 0 or min(takes.values()) < 0:
        return _longest_of_networkx(names, before, takes)
    place = {name: number for number, name in enumerate(names)}
    chain = [max(names, key=early.__getitem__)]
    while ones := before[chain[-1]]:
        chain.append(max(sorted(ones, key=place.__getitem__), key=early.__getitem__))
    return tuple(chain[::-1])


def _longest_of_networkx(
    names: Sequence[str], before: Mapping[str, tuple[str, ...]], takes: Mapping[str, float]
) -> tuple[str, ...]:
    """networkx weighs edges: each carries the time of its first task, and one to a common end."""
    graph = nx.DiGraph()
    graph.add_nodes_from(names)
    graph.add_edges_from((one, name) for name, ones in before.items() for one in ones)
    weighted = nx.DiGraph()
    weighted.add_weighted_edges_from((one, name, takes[one]) for one, name in graph.edges)
    end = object()
    weighted.add_weighted_edges_from((name, end, takes[name]) for name in graph.nodes)
    return tuple(nx.dag_longest_path(weighted)[:-1])
