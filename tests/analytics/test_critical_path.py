"""What held the finish: worked by hand, against networkx, and on random runbooks."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.calendar import Organisation
from analytics.runbook import (
    CriticalPath,
    Problem,
    critical_path,
    last_task_of_each_system,
    planned_path,
    runbook_tasks,
)
from tests.analytics.frames import make_tables

DAY = "2025-02-12 "
AS_OF = date(2025, 3, 31)
MINUTE = 60.0


def task(
    name: str,
    after: str | None = None,
    times: str = "",
    **more: Any,  # noqa: ANN401 - columns
) -> dict[str, Any]:
    """A task of drill A; times `08:00-08:30`, either side may be left out."""
    begun, _, ended = times.partition("-")
    return {
        "drill": "A",
        "task": name,
        "depends_on": after,
        "started_at": DAY + begun if begun else None,
        "finished_at": DAY + ended if ended else None,
        **more,
    }


def path_of(
    rows: list[dict[str, Any]], end: str | None = None
) -> tuple[CriticalPath, list[Problem]]:
    tasks, problems = runbook_tasks(make_tables(task=rows), "A", AS_OF, Organisation())
    return critical_path(tasks, end), problems


WORKED = [
    task("A", None, "08:00-08:30"),
    task("B", None, "08:00-09:00"),
    task("C", "A; B", "09:10-09:50"),
    task("D", "A", "08:30-09:20"),
    task("E", "C; D", "09:50-10:00"),
]


def test_the_example_worked_by_hand() -> None:
    """E was last. It waited for C (09:50), not for D (09:20); C for B (09:00), not for A (08:30),
    and began ten minutes after B had finished. 60 + 10 waiting + 40 + 10 = 120 minutes.
    """
    found, problems = path_of(WORKED)
    assert problems == []
    assert found.problems == ()
    assert found.path == ("B", "C", "E")
    assert found.total_seconds == 120 * MINUTE
    assert (found.own_seconds, found.waiting_seconds) == (110 * MINUTE, 10 * MINUTE)
    chain = found.chain.set_index("task")
    assert chain["waiting_seconds"].tolist()[1:] == [10 * MINUTE, 0.0]
    assert pd.isna(chain.loc["B", "waiting_seconds"])  # it waited for nothing that is known
    assert chain["held_by"].tolist()[1:] == ["B", "C"]
    assert chain.loc["C", "lead_seconds"] == 30 * MINUTE  # B 09:00 against A 08:30
    assert chain.loc["E", "lead_seconds"] == 30 * MINUTE  # C 09:50 against D 09:20
    assert not found.tasks.set_index("task").loc["D", "is_critical"]


def test_the_chain_of_another_task() -> None:
    found, _ = path_of(WORKED)
    assert path_of(WORKED, "D")[0].path == ("A", "D")
    assert found.chain_to("D")["task"].tolist() == ["A", "D"]
    with pytest.raises(KeyError, match="no task 'Z'"):
        path_of(WORKED, "Z")


def test_what_began_before_its_predecessor_had_finished_did_not_wait() -> None:
    found, _ = path_of([task("A", None, "08:00-09:00"), task("B", "A", "08:40-09:30")])
    last = found.tasks.set_index("task").loc["B"]
    assert (last["own_seconds"], last["counted_seconds"]) == (50 * MINUTE, 30 * MINUTE)
    assert last["waiting_seconds"] == 0
    assert found.total_seconds == 90 * MINUTE == found.own_seconds


def test_a_skipped_task_is_looked_through_and_told() -> None:
    rows = [
        task("A", None, "08:00-09:00"),
        task("B", "A", status="skipped"),
        task("C", "B", "09:20-09:30"),
    ]
    found, _ = path_of(rows)
    assert found.path == ("A", "C")
    assert found.waiting_seconds == 20 * MINUTE
    assert found.problems == (Problem("no finish", ("B",)),)


def test_a_ring_is_told_and_never_followed() -> None:
    rows = [
        task("A", None, "08:00-08:30"),
        task("B", "A; D", "08:30-09:00"),
        task("C", "B", "09:00-09:30"),
        task("D", "C", "09:30-10:00"),
    ]
    found, _ = path_of(rows)
    assert found.problems[0] == Problem("cycle", ("B", "C", "D"))
    assert found.path == ("D",)
    assert path_of(rows, "B")[0].path == ("A", "B")  # what lies outside the ring still holds
    assert path_of([task("A", "A", "08:00-08:30")])[0].problems == (Problem("cycle", ("A",)),)


def test_a_task_without_a_start_cannot_be_split() -> None:
    found, _ = path_of([task("A", None, "08:00-09:00"), task("B", "A", "-09:40")])
    last = found.tasks.set_index("task").loc["B"]
    assert last["unsplit_seconds"] == 40 * MINUTE
    assert pd.isna(last["waiting_seconds"]) and pd.isna(last["counted_seconds"])
    assert found.problems == (Problem("no start", ("B",)),)


def test_what_finished_after_it_did_not_hold_it() -> None:
    rows = [
        task("A", None, "08:00-09:30"),
        task("B", None, "08:00-08:20"),
        task("C", "A; B", "08:30-09:00"),
    ]
    found, _ = path_of(rows, "C")
    assert found.path == ("B", "C")
    assert found.problems == (Problem("out of order", ("C",)),)


def test_no_task_and_none_that_finished() -> None:
    empty, _ = path_of([])
    assert (empty.path, empty.total_seconds, empty.own_seconds) == ((), None, 0.0)
    assert empty.chain.empty
    begun, _ = path_of([task("A", None, "08:00-"), task("B", "A")])
    assert (begun.path, begun.finished_at) == ((), None)


def test_the_last_task_of_each_system() -> None:
    rows = [
        task("A", None, "08:00-08:30", system="CRM", phase="Restore"),
        task("B", None, "08:30-09:30", system="CRM", phase="Validate"),
        task("C", None, "08:00-", system="Mail", phase="Restore"),
    ]
    found, _ = path_of(rows)
    assert last_task_of_each_system(found.tasks) == {"CRM": "B"}
    assert last_task_of_each_system(found.tasks, "restore") == {"CRM": "A"}


def test_ready_when_all_it_depends_on_had_finished() -> None:
    rows = [*WORKED, task("F", "E; G"), task("G", None)]
    ready = path_of(rows)[0].tasks.set_index("task")["ready_at"]
    assert ready["C"] == pd.Timestamp(DAY + "09:00", tz="UTC")
    assert ready[["A", "F", "G"]].isna().all()


# --- The plan -------------------------------------------------------------------------------------


def test_the_plan_worked_by_hand() -> None:
    """A 30, B 60 → C 40 → E 10; A → D 50 → E. B + C + E = 110; A + D + E = 90, so D has 20 of slack
    and A, which C could wait for until minute 60, min(30, 20) = 20.
    """
    minutes = {"A": 30, "B": 60, "C": 40, "D": 50, "E": 10}
    rows = [row | {"planned_duration_seconds": minutes[row["task"]] * MINUTE} for row in WORKED]
    found, _ = path_of(rows)
    plan = found.tasks.set_index("task")
    assert found.planned_seconds == 110 * MINUTE
    assert plan["slack_seconds"].to_dict() == {
        "A": 20 * MINUTE, "B": 0.0, "C": 0.0, "D": 20 * MINUTE, "E": 0.0,
    }  # fmt: skip
    assert plan["early_seconds"].to_dict() == {
        "A": 0.0, "B": 0.0, "C": 60 * MINUTE, "D": 30 * MINUTE, "E": 100 * MINUTE,
    }  # fmt: skip
    assert plan.index[plan["is_planned_critical"]].tolist() == ["B", "C", "E"]


def test_a_task_without_a_planned_duration_is_told() -> None:
    rows = [
        task("A", None, "08:00-08:30", planned_duration_seconds=1800.0),
        task("B", "A", "08:30-09:00"),
    ]
    found, _ = path_of(rows)
    assert found.planned_seconds == 1800.0
    assert found.problems == (Problem("no planned duration", ("B",)),)
    bare, _ = path_of([task("A", None, "08:00-08:30")])
    assert bare.planned_seconds is None
    assert bare.tasks["slack_seconds"].isna().all()
    assert not bare.tasks["is_planned_critical"].any()


# --- Random runbooks ------------------------------------------------------------------------------

START = pd.Timestamp(DAY + "06:00", tz="UTC")


@st.composite
def runbooks(draw: st.DrawFn, *, is_clean: bool = False) -> list[dict[str, Any]]:
    """Tasks in an order in which each depends on earlier ones only.

    Clean: each begins the moment all it depends on have finished. Else with waits, overlaps, times
    that are missing, and finishes in any order.
    """
    rows: list[dict[str, Any]] = []
    ends: dict[str, int] = {}
    for number in range(draw(st.integers(1, 12))):
        before = (
            draw(st.lists(st.sampled_from(range(number)), unique=True, max_size=3))
            if number
            else []
        )
        names = [f"T{one}" for one in before]
        takes = draw(st.integers(1, 90))
        begin = max([ends[one] for one in names], default=0)
        if not is_clean:
            begin = max(0, begin + draw(st.integers(-30, 60)))
        ends[f"T{number}"] = begin + takes
        row: dict[str, Any] = {"drill": "A", "task": f"T{number}", "depends_on": "; ".join(names)}
        row["planned_duration_seconds"] = takes * MINUTE
        if is_clean or draw(st.integers(0, 7)):
            row["started_at"] = START + pd.Timedelta(minutes=begin)
        if is_clean or draw(st.integers(0, 7)):
            row["finished_at"] = START + pd.Timedelta(minutes=begin + takes)
        rows.append(row)
    return rows


def graph_of(rows: list[dict[str, Any]]) -> nx.DiGraph:
    """The runbook as networkx would have it: an edge weighs what its first task takes."""
    takes = {row["task"]: row["planned_duration_seconds"] for row in rows}
    graph = nx.DiGraph()
    for row in rows:
        graph.add_edge(row["task"], "end", weight=takes[row["task"]])
        for one in filter(None, row["depends_on"].split("; ")):
            graph.add_edge(one, row["task"], weight=takes[one])
    return graph


@settings(max_examples=30)
@given(runbooks(is_clean=True))
def test_without_waits_the_chain_is_the_longest_path_of_networkx(
    rows: list[dict[str, Any]],
) -> None:
    found, _ = path_of(rows)
    length = nx.dag_longest_path_length(graph_of(rows))
    assert found.total_seconds == length == found.own_seconds == found.planned_seconds
    assert found.waiting_seconds == 0


@settings(max_examples=60)
@given(runbooks(), st.lists(st.sampled_from([None, None, 0.0, 60.0, 120.0]), min_size=12))
def test_the_planned_path_is_that_of_networkx(
    rows: list[dict[str, Any]], planned: list[float | None]
) -> None:
    """The very chain it names, also of several that are as long."""
    for row, seconds in zip(rows, planned, strict=False):
        if seconds is not None:
            row["planned_duration_seconds"] = seconds
    tasks, _ = runbook_tasks(make_tables(task=rows), "A", AS_OF, Organisation())
    takes = dict(zip(tasks["task"], tasks["planned_seconds"], strict=True))
    before = dict(zip(tasks["task"], tasks["predecessors"], strict=True))
    graph = nx.DiGraph()
    graph.add_nodes_from(takes)
    graph.add_edges_from((one, name) for name, ones in before.items() for one in ones)
    weighted = nx.DiGraph()
    weighted.add_weighted_edges_from((one, name, takes[one]) for one, name in graph.edges)
    weighted.add_weighted_edges_from((name, "end", takes[name]) for name in graph.nodes)
    found = planned_path(tasks, before)
    assert list(found.path) == nx.dag_longest_path(weighted)[:-1]
    assert list(found.is_critical) == [name in found.path for name in takes]


@settings(max_examples=30)
@given(runbooks())
def test_slack_is_what_the_longest_path_through_a_task_leaves(rows: list[dict[str, Any]]) -> None:
    found, _ = path_of(rows)
    graph = graph_of(rows)
    length = nx.dag_longest_path_length(graph)
    assert found.planned_seconds == length
    for name, slack in zip(found.tasks["task"], found.tasks["slack_seconds"], strict=True):
        through = sum(
            nx.dag_longest_path_length(graph.subgraph(part | {name}))
            for part in (nx.ancestors(graph, name), nx.descendants(graph, name))
        )
        assert slack == length - through


@settings(max_examples=40)
@given(runbooks())
def test_the_parts_of_the_chain_add_up_to_its_length(rows: list[dict[str, Any]]) -> None:
    found, _ = path_of(rows)
    if not found.path:
        assert found.total_seconds is None
        return
    chain = found.chain
    parts = chain[["counted_seconds", "unsplit_seconds"]].fillna(0).sum().sum()
    parts += chain["waiting_seconds"].fillna(0).sum()
    assert parts == found.total_seconds
    assert found.finished_at == chain["finished_at"].max() == found.tasks["finished_at"].max()


@settings(max_examples=30)
@given(runbooks())
def test_every_step_is_held_by_the_latest_finish_before_it(rows: list[dict[str, Any]]) -> None:
    found, _ = path_of(rows)
    tasks = found.tasks.set_index("task")
    for name in tasks.index[tasks["finished_at"].notna()]:
        chain = found.chain_to(name)["task"].tolist()
        assert tuple(chain) == critical_path(found.tasks, name).path
        for before, after in pairwise(chain):
            assert tasks.loc[before, "finished_at"] <= tasks.loc[after, "finished_at"]
        direct = tasks.loc[list(tasks.loc[name, "predecessors"]), "finished_at"]
        direct = direct[direct <= tasks.loc[name, "finished_at"]]
        if len(direct):
            assert tasks.loc[chain[-2], "finished_at"] >= direct.max()


@given(runbooks(), st.lists(st.booleans(), min_size=12))
def test_who_held_a_step_is_looked_for_through_every_unfinished_one(
    rows: list[dict[str, Any]], unfinished: list[bool]
) -> None:
    rows = [
        {**row, "finished_at": None} if is_open else row
        for row, is_open in zip(rows, unfinished, strict=False)
    ]
    found = path_of(rows)[0].tasks.set_index("task")
    ends = found["finished_at"]

    def through(name: str) -> set[str]:
        return {
            other
            for one in found["predecessors"][name]
            for other in (through(one) if pd.isna(ends[one]) else {one})
        }

    for name in found.index:
        own = ends[name]
        before = {one for one in through(name) if pd.isna(own) or ends[one] <= own}
        latest = sorted(before, key=lambda one: (-ends[one].value, one))
        assert (None if pd.isna(found["held_by"][name]) else found["held_by"][name]) == (
            latest[0] if latest else None
        )
        if len(latest) > 1:
            lead = (ends[latest[0]] - ends[latest[1]]).total_seconds()
            assert found["lead_seconds"][name] == lead
        else:
            assert pd.isna(found["lead_seconds"][name])


def test_the_tasks_given_stay_as_they_are() -> None:
    tasks, _ = runbook_tasks(make_tables(task=WORKED), "A", AS_OF, Organisation())
    before = tasks.copy(deep=True)
    critical_path(tasks)
    pd.testing.assert_frame_equal(tasks, before)
