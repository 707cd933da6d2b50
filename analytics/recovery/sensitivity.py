"""The same tests under every clock: how much a verdict hangs on where the clock starts."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from analytics.calendar import Organisation
from analytics.drills import Tables, drill_facts
from analytics.recovery.clock import CLOCKS, read_clock
from analytics.recovery.measuring import recovery_under, untimed
from analytics.recovery.verdicts import verdicts

_KEPT = ["drill", "system", "quarter", "drill_status", "is_tabletop"]


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
    return every_clock_of(untimed(tables, as_of, organisation, facts))


def every_clock_of(untimed_rows: pd.DataFrame) -> pd.DataFrame:
    """`under_every_clock` of the tests of `measuring.untimed`, already at hand."""
    took = [recovery_under(untimed_rows, read_clock(clock)).to_numpy() for clock in CLOCKS]
    each = np.tile(np.arange(len(untimed_rows)), len(CLOCKS))
    rows = untimed_rows[[*_KEPT, "rto_seconds"]].iloc[each].reset_index(drop=True)
    rows.insert(0, "clock", np.repeat(CLOCKS, len(untimed_rows)))
    rows.insert(len(_KEPT) + 1, "recovery_seconds", np.concatenate(took))
    told = untimed_rows[["outcome", "rto_operator"]].iloc[each].reset_index(drop=True)
    rows["verdict"] = verdicts(
        told["outcome"], rows["recovery_seconds"], rows["rto_seconds"], told["rto_operator"]
    )
    rows["margin_seconds"] = rows["rto_seconds"] - rows["recovery_seconds"]
    said = rows["verdict"].to_numpy(dtype=object).reshape(len(CLOCKS), -1)  # a column a test
    differs = (said == "met").any(axis=0) & (said == "missed").any(axis=0)
    return rows.assign(is_decided=np.tile(~differs, len(CLOCKS)))
