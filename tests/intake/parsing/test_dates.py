"""Dates with their precision: the last day of each period, worked by hand."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.intake.parsing.dates import parse_date, quarter_end, quarter_of
from data.intake.parsing.plain import Cell


@pytest.mark.parametrize(
    ("value", "day", "precision"),
    [
        ("February 2025", "2025-02-28", "month"), ("Feb-25", "2025-02-28", "month"),
        ("2025-02", "2025-02-28", "month"), ("Feb 2024", "2024-02-29", "month"),
        ("02/2025", "2025-02-28", "month"), ("Feb '25", "2025-02-28", "month"),
        ("2025 Feb", "2025-02-28", "month"), ("end of February 2025", "2025-02-28", "month"),
        ("mid-February 2025", "2025-02-28", "month"), ("by March 2025", "2025-03-31", "month"),
        ("Q1 2025", "2025-03-31", "quarter"), ("2024-Q4", "2024-12-31", "quarter"),
        ("Q4 2026", "2026-12-31", "quarter"), ("2025Q1", "2025-03-31", "quarter"),
        ("Q1'25", "2025-03-31", "quarter"), ("1Q25", "2025-03-31", "quarter"),
        ("second quarter of 2025", "2025-06-30", "quarter"), ("Q1 FY2025", "2025-03-31", "quarter"),
        ("January - March 2025", "2025-03-31", "quarter"), ("2025", "2025-12-31", "year"),
        (2025, "2025-12-31", "year"), (2025.0, "2025-12-31", "year"),
        ("Ongoing", None, "ongoing"), ("on-going", None, "ongoing"),
        ("Ongoing after March 2025", "2025-03-31", "ongoing"),
        ("March 2025 onwards", "2025-03-31", "ongoing"),
        ("after March 2025", "2025-03-31", "ongoing"),
        ("Ongoing (from 1 April 2025)", "2025-04-01", "ongoing"),
        ("2026-01-20", "2026-01-20", "day"), ("15 January 2026", "2026-01-15", "day"),
        ("12 Feb 2025", "2025-02-12", "day"), ("25/02/2025", "2025-02-25", "day"),
        ("Sat 15th Feb, 2025", "2025-02-15", "day"), ("by 14 March 2025", "2025-03-14", "day"),
        ("2026-01-19T02:00:00Z", "2026-01-19", "day"), ("25/02/2025 14:10", "2025-02-25", "day"),
        ("12 mars 2025", "2025-03-12", "day"), ("31-Mar-25", "2025-03-31", "day"),
        (datetime(2025, 2, 12, 23, 0), "2025-02-12", "day"),
        (date(2025, 2, 12), "2025-02-12", "day"),
        (45702, "2025-02-14", "day"), (45702.9, "2025-02-14", "day"),
        (20250212, "2025-02-12", "day"),
    ],
    ids=str,
)  # fmt: skip
def test_read(value: Cell, day: str | None, precision: str) -> None:
    result = parse_date(value)
    assert result.value == (date.fromisoformat(day) if day else None)
    assert result.companions == {"precision": precision}
    assert not result.is_error


@pytest.mark.parametrize(
    ("value", "code", "says"),
    [
        ("31/02/2025", "no_such_day", "February 2025 has no day 31"),
        ("29 Feb 2025", "no_such_day", "February 2025 has no day 29"),
        ("2025-13", "no_such_month", "there is no month 13"),
        ("Q5 2025", "no_such_quarter", "there is no quarter 5"),
        ("Feb 25", "no_year", "a day without a year or a month of 2025"),
        ("25-Feb", "no_year", "no year"),
        ("February", "not_a_date", "not a date"),
        ("Q1", "not_a_date", "not a date"),
        ("Month 1", "not_a_date", "not a date"),
        ("10:00", "no_date", "no date"),
        ("noonish", "not_a_date", "not a date"),
        ("1.5", "not_a_date", "not a date"),
        (12, "not_a_date", "not a date"),
        (True, "not_a_date", "not a date"),
        (date.max, "no_such_year", "year 9999"),
        (float("-inf"), "not_a_date", "not a date"),
        ("y" * 501, "too_long", "501 characters"),
    ],
    ids=str,
)
def test_refused(value: Cell, code: str, says: str) -> None:
    result = parse_date(value)
    assert (result.value, result.code, result.severity) == (None, code, "error")
    assert says in result.message
    assert "12 Feb 2025" in result.expected


@pytest.mark.parametrize(
    ("value", "kind"),
    [("DD/MM/YYYY", "unknown"), ("YYYY-MM-DD", "unknown"), ("TBC", "pending"),
     ("N/A", "not applicable")],
)  # fmt: skip
def test_empty_words(value: str, kind: str) -> None:
    assert parse_date(value).companions == {"empty": kind}
    assert parse_date(value).value is None


def test_day_and_month_follow_the_column() -> None:
    assert parse_date("03/02/2025").severity == "question"
    assert "3 February 2025 or 2 March 2025" in parse_date("03/02/2025").message
    assert parse_date("03/02/2025", day_first=True).value == date(2025, 2, 3)
    assert parse_date("03/02/2025", day_first=False).value == date(2025, 3, 2)


def test_a_month_that_could_be_a_day_is_named() -> None:
    assert parse_date("Feb-25").code == "assumed_period"
    assert parse_date("Feb-2025").code == ""


def test_a_moment_of_another_zone_counts_on_the_day_here() -> None:
    late = datetime(2025, 2, 12, 23, 30, tzinfo=UTC)
    assert parse_date(late, zone="Africa/Johannesburg").value == date(2025, 2, 13)
    text = "2025-02-12T23:30:00Z"
    assert parse_date(text, zone="Africa/Johannesburg").value == date(2025, 2, 13)


def test_a_day_without_a_year_takes_the_drills() -> None:
    assert parse_date("14 March", near=date(2025, 2, 12)).value == date(2025, 3, 14)
    assert parse_date("20 Dec", near=date(2025, 1, 5)).value == date(2024, 12, 20)


@pytest.mark.parametrize(
    ("year", "quarter", "start", "end"),
    [(2025, 1, 1, "2025-03-31"), (2025, 4, 1, "2025-12-31"), (2025, 1, 4, "2024-06-30"),
     (2025, 4, 4, "2025-03-31"), (2025, 1, 7, "2024-09-30"), (2025, 3, 10, "2025-06-30")],
)  # fmt: skip
def test_fiscal_quarters_bear_the_year_they_end_in(
    year: int, quarter: int, start: int, end: str
) -> None:
    assert quarter_end(year, quarter, start) == date.fromisoformat(end)
    assert quarter_of(date.fromisoformat(end), start) == (year, quarter)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 12))
def test_every_day_lies_in_its_quarter(day: date, start: int) -> None:
    year, quarter = quarter_of(day, start)
    end = quarter_end(year, quarter, start)
    assert 0 <= (end - day).days <= 92
    assert (end.month - start) % 3 == 2
    assert end.day == calendar.monthrange(end.year, end.month)[1]


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_printed_date_is_read_back(day: date) -> None:
    for form in ("%Y-%m-%d", "%d %B %Y", "%d-%b-%y", "%B %d, %Y", "%d/%m/%Y", "%d.%m.%Y", "%Y%m%d"):
        assert parse_date(day.strftime(form), day_first=True).value == day, form
    month = date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])
    for form in ("%B %Y", "%Y-%m", "%m/%Y", "%b %Y"):
        result = parse_date(day.strftime(form))
        assert (result.value, result.companions) == (month, {"precision": "month"}), form


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    result = parse_date(text)
    assert bool(result.code) == bool(result.message)
