"""One moment of a drill: what was up, what was being worked on, who had been told, what waited."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.drill.figures import DrillFigures, Runbook
from analytics.drill.records import DrillRecords
from analytics.recovery.clock import PHASES

IN_SERVICE, DEGRADED, BACK, NO_TIME = "in service", "degraded", "back", "no time known"
DOWN = "down"
_TRIED = ("recovered", "partial", "not recovered", "in progress")


@dataclass(frozen=True)
class Moment:
    """A drill at `seconds` after its zero. What lies later has not happened yet.

    Attributes
    ----------
    systems : one row a system that was tested: system, state (`in service` before it was lost,
        `down`, `degraded`, `back`, `no time known`), phase (of one that is down: what was under
        way, where its two instants are known; missing else), since_seconds (since when
        it is in that state), phase_since_seconds (since when it is in that phase), row_key, record.
    running : tasks begun and not finished: task, title, team, system, since_seconds, is_critical,
        row_key. One marked failed without an end is not among them: nobody knows how long it ran.
    failed : tasks that had failed by then: the same, since_seconds (its end; its start where the
        end is not recorded), has_end; the last first. They are neither done nor running.
    waiting : tasks not begun although all they depend on had finished: task, title, team, system,
        since_seconds (how long by then), is_critical, row_key; the longest wait first.
    done_count, task_count : tasks finished by then without having failed, of all.
    told : messages sent by then: message, audience, channel, at_seconds, is_on_time, has_target,
        row_key; the last first. owed : messages due by then and not sent: message, audience,
        late_seconds, row_key; the latest first.
    message_count : messages recorded of the drill, sent or not.
    holds : holds that were on: system (missing: the whole drill), since_seconds.
    """

    seconds: float
    systems: pd.DataFrame
    running: pd.DataFrame
    failed: pd.DataFrame
    waiting: pd.DataFrame
    done_count: int
    task_count: int
    told: pd.DataFrame
    owed: pd.DataFrame
    message_count: int
    holds: pd.DataFrame

    def count(self, *states: str) -> int:
        """How many systems are in one of the states."""
        return int(self.systems["state"].isin(states).sum())


# Steps of a replay [s]: the first that gives no more than `MOST_MOMENTS` of them.
_STEPS = (60, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400)
MOST_MOMENTS = 120


def moments(found: DrillFigures) -> list[int]:
    """The moments a replay offers, in whole seconds since the drill's zero; empty without a clock.

    Even steps from zero to past the last instant known, so that its end can be seen.
    """
    face = found.face
    if face.zero_at is None or face.last_at is None or face.zero == "plan":
        return []
    last = (face.last_at - face.zero_at).total_seconds()
    step = next((one for one in _STEPS if last / one <= MOST_MOMENTS), _STEPS[-1])
    return list(range(0, int(last) + step, step)) if last > 0 else []


def moment_of(
    found: DrillFigures, records: DrillRecords, runbook: Runbook, seconds: float
) -> Moment:
    """The drill as it stood at that many seconds after its zero; a change at that second counts."""
    return Moment(
        seconds=seconds,
        systems=_systems(found, seconds),
        running=_running(found, runbook.tasks, seconds),
        failed=_failed(found, runbook.tasks, seconds),
        waiting=_waiting(found, runbook.tasks, seconds),
        done_count=_done_count(found, runbook.tasks, seconds),
        task_count=len(runbook.tasks),
        told=_told(found, records, seconds),
        owed=_owed(found, records, seconds),
        message_count=len(records.messages),
        holds=_holds(found, records, seconds),
    )


def _systems(found: DrillFigures, at: float) -> pd.DataFrame:
    tests = found.tests[found.tests["outcome"].isin(_TRIED)]
    second = {
        name: found.face.seconds(tests[name])
        for name in (PHASES[0][1], *(stop for _, _, stop in PHASES), "degraded_at")
    }
    lost = second["disrupted_at"]
    # A stated duration alone runs from the drill's zero.
    lost = lost.where(lost.notna() | tests["lost_seconds"].isna(), 0.0)
    is_back = tests["outcome"] == "recovered"
    back = second["restored_at"].fillna(second["validated_at"]).fillna(lost + tests["lost_seconds"])
    back = back.where(is_back)
    degraded = second["degraded_at"]
    state = np.select(
        [lost.isna() | (is_back & back.isna()), lost > at, back <= at, degraded <= at],
        [NO_TIME, IN_SERVICE, BACK, DEGRADED],
        default=DOWN,
    )
    phase = pd.Series(None, index=tests.index, dtype="object")
    phase_since = pd.Series(float("nan"), index=tests.index)
    for name, begin, end in PHASES[:-1]:
        # Restoring has no later instant to wait for; the others are known by their end alone.
        under_way = (second[begin] <= at) & ((second[end] > at) | (name == "restore"))
        phase = phase.where(~under_way, name)
        phase_since = phase_since.where(~under_way, second[begin])
    state_series = pd.Series(state, index=tests.index, dtype="object")
    since = lost.where(state_series != BACK, back).where(state_series != DEGRADED, degraded)
    since = since.where(state_series.isin((DOWN, BACK, DEGRADED)))
    frame = pd.DataFrame(
        {
            "system": tests["system"],
            "state": state_series,
            "phase": phase.where(state_series == DOWN, None),
            "since_seconds": since,
            "phase_since_seconds": phase_since.where(state_series == DOWN),
            "record": tests["record"],
            "row_key": tests["row_key"],
        }
    )
    order = {DOWN: 0, DEGRADED: 1, NO_TIME: 2, IN_SERVICE: 3, BACK: 4}
    rank = frame["state"].map(order)
    return (
        frame.assign(rank=rank)
        .sort_values(["rank", "since_seconds", "system"])
        .drop(columns="rank")
        .reset_index(drop=True)
    )


_TASK = ["task", "title", "team", "system", "is_critical", "row_key"]


def _running(found: DrillFigures, tasks: pd.DataFrame, at: float) -> pd.DataFrame:
    begun, ended = (found.face.seconds(tasks[name]) for name in ("started_at", "finished_at"))
    # One that was said to be done, without saying when, is not known to be still running.
    is_open = (begun <= at) & ~(ended <= at) & ~(ended.isna() & (tasks["state"] != "running"))
    rows = tasks.loc[is_open, _TASK].assign(since_seconds=begun[is_open])
    return rows.sort_values(["since_seconds", "task"], ignore_index=True)


def _failed(found: DrillFigures, tasks: pd.DataFrame, at: float) -> pd.DataFrame:
    begun, ended = (found.face.seconds(tasks[name]) for name in ("started_at", "finished_at"))
    since = ended.fillna(begun)
    is_over = tasks["state"].eq("failed") & (since <= at)
    rows = tasks.loc[is_over, _TASK].assign(
        since_seconds=since[is_over], has_end=ended[is_over].notna()
    )
    return rows.sort_values(["since_seconds", "task"], ascending=[False, True], ignore_index=True)


def _done_count(found: DrillFigures, tasks: pd.DataFrame, at: float) -> int:
    is_over = found.face.seconds(tasks["finished_at"]) <= at
    return int((is_over & tasks["state"].ne("failed")).sum())


def _waiting(found: DrillFigures, tasks: pd.DataFrame, at: float) -> pd.DataFrame:
    ready, begun, ended = (
        found.face.seconds(tasks[name]) for name in ("ready_at", "started_at", "finished_at")
    )
    is_idle = (ready <= at) & ~(begun <= at) & ~(ended <= at)
    is_idle &= ~tasks["state"].isin(("skipped", "failed"))
    # Done without a start: nobody knows when it stopped waiting.
    is_idle &= ~(begun.isna() & tasks["state"].eq("done"))
    rows = tasks.loc[is_idle, _TASK].assign(since_seconds=ready[is_idle])
    return rows.sort_values(["since_seconds", "task"], ignore_index=True)


def _told(found: DrillFigures, records: DrillRecords, at: float) -> pd.DataFrame:
    sent = found.face.seconds(records.messages["sent"])
    columns = ["message", "audience", "channel", "is_on_time", "has_target", "row_key"]
    rows = records.messages.loc[sent <= at, columns].assign(at_seconds=sent[sent <= at])
    return rows.sort_values(["at_seconds", "message"], ascending=[False, True], ignore_index=True)


def _owed(found: DrillFigures, records: DrillRecords, at: float) -> pd.DataFrame:
    due = found.face.seconds(records.messages["must_by"])
    sent = found.face.seconds(records.messages["sent"])
    is_owed = (due < at) & ~(sent <= at) & records.messages["has_target"]
    rows = records.messages.loc[is_owed, ["message", "audience", "row_key"]]
    rows = rows.assign(late_seconds=at - due[is_owed])
    return rows.sort_values(["late_seconds", "message"], ascending=[False, True], ignore_index=True)


def _holds(found: DrillFigures, records: DrillRecords, at: float) -> pd.DataFrame:
    began, ended = (found.face.seconds(records.holds[name]) for name in ("began_at", "ended_at"))
    is_on = (began <= at) & ~(ended <= at)
    return (
        records.holds.loc[is_on, ["system"]]
        .assign(since_seconds=began[is_on])
        .reset_index(drop=True)
    )
