"""What was said of a table holds for later ones with its headings, and does not leak to others."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from data.intake.importing import FileOutcome, Outcome, import_rows, mapping_of, withdraw_rows
from data.intake.memory import Answered, Memory, layout_of, layout_row, to_remember
from data.intake.said import Said
from data.store import Store
from tests.intake.loading import NOW, load

HEADINGS = ["Drill", "System", "Kaputt", "Wieder da", "Ziel", "Ref"]
ROW = ["DR-1", "CRM", "2025-02-12 08:00", "2025-02-12 11:00", 90, "x"]
SAID = {
    "headings": HEADINGS,
    "record": "recovery",
    "columns": {"Kaputt": "disrupted_at", "Wieder da": "restored_at", "Ziel": "rto_seconds",
                "Ref": ""},
    "units": {"Ziel": "min"},
}  # fmt: skip


def remember(store: Store, form: dict[str, Any]) -> None:
    """The row of `alias` Upload writes."""
    outcome = import_rows(store, "alias", [layout_row(form)], person="Thandi", now=NOW)
    assert outcome.files[0].status == "loaded", outcome.files[0].problems


def kept_form(row: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """What a row of `alias` keeps of a table."""
    return json.loads(row["means"].partition("read as ")[2])


def fields(outcome: FileOutcome) -> dict[str, str]:
    """Heading → field of the file's first table."""
    assert outcome.reading is not None
    match = outcome.reading.tables[0].match
    return {one.heading: one.field for one in match.columns} if match else {}


def test_the_next_file_with_the_same_headings_is_read_the_same(store: Store) -> None:
    before = load(store, [HEADINGS, ROW], dry_run=True)
    assert "Kaputt" not in fields(before)
    remember(store, SAID)
    done = load(store, {"Blatt 7": [["A title"], [], HEADINGS, ROW]}, "another name.xlsx")
    assert (done.status, done.rejected) == ("loaded", 0)
    (row,) = store.rows("recovery").to_dict("records")
    assert row["disrupted_at"] == pd.Timestamp("2025-02-12 06:00", tz="UTC")
    assert row["rto_seconds"] == 5400.0
    assert pd.isna(row["note"])


def test_the_order_and_spelling_of_headings_do_not_matter(store: Store) -> None:
    remember(store, SAID)
    turned = [[text.upper() for text in reversed(HEADINGS)], list(reversed(ROW))]
    assert load(store, turned).status == "loaded"
    assert store.rows("recovery")["rto_seconds"].tolist() == [5400.0]


def test_other_layouts_of_the_record_know_its_headings_but_not_its_units(store: Store) -> None:
    remember(store, SAID)
    outcome = load(store, [[*HEADINGS, "Tier"], [*ROW, "1"]], dry_run=True)
    found = fields(outcome)
    assert found["Kaputt"] == "disrupted_at" and found["Wieder da"] == "restored_at"
    assert [one.code for one in outcome.problems if one.severity == "question"] == ["no_unit"]


def test_a_heading_of_one_record_is_none_of_another(store: Store) -> None:
    remember(store, {"headings": ["Drill", "System", "Outcome", "Name"], "record": "recovery",
                     "columns": {"Name": "verified_by"}})  # fmt: skip
    people = [["Drill", "Name", "Team", "Attended"], ["DR-1", "Thandi", "IT", "yes"]]
    outcome = load(store, people)
    assert outcome.reading is not None and outcome.reading.tables[0].record == "participant"
    assert fields(outcome)["Name"] == "participant"


def test_layouts_that_disagree_say_nothing_to_a_third() -> None:
    memory = Memory()
    for number, name in enumerate(("note", "verified_by")):
        form = {"headings": ["System", "Ref", f"C{number}"], "record": "recovery",
                "columns": {"Ref": name, f"C{number}": "outcome"}}  # fmt: skip
        memory.learn("layout", "", json.dumps(form))
    assert "ref" not in memory.alike()
    assert memory.alike()["c0"] == ("recovery.outcome",)


def test_the_order_of_day_and_month_is_remembered_and_a_sure_date_beats_it(store: Store) -> None:
    headings = ["Drill", "System", "Disrupted", "Restored"]
    remember(store, {"headings": headings, "record": "recovery", "day_first": False})
    load(store, [headings, ["DR-1", "CRM", "03/02/2025 08:00", "03/02/2025 09:00"]])
    load(store, [headings, ["DR-2", "CRM", "25/02/2025 08:00", "25/02/2025 09:00"]], "two.csv")
    began = store.rows("recovery").set_index("drill")["disrupted_at"].dt.date.astype(str)
    assert began.to_dict() == {"DR-1": "2025-03-02", "DR-2": "2025-02-25"}


def test_what_is_said_now_beats_what_is_remembered(store: Store) -> None:
    headings = ["Drill", "System", "Disrupted", "Restored"]
    remember(store, {"headings": headings, "record": "recovery", "day_first": False})
    rows = [headings, ["DR-1", "CRM", "03/02/2025 08:00", "03/02/2025 09:00"]]
    load(store, rows, day_first=True)
    assert store.rows("recovery")["disrupted_at"][0] == pd.Timestamp("2025-02-03 06:00", tz="UTC")


def test_a_table_left_out_stays_out_until_it_is_withdrawn(store: Store) -> None:
    headings = ["Drill", "System", "Disrupted", "Restored"]
    row = ["DR-1", "CRM", "2025-02-12 08:00", "2025-02-12 09:00"]
    remember(store, {"headings": headings, "skip": True})
    left = load(store, [headings, row])
    assert left.status == "refused" and "left out" in str(left.message)
    assert load(store, [headings, row], record="recovery", dry_run=True).status == "loaded"
    (key,) = store.rows("alias")["row_key"]
    number = withdraw_rows(store, "alias", [key], person="Thandi", now=NOW)
    assert load(store, [headings, row]).status == "loaded"
    store.withdraw(number)
    assert len(store.rows("alias")) == 1


def test_memory_has_a_history_and_an_undo(store: Store) -> None:
    remember(store, SAID)
    (number,) = store.imports()["import_id"]
    store.withdraw(int(number))
    assert "Kaputt" not in fields(load(store, [HEADINGS, ROW], dry_run=True))
    store.reinstate(int(number))
    assert "Kaputt" in fields(load(store, [HEADINGS, ROW], dry_run=True))
    told = store.lineage("alias", list(store.rows("alias")["row_key"]))
    assert set(told["person"]) == {"Thandi"}


def test_a_row_nobody_can_read_teaches_nothing(store: Store) -> None:
    for means in ("not JSON", "[1]", '{"headings": ["A"], "record": "nothing"}'):
        assert layout_of(means) is None
        Memory().learn("layout", "a", means)


def test_an_edit_is_not_read_by_what_is_remembered_of_files(store: Store) -> None:
    remember(store, {"headings": ["drill", "system", "rto_seconds"], "record": "recovery",
                     "units": {"rto_seconds": "min"}})  # fmt: skip
    row = {"drill": "DR-1", "system": "CRM", "rto_seconds": "4 h"}
    import_rows(store, "recovery", [row], person="Thandi", now=NOW)
    assert store.rows("recovery")["rto_seconds"].tolist() == [4 * 3600.0]


# --- Drills side by side --------------------------------------------------------------------------

WIDE = ["System", "DR-1 Kaputt", "DR-1 Restored", "DR-2 Kaputt", "DR-2 Restored"]
WIDE_ROW = ["CRM", "2025-02-12 08:00", "2025-02-12 11:00", "2025-03-19 08:00", "2025-03-19 10:00"]


def test_a_correction_in_one_drill_of_a_wide_sheet_holds_for_all(store: Store) -> None:
    given = {"tables": [{"headings": WIDE, "columns": {"DR-1 Kaputt": "disrupted_at"}}]}
    outcome = load(store, [WIDE, WIDE_ROW], mapping=given)
    assert outcome.status == "loaded", outcome.message
    began = store.rows("recovery").set_index("drill")["disrupted_at"].dt.date.astype(str)
    assert began.to_dict() == {"DR-1": "2025-02-12", "DR-2": "2025-03-19"}
    reading = outcome.reading
    assert reading is not None
    (table,) = reading.tables
    (row,) = to_remember([Answered(WIDE, table.said, table.record, True, table.rests)])
    import_rows(store, "alias", [row], person="Thandi", now=NOW)
    later = [text.replace("DR-1", "DR-3").replace("DR-2", "DR-4") for text in WIDE]
    assert load(store, [later, WIDE_ROW], "q2.csv").rejected == 0
    rows = store.rows("recovery")
    assert list(rows["drill"]) == ["DR-1", "DR-2", "DR-3", "DR-4"]
    assert rows["disrupted_at"].notna().all()


# --- What is kept ---------------------------------------------------------------------------------


def test_of_equal_tables_only_what_was_said_of_all_is_kept() -> None:
    noted = Said("recovery", {"kaputt": "disrupted_at", "ref": "note"}, {"ziel": "h"}, True, "DR-1")
    other = Said("recovery", {"kaputt": "disrupted_at", "ref": ""}, {"ziel": "min"}, True, "DR-2")
    (row,) = to_remember(
        [Answered(HEADINGS, noted, "recovery", True), Answered(HEADINGS, other, "recovery", False)]
    )
    assert row["written"] == "drill | kaputt | ref | system | wieder da | ziel"
    assert kept_form(row) == {
        "headings": HEADINGS, "record": "recovery", "columns": {"Kaputt": "disrupted_at"},
        "day_first": True,
    }  # fmt: skip
    old_copy = Answered(HEADINGS, Said(""), None, True)
    assert to_remember([old_copy, Answered(HEADINGS, Said(), "recovery", False)]) == []
    assert kept_form(to_remember([old_copy])[0]) == {"headings": HEADINGS, "skip": True}
    assert to_remember([Answered(HEADINGS, Said(drill="DR-1"), "recovery", True)]) == []


# --- A mapping says everything --------------------------------------------------------------------


def same_reading(store: Store, rows: Any, **options: Any) -> None:  # noqa: ANN401 - cells
    first = load(store, rows, dry_run=True, **options)
    again = load(store, rows, dry_run=True, mapping=mapping_of(Outcome([first], True)))
    assert first.reading is not None and again.reading is not None
    for one, other in zip(first.reading.tables, again.reading.tables, strict=True):
        assert (one.record, one.zone) == (other.record, other.zone)
        for mine, theirs in zip(one.outputs, other.outputs, strict=True):
            pd.testing.assert_frame_equal(mine.frame, theirs.frame)
            assert list(mine.rejected["why"]) == list(theirs.rejected["why"])


def test_a_mapping_gives_the_same_reading_again(store: Store) -> None:
    dates = ["Drill", "System", "Disrupted", "Restored", "Date", "Date"]
    undecided = ["DR-1", "CRM", "03/02/2025 08:00", "03/02/2025 09:00", "a", "b"]
    same_reading(store, [dates, undecided])
    same_reading(store, [dates, undecided], day_first=False, zone="UTC", drill="DR-9")
    same_reading(store, [dates, undecided, ["DR-1", "ERP", "25/02/2025", "", "", ""]])
    same_reading(store, [["System", "Test date", "Test time", "RTO (min)"],
                         ["CRM", "12/02/2025", "08:00", 90]], drill="DR-1")  # fmt: skip
    same_reading(store, [WIDE, WIDE_ROW])
    remember(store, SAID)
    same_reading(store, [HEADINGS, ROW])
    same_reading(store, {"A": [HEADINGS, ROW], "B": [["Gap ID", "Title"], ["G-1", "DNS"]],
                         "C": [["Gap ID", "Title"], ["G-2", "SMS"]]})  # fmt: skip


def test_a_heading_that_lost_its_field_is_nothing_to_remember(store: Store) -> None:
    said = Said("recovery", {"wieder da": "restored_at", "server up": "nowhere", "ref": ""})
    headings = ["System", "Wieder da", "Server up", "Ref"]
    (row,) = to_remember([Answered(headings, said, "recovery", is_answered=True)])
    assert kept_form(row)["columns"] == {"Wieder da": "restored_at", "Ref": ""}
