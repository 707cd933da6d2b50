"""One chosen system: its history against the objectives of their day, and what is known of it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.metric_fields import fields_behind
from analytics.rates import rows_behind
from charts import theme
from charts.system_history import system_history
from ui import lineage
from ui.asked import tell_unknown
from ui.empty import empty_chart
from ui.ink import ink
from ui.lineage import Behind
from ui.pictures import PAPER_WIDTH, beside
from ui.returning import as_left
from ui.systems.overview import EMPTY_HEIGHT, TOLD, hover
from ui.systems.view import SYSTEM, View
from ui.tables import csv_button
from wording import numbers
from wording import systems as words
from wording.gaps import name as gap_name
from wording.markdown import escape

MOST_DRILLS = 12
MOST_GAPS = 4
_CSV = ("system", "drill", "day", "shown", "recovery_seconds", "rto_seconds", "rto_operator",
        "margin_seconds", "outcome", "verdict", "lost_seconds", "hourly_downtime_cost")  # fmt: skip


def choose(view: View) -> str:
    """Ask which system is shown below; the one most in doubt until somebody chooses."""
    tell_unknown(SYSTEM, "system", view.rank, view.rank[0])
    with as_left(SYSTEM):
        chosen = st.selectbox("System", view.rank, key=SYSTEM, bind="query-params", width=360)
    return chosen or str(view.rank[0])


def show_chosen(view: View) -> None:
    """The choice, its history, its facts."""
    system = choose(view)
    rows = view.found.history
    rows = rows[rows["system"] == system]
    left, right = beside()
    with left:
        _show_history(view, system, rows)
    with right:
        _show_facts(view, system)


def _show_history(view: View, system: str, rows: pd.DataFrame) -> None:
    shown = rows.tail(MOST_DRILLS)[list(TOLD)].to_dict("records")
    told = [
        {"short_name": view.short[system], "verdict": row["shown"],
         "seconds": row["recovery_seconds"], "objective_seconds": row["rto_seconds"],
         "when": numbers.day(row["day"])}
        for row in shown
    ]  # fmt: skip
    title = words.chosen_title(view.short[system], told)
    with st.container(gap=None):
        st.subheader(title, anchor=False)
        if told:
            st.caption(words.history_caption(len(rows)))
    if not told:
        empty_chart(EMPTY_HEIGHT, "A drill that takes this system is needed.")
        return
    frame = pd.DataFrame(told).astype({"seconds": "float64", "objective_seconds": "float64"})
    frame["words"] = [
        words.beside(one["verdict"], one["seconds"], one["objective_seconds"]) for one in told
    ]
    frame["margin"] = [words.margin(one["seconds"], one["objective_seconds"]) for one in told]
    frame["hover"] = [hover(row, view.drill_name(row["drill"])) for row in shown]
    st.plotly_chart(
        system_history(frame, ink=ink()),
        width=PAPER_WIDTH,
        theme=None,
        config=theme.config(title),
        key="system_history",
        alt=words.alternative(title, told),
    )

    def behind() -> list[Behind]:
        tried = rows["verdict"].isin(("met", "missed"))
        one = Behind(
            f"{system}, over {numbers.count(len(rows), 'drill')}",
            numbers.share_of(int((rows["verdict"] == "met").sum()), int(tried.sum())),
            rows_behind(rows, rows["record"], rows["verdict"] == "met", tried),
            fields_behind("rto_attainment", view.scope.clock),
            "Tests that kept the objective of their day, of those judged against one.",
        )
        return [one]

    with st.container(horizontal=True, gap="medium"):
        lineage.button("Rows behind this system", behind, view.now, key="behind_system")
        csv_button(lambda: rows[list(_CSV)], key="system_history", file_name="system-history")


def _show_facts(view: View, system: str) -> None:
    row = view.found.standing.set_index("system", drop=False).loc[system]
    network = view.found.dependencies
    facts = words.facts_of(
        row.to_dict(),
        [view.short.get(one, one) for one in network.needs(system)],
        [view.short.get(one, one) for one in network.needed_by(system)],
        view.now.organisation.currency,
    )
    if not row["is_inventory"]:
        st.caption("Met in results only: not in the inventory.")
    st.table(
        pd.DataFrame(facts, columns=["Known of it", "Now"]),
        hide_index=True,
        border="horizontal",
        alt=f"What is known of {system}",
    )
    gaps = view.found.basis.all_gaps
    gaps = gaps[gaps["is_open"] & (gaps["system"] == system)]
    for gap in gaps.head(MOST_GAPS).to_dict("records"):
        st.caption(f"Open: {escape(gap_name(gap['title'], gap['gap']))}")
