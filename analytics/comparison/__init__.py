"""Drill against drill: `compare` gives matched systems, measures and confounders.

`pairing.pair_figures` gives all that a comparison shows. It composes this room with gaps, so it is
imported by its own name.
"""

from analytics.comparison.comparing import (
    Comparison,
    check_pair,
    compare,
    comparison_without_pair,
    conditions_of,
    confounders_of,
    default_pair,
)
from analytics.comparison.matched import CELLS, LABELS, matched_systems

__all__ = [
    "CELLS",
    "LABELS",
    "Comparison",
    "check_pair",
    "compare",
    "comparison_without_pair",
    "conditions_of",
    "confounders_of",
    "default_pair",
    "matched_systems",
]
