"""The Scorecard at its edges: a completed drill of which no result is loaded yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.intake.importing import ImportOptions, import_files
from data.store import open_store

REGISTER = b"""Drill,Test Type,Scenario type,Start,End,Status
A,simulation,hardware failure,2025-02-12 08:00,2025-02-12 16:00,completed
"""


def test_a_drill_without_results_is_undecided_not_absent(
    tmp_path: Path, screen: Callable[..., AppTest]
) -> None:
    database = tmp_path / "register.duckdb"
    now = dt.datetime(2025, 4, 1, tzinfo=dt.UTC)
    import_files(open_store(database), [("register.csv", REGISTER)], ImportOptions(), now=now)
    app = screen(database, "scorecard", quarter="2025-Q1")
    assert not app.exception
    assert app.title[0].value.replace("\u00a0", " ") == (
        "Target undecided: no recovery time is known for Q1 2025"
    )


@pytest.mark.usefixtures("worked_database")
@pytest.mark.parametrize("page", [None, "drill", "compare", "systems"])
def test_a_day_long_ago_can_be_chosen(run_screen: Callable[..., AppTest], page: str | None) -> None:
    app = run_screen(page)
    app.date_input(key="as_of").set_value(dt.date(1999, 3, 5)).run()
    assert not app.exception
    assert app.date_input(key="as_of").value == dt.date(1999, 3, 5)
