"""Layouts people really use (field notes 5.3), each with the answer a person would give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.intake.reading.book import ExcelTable, Grid, Sheet
from data.intake.reading.tables import FoundTable, find_tables

HEADINGS = ("System", "Tier", "RTO target", "Actual RTO", "Result")
ROWS: list[list[Any]] = [
    ["CRM", 1, "4h", "3h 20m", "Pass"],
    ["Payroll", 1, "4h", "5h 10m", "Fail"],
    ["Intranet", 2, "24h", "2h", "Pass"],
]
KNOWN = {
    "system", "tier", "rto target", "actual rto", "result", "rto", "rpo", "target rto", "drill",
    "drill date", "date", "time zone", "owner", "gap", "severity", "due", "status", "notes",
}  # fmt: skip


def known(text: str) -> float:
    return 1.0 if text.strip(" :*").casefold() in KNOWN else 0.0


def sheet(rows: Sequence[Any], **more: Any) -> Sheet:  # noqa: ANN401 - passed on
    return Sheet("Results", Grid.from_rows(rows), **more)


def only(tables: list[FoundTable]) -> FoundTable:
    assert [table.kind for table in tables] == ["table"]
    return tables[0]


@pytest.fixture(params=[False, True], ids=["nothing known", "headings known"])
def words(request: pytest.FixtureRequest) -> tuple[Any, ...]:
    """The answers must hold with and without knowledge of headings."""
    return (known,) if request.param else ()


def test_a_plain_table(words: tuple[Any, ...]) -> None:
    table = only(find_tables(sheet([list(HEADINGS), *ROWS]), *words))
    assert table.range == "A1:E4"
    assert table.headings == list(HEADINGS)
    assert table.heading_rows == (0,)
    assert table.data_rows.tolist() == [1, 2, 3]
    assert table.skipped == []


def test_title_rows_above_and_an_offset(words: tuple[Any, ...]) -> None:
    rows = [
        [None, "DR drill results"],
        [None, "Prepared for the board"],
        [],
        [None, None, *HEADINGS],
        *([None, None, *row] for row in ROWS),
    ]
    table = only(find_tables(sheet(rows), *words))
    assert table.range == "C4:G7"
    assert table.title == ["DR drill results", "Prepared for the board"]


def test_a_title_glued_to_the_headings(words: tuple[Any, ...]) -> None:
    table = only(find_tables(sheet([["OE-417, 2019"], list(HEADINGS), *ROWS]), *words))
    assert (table.heading_rows, table.title) == ((1,), ["OE-417, 2019"])
    assert len(table.data_rows) == 3


def test_data_that_starts_at_row_ten(words: tuple[Any, ...]) -> None:
    rows: list[list[Any]] = [
        ["Instructions"],
        ["Fill in one row a system."],
        ["1. Type the times."],
    ]
    rows += [[]] * 6
    table = only(find_tables(sheet([*rows, list(HEADINGS), *ROWS]), *words))
    assert table.range == "A10:E13"


def test_facts_above_a_table_hold_for_it(words: tuple[Any, ...]) -> None:
    day = dt.date(2025, 2, 12)
    rows = [
        ["Drill:", "DR-2025-1"],
        ["Drill date:", day],
        ["Time zone:", "Africa/Johannesburg"],
        [],
        list(HEADINGS),
        *ROWS,
    ]
    table = only(find_tables(sheet(rows), *words))
    assert [(f.label, f.value, f.label_cell, f.value_cell) for f in table.facts] == [
        ("Drill", "DR-2025-1", "A1", "B1"),
        ("Drill date", day, "A2", "B2"),
        ("Time zone", "Africa/Johannesburg", "A3", "B3"),
    ]
    assert table.range == "A5:E8"


def test_facts_glued_to_a_table_and_in_one_cell() -> None:
    rows = [
        ["Drill: DR-2025-1"],
        ["Drill date", "14 Feb 2025"],
        list(HEADINGS),
        *ROWS,
    ]
    table = only(find_tables(sheet(rows), known))
    assert [(f.label, f.value, f.value_cell) for f in table.facts] == [
        ("Drill", "DR-2025-1", "A1"),
        ("Drill date", "14 Feb 2025", "B2"),
    ]


def test_a_field_value_block_with_its_own_headings_beside_a_table() -> None:
    rows: list[list[Any]] = [[*HEADINGS, None, "Field", "Value"]]
    beside: list[list[Any]] = [
        ["Drill", "DR-1"],
        ["Drill date", dt.date(2025, 2, 12)],
        [None, None],
    ]
    rows += [[*row, None, *more] for row, more in zip(ROWS, beside, strict=True)]
    table = only(find_tables(sheet(rows), known))
    assert table.range == "A1:E4"
    assert [(f.label, f.value_cell) for f in table.facts] == [("Drill", "H2"), ("Drill date", "H3")]


def test_a_cover_sheet_is_facts_alone() -> None:
    rows = [["Field", "Value"], ["Drill", "DR-1"], ["Lead", "T. Mokoena"], ["Scenario", "Flood"]]
    (found,) = find_tables(sheet(rows))
    assert found.kind == "facts"
    assert [fact.label for fact in found.facts] == ["Drill", "Lead", "Scenario"]


def test_two_columns_with_known_headings_are_a_table_not_facts() -> None:
    rows = [["System", "Actual RTO"], ["CRM", "3h"], ["Payroll", "2h"]]
    assert only(find_tables(sheet(rows), known)).headings == ["System", "Actual RTO"]


def test_blank_rows_inside_a_table_are_skipped_and_said(words: tuple[Any, ...]) -> None:
    rows = [list(HEADINGS), ROWS[0], [], ROWS[1], [" ", None], ROWS[2]]
    table = only(find_tables(sheet(rows), *words))
    assert table.data_rows.tolist() == [1, 3, 5]
    assert [(one.row, one.why) for one in table.skipped] == [(2, "blank"), (4, "blank")]


def test_a_blank_row_below_the_headings(words: tuple[Any, ...]) -> None:
    table = only(find_tables(sheet([list(HEADINGS), [], *ROWS]), *words))
    assert table.headings == list(HEADINGS)
    assert table.data_rows.tolist() == [2, 3, 4]


@pytest.mark.parametrize("label", ["Total", "**Total**", "TOTAL:", "Grand total", "Average"])
def test_totals_are_no_data_wherever_they_stand(label: str, words: tuple[Any, ...]) -> None:
    rows = [list(HEADINGS), ROWS[0], [label, None, "4h", "3h 20m", None], *ROWS[1:]]
    table = only(find_tables(sheet(rows), *words))
    assert table.data_rows.tolist() == [1, 3, 4]
    assert [(one.row, one.why, one.text) for one in table.skipped] == [(2, "total", label)]


@pytest.mark.parametrize(
    "label", ["Subtotal tier 1", "Sub-total: Tier 1", "Total for tier 1", "Average tier 1"]
)
def test_totals_of_groups_are_no_data(label: str, words: tuple[Any, ...]) -> None:
    rows = [list(HEADINGS), *ROWS[:2], [label, None, "4h", "3h 20m", None], *ROWS[2:]]
    table = only(find_tables(sheet(rows), *words))
    assert table.data_rows.tolist() == [1, 2, 4]
    assert [(one.row, one.why, one.text) for one in table.skipped] == [(3, "total", label)]


TEAMS: list[list[Any]] = [["IT", 6, 5, 0.83], ["Finance", 4, 4, 1], ["Legal", 2, 0, 0]]
TEAM_HEADINGS = ["Team", "Invited", "Attended", "% attended"]


@pytest.mark.parametrize("label", ["All", "All teams", "Everyone", "ALL SYSTEMS"])
@pytest.mark.parametrize("is_text", [False, True])
def test_all_is_a_total_where_its_counts_are_the_sums(label: str, is_text: bool) -> None:
    rows: list[list[Any]] = [TEAM_HEADINGS, *TEAMS, [label, 12, 9, 0.75]]  # 6 + 4 + 2, 5 + 4 + 0
    if is_text:
        rows = [[str(cell) for cell in row] for row in rows]
    table = only(find_tables(sheet(rows), known))
    assert table.data_rows.tolist() == [1, 2, 3]
    assert [(one.row, one.why, one.text) for one in table.skipped] == [(4, "total", label)]


@pytest.mark.parametrize(
    "row",
    [["All", 12, 8, 0.75], ["All", None, None, 0.75], ["Alliance", 12, 9, 0.75],
     ["All hands team", 12, 9, 0.75]],
)  # fmt: skip
def test_all_without_equal_sums_is_data(row: list[Any]) -> None:
    table = only(find_tables(sheet([TEAM_HEADINGS, *TEAMS, row]), known))
    assert table.data_rows.tolist() == [1, 2, 3, 4]


def test_all_below_one_team_is_data() -> None:
    table = only(find_tables(sheet([TEAM_HEADINGS, TEAMS[0], ["All", 6, 5, 0.83]]), known))
    assert table.data_rows.tolist() == [1, 2]


def test_a_full_row_is_data_whatever_it_is_called(words: tuple[Any, ...]) -> None:
    rows = [list(HEADINGS), ["Subtotal engine", 2, "8h", "1h", "Pass"], *ROWS]
    assert len(only(find_tables(sheet(rows), *words)).data_rows) == 4


def test_systems_that_only_sound_like_totals_are_data(words: tuple[Any, ...]) -> None:
    rows = [list(HEADINGS), ["Total Recall archive", 2, "8h", "1h", "Pass"], *ROWS]
    assert len(only(find_tables(sheet(rows), *words)).data_rows) == 4


def test_the_last_row_may_say_maximum(words: tuple[Any, ...]) -> None:
    rows = [list(HEADINGS), *ROWS, ["Maximum recovery time", None, None, "5h 10m", None]]
    assert only(find_tables(sheet(rows), *words)).data_rows.tolist() == [1, 2, 3]


def test_group_rows_name_the_rows_below_them(words: tuple[Any, ...]) -> None:
    rows = [list(HEADINGS), ["Tier 1 systems"], *ROWS[:2], ["Tier 2 systems"], ROWS[2]]
    table = only(find_tables(sheet(rows), *words))
    assert table.data_rows.tolist() == [2, 3, 5]
    assert [table.section(row) for row in (2, 3, 5)] == [
        "Tier 1 systems", "Tier 1 systems", "Tier 2 systems",
    ]  # fmt: skip


def test_group_rows_after_a_blank_row(words: tuple[Any, ...]) -> None:
    rows = [list(HEADINGS), *ROWS[:2], [], ["Tier 2 systems"], ROWS[2]]
    table = only(find_tables(sheet(rows), *words))
    assert table.data_rows.tolist() == [1, 2, 5]
    assert table.section(5) == "Tier 2 systems"


def test_a_system_without_results_is_not_lost(words: tuple[Any, ...]) -> None:
    """One text in a row is a group only when something says so."""
    rows = [list(HEADINGS), ROWS[0], ["Payroll"], ROWS[2], ["Data warehouse"]]
    assert only(find_tables(sheet(rows), *words)).data_rows.tolist() == [1, 2, 3, 4]


FULL = [[f"{name} app", 1, "4h", "1h", "Pass"] for name in ("General ledger", "Payroll", "Mail")]


def test_rows_of_one_text_that_part_a_list(words: tuple[Any, ...]) -> None:
    """Departments between the full rows of their systems, in no words that tell a group."""
    rows = [list(HEADINGS), ["Finance"], *FULL, ["Operations"], *ROWS[:2]]
    table = only(find_tables(sheet(rows), *words))
    assert table.data_rows.tolist() == [2, 3, 4, 6, 7]
    assert table.section(7) == "Operations"
    assert [(one.row, one.why) for one in table.skipped] == [(1, "group"), (5, "group")]


@pytest.mark.parametrize(
    "rows",
    [
        [["Finance"], FULL[0], ["Operations"], ROWS[0]],
        [FULL[0], ["Finance"], *FULL[1:], ["Operations"], *ROWS[:2]],
        [["Finance"], ["Operations"], *FULL, *ROWS],
        [["Finance"], *FULL, *ROWS],
        [["Finance"], *FULL, ["DNS"], ROWS[0], ["ERP", 1, "4h", "1h", "Finance; DNS"]],
        [["Finance"], *FULL, ["DNS"], ["ERP", 1], ROWS[0]],
    ],
    ids=["one each", "not from the first", "next to each other", "alone", "named", "thin"],
)
def test_a_system_alone_in_its_row_is_kept(words: tuple[Any, ...], rows: list[Any]) -> None:
    """Where systems of which nothing is known may stand among others, none may get lost."""
    table = only(find_tables(sheet([list(HEADINGS), *rows]), *words))
    assert len(table.data_rows) == len(rows)


def test_a_merged_group_row(words: tuple[Any, ...]) -> None:
    rows = [list(HEADINGS), ["Finance"], *ROWS]
    table = only(find_tables(sheet(rows, merged=[(1, 0, 1, 4)]), *words))
    assert table.sections == {2: "Finance", 3: "Finance", 4: "Finance"}


def test_two_heading_rows_with_merged_cells(words: tuple[Any, ...]) -> None:
    rows = [
        ["System", "Target", None, "Actual", None],
        ["System", "RTO", "RPO", "RTO", "RPO"],  # System is merged down, as the reading fills it
        ["CRM", "4h", "1h", "3h", "20m"],
        ["Payroll", "4h", "1h", "5h", "50m"],
    ]
    merged = [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)]
    table = only(find_tables(sheet(rows, merged=merged), *words))
    assert table.headings == ["System", "Target RTO", "Target RPO", "Actual RTO", "Actual RPO"]
    assert (table.heading_rows, table.data_rows.tolist()) == ((0, 1), [2, 3])


def test_two_heading_rows_without_merges(words: tuple[Any, ...]) -> None:
    rows = [
        [None, "Target", None, "Actual", None],
        ["System", "RTO", "RPO", "RTO", "RPO"],
        ["CRM", "4h", "1h", "3h", "20m"],
    ]
    table = only(find_tables(sheet(rows), *words))
    assert table.headings == ["System", "Target RTO", "Target RPO", "Actual RTO", "Actual RPO"]


def test_a_line_of_units_joins_the_headings(words: tuple[Any, ...]) -> None:
    rows = [list(HEADINGS), [None, None, "hours", "(min)", None], ["CRM", 1, 4, 200, "Pass"]]
    table = only(find_tables(sheet(rows), *words))
    assert table.headings == ["System", "Tier", "RTO target (hours)", "Actual RTO (min)", "Result"]
    assert table.data_rows.tolist() == [2]


def test_a_first_row_of_words_is_data_not_a_second_heading_row(words: tuple[Any, ...]) -> None:
    rows = [list(HEADINGS), ["CRM", "one", "four hours", "not recovered", "see note"], *ROWS]
    assert only(find_tables(sheet(rows), *words)).data_rows.tolist() == [1, 2, 3, 4]


def test_repeated_headings_inside_are_skipped(words: tuple[Any, ...]) -> None:
    rows = [list(HEADINGS), ROWS[0], [h.upper() for h in HEADINGS], *ROWS[1:]]
    table = only(find_tables(sheet(rows), *words))
    assert table.data_rows.tolist() == [1, 3, 4]
    assert table.skipped[0].why == "repeated heading"


def test_two_tables_below_each_other_with_titles(words: tuple[Any, ...]) -> None:
    rows = [
        ["Drill 1"], list(HEADINGS), *ROWS, [], ["Drill 2"], list(HEADINGS), *ROWS,
    ]  # fmt: skip
    first, second = find_tables(sheet(rows), *words)
    assert (first.range, first.title) == ("A2:E5", ["Drill 1"])
    assert (second.range, second.title) == ("A8:E11", ["Drill 2"])


def test_two_different_tables_on_one_sheet() -> None:
    gaps = [["Gap", "Severity", "Owner", "Due"], ["No runbook", "High", "Ann", "2025-03-01"],
            ["Old backup", "Low", "Ben", "2025-03-05"]]  # fmt: skip
    first, second = find_tables(sheet([list(HEADINGS), *ROWS, [], *gaps]), known)
    assert first.data_rows.tolist() == [1, 2, 3]
    assert second.range == "A6:D8"
    assert second.headings == gaps[0]


def test_two_tables_beside_each_other(words: tuple[Any, ...]) -> None:
    side: list[list[Any]] = [
        ["Gap", "Severity"],
        ["No runbook", "High"],
        [None, None],
        [None, None],
    ]
    rows = [[*a, None, *b] for a, b in zip([list(HEADINGS), *ROWS], side, strict=True)]
    first, second = find_tables(sheet(rows), *words)
    assert (first.range, second.range) == ("A1:E4", "G1:H2")


def test_unfilled_rows_of_a_form(words: tuple[Any, ...]) -> None:
    rows = [["#", *HEADINGS], [1, *ROWS[0]], [2, *ROWS[1]], [3], [4, "[System Name]", "___"]]
    table = only(find_tables(sheet(rows), *words))
    assert table.data_rows.tolist() == [1, 2]
    assert {one.why for one in table.skipped} == {"unfilled template row"}


def test_hidden_rows_are_read_and_told(words: tuple[Any, ...]) -> None:
    table = only(find_tables(sheet([list(HEADINGS), *ROWS], hidden_rows={2}), *words))
    assert table.data_rows.tolist() == [1, 2, 3]
    assert table.hidden_rows == [2]
    assert table.notes == ["1 hidden row is read like all others"]


def test_an_excel_table_is_taken_as_it_is(words: tuple[Any, ...]) -> None:
    """Its columns may be called anything, its last row may be a total of any name."""
    rows = [["x", "y", "z"], ["a", "b", "c"], ["d", "e", "f"], ["Result", 1, 2], [],
            list(HEADINGS), *ROWS]  # fmt: skip
    declared = [ExcelTable("Letters", (0, 0, 3, 2), 1, 1)]
    first, second = find_tables(sheet(rows, excel_tables=declared), *words)
    assert (first.name, first.headings, first.data_rows.tolist()) == (
        "Letters", ["x", "y", "z"], [1, 2],
    )  # fmt: skip
    assert second.range == "A6:E9"


def test_values_without_headings_are_told() -> None:
    table = only(find_tables(sheet(ROWS)))
    assert table.headings is None
    assert table.data_rows.tolist() == [0, 1, 2]
    assert table.notes == ["no row looks like headings"]


@pytest.mark.parametrize("rows", [[], [[]], [[None]], [[" ", "\u00a0"]]])
def test_nothing_is_nothing(rows: list[list[Any]]) -> None:
    assert find_tables(sheet(rows)) == []


def test_one_cell_is_no_table() -> None:
    assert find_tables(sheet([["DR drill results"]])) == []


def test_one_row_of_data(words: tuple[Any, ...]) -> None:
    table = only(find_tables(sheet([list(HEADINGS), ROWS[0]]), *words))
    assert table.data_rows.tolist() == [1]


def test_headings_alone(words: tuple[Any, ...]) -> None:
    table = only(find_tables(sheet([list(HEADINGS)]), *words))
    assert (table.headings, len(table.data_rows)) == (list(HEADINGS), 0)
    assert table.notes == ["has headings but no rows of data"]


def test_five_hundred_columns() -> None:
    names = [f"Measure number {n}" for n in range(500)]
    table = only(find_tables(sheet([names, list(range(500)), list(range(500))])))
    assert table.headings == names
    assert table.range == "A1:SF3"


def test_many_formatted_but_empty_rows_cost_nothing() -> None:
    rows = [list(HEADINGS), *ROWS, *[[None, " "]] * 200_000]
    table = only(find_tables(sheet(rows)))
    assert table.last_row == 3
    assert table.skipped == []


def test_notes_below_a_table_are_no_data(words: tuple[Any, ...]) -> None:
    rows = [list(HEADINGS), *ROWS, ["Note: times are local."], ["* measured by hand"]]
    table = only(find_tables(sheet(rows), *words))
    assert table.data_rows.tolist() == [1, 2, 3]
    assert [one.why for one in table.skipped] == ["note", "note"]


def test_a_second_table_glued_below() -> None:
    gaps = [["Gap", "Owner", "Due", "Status", "Notes"], ["No runbook", "Ann", "2025-03-01", 1, 2],
            ["Old backup", "Ben", "2025-03-05", 3, 4]]  # fmt: skip
    rows = [[*HEADINGS], *ROWS, *gaps]
    first, second = find_tables(sheet(rows), known)
    assert first.data_rows.tolist() == [1, 2, 3]
    assert (second.headings, second.data_rows.tolist()) == (gaps[0], [5, 6])


CELLS = st.one_of(
    st.none(), st.text(max_size=12), st.integers(-5, 5), st.floats(allow_nan=False), st.booleans(),
    st.dates(), st.sampled_from(["System", "RTO", "Total", "Field", "Value", "Drill:", "—", "4h"]),
)  # fmt: skip


@given(st.lists(st.lists(CELLS, max_size=6), max_size=14))
def test_every_filled_row_of_a_table_is_data_or_said_to_be_none(rows: list[list[Any]]) -> None:
    grid = Grid.from_rows(rows)
    for found in find_tables(Sheet("any", grid), known):
        assert 0 <= found.first_row <= found.last_row < grid.row_count
        assert 0 <= found.first_column <= found.last_column < grid.column_count
        if found.kind == "table":
            below = range(max(found.heading_rows, default=found.first_row - 1) + 1,
                          found.last_row + 1)  # fmt: skip
            told = sorted([*found.data_rows.tolist(), *(one.row for one in found.skipped)])
            assert told == list(below)
            if found.headings is not None:
                assert len(found.headings) == found.last_column - found.first_column + 1


def test_sections_and_rows_scale_to_a_hundred_thousand_rows() -> None:
    rows: list[list[Any]] = [list(HEADINGS)]
    rows += [[f"system {n % 60}", n % 3, "4h", f"{n % 300} min", "Pass"] for n in range(100_000)]
    table = only(find_tables(sheet(rows)))
    assert np.array_equal(table.data_rows, np.arange(1, 100_001))


@pytest.mark.parametrize(
    "line", ["Spring drill: failover to Cape Town", "DR test report: first half", "Night test: DNS"]
)
def test_a_title_with_a_colon_is_no_label(line: str, words: tuple[Any, ...]) -> None:
    table = only(find_tables(sheet([[line], [], list(HEADINGS), *ROWS]), *words))
    assert (table.title, table.facts) == ([line], [])


@pytest.mark.parametrize("above", [[], [["Drill form"]]])
def test_field_and_value_over_labels_and_values_are_their_headings(
    above: list[list[Any]], words: tuple[Any, ...]
) -> None:
    rows = [*above, ["Field", "Value"], ["Drill", "DR-7"], ["Owner:", "Ann"], ["Notes:", "none"]]
    (block,) = find_tables(sheet(rows), *words)
    assert block.kind == "facts"
    told = [one.label for one in block.facts if one.value is not None]  # without a value: a title
    assert told == ["Drill", "Owner", "Notes"]


def test_a_subtotal_behind_its_group_is_no_data(words: tuple[Any, ...]) -> None:
    """Only where its row is less full than the others: a system may be called so."""
    rows = [[1, "CRM", "4h", "3h", "Pass"], [1, "Payroll", "4h", "5h", "Fail"],
            [1, "Subtotal", None, "8h", None], [2, "Intranet", "24h", "2h", "Pass"],
            [2, "Subtotal service", "4h", "1h", "Pass"]]  # fmt: skip
    head = ["Tier", "System", "RTO target", "Actual RTO", "Result"]
    table = only(find_tables(sheet([head, *rows]), *words))
    assert table.data_rows.tolist() == [1, 2, 4, 5]
    assert [(one.row, one.why) for one in table.skipped] == [(3, "total")]
