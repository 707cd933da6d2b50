"""Instants in bulk are those of the parser, cell by cell."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from data.intake.pairs import NEVER, Coded
from data.intake.parsing.instants import parse_instant
from data.intake.stamps import (
    borrowed_stamps,
    instant_of,
    instants_of,
    plain_clocks,
    plain_days,
    plain_stamps,
    split_stamps,
)

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


clocks = some.times().map(lambda one: one.replace(microsecond=0, tzinfo=None))
written_clocks = clocks.map(lambda one: one.strftime("%H:%M")) | clocks.map(
    lambda one: f"{one.hour}:{one.minute:02}:{one.second:02}"
)
no_clocks = some.sampled_from(["24:00", "25:10", "noon", "8 am", None, "08:00 UTC", 0.5])
days = some.dates(dt.date(1975, 1, 1), dt.date(2095, 1, 1))
written_days = days.map(lambda one: one.isoformat()) | days.map(lambda one: f"{one:%d/%m/%Y}")
no_days = some.sampled_from(["2025-02-30", "31/31/2025", "12 Feb 2025", None, "TBC"])


@given(
    pairs=some.lists(
        some.tuples(days | written_days | no_days, clocks | written_clocks | no_clocks),
        min_size=16, max_size=40,
    ),
    zone=some.sampled_from(ZONES),
    day_first=some.sampled_from([True, False, None]),
)  # fmt: skip
def test_a_day_and_a_clock_in_two_columns_are_what_the_parser_gives(
    pairs: list[tuple[object, object]], zone: str, day_first: bool | None
) -> None:
    dates, times = zip(*pairs, strict=True)
    stamps = split_stamps(plain_days(dates, day_first), plain_clocks(times), zone)
    for date, time, stamp in zip(dates, times, stamps, strict=True):
        if stamp == NEVER:
            continue
        one = parse_instant(date, zone=zone, day_first=day_first, second=time)
        assert (one.value, one.code, one.companions) == (instant_of(int(stamp)), "", {})


@given(
    rows=some.lists(
        some.tuples(clocks | written_clocks | no_clocks, days | some.none(),
                    some.datetimes(dt.datetime(1979, 12, 30), dt.datetime(2091, 1, 1))
                    | some.none()),
        min_size=16, max_size=40,
    ),
    zone=some.sampled_from(ZONES),
)  # fmt: skip
def test_a_clock_that_takes_its_drills_day_is_what_the_parser_gives(
    rows: list[tuple[object, dt.date | None, dt.datetime | None]], zone: str
) -> None:
    """Also where something in the row was earlier; the day after is left to the parser."""
    before = Coded.of([None if one is None else one.replace(tzinfo=dt.UTC) for *_, one in rows])
    stamps = borrowed_stamps(
        plain_days([day for _, day, _ in rows]), plain_clocks([time for time, *_ in rows]),
        before.microseconds, zone,
    )  # fmt: skip
    for (time, day, _), earlier, stamp in zip(rows, before.objects, stamps, strict=True):
        if stamp == NEVER:
            continue
        one = parse_instant(time, zone=zone, default_date=day, not_before=earlier)  # type: ignore[arg-type]
        assert (one.value, one.code, one.companions) == (instant_of(int(stamp)), "", {})


def test_usual_days_and_clocks_need_no_parser() -> None:
    """8:05 in Johannesburg is 06:05 UTC; with an hour before it that is later, nothing is said."""
    dates = [f"2025-02-{day:02}" for day in range(1, 20)]
    at_five_past_eight = plain_clocks(["08:05"] * 19)
    split = split_stamps(plain_days(dates), at_five_past_eight, ZONES[0])
    assert [instant_of(one) for one in split.tolist()] == [
        dt.datetime(2025, 2, day, 6, 5, tzinfo=dt.UTC) for day in range(1, 20)
    ]
    nothing_before = split * 0 + NEVER
    borrowed = borrowed_stamps(plain_days(dates), at_five_past_eight, nothing_before, ZONES[0])
    assert borrowed.tolist() == split.tolist()
    later = borrowed_stamps(plain_days(dates), at_five_past_eight, split + 1, ZONES[0])
    assert set(later.tolist()) == {NEVER}
