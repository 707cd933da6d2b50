"""Targets and thresholds of a quarter, those of the success criteria too."""

from __future__ import annotations

import re

import pandas as pd
import streamlit as st

from analytics.calendar import quarter_of, shift_quarter
from analytics.targets import (
    RECOVERY_TIME,
    Target,
    Targets,
    default_operator,
    in_figure_unit,
    targets_in_force,
    unit_of,
)
from ui import scope, session
from ui.session import Current
from ui.settings.saving import refuse, save, take_out
from ui.tables import table as reading_table
from wording import numbers, terms
from wording import settings as words

_QUARTER = re.compile(r"\d{4}-Q[1-4]")
_UNITS = {"share": ["%"], "s": ["h", "min", "days"], "h": ["h"], "count": ["count"],
          "days": ["days"], "money": ["money"]}  # fmt: skip
_AGES = ("gap_age_median", "time_to_close_median")  # these are said in days


def quarters_to_set(now: Current) -> list[str]:
    """Quarters that can have a target, newest first: those with drills or targets, and the next."""
    organisation = now.organisation
    here = quarter_of(scope.today(organisation), organisation.fiscal_year_start)
    known = {*session.quarters(now), *now.tables["target"]["quarter"].dropna()}
    return sorted({*known, here, shift_quarter(here, 1)}, reverse=True)


def chosen_quarter(now: Current) -> str:
    """The quarter whose targets are shown: the newest with a drill until another is chosen."""
    offered = quarters_to_set(now)
    done = session.quarters(now)
    return st.selectbox(
        "Quarter",
        offered,
        index=offered.index(done[-1]) if done else 0,
        format_func=numbers.quarter,
        key="target_quarter",
    )


def own_targets(now: Current, quarter: str) -> pd.DataFrame:
    """The target rows of a quarter itself."""
    rows = now.tables["target"]
    return rows[rows["quarter"] == quarter]


def show_targets(now: Current, quarter: str) -> None:
    """The targets in force in the quarter, and the form that sets one."""
    in_force = targets_in_force(now.tables, quarter)
    st.caption(words.TARGETS_TEXT)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _show_in_force(in_force)
    with right:
        _ask_target(in_force, quarter)
        _ask_take_back(now, quarter)


def _show_in_force(in_force: Targets) -> None:
    rows = pd.DataFrame([
        {
            "Target": numbers.target(one.value, one.unit, one.operator),
            "Measure": words.measure_or_id(name),
            "Set in": words.set_in(one.quarter),
        }
        for name, one in in_force.items()
    ])  # fmt: skip
    if in_force.unusable:
        st.warning(words.unusable(len(in_force.unusable)), icon=":material/warning:")
    reading_table(rows, rows, key="targets", alt="Targets in force", file_name="targets")


def _ask_target(in_force: Targets, quarter: str) -> None:
    offered = [RECOVERY_TIME, *(t.id for t in terms.TERMS.values() if unit_of(t.id) in _UNITS
                                and t.unit not in ("bool", "parts"))]  # fmt: skip
    st.subheader("Set a target", anchor=False)
    name = st.selectbox("Measure", offered, format_func=words.measure, key="target_measure")
    known = in_force.get(name)
    units = _UNITS[unit_of(name)]
    units = ["days", "h"] if name in _AGES else units
    key = f"{quarter}_{name}"
    with st.form(f"target_{key}", border=True):
        operators = list(words.OPERATORS)
        usual = known.operator if known else default_operator(name)
        operator = st.selectbox(
            "The figure has to be", operators, index=operators.index(usual),
            format_func=words.OPERATORS.__getitem__, key=f"target_operator_{key}",
        )  # fmt: skip
        typed = st.text_input("Value", value=_typed(known, units[0]), key=f"target_value_{key}",
                              placeholder="4")  # fmt: skip
        unit = st.selectbox("Unit", units, format_func=words.UNITS.__getitem__,
                            key=f"target_unit_{key}")  # fmt: skip
        if st.form_submit_button("Save target", type="primary", key=f"target_save_{key}"):
            _save(quarter, name, operator, typed, unit)
            st.rerun()


def _typed(known: Target | None, unit: str) -> str:
    """The value in force as it would be typed in that unit."""
    if known is None:
        return ""
    scale = in_figure_unit(known.measure, 1.0, None if unit == "money" else unit)
    return f"{known.value / scale:.12g}" if scale else ""


def _save(quarter: str, name: str, operator: str, typed: str, unit: str) -> None:
    try:
        amount = float(typed.strip().rstrip("%").replace(",", "."))
    except ValueError:
        refuse(words.NO_NUMBER)
        return
    value = in_figure_unit(name, amount, None if unit == "money" else unit)
    if not _QUARTER.fullmatch(quarter):
        refuse(words.NO_QUARTER)
    elif value is None:
        refuse(words.no_fit(unit, name))
    elif not 0 <= value < float("inf") or (unit_of(name) == "share" and value > 1):
        refuse(words.out_of_range(name))
    else:
        row = {"quarter": quarter, "measure": name, "operator": operator, "value": amount,
               "unit": None if unit == "money" else unit}  # fmt: skip
        save("target", row, words.target_saved(name, value, unit_of(name), operator, quarter))


def _ask_take_back(now: Current, quarter: str) -> None:
    own = own_targets(now, quarter)
    if own.empty:
        return
    measures = dict(zip(own["row_key"], own["measure"], strict=True))
    with st.form(f"target_out_{quarter}", border=False):
        key = st.selectbox(
            "Take a target of this quarter back", list(measures), index=None,
            format_func=lambda one: words.measure_or_id(measures[one]),
            key=f"target_out_which_{quarter}", placeholder="Choose a target",
        )  # fmt: skip
        if st.form_submit_button("Take back", key=f"target_out_do_{quarter}") and key:
            take_out("target", [key], words.target_out(measures[key], quarter))
            st.rerun()
