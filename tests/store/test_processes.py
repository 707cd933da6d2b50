"""Several processes on one store: they wait for each other, lose nothing, and may be killed."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from data.store import Store, StoreBusy, open_store
from tests.store.making import by_person, gaps, standing

WORKER = Path(__file__).with_name("worker.py")
PATIENCE = 60.0

pytestmark = pytest.mark.slow


@contextmanager
def another_process(*words: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, str(WORKER), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_who_comes_second_is_told_in_one_line_or_waits(url: str) -> None:
    store = open_store(url)
    store.commit(by_person(gaps({"gap": "G1", "title": "a"})))
    version = store.version()
    assert store.version() == version  # asked twice: the closing itself may touch the file
    with another_process("hold", url) as holder:
        assert said(holder) == "held"
        with pytest.raises(StoreBusy) as busy:
            open_store(url, patience=0.1)
        text = str(busy.value)
        assert "\n" not in text
        assert re.search(rf"in use by another program \(process {holder.pid}\)", text)
        assert "Try again" in text
        waited: list[int] = []
        waiting = threading.Thread(
            target=lambda: waited.append(open_store(url, patience=PATIENCE).count("gap"))
        )
        waiting.start()
        assert holder.stdin is not None
        holder.stdin.write("\n")
        holder.stdin.flush()
        waiting.join()
        assert waited == [1]


def test_the_version_is_known_without_opening_while_another_has_the_file(url: str) -> None:
    store = open_store(url, patience=0.1)
    store.version()
    version = store.version()
    with another_process("hold", url) as holder:
        assert said(holder) == "held"
        if not url.startswith("ducklake:"):  # a lake writes a line of its own on opening
            assert store.version() == version


def test_two_writers_lose_no_update(url: str) -> None:
    open_store(url)
    each = 3 if url.startswith("ducklake:") else 8
    with another_process("counts", url, str(each)) as one:
        with another_process("counts", url, str(each)) as other:
            assert said(one) == said(other) == "ready"
            assert said(one) == said(other) == str(each)
    store = open_store(url)
    assert list(standing(store, "setting", "value").values()) == [str(2 * each)]
    assert store.imports()["import_id"].tolist() == list(range(1, 2 * each + 1))
    assert store.verify() == []


def test_a_kill_at_any_moment_leaves_whole_imports_and_loses_none(url: str) -> None:
    """30 imports by processes killed at random moments; each import is there or is not."""
    chance = random.Random(7)
    open_store(url)
    acknowledged: set[int] = set()
    kept = killed = 0
    while kept < 30:
        killed += 1
        with another_process("commits", url, f"run-{killed}", "9") as writer:
            assert said(writer) == "ready"
            for _ in range(chance.randrange(7)):
                acknowledged.add(int(said(writer)))
            with suppress(subprocess.TimeoutExpired):
                writer.wait(chance.uniform(0, 0.3))
            writer.kill()
            assert writer.stdout is not None
            acknowledged |= {int(word) for word in writer.stdout.read().split()}
        store = open_store(url)
        kept = whole_imports(store)
        assert acknowledged <= set(range(1, kept + 1))
    assert killed > 2
    assert open_store(url).verify() == []


def whole_imports(store: Store) -> int:
    """How many imports there are, once each is proved to have all its parts."""
    with store.held():
        listed = store.imports()
        count = len(listed)
        assert listed["import_id"].tolist() == list(range(1, count + 1))
        assert store.version() == count
        per_import = store.rows("gap").groupby("title").size()
        assert per_import.to_dict() == dict.fromkeys(listed["file_name"], 40)
        assert set(store.rows("log")["system"]) == set(listed["file_name"])
        if count:
            newest = listed["file_name"].iloc[-1]
            assert set(store.rows("action")["title"]) == {newest}
            assert store.original(count)[0] == newest
        return count
