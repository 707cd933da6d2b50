"""Whose rows they are: drills and systems from columns, facts, titles, names, or the row."""

from __future__ import annotations

import pytest

from data.intake.facts import Told
from data.intake.naming import WHOLE_DRILL
from tests.intake.loading import H, frame_of, known, problems_of, read, results, rows_of, utc


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


def test_a_sheet_whose_name_counts_drills_is_one_beside_an_inventory() -> None:
    results = [["System", "RTO", "Actual RTO"], ["CRM", "4 h", "3 h"]]
    sheets = {"Inventory": [["System", "Tier", "RTO"], ["CRM", 1, "4 h"]], "Drill 3": results}
    assert list(frame_of(read(sheets, name="book.xlsx"))["drill"]) == ["Drill 3"]


def test_gaps_below_a_block_are_of_its_drill() -> None:
    block = [["Drill ID", "EX-9"], ["Start", "2025-03-03 08:00"], ["Status", "Completed"], []]
    heads = ["Gap #", "System", "Description", "Severity", "Status"]
    gaps = [heads, ["G1", "CRM", "No tape", "High", "Open"], ["G2", "ERP", "Old", "Low", "Closed"]]
    reading = read([*block, *gaps], name="book.xlsx")
    assert list(frame_of(reading, "gap")["drill"]) == ["EX-9", "EX-9"]
    (column,) = [one for one in rows_of(reading, "gap").lineage if one.field == "drill"]
    assert (column.cell, column.heading) == ("B1", "Drill ID")
    alone = frame_of(read(gaps, name="book.xlsx"), "gap")
    assert "drill" not in alone or alone["drill"].isna().all()  # a file's name is no drill of gaps


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
