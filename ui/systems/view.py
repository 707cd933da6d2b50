"""What every part of the screen of systems needs: its figures, names, and the chosen system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from analytics.calendar import quarter_of
from analytics.drills import completed
from analytics.scorecard import Basis, Scope
from analytics.systems import Dependencies, SystemsFigures, network_of, systems_figures
from ui import scope, session
from wording import numbers
from wording import systems as words
from wording.names import short_names
from wording.sentences import drill_names

SYSTEM = "system"  # its name in the address


@dataclass(frozen=True)
class View:
    """One drawing of the screen.

    short : names that fit a chart's margin, by system and by what one depends on, no two alike.
    drills : how a drill is called in a sentence. rank : the systems in the order of doubt: what to
    test next, then the rest by name.
    """

    now: session.Current
    scope: Scope
    found: SystemsFigures
    short: Mapping[str, str]
    drills: Mapping[str, str]
    rank: tuple[str, ...]

    def drill_name(self, drill: str) -> str:
        """How a drill is called in a sentence; its own name when it is not known."""
        return str(self.drills.get(drill, drill))

    @property
    def year(self) -> int:
        """The year that is spoken of."""
        return self.scope.as_of.year

    @property
    def is_today(self) -> bool:
        """Whether the as-of date is today."""
        return self.scope.as_of == scope.today(self.now.organisation)


def quarters(now: session.Current) -> list[str]:
    """The quarters with a completed drill; this one while there is none but a system is known."""
    found = session.quarters(now)
    if found or now.tables["system"].empty:
        return found
    organisation = now.organisation
    return [quarter_of(scope.today(organisation), organisation.fiscal_year_start)]


def named_only(now: session.Current) -> int:
    """How many systems the loaded results name, measured or not."""
    return int(now.tables["recovery"]["system"].nunique())


@st.cache_resource(max_entries=16, show_spinner=False)
def _network(
    url: str, version: int, as_of: date, _basis: Basis, _now: session.Current
) -> Dependencies:
    del url, version  # the cache's key
    return network_of(_now.tables, _basis.inventory, as_of)


@st.cache_resource(max_entries=32, show_spinner=False)
def _view(url: str, version: int, chosen: Scope, _now: session.Current) -> View:
    basis = session.basis(_now, chosen)
    network = _network(url, version, chosen.as_of, basis, _now)
    found = systems_figures(_now.tables, basis, network)
    systems = list(found.standing["system"])
    done = completed(basis.drills)
    days: list[date | None] = [
        None if numbers.is_missing(on) else on.date()
        for on in done["started_on"].fillna(done["ended_on"])
    ]
    told = dict(zip(done["drill"], drill_names(days, list(done["drill"])), strict=True))
    first = [one.system for one in found.candidates]
    rank = (*first, *(name for name in systems if name not in set(first)))
    strangers = [name for name in network.strangers if name not in set(systems)]
    short = short_names([*systems, *strangers], session.aliases(_now))
    return View(_now, chosen, found, short, told, rank)


def view_of(now: session.Current, chosen: Scope) -> View:
    """The screen's figures and names, worked out once a store's version and scope."""
    return _view(session.database(), now.version, chosen, now)


def headline(view: View) -> str:
    """The finding of the screen."""
    stands = view.found.standing
    own = stands[stands["is_inventory"]]
    first = None
    if view.found.candidates:
        one = view.found.candidates[0]
        first = {"name": view.short[one.system], "reason": one.reasons[0].kind}
    tested = int((own["tried_count"] > 0).sum())
    return words.headline(len(own), tested, first, len(view.found.candidates))


def summary(view: View) -> str:
    """The sentences under it."""
    stands, metrics = view.found.standing, view.found.metrics
    own = stands[stands["is_inventory"]]
    return words.summary(
        metrics["coverage"].numerator or 0,
        len(own),
        metrics["tested_lately"].numerator or 0,
        int((~stands["is_inventory"]).sum()),
        list(own.loc[own["tried_count"] == 0, "system"]) if own["tried_count"].any() else [],
        view.scope.quarter,
    )
