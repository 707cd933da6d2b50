"""Instants in bulk are those of the parser, cell by cell."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from data.intake.pairs import NEVER, Coded
from data.intake.parsing.instants import parse_instant
from data.intake.stamps import instant_of, instants_of, plain_stamps

ZONES = ("Africa/Johannesburg", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")
moments = some.datetimes(dt.datetime(1975, 1, 1), dt.datetime(2095, 1, 1))
texts = moments.map(lambda one: one.strftime("%Y-%m-%d %H:%M"))
slashed = moments.map(lambda one: one.strftime("%d/%m/%Y %H:%M:%S"))
isos = moments.map(lambda one: one.strftime("%Y-%m-%dT%H:%M:%S"))
others = some.sampled_from(["noon", "2025-02-30 08:00", "12/02/2025 08:00", None, 3, "08:00"])


@given(
    values=some.lists(moments | texts | isos | slashed | others, min_size=16, max_size=40),
    zone=some.sampled_from(ZONES),
    day_first=some.sampled_from([True, False, None]),
)
def test_they_are_what_the_parser_gives(
    values: list[object], zone: str, day_first: bool | None
) -> None:
    for value, stamp in zip(values, plain_stamps(values, zone, day_first), strict=True):
        if stamp == NEVER:
            continue
        one = parse_instant(value, zone=zone, day_first=day_first)  # type: ignore[arg-type]
        assert (one.value, one.code, one.companions) == (instant_of(int(stamp)), "", {})


@pytest.mark.parametrize("zone", ZONES)
def test_a_column_of_dates_and_times_needs_no_parser(zone: str) -> None:
    noon = [dt.datetime(2025, 2, day, 12) for day in range(1, 20)]
    assert NEVER not in plain_stamps(noon, zone)


def test_times_a_zone_skips_or_has_twice_are_the_parsers() -> None:
    noon = [dt.datetime(2025, 2, day, 12) for day in range(1, 20)]
    odd = [dt.datetime(2025, 3, 30, 2, 30), dt.datetime(2025, 10, 26, 2, 30)]
    assert list(plain_stamps([*noon, *odd], "Europe/Berlin")[-2:]) == [NEVER, NEVER]


def test_microseconds_there_and_back() -> None:
    held = Coded.of([dt.datetime(2025, 2, 12, 8, 0, 1, tzinfo=dt.UTC), None])
    assert list(held.microseconds) == [1739347201000000, NEVER]
    assert [instant_of(int(one)) for one in held.microseconds] == held.distinct
    assert instants_of(held.microseconds) == held.distinct
