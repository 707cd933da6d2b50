"""The rows behind a comparison: of every figure, and of a mark that is clicked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from analytics.comparison.pairing import (
    PairFigures,
    fixed_gap_rows,
    flip_rows,
    gap_minute_rows,
    rows_of_test,
    sensitivity_rows,
)
from analytics.recovery.clock import STARTS, STOPS
from analytics.scorecard import fields_behind
from ui import lineage, session
from ui.lineage import Behind, behind_metric
from ui.tables import csv_button
from wording import compare as words

CLICKED, LAST = "compare_clicked", "compare_last_clicked"  # in the session's state
_GAP_FIELDS = ("drill", "system", "title", "category", "time_lost_seconds", "closed_on", "status")
_EVERY_CLOCK = {
    "recovery": (
        *STARTS.values(),
        *STOPS.values(),
        "recovery_time_seconds",
        "rto_seconds",
        "outcome",
    )
}


def behind_figures(found: PairFigures) -> list[Behind]:
    """Every figure of the screen with the rows it rests on."""
    behind = [behind_metric(metric, found.clock) for metric in found.comparison.metrics]
    tests = {
        **fields_behind("phase_share", found.clock),
        **fields_behind("verdict_matrix", found.clock),
    }
    gaps = {**tests, "gap": _GAP_FIELDS}
    behind += [
        Behind("Verdicts under every clock", "", sensitivity_rows(found), _EVERY_CLOCK),
        Behind("What would have met it", "", flip_rows(found), tests),
        Behind("Minutes beside gaps", "", gap_minute_rows(found), gaps),
        Behind("Gaps fixed between the drills", "", fixed_gap_rows(found), gaps),
    ]
    return behind


def without_keys(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame without the keys of the rows behind it, which mean nothing outside the store."""
    return frame[[name for name in frame if not str(name).startswith(("row_key", "record"))]]


def show_downloads(found: PairFigures, now: session.Current) -> None:
    """The rows behind every figure, and the figures as files."""
    files = {
        "Systems": found.comparison.systems,
        "Phases": found.phase_steps,
        "Attainment": found.attainment_steps,
        "Verdicts by clock": found.clock_verdicts,
        "Conditions": found.conditions,
    }
    with st.container(horizontal=True, gap="medium"):
        # gathered when it is pressed, not before
        if st.button(
            "Rows behind the figures",
            key="behind_comparison",
            type="tertiary",
            icon=":material/table_rows:",
        ):
            lineage.show(behind_figures(found), now)
        for label, frame in files.items():
            name = label.lower().replace(" ", "-")
            csv_button(
                partial(without_keys, frame),
                key=f"compare_{name}",
                file_name=f"compare-{name}",
                label=label,
            )


def show_clicked(found: PairFigures, now: session.Current, drills: Mapping[str, str]) -> None:
    """The rows behind the mark that was clicked, once."""
    clicked: tuple[str, str] | None = st.session_state.pop(CLICKED, None)
    if clicked is None:
        return
    drill, system = clicked
    rows = rows_of_test(found.tests, drill, system)
    value = words.test_in_words(found.comparison.systems.to_dict("records"), system, drill, drills)
    fields = {**fields_behind("verdict_matrix", found.clock), "system": ("rto_seconds",)}
    behind = Behind(f"{system} in {drills.get(drill, drill)}", value, rows, fields)
    lineage.show([behind], now)
