"""The Upload screen in this process: real workbooks through the real intake into a real store."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from data.intake.importing import import_rows
from data.store import Store, open_store
from wording import upload as words
from wording.numbers import NBSP

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

NOW = dt.datetime(2025, 4, 1, 9, 0, tzinfo=dt.UTC)
HEADINGS = ("Drill", "System", "Outage began", "Server up", "RTO", "Cmnts")
GOOD = ("DR-A", "CRM", "2025-02-12 08:00", "2025-02-12 12:00", "4h", "a tie")
NO_HOUR = ("DR-A", "Payment Processing", "2025-02-12 08:00", "2025-02-12 25:10", "4h", None)
NEGATIVE = ("DR-A", "Inventory Management", "2025-02-12 08:00", "2025-02-12 09:00", "-2h", None)
RESULTS = (GOOD, NO_HOUR, NEGATIVE)

Screen = Callable[..., "AppTest"]


def workbook(
    rows: Sequence[Sequence[object]],
    headings: Sequence[str] = HEADINGS,
    sheet: str = "Results",
) -> bytes:
    """A workbook as people write it: a title in B1, headings in row 3 from column B on."""
    book = Workbook()
    page = book.active
    page.title = sheet
    page["B1"] = "What the drill showed"
    for at, row in enumerate((headings, *rows)):
        for column, value in enumerate(row):
            page.cell(3 + at, 2 + column, value)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database that knows three systems and one drill."""
    path = tmp_path / "drillboard.duckdb"
    store = open_store(path)
    systems = ("CRM", "Payment Processing", "Inventory Management")
    known = [{"system": name} for name in systems]
    import_rows(store, "system", known, person="a test", now=NOW)
    drill = [{"drill": "DR-A", "started_at": "2025-02-12 08:00"}]
    import_rows(store, "drill", drill, person="a test", now=NOW)
    return path


def upload(shown: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """The screen once these files were dropped on it."""
    for name, content in files:
        shown.file_uploader[0].upload(name, content)
    return shown.run()


def opened(screen: Screen, database: Path, *files: tuple[str, bytes]) -> AppTest:
    """The second step with these files."""
    return upload(screen(database, "upload"), *files)


def title(shown: AppTest) -> str:
    """The finding, with plain spaces."""
    return shown.title[0].value.replace(NBSP, " ")


def texts(shown: AppTest) -> str:
    """All sentences and captions of the screen, with plain spaces."""
    parts = [one.value for one in (*shown.markdown, *shown.caption)]
    return "\n".join(parts).replace(NBSP, " ")


def button(shown: AppTest, label: str) -> Any:  # noqa: ANN401 - an element of AppTest
    """The one button whose label begins so."""
    found = [one for one in shown.button if one.label.replace(NBSP, " ").startswith(label)]
    assert len(found) == 1, [one.label for one in shown.button]
    return found[0]


def selected(shown: AppTest, heading: str) -> Any:  # noqa: ANN401 - an element of AppTest
    """The list of fields beside a heading."""
    return next(one for one in shown.selectbox if one.label == f"Field of {heading}")


def systems_of(database: Path) -> list[str]:
    """The systems with a result in the store."""
    return sorted(store_of(database).rows("recovery")["system"])


def store_of(database: Path) -> Store:
    """The store behind the screen."""
    return open_store(database)


def metrics(shown: AppTest) -> dict[str, str]:
    """The counts of what will be loaded."""
    return {one.label: one.value for one in shown.metric}


def test_first_the_place_to_drop_files(screen: Screen, database: Path) -> None:
    shown = screen(database, "upload")
    assert not shown.exception
    assert title(shown) == words.CHOOSE_TITLE
    assert "step 1 of 3" in texts(shown)
    assert shown.get("download_button")[0].proto.label == "Download template"


def test_bad_cells_are_named_by_address_and_the_rest_can_be_loaded(
    screen: Screen, database: Path
) -> None:
    shown = opened(screen, database, ("q1.xlsx", workbook(RESULTS)))
    assert not shown.exception
    assert title(shown) == "5 of 6 columns understood, 2 cells need you"
    said = texts(shown)
    assert ":red-badge[◆ E5]" in said  # row 3 has the headings, CRM is row 4
    assert ":red-badge[◆ F6]" in said
    assert "there is no hour 25" in said
    assert metrics(shown) == {"Added": "1", "Changed": "0", "Waiting": "2"}
    assert systems_of(database) == []
    assert button(shown, "Load 1 row")


def test_the_sheet_is_shown_as_it_was_written(screen: Screen, database: Path) -> None:
    shown = opened(screen, database, ("q1.xlsx", workbook(RESULTS)))
    sheet = shown.dataframe[0].value
    assert list(sheet.index) == [4, 5, 6]
    assert list(sheet.columns)[:3] == ["B\u2002Drill", "C\u2002System", "D\u2002Outage began"]
    assert sheet.loc[5, "E\u2002Server up"] == "2025-02-12 25:10"
    assert sheet.loc[6, "F\u2002RTO"] == "-2h"


def test_loading_and_undoing(screen: Screen, database: Path) -> None:
    shown = opened(screen, database, ("q1.xlsx", workbook(RESULTS)))
    button(shown, "Load 1 row").click().run()
    assert not shown.exception
    assert title(shown) == "1 row loaded, 2 wait to be mended"
    assert systems_of(database) == ["CRM"]
    waiting = shown.table[0].value
    assert list(waiting["Cell"]) == ["E5", "F6"]
    assert store_of(database).rejected()["row_number"].tolist() == [5, 6]
    button(shown, "Undo").click().run()
    assert title(shown) == "Undone: 1 row is out again"
    assert systems_of(database) == []
    button(shown, "Redo").click().run()
    assert systems_of(database) == ["CRM"]
    button(shown, "Upload more").click().run()
    assert title(shown) == words.CHOOSE_TITLE


def test_the_same_file_again_changes_nothing(screen: Screen, database: Path) -> None:
    content = workbook([GOOD])
    shown = opened(screen, database, ("q1.xlsx", content))
    button(shown, "Load 1 row").click().run()
    button(shown, "Upload more").click().run()
    upload(shown, ("q1.xlsx", content))
    assert "is loaded already" in shown.info[0].value
    assert not [one for one in shown.button if one.label.startswith("Load")]


def test_a_corrected_file_says_what_changes(screen: Screen, database: Path) -> None:
    shown = opened(screen, database, ("q1.xlsx", workbook([GOOD])))
    button(shown, "Load 1 row").click().run()
    button(shown, "Upload more").click().run()
    later = (*GOOD[:3], "2025-02-12 12:30", *GOOD[4:])
    upload(shown, ("q1.xlsx", workbook([later])))
    assert metrics(shown)["Changed"] == "1"
    changes = next(one.value for one in shown.dataframe if "Now" in one.value)
    assert changes.to_dict("records") == [
        {
            "Record": "Recoveries",
            "Row": "DR-A · CRM",
            "Field": "Restored",
            "Now": f"12{NBSP}Feb{NBSP}2025{NBSP}12:00{NBSP}SAST",
            "New": f"12{NBSP}Feb{NBSP}2025{NBSP}12:30{NBSP}SAST",
        }
    ]


def test_what_a_heading_means_is_remembered(screen: Screen, database: Path) -> None:
    shown = opened(screen, database, ("q1.xlsx", workbook([GOOD])))
    assert selected(shown, "Cmnts").value is None
    selected(shown, "Cmnts").select("note").run()
    assert title(shown) == "All 6 columns understood, no cell needs you"
    button(shown, "Load 1 row").click().run()
    store = store_of(database)
    assert store.rows("recovery")["note"].tolist() == ["a tie"]
    button(shown, "Upload more").click().run()
    upload(shown, ("q2.xlsx", workbook([(*GOOD[:1], "Payment Processing", *GOOD[2:])])))
    assert selected(shown, "Cmnts").value == "note"
    assert "you said so" in texts(shown)


def test_a_field_has_one_heading(screen: Screen, database: Path) -> None:
    """Saying that another column is the restored one takes it from the first."""
    rows = [(*GOOD[:3], GOOD[3], GOOD[3], "4h")]
    headings = (*HEADINGS[:3], "Server up", "Back for users", "RTO")
    shown = opened(screen, database, ("q1.xlsx", workbook(rows, headings)))
    selected(shown, "Back for users").select("restored_at").run()
    assert selected(shown, "Server up").value is None
    assert selected(shown, "Back for users").value == "restored_at"
    assert "no field, as another heading was given it" in texts(shown)
    assert "as you asked" not in texts(shown)  # nobody asked to leave it out
    button(shown, "Load 1 row").click().run()
    (kept,) = store_of(database).rows("alias")["means"]
    form = json.loads(kept.partition("read as ")[2])
    assert form["columns"] == {"Back for users": "restored_at"}
    button(shown, "Upload more").click().run()
    upload(shown, ("q2.xlsx", workbook([("DR-A", "Payment Processing", *rows[0][2:])], headings)))
    assert selected(shown, "Server up").value is None
    assert selected(shown, "Back for users").value == "restored_at"


def test_a_new_name_can_be_said_to_be_a_known_one(screen: Screen, database: Path) -> None:
    row = ("DR-A", "Inventry Management", *GOOD[2:])
    shown = opened(screen, database, ("q1.xlsx", workbook([row])))
    button(shown, "It is Inventory Management").click().run()
    assert "as you said" in texts(shown)
    assert title(shown).endswith("no cell needs you")
    button(shown, "Load 1 row").click().run()
    assert systems_of(database) == ["Inventory Management"]
    aliases = store_of(database).rows("alias")
    assert aliases[["kind", "written", "means"]].to_numpy().tolist() == [
        ["system", "Inventry Management", "Inventory Management"]
    ]


def test_a_decimal_mark_is_asked_when_nothing_tells_it_and_remembered(
    screen: Screen, database: Path
) -> None:
    """1,250 h is an hour and a quarter, or fifty days: once said it holds for these headings."""
    headings = ("Drill", "System", "Recovery time", "RTO")
    row = ("DR-A", "CRM", "1,250 h", "4 h")
    shown = opened(screen, database, ("q1.xlsx", workbook([row], headings)))
    assert metrics(shown)["Waiting"] == "1"
    (asked,) = shown.radio
    assert asked.label == "**1,250** means"
    assert [one.replace(NBSP, " ") for one in asked.options] == [
        "1.25 (decimal comma)", "1250 (decimal point)"
    ]  # fmt: skip
    asked.set_value(True).run()
    assert metrics(shown) == {"Added": "1", "Changed": "0", "Waiting": "0"}
    button(shown, "Load 1 row").click().run()
    assert store_of(database).rows("recovery")["recovery_time_seconds"].tolist() == [4500]
    button(shown, "Upload more").click().run()
    other = ("DR-A", "Payment Processing", "2,500 h", "4 h")
    upload(shown, ("q2.xlsx", workbook([other], headings)))
    assert metrics(shown) == {"Added": "1", "Changed": "0", "Waiting": "0"}
    assert shown.radio[0].value is True  # and can be changed
    assert shown.radio[0].label == "**2,500** means"  # of this file's own number
    shown.radio[0].set_value(False).run()
    button(shown, "Load 1 row").click().run()
    assert sorted(store_of(database).rows("recovery")["recovery_time_seconds"]) == [4500, 9000000]


def test_day_and_month_are_asked_when_nothing_tells_them(screen: Screen, database: Path) -> None:
    row = ("DR-B", "CRM", "03/02/2025 08:00", "03/02/2025 12:00", "4h", None)
    shown = opened(screen, database, ("q1.xlsx", workbook([row])))
    assert metrics(shown)["Waiting"] == "1"
    assert ":blue-badge[? D4]" in texts(shown)
    assert not [one for one in shown.button if one.label.startswith("Load")]
    (asked,) = shown.radio
    assert asked.label.replace(NBSP, " ") == "Is **03/02/2025** 3 February or 2 March?"
    assert [one.replace(NBSP, " ") for one in asked.options] == [
        "3 February (day first)", "2 March (month first)"
    ]  # fmt: skip
    shown.radio[0].set_value(False).run()
    assert metrics(shown) == {"Added": "1", "Changed": "0", "Waiting": "0"}
    button(shown, "Load 1 row").click().run()
    stored = store_of(database).rows("recovery")["restored_at"].iloc[0]
    assert stored.isoformat() == "2025-03-02T10:00:00+00:00"
    button(shown, "Upload more").click().run()
    other = ("DR-B", "CRM", "12/03/2025 08:00", "12/03/2025 12:00", "4h", None)
    upload(shown, ("q2.xlsx", workbook([other])))
    assert shown.radio[0].label.replace(NBSP, " ") == "Is **12/03/2025** 12 March or 3 December?"


WIDE = ("System", "Drill 1 RTO", "Drill 1 Actual", "Drill 2 RTO", "Drill 2 Actual")


@pytest.mark.parametrize(
    ("headings", "row", "names"),
    [
        (WIDE, ("CRM", "4 h", "3 h", "4 h", "2 h"), ["Drill 1", "Drill 2"]),
        (("Drill", "System", "RTO", "Actual RTO"), ("Drill 1", "CRM", "4 h", "3 h"), ["Drill 1"]),
    ],
)
def test_names_that_only_count_can_be_said_to_be_the_known_drills(
    screen: Screen, database: Path, headings: Sequence[str], row: Sequence[str], names: list[str]
) -> None:
    shown = opened(screen, database, ("a.xlsx", workbook([row], headings)))
    shown.button(key="load").click().run()
    button(shown, "Upload more").click().run()
    upload(shown, ("b.xlsx", workbook([row], headings)))
    assert metrics(shown)["Waiting"] == str(len(names))
    asked = next(one for one in shown.radio if "known from another file" in one.label)
    assert asked.value is None
    asked.set_value(True).run()
    assert metrics(shown) == {"Added": "0", "Changed": "0", "Waiting": "0"}
    shown.button(key="load").click().run()
    drills = store_of(database).rows("recovery")["drill"]
    assert sorted(set(drills)) == names


def test_a_table_without_a_drill_can_be_of_a_known_one(screen: Screen, database: Path) -> None:
    """The block names Drill 1, which another file gave; it is said to be DR-A of 12 February."""
    block = (("Drill", "Drill 1"), (), ("System", "RTO", "Actual RTO"), ("CRM", "4 h", "3 h"))
    shown = opened(screen, database, ("a.xlsx", workbook(block[1:], block[0])))
    shown.button(key="load").click().run()
    button(shown, "Upload more").click().run()
    upload(shown, ("b.xlsx", workbook(block[1:], block[0])))
    assert metrics(shown)["Waiting"] == "1"
    asked = next(one for one in shown.selectbox if one.label == words.DRILL_QUESTION)
    assert "DR-A, 12 Feb 2025" in [one.replace(NBSP, " ") for one in asked.options]
    asked.set_value("DR-A").run()
    assert metrics(shown) == {"Added": "1", "Changed": "0", "Waiting": "0"}
    shown.button(key="load").click().run()
    assert sorted(store_of(database).rows("recovery")["drill"]) == ["DR-A", "Drill 1"]


def test_the_button_counts_rows_that_are_taken_out(screen: Screen, database: Path) -> None:
    second = ("DR-A", "Payment Processing", *GOOD[2:])
    shown = opened(screen, database, ("q1.xlsx", workbook([GOOD, second])))
    button(shown, "Load 2 rows").click().run()
    button(shown, "Upload more").click().run()
    upload(shown, ("q1.xlsx", workbook([GOOD])))
    shown.checkbox(key="withdraw_missing").check().run()
    label = shown.button(key="load").label.replace(NBSP, " ")
    assert label == "Load 1 row: 1 taken out"
    shown.button(key="load").click().run()
    assert title(shown) == "1 row loaded, 1 taken out"
    assert systems_of(database) == ["CRM"]


GAP_HEADINGS = ("No", "Drill", "Issue", "Severity")


@pytest.mark.parametrize(
    ("is_same", "titles"),
    [(False, {"1": "No tape", "DR-B-1": "No plan"}), (True, {"1": "No plan"})],
)
def test_numbers_that_are_known_are_asked_about_once_and_remembered(
    screen: Screen, database: Path, is_same: bool, titles: dict[str, str]
) -> None:
    """DR-A's gap 1 is known; DR-B's file counts from 1 again, and so does DR-C's."""
    first, second, third = (
        workbook([(1, drill, title, "High")], GAP_HEADINGS)
        for drill, title in (("DR-A", "No tape"), ("DR-B", "No plan"), ("DR-C", "No door"))
    )
    shown = opened(screen, database, ("a.xlsx", first))
    button(shown, "Load 1 row").click().run()
    button(shown, "Upload more").click().run()
    upload(shown, ("b.xlsx", second))
    asked = next(one for one in shown.radio if one.key and one.key.startswith("numbers_"))
    assert asked.label == "Gaps with these numbers are known already. These are"
    assert asked.options == ["the same gaps, changed", "other gaps"]
    asked.set_value(is_same).run()
    assert not shown.exception
    button(shown, "Load 1 row").click().run()
    rows = store_of(database).rows("gap")
    assert dict(zip(rows["gap"], rows["title"], strict=True)) == titles
    meant = "the same" if is_same else "another"
    assert f"a number that is known means {meant} gap" in texts(shown)  # what is remembered
    button(shown, "Upload more").click().run()
    upload(shown, ("c.xlsx", third))
    asked = next(one for one in shown.radio if one.key and one.key.startswith("numbers_"))
    assert asked.value is is_same  # and can be changed
    assert metrics(shown)["Waiting"] == "0"


def test_rows_of_which_none_can_be_loaded_are_kept_to_be_mended(
    screen: Screen, database: Path
) -> None:
    shown = opened(screen, database, ("q1.xlsx", workbook([NO_HOUR, NEGATIVE])))
    assert words.NOTHING_LOADABLE in texts(shown)
    assert words.NOT_KEPT_YET in texts(shown)
    assert not [one for one in shown.button if one.label.startswith("Load")]
    assert store_of(database).rejected().empty
    button(shown, "Keep 2 rows to be mended").click().run()
    assert not shown.exception
    assert title(shown) == "No row loaded, 2 wait to be mended"
    assert button(shown, words.MEND_HERE)
    assert store_of(database).rejected()["row_number"].tolist() == [4, 5]
    assert systems_of(database) == []
    button(shown, "Undo").click().run()
    assert title(shown) == "Undone: the rows wait no longer"
    assert store_of(database).rejected().empty
    button(shown, "Redo").click().run()
    assert len(store_of(database).rejected()) == 2


def test_a_question_stays_answerable_beside_keeping_the_rows(
    screen: Screen, database: Path
) -> None:
    row = ("DR-B", "CRM", "03/02/2025 08:00", "03/02/2025 12:00", "4h", None)
    shown = opened(screen, database, ("q1.xlsx", workbook([row])))
    assert button(shown, "Keep 1 row to be mended")
    shown.radio[0].set_value(False).run()
    assert not [one for one in shown.button if one.label.startswith("Keep")]
    assert words.NOTHING_YET in texts(shown)
    assert button(shown, "Load 1 row")


def test_where_a_row_can_be_loaded_nothing_offers_to_keep_the_others_alone(
    screen: Screen, database: Path
) -> None:
    files = ("a.xlsx", workbook([NO_HOUR])), ("b.xlsx", workbook([GOOD], sheet="Second"))
    shown = opened(screen, database, *files)
    assert not [one for one in shown.button if one.label.startswith("Keep")]
    button(shown, "Load 1 row").click().run()
    assert len(store_of(database).rejected()) == 1


def test_the_unit_of_bare_numbers_is_asked(screen: Screen, database: Path) -> None:
    row = (*GOOD[:4], 90, None)
    shown = opened(screen, database, ("q1.xlsx", workbook([row])))
    assert metrics(shown)["Waiting"] == "1"
    shown.radio[0].set_value("min").run()
    button(shown, "Load 1 row").click().run()
    assert store_of(database).rows("recovery")["rto_seconds"].tolist() == [5400.0]


def test_the_drill_is_asked_when_nothing_names_it(screen: Screen, database: Path) -> None:
    shown = opened(screen, database, ("q1.xlsx", workbook([GOOD[1:]], HEADINGS[1:])))
    asked = next(one for one in shown.selectbox if one.label == words.DRILL_QUESTION)
    asked.select("DR-A").run()
    button(shown, "Load 1 row").click().run()
    assert store_of(database).rows("recovery")["drill"].tolist() == ["DR-A"]


def test_the_quarter_is_asked_when_nothing_names_it(screen: Screen, database: Path) -> None:
    plan = b"Milestone,Planned date,Status\nPlan,31 Jan 2025,completed\n"
    shown = opened(screen, database, ("plan.csv", plan))
    asked = next(one for one in shown.text_input if one.label == words.QUARTER_QUESTION)
    shown = asked.input("next").run()
    assert any("is no quarter" in one.value for one in shown.caption)
    asked = next(one for one in shown.text_input if one.label == words.QUARTER_QUESTION)
    shown = asked.input("Q1 2025").run()
    button(shown, "Load 1 row").click().run()
    assert store_of(database).rows("milestone")["quarter"].tolist() == ["2025-Q1"]


def test_times_are_read_in_the_zone_that_was_said(screen: Screen, database: Path) -> None:
    row = ("DR-Z", *GOOD[1:])
    shown = opened(screen, database, ("q1.xlsx", workbook([row])))
    zone = next(one for one in shown.selectbox if one.label == words.ZONE_QUESTION)
    assert zone.value == "Africa/Johannesburg"
    zone.select("Europe/London").run()
    button(shown, "Load 1 row").click().run()
    stored = store_of(database).rows("recovery")["restored_at"].iloc[0]
    assert stored.isoformat() == "2025-02-12T12:00:00+00:00"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("q1.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("q1.xlsx", b"PK\x03\x04" + bytes(200)),
        ("q1.csv", b""),
        ("q1.json", b'{"open": '),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_line(
    screen: Screen, database: Path, name: str, content: bytes
) -> None:
    shown = opened(screen, database, (name, content))
    assert not shown.exception
    assert len(shown.error) == 1
    assert shown.error[0].value.count(name) == 1
    assert "\n" not in shown.error[0].value
    assert title(shown) == "The file could not be read"
    button(shown, "Other files").click().run()
    assert title(shown) == words.CHOOSE_TITLE


def test_beside_a_refused_file_the_others_load(screen: Screen, database: Path) -> None:
    broken = ("broken.xlsx", b"PK\x03\x04" + bytes(200))
    shown = opened(screen, database, broken, ("q1.xlsx", workbook([GOOD])))
    assert "not affected" in shown.error[0].value
    assert title(shown) == "2 files with 1 row read: 1 could not be read, no cell needs you"
    button(shown, "Load 1 row").click().run()
    assert systems_of(database) == ["CRM"]


def test_a_file_without_a_known_table_says_so(screen: Screen, database: Path) -> None:
    content = workbook([("Soup", 12), ("Bread", 3)], ("Dish", "Guests"))
    shown = opened(screen, database, ("lunch.xlsx", content))
    assert not shown.exception
    assert title(shown) == words.NO_TABLE
    assert not [one for one in shown.button if one.label.startswith("Load")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("headings only.xlsx", workbook([])),
        ("no values.csv", b"Setting,Remark\nzone,later\n"),
        ("one heading.csv", b"System\nCRM\n"),
        ("blank.csv", b"\n\n,,,\n"),
    ],
)
def test_a_file_with_next_to_nothing_in_it_is_no_failure(
    screen: Screen, database: Path, name: str, content: bytes
) -> None:
    shown = opened(screen, database, (name, content))
    assert not shown.exception
    assert "step 2 of 3" in texts(shown)
    assert not any("reference" in one.value for one in shown.error)
    assert button(shown, "Other files")


def test_headings_without_rows_are_said(screen: Screen, database: Path, examples: Path) -> None:
    file = examples / "csv_polluted" / "file_header_only.csv"
    shown = opened(screen, database, (file.name, file.read_bytes()))
    assert not shown.exception
    assert words.NO_ROWS in texts(shown)


def test_a_table_can_be_left_out(screen: Screen, database: Path) -> None:
    shown = opened(screen, database, ("q1.xlsx", workbook([GOOD])))
    holds = next(one for one in shown.selectbox if one.label == "The table holds")
    holds.select("").run()
    assert not shown.exception
    assert not [one for one in shown.button if one.label.startswith("Load")]


def test_of_several_tables_the_one_that_needs_a_person_comes_first(
    screen: Screen, database: Path
) -> None:
    good, bad = workbook([GOOD]), workbook(RESULTS, sheet="Second")
    shown = opened(screen, database, ("a.xlsx", good), ("b.xlsx", bad))
    listing = shown.dataframe[0].value
    assert list(listing["File"]) == ["b.xlsx", "a.xlsx"]
    assert listing["State"].iloc[0].replace(NBSP, " ") == "◆ 2 rows wait"
    assert "sheet **Second**" in texts(shown)


def test_names_of_a_file_never_act_as_markup(screen: Screen, database: Path) -> None:
    evil = ":red[x] [y](http://z.example) ![p](http://z.example/p.png) $a$"
    rows = [("DR-A", evil, GOOD[2], "noonish ![p](http://z.example)", "4h", None)]
    headings = (*HEADINGS[:5], evil)
    content = workbook(rows, headings, sheet="_s_ $x$ <b>")
    shown = opened(screen, database, ("*a* $y$.xlsx", content))
    assert not shown.exception
    outside_code = texts(shown).replace(f"`{evil}`", "").replace(f"`{rows[0][3]}`", "")
    assert "](http" not in outside_code
    assert ":red[x]" not in outside_code
    assert "$a$" not in outside_code
    assert "$x$" not in outside_code


def test_a_long_table_is_shown_around_its_problems(screen: Screen, database: Path) -> None:
    rows = [("DR-A", f"System {at}", *GOOD[2:]) for at in range(400)]
    rows[350] = (*rows[350][:3], "noonish", *rows[350][4:])
    shown = opened(screen, database, ("long.xlsx", workbook(rows)))
    sheet = shown.dataframe[0].value
    assert len(sheet) <= 200
    assert 354 in sheet.index  # row 3 has the headings
    assert sheet.index.is_monotonic_increasing


def test_a_new_version_of_the_store_is_planned_against(screen: Screen, database: Path) -> None:
    """What somebody else loads meanwhile is no longer new here."""
    content = workbook([GOOD])
    shown = opened(screen, database, ("q1.xlsx", content))
    assert metrics(shown)["Added"] == "1"
    row = {"drill": "DR-A", "system": "CRM", "restored_at": "2025-02-12 11:00"}
    import_rows(store_of(database), "recovery", [row], person="somebody else", now=NOW)
    shown.run()
    assert metrics(shown) == {"Added": "0", "Changed": "1", "Waiting": "0"}


# --- Sentences ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "value", "message", "said"),
    [
        (
            "Server up",
            "12/02/2025 25:10",
            "there is no hour 25",
            "**Server up** is `12/02/2025 25:10`: there is no hour 25.",
        ),
        ("RTO", "4", "4 has no unit", "**RTO** `4` has no unit."),
        ("Loss", "30–45 min", "30-45 min is a range", "**Loss** `30–45 min` is a range."),
        (
            "Restored",
            "9:00",
            "Restored is before the disruption.",
            "**Restored** `9:00` is before the disruption.",
        ),
        ("Restored", "noon", "“noon” is no time", "**Restored** `noon` is no time."),
        (
            "Drill",
            "T-0",
            "2 names are new: T-0, …",
            "**Drill** is `T-0`: 2 names are new\\: T-0, …",
        ),
        ("Owner", None, "Owner is missing.", "**Owner** is missing."),
        (None, "#REF!", "This cell holds an error", "`#REF!`: This cell holds an error."),
        ("RTO", "x", "RTO_2 is odd", "**RTO** is `x`: RTO\\_2 is odd."),
    ],
)
def test_a_problem_is_one_sentence(
    heading: str | None, value: str | None, message: str, said: str
) -> None:
    assert words.problem(heading, value, message) == said


@pytest.mark.parametrize(
    ("kind", "column", "value", "said"),
    [
        ("duration", "recovery_time_seconds", 12000.0, f"3{NBSP}h{NBSP}20{NBSP}min"),
        ("boolean", "is_announced", True, "yes"),
        ("count", "invited_count", 12, "12"),
        ("rating", "satisfaction", 4.5, "4.5"),
        ("text", "note", None, "empty"),
        ("share", "progress", 0.5, f"50{NBSP}%"),
        ("date", "due_on", dt.datetime(2025, 3, 31), f"31{NBSP}Mar{NBSP}2025"),
    ],
)
def test_a_stored_value_reads_as_people_write_it(
    kind: str, column: str, value: object, said: str
) -> None:
    assert words.stored(kind, column, value, "Africa/Johannesburg") == said


def test_titles_count_in_one_and_many() -> None:
    plain = [
        words.table_title(4, 5, 3),
        words.table_title(1, 1, 1),
        words.files_title(11, 20, 485, 2, 0),
        words.files_title(2, 1, 6, 0, 1),
        words.files_title(2, 0, 0, 0, 2),
        words.loaded_title(5, 1, 5, 0),
        words.loaded_title(5, 0, 0, 0),
        words.load_button(1, 1, 1, 0),
        words.load_button(132, 11, 132, 0),
        words.load_button(3, 1, 0, 1, 2),
        words.loaded_title(3, 0, 0, 0, 2),
    ]
    assert [one.replace(NBSP, " ") for one in plain] == [
        "4 of 5 columns understood, 3 cells need you",
        "The one column understood, 1 cell needs you",
        "11 files with 485 rows read: 2 cells need you",
        "2 files with 6 rows read: 1 could not be read, no cell needs you",
        "None of the files could be read",
        "5 rows loaded, 1 waits to be mended",
        "Nothing new: every row was there already",
        "Load 1 row: 1 added",
        "Load 132 rows of 11 files: 132 added",
        "Load 3 rows: 1 changed, 2 taken out",
        "3 rows loaded, 2 taken out",
    ]


def test_a_picture_is_told_what_it_is_and_what_is_read(screen: Screen, database: Path) -> None:
    shown = opened(screen, database, ("plan.png", b"\x89PNG\r\n\x1a\n" + bytes(40)))
    assert not shown.exception
    (said,) = [one.value for one in shown.error]
    assert "`plan.png` is a picture" in said
    assert "type its table into a spreadsheet" in said
    assert ".csv, .tsv and .json are read" in said


def test_the_zone_that_nothing_names_is_said_with_its_reason(
    screen: Screen, database: Path
) -> None:
    plain = opened(screen, database, ("r.xlsx", workbook([GOOD])))
    said = "Times that name no zone are read as Africa/Johannesburg, the organisation's"
    assert texts(plain).count(said) == 1
    headings = ("Drill", "System", "Outage began (UTC)", "Server up (UTC)", "RTO", "Cmnts")
    named = opened(screen, database, ("r.xlsx", workbook([GOOD], headings)))
    assert said not in texts(named)


def test_an_owner_written_otherwise_is_answered_with_one_click(
    screen: Screen, database: Path
) -> None:
    gap = {"gap": "G-1", "title": "Tape late", "owner": "Thandi Naidoo"}
    import_rows(store_of(database), "gap", [gap], person="a test", now=NOW)
    headings = ("Gap ID", "Title", "Owner", "Status")
    rows = [("G-2", "No key", "Thandi Naido", "Open"), ("G-3", "Old plan", "Ann", "Open")]
    shown = opened(screen, database, ("gaps.xlsx", workbook(rows, headings)))
    assert "The nearest known one is Thandi Naidoo" in texts(shown)
    button(shown, "It is Thandi Naidoo").click().run()
    assert "The nearest known one is" not in texts(shown)
    button(shown, "Load").click().run()
    gaps = store_of(database).rows("gap")
    assert dict(zip(gaps["gap"], gaps["owner"], strict=True)) == {
        "G-1": "Thandi Naidoo", "G-2": "Thandi Naidoo", "G-3": "Ann",
    }  # fmt: skip


def test_of_drills_side_by_side_a_cell_is_told_by_its_own_heading_and_a_unit_holds_for_all(
    screen: Screen, database: Path
) -> None:
    headings = ("System", "Drill 1 RTO", "Drill 1 actual", "Drill 2 RTO", "Drill 2 actual")
    rows = [
        ("CRM", "4 h", "3 h", "4 h", "3h ago"),
        ("Inventory Management", "8", "5 h", "8", "6 h"),
    ]
    shown = opened(screen, database, ("wide.xlsx", workbook(rows, headings)))
    assert "**Drill 2 actual** `3h ago` is no duration" in texts(shown)
    asked = [one.key for one in shown.radio if one.key and "unit" in one.key]
    assert len(asked) == 2
    shown.radio(key=asked[0]).set_value("h").run()
    assert not shown.exception
    # what was answered can be changed; nothing asks for the other drill's
    assert [one.key for one in shown.radio if one.key and "unit" in one.key] == asked[:1]
    assert "has no unit" not in texts(shown)


def test_an_rto_once_a_drill_is_asked_and_the_answer_loads_it(
    screen: Screen, database: Path
) -> None:
    """3.5 h are 12,600 s and 2 h 45 min 9,900; the column RTO stays the objective."""
    headings = ("System", "RTO", "Drill 1 RTO", "Drill 2 RTO")
    rows = [("Mail", "4 h", "3.5 h", "2h45")]
    shown = opened(screen, database, ("wide.xlsx", workbook(rows, headings)))
    (asked,) = [one for one in shown.radio if one.key and one.key.startswith("target_")]
    assert asked.label == "**Drill 1 RTO** and **Drill 2 RTO** are"
    assert asked.options == ["RTO, as it was set", "Recovery time, as it was measured"]
    asked.set_value("recovery_time_seconds").run()
    assert not shown.exception
    (asked,) = [one for one in shown.radio if one.key and one.key.startswith("target_")]
    assert asked.value == "recovery_time_seconds"  # and can be changed
    button(shown, "Load").click().run()
    held = store_of(database).rows("recovery").sort_values("drill")
    assert held["rto_seconds"].tolist() == [14400, 14400]
    assert held["recovery_time_seconds"].tolist() == [12600, 9900]
