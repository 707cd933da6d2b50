"""Durations: every written form against seconds worked by hand."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.intake.parsing.durations import parse_duration
from data.intake.parsing.plain import Cell

MINUTE, HOUR, DAY = 60, 3600, 86400

READ: list[tuple[Cell, float]] = [
    # the forms the design names
    ("3h 20m", 12000), ("3:20", 12000), ("3:20:00", 12000), ("200 min", 12000),
    ("3.5 hrs", 12600), ("3,5 h", 12600), ("PT3H20M", 12000), ("1 day", DAY),
    ("1 day, 4:00:00", 100800), ("28:00", 100800), ("T+1:30", 5400), ("12m 05s", 725),
    ("14400s (4 hours)", 14400), ("$30\\text{ sec}$", 30), ("**4h**", 14400), ("0", 0),
    ("half an hour", 1800), ("3h20", 12000), ("03:20", 12000), ("2 days", 2 * DAY),
    ("1 week", 7 * DAY),
    # what the spreadsheet itself typed
    (time(3, 20), 12000), (timedelta(hours=28), 100800), (timedelta(0), 0), (0, 0), (0.0, 0),
    (timedelta(minutes=59, seconds=59, microseconds=999_999), 3600),
    (datetime(1900, 1, 1, 4), 100800),  # 28:00 shown as h:mm
    (datetime(1900, 3, 1, 12), 61.5 * DAY), (date(1900, 1, 2), 2 * DAY),
    # seen in public reports
    ("1h 41m", 6060), ("52m", 3120), ("2h 24m", 8640), ("0h 58m", 3480),
    ("1 hour 42 minutes", 6120), ("45 min", 2700), ("1h 20 min", 4800), ("15.7s total", 15.7),
    ("3m 42s", 222), ("12s", 12), ("3.5 hours", 12600), ("27:30", 99000), ("T+0:15", 900),
    ("T0:25", 1500), ("1h 58m", 7080), ("10m 18s (Target: ≤ 30m) - SUCCESS", 618),
    ("PT28H00M00S", 100800), ("P1DT4H", 100800), ("PT0S", 0), ("pt1h30m", 5400),
    # dress and spelling
    ("4h*", 14400), ("4h¹", 14400), ("1½ hours", 5400), ("½ h", 1800), ("~~5h~~ 4h", 14400),
    ("3\u00a0h\u00a020\u202fmin", 12000), ("３時間２０分", 12000), ("5'30\"", 330),
    ("an hour and a half", 5400), ("twenty-four hours", DAY), ("three quarters of an hour", 2700),
    ("3 h, 20 min", 12000), ("3 hours and 20 minutes", 12000), ("45 mins.", 2700),
    ("1 200 min", 72000), ("1.04:00:00", 100800), (".5 h", 1800), ("350 ms", 0.35),
    ("1:30 min", 90), ("3:20 h", 12000), ("RTO: 4h", 14400), ("2 horas", 7200),
    ("8 hr (business)", 28800), ("90:15", 90 * HOUR + 15 * MINUTE),
    # a unit in brackets, a number in words and digits
    ("90 (min)", 5400), ("90(mins)", 5400), ("90 [minutes]", 5400), ("1.5 (hrs.)", 5400),
    ("2 (h) 30 (min)", 9000), ("30-45 (min)", 2700), ("four (4) hours", 14400),
    ("4 (four) h", 14400), ("four(4) hrs", 14400), ("1 (one) hour 30 (thirty) minutes", 5400),
    ("2 hour(s)", 7200), ("2 hour(s) 30 minute(s)", 9000), ("4 hours after declaration", 14400),
]  # fmt: skip


@pytest.mark.parametrize(("value", "seconds"), READ, ids=str)
def test_read(value: Cell, seconds: float) -> None:
    result = parse_duration(value)
    assert result.value == pytest.approx(seconds, abs=1e-9)
    assert not result.is_error
    assert "is_approximate" not in result.companions


@pytest.mark.parametrize(
    ("value", "code", "says"),
    [
        ("-2h", "negative", "negative"),
        ("−2h", "negative", "negative"),  # the true minus
        ("–2h", "negative", "negative"),
        (timedelta(hours=-2), "negative", "−2:00 is negative"),
        (-5, "negative", "negative"),
        ("-0:30", "negative", "negative"),
        ("T-5", "negative", "before the start"),
        ("T-00:05", "negative", "before the start"),
        ("3h ago", "not_a_duration", "“ago” makes it a distance from something else"),
        ("about 3 hours earlier", "not_a_duration", "a distance from something else"),
        ("30 min over target", "not_a_duration", "a distance from something else"),
        ("3h before", "not_a_duration", "a distance from something else"),
        ("four (5) hours", "two_times", "“4 (5)” says two different numbers"),
        ("1:75", "no_such_minute", "there is no minute 75"),
        ("1:60", "no_such_minute", "there is no minute 60"),
        ("1:20:60", "no_such_second", "there is no second 60"),
        ("3:20 PM", "time_of_day", "time of day"),
        ("12/02/2025", "a_date", "is a date"),
        (datetime(2025, 2, 12, 8), "a_date", "is a date"),
        ("10:00-12:00", "two_times", "two times"),
        ("3h 20m vs 4h target", "two_times", "more than one time"),
        ("30 min 45 min", "not_a_duration", "not a duration"),
        ("5 min 3 h", "not_a_duration", "not a duration"),
        ("2 hours 500", "not_a_duration", "not a duration"),
        ("2h 5 systems", "not_a_duration", "not a duration"),
        ("4 systems", "not_a_duration", "not a duration"),
        ("2h – 1h", "range_backwards", "above its end"),
        ("2 months", "no_length", "no fixed length"),
        ("P1M", "no_length", "no fixed length"),
        ("2 business days", "no_length", "no fixed length"),
        ("noonish", "not_a_duration", "not a duration"),
        ("✅", "not_a_duration", "not a duration"),
        ("none", "not_a_duration", "not a duration"),
        (True, "not_a_duration", "not a duration"),
        ("h", "not_a_duration", "not a duration"),
        ("3h-", "not_a_duration", "not a duration"),
        ("#REF!", "formula_error", "formula error"),
        ("4 hours " * 100, "too_long", "800 characters"),
        (float("inf"), "not_a_duration", "not a duration"),
        ("9" * 25 + " h", "too_long_span", "more than 100 years"),
        ("9" * 400 + ":30", "not_a_number", "too many digits"),
        ("PT" + "9" * 400 + "H", "too_long_span", "more than 100 years"),
    ],
    ids=str,
)
def test_refused(value: Cell, code: str, says: str) -> None:
    result = parse_duration(value)
    assert (result.value, result.code, result.severity) == (None, code, "error")
    assert says in result.message
    assert "!" not in result.message.replace("#REF!", "")
    assert result.expected == "a duration such as 3 h 20 min"


def test_a_letter_in_brackets_is_no_unit_against_the_columns_own() -> None:
    result = parse_duration("90 (s)", unit="min")
    assert (result.value, result.severity) == (None, "question")
    assert "may be seconds or, with a footnote, minutes" in result.message
    assert parse_duration("90 (min)", unit="h").value == 5400  # a word is no footnote
    assert parse_duration("90 (m)", unit="min").value == 5400


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("N/A", "not applicable"), ("n/a", "not applicable"), ("-", "not applicable"),
        ("—", "not applicable"), ("–", "not applicable"),
        ("N/A (geo-replication)", "not applicable"),
        ("TBC", "pending"), ("TBD*", "pending"), ("TBD**", "pending"),
        ("to be confirmed", "pending"),
        ("___", "unknown"), ("___ min", "unknown"), ("[System Name]", "unknown"),
        ("[Track]", "unknown"), ("{XX} min", "unknown"), ("varies", "unknown"),
        ("NOT AVAILABLE", "unknown"), ("T+X", "unknown"), ("T+Xm", "unknown"), ("?", "unknown"),
        ("Unkonwn", "unknown"), ("- Unknown", "unknown"),
        ("Not tested", "not tested"), ("not tested (change freeze)", "not tested"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("objective", [False, True])
def test_empty_words(value: str, kind: str, objective: bool) -> None:
    result = parse_duration(value, objective=objective)
    assert (result.value, result.code) == (None, "")
    assert result.companions == {"empty": kind}


@pytest.mark.parametrize("value", [None, "", "  ", "\u00a0", float("nan")])
def test_blank(value: Cell) -> None:
    result = parse_duration(value)
    assert (result.value, result.companions, result.code) == (None, {}, "")


@pytest.mark.parametrize(
    ("value", "seconds", "operator"),
    [
        ("< 4 hours", 14400, "<"), ("≤ 30m", 1800, "<="), ("<1s", 1, "<"), ("< 2 hours", 7200, "<"),
        ("<180 min", 10800, "<"), ("<= 4h", 14400, "<="), ("=< 4h", 14400, "<="),
        ("&lt; 4 h", 14400, "<"), ("\\leq 4\\text{ h}", 14400, "<="), ("Under 1 Hour", 3600, "<"),
        ("less than 4 hours", 14400, "<"), ("up to 30 min", 1800, "<="), ("max 4h", 14400, "<="),
        ("4 hours or less", 14400, "<="), ("within 15 min", 900, "<="), ("4h max", 14400, "<="),
        ("4h", 14400, None), ("0", 0, None), ("< 0:30", 1800, "<"),
    ],
)  # fmt: skip
def test_a_bound_is_a_targets_operator_and_a_measured_range(
    value: str, seconds: float, operator: str | None
) -> None:
    target = parse_duration(value, objective=True)
    assert (target.value, target.companions.get("operator")) == (seconds, operator)
    assert not target.is_error
    measured = parse_duration(value)  # a range from nothing, of which the upper end counts
    assert measured.value == seconds
    assert measured.companions.get("low_seconds") == (0 if operator else None)
    assert ("is an upper bound" in measured.message) == bool(operator)


@pytest.mark.parametrize("value", ["> 4 h", "≥ 4h", "Over 6 Hours", "4+ hours", "at least 4 h"])
def test_a_lower_bound_is_no_target(value: str) -> None:
    assert parse_duration(value, objective=True).code == "lower_bound"
    assert parse_duration(value).code == "lower_bound"


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("30–45 min", 1800, 2700), ("30-45 minutes", 1800, 2700), ("30-45 seconds", 30, 45),
        ("10-15 min", 600, 900), ("3-4 minutes", 180, 240), ("1-2 Hours", 3600, 7200),
        ("2-4 Hours", 7200, 14400), ("4-6 Hours", 14400, 21600), ("1h to 2h", 3600, 7200),
        ("between 30 and 45 minutes", 1800, 2700), ("30 min – 1 h", 1800, 3600),
        ("1h 30m - 2h", 5400, 7200),
    ],
)  # fmt: skip
def test_the_upper_end_of_a_range_counts(value: str, low: float, high: float) -> None:
    result = parse_duration(value)
    assert (result.value, result.companions) == (high, {"low_seconds": low})
    assert (result.code, result.severity) == ("range", "warning")
    target = parse_duration(value, objective=True)
    assert (target.value, target.companions, target.code) == (high, {}, "range")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("~30 min", 1800), ("~5 sec (sync)", 5), ("~15 min (async)", 900), ("approx. 2h", 7200),
     ("about 2 hours", 7200), ("30 min approx", 1800), ("1h?", 3600), ("≈ 4h", 14400)],
)  # fmt: skip
def test_approximate(value: str, seconds: float) -> None:
    result = parse_duration(value)
    assert (result.value, result.companions) == (seconds, {"is_approximate": True})
    assert parse_duration(value, objective=True).code == "approximate"


def test_words_behind_a_time_are_a_note() -> None:
    result = parse_duration("47s wall-clock, but see F5 — not representative")
    assert (result.value, result.code, result.severity) == (47, "note", "warning")
    assert "wall-clock, but see F5" in result.reading


def test_a_bracket_that_says_otherwise_is_named() -> None:
    assert parse_duration("14400s (4 hours)").code == ""
    result = parse_duration("14400s (5 hours)")
    assert (result.value, result.code) == (14400, "two_readings")
    assert "5 h 0 min" in result.message


@pytest.mark.parametrize(("value", "seconds"), [("Immediate", 0), ("zero data loss", 0)])
def test_at_once_is_zero_and_says_so(value: str, seconds: float) -> None:
    assert parse_duration(value, objective=True).value == seconds
    assert parse_duration(value, objective=True).code == "read_as_zero"
    assert parse_duration(value).companions == {"is_approximate": True}


@pytest.mark.parametrize(
    ("value", "mark"),
    [("Failed", "failed"), ("❌", "failed"), ("Not restored", "not recovered"),
     ("not recovered", "not recovered"), ("Partial", "partial")],
)  # fmt: skip
def test_a_failure_where_a_time_is_due_is_kept_as_a_mark(value: str, mark: str) -> None:
    result = parse_duration(value)
    assert (result.value, result.mark, result.code) == (None, mark, "outcome_instead")
    assert result.severity == "warning"


def test_two_hours_five_means_minutes_and_says_so() -> None:
    result = parse_duration("2 hours 5")
    assert (result.value, result.code) == (7500, "odd_duration")
    assert "2 h 5 min" in result.message


class TestUnits:
    @pytest.mark.parametrize("value", [90, 90.0, "90", "1.5", 0.5, "0.25", "30-45", "T+90", "< 4"])
    def test_a_bare_number_asks_for_its_unit(self, value: Cell) -> None:
        result = parse_duration(value, objective=value == "< 4")
        assert (result.value, result.code, result.severity) == (None, "no_unit", "question")
        assert "no unit" in result.message

    @pytest.mark.parametrize(
        ("value", "unit", "seconds"),
        [(30, "Minutes", 1800), (30.0, "min", 1800), ("30", "Hours", 108000), ("4", "hrs", 14400),
         ("0,5", "h", 1800), (1.5, "h", 5400), ("45", "s", 45), (2, "days", 2 * DAY),
         (0.25, "h", 900), ("30 (sampled)", "min", 1800)],
    )  # fmt: skip
    def test_the_columns_unit_is_used(self, value: Cell, unit: str, seconds: float) -> None:
        assert parse_duration(value, unit=unit).value == seconds

    def test_the_cells_own_unit_wins(self) -> None:
        assert parse_duration("3h 20m", unit="min").value == 12000
        assert parse_duration("30-45", unit="min").companions == {"low_seconds": 1800}

    @pytest.mark.parametrize("value", [0.138888888888, "0.138888888888"])
    def test_a_day_fraction_is_rounded_and_named(self, value: Cell) -> None:
        result = parse_duration(value)
        assert (result.value, result.code) == (12000, "assumed_day_fraction")
        assert result.severity == "warning"

    def test_thousands_and_decimals_are_not_guessed(self) -> None:
        assert parse_duration("1,200 s").severity == "question"
        assert parse_duration("1,200 s", decimal_comma=False).value == 1200
        assert parse_duration("1,200 s", decimal_comma=True).value == pytest.approx(1.2)
        assert parse_duration("2.983 h").value == pytest.approx(10738.8)
        assert parse_duration("1.250 min").code == "decimal_unclear"
        assert parse_duration("1.250", unit="min").code == "decimal_unclear"
        assert parse_duration("1.250 min", decimal_comma=True).value == 75_000


class TestClock:
    def test_hours_and_minutes_unless_told(self) -> None:
        assert parse_duration("3:20", clock="m:ss").value == 200
        assert parse_duration("75:30", clock="m:ss").value == 4530
        assert parse_duration("3:20").reading == "3:20 read as hours and minutes"

    def test_under_an_hour_is_a_warning_because_seconds_are_possible(self) -> None:
        result = parse_duration("00:45")
        assert (result.value, result.code, result.severity) == (2700, "clock_unclear", "warning")
        assert parse_duration("00:45", clock="h:mm").code == ""

    def test_a_column_of_minutes_asks(self) -> None:
        assert parse_duration("3:20", unit="min").severity == "question"
        assert parse_duration("3:20", unit="min", clock="h:mm").value == 12000
        assert parse_duration("3:20:00", unit="min").value == 12000


WHOLE = st.integers(min_value=0, max_value=40 * DAY)


@given(WHOLE)
def test_what_is_printed_is_read_back(seconds: int) -> None:
    hours, rest = divmod(seconds, HOUR)
    minutes, left = divmod(rest, MINUTE)
    days, day_hours = divmod(hours, 24)
    space = "\u00a0"
    for text in (
        f"{hours} h {minutes} min {left} s",
        f"{hours}{space}h {minutes}{space}min {left}{space}s",
        f"{hours}h{minutes:02}m{left:02}s",
        f"{hours}:{minutes:02}:{left:02}",
        f"PT{hours}H{minutes}M{left}S",
        f"P{days}DT{day_hours}H{minutes}M{left}S",
        f"{seconds} s",
        f"{days} days, {day_hours}:{minutes:02}:{left:02}",
        f"{days}d {day_hours}h {minutes}m {left}s",
        f"{hours} hours, {minutes} minutes and {left} seconds",
    ):
        assert parse_duration(text).value == seconds, text
        assert parse_duration(f"≤ {text}", objective=True).value == seconds, text
    assert parse_duration(timedelta(seconds=seconds)).value == seconds


@given(st.integers(min_value=0, max_value=60 * 24 * 40))
def test_whole_minutes_are_read_back(minutes: int) -> None:
    for text in (
        f"{minutes // 60} h {minutes % 60} min",
        f"{minutes // 60}:{minutes % 60:02}",
        f"{minutes} min",
        f"{minutes}\u202fmin",
        f"T+{minutes // 60}:{minutes % 60:02}",
    ):
        assert parse_duration(text).value == minutes * 60, text


@given(WHOLE.filter(bool), st.sampled_from(["-", "−", "–"]))
def test_a_minus_of_any_kind_is_refused(seconds: int, minus: str) -> None:
    for text in (f"{minus}{seconds} s", f"{minus}{seconds // 3600}:{seconds // 60 % 60:02}"):
        assert parse_duration(text).code == "negative", text


@given(st.floats(min_value=0, max_value=1, exclude_max=True).map(lambda day: round(day, 9)))
def test_a_spreadsheets_day_fraction_is_within_a_second(day: float) -> None:
    result = parse_duration(day)
    if result.code != "no_unit":
        assert result.value == pytest.approx(day * DAY, abs=0.5)


@given(st.text(max_size=60))
def test_no_text_breaks_it_and_every_problem_has_words(text: str) -> None:
    for objective in (False, True):
        result = parse_duration(text, objective=objective)
        assert result.value is None or result.value >= 0
        assert bool(result.code) == bool(result.message)


@given(st.text(alphabet="0123456789:.,-+ hmsdPT<≤~/()", max_size=40))
def test_no_number_breaks_it(text: str) -> None:
    result = parse_duration(text, unit="min", clock="h:mm")
    assert result.value is None or result.value >= 0
