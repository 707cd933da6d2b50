"""Rows staged in a file of their own: settled there, copied in one commit, on either engine."""

from __future__ import annotations

import datetime as dt
import json

import pandas as pd

from data.store import Change, ChangeTable, LineageColumn, StagedRows, Staging, Store

NOW = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)
START = pd.Timestamp("2025-03-31 08:00", tz="UTC")
NO_REJECTS = pd.DataFrame({"row_number": pd.Series(dtype="int64"), "raws": [], "why": []})


def lines(*told: tuple[int, str, str]) -> pd.DataFrame:
    """Log lines of (row number, event, detail), all at one moment of one drill."""
    return pd.DataFrame(
        {
            "row_key": [json.dumps(["DR-1", START.isoformat(), None, e]) for _, e, _ in told],
            "row_number": [row for row, _, _ in told],
            "drill": "DR-1",
            "logged_at": pd.Series([START] * len(told)),
            "event": [event for _, event, _ in told],
            "detail": [detail for _, _, detail in told],
            "raws": [json.dumps([event, detail]) for _, event, detail in told],
        }
    )


COLUMNS = ["drill", "logged_at", "event", "detail"]


def change(staged: StagedRows) -> Change:
    table = ChangeTable(
        "log", staged, fields=COLUMNS,
        lineage=[LineageColumn("event", 2, "Event"), LineageColumn("detail", 5, "Details")],
    )  # fmt: skip
    return Change("file", NOW, [table], file_name="log.csv")


def test_of_equal_keys_the_later_counts_and_a_repeat_is_none() -> None:
    with Staging("log") as staging:
        staging.add(lines((2, "a", "x"), (3, "a", "y"), (4, "b", "")), COLUMNS, NO_REJECTS)
        staging.add(lines((5, "a", "x"), (6, "b", ""), (7, "c", "")), COLUMNS, NO_REJECTS)
        settled = staging.settle("beaten by {row}", 10)
        staged = staging.finished()
    # row 5 says word for word what row 2 said, so of rows 2 and 3 the later one still counts
    assert settled.repeated["row_number"].tolist() == [5, 6]
    assert settled.beaten[["row_number", "winner"]].to_numpy().tolist() == [[2, 3]]
    assert (staged.count, staged.rejected_count) == (3, 1)


def test_staged_rows_are_kept_undone_redone_and_proved(store: Store) -> None:
    rejected = pd.DataFrame({"row_number": [9], "raws": ['["?", ""]'], "why": ["At is missing."]})
    with Staging("log") as staging:
        staging.add(lines((2, "a", "x"), (3, "b", "y")), COLUMNS, rejected)
        staging.add(lines((4, "a", "z"), (5, "c", "w")), COLUMNS, NO_REJECTS)
        staging.settle("beaten by {row}", 10)
        staged = staging.finished()
        assert store.overlap(staged) == (0, 0)
        import_id = store.commit(change(staged))
        assert store.overlap(staged) == (3, 0)
    now = store.rows("log").sort_values("event")
    assert now["detail"].tolist() == ["z", "y", "w"]
    kept = store.rejected()
    assert kept[["row_number", "why"]].to_numpy().tolist() == [
        [2, "beaten by 4"], [9, "At is missing."]
    ]  # fmt: skip
    assert store.imports()[["row_count", "rejected_count"]].to_numpy().tolist() == [[3, 2]]
    told = store.lineage("log", list(now["row_key"]), ["event", "detail"])
    assert told["cell"].tolist() == ["C4", "F4", "C3", "F3", "C5", "F5"]
    assert store.verify() == []
    store.withdraw(import_id, NOW)
    assert (store.count("log"), store.verify()) == (0, [])
    store.reinstate(import_id, NOW)
    pd.testing.assert_frame_equal(store.rows("log").sort_values("event"), now)
    assert store.verify() == []


def test_what_differs_from_what_is_kept_is_found(store: Store) -> None:
    with Staging("log") as staging:
        staging.add(lines((2, "a", "x"), (3, "b", "y")), COLUMNS, NO_REJECTS)
        staging.settle("", 10)
        store.commit(change(staging.finished()))
    with Staging("log") as staging:
        staging.add(lines((2, "a", "x"), (3, "b", "other"), (4, "c", "")), COLUMNS, NO_REJECTS)
        staging.settle("", 10)
        staged = staging.finished()
        assert store.overlap(staged) == (2, 1)
        assert store.differing(staged, 0, 10)["detail"].tolist() == ["other"]
        assert store.differing(staged, 1, 10).empty


def test_the_hash_of_staged_rows_does_not_hang_on_their_order() -> None:
    def said(*pieces: pd.DataFrame) -> str:
        with Staging("log") as staging:
            for piece in pieces:
                staging.add(piece, COLUMNS, NO_REJECTS)
            return staging.finished().said

    one, other = lines((2, "a", "x"), (3, "b", "y")), lines((4, "c", "z"))
    assert said(one, other) == said(other, one)
    assert said(one, other) != said(one, lines((4, "c", "zz")))
