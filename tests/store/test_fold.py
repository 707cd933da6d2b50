"""What stands, worked out by hand, case by case (design: Storage rules)."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from data.store import Store
from tests.store.making import by_person, from_file, gaps, key, standing, table, withdrawal

G1, G2 = key("G1"), key("G2")


def titles(store: Store) -> dict[str, str | None]:
    return standing(store, "gap", "title")


def test_the_newest_import_that_has_the_field_counts(store: Store) -> None:
    store.commit(from_file(gaps({"gap": "G1", "title": "first", "owner": "Ann"})))
    store.commit(from_file(gaps({"gap": "G1", "title": "second", "owner": "Ben"})))
    assert titles(store) == {G1: "second"}
    assert standing(store, "gap", "owner") == {G1: "Ben"}


def test_an_absent_column_says_nothing(store: Store) -> None:
    store.commit(from_file(gaps({"gap": "G1", "title": "first", "owner": "Ann"})))
    store.commit(from_file(gaps({"gap": "G1", "title": "second"})))
    assert titles(store) == {G1: "second"}
    assert standing(store, "gap", "owner") == {G1: "Ann"}


def test_an_empty_cell_empties(store: Store) -> None:
    store.commit(from_file(gaps({"gap": "G1", "title": "first", "owner": "Ann"})))
    store.commit(from_file(gaps({"gap": "G1", "title": None})))
    assert titles(store) == {G1: None}
    assert standing(store, "gap", "owner") == {G1: "Ann"}


def test_inside_one_import_a_value_beats_a_blank(store: Store) -> None:
    store.commit(
        from_file(
            gaps({"gap": "G1", "title": "said"}, {"gap": "G1", "title": None}),
            gaps({"gap": "G1", "title": None}),
        )
    )
    assert titles(store) == {G1: "said"}


def test_inside_one_import_the_later_row_beats_the_earlier(store: Store) -> None:
    first = gaps({"gap": "G1", "title": "row 9"}, {"gap": "G1", "title": "row 10"}, first_row=9)
    store.commit(from_file(first, gaps({"gap": "G1", "title": "row 2 of the next table"})))
    assert titles(store) == {G1: "row 2 of the next table"}


def test_inside_one_import_a_mark_of_emptiness_beats_a_blank_only(store: Store) -> None:
    def lost(seconds: float | None, empty: str | None, gap: str) -> dict[str, object]:
        return {"gap": gap, "time_lost_seconds": seconds, "time_lost_empty": empty}

    store.commit(from_file(gaps(lost(None, "pending", "G1"), lost(None, None, "G1"))))
    store.commit(from_file(gaps(lost(60.0, None, "G2"), lost(None, "pending", "G2"))))
    assert standing(store, "gap", "time_lost_empty") == {G1: "pending", G2: None}
    assert standing(store, "gap", "time_lost_seconds") == {G1: None, G2: 60.0}


def test_companions_travel_with_their_field(store: Store) -> None:
    whole = {
        "gap": "G1",
        "time_lost_seconds": 2700.0,
        "time_lost_low_seconds": 1800.0,
        "time_lost_is_approximate": True,
    }
    store.commit(from_file(gaps(whole)))
    edit = gaps({"gap": "G1", "time_lost_seconds": 2000.0})  # no companion written
    store.commit(by_person(edit))
    assert standing(store, "gap", "time_lost_seconds") == {G1: 2000.0}
    assert standing(store, "gap", "time_lost_low_seconds") == {G1: None}
    assert standing(store, "gap", "time_lost_is_approximate") == {G1: None}


def test_a_change_of_the_companion_alone_is_news(store: Store) -> None:
    day = dt.date(2025, 3, 31)
    store.commit(from_file(gaps({"gap": "G1", "due_on": day, "due_precision": "month"})))
    store.commit(by_person(gaps({"gap": "G1", "due_on": dt.date(2025, 4, 2)})))
    store.commit(from_file(gaps({"gap": "G1", "due_on": day, "due_precision": "quarter"})))
    assert standing(store, "gap", "due_precision") == {G1: "quarter"}


def test_repeating_is_not_saying(store: Store) -> None:
    """A file that repeats what a file last said leaves a person's later edit alone."""
    store.commit(from_file(gaps({"gap": "G1", "title": "filed", "owner": "Ann"})))
    store.commit(by_person(gaps({"gap": "G1", "title": "edited"})))
    store.commit(from_file(gaps({"gap": "G1", "title": "filed", "owner": "Ben"})))
    assert titles(store) == {G1: "edited"}
    assert standing(store, "gap", "owner") == {G1: "Ben"}


def test_a_new_value_of_a_file_beats_an_earlier_edit(store: Store) -> None:
    store.commit(from_file(gaps({"gap": "G1", "title": "filed"})))
    store.commit(by_person(gaps({"gap": "G1", "title": "edited"})))
    store.commit(from_file(gaps({"gap": "G1", "title": "corrected"})))
    assert titles(store) == {G1: "corrected"}
    store.commit(by_person(gaps({"gap": "G1", "title": "edited again"})))
    store.commit(from_file(gaps({"gap": "G1", "title": "corrected"})))
    assert titles(store) == {G1: "edited again"}


def test_a_file_may_repeat_a_blank(store: Store) -> None:
    store.commit(from_file(gaps({"gap": "G1", "owner": None})))
    store.commit(by_person(gaps({"gap": "G1", "owner": "Ann"})))
    store.commit(from_file(gaps({"gap": "G1", "owner": None})))
    assert standing(store, "gap", "owner") == {G1: "Ann"}


def test_a_person_who_repeats_says_it(store: Store) -> None:
    store.commit(by_person(gaps({"gap": "G1", "title": "mine"})))
    store.commit(from_file(gaps({"gap": "G1", "title": "filed"})))
    store.commit(by_person(gaps({"gap": "G1", "title": "mine"})))
    assert titles(store) == {G1: "mine"}


def test_what_a_withdrawn_file_said_cannot_be_repeated(store: Store) -> None:
    first = store.commit(from_file(gaps({"gap": "G1", "title": "filed"})))
    store.commit(by_person(gaps({"gap": "G1", "title": "edited"})))
    store.commit(from_file(gaps({"gap": "G1", "title": "filed"})))
    assert titles(store) == {G1: "edited"}
    store.withdraw(first)  # now the last file says it for the first time
    assert titles(store) == {G1: "filed"}
    store.reinstate(first)
    assert titles(store) == {G1: "edited"}


def test_undo_of_an_older_import_lets_the_newer_stand_and_redo_puts_it_back(store: Store) -> None:
    older = store.commit(from_file(gaps({"gap": "G1", "title": "old", "owner": "Ann"})))
    store.commit(from_file(gaps({"gap": "G1", "title": "new"})))
    store.withdraw(older)
    assert titles(store) == {G1: "new"}
    assert standing(store, "gap", "owner") == {G1: None}
    store.reinstate(older)
    assert titles(store) == {G1: "new"}
    assert standing(store, "gap", "owner") == {G1: "Ann"}


def test_undo_of_the_newest_brings_the_older_back(store: Store) -> None:
    store.commit(from_file(gaps({"gap": "G1", "title": "old"}, {"gap": "G2", "title": "other"})))
    newer = store.commit(from_file(gaps({"gap": "G1", "title": "new"})))
    store.withdraw(newer)
    assert titles(store) == {G1: "old", G2: "other"}


def test_undo_of_the_only_import_takes_its_rows_out(store: Store) -> None:
    only = store.commit(from_file(gaps({"gap": "G1", "title": "old"})))
    store.withdraw(only)
    store.withdraw(only)  # twice is once
    assert titles(store) == {}
    store.reinstate(only)
    assert titles(store) == {G1: "old"}


@pytest.mark.parametrize("source", ["person", "file"])
def test_a_withdrawn_row_is_gone_and_comes_back_by_undo(store: Store, source: str) -> None:
    store.commit(from_file(gaps({"gap": "G1", "title": "a"}, {"gap": "G2", "title": "b"})))
    out = store.commit(withdrawal("gap", [G1], source))
    assert titles(store) == {G2: "b"}
    store.withdraw(out)
    assert titles(store) == {G1: "a", G2: "b"}


def test_a_row_a_person_took_out_stays_out_when_a_file_repeats_it(store: Store) -> None:
    store.commit(from_file(gaps({"gap": "G1", "title": "a"})))
    store.commit(withdrawal("gap", [G1]))
    store.commit(from_file(gaps({"gap": "G1", "title": "b"})))
    assert titles(store) == {}
    store.commit(by_person(gaps({"gap": "G1", "owner": "Ann"})))  # an edit says: it is there
    assert titles(store) == {G1: "b"}


def test_a_row_a_file_took_out_comes_back_when_a_file_has_it_again(store: Store) -> None:
    store.commit(from_file(gaps({"gap": "G1", "title": "a"})))
    store.commit(withdrawal("gap", [G1], "file"))
    store.commit(from_file(gaps({"gap": "G1", "title": "a"})))
    assert titles(store) == {G1: "a"}


def line(detail: str | None) -> dict[str, object]:
    at = pd.Timestamp("2025-02-12T08:00Z")
    return {"drill": "D", "logged_at": at, "system": "CRM", "event": "note", "detail": detail}


def test_a_log_line_is_its_own_key_and_the_newest_stands(store: Store) -> None:
    store.commit(from_file(table("log", [line("one"), line("two")])))
    assert list(store.rows("log")["detail"]) == ["two"]
    newer = store.commit(from_file(table("log", [line(None)])))
    assert standing(store, "log", "detail") == {store.rows("log")["row_key"][0]: None}
    store.withdraw(newer)
    assert list(store.rows("log")["detail"]) == ["two"]
    store.withdraw(1)
    assert store.count("log") == 0


def test_organisations_do_not_see_each_other(store: Store, url: str) -> None:
    from data.store import open_store

    other = open_store(url, organisation="Another")
    store.commit(from_file(gaps({"gap": "G1", "title": "ours"})))
    assert other.commit(from_file(gaps({"gap": "G1", "title": "theirs"}))) == 1
    assert titles(store) == {G1: "ours"}
    assert titles(other) == {G1: "theirs"}
    other.withdraw(1)
    assert titles(store) == {G1: "ours"}
    assert store.verify() == other.verify() == []
