"""What undoing or redoing would do, told before; and a kept edit against a file."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.store import ChangeTable, NoSuchImport, RejectedRow, Store, open_store
from tests.store.making import by_person, from_file, gaps, key, standing
from tests.store.test_fold_random import Step, _names, steps

G1, G2, G3 = key("G1"), key("G2"), key("G3")


def test_undo_tells_what_falls_away_changes_back_and_stays(store: Store) -> None:
    store.commit(from_file(gaps({"gap": "G1", "title": "a"}, {"gap": "G2", "title": "b"})))
    bad = [RejectedRow(9, ["x"], "bad", key("G9"))]
    file = from_file(
        gaps(
            {"gap": "G1", "title": "new"},
            {"gap": "G2", "title": "b"},
            {"gap": "G3", "title": "c"},
            rejected=bad,
        ),
        name="second.xlsx",
    )
    number = store.commit(file)
    told = store.turn_effect(number)
    assert (told.removed, told.added) == ({"gap": 1}, {})
    assert (told.changed, told.kept) == ({"gap": 1}, {"gap": 1})
    assert told.changes.to_dict("records") == [
        {"record": "gap", "row_key": G1, "field": "title", "old": "new", "new": "a"}
    ]
    assert told.others[["import_id", "row_count"]].values.tolist() == [[1, 2]]
    assert told.waiting == -1
    store.withdraw(number)
    assert standing(store, "gap", "title") == {G1: "a", G2: "b"}
    back = store.turn_effect(number)
    assert (back.removed, back.added) == ({}, {"gap": 1})
    assert back.changes[["old", "new"]].values.tolist() == [["a", "new"]]
    assert back.waiting == 1
    with pytest.raises(NoSuchImport):
        store.turn_effect(99)


def test_undoing_what_a_newer_import_says_too_changes_nothing(store: Store) -> None:
    number = store.commit(from_file(gaps({"gap": "G1", "title": "a"})))
    store.commit(by_person(gaps({"gap": "G1", "title": "edit"})))
    told = store.turn_effect(number)
    assert (told.removed, told.changed, told.kept) == ({}, {}, {"gap": 1})
    assert told.others["person"].tolist() == ["Thandi"]


def kept(table: ChangeTable, *fields: str) -> ChangeTable:
    """The table, giving way to edits in these fields."""
    assert isinstance(table.frame, pd.DataFrame)
    table.frame["yields"] = json.dumps(list(fields))
    return table


def test_a_kept_edit_stands_against_the_file_until_it_is_undone(store: Store) -> None:
    store.commit(from_file(gaps({"gap": "G1", "title": "a", "owner": "Ann"})))
    edit = store.commit(by_person(gaps({"gap": "G1", "title": "edit"})))
    newer = {"gap": "G1", "title": "b", "owner": "Ben"}
    store.commit(from_file(kept(gaps(newer), "title"), name="two.xlsx"))
    assert standing(store, "gap", "title") == {G1: "edit"}
    assert standing(store, "gap", "owner") == {G1: "Ben"}
    said = store.last_said("gap", [G1])
    assert said["title"].tolist() == ["b"]  # the same again is no news
    store.commit(from_file(gaps(newer), name="three.xlsx"))
    assert standing(store, "gap", "title") == {G1: "edit"}
    told = store.lineage("gap", [G1], ["title", "owner"])
    assert told["import_id"].tolist() == [edit, 3]
    store.withdraw(edit)
    assert standing(store, "gap", "title") == {G1: "b"}
    assert store.verify() == []


def test_a_row_that_only_the_edit_made_before_keeps_its_own_values(store: Store) -> None:
    edit = store.commit(by_person(gaps({"gap": "G1", "title": "edit"})))
    store.commit(from_file(kept(gaps({"gap": "G1", "title": "b"}), "title")))
    assert standing(store, "gap", "title") == {G1: "edit"}
    store.withdraw(edit)
    assert standing(store, "gap", "title") == {G1: "b"}
    assert store.verify() == []


@pytest.mark.slow
def test_what_is_told_before_is_what_happens(url: str) -> None:
    """On random histories: current rows before and after, against what was told between."""

    @settings(
        max_examples=5 if url.startswith("ducklake:") else 20,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(steps().filter(lambda one: isinstance(one, Step)), min_size=2, max_size=6),
           st.lists(st.integers(0, 9), min_size=1, max_size=3))  # fmt: skip
    def run(history: list[Step], turned: list[int]) -> None:
        store = open_store(url, organisation=f"turning {next(_names)}")
        for step in history:
            store.commit(step.change())
        for one in turned:
            number = one % len(history) + 1
            told = store.turn_effect(number)
            is_redo = bool(store.import_detail(number)["is_withdrawn"])
            before = store.rows("gap").set_index("row_key")
            (store.reinstate if is_redo else store.withdraw)(number)
            after = store.rows("gap").set_index("row_key")
            assert told.removed.get("gap", 0) == len(before.index.difference(after.index))
            assert told.added.get("gap", 0) == len(after.index.difference(before.index))
            values = {
                (row.row_key, row.field): (row.old, row.new) for row in told.changes.itertuples()
            }
            both = before.index.intersection(after.index)
            for name in before.columns:
                for gap in both:
                    old, new = before.loc[gap, name], after.loc[gap, name]
                    same = (
                        old == new
                        if pd.notna(old) and pd.notna(new)
                        else pd.isna(old) and pd.isna(new)
                    )
                    assert ((gap, name) in values) == (not same)

    with open_store(url).held():
        run()


def test_the_effect_is_told_and_nothing_written(store: Store) -> None:
    number = store.commit(from_file(gaps({"gap": "G1", "title": "a"})))
    file = replace(from_file(gaps({"gap": "G3", "title": "z"})), file_name="z.xlsx")
    store.commit(file)
    before = store.version()
    store.turn_effect(number)
    assert store.version() == before
    assert standing(store, "gap", "title") == {G1: "a", G3: "z"}
    assert store.verify() == []
