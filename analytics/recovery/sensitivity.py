"""The same tests under every clock: how much a verdict hangs on where the clock starts."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.calendar import Organisation
from analytics.drills import Tables, drill_facts
from analytics.recovery.clock import CLOCKS
from analytics.recovery.measuring import measure


def under_every_clock(
    tables: Tables, as_of: date, organisation: Organisation, drills: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Recovery time, verdict and margin of every test under each of the eight clocks.

    Returns
    -------
    Rows by clock in the order of `CLOCKS`, then as `measure`: clock, drill, system, quarter,
    drill_status, is_tabletop, recovery_seconds, rto_seconds, verdict, margin_seconds (below 0:
    what would have had to be saved to meet the objective), is_decided (every clock that has a
    verdict of met or missed says the same of this test).
    """
    facts = drill_facts(tables, as_of, organisation) if drills is None else drills
    columns = ["drill", "system", "quarter", "drill_status", "is_tabletop"]
    columns += ["recovery_seconds", "rto_seconds", "verdict", "margin_seconds"]
    sides = [
        measure(tables, as_of, clock, organisation, facts)[columns].assign(clock=clock)
        for clock in CLOCKS
    ]
    rows = pd.concat(sides, ignore_index=True)[["clock", *columns]]
    judged = rows["verdict"].where(rows["verdict"].isin(("met", "missed")))
    verdicts = judged.groupby([rows["drill"], rows["system"]]).transform("nunique")
    return rows.assign(is_decided=verdicts <= 1)
