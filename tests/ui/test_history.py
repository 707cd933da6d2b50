"""The History screen in this process: what was loaded, the way back, rows mended in the grid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from data.intake.importing import ImportOptions, import_files, import_rows
from data.store import Store, open_store
from tests.store.making import by_person, gaps
from tests.ui.test_upload import GOOD, NEGATIVE, NO_HOUR, button, database, texts, title, workbook
from ui.history.turn import turn
from wording.numbers import NBSP

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

NOW = dt.datetime(2025, 4, 1, 9, 0, tzinfo=dt.UTC)
Screen = Callable[..., "AppTest"]

__all__ = ["database"]  # the fixture: three systems and a drill, typed by hand


def load(store: Store, content: bytes, name: str = "q1.xlsx", hour: int = 0, **told: Any) -> int:  # noqa: ANN401
    """A file through the one door; the number of its import."""
    outcome = import_files(
        store, [(name, content)], ImportOptions(person="Thandi", **told),
        now=NOW + dt.timedelta(hours=hour),
    )  # fmt: skip
    number = outcome.files[0].import_id
    assert number is not None
    return number


def edit(store: Store, note: str, hour: int, person: str = "Ann") -> None:
    rows = [{"drill": "DR-A", "system": "CRM", "note": note}]
    import_rows(store, "recovery", rows, person=person, now=NOW + dt.timedelta(hours=hour))


@pytest.fixture
def loaded(database: Path) -> Path:
    """One file with a good row and two bad ones, on top of two edits."""
    load(open_store(database), workbook((GOOD, NO_HOUR, NEGATIVE)))
    return database


def listed(shown: AppTest) -> pd.DataFrame:
    """The list of imports."""
    return next(one.value for one in shown.dataframe if "Waiting" in one.value)


def grid(shown: AppTest) -> pd.DataFrame:
    """The rows that wait, as they are shown to be corrected."""
    return next(one.value for one in shown.dataframe if "To mend" in one.value)


def write(shown: AppTest, cells: dict[int, dict[str, Any]]) -> AppTest:
    """Texts written into the grid: its row, from 0 → column → text."""
    editor = next(one for one in shown.dataframe if "To mend" in one.value)
    shown.session_state[str(editor.key)] = {
        "edited_rows": cells, "added_rows": [], "deleted_rows": [],
    }  # fmt: skip
    return button(shown, "Load mended rows").click().run()


def systems(database: Path) -> list[str]:
    return sorted(open_store(database).rows("recovery")["system"])


def test_without_an_import_it_says_what_to_do(screen: Screen, tmp_path: Path) -> None:
    shown = screen(tmp_path / "new.duckdb", "history")
    assert not shown.exception
    assert title(shown) == "Nothing has been loaded yet"
    assert button(shown, "Upload results")


def test_imports_newest_first_with_their_counts(screen: Screen, loaded: Path) -> None:
    shown = screen(loaded, "history")
    assert not shown.exception
    assert title(shown) == "3 imports; 2 rows wait to be mended"
    rows = listed(shown)
    assert list(rows["What"]) == ["q1.xlsx", "edited by a test, 2 times"]
    first = rows.iloc[0]
    assert first[["Added", "Changed", "Unchanged", "Waiting"]].tolist() == [1, 0, 0, 2]
    assert first[["State", "By"]].tolist() == ["● stands", "Thandi"]
    assert len(first["Hash"]) == 10
    assert first["When"].tz_convert("UTC") == pd.Timestamp(NOW)
    cards = {one.label: one.value for one in shown.metric}
    assert (cards["Files"], cards["Edits"], cards["Undone"]) == ("1", "2", "0")
    assert cards["Rows waiting"].startswith("2 ")


def test_edits_of_a_day_are_one_line_and_each_can_be_chosen(screen: Screen, loaded: Path) -> None:
    store = open_store(loaded)
    for note, hour in (("one", 1), ("two", 2), ("next day", 26)):
        edit(store, note, hour)
    edit(store, "hers", 3, person="Ben")
    store.withdraw(5)
    shown = screen(loaded, "history", **{"import": "4"})
    rows = listed(shown).set_index("What")
    assert list(rows.index)[:3] == ["edited by Ben", "edited by Ann", "edited by Ann, 2 times"]
    assert rows.loc["edited by Ann, 2 times", "State"] == "◐ partly"
    choice = next(
        one for one in shown.selectbox if one.label.replace(NBSP, " ") == "2 edits of 1 Apr 2025"
    )
    assert choice.value == 4
    assert "No. 4" in texts(shown)


def test_a_link_opens_an_import_with_all_about_it(screen: Screen, loaded: Path) -> None:
    shown = screen(loaded, "history", **{"import": "3"})
    assert not shown.exception
    said = texts(shown)
    assert "No. 3 · loaded 1 Apr 2025 11:00 SAST by Thandi" in said
    assert "Rows: 1 added, 2 kept out." in said
    digest = open_store(loaded).import_detail(3)["sha256"]
    assert digest in [one.value for one in shown.code]
    tabs = [one.label for one in shown.tabs]
    assert tabs[:2] == ["What it changed", "Tables"]
    assert any(one.startswith("Problems (") for one in tabs)
    added = next(one.value for one in shown.table if "Row" in one.value)
    assert added["Row"].tolist() == ["DR-A · CRM"]
    labels = [one.proto.label for one in shown.get("download_button")]
    assert "Original file" in labels


@pytest.mark.parametrize("number", ["99", "x", ""])
def test_a_link_to_no_import_shows_the_list(screen: Screen, loaded: Path, number: str) -> None:
    shown = screen(loaded, "history", **{"import": number})
    assert not shown.exception
    assert bool(shown.warning) == (number == "99")
    assert len(listed(shown)) == 2


def test_undo_says_what_it_does_before_and_redo_brings_it_back(
    screen: Screen, loaded: Path
) -> None:
    store = open_store(loaded)
    later = (*GOOD[:3], "2025-02-12 12:30", *GOOD[4:])
    number = load(store, workbook([later]), "q1.xlsx", hour=1)
    shown = screen(loaded, "history", **{"import": str(number)})
    changes = next(one.value for one in shown.table if "After" in one.value)
    assert changes["Field"].tolist() == ["Restored"]
    button(shown, "Undo").click().run()
    said = texts(shown)
    assert "Undo import 4?" in said
    assert "1 recovery has other values then" in said
    assert "2 more rows wait to be mended" in said  # the newer version had settled them
    assert "Earlier imports that still stand speak of some of these rows: no. 3" in said
    then = next(one.value for one in shown.table if "Then" in one.value)
    assert "12:00" in then["Then"].iloc[0].replace("\\", "")
    before = store.rows("recovery")["restored_at"].iloc[0]
    # a button inside a dialog is only for a browser to click; what it calls is called here
    assert turn(store, number, is_redo=False)
    shown.run()
    after = store.rows("recovery")["restored_at"].iloc[0]
    assert (before - after) == pd.Timedelta(minutes=30)
    assert listed(shown)["State"].tolist()[0] == "○ undone"
    button(shown, "Redo").click().run()
    assert "Redo import 4?" in texts(shown)
    assert turn(store, number, is_redo=True)
    assert store.rows("recovery")["restored_at"].iloc[0] == before


def test_waiting_rows_are_mended_in_the_grid_and_undone(screen: Screen, loaded: Path) -> None:
    shown = screen(loaded, "history", view="Waiting")
    assert not shown.exception
    rows = grid(shown)
    assert rows["Row"].tolist() == [5, 6]
    assert rows["To mend"].tolist() == ["E5", "F6"]
    assert rows["E\u2002Server up"].tolist() == ["2025-02-12 25:10", "2025-02-12 09:00"]
    said = texts(shown)
    assert "there is no hour 25" in said
    assert ":red-badge[◆ F6]" in said
    write(shown, {0: {"E\u2002Server up": "2025-02-12 15:10"}, 1: {"F\u2002RTO": "-3h"}})
    assert not shown.exception
    assert "1 row loaded, 1 still waits (1 added)." in texts(shown)
    assert systems(loaded) == ["CRM", "Payment Processing"]
    rows = grid(shown)
    assert rows["F\u2002RTO"].tolist() == ["-3h"]  # what was typed is still there
    assert "`-3h`" in texts(shown)
    write(shown, {0: {"F\u2002RTO": "3h"}})
    assert systems(loaded) == ["CRM", "Inventory Management", "Payment Processing"]
    assert "No row waits" in texts(shown)
    button(shown, "Undo").click().run()
    assert systems(loaded) == ["CRM", "Payment Processing"]
    assert grid(shown)["F\u2002RTO"].tolist() == ["-2h"]
    assert open_store(loaded).verify() == []


def test_a_row_left_out_waits_no_longer(screen: Screen, loaded: Path) -> None:
    shown = screen(loaded, "history", view="Waiting")
    write(shown, {0: {"Leave out": True}})
    assert "1 row left out, 1 still waits" in texts(shown)
    assert systems(loaded) == ["CRM"]
    assert grid(shown)["Row"].tolist() == [6]


def test_a_mending_is_told_with_its_cells(screen: Screen, loaded: Path) -> None:
    shown = screen(loaded, "history", view="Waiting")
    write(shown, {0: {"E\u2002Server up": "2025-02-12 15:10"}})
    shown = screen(loaded, "history", **{"import": "4"})
    assert listed(shown)["What"].tolist()[0] == "mended in q1.xlsx"
    said = texts(shown)
    assert "1 row of `q1.xlsx` waits no longer: it was mended or left out." in said
    cells = next(one.value for one in shown.table if "Mended" in one.value)
    assert cells["Cell"].tolist() == ["E5"]
    assert [one.replace("\\", "") for one in cells["Mended"]] == ["2025-02-12 15:10"]


def test_many_waiting_rows_are_shown_in_part(screen: Screen, database: Path) -> None:
    many = [(*NO_HOUR[:1], f"System {at}", *NO_HOUR[2:]) for at in range(60)]
    load(open_store(database), workbook(many))
    shown = screen(database, "history", view="Waiting")
    assert len(grid(shown)) == 50
    assert "50 of 60 rows are shown" in texts(shown)


def test_the_order_of_days_can_be_answered_where_rows_wait(screen: Screen, database: Path) -> None:
    unclear = ("DR-A", "CRM", "03/02/2025 08:00", "03/02/2025 12:00", "4h", None)
    undated = ("Drill", "System", "Outage began", "Server up", "RTO", "Cmnts")
    other = ("DR-B", *unclear[1:])  # a drill whose day is not known decides nothing
    load(open_store(database), workbook([other], undated))
    shown = screen(database, "history", view="Waiting")
    shown.radio(key="mend_day_order").set_value(True).run()
    write(shown, {})
    assert "1 row loaded" in texts(shown)
    began = open_store(database).rows("recovery")["disrupted_at"].iloc[0]
    assert began == pd.Timestamp("2025-02-03 06:00", tz="UTC")


def test_a_decimal_mark_can_be_answered_where_rows_wait(screen: Screen, database: Path) -> None:
    """1,250 h with a decimal comma is an hour and a quarter."""
    headings = ("Drill", "System", "Recovery time", "RTO")
    load(open_store(database), workbook([("DR-A", "CRM", "1,250 h", "4 h")], headings))
    shown = screen(database, "history", view="Waiting")
    asked = shown.radio(key="mend_decimal")
    assert asked.label == "**1,250** means"
    asked.set_value(True).run()
    write(shown, {})
    assert "1 row loaded" in texts(shown)
    assert open_store(database).rows("recovery")["recovery_time_seconds"].tolist() == [4500]


def test_what_known_numbers_mean_can_be_answered_where_rows_wait(
    screen: Screen, database: Path
) -> None:
    store = open_store(database)
    by_hand = {"gap": "1", "drill": "DR-A", "title": "No tape"}
    import_rows(store, "gap", [by_hand], person="a test", now=NOW)
    headings = ("No", "Drill", "Issue", "Severity")
    load(store, workbook([(1, "DR-B", "No plan", "High")], headings))
    shown = screen(database, "history", view="Waiting")
    assert grid(shown)["To mend"].tolist() == ["B4"]  # the number, not the range of the table
    shown.radio(key="mend_numbers").set_value(False).run()
    write(shown, {})
    assert "1 row loaded" in texts(shown)
    assert {"1", "DR-B-1"} <= set(open_store(database).rows("gap")["gap"])


def test_many_imports_come_in_pages(screen: Screen, database: Path) -> None:
    store = open_store(database)
    with store.held():
        for at in range(103):
            made = by_person(gaps({"gap": "G1", "title": str(at)}))
            store.commit(replace(made, imported_at=NOW + dt.timedelta(days=at + 1)))
    shown = screen(database, "history", **{"import": "2"})
    assert not shown.exception
    assert len(listed(shown)) == 4  # 103 days and that of the fixture: the last page
    assert "101 to 104 of 104 lines" in texts(shown)
