"""What is said of tables beside their cells: what the workbook hides, what could not be seen, what
no date is known of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from data.intake.around import DrillFacts
from data.intake.drillhome import is_near
from data.intake.facts import Known, Told
from data.intake.generic import is_generic
from data.intake.parsing.days import MONTH_WORD
from data.intake.reading.book import Sheet, cell_name
from data.intake.steps import Steps
from data.problems import Problem
from data.records import RECORDS
from wording.reading import few

if TYPE_CHECKING:
    from data.intake.understanding import TableReading

_PERIOD = re.compile(
    rf"(?<![a-z0-9])(?:q[1-4][ _/-]*(?:fy ?)?20\d\d|(?:fy ?)?20\d\d[ _/-]*q[1-4]"
    rf"|{MONTH_WORD}[ _,/-]*20\d\d|20\d\d-(?:0[1-9]|1[0-2]))(?![a-z0-9])",
    re.IGNORECASE,
)


def hidden(sheet: Sheet, reading: TableReading) -> list[Problem]:
    """What the workbook hides of a table is read all the same, and said."""
    found, told = reading.found, []
    rows = [str(one + 1) for one in found.hidden_rows]
    columns = [
        cell_name(0, one.column)[:-1]
        for one in (reading.match.columns if reading.match else ())
        if one.column in sheet.hidden_columns
    ]
    if sheet.is_hidden:
        told.append("This sheet is hidden in the workbook")
    if rows:
        what = f"Row {rows[0]} is" if len(rows) == 1 else f"Rows {few(rows)} are"
        told.append(f"{what} hidden in the workbook")
    if columns:
        what = "Column" if len(columns) == 1 else "Columns"
        verb = "is" if len(columns) == 1 else "are"
        told.append(f"{what} {', '.join(dict.fromkeys(columns))} {verb} hidden in the workbook")
    return [
        Problem("warning", f"{one}; what stands there is read like the rest.",
                sheet=sheet.name, code="hidden",
                expected="nothing hidden, or a table without what should not count")
        for one in told
    ]  # fmt: skip


def without_a_day(
    tables: Sequence[TableReading], known: Known, dated_before: Callable[[], set[str]]
) -> list[Problem]:
    """Results of a drill nobody knows a day of count in no quarter: that is said, once a file.

    A quarter or a month in a drill's name is no day of it: none is made up, and the message says
    how to give one (metrics.md, rule 8: a drill is of the quarter in which it ended).

    dated_before : the drills of which earlier files tell an instant; asked only where it matters.
    A drill whose date is asked about is not told again.
    """
    results: dict[str, str | None] = {}  # drill → the sheet it is met on first
    dated: set[str] = set()
    for table in tables:
        asked = {one.value for one in table.problems if one.code == "day_order" and one.value}
        dated |= asked
        for one in table.outputs:
            if "drill" not in one.frame:
                continue
            of = one.frame["drill"]
            dated |= set(of) if asked else set()
            instants = [name for name in one.columns if name.endswith("_at")]
            dated |= set(of[one.frame[instants].notna().any(axis=1)])
            if one.record == "recovery":
                for name in of.dropna().unique():
                    results.setdefault(name, table.found.sheet)
    undated = [
        name for name in results
        if name not in dated and not known.drills.get(name, DrillFacts()).is_dated
    ]  # fmt: skip
    if undated:
        known_before = dated_before()
        undated = [name for name in undated if name not in known_before]
    if not undated:
        return []
    sheets = {results[name] for name in undated}
    periods = [name for name in undated if _PERIOD.search(name)]
    of_period = (
        f" A quarter or month in a name ({few(periods, 3)}) is no day, and a drill counts in the "
        "quarter of the day it ended."
        if periods else ""
    )  # fmt: skip
    return [
        Problem("warning",
                f"No date is known yet of {few(undated)}: the results load, and count "
                f"in no quarter until one is.{of_period}",
                sheet=sheets.pop() if len(sheets) == 1 else None, field="started_at", code="no_day",
                expected="the day of the drill: a column Drill date, a row Drill date | 12 Feb "
                "2025 above the table, the day in a title or the file's name, or a list of drills")
    ]  # fmt: skip


def drill_unused(told: Told, tables: Sequence[TableReading]) -> list[Problem]:
    """The drill a person named for a file whose tables are of none, or name theirs themselves."""
    matches = [one.match for one in tables if one.match is not None]
    if told.drill is None or told.is_typed or not matches or is_generic(told.drill):
        return []  # a name that only counts says that the known drills are meant
    of_drills = [one for one in matches if RECORDS[one.record].has("drill")]
    if any(one.column_of("drill") is None and one.record != "drill" for one in of_drills):
        return []
    why = (
        "its tables name their drills themselves" if of_drills
        else f"{few([RECORDS[one.record].title for one in matches])} are of no drill"
    )  # fmt: skip
    return [
        Problem("warning", f"The drill you named, {told.drill}, is not used: {why}.", field="drill",
                code="drill_unused", expected="no drill beside this file, or results, a log or "
                "gaps that do not name theirs")
    ]  # fmt: skip


def new_drills(
    names: Sequence[str], sheet: str | None, cells: Mapping[str, tuple[str, str]]
) -> list[Problem]:
    """Drills that nobody knew and headings name, told once. cells : drill → address, heading."""
    if not names:
        return []
    what = (
        "This drill was not known before and is added as new."
        if len(names) == 1
        else f"{len(names)} drills of these headings were not known before and are added: "
        f"{few(names)}."
    )
    cell, heading = cells[names[0]]
    return [
        Problem("warning", what, sheet=sheet, cell=cell, field="drill", value=heading,
                expected="the name of a known drill, if it is one", code="new_name")
    ]  # fmt: skip


def new_drills_around(tables: Sequence[TableReading]) -> None:
    """Tells drills that a block, a title, a sheet or the file names and nobody knew, each once.

    Told is one that a known drill is near to, and one of gaps that no rows of the file make known.
    """
    made = {
        name
        for table in tables for one in table.outputs
        if "drill" in one.frame and RECORDS[one.record].field("drill").key
        for name in one.frame["drill"].unique()
    }  # fmt: skip
    told: set[str] = set()
    for table in tables:
        if table.new_drill is None:
            continue
        found, fact = table.new_drill
        is_used = any(
            "drill" in one.frame and (one.frame["drill"] == found.name).any()
            for one in table.outputs
        )
        near = found.nearest if is_near(found) or found.name not in made else None
        if not is_used or found.name in told or (near is None and found.name in made):
            continue
        told.add(found.name)
        what = "This drill was not known before and is added as new."
        if near is not None:
            what += f" The nearest known one is {near}."
        table.problems.append(
            Problem("warning", what, sheet=table.found.sheet, cell=fact.cell or table.found.range,
                    field="drill", value=fact.text or str(fact.value), code="new_name",
                    expected="the name of a known drill, if it is one")
        )  # fmt: skip


def sheet_problems(sheet: Sheet) -> list[Problem]:
    """Cells whose value could not be seen: errors and formulas nobody calculated."""
    problems = [
        Problem("warning", f"This cell holds the error {text}; it is read as empty.",
                sheet=sheet.name, cell=cell_name(*place), row=place[0] + 1, value=text,
                code="error_cell", expected="a value; mend the formula in the spreadsheet")
        for place, text in sheet.error_cells.items()
    ]  # fmt: skip
    problems += [
        Problem("warning", "This formula's result was not saved in the file; it is read as empty.",
                sheet=sheet.name, cell=cell_name(*place), row=place[0] + 1, code="unsaved_formula",
                expected="a saved result: open the file in Excel, save it, upload it again")
        for place in sorted(sheet.unsaved_formulas)
    ]  # fmt: skip
    return problems


def without_rejected(
    problems: Sequence[Problem], tables: Sequence[TableReading]
) -> list[Problem]:  # fmt: skip
    """The problems of sheets but for cells that keep their row out, which is told there."""
    told = {
        (one.sheet, one.cell)
        for table in tables for rows in table.outputs for one in rows.problems
        if one.code == "unseen_cell"
    }  # fmt: skip
    return [one for one in problems if not one.cell or (one.sheet, one.cell) not in told]


def rings_of_tasks(table: TableReading) -> list[Problem]:
    """Steps of a runbook that wait for each other, so that none could begin: told where it stands.

    Systems in such a ring are refused in the settings; a runbook that says so loads.
    """
    problems = []
    for one in table.outputs:
        if one.record != "task" or not {"drill", "depends_on"} <= set(one.frame):
            continue
        column = next((c.column for c in one.lineage if c.field == "depends_on"), None)
        for _, tasks in one.frame.groupby("drill", sort=False):
            steps = Steps(tasks["task"])
            waits = {
                str(task): [meant[0] for name in steps.in_cell(names)
                            if len(meant := steps.meant(name)) == 1]
                for task, names in zip(tasks["task"], tasks["depends_on"], strict=True)
            }  # fmt: skip
            try:
                TopologicalSorter(waits).prepare()
            except CycleError as error:
                ring = error.args[1][:-1]
                row = int(tasks.loc[tasks["task"] == ring[0], "row_number"].iloc[0])
                cell = cell_name(row - 1, column) if isinstance(column, int) else None
                problems.append(
                    Problem("warning",
                            f"{few(ring)} wait for each other in a ring: none of them could "
                            "begin, and no chain of steps is followed through them.",
                            sheet=table.found.sheet, cell=cell, row=row, field="depends_on",
                            code="ring", expected="steps that depend on earlier ones only")
                )  # fmt: skip
    return problems
