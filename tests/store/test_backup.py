"""Copies: of one moment, verified, and put back whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from data.store import NotAStore, Store, StoreDamaged, StoreError, open_store, restore
from tests.store.making import by_person, from_file, gaps, key, standing

WORKER = Path(__file__).with_name("worker.py")
G1 = key("G1")


def titles(store: Store) -> dict[str, str | None]:
    return standing(store, "gap", "title")


def test_a_backup_is_a_store_of_its_own_and_can_be_put_back(url: str, tmp_path: Path) -> None:
    store = open_store(url)
    store.commit(from_file(gaps({"gap": "G1", "title": "kept"}), content=b"bytes"))
    other = open_store(url, organisation="Another")
    other.commit(from_file(gaps({"gap": "G1", "title": "theirs"})))
    copy = tmp_path / "copies" / "copy.duckdb"
    store.backup(copy)
    assert [path.name for path in copy.parent.iterdir()] == ["copy.duckdb"]
    alone = open_store(copy)
    assert titles(alone) == {G1: "kept"}
    assert alone.original(1)[1] == b"bytes"
    assert alone.verify() == []

    store.commit(by_person(gaps({"gap": "G1", "title": "lost again"})))
    shown, version = store.tables(), store.version()
    restore(copy, url)
    assert titles(store) == {G1: "kept"}
    assert titles(other) == {G1: "theirs"}
    assert store.version() > version  # nobody keeps showing the old figures
    assert store.tables()["gap"]["title"].tolist() == ["kept"]
    assert shown["gap"]["title"].tolist() == ["lost again"]
    assert store.commit(by_person(gaps({"gap": "G1", "title": "on"}))) == 2
    assert store.verify() == []
    leftovers = [path.name for path in tmp_path.iterdir() if "restor" in path.name]
    assert leftovers == []


def test_a_backup_goes_to_another_engine(url: str, tmp_path: Path) -> None:
    store = open_store(url)
    store.commit(from_file(gaps({"gap": "G1", "title": "moved"}), content=b"bytes"))
    store.backup(tmp_path / "copy.duckdb")
    for target in (str(tmp_path / "new" / "x.duckdb"), f"ducklake:{tmp_path / 'x.ducklake'}"):
        if target.startswith("ducklake:"):
            open_store(target)
        restore(tmp_path / "copy.duckdb", target)
        moved = open_store(target)
        assert titles(moved) == {G1: "moved"}
        assert moved.original(1)[1] == b"bytes"
        assert moved.verify() == []


def test_a_damaged_store_is_replaced_by_its_backup(tmp_path: Path) -> None:
    path = tmp_path / "store.duckdb"
    store = open_store(path)
    store.commit(from_file(gaps({"gap": "G1", "title": "kept"})))
    store.backup(tmp_path / "copy.duckdb")
    path.write_bytes(path.read_bytes()[:100_000])
    with pytest.raises(StoreDamaged):
        store.imports()
    restore(tmp_path / "copy.duckdb", path)
    assert titles(store) == {G1: "kept"}


def test_what_is_no_whole_backup_replaces_nothing(url: str, tmp_path: Path) -> None:
    store = open_store(url)
    store.commit(from_file(gaps({"gap": "G1", "title": "kept"}), content=os.urandom(400_000)))
    good = tmp_path / "good.duckdb"
    store.backup(good)
    missing, text, cut = (tmp_path / name for name in ("no", "text.duckdb", "cut.duckdb"))
    text.write_text("notes " * 5000, encoding="utf-8")
    cut.write_bytes(good.read_bytes()[:-400_000])
    wrong = tmp_path / "wrong.duckdb"
    shutil.copyfile(good, wrong)
    with open_store(wrong)._engine.cursor() as cursor:
        cursor.execute("DELETE FROM current_gap")
    for path, kind in (
        (missing, StoreError), (text, NotAStore), (cut, StoreDamaged), (wrong, StoreDamaged),
    ):  # fmt: skip
        with pytest.raises(kind):
            restore(path, url)
        assert titles(store) == {G1: "kept"}
        assert store.version() == 1


def test_a_backup_does_not_overwrite_the_store_itself(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.duckdb")
    with pytest.raises(StoreError, match="the store itself"):
        store.backup(tmp_path / "store.duckdb")
    with pytest.raises(StoreError, match="the store itself"):
        restore(tmp_path / "store.duckdb", tmp_path / "store.duckdb")


@pytest.mark.slow
def test_a_backup_while_another_process_writes_is_of_one_moment(url: str, tmp_path: Path) -> None:
    store = open_store(url, patience=60)
    writer = subprocess.Popen(
        [sys.executable, str(WORKER), "commits", url, "run", "12"],
        stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == "ready"
        counts = []
        for number in range(3):
            writer.stdout.readline()
            store.backup(tmp_path / f"copy-{number}.duckdb")
            copy = open_store(tmp_path / f"copy-{number}.duckdb")
            counts.append(len(copy.imports()))
            assert copy.count("gap") == 40 * counts[-1]
            assert copy.count("log") == counts[-1]
    finally:
        writer.communicate()
    assert counts == sorted(counts)
    assert counts[0] >= 1
    assert len(store.imports()) == 12
    assert store.verify() == []
