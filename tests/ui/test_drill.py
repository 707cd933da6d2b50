"""The Drill screen: a drill of every state, from its address to its rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.store import open_store
from tests.browsing import ROOT
from tests.drill_states import load

Run = Callable[..., AppTest]


def plain(text: object) -> str:
    return str(text).replace("\u00a0", " ")


def subheaders(app: AppTest) -> list[str]:
    return [plain(one.value) for one in app.subheader]


def captions(app: AppTest) -> str:
    return " | ".join(plain(one.value) for one in app.caption)


def markdown(app: AppTest) -> str:
    return " | ".join(plain(one.value) for one in app.markdown)


def scope_label(app: AppTest) -> str:
    return plain(next(one.proto.popover.label for one in app.get("popover")
                      if one.proto.popover.label))  # fmt: skip


def charts(app: AppTest) -> dict[str, tuple[dict[str, Any], str]]:
    """Specification and alternative text of every chart, by a part of its key."""
    found = {}
    for one in app.get("plotly_chart"):
        name = one.proto.id.rsplit("-", 1)[-1]
        found[name] = (json.loads(one.proto.spec), plain(one.proto.alt))
    return found


def opened(run_screen: Run, **address: str) -> AppTest:
    """The screen at an address. Run once more: the runner hands what the first screen read of an
    address to the second one a run late; a browser opens the second one itself.
    """
    return run_screen("drill", **address).run()


@pytest.fixture
def drill(database: Path, run_screen: Run) -> Run:
    """A factory: the screen of one of the states, with only that drill in the store."""

    def run(state: str, name: str, **address: str) -> AppTest:
        store = open_store(database)
        load(store, state)
        store.close()
        return opened(run_screen, drill=name, **address)

    return run


@pytest.mark.usefixtures("worked_database")
def test_without_an_address_it_is_the_last_completed_drill(run_screen: Run) -> None:
    app = run_screen("drill")
    assert plain(app.title[0].value) == (
        "All five systems came back under 4 h in March; one not tested or timed"
    )
    assert scope_label(app) == "19 Mar 2025 · as of 31 Mar · disruption → restored"


@pytest.mark.usefixtures("worked_database")
@pytest.mark.parametrize("written", ["A", "A · 12 Feb 2025", "A · 1 Jan 2020"])
def test_a_link_leads_to_its_drill(run_screen: Run, written: str) -> None:
    app = opened(run_screen, drill=written, clock="detection:restored", as_of="2025-03-01")
    assert scope_label(app) == "12 Feb 2025 · as of 1 Mar · detection → restored"


@pytest.mark.usefixtures("worked_database")
def test_a_drill_that_there_is_not_is_told_once(run_screen: Run) -> None:
    app = run_screen("drill", drill="no such", clock="noon:midnight", as_of="never")
    assert scope_label(app) == "19 Mar 2025 · as of 31 Mar · disruption → restored"
    # what is shown is not the drill of the link, and that is said once
    assert (
        markdown(app).count(
            ":orange-badge[▲ not found] No drill is called “no such”, as the link says; shown is B."
        )
        == 1
    )


@pytest.mark.usefixtures("worked_database")
def test_a_clock_that_there_is_not_is_told(run_screen: Run) -> None:
    app = run_screen().switch_page(str(ROOT / "pages" / "drill.py"))
    app.query_params["clock"] = "noon:midnight"
    for _ in range(2):  # as long as what stands in their place is shown
        app.run()
        (note,) = [plain(one.value) for one in app.markdown if "The link asks" in one.value]
        assert note == (
            ":orange-badge[▲] The link asks for the clock “noon\\:midnight”, which is not there; "
            "shown: disruption → restored."
        )
    app.selectbox(key="clock").select("detection:restored").run()
    assert "The link asks" not in markdown(app)


@pytest.mark.usefixtures("worked_database")
@pytest.mark.parametrize("written", ["A", "A · 12 Feb 2025", ""])
def test_the_address_always_names_the_drill(run_screen: Run, written: str) -> None:
    app = opened(run_screen, **({"drill": written} if written else {}))
    assert "".join(app.query_params["drill"]) == ("A" if written else "B")
    assert "not found" not in markdown(app)


@pytest.mark.usefixtures("worked_database")
def test_a_day_before_the_drill_knows_nothing_of_its_own_day(run_screen: Run) -> None:
    app = opened(run_screen, drill="B", as_of="2025-03-01")  # it began on 19 March
    assert "19 Mar" not in scope_label(app)


@pytest.mark.usefixtures("worked_database")
def test_the_worked_drill(run_screen: Run) -> None:
    app = run_screen("drill", drill="A")
    assert plain(app.title[0].value) == (
        "Four of six systems missed 4 h in February; Inventory was not recovered"
    )
    assert "Three of six systems were still down at 4 h" in subheaders(app)
    assert "4 of 6 met their own RTO; E-Commerce missed by 1 h" in subheaders(app)
    assert "27 h 30 min of service was lost." in markdown(app)
    table = next(one.value for one in app.table if "Own RTO" in one.value)
    first = {name: plain(value) for name, value in table.iloc[0].items()}
    assert first["System"] == "**Inventory Management**"
    assert first["Own RTO"] == ":violet-badge[✕ not recovered]"
    assert plain(table.set_index("System").loc["**CRM**", "Own RTO"]) == (
        ":green-badge[● met, tie]"
    )
    verdicts = [plain(text) for text in table["Own RTO"]]
    assert ":red-badge[◆ missed] 1 h over, significant" in verdicts  # 60 of 240 is 25 %
    assert "Margin" not in table


@pytest.mark.usefixtures("worked_database")
def test_charts_say_their_finding_to_those_who_do_not_see(run_screen: Run) -> None:
    found = charts(run_screen("drill", drill="A"))
    (specification, told), *_ = found.values()
    assert told.startswith(
        "Three of six systems were still down at 4 h. The line is at 4 h. Payment 1 h 30 min, "
    )
    assert "Inventory not recovered" in told and "27 h 30 min of service lost." in told
    assert {"back in service", "met", "missed", "not recovered"} <= {
        one.get("name") for one in specification["data"]
    }


@pytest.mark.usefixtures("worked_database")
def test_a_figure_opens_its_rows(run_screen: Run) -> None:
    app = run_screen("drill", drill="A")
    app.button(key="behind_figures").click().run()
    assert app.selectbox(key="behind_figure").options[0] == "Tests within their own RTO"
    counted = next(one.value for one in app.dataframe if "Counted" in one.value)
    assert list(counted["Counted"]).count("yes") == 4


def test_what_was_up_at_a_moment(drill: Run) -> None:
    app = drill("running", "Running", as_of="2025-06-25", at="T+1 h 20 min")
    assert "The link asks" not in markdown(app)
    line = "since 25 Jun 2025 08:00 SAST, up to the last recorded moment, 10:40 SAST"
    assert line in captions(app)  # the log's last line, which the title's span ends at
    assert plain(app.title[0].value) == "Running: two of four systems are back after 2 h 40 min"
    assert "At T+1 h 20 min one of four systems was up, two steps ran" in subheaders(app)[-1]
    assert "**R-2 Directory**, for 8 min, on the critical path" in markdown(app)
    app.select_slider(key="at").set_value(7200).run()
    assert "At T+2 h two of four systems were up" in subheaders(app)[-1]
    assert ":orange-badge[▲ waiting] **R-4 Payroll** could begin now" in markdown(app)


def test_a_moment_and_a_part_that_there_are_not_are_told(drill: Run) -> None:
    """The drill ran for 2 h 40 min; the line goes once another moment is chosen."""
    app = drill("running", "Running", as_of="2025-06-25", at="T+9 h", tab="Nothing")
    told = markdown(app).replace("\\", "")
    assert "The link asks for the moment “T+9 h”, which is not there; shown: T+55 min." in told
    assert "The link asks for the part “Nothing”, which is not there; shown: Replay." in told
    app.select_slider(key="at").set_value(7200).run()
    assert "asks for the moment" not in markdown(app)


def test_the_replay_has_as_many_parts_at_every_moment(drill: Run) -> None:
    """Of a run that the next moment cuts short, parts beyond those drawn anew would stay."""
    app = drill("running", "Running", as_of="2025-06-25", at="T+1 h 20 min")
    counts = set()
    for moment in (0, 4800, 7200):
        app.select_slider(key="at").set_value(moment).run()
        counts.add((len(app.markdown), len(app.subheader), len(app.caption)))
    assert len(counts) == 1


def test_a_drill_that_is_only_planned(drill: Run) -> None:
    app = drill("planned", "Only planned", as_of="2025-07-16")  # on its day it is not late
    assert plain(app.title[0].value) == "Planned for 16 July 2025: two systems in scope"
    assert "past its day" not in markdown(app)
    assert subheaders(app) == [
        "Three systems in the plan",
        "The plan has four steps, 2 h 30 min by its longest chain",
        "Two messages are planned",
        "Two people or teams have a role",
    ]


def test_a_plan_past_its_day_says_so(drill: Run) -> None:
    app = drill("planned", "Only planned", as_of="2025-07-17")
    assert plain(app.title[0].value) == (
        "Planned for 16 July 2025, not begun by 17 July: two systems in scope"
    )
    assert ":orange-badge[▲ past its day]" in markdown(app)


def test_across_midnight_with_holds(drill: Run) -> None:
    app = drill("midnight", "Night")
    assert "9 Apr 2025 22:00 to 10 Apr 04:00 SAST" in captions(app)
    table = next(one.value for one in app.table if "Net of holds" in one.value)
    crm = {name: plain(value) for name, value in table.set_index("System").loc["**CRM**"].items()}
    # 22:05 to 02:50, less 45 minutes of its own and 20 of all
    assert (crm["Recovery time"], crm["Net of holds"]) == ("4 h 45 min of 4 h", "3 h 40 min")
    assert crm["Own RTO"] == ":red-badge[◆ missed] 45 min over, minor"  # 45 of 240 is 19 %
    assert "CRM waited for Mail" in subheaders(app)


def test_across_a_change_of_the_clocks(drill: Run) -> None:
    app = drill("clocks_changed", "Clocks went forward")
    table = next(one.value for one in app.table if "Own RTO" in one.value).set_index("System")
    assert (
        plain(table.loc["**Warehouse**", "Recovery time"]) == "1 h 30 min of 2 h"
    )  # 01:30 to 04:00
    assert "the clocks went forward meanwhile" in captions(app)
    assert plain(app.title[0].value) == "Both systems came back under 4 h in March"


def test_what_never_came_back(drill: Run) -> None:
    app = drill("never_back", "Never back")
    assert plain(app.title[0].value) == (
        "Four of six systems missed 4 h, of them one not recovered, one back only in part"
    )
    assert "1 in scope without a time is left out" in captions(app)
    assert "Half of the systems came back within 4 h of their own disruption (2 of 6 not " in (
        captions(app)
    )


def test_one_system_and_no_task(drill: Run) -> None:
    app = drill("one_system", "One system")
    assert plain(app.title[0].value) == "Ledger came back after 2 h 20 min in May, under 4 h"
    assert "No runbook task is recorded" in subheaders(app)


def test_a_tabletop_is_labelled(drill: Run) -> None:
    app = drill("tabletop", "Tabletop")
    assert plain(app.title[0].value) == "Estimates: one of three systems missed 4 h in May"
    assert ":orange-badge[▲ estimated times]" in markdown(app)
    assert "Estimated times of a tabletop: no verdict, and no part of any measure" in subheaders(
        app
    )
    assert "met" not in " ".join(next(one.value for one in app.table)["Own RTO"])
    assert "Estimated times are not replayed" in subheaders(app)


def test_five_hundred_systems_are_reduced_and_it_is_said(drill: Run) -> None:
    app = drill("five_hundred", "Five hundred")
    assert plain(app.title[0].value) == (
        "148 of 500 systems missed 4 h in June, of them six not recovered"
    )
    assert "The worst 12 of 500 systems" in captions(app)
    assert "600 steps are too many to draw: first the 12 of 50 longest" in captions(app)
    results = next(one.value for one in app.dataframe if "Recovery time, min" in one.value)
    assert len(results) == 500
    assert results["Recovery time, min"].max() == 319.0


def test_weighing_by_tier_is_told(drill: Run) -> None:
    app = drill("never_back", "Never back", by_tier="true")
    assert app.toggle(key="by_tier").value is True
    assert "tier 1 counts 4, tier 2 counts 3, tier 3 counts 2, all others 1" in captions(app)


def specifications(app: AppTest) -> list[Any]:
    return [json.loads(one.proto.spec) for one in app.get("plotly_chart")]


@pytest.mark.parametrize(
    ("state", "name", "count"), [("never_back", "Never back", 2), ("midnight", "Night", 3)]
)
def test_a_changed_clock_draws_what_a_fresh_screen_does(
    drill: Run, run_screen: Run, state: str, name: str, count: int
) -> None:
    """What is kept from before the change may only be what the clock does not reach into."""
    app = drill(state, name, clock="disruption:restored")
    before = specifications(app)
    app.selectbox(key="clock").set_value("detection:restored").run()
    changed, told = specifications(app), [*captions(app), markdown(app), *subheaders(app)]
    assert len(changed) == count
    assert all(one != other for one, other in zip(changed, before, strict=True))
    st.cache_resource.clear()
    fresh = opened(run_screen, drill=name, clock="detection:restored")
    assert specifications(fresh) == changed
    assert [*captions(fresh), markdown(fresh), *subheaders(fresh)] == told


@pytest.mark.usefixtures("worked_database")
@pytest.mark.parametrize(
    "tab", ["Criteria", "Messages", "Tasks", "People", "Survey", "Gaps", "Lessons"]
)
def test_every_tab_opens_without_its_rows_too(run_screen: Run, tab: str) -> None:
    app = run_screen("drill", drill="A", tab=tab)
    assert len(subheaders(app)) >= 4
    assert ("4 gaps" in subheaders(app)[-1] or "3 gaps" in subheaders(app)[-1]) == (tab == "Gaps")


@pytest.mark.usefixtures("database")
def test_an_empty_store_says_what_to_load(run_screen: Run) -> None:
    app = run_screen("drill")
    assert app.title[0].value == "No drill is known yet"
    assert "Load a drill" in markdown(app)
