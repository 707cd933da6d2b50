"""The next drill: what may be said of it, how often such words held, and writing it down."""

from __future__ import annotations

import datetime as dt

import numpy as np
import streamlit as st

from analytics.forecast import forecast_rows
from analytics.rates import rows_behind
from charts import theme
from charts.forecast_ranges import MOST_SYSTEMS, forecast_ranges
from data.intake.importing import import_rows
from data.store import StoreError
from ui import lineage, session
from ui.empty import empty_chart
from ui.ink import ink
from ui.lineage import Behind
from ui.pictures import PAPER_WIDTH, beside
from ui.systems.overview import EMPTY_HEIGHT
from ui.systems.view import View
from ui.tables import csv_button
from ui.upload.plan import person
from wording import forecast as words
from wording import numbers

_FIELDS = {
    "recovery": ("disrupted_at", "restored_at", "validated_at", "recovery_time_seconds", "outcome"),
    "forecast": ("low_seconds", "likely_seconds", "high_seconds", "chance", "target_seconds"),
    "log": ("logged_at", "event", "system"),
}  # fmt: skip


def show_next_drill(view: View) -> None:
    """The forecast left, what it rests on right."""
    said, coming = view.found.said, view.found.coming
    target = said.target
    title = words.title(said.chance, target.value, target.operator, said.drill_count)
    left, right = beside()
    with left:
        with st.container(gap=None):
            st.subheader(title, anchor=False)
            if said.chance is not None:
                st.caption(words.caption(target.value, target.operator))
        _show_ranges(view, title)
    with right:
        st.markdown(
            words.next_line(coming.drill, coming.planned_on, coming.planned_precision, coming.basis)
        )
        if said.chance is not None:
            assert said.chance_low is not None and said.chance_high is not None
            st.markdown(words.chance_words(said.chance_low, said.chance_high, said.shared or 0.0))
        _show_past(view)
        if said.chance is not None:
            st.caption(words.method(said.drill_count, said.test_count, said.zero_count))
            st.caption(words.ASSUMPTIONS)
        _show_written(view)


def _show_ranges(view: View, title: str) -> None:
    said = view.found.said
    if said.chance is None:
        empty_chart(EMPTY_HEIGHT, "Three measured drills are needed before anything can be said.")
        return
    rows = said.systems.assign(short_name=[view.short[name] for name in said.systems["system"]])
    rows = rows.sort_values(["chance", "short_name"], na_position="last").head(MOST_SYSTEMS)
    lines = [words.range_line(row) for row in rows.to_dict("records")]
    rows["chance_words"] = [line["Chance"] for line in lines]
    rows["hover"] = [
        f"<b>{theme.plain(name)}</b><br>{line['8 of 10 drills']}<br>middle {line['Middle']}"
        f"<br>from {line['From']}"
        for name, line in zip(rows["system"], lines, strict=True)
    ]
    st.plotly_chart(
        forecast_ranges(rows, target_seconds=said.target.value, ink=ink()),
        width=PAPER_WIDTH,
        theme=None,
        config=theme.config(title),
        key="forecast",
        alt=words.alternative(title, rows.to_dict("records"), said.target.value),
    )
    if len(said.systems) > MOST_SYSTEMS:
        st.caption(
            f"The {MOST_SYSTEMS} least likely of {numbers.count(len(said.systems))}; all in the CSV"
        )
    with st.container(horizontal=True, gap="medium"):
        lineage.button(
            "Rows behind the forecast", lambda: _behind(view), view.now, key="behind_forecast"
        )
        csv_button(said.systems.replace(np.inf, np.nan), key="forecast", file_name="forecast")
        if view.found.tried.counted:
            csv_button(
                view.found.tried.systems.replace(np.inf, np.nan).drop(
                    columns=["record", "row_key"]
                ),
                key="tried",
                file_name="forecast-tried-on-the-past",
                label="Past",
            )


def _behind(view: View) -> list[Behind]:
    """The tests the forecast rests on, and the ranges that were tried and written."""
    past, said = view.found.history, view.found.said
    own = past["is_tried"] & past["system"].isin(said.systems["system"])
    figures = [
        Behind(
            "What the forecast rests on",
            numbers.count(int(own.sum()), "test"),
            rows_behind(
                past[own], past.loc[own, "record"], past.loc[own, "outcome"] == "recovered"
            ),
            _FIELDS,
            "Recovered tests give times; the others count as slower than any.",
        )
    ]
    for name, scored in (("Tried on the past", view.found.tried), ("Written", view.found.scored)):
        if scored.counted:
            value = numbers.share_of(scored.inside, scored.counted)
            figures.append(Behind(f"{name}: ranges that held", value, scored.rows, _FIELDS))
    return figures


def _show_past(view: View) -> None:
    tried = view.found.tried
    said = tried.drills.dropna(subset=["chance", "came_true"])
    st.markdown(
        words.past_line(
            tried.inside, tried.counted, len(tried.drills), tried.interval, tried.faster,
            tried.slower,
        )
        + words.chances_line(list(said["chance"]), int(said["came_true"].astype(bool).sum()))
    )  # fmt: skip


def _show_written(view: View) -> None:
    """What was written down, how it fared, and the button to write today's."""
    written, scored = view.found.written, view.found.scored
    for row in scored.drills.to_dict("records"):
        st.markdown(words.scored_line(row))
    is_waiting = ~written["drill"].isin(scored.drills["drill"]) & written["system"].isna()
    for row in written[is_waiting].to_dict("records"):
        st.markdown(words.written_line(row["drill"], row["said_on"], row["chance"], view.year))
    late = view.found.too_late
    for row in late.to_dict("records"):
        has_other = bool((written["drill"] == row["drill"]).any())
        line = words.late_line(row["drill"], row["said_on"], row["began_on"], view.year,
                               has_other=has_other)  # fmt: skip
        st.markdown(line)
    if written.empty and late.empty:
        st.caption(words.NO_WRITTEN)
    why_not = words.why_not(
        has_drill=view.found.coming.drill is not None,
        has_forecast=view.found.said.chance is not None,
        is_today=view.is_today,
    )
    if st.button(
        "Write it down",
        icon=":material/edit_note:",
        key="write_forecast",
        disabled=why_not is not None,
    ):
        _write(view)
    if why_not:
        st.caption(why_not)


def _write(view: View) -> None:
    """Keep today's forecast, through the one door; saying it again today replaces it."""
    rows = forecast_rows(view.found.said, view.found.coming, view.scope.as_of, view.scope.clock)
    try:
        import_rows(session.store(), "forecast", rows, person=person(), now=dt.datetime.now(dt.UTC))
    except StoreError as error:
        st.error(f"{error} Nothing was written down.")
        return
    st.toast("The forecast is written down; it can be undone on History.")
    st.rerun()
