"""The sample files: as the script writes them, small, marked as sample, and true to the mission."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sample_data import make_sample
from sample_data.content.sheets import NOTICE
from tests.sample import expected_2025_q1 as expected

FILES = sorted(make_sample.FOLDER.glob("Sample - *"))
WORKBOOKS = [path for path in FILES if path.suffix == ".xlsx"]
TEXTS = [path for path in FILES if path.suffix == ".csv"]
DAY_FIRST = "%d/%m/%Y %H:%M"

Table = list[dict[str, Any]]


def cells(path: Path) -> dict[str, dict[str, object]]:
    """Every cell of a workbook, formulas as text, by sheet and address."""
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: {
            cell.coordinate: (cell.value, cell.number_format)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        for sheet in book
    }


def table(start: str, sheet: str, heading: str) -> Table:
    """The rows below the first line that has that heading, values as Excel saved them."""
    path = next(path for path in WORKBOOKS if path.name.startswith(start))
    rows = openpyxl.load_workbook(path, data_only=True)[sheet].iter_rows(values_only=True)
    headings = next(row for row in rows if heading in row)
    return [
        dict(zip(headings, row, strict=True))
        for row in rows
        if any(value is not None for value in row) and "Total" not in row
    ]


def lines(start: str) -> Table:
    """The lines of a delimited sample file."""
    path = next(path for path in TEXTS if path.name.startswith(start))
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";" if ";" in text[:40] else ","))


def moment(value: object) -> datetime:
    """A time as Excel keeps it, or as typed day first."""
    return value if isinstance(value, datetime) else datetime.strptime(str(value), DAY_FIRST)


@pytest.fixture(scope="module")
def full_names() -> dict[str, str]:
    """Every way a system is written in the files → its name."""
    names = table("Sample - 01", "Other names", "Kind")
    said = {row["Also known as"]: row["Official name"] for row in names if row["Kind"] == "system"}
    return said | {name: name for name in said.values()}


# --- The files ------------------------------------------------------------------------------------


def test_the_script_writes_the_committed_files(tmp_path: Path) -> None:
    written = make_sample.write_all(tmp_path)
    assert sorted(path.name for path in written) == [path.name for path in FILES]
    for path in WORKBOOKS:
        assert cells(tmp_path / path.name) == cells(path), path.name
    for path in TEXTS:
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_same_bytes_come_out_twice(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        make_sample.write_all(tmp_path / name)
    for path in FILES:
        assert (tmp_path / "one" / path.name).read_bytes() == (
            tmp_path / "two" / path.name
        ).read_bytes()


def test_the_files_are_small() -> None:
    assert len(FILES) == 11
    assert sum(path.stat().st_size for path in FILES) < 200_000


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_every_sheet_says_that_it_is_a_sample(path: Path) -> None:
    for sheet in openpyxl.load_workbook(path):
        assert NOTICE in next(sheet.iter_rows(values_only=True)), sheet.title


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_every_formula_has_its_value_saved(path: Path) -> None:
    formulas = openpyxl.load_workbook(path)
    values = openpyxl.load_workbook(path, data_only=True)
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert values[sheet.title][cell.coordinate].value is not None, cell.coordinate


# --- The mission's facts --------------------------------------------------------------------------

SYSTEMS = {
    "E-Commerce Platform",
    "Customer Relationship Management (CRM) System",
    "Payment Processing System",
    "Inventory Management System",
    "Infrastructure and Hosting Services",
    "Internal Communication Systems",
}
MILESTONES = [
    ("Planning and Scenario Development", "February 2025", "Disaster Recovery Planning Team"),
    ("First Disaster Recovery Drill Execution", "February 2025", "IT, Operations, Business Teams"),
    ("Address Gaps and Implement Improvements", "February 2025", "IT, Operations, Risk Management"),
    ("Second Disaster Recovery Drill Execution", "March 2025", "IT, Operations, Business Teams"),
    (
        "Post-Drill Review and Continuous Improvement",
        "Ongoing after March 2025",
        "Disaster Recovery Planning Team",
    ),
]
# What each milestone's deliverables are about, in the mission's order.
DELIVERABLES = {
    "Planning and Scenario Development": ("scenarios", "roles and responsib", "execution plan"),
    "First Disaster Recovery Drill Execution": ("report", "gaps", "corrective actions"),
    "Address Gaps and Implement Improvements": ("action plan", "revised recovery procedures"),
    "Second Disaster Recovery Drill Execution": ("report", "updated recovery", "4 hours"),
    "Post-Drill Review and Continuous Improvement": ("final review", "continuous improvement"),
}
RISKS = {
    "Inadequate Testing Environment": "virtual",
    "Lack of Participant Engagement": "train",
    "Time Constraints": "room in the plan",
}
TEAMS = {
    "Disaster Recovery Planning Team",
    "IT/Infrastructure Team",
    "Operations Team",
    "Customer Service Team",
    "Communications Team",
    "Compliance and Legal Team",
}


def test_the_six_systems_of_the_scope_are_the_inventory() -> None:
    rows = table("Sample - 01", "Systems", "Application Name")
    assert {row["Application Name"] for row in rows} == SYSTEMS
    assert all(row["Tier"] and row["Application Owner"] and row["RTO"] and row["RPO"]
               for row in rows)  # fmt: skip


def test_every_system_has_a_name_short_enough_for_charts() -> None:
    names = table("Sample - 01", "Other names", "Kind")
    short = {row["Official name"] for row in names
             if row["Kind"] == "system" and len(row["Also known as"]) <= 14}  # fmt: skip
    assert short == SYSTEMS


def test_the_five_milestones_have_their_dates_and_teams() -> None:
    rows = [row for row in table("Sample - 11", "Milestones", "Milestone")
            if row["Quarter"] == "2025-Q1"]  # fmt: skip
    found = [(row["Milestone"], row["Completion Date"], row["Responsible Team"]) for row in rows]
    assert found == MILESTONES


def test_every_milestone_owes_its_deliverables() -> None:
    rows = table("Sample - 11", "Deliverables", "Deliverable")
    for milestone, subjects in DELIVERABLES.items():
        owed = [row["Deliverable"].casefold() for row in rows if row["Milestone"] == milestone]
        assert len(owed) == len(subjects), milestone
        assert all(subject in text for subject, text in zip(subjects, owed, strict=True)), owed


def test_the_three_risks_have_their_mitigation() -> None:
    rows = table("Sample - 11", "Risks", "Risk")
    assert {row["Risk"] for row in rows} == set(RISKS)
    assert all(RISKS[row["Risk"]] in row["Mitigation"].casefold() for row in rows)


def test_all_kinds_of_money_and_all_teams_are_there() -> None:
    rows = [row for row in table("Sample - 11", "Budget", "Budget line")
            if row["Quarter"] == "2025-Q1"]  # fmt: skip
    kinds = {row["Type"] for row in rows}
    assert kinds == {"Personnel", "Tool", "Testing infrastructure", "Training"}
    people = table("Sample - 05", "Participants", "Participant")
    assert {row["Team"] for row in people} == TEAMS


def test_the_target_and_two_drills_of_the_quarter() -> None:
    targets = {(row["Quarter"], row["Measure"]): (row["Operator"], row["Target"], row["Unit"])
               for row in table("Sample - 01", "Targets", "Measure")}  # fmt: skip
    assert targets["2025-Q1", "recovery_time"] == ("<", 4, "h")
    assert targets["2025-Q1", "drills_completed"] == (">=", 2, "count")
    drills = table("Sample - 02", "Drill register", "Drill ID")
    held = [row for row in drills if row["Drill end"] and row["Drill end"].year == 2025]
    assert [row["Drill ID"] for row in held] == [expected.DRILL_A, expected.DRILL_B]
    assert len({row["Scenario type"] for row in held}) == 2
    assert all(row["Drill end"].date() <= date(2025, 3, 31) for row in held)


# --- The drills of 2025-Q1 ------------------------------------------------------------------------

DRILL_SHEETS = (
    (expected.DRILL_A, "Sample - 05", "Results", "System / Application",
     ("Outage began", "Server up", "Backup timestamp / recovery point")),
    (expected.DRILL_B, "Sample - 06", "Recovery", "Service",
     ("Fault injected", "Service restored", "Restore point")),
)  # fmt: skip


@pytest.mark.parametrize(("drill", "start", "sheet", "system", "columns"), DRILL_SHEETS)
def test_the_worked_times_are_those_of_the_sheets(
    drill: str,
    start: str,
    sheet: str,
    system: str,
    columns: tuple[str, str, str],
    full_names: dict[str, str],
) -> None:
    found = {}
    for row in table(start, sheet, system):
        lost, back, point = (moment(row[column]) for column in columns)
        found[full_names[row[system]]] = (
            (back - lost).total_seconds(),
            (lost - point).total_seconds(),
        )
    worked = {
        test.system: (test.recovery_seconds, test.recovery_point_seconds)
        for test in expected.TESTS
        if test.drill == drill
    }
    assert found == worked


def test_the_worked_rates_follow_from_the_worked_tests() -> None:
    tests = expected.TESTS
    assert expected.RATES["rto_attainment"] == (
        sum((one.recovery_seconds or 0) <= one.rto_seconds for one in tests), len(tests)
    )  # fmt: skip
    assert [one.verdict for one in tests] == [
        "met" if (one.recovery_seconds or 0) <= one.rto_seconds else "missed" for one in tests
    ]
    assert expected.RATES["rpo_attainment"][0] == sum(
        (one.recovery_point_seconds or 0) <= one.rpo_seconds for one in tests
    )
    assert max(one.recovery_seconds or 0 for one in tests) < 4 * 3600
    assert pytest.approx(expected.SYSTEM_HOURS_LOST) == (
        sum(one.recovery_seconds or 0 for one in tests) / 3600
    )


def test_the_values_saved_beside_the_formulas_of_march_are_right() -> None:
    for row in table("Sample - 06", "Recovery", "Service"):
        spent = row["Service restored"] - row["Fault injected"]
        assert abs(row["Recovery time"] - spent) < timedelta(seconds=1), row["Service"]


def test_the_logs_tell_the_same_as_the_results(full_names: dict[str, str]) -> None:
    logged: dict[tuple[str, str, str], datetime] = {}
    for line in lines("Sample - 08"):
        key = (expected.DRILL_A, line["System"], line["Event"])
        assert key not in logged
        logged[key] = datetime.fromisoformat(line["Timestamp"])
    for line in lines("Sample - 09"):
        key = (expected.DRILL_B, line["Service"], line["What happened"])
        assert key not in logged
        logged[key] = moment(line["Date/time"])
    names = {
        (drill, full_names[system], event): at
        for (drill, system, event), at in logged.items()
        if system
    }
    compared = 0
    for drill, start, sheet, system, (lost, back, _) in DRILL_SHEETS:
        for row in table(start, sheet, system):
            name = full_names[row[system]]
            assert names[drill, name, "disrupted"] == moment(row[lost])
            assert names[drill, name, "restored"] == moment(row[back])
            compared += 1
    assert compared == 12


@pytest.mark.parametrize(
    ("start", "sheet", "task", "after", "begun", "done"),
    [
        ("Sample - 05", "Runbook", "Task", "Predecessors", "Actual start", "Actual finish"),
        ("Sample - 06", "Steps", "Step", "Depends on", "Start", "End"),
    ],
)
def test_no_runbook_step_begins_before_those_it_waits_for(
    start: str, sheet: str, task: str, after: str, begun: str, done: str
) -> None:
    rows = table(start, sheet, task)
    ends = {row[task].split()[0]: row[done] for row in rows}
    assert len(ends) == len(rows) == 14
    for row in rows:
        for earlier in (row[after] or "").split("; "):
            assert not earlier or ends[earlier] <= row[begun], row[task]
