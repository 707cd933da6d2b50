"""Any grid, any problem cells: what is not marked is what it was, what is marked has its note."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from data.intake.reading.addresses import cell_name
from tests.intake.marking.making import LIST, fills, listed, marked, notes, values, wrong

TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12
)
VALUES = st.one_of(
    st.none(), TEXT, st.integers(-10**6, 10**6), st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
)  # fmt: skip
CELLS = st.dictionaries(st.tuples(st.integers(0, 14), st.integers(0, 8)), VALUES, max_size=40)
PLACES = st.sets(st.tuples(st.integers(0, 16), st.integers(0, 10)), min_size=1, max_size=12)
STYLES = st.sampled_from(["plain", "filled", "blank"])


def written(cells: dict[tuple[int, int], Any], style: str, noted: set[tuple[int, int]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        form = book.add_format({} if style == "plain" else {"bg_color": "#DDEEFF", "italic": True})
        page = book.add_worksheet("Results")
        for (row, column), value in cells.items():
            if isinstance(value, str):
                page.write_string(row, column, value, form)
            elif value is not None or style == "blank":
                page.write(row, column, value, form)
        for row, column in noted:
            page.write_comment(row, column, f"own {row} {column}")
    return out.getvalue()


@settings(max_examples=60)
@given(CELLS, STYLES, PLACES, st.sets(st.tuples(st.integers(0, 14), st.integers(0, 8)), max_size=4))
def test_unmarked_cells_stay_and_marked_ones_are_noted(
    cells: dict[tuple[int, int], Any],
    style: str,
    places: set[tuple[int, int]],
    noted: set[tuple[int, int]],
) -> None:
    content = written(cells, style, noted)
    names = {cell_name(*place) for place in places}
    made = marked(content, *(wrong(name, message=f"at {name}") for name in sorted(names)))
    shown = values(made)
    del shown[LIST]
    assert shown == values(content)
    told = notes(made)
    assert {name for name, text in told.items() if "Drillboard: to mend" in text} == names
    assert all(f"At {name}." in told[name] for name in names)
    for row, column in noted:
        assert told[cell_name(row, column)].startswith(f"own {row} {column}")
    colours = fills(made)
    assert {name for name, colour in colours.items() if colour.startswith("FFF9CFB")} == names
    assert {name for name in colours if name not in names} == {
        name for name in fills(content) if name not in names
    }
    assert {line[1] for line in listed(made)} == names


@settings(max_examples=25)
@given(CELLS, STYLES, PLACES, PLACES)
def test_marking_again_leaves_nothing_of_the_first_time(
    cells: dict[tuple[int, int], Any],
    style: str,
    first: set[tuple[int, int]],
    then: set[tuple[int, int]],
) -> None:
    content = written(cells, style, set())
    once = marked(content, *(wrong(cell_name(*place)) for place in sorted(first)))
    names = {cell_name(*place) for place in then}
    twice = marked(once, *(wrong(name) for name in sorted(names)))
    shown = values(twice)
    assert len(shown) == 2
    del shown[LIST]
    assert shown == values(content)
    assert notes(twice).keys() == names
    colours, before = fills(twice), fills(content)
    assert {name: colour for name, colour in colours.items() if name not in names} == {
        name: colour for name, colour in before.items() if name not in names
    }
