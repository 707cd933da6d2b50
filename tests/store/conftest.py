"""Every test of the store runs on an embedded file and on a lake of the same machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store import Store, open_store


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new embedded store; copied, because making one takes longer."""
    path = tmp_path_factory.mktemp("new") / "new.duckdb"
    open_store(path)
    return path


@pytest.fixture(params=["file", pytest.param("lake", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store of one's own, on either engine."""
    if request.param == "file":
        path = tmp_path / "store.duckdb"
        shutil.copyfile(request.getfixturevalue("new_file"), path)
        return str(path)
    return f"ducklake:{tmp_path / 'store.ducklake'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store of one's own, on either engine, kept open for the test."""
    opened = open_store(url)
    with opened.held():
        yield opened
