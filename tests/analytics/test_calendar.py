"""Days, quarters and settings, with dates worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.calendar import (
    Organisation,
    as_of_instant,
    day_ends,
    default_as_of,
    end_of_day,
    local_days,
    quarter_bounds,
    quarter_of,
    quarters_of,
    read_organisation,
    seconds_between,
    shift_quarter,
)
from tests.analytics.frames import record_frame


def settings_of(**values: str) -> Organisation:
    return read_organisation(
        record_frame(
            "setting",
            [{"setting": name.replace("_", " "), "value": value} for name, value in values.items()],
        )
    )


def test_settings_default_to_johannesburg_and_calendar_quarters() -> None:
    assert settings_of() == Organisation("Africa/Johannesburg", 1, "disruption:restored", None)


@pytest.mark.parametrize(
    ("written", "month"), [("4", 4), ("April", 4), ("1 April", 4), ("Apr 1", 4), ("12", 12)]
)
def test_fiscal_year_start_as_people_write_it(written: str, month: int) -> None:
    assert settings_of(fiscal_year_start=written).fiscal_year_start == month


def test_a_setting_that_cannot_be_read_leaves_the_default_and_is_named() -> None:
    organisation = settings_of(zone="Gotham", fiscal_year_start="soon", currency="ZAR")
    assert organisation.zone == "Africa/Johannesburg"
    assert organisation.fiscal_year_start == 1
    assert organisation.currency == "ZAR"
    assert organisation.unread == ("zone", "fiscal year start")


@pytest.mark.parametrize(
    ("day", "start", "quarter"),
    [
        (date(2025, 3, 31), 1, "2025-Q1"),
        (date(2025, 4, 1), 1, "2025-Q2"),
        (date(2025, 4, 1), 4, "2026-Q1"),  # April 2025 opens the year that ends in March 2026
        (date(2025, 3, 31), 4, "2025-Q4"),
        (date(2025, 9, 30), 10, "2025-Q4"),
        (date(2025, 12, 31), 10, "2026-Q1"),
    ],
)
def test_quarter_of_a_day(day: date, start: int, quarter: str) -> None:
    assert quarter_of(day, start) == quarter
    first, last = quarter_bounds(quarter, start)
    assert first <= day <= last


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(1, 12))
def test_quarters_tile_the_calendar(day: date, start: int) -> None:
    quarter = quarter_of(day, start)
    first, last = quarter_bounds(quarter, start)
    assert first <= day <= last
    assert quarter_bounds(shift_quarter(quarter, 1), start)[0] == last + timedelta(days=1)
    days = pd.Series([pd.Timestamp(day), pd.NaT], dtype="datetime64[us]")
    assert list(quarters_of(days, start)) == [quarter, None]


def test_the_as_of_date_ends_with_its_day_in_the_organisations_zone() -> None:
    # Johannesburg is two hours ahead of UTC: its 31 March ends at 22:00 UTC.
    after = as_of_instant(date(2025, 3, 31), Organisation()) + pd.Timedelta(1, "us")
    assert after == pd.Timestamp("2025-03-31 22:00", tz="UTC")


def test_default_as_of_is_today_but_at_most_the_quarters_last_day() -> None:
    assert default_as_of("2025-Q1", date(2025, 2, 20), Organisation()) == date(2025, 2, 20)
    assert default_as_of("2025-Q1", date(2026, 7, 1), Organisation()) == date(2025, 3, 31)


def test_days_with_a_skipped_or_doubled_midnight() -> None:
    # Santiago skips 00:00-01:00 on 7 September 2025: the 6th ends where the 7th begins, at 04:00Z.
    assert end_of_day(date(2025, 9, 6), "America/Santiago") < pd.Timestamp("2025-09-07 04:00Z")
    assert end_of_day(date(2025, 9, 6), "America/Santiago") > pd.Timestamp("2025-09-07 03:59:59Z")
    zones = pd.Series(["America/Santiago", "Europe/Berlin", "Europe/Berlin"])
    days = pd.Series(pd.to_datetime(["2025-09-06", "2025-03-30", None])).astype("datetime64[us]")
    ends = day_ends(days, zones)
    assert ends[0] == end_of_day(date(2025, 9, 6), "America/Santiago")
    assert ends[1] == pd.Timestamp("2025-03-30 21:59:59.999999Z")  # 30 March has 23 hours in Berlin
    assert pd.isna(ends[2])


def test_the_day_of_an_instant_is_its_zones() -> None:
    instants = pd.Series(pd.to_datetime(["2025-03-31 22:30Z", "2025-03-31 22:30Z"])).astype(
        "datetime64[us, UTC]"
    )
    days = local_days(instants, pd.Series(["Africa/Johannesburg", "America/New_York"]))
    assert [str(day.date()) for day in days] == ["2025-04-01", "2025-03-31"]


def test_seconds_between_instants_of_any_unit_and_zone() -> None:
    begun = pd.Series(["2025-03-30 00:30", None, "2025-03-30 03:00", "2025-03-30 01:00:00.000001"])
    ended = pd.Series(["2025-03-30 01:30", "2025-03-30 01:00", None, "2025-03-30 00:59:59"])
    # An hour, however the clocks change in London that night; a millionth before the second.
    earlier = pd.to_datetime(begun, format="ISO8601", utc=True).dt.tz_convert("Europe/London")
    later = pd.to_datetime(ended, format="ISO8601", utc=True).astype("datetime64[ns, UTC]")
    found = seconds_between(earlier, later)
    assert found[0] == 3600.0
    assert found[[1, 2]].isna().all()
    assert found[3] == -1.000001
    pd.testing.assert_series_equal(found, (later - earlier).dt.total_seconds())
