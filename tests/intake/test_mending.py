"""Waiting rows mended by cell; what newer files settle; edits against files; moved plans.

Through the real store; the readings are those of the rooms below, given as a book.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.intake.importing import ImportOptions, import_files, import_rows
from data.intake.mending import CannotBeMended, Mended, Mending, mend
from data.intake.reading.book import Book, UnreadableFile
from data.store import Store, StoreMoved, open_store
from data.store.waiting import Number
from tests.intake.loading import NOW, book, load
from tests.intake.test_importing import CRM, ERP, changed, sheet

NO_HOUR = changed(ERP, Restored="2025-02-12 25:10")
NEGATIVE = ["DR-1", "DNS", "2025-02-12 08:00", "2025-02-12 09:00", "-4 h", "-"]


def mended(store: Store, number: int, rows: Any, texts: dict[int, dict[str, str]],  # noqa: ANN401
           name: str = "results.csv", **about: Any) -> Mended:  # noqa: ANN401  # fmt: skip
    """The waiting rows of an import with some cells written otherwise: row → heading → text."""
    waiting = store.rejected(number)
    lineage = {t["table_number"]: t["lineage"] for t in store.import_detail(number)["tables"]}
    said: dict[Number, Sequence[str | None]] = {}
    for row in waiting.itertuples():
        mine = texts.get(int(row.row_number))
        if mine is not None:
            headings = [column["heading"] for column in lineage[row.table_number]]
            said[row.import_id, row.table_number, row.rejected_number] = [
                mine.get(heading, old) for heading, old in zip(headings, row.raws, strict=True)
            ]
    return mend(
        store, Mending(number, said, **about), person="Thandi", now=NOW,
        read=lambda _, called: book(rows, called),
    )  # fmt: skip


def number_of(store: Store, rows: Any, name: str = "results.csv", **options: Any) -> int:  # noqa: ANN401
    number = load(store, rows, name, **options).import_id
    assert number is not None
    return number


def systems(store: Store) -> list[str]:
    return list(store.rows("recovery")["system"])


def test_a_mended_row_loads_the_others_wait_and_are_told(store: Store) -> None:
    rows = sheet(CRM, NO_HOUR, NEGATIVE)
    number = number_of(store, rows)
    done = mended(store, number, rows, {3: {"Restored": "2025-02-12 13:10"}, 4: {"RTO": "-5 h"}})
    assert done.loaded == [(number, 1, 1)]
    assert (done.added, done.changed, done.unchanged) == (1, 0, 0)
    assert systems(store) == ["CRM", "ERP"]
    ((still, (problem,)),) = done.problems.items()
    assert (still, problem.cell, problem.value) == ((number, 1, 2), "E4", "-5 h")
    assert problem.expected
    assert store.rejected()["row_number"].tolist() == [4]
    assert store.verify() == []


def test_a_mended_row_leads_back_to_the_file_and_the_person(store: Store) -> None:
    rows = {"Results": [["February"], [], *sheet(CRM, NO_HOUR)]}
    number = number_of(store, rows, "q1.xlsx")
    mended(store, number, rows, {5: {"Restored": "2025-02-12 13:10"}}, "q1.xlsx")
    told = store.lineage("recovery", ['["DR-1", "ERP"]']).set_index("field").loc["restored_at"]
    assert (told["file"], told["sheet"], told["cell"]) == ("q1.xlsx", "Results", "D5")
    assert (told["source"], told["person"]) == ("person", "Thandi")
    assert (told["raw"], told["mended"]) == ("2025-02-12 25:10", "2025-02-12 13:10")
    beside = store.lineage("recovery", ['["DR-1", "ERP"]']).set_index("field").loc["rto_seconds"]
    assert (beside["cell"], beside["mended"]) == ("E5", None)  # nobody changed it
    made = store.import_detail(int(told["import_id"]))
    assert made["options"]["mends"] == number
    assert made["options"]["cells"] == [
        {"sheet": "Results", "cell": "D5", "old": "2025-02-12 25:10", "new": "2025-02-12 13:10"}
    ]
    assert store.original(made["import_id"]) == store.original(number)


def test_undoing_the_mending_brings_the_waiting_rows_back(store: Store) -> None:
    rows = sheet(CRM, NO_HOUR)
    number = number_of(store, rows)
    done = mended(store, number, rows, {3: {"Restored": "2025-02-12 13:10"}})
    assert done.import_id is not None
    store.withdraw(done.import_id)
    assert systems(store) == ["CRM"]
    assert store.rejected()["row_number"].tolist() == [3]
    again = mended(store, number, rows, {3: {"Restored": "2025-02-12 13:10"}})
    assert again.import_id != done.import_id
    assert systems(store) == ["CRM", "ERP"]
    with pytest.raises(CannotBeMended):
        mended(store, number, rows, {})
    store.withdraw(number)
    assert systems(store) == ["ERP"]
    assert store.verify() == []


def test_of_a_file_too_large_to_be_read_again_it_is_said_where_to_mend_it(store: Store) -> None:
    number = number_of(store, sheet(CRM, NEGATIVE))

    def too_large(_: bytes, name: str) -> Book:
        raise UnreadableFile("is too large: 80 MB, at most 50 MB can be read", name)

    texts = {(number, 1, 1): ["DR-1", "ERP", "", "", "4 h"]}
    with pytest.raises(CannotBeMended) as said:
        mend(store, Mending(number, texts), person="Thandi", now=NOW, read=too_large)
    assert str(said.value) == (
        "The file cannot be read here again: results.csv is too large: 80 MB, at most 50 MB can be "
        "read. Mend these rows in the file itself and load it anew, above 50 MB on the command "
        "line; only what differs is loaded."
    )
    assert store.rejected()["row_number"].tolist() == [3]


def test_the_reading_is_that_of_the_import(store: Store) -> None:
    """Zone and date order as told then, the column's evidence from rows that are loaded."""
    rows = [
        ["Drill", "System", "Disrupted", "Restored", "RTO"],
        ["DR-1", "CRM", "25/02/2025 08:00", "25/02/2025 09:00", "4"],
        ["DR-1", "ERP", "03/02/2025 08:00", "03/02/2025 25:00", "4"],
    ]
    mapping = {"tables": [{"columns": {}, "headings": rows[0], "units": {"RTO": "h"}}]}
    number = number_of(store, rows, zone="Asia/Tokyo", mapping=mapping)
    setting = [{"setting": "zone", "value": "UTC"}]
    import_rows(store, "setting", setting, person="Thandi", now=NOW)
    mended(store, number, rows, {3: {"Restored": "03/02/2025 10:30"}})
    row = store.rows("recovery").set_index("system").loc["ERP"]
    assert row["restored_at"] == pd.Timestamp("2025-02-03 01:30", tz="UTC")
    assert row["rto_seconds"] == 4 * 3600


def test_the_usual_zone_is_that_of_then(store: Store) -> None:
    rows = sheet(CRM, NO_HOUR)
    number = number_of(store, rows)
    setting = [{"setting": "zone", "value": "UTC"}]
    import_rows(store, "setting", setting, person="Thandi", now=NOW)
    mended(store, number, rows, {3: {"Restored": "2025-02-12 13:10"}})
    row = store.rows("recovery").set_index("system").loc["ERP"]
    assert row["restored_at"] == pd.Timestamp("2025-02-12 11:10", tz="UTC")


def test_an_answer_mends_rows_nobody_touched(store: Store) -> None:
    rows = [
        ["Drill", "System", "Disrupted", "Restored"],
        ["DR-1", "CRM", "03/02/2025 08:00", "03/02/2025 09:00"],
        ["DR-1", "ERP", "03/02/2025 08:00", "03/02/2025 09:30"],
    ]
    number = number_of(store, rows)
    assert systems(store) == []
    assert not mended(store, number, rows, {}).loaded
    assert len(mended(store, number, rows, {}, day_first=False).loaded) == 2
    assert store.rows("recovery")["disrupted_at"][0] == pd.Timestamp("2025-03-02 06:00", tz="UTC")


def test_a_row_may_be_left_out_for_good(store: Store) -> None:
    rows = sheet(CRM, NO_HOUR, NEGATIVE)
    number = number_of(store, rows)
    done = mended(store, number, rows, {}, left_out=frozenset({(number, 1, 2)}))
    assert (done.loaded, done.left_out) == ([], [(number, 1, 2)])
    assert store.rejected()["row_number"].tolist() == [3]
    assert systems(store) == ["CRM"]
    assert done.import_id is not None
    store.withdraw(done.import_id)
    assert store.rejected()["row_number"].tolist() == [3, 4]


def test_loaded_rows_are_not_loaded_again(store: Store) -> None:
    rows = sheet(CRM, NO_HOUR)
    number = number_of(store, rows)
    edit = [{"drill": "DR-1", "system": "CRM", "note": "by hand"}]
    import_rows(store, "recovery", edit, person="Ann", now=NOW)
    mended(store, number, rows, {3: {"Restored": "2025-02-12 13:10"}})
    assert store.rows("recovery").set_index("system")["note"].to_dict()["CRM"] == "by hand"


def test_a_newer_version_settles_what_waited_and_its_undo_brings_it_back(store: Store) -> None:
    load(store, sheet(CRM, NO_HOUR, NEGATIVE))
    outcome = load(store, sheet(CRM, ERP, NEGATIVE))
    assert outcome.settled == [(1, 1, 1), (1, 1, 2)]
    waiting = store.rejected()
    assert waiting[["import_id", "row_number"]].values.tolist() == [[outcome.import_id, 4]]
    assert outcome.import_id is not None
    store.withdraw(outcome.import_id)
    assert store.rejected()["import_id"].tolist() == [1, 1]


def test_another_file_settles_only_the_row_it_says_as_fully(store: Store) -> None:
    load(store, sheet(CRM, NO_HOUR, NEGATIVE))
    less = [["Drill", "System", "Note"], ["DR-1", "ERP", "seen"]]
    assert load(store, less, "notes.csv", record="recovery").settled == []
    other = sheet(ERP, ["DR-9", *CRM[1:]], ["DR-8", *CRM[1:]])
    assert load(store, other, "other.csv").settled == [(1, 1, 1)]
    assert store.rejected()["row_number"].tolist() == [4]


def test_read_another_way_the_same_bytes_settle_what_waited(store: Store) -> None:
    rows = [
        ["Drill", "System", "Disrupted", "Restored"],
        ["DR-1", "CRM", "03/02/2025 08:00", "03/02/2025 09:00"],
    ]
    load(store, rows)
    assert len(store.rejected()) == 1
    load(store, rows, day_first=True)
    assert store.rejected().empty


# --- a person's edit against a file ---------------------------------------------------------------


def test_an_edit_may_be_kept_against_the_file(store: Store) -> None:
    load(store, sheet(CRM))
    edit = [{"drill": "DR-1", "system": "CRM", "note": "by hand"}]
    import_rows(store, "recovery", edit, person="Ann", now=NOW)
    newer = sheet(changed(CRM, Note="second try", RTO="5 h"))
    kept = frozenset({("recovery", '["DR-1", "CRM"]', "note")})
    asked = load(store, newer, dry_run=True)
    assert asked.differences[0][0].edited["field"].tolist() == ["note"]
    assert sorted(asked.differences[0][0].changes["field"]) == ["note", "rto_seconds"]
    outcome = load(store, newer, kept_edits=kept)
    assert outcome.differences[0][0].edited["field"].tolist() == ["note"]
    assert outcome.differences[0][0].changes["field"].tolist() == ["rto_seconds"]
    row = store.rows("recovery").iloc[0]
    assert (row["note"], row["rto_seconds"]) == ("by hand", 5 * 3600)
    assert load(store, newer).status == "unchanged"  # answered once
    assert load(store, sheet(changed(CRM, Note="second try", RTO="6 h"))).problems == []
    assert store.rows("recovery")["note"].tolist() == ["by hand"]
    store.withdraw(2)
    assert store.rows("recovery")["note"].tolist() == ["second try"]
    assert store.verify() == []


def test_only_edits_can_be_kept(store: Store) -> None:
    load(store, sheet(CRM))
    kept = frozenset({("recovery", '["DR-1", "CRM"]', "rto_seconds")})
    outcome = load(store, sheet(changed(CRM, RTO="5 h")), kept_edits=kept)
    assert outcome.differences[0][0].changes["field"].tolist() == ["rto_seconds"]
    assert store.rows("recovery")["rto_seconds"].tolist() == [5 * 3600]


def test_a_mended_value_is_a_persons_word_against_a_later_file(store: Store) -> None:
    rows = sheet(CRM, NO_HOUR)
    mended(store, number_of(store, rows), rows, {3: {"Restored": "2025-02-12 13:10"}})
    same = changed(ERP, Restored="2025-02-12 13:10")
    asked = load(store, sheet(changed(CRM, Note="x"), same), dry_run=True)
    assert asked.differences[0][0].edited.empty
    other = load(store, sheet(CRM, ERP), dry_run=True)
    assert other.differences[0][0].edited["field"].tolist() == ["restored_at"]


# --- plans and versions ---------------------------------------------------------------------------


def test_a_plan_on_an_older_version_is_made_again(tmp_path: Path) -> None:
    mine, theirs = (open_store(tmp_path / "one.duckdb") for _ in range(2))
    load(mine, sheet(CRM))
    steps: list[str] = []
    made = book(sheet(changed(CRM, Note="x")))

    def step(text: str) -> None:
        steps.append(text)
        if text == "loading results.csv" and steps.count(text) == 1:  # planned, not yet written
            edit = [{"drill": "DR-1", "system": "CRM", "note": "meanwhile"}]
            import_rows(theirs, "recovery", edit, person="Ann", now=NOW)

    (outcome,) = import_files(
        mine, [("results.csv", b"x")], ImportOptions(), now=NOW, step=step,
        books={_sha(b"x"): made},
    ).files  # fmt: skip
    assert steps.count("loading results.csv") == 2
    (change,) = outcome.differences[0][0].changes.to_dict("records")
    assert (change["old"], change["new"]) == ("meanwhile", "x")
    assert mine.import_detail(int(outcome.import_id or 0))["difference"]["changes"][0]["old"] == (
        "meanwhile"
    )


def test_what_a_person_saw_is_what_is_loaded(tmp_path: Path) -> None:
    mine, theirs = (open_store(tmp_path / "one.duckdb") for _ in range(2))
    seen = mine.version()
    import_rows(theirs, "system", [{"system": "CRM"}], person="Ann", now=NOW)
    made = {_sha(b"x"): book(sheet(CRM))}
    with pytest.raises(StoreMoved):
        import_files(
            mine, [("results.csv", b"x")], ImportOptions(), now=NOW, books=made, agreed=seen
        )
    assert mine.rows("recovery").empty
    import_files(
        mine, [("results.csv", b"x")], ImportOptions(), now=NOW, books=made, agreed=mine.version()
    )
    assert len(mine.rows("recovery")) == 1


def _sha(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()


# --- any order of it all --------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_loading_mending_editing_and_undoing(store: Store, seed: int) -> None:
    """The store stays whole, and what waits is what plain Python counts."""
    chance = random.Random(seed)
    versions: dict[int, Any] = {}
    settles: dict[int, set[Number]] = {}
    rejected: dict[int, list[Number]] = {}
    withdrawn: set[int] = set()
    for turn in range(12):
        act = chance.choice(["load", "load", "edit", "mend", "mend", "undo", "redo"])
        last = len(store.imports())
        if act == "load":
            rows = sheet(*[
                changed(changed(CRM, System=name), RTO=chance.choice(["4 h", "-4 h", "5 h"]))
                for name in chance.sample(["CRM", "ERP", "DNS", "Mail"], 3)
            ])  # fmt: skip
            number = load(store, rows).import_id
            if number is not None and number > last:
                versions[number] = rows
                bad = [at for at, row in enumerate(rows[1:]) if row[4] == "-4 h"]
                rejected[number] = [(number, 1, place + 1) for place in range(len(bad))]
                names = {row[1] for row in rows[1:]}
                settles[number] = {
                    one
                    for older, numbers in rejected.items()
                    if older < number
                    and (older in _sharing(versions, names, number))
                    for one in numbers
                }  # fmt: skip
        elif act == "edit":
            edit = [{"drill": "DR-1", "system": chance.choice(["CRM", "ERP"]), "note": str(turn)}]
            import_rows(store, "recovery", edit, person="Ann", now=NOW)
        elif act == "mend" and len(store.rejected()):
            number = int(store.rejected()["import_id"].iloc[0])
            waits = store.rejected(number, table_number=1)
            row = int(waits["row_number"].iloc[0])
            done = mended(store, number, versions[number], {row: {"RTO": "3 h"}})
            assert done.import_id is not None
            settles[done.import_id] = set(done.loaded)
        elif act in ("undo", "redo") and last:
            number = chance.randint(1, last)
            (store.withdraw if act == "undo" else store.reinstate)(number)
            (withdrawn.add if act == "undo" else withdrawn.discard)(number)
        waiting = {
            one
            for number, numbers in rejected.items()
            if number not in withdrawn
            for one in numbers
            if not any(one in by and at not in withdrawn for at, by in settles.items())
        }
        found = store.rejected()
        numbers = zip(
            found["import_id"], found["table_number"], found["rejected_number"], strict=True
        )
        assert set(numbers) == waiting
        assert (
            len(found)
            == store.waiting_tables()["row_count"].sum()
            == store.listing()["waiting"].sum()
        )
    assert store.verify() == []


def _sharing(versions: dict[int, Any], names: set[str], number: int) -> set[int]:
    """Earlier versions with a row in common; the name is the same for all."""
    return {
        older
        for older, rows in versions.items()
        if older < number and names & {row[1] for row in rows[1:]}
    }


def test_rows_that_were_mended_wait_no_more_and_are_not_counted_again(store: Store) -> None:
    rows = sheet(CRM, NO_HOUR)
    number = number_of(store, rows)
    waits = load(store, sheet(CRM, changed(NO_HOUR, Note="x")), dry_run=True)
    assert (len(waits.settled), waits.settled_count) == (1, 1)
    mended(store, number, rows, {3: {"Restored": "2025-02-12 13:10"}})
    again = load(store, sheet(CRM, changed(ERP, Note="x")))
    assert (len(again.settled), again.settled_count) == (1, 0)
