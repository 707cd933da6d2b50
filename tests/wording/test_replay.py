"""A drill's moments and steps in words."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from wording import drill, drill_charts, replay
from wording.steps import step


def moment(states: list[str], **more: Any) -> Any:  # noqa: ANN401 - stands for a Moment
    systems = pd.DataFrame({"system": [f"S{n}" for n in range(len(states))], "state": states})
    empty: dict[str, Any] = {
        "seconds": 5400.0, "running": [], "failed": [], "waiting": [], "told": [], "owed": [],
        "task_count": 0, "done_count": 0, "message_count": 1,
    }  # fmt: skip
    return SimpleNamespace(
        systems=systems, count=lambda *ones: int(systems["state"].isin(ones).sum()), **empty | more
    )


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (["down"], "At T+1 h 30 min the one system was down"),
        (["back"], "At T+1 h 30 min the one system was up"),
        (["back", "in service"], "At T+1 h 30 min all two systems were up"),
        (["back", "down", "down"], "At T+1 h 30 min one of three systems was up"),
        (["down", "degraded"], "At T+1 h 30 min none of two systems was up"),
        ([], "At T+1 h 30 min nothing is known of any system"),
    ],
)
def test_what_was_up(states: list[str], said: str) -> None:
    assert plain(replay.title(moment(states))) == said


def test_the_title_of_a_moment_stays_on_one_line() -> None:
    busy = moment(["down"] * 500, task_count=10_000, running=[0] * 999, told=[0] * 999)
    assert len(replay.title(busy)) <= 80


def test_steps_that_ran_and_waited() -> None:
    said = replay.steps_title(moment([], task_count=14, done_count=3, running=[1], waiting=[1, 2]))
    assert plain(said) == "One step ran, 3 of 14 were done, two waited"


def test_how_long_down_is_not_how_long_in_the_phase() -> None:
    """Lost at T+0, being restored since T+40 min, told at T+1 h 30 min."""
    systems = pd.DataFrame(
        [("Pay", "down", "restore", 0.0, 2400.0)],
        columns=["system", "state", "phase", "since_seconds", "phase_since_seconds"],
    )
    words: Any = SimpleNamespace(name=str)
    (line,) = replay.system_lines(SimpleNamespace(systems=systems, seconds=5400.0), words)
    assert plain(line).endswith("**Pay** for 1 h 30 min, in restore for 50 min")


def test_idle_time_stands_beside_the_whole() -> None:
    path = SimpleNamespace(path=["1", "2", "3"], waiting_seconds=1200.0, total_seconds=16860.0,
                           problems=())  # fmt: skip
    said = drill_charts.timeline_title(path, SimpleNamespace(task_count=5), "completed")
    assert plain(said) == "The finish hung on three steps, idle 20 min of 4 h 41 min"


@pytest.mark.parametrize(
    ("task", "shown"),
    [
        ("T-06 Start the database cluster", "T-06 Start the\ndatabase cluster"),
        ("T-06 Start the database cluster and its backup", "T-06 Start the\ndatabase…"),
        ("T-10 Restore the inventory, replay orders", "T-10 Restore the\ninventory…"),
        ("T-07 Network", "T-07 Network"),
        ("T-08 Reconfiguration", "T-08\nReconfiguration"),
        ("Reconfigurationofall", "Reconfiguration…"),
    ],
)
def test_a_step_in_the_margin_keeps_whole_words(task: str, shown: str) -> None:
    assert drill_charts.lane_names([{"task": task, "team": "IT"}]) == [shown]
    assert all(len(line) <= 16 for line in shown.split("\n"))


@pytest.mark.parametrize(
    ("task", "title", "said"),
    [
        ("5", "Restore the database", "5 Restore the database"),
        ("T-05 Restore the database", "restore the database", "T-05 Restore the database"),
        ("T-05", None, "T-05"),
        ("5", None, "Step 5"),
        ("T-05", float("nan"), "T-05"),
        ("5", "Restore the database of the warehouse in the second data centre and check it",
         "5 Restore the database of the warehouse in the second data…"),
    ],
)  # fmt: skip
def test_a_step_is_called_by_its_number_and_what_is_done(
    task: str, title: object, said: str
) -> None:
    assert step(task, title) == said


def test_failed_steps_are_named_and_neither_ran_nor_were_done() -> None:
    failed = pd.DataFrame(
        [("4", "Fail over", 3600.0, True), ("5", "Mount *disks*", 1800.0, False)],
        columns=["task", "title", "since_seconds", "has_end"],
    )
    none = failed.head(0)
    seen = moment([], task_count=14, done_count=3, failed=failed, running=none, waiting=none)
    assert plain(replay.steps_title(seen)) == "No steps ran, 3 of 14 were done, two failed"
    assert [plain(one) for one in replay.step_lines(seen)] == [
        ":red-badge[◆ failed] **4 Fail over** at T+1 h",
        ":red-badge[◆ failed] **5 Mount \\*disks\\*** begun at T+30 min, end not recorded",
    ]


def test_steps_alike_in_the_margin_say_as_much_as_fits() -> None:
    lanes = [{"task": f"Restore database {one}", "team": "IT"} for one in ("1", "2", "north")]
    assert drill_charts.lane_names(lanes)[0] != "Restore…"


@pytest.mark.parametrize(
    ("lost", "partly", "missed", "said"),
    [
        (2, 0, 2, ", both not recovered"),
        (3, 0, 3, ", all not recovered"),
        (2, 1, 2, ", of them one not recovered, one back only in part"),
        (2, 2, 2, ", both back only in part"),
        (14, 0, 17, ", of them 14 not recovered"),
    ],
)
def test_those_never_back_are_among_those_that_missed(
    lost: int, partly: int, missed: int, said: str
) -> None:
    assert drill._never_back(lost, partly, missed) == said


@pytest.mark.parametrize(
    ("kind", "tasks", "names", "said"),
    [
        ("cycle", ("A", "B"), (), "**A** and **B** wait for each other in a ring; what they wait "
         "for within it is left out."),
        ("unknown predecessor", ("A",), ("T-9",), "**A** depends on “T-9”, which is no task here."),
        ("no planned duration", ("A", "B"), (), "**A** and **B** have no planned duration and "
         "count as none in the plan's path."),
        ("no finish", ("A",), (), "**A** never finished, though others depended on it; what it "
         "waited for itself stands in its place."),
    ],
)  # fmt: skip
def test_what_a_runbook_does_not_say(
    kind: str, tasks: tuple[str, ...], names: tuple[str, ...], said: str
) -> None:
    problem = SimpleNamespace(kind=kind, tasks=tasks, names=names)
    assert drill_charts.problems([problem]) == [said]


def test_names_from_files_do_not_act() -> None:
    problem = SimpleNamespace(kind="cycle", tasks=("[x](y)",), names=())
    assert "[x](y)" not in drill_charts.problems([problem])[0]


def test_the_weights_are_said() -> None:
    said = drill.weights_told({"1": 4, "2": 3, "3": 2}, 1)
    assert said == "tier 1 counts 4, tier 2 counts 3, tier 3 counts 2, all others 1"


def test_of_messages_nobody_recorded_nothing_is_claimed() -> None:
    assert replay.told_title(moment([], message_count=0)) == "No message is recorded"
    assert replay.told_title(moment([])) == "Nobody had been told yet"


def ring(*path: str) -> Any:  # noqa: ANN401 - stands for a CriticalPath
    cycle = SimpleNamespace(kind="cycle", tasks=("T2", "T3"), names=())
    return SimpleNamespace(path=path, problems=(cycle,), waiting_seconds=0.0, total_seconds=3600.0)


def test_steps_that_wait_for_each_other_make_no_chain() -> None:
    lanes = SimpleNamespace(task_count=3)
    said = drill_charts.timeline_title(ring("T3"), lanes, "completed")
    assert said == "Steps wait for each other: what held the finish is not known"
    assert len(said) <= 62
    assert drill_charts.path_summary(ring("T3")) == ""
    assert "ring" in drill_charts.no_path(ring("T3"))
    assert drill_charts.timeline_title(ring("T1"), lanes, "completed") == (
        "The finish waited for no other recorded step"
    )
    assert drill_charts.timeline_title(ring("T1"), lanes, "running") == (
        "The last finish so far waited for no other recorded step"
    )
    assert "None of the steps" in drill_charts.no_path(ring("T1"))
