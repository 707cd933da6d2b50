"""What a person edited here and a file has otherwise, and data that moved on meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.intake.importing import import_rows
from data.store import Store, open_store
from tests.ui.test_upload import GOOD, button, database, opened, store_of, texts, title, workbook
from wording.numbers import NBSP

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

Screen = Callable[..., "AppTest"]
NOW = dt.datetime(2025, 4, 1, 9, 0, tzinfo=dt.UTC)
LATER = (*GOOD[:3], "2025-02-12 12:30", "5h", GOOD[5])

__all__ = ["database"]  # the fixture: three systems and a drill


def edited(database: Path, screen: Screen, **fields: str) -> AppTest:
    """The second step with a newer version of a file whose row a person edited meanwhile."""
    shown = opened(screen, database, ("q1.xlsx", workbook([GOOD])))
    button(shown, "Load 1 row").click().run()
    rows = [{"drill": "DR-A", "system": "CRM", **(fields or {"rto_seconds": "8 h"})}]
    import_rows(open_store(database), "recovery", rows, person="Ann", now=NOW)
    button(shown, "Upload more").click().run()
    shown.file_uploader[0].upload("q1.xlsx", workbook([LATER])).run()
    return shown


def hours(store: Store) -> float:
    return float(store.rows("recovery")["rto_seconds"].iloc[0]) / 3600


def question(shown: AppTest) -> Any:  # noqa: ANN401 - an element of AppTest
    return next(one for one in shown.dataframe if "Counts" in one.value)


def test_nothing_is_loaded_before_the_question_is_answered(screen: Screen, database: Path) -> None:
    shown = edited(database, screen)
    assert not shown.exception
    asked = question(shown).value.iloc[0]
    names = ["Row", "Edited here", "In the file", "Counts"]
    assert [str(one).replace(NBSP, " ") for one in asked[names]] == [
        "DR-A · CRM", "8 h", "5 h", "not decided",
    ]  # fmt: skip
    assert button(shown, "Load 1 row").disabled
    assert "Say first which" in texts(shown)


def test_an_edit_is_kept_for_its_field_alone(screen: Screen, database: Path) -> None:
    shown = edited(database, screen)
    button(shown, "Keep the edits").click().run()
    assert question(shown).value["Counts"].tolist() == ["the edit"]
    load = button(shown, "Load 1 row: 1 changed")
    assert not load.disabled
    load.click().run()
    assert not shown.exception
    store = store_of(database)
    assert hours(store) == 8
    assert str(store.rows("recovery")["restored_at"].iloc[0]).startswith("2025-02-12 10:30")
    assert store.verify() == []


def test_the_files_value_is_taken(screen: Screen, database: Path) -> None:
    shown = edited(database, screen)
    button(shown, "Take the file's values").click().run()
    button(shown, "Load 1 row: 1 changed").click().run()
    assert hours(store_of(database)) == 5


def test_each_value_can_be_decided_by_itself(screen: Screen, database: Path) -> None:
    shown = edited(database, screen, rto_seconds="8 h", restored_at="2025-02-12 15:00")
    assert len(question(shown).value) == 2
    fields = question(shown).value["Field"].tolist()
    at = fields.index("Restored")
    button(shown, "Keep the edits").click().run()
    editor = question(shown)
    shown.session_state[editor.key] = {
        "edited_rows": {at: {"Counts": "the file"}}, "added_rows": [], "deleted_rows": [],
    }  # fmt: skip
    shown.run()
    assert sorted(question(shown).value["Counts"]) == ["the edit", "the file"]
    button(shown, "Load 1 row").click().run()
    store = store_of(database)
    assert hours(store) == 8
    assert str(store.rows("recovery")["restored_at"].iloc[0]).startswith("2025-02-12 10:30")


def test_data_that_moved_on_is_shown_before_it_is_loaded(screen: Screen, database: Path) -> None:
    shown = opened(screen, database, ("q1.xlsx", workbook([GOOD])))
    assert button(shown, "Load 1 row: 1 added")
    rows = [{"drill": "DR-A", "system": "CRM", "note": "meanwhile"}]
    import_rows(open_store(database), "recovery", rows, person="Ann", now=NOW)
    button(shown, "Load 1 row").click().run()
    assert "The data changed meanwhile" in shown.warning[0].value
    store = store_of(database)
    assert store.rows("recovery")["restored_at"].isna().all()
    button(shown, "Load 1 row: 1 changed").click().run()
    assert title(shown) == "1 row loaded"
    assert store.rows("recovery")["restored_at"].notna().all()


def test_a_newer_version_says_which_rows_wait_no_longer(screen: Screen, database: Path) -> None:
    bad = ("DR-A", "Payment Processing", "2025-02-12 08:00", "2025-02-12 25:10", "4h", None)
    shown = opened(screen, database, ("q1.xlsx", workbook([GOOD, bad])))
    button(shown, "Load 1 row").click().run()
    assert button(shown, "Mend them here")
    button(shown, "Upload more").click().run()
    good = (*bad[:3], "2025-02-12 15:10", *bad[4:])
    shown.file_uploader[0].upload("q1.xlsx", workbook([GOOD, good])).run()
    assert "1 row that waited waits no longer" in texts(shown)
    button(shown, "Load 2 rows: 1 added").click().run()
    assert store_of(database).rejected().empty
