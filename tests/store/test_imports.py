"""An import as a whole: once, undivided, with its file, its cells and what it could not load."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data.store import (
    ChangeTable,
    LineageColumn,
    NoSuchImport,
    RejectedRow,
    Store,
    StoreError,
    StoreMoved,
    open_store,
)
from tests.store.making import AT, by_person, from_file, gaps, key, standing, table

G1, G2 = key("G1"), key("G2")


def test_imports_are_numbered_and_each_raises_the_version(store: Store) -> None:
    assert store.version() == 0
    assert store.commit(from_file(gaps({"gap": "G1", "title": "a"}))) == 1
    assert store.version() == 1
    assert store.commit(by_person(gaps({"gap": "G1", "title": "b"}))) == 2
    store.withdraw(1)
    store.reinstate(1)
    assert store.version() == 4
    assert store.commit(from_file()) == 3  # a file with nothing to load is an import too


def test_the_same_bytes_read_the_same_way_change_nothing(store: Store) -> None:
    change = from_file(gaps({"gap": "G1", "title": "a"}), content=b"the file", fingerprint="zone A")
    assert store.commit(change) == store.commit(change) == 1
    assert store.version() == 1
    assert store.commit(replace(change, fingerprint="zone B")) == 2  # read another way
    sha256 = hashlib.sha256(b"the file").hexdigest()
    assert store.find_import(sha256, "zone A") == 1
    store.withdraw(1)
    assert store.find_import(sha256, "zone A") is None
    assert store.commit(change) == 3
    assert store.find_import(sha256, "zone A") == 3
    assert store.find_import(sha256, None) is None


def test_a_plan_made_on_another_version_is_refused(store: Store) -> None:
    seen = store.version()
    store.commit(by_person(gaps({"gap": "G1", "title": "meanwhile"})))
    with pytest.raises(StoreMoved):
        store.commit(by_person(gaps({"gap": "G1", "title": "mine"}), expected_version=seen))
    assert standing(store, "gap", "title") == {G1: "meanwhile"}
    again = by_person(gaps({"gap": "G1", "title": "mine"}), expected_version=store.version())
    assert store.commit(again) == 2


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ({"title": ["a"], "gap": ["G1"]}, "key"),
        ({"row_key": [None], "gap": ["G1"]}, "without a key"),
        ({"row_key": [G1], "time_lost_seconds": ["long"]}, "time_lost_seconds"),
        ({"row_key": [G1], "due_on": [3.5]}, "due_on"),
    ],
)
def test_a_change_that_does_not_fit_changes_nothing(
    store: Store, rows: dict[str, list[object]], says: str
) -> None:
    good = gaps({"gap": "G2", "title": "good"})
    with pytest.raises(ValueError, match=says):
        store.commit(from_file(good, ChangeTable("gap", pd.DataFrame(rows))))
    assert store.version() == 0
    assert store.count("gap") == 0


def test_an_instant_without_a_zone_is_refused(store: Store) -> None:
    rows = pd.DataFrame({"row_key": [key("D")], "drill": ["D"]})
    rows["started_at"] = pd.Series([pd.Timestamp("2025-02-12T10:00")])
    with pytest.raises(ValueError, match=r"drill.started_at: an instant without a zone"):
        store.commit(from_file(ChangeTable("drill", rows)))
    with pytest.raises(ValueError, match="imported_at needs a zone"):
        store.commit(replace(from_file(), imported_at=dt.datetime(2025, 1, 1)))


def test_a_field_or_record_nobody_declared_is_refused(store: Store) -> None:
    rows = gaps({"gap": "G1", "title": "a"})
    with pytest.raises(KeyError, match="no field colour"):
        store.commit(from_file(replace(rows, fields=["gap", "colour"])))
    with pytest.raises(StoreError, match="no kind of record “song”"):
        store.rows("song")


def test_fields_name_what_a_table_says_even_where_the_frame_has_more(store: Store) -> None:
    rows = gaps({"gap": "G1", "title": "a", "owner": "Ann"})
    store.commit(from_file(rows))
    silent = gaps({"gap": "G1", "title": "b", "owner": None})
    store.commit(from_file(replace(silent, fields=["gap", "title"])))
    assert standing(store, "gap", "title") == {G1: "b"}
    assert standing(store, "gap", "owner") == {G1: "Ann"}


def test_lineage_tells_the_cell_its_text_and_how_it_was_read(store: Store) -> None:
    rows = table(
        "drill",
        [{"drill": "D1", "started_at": AT, "zone": "Africa/Johannesburg", "lead": "Ann"}],
        first_row=14,
        sheet="Results",
        lineage=[
            LineageColumn("drill", 0, "Drill"),
            LineageColumn("started_at", 5, "Date", "day first"),
            LineageColumn("started_at", 26, "Time", "Johannesburg to UTC"),
            LineageColumn("zone", None, "Zone", "as written", cell="B2"),
        ],
    )
    assert isinstance(rows.frame, pd.DataFrame)
    rows.frame["raws"] = ['["D1", "03/03/2025", "11:30", "SAST"]']
    store.commit(from_file(rows, name="q1.xlsx"))
    store.commit(by_person(table("drill", [{"drill": "D1", "lead": "Ben"}])))
    told = store.lineage("drill", [key("D1")], ["drill", "started_at", "zone", "lead", "name"])
    by_field = told.set_index("field")
    cell_of = by_field[["value", "import_id", "file", "sheet", "cell", "raw", "reading", "heading"]]
    assert cell_of.loc["drill"].tolist() == [
        "D1", 2, None, None, None, None, None, None,
    ]  # the edit names its row again: a person's word is always said  # fmt: skip
    assert cell_of.loc["started_at"].tolist() == [
        pd.Timestamp(AT), 1, "q1.xlsx", "Results", "F14; AA14", "03/03/2025; 11:30",
        "day first; Johannesburg to UTC", "Date; Time",
    ]  # fmt: skip
    assert cell_of.loc["zone", "cell"] == "B2"
    assert cell_of.loc["zone", "raw"] == "SAST"
    assert by_field.loc["lead", ["value", "source", "person"]].tolist() == [
        "Ben", "person", "Thandi",
    ]  # fmt: skip
    assert pd.isna(by_field.loc["name", "import_id"])
    assert store.lineage("drill", ['["nobody"]']).empty


def test_lineage_of_a_log_line(store: Store) -> None:
    one = {"drill": "D", "logged_at": AT, "system": None, "event": "restored", "detail": "DNS"}
    rows = table("log", [one], lineage=[LineageColumn("detail", "D", "Notes", "text")])
    store.commit(from_file(replace(rows, sheet=None), name="log.csv"))
    told = store.lineage("log", list(store.rows("log")["row_key"]), ["detail", "event"])
    assert told["cell"].tolist() == ["D2", None]
    assert told["file"].tolist() == ["log.csv", "log.csv"]


def test_the_original_is_kept_and_given_back(store: Store) -> None:
    content = os.urandom(2_300_000)  # three pieces: noise does not shrink
    first = store.commit(from_file(content=content, name="q1.xlsx"))
    second = store.commit(from_file(content=content, name="copy.xlsx", fingerprint="other"))
    assert store.original(first) == ("q1.xlsx", content)
    assert store.original(second) == ("copy.xlsx", content)
    edit = store.commit(by_person(gaps({"gap": "G1", "title": "a"})))
    for nobody in (edit, 99):
        with pytest.raises(NoSuchImport):
            store.original(nobody)
    assert store.imports()["size_bytes"].tolist()[:2] == [2_300_000, 2_300_000]


def test_an_original_may_be_a_path_and_must_have_its_hash(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "q1.xlsx"
    path.write_bytes(b"content")
    change = from_file(content=b"content")
    assert store.original(store.commit(replace(change, original=path)))[1] == b"content"
    with pytest.raises(ValueError, match="does not have the hash"):
        store.commit(replace(change, original=b"other", fingerprint="x"))


def test_an_empty_file_is_a_file(store: Store) -> None:
    number = store.commit(from_file(content=b"", name="empty.csv"))
    assert store.original(number) == ("empty.csv", b"")
    assert store.verify() == []


def test_an_import_tells_all_about_itself(store: Store) -> None:
    rows = gaps(
        {"gap": "G1", "title": "a"},
        sheet="Gaps",
        range="A3:K16",
        lineage=[LineageColumn("gap", 0, "Ref", "as written", confidence=0.97)],
        rejected=[RejectedRow(7, ["G9", None], "due date cannot be read")],
        ignored=[{"heading": "Remarks 2", "cell": "K3", "why": "no field matches"}],
        skipped=[{"row": 4, "why": "blank"}],
        counts={"rows": 2, "loaded": 1},
    )
    problem = {"severity": "error", "cell": "F7", "message": "…", "when": dt.date(2025, 3, 1)}
    number = store.commit(
        from_file(
            rows,
            content=b"bytes",
            options={"zone": "Africa/Johannesburg"},
            problems=[problem],
            difference={"added": 1},
            withdrawn={"gap": [G2]},
        )
    )
    told = store.import_detail(number)
    assert told["file_name"] == "gaps.xlsx"
    assert told["imported_at"] == AT
    assert told["options"] == {"zone": "Africa/Johannesburg"}
    assert told["problems"] == [problem | {"when": "2025-03-01"}]
    assert told["difference"] == {"added": 1}
    assert told["withdrawn"] == {"gap": [G2]}
    (only,) = told["tables"]
    assert (only["sheet"], only["range"], only["record"]) == ("Gaps", "A3:K16", "gap")
    assert only["fields"] == ["gap", "title"]
    assert only["lineage"][0] == {
        "field": "gap", "column": 0, "heading": "Ref", "reading": "as written", "confidence": 0.97,
    }  # fmt: skip
    assert only["ignored"][0]["cell"] == "K3"
    assert only["skipped"] == [{"row": 4, "why": "blank"}]
    assert only["counts"] == {"rows": 2, "loaded": 1}
    assert told["rejected"][0]["raws"] == ["G9", None]
    listed = store.imports().iloc[0]
    assert listed["records"] == ["gap"]
    counts = ["row_count", "withdrawal_count", "rejected_count", "problem_count"]
    assert listed[counts].tolist() == [1, 1, 1, 1]
    with pytest.raises(NoSuchImport, match="no import 7"):
        store.import_detail(7)
    with pytest.raises(NoSuchImport):
        store.withdraw(7)


def test_undo_and_redo_say_who_and_when(store: Store) -> None:
    number = store.commit(from_file(gaps({"gap": "G1", "title": "a"})))
    store.withdraw(number, at=AT, person="Ann")
    store.reinstate(number, at=AT + dt.timedelta(hours=1), person="Ben")
    turns = store.import_detail(number)["turns"]
    assert [(turn["person"], turn["is_withdrawal"]) for turn in turns] == [
        ("Ann", True), ("Ben", False),
    ]  # fmt: skip
    assert store.imports()["turned_by"].tolist() == ["Ben"]


def test_rejected_rows_wait_until_they_are_mended(store: Store) -> None:
    bad = [RejectedRow(3, ["x"], "no key"), RejectedRow(5, ["y"], "bad date")]
    number = store.commit(from_file(gaps({"gap": "G1", "title": "a"}, rejected=bad)))
    waiting = store.rejected()
    assert waiting["row_number"].tolist() == [3, 5]
    assert waiting["raws"].tolist() == [["x"], ["y"]]
    mended = [(number, 1, 2)]
    mending = store.commit(by_person(gaps({"gap": "G2", "title": "y"}), mended=mended))
    assert store.rejected()["row_number"].tolist() == [3]
    assert store.rejected(number)["is_mended"].tolist() == [False, True]
    store.withdraw(mending)
    assert store.rejected()["row_number"].tolist() == [3, 5]
    store.withdraw(number)
    assert store.rejected().empty


def test_what_a_corrected_file_may_replace(store: Store) -> None:
    one = from_file(gaps({"gap": "G2", "title": "b"}, {"gap": "G1", "title": "a"}), name="old.xlsx")
    store.commit(one)
    store.commit(from_file(gaps({"gap": "G3", "title": "c"}), name="other.xlsx"))
    store.commit(by_person(gaps({"gap": "G1", "title": "z"})))
    found = store.earlier_imports("gap", [G1, key("G7")])
    assert found[["import_id", "file_name", "key_count", "shared_count"]].values.tolist() == [
        [2, "other.xlsx", 1, 0],
        [1, "old.xlsx", 2, 1],
    ]
    assert store.import_keys(1, "gap") == [G2, G1]  # in the order of the file
    store.commit(by_person(withdrawn={"gap": [G2]}))
    assert store.import_keys(1, "gap") == [G1]


def test_opening_again_finds_everything(url: str) -> None:
    open_store(url).commit(from_file(gaps({"gap": "G1", "title": "a"}), content=b"abc"))
    again = open_store(url)
    assert standing(again, "gap", "title") == {G1: "a"}
    assert again.original(1)[1] == b"abc"
    assert again.verify() == []
