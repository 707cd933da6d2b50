"""What the screen of one drill shows, each worked out once a process for a version of the store.

The clock reaches into the recoveries alone, so changing it works out nothing else again. Nor does
a date that changes nothing (`session.settled`): facts, recoveries and pictures of a drill that is
over are of the day since which nothing happened; the ages of its gaps are of the date itself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from analytics.calendar import local_days
from analytics.drill import (
    DrillFigures,
    DrillGround,
    DrillRecords,
    Lanes,
    Moment,
    Runbook,
    drill_figures,
    drill_ground,
    drill_records,
    moment_of,
    runbook_of,
    task_lanes,
)
from analytics.drills import drill_facts
from analytics.recovery import CLOCKS
from analytics.scorecard import Scope
from ui import session
from ui.drill.scope import labels_of
from wording.drill import DrillWords


@st.cache_resource(max_entries=16, show_spinner=False)
def _drills(url: str, version: int, as_of: date, _now: session.Current) -> pd.DataFrame:
    del url, version  # the cache's key
    return drill_facts(_now.tables, as_of, _now.organisation)


def drills(now: session.Current, as_of: date) -> pd.DataFrame:
    """Every drill as of a day, see `drill_facts`."""
    return _drills(session.database(), now.version, session.settled(now, as_of), now)


@st.cache_resource(max_entries=8, show_spinner=False)
def _labels(url: str, version: int, as_of: date, _now: session.Current) -> dict[str, str]:
    del url, version  # the cache's key
    return labels_of(drills(_now, as_of))


def labels(now: session.Current, as_of: date) -> dict[str, str]:
    """Every drill with its label, in the order of the list."""
    return _labels(session.database(), now.version, as_of, now)


@st.cache_resource(max_entries=32, show_spinner=False)
def _ground(url: str, version: int, drill: str, as_of: date, _now: session.Current) -> DrillGround:
    del url, version  # the cache's key
    return drill_ground(_now.tables, drill, as_of, _now.organisation, drills(_now, as_of))


@st.cache_resource(max_entries=64, show_spinner=False)
def _figures(url: str, version: int, scope: Scope, _now: session.Current) -> DrillFigures:
    day = session.settled(_now, scope.as_of)
    ground = _ground(url, version, str(scope.drill), day, _now)
    known = drills(_now, scope.as_of)
    return drill_figures(_now.tables, scope, _now.organisation, known, ground)


def figures(now: session.Current, scope: Scope) -> DrillFigures:
    """The drill's recoveries; of a drill that is over, as of the day since which nothing happened.

    Of one to come the date itself is told: whether it is past its planned month, and by when.
    """
    url, settled = session.database(), replace(scope, as_of=session.settled(now, scope.as_of))
    found = _figures(url, now.version, settled, now)
    return found if found.status == "completed" else _figures(url, now.version, scope, now)


@st.cache_resource(max_entries=64, show_spinner=False)
def _words(
    url: str, version: int, scope: Scope, _found: DrillFigures, _now: session.Current
) -> DrillWords:
    del url, version, scope  # the cache's key
    return DrillWords(_found, session.aliases(_now))


def words(now: session.Current, found: DrillFigures) -> DrillWords:
    """The drill's sentences."""
    return _words(session.database(), now.version, found.scope, found, now)


@st.cache_resource(max_entries=64, show_spinner=False)
def _records(url: str, version: int, scope: Scope, _now: session.Current) -> DrillRecords:
    del url, version  # the cache's key
    return drill_records(_now.tables, scope, _now.organisation, drills(_now, scope.as_of))


def records(now: session.Current, scope: Scope) -> DrillRecords:
    """The drill's messages, people, criteria, gaps and lessons, whatever the clock."""
    return _records(session.database(), now.version, replace(scope, clock=CLOCKS[0]), now)


@st.cache_resource(max_entries=64, show_spinner=False)
def _last_day(url: str, version: int, drill: str, _now: session.Current) -> date | None:
    """The last day on which something was done in a drill's tasks."""
    del url, version  # the cache's key
    rows = _now.tables["task"]
    rows = rows[rows["drill"] == drill]
    done = pd.concat([rows["started_at"], rows["finished_at"]]).dropna()
    if done.empty:
        return None
    zones = pd.Series(_now.organisation.zone, index=[0])
    day: date = local_days(pd.Series([done.max()]), zones).iloc[0].date()
    return day


@st.cache_resource(max_entries=32, show_spinner=False)
def _runbook(url: str, version: int, drill: str, as_of: date, _now: session.Current) -> Runbook:
    del url, version  # the cache's key
    return runbook_of(_now.tables, drill, as_of, _now.organisation)


def runbook(now: session.Current, scope: Scope) -> Runbook:
    """The drill's tasks and critical path."""
    return runbook_as_of(now, str(scope.drill), scope.as_of)


def runbook_as_of(now: session.Current, drill: str, as_of: date) -> Runbook:
    """A drill's tasks and critical path; the same for every date after its last task."""
    url = session.database()
    last = _last_day(url, now.version, drill, now)
    return _runbook(url, now.version, drill, as_of if last is None else min(as_of, last), now)


@st.cache_resource(max_entries=64, show_spinner=False)
def _lanes(url: str, version: int, scope: Scope, _found: DrillFigures, _runbook: Runbook) -> Lanes:
    del url, version, scope  # the cache's key
    return task_lanes(_runbook, _found.face)


def lanes(now: session.Current, found: DrillFigures, steps: Runbook) -> Lanes:
    """The runbook as lanes of a timeline, whatever the clock."""
    scope = replace(found.scope, clock=CLOCKS[0])
    return _lanes(session.database(), now.version, scope, found, steps)


@st.cache_resource(max_entries=256, show_spinner=False)
def _moment(
    url: str,
    version: int,
    scope: Scope,
    at: float,
    _found: DrillFigures,
    _records: DrillRecords,
    _runbook: Runbook,
) -> Moment:
    del url, version, scope  # the cache's key
    return moment_of(_found, _records, _runbook, at)


def moment(
    now: session.Current, found: DrillFigures, kept: DrillRecords, steps: Runbook, at: float
) -> Moment:
    """The drill at one moment, whatever the clock."""
    scope = replace(found.scope, clock=CLOCKS[0])
    return _moment(session.database(), now.version, scope, at, found, kept, steps)
