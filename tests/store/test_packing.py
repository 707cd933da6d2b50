"""An original is compressed beside other work, and comes back byte for byte or not at all."""

from __future__ import annotations

import hashlib
import os
import threading
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.store import Store
from data.store.packing import Packing, Stopped, packed
from tests.store.making import from_file, gaps


@given(st.binary(max_size=2_000), st.integers(0, 1_200))
def test_it_comes_back(part: bytes, times: int) -> None:
    content = part * times
    found = packed(content)
    assert zlib.decompress(b"".join(found.pieces)) == content
    assert (found.size, found.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert all(len(piece) <= 1_000_000 for piece in found.pieces)


def test_beside_other_work_it_is_the_same(tmp_path: Path) -> None:
    content = os.urandom(3_100_000)
    path = tmp_path / "noise.bin"
    path.write_bytes(content)
    packing = Packing(content)
    assert packing.done() == packing.done() == packed(content) == packed(path)
    packing.close()


def test_an_original_may_be_on_its_way(store: Store) -> None:
    content = os.urandom(2_300_000)
    change = from_file(gaps({"gap": "G1", "title": "a"}), content=content, name="q1.xlsx")
    number = store.commit(replace(change, original=Packing(content)))
    assert store.original(number) == ("q1.xlsx", content)
    assert store.imports()["size_bytes"].tolist() == [2_300_000]
    assert store.verify() == []


def test_an_original_on_its_way_must_have_its_hash(store: Store) -> None:
    change = from_file(gaps({"gap": "G1", "title": "a"}), content=b"content")
    with pytest.raises(ValueError, match="does not have the hash"):
        store.commit(replace(change, original=Packing(b"other")))
    assert store.imports().empty
    assert store.count("gap") == 0


def test_nobody_waits_for_what_is_not_wanted() -> None:
    packing = Packing(os.urandom(40_000_000))  # more than a second's work
    packing.close()
    assert "packing" not in {one.name for one in threading.enumerate()}
    with pytest.raises(Stopped):
        packing.done()
