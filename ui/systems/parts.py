"""The parts behind tabs: how fresh, in which order, questions, and the list of all systems."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from analytics.signals import Signal
from analytics.systems.freshness import NO_TIER
from charts import theme
from charts.recovery_order import MOST_SYSTEMS, recovery_order
from charts.waiting import MOST_SYSTEMS as MOST_WAITING
from charts.waiting import waiting_bars
from ui import lineage
from ui.empty import empty_chart
from ui.ink import ink
from ui.lineage import Behind
from ui.pictures import PAPER_WIDTH, beside
from ui.systems.overview import EMPTY_HEIGHT
from ui.systems.view import SYSTEM, View
from ui.tables import IN_SIGHT, MOST_FOR_READING, csv_button, table
from wording import numbers, signals
from wording import systems as words

_WAIT_FIELDS = {
    "recovery": ("disrupted_at", "detected_at", "declared_at", "recovery_started_at", "restored_at",
                 "validated_at"),
    "system": ("depends_on",),
    "log": ("logged_at", "event", "system"),
}  # fmt: skip


def show_fresh(view: View) -> None:
    """Coverage of the quarter and freshness by tier."""
    metric = view.found.metrics["tested_lately"]
    never = int((view.found.standing["freshness"] == "never tested").sum())
    title = words.fresh_title(metric.numerator or 0, metric.denominator or 0, never)
    covered = {one["tier"]: one for one in view.found.metrics["coverage"].detail}
    with st.container(gap=None):
        st.subheader(title, anchor=False)
        st.caption(
            f"As of {numbers.day(view.scope.as_of)}, by tier. Tested: really tried in a drill, "
            "tabletops left out. How long a tier may wait is a setting (“stale after, tier 1”)."
        )
    if not metric.detail:
        empty_chart(EMPTY_HEIGHT, "An inventory is needed: one row a system with its tier.")
        return
    lines = [words.tier_line(one, covered.get(one["tier"])) for one in metric.detail]
    raw = pd.DataFrame(metric.detail)
    raw["tier"] = raw["tier"].replace(NO_TIER, None)
    table(pd.DataFrame(lines), raw, key="fresh", alt=title, file_name="freshness-by-tier")


def show_order(view: View, system: str) -> None:
    """The dependency graph with the recovery order, and who waited for whom."""
    left, right = beside()
    with left:
        _show_graph(view, system)
    with right:
        _show_waiting(view)


def _show_graph(view: View, system: str) -> None:
    network = view.found.dependencies
    short = view.short
    steps = [[short.get(name, name) for name in step] for step in network.order]
    title = words.order_title(
        len(steps), steps[0] if steps else [], steps[-1] if steps else [], network.edge_count
    )
    whole = network.graph.number_of_nodes()
    names = [name for step in network.order for name in step]
    if whole > MOST_SYSTEMS:
        near = {system, *network.all_needs(system), *network.needed_by(system)}
        names = [name for name in names if name in near][:MOST_SYSTEMS]
    with st.container(gap=None):
        st.subheader(title, anchor=False)
        if network.edge_count:
            st.caption(words.order_caption(len(names), whole, short.get(system, system)))
    if not network.edge_count:
        empty_chart(EMPTY_HEIGHT, "The inventory's column “Depends on” is needed.")
        return
    stands = view.found.standing.set_index("system")["last_shown"]
    nodes = pd.DataFrame(
        {
            "short_name": [short.get(name, name) for name in names],
            "step": [network.step(name) for name in names],
            "verdict": [
                "not tested" if numbers.is_missing(stands.get(name)) else stands[name]
                for name in names
            ],
            "hover": [
                f"<b>{theme.plain(name)}</b><br>needs "
                + (", ".join(theme.plain(one) for one in network.needs(name)) or "nothing")
                for name in names
            ],
        }
    )
    shown = set(names)
    edges = [
        (short.get(one, one), short.get(two, two))
        for one, two in network.graph.edges
        if one in shown and two in shown
    ]
    told = "; ".join(
        f"step {number}: {', '.join(step[:6])}" for number, step in enumerate(steps[:6], start=1)
    )
    st.plotly_chart(
        recovery_order(nodes, edges, chosen=short.get(system, system), ink=ink()),
        width=PAPER_WIDTH,
        theme=None,
        config=theme.config(title),
        key="recovery_order",
        alt=f"{title}. {told}.",
    )
    for circle in network.circles[:3]:
        st.markdown(words.circle(circle))
    if network.strangers:
        st.markdown(words.strangers(network.strangers))

    def behind() -> list[Behind]:
        told = network.graph.nodes.data("row_key")
        keys = [{"row_key": row_key} for _, row_key in told if row_key]
        rows = pd.DataFrame(keys, columns=["row_key"])
        rows = rows.assign(record="system", in_numerator=True, in_denominator=True)
        return [Behind("Dependencies", numbers.count(network.edge_count), rows, _WAIT_FIELDS)]

    with st.container(horizontal=True, gap="medium"):
        lineage.button("Rows behind the order", behind, view.now, key="behind_order")
        csv_button(
            pd.DataFrame(
                [
                    {"needed": one, "needed_by": two, "step_of_needed": network.step(one)}
                    for one, two in network.graph.edges
                ],
                columns=["needed", "needed_by", "step_of_needed"],
            ),
            key="order",
            file_name="dependencies",
        )


def _show_waiting(view: View) -> None:
    """Own work against waiting in the quarter's last drill that can tell it."""
    waits = view.found.waits
    last = view.found.history.drop_duplicates("drill", keep="last").set_index("drill")["place"]
    drill = None
    if len(waits):
        drill = max(waits["drill"].unique(), key=lambda one: last[one])
        waits = waits[waits["drill"] == drill]
    waits = waits.sort_values(["waiting_seconds", "system"], ascending=[False, True])
    shown = waits.head(MOST_WAITING).assign(
        short_name=[view.short[name] for name in waits["system"].head(MOST_WAITING)],
        other=[
            view.short.get(name, name) if isinstance(name, str) else ""
            for name in waits["waited_for"].head(MOST_WAITING)
        ],
    )
    every = waits.assign(short_name=[view.short[name] for name in waits["system"]])
    title = words.waiting_title(every.to_dict("records"))
    with st.container(gap=None):
        st.subheader(title, anchor=False)
        if drill is not None:
            named = view.drill_name(drill)
            cut = f"; the {MOST_WAITING} longest" if len(waits) > MOST_WAITING else ""
            st.caption(f"In the drill of {named}; hatched waiting for others, plain own work{cut}")
    if drill is None:
        empty_chart(
            EMPTY_HEIGHT,
            "Dependencies and, for both systems of one, disrupted and restored are needed.",
        )
        return
    shown["words"] = [words.waited(row) for row in shown.to_dict("records")]
    shown["hover"] = [
        f"<b>{theme.plain(row['system'])}</b><br>{numbers.duration(row['recovery_seconds'])}: "
        f"{numbers.duration(row['waiting_seconds'])} waiting, "
        f"{numbers.duration(row['own_seconds'])} own work"
        for row in shown.to_dict("records")
    ]
    told = "; ".join(
        f"{row['short_name']} {row['words']}, own work {numbers.duration(row['own_seconds'])}"
        for row in shown.head(6).to_dict("records")
    )
    st.plotly_chart(
        waiting_bars(shown, ink=ink()),
        width=PAPER_WIDTH,
        theme=None,
        config=theme.config(title),
        key="waiting",
        alt=f"{title}. {told}.",
    )
    st.caption(words.WAITING_CAPTION)
    for row in waits[waits["ahead_of"].map(len) > 0].head(3).to_dict("records"):
        st.caption(words.ahead(row))

    def behind() -> list[Behind]:
        pairs = {(row.record, row.row_key): True for row in waits.itertuples()}
        pairs |= {pair: False for row in waits.itertuples() for pair in row.other_rows
                  if pair not in pairs}  # fmt: skip
        rows = pd.DataFrame(
            [(record, key, own, own) for (record, key), own in pairs.items()],
            columns=["record", "row_key", "in_numerator", "in_denominator"],
        )
        return [Behind("Waiting", title, rows, _WAIT_FIELDS, words.WAITING_CAPTION)]

    with st.container(horizontal=True, gap="medium"):
        lineage.button("Rows behind the waiting", behind, view.now, key="behind_waiting")
        csv_button(
            waits.drop(columns=["other_rows", "row_key", "record"]),
            key="waiting",
            file_name="waiting",
        )


def show_questions(view: View) -> None:
    """Questions the data raise, each with its rows."""
    asked = view.found.signals
    with st.container(gap=None):
        st.subheader(signals.title(len(asked), view.scope.quarter), anchor=False)
        st.caption(signals.NOT_ACCUSING)
    for number, one in enumerate(asked):
        with st.container(gap=None):
            said = signals.question(one.kind, one.facts, view.drills, view.year)
            st.markdown(f"**{signals.NAMES[one.kind]}.** {said}")
            st.caption(signals.luck(one.chance))
            lineage.button(
                "Rows behind it", partial(_asked, one), view.now, key=f"behind_question_{number}"
            )


def _asked(one: Signal) -> list[Behind]:
    """What a question rests on."""
    return [Behind(signals.NAMES[one.kind], "", one.rows, one.fields)]


def show_all(view: View) -> None:
    """Every system in one list."""
    stands = view.found.standing.set_index("system", drop=False).loc[list(view.rank)]
    why = {one.system: one.kinds for one in view.found.candidates}
    currency = view.now.organisation.currency
    bare = int(stands["hourly_downtime_cost"].isna().sum())
    with st.container(gap=None):
        st.subheader(f"{numbers.count(len(stands), 'system')}, those in doubt first", anchor=False)
        st.caption(words.register_caption(bare, currency, bare < len(stands)))
    raw = stands.drop(columns=["row_key", "rto_row_key", "last_row_key", "last_record"])
    raw["why_test"] = ["; ".join(why.get(name, ())) for name in raw["system"]]
    raw = raw[[*_FIRST, *(name for name in raw.columns if name not in _FIRST)]]
    alt = f"{len(stands)} systems with their last test, days since, tier, gaps and cost"
    if len(stands) <= MOST_FOR_READING:
        lines = [
            words.register_line(row, why.get(row["system"], ()), currency)
            for row in stands.to_dict("records")
        ]
        st.table(pd.DataFrame(lines), hide_index=True, border="horizontal", alt=alt)
    else:
        _show_long(raw, alt)
    csv_button(raw, key="all_systems", file_name="systems")


# The columns of the long list, the answers first: (name, heading); times are shown in minutes.
_LONG = {
    "system": "System",
    "why_test": "Why test",
    "last_shown": "Last test",
    "last_seconds": "Took (min)",
    "last_rto_seconds": "Objective then (min)",
    "days_since": "Days ago",
    "tier": "Tier",
    "rto_seconds": "Objective now (min)",
    "tried_count": "Tests",
    "met_count": "Met",
    "open_gaps": "Open gaps",
    "hourly_downtime_cost": "Cost of an hour",
    "lost_seconds": "Lost this quarter (min)",
    "cost": "Cost this quarter",
    "freshness": "Freshness",
    "is_inventory": "In the inventory",
}
_FIRST = ("system", "why_test", "last_shown", "last_seconds", "last_rto_seconds", "days_since")


def _show_long(raw: pd.DataFrame, alt: str) -> None:
    """More systems than are read at a glance: to sort and to search."""
    shown = raw[list(_LONG)].copy()
    for name in shown.columns:
        if name.endswith("_seconds"):
            shown[name] = shown[name] / 60
    st.dataframe(
        shown.rename(columns=_LONG),
        hide_index=True,
        key="all_systems",
        alt=alt,
        placeholder="–",
        column_config={
            title: st.column_config.NumberColumn(title, format="localized")
            for name, title in _LONG.items()
            if name.endswith(("_seconds", "cost"))
        },
    )
    st.caption(IN_SIGHT)


def chosen_system(view: View) -> str:
    """The system chosen above."""
    return str(st.session_state.get(SYSTEM) or view.rank[0])
