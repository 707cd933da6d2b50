"""Screens run in this process, on a database with the worked example of metrics.md."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.records import RECORDS
from data.store import Change, ChangeTable, LineageColumn, open_store
from tests.analytics.frames import make_tables
from tests.analytics.worked import worked_rows
from tests.browsing import ROOT
from tests.charts.schema import every_figure_compared


@pytest.fixture(autouse=True)
def no_cache_from_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test starts a process's caches anew."""
    monkeypatch.syspath_prepend(str(ROOT))
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture(autouse=True)
def figures_fit_the_schema() -> Iterator[None]:
    """Every figure of a screen is compared with Plotly's schema."""
    with every_figure_compared():
        yield


def change_of(
    rows: dict[str, list[dict[str, Any]]], source: str = "file", file_name: str = "DR_Q1_2025.xlsx"
) -> Change:
    """The rows as one import of a workbook: a sheet a record, headings in row 3."""
    tables = make_tables(**rows)
    parts = []
    for record in rows:
        frame = tables[record].copy()
        fields = [
            one.name for one in RECORDS[record].fields if frame[one.name].notna().any() or one.key
        ]
        frame["row_number"] = range(4, 4 + len(frame))
        frame["raws"] = [
            json.dumps([None if pd.isna(value) else str(value) for value in values])
            for values in frame[fields].itertuples(index=False)
        ]
        cells = [
            LineageColumn(
                field=name, column=place, heading=RECORDS[record].field(name).title, reading="exact"
            )
            for place, name in enumerate(fields)
        ]
        parts.append(
            ChangeTable(
                record=record,
                frame=frame,
                fields=fields,
                lineage=cells,
                sheet=RECORDS[record].title,
                range="A3:K40",
                counts={"added": len(frame), "changed": 0},
            )
        )
    content = file_name.encode()
    return Change(
        source=source,  # type: ignore[arg-type]
        imported_at=dt.datetime(2025, 3, 20, 9, tzinfo=dt.UTC),
        tables=parts,
        file_name=file_name,
        sha256=hashlib.sha256(content).hexdigest(),
        original=content,
        format="xlsx",
        person="Thandi Naidoo",
        fingerprint=source,
    )


def quarter_rows() -> dict[str, list[dict[str, Any]]]:
    """The worked example with its scenarios, three open gaps, one closed, and a follow-up drill."""
    rows = worked_rows()
    for drill, scenario in zip(rows["drill"], ("Power loss", "Ransomware"), strict=True):
        drill.update(scenario=scenario, status="completed")
    rows["drill"].append({"drill": "C", "planned_on": "2025-06-18", "status": "planned"})
    gap = {"drill": "A", "identified_on": "2025-02-12"}
    rows["gap"] = [
        gap | {"gap": "G-1", "title": "DNS *failover* needs a manual step",
               "owner": "Thandi Naidoo", "system": "Infrastructure and Hosting",
               "due_on": "2025-03-14", "status": "open"},
        gap | {"gap": "G-2", "title": "Backup was never timed", "owner": "Lerato Mokoena",
               "system": "Inventory Management", "due_on": "2025-04-30", "status": "open"},
        gap | {"gap": "G-3", "title": "Call tree lists people who left", "status": "open"},
        gap | {"gap": "G-4", "title": "Wrong region", "status": "closed",
               "closed_on": "2025-03-07", "owner": "Johan Botha"},
    ]  # fmt: skip
    rows["alias"] = [
        {"kind": "system", "written": "Communication", "means": "Internal Communication"}
    ]
    return rows


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty database; DRILLBOARD_DB names it."""
    path = tmp_path / "drillboard.duckdb"
    monkeypatch.setenv("DRILLBOARD_DB", str(path))
    return path


@pytest.fixture
def worked_database(database: Path) -> Path:
    """A database with the worked quarter in it."""
    store = open_store(database)
    store.commit(change_of(quarter_rows()))
    store.close()
    return database


@pytest.fixture
def run_screen() -> Callable[..., AppTest]:
    """A factory of screens, run once: `run_screen("dictionary", quarter="2025-Q1")`."""

    def run(page: str | None = None, **address: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "ui" / "frame.py"), default_timeout=60)
        for name, value in address.items():
            app.query_params[name] = value
        app.run()
        if page is not None:
            app.switch_page(str(ROOT / "pages" / f"{page}.py")).run()
        assert not app.exception, app.exception
        return app

    return run
