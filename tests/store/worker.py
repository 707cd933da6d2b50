"""What another process does to a store: `python worker.py JOB URL …`, acknowledged on stdout.

hold     keeps it open until a line comes on stdin
commits  N imports of three tables and an original each, printing each number once it is kept
counts   raises a counter N times, planning each on the version it saw
fills    imports noise until the disk is full, then prints the error's class and the last number
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[2]))

from data.store import ChangeTable, Store, StoreError, StoreMoved, open_store
from tests.store.making import by_person, from_file, gaps, key, table


def say(word: object) -> None:
    print(word, flush=True)


def three_tables(store: Store, name: str, rows: int = 40) -> int:
    """An import all of whose parts name it, so that half of one would show."""
    gap_rows = [{"gap": f"{name}-{n}", "title": name} for n in range(rows)]
    shared = [{"action": f"A{n}", "title": name} for n in range(rows)]  # keys of every import
    logs = [
        {"drill": "D", "logged_at": pd.Timestamp("2025-02-12T08:00Z"), "system": name, "event": "e"}
    ]
    return store.commit(
        from_file(
            gaps(*gap_rows),
            table("action", shared),
            table("log", logs),
            content=f"{name} ".encode() * 5000,
            name=name,
        )
    )


def hold(url: str) -> None:
    with open_store(url).held():
        say("held")
        sys.stdin.readline()


def commits(url: str, name: str, count: str) -> None:
    store = open_store(url, patience=60)
    say("ready")
    for number in range(int(count)):
        say(three_tables(store, f"{name}-{number}"))


def counts(url: str, count: str) -> None:
    store = open_store(url, patience=60)
    say("ready")
    done = 0
    while done < int(count):
        seen = store.version()
        rows = store.rows("setting")
        value = int(rows["value"][0]) if len(rows) else 0
        change = table("setting", [{"setting": "counter", "value": str(value + 1)}])
        try:
            store.commit(by_person(change, expected_version=seen))
        except StoreMoved:
            continue
        done += 1
    say(done)


def fills(url: str) -> None:
    store = open_store(url)
    number = three_tables(store, "small")
    while True:
        noise = [os.urandom(1500).hex() for _ in range(14_000)]  # 42 MB, kept twice
        frame = pd.DataFrame({"row_key": [key(text[:20]) for text in noise], "root_cause": noise})
        frame["gap"] = [text[:20] for text in noise]
        try:
            number = store.commit(from_file(ChangeTable("gap", frame)))
        except StoreError as error:
            say(type(error).__name__)
            say(error)
            say(number)
            say(len(store.imports()))  # the same process goes on with what was kept
            say(len(store.verify()))
            return


if __name__ == "__main__":
    job, *given = sys.argv[1:]
    jobs: dict[str, Callable[..., None]] = {
        "hold": hold,
        "commits": commits,
        "counts": counts,
        "fills": fills,
    }
    jobs[job](*given)
