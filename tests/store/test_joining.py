"""An alias stated later joins what was loaded before; undone, the names are two again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from analytics.calendar import read_organisation
from analytics.recovery import measure
from data.intake.importing import import_rows, withdraw_rows
from data.store import Store, open_store
from tests.intake.loading import NOW, load, utc

HEADINGS = ["Drill", "System", "Disrupted", "Restored", "RTO", "Note"]
FIRST = ["DR-1", "CRM System", "2025-02-12 08:00", "2025-02-12 13:00", "4 h", "slow"]
SECOND = ["DR-2", "CRM", "2025-03-19 08:00", "2025-03-19 11:00", "4 h", None]


@pytest.fixture
def store(tmp_path: Any) -> Store:  # noqa: ANN401 - pytest's own
    """A store with a system, and results of it under two names."""
    held = open_store(tmp_path / "test.duckdb")
    import_rows(held, "system", [{"system": "CRM", "rto_seconds": "4 h"}], person="T", now=NOW)
    load(held, [HEADINGS, FIRST], "february.csv")
    load(held, [HEADINGS, SECOND], "march.csv")
    return held


def state(
    store: Store, means: str = "CRM", written: str = "CRM System", kind: str = "system"
) -> int:
    """The alias, stated now; its import."""
    row = {"kind": kind, "written": written, "means": means}
    done = import_rows(store, "alias", [row], person="Thandi", now=NOW).files[0]
    assert done.import_id is not None
    return done.import_id


def systems(store: Store) -> list[str]:
    return list(store.tables()["recovery"]["system"])


def test_an_alias_stated_later_joins_and_its_undo_parts(store: Store) -> None:
    assert sorted(systems(store)) == ["CRM", "CRM System"]
    before = store.tables()["recovery"].copy()
    number = state(store)
    assert systems(store) == ["CRM", "CRM"]
    assert store.names("system") == ["CRM"]
    assert list(store.rows("recovery")["system"]) == ["CRM", "CRM"]
    assert store.verify() == []
    store.withdraw(number)
    pd.testing.assert_frame_equal(store.tables()["recovery"], before)
    store.reinstate(number)
    assert systems(store) == ["CRM", "CRM"]
    (key,) = store.rows("alias")["row_key"]
    withdraw_rows(store, "alias", [key], person="Thandi", now=NOW)
    pd.testing.assert_frame_equal(store.tables()["recovery"], before)


def test_the_figures_see_one_system_with_its_objective(store: Store) -> None:
    def verdicts() -> dict[tuple[str, str], str]:
        tables = store.tables()
        organisation = read_organisation(tables["setting"])
        rows = measure(tables, dt.date(2025, 12, 31), "disruption:restored", organisation)
        return {(r.drill, r.system): r.verdict for r in rows.itertuples()}

    state(store)
    assert verdicts() == {("DR-1", "CRM"): "missed", ("DR-2", "CRM"): "met"}


def test_a_value_leads_back_to_its_own_cell(store: Store) -> None:
    state(store)
    told = store.lineage("recovery", ['["DR-1", "CRM"]']).set_index("field")
    assert (told.loc["restored_at", "file"], told.loc["restored_at", "cell"]) == (
        "february.csv", "D2",
    )  # fmt: skip
    assert (told.loc["system", "value"], told.loc["system", "raw"]) == ("CRM", "CRM System")


def test_rows_that_meet_are_folded_by_time(store: Store) -> None:
    """A newer file's values count, its blanks empty, an absent column says nothing."""
    newer = ["DR-1", "CRM", "2025-02-12 08:00", "2025-02-12 11:00", None]
    load(store, [HEADINGS[:5], newer], "corrected.csv")
    assert len(store.rows("recovery")) == 3
    state(store)
    rows = store.rows("recovery").set_index("row_key")
    met = rows.loc['["DR-1", "CRM"]']
    assert len(rows) == 2
    assert met["restored_at"] == utc("2025-02-12 09:00")
    assert pd.isna(met["rto_seconds"])
    assert met["note"] == "slow"
    told = store.lineage("recovery", ['["DR-1", "CRM"]']).set_index("field")
    assert told.loc["restored_at", "file"] == "corrected.csv"
    assert told.loc["note", "file"] == "february.csv"


def test_a_corrected_file_changes_the_row_it_joined(store: Store) -> None:
    state(store)
    again = [*FIRST[:3], "2025-02-12 11:30", *FIRST[4:]]
    outcome = load(store, [HEADINGS, again], "february.csv")
    found = outcome.differences[0][0]
    assert (found.added, found.changed, found.unchanged, found.missing) == (0, 1, 0, [])
    assert list(found.changes["field"]) == ["restored_at"]
    assert len(store.rows("recovery")) == 2
    same = load(store, [HEADINGS, again, SECOND], "both.csv", dry_run=True)
    assert same.differences[0][0].unchanged == 2


def test_an_edit_and_a_withdrawal_reach_the_joined_row(store: Store) -> None:
    state(store)
    edit = {"drill": "DR-1", "system": "CRM System", "note": "mended"}
    import_rows(store, "recovery", [edit], person="Thandi", now=NOW)
    assert store.rows("recovery").set_index("drill").loc["DR-1", "note"] == "mended"
    number = withdraw_rows(store, "recovery", ['["DR-1", "CRM"]'], person="Thandi", now=NOW)
    assert list(store.rows("recovery")["drill"]) == ["DR-2"]
    store.withdraw(number)
    assert list(store.rows("recovery")["drill"]) == ["DR-1", "DR-2"]


def test_names_in_lists_logs_and_other_records_are_joined(store: Store) -> None:
    import_rows(store, "system", [{"system": "ERP", "depends_on": "CRM System; CRM; DNS"}],
                person="T", now=NOW)  # fmt: skip
    import_rows(store, "gap", [{"gap": "G-1", "system": "CRM System", "title": "DNS"}],
                person="T", now=NOW)  # fmt: skip
    lines = [
        {"drill": "DR-1", "system": name, "logged_at": f"2025-02-12 {at}", "event": event}
        for name, at, event in (
            ("CRM System", "08:00", "hold began"), ("CRM", "08:30", "hold began"),
            ("CRM System", "09:00", "hold ended"), ("CRM", "10:00", "restored"),
            ("CRM System", "12:00", "restored"),
        )
    ]  # fmt: skip
    import_rows(store, "log", lines, person="T", now=NOW)
    assert len(store.tables()["log_instants"]) == 2
    state(store)
    tables = store.tables()
    assert tables["system"].set_index("system").loc["ERP", "depends_on"] == "CRM; DNS"
    assert tables["gap"]["system"].tolist() == ["CRM"]
    (line,) = tables["log_instants"].to_dict("records")
    assert (line["system"], line["line_count"]) == ("CRM", 5)
    assert line["restored_at"] == utc("2025-02-12 10:00")
    (hold,) = tables["hold"].to_dict("records")
    assert (hold["began_at"], hold["ended_at"]) == (
        utc("2025-02-12 06:00"), utc("2025-02-12 07:00"),
    )  # fmt: skip
    assert set(store.rows("log")["system"]) == {"CRM"}


def test_drills_and_owners_have_other_names_too(store: Store) -> None:
    import_rows(store, "gap", [{"gap": "G-1", "owner": "T. Naidoo"}], person="T", now=NOW)
    state(store, "DR-2", "DR-1", "drill")
    state(store, "Thandi Naidoo", "T. Naidoo", "owner")
    state(store)
    tables = store.tables()
    assert tables["gap"]["owner"].tolist() == ["Thandi Naidoo"]
    (row,) = tables["recovery"].to_dict("records")
    assert (row["drill"], row["system"], row["note"]) == ("DR-2", "CRM", None) or pd.isna(
        row["note"]
    )
    assert store.rows("recovery", drills=["DR-2"])["drill"].tolist() == ["DR-2"]
    assert store.tables(drills=["DR-2"])["recovery"]["drill"].tolist() == ["DR-2"]


def test_an_alias_of_an_alias_is_followed_and_a_circle_joins_nothing(store: Store) -> None:
    state(store, "Customer System")
    state(store, "CRM", "customer system")
    assert systems(store) == ["CRM", "CRM"]
    state(store, "CRM System", "CRM")
    assert sorted(systems(store)) == ["CRM", "CRM System"]


def test_without_aliases_rows_are_as_they_are_stored(store: Store) -> None:
    state(store, "Payments", "Pay")
    assert sorted(systems(store)) == ["CRM", "CRM System"]
    assert store.rows("recovery", 1)["drill"].tolist() == ["DR-1"]
