"""The Scorecard: what it says of the worked example, of another day, and of nothing at all."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.intake.importing import ImportOptions, import_files
from data.store import open_store
from tests.browsing import ROOT
from tests.ui.conftest import change_of, quarter_rows
from ui import session

Run = Callable[..., AppTest]


@pytest.fixture
def two_quarters(worked_database: Path) -> Path:
    """The worked example, and one drill of the quarter before it."""
    rows = {
        "drill": [{"drill": "Z", "started_at": "2024-11-12 08:00", "ended_at": "2024-11-12 14:00",
                   "status": "completed"}],
        "recovery": [{"drill": "Z", "system": "CRM", "disrupted_at": "2024-11-12 08:00",
                      "restored_at": "2024-11-12 11:00"}],
    }  # fmt: skip
    store = open_store(worked_database)
    store.commit(change_of(rows, file_name="before.xlsx"))
    store.close()
    return worked_database


def plain(text: object) -> str:
    """The text with ordinary spaces."""
    return str(text).replace("\u00a0", " ")


def scope_label(app: AppTest) -> str:
    """The label of the scope control."""
    popover = next(one for one in app.get("popover") if one.proto.popover.label)
    return plain(popover.proto.popover.label)


def in_address(app: AppTest, name: str) -> str:
    """What the address says of one name."""
    said = app.query_params[name]
    return said if isinstance(said, str) else said[0]


def chart(app: AppTest) -> tuple[dict[str, Any], str]:
    """The chart's specification and its alternative text."""
    (element,) = app.get("plotly_chart")
    return json.loads(element.proto.spec), plain(element.proto.alt)


@pytest.mark.usefixtures("worked_database")
def test_it_says_the_verdict(run_screen: Run) -> None:
    app = run_screen()
    assert plain(app.title[0].value) == (
        "Target not met: February missed 4 h on four systems, March met it on all five"
    )
    assert any("7 of 11 tests came back in under 4 h." in plain(m.value) for m in app.markdown)
    assert scope_label(app) == "Q1 2025 · as of 31 Mar 2025 · disruption → restored"


@pytest.mark.usefixtures("worked_database")
def test_the_cards(run_screen: Run) -> None:
    cards = {plain(one.label): plain(one.value) for one in run_screen().metric}
    assert cards["Under 4 h · target 100 %"] == "64 % :red[:small[◆ 7 of 11]]"
    assert cards["Own RTO"] == "82 % :gray[:small[9 of 11]]"
    assert cards["Gaps closed"] == "25 % :gray[:small[1 of 4]]"
    assert cards["Slowest · target < 4 h"] == "6 h :red[:small[◆ 1 not back]]"
    assert cards["Favourable · target 80 %"] == "no data"


@pytest.mark.usefixtures("worked_database")
def test_the_chart_is_there_with_its_words(run_screen: Run) -> None:
    specification, alternative = chart(run_screen())
    assert "not recovered" in {one.get("name") for one in specification["data"]}
    assert alternative.startswith(
        "Four of six systems missed 4 h in February; none did in March. The line is at 4 h."
    )
    assert "Communication was not tested in March." in alternative


@pytest.mark.usefixtures("worked_database")
def test_the_criteria_and_their_evidence(run_screen: Run) -> None:
    app = run_screen()
    shown = [one.value for one in app.markdown if "-badge[" in one.value and "**" in one.value]
    assert ":green-badge[● met] **Timely execution**" in shown
    assert ":red-badge[◆ not met] **Effective recovery**" in shown
    assert ":gray-badge[○ unknown] **Stakeholder satisfaction**" in shown
    captions = [plain(one.value) for one in app.caption]
    assert "7 of 11 tests under 4 h; the other 4 were all in February." in captions
    assert "0 of 3 open gaps have action, owner and date; next drill 18 June." in captions


@pytest.mark.usefixtures("worked_database")
def test_open_gaps_are_escaped_and_worst_first(run_screen: Run) -> None:
    app = run_screen()
    assert "3 gaps are open; 1 is 17 days overdue" in [plain(one.value) for one in app.subheader]
    names = [one.value for one in app.markdown if one.value.startswith("**")]
    assert names[0] == "**DNS \\*failover\\* needs a manual step**"
    badges = [plain(one.value) for one in app.markdown]
    assert ":red-badge[:material/schedule: due 14 Mar, 17 days overdue]" in badges
    assert ":orange-badge[:material/person_off: no owner] :orange-badge[▲ no due date]" in badges


@pytest.mark.usefixtures("worked_database")
def test_an_earlier_day_knows_only_what_had_happened(run_screen: Run) -> None:
    app = run_screen(as_of="2025-03-05")
    assert plain(app.title[0].value) == (
        "Target not met: February missed 4 h on four of six systems"
    )
    assert "as of 5 Mar 2025" in scope_label(app)
    assert "4 gaps are open; 2 have no owner or date" in [plain(s.value) for s in app.subheader]


@pytest.mark.usefixtures("worked_database")
def test_a_pasted_link_shows_the_same_scope(run_screen: Run) -> None:
    by_command = run_screen(quarter="2025-Q1", clock="detection:restored")
    by_screen = run_screen(quarter="Q1 2025", clock="detection to restored")
    for app in (by_command, by_screen):
        assert scope_label(app) == "Q1 2025 · as of 31 Mar 2025 · detection → restored"


@pytest.mark.usefixtures("worked_database")
@pytest.mark.parametrize(
    "asked", [{}, {"quarter": "2025-Q1"}, {"quarter": "Q1 2025", "clock": "disruption to restored"}]
)
def test_the_address_names_quarter_and_clock(run_screen: Run, asked: dict[str, str]) -> None:
    app = run_screen(**asked)
    for _ in range(2):
        assert in_address(app, "quarter") == "2025-Q1"
        assert in_address(app, "clock") == "disruption:restored"
        app.run()


@pytest.mark.usefixtures("two_quarters")
def test_a_link_of_an_earlier_quarter_holds(run_screen: Run) -> None:
    app = run_screen(quarter="2024-Q4", clock="detection:restored")
    for _ in range(2):
        assert scope_label(app).startswith("Q4 2024 · as of 31 Dec")
        assert scope_label(app).endswith("detection → restored")
        assert in_address(app, "quarter") == "2024-Q4"
        assert in_address(app, "clock") == "detection:restored"
        app.run()
    again = run_screen(**{name: in_address(app, name) for name in ("quarter", "clock")})
    assert scope_label(again) == scope_label(app)


@pytest.mark.usefixtures("two_quarters")
def test_the_lists_and_then_the_address_are_followed(run_screen: Run) -> None:
    app = run_screen(quarter="2024-Q4")
    app.selectbox(key="quarter").select("2025-Q1").run()
    assert in_address(app, "quarter") == "2025-Q1"
    assert scope_label(app).startswith("Q1 2025")
    app.query_params["quarter"] = "2024-Q4"  # as Back does
    app.run()
    assert scope_label(app).startswith("Q4 2024")


@pytest.mark.usefixtures("two_quarters")
def test_the_quarter_is_kept_from_screen_to_screen(run_screen: Run) -> None:
    app = run_screen(quarter="2024-Q4")
    app.query_params.clear()
    app.switch_page(str(ROOT / "pages" / "systems.py")).run()
    assert scope_label(app).startswith("Q4 2024")
    assert in_address(app, "quarter") == "2024-Q4"


@pytest.mark.usefixtures("worked_database")
def test_what_the_link_asks_in_vain_is_said(run_screen: Run) -> None:
    app = run_screen(quarter="1999-Q9", clock="noon:midnight", as_of="never")
    assert scope_label(app) == "Q1 2025 · as of 31 Mar 2025 · disruption → restored"
    said = ":orange-badge[▲] The link asks for "
    for _ in range(2):  # as long as that scope is shown
        (note,) = [plain(one.value) for one in app.markdown if one.value.startswith(said)]
        assert note == (
            said + "the quarter “1999-Q9”, the date “never” and the clock “noon\\:midnight”, which "
            "are not there; shown: Q1 2025, 31 Mar 2025 and disruption → restored."
        )
        app.run()
    app.selectbox(key="clock").select("detection:restored").run()
    assert not any(one.value.startswith(said) for one in app.markdown)


@pytest.mark.usefixtures("database")
def test_an_empty_store_says_what_to_do(run_screen: Run) -> None:
    app = run_screen()
    assert app.title[0].value == "No drill has been completed yet"
    assert any("one row a system" in one.value for one in app.markdown)


def test_a_damaged_file_is_one_plain_line(database: Path, run_screen: Run) -> None:
    database.write_bytes(b"this is no database" * 1000)
    app = run_screen()
    assert len(app.error) == 1
    assert "Traceback" not in app.error[0].value


def test_the_sample_says_so_and_goes_out_with_one_click(database: Path, run_screen: Run) -> None:
    store = open_store(database)
    store.commit(change_of(quarter_rows(), source="sample"))
    app = run_screen()
    assert any("Sample data" in one.value for one in app.markdown)
    app.button(key="sample_out").click().run()
    assert app.title[0].value == "No drill has been completed yet"
    assert not any("Sample data" in one.value for one in app.markdown)
    assert list(store.imports()["is_withdrawn"]) == [True]


def test_a_new_import_is_seen_at_the_next_run(worked_database: Path, run_screen: Run) -> None:
    app = run_screen()
    rows = {"gap": [{"gap": "G-9", "drill": "A", "identified_on": "2025-02-12", "status": "open"}]}
    open_store(worked_database).commit(change_of(rows, file_name="more.xlsx"))
    app.run()
    assert any("4 gaps are open" in plain(one.value) for one in app.subheader)


def test_what_the_last_day_changed_is_told_in_figures(database: Path, run_screen: Run) -> None:
    """The second drill's results come a day after the first's: 2 of 6 become 7 of 11."""
    rows = quarter_rows()
    first = {**rows, "recovery": [one for one in rows["recovery"] if one["drill"] == "A"]}
    second = {"recovery": [one for one in rows["recovery"] if one["drill"] == "B"]}
    store = open_store(database)
    store.commit(change_of(first))
    later = dt.datetime(2025, 3, 22, 9, tzinfo=dt.UTC)
    store.commit(replace(change_of(second, file_name="march.xlsx"), imported_at=later))
    said = [plain(one.value) for one in run_screen().markdown]
    assert "Under 4 h moved from 33 % (2 of 6) to 64 % (7 of 11)." in said


HOLD = """
import sys, duckdb
held = duckdb.connect(sys.argv[1])
held.execute("CREATE TABLE held_by_another AS SELECT 1")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_busy_store_shows_the_tables_of_before(
    worked_database: Path, run_screen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "PATIENCE_SECONDS", 0.05)
    app = run_screen()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(worked_database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        app.run()
        other.kill()
    assert not app.exception
    assert app.title[0].value.startswith("Target not met")
    assert any("busy with another program" in one.value for one in app.caption)


@pytest.mark.usefixtures("worked_database")
def test_the_rows_behind_a_figure_lead_to_their_cells(run_screen: Run) -> None:
    app = run_screen()
    app.button(key="behind_figures").click().run()
    rows = app.dataframe[0].value
    assert list(rows["Counted"]).count("yes") == 7
    assert list(rows["Counted"]).count("no") == 4
    assert plain(rows.loc[rows["System"] == "CRM", "Restored"].iloc[0]) == "12 Feb 2025 12:00 SAST"


BORROWING = {
    "systems.csv": "System,Tier,RTO\nCRM,1,4 h\n",
    "drills.csv": "Drill,Test Type,Start,End,Status\n"
    "H1,simulation,2025-01-10 08:00,2025-01-10 16:00,completed\n",
    "results.csv": "Drill,System,Outage start,Server up\nH1,CRM,2025-01-10 08:00,\n",
    "log.csv": "Drill,Time,System,Event\nH1,2025-01-10 08:00:00,CRM,disrupted\n"
    "H1,2025-01-10 11:30:00,CRM,restored\n",
}


def test_what_a_result_borrows_from_inventory_and_log_is_shown(
    database: Path, run_screen: Run
) -> None:
    with open_store(database).held():
        import_files(
            open_store(database),
            [(name, text.encode()) for name, text in BORROWING.items()],
            ImportOptions(),
            now=dt.datetime(2025, 1, 11, tzinfo=dt.UTC),
        )
    app = run_screen()
    app.button(key="behind_figures").click().run()
    row = app.dataframe[0].value.iloc[0]
    assert plain(row["Restored"]) == "10 Jan 2025 11:30 SAST"
    assert any("inventory or the drill's log" in one.value for one in app.caption)
