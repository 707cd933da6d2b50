"""The store against a fold written anew in plain Python, on random histories."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.store import Change, Store, open_store
from tests.store.making import by_person, from_file, gaps, key

pytestmark = pytest.mark.slow

# field → its columns, the main one first
FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "due_on": ("due_on", "due_precision"),
    "time_lost_seconds": (
        "time_lost_seconds",
        "time_lost_low_seconds",
        "time_lost_is_approximate",
        "time_lost_empty",
    ),
}
KEYS = ("G1", "G2", "ö;\"'")
VALUES: dict[str, st.SearchStrategy[tuple[Any, ...]]] = {
    "title": st.tuples(st.sampled_from([None, "a", "b", 'it\'s \\ "x"'])),
    "due_on": st.sampled_from(
        [(None, None), (dt.date(2025, 3, 31), "day"), (dt.date(2025, 3, 31), "month")]
    ),
    "time_lost_seconds": st.sampled_from(
        [
            (None, None, None, None),
            (None, None, None, "pending"),
            (0.1, None, None, None),
            (0.1, 0.05, True, None),
            (0.1, None, False, None),
        ]
    ),
}


@dataclass
class Step:
    """One import: tables of (fields, rows of (key, values by field)), and rows taken out."""

    source: str
    tables: list[tuple[list[str], list[tuple[str, dict[str, tuple[Any, ...]]]]]] = field(
        default_factory=list
    )
    yields: list[str] = field(default_factory=list)  # fields in which a file gives way to an edit
    withdrawn: list[str] = field(default_factory=list)

    def change(self) -> Change:
        make = from_file if self.source == "file" else by_person
        tables = []
        for fields, rows in self.tables:
            flat = [
                {"gap": gap}
                | {
                    column: value
                    for name in fields
                    for column, value in zip(FIELDS[name], values[name], strict=True)
                }
                for gap, values in rows
            ]
            one = gaps(*flat)
            assert isinstance(one.frame, pd.DataFrame)
            one.frame["yields"] = json.dumps(self.yields) if self.yields else None
            tables.append(one)
        return make(*tables, withdrawn={"gap": [key(gap) for gap in self.withdrawn]})


@st.composite
def steps(draw: st.DrawFn) -> Step | tuple[str, int]:
    """An import, or the undo or redo of one."""
    if draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from(["undo", "redo"])), draw(st.integers(0, 9))
    tables = []
    for _ in range(draw(st.integers(1, 2))):
        fields = draw(st.lists(st.sampled_from(list(FIELDS)), unique=True))
        row = st.tuples(
            st.sampled_from(KEYS), st.fixed_dictionaries({name: VALUES[name] for name in fields})
        )
        tables.append((fields, draw(st.lists(row, min_size=1, max_size=4))))
    withdrawn = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=1))
    source = draw(st.sampled_from(["file", "file", "person"]))
    kept = st.lists(st.sampled_from(list(FIELDS)), unique=True)
    yields = draw(kept) if source == "file" and draw(st.booleans()) else []
    return Step(source, tables, yields, withdrawn)


Said = tuple[int, str, tuple[Any, ...], bool]  # import, source, values, gives way


def statements(
    gap: str, name: str, imports: Mapping[int, Step], undone: set[int]
) -> Iterator[Said]:
    """What each import says of one field of one key, blanks and later rows settled."""
    for number, step in imports.items():
        if number in undone:
            continue
        said = [
            values[name]
            for fields, rows in step.tables
            if name in fields
            for each, values in rows
            if each == gap
        ]
        if said:
            by_rank: dict[int, tuple[Any, ...]] = {}
            for values in said:
                any_companion = any(value is not None for value in values[1:])
                by_rank[2 if values[0] is not None else 1 if any_companion else 0] = values
            yield number, step.source, by_rank[max(by_rank)], name in step.yields


def presence(gap: str, imports: Mapping[int, Step], undone: set[int]) -> Iterator[Said]:
    for number, step in imports.items():
        if number in undone:
            continue
        if gap in step.withdrawn:
            yield number, step.source, (False,), False
        elif any(each == gap for _, rows in step.tables for each, _ in rows):
            yield number, step.source, (True,), False


def standing_of(said: list[Said]) -> Said | None:
    """The newest statement, once files' repetitions are struck out and kept edits stay."""
    stands: Said | None = None
    last_of_files: tuple[Any, ...] | None = None
    for statement in said:
        _, source, values, gives_way = statement
        if source == "file":
            if values == last_of_files:
                continue
            last_of_files = values
            if gives_way and stands is not None and stands[1] == "person":
                continue
        stands = statement
    return stands


def check(store: Store, imports: Mapping[int, Step], undone: set[int]) -> None:
    rows = store.rows("gap").set_index("row_key")
    expected_keys = []
    for gap in KEYS:
        there = standing_of(list(presence(gap, imports, undone)))
        if there is not None and there[2] == (True,):
            expected_keys.append(key(gap))
    assert sorted(rows.index) == sorted(expected_keys)
    told = store.lineage("gap", list(rows.index), list(FIELDS))
    given_by = {(row.row_key, row.field): row.import_id for row in told.itertuples()}
    last_said = store.last_said("gap", [key(gap) for gap in KEYS]).set_index("row_key")
    for gap, name in itertools.product(KEYS, FIELDS):
        said = list(statements(gap, name, imports, undone))
        of_files = [values for _, source, values, _ in said if source == "file"]
        if key(gap) in last_said.index:
            assert stored(last_said, gap, name) == (of_files or [blank(name)])[-1]
        else:
            assert not of_files
        if key(gap) not in rows.index:
            continue
        stands = standing_of(said)
        assert stored(rows, gap, name) == (stands[2] if stands else blank(name))
        origin = given_by[key(gap), name]
        assert (None if pd.isna(origin) else origin) == (stands[0] if stands else None)


def stored(rows: pd.DataFrame, gap: str, name: str) -> tuple[Any, ...]:
    values = []
    for column in FIELDS[name]:
        value = rows.loc[key(gap), column]
        if pd.isna(value):
            value = None
        elif isinstance(value, pd.Timestamp):
            value = value.date()
        values.append(value)
    return tuple(values)


def blank(name: str) -> tuple[None, ...]:
    return (None,) * len(FIELDS[name])


def play(store: Store, history: list[Step | tuple[str, int]]) -> None:
    imports: dict[int, Step] = {}
    undone: set[int] = set()
    for step in history:
        if isinstance(step, Step):
            number = store.commit(step.change())
            assert number == len(imports) + 1
            imports[number] = step
        elif imports:
            number = step[1] % len(imports) + 1
            if step[0] == "undo":
                store.withdraw(number)
                undone.add(number)
            else:
                store.reinstate(number)
                undone.discard(number)
    check(store, imports, undone)


_names = itertools.count()


def test_current_rows_equal_a_fold_in_plain_python(url: str) -> None:
    is_lake = url.startswith("ducklake:")

    @settings(
        max_examples=8 if is_lake else 40,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(steps(), min_size=1, max_size=7))
    def run(history: list[Step | tuple[str, int]]) -> None:
        store = open_store(url, organisation=f"number {next(_names)}")
        play(store, history)

    with open_store(url).held():
        run()


def test_after_random_histories_the_store_is_whole(store: Store, url: str) -> None:
    """`verify` folds everything anew and finds nothing; so does an independent reading of it."""

    @settings(max_examples=5, suppress_health_check=list(HealthCheck))
    @given(st.lists(steps(), min_size=4, max_size=8))
    def run(history: list[Step | tuple[str, int]]) -> None:
        one = open_store(url, organisation=f"whole {next(_names)}")
        play(one, history)
        assert one.verify() == []

    run()
    assert store.verify() == []
