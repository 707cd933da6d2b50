"""Whatever duration the product prints is read back as itself, in every style it prints."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from data.intake.parsing.durations import parse_duration
from wording import numbers

SECONDS = st.one_of(
    st.integers(0, 40 * 86400).map(float), st.floats(0, 40 * 86400, allow_nan=False)
)
WHOLE_MINUTES = st.integers(0, 48 * 60 - 1).map(lambda minutes: minutes * 60.0)
OBJECTIVES = st.integers(1, 7 * 24 * 60).map(lambda minutes: minutes * 60.0)


def read(text: str, *, objective: bool = False) -> float:
    result = parse_duration(text, objective=objective)
    assert result.value is not None, (text, result.message)
    assert not result.is_error
    return float(result.value)


@given(SECONDS)
def test_a_printed_time_is_read_as_what_it_says(seconds: float) -> None:
    text = numbers.duration(seconds)
    step = 3600 if seconds >= 2 * 86400 else 60 if seconds >= 60 else 1
    assert abs(read(text) - seconds) <= step / 2 + 1e-6
    assert numbers.duration(read(text)) == text
    assert numbers.value(seconds, "s") == text
    assert read(numbers.value(seconds, "s")) == read(text)


@given(WHOLE_MINUTES)
def test_whole_minutes_come_back_exactly(seconds: float) -> None:
    assert read(numbers.duration(seconds)) == seconds
    assert read(numbers.value(seconds / 3600, "h")) == seconds
    if seconds:
        assert read(numbers.hours_tick(seconds / 3600)) == seconds
        assert read(numbers.duration_change(seconds)) == seconds


@given(SECONDS, OBJECTIVES)
def test_beside_an_objective_the_side_is_kept(seconds: float, objective: float) -> None:
    text = numbers.duration(seconds, objective)
    again = read(text)
    assert (again > objective) == (seconds > objective)
    assert (again < objective) == (seconds < objective)
    assert numbers.duration(again, objective) == text


@given(OBJECTIVES.filter(lambda seconds: seconds < 2 * 86400), st.sampled_from(["<", "<=", None]))
def test_an_objective_keeps_its_operator(seconds: float, operator: str | None) -> None:
    printed = parse_duration(numbers.objective(seconds, operator), objective=True)
    assert printed.value == seconds
    assert printed.companions.get("operator") == ("<" if operator == "<" else None)
    on_card = parse_duration(numbers.target(seconds, "s", operator), objective=True)
    assert (on_card.value, on_card.companions.get("operator")) == (seconds, operator)


@given(WHOLE_MINUTES.filter(bool))
def test_a_gain_is_no_duration(seconds: float) -> None:
    assert parse_duration(numbers.duration_change(-seconds)).code == "negative"
