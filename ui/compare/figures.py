"""The comparison of two drills, each part worked out once: by date, by pair, by clock.

A comparison compares with its date and measures nothing up to it, so everything here is of the day
since which nothing happened (`session.settled`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from analytics.comparison.pairing import PairBasis, PairFigures, pair_basis, pair_figures
from analytics.drills import drill_facts
from ui import scope, session
from ui.compare.scope import Offer, PairScope, offer_of
from ui.drill.figures import runbook_as_of
from wording import compare as words
from wording.compare import Pair
from wording.names import short_names

_SAID = ["system", "label", "cell", "is_matched", "ratio"]


@st.cache_resource(max_entries=16, show_spinner=False)
def _drills(url: str, version: int, as_of: date, _now: session.Current) -> pd.DataFrame:
    del url, version  # the cache's key
    return drill_facts(_now.tables, as_of, _now.organisation)


def drills_today(now: session.Current) -> pd.DataFrame:
    """Every drill as it stands today."""
    day = session.settled(now, scope.today(now.organisation))
    return _drills(session.database(), now.version, day, now)


@st.cache_resource(max_entries=8, show_spinner=False)
def _offer(url: str, version: int, day: date, _drills: pd.DataFrame) -> Offer:
    del url, version, day  # the cache's key
    return offer_of(_drills)


def offer_today(now: session.Current) -> Offer:
    """The drills that can be compared as they stand today."""
    day = session.settled(now, scope.today(now.organisation))
    return _offer(session.database(), now.version, day, drills_today(now))


@st.cache_resource(max_entries=32, show_spinner=False)
def _basis(
    url: str, version: int, pair: tuple[str, str], as_of: date, _now: session.Current
) -> PairBasis:
    drills = _drills(url, version, as_of, _now)
    paths = {drill: runbook_as_of(_now, drill, as_of).path for drill in pair}
    return pair_basis(_now.tables, *pair, as_of, _now.organisation, drills, paths)


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


@dataclass(frozen=True)
class Key:
    """What a comparison's texts and pictures hang on, for their caches.

    pair : how the drills are called, which hangs on the day it is.
    """

    url: str
    version: int
    drills: tuple[str, str]
    as_of: date
    clock: str
    pair: Pair


def key_of(found: PairFigures, pair: Pair, now: session.Current) -> Key:
    """The key of a comparison by its clock."""
    basis = found.basis
    drills = (basis.drill_a, basis.drill_b)
    return Key(session.database(), now.version, drills, basis.as_of, found.clock, pair)


@dataclass(frozen=True)
class Told:
    """What is said over the pictures. short : every system's short name."""

    headline: str
    summary: str
    sure: str | None
    sure_help: str | None
    short: Mapping[str, str]


@st.cache_resource(max_entries=64, show_spinner=False)
def _told(key: Key, _found: PairFigures, _now: session.Current) -> Told:
    pair, metrics = key.pair, _found.metrics
    systems = _found.comparison.systems[_SAID].to_dict("records")
    names = [str(one["system"]) for one in systems]
    short = short_names(names, session.aliases(_now))
    part = next(
        (one for one in metrics["improvement_evidence"].detail if one.get("part") == "shift"), None
    )
    shift = None if part is None or not part["pairs"] else part
    sure = words.shift_sentence(shift)
    return Told(
        words.headline(systems, pair, short),
        words.summary(
            _found.totals.earlier_seconds,
            _found.totals.later_seconds,
            _found.totals.pairs,
            metrics["improvement_typical"].value,
            shift,
            list(_found.comparison.confounders["what"]),
            pair,
            words.without_ratio(systems),
        ),
        sure,
        words.shift_help(shift) if sure else None,
        short,
    )


def told(key: Key, found: PairFigures, now: session.Current) -> Told:
    """The sentences of a comparison."""
    return _told(key, found, now)


def figures(now: session.Current, chosen: PairScope) -> PairFigures:
    """Everything the comparison shows."""
    pair = (chosen.drill_a, chosen.drill_b)
    day = session.settled(now, chosen.as_of)
    return _figures(session.database(), now.version, pair, day, chosen.clock, now)
