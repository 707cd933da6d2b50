"""Which rejected rows wait, and what makes them wait no longer."""

from __future__ import annotations

from typing import Any

from data.store import Change, RejectedRow, Store
from tests.store.making import by_person, from_file, gaps, key

G1, G2, G9 = key("G1"), key("G2"), key("G9")
FIELDS = ("gap", "title", "owner")


def rejected(*keys: str | None) -> list[RejectedRow]:
    """A rejected row for each key, from row 11 on."""
    return [RejectedRow(11 + at, ["x"], "bad", one) for at, one in enumerate(keys)]


def first(*keys: str | None, **about: Any) -> Change:  # noqa: ANN401 - passed on
    """A file with the good row G1 and bad rows of these keys."""
    row = {"gap": "G1", "title": "a", "owner": "Ann"}
    return from_file(gaps(row, rejected=rejected(*keys)), content=b"first", **about)


def superseded(store: Store, **about: Any) -> list[tuple[int, int, int]]:  # noqa: ANN401
    """What a file does away with; another file with nothing in common but for `about`."""
    usual = {"file_name": "other.xlsx", "sha256": "other", "loaded": [], "rejected_keys": []}
    return store.superseded("gap", **(usual | {"fields": FIELDS} | about))


def test_nothing_is_done_away_with_where_nothing_waits(store: Store) -> None:
    store.commit(first())
    assert superseded(store, file_name="gaps.xlsx", loaded=[G1]) == []


def test_a_newer_version_of_the_file_tells_of_all_its_rows(store: Store) -> None:
    number = store.commit(first(G9, None))
    both = [(number, 1, 1), (number, 1, 2)]
    # the same name and one row in common, loaded or still bad
    assert superseded(store, file_name="gaps.xlsx", loaded=[G1]) == both
    assert superseded(store, file_name="gaps.xlsx", rejected_keys=[G9]) == both
    # another file of the same name: every team calls its file so
    assert superseded(store, file_name="gaps.xlsx", loaded=[G2]) == []
    # the same file under another name: two of its two keys; but not one of the two
    assert superseded(store, loaded=[G1], rejected_keys=[G9]) == both
    assert superseded(store, loaded=[G1]) == []
    # the same bytes, read another way
    assert superseded(store, sha256=str(store.import_detail(number)["sha256"])) == both
    assert store.superseded("action", file_name="gaps.xlsx", sha256="", loaded=[G1],
                            rejected_keys=[], fields=FIELDS) == []  # fmt: skip


def test_the_very_row_from_elsewhere_must_say_as_much(store: Store) -> None:
    number = store.commit(first(G9, G2, None))
    assert superseded(store, loaded=[G9]) == [(number, 1, 1)]
    assert superseded(store, loaded=[G9], fields=("gap", "title")) == []  # says less: it waits
    assert superseded(store, rejected_keys=[G9]) == []


def test_rows_of_an_undone_import_do_not_wait_again_when_it_comes_back(store: Store) -> None:
    number = store.commit(first(G9))
    store.withdraw(number)
    settled = superseded(store, file_name="gaps.xlsx", loaded=[G1])
    newer = store.commit(from_file(gaps({"gap": "G1", "title": "b"}), mended=settled))
    store.reinstate(number)
    assert store.rejected().empty
    assert store.import_detail(newer)["settled"] == [
        {"import_id": number, "file_name": "gaps.xlsx", "row_count": 1}
    ]
    store.withdraw(newer)
    assert store.rejected()["row_key"].tolist() == [G9]
    assert store.rejected()["mended_by"].isna().all()


def test_where_rows_wait_is_told_by_table_and_read_in_part(store: Store) -> None:
    older = store.commit(first(G9, G2, None))
    newer = store.commit(
        from_file(gaps(rejected=rejected(None)), content=b"second", name="log.csv", fingerprint="x")
    )
    store.commit(by_person(mended=[(older, 1, 2)]))
    tables = store.waiting_tables()
    found = tables[["import_id", "table_number", "file_name", "record", "row_count"]]
    assert found.values.tolist() == [
        [newer, 1, "log.csv", "gap", 1],
        [older, 1, "gaps.xlsx", "gap", 2],
    ]
    part = store.rejected(older, table_number=1, limit=1)
    assert part["row_number"].tolist() == [11]
    assert store.rejected(older, table_number=1)["row_number"].tolist() == [11, 13]
    assert store.rejected(older)["is_mended"].tolist() == [False, True, False]


def test_the_listing_counts_by_import(store: Store) -> None:
    counts = {"added": 1, "changed": 2, "unchanged": 3}
    store.commit(from_file(gaps({"gap": "G1", "title": "a"}, counts=counts, rejected=rejected(G9)),
                           gaps({"gap": "G2", "title": "a"}, counts=counts)))  # fmt: skip
    store.commit(by_person(withdrawn={"gap": [G2]}, mended=[(1, 1, 1)], options={"mends": 1}))
    store.withdraw(2, person="Ben")
    listed = store.listing()
    assert listed["import_id"].tolist() == [2, 1]
    names = ["added", "changed", "unchanged", "taken_out", "rejected", "waiting"]
    assert listed[names].values.tolist() == [[0, 0, 0, 1, 0, 0], [2, 4, 6, 0, 1, 1]]
    assert listed["is_withdrawn"].tolist() == [True, False]
    assert listed["turned_by"].tolist()[0] == "Ben"
    assert listed["options"].tolist()[0] == {"mends": 1}
