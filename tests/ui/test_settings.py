"""The Settings screen in this process: each form is one import, undone in one click."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from analytics.targets import targets_in_force
from data.intake.importing import import_rows
from data.intake.memory import layout_row
from data.store import Store, open_store
from wording import settings as words
from wording.numbers import NBSP

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

Screen = Callable[..., "AppTest"]
NOW = dt.datetime(2025, 4, 1, 9, 0, tzinfo=dt.UTC)
QUARTER = "2025-Q1"
LAYOUT = {
    "headings": ["System", "Kaputt", "Ref", "RTO"],
    "record": "recovery",
    "columns": {"Kaputt": "disrupted_at", "Ref": ""},
    "units": {"RTO": "min"},
    "day_first": False,
}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """One drill of Q1 2025, two systems, a target, a name and a remembered layout."""
    path = tmp_path / "drillboard.duckdb"
    store = open_store(path)
    rows: dict[str, list[dict[str, Any]]] = {
        "system": [{"system": "CRM", "rto_seconds": "4 h", "owner": "Thandi Naidoo"},
                   {"system": "DNS"}],
        "drill": [{"drill": "DR-A", "started_at": "2025-02-12 08:00",
                   "ended_at": "2025-02-12 18:00", "status": "completed"}],
        "target": [{"quarter": QUARTER, "measure": "rto_attainment", "operator": ">=",
                    "value": 80, "unit": "%"}],
        "alias": [{"kind": "system", "written": "CRM System", "means": "CRM"},
                  layout_row(LAYOUT)],
    }  # fmt: skip
    for record, given in rows.items():
        done = import_rows(store, record, given, person="a test", now=NOW)
        assert done.files[0].import_id is not None
    store.close()
    return path


def opened(screen: Screen, database: Path, part: str = "Targets") -> AppTest:
    """The screen at one of its tabs."""
    shown = screen(database, "settings")
    shown.session_state["settings_part"] = part
    shown.run()
    assert not shown.exception, shown.exception
    return shown


def texts(shown: AppTest) -> str:
    """All sentences, with plain spaces."""
    parts = [one.value for one in (*shown.title, *shown.markdown, *shown.caption, *shown.error)]
    return "\n".join(parts).replace(NBSP, " ")


def press(shown: AppTest, key: str) -> AppTest:
    """The button of that key, pressed."""
    shown.button(key=key).click().run()
    assert not shown.exception, shown.exception
    return shown


def write(box: Any, text: str) -> None:  # noqa: ANN401 - an element of AppTest
    """A text that is none of a list's options, as a person may type it."""
    box.options.append(text)
    box.set_value(text)


def store_of(database: Path) -> Store:
    return open_store(database)


def in_force(database: Path, measure: str) -> tuple[str, float]:
    target = targets_in_force(store_of(database).tables(), QUARTER)[measure]
    return target.operator, target.value


def test_a_target_is_set_and_undone_in_one_click(screen: Screen, database: Path) -> None:
    shown = opened(screen, database)
    assert "1 target is set for Q1 2025" in texts(shown)
    shown.selectbox(key="target_measure").select("recovery_time").run()
    key = f"{QUARTER}_recovery_time"
    assert shown.text_input(key=f"target_value_{key}").value == "4"
    shown.text_input(key=f"target_value_{key}").set_value("3,5")
    press(shown, f"target_save_{key}")
    assert in_force(database, "recovery_time") == ("<", 3.5 * 3600)
    assert "2 targets are set for Q1 2025" in texts(shown)
    store = store_of(database)
    assert list(store.imports()["source"])[-1] == "person"
    assert list(store.imports()["row_count"])[-1] == 1
    press(shown, "settings_undo")
    assert in_force(database, "recovery_time") == ("<", 4 * 3600)
    assert words.UNDONE in texts(shown)
    press(shown, "settings_undo")
    assert in_force(database, "recovery_time") == ("<", 3.5 * 3600)


@pytest.mark.parametrize(
    ("measure", "typed", "said"),
    [
        ("rto_attainment", "eighty", words.NO_NUMBER),
        ("rto_attainment", "800", "can never be so"),
        ("rto_attainment", "-5", "can never be so"),
        ("drills_completed", "", words.NO_NUMBER),
        ("drills_completed", "inf", "can never be so"),
        ("drills_completed", "nan", "can never be so"),
    ],
)
def test_a_wrong_target_is_refused(
    screen: Screen, database: Path, measure: str, typed: str, said: str
) -> None:
    shown = opened(screen, database)
    before = in_force(database, measure)
    shown.selectbox(key="target_measure").select(measure).run()
    shown.text_input(key=f"target_value_{QUARTER}_{measure}").set_value(typed)
    press(shown, f"target_save_{QUARTER}_{measure}")
    assert said in shown.error[0].value
    assert in_force(database, measure) == before


def test_a_target_is_taken_back(screen: Screen, database: Path) -> None:
    shown = opened(screen, database)
    key = str(store_of(database).rows("target")["row_key"][0])
    shown.selectbox(key=f"target_out_which_{QUARTER}").select(key)
    press(shown, f"target_out_do_{QUARTER}")
    store = store_of(database)
    assert store.rows("target").empty
    last = int(store.imports()["import_id"].max())
    assert store.import_detail(last)["withdrawn"] == {"target": [key]}
    press(shown, "settings_undo")
    assert len(store_of(database).rows("target")) == 1


def test_what_was_done_is_told_until_anything_else_changes(screen: Screen, database: Path) -> None:
    """The way back stands beside the last change, and not beside one that is older than another."""
    shown = opened(screen, database)
    key = str(store_of(database).rows("target")["row_key"][0])
    shown.selectbox(key=f"target_out_which_{QUARTER}").select(key)
    press(shown, f"target_out_do_{QUARTER}")
    assert shown.button(key="settings_undo")
    import_rows(store_of(database), "system", [{"system": "ERP"}], person="Ann", now=NOW)
    shown.run()
    assert "settings_undo" not in [one.key for one in shown.button]


def test_a_zone_that_does_not_exist_is_refused(screen: Screen, database: Path) -> None:
    shown = opened(screen, database, "Organisation")
    write(shown.selectbox(key="setting_zone_value"), "Mars/Olympus")
    press(shown, "setting_zone_save")
    assert "Mars/Olympus is no time zone" in shown.error[0].value
    assert store_of(database).rows("setting").empty
    shown.selectbox(key="setting_zone_value").set_value("Europe/London")
    press(shown, "setting_zone_save")
    assert "The time zone is Europe/London" in texts(shown)
    assert store_of(database).rows("setting")["value"].tolist() == ["Europe/London"]


def test_a_setting_is_changed_under_the_name_it_has(screen: Screen, database: Path) -> None:
    row = {"setting": "Time zone", "value": "UTC"}
    import_rows(store_of(database), "setting", [row], person="a test", now=NOW)
    shown = opened(screen, database, "Organisation")
    assert shown.selectbox(key="setting_zone_value").value == "UTC"
    shown.selectbox(key="setting_zone_value").set_value("Europe/London")
    press(shown, "setting_zone_save")
    rows = store_of(database).rows("setting")
    assert rows[["setting", "value"]].to_numpy().tolist() == [["Time zone", "Europe/London"]]


def test_year_clock_currency_and_name(screen: Screen, database: Path) -> None:
    shown = opened(screen, database, "Organisation")
    shown.selectbox(key="setting_fiscal year start_value").select("April")
    press(shown, "setting_fiscal year start_save")
    shown.selectbox(key="setting_clock_value").select("detection:validated")
    press(shown, "setting_clock_save")
    shown.text_input(key="setting_currency_value").set_value("rand")
    press(shown, "setting_currency_save")
    assert words.NO_CURRENCY in shown.error[0].value
    shown.text_input(key="setting_organisation_value").set_value("SayPro")
    press(shown, "setting_organisation_save")
    rows = store_of(database).rows("setting")
    assert dict(zip(rows["setting"], rows["value"], strict=True)) == {
        "fiscal year start": "April", "clock": "detection:validated", "organisation": "SayPro",
    }  # fmt: skip


def test_how_long_each_tier_may_wait(screen: Screen, database: Path) -> None:
    store = store_of(database)
    rows = [{"system": "CRM", "tier": "1"}, {"system": "DNS", "tier": "3"}]
    import_rows(store, "system", rows, person="a test", now=NOW)
    own = [{"setting": "Retest after days, tier 3", "value": "400"}]
    import_rows(store, "setting", own, person="a test", now=NOW)
    shown = opened(screen, database, "Organisation")
    assert [shown.number_input(key=f"stale_{tier}").value for tier in "13"] == [92, 400]
    press(shown, "setting_stale_save")
    assert words.STALE_SAME in shown.error[0].value
    shown.number_input(key="stale_1").set_value(60)
    shown.number_input(key="stale_3").set_value(200)
    press(shown, "setting_stale_save")
    assert not shown.error
    held = store_of(database).rows("setting")
    assert dict(zip(held["setting"], held["value"], strict=True)) == {
        "Retest after days, tier 3": "200", "stale after, tier 1": "60",
    }  # fmt: skip
    press(shown, "settings_undo")
    assert store_of(database).rows("setting")["value"].tolist() == ["400"]


def test_a_circle_of_dependencies_is_refused_by_its_names(screen: Screen, database: Path) -> None:
    row = {"system": "DNS", "depends_on": "crm system"}  # by another of its names
    import_rows(store_of(database), "system", [row], person="a test", now=NOW)
    before = len(store_of(database).imports())
    shown = opened(screen, database, "Systems")
    shown.multiselect(key="system_depends_CRM_1").set_value(["DNS"])
    press(shown, "system_save_CRM_1")
    said = shown.error[0].value.replace(NBSP, " ")
    assert "CRM needs DNS, DNS needs CRM; in a circle none could come back first" in said
    assert len(store_of(database).imports()) == before


def test_what_holds_for_a_system_changes_from_a_day_on(screen: Screen, database: Path) -> None:
    shown = opened(screen, database, "Systems")
    assert shown.text_input(key="system_rto_CRM_1").value == "4 h"
    shown.date_input(key="system_day_CRM_1").set_value(dt.date(2025, 3, 1))
    shown.text_input(key="system_rto_CRM_1").set_value("< 2 h 30 min")
    shown.multiselect(key="system_depends_CRM_1").set_value(["DNS"])
    press(shown, "system_save_CRM_1")
    assert not shown.error
    rows = store_of(database).rows("system")
    new = rows[rows["valid_from_on"] == pd.Timestamp("2025-03-01")].iloc[0]
    assert (new["rto_seconds"], new["rto_operator"]) == (9000.0, "<")
    assert (new["owner"], new["depends_on"]) == ("Thandi Naidoo", "DNS")
    old = rows[(rows["system"] == "CRM") & rows["valid_from_on"].isna()].iloc[0]
    assert old["rto_seconds"] == 4 * 3600.0
    press(shown, "settings_undo")
    assert len(store_of(database).rows("system")) == 2


def test_an_emptied_field_holds_as_before_and_that_is_said(screen: Screen, database: Path) -> None:
    shown = opened(screen, database, "Systems")
    shown.date_input(key="system_day_CRM_1").set_value(dt.date(2025, 3, 1))
    shown.text_input(key="system_rto_CRM_1").set_value("")
    shown.text_input(key="system_tier_CRM_1").set_value("2")
    press(shown, "system_save_CRM_1")
    assert "RTO was left empty: what held before still holds" in texts(shown)
    held = shown.table[0].value
    assert [one.replace("\u00a0", " ") for one in held["RTO"]] == ["4 h", "4 h (as before)"]
    assert held["Tier"].tolist()[1] == "2"


@pytest.mark.parametrize(
    ("field", "typed", "named"),
    [("rto", "soon", "RTO"), ("rto", "-4 h", "RTO"), ("rto", "4", "RTO"), ("cost", "much", "hour")],
)
def test_a_wrong_objective_is_refused(
    screen: Screen, database: Path, field: str, typed: str, named: str
) -> None:
    shown = opened(screen, database, "Systems")
    before = len(store_of(database).imports())
    shown.text_input(key=f"system_{field}_CRM_1").set_value(typed)
    press(shown, "system_save_CRM_1")
    said = shown.error[0].value
    assert named in said and typed in said
    assert "\\" not in said.replace("\\<", "").replace("\\:", ":") and "\\*" not in said
    assert len(store_of(database).imports()) == before


def test_a_name_is_added_and_taken_back(screen: Screen, database: Path) -> None:
    shown = opened(screen, database, "Other names")
    assert "`CRM System` means CRM" in texts(shown)
    shown.text_input(key="name_written_system").set_value("Name server")
    shown.selectbox(key="name_means_system").set_value("DNS")
    press(shown, "name_save_system")
    assert "`Name server` means DNS" in texts(shown)
    rows = store_of(database).rows("alias")
    assert ("Name server", "DNS") in set(zip(rows["written"], rows["means"], strict=True))
    press(shown, f"forget_{rows[rows['written'] == 'CRM System']['row_key'].iloc[0]}")
    assert "CRM System" not in set(store_of(database).rows("alias")["written"])
    press(shown, "settings_undo")
    assert "CRM System" in set(store_of(database).rows("alias")["written"])


@pytest.mark.parametrize(
    ("written", "means", "said"),
    [
        ("CRM", "crm system", "take that back first"),
        ("DNS", "dns", "the same"),
        ("", "DNS", "Both"),
    ],
)
def test_a_name_that_means_nothing_is_refused(
    screen: Screen, database: Path, written: str, means: str, said: str
) -> None:
    shown = opened(screen, database, "Other names")
    shown.text_input(key="name_written_system").set_value(written)
    write(shown.selectbox(key="name_means_system"), means)
    press(shown, "name_save_system")
    assert said in shown.error[0].value
    assert len(store_of(database).rows("alias")) == 2


def test_what_is_remembered_of_headings_is_said_and_forgotten(
    screen: Screen, database: Path
) -> None:
    shown = opened(screen, database, "Remembered")
    said = texts(shown)
    for part in ("holds Recoveries", "`Kaputt` is Disrupted", "`Ref` is left out",
                 "bare numbers of `RTO` are minutes", "dates are month first"):  # fmt: skip
        assert part in said
    rows = store_of(database).rows("alias")
    press(shown, f"forget_{rows[rows['kind'] == 'layout']['row_key'].iloc[0]}")
    assert words.NOTHING_REMEMBERED in texts(shown)


def test_an_empty_database(screen: Screen, tmp_path: Path) -> None:
    empty = tmp_path / "empty.duckdb"
    open_store(empty).close()
    for part, said in (
        ("Targets", "No target of its own"),
        ("Organisation", words.ZONE_TEXT),
        ("Systems", words.NO_SYSTEMS),
        ("Other names", words.NO_NAMES),
        ("Remembered", words.NOTHING_REMEMBERED),
    ):
        assert said in texts(opened(screen, empty, part))
