"""Steps of a runbook and the steps they wait for: names that no step has are told at their cell.

A step is meant by its whole name, by the number or code it begins with (`T-04`, `4`), or by an
unmistakable beginning: as the drill's page reads it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from data.intake.around import RecordRows
from data.intake.reading.book import cell_name
from data.problems import Problem
from wording.reading import few

if TYPE_CHECKING:
    from data.intake.understanding import TableReading

_CODE = re.compile(r"[a-z]{0,8}[ .#_-]?\d+(?:[.-]\d+)*[a-z]?(?=$|[\s:.)–-])")
_LETTERS = re.compile(r"^[a-z]+[ .#_-]?")
_ZEROS = re.compile(r"(?<![\d.])0+(?=\d)")
_SHORTEST = 4  # fewer letters are no unmistakable beginning


class Steps:
    """The steps of one drill, found by what others call them."""

    def __init__(self, tasks: Iterable[str]) -> None:
        self._called: dict[str, list[str]] = {}
        self._whole: dict[str, str] = {}
        for task in tasks:
            name = _plain(task)
            self._whole.setdefault(name, task)
            code = _CODE.match(name)
            if code is not None:
                for one in {code[0], _LETTERS.sub("", code[0])}:
                    self._called.setdefault(one, []).append(task)

    def meant(self, name: str) -> list[str]:
        """The steps a name may mean; none when there is no such step."""
        called = _plain(name)
        if called in self._whole:
            return [self._whole[called]]
        if called in self._called:
            return self._called[called]
        if len(called) < _SHORTEST:
            return []
        return [
            task for whole, task in self._whole.items()
            if whole.startswith(called) and not whole[len(called) : len(called) + 1].isalnum()
        ]  # fmt: skip

    def in_cell(self, written: object) -> list[str]:
        """The names in a cell; all of it where that is one step."""
        if not isinstance(written, str) or not written.strip():
            return []
        if _plain(written) in self._whole:
            return [written.strip()]
        return [part for name in written.split(";") if (part := name.strip())]

    def unknown(self, written: object) -> list[str]:
        """The names in a cell that no step has."""
        return [name for name in self.in_cell(written) if not self.meant(name)]


def _plain(name: str) -> str:
    return _ZEROS.sub("", " ".join(name.split()).casefold())


def unknown_steps(
    tables: Sequence[TableReading], steps_before: Callable[[set[str]], pd.DataFrame]
) -> list[Problem]:
    """Names of steps to wait for that no step of the drill has, each at its first cell.

    steps_before : the steps the store has of some drills (drill, task); asked only where the file's
    own lack one. A step whose row waits to be mended is there.
    """
    found = [
        (table.found.sheet, one) for table in tables for one in table.outputs
        if one.record == "task" and {"drill", "task"} <= set(one.frame)
    ]  # fmt: skip
    waiting = [
        (sheet, one, rows) for sheet, one in found if "depends_on" in one.frame
        for rows in [one.frame[one.frame["depends_on"].notna()]] if len(rows)
    ]  # fmt: skip
    if not waiting:
        return []
    names: dict[str, list[str]] = {}
    for _, one in found:
        for drill, task in zip(one.frame["drill"], one.frame["task"], strict=True):
            names.setdefault(drill, []).append(task)
        for key in one.rejected_keys:
            drill, task = json.loads(key)[:2]
            if isinstance(drill, str) and isinstance(task, str):
                names.setdefault(drill, []).append(task)
    steps = {drill: Steps(own) for drill, own in names.items()}
    lacking = {drill for _, _, rows in waiting for drill in _lacking(rows, steps)}
    if not lacking:
        return []
    before = steps_before(lacking)
    for drill in lacking:
        steps[drill] = Steps([*names[drill], *before.loc[before["drill"] == drill, "task"]])
    return [
        problem for sheet, one, rows in waiting
        for problem in _problems(sheet, one, rows[rows["drill"].isin(lacking)], steps)
    ]  # fmt: skip


def _lacking(rows: pd.DataFrame, steps: Mapping[str, Steps]) -> set[str]:
    pairs = rows[["drill", "depends_on"]].drop_duplicates()
    return {
        drill for drill, written in zip(pairs["drill"], pairs["depends_on"], strict=True)
        if steps[drill].unknown(written)
    }  # fmt: skip


def _problems(
    sheet: str | None, one: RecordRows, rows: pd.DataFrame, steps: Mapping[str, Steps]
) -> list[Problem]:
    """One for each drill and unknown name, at the first step that waits for it."""
    column = next((c.column for c in one.lineage if c.field == "depends_on"), None)
    cells: dict[tuple[str, str], list[tuple[int, str]]] = {}
    columns = (rows[name] for name in ("drill", "task", "depends_on", "row_number"))
    for drill, task, written, number in zip(*columns, strict=True):
        for name in steps[drill].unknown(written):
            cells.setdefault((drill, name), []).append((int(number), task))
    problems = []
    for (drill, name), places in cells.items():
        row, tasks = places[0][0], few([task for _, task in places])
        verb = "waits" if len(places) == 1 else "wait"
        problems.append(
            Problem("warning",
                    f"{tasks} {verb} for {name}, and no step of {drill} is called so: it is left "
                    "out of the chain of steps.",
                    sheet=sheet, cell=cell_name(row - 1, column) if isinstance(column, int) else
                    None, row=row, field="depends_on", value=name, code="unknown_step",
                    expected="the number or name of a step of the same drill")
        )  # fmt: skip
    return problems
