"""A question the data raise: what was seen, how likely luck alone would show it, and the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analytics.metric import no_rows

KINDS = ("round times", "objective relaxed", "scope shrunk", "closed at the end", "alike answers")


@dataclass(frozen=True)
class Signal:
    """One question, never a finding.

    Attributes
    ----------
    kind : one of `KINDS`.
    facts : raw numbers, names and dates for its sentence.
    chance : how likely luck alone would show as much or more; None where it cannot be computed.
    rows : the record rows it rests on, as `Metric.rows`.
    fields : by record, the fields to show of them.
    """

    kind: str
    facts: dict[str, Any]
    chance: float | None = None
    rows: pd.DataFrame = field(default_factory=no_rows)
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
