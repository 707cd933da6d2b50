"""Instants: written moments against UTC worked by hand."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.intake.parsing.instants import decide_day_first, parse_instant
from data.intake.parsing.parsed import Parsed
from data.intake.parsing.plain import Cell

JOHANNESBURG, BERLIN, NEW_YORK = "Africa/Johannesburg", "Europe/Berlin", "America/New_York"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def read(value: Cell, zone: str = JOHANNESBURG, **rules: object) -> Parsed:
    return parse_instant(value, zone=zone, **rules)  # type: ignore[arg-type]


# Johannesburg is UTC+2 all year.
@pytest.mark.parametrize(
    ("value", "utc"),
    [
        ("2025-02-12 08:00", "2025-02-12T06:00"), ("2025-02-12T08:00", "2025-02-12T06:00"),
        ("2025-02-12T08:00:05.25Z", "2025-02-12T08:00:05.250"),
        ("2026-01-19T02:00:00Z", "2026-01-19T02:00"),
        ("2025-02-12T08:00+02:00", "2025-02-12T06:00"),
        ("2025-02-12T08:00-05:00", "2025-02-12T13:00"),
        ("2025-02-12 08:00 -0500", "2025-02-12T13:00"), ("20250212T141000Z", "2025-02-12T14:10"),
        ("2025/02/12 08:00:00", "2025-02-12T06:00"),
        ("25/02/2025 14:10", "2025-02-25T12:10"), ("02/25/2025 2:10 PM", "2025-02-25T12:10"),
        ("25.02.2025 14.10", "2025-02-25T12:10"), ("25.02.2025 14:10 Uhr", "2025-02-25T12:10"),
        ("25/02/25 14:10", "2025-02-25T12:10"), ("25/02/2025 1410", "2025-02-25T12:10"),
        ("25/02/2025 0810 hrs", "2025-02-25T06:10"), ("03/03/2025 08:00", "2025-03-03T06:00"),
        ("12 Feb 2025 08:00", "2025-02-12T06:00"), ("12-Feb-25 08:00", "2025-02-12T06:00"),
        ("Feb 12, 2025 8:00 AM", "2025-02-12T06:00"), ("Wed 12 Feb 2025 08h00", "2025-02-12T06:00"),
        ("12th February 2025 at 8am", "2025-02-12T06:00"), ("12 Feb 2025 noon", "2025-02-12T10:00"),
        ("12 Feb 2025, 12:00 AM", "2025-02-11T22:00"), ("12 Feb 2025 12:30 pm", "2025-02-12T10:30"),
        ("08:00 SAST, 12 Feb 2025", "2025-02-12T06:00"),
        ("12 Feb 2025 08:00 SAST", "2025-02-12T06:00"),
        ("12 Feb 2025 08:00 (UTC)", "2025-02-12T08:00"),
        ("12 Feb 2025 08:00 CET", "2025-02-12T07:00"),
        ("12 July 2025 08:00 CEST", "2025-07-12T06:00"),
        ("12 Feb 2025 08:00 MYT", "2025-02-12T00:00"),
        ("12 Feb 2025 08:00 PST", "2025-02-12T16:00"),
        ("12 Feb 2025 08:00 EST", "2025-02-12T13:00"),
        ("12 Feb 2025 08:00 GMT+3", "2025-02-12T05:00"),
        ("12 July 2025 08:00 ET", "2025-07-12T12:00"),
        ("12 Feb 2025 08:00 UTC+5:30", "2025-02-12T02:30"),
        ("12 Feb 2025 08:00 America/New_York", "2025-02-12T13:00"),
        ("2025-02-14 24:00", "2025-02-14T22:00"),
        ("12 février 2025 08:00", "2025-02-12T06:00"),
        ("12 Februarie 2025 08:00", "2025-02-12T06:00"),
        # what the spreadsheet itself typed; serials and their milliseconds round to the second
        (datetime(2025, 2, 14, 8, 0), "2025-02-14T06:00"), (45702.333333, "2025-02-14T06:00"),
        ("45702.333333", "2025-02-14T06:00"),
        (datetime(2025, 2, 14, 7, 59, 59, 971000), "2025-02-14T06:00"),
        (datetime(2025, 2, 14, 8, tzinfo=timezone(timedelta(hours=5))), "2025-02-14T03:00"),
        (1739340000, "2025-02-12T06:00"), (1739340000000, "2025-02-12T06:00"),
    ],
    ids=str,
)  # fmt: skip
def test_read(value: Cell, utc: str) -> None:
    result = read(value)
    assert (result.value, result.code) == (at(utc), "")
    assert result.value.tzinfo is UTC


@pytest.mark.parametrize(
    ("value", "code", "says"),
    [
        ("2025-02-14 25:00", "no_such_hour", "there is no hour 25"),
        ("2025-02-14 24:30", "no_such_hour", "there is no hour 24:30"),
        ("2025-02-14 12:60", "no_such_minute", "there is no minute 60"),
        ("12 Feb 2025 13:00 am", "no_such_hour", "after noon"),
        ("31/02/2025 10:00", "no_such_day", "February 2025 has no day 31"),
        ("13/13/2025 10:00", "no_such_month", "there is no month 13"),
        ("1/0/1900", "no_such_month", "there is no month 0"),
        ("12 Feb 3025 08:00", "no_such_year", "year 3025"),
        ("08:00", "no_date", "no date"),
        (time(8, 0), "no_date", "no date"),
        (timedelta(hours=8), "no_date", "no date"),
        (0.5, "no_date", "no date"),
        ("12 Feb 08:00", "no_year", "no year"),
        ("2025-02-12", "no_time", "no time of day"),
        (date(2025, 2, 14), "no_time", "no time of day"),
        (45702, "no_time", "no time of day"),
        (20250212, "no_time", "no time of day"),
        ("T+1:30", "no_start", "counts from the drill's start"),
        ("01:00–04:00 MYT", "two_times", "two times, 01:00 and 04:00"),
        ("10:00-12:00 PST", "two_times", "two times"),
        ("2025-01-20 10:00-12:00 PST", "two_times", "two times"),
        ("12 Feb 2025 08:00 IST", "shared_zone", "India, Israel or Ireland"),
        ("noonish", "not_a_time", "not a date and time"),
        ("midnight", "not_a_time", "not a date and time"),
        ("5", "not_a_time", "not a date and time"),
        ("1.5", "not_a_time", "not a date and time"),
        ("v1.2", "not_a_time", "not a date and time"),
        ("March 2025", "not_a_time", "not a date and time"),
        ("Verified via secondary replica", "not_a_time", "not a date and time"),
        (True, "not_a_time", "not a time"),
        (2025, "not_a_time", "not a date and time"),
        (0, "not_a_time", "not a date and time"),
        (datetime.max, "no_such_year", "year 9999"),
        (date(1950, 1, 1), "no_such_year", "year 1950"),
        (float("inf"), "not_a_time", "not a date and time"),
        ("#N/A", "formula_error", "formula error"),
        ("x" * 501, "too_long", "501 characters"),
    ],
    ids=str,
)  # fmt: skip
def test_refused(value: Cell, code: str, says: str) -> None:
    result = read(value)
    assert (result.value, result.code, result.severity) == (None, code, "error")
    assert says in result.message
    assert result.expected == "a date and time such as 2025-02-12 14:10"


@pytest.mark.parametrize(
    ("value", "kind"),
    [("N/A", "not applicable"), ("N/A (geo-replication)", "not applicable"),
     ("-", "not applicable"),
     ("TBC", "pending"), ("HH:MM UTC", "unknown"), ("DD/MM/YYYY HH:MM", "unknown"),
     ("T+X", "unknown"), ("Unknown ", "unknown"), ("Not tested", "not tested")],
)  # fmt: skip
def test_empty_words(value: str, kind: str) -> None:
    result = read(value)
    assert (result.value, result.companions, result.code) == (None, {"empty": kind}, "")


def test_a_failure_instead_of_a_time_is_a_mark() -> None:
    result = read("Not restored")
    assert (result.value, result.mark, result.severity) == (None, "not recovered", "warning")


class TestDayOrder:
    def test_both_readings_are_named(self) -> None:
        result = read("03/02/2025 08:00")
        assert (result.code, result.severity) == ("day_order", "question")
        assert "3 February 2025 or 2 March 2025" in result.message

    def test_the_column_decides(self) -> None:
        assert read("03/02/2025 08:00", day_first=True).value == at("2025-02-03T06:00")
        assert read("03/02/2025 08:00", day_first=False).value == at("2025-03-02T06:00")
        assert read("25/02/2025 08:00", day_first=False).code == "no_such_month"

    @pytest.mark.parametrize(
        ("values", "told", "drill", "day_first", "why"),
        [
            (["03/02/2025", "25/02/2025"], None, None, True, "25/02/2025"),
            (["03/02/2025", "02/25/2025"], None, None, False, "02/25/2025"),
            (["03/02/2025", "25/02/2025 08:00"], False, None, True, "25/02/2025"),  # before told
            (["25/02/2025", "02/25/2025"], True, None, None, "mixed"),
            (["03/02/2025"], True, None, True, "told"),
            (["03/02/2025"], False, date(2025, 2, 3), False, "told"),  # told before the drill
            (["03/02/2025 08:00", "04/02/2025"], None, date(2025, 2, 3), True, "drill"),
            (["02/03/2025"], None, date(2025, 2, 3), False, "drill"),
            (["03/02/2025", "09/09/2025"], None, date(2025, 2, 3), None, "nothing"),
            (["03/02/2025"], None, date(2025, 7, 1), None, "nothing"),
            (["05/02/2025", "12/02/2025", "05/03/2025"], None, None, True, "order"),
            (["02/05/2025", "02/12/2025", "03/05/2025"], None, None, False, "order"),
            (["05/03/2025", "12/02/2025", "05/02/2025", "12/01/2025"], None, None, True, "order"),
            (["01/05/2019", "01/06/2019"], None, None, None, "nothing"),
            (["2025-02-01", date(2025, 1, 1), None, 5], None, None, None, "no date"),
            (["03/03/2025"], None, date(2025, 3, 3), None, "no date"),
            ([], None, None, None, "no date"),
        ],
    )  # fmt: skip
    def test_decided_in_the_order_of_the_design(
        self, values: list[Cell], told: bool | None, drill: date | None,
        day_first: bool | None, why: str,
    ) -> None:  # fmt: skip
        order = decide_day_first(values, told=told, drill_date=drill)
        assert order.day_first is day_first
        assert why in order.why

    @given(st.lists(st.dates(date(2025, 1, 1), date(2025, 12, 31)), min_size=1, max_size=12),
           st.booleans())  # fmt: skip
    def test_a_column_alone_is_never_decided_wrongly(self, days: list[date], first: bool) -> None:
        form = "%d/%m/%Y" if first else "%m/%d/%Y"
        order = decide_day_first([day.strftime(form) for day in days])
        if "can only be" in order.why:
            assert order.day_first is first


class TestOffset:
    START = at("2025-02-12T06:00")

    @pytest.mark.parametrize(
        ("text", "utc"),
        [("T+1:30", "2025-02-12T07:30"), ("T+0:00", "2025-02-12T06:00"),
         ("T+1:35", "2025-02-12T07:35"),
         ("T0:25", "2025-02-12T06:25"), ("T+0:15", "2025-02-12T06:15"),
         ("T-0:15", "2025-02-12T05:45"),
         ("T+90 min", "2025-02-12T07:30"), ("T+26:00", "2025-02-13T08:00")],
    )  # fmt: skip
    def test_counts_from_the_drills_start(self, text: str, utc: str) -> None:
        assert read(text, drill_started_at=self.START).value == at(utc)

    def test_a_bare_offset_asks_for_its_unit(self) -> None:
        assert read("T-5", drill_started_at=self.START).severity == "question"
        result = read("T-5", drill_started_at=self.START, unit="min")
        assert result.value == at("2025-02-12T05:55")


class TestClockAlone:
    DRILL = date(2025, 2, 12)

    def test_takes_the_drills_day(self) -> None:
        for value in ("10:02", time(10, 2), timedelta(hours=10, minutes=2), "10:02 SAST", "10h02"):
            assert read(value, default_date=self.DRILL).value == at("2025-02-12T08:02"), value
        assert read("12 Feb 10:02", default_date=self.DRILL).value == at("2025-02-12T08:02")
        assert read("31 Dec 10:00", default_date=date(2025, 1, 2)).value == at("2024-12-31T08:00")

    def test_before_its_start_it_is_the_next_day_with_a_warning(self) -> None:
        result = read("01:00", default_date=self.DRILL, not_before=at("2025-02-12T20:00"))
        assert (result.value, result.code) == (at("2025-02-12T23:00"), "next_day")
        assert "13 February 2025" in result.message

    def test_stays_on_the_day_of_its_row(self) -> None:
        result = read("16:00", default_date=self.DRILL, not_before=at("2025-02-14T06:00"))
        assert (result.value, result.code) == (at("2025-02-14T14:00"), "")

    def test_a_date_of_its_own_is_never_moved(self) -> None:
        result = read("2025-02-12 01:00", not_before=at("2025-02-12T20:00"))
        assert (result.value, result.code) == (at("2025-02-11T23:00"), "")


class TestTwoColumns:
    def test_date_and_time_are_joined(self) -> None:
        for second in (time(13, 19), "13:19", 0.5548611111, datetime(1899, 12, 30, 13, 19)):
            result = read("01/05/2019", second=second, day_first=False)
            assert result.value == at("2019-01-05T11:19"), second
        assert read(date(2023, 5, 1), second=time(0, 0)).value == at("2023-04-30T22:00")

    def test_a_time_may_stand_without_its_colon(self) -> None:
        for second, hour in (("2300", "21:00"), (2300, "21:00"), ("0815", "06:15"), (815, "06:15")):
            result = read("2025/05/01", second=second)
            assert (result.value, result.code) == (at(f"2025-05-01T{hour}"), ""), second
        for second, code in (("2360", "no_such_minute"), (2500, "no_such_hour")):
            assert read("2025/05/01", second=second).code == code
        assert read("2300").value is None  # in a column of its own it may be anything

    def test_an_empty_word_in_either_is_empty(self) -> None:
        for first, second in (("01/09/2019", "Unknown"), ("- Unknown", time(3, 0))):
            result = read(first, second=second, day_first=False)
            assert (result.value, result.companions, result.code) == (
                None,
                {"empty": "unknown"},
                "",
            )
        assert read("", second="").value is None

    def test_what_is_missing_is_named(self) -> None:
        blank = read("", second=time(3, 0))
        assert (blank.value, blank.code, blank.severity) == (None, "no_date", "warning")
        assert read(date(2023, 5, 1), second="").code == "no_time"
        assert read("", second="10:02", default_date=date(2025, 2, 12)).value == at(
            "2025-02-12T08:02"
        )
        assert read("09/06/2023", second="1/0/1900", day_first=False).code == "no_such_day"

    def test_halves_that_disagree_are_refused(self) -> None:
        assert read("2025-02-12 08:00", second="09:00").code == "two_times"
        assert read("2025-02-12", second="2025-02-13 09:00").code == "two_dates"
        assert read("2025-02-12", second="2025-02-12 09:00").value == at("2025-02-12T07:00")


def test_a_date_alone_where_it_will_do() -> None:
    for value in ("2025-02-12", date(2025, 2, 12), 45700):
        result = read(value, date_alone=True)
        assert (result.value, result.companions) == (at("2025-02-11T22:00"), {"precision": "day"})
    assert read("2025-02-12 08:00", date_alone=True).companions == {}


def test_bare_serials_of_a_1904_workbook() -> None:
    assert (
        read(45702.5 - 1462, date_1904=True).value == read(45702.5).value == at("2025-02-14T10:00")
    )


class TestDaylightSaving:
    @pytest.mark.parametrize(
        ("zone", "text"),
        [(BERLIN, "2025-03-30 02:30"), (NEW_YORK, "2025-03-09 02:30"),
         (BERLIN, "2025-03-30 02:00"), (NEW_YORK, "03/09/2025 2:59 AM")],
    )  # fmt: skip
    def test_a_time_the_clocks_skip_is_an_error(self, zone: str, text: str) -> None:
        result = read(text, zone, day_first=False)
        assert (result.value, result.code) == (None, "skipped_time")
        assert zone in result.message

    def test_the_hours_around_the_jump(self) -> None:
        begin, end = read("2025-03-30 01:00", BERLIN), read("2025-03-30 05:30", BERLIN)
        assert end.value - begin.value == timedelta(hours=3, minutes=30)

    @pytest.mark.parametrize(
        ("not_before", "not_after", "utc", "which"),
        [
            (None, None, "2025-10-26T00:30", "first"),
            ("2025-10-26T00:00", None, "2025-10-26T00:30", "first"),
            ("2025-10-26T00:45", None, "2025-10-26T01:30", "second"),
            ("2025-10-26T00:45", "2025-10-26T02:00", "2025-10-26T01:30", "second"),
            (None, "2025-10-26T00:50", "2025-10-26T00:30", "first"),
            ("2025-10-26T00:45", "2025-10-26T01:00", "2025-10-26T00:30", "first"),
        ],
    )
    def test_a_time_that_comes_twice_keeps_the_row_in_order(
        self, not_before: str | None, not_after: str | None, utc: str, which: str
    ) -> None:
        result = read("2025-10-26 02:30", BERLIN, not_before=not_before and at(not_before),
                      not_after=not_after and at(not_after))  # fmt: skip
        assert (result.value, result.code, result.severity) == (at(utc), "time_twice", "warning")
        assert f"the {which} is taken" in result.message

    def test_a_zone_in_the_cell_settles_it(self) -> None:
        assert read("2025-10-26 02:30 CEST", BERLIN).value == at("2025-10-26T00:30")
        assert read("2025-10-26 02:30 CET", BERLIN).value == at("2025-10-26T01:30")
        assert read("2025-03-30 02:30 UTC", BERLIN).value == at("2025-03-30T02:30")

    def test_an_abbreviation_out_of_season_is_named(self) -> None:
        result = read("12 July 2025 08:00 CET")
        assert (result.value, result.code) == (at("2025-07-12T07:00"), "zone_out_of_season")

    def test_the_drills_zone_settles_a_shared_abbreviation(self) -> None:
        assert read("12 Feb 2025 08:00 IST", "Asia/Kolkata").value == at("2025-02-12T02:30")
        assert read("12 July 2025 08:00 IST", "Europe/Dublin").value == at("2025-07-12T07:00")


# Away from the ends of the century, as two digits of a year mean this one.
MOMENTS = st.datetimes(datetime(2000, 1, 3), datetime(2099, 12, 30)).map(
    lambda moment: moment.replace(microsecond=0)
)


@given(MOMENTS, st.sampled_from([JOHANNESBURG, BERLIN, NEW_YORK, "Asia/Kolkata", "UTC"]))
def test_a_printed_instant_is_read_back(moment: datetime, zone: str) -> None:
    utc = moment.replace(tzinfo=UTC)
    local = utc.astimezone(ZoneInfo(zone))
    around = {"not_before": utc, "not_after": utc}
    for form in (
        "%Y-%m-%d %H:%M:%S",
        "%d/%m/%Y %H:%M:%S",
        "%d %B %Y %I:%M:%S %p",
        "%d.%m.%y %H:%M:%S",
    ):
        assert read(local.strftime(form), zone, day_first=True, **around).value == utc
    assert read(local.strftime("%m/%d/%Y %H:%M:%S"), zone, day_first=False, **around).value == utc
    assert read(utc.strftime("%Y-%m-%dT%H:%M:%SZ"), zone).value == utc
    assert read(local.isoformat(), zone).value == utc
    assert read(local, zone).value == utc


@given(st.integers(min_value=30_000 * 86400, max_value=70_000 * 86400))
def test_a_serial_is_read_to_its_second(seconds: int) -> None:
    expected = (datetime(1899, 12, 30) + timedelta(seconds=seconds)).replace(tzinfo=UTC)
    result = read(seconds / 86400, "UTC", date_alone=True)
    assert result.value == expected


@given(st.text(max_size=60) | st.text(alphabet="0123456789:/-. TZ+APMfebjan", max_size=40))
def test_no_text_breaks_it_and_nothing_is_invented(text: str) -> None:
    result = read(text)
    assert bool(result.code) == bool(result.message)
    long_number = re.search(r"\d{5}", text)  # a spreadsheet's day number, seconds since 1970
    if result.value is not None and not long_number:
        years = {result.value.year, result.value.astimezone(ZoneInfo(JOHANNESBURG)).year}
        assert any(f"{year}"[2:] in unicodedata.normalize("NFKC", text) for year in years)


def test_an_offset_without_a_unit_is_asked_as_it_was_written() -> None:
    started = at("2025-02-12 08:00")
    result = parse_instant("T-5", zone="UTC", drill_started_at=started)
    assert (result.value, result.severity) == (None, "question")
    assert result.message == "T-5 has no unit: it may be hours or minutes"
    assert parse_instant("T-5 min", zone="UTC", drill_started_at=started).value == (
        at("2025-02-12 07:55")
    )
