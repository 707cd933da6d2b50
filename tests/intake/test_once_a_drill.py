"""`Drill 1 RTO`: an objective, or the time it took? Asked, answered for all drills, remembered."""

from __future__ import annotations

import datetime as dt

import pytest

from data.intake.importing import ImportOptions, import_files, import_rows, mapping_of
from data.intake.memory import Answered, to_remember
from data.intake.reading.book import Cell
from data.store import Store
from tests.intake.loading import NOW, frame_of, problems_of, read

Row = list[Cell]
ROWS: list[Row] = [["Mail", "4 h", "3,5 h", "2h45"], ["CRM", "< 4 h", "4:00", "5 h"]]
HEAD: Row = ["System", "RTO", "Drill 1 RTO", "Drill 2 RTO"]


def csv(head: Row, rows: list[Row]) -> bytes:
    return "\n".join(";".join(str(cell) for cell in row) for row in [head, *rows]).encode()


def told(means: str) -> dict[str, object]:
    columns = {"Drill 1 RTO": means, "Drill 2 RTO": means}
    return {"tables": [{"headings": HEAD, "columns": columns}]}


@pytest.mark.parametrize(
    ("head", "rows"),
    [(HEAD, ROWS), ([HEAD[0], *HEAD[2:]], [[row[0], *row[2:]] for row in ROWS]),
     (["System", "RTO", "RTO (Drill 1)", "RTO (Drill 2)"], ROWS),
     (["System", "Owner", "Drill 1 RTO", "Drill 2 RTO"], ROWS)],
)  # fmt: skip
def test_rows_wait_until_it_is_said(head: Row, rows: list[Row]) -> None:
    reading = read([head, *rows])
    (table,) = reading.tables
    assert (table.record, sum(one.row_count for one in table.outputs)) == ("recovery", 0)
    assert sum(one.rejected_count for one in table.outputs) == 4
    (asked,) = [one for one in problems_of(reading) if one.severity == "question"]
    assert (asked.code, asked.field, asked.cell) == (
        "target_or_time", "rto_seconds", "C1" if len(head) == 4 else "B1"
    )  # fmt: skip
    assert "these 4 rows wait" in asked.message


def test_the_time_taken(store: Store) -> None:
    """3.5 h are 12,600 s, 2 h 45 min 9,900, 4:00 14,400 and 5 h 18,000; 4 h are 14,400."""
    options = ImportOptions(mapping=told("recovery_time_seconds"))
    import_files(store, [("wide.csv", csv(HEAD, ROWS))], options, now=NOW)
    rows = store.rows("recovery").sort_values(["drill", "system"])
    names = ["drill", "system", "rto_seconds", "recovery_time_seconds"]
    assert rows[names].to_numpy().tolist() == [
        ["Drill 1", "CRM", 14400, 14400], ["Drill 1", "Mail", 14400, 12600],
        ["Drill 2", "CRM", 14400, 18000], ["Drill 2", "Mail", 14400, 9900],
    ]  # fmt: skip


def test_the_objective_of_each_drill(store: Store) -> None:
    head: Row = ["System", "Drill 1 RTO", "Drill 2 RTO"]
    rows: list[Row] = [["Mail", "4 h", "2 h"]]
    mapping = {"tables": [{"headings": head, "columns": {"Drill 1 RTO": "rto_seconds"}}]}
    import_files(store, [("wide.csv", csv(head, rows))], ImportOptions(mapping=mapping), now=NOW)
    held = store.rows("recovery").sort_values("drill")
    assert held["rto_seconds"].tolist() == [14400, 7200]
    assert held["recovery_time_seconds"].isna().all()


def test_beside_a_time_an_objective_is_one() -> None:
    head: Row = ["System", "Drill 1 RTO", "Drill 1 Actual", "Drill 2 RTO", "Drill 2 Actual"]
    frame = frame_of(read([head, ["CRM", "4 h", "3 h", "2 h", "1 h"]]))
    assert frame["rto_seconds"].tolist() == [14400, 7200]
    assert frame["recovery_time_seconds"].tolist() == [10800, 3600]


@pytest.mark.parametrize("target", ["Target RTO", "RTO objective", "RTO-Soll", "Approved RTO"])
def test_beside_a_target_of_all_drills_it_is_the_time(target: str) -> None:
    """Nothing is asked: 3 h 10 min are 11,400 s, 2 h 50 min 10,200; 10 and 5 min were lost."""
    head: Row = ["System", "Drill 1 RTO", "Drill 2 RTO", "Drill 1 RPO", "Drill 2 RPO", target]
    reading = read([head, ["CRM", "3h 10m", "2h 50m", "10 min", "5 min", "4h"]])
    assert not [one for one in problems_of(reading) if one.severity == "question"]
    frame = frame_of(reading)
    names = ["drill", "recovery_time_seconds", "data_loss_seconds", "rto_seconds"]
    assert frame[names].to_numpy().tolist() == [
        ["Drill 1", 11_400, 600, 14_400], ["Drill 2", 10_200, 300, 14_400],
    ]  # fmt: skip
    (match,) = [one.match for one in reading.tables if one.match is not None]
    whys = {one.heading: one.why for one in match.columns}
    assert whys["Drill 1 RTO"] == f"measured, as “{target}” is the target"


def test_a_target_of_each_drill_tells_nothing_of_the_others() -> None:
    head: Row = ["System", "Drill 1 Target RTO", "Drill 2 Target RTO", "Max RTO"]
    reading = read([head, ["CRM", "3 h", "2 h", "4 h"]])
    assert [one.field for one in problems_of(reading) if one.severity == "question"]


def test_what_a_person_said_beats_the_target(store: Store) -> None:
    head: Row = ["System", "Drill 1 RTO", "Drill 2 RTO", "Target RTO"]
    columns = {"Drill 1 RTO": "rto_seconds", "Target RTO": ""}
    mapping = {"tables": [{"headings": head, "columns": columns}]}
    wide = csv(head, [["Mail", "3 h", "2 h", "4 h"]])
    import_files(store, [("wide.csv", wide)], ImportOptions(mapping=mapping), now=NOW)
    assert store.rows("recovery").sort_values("drill")["rto_seconds"].tolist() == [10_800, 7_200]


def test_both_objectives_are_asked_once_each() -> None:
    head: Row = ["System", "Drill 1 RTO", "Drill 1 RPO", "Drill 2 RTO", "Drill 2 RPO"]
    asked = [one for one in problems_of(read([head, ["CRM", "4 h", "1 h", "2 h", "1 h"]]))
             if one.severity == "question"]  # fmt: skip
    assert [one.field for one in asked] == ["rto_seconds", "rpo_seconds"]


def test_a_mapping_written_out_leaves_it_open(store: Store) -> None:
    outcome = import_files(
        store, [("wide.csv", csv(HEAD, ROWS))], ImportOptions(), now=NOW, dry_run=True
    )
    (table,) = mapping_of(outcome)["tables"]
    assert table["columns"] == {
        "System": "system", "RTO": "rto_seconds", "Drill 1 RTO": None, "Drill 2 RTO": None,
    }  # fmt: skip


@pytest.mark.parametrize("means", ["recovery_time_seconds", "rto_seconds"])
def test_the_answer_holds_for_the_next_drills_and_for_nothing_else(
    store: Store, means: str
) -> None:
    answered = import_files(
        store, [("wide.csv", csv(HEAD, ROWS))], ImportOptions(mapping=told(means)), now=NOW
    )
    (table,) = [t for one in answered.files if one.reading for t in one.reading.tables]
    rows = to_remember(
        [
            Answered(
                [str(text) for text in HEAD],
                table.said,
                table.record,
                is_answered=True,
                rests=table.rests,
            )
        ]
    )
    import_rows(store, "alias", rows, person="a test", now=NOW)
    head: Row = ["System", "Drill 3 RTO", "Drill 4 RTO"]
    later = import_files(
        store, [("next.csv", csv(head, [["Mail", "1 h", "2 h"]]))], ImportOptions(), now=NOW
    )
    assert later.exit_code == 0
    new = store.rows("recovery").set_index("drill")
    assert [new.at["Drill 3", means], new.at["Drill 4", means]] == [3600, 7200]
    plain: Row = ["Drill", "System", "RTO", "Actual RTO"]
    import_files(
        store, [("plain.csv", csv(plain, [["D9", "Web", "4 h", "3 h"]]))], ImportOptions(), now=NOW
    )
    web = store.rows("recovery").set_index("drill").loc["D9"]
    assert (web["rto_seconds"], web["recovery_time_seconds"]) == (14400, 10800)


# --- A drill's day in its name --------------------------------------------------------------------


def started(reading: object) -> dict[str, dt.date]:
    frame = frame_of(reading, "drill")  # type: ignore[arg-type]
    local = frame["started_at"].dt.tz_convert("Africa/Johannesburg").dt.date
    assert set(frame["started_precision"]) == {"day"}
    return dict(zip(frame["drill"], local, strict=True))


@pytest.mark.parametrize("shape", ["groups", "headings", "column"])
@pytest.mark.parametrize(
    ("first", "second"),
    [("12/02/2025", "25/03/2025"), ("12 Feb 2025", "25 March 2025"), ("2025-02-12", "2025-03-25"),
     ("02/12/2025", "03/25/2025"), ("12.02.2025", "25.03.2025")],
)  # fmt: skip
def test_the_day_in_a_drills_name_is_its_start(first: str, second: str, shape: str) -> None:
    a, b = f"Drill 1 ({first})", f"Drill 2 ({second})"
    shapes: dict[str, list[Row]] = {
        "groups": [["System", "RTO", a, None, b, None],
                   [None, None, "Actual", "Outcome", "Actual", "Outcome"],
                   ["CRM", "4 h", "3 h", "Pass", "2 h", "Pass"]],
        "headings": [["System", "RTO", f"{a} actual", f"{b} actual"], ["CRM", "4 h", "3 h", "2 h"]],
        "column": [["Drill", "System", "RTO", "Actual RTO"], [a, "CRM", "4 h", "3 h"],
                   [b, "CRM", "4 h", "2 h"]],
    }  # fmt: skip
    assert started(read(shapes[shape])) == {a: dt.date(2025, 2, 12), b: dt.date(2025, 3, 25)}


def test_a_day_that_may_be_two_is_asked_and_loads() -> None:
    head: Row = ["System", "RTO", "Drill 1 (03/02/2025) actual", "Drill 2 (04/02/2025) actual"]
    reading = read([head, ["CRM", "4 h", "3 h", "2 h"]])
    assert len(frame_of(reading)) == 2
    asked = [p for t in reading.tables for p in t.problems if p.code == "day_order"]
    assert [(p.severity, p.cell, p.row_rejected) for p in asked] == [
        ("question", "C1", False), ("question", "D1", False),
    ]  # fmt: skip


def test_a_known_start_beats_the_day_in_the_name(store: Store) -> None:
    drill = {"drill": "Drill 1 (12 Feb 2025)", "started_at": "2025-02-12 08:00"}
    import_rows(store, "drill", [drill], person="a test", now=NOW)
    head: Row = ["Drill", "System", "RTO", "Actual RTO"]
    rows: list[Row] = [["Drill 1 (12 Feb 2025)", "CRM", "4 h", "3 h"]]
    import_files(store, [("a.csv", csv(head, rows))], ImportOptions(), now=NOW)
    (at,) = store.rows("drill")["started_at"]
    assert at == dt.datetime(2025, 2, 12, 6, tzinfo=dt.UTC)


def test_read_again_the_day_in_a_name_is_still_said(store: Store) -> None:
    """The drill's row is of this file: it is not missing from the next version of it."""
    head: Row = ["Drill", "System", "RTO", "Actual RTO"]
    name = "Drill 1 (12 Feb 2025)"
    for took in ("3 h", "2 h"):
        again = import_files(
            store, [("a.csv", csv(head, [[name, "CRM", "4 h", took]]))], ImportOptions(), now=NOW
        )
    (file,) = again.files
    assert [one.missing for table in file.differences for one in table] == [[], []]
    assert len(store.rows("drill")) == 1
