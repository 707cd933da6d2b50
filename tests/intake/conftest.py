"""A store of its own for each test of the intake."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    held = open_store(tmp_path / "test.duckdb")
    yield held
    held.close()
