"""A table becomes rows: what is kept, what is rejected, and the cell each problem names."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from data.intake.facts import Told
from data.intake.understanding import BookReading
from tests.intake.loading import H, frame_of, problems_of, read, results, rows_of, told, utc


def test_a_row_is_typed_and_keyed() -> None:
    reading = read(
        results(["DR-1", "CRM", "2025-02-12 08:00", "12 Feb 2025 11:20", "< 4 hours", "✅ Pass"])
    )
    (row,) = frame_of(reading).to_dict("records")
    assert row["row_key"] == '["DR-1", "CRM"]'
    assert row["row_number"] == 2
    assert row["disrupted_at"] == utc("2025-02-12 06:00")  # Johannesburg is two hours ahead
    assert row["restored_at"] == utc("2025-02-12 09:20")
    assert (row["rto_seconds"], row["rto_operator"]) == (4 * H, "<")
    assert row["outcome"] == "passed"
    assert row["raws"] == (
        '["DR-1", "CRM", "2025-02-12 08:00", "12 Feb 2025 11:20", "< 4 hours", "✅ Pass"]'
    )


def test_a_missing_required_cell_rejects_its_row_alone() -> None:
    reading = read(results(["DR-1", "CRM", None, None, "4 h", "passed"],
                           ["DR-1", None, None, None, "4 h", "passed"],
                           [None, "ERP", None, None, "4 h", "passed"]))  # fmt: skip
    assert list(frame_of(reading)["system"]) == ["CRM"]
    assert told(reading) == {("error", "B3", "system", True), ("error", "A4", "drill", True)}
    rejected = rows_of(reading).rejected
    assert list(rejected["row_number"]) == [3, 4]
    assert list(rejected["why"]) == ["System is missing.", "Drill is missing."]


def test_an_impossible_cell_names_file_sheet_cell_text_and_what_was_expected() -> None:
    reading = read({"Results": results(["DR-1", "CRM", "noonish", None, "4 h", "passed"],
                                       ["DR-1", "ERP", None, None, "-4 h", "passed"],
                                       ["DR-1", "BI", None, None, "4 h", "splendid"])})  # fmt: skip
    assert frame_of(reading).empty
    problems = {one.cell: one for one in problems_of(reading) if one.code != "new_name"}
    assert set(problems) == {"C2", "E3", "F4"}
    noon = problems["C2"]
    assert (noon.sheet, noon.row, noon.field, noon.value) == (
        "Results",
        2,
        "disrupted_at",
        "noonish",
    )
    assert noon.row_rejected
    assert "date and time" in (noon.expected or "")
    assert "noonish" in noon.message
    assert problems["E3"].code == "negative"
    assert all(one.expected for one in problems.values())


def test_a_field_nothing_rests_on_is_left_empty_with_a_warning() -> None:
    rows = [["Participant", "Drill", "Attended", "Role understood"],
            ["Sipho Dlamini", "DR-1", "Yes", "more or less"]]  # fmt: skip
    reading = read(rows)
    (row,) = frame_of(reading, "participant").to_dict("records")
    assert row["attended_count"] == 1
    assert pd.isna(row["is_role_understood"])
    assert told(reading) == {("warning", "D2", "is_role_understood", False)}


def test_an_end_before_its_start_is_named_by_the_ends_cell() -> None:
    reading = read(
        results(["DR-1", "CRM", "2025-02-12 08:00", "2025-02-12 07:00", "4 h", "passed"])
    )
    assert frame_of(reading).empty
    assert told(reading) == {("error", "D2", "restored_at", True)}


def test_words_of_emptiness_are_kept_apart() -> None:
    reading = read(results(["DR-1", "A", "TBC", "N/A", "4 h", None],
                           ["DR-1", "B", "—", "unknown", "4 h", None]))  # fmt: skip
    frame = frame_of(reading)
    assert list(frame["disrupted_empty"]) == ["pending", "not applicable"]
    assert list(frame["restored_empty"]) == ["not applicable", "unknown"]


def test_an_outcome_in_a_times_cell_fills_a_blank_outcome() -> None:
    reading = read(
        results(
            ["DR-1", "CRM", "2025-02-12 08:00", "Not restored", "4 h", None],
            ["DR-1", "ERP", "2025-02-12 08:00", "Not restored", "4 h", "partial"],
        )
    )
    assert list(frame_of(reading)["outcome"]) == ["not recovered", "partial"]
    assert told(reading) == {
        ("warning", "D2", "restored_at", False), ("warning", "D3", "restored_at", False)
    }  # fmt: skip


def test_a_unit_may_stand_in_a_column_of_its_own() -> None:
    rows = [["Drill", "System", "Target RTO", "Target RTO Unit", "Actual RTO (Minutes)", "Result"],
            ["DR-1", "CRM", 30, "Minutes", 25, "Pass"],
            ["DR-1", "ERP", 4, "Hours", 300, "Fail"]]  # fmt: skip
    frame = frame_of(read(rows))
    assert list(frame["rto_seconds"]) == [1800, 4 * H]
    assert list(frame["recovery_time_seconds"]) == [1500, 5 * H]


def test_halves_of_an_instant_are_joined() -> None:
    rows = [
        ["System", "Server Down Date", "Server Down Time", "Server Up Date", "Server Up Time"],
        ["CRM", "2025-02-12", "08:00", "2025-02-12", "11:20"],
        ["ERP", dt.date(2025, 2, 12), dt.time(8), dt.date(2025, 2, 13), dt.time(1, 30)],
    ]
    reading = read(rows, Told(drill="DR-1"))
    frame = frame_of(reading)
    assert list(frame["disrupted_at"]) == [utc("2025-02-12 06:00")] * 2
    assert list(frame["restored_at"]) == [utc("2025-02-12 09:20"), utc("2025-02-12 23:30")]
    origins = [(o.heading, o.column) for o in rows_of(reading).lineage if o.field == "restored_at"]
    assert origins == [("Server Up Date", 3), ("Server Up Time", 4)]


def test_date_and_time_of_a_log_are_joined() -> None:
    rows = [["Date", "Time", "Event"], ["2025-02-12", "08:10", "detected"],
            ["2025-02-12", "09:40", "restored"]]  # fmt: skip
    frame = frame_of(read(rows, Told(drill="DR-1")), "log")
    assert list(frame["logged_at"]) == [utc("2025-02-12 06:10"), utc("2025-02-12 07:40")]


def test_a_duration_that_disagrees_with_the_instants_is_told() -> None:
    rows = results(["DR-1", "A", "2025-02-12 08:00", "2025-02-12 10:00", "4 h", None, "3 h"],
                   ["DR-1", "B", "2025-02-12 08:00", "2025-02-12 10:00", "4 h", None, "2:00:40"],
                   more=["Recovery time"])  # fmt: skip
    reading = read(rows)
    assert len(frame_of(reading)) == 2
    assert told(reading) == {("warning", "G2", "recovery_time_seconds", False)}


def test_the_same_row_twice_is_skipped_in_silence() -> None:
    row = ["DR-1", "CRM", "2025-02-12 08:00", "2025-02-12 10:00", "4 h", None]
    reading = read(results(row, ["DR-1", "ERP", None, None, "4 h", "failed"], row))
    assert len(frame_of(reading)) == 2
    assert rows_of(reading).rejected.empty
    assert told(reading) == set()
    assert [(one.row, one.why) for one in reading.tables[0].found.skipped] == [(3, "repeated row")]


def test_of_several_rows_of_one_test_the_last_to_be_restored_counts() -> None:
    rows = results(
        ["DR-1", "CRM", "2025-02-12 08:00", "2025-02-12 12:00", "4 h", None],
        ["DR-1", "CRM", "2025-02-12 08:00", "2025-02-12 10:00", "4 h", None],
    )
    reading = read(rows)
    assert list(frame_of(reading)["restored_at"]) == [utc("2025-02-12 10:00")]
    assert told(reading) == {("warning", "A3", None, True)}
    assert _same_key(reading) == (
        "Rows 2 and 3 are of the same test and differ in Restored (D2 “2025-02-12 12:00”, D3 "
        "“2025-02-12 10:00”). Row 2 counts, as the last to be restored."
    )


def test_a_row_not_recovered_outlasts_all() -> None:
    rows = results(
        ["DR-1", "CRM", "2025-02-12 08:00", None, "4 h", "not recovered"],
        ["DR-1", "CRM", "2025-02-12 08:00", "2025-02-12 10:00", "4 h", None],
    )
    reading = read(rows)
    assert list(frame_of(reading)["outcome"]) == ["not recovered"]
    assert _same_key(reading) == (
        "Rows 2 and 3 are of the same test and differ in Restored (D2 blank, D3 “2025-02-12 "
        "10:00”), Outcome (F2 “not recovered”, F3 blank). Row 2 counts, as not recovered outlasts "
        "all."
    )


def test_of_rows_that_were_restored_together_the_lower_one_counts() -> None:
    rows = results(["DR-1", "CRM", None, None, "4 h", None, "2 h"],
                   ["DR-1", "CRM", None, None, "5 h", None, "120 min"],
                   ["DR-1", "ERP", None, None, "5 h", None, "3 h"],
                   ["DR-1", "ERP", None, None, "5 h", None, "2 h"],
                   more=["Recovery time"])  # fmt: skip
    reading = read(rows)
    assert list(frame_of(reading)["rto_seconds"]) == [5 * H, 5 * H]
    assert [one.message for one in problems_of(reading) if one.code == "same_key"] == [
        "Rows 2 and 3 are of the same test and differ in RTO (E2 “4 h”, E3 “5 h”). Row 3 counts, "
        "as the lower of them in the sheet.",
        "Rows 4 and 5 are of the same test and differ in Recovery time (G4 “3 h”, G5 “2 h”). Row 4 "
        "counts, as the one that took longest.",
    ]


def test_a_row_that_says_the_same_in_other_words_is_skipped() -> None:
    rows = results(["DR-1", "CRM", None, None, "4 h", None, "2 h"],
                   ["DR-1", "CRM", None, None, "240 min", None, "120 min"],
                   more=["Recovery time"])  # fmt: skip
    reading = read(rows)
    assert len(frame_of(reading)) == 1
    assert told(reading) == set()
    assert [(one.row, one.why) for one in reading.tables[0].found.skipped] == [(1, "repeated row")]


def test_two_gaps_of_one_key_say_what_differs() -> None:
    rows = [["Gap ID", "Gap description", "Drill", "Owner"],
            ["G-1", "DNS is changed by hand", "DR-1", "Ann"],
            ["G-1", "No runbook", "DR-1", "Ann"]]  # fmt: skip
    reading = read(rows)
    assert list(frame_of(reading, "gap")["title"]) == ["No runbook"]
    assert _same_key(reading) == (
        "Rows 2 and 3 are of the same gap and differ in Title (B2 “DNS is changed by hand”, B3 “No "
        "runbook”). Row 3 counts, as the lower of them in the sheet."
    )


def _same_key(reading: BookReading) -> str:
    (said,) = [one.message for one in problems_of(reading) if one.code == "same_key"]
    return said
