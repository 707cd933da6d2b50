"""Results of several days in one table are a drill each; no row is dropped that differs."""

from __future__ import annotations

from tests.intake.loading import frame_of, read, rows_of, utc

HEADS = ["Date", "Application", "RTO", "Passed?"]


def test_one_system_on_two_days_is_in_two_drills() -> None:
    rows = [HEADS, ["2025-03-05", "Web", "4h", "Y"], ["2025-03-05", "DB", "4h", "N"],
            ["2025-03-26", "Web", "4h", "Y"], ["2025-03-26", "DB", "4h", "Y"]]  # fmt: skip
    reading = read(rows)
    frame = frame_of(reading)
    assert list(zip(frame["drill"], frame["system"], frame["outcome"], strict=True)) == [
        ("2025-03-05", "Web", "passed"),
        ("2025-03-05", "DB", "failed"),
        ("2025-03-26", "Web", "passed"),
        ("2025-03-26", "DB", "passed"),
    ]
    drills = frame_of(reading, "drill")  # Johannesburg's midnight is ten at night before in UTC
    assert drills["started_at"].tolist() == [utc("2025-03-04 22:00"), utc("2025-03-25 22:00")]
    assert not reading.tables[0].found.skipped


def test_systems_over_one_night_stay_one_drill() -> None:
    rows = [HEADS, ["2025-03-05", "Web", "4h", "Y"], ["2025-03-06", "DB", "4h", "N"]]
    assert frame_of(read(rows, name="Exercise Tide.csv"))["drill"].tolist() == ["Exercise Tide"] * 2


def test_a_row_is_repeated_only_where_all_its_cells_are() -> None:
    """The third row says the same of the system; the fourth differs in a column of no field."""
    rows = [["Drill", "System", "RTO", "Result", "Shelf"], ["DR-1", "Web", "4 h", "passed", "A1"],
            ["DR-1", "Web", "4 h", "passed", "A1"],
            ["DR-1", "Web", "4 h", "passed", "B2"]]  # fmt: skip
    reading = read(rows)
    assert [one.row for one in reading.tables[0].found.skipped] == [2]
    assert rows_of(reading).rejected["row_number"].tolist() == [2]
    told = [one.message for one in rows_of(reading).problems if one.code == "same_key"]
    assert told == [
        "Rows 2 and 4 are of the same test and differ in “Shelf” (E2 “A1”, E4 “B2”). Row 4 counts, "
        "as the lower of them in the sheet."
    ]


def test_a_row_of_another_day_is_not_dropped_where_the_drill_is_named() -> None:
    rows = [["Drill", *HEADS], ["DR-1", "2025-03-05", "Web", "4h", "Y"],
            ["DR-1", "2025-03-26", "Web", "4h", "Y"]]  # fmt: skip
    reading = read(rows)
    assert not reading.tables[0].found.skipped
    assert [one.message for one in rows_of(reading).problems if one.code == "same_key"] == [
        "Rows 2 and 3 are of the same test and differ in “Date” (B2 “2025-03-05”, B3 “2025-03-26”)."
        " Row 3 counts, as the lower of them in the sheet."
    ]
