"""The screen of systems: what it says of the worked example, of one link, and of nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.store import open_store
from tests.ui.conftest import change_of, quarter_rows
from ui import scope

Run = Callable[..., AppTest]
TABS = ("How fresh", "Recovery order", "Next drill", "Questions", "All systems")


def plain(text: object) -> str:
    return str(text).replace("\u00a0", " ")


def said(app: AppTest) -> str:
    """All that the screen says in Markdown and captions."""
    parts = [*app.title, *app.subheader, *app.markdown, *app.caption]
    return plain("\n".join(str(one.value) for one in parts))


def charts(app: AppTest) -> dict[str, tuple[dict[str, Any], str]]:
    """Figure and alternative text, by what the alternative begins with."""
    found = {}
    for element in app.get("plotly_chart"):
        alt = plain(element.proto.alt)
        found[alt.partition(".")[0]] = (json.loads(element.proto.spec), alt)
    return found


def load(database: Path, rows: dict[str, Any]) -> None:
    store = open_store(database)
    store.commit(change_of(rows))
    store.close()


def shown(run_screen: Run, **link: str) -> AppTest:
    app = run_screen("systems", **link)
    assert not app.exception, app.exception[0].value
    return app


@pytest.mark.usefixtures("worked_database")
def test_it_says_which_systems_are_in_doubt(run_screen: Run) -> None:
    app = shown(run_screen)
    assert (
        plain(app.title[0].value) == "Unsure of one of six systems: Inventory had little to spare"
    )
    text = said(app)
    assert "5 of 6 systems of the inventory were tested" not in text
    assert "6 of 6 systems of the inventory were tested in Q1 2025" in text
    assert "10 min to spare of 4 h on 19 March" in text
    grid, alt = charts(app)["Two systems missed once, none more"]
    assert "Inventory met, 3 h 50 min of 4 h on 19 Mar 2025" in alt
    marks = {one["name"]: one["marker"]["symbol"] for one in grid["data"]}
    assert marks["not recovered"] == "x"
    cards = {plain(one.label): plain(one.value) for one in app.metric}
    assert cards["Tested lately enough"] == "100 %"
    counted = {plain(one.label): plain(one.delta) for one in app.metric}
    assert counted["Tested lately enough"] == "6 of 6"
    assert cards["Cost of downtime"] == "no data"


@pytest.mark.usefixtures("worked_database")
def test_a_link_chooses_the_system(run_screen: Run) -> None:
    app = shown(run_screen, system="E-Commerce Platform")
    assert app.selectbox(key="system").value == "E-Commerce Platform"
    (title,) = [one for one in charts(app) if one.startswith("E-Commerce kept")]
    assert title == "E-Commerce kept its objective in 1 of 2 tests"
    history, _ = charts(app)[title]
    times = {one["name"]: one["x"] for one in history["data"] if one["mode"] == "markers"}
    assert set(times) == {"missed", "met"}


@pytest.mark.usefixtures("worked_database")
def test_a_name_nobody_knows_in_a_link_shows_the_first(run_screen: Run) -> None:
    app = shown(run_screen, system="Nobody")
    assert app.selectbox(key="system").value == "Inventory Management"
    line = "The link asks for the system “Nobody”, which is not there; shown: Inventory Management."
    assert line in said(app)


@pytest.mark.usefixtures("worked_database")
@pytest.mark.parametrize("tab", TABS)
def test_every_part_stands(run_screen: Run, tab: str) -> None:
    text = said(shown(run_screen, part=tab))
    expected = {
        "How fresh": "All six systems were tested lately enough",
        "Recovery order": "No dependency is recorded",
        "Next drill": "Too little data: two drills of the three needed",
        "Questions": "One question to ask of Q1 2025",
        "All systems": "6 systems, those in doubt first",
    }
    assert expected[tab] in text
    others = [words for other, words in expected.items() if other != tab]
    assert not any(words in text for words in others)  # what is hidden costs nothing


def rich_rows() -> dict[str, Any]:
    """The worked quarter with a third drill before it, dependencies and a drill to come."""
    rows = quarter_rows()
    by_name = {row["system"]: row for row in rows["system"]}
    by_name["E-Commerce Platform"]["depends_on"] = "Payment Processing; CRM"
    by_name["CRM"]["depends_on"] = "Infrastructure and Hosting"
    for row in rows["system"]:
        row["hourly_downtime_cost"] = 1000
    by_name["CRM"].pop("hourly_downtime_cost")
    start = pd.Timestamp("2024-11-20 06:00")
    rows["drill"].append({"drill": "Z", "started_at": start, "ended_at": "2024-11-20 14:00",
                          "status": "completed"})  # fmt: skip
    rows["recovery"] += [
        {"drill": "Z", "system": row["system"], "disrupted_at": start,
         "restored_at": start + pd.Timedelta(hours=3)}
        for row in rows["system"]
    ]  # fmt: skip
    return rows


def test_order_waiting_and_cost(run_screen: Run, database: Path) -> None:
    load(database, rich_rows())
    app = shown(run_screen, part="Recovery order", system="CRM")
    text = said(app)
    # B: CRM waited 2:30 of 3:00 for Infrastructure, E-Commerce 3:00 of 3:20 for CRM; 330 of 380 min
    assert "87 % (5 h 30 min of 6 h 20 min) was waiting" in text
    assert "tests without a known cost" in text  # CRM has none
    assert "In the drill of March" in text


def test_what_is_depended_on_and_not_in_the_inventory_has_a_row_of_its_own(
    run_screen: Run, database: Path
) -> None:
    rows = rich_rows()
    next(row for row in rows["system"] if row["system"] == "CRM")["depends_on"] = "Payments"
    # each for itself, either name would be cut to the same few words
    rows["system"].append({"system": "Card payments of the partner shops abroad",
                           "depends_on": "Card payments of the partner shops at home"})  # fmt: skip
    load(database, rows)
    app = shown(run_screen, part="Recovery order", system="CRM")
    (order,) = [one for one, _ in charts(app).values() if "of the chosen" in str(one["data"])]
    names = order["layout"]["yaxis"]["ticktext"]
    assert len(names) == len(set(names)) == 9
    marks = [one for one in order["data"] if one["mode"] == "markers"]
    assert sorted(y for one in marks for y in one["y"]) == list(range(9))


def test_a_forecast_is_written_down_and_stands(
    run_screen: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(database, rich_rows())
    today = pd.Timestamp("2025-03-31").date()
    monkeypatch.setattr(scope, "today", lambda organisation: today)
    app = shown(run_screen, part="Next drill")
    assert "chance that all come back under 4 h" in said(app)
    assert "takes a fourth drill" in said(app)
    button = app.button(key="write_forecast")
    assert not button.disabled
    button.click().run()
    assert not app.exception
    store = open_store(database)
    rows = store.rows("forecast")
    assert set(rows["drill"]) == {"C"}
    assert rows["said_on"].dt.date.unique().tolist() == [today]
    assert rows["system"].isna().sum() == 1
    own = rows[rows["system"].notna()]
    assert len(own) == 6
    assert (own["low_seconds"] < own["likely_seconds"]).all()
    assert own["chance"].between(0, 1).all()
    assert set(rows["target_operator"]) == {"<"}
    (imported,) = store.imports().tail(1).to_dict("records")
    assert imported["source"] == "person"
    store.close()
    assert "Written down for C on 31 March" in said(app)


def test_another_day_cannot_write(run_screen: Run, database: Path) -> None:
    load(database, rich_rows())
    app = shown(run_screen, part="Next drill", as_of="2025-03-31")
    assert app.button(key="write_forecast").disabled
    assert "Only today's can be written down" in said(app)


def test_one_system_in_one_drill(run_screen: Run, database: Path) -> None:
    rows = quarter_rows()
    rows = {
        "system": [row for row in rows["system"] if row["system"] == "CRM"],
        "drill": rows["drill"][:1],
        "recovery": [
            row for row in rows["recovery"] if row["drill"] == "A" and row["system"] == "CRM"
        ],
    }  # fmt: skip
    load(database, rows)
    app = shown(run_screen)
    assert plain(app.title[0].value) == "Unsure of the one system: CRM had little to spare"
    assert "The one system of the inventory was tested in Q1 2025." in said(app)


def test_results_without_an_inventory(run_screen: Run, database: Path) -> None:
    rows = quarter_rows()
    rows.pop("system")
    load(database, rows)
    app = shown(run_screen)
    assert app.title[0].value == "No system is in the inventory yet"
    text = said(app)
    assert "6 systems were met in results only: not in the inventory, so in no count here." in text
    assert "no data" in {plain(one.value) for one in app.metric}


def test_an_inventory_without_drills(run_screen: Run, database: Path) -> None:
    load(database, {"system": quarter_rows()["system"]})
    app = shown(run_screen)
    assert app.title[0].value == "None of the six systems has been tested yet"
    assert "A drill's results are needed" in said(app)
    assert app.get("plotly_chart") == []


def test_nothing_at_all(run_screen: Run, database: Path) -> None:
    open_store(database).close()
    app = shown(run_screen)
    assert app.title[0].value == "No system is known yet"
    assert "Load the inventory" in said(app)


def test_systems_of_a_tabletop_are_not_denied(run_screen: Run, database: Path) -> None:
    rows = quarter_rows()
    drill = rows["drill"][0] | {"exercise_type": "tabletop"}
    tests = [row for row in rows["recovery"] if row["drill"] == drill["drill"]][:2]
    load(database, {"drill": [drill], "recovery": tests})
    app = shown(run_screen)
    assert app.title[0].value == "No system has been measured in a drill yet"
    assert "2 systems are met in results only, without a measured time" in said(app)


def test_names_from_files_do_not_act(run_screen: Run, database: Path) -> None:
    rows = quarter_rows()
    for record in ("system", "recovery"):
        for row in rows[record]:
            if row["system"] == "CRM":
                row["system"] = "<b>CRM</b> :red[x] [l](http://a.b)"
    load(database, rows)
    for tab in TABS:
        app = shown(run_screen, part=tab, system="<b>CRM</b> :red[x] [l](http://a.b)")
        assert ":red[x]" not in "".join(str(one.value) for one in (*app.markdown, *app.caption))
