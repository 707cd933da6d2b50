"""The inventory: what holds for a system, from a day on."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import pandas as pd
import streamlit as st

from analytics.calendar import plain_day
from analytics.systems import circle_with
from ui import scope
from ui.session import Current
from ui.settings.saving import refuse, save, take_out, unread
from ui.tables import table as reading_table
from wording import numbers
from wording import settings as words

_FIELDS = {"RTO": "rto_seconds", "RPO": "rpo_seconds", "Tier": "tier", "Owner": "owner",
           "Cost of an hour": "hourly_downtime_cost", "Depends on": "depends_on"}  # fmt: skip
_TYPED = ("tier", "owner", "rto_seconds", "rpo_seconds", "hourly_downtime_cost")


def show_systems(now: Current) -> None:
    """Choose a system or name a new one; its rows over time, and the form that adds one."""
    rows = now.tables["system"]
    names = sorted(rows["system"].dropna().unique(), key=str.casefold)
    st.caption(words.SYSTEMS_TEXT)
    if not names:
        st.markdown(words.NO_SYSTEMS)
    name = st.selectbox(
        "System", names, index=0 if names else None, key="system_name",
        accept_new_options=True, placeholder="Choose a system or write a new one's name",
    )  # fmt: skip
    own = rows[rows["system"] == name].sort_values("valid_from_on", na_position="first")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        if not own.empty:
            shown = pd.DataFrame(_lines(own))
            reading_table(shown, shown, key="system_rows", alt=f"What holds for {name}",
                          file_name="system")  # fmt: skip
            _ask_take_out(str(name), own)
    with right:
        _ask_row(now, cast("str | None", name), names, own)


def _lines(own: pd.DataFrame) -> list[dict[str, str]]:
    """What holds from each row on: a row that leaves something blank leaves what held before."""
    held = own.assign(**{name: own[name].ffill() for name in _FIELDS.values()})
    for stem in ("rto", "rpo"):  # an operator is its objective's
        states = own[f"{stem}_seconds"].notna()
        signs = own[f"{stem}_operator"].fillna("").astype("object").where(states)
        held[f"{stem}_operator"] = signs.ffill()
    pairs = zip(own.to_dict("records"), held.to_dict("records"), strict=True)
    return [
        {
            title: words.as_before(text)
            if (field := _FIELDS.get(title))
            and numbers.is_missing(row[field])
            and not numbers.is_missing(carried[field])
            else text
            for title, text in _line(carried).items()
        }
        for row, carried in pairs
    ]


def _line(row: dict[Any, Any]) -> dict[str, str]:
    return {
        "Holds": words.holds_from(plain_day(row["valid_from_on"])),
        "RTO": _objective(row, "rto"),
        "RPO": _objective(row, "rpo"),
        "Tier": _text(row["tier"]) or "not set",
        "Owner": _text(row["owner"]) or "no owner",
        "Cost of an hour": numbers.money(_number(row["hourly_downtime_cost"])),
        "Depends on": _text(row["depends_on"]) or "nothing",
    }


def _objective(row: dict[Any, Any], stem: str) -> str:
    seconds = _number(row[f"{stem}_seconds"])
    if seconds is None:
        return "not set"
    return numbers.objective(seconds, _text(row[f"{stem}_operator"]) or None)


def _text(value: object) -> str:
    return "" if numbers.is_missing(value) else str(value)


def _number(value: object) -> float | None:
    return None if numbers.is_missing(value) else float(cast("float", value))


def _ask_row(now: Current, name: str | None, names: list[str], own: pd.DataFrame) -> None:
    held = _held(own)
    key = f"{name}_{len(own)}"
    st.subheader("What holds from a day on", anchor=False)
    with st.form(f"system_{key}", border=True):
        day = st.date_input(
            "From", value=scope.today(now.organisation) if len(own) else None, format="YYYY-MM-DD",
            key=f"system_day_{key}", help="Empty: for always.",
        )  # fmt: skip
        typed = {"tier": st.text_input("Tier", held["tier"], key=f"system_tier_{key}"),
                 "owner": st.text_input("Owner", held["owner"], key=f"system_owner_{key}"),
                 "rto_seconds": st.text_input("RTO", held["rto_seconds"], placeholder="4 h",
                                              key=f"system_rto_{key}"),
                 "rpo_seconds": st.text_input("RPO", held["rpo_seconds"], placeholder="15 min",
                                              key=f"system_rpo_{key}"),
                 "hourly_downtime_cost": st.text_input(
                     "Cost of an hour", held["hourly_downtime_cost"], placeholder="18000",
                     key=f"system_cost_{key}")}  # fmt: skip
        before = [part for part in held["depends_on"].split("; ") if part]
        others = st.multiselect(
            "Depends on", list(dict.fromkeys([*names, *before])), default=before,
            key=f"system_depends_{key}", placeholder="Nothing",
        )  # fmt: skip
        if st.form_submit_button("Save system", type="primary", key=f"system_save_{key}"):
            _save(now, name, day, typed, others, held)
            st.rerun()


def _held(own: pd.DataFrame) -> dict[str, str]:
    """What the newest rows say of a system, as it would be typed: of each field the newest."""
    held = dict.fromkeys((*_TYPED, "depends_on"), "")
    for row in own.to_dict("records"):
        for name in held:
            if numbers.is_missing(row[name]):
                continue
            if name.endswith("_seconds"):
                sign = _text(row[name.replace("_seconds", "_operator")])
                held[name] = f"{sign} {_span(float(row[name]))}".strip()
            elif name == "hourly_downtime_cost":
                held[name] = f"{float(row[name]):.12g}"
            else:
                held[name] = str(row[name])
    return held


def _span(seconds: float) -> str:
    """A duration as a person types it, to the second: `1 h 30 min`."""
    return numbers.duration(seconds).replace(numbers.NBSP, " ")


def _save(
    now: Current, name: str | None, day: date | None, typed: dict[str, str], others: list[str],
    held: dict[str, str],
) -> None:  # fmt: skip
    name = " ".join((name or "").split())
    row = {field: text.strip() or None for field, text in typed.items()}
    why = unread("system", row, now.organisation.zone)
    if not name:
        refuse(words.SYSTEM_NEEDED)
    elif name in others:
        refuse(words.ON_ITSELF)
    elif circle := _circle(now, name, others, day):
        refuse(words.in_a_circle(circle))
    elif why:
        refuse(why)
    else:
        from_on = day.isoformat() if day else None
        full = {"system": name, "valid_from_on": from_on, **row,
                "depends_on": "; ".join(others) or None}  # fmt: skip
        kept = [title for title, field in _FIELDS.items() if held.get(field) and not full[field]]
        save("system", full, words.system_saved(name, day, kept))


def _circle(now: Current, name: str, others: list[str], day: date | None) -> tuple[str, ...]:
    """The circle of systems that the row would close on the day it begins."""
    begins = pd.Timestamp(day or scope.today(now.organisation))
    return circle_with(now.tables["system"], now.tables["alias"], name, others, begins)


def _ask_take_out(name: str, own: pd.DataFrame) -> None:
    days = {str(one["row_key"]): plain_day(one["valid_from_on"]) for one in own.to_dict("records")}
    with st.form(f"system_out_{name}", border=False):
        key = st.selectbox(
            "Take a row out", list(days), index=None, placeholder="Choose a row",
            format_func=lambda one: words.row_choice(name, days[one]), key=f"system_out_row_{name}",
        )  # fmt: skip
        if st.form_submit_button("Take out", key=f"system_out_do_{name}") and key:
            take_out("system", [key], words.system_out(name, days[key]))
            st.rerun()
