"""Zone, year, clock, currency and name of the organisation: a form each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from zoneinfo import available_timezones

import streamlit as st

from analytics.calendar import is_zone
from analytics.recovery import CLOCKS
from analytics.systems import setting_of, tiers_of
from ui.session import Current
from ui.settings.saving import refuse, save, save_rows
from wording import settings as words

# What a setting may be called in a file; the first is its name.
_CALLED = {
    "zone": ("zone", "time zone", "timezone"),
    "fiscal year start": ("fiscal year start",),
    "clock": ("clock",),
    "currency": ("currency",),
    "organisation": ("organisation", "organization"),
}


def show_organisation(now: Current) -> None:
    """One form a setting, two beside each other."""
    organisation = now.organisation
    if organisation.unread:
        st.warning(words.unread(organisation.unread), icon=":material/warning:")
    months = list(words.MONTHS)
    left, right = st.columns(2, gap="medium")
    with left:
        zones = sorted({*available_timezones(), organisation.zone})
        _choose(now, "zone", "Time zone", words.ZONE_TEXT, zones, organisation.zone, _zone_wrong,
                is_open=True)  # fmt: skip
        _choose(now, "clock", "Recovery time runs from", words.CLOCK_TEXT, list(CLOCKS),
                organisation.clock, shown=words.clock)  # fmt: skip
        _ask_stale(now)
    with right:
        _choose(now, "fiscal year start", "Year begins in", words.YEAR_TEXT, months,
                months[organisation.fiscal_year_start - 1])  # fmt: skip
        _write(now, "currency", "Currency", words.CURRENCY_TEXT, organisation.currency,
               _currency_wrong)  # fmt: skip
        _write(now, "organisation", "Name", words.NAME_TEXT, organisation.name)


def _ask_stale(now: Current) -> None:
    """How many days each tier of the inventory may wait for its next test."""
    held = tiers_of(now.tables["system"], now.tables["setting"])
    with st.container(gap=None):
        st.markdown(f"**{words.STALE_TITLE}**")
        st.caption(words.STALE_TEXT if held else words.NO_TIERS)
    if not held:
        return
    with st.form("setting_stale", border=True):
        typed = {
            tier: st.number_input(f"Tier {tier}, days", 1, value=days, key=f"stale_{tier}")
            for tier, days in held.items()
        }
        if st.form_submit_button("Save", key="setting_stale_save"):
            changed = {tier: days for tier, days in typed.items() if days != held[tier]}
            rows = [
                {"setting": setting_of(now.tables["setting"], tier), "value": str(days)}
                for tier, days in changed.items()
            ]
            if rows:
                save_rows("setting", rows, words.stale_saved(changed))
            else:
                refuse(words.STALE_SAME)
            st.rerun()


def _choose(
    now: Current, name: str, label: str, text: str, offered: Sequence[str], held: str,
    wrong: Callable[[str], str | None] = lambda _: None, *, is_open: bool = False,
    shown: Callable[[str], str] = str,
) -> None:  # fmt: skip
    with st.form(f"setting_{name}", border=True):
        index = list(offered).index(held) if held in offered else None
        value = st.selectbox(
            label, offered, index=index, format_func=shown, key=f"setting_{name}_value",
            accept_new_options=is_open,
        )  # fmt: skip
        st.caption(text)
        if st.form_submit_button("Save", key=f"setting_{name}_save"):
            _save(now, name, label, value, wrong, shown)


def _write(
    now: Current, name: str, label: str, text: str, held: str | None,
    wrong: Callable[[str], str | None] = lambda _: None,
) -> None:  # fmt: skip
    with st.form(f"setting_{name}", border=True):
        value = st.text_input(label, value=held or "", key=f"setting_{name}_value", max_chars=120)
        st.caption(text)
        if st.form_submit_button("Save", key=f"setting_{name}_save"):
            _save(now, name, label, value, wrong, str)


def _save(
    now: Current, name: str, label: str, value: str | None, wrong: Callable[[str], str | None],
    shown: Callable[[str], str],
) -> None:  # fmt: skip
    text = (value or "").strip()
    why = wrong(text) if text else f"{label} needs a value"
    if why:
        refuse(why)
    else:
        row = {"setting": _called(now, name), "value": text}
        save("setting", row, words.setting_saved(label.casefold(), shown(text)))
    st.rerun()


def _called(now: Current, name: str) -> str:
    """The name under which it is set already, so that it is changed and not set twice."""
    for called in _CALLED[name]:
        for one in now.tables["setting"]["setting"]:
            if str(one).strip().lower().replace("_", " ") == called:
                return str(one)
    return name


def _zone_wrong(text: str) -> str | None:
    return None if is_zone(text) else words.no_zone(text)


def _currency_wrong(text: str) -> str | None:
    return None if len(text) == 3 and text.isascii() and text.isalpha() else words.NO_CURRENCY
