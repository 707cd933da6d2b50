"""A small change is written by one thread, and the store is as it was afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data.store.address import parse
from data.store.engine import _THREADS, Cursor, Engine


def threads(cursor: Cursor) -> int:
    """How many threads the engine may use now."""
    found = cursor.execute("SELECT current_setting('threads')").fetchone()
    assert found is not None
    return int(found[0])


def rows(cursor: Cursor) -> int:
    """How many rows the test's own table has."""
    found = cursor.execute("SELECT count(*) FROM kept").fetchone()
    assert found is not None
    return int(found[0])


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """An engine of one's own on a file with one table."""
    made = Engine(parse(str(tmp_path / "own.duckdb")))
    made.transact(lambda cursor: cursor.execute("CREATE TABLE kept (number BIGINT)") and None)
    return made


def writing(seen: list[int], then: Callable[[], None] = lambda: None) -> Callable[[Cursor], None]:
    """Work that writes a row and notes with how many threads."""

    def work(cursor: Cursor) -> None:
        seen.append(threads(cursor))
        cursor.execute("INSERT INTO kept VALUES (1)")
        then()

    return work


def test_one_thread_for_a_small_change_alone(engine: Engine) -> None:
    seen: list[int] = []
    with engine.cursor() as held:
        pass
    engine.transact(writing(seen), is_small=True)
    engine.transact(writing(seen))
    assert seen == [1, _THREADS]
    with engine.cursor() as held:
        assert (threads(held), rows(held)) == (_THREADS, 2)


def test_all_threads_again_when_it_fails(engine: Engine) -> None:
    def fail() -> None:
        raise RuntimeError("no")

    seen: list[int] = []
    lease = engine._enter(1.0)  # the file stays open, so that its settings can be asked for
    lease.users -= 1
    with pytest.raises(RuntimeError, match="no"):
        engine.transact(writing(seen, fail), is_small=True)
    with engine.cursor() as after:
        assert seen == [1]
        assert (threads(after), rows(after)) == (_THREADS, 0)


def test_others_keep_their_threads(engine: Engine) -> None:
    seen: list[int] = []
    with engine.cursor() as reader:
        engine.transact(writing(seen), is_small=True)
        assert seen == [_THREADS]
        assert threads(reader) == _THREADS
