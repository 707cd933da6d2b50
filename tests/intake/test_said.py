"""Mapping files, read strictly: one line says what is wrong with one that cannot be read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from data.intake.said import (
    BadMapping,
    Said,
    form_of,
    heading_keys,
    labels,
    layout_key,
    read_mapping,
    said_by_mapping,
    said_in,
)
from data.store import Store
from tests.intake.loading import load

HEADINGS = ["System", "Back", "RTO"]
PLACE = ("q1.csv", None, "A1:C9")


def table(**parts: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"headings": HEADINGS, **parts}


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("{", "is not JSON"),
        ("[]", '"tables"'),
        ('{"tables": {}}', '"tables"'),
        ([3], "table 1 is no object"),
        ([table(), table(record="recovry")], "table 2 names the record 'recovry'"),
        ([table(record="recovery", columns={"Back": "restord"})], "no field of recovery"),
        ([table(columns={"Back": "drll.started_at"})], "there is no record 'drll'"),
        ([table(columns={"Back": 7})], "a text is expected"),
        ([table(columns=["Back"])], "no object of headings"),
        ([table(colums={})], "'colums'"),
        ([table(units={"RTO": "fortnights"})], "fortnights"),
        ([table(day_first="yes")], "true or false"),
        ([table(day_first=1)], "true or false"),
        ([table(zone="Mars/Olympus")], "Mars/Olympus"),
        ([table(drill=4)], "a text is expected"),
        ([{"headings": "System"}], "list of texts"),
        ([{"record": "recovery"}], "neither headings nor columns"),
    ],
)
def test_a_bad_mapping_says_what_is_wrong_in_one_line(content: object, named: str) -> None:
    text = content if isinstance(content, str) else json.dumps({"tables": content})
    with pytest.raises(BadMapping) as refused:
        read_mapping(text)
    assert named in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_good_mapping_is_read() -> None:
    given = {"tables": [table(record="recovery", columns={"Back": "restored_at", "RTO": "",
                                                           "System": None},
                              units={"RTO": "min"}, day_first=False, drill="DR-1")]}  # fmt: skip
    said = said_by_mapping(read_mapping(json.dumps(given)), ["BACK", "rto", "System:"], PLACE)
    assert said == Said("recovery", {"back": "restored_at", "rto": ""}, {"rto": "min"}, False,
                        "DR-1")  # fmt: skip


def test_of_two_tables_with_the_same_headings_the_very_one_counts() -> None:
    given = {"tables": [
        {"file": "q1.csv", "sheet": None, "range": "A20:C29"} | table(record="gap"),
        {"file": "q1.csv", "sheet": None, "range": "A1:C9"} | table(record="recovery"),
    ]}  # fmt: skip
    assert said_by_mapping(given, HEADINGS, PLACE).record == "recovery"
    assert said_by_mapping(given, HEADINGS, ("q2.csv", "Sheet1", "A1:C5")).record == "gap"
    only = {"tables": [{**given["tables"][0], "only_here": True}]}
    assert said_by_mapping(only, HEADINGS, PLACE).record is None


def test_layouts_are_the_same_in_any_order_and_spelling_but_not_with_another_unit() -> None:
    assert layout_key(["System", "RTO (min)"]) == layout_key(["rto (Minutes)", "SYSTEM"])
    assert layout_key(["System", "RTO (min)"]) != layout_key(["System", "RTO (h)"])
    assert layout_key(["System", "RTO"]) != layout_key(["System", "RTO", "Tier"])
    assert layout_key(["System", "", "RTO"]) == layout_key(["System", "RTO"])


def test_headings_that_stand_twice_are_numbered() -> None:
    assert labels(["Date", "System", "date", ""]) == ["Date", "System", "date (2)", ""]
    assert heading_keys(["Date", "System", "date", ""]) == ["date", "system", "date 2", ""]
    assert heading_keys(labels(["Date", "Date"])) == heading_keys(["Date", "Date"])


def test_another_record_takes_the_old_columns_away() -> None:
    old = Said("recovery", {"back": "restored_at"}, {"rto": "min"}, True)
    assert Said("gap").over(old) == Said("gap", {}, {"rto": "min"}, True)
    assert Said(columns={"note": ""}).over(old).columns == {"back": "restored_at", "note": ""}
    assert Said("").over(old).record == ""


def test_a_mapping_says_what_a_doubtful_number_means(store: Store) -> None:
    headings = ["Drill", "System", "Recovery time"]
    rows = [headings, ["DR-1", "CRM", "1,250 h"], ["DR-1", "HR", "2,500 h"]]
    asked = load(store, rows, dry_run=True)
    unclear = [one for one in asked.problems if one.code == "decimal_unclear"]
    assert [one.cell for one in unclear] == ["C2", "C3"]
    assert "decimal_comma in --mapping" in (unclear[0].expected or "")
    for said, seconds in ((True, [4500.0, 9000.0]), (False, [4500000.0, 9000000.0])):
        mapping = {"tables": [{"headings": headings, "decimal_comma": said}]}
        load(store, rows, mapping=mapping)
        assert sorted(store.rows("recovery")["recovery_time_seconds"]) == seconds
    by_column = [*rows, ["DR-1", "ERP", "1.5 h"]]  # its column comes first
    load(store, by_column, mapping={"tables": [{"headings": headings, "decimal_comma": True}]})
    assert max(store.rows("recovery")["recovery_time_seconds"]) == 9000000.0


def test_a_doubtful_answer_is_of_the_form() -> None:
    form = {"headings": ["A"], "decimal_comma": False}
    assert form_of(["A"], said_in(form), None)["decimal_comma"] is False
    with pytest.raises(BadMapping, match="decimal_comma"):
        read_mapping(json.dumps({"tables": [form | {"decimal_comma": "yes"}]}))


def test_in_a_column_of_both_habits_an_answer_is_of_one_mark(store: Store) -> None:
    headings = ["Drill", "System", "Recovery time"]
    both = [["DR-1", "A", "3,5 h"], ["DR-1", "B", "2.5 h"]]
    mapping = {"tables": [{"headings": headings, "decimal_comma": True}]}
    one = load(store, [headings, *both, ["DR-1", "C", "1,250 h"]], mapping=mapping, dry_run=True)
    assert one.rejected == 0
    two = [*both, ["DR-1", "C", "1,250 h"], ["DR-1", "D", "1.250 h"]]
    assert load(store, [headings, *two], mapping=mapping, dry_run=True).rejected == 2
