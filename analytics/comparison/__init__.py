"""Drill against drill: `compare` gives matched systems, measures and confounders."""

from analytics.comparison.comparing import (
    Comparison,
    compare,
    comparison_without_pair,
    confounders_of,
    default_pair,
)
from analytics.comparison.matched import CELLS, LABELS, matched_systems

__all__ = [
    "CELLS",
    "LABELS",
    "Comparison",
    "compare",
    "comparison_without_pair",
    "confounders_of",
    "default_pair",
    "matched_systems",
]
