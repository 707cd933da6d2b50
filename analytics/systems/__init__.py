"""Systems over all drills: history, freshness, dependencies, waiting, and what to test next."""

from analytics.systems.dependencies import Dependencies, circle_with, dependencies_on
from analytics.systems.freshness import (
    STATES,
    lately_tested,
    limits,
    setting_of,
    tiers_of,
    with_freshness,
)
from analytics.systems.histories import histories, standing
from analytics.systems.next_tests import REASONS, Candidate, Reason, next_tests, reasons_table
from analytics.systems.overview import SystemsFigures, network_of, systems_figures
from analytics.systems.waiting import waiting

__all__ = [
    "REASONS",
    "STATES",
    "Candidate",
    "Dependencies",
    "Reason",
    "SystemsFigures",
    "circle_with",
    "dependencies_on",
    "histories",
    "lately_tested",
    "limits",
    "network_of",
    "next_tests",
    "reasons_table",
    "setting_of",
    "standing",
    "systems_figures",
    "tiers_of",
    "waiting",
    "with_freshness",
]
