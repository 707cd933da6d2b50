"""A drill's moments and steps in words."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from wording import drill, drill_charts, replay


def moment(states: list[str], **more: Any) -> Any:  # noqa: ANN401 - stands for a Moment
    systems = pd.DataFrame({"system": [f"S{n}" for n in range(len(states))], "state": states})
    empty: dict[str, Any] = {
        "seconds": 5400.0, "running": [], "waiting": [], "told": [], "owed": [],
        "task_count": 0, "done_count": 0,
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
