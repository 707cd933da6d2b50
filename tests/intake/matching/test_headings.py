"""Headings become fields: those people really write, beside columns they really stand with.

The headings are those of public drill reports, restoration registers, after-action templates and
registers of findings, word for word.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from data.intake.matching.headings import match_table
from data.intake.reading.book import Cell
from data.records import RECORDS
from tests.intake.loading import read

Values = Sequence[object]
Column = tuple[str, Values]
BESIDE: dict[str, list[tuple[str, Column]]] = {
    "drill": [
        ("drill", ("Drill ID", ["DR-1", "DR-2"])),
        ("started_at", ("Start", ["2025-02-12 08:00", "2025-03-19 08:00"])),
        ("ended_at", ("End", ["2025-02-12 16:00", "2025-03-19 16:00"])),
        ("exercise_type", ("Test Type", ["simulation", "tabletop"])),
    ],
    "system": [
        ("system", ("System", ["CRM", "Payments"])),
        ("tier", ("Tier", [1, 2])),
        ("rto_seconds", ("RTO", ["4 h", "2 h"])),
        ("owner", ("Application Owner", ["Thandi Naidoo", "Sipho Dlamini"])),
    ],
    "recovery": [
        ("drill", ("Drill", ["DR-1", "DR-1"])),
        ("system", ("System", ["CRM", "Payments"])),
        ("rto_seconds", ("RTO Target", ["4 h", "2 h"])),
        ("recovery_time_seconds", ("Actual RTO", ["3 h", "1 h"])),
    ],
    "log": [
        ("drill", ("Drill", ["DR-1", "DR-1"])),
        ("logged_at", ("Timestamp", ["2025-02-12 08:00", "2025-02-12 09:00"])),
        ("event", ("Event", ["disrupted", "restored"])),
    ],
    "task": [
        ("drill", ("Drill", ["DR-1", "DR-1"])),
        ("task", ("Task ID", ["T-01", "T-02"])),
        ("planned_duration_seconds", ("Planned duration", ["30 min", "1 h"])),
        ("finished_at", ("Actual finish", ["2025-02-12 08:30", "2025-02-12 09:00"])),
    ],
    "gap": [
        ("gap", ("Gap ID", ["G-01", "G-02"])),
        ("title", ("Gap description", ["DNS is changed by hand", "No phone list"])),
        ("root_cause", ("Root cause", ["No automation", "Never made"])),
        ("closed_on", ("Actual close date", ["2025-03-10", None])),
    ],
    "action": [
        ("action", ("Action ID", ["A-01", "A-02"])),
        ("title", ("Corrective action", ["Automate DNS", "Write a phone list"])),
        ("gap", ("Related gap", ["G-01", "G-02"])),
        ("progress", ("% complete", ["50 %", "100 %"])),
    ],
}
SPAN, POINT, DAY = ["4 h", "2 h"], ["2025-02-12 08:00", "2025-02-12 09:30"], ["2025-02-12", None]
WORDS = ["first words", "second words"]
PEOPLE = ["Thandi Naidoo", "Sipho Dlamini"]
HEADINGS: list[tuple[str, str, Values]] = [
    # whose drill
    *[("drill.drill", text, ["DR-1", "DR-2"]) for text in (
        "Drill ID", "Test ID", "Test Name", "Name of Test", "Drill", "Incident/exercise",
        "Drill ref", "Exercise Name")],
    *[("drill.scenario", text, WORDS) for text in (
        "Scenario", "Scenario Reference", "Symptom card used", "Scenario description")],
    *[("drill.exercise_type", text, ["simulation", "tabletop"]) for text in (
        "Test Type", "Type", "Drill Type", "Type of test", "Methodology")],
    *[("drill.started_at", text, DAY) for text in (
        "Date", "Test Date", "Drill date", "Date of Test", "DR Date", "Date (UTC)", "Date held")],
    *[("drill.planned_on", text, DAY) for text in ("Next Test Scheduled", "Scheduled date")],
    *[("drill.lead", text, PEOPLE) for text in (
        "Facilitator", "Coordinator", "Lead Engineer", "Operator", "Test lead",
        "Team Test Lead and Point of Contact", "Incident Commander")],
    *[("drill.environment", text, WORDS) for text in (
        "Environment", "Location Where Conducted", "Test environment")],
    ("drill.objective", "Objectives", WORDS),
    ("drill.zone", "Time zone", ["Africa/Johannesburg", "UTC"]),
    ("drill.scenario_kind", "Threat or Hazard", ["ransomware", "flood"]),
    ("drill.status", "Drill status", ["completed", "planned"]),
    # whose system
    *[("recovery.system", text, ["CRM", "Payments"]) for text in (
        "System", "System / Application", "Application Name", "Application ID", "Server Name",
        "Service", "Component", "Critical path", "Affected System",
        "Workload", "Business service")],
    *[("system.tier", text, [1, 2]) for text in (
        "Tier", "Criticality", "Criticality Tier", "Priority")],
    *[("system.owner", text, PEOPLE) for text in (
        "Application Owner", "Business Owner", "Technical Owner")],
    *[("system.rto_seconds", text, SPAN) for text in (
        "RTO", "Approved RTO", "RTO Requirement (hours)", "RTO (hrs)", "Recovery Time Objective")],
    *[("system.rpo_seconds", text, SPAN) for text in (
        "RPO", "RPO Requirement (hours)", "Recovery Point Objective (RPO)")],
    # objectives and what was achieved
    *[("recovery.rto_seconds", text, SPAN) for text in (
        "RTO Target", "RTO target", "Target RTO", "Target RTO (Min)", "Target RTO (Hrs)",
        "RTO Requirement (hours)", "Approved RTO", "RTO (hrs)", "RTO Tgt", "RTO (Target)",
        "rto_target_minutes", "RTO Objective")],
    *[("recovery.recovery_time_seconds", text, SPAN) for text in (
        "RTO Actual", "RTO actual", "Actual RTO", "Actual RTO (Hrs)", "Actual RTO (Minutes)",
        "Actual RTO Formatted", "Measured RTO", "RTO achieved", "Actual RTA", "Actual Recovery",
        "Actual Recovery Time (hours)", "Actual Failover Time (minutes)", "Duration", "RTO Act",
        "RTO (Actual)", "Recovery Time Actual", "Downtime", "Total downtime", "Time taken")],
    *[("recovery.rpo_seconds", text, SPAN) for text in (
        "RPO Target", "RPO target", "RPO Requirement (hours)", "Target RPO", "RPO (Target)")],
    *[("recovery.data_loss_seconds", text, SPAN) for text in (
        "RPO Actual", "Measured RPO", "Actual RPO", "data_loss_minutes", "RPO (Actual)",
        "Recovery point actual")],
    *[("recovery.last_recovery_point_at", text, POINT) for text in (
        "Backup timestamp / recovery point (UTC)", "Restore point (UTC)", "Last good data",
        "Newest restored application write")],
    *[("recovery.disrupted_at", text, POINT) for text in (
        "Failure start (UTC)", "Fault injected", "Outage start", "Start time (UTC)", "Server down",
        "Service lost", "Time of failure")],
    *[("recovery.detected_at", text, POINT) for text in ("Fault detected", "Detection", "Alerted")],
    *[("recovery.declared_at", text, POINT) for text in (
        "Incident declared", "DR declared", "Plan activated")],
    *[("recovery.recovery_started_at", text, POINT) for text in (
        "Recovery start (UTC)", "Recovery started", "Failover initiated", "Restore Start",
        "Restoration_Initiation_Time")],
    *[("recovery.restored_at", text, POINT) for text in (
        "Recovery Completed", "Restore End", "Service restored", "Services restored",
        "System_Operational_Time", "Server up", "Back online",
        "VM/App Healthy in Recovery Region")],
    *[("recovery.validated_at", text, POINT) for text in (
        "Application smoke completion (UTC)", "Smoke tests passed", "Stability confirmed")],
    *[("recovery.outcome", text, ["✅ Pass", "FAIL"]) for text in (
        "Result", "Status", "Pass/Fail", "RTO Met?", "RTO Met", "RTO Status", "Overall pass",
        "Passed", "Meets target?", "Test result")],
    *[("recovery.note", text, WORDS) for text in (
        "Notes", "Remarks", "Notes / issues", "Evidence")],
    *[("recovery.verified_by", text, PEOPLE) for text in (
        "Verified by", "Tester", "Signed off by")],
    # lines of a log, steps of a runbook
    *[("log.logged_at", text, POINT) for text in ("Timestamp", "Time", "Time (UTC)", "Date/Time")],
    *[("log.event", text, ["disrupted", "restored"]) for text in (
        "Event", "Actions Taken", "Action", "What happened")],
    *[("log.person", text, PEOPLE) for text in ("Logged by", "Who")],
    *[("task.task", text, ["T-01", "T-02"]) for text in ("#", "Step", "Task ID", "Runbook step")],
    *[("task.started_at", text, POINT) for text in ("Start", "Actual start")],
    *[("task.finished_at", text, POINT) for text in ("Done", "Finish", "Actual finish")],
    *[("task.team", text, PEOPLE) for text in ("Owner", "Assigned to", "Responsible team")],
    *[("task.comment", text, WORDS) for text in ("Notes / issues", "Comments")],
    # findings and what is done about them
    *[("gap.gap", text, ["G-01", "G-02"]) for text in (
        "Gap ID", "Finding ID", "Ref No", "Issue ID", "Finding No.")],
    *[("gap.title", text, WORDS) for text in (
        "Gap Description", "Finding", "Issue description", "Issue/Area for Improvement",
        "Observation", "Weakness")],
    *[("gap.severity", text, ["major", "minor"]) for text in ("Severity", "Risk level", "Impact")],
    *[("gap.category", text, ["process", "people"]) for text in (
        "Failure category", "Capability element", "Root cause category")],
    *[("gap.owner", text, PEOPLE) for text in (
        "Owner", "Accountable owner", "Assigned to", "Primary Responsible Organization", "POC",
        "Remediation owner")],
    *[("gap.due_on", text, DAY) for text in (
        "Target close date", "Due date", "Target completion date", "Deadline")],
    *[("gap.closed_on", text, DAY) for text in (
        "Actual close date", "Closure date", "Date closed", "Resolved date")],
    *[("gap.status", text, ["open", "closed"]) for text in (
        "Status", "Remediation status", "Closure status")],
    *[("gap.identified_on", text, DAY) for text in ("Date identified", "Date raised", "Opened")],
    *[("action.title", text, WORDS) for text in (
        "Corrective Action", "Remediation required", "Action item", "Improvement action")],
    *[("action.owner", text, PEOPLE) for text in (
        "Owner", "Primary Responsible Organization", "POC", "Responsible")],
    *[("action.planned_start_on", text, DAY) for text in ("Start Date", "Planned start")],
    *[("action.completed_on", text, DAY) for text in (
        "Completion Date", "Date completed", "Actual completion date")],
    *[("action.due_on", text, DAY) for text in ("Due date", "Target date", "By when")],
]  # fmt: skip


def test_there_are_many_headings() -> None:
    assert len({(field, heading) for field, heading, _ in HEADINGS}) >= 170


@pytest.mark.parametrize(("field", "heading", "values"), HEADINGS, ids=str)
def test_a_real_heading_is_recognised(field: str, heading: str, values: Values) -> None:
    record, _, name = field.partition(".")
    columns = [(heading, values)] + [column for own, column in BESIDE[record] if own != name]
    if heading in [text for text, _ in columns[1:]]:
        columns = [columns[0]] + [one for one in columns[1:] if one[0] != heading]
    rows = [[text for text, _ in columns], *zip(*(given for _, given in columns), strict=True)]
    (table,) = read(rows).tables
    assert table.match is not None
    assert table.match.record == record
    match = next((one for one in table.match.columns if one.column == 0), None)
    assert match is not None, table.match.ignored
    assert (match.record, match.field) == (record, name)


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_is_recognised_by_its_own_titles(record: str) -> None:
    titles = [one.title for one in RECORDS[record].fields]
    match = match_table(titles, lambda column, target: None)
    assert match is not None
    assert match.record == record
    assert [one.field for one in match.columns] == [one.name for one in RECORDS[record].fields]
    assert match.ignored == ()
    assert {one.why for one in match.columns} <= {"exact"}


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Target RTO (Min)", "min"), ("Actual RTO (Hrs)", "h"), ("RTO Requirement (hours)", "h"),
        ("rto_target_minutes", "min"), ("RTO [s]", "s"), ("Recovery time minutes", "min"),
    ],
)  # fmt: skip
def test_a_heading_carries_its_unit(heading: str, unit: str) -> None:
    match = match_table(["System", heading, "Result"], lambda column, target: None)
    assert match is not None
    assert match.columns[1].unit == unit


@pytest.mark.parametrize(
    ("heading", "never"),
    [
        ("RTO met", "rto_seconds"), ("Actual RPO", "recovery_time_seconds"),
        ("RTO gap", "rto_seconds"), ("Restore Target", "restored_at"),
        ("RTO variance", "rto_seconds"),
        ("RPO verdict", "rpo_seconds"), ("Planned end time", "restored_at"),
    ],
)  # fmt: skip
def test_a_guard_word_turns_a_heading_around(heading: str, never: str) -> None:
    match = match_table(["Drill", "System", "Result", heading], lambda column, target: None)
    assert match is not None
    assert never not in {one.field for one in match.columns if one.column == 3}


def test_values_veto_a_heading() -> None:
    rows = [["System", "RTO Target", "Actual RTO", "Server up", "Owner"]]
    rows += [[f"System {i}", "4 h", f"{i} h", word, "Yes"] for i, word in enumerate("abc", 1)]
    (table,) = read(rows).tables
    assert table.match is not None
    assert {one.heading: one.why for one in table.match.ignored} == {
        "Server up": "its values do not look like restored",
        "Owner": "belongs to Systems, as Owner: load it in a table of its own",
    }


def test_a_column_of_another_record_says_where_it_would_belong() -> None:
    rows: list[list[Cell]] = [["Drill", "System", "Actual RTO", "RTO", "Outcome", "Validated",
             "Hourly downtime cost", "Tier", "Budget", "Shelf"]]  # fmt: skip
    rows += [
        ["DR-1", f"System {i}", f"{i} h", "4 h", "Pass", f"2025-02-12 0{i}:00",
         500 * i, i, 900 * i, f"x{i}"]
        for i in range(1, 4)
    ]  # fmt: skip
    (table,) = read(rows).tables
    assert table.match is not None
    assert table.match.record == "recovery"
    assert {one.heading: one.why for one in table.match.ignored} == {
        "Hourly downtime cost":
            "belongs to Systems, as Cost of an hour: load it in a table of its own",
        "Tier": "belongs to Systems, as Tier: load it in a table of its own",
        "Budget": "belongs to Resources, as Budget: load it in a table of its own",
        "Shelf": "no field matches",
    }  # fmt: skip


def test_without_its_unit_a_word_is_another() -> None:
    """Impact in minutes is time lost; impact alone is how bad it was."""
    match = match_table(["Gap ID", "Title", "Impact (min)"], lambda column, target: None)
    assert match is not None
    assert match.columns[2].field == "time_lost_seconds"
    match = match_table(["Gap ID", "Title", "Impact"], lambda column, target: None)
    assert match is not None
    assert match.columns[2].field == "severity"


def test_what_a_person_said_counts_before_everything() -> None:
    headings = ["System", "Time A", "Time B", "Result"]
    match = match_table(
        headings, lambda column, target: 0.0,
        memory={"time a": ["gap.owner", "recovery.disrupted_at"], "TIME  B": ["restored_at"]},
        given={3: ""},
    )  # fmt: skip
    assert match is not None
    assert {one.heading: one.field for one in match.columns if one.why == "remembered"} == {
        "Time A": "disrupted_at", "Time B": "restored_at",
    }  # fmt: skip
    assert ("Result", "skipped, as you asked") in {(i.heading, i.why) for i in match.ignored}


def test_the_record_can_be_said() -> None:
    rows = [["Name", "Remarks"], ["CRM", "one"], ["Payments", "two"]]
    match = match_table(rows[0], lambda column, target: None, as_record="lesson")
    assert match is not None
    assert match.record == "lesson"


@pytest.mark.parametrize(
    "headings",
    [
        ["Name", "Phone", "Room"], ["DATE", "TIME", "Qty", "PRODUCTID", "Price", "Comments"],
        ["key", "val"], ["A", "B", "C"], ["Finding", "Detail"], ["Prepared by", "Version"],
        ["Username", "Role", "Last login"], ["Email Address", "Phone", "Room"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_table_of_something_else_is_nothing(headings: list[str]) -> None:
    assert match_table(headings, lambda column, target: None) is None
