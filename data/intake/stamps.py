"""Instants in bulk: real date-time cells, ISO texts, without a parser a cell."""

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
_YEARS = range(1980, 2090)
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
    seconds = pd.DatetimeIndex(stamps.astype("datetime64[s]"))
    placed = seconds.tz_localize(zone_info(zone), ambiguous="NaT", nonexistent="NaT")
    utc = placed.tz_convert("UTC").tz_localize(None).to_numpy("datetime64[us]")
    result[places] = utc.astype(np.int64)
    return result


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
