"""One row a runbook task, as of a date, with the tasks it waited for by their own names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from analytics.calendar import Organisation, as_of_instant
from analytics.drills import Tables

_SEPARATORS = re.compile(r"\s*[;,\n]\s*")
_LETTERS = re.compile(r"^[a-z]+[ .#_-]?")
_ZEROS = re.compile(r"(?<![\d.])0+(?=\d)")
# `T-04 Restore database` is called T-04 by those that depend on it.
_CODE = re.compile(r"[a-z]{0,8}[ .#_-]?\d+(?:[.-]\d+)*[a-z]?(?=$|[\s:.)–-])")


@dataclass(frozen=True)
class Problem:
    """What of a runbook could not be read as it stands, so that nothing is left out in silence.

    kind : `unknown predecessor`, `several predecessors`, `cycle`, `no finish`, `no start`,
        `out of order`, `no planned duration`. tasks : those concerned. names : what was written,
        where that is the problem.
    """

    kind: str
    tasks: tuple[str, ...]
    names: tuple[str, ...] = ()


def runbook_tasks(
    tables: Tables, drill: str, as_of: date, organisation: Organisation
) -> tuple[pd.DataFrame, list[Problem]]:
    """The tasks of one drill as they stood at the end of the as-of date.

    Returns
    -------
    One row a task, by planned or actual start, then name; and what could not be read.

    - drill, task, title, row_key, system, phase, team, comment, status as recorded;
      planned_start_at, planned_finish_at.
    - planned_seconds : the planned duration, else planned finish − planned start [s].
    - started_at, finished_at : cut at the date; a finish before its start is left out (told).
    - own_seconds : finished − started [s].
    - state : `done`, `failed`, `skipped`, `running` or `planned` as of the date, from the instants
      where there are any, else from the status.
    - predecessors : tuple of the names of the tasks it depends on. One is meant by its whole name,
      by the number or code it begins with (`T-04`, `4`), or by an unmistakable beginning.
    """
    limit = as_of_instant(as_of, organisation)
    rows = tables["task"]
    rows = rows[rows["drill"] == drill].reset_index(drop=True)
    ends_later = rows["finished_at"] > limit
    for name in ("started_at", "finished_at"):
        rows[name] = rows[name].where(rows[name] <= limit)
    is_backwards = (rows["finished_at"] < rows["started_at"]).fillna(False)
    problems = []
    if is_backwards.any():
        problems.append(Problem("out of order", tuple(rows.loc[is_backwards, "task"])))
    rows["finished_at"] = rows["finished_at"].where(~is_backwards)
    span = (rows["planned_finish_at"] - rows["planned_start_at"]).dt.total_seconds()
    rows["planned_seconds"] = rows["planned_duration_seconds"].fillna(span.where(span >= 0))
    rows["own_seconds"] = (rows["finished_at"] - rows["started_at"]).dt.total_seconds()
    rows["state"] = _states(rows, rows["status"].astype(object).where(~ends_later, None))
    resolved, told = _predecessors(rows["task"].tolist(), rows["depends_on"].tolist())
    rows["predecessors"] = pd.Series(resolved, index=rows.index, dtype="object")
    order = rows["started_at"].fillna(rows["planned_start_at"]).fillna(rows["finished_at"])
    rows = rows.assign(order=order).sort_values(["order", "task"], ignore_index=True)
    columns = ["drill", "task", "title", "row_key", "system", "phase", "team", "comment", "status"]
    columns += ["planned_start_at", "planned_finish_at", "planned_seconds", "started_at"]
    columns += ["finished_at", "own_seconds", "state", "predecessors"]
    return rows[columns], [*problems, *told]


def _states(rows: pd.DataFrame, status: pd.Series) -> pd.Series:
    """The instants count before the status; `status` is blank where it speaks of a later time."""
    has_ended, has_begun = rows["finished_at"].notna(), rows["started_at"].notna()
    state = np.select(
        [
            status.isin(("failed", "skipped")),
            has_ended,
            has_begun & (status == "completed"),
            has_begun,
            status.isin(("completed", "running")),
        ],
        [status, "done", "done", "running", status.replace({"completed": "done"})],
        default="planned",
    )
    return pd.Series(state, index=rows.index, dtype="object")


def _predecessors(
    tasks: Sequence[str], written: Sequence[object]
) -> tuple[list[tuple[str, ...]], list[Problem]]:
    """The tasks each one names, and the names that are nobody's or more than one's."""
    whole: dict[str, list[str]] = defaultdict(list)
    codes: dict[str, list[str]] = defaultdict(list)
    plain = lru_cache(maxsize=None)(_plain)  # most names are named again
    for task in tasks:
        name = plain(task)
        whole[name].append(task)
        code = _CODE.match(name)
        if code is not None:
            codes[code.group(0)].append(task)
            number = _LETTERS.sub("", code.group(0))
            if number != code.group(0):
                codes[number].append(task)
    ordered = sorted(whole)
    is_parted = {mark for name in whole for mark in ";," if mark in name}
    found, problems = [], []
    for task, text in zip(tasks, written, strict=True):
        mine: dict[str, None] = {}
        unknown, several = [], []
        for name in _names(text, whole, is_parted):
            called = plain(name)
            meant = whole.get(called) or codes.get(called) or _beginning(called, ordered, whole)
            if not meant:
                unknown.append(name)
            elif len(meant) > 1:
                several.append(name)
            else:
                mine[meant[0]] = None
        if unknown:
            problems.append(Problem("unknown predecessor", (task,), tuple(unknown)))
        if several:
            problems.append(Problem("several predecessors", (task,), tuple(several)))
        found.append(tuple(mine))
    return found, problems


def _names(text: object, whole: dict[str, list[str]], is_parted: set[str]) -> list[str]:
    """The names in a cell: parted by semicolons, commas or lines, unless all of it is one name.

    is_parted : the marks that stand within names; a cell with others alone is not one name.
    """
    if not isinstance(text, str) or not text.strip():
        return []
    has_other = any(mark in text for mark in ";," if mark not in is_parted)
    if not has_other and _plain(text) in whole:
        return [text.strip()]
    return [part for part in _SEPARATORS.split(text.strip()) if part]


def _beginning(called: str, ordered: Sequence[str], whole: dict[str, list[str]]) -> list[str]:
    """The tasks whose name begins with these words; only looked for where nothing else fits."""
    if len(called) < 4:
        return []
    meant: list[str] = []
    for name in ordered[bisect_left(ordered, called) :]:
        if not name.startswith(called):
            break
        if not name[len(called) : len(called) + 1].isalnum():
            meant += whole[name]
    return meant


def _plain(name: object) -> str:
    """A name for comparing: small letters, single spaces, numbers without leading zeros."""
    plain = " ".join(str(name).split()).casefold()
    return _ZEROS.sub("", plain) if "0" in plain else plain
