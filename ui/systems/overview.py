"""The first screenful: every system in every drill, what to test next, and four figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from analytics.metric import ROW_COLUMNS
from analytics.metric_fields import fields_behind
from analytics.scorecard import Scope
from analytics.systems import REASONS, Candidate
from charts import theme
from charts.systems_grid import MOST_COLUMNS, systems_grid
from ui import lineage, session
from ui.cards import card_grid
from ui.empty import empty_chart
from ui.ink import ink
from ui.lineage import Behind
from ui.pictures import PAPER_WIDTH
from ui.systems.view import View
from wording import figures, numbers, terms
from wording import systems as words
from wording.markdown import escape

MOST_ROWS = 14  # of the grid; the rest stands in the list of all
MOST_NEXT = 5
EMPTY_HEIGHT = 160
_REASON_FIELDS = {
    "recovery": ("disrupted_at", "restored_at", "validated_at", "recovery_time_seconds",
                 "rto_seconds", "outcome"),
    "system": ("tier", "rto_seconds", "valid_from_on"),
    "gap": ("system", "title", "status", "closed_on", "retest_drill", "retest_result"),
    "log": ("logged_at", "event", "system"),
}  # fmt: skip


TOLD = ("system", "drill", "place", "day", "shown", "recovery_seconds", "rto_seconds",
        "rto_operator")  # fmt: skip


def hover(row: Mapping[str, Any], drill: str) -> str:
    """Bold system, drill, verdict and time against its objective, for a chart."""
    said = words.row_label(row["shown"], row["recovery_seconds"], row["rto_seconds"])
    goal = numbers.objective(row["rto_seconds"], _text(row["rto_operator"]))
    lines = [f"<b>{theme.plain(str(row['system']))}</b>", theme.plain(drill), said,
             f"objective {goal}"]  # fmt: skip
    return "<br>".join(lines)


def _text(value: object) -> str | None:
    return None if numbers.is_missing(value) else str(value)


@dataclass(frozen=True)
class _Grid:
    """What the grid draws and says, worked out once a scope."""

    title: str
    caption: str
    alternative: str
    tests: pd.DataFrame
    systems: list[str]
    silent: dict[str, str]
    heads: list[str]


@st.cache_resource(max_entries=32, show_spinner=False)
def _grid(url: str, version: int, chosen: Scope, _view: View) -> _Grid:
    del url, version, chosen  # the cache's key
    history, short = _view.found.history, _view.short
    drills = history["place"].nunique()
    places = sorted(history["place"].unique())[-MOST_COLUMNS:]
    names = list(_view.rank[:MOST_ROWS])
    drawn = history[history["place"].isin(places)]
    every = [
        {"short_name": short[system], "verdict": shown}
        for system, shown in zip(drawn["system"], drawn["shown"], strict=True)
    ]
    title = words.grid_title(every, len(places))
    rows = drawn[drawn["system"].isin(names)]
    stands = _view.found.standing.set_index("system")
    last = rows[rows["is_tried"]].drop_duplicates("system", keep="last")
    tests, told = [], []
    for place, row in zip(rows.index, rows[list(TOLD)].to_dict("records"), strict=True):
        name = short[row["system"]]
        words_beside = None
        if place in last.index:
            words_beside = words.last_words(
                row["shown"], row["recovery_seconds"], row["rto_seconds"]
            )
            told.append(
                {
                    "short_name": name,
                    "verdict": row["shown"],
                    "seconds": row["recovery_seconds"],
                    "objective_seconds": row["rto_seconds"],
                    "when": numbers.day(row["day"]),
                }
            )
        tests.append(
            {
                "short_name": name,
                "column": places.index(row["place"]),
                "verdict": row["shown"],
                "hover": hover(row, _view.drill_name(row["drill"])),
                "last": words_beside,
            }
        )
    systems = [short[name] for name in names]
    told.sort(key=lambda one: systems.index(str(one["short_name"])))
    days = history.drop_duplicates("place").set_index("place")["day"]
    return _Grid(
        title,
        words.grid_caption(len(names), len(_view.rank), len(places), drills) if places else "",
        words.alternative(title, told, len(names) - len(told)),
        pd.DataFrame(tests, columns=["short_name", "column", "verdict", "hover", "last"]),
        systems,
        {
            short[name]: words.not_lately(tried)
            for name, tried in stands.loc[names, "tried_count"].items()
            if name not in set(last["system"])
        },
        words.day_heads([days[place] for place in places]),
    )


def show_grid(view: View) -> None:
    """Every system in the last drills, those in doubt on top."""
    grid = _grid(session.database(), view.now.version, view.scope, view)
    with st.container(gap=None):
        st.subheader(grid.title, anchor=False)
        if grid.caption:
            st.caption(grid.caption)
    if not grid.heads:
        empty_chart(EMPTY_HEIGHT, "A drill's results are needed: when each system was back.")
        return
    st.plotly_chart(
        systems_grid(
            grid.tests,
            systems=grid.systems,
            heads=grid.heads,
            silent=grid.silent,
            ink=ink(),
        ),
        width=PAPER_WIDTH,
        theme=None,
        config=theme.config(grid.title),
        key="systems_grid",
        alt=grid.alternative,
    )


def show_next(view: View) -> None:
    """What to test next and why, with the rule."""
    candidates = view.found.candidates
    with st.container(gap=None):
        st.subheader(words.next_title(len(candidates)), anchor=False)
        if not candidates:
            st.caption(
                "No system was left untested, missed, went stale or was near its objective."
                if view.found.standing["is_inventory"].any()
                else "The inventory names what there is to test."
            )
    for one in candidates[:MOST_NEXT]:
        with st.container(gap=None):
            st.markdown(f"{words.reason_badge(one.reasons[0].kind)} **{escape(one.system)}**")
            said = words.reasons(
                [words.reason(each.kind, each.facts, view.year) for each in one.reasons]
            )
            st.caption(f"{words.tier(one.tier)} · {said}")
    if len(candidates) > MOST_NEXT:
        st.caption(f"and {numbers.count(len(candidates) - MOST_NEXT)} more in the list of all")
    if not candidates:
        return
    with st.container(horizontal=True, gap="medium"):
        lineage.button(
            "Rows behind the reasons", lambda: _behind(candidates), view.now, key="behind_reasons"
        )
        with st.popover("How it is ranked", type="tertiary", icon=":material/sort:", key="rule"):
            st.markdown(words.RULE)
            st.caption("How long a tier may wait stands under “How fresh”.")


def _behind(candidates: list[Candidate]) -> list[Behind]:
    """One figure a reason, over all systems that have it."""
    found = []
    for kind in REASONS:
        rows = [each.rows for one in candidates for each in one.reasons if each.kind == kind]
        if rows:
            found.append(
                Behind(
                    words.REASON_NAMES[kind].capitalize(),
                    numbers.count(len(rows), "system"),
                    pd.DataFrame(
                        [(record, key, True, True) for pairs in rows for record, key in pairs],
                        columns=list(ROW_COLUMNS),
                    ),
                    _REASON_FIELDS,
                )
            )
    return found


def show_cards(view: View) -> None:
    """Coverage, freshness, lost hours and their cost."""
    metrics = view.found.metrics
    shown = (
        ("coverage", "Tested this quarter"),
        ("tested_lately", "Tested lately enough"),
        ("system_hours_lost", "Service lost"),
        ("downtime_cost", "Cost of downtime"),
    )
    with card_grid("system_cards"):
        for name, label in shown:
            metric = metrics[name]
            mark, colour = figures.card_mark(metric)
            st.metric(
                figures.card_label(metric, label, ">="),
                figures.value(metric),
                mark,
                delta_color=colour,
                delta_arrow="off",
                border=True,
                height="stretch",
                help=words.LATELY if name == "tested_lately" else terms.help_text(name),
            )

    def behind() -> list[Behind]:
        return [
            Behind(
                label,
                figures.with_count(metrics[name]),
                metrics[name].rows,
                {"system": ("tier",), **_REASON_FIELDS}
                if name == "tested_lately"
                else fields_behind(name, view.scope.clock),
                words.LATELY if name == "tested_lately" else terms.TERMS[name].meaning,
            )
            for name, label in shown
        ]

    notes = [
        f"{label}: {said}"
        for name, label in shown[2:]
        if metrics[name].value
        if (said := words.figure_note(metrics[name].note, metrics[name].unit))
    ]
    if notes:
        st.caption(". ".join(notes))
    lineage.button("Rows behind the figures", behind, view.now, key="behind_system_figures")
