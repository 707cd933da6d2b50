"""Days, quarters and the as-of date of one organisation; the only place that turns them into UTC.

Nothing here or below knows what day it is today: the as-of date is an input (metrics.md, rule 4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

DEFAULT_ZONE = "Africa/Johannesburg"
DEFAULT_CLOCK = "disruption:restored"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_MICROSECOND = pd.Timedelta(1, "us")
_UTC = "datetime64[us, UTC]"
NO_INSTANT = int(np.iinfo(np.int64).min)  # what NaT is as a whole number


@dataclass(frozen=True)
class Organisation:
    """The settings that reach into the figures.

    Attributes
    ----------
    zone : the IANA zone in which its days begin and end.
    fiscal_year_start : month 1–12 in which its year begins.
    clock : the default recovery clock, START:STOP.
    currency : the currency of its costs; None when not set.
    name : what it is called; None when not set.
    unread : the settings whose value could not be understood; their default is in force.
    """

    zone: str = DEFAULT_ZONE
    fiscal_year_start: int = 1
    clock: str = DEFAULT_CLOCK
    currency: str | None = None
    name: str | None = None
    unread: tuple[str, ...] = ()


def is_zone(name: object) -> bool:
    """True when the name is a time zone that this machine knows."""
    if not isinstance(name, str) or not name:
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def month_number(text: str) -> int | None:
    """The month 1–12 in "4", "April", "1 April" or "April 1"; None when there is none."""
    word = re.search(r"[a-z]{3,}", text.lower())
    if word:
        return MONTHS.index(word[0][:3]) + 1 if word[0][:3] in MONTHS else None
    number = re.fullmatch(r"\s*(\d{1,2})(?:\.0)?\s*", text)
    return int(number[1]) if number and 1 <= int(number[1]) <= 12 else None


def read_organisation(setting: pd.DataFrame) -> Organisation:
    """The organisation's settings from the setting frame, defaults where there is none.

    A value that cannot be understood leaves the default in force and is named in `unread`; it never
    stops the dashboard.
    """
    values = {
        str(name).strip().lower().replace("_", " "): str(value).strip()
        for name, value in zip(setting["setting"], setting["value"], strict=True)
        if not pd.isna(name) and not pd.isna(value) and str(value).strip()
    }
    unread = []
    zone = next((values[key] for key in ("zone", "time zone", "timezone") if key in values), None)
    if zone is not None and not is_zone(zone):
        unread.append("zone")
        zone = None
    month = values.get("fiscal year start")
    start = month_number(month) if month is not None else 1
    if start is None:
        unread.append("fiscal year start")
    return Organisation(
        zone=zone or DEFAULT_ZONE,
        fiscal_year_start=start or 1,
        clock=values.get("clock", DEFAULT_CLOCK).lower().replace(" ", ""),
        currency=values.get("currency"),
        name=values.get("organisation") or values.get("organization"),
        unread=tuple(unread),
    )


# --- Quarters -------------------------------------------------------------------------------------


def quarter_of(day: date, fiscal_year_start: int = 1) -> str:
    """The quarter of a day, "2025-Q1"; a fiscal year bears the year it ends in (rule 8)."""
    since_start = (day.month - fiscal_year_start) % 12
    year = day.year + (1 if fiscal_year_start > 1 and day.month >= fiscal_year_start else 0)
    return f"{year}-Q{since_start // 3 + 1}"


def quarters_of(days: pd.Series, fiscal_year_start: int = 1) -> pd.Series:
    """The quarter of every day of a datetime series; None where there is no day."""
    month, year = days.dt.month, days.dt.year
    number = ((month - fiscal_year_start) % 12) // 3 + 1
    if fiscal_year_start > 1:
        year = year + (month >= fiscal_year_start)
    known = days.notna().to_numpy()
    words = np.full(len(days), None, dtype=object)
    words[known] = [
        f"{int(one)}-Q{int(two)}" for one, two in zip(year[known], number[known], strict=True)
    ]
    return pd.Series(words, index=days.index, dtype="object")


def quarter_bounds(quarter: str, fiscal_year_start: int = 1) -> tuple[date, date]:
    """The first and the last day of a quarter. Raises ValueError when it is not like 2025-Q1."""
    parts = _QUARTER.fullmatch(quarter)
    if parts is None:
        raise ValueError(f"quarter must be like 2025-Q1, not {quarter!r}")
    year, number = int(parts[1]), int(parts[2])
    months = fiscal_year_start - 1 + 3 * (number - 1)
    first_year = year - (1 if fiscal_year_start > 1 else 0)
    first = date(first_year + months // 12, months % 12 + 1, 1)
    after = months + 3
    return first, date(first_year + after // 12, after % 12 + 1, 1) - timedelta(days=1)


def shift_quarter(quarter: str, by: int) -> str:
    """The quarter so many quarters later; negative for earlier."""
    parts = _QUARTER.fullmatch(quarter)
    if parts is None:
        raise ValueError(f"quarter must be like 2025-Q1, not {quarter!r}")
    count = int(parts[1]) * 4 + int(parts[2]) - 1 + by
    return f"{count // 4}-Q{count % 4 + 1}"


def default_as_of(quarter: str, today: date, organisation: Organisation) -> date:
    """Today, but at most the quarter's last day."""
    return min(today, quarter_bounds(quarter, organisation.fiscal_year_start)[1])


def newest_quarter(drills: pd.DataFrame) -> str | None:
    """The newest quarter with a completed drill, from `drill_facts`; None while there is none."""
    quarters = drills.loc[drills["status"] == "completed", "quarter"].dropna()
    return None if quarters.empty else str(max(quarters))


def drills_by_quarter(drills: pd.DataFrame) -> Mapping[str, list[str]]:
    """Every quarter with a completed drill, oldest first, with its drills as they ended."""
    done = drills[(drills["status"] == "completed") & drills["quarter"].notna()]
    ordered = done.sort_values(["quarter", "ended_at", "drill"])
    return {
        str(quarter): list(rows["drill"]) for quarter, rows in ordered.groupby("quarter", sort=True)
    }


# --- Days and instants ----------------------------------------------------------------------------


def start_of_day(day: date, zone: str) -> pd.Timestamp:
    """The UTC instant at which a day begins in a zone; a skipped midnight begins when it ends."""
    local = pd.Timestamp(day).tz_localize(zone, ambiguous=True, nonexistent="shift_forward")
    return local.tz_convert("UTC").as_unit("us")


def end_of_day(day: date, zone: str) -> pd.Timestamp:
    """The last microsecond of a day in a zone, as a UTC instant: the as-of date's meaning."""
    return start_of_day(day + timedelta(days=1), zone) - _MICROSECOND


def as_of_instant(as_of: date, organisation: Organisation) -> pd.Timestamp:
    """The last instant that counts: the end of the as-of date in the organisation's zone."""
    return end_of_day(as_of, organisation.zone)


def local_days(instants: pd.Series, zones: pd.Series) -> pd.Series:
    """The calendar day (naive midnight) of every UTC instant in its own row's zone."""
    days = days_at(microseconds(instants), zones.to_numpy(dtype=object))
    return pd.Series(days.view("datetime64[us]"), index=instants.index)


def day_ends(days: pd.Series, zones: pd.Series) -> pd.Series:
    """The last UTC instant of every day (naive midnight) in its own row's zone."""
    ends = ends_of(microseconds(days), zones.to_numpy(dtype=object))
    return instants_of(ends, days.index)


def days_at(stamps: np.ndarray, zones: np.ndarray) -> np.ndarray:
    """`local_days` of `microseconds`: as such too, of the naive midnight."""
    days = np.full(len(stamps), NO_INSTANT)
    for zone, here in _by_zone(stamps, zones):
        moments = pd.DatetimeIndex(stamps[here].view("datetime64[us]")).tz_localize("UTC")
        local = moments.tz_convert(zone).tz_localize(None).normalize()
        days[here] = local.to_numpy("datetime64[us]").view("int64")
    return days


def ends_of(days: np.ndarray, zones: np.ndarray) -> np.ndarray:
    """`day_ends` of the `microseconds` of naive midnights: as such too."""
    ends = np.full(len(days), NO_INSTANT)
    for zone, here in _by_zone(days, zones):
        following = pd.DatetimeIndex(days[here].view("datetime64[us]")) + pd.Timedelta(days=1)
        starts = following.tz_localize(
            zone, ambiguous=np.ones(len(following), dtype=bool), nonexistent="shift_forward"
        )
        ends[here] = starts.tz_convert("UTC").to_numpy("datetime64[us]").view("int64") - 1
    return ends


def _by_zone(stamps: np.ndarray, zones: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """Every zone with the places of its known stamps; a missing zone has none."""
    is_known = stamps != NO_INSTANT
    for zone in {one for one in zones if isinstance(one, str)}:
        here = is_known & (zones == zone)
        if here.any():
            yield zone, here


def instants_of(stamps: np.ndarray, index: pd.Index) -> pd.Series:
    """The instants of `microseconds`, in UTC, with the index."""
    moments = stamps.astype("int64").view("datetime64[us]")
    return pd.Series(pd.DatetimeIndex(moments).tz_localize("UTC"), index=index, dtype=_UTC)


def microseconds(instants: pd.Series) -> np.ndarray:
    """The instants as whole microseconds since 1970 in UTC; a missing one is `NO_INSTANT`.

    Thirty times as cheap as to cast the series, which every test's every phase would ask for.
    """
    return instants.to_numpy("datetime64[us]").view("int64")


def microsecond(moment: pd.Timestamp) -> int:
    """The moment as `microseconds` has it: a UTC instant, or the naive midnight of a day."""
    return int(moment.to_datetime64().astype("datetime64[us]").astype("int64"))


def seconds_between(earlier: pd.Series, later: pd.Series) -> pd.Series:
    """Later − earlier [s], below 0 in the wrong order; missing where one is. One index."""
    begun, ended = microseconds(earlier), microseconds(later)
    is_known = (begun != NO_INSTANT) & (ended != NO_INSTANT)
    return pd.Series(np.where(is_known, (ended - begun) / 1e6, np.nan), index=later.index)


def plain_day(stamp: pd.Timestamp | None) -> date | None:
    """The day of a naive stamp as a plain date; None where there is none."""
    return None if stamp is None or pd.isna(stamp) else stamp.date()
