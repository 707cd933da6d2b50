"""The drill that a block, a title or a sheet names: told when it is new, taken for its gaps."""

from __future__ import annotations

from typing import Any

import pytest

from data.intake.titles import is_dated_drill
from data.problems import Problem
from tests.intake.loading import frame_of, known, problems_of, read

GAPS: list[list[Any]] = [["Gap ID", "Gap", "Owner"], ["CT-1", "Replica lag", "Ann"]]
RESULTS: list[list[Any]] = [["System", "RTO", "Actual RTO"], ["Web", "4h", "3h"]]
CAPE = "DR Test 2025-Q3 Cape Town"


def new_drills(reading: Any) -> list[Problem]:  # noqa: ANN401 - a reading
    found = [*problems_of(reading), *(p for one in reading.tables for p in one.problems)]
    return [p for p in dict.fromkeys(found) if p.code == "new_name" and p.field == "drill"]


@pytest.mark.parametrize("table", [GAPS, RESULTS])
def test_a_block_with_the_words_of_a_known_drill_in_another_order_is_told(
    table: list[list[Any]],
) -> None:
    rows = [["Drill:", "DR test Q3 2025 – Cape Town"], [], *table]
    (told,) = new_drills(read(rows, before=known(drills=[CAPE])))
    assert told.severity == "warning" and told.cell == "B1"
    assert told.message.endswith(f"The nearest known one is {CAPE}.")


def test_a_title_near_a_known_drill_is_told() -> None:
    rows = [["DR Drill Falkon, 5 May 2025"], [], *RESULTS]
    (told,) = new_drills(read(rows, before=known(drills=["DR Drill Falcon"]), name="export.csv"))
    assert told.message.endswith("The nearest known one is DR Drill Falcon.")


def test_a_sheet_near_a_known_drill_is_told() -> None:
    sheets = {"Falkon drill": RESULTS, "Orion": RESULTS}
    reading = read(sheets, before=known(drills=["Falcon drill"]), name="x.xlsx")
    assert [one.value for one in new_drills(reading)] == ["Falkon drill"]


def test_the_next_drill_of_a_row_of_drills_is_no_slip() -> None:
    rows = [["Drill:", "DR-2025-2"], [], *RESULTS]
    assert new_drills(read(rows, before=known(drills=["DR-2025-1"]))) == []
    sheets = {"Drill Apr-2025": RESULTS, "Drill Jun-2025": RESULTS}  # names of one file
    assert new_drills(read(sheets, name="x.xlsx")) == []


def test_a_known_drill_and_one_the_file_makes_known_are_not_told() -> None:
    rows = [["Drill:", CAPE.upper()], [], *GAPS]
    assert new_drills(read(rows, before=known(drills=[CAPE]))) == []
    sheets = {"Gaps": [["Drill:", "Tide 2"], [], *GAPS], "R": [["Drill:", "Tide 2"], [], *RESULTS]}
    assert new_drills(read(sheets, name="x.xlsx")) == []


def test_gaps_of_a_drill_that_nobody_knows_are_told() -> None:
    (told,) = new_drills(read([["Drill:", "Tide 2"], [], *GAPS]))
    assert told.message == "This drill was not known before and is added as new."


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("Drill Apr-2025", True), ("DR test 12 June 2025", True), ("Exercise 2", True),
        ("Drill 2025-06", True), ("Drill 2025", False), ("Drill findings", False),
        ("Drill gaps Apr-2025", False), ("Open", False), ("Apr-2025", False), ("Drill", False),
    ],
)  # fmt: skip
def test_a_name_that_is_a_drill_and_its_time(name: str, is_one: bool) -> None:
    assert is_dated_drill(name) is is_one


def test_gaps_are_of_the_drill_their_sheet_is_named_after() -> None:
    first = [["Gap ID", "Gap"], ["A-1", "VPN licence limit"], ["A-2", "No runbook"]]
    second = [["Gap ID", "Gap"], ["J-1", "Firewall rule missing"]]
    frame = frame_of(read({"Drill Apr-2025": first, "Drill Jun-2025": second}), "gap")
    assert dict(zip(frame["gap"], frame["drill"], strict=True)) == {
        "A-1": "Drill Apr-2025", "A-2": "Drill Apr-2025", "J-1": "Drill Jun-2025",
    }  # fmt: skip


@pytest.mark.parametrize("sheets", [("Open", "Closed"), ("Drill findings", "Test issues 2025")])
def test_sheets_that_are_no_drills_give_gaps_none(sheets: tuple[str, str]) -> None:
    tables = [[["Gap ID", "Gap"], [f"A-{n}", "VPN licence limit"]] for n in range(2)]
    frame = frame_of(read(dict(zip(sheets, tables, strict=True))), "gap")
    assert "drill" not in frame or frame["drill"].isna().all()


def test_a_sheet_with_a_known_drill_in_its_name_gives_its_gaps_that_drill() -> None:
    reading = read({"Gaps DR-7": GAPS}, before=known(drills=["DR-7"]), name="x.xlsx")
    assert frame_of(reading, "gap")["drill"].tolist() == ["DR-7"]
