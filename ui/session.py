"""The store of this process, its tables and the figures made of them, each worked out once.

A rerun asks for the version only; tables are read again when it has changed, figures when version
or scope have. While another program holds the store, the last tables are shown and it is said.
"""

from __future__ import annotations

import functools
import gc
import logging
import os
import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from analytics.calendar import Organisation, read_organisation
from analytics.metric import Metric
from analytics.quarter import QuarterFigures, earlier_scopes, quarter_figures, quarters_of
from analytics.recovery import measure
from analytics.scorecard import (
    Basis,
    Ground,
    Scope,
    Standing,
    all_metrics,
    basis_of,
    ground_of,
    standing_of,
)
from analytics.settled import days_of_change, settled_day
from data.store import Store, StoreBusy, StoreError, open_store
from ui import scope as scopes
from ui.screens import ROOT

log = logging.getLogger("drillboard")

DEFAULT_DATABASE = ROOT / "var" / "drillboard.duckdb"
PATIENCE_SECONDS = 3.0  # a screen shows its last tables rather than wait longer
ASK_SECONDS = 10.0  # between two questions of an open screen for new data
_DRAWN, _ASKED = "drawn_version", "asked_version_at"


@dataclass(frozen=True)
class Current:
    """What stands now. Frames are shared by all sessions: read, never written.

    version : of the store. tables : current rows by record. organisation : its settings.
    is_busy : another program holds the store; these are the tables of before.
    """

    version: int
    tables: Mapping[str, pd.DataFrame]
    organisation: Organisation
    is_busy: bool = False


def database() -> str:
    """Where the data lie: DRILLBOARD_DB, else `var/drillboard.duckdb`."""
    return os.environ.get("DRILLBOARD_DB") or str(DEFAULT_DATABASE)


@st.cache_resource(on_release=Store.close, show_spinner=False)
def _opened(url: str) -> Store:
    if "://" not in url and ":" not in url[2:]:
        os.makedirs(os.path.dirname(os.path.abspath(url)), exist_ok=True)
    _set_libraries_aside()
    return open_store(url, patience=PATIENCE_SECONDS)


@functools.cache
def _set_libraries_aside() -> None:
    """Once a process: what the libraries made on import is not looked through for garbage again.

    Every tenth rerun did, for as much processor time as a screen itself (150 ms).
    """
    gc.collect()
    gc.freeze()


def store() -> Store:
    """The store, opened once a process. Raises StoreError with one line for a person."""
    return _opened(database())


@st.cache_resource(show_spinner=False)
def _last(url: str) -> dict[str, Current]:
    """The newest tables read in this process, under the one key `current`."""
    del url  # the cache's key
    return {}


def current() -> Current:
    """The current tables; those of before while the store is busy.

    Raises StoreError when there are none of before, or the store cannot be read at all.
    """
    kept = _last(database())
    last = kept.get("current")
    try:
        version = store().version()
        if last is None or last.version != version:
            tables = store().tables()
            last = Current(version, tables, read_organisation(tables["setting"]))
            kept["current"] = last
    except StoreBusy:
        if last is None:
            raise
        return Current(last.version, last.tables, last.organisation, is_busy=True)
    return last


def opened() -> Current:
    """The current tables for a screen; says what is wrong and ends the run when there are none."""
    try:
        now = current()
    except StoreError as error:
        st.error(f"{error} Nothing was changed.", icon=":material/database_off:")
        st.stop()
    st.session_state[_DRAWN] = now.version
    if now.is_busy:
        st.caption(
            ":material/hourglass_top: The store is busy with another program; these are the tables "
            "of before."
        )
    return now


def current_or_none() -> Current | None:
    """The current tables for a screen that can do without them."""
    try:
        return current()
    except StoreError:
        return None


@st.cache_resource(max_entries=8, show_spinner=False)
def _quarters(url: str, version: int, today: date, _now: Current) -> list[str]:
    del url, version  # the cache's key
    return quarters_of(_now.tables, _now.organisation, today)


def quarters(now: Current) -> list[str]:
    """The quarters with a completed drill, oldest first."""
    return _quarters(database(), now.version, scopes.today(now.organisation), now)


@st.cache_resource(max_entries=4, show_spinner=False)
def _changes(url: str, version: int, _now: Current) -> np.ndarray:
    del url, version  # the cache's key
    return days_of_change(_now.tables)


def settled(now: Current, as_of: date) -> date:
    """The earliest date as of which all that dates only compare stands as on this one.

    A key for what `analytics.settled` names; never for an age or a number of days up to a date.
    """
    return settled_day(_changes(database(), now.version, now), as_of)


@st.cache_resource(max_entries=4, show_spinner=False)  # of every test: the widest frames there are
def _standing(url: str, version: int, day: date, _now: Current) -> Standing:
    del url, version  # the cache's key
    return standing_of(_now.tables, day, _now.organisation)


@st.cache_resource(max_entries=4, show_spinner=False)
def _ground(url: str, version: int, as_of: date, _now: Current) -> Ground:
    standing = _standing(url, version, settled(_now, as_of), _now)
    return ground_of(_now.tables, as_of, _now.organisation, standing)


@st.cache_resource(max_entries=64, show_spinner=False)
def _basis(url: str, version: int, scope: Scope, _now: Current) -> Basis:
    ground = _ground(url, version, scope.as_of, _now)
    return basis_of(_now.tables, scope, _now.organisation, ground)


def basis(now: Current, scope: Scope) -> Basis:
    """What the figures of a scope rest on; what no clock reaches into is shared by all clocks."""
    return _basis(database(), now.version, scope, now)


@st.cache_resource(max_entries=64, show_spinner=False)
def _figures(url: str, version: int, scope: Scope, _now: Current) -> QuarterFigures:
    known = _basis(url, version, scope, _now)
    return quarter_figures(_now.tables, scope, _now.organisation, known)


def figures(now: Current, scope: Scope) -> QuarterFigures:
    """The finished figures of a scope."""
    return _figures(database(), now.version, scope, now)


@st.cache_resource(max_entries=128, show_spinner=False)
def _metrics(url: str, version: int, scope: Scope, _now: Current) -> dict[str, Metric]:
    del url, version  # the cache's key
    return all_metrics(_now.tables, scope, _now.organisation)


def earlier_metrics(now: Current, scope: Scope) -> dict[str, dict[str, Metric]]:
    """The metrics of the quarters before the scope's, oldest first, each as of its own end."""
    return {
        one.quarter: _metrics(database(), now.version, one, now)
        for one in earlier_scopes(scope, quarters(now), now.organisation)
    }


@st.cache_resource(max_entries=16, show_spinner=False)
def _tests_of(
    url: str, version: int, drills: tuple[str, ...], today: date, _now: Current
) -> pd.DataFrame:
    del url, version  # the cache's key
    mine = {
        name: table[table["drill"].isin(drills)] if "drill" in table else table
        for name, table in _now.tables.items()
    }
    return measure(mine, today, _now.organisation.clock, _now.organisation)


def tests_of(now: Current, drills: Collection[str]) -> pd.DataFrame:
    """Every test of some drills as it stands today: what their results borrow from elsewhere."""
    day = scopes.today(now.organisation)
    return _tests_of(database(), now.version, tuple(sorted(drills)), day, now)


@st.cache_resource(max_entries=8, show_spinner=False)
def _imports(url: str, version: int, _store: Store) -> pd.DataFrame:
    del url, version  # the cache's key
    return _store.imports()


def imports(now: Current) -> pd.DataFrame:
    """Every import, oldest first; empty while the store is busy and they were not read before."""
    try:
        return _imports(database(), now.version, store())
    except StoreError:
        return pd.DataFrame(columns=["import_id", "is_withdrawn", "source"])


@st.cache_resource(max_entries=8, show_spinner=False)
def _last_imports(url: str, version: int, _now: Current, _store: Store) -> list[dict[str, Any]]:
    del url, version  # the cache's key
    known = _store.imports()
    known = known[~known["is_withdrawn"].astype(bool)]
    if known.empty:
        return []
    days = known["imported_at"].dt.tz_convert(_now.organisation.zone).dt.normalize()
    return [_store.import_detail(int(one)) for one in known.loc[days == days.iloc[-1], "import_id"]]


def last_imports(now: Current) -> list[dict[str, Any]]:
    """The imports of the last day that still stand, oldest first, as `Store.import_detail` tells.

    Empty while there are none, and while the store is busy and they were not read before.
    """
    try:
        return _last_imports(database(), now.version, now, store())
    except StoreError:
        return []


@st.cache_resource(max_entries=16, show_spinner=False)
def _figures_before(
    url: str, version: int, scope: Scope, _now: Current, _store: Store
) -> QuarterFigures:
    del url, version  # the cache's key
    tables = _store.tables_without([one["import_id"] for one in last_imports(_now)])
    return quarter_figures(tables, scope, read_organisation(tables["setting"]))


def figures_before(now: Current, scope: Scope) -> QuarterFigures | None:
    """The figures of a scope had the imports of the last day not been loaded.

    None while nothing is loaded, and while the store is busy and it was not asked before.
    """
    if not last_imports(now):
        return None
    try:
        return _figures_before(database(), now.version, scope, now, store())
    except StoreError:
        return None


def warm() -> None:
    """Count the newest quarter before anybody asks, in a thread of its own: the first visitor then
    waits for nothing. Whatever goes wrong here is told to the visitor by the screen itself.
    """
    threading.Thread(target=_count_newest, name="warm", daemon=True).start()


def _count_newest() -> None:
    try:
        now = current()
        newest = quarters(now)[-1:]
        for quarter in newest:
            scope = scopes.default(quarter, now.organisation)
            figures(now, scope)
            earlier_metrics(now, scope)
            figures_before(now, scope)
    except Exception:  # a screen says it better, to a person
        log.warning("could not count the newest quarter ahead", exc_info=True)


def close() -> None:
    """Let go of the store when the server ends."""
    _opened.clear()


def has_moved() -> bool:
    """Whether the store has changed since this screen was drawn; asked every `ASK_SECONDS` only.

    True once for every change: the screen is drawn again then, and a screen without tables too.
    """
    drawn = st.session_state.get(_DRAWN)
    asked = st.session_state.get(_ASKED, 0.0)
    if drawn is None or time.monotonic() - asked < ASK_SECONDS:
        return False
    st.session_state[_ASKED] = time.monotonic()
    try:
        version = store().version()
    except StoreError:
        return False  # busy or away: the next question is soon enough
    st.session_state[_DRAWN] = version
    return bool(version != drawn)


def aliases(now: Current) -> dict[str, list[str]]:
    """Other names of systems, by system."""
    rows = now.tables["alias"]
    rows = rows[rows["kind"] == "system"]
    return {str(name): list(of_it["written"]) for name, of_it in rows.groupby("means")}
