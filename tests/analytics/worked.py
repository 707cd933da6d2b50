"""The example worked by hand in metrics.md, as rows, and what the tests ask of any tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analytics.calendar import Organisation
from analytics.drills import drill_facts
from analytics.metric import Metric
from analytics.recovery import measure, recovery_metrics
from analytics.targets import targets_in_force
from tests.analytics.frames import make_tables, seconds

QUARTER_END = date(2025, 3, 31)

# system: RTO, recovery time in drill A, in drill B; hours:minutes
WORKED: dict[str, tuple[str, str | None, str | None]] = {
    "E-Commerce Platform": ("4:00", "5:00", "3:20"),
    "CRM": ("4:00", "4:00", "3:00"),
    "Payment Processing": ("2:00", "1:30", "1:30"),
    "Inventory Management": ("4:00", None, "3:50"),  # not recovered in A
    "Infrastructure and Hosting": ("4:00", "3:00", "2:30"),
    "Internal Communication": ("8:00", "6:00", "not tested"),
}
STARTS = {"A": "2025-02-12 06:00", "B": "2025-03-19 06:00"}  # 08:00 in Johannesburg
ENDS = {"A": "2025-02-12 14:00", "B": "2025-03-19 14:00"}


def worked_rows() -> dict[str, Any]:
    """The rows of the worked example, by record."""
    recoveries: list[dict[str, Any]] = []
    for place, drill in enumerate("AB"):
        start = pd.Timestamp(STARTS[drill])
        for system, (_, *times) in WORKED.items():
            row: dict[str, Any] = {"drill": drill, "system": system}
            time = times[place]
            if time == "not tested":
                row["outcome"] = "not tested"
            else:
                row["disrupted_at"] = start
                if time is not None:
                    row["restored_at"] = start + pd.Timedelta(seconds=seconds(time))
            recoveries.append(row)
    return {
        "system": [
            {"system": system, "rto_seconds": seconds(rto)} for system, (rto, *_) in WORKED.items()
        ],
        "drill": [
            {"drill": drill, "started_at": STARTS[drill], "ended_at": ENDS[drill]} for drill in "AB"
        ],
        "recovery": recoveries,
    }


@dataclass(frozen=True)
class Figures:
    """Tests, drills and measures of some tables, as of a date."""

    tests: pd.DataFrame
    drills: pd.DataFrame
    metrics: dict[str, Metric]

    def test(self, system: str, drill: str | None = None) -> dict[str, Any]:
        """The one test of that system (in that drill)."""
        rows = self.tests[self.tests["system"] == system]
        if drill is not None:
            rows = rows[rows["drill"] == drill]
        assert len(rows) == 1
        return dict(rows.iloc[0])


def figures(
    tables: Mapping[str, pd.DataFrame] | None = None,
    *,
    as_of: date = QUARTER_END,
    clock: str = "disruption:restored",
    quarter: str | None = "2025-Q1",
    of_drill: str | None = None,
    organisation: Organisation | None = None,
    **rows: Any,  # noqa: ANN401 - rows by record, as make_tables takes them
) -> Figures:
    """Everything the recovery room says of some tables, or of rows by record."""
    if tables is None:
        tables = make_tables(**rows)
    settings = organisation or Organisation()
    drills = drill_facts(tables, as_of, settings)
    tests = measure(tables, as_of, clock, settings, drills)
    targets = targets_in_force(tables, quarter or "2025-Q1")
    found = recovery_metrics(tables, tests, drills, targets, as_of, settings, quarter, of_drill)
    return Figures(tests, drills, {metric.id: metric for metric in found})
