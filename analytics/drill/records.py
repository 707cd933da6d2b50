"""What was written of one drill beside its recoveries: messages, people, criteria, gaps …"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics import gaps, people, programme, survey
from analytics.calendar import Organisation
from analytics.drill.asked import MetricsWhenAsked
from analytics.drill.ground import tables_of
from analytics.drills import Tables
from analytics.metric import Metric
from analytics.scorecard import Scope
from analytics.targets import targets_in_force


@dataclass(frozen=True)
class DrillRecords:
    """The rows of one drill as of a date, whatever the clock, and the measures over them.

    Attributes
    ----------
    as_of : the date.
    messages : as `people.message_facts`, as they were sent, then as they are due (at: that
        instant), with state: `in time`, `late`, `not sent`, `not sent yet` (the drill is not
        over), `no target` (sent) or `no time` (neither sent nor due).
    participants, criteria, lessons : as recorded. gaps : as `gaps.gap_facts`, the open ones first,
        worst first.
    holds : drill, system (missing: all), began_at, ended_at (missing: it lasted to the end).
    metrics : by id, of people, messages, criteria, tasks and survey, with targets where set; each
        worked out when it is first asked for.
    """

    as_of: date
    messages: pd.DataFrame
    participants: pd.DataFrame
    criteria: pd.DataFrame
    gaps: pd.DataFrame
    lessons: pd.DataFrame
    holds: pd.DataFrame
    metrics: Mapping[str, Metric]


def drill_records(
    tables: Tables, scope: Scope, organisation: Organisation, drills: pd.DataFrame
) -> DrillRecords:
    """The records of the scope's drill; `drills` is `drill_facts` of the same as-of date."""
    own = drills[drills["drill"] == scope.drill]
    cut = tables_of(tables, str(scope.drill))
    targets = targets_in_force(tables, scope.quarter)
    messages = people.message_facts(cut, own, scope.as_of, organisation)
    found = gaps.gap_facts(tables, drills, scope.as_of, organisation)
    metrics = {
        "criteria_met": lambda: programme.criteria_met(cut, own),
        "tasks_on_plan": lambda: programme.tasks_on_plan(cut, own),
        "satisfaction_favourable": lambda: survey.satisfaction_favourable(cut, own),
        "messages_on_time": lambda: people.messages_on_time(messages),
        "first_message_median": lambda: people.first_message_median(messages),
        "acknowledged_rate": lambda: people.acknowledged_rate(messages),
        "participation": lambda: people.participation(cut, own),
        "trained": lambda: people.trained(cut, own),
    }
    at = messages["sent"].fillna(messages["must_by"])
    state = _message_states(messages, is_over=bool((own["status"] == "completed").all()))
    told = messages.assign(at=at, state=state)
    holds = cut["hold"]
    return DrillRecords(
        as_of=scope.as_of,
        messages=told.sort_values(["at", "message"], ignore_index=True),
        participants=cut["participant"].sort_values(["team", "participant"], ignore_index=True),
        criteria=cut["criterion"].reset_index(drop=True),
        gaps=_worst_first(gaps.gaps_within(found, scope.quarter, scope.drill), scope),
        lessons=cut["lesson"].reset_index(drop=True),
        holds=holds[holds["began_at"].notna()].reset_index(drop=True),
        metrics=MetricsWhenAsked(metrics, targets),
    )


def _message_states(messages: pd.DataFrame, *, is_over: bool) -> pd.Series:
    was_sent, has_target = messages["sent"].notna(), messages["has_target"]
    state = np.select(
        [was_sent & ~has_target, was_sent & messages["is_on_time"], was_sent, has_target],
        ["no target", "in time", "late", "not sent" if is_over else "not sent yet"],
        default="no time",
    )
    return pd.Series(state, index=messages.index, dtype="object")


def _worst_first(found: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Open ones as `gaps.open_gaps` orders them, then the settled by name."""
    order = {key: place for place, key in enumerate(gaps.open_gaps(found, scope.as_of)["row_key"])}
    place = found["row_key"].map(order).fillna(len(order))
    return found.assign(place=place).sort_values(["place", "gap"], ignore_index=True)
