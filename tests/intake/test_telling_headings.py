"""Headings that one word turns around, and tables whose headings only tell together what they are.

The files are of the kind organisations keep: each heading is written as such a list writes it.
"""

from __future__ import annotations

import pytest

from data.intake.facts import Told
from data.intake.matching.aside import NAMES_THE_ROWS, NO_TIME_KEPT
from data.intake.matching.headings import match_table
from data.intake.matching.likeness import exact_fields
from data.intake.matching.phrases import phrase
from data.intake.reading.book import Cell
from tests.intake.loading import frame_of, problems_of, read, rows_of, utc


def test_target_and_actual_in_german() -> None:
    """`Ist` is what was measured, not the zone of India; hours and minutes have their own words."""
    rows: list[list[Cell]] = [
        ["System", "RTO-Soll (Std.)", "RTO-Ist (Std.)", "RPO-Ist (Min.)", "Ergebnis"],
        ["Lager", "4,0", "3,5", "15", "bestanden"],
        ["Lohn", "8", "9,25", "30", "nicht bestanden"],
    ]
    reading = read(rows, Told(drill="DR-1"), name="wiederanlauf.csv")
    frame = rows_of(reading).frame
    fields = ["rto_seconds", "recovery_time_seconds", "data_loss_seconds", "outcome"]
    assert frame[fields].to_numpy().tolist() == [
        [14_400, 12_600, 900, "passed"],
        [28_800, 33_300, 1_800, "failed"],
    ]
    assert frame["drill"].tolist() == ["DR-1", "DR-1"]


@pytest.mark.parametrize(
    "heading", ["RTO-Ist", "RPO (Ist)", "RPO Ist (Min.)", "RTO est.", "RTO (EST)", "RTO EST"]
)
def test_a_word_after_an_objective_is_no_zone(heading: str) -> None:
    """Measured or estimated: either way not the objective that was set."""
    named = {name for _, name in exact_fields(phrase(heading))}
    assert not named & {"rto_seconds", "rpo_seconds"}
    assert phrase(heading).zone is None


@pytest.mark.parametrize(
    ("heading", "zone"), [("Start time IST", "IST"), ("Restored (EST)", "EST")]
)
def test_after_a_moment_it_is_one(heading: str, zone: str) -> None:
    assert phrase(heading).zone == zone


@pytest.mark.parametrize("heading", ["Actual time", "Actual Time (min)"])
def test_the_actual_time_beside_a_target_is_the_recovery(heading: str) -> None:
    """1 h 50 min and 245 min are 6,600 and 14,700 s; they are no list of systems."""
    times = ["110", "245"] if "min" in heading else ["1h 50m", "4h 5m"]
    rows = [["System", "RTO", heading], ["Web", "2h", times[0]], ["App", "4h", times[1]]]
    frame = rows_of(read(rows, Told(drill="DR-1"))).frame
    assert frame["recovery_time_seconds"].tolist() == [6_600, 14_700]
    assert frame["rto_seconds"].tolist() == [7_200, 14_400]


@pytest.mark.parametrize(
    "rows",
    [
        [["System", "RTO", "Actual time"], ["Web", "2 h", "14:20"], ["App", "4 h", "15:05"]],
        [["Message", "Target", "Actual time"], ["M-1", "15 min", "14:20"], ["M-2", "1 h", "15:05"]],
        [["Step", "Planned time", "Actual time"], ["1", "2 h", "1 h"], ["2", "4 h", "3 h"]],
    ],
    ids=["clock times", "messages", "steps"],
)
def test_another_actual_time_is_none(rows: list[list[Cell]]) -> None:
    reading = read(rows, Told(drill="DR-1"))
    matches = [one.match for one in reading.tables if one.match is not None]
    assert not [c for one in matches for c in one.columns if c.field == "recovery_time_seconds"]


DRILLS: list[list[Cell]] = [
    ["Drill", "Date", "Start", "End", "Lead", "Status"],
    ["DR-1", "2025-09-12", "08:00", "14:00", "Thandi", "Completed"],
    ["DR-2", "2025-10-03", "22:00", "01:30", "Sipho", "Cancelled"],
]


@pytest.mark.parametrize("rows", [DRILLS[:2], DRILLS], ids=["one", "two"])
def test_a_list_of_drills_is_no_list_of_recoveries(rows: list[list[Cell]]) -> None:
    """Its clock times are of its dates; 08:00 in Johannesburg is 06:00 UTC."""
    reading = read(rows)
    assert [one.record for one in reading.tables] == ["drill"]
    frame = frame_of(reading, "drill")
    assert frame["started_at"].iloc[0] == utc("2025-09-12 06:00")
    assert frame["ended_at"].iloc[0] == utc("2025-09-12 12:00")
    assert frame["status"].tolist() == ["completed", "cancelled"][: len(rows) - 1]
    assert frame["lead"].tolist() == ["Thandi", "Sipho"][: len(rows) - 1]
    if len(rows) > 2:
        assert frame["ended_at"].iloc[1] == utc("2025-10-03 23:30")


@pytest.mark.parametrize(
    ("headings", "last"),
    [
        (["Drill", "Date", "Start", "End", "Lead", "Status"], "Passed"),
        (["Drill", "Date", "Start", "End", "Lead", "RTO"], "4 h"),
        (["Drill", "Date", "Outage start", "Restored", "Lead", "Status"], "Completed"),
        (["Drill", "Date", "Start", "End", "System", "Status"], "CRM"),
    ],
)
@pytest.mark.parametrize("count", [1, 2])
def test_results_of_whole_drills_stay_recoveries(
    headings: list[str], last: str, count: int
) -> None:
    row = ["DR-1", "2025-09-12", "08:00", "14:00", "Thandi", last]
    other = ["DR-2", "2025-10-03", "09:00", "10:00", "Sipho", last]
    reading = read([headings, *[row, other][:count]])
    assert [one.record for one in reading.tables] == ["recovery"]


def test_a_runbook_with_numbers_words_and_predecessors() -> None:
    """The number names a step, `3;4` two others; what is done in it is kept beside it."""
    rows: list[list[Cell]] = [
        ["Step", "Activity", "Predecessor", "Planned duration (min)"],
        [1, "Open bridge", None, 10],
        [2, "Stop replication", 1, 15],
        [3, "Promote standby", 2.0, 30],
        [4, "Switch DNS", 2, 30],
        [5, "Smoke test", "3;4", 20],
    ]
    frame = rows_of(read(rows, Told(drill="DR-1")), "task").frame
    assert frame["task"].tolist() == ["1", "2", "3", "4", "5"]
    assert frame["title"].tolist()[:2] == ["Open bridge", "Stop replication"]
    assert frame["depends_on"].iloc[1:].tolist() == ["1", "2", "2", "3; 4"]


@pytest.mark.parametrize(
    ("headings", "key", "title"),
    [
        (["Activity", "Step no", "Team"], "Step no", "Activity"),
        (["#", "Step", "Team"], "#", "Step"),
        (["Step", "Task", "Team"], "Step", "Task"),
        (["Task ID", "Task", "Team"], "Task ID", "Task"),
        (["No", "Procedure", "Team"], "No", "Procedure"),
        (["Activity", "Team", "Phase"], "Activity", None),
        (["Step", "Team", "Phase"], "Step", None),
        (["Action", "Team", "Phase"], "Action", None),
    ],
)
def test_which_names_a_step_and_which_says_what_it_is(
    headings: list[str], key: str, title: str | None
) -> None:
    more = ["Planned duration", "Actual finish"]
    match = match_table([*headings, *more], lambda column, target: None, as_record="task")
    assert match is not None
    found = {one.field: one.heading for one in match.columns}
    assert (found["task"], found.get("title")) == (key, title)


def test_a_count_of_dependencies_names_no_system() -> None:
    rows: list[list[Cell]] = [
        ["System", "RTO", "Dependencies"],
        ["CRM", "4 h", 3],
        ["HR", "8 h", 2],
    ]
    reading = read(rows)
    assert "depends_on" not in frame_of(reading, "system")


@pytest.mark.parametrize(
    ("heading", "headed"), [("What happened", "Type"), ("What went well / went wrong", "Kind")]
)
def test_what_happened_is_the_lesson(heading: str, headed: str) -> None:
    rows: list[list[Cell]] = [
        ["Drill", heading, headed, "Area", "Owner"],
        ["DR-1", "Early call to vendor helped", "What went well", "Vendor", "Thandi"],
        ["DR-1", "Stop using e-mail in the drill", "To change", "Communication", "Johan"],
        ["DR-1", "Daily stand-up", "Keep", "Process", "Zanele"],
        ["DR-1", "Nobody had the keys", "What went wrong", "Site", "Zanele"],
    ]
    frame = rows_of(read(rows), "lesson").frame
    assert frame["lesson"].tolist() == [row[1] for row in rows[1:]]
    assert frame["kind"].tolist() == ["worked", "change", "keep", "change"]


def test_what_happened_when_is_a_log() -> None:
    rows: list[list[Cell]] = [
        ["Drill", "Time", "What happened", "Who"],
        ["DR-1", "2025-02-12 08:00", "disrupted", "Johan"],
        ["DR-1", "2025-02-12 09:00", "restored", "Johan"],
    ]
    assert [one.record for one in read(rows).tables] == ["log"]


FORM: list[list[Cell]] = [
    ["Timestamp", "Email Address", "Which team are you in?",
     "How satisfied were you with the drill overall? (1-5)",
     "Communication during the drill was timely (1-5)", "Any comments?"],
    ["2/21/2025 9:01:33", "a@x.org", "Ops", 4, 4, "Good"],
    ["2/21/2025 9:05:10", "b@x.org", "Ops", 3, "N/A", "Too long"],
    ["2/21/2025 9:05:10", "c@x.org", "Finance", 5, 5, "Good"],
]  # fmt: skip


def test_the_export_of_a_form() -> None:
    reading = read(FORM, Told(drill="DR-1"))
    (match,) = [one.match for one in reading.tables if one.match is not None]
    assert [(one.heading, one.why) for one in match.ignored] == [("Timestamp", NO_TIME_KEPT)]
    frame = rows_of(reading, "survey").frame
    assert frame["respondent"].tolist() == ["a@x.org", "b@x.org", "c@x.org"]
    assert frame["team"].tolist() == ["Ops", "Ops", "Finance"]
    assert frame["satisfaction"].tolist() == [4, 3, 5]
    assert frame["communication"].dropna().tolist() == [4, 5]
    assert frame["comment"].tolist() == ["Good", "Too long", "Good"]


def test_answers_nobody_signed_are_told_apart_by_their_stamp() -> None:
    """Not by what was written, nor by the line: equal stamps are numbered."""
    reading = read([[row[0], *row[3:]] for row in FORM], Told(drill="DR-1"))
    names = rows_of(reading, "survey").frame["respondent"].tolist()
    assert names == ["2/21/2025 9:01:33", "2/21/2025 9:05:10", "2/21/2025 9:05:10 (2)"]
    (match,) = [one.match for one in reading.tables if one.match is not None]
    assert [(one.heading, one.why) for one in match.ignored] == [("Timestamp", NAMES_THE_ROWS)]


def test_a_column_of_units_is_not_left_out() -> None:
    rows: list[list[Cell]] = [
        ["System", "Target RTO", "Target RTO Unit", "Actual RTO (min)", "Colour"],
        ["CRM", 30, "Minutes", 25, "blue"],
        ["HR", 2, "Hours", 125, "red"],
    ]
    reading = read(rows, Told(drill="DR-1"))
    assert rows_of(reading).frame["rto_seconds"].tolist() == [1_800, 7_200]
    (match,) = [one.match for one in reading.tables if one.match is not None]
    assert [one.heading for one in match.ignored] == ["Colour"]


def test_who_was_trained_and_did_not_come_is_no_mistake() -> None:
    """Of a team, more trained than came is still told: only as many count."""
    rows: list[list[Cell]] = [
        ["Full name", "Invited", "Present", "Trained?"],
        ["Bob Jones", "Y", "N", "Yes"],
        ["Security", 6, 4, 5],
    ]
    told = [one.cell for one in problems_of(read(rows, Told(drill="DR-1")))
            if one.code == "more_than_whole"]  # fmt: skip
    assert told == ["D3"]


@pytest.mark.parametrize(
    ("headings", "budgets", "currencies"),
    [
        (["Item", "Budget", "Spent"], ["R 250 000", 80_000], ["ZAR", "ZAR"]),
        (["Item", "Budget (USD)", "Spent"], ["250 000", 80_000], ["USD", "USD"]),
        (["Item", "Budget (USD)", "Spent"], ["€ 250 000", 80_000], ["EUR", "USD"]),
        (["Item", "Budget", "Spent"], ["€ 250 000", "$ 80,000"], ["EUR", "USD"]),
        (["Item", "Budget", "Spent"], [250_000, 80_000], None),
    ],
)
def test_the_currency_the_amounts_name(
    headings: list[Cell], budgets: list[Cell], currencies: list[str] | None
) -> None:
    rows = [headings, *([f"Item {n}", budget, 10] for n, budget in enumerate(budgets))]
    frame = rows_of(read(rows, Told(quarter="2025-Q1")), "resource").frame
    assert (frame["currency"].tolist() if "currency" in frame else None) == currencies


def test_the_currency_of_the_title() -> None:
    rows: list[list[Cell]] = [
        ["Budget of the programme (ZAR)"],
        [],
        ["Item", "Budget", "Spent"],
        ["Consultants", 10, 5],
        ["Lab", 20, 5],
    ]
    frame = rows_of(read(rows, Told(quarter="2025-Q1")), "resource").frame
    assert frame["currency"].tolist() == ["ZAR", "ZAR"]


ONE_SYSTEM: list[list[Cell]] = [
    ["Test date", "Actual recovery time", "Outcome"],
    ["2025-02-12", "3h 10m", "Pass"],
    ["2025-06-18", "4h 20m", "Fail"],
]


@pytest.mark.parametrize("line", [["RTO: 4 h"], ["RTO", "4 h"], ["Target RTO (hours)", 4]])
def test_the_objective_above_the_tests_of_one_system(line: list[Cell]) -> None:
    head: list[list[Cell]] = [["System", "SAP"]] if len(line) > 1 else [["System: SAP"]]
    reading = read([*head, line, *ONE_SYSTEM], name="sap.xlsx")
    frame = rows_of(reading).frame
    assert frame["system"].tolist() == ["SAP", "SAP"]
    assert frame["rto_seconds"].tolist() == [14_400, 14_400]
    assert not [fact for one in reading.tables for fact in one.unused_facts]


def test_an_objective_above_several_systems_is_not_theirs() -> None:
    rows = [["RTO", "4 h"], [], ["System", "Actual RTO"], ["CRM", "3 h"], ["HR", "5 h"]]
    reading = read(rows, Told(drill="DR-1"))
    assert "rto_seconds" not in rows_of(reading).frame
    assert [fact.label for one in reading.tables for _, fact in one.unused_facts] == ["RTO"]


def test_a_column_of_objectives_comes_before_the_one_above() -> None:
    own = [[*row, rto] for row, rto in zip(ONE_SYSTEM, ["RTO", "2 h", "3 h"], strict=True)]
    reading = read([["System", "SAP"], ["RTO", "4 h"], [], *own], name="sap.xlsx")
    assert rows_of(reading).frame["rto_seconds"].tolist() == [7_200, 10_800]
    assert [fact.label for one in reading.tables for _, fact in one.unused_facts] == ["RTO"]
