"""Systems over all drills: history, freshness, dependencies, waiting, and what to test next."""

from analytics.systems.dependencies import Dependencies, dependencies_on
from analytics.systems.freshness import STATES, lately_tested, limits, with_freshness
from analytics.systems.histories import histories, standing
from analytics.systems.next_tests import REASONS, Candidate, Reason, next_tests, reasons_table
from analytics.systems.overview import SystemsFigures, systems_figures
from analytics.systems.waiting import waiting

__all__ = [
    "REASONS",
    "STATES",
    "Candidate",
    "Dependencies",
    "Reason",
    "SystemsFigures",
    "dependencies_on",
    "histories",
    "lately_tested",
    "limits",
    "next_tests",
    "reasons_table",
    "standing",
    "systems_figures",
    "waiting",
    "with_freshness",
]
