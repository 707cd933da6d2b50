"""Logs with clock times alone: past midnight is the next day, and only where the lines tell so."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from data.intake.importing import FileOutcome, ImportOptions, import_files
from data.intake.largelogs import LargeTexts
from data.logevents import event_of
from data.store import Store, open_store

NOW = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)
Lines = Sequence[tuple[str, str, str]]


def _loaded(path: Path, lines: Lines, pieces: int = 0) -> tuple[Store, FileOutcome]:
    """The lines as a log of drill Falcon on 5 May 2025; read in pieces of so many rows."""
    store = open_store(path / f"{pieces}.duckdb")
    drill = b"Drill,Started,Ended,Time zone\nFalcon,2025-05-05 07:00,2025-05-06 07:00,UTC\n"
    (first,) = import_files(store, [("drills.csv", drill)], ImportOptions(), now=NOW).files
    assert first.status == "loaded"
    text = io.StringIO()
    csv.writer(text).writerows(
        [("Drill", "Time", "System", "Event"), *(("Falcon", *line) for line in lines)]
    )
    file = path / f"log{pieces}.csv"
    file.write_text(text.getvalue(), encoding="utf-8", newline="")
    large = LargeTexts(size=1, piece_rows=pieces) if pieces else LargeTexts()
    (one,) = import_files(store, [file], ImportOptions(), now=NOW, large=large).files
    return store, one


def _at(store: Store, system: str, event: str) -> str:
    rows = store.rows("log")
    mine = rows[(rows["system"].fillna("") == system) & (rows["event"] == event)]
    return str(mine["logged_at"].dt.strftime("%d %H:%M").item())


def _codes(one: FileOutcome) -> list[str]:
    return [problem.code for problem in one.problems]


NIGHT = (
    ("22:00", "Billing", "Disrupted"),
    ("22:10", "", "Declared"),
    ("23:50", "Billing", "Hold ended"),
    ("00:40", "Mail", "Restored"),
    ("01:10", "Billing", "Restored"),
)


@pytest.mark.parametrize("pieces", [0, 2, 3])
def test_what_stands_below_midnight_is_of_the_next_day(tmp_path: Path, pieces: int) -> None:
    store, one = _loaded(tmp_path, NIGHT, pieces)
    assert _at(store, "Billing", "Disrupted") == "05 22:00"
    assert _at(store, "", "Declared") == "05 22:10"
    assert _at(store, "Mail", "Restored") == "06 00:40"  # no line of its own above midnight
    assert _at(store, "Billing", "Restored") == "06 01:10"
    told = [problem for problem in one.problems if problem.code == "next_day"]
    assert [problem.cell for problem in told] == ["B5", "B6"]
    assert told[0].message.endswith("read as the next day, 6 May 2025")


@pytest.mark.parametrize("pieces", [0, 2])
def test_a_log_written_system_by_system_passes_midnight_in_each(
    tmp_path: Path, pieces: int
) -> None:
    lines = [
        ("22:00", "Billing", "Disrupted"), ("00:40", "Billing", "Restored"),
        ("22:00", "Mail", "Disrupted"), ("23:10", "Mail", "Restored"),
        ("21:50", "Web", "Disrupted"), ("02:00", "Web", "Restored"),
    ]  # fmt: skip
    store, one = _loaded(tmp_path, lines, pieces)
    assert _at(store, "Billing", "Restored") == "06 00:40"
    assert (_at(store, "Mail", "Disrupted"), _at(store, "Mail", "Restored")) == (
        "05 22:00", "05 23:10",
    )  # fmt: skip
    assert _at(store, "Web", "Restored") == "06 02:00"
    assert _codes(one).count("next_day") == 2
    assert "clock_order" not in _codes(one)


@pytest.mark.parametrize("pieces", [0, 2])
def test_lines_in_no_order_are_not_shifted(tmp_path: Path, pieces: int) -> None:
    lines = [
        ("10:05", "Billing", "Restored"), ("08:00", "Billing", "Disrupted"),
        ("09:00", "Billing", "Hold began"), ("08:20", "Billing", "Recovery started"),
    ]  # fmt: skip
    store, one = _loaded(tmp_path, lines, pieces)
    assert set(store.rows("log")["logged_at"].dt.day) == {5}
    assert not {"next_day", "clock_order"} & set(_codes(one))  # 10:05 follows 08:00: all is well


@pytest.mark.parametrize("pieces", [0, 2])
def test_of_a_night_written_last_line_first_the_upper_lines_are_the_next_day(
    tmp_path: Path, pieces: int
) -> None:
    lines = [
        ("01:15", "Web", "Validated"), ("00:40", "Web", "Restored"), ("00:10", "", "Bridge"),
        ("23:10", "Web", "Recovery started"), ("22:30", "Web", "Disrupted"),
    ]  # fmt: skip
    store, one = _loaded(tmp_path, lines, pieces)
    assert _at(store, "Web", "Validated") == "06 01:15"
    assert _at(store, "Web", "Restored") == "06 00:40"
    assert _at(store, "", "Bridge") == "06 00:10"
    assert _at(store, "Web", "Recovery started") == "05 23:10"
    assert _at(store, "Web", "Disrupted") == "05 22:30"
    told = [problem for problem in one.problems if problem.code == "next_day"]
    assert [problem.cell for problem in told] == ["B2", "B3", "B4"]
    assert "clock_order" not in _codes(one)


@pytest.mark.parametrize("pieces", [0, 2, 3])
def test_dates_written_once_hold_across_the_pieces_of_a_log(tmp_path: Path, pieces: int) -> None:
    store = open_store(tmp_path / "dated.duckdb")
    file = tmp_path / "Falcon.csv"
    file.write_text(
        "Drill,Date,Time,System,Event\nFalcon,2025-05-05,21:00,Web,Disrupted\n"
        "Falcon,,22:00,Web,Detected\nFalcon,,23:30,Web,Recovery started\n"
        "Falcon,,00:10,Web,Degraded\nFalcon,2025-05-06,00:20,Web,Restored\n"
        "Falcon,,01:00,Web,Validated\n",
        encoding="utf-8", newline="",
    )  # fmt: skip
    large = LargeTexts(size=1, piece_rows=pieces) if pieces else LargeTexts()
    (one,) = import_files(store, [file], ImportOptions(zone="UTC"), now=NOW, large=large).files
    assert one.rejected == 0
    assert [_at(store, "Web", event) for event in (
        "Disrupted", "Detected", "Recovery started", "Degraded", "Restored", "Validated",
    )] == ["05 21:00", "05 22:00", "05 23:30", "06 00:10", "06 00:20", "06 01:00"]  # fmt: skip
    assert _codes(one).count("next_day") == 1


def test_a_log_last_line_first_and_system_by_system(tmp_path: Path) -> None:
    lines = [
        ("01:15", "Web", "Validated"), ("00:40", "Web", "Restored"), ("22:30", "Web", "Disrupted"),
        ("23:40", "Mail", "Validated"), ("23:10", "Mail", "Restored"),
        ("22:40", "Mail", "Disrupted"),
        ("02:00", "Db", "Restored"), ("23:50", "Db", "Recovery started"),
        ("22:50", "Db", "Disrupted"),
    ]  # fmt: skip
    store, _ = _loaded(tmp_path, lines)
    assert _at(store, "Web", "Restored") == "06 00:40"
    assert _at(store, "Web", "Disrupted") == "05 22:30"
    assert set(store.rows("log").query("system == 'Mail'")["logged_at"].dt.day) == {5}
    assert _at(store, "Db", "Restored") == "06 02:00"
    assert _at(store, "Db", "Recovery started") == "05 23:50"


def test_two_lines_are_last_first_where_what_happened_says_so(tmp_path: Path) -> None:
    store, _ = _loaded(tmp_path, [("00:40", "Web", "Restored"), ("22:30", "Web", "Disrupted")])
    assert (_at(store, "Web", "Restored"), _at(store, "Web", "Disrupted")) == (
        "06 00:40", "05 22:30",
    )  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        # one line noted too late in the morning, and a long wait: all of one day
        [("08:40", "Web", "Declared"), ("08:00", "Web", "Disrupted"), ("21:00", "Web", "Restored")],
        [("08:50", "Web", "Declared"), ("08:40", "Web", "Detected"), ("08:00", "Web", "Disrupted"),
         ("21:00", "Web", "Restored")],
        [("00:30", "Web", "Disrupted"), ("22:00", "Web", "Restored")],
    ],
)  # fmt: skip
def test_a_late_note_and_a_long_wait_are_no_log_written_last_first(
    tmp_path: Path, lines: Lines
) -> None:
    store, one = _loaded(tmp_path, lines)
    assert set(store.rows("log")["logged_at"].dt.day) == {5}
    assert "next_day" not in _codes(one)


def test_the_end_above_a_long_fall_and_the_beginning_below_are_of_one_day(tmp_path: Path) -> None:
    store, one = _loaded(
        tmp_path, [("21:00", "Billing", "Restored"), ("08:00", "Billing", "Disrupted"),
                   ("21:30", "Mail", "Restored"), ("07:00", "Mail", "Disrupted")],
    )  # fmt: skip
    assert set(store.rows("log")["logged_at"].dt.day) == {5}
    assert "next_day" not in _codes(one)


@pytest.mark.parametrize("pieces", [0, 2])
def test_lines_with_dates_of_their_own_are_never_shifted(tmp_path: Path, pieces: int) -> None:
    lines = [
        ("2025-05-05 22:00", "Billing", "Disrupted"), ("2025-05-05 23:50", "Billing", "Detected"),
        ("2025-05-05 00:40", "Billing", "Restored"), ("01:10", "Billing", "Validated"),
    ]  # fmt: skip
    store, one = _loaded(tmp_path, lines, pieces)
    assert set(store.rows("log")["logged_at"].dt.day) == {5}
    assert "next_day" not in _codes(one)


# --- what a line says -----------------------------------------------------------------------------

SAID = {
    "Service restored": "restored", "Mail restored": "restored", "RESTORED.": "restored",
    "Mail is back online": "restored", "Failover complete": "restored",
    "Recovered": "restored", "The service is up": None, "System up": "restored",
    "Outage": "disrupted", "Outage simulated": "disrupted", "System down": "disrupted",
    "Mail went down": "disrupted", "Declared DR": "declared", "Disaster declared": "declared",
    "Users confirmed": "validated", "Validated by business": "validated",
    "Partially restored": "degraded", "Restore started": "recovery started",
    "Hold_Began - waiting on vendor": "hold began", "Hold ended: vendor came": "hold ended",
    "Not restored": None, "Mail not restored": None, "Restore failed": None,
    "Will be restored": None, "To be restored": None, "Mail to be restored by noon": None,
    "Billing restored": None, "Mail is not back online": None, "Failover complete?": None,
    "Restored from backup": None, "Users confirmed outage": None, "Hold on": None,
    "Was Mail restored": None, "Never went down": None, "Restored 3 of 5 servers": None,
    "Failed": None, "No outage": None, "Almost restored": None, "Outage not simulated": None,
    "Attempted failover complete": None, "Mail": None, "": None,
}  # fmt: skip


@pytest.mark.parametrize(("said", "event"), SAID.items())
def test_a_line_says_a_known_event_or_none(said: str, event: str | None) -> None:
    assert event_of(said, "Mail") == event


def test_the_store_reads_lines_as_the_import_does(tmp_path: Path) -> None:
    """Each phrase as the only line of a system: the instant the store fills is the one expected."""
    lines = [("10:00", f"S{n}", said.replace("Mail", f"S{n}"))
             for n, said in enumerate(SAID) if said]  # fmt: skip
    store, _ = _loaded(tmp_path, lines)
    found = store.tables()["log_instants"].set_index("system")
    instants = [name for name in found.columns if name.endswith("_at")
                and name not in ("first_at", "last_at")]  # fmt: skip
    for n, (said, event) in enumerate(SAID.items()):
        if not said or (event or "").startswith("hold"):
            continue
        row = found.loc[f"S{n}", instants]
        expected = [event.replace(" ", "_") + "_at"] if event else []
        assert list(row.index[row.notna()]) == expected, said
    assert set(store.tables()["hold"]["system"]) == {
        f"S{n}" for n, said in enumerate(SAID) if SAID[said] == "hold began"
    }


@pytest.mark.parametrize("pieces", [0, 2])
def test_words_not_understood_are_told_once_where_nothing_brings_a_system_back(
    tmp_path: Path, pieces: int
) -> None:
    lines = [
        ("08:00", "Mail", "Outage"), ("08:30", "Mail", "Mail flows again"),
        ("08:40", "Mail", "Happy users"), ("08:00", "Web", "Outage"),
        ("08:20", "Web", "Called the vendor"), ("09:00", "Web", "Web restored"),
        ("09:10", "Mail", "Mail flows again"),
    ]  # fmt: skip
    store, one = _loaded(tmp_path, lines, pieces)
    (told,) = [problem for problem in one.problems if problem.code == "event_unread"]
    assert told.cell == "D3"
    assert "“Mail flows again”, “Happy users”. A system" in told.message  # Web came back
    instants = store.tables()["log_instants"].set_index("system")
    assert instants.loc["Web", "restored_at"] == pd.Timestamp("2025-05-05 09:00Z")
    assert pd.isna(instants.loc["Mail", "restored_at"])
