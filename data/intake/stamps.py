"""Instants in bulk: real date-time cells, ISO texts, a day and a clock, without a parser a cell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.intake.pairs import NEVER
from data.intake.parsing.zones import zone_info

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_ISO = re.compile(r"(?:19[89]|20[0-8])\d-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?")
_NUMERIC = re.compile(r"(\d\d)[/.](\d\d)[/.](\d{4}) (\d\d:\d\d(?::\d\d)?)")
_ISO_DAY = re.compile(r"(?:19[89]|20[0-8])\d-\d\d-\d\d")
_NUMERIC_DAY = re.compile(r"(\d\d)[/.](\d\d)[/.](\d{4})")
_CLOCK = re.compile(r"(\d|[01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")
_YEARS = range(1980, 2090)
_NO_DAY = np.iinfo(np.int64).min
_DAY_SECONDS = 86_400
_FEW = 16


def plain_stamps(
    values: Sequence[Any], zone: str, day_first: bool | None = None
) -> npt.NDArray[np.int64]:
    """The microsecond (UTC) of each value that is a plain local date and time; NEVER of all others.

    Plain is a date-time cell, `2025-02-12 08:00[:00]`, or `12/02/2025 08:00[:00]` when the order of
    day and month is known, of the years in which nobody errs, at a
    time its zone has exactly once; it is rounded to the second, as the parser rounds. All others
    are the parser's (`parse_instant`), which gives the same for these.
    """
    result = np.full(len(values), NEVER)
    places: list[int] = []
    local: list[dt.datetime] = []
    for place, value in enumerate(values):
        if type(value) is str and len(value) in (16, 19):
            if day_first is not None and (found := _NUMERIC.fullmatch(value)):
                day, month, year, clock = found.groups() if day_first else found.group(2, 1, 3, 4)
                value = f"{year}-{month}-{day} {clock}"
            elif not _ISO.fullmatch(value):
                continue
            try:
                value = dt.datetime.fromisoformat(value)
            except ValueError:
                continue
        if type(value) is dt.datetime and value.tzinfo is None and value.year in _YEARS:
            places.append(place)
            local.append(value)
    if len(places) < _FEW:
        return result
    stamps = pd.DatetimeIndex(local).to_numpy("datetime64[us]") + np.timedelta64(500_000, "us")
    result[places] = _placed(stamps.astype("datetime64[s]"), zone)
    return result


def _placed(local: npt.NDArray[np.datetime64], zone: str) -> npt.NDArray[np.int64]:
    """Local seconds in UTC, as microseconds; NEVER of times the zone has twice or not at all."""
    placed = pd.DatetimeIndex(local).tz_localize(
        zone_info(zone), ambiguous="NaT", nonexistent="NaT"
    )
    utc = placed.tz_convert("UTC").tz_localize(None).to_numpy("datetime64[us]")
    return np.asarray(utc.astype(np.int64))


def plain_clocks(values: Sequence[Any]) -> npt.NDArray[np.int64]:
    """The second of the day of each value that is a plain time of day; -1 of all others.

    Plain is `8:05`, `08:05[:00]` or a cell of a whole second.
    """
    found = np.full(len(values), -1)
    for place, value in enumerate(values):
        if type(value) is str and (match := _CLOCK.fullmatch(value)):
            hour, minute, second = (int(part or 0) for part in match.groups())
            found[place] = hour * 3600 + minute * 60 + second
        elif type(value) is dt.time and value.tzinfo is None and not value.microsecond:
            found[place] = value.hour * 3600 + value.minute * 60 + value.second
    return found


def plain_days(values: Sequence[Any], day_first: bool | None = None) -> npt.NDArray[np.int64]:
    """The day since 1970 of each value that is a plain date; the least integer of all others.

    Plain is `2025-02-12`, `12/02/2025` when the order of day and month is known, or a date without
    a time of day, of the years in which nobody errs.
    """
    found = np.full(len(values), _NO_DAY)
    for place, value in enumerate(values):
        day = value
        if type(value) is str:
            if day_first is not None and (match := _NUMERIC_DAY.fullmatch(value)):
                one, other, year = match.groups()
                value = f"{year}-{other}-{one}" if day_first else f"{year}-{one}-{other}"
            elif not _ISO_DAY.fullmatch(value):
                continue
            try:
                day = dt.date.fromisoformat(value)
            except ValueError:
                continue
        if type(day) is dt.datetime and day.tzinfo is None and day.time() == dt.time():
            day = day.date()
        if type(day) is dt.date and day.year in _YEARS:
            found[place] = (day - _EPOCH.date()).days
    return found


def split_stamps(
    days: npt.NDArray[np.int64], clocks: npt.NDArray[np.int64], zone: str
) -> npt.NDArray[np.int64]:
    """The microsecond (UTC) of days and times of day in two columns, as `plain_days` and
    `plain_clocks` give them; NEVER where either is not plain."""
    result = np.full(len(days), NEVER)
    both = np.flatnonzero((days != _NO_DAY) & (clocks >= 0))
    if len(both) >= _FEW:
        local = days[both] * _DAY_SECONDS + clocks[both]
        result[both] = _placed(local.astype("datetime64[s]"), zone)
    return result


def borrowed_stamps(
    days: npt.NDArray[np.int64], clocks: npt.NDArray[np.int64], before: npt.NDArray[np.int64],
    zone: str,
) -> npt.NDArray[np.int64]:  # fmt: skip
    """The microsecond (UTC) of times of day that take their day from their drill.

    days : of the drill. before : the microsecond of what was earlier in the row, NEVER where
    nothing was; the time is of that day at the earliest. NEVER where the result would be before it
    all the same, as the next day is the parser's to tell of.
    """
    known = before != NEVER
    if known.any():
        utc = pd.DatetimeIndex(before[known].view("datetime64[us]")).tz_localize("UTC")
        local = utc.tz_convert(zone_info(zone)).tz_localize(None).to_numpy("datetime64[D]")
        days = days.copy()
        days[known] = np.where(
            days[known] == _NO_DAY, _NO_DAY, np.maximum(days[known], local.astype(np.int64))
        )
    found = split_stamps(days, clocks, zone)
    found[known & (found < before)] = NEVER
    return found


def instants_of(microseconds: npt.NDArray[np.int64]) -> list[dt.datetime | None]:
    """The instants of whole columns of microseconds."""
    stamps = pd.DatetimeIndex(microseconds.view("datetime64[us]")).tz_localize("UTC")
    return [None if never else moment for moment, never in
            zip(stamps.to_pydatetime(), microseconds == NEVER, strict=True)]  # fmt: skip


def instant_of(microsecond: int) -> dt.datetime | None:
    """The instant of a number of microseconds (`Coded.microseconds`)."""
    if microsecond == NEVER:
        return None
    return _EPOCH + dt.timedelta(microseconds=int(microsecond))
