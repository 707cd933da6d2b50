"""A table becomes rows: what is kept, what is rejected, and the cell each problem names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from data.intake.around import DrillFacts
from data.intake.facts import Told
from data.intake.naming import WHOLE_DRILL
from tests.intake.loading import frame_of, known, problems_of, read, rows_of

H = 3600.0


def utc(text: str) -> pd.Timestamp:
    return pd.Timestamp(text, tz="UTC")


def told(reading: Any) -> set[tuple[str, str | None, str | None, bool]]:  # noqa: ANN401
    """(severity, cell, field, whether the row is rejected) of everything but new names."""
    return {
        (one.severity, one.cell, one.field, one.row_rejected)
        for one in problems_of(reading)
        if one.code != "new_name"
    }


RESULTS = ["Drill", "System", "Disrupted", "Restored", "RTO", "Outcome"]


def results(*rows: Sequence[Any], more: Sequence[str] = ()) -> list[Sequence[Any]]:
    return [[*RESULTS, *more], *rows]


# --- cells ----------------------------------------------------------------------------------------


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


# --- days, zones, clocks --------------------------------------------------------------------------

CLOCKS = ["System", "Disrupted", "Restored", "Outcome"]


def test_a_clock_after_midnight_is_the_next_day_with_a_warning() -> None:
    reading = read([["Drill date:", "12 Feb 2025"], ["Drill:", "DR-1"], [], CLOCKS,
                    ["CRM", "23:10", "01:20", "recovered"]])  # fmt: skip
    (row,) = frame_of(reading).to_dict("records")
    assert row["disrupted_at"] == utc("2025-02-12 21:10")
    assert row["restored_at"] == utc("2025-02-12 23:20")
    assert told(reading) == {("warning", "C5", "restored_at", False)}
    assert row["drill"] == "DR-1"


def test_a_clock_takes_its_day_from_the_register() -> None:
    sheets = {
        "Results": [["Drill", *CLOCKS], ["A", "CRM", "08:00", "11:00", None],
                    ["B", "CRM", "08:00", "10:00", None]],
        "Drills": [["Drill", "Test Type", "Start", "End"],
                   ["A", "simulation", "12 Feb 2025 07:30", "12 Feb 2025 16:00"],
                   ["B", "simulation", "19 Mar 2025 07:30", "19 Mar 2025 16:00"]],
    }  # fmt: skip
    frame = frame_of(read(sheets))
    assert list(frame["restored_at"]) == [utc("2025-02-12 09:00"), utc("2025-03-19 08:00")]


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        ([["Test of 12 February 2025"], [], CLOCKS, ["CRM", "08:00", "11:00", None]], "a.csv"),
        ([CLOCKS, ["CRM", "08:00", "11:00", None]], "failover_2025-02-12.csv"),
    ],
    ids=["title", "file name"],
)  # fmt: skip
def test_a_clock_takes_its_day_from_a_title_or_the_files_name(
    rows: list[list[Any]], name: str
) -> None:
    (row,) = frame_of(read(rows, name=name)).to_dict("records")
    assert row["restored_at"] == utc("2025-02-12 09:00")


def test_a_clock_without_any_day_is_rejected() -> None:
    reading = read([CLOCKS, ["CRM", "08:00", None, None]], Told(drill="DR-1"))
    assert told(reading) == {("error", "B2", "disrupted_at", True)}


def test_an_offset_counts_from_the_drills_start() -> None:
    before = known()
    before.names["drill"].add("DR-1")
    start = dt.datetime(2025, 2, 12, 6, tzinfo=dt.UTC)
    before.drills["DR-1"] = DrillFacts(None, start, dt.date(2025, 2, 12))
    rows = [["Drill", "Time (simulated)", "Action"], ["DR-1", "T+0:00", "alert"],
            ["DR-1", "T+1:35", "restored"]]  # fmt: skip
    frame = frame_of(read(rows, before=before), "log")
    assert list(frame["logged_at"]) == [utc("2025-02-12 06:00"), utc("2025-02-12 07:35")]


def test_the_zone_is_the_options_then_the_facts_then_the_organisations() -> None:
    row = ["DR-1", "CRM", "2025-07-01 08:00", None, "4 h", None]
    assert frame_of(read(results(row)))["disrupted_at"][0] == utc("2025-07-01 06:00")
    facts = [["Time zone:", "Europe/Berlin"], ["Lead:", "Sipho"], [], *results(row)]
    assert frame_of(read(facts))["disrupted_at"][0] == utc("2025-07-01 06:00")
    new_york = read(facts, Told(zone="America/New_York"))
    assert frame_of(new_york)["disrupted_at"][0] == utc("2025-07-01 12:00")
    tokyo = [["Time zone:", "Asia/Tokyo"], ["Lead:", "Sipho"], [], *results(row)]
    assert frame_of(read(tokyo))["disrupted_at"][0] == utc("2025-06-30 23:00")


def test_a_zone_in_a_heading_and_in_a_cell_beats_the_others() -> None:
    rows = [["Drill", "System", "Failure start (UTC)", "Service restored"],
            ["DR-1", "CRM", "2025-02-12 08:00", "2025-02-12 12:00 CET"]]  # fmt: skip
    (row,) = frame_of(read(rows, Told(zone="Asia/Tokyo"))).to_dict("records")
    assert row["disrupted_at"] == utc("2025-02-12 08:00")
    assert row["restored_at"] == utc("2025-02-12 11:00")


def test_the_drills_own_zone_reads_its_rows() -> None:
    before = known()
    before.names["drill"].add("Oslo")
    before.drills["Oslo"] = DrillFacts("Europe/Oslo", None, None)
    rows = results(["Oslo", "CRM", "2025-02-12 08:00", None, "4 h", None],
                   ["Home", "CRM", "2025-02-12 08:00", None, "4 h", None])  # fmt: skip
    frame = frame_of(read(rows, before=before))
    assert list(frame["disrupted_at"]) == [utc("2025-02-12 07:00"), utc("2025-02-12 06:00")]


def test_daylight_saving() -> None:
    """Berlin skips 02:30 on 30 March 2025 and has it twice on 26 October."""
    rows = results(["DR-1", "A", "2025-03-30 01:30", "2025-03-30 03:30", "4 h", None],
                   ["DR-1", "B", "2025-03-30 02:30", None, "4 h", None],
                   ["DR-2", "C", "2025-10-26 02:50", "2025-10-26 02:20", "4 h", None])  # fmt: skip
    reading = read(rows, Told(zone="Europe/Berlin"))
    frame = frame_of(reading)
    took = (frame["restored_at"] - frame["disrupted_at"]).dt.total_seconds()
    assert list(frame["system"]) == ["A", "C"]
    assert list(took) == [3600, 1800]
    assert ("error", "C3", "disrupted_at", True) in told(reading)


def test_an_ambiguous_day_is_asked_and_its_row_waits() -> None:
    row = ["DR-1", "CRM", "03/02/2025 08:00", "03/02/2025 09:00", "4 h", None]
    reading = read(results(row))
    assert frame_of(reading).empty
    asked = [one for one in problems_of(reading) if one.severity == "question"]
    assert {one.cell for one in asked} == {"C2", "D2"}
    assert all("3 February 2025" in one.message and "2 March 2025" in one.message for one in asked)
    assert all(one.row_rejected for one in asked)
    day = frame_of(read(results(row), Told(day_first=True)))
    assert day["disrupted_at"][0] == utc("2025-02-03 06:00")
    month = frame_of(read(results(row), Told(day_first=False)))
    assert month["disrupted_at"][0] == utc("2025-03-02 06:00")


def test_a_25_in_the_column_decides() -> None:
    reading = read(results(["DR-1", "A", "03/02/2025 08:00", None, "4 h", None],
                           ["DR-1", "B", "25/02/2025 08:00", None, "4 h", None]))  # fmt: skip
    assert list(frame_of(reading)["disrupted_at"]) == [
        utc("2025-02-03 06:00"), utc("2025-02-25 06:00")
    ]  # fmt: skip


def test_the_drills_own_date_decides() -> None:
    reading = read([["Drill date:", "3 February 2025"], ["Drill:", "DR-1"], [], CLOCKS,
                    ["CRM", "03/02/2025 08:00", None, None]])  # fmt: skip
    assert frame_of(reading)["disrupted_at"][0] == utc("2025-02-03 06:00")


# --- rules over a row -----------------------------------------------------------------------------


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
    assert "Row 2" in next(p.message for p in problems_of(reading) if p.code == "same_key")


def test_a_row_not_recovered_outlasts_all() -> None:
    rows = results(
        ["DR-1", "CRM", "2025-02-12 08:00", None, "4 h", "not recovered"],
        ["DR-1", "CRM", "2025-02-12 08:00", "2025-02-12 10:00", "4 h", None],
    )
    assert list(frame_of(read(rows))["outcome"]) == ["not recovered"]


# --- whose rows they are --------------------------------------------------------------------------


def test_rows_without_a_drill_ask_for_it() -> None:
    sheets = {"Sheet1": [["System", "RTO", "Actual RTO"], ["CRM", "4 h", "3 h"]],
              "Sheet2": [["Prepared by", "Sipho"]]}  # fmt: skip
    reading = read(sheets, name="book.xlsx")
    (asked,) = [one for one in problems_of(reading) if one.severity == "question"]
    assert (asked.field, asked.sheet, asked.cell) == ("drill", "Sheet1", "A1:C2")
    assert len(rows_of(reading).rejected) == 1
    assert list(frame_of(read(sheets, Told(drill="DR-9"), name="book.xlsx"))["drill"]) == ["DR-9"]


def test_one_sheet_a_drill() -> None:
    rows = [["System", "RTO", "Actual RTO"], ["CRM", "4 h", "3 h"], ["ERP", "2 h", "1 h"]]
    frame = frame_of(read({"February": rows, "March": rows}, name="2025.xlsx"))
    assert list(frame["drill"]) == ["February", "February", "March", "March"]


def test_a_known_drill_in_the_sheets_name_or_title() -> None:
    rows = [["System", "RTO", "Actual RTO"], ["CRM", "4 h", "3 h"]]
    sheets = {"DR-1 results": rows, "Notes": [["Prepared by", "Sipho"]]}
    assert frame_of(read(sheets, before=known(drills=["DR-1"])))["drill"][0] == "DR-1"
    titled = [["Recovery results of DR-1"], [], *rows]
    assert frame_of(read(titled, before=known(drills=["DR-1", "DR-2"])))["drill"][0] == "DR-1"


def test_the_only_drill_of_the_file() -> None:
    sheets = {
        "Drill": [["Drill", "Test Type", "Start"], ["DR-7", "simulation", "2025-02-12 08:00"]],
        "Results": [["System", "RTO", "Actual RTO"], ["CRM", "4 h", "3 h"], ["ERP", "4 h", "2 h"]],
    }
    assert set(frame_of(read(sheets, name="x.xlsx"))["drill"]) == {"DR-7"}


def test_the_files_name_is_the_last_resort() -> None:
    rows = [["System", "RTO", "Actual RTO"], ["CRM", "4 h", "3 h"], ["ERP", "4 h", "2 h"]]
    reading = read(rows, name="restore_test_2025-02-12.csv")
    assert set(frame_of(reading)["drill"]) == {"restore_test_2025-02-12"}
    (drill,) = frame_of(reading, "drill").to_dict("records")
    assert (drill["started_at"], drill["started_precision"]) == (utc("2025-02-11 22:00"), "day")


def test_a_results_table_also_says_what_it_knows_of_its_drills() -> None:
    rows = [["Drill", "Drill Date", "Environment", "System", "RTO", "Actual RTO"],
            ["DR-1", "2025-02-12", "DR site", "CRM", "4 h", "3 h"],
            ["DR-1", "2025-02-12", "DR site", "ERP", "4 h", "2 h"],
            ["DR-2", "2025-03-19", "Cloud", "CRM", "4 h", "1 h"]]  # fmt: skip
    drills = frame_of(read(rows), "drill")
    assert list(drills["drill"]) == ["DR-1", "DR-2"]
    assert list(drills["environment"]) == ["DR site", "Cloud"]
    assert list(drills["started_at"]) == [utc("2025-02-11 22:00"), utc("2025-03-18 22:00")]
    assert list(drills["started_precision"]) == ["day", "day"]


@pytest.mark.parametrize(
    "heads",
    [
        ["System", "RTO", "Drill 1 Actual RTO", "Drill 1 Result", "Drill 2 Actual RTO",
         "Drill 2 Result"],
        ["System", "RTO", "Actual RTO (Drill 1)", "Result (Drill 1)", "Actual RTO (Drill 2)",
         "Result (Drill 2)"],
        ["System", "RTO", "Drill 1 - Actual RTO", "Drill 1 - Result", "Drill 2 - Actual RTO",
         "Drill 2 - Result"],
    ],
    ids=["first", "last", "dash"],
)  # fmt: skip
def test_drills_side_by_side_become_rows(heads: list[str]) -> None:
    rows = [heads, ["CRM", "4 h", "5 h", "Fail", "3 h", "Pass"],
            ["ERP", "2 h", "1 h", "Pass", "50 min", "Pass"]]  # fmt: skip
    reading = read(rows)
    frame = frame_of(reading)
    assert frame[["drill", "system"]].to_numpy().tolist() == [
        ["Drill 1", "CRM"], ["Drill 1", "ERP"], ["Drill 2", "CRM"], ["Drill 2", "ERP"]
    ]  # fmt: skip
    assert list(frame["recovery_time_seconds"] / 60) == [300, 60, 180, 50]
    assert list(frame["rto_seconds"] / H) == [4, 2, 4, 2]
    second = reading.tables[0].outputs[1].lineage
    assert {one.field: (one.column, one.heading) for one in second}["outcome"] == (5, heads[5])
    assert reading.tables[0].match is not None
    assert reading.tables[0].match.ignored == ()


def test_rows_with_dates_of_their_own_are_a_drill_each() -> None:
    rows = [["Date", "Scenario", "RTO Target", "Actual RTO"],
            ["2024-12-01", "Database failure", "4 hours", "2.5 hours"],
            ["2024-11-15", "Region failover test", "4 hours", "3.8 hours"]]  # fmt: skip
    frame = frame_of(read(rows))
    assert list(frame["drill"]) == [
        "2024-12-01 Database failure",
        "2024-11-15 Region failover test",
    ]
    assert set(frame["system"]) == {WHOLE_DRILL}


def test_disruptions_on_several_days_are_a_drill_each_equal_ones_numbered() -> None:
    rows = [["Outage start", "Service restored"], ["2024-12-01 08:00", "2024-12-01 09:00"],
            ["2024-12-01 10:00", "2024-12-01 12:00"], ["2024-12-05 08:00", None]]  # fmt: skip
    frame = frame_of(read(rows))
    assert list(frame["drill"]) == ["2024-12-01", "2024-12-01 (2)", "2024-12-05"]


def test_without_a_system_column_what_the_row_names_is_the_system() -> None:
    rows = [["Scenario", "Target RTO", "Actual RTO"], ["Kill switch", "30s", "12s"],
            ["Database restore", "15m", "11m 18s"]]  # fmt: skip
    frame = frame_of(read(rows, Told(drill="DR-1")))
    assert list(frame["system"]) == ["Kill switch", "Database restore"]
    assert list(frame["recovery_time_seconds"]) == [12, 678]


def test_a_key_no_column_gives_is_made_of_the_row() -> None:
    rows = [["Drill", "Satisfaction", "Role clarity", "Comment"], ["DR-1", 4, 5, "good"],
            ["DR-1", 4, 5, "good"], ["DR-1", 2, 3, None]]  # fmt: skip
    frame = frame_of(read(rows), "survey")
    assert list(frame["respondent"]) == ["good", "good (2)", "row 4"]


def test_new_names_are_told_with_the_nearest_known() -> None:
    rows = results(["DR-1", "Paymnet Gateway", None, None, "4 h", "passed"],
                   ["DR-1", "CRM System", None, None, "4 h", "passed"],
                   ["DR-1", "crm", None, None, "2 h", "passed"])  # fmt: skip
    before = known(["Payment Gateway", "CRM"], ["DR-1"], {"Core ERP": "ERP"})
    reading = read(rows[:2] + rows[3:], before=before)
    assert list(frame_of(reading)["system"]) == ["Paymnet Gateway", "CRM"]
    (new,) = [one for one in problems_of(reading) if one.code == "new_name"]
    assert (new.cell, new.value, new.row_rejected) == ("B2", "Paymnet Gateway", False)
    assert "Payment Gateway" in new.message


def test_two_spellings_of_a_new_name_are_one() -> None:
    rows = results(["DR-1", "Payment Gateway", None, None, "4 h", "passed"],
                   ["DR-2", "payment-gateway", None, None, "4 h", "passed"])  # fmt: skip
    assert set(frame_of(read(rows))["system"]) == {"Payment Gateway"}


def test_an_alias_of_the_same_file_joins_names() -> None:
    sheets = {
        "Results": results(["DR-1", "CRM System", None, None, "4 h", "passed"]),
        "Other names": [["Kind", "Written", "Means"], ["system", "CRM System", "CRM"]],
    }
    assert list(frame_of(read(sheets))["system"]) == ["CRM"]


# --- targets --------------------------------------------------------------------------------------


def test_targets_as_people_write_them() -> None:
    rows = [["Quarter", "Measure", "Target"],
            ["2025-Q1", "Recovery time", "< 4 hours"],
            ["2025-Q1", "Drills completed", "≥ 2"],
            ["2025-Q1", "Satisfaction", "at least 80 %"],
            ["2025-Q1", "rto_attainment", 0.9],
            ["2025-Q1", "Time to the first message", "15 min"]]  # fmt: skip
    reading = read(rows)
    frame = frame_of(reading, "target")
    assert frame[["measure", "operator", "value", "unit"]].astype(object).where(
        frame[["measure", "operator", "value", "unit"]].notna(), None
    ).to_numpy().tolist() == [
        ["recovery_time", "<", 4, "hours"], ["drills_completed", ">=", 2, None],
        ["satisfaction_favourable", ">=", 80, "%"], ["rto_attainment", None, 0.9, None],
        ["first_message_median", None, 15, "min"],
    ]  # fmt: skip
    assert told(reading) == set()


def test_a_targets_own_columns_come_first() -> None:
    rows = [
        ["Quarter", "Measure", "Operator", "Value", "Unit"],
        ["2025-Q1", "recovery_time", "<=", "4", "h"],
        ["2025-Q1", "coverage", None, "> 90%", None],
    ]
    frame = frame_of(read(rows), "target")
    assert list(frame["operator"]) == ["<=", ">"]
    assert list(frame["unit"]) == ["h", "%"]
    assert list(frame["value"]) == [4, 90]


def test_a_measure_nobody_knows_is_kept_and_told() -> None:
    rows = [["Quarter", "Measure", "Value"], ["2025-Q1", "rto_atainment", 1],
            ["2025-Q1", "Coffee", 2]]  # fmt: skip
    reading = read(rows)
    assert list(frame_of(reading, "target")["measure"]) == ["rto_atainment", "Coffee"]
    assert told(reading) == {
        ("warning", "B2", "measure", False),
        ("warning", "B3", "measure", False),
    }
    assert "rto_attainment" in next(p.message for p in problems_of(reading) if p.cell == "B2")
