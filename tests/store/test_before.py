"""The tables of before an import are those its withdrawal would leave."""

from __future__ import annotations

import pandas as pd

from data.store import Store
from tests.store.making import by_person, from_file, gaps, table, withdrawal


def line(clock: str, event: str) -> dict[str, object]:
    moment = pd.Timestamp(f"2025-02-12T{clock}Z")
    return {"drill": "D1", "logged_at": moment, "system": "CRM", "event": event}


def test_without_any_of_the_imports_as_after_undoing_them(store: Store) -> None:
    changes = (
        from_file(gaps({"gap": "G1", "title": "a"}, {"gap": "G2", "title": "b"}), name="one.xlsx"),
        from_file(
            gaps({"gap": "G1", "title": "c"}),
            table("log", [line("06:00", "disrupted"), line("09:00", "restored")]),
            name="two.xlsx",
        ),
        by_person(gaps({"gap": "G2", "title": "edited"})),
        from_file(table("log", [line("10:00", "restored")]), name="three.xlsx"),
        withdrawal("gap", ['["G1"]']),
    )
    numbers = [store.commit(change) for change in changes]
    for places in ((0,), (1,), (4,), (1, 3), (2, 4), (0, 1, 2, 3, 4)):
        chosen = [numbers[place] for place in places]
        version = store.version()
        before = store.tables_without(chosen)
        assert store.version() == version  # asking changes nothing
        for number in chosen:
            store.withdraw(number)
        undone = store.tables()
        assert set(before) == set(undone)
        for name, frame in undone.items():
            pd.testing.assert_frame_equal(
                before[name].reset_index(drop=True), frame.reset_index(drop=True), obj=name
            )
        for number in chosen:
            store.reinstate(number)
    assert store.verify() == []


def test_an_import_that_is_none_leaves_all_as_it_is(store: Store) -> None:
    store.commit(from_file(gaps({"gap": "G1", "title": "a"})))
    before, now = store.tables_without([99]), store.tables()
    assert all(before[name] is now[name] for name in now)
