"""Files that are no stores, or were: each says so in one plain line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from data.store import ChangeTable, NotAStore, StoreDamaged, StoreError, open_store
from tests.store.making import by_person, from_file, gaps


def one_line(error: pytest.ExceptionInfo[StoreError]) -> str:
    text = str(error.value)
    assert "\n" not in text
    return text


def test_a_text_file_is_not_a_store(tmp_path: Path) -> None:
    path = tmp_path / "notes.duckdb"
    path.write_text("my notes " * 1000, encoding="utf-8")
    with pytest.raises(NotAStore) as error:
        open_store(path)
    assert "not a Drillboard database" in one_line(error)
    assert path.read_text(encoding="utf-8").startswith("my notes")


def test_somebody_elses_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "theirs.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE sales (a INTEGER)")
    with pytest.raises(NotAStore) as error:
        open_store(path)
    assert "not Drillboard's" in one_line(error)
    with duckdb.connect(str(path)) as connection:
        assert connection.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [
            ("sales",)
        ]


def test_a_store_of_a_newer_drillboard_is_left_alone(tmp_path: Path, new_file: Path) -> None:
    path = tmp_path / "newer.duckdb"
    shutil.copyfile(new_file, path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE store_format SET number = 99")
    with pytest.raises(NotAStore) as error:
        open_store(path)
    assert "newer Drillboard" in one_line(error)


def test_a_field_declared_later_is_added_to_an_older_store(tmp_path: Path, new_file: Path) -> None:
    path = tmp_path / "older.duckdb"
    shutil.copyfile(new_file, path)
    store = open_store(path)
    store.commit(from_file(gaps({"gap": "G1", "owner": "Ann"})))
    with duckdb.connect(str(path)) as connection:  # as if `title` and `risk` were not known then
        connection.execute("ALTER TABLE history_gap DROP COLUMN title")
        connection.execute("ALTER TABLE current_gap DROP COLUMN title")
        connection.execute("DROP TABLE history_risk")
        connection.execute("UPDATE store_format SET declaration = 'older'")
    store = open_store(path)
    store.commit(by_person(gaps({"gap": "G1", "title": "named"})))
    rows = store.rows("gap")
    assert rows[["owner", "title"]].values.tolist() == [["Ann", "named"]]
    assert store.rows("risk").empty
    assert store.verify() == []


@pytest.mark.parametrize("how", ["empty", "no header", "cut short"])
def test_a_broken_file_is_called_damaged(tmp_path: Path, new_file: Path, how: str) -> None:
    content = bytearray(new_file.read_bytes())
    if how == "empty":
        content = bytearray()
    elif how == "no header":
        content[:4096] = bytes(4096)
    else:
        content = content[: len(content) // 2]
    path = tmp_path / "broken.duckdb"
    path.write_bytes(content)
    with pytest.raises(StoreDamaged) as error:
        open_store(path)
    assert str(path) in one_line(error)
    assert "estore a backup" in str(error.value)


def test_a_damaged_block_is_found_by_verify(tmp_path: Path) -> None:
    path = tmp_path / "store.duckdb"
    store = open_store(path)
    noise = np.random.default_rng(3).integers(0, 2**62, 60_000).astype(str)
    frame = pd.DataFrame({"row_key": noise, "gap": noise, "title": noise[::-1]})
    store.commit(from_file(ChangeTable("gap", frame)))
    assert store.verify() == []
    content = bytearray(path.read_bytes())
    for start in range(len(content) // 3, len(content) - 300_000, 100_000):
        content[start : start + 64] = os.urandom(64)
    path.write_bytes(content)
    found = store.verify()
    assert [one.check for one in found] == ["file"]
    assert "is damaged. Restore a backup" in found[0].message


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("UPDATE current_gap SET title = 'changed'", "current"),
        ("DELETE FROM current_gap WHERE gap = 'G2'", "current"),
        ("INSERT INTO current_gap SELECT * FROM current_gap WHERE gap = 'G1'", "keys"),
        ("DELETE FROM history_gap WHERE gap = 'G1'", "history"),
        ("UPDATE original_piece SET content = 'xx'::BLOB", "original"),
        ("DELETE FROM original_piece", "original"),
        ("UPDATE guard SET last_import = 7", "numbering"),
        ("UPDATE guard SET version = 0", "numbering"),
        ('UPDATE "import" SET is_withdrawn = true', "numbering"),
        ("INSERT INTO guard SELECT * FROM guard", "numbering"),
    ],
)
def test_verify_finds_what_somebody_changed(
    tmp_path: Path, new_file: Path, statement: str, check: str
) -> None:
    path = tmp_path / "store.duckdb"
    shutil.copyfile(new_file, path)
    store = open_store(path)
    rows = gaps({"gap": "G1", "title": "a"}, {"gap": "G2", "title": "b"})
    store.commit(from_file(rows, content=b"original"))
    assert store.verify() == []
    with duckdb.connect(str(path)) as connection:
        connection.execute(statement)
    assert check in {one.check for one in store.verify()}


@pytest.mark.parametrize("url", ["", ":memory:", "mysql://host/x", "ducklake:postgres:dbname=x"])
def test_a_url_of_nothing_we_know_is_refused(url: str) -> None:
    with pytest.raises(StoreError) as error:
        open_store(url)
    assert one_line(error)


def test_passwords_are_not_shown() -> None:
    from data.store.address import parse

    for url in (
        "ducklake:postgres:dbname=d password=secret host=h?data_path=x",
        "ducklake:postgres:postgresql://me:secret@h/d?data_path=x",
    ):
        assert "secret" not in parse(url).shown
        assert "secret" in parse(url).attachment


@pytest.mark.slow
def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    """A real small disk in a private mount, where the system lets us make one."""
    worker = Path(__file__).with_name("worker.py")
    script = (
        f"mount -t tmpfs -o size=48m none {tmp_path} || exit 77; "
        f"{sys.executable} {worker} fills {tmp_path}/store.duckdb"
    )
    if shutil.which("unshare") is None:
        pytest.skip("no private mounts here")
    answer = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    if answer.returncode == 77 or "unshare failed" in answer.stderr:
        pytest.skip("no private mounts here")
    kind, message, last, count, findings = answer.stdout.splitlines()
    assert kind == "DiskFull", answer.stdout + answer.stderr
    assert message.endswith("is full. Nothing was changed; make room, try again.")
    assert (last, count, findings) == ("1", "1", "0")
