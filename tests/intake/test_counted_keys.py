"""Gaps and actions that are only counted: the next drill's report counts from 1 again."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from data.intake.countedkeys import only_counts
from data.problems import Problem
from data.store import Store
from tests.intake.loading import NOW, load
from tests.intake.test_mending import mended, number_of


def report(drill: str, *titles: str, prefix: object = "", due: str = "30 Jun 2025") -> list[Any]:
    """A drill's report on one sheet: a result, gaps and actions, both counted from 1."""
    numbers = [f"{prefix}{at}" if prefix else at for at in range(1, len(titles) + 1)]
    return [
        ["Drill", drill], [],
        ["System", "RTO", "Actual RTO"], ["CRM", "4 h", "3 h"], ["ERP", "4 h", "2 h"], [],
        ["Gaps"], ["No", "Issue", "Severity", "Status"],
        *([n, f"No {one}", "High", "Open"] for n, one in zip(numbers, titles, strict=True)), [],
        ["Actions"], ["No", "Action", "Owner", "Due", "Status"],
        *([n, f"Add {one}", "Ann", due, "Open"] for n, one in zip(numbers, titles, strict=True)),
    ]  # fmt: skip


MAY, JUNE = report("K-May", "tape", "key"), report("K-June", "plan", "list")


def gaps(store: Store) -> list[tuple[str, str, str]]:
    rows = store.rows("gap")
    return list(zip(rows["gap"], rows["drill"], rows["title"], strict=True))


def actions(store: Store) -> list[tuple[str, str]]:
    rows = store.rows("action")
    return list(zip(rows["action"], rows["title"], strict=True))


def asked(problems: list[Problem]) -> list[Problem]:
    return [one for one in problems if one.code == "counted_key"]


OF_MAY = [("1", "K-May", "No tape"), ("2", "K-May", "No key")]
DONE_IN_MAY = [("1", "Add tape"), ("2", "Add key")]


def test_the_next_drills_numbers_wait_and_are_asked_once_a_table(store: Store) -> None:
    load(store, MAY, "may.csv")
    june = load(store, JUNE, "june.csv")
    assert (june.status, june.rejected) == ("partly loaded", 4)
    assert (gaps(store), actions(store)) == (OF_MAY, DONE_IN_MAY)
    gap, action = asked(june.problems)
    assert (gap.severity, gap.field, gap.cell) == ("question", "gap", "A8:D10")
    assert "Gaps 1, 2 of K-June: K-May has gaps of those numbers already" in gap.message
    assert "such as K-June-1" in str(gap.expected)
    assert "K-May as its drill" in str(gap.expected)
    assert (action.field, "Actions 1, 2 of K-June: K-May" in action.message) == ("action", True)
    assert set(store.rows("recovery")["drill"]) == {"K-May", "K-June"}  # the rest is loaded
    assert store.rejected()["row_number"].tolist() == [9, 10, 14, 15]
    assert load(store, JUNE, "june.csv").status == "unchanged"


def test_the_same_drills_corrected_report_updates_as_ever(store: Store) -> None:
    load(store, MAY, "may.csv")
    load(store, JUNE, "june.csv")
    again = load(store, report("K-May", "tapes", "key", due="31 Jul 2025"), "other name.csv")
    assert (again.status, asked(again.problems)) == ("loaded", [])
    assert gaps(store) == [("1", "K-May", "No tapes"), OF_MAY[1]]
    assert set(store.rows("action")["due_on"]) == {pd.Timestamp("2025-07-31")}
    assert len(store.rejected()) == 4  # June's go on waiting, whoever loads those numbers


def test_keys_that_are_more_than_a_number_are_trusted(store: Store) -> None:
    load(store, report("K-May", "tape", prefix="G-"), "may.csv")
    june = load(store, report("K-June", "tape", prefix="G-"), "june.csv")
    assert (june.status, june.rejected) == ("loaded", 0)
    assert gaps(store) == [("G-1", "K-June", "No tape")]


def test_two_drills_of_one_file_are_told_apart_too(store: Store) -> None:
    both = load(store, {"May": MAY, "June": JUNE}, "year.xlsx")
    assert both.rejected == 4
    assert (gaps(store), actions(store)) == (OF_MAY, DONE_IN_MAY)
    assert {one.sheet for one in asked(both.problems)} == {"June"}


def test_undoing_the_first_lets_the_second_load(store: Store) -> None:
    may = load(store, MAY, "may.csv")
    june = load(store, JUNE, "june.csv")
    assert may.import_id is not None
    assert june.import_id is not None
    store.withdraw(june.import_id, NOW, "Thandi")
    assert (gaps(store), actions(store)) == (OF_MAY, DONE_IN_MAY)
    assert store.rejected().empty
    store.withdraw(may.import_id, NOW, "Thandi")
    assert load(store, JUNE, "june.csv").rejected == 0
    assert gaps(store) == [("1", "K-June", "No plan"), ("2", "K-June", "No list")]


def test_a_gap_named_as_the_first_drills_is_the_same_gap(store: Store) -> None:
    load(store, MAY, "may.csv")
    rows = [["No", "Drill", "Issue", "Status"], ["1", "K-May", "No tape", "Closed"],
            ["3", "K-June", "No plan", "Open"]]  # fmt: skip
    assert load(store, rows, "register.csv").rejected == 0
    assert store.rows("gap")["status"].tolist() == ["closed", "open", "open"]


def test_an_action_of_the_first_drills_gap_is_the_same_action(store: Store) -> None:
    load(store, MAY, "may.csv")
    rows = [["Drill", "K-June"], [], ["System", "RTO", "Actual RTO"], ["CRM", "4 h", "3 h"],
            ["ERP", "4 h", "2 h"], [], ["Actions"], ["No", "Gap ID", "Action", "Status"],
            [1, "1", "Add tape", "Done"], [2, "", "Add a plan", "Open"]]  # fmt: skip
    outcome = load(store, rows, "june.csv")
    (one,) = asked(outcome.problems)
    assert "Action 2 of K-June: K-May has action of that number" in one.message
    held = store.rows("action")
    assert held[["action", "title", "status"]].to_numpy().tolist() == [
        ["1", "Add tape", "completed"], ["2", "Add key", "open"],
    ]  # fmt: skip


def test_rows_given_keys_of_their_own_load_and_their_actions_never_mend_anothers_gap(
    store: Store,
) -> None:
    load(store, MAY, "may.csv")
    rows = [["Drill", "K-June"], [], ["System", "RTO", "Actual RTO"], ["CRM", "4 h", "3 h"],
            ["ERP", "4 h", "2 h"], [], ["Gaps"], ["No", "Issue", "Severity", "Status"],
            [1, "No plan", "High", "Open"], [2, "No list", "Low", "Open"], [],
            ["Actions"], ["Action ID", "Gap ID", "Action", "Status"],
            ["A-7", 1, "Add plan", "Open"]]  # fmt: skip
    number = number_of(store, rows, "june.csv")
    assert len(store.rejected(number)) == 3  # the action's gap is open as well
    done = mended(store, number, rows, {9: {"No": "K-June-1"}}, "june.csv")
    assert len(done.loaded) == 1
    assert gaps(store) == [*OF_MAY, ("K-June-1", "K-June", "No plan")]
    assert actions(store) == DONE_IN_MAY
    done = mended(store, number, rows, {14: {"Gap ID": "K-June-1"}}, "june.csv")
    assert len(done.loaded) == 1
    assert store.rows("action").set_index("action").loc["A-7", "gap"] == "K-June-1"
    assert gaps(store)[:2] == OF_MAY  # the other of June's waits on


@pytest.mark.parametrize("key", ["1", "#2", "No 3", "No. 3", "no 12", "3.", "# 4"])
def test_a_bare_number_only_counts(key: str) -> None:
    assert only_counts(key)


@pytest.mark.parametrize("key", ["G1", "G-07", "2025-1", "K-June-1", "10472", "Note 1", "1a", ""])
def test_what_is_more_than_a_number_does_not(key: str) -> None:
    assert not only_counts(key)


NUMBERED = [["Drill", "Gap no", "Finding", "Severity"], ["DR-1", "1", "Call tree old", "High"],
            ["DR-1", "2", "DNS slow", "Low"], ["DR-2", "1", "Agent missing", "High"],
            ["DR-2", "3", "Vendor slow", "Low"]]  # fmt: skip


def test_numbers_of_two_drills_in_one_table_are_asked_about(store: Store) -> None:
    done = load(store, NUMBERED, "gaps.csv")
    assert sorted(store.rows("gap")["title"]) == ["Call tree old", "DNS slow", "Vendor slow"]
    (asked,) = [one for one in done.problems if one.severity == "question"]
    assert asked.message.startswith("Gap 1 of DR-2: DR-1 has gap of that number already.")
    assert store.rejected()["row_number"].tolist() == [4]


SHEETS = {"Drill A gaps": [["No", "Gap", "Severity"], [1, "Call tree old", "High"],
                           [2, "DNS slow", "Low"]],
          "Drill B gaps": [["No", "Gap", "Severity"], [1, "Agent missing", "High"],
                           [2, "DNS slow", "High"]]}  # fmt: skip


def test_a_number_of_two_sheets_that_name_no_drill_is_asked_about(store: Store) -> None:
    done = load(store, SHEETS, "gaps.xlsx")
    gaps = store.rows("gap").set_index("title")["severity"].to_dict()
    assert gaps == {"Call tree old": "major", "DNS slow": "major"}  # of one title: the same gap
    (asked,) = [one for one in done.problems if one.severity == "question"]
    assert "Gap 1 of sheet “Drill B gaps”: sheet “Drill A gaps” has gap" in asked.message
    load(store, {"Drill A gaps": SHEETS["Drill A gaps"][:2]}, "first.xlsx")
    assert store.rejected()["row_number"].tolist() == [2]  # it settles nothing of the other sheet's


def test_a_file_whose_keys_were_all_renumbered_leaves_no_row_waiting(store: Store) -> None:
    """The same file again, its keys made to tell the drills apart: nothing lost, nothing twice."""
    head = ["No", "Issue", "Drill", "Severity"]
    load(store, [head, ["1", "No tape", "K-May", "High"]], "may.csv")
    load(store, [head, ["1", "No plan", "K-June", "High"], ["2", "No list", "K-June", "Low"]],
         "june.csv")  # fmt: skip
    waits = [row["row_key"] for row in store.rejected().to_dict("records") if not row["is_mended"]]
    assert waits == ['["1", "K-June"]']
    again = load(store, [head, ["K-June-1", "No plan", "K-June", "High"],
                         ["K-June-2", "No other", "K-June", "Low"]], "june.csv")  # fmt: skip
    assert len(again.settled) == 1
    assert store.waiting_tables().empty
    assert sorted(gaps(store)) == [
        ("1", "K-May", "No tape"), ("2", "K-June", "No list"),
        ("K-June-1", "K-June", "No plan"), ("K-June-2", "K-June", "No other"),
    ]  # fmt: skip


def test_rows_that_now_say_something_else_go_on_waiting(store: Store) -> None:
    head = ["No", "Issue", "Drill", "Severity"]
    load(store, [head, ["1", "No tape", "K-May", "High"]], "may.csv")
    load(store, [head, ["1", "No plan", "K-June", "High"]], "june.csv")
    load(store, [head, ["7", "No fan", "K-June", "High"]], "june.csv")
    assert store.waiting_tables()["row_count"].tolist() == [1]


LIST = [["No", "Finding", "Severity", "Status"], ["1", "Call tree old", "High", "Open"],
        ["2", "DNS slow", "Low", "Open"], ["3", "No runbook", "Low", "Open"]]  # fmt: skip


def test_a_list_numbered_anew_overwrites_nothing(store: Store) -> None:
    """Line 1 was taken out and the rest counted again: 2 became 1, and is closed; 3 became 2."""
    number_of(store, LIST, "gaps.csv", drill="DR-1")
    again = [LIST[0], ["1", "DNS slow", "Low", "Closed"], ["2", "No runbook", "Low", "Open"]]
    number = number_of(store, again, "gaps.csv", drill="DR-1")
    rows = store.rows("gap").set_index("gap")
    assert rows["title"].to_dict() == {"1": "Call tree old", "2": "DNS slow", "3": "No runbook"}
    assert set(rows["status"]) == {"open"}
    waiting = store.rejected(number)
    assert waiting["row_number"].tolist() == [2, 3]
    assert "Gap 1 was “Call tree old” and is “DNS slow” here" in waiting["why"].iloc[0]
    done = mended(store, number, again, {2: {"No": "2"}, 3: {"No": "3"}}, "gaps.csv", drill="DR-1")
    assert len(done.loaded) == 2
    rows = store.rows("gap").set_index("gap")
    assert rows["status"].to_dict() == {"1": "open", "2": "closed", "3": "open"}


def test_keys_made_of_the_drill_and_a_number_are_numbered_anew_too(store: Store) -> None:
    keyed = [LIST[0], *([f"DR-1-{row[0]}", *row[1:]] for row in LIST[1:])]
    number_of(store, keyed, "gaps.csv", drill="DR-1")
    again = [LIST[0], ["DR-1-1", "DNS slow", "Low", "Closed"]]
    number = number_of(store, again, "april.csv", drill="DR-1")
    assert store.rejected(number)["row_number"].tolist() == [2]
    assert set(store.rows("gap")["status"]) == {"open"}


def test_another_wording_of_a_title_is_no_new_number(store: Store) -> None:
    number_of(store, LIST, "gaps.csv", drill="DR-1")
    again = [LIST[0], ["1", "Call tree is out of date", "High", "Closed"], *LIST[2:]]
    done = load(store, again, "gaps.csv", drill="DR-1")
    assert done.rejected == 0
    assert store.rows("gap").set_index("gap").loc["1", "status"] == "closed"
