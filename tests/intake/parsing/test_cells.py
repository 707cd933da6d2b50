"""A cell by its field: dispatch, bounds, companions; long and hostile texts are quick."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.fields import EMPTY_KINDS, OPERATORS, PRECISIONS, Field
from data.intake.parsing.cells import ColumnContext, parse_cell
from data.intake.parsing.parsed import Parsed
from data.intake.parsing.plain import Cell
from data.records import RECORDS

HERE = ColumnContext(zone="Africa/Johannesburg", day_first=True, default_date=date(2025, 2, 12))
FIELDS = [(record.name, field) for record in RECORDS.values() for field in record.fields]
OF_EACH_KIND = list({field.kind: field for _, field in FIELDS}.values())


def cell(record: str, field: str, value: Cell, context: ColumnContext = HERE) -> Parsed:
    return parse_cell(value, RECORDS[record].field(field), context)


@pytest.mark.parametrize(("record", "field"), FIELDS, ids=lambda one: getattr(one, "name", one))
def test_the_example_of_every_field_can_be_read(record: str, field: Field) -> None:
    example = field.example.removesuffix(" or No")
    result = parse_cell(example, field, HERE)
    assert result.value is not None, result.message
    assert not result.is_error
    assert result.code in ("", "assumed_period")


@pytest.mark.parametrize("field", OF_EACH_KIND, ids=lambda one: one.kind)
def test_empty_words_are_empty_for_every_kind(field: Field) -> None:
    for text in ("N/A", "-", "—", "___", "[System Name]", "", None, "  "):
        result = parse_cell(text, field, HERE)
        assert result.value in (None, "skipped", "unknown"), (field.kind, text)
        assert not result.is_error


@pytest.mark.parametrize(
    ("record", "field", "value", "main", "companions"),
    [
        ("recovery", "rto_seconds", "< 4 hours", 14400, {"operator": "<"}),
        ("recovery", "rto_seconds", "TBC", None, {}),  # an objective has no column for why
        ("recovery", "recovery_time_seconds", "30-45 min", 2700, {"low_seconds": 1800}),
        ("recovery", "recovery_time_seconds", "~30 min", 1800, {"is_approximate": True}),
        ("recovery", "recovery_time_seconds", "N/A", None, {"empty": "not applicable"}),
        ("recovery", "restored_at", "11:20", datetime(2025, 2, 12, 9, 20, tzinfo=UTC), {}),
        ("recovery", "restored_at", "Unknown", None, {"empty": "unknown"}),
        ("drill", "started_at", "12/02/2025", datetime(2025, 2, 11, 22, tzinfo=UTC),
         {"precision": "day"}),
        ("milestone", "planned_on", "Ongoing after March 2025", date(2025, 3, 31),
         {"precision": "ongoing"}),
        ("milestone", "planned_on", "DD/MM/YYYY", None, {}),
        ("message", "target_seconds", 15, 900, {}),  # the field's own unit
        ("gap", "time_lost_seconds", "25", 1500, {}),
        ("system", "tier", "Tier 1", "1", {}),
        ("action", "progress", 60, 0.6, {}),
        ("participant", "attended_count", "Yes", 1, {}),
        ("target", "operator", "≤", "<=", {}),
        ("drill", "zone", "SAST", "Africa/Johannesburg", {}),
        ("milestone", "quarter", "Q1 2025", "2025-Q1", {}),
        ("recovery", "outcome", "✅ Pass", "passed", {}),
        ("deliverable", "is_done", "☐", False, {}),
    ],
)  # fmt: skip
def test_dispatch(
    record: str, field: str, value: Cell, main: object, companions: dict[str, object]
) -> None:
    result = cell(record, field, value)
    assert (result.value, result.companions) == (main, companions)
    assert not result.is_error


@pytest.mark.parametrize(
    ("record", "field", "value", "code", "message"),
    [
        ("recovery", "rto_seconds", "-4 h", "negative", "-4 h is negative; a duration cannot be"),
        ("drill", "production_likeness", 7, "out_of_bounds", "7 is above 5"),
        ("risk", "impact", 0, "out_of_bounds", "0 is below 1"),
        ("system", "hourly_downtime_cost", "-R 5", "negative", "-R 5 is below 0"),
        ("resource", "budget", "TBC", "", ""),
        ("survey", "scale", 1, "out_of_bounds", "1 is below 2"),
        ("action", "progress", "140 %", "not_a_share", "140 % is above 100 %"),
    ],
)
def test_bounds(record: str, field: str, value: Cell, code: str, message: str) -> None:
    result = cell(record, field, value)
    assert (result.value, result.code, result.message) == (None, code, message)


def test_what_the_row_knows_is_for_instants() -> None:
    field = RECORDS["recovery"].field("restored_at")
    start = datetime(2025, 2, 12, 20, tzinfo=UTC)
    next_day = parse_cell("01:00", field, HERE, not_before=start)
    assert (next_day.value, next_day.code) == (datetime(2025, 2, 12, 23, tzinfo=UTC), "next_day")
    joined = parse_cell("12/02/2025", field, HERE, second=time(11, 20))
    assert joined.value == datetime(2025, 2, 12, 9, 20, tzinfo=UTC)


def test_what_the_column_knows() -> None:
    comma = ColumnContext(decimal_comma=True)
    assert cell("system", "hourly_downtime_cost", "1.234", comma).value == 1234
    minutes = ColumnContext(unit="min", clock="m:ss")
    assert cell("recovery", "recovery_time_seconds", 30, minutes).value == 1800
    assert cell("recovery", "recovery_time_seconds", "3:20", minutes).value == 200
    fiscal = ColumnContext(fiscal_start=4)
    assert cell("milestone", "quarter", date(2024, 5, 10), fiscal).value == "2025-Q1"
    known = ColumnContext(known=("Infrastructure and Hosting",))
    value = cell("system", "depends_on", "Infrastructure and Hosting", known).value
    assert value == "Infrastructure and Hosting"


CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**6), 10**11), st.floats(allow_nan=True),
    st.datetimes(), st.dates(), st.times(), st.timedeltas(), st.text(max_size=40),
    st.text(alphabet="0123456789:/-.,hms %TQ+<~()", max_size=30),
)  # fmt: skip


@given(CELLS, st.sampled_from(OF_EACH_KIND))
def test_any_cell_of_any_kind_gives_a_value_or_a_plain_problem(value: Cell, field: Field) -> None:
    result = parse_cell(value, field, HERE)
    assert bool(result.code) == bool(result.message) == bool(result.expected)
    assert not (result.is_error and result.value is not None)
    endings = {column.name.removeprefix(field.stem + "_") for column in field.columns[1:]}
    assert set(result.companions) <= endings
    assert result.companions.get("operator", "<") in OPERATORS
    assert result.companions.get("precision", "day") in PRECISIONS
    assert result.companions.get("empty", "unknown") in EMPTY_KINDS


@pytest.mark.parametrize("field", OF_EACH_KIND, ids=lambda one: one.kind)
def test_hostile_texts_end(field: Field) -> None:
    """Texts made to send a backtracking pattern astray; each would run for ages in a bad one."""
    pieces = ("1", "1 ", "_", "__ ", "a", "1:", "1-", "1.", "1,", "(", "[", "~", "T+", "Q1 ", "d/",
              "mm ", "half an ", "1h ", "*", "☐ a ", "N/A ", " and ", "1/", "<", "x ", "- ",
              "'")  # fmt: skip
    for piece, end in itertools.product(pieces, ("", "!", "h", "z)")):
        text = (piece * 500)[:498] + end
        result = parse_cell(text, field, HERE)
        assert bool(result.code) == bool(result.message)
    long = "PASS " * 200_000
    assert parse_cell(long, field, HERE).value in (None, long.strip())
