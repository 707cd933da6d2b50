"""The shared engine in earnest: a catalog in PostgreSQL, several processes writing.

Where PostgreSQL can be run here (`initdb` and `postgres` on the path) a server of our own is
started; DRILLBOARD_TEST_POSTGRES names another ("host=… dbname=… user=…").
"""

from __future__ import annotations

import getpass
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store import open_store, restore
from tests.store.making import by_person, from_file, gaps, key, standing

WORKER = Path(__file__).with_name("worker.py")
G1 = key("G1")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("duckdb_extension_postgres_scanner") is None,
        reason="duckdb-extension-postgres-scanner is not installed",
    ),
]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Where a PostgreSQL listens, as a connection string."""
    named = os.environ.get("DRILLBOARD_TEST_POSTGRES")
    if named:
        yield named
        return
    initdb, postgres = shutil.which("initdb"), shutil.which("postgres")
    if not initdb or not postgres or not hasattr(os, "geteuid"):
        pytest.skip("no PostgreSQL here")
    user = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="drillboard-pg-"))
    try:
        if user:
            shutil.chown(folder, user)
        made = subprocess.run(
            [initdb, "-D", str(folder / "data"), "-A", "trust", "-U", "drillboard", "-E", "UTF8"],
            user=user, cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode:
            pytest.skip(f"no PostgreSQL here: {made.stderr.splitlines()[-1:]}")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        running = subprocess.Popen(
            [postgres, "-D", str(folder / "data"), "-p", str(port), "-k", str(folder), "-F",
             "-c", "listen_addresses=127.0.0.1"],
            user=user, cwd=folder, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert running.stderr is not None
        messages = running.stderr
        reading = threading.Thread(target=messages.read)  # or it would wait for a reader
        try:
            for line in messages:
                if "ready to accept connections" in line:
                    break
            reading.start()
            yield f"host=127.0.0.1 port={port} user=drillboard dbname=postgres"
        finally:
            running.terminate()
            running.wait()
            reading.join()
            messages.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def url(server: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    schema = f"t_{getpass.getuser()}_{os.getpid()}_{abs(hash(request.node.name)) % 10**8}".lower()
    place = f"ducklake:postgres:{server}?data_path={tmp_path / 'lake'}&metadata_schema={schema}"
    yield place
    open_store(place).close()


def test_the_same_store_on_the_shared_engine(url: str, tmp_path: Path) -> None:
    store = open_store(url)
    first = from_file(
        gaps({"gap": "G1", "title": "a"}, {"gap": "G2", "title": None}), content=b"bytes"
    )
    assert store.commit(first) == store.commit(first) == 1
    store.commit(by_person(gaps({"gap": "G1", "title": "edited"})))
    store.commit(from_file(gaps({"gap": "G1", "title": "a"}), content=b"again"))
    assert standing(store, "gap", "title")[G1] == "edited"
    store.withdraw(2)
    assert standing(store, "gap", "title")[G1] == "a"
    assert store.tables()["gap"]["title"].iloc[0] == "a"
    assert store.lineage("gap", [G1], ["title"])["import_id"].tolist() == [1]
    assert store.original(1)[1] == b"bytes"
    assert store.version() == 4
    assert store.verify() == []
    store.backup(tmp_path / "copy.duckdb")
    store.withdraw(1)
    restore(tmp_path / "copy.duckdb", url)
    assert standing(store, "gap", "title")[G1] == "a"
    assert store.version() > 5


def test_processes_write_at_once_and_lose_no_update(url: str) -> None:
    each = 4
    writers = [
        subprocess.Popen(
            [sys.executable, str(WORKER), "counts", url, str(each)],
            stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )
        for _ in range(2)
    ]  # fmt: skip
    answers = [writer.communicate()[0].split() for writer in writers]  # both open it anew at once
    assert answers == [["ready", str(each)]] * 2
    store = open_store(url)
    assert list(standing(store, "setting", "value").values()) == [str(2 * each)]
    assert store.imports()["import_id"].tolist() == list(range(1, 2 * each + 1))
    assert store.verify() == []
