"""The comparison of two drills, each part worked out once: by date, by pair, by clock."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analytics.comparison.pairing import PairBasis, PairFigures, pair_basis, pair_figures
from analytics.drills import drill_facts
from ui import scope, session
from ui.compare.scope import PairScope


@st.cache_resource(max_entries=16, show_spinner=False)
def _drills(url: str, version: int, as_of: date, _now: session.Current) -> pd.DataFrame:
    del url, version  # the cache's key
    return drill_facts(_now.tables, as_of, _now.organisation)


def drills_today(now: session.Current) -> pd.DataFrame:
    """Every drill as it stands today."""
    return _drills(session.database(), now.version, scope.today(now.organisation), now)


@st.cache_resource(max_entries=32, show_spinner=False)
def _basis(
    url: str, version: int, pair: tuple[str, str], as_of: date, _now: session.Current
) -> PairBasis:
    drills = _drills(url, version, as_of, _now)
    return pair_basis(_now.tables, *pair, as_of, _now.organisation, drills)


@st.cache_resource(max_entries=64, show_spinner=False)
def _figures(
    url: str,
    version: int,
    pair: tuple[str, str],
    as_of: date,
    clock: str,
    _now: session.Current,
) -> PairFigures:
    return pair_figures(_basis(url, version, pair, as_of, _now), clock)


def figures(now: session.Current, chosen: PairScope) -> PairFigures:
    """Everything the comparison shows."""
    pair = (chosen.drill_a, chosen.drill_b)
    return _figures(session.database(), now.version, pair, chosen.as_of, chosen.clock, now)
