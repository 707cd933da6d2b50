"""What one drill's figures rest on as of a date, whatever the clock: its tests without their times.

A change of the clock times the tests anew and works out nothing else again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analytics.calendar import Organisation
from analytics.drill.clockface import Clockface, clockface
from analytics.drills import Tables
from analytics.recovery import recovery_curve, survival, untimed

_CUT = (
    "recovery", "log_instants", "hold", "task", "criterion", "message", "participant", "survey",
    "lesson",
)  # fmt: skip


@dataclass(frozen=True)
class DrillGround:
    """What a drill's figures rest on as of a date, whatever the clock.

    Attributes
    ----------
    drill, as_of : as asked. facts : its row of `drill_facts`.
    untimed : `recovery.untimed` of it, with shown_seconds and curve_seconds. hold : its holds.
    face, curve, kaplan_meier : as in `DrillFigures`.
    """

    drill: str
    as_of: date
    facts: Mapping[str, Any]
    untimed: pd.DataFrame
    hold: pd.DataFrame
    face: Clockface
    curve: pd.DataFrame
    kaplan_meier: pd.DataFrame


def drill_ground(
    tables: Tables, drill: str, as_of: date, organisation: Organisation, drills: pd.DataFrame
) -> DrillGround:
    """What the figures of a drill rest on. Raises ValueError when there is no such drill.

    `drills` is `drill_facts` of the same as-of date.
    """
    own = drills[drills["drill"] == drill]
    if own.empty:
        raise ValueError(f"there is no drill {drill!r}")
    facts = own.iloc[0].to_dict()
    cut = tables_of(tables, drill)
    rows = untimed(cut, as_of, organisation, drills)
    face = clockface(cut, facts, rows, as_of, organisation)
    rows = _so_far(rows, face)
    shown = rows.assign(lost_seconds=rows["shown_seconds"])
    return DrillGround(
        drill=drill,
        as_of=as_of,
        facts=facts,
        untimed=rows,
        hold=cut["hold"],
        face=face,
        curve=recovery_curve(shown),
        kaplan_meier=_kaplan_meier(shown[rows["shown_seconds"].notna()]),
    )


def tables_of(tables: Tables, drill: str) -> dict[str, pd.DataFrame]:
    """The tables with only this drill's rows, where they are a drill's."""
    return {
        name: frame[frame["drill"] == drill] if name in _CUT else frame
        for name, frame in tables.items()
    }


def _so_far(tests: pd.DataFrame, face: Clockface) -> pd.DataFrame:
    """With shown_seconds: what was lost, and of a test in progress what was lost so far."""
    shown = tests["lost_seconds"]
    if face.until_at is not None:
        down = (face.until_at - tests["disrupted_at"]).dt.total_seconds()
        is_open = (tests["outcome"] == "in progress") & (down >= 0)
        shown = shown.where(~is_open, down)
    late = (tests["disrupted_at"] - tests["disrupted_at"].min()).dt.total_seconds().fillna(0.0)
    return tests.assign(shown_seconds=shown, curve_seconds=late + shown)


def _kaplan_meier(shown: pd.DataFrame) -> pd.DataFrame:
    """`survival` of the times the curve is drawn from; what still runs is watched so far."""
    is_back = shown["outcome"] == "recovered"
    return survival(
        shown.assign(
            recovery_seconds=shown["lost_seconds"].where(is_back),
            censored_seconds=shown["lost_seconds"].where(~is_back),
            outcome=shown["outcome"].where(is_back, "not recovered"),
        )
    )
