"""The comparison on the screen: the worked example, shared links, clicked marks, odd pairs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.store import open_store
from tests.analytics.worked import worked_rows
from tests.browsing import ROOT
from tests.ui.conftest import change_of, quarter_rows

Run = Callable[..., AppTest]
Result = tuple[str, float | None]  # a system and how many minutes it took


def plain(text: object) -> str:
    """The text with ordinary spaces."""
    return str(text).replace("\u00a0", " ")


def label(app: AppTest) -> str:
    """The label of the scope control."""
    popover = next(one for one in app.get("popover") if one.proto.popover.label)
    return plain(popover.proto.popover.label)


def title(app: AppTest) -> str:
    return plain(app.title[0].value)


def said(app: AppTest) -> list[str]:
    """Everything in sentences: subheaders, captions, Markdown."""
    parts = [*app.subheader, *app.caption, *app.markdown]
    return [plain(one.value) for one in parts]


def charts(app: AppTest) -> dict[str, dict[str, Any]]:
    """The figures by the first words of their alternative text."""
    return {plain(one.proto.alt): json.loads(one.proto.spec) for one in app.get("plotly_chart")}


def load(database: Path, rows: dict[str, Any]) -> None:
    store = open_store(database)
    store.commit(change_of(rows))
    store.close()


def linked(run_screen: Run, **address: str) -> AppTest:
    """The comparison opened by a link: the address is there when the screen is first drawn."""
    app = run_screen().switch_page(str(ROOT / "pages" / "compare.py"))
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


@pytest.mark.usefixtures("worked_database")
def test_it_says_what_was_better_by_how_much_and_how_sure(run_screen: Run) -> None:
    app = run_screen("compare")
    assert title(app) == "March was better on four systems, worse on none and unchanged on one"
    summary = next(one for one in said(app) if one.startswith("The four systems"))
    assert summary == (
        "The four systems recovered in both drills took 3 h 10 min less in total (23 %); the "
        "typical one was 20 % faster. Four pairs are too few to tell progress from chance, and one "
        "condition differed: scenario."
    )
    assert label(app) == "A 12 Feb · B 19 Mar 2025 · as of 31 Mar · disruption → restored"


@pytest.mark.usefixtures("worked_database")
def test_every_title_is_a_finding(run_screen: Run) -> None:
    app = run_screen("compare")
    titles = [plain(one.value) for one in app.subheader]
    assert titles == [
        "E-Commerce gained most: 1 h 40 min less",
        "Three verdicts kept, two improved, none lost",
        "−3 h 10 min in all, not split into phases",
        "Attainment rose 33 points; scope took 7 back",
        "Only 1 of 11 verdicts has times for a second clock; it holds",
        "Not the same test twice",
    ]
    assert "RTO attainment 67 % (4 of 6) → 100 % (5 of 5)" in said(app)
    assert any(
        one.startswith("**What would have met it in February.** E-Commerce: 1 h less")
        and "One system was not recovered" in one
        for one in said(app)
    )


@pytest.mark.usefixtures("worked_database")
def test_the_charts_say_their_finding_and_hold_the_figures(run_screen: Run) -> None:
    found = charts(run_screen("compare"))
    dots = next(alt for alt in found if alt.startswith("E-Commerce gained most: 1 h 40 min less."))
    assert "CRM 4 h in February, 3 h in March (−1 h)" in dots
    assert "Inventory not recovered in February, 3 h 50 min in March (newly recovered)" in dots
    attainment = next(alt for alt in found if alt.startswith("Attainment rose"))
    assert "Performance +40.0 points; Objectives no change; Scope −6.7 points" in attainment


@pytest.mark.usefixtures("worked_database")
def test_hidden_tabs_are_not_worked_out(run_screen: Run) -> None:
    app = run_screen("compare")
    assert not any("account for" in one or "Closest miss" in one for one in said(app))
    app.session_state["show"] = "What would have met it"
    app.run()
    assert "Closest miss: E-Commerce, 1 h less would have met it" in said(app)
    app.session_state["show"] = "Gaps and minutes"
    app.run()
    assert "No gap says how much time it cost" in said(app)
    app.session_state["show"] = "Both drills by clock"
    app.run()
    assert "March was faster by every clock that can tell" in said(app)


@pytest.mark.usefixtures("worked_database")
def test_another_clock_and_another_day(run_screen: Run) -> None:
    app = linked(run_screen, a="A", b="B · 19 Mar 2025")
    app.selectbox(key="clock").set_value("declaration:validated")
    app.date_input(key="as_of").set_value(dt.date(2025, 3, 25)).run()
    assert label(app) == "A 12 Feb · B 19 Mar 2025 · as of 25 Mar · declaration → validated"
    assert "No system came back in both drills" in said(app)  # nobody wrote down a validation


@pytest.mark.usefixtures("worked_database")
def test_drills_the_other_way_round_are_put_in_order_and_it_is_said(run_screen: Run) -> None:
    app = linked(run_screen, a="B", b="A")
    assert title(app) == "March was better on four systems, worse on none and unchanged on one"
    assert any(
        "A is always the earlier drill: February is A and March is B" in x for x in said(app)
    )


@pytest.mark.usefixtures("worked_database")
def test_a_drill_against_itself(run_screen: Run) -> None:
    app = linked(run_screen, a="A", b="A")
    assert title(app) == "A drill cannot be compared with itself"
    assert not app.get("plotly_chart")


@pytest.mark.usefixtures("worked_database")
def test_a_day_before_the_second_drill_ended(run_screen: Run) -> None:
    app = run_screen("compare")
    app.date_input(key="as_of").set_value(dt.date(2025, 3, 5)).run()
    assert title(app) == "March had not begun on 5 March 2025"


@pytest.mark.usefixtures("worked_database")
@pytest.mark.parametrize("link", [{"a": "NOPE", "b": "A"}, {"a": "B", "b": "NOPE"}, {"b": "A"}])
def test_a_drill_is_not_filled_in_beside_itself(run_screen: Run, link: dict[str, str]) -> None:
    app = linked(run_screen, **link)
    assert title(app) == "March was better on four systems, worse on none and unchanged on one"
    told = sum("NOPE is not compared" in one for one in said(app))
    assert told == ("NOPE" in link.values())


def test_a_tabletop_or_an_unknown_drill_in_the_link_is_told(
    database: Path, run_screen: Run
) -> None:
    rows = quarter_rows()
    rows["drill"].append(
        {"drill": "Talk", "exercise_type": "tabletop", "started_at": "2025-02-20 06:00",
         "ended_at": "2025-02-20 08:00", "status": "completed"}
    )  # fmt: skip
    load(database, rows)
    app = linked(run_screen, a="Talk", b="*none*")
    notes = [one for one in said(app) if "is not compared" in one]
    assert "Talk is not compared: a tabletop or walkthrough has estimates" in notes[0]
    assert "\\*none\\* is not compared: there is no drill of that name" in notes[1]
    assert title(app) == "March was better on four systems, worse on none and unchanged on one"


@pytest.mark.usefixtures("worked_database")
def test_a_clock_that_there_is_not_is_told(run_screen: Run) -> None:
    app = linked(run_screen, a="A", b="B", clock="noon:midnight")
    (note,) = [one for one in said(app) if "The link asks for" in one]
    assert "shown: disruption → restored" in note.replace("\u00a0", " ")


def test_one_drill_alone_says_what_to_load(database: Path, run_screen: Run) -> None:
    rows = worked_rows()
    load(database, {"drill": rows["drill"][:1], "recovery": rows["recovery"][:6]})
    app = run_screen("compare")
    assert title(app) == "Two drills are needed for a comparison"
    assert any("results of a second drill" in one for one in said(app))


@pytest.mark.usefixtures("database")
def test_an_empty_store(run_screen: Run) -> None:
    assert title(run_screen("compare")) == "Two drills are needed for a comparison"


def two(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> dict[str, Any]:
    """Two drills with these results; a result is a system and how many minutes it took."""
    rows = worked_rows()
    starts = {"A": "2025-02-12 06:00", "B": "2025-03-19 06:00"}
    recovery = [
        {"drill": drill, "disrupted_at": starts[drill], **one}
        for drill, results in (("A", first), ("B", second))
        for one in results
    ]
    return {"drill": rows["drill"], "recovery": recovery}


def took(system: str, minutes: float | None, drill: str) -> dict[str, Any]:
    """A result of so many minutes; None was never back."""
    found: dict[str, Any] = {"system": system, "rto_seconds": 7200}
    if minutes is not None:
        hour, minute = divmod(int(minutes), 60)
        day = {"A": "2025-02-12", "B": "2025-03-19"}[drill]
        found["restored_at"] = f"{day} {6 + hour:02}:{minute:02}"
    return found


S60, S90, T60 = ("S", 60), ("S", 90), ("T", 60)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (S60, T60, "February and March have no system to compare"),
        (S60, S60, "March took as long as February on its one system"),
        (("S", None), ("S", None), "One system came back in neither drill"),
        (S60, ("S", None), "March was worse on one system; S now misses its RTO"),
        (S60, S90, "March was slower on one system and faster on none"),
    ],
)
def test_odd_pairs(
    database: Path, run_screen: Run, first: Result, second: Result, expected: str
) -> None:
    rows = two([took(*first, "A")], [took(*second, "B")])
    load(database, rows)
    assert title(run_screen("compare")) == expected


def test_many_systems_show_those_that_changed_most(database: Path, run_screen: Run) -> None:
    names = [f"System {number:03}" for number in range(60)]
    rows = two(
        [took(name, 60, "A") for name in names],
        [took(name, 60 + place, "B") for place, name in enumerate(names)],
    )
    load(database, rows)
    app = run_screen("compare")
    assert any("the 20 of 60 systems that changed most" in one for one in said(app))
    dots = next(spec for alt, spec in charts(app).items() if alt.startswith("System 059 lost most"))
    assert "System 059" in dots["layout"]["yaxis"]["ticktext"]
    assert len(dots["layout"]["yaxis"]["ticktext"]) == 20
    assert len(app.dataframe[0].value) == 60


def test_another_clock_and_another_import_draw_what_a_fresh_screen_does(
    database: Path, run_screen: Run
) -> None:
    rows = quarter_rows()
    for row in rows["recovery"]:
        if "disrupted_at" in row:
            row["detected_at"] = row["disrupted_at"] + pd.Timedelta(minutes=10)
    load(database, rows)
    app = run_screen("compare")
    drawn = [charts(app)]
    app.selectbox(key="clock").set_value("detection:restored").run()
    drawn.append(charts(app))
    for row in rows["recovery"]:
        if row["drill"] == "B" and row["system"] == "CRM":
            row["restored_at"] += pd.Timedelta(minutes=55)
    store = open_store(database)
    store.commit(change_of(rows, file_name="DR_Q1_2025_again.xlsx"))
    store.close()
    app.run()
    drawn.append(charts(app))
    assert len(drawn[2]) == 4
    assert drawn[0] != drawn[1] != drawn[2]
    st.cache_resource.clear()
    fresh = run_screen("compare")
    fresh.selectbox(key="clock").set_value("detection:restored").run()
    assert charts(fresh) == drawn[2]
    assert said(fresh) == said(app)


@pytest.mark.usefixtures("worked_database")
def test_a_clicked_mark_opens_its_rows_and_its_cells_once(run_screen: Run) -> None:
    app = run_screen("compare")
    app.session_state["compare_clicked"] = ("A", "CRM")
    app.run()
    opened = said(app)
    assert any(one.startswith("**CRM in February** :green-badge[● met] 4 h") for one in opened)
    (rows,) = [one.value for one in app.dataframe if "Restored" in one.value]
    assert plain(rows["Restored"].iloc[0]) == "12 Feb 2025 12:00 SAST"
    cells = [one.value for one in app.table if "Written as" in one.value]
    assert any("DR_Q1_2025.xlsx" in one.to_string() for one in cells)
    app.run()
    assert not any(one.startswith("**CRM in February**") for one in said(app))


@pytest.mark.usefixtures("worked_database")
def test_every_figure_opens_its_rows(run_screen: Run) -> None:
    app = run_screen("compare")
    app.button(key="behind_comparison").click().run()
    assert len(app.selectbox(key="behind_figure").options) == 12
    assert not app.exception
