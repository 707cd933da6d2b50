"""Every number's text, exactly; and the promises that hold for all numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wording import numbers

MIN, H, DAY = 60, 3600, 86_400


def plain(text: str) -> str:
    """The text with ordinary spaces, after making sure that every space in it is a no-break one."""
    assert " " not in text
    return text.replace(numbers.NBSP, " ")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 min"),
        (20, "20 s"),
        (59.4, "59 s"),
        (60, "1 min"),
        (45 * MIN, "45 min"),
        (89 * MIN + 30, "1 h 30 min"),
        (4 * H, "4 h"),
        (3 * H + 20 * MIN, "3 h 20 min"),
        (26 * H + 30 * MIN, "26 h 30 min"),
        (47 * H + 59 * MIN, "47 h 59 min"),
        (48 * H, "2 days"),
        (52 * H + 10 * MIN, "2 days 4 h"),
        (47 * DAY, "47 days"),
    ],
)
def test_duration(seconds: float, text: str) -> None:
    assert plain(numbers.duration(seconds)) == text


@pytest.mark.parametrize(
    ("seconds", "target", "text"),
    [
        (4 * H, 4 * H, "4 h"),
        (3 * H + 59 * MIN + 40, 4 * H, "3 h 59 min 40 s"),
        (4 * H - 0.2, 4 * H, "3 h 59 min 59 s"),
        (4 * H + 0.2, 4 * H, "4 h 1 s"),
        (4 * H + 20, 4 * H, "4 h 20 s"),
        (7 * DAY - 100, 7 * DAY, "6 days 23 h 58 min"),
        (3 * H, 4 * H, "3 h"),
    ],
)
def test_duration_beside_its_target(seconds: float, target: float, text: str) -> None:
    assert plain(numbers.duration(seconds, target)) == text


def in_seconds(text: str) -> int:
    """A duration's text read back."""
    units = {"days": DAY, "h": H, "min": MIN, "s": 1}
    parts = plain(text).split(" ")
    return sum(int(parts[at]) * units[parts[at + 1]] for at in range(0, len(parts), 2))


spans = st.one_of(st.floats(0, 30 * DAY), st.integers(0, 30 * DAY).map(float))


@given(spans, st.integers(1, 30 * DAY))
def test_duration_never_rounds_across_its_target(seconds: float, target: int) -> None:
    shown = in_seconds(numbers.duration(seconds, target))
    assert (shown > target) - (shown < target) == (seconds > target) - (seconds < target)


@given(spans)
def test_duration_is_near_what_it_says(seconds: float) -> None:
    most = H / 2 if seconds >= 2 * DAY else MIN / 2
    assert abs(in_seconds(numbers.duration(seconds)) - seconds) <= most


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-100 * MIN, "−1 h 40 min"),
        (15 * MIN, "+15 min"),
        (0, "unchanged"),
        (-20, "−20 s"),
        (None, "unknown"),
    ],
)
def test_duration_change(seconds: float | None, text: str) -> None:
    assert plain(numbers.duration_change(seconds)) == text


def test_the_minus_of_a_delta_is_plain_ascii() -> None:
    assert plain(numbers.for_delta(numbers.duration_change(-70 * MIN))) == "-1 h 10 min"


@pytest.mark.parametrize("missing", [None, float("nan"), np.nan, pd.NA, pd.NaT])
def test_missing_is_written_out(missing: object) -> None:
    assert numbers.duration(missing) == "unknown"  # type: ignore[arg-type]
    assert numbers.share(missing) == "no data"  # type: ignore[arg-type]
    assert numbers.value(missing, "count") == "no data"  # type: ignore[arg-type]
    assert numbers.day(missing) == "unknown"  # type: ignore[arg-type]
    assert numbers.money(missing, "ZAR") == "unknown"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (9 / 11, "82 %"),
        (1.0, "100 %"),
        (0.0, "0 %"),
        (0.996, "99 %"),
        (0.9999999, "99 %"),
        (0.001, "1 %"),
        (5 / 8, "63 %"),
        (0.125, "13 %"),
        (0.29, "29 %"),
        (0.005, "1 %"),
    ],
)
def test_share(value: float, text: str) -> None:
    assert plain(numbers.share(value)) == text


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_hundred_only_when_all_and_zero_only_when_none(pair: tuple[int, int]) -> None:
    k, n = pair
    text = plain(numbers.share(k / n))
    assert (text == "100 %") == (k == n)
    assert (text == "0 %") == (k == 0)
    assert text == plain(numbers.share(Fraction(k, n)))  # type: ignore[arg-type]
    assert abs(int(text.removesuffix(" %")) - 100 * k / n) <= 1


@given(
    st.integers(1, 2_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.integers(1, 99),
)
def test_a_rate_reads_as_its_target_only_when_it_is_it(pair: tuple[int, int], goal: int) -> None:
    k, n = pair
    shown = float(plain(numbers.share(k / n, goal / 100)).removesuffix(" %"))
    true = Fraction(k, n) * 100
    assert (shown > goal) - (shown < goal) == (true > goal) - (true < goal)


def test_share_beside_its_target() -> None:
    assert plain(numbers.share(0.796, 0.8)) == "79.6 %"
    assert plain(numbers.share(0.8, 0.8)) == "80 %"
    assert plain(numbers.share(0.82, 0.8)) == "82 %"


def test_share_of() -> None:
    assert numbers.share_of(9, 11) == "82\u00a0% (9\u00a0of\u00a011)"
    assert numbers.share_of(0, 0) == "no data"
    assert numbers.share_of(None, 3) == "no data"


def test_interval() -> None:
    assert plain(numbers.interval(0.523, 0.9486)) == "52–95 %"
    assert plain(numbers.interval(0.566, 1.0)) == "57–100 %"


@pytest.mark.parametrize(
    ("change", "decimals", "text"),
    [
        (0.06, 0, "+6 points"),
        (-0.01, 0, "−1 point"),
        (1 / 3, 1, "+33.3 points"),
        (-0.06667, 1, "−6.7 points"),
        (0.4, 1, "+40.0 points"),
        (0.0, 0, "no change"),
        (0.001, 0, "+0.1 points"),
    ],
)
def test_points(change: float, decimals: int, text: str) -> None:
    shown = numbers.points(change, decimals)
    assert shown.replace(numbers.NBSP, " ") == text


@pytest.mark.parametrize(
    ("seconds", "objective", "text"),
    [
        (3 * H + 20 * MIN, 4 * H, "40 min to spare"),
        (5 * H, 4 * H, "1 h over"),
        (4 * H, 4 * H, "exactly on it"),
        (None, 4 * H, "–"),
        (5 * H, float("nan"), "–"),
    ],
)
def test_margin(seconds: float | None, objective: float, text: str) -> None:
    assert numbers.margin(seconds, objective).replace(numbers.NBSP, " ") == text


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [
        (12, None, "12"),
        (1, "gap", "1 gap"),
        (0, "gap", "0 gaps"),
        (9999, None, "9999"),
        (18_000, None, "18 000"),
        (-3, None, "−3"),
        (2.5, None, "2.5"),
    ],
)
def test_count(number: float, noun: str | None, text: str) -> None:
    assert plain(numbers.count(number, noun)) == text


def test_money() -> None:
    assert plain(numbers.money(477_000, "ZAR")) == "ZAR 477 000"
    assert plain(numbers.money(99.5, "ZAR")) == "ZAR 99.5"
    assert plain(numbers.money(1234.4)) == "1234"


@pytest.mark.parametrize(
    ("on", "precision", "text"),
    [
        (date(2025, 2, 12), None, "12 Feb 2025"),
        (date(2025, 2, 12), "day", "12 Feb 2025"),
        (date(2025, 2, 28), "month", "Feb 2025"),
        (date(2025, 3, 31), "quarter", "Q1 2025"),
        (date(2025, 12, 31), "year", "2025"),
        (None, "ongoing", "ongoing"),
        (None, None, "unknown"),
    ],
)
def test_dated(on: date | None, precision: str | None, text: str) -> None:
    assert plain(numbers.dated(on, precision)) == text


def test_days_in_sentences() -> None:
    assert plain(numbers.day_in_sentence(date(2025, 2, 12))) == "12 February"
    assert plain(numbers.day_in_sentence(date(2024, 2, 12), 2025)) == "12 February 2024"
    assert plain(numbers.span(date(2025, 2, 12), date(2025, 2, 13))) == "12–13 Feb 2025"
    assert plain(numbers.span(date(2025, 2, 28), date(2025, 3, 1))) == "28 Feb – 1 Mar 2025"


def test_times_are_said_with_their_zone() -> None:
    six_utc = datetime(2025, 2, 12, 6, 0, tzinfo=UTC)
    assert plain(numbers.clock_time(six_utc, "Africa/Johannesburg")) == "08:00 SAST"
    assert plain(numbers.moment(six_utc, "Africa/Johannesburg")) == "12 Feb 2025 08:00 SAST"
    assert plain(numbers.clock_time(pd.Timestamp(six_utc), "Asia/Dubai")) == "10:00 UTC+04"
    with pytest.raises(ValueError, match="no time zone"):
        numbers.clock_time(datetime(2025, 2, 12, 6, 0), "Africa/Johannesburg")


def test_quarter() -> None:
    assert plain(numbers.quarter("2025-Q1")) == "Q1 2025"


def test_value_by_unit() -> None:
    shown = [
        numbers.value(9 / 11, "share"),
        numbers.value(12_000, "s"),
        numbers.value(26.5, "h"),
        numbers.value(18.5, "days"),
        numbers.value(True, "bool"),
        numbers.value(0, "count"),
        numbers.value(0.0312, "p"),
        numbers.value(477_000, "ZAR"),
    ]
    assert [plain(one) for one in shown] == [
        "82 %", "3 h 20 min", "26 h 30 min", "18.5 days", "yes", "0", "p = 0.031", "ZAR 477 000",
    ]  # fmt: skip


def test_target() -> None:
    assert plain(numbers.target(4 * H, "s", "<")) == "< 4 h"
    assert plain(numbers.target(1.0, "share", ">=")) == "100 %"
    assert plain(numbers.target(2, "count", ">=")) == "≥ 2"
