"""One answer for a list whose numbers are known already: the same gaps, or other ones."""

from __future__ import annotations

from typing import Any

import pytest

from data.intake.importing import Outcome, import_rows, mapping_of
from data.intake.memory import layout_row
from data.intake.rekeying import by_title, with_drill
from data.store import Store
from tests.intake.loading import NOW, load
from tests.intake.test_counted_keys import (
    DONE_IN_MAY,
    JUNE,
    LIST,
    MAY,
    NUMBERED,
    OF_MAY,
    SHEETS,
    actions,
    asked,
    gaps,
)

GAPS, ACTIONS = JUNE[7], JUNE[12]  # the headings of its two lists


def answer(is_same: bool, *headings: object) -> dict[str, Any]:
    return {"tables": [{"headings": one, "same_numbers": is_same} for one in headings]}


def test_other_gaps_get_their_drill_before_their_number(store: Store) -> None:
    load(store, MAY, "may.csv")
    june = load(store, JUNE, "june.csv", mapping=answer(False, GAPS, ACTIONS))
    assert (june.status, june.rejected, asked(june.problems)) == ("loaded", 0, [])
    assert gaps(store) == [
        *OF_MAY, ("K-June-1", "K-June", "No plan"), ("K-June-2", "K-June", "No list"),
    ]  # fmt: skip
    assert actions(store) == [*DONE_IN_MAY, ("K-June-1", "Add plan"), ("K-June-2", "Add list")]
    assert june.reading is not None
    assert "Numbers in A8:D10 are of other gaps, as you said: 1 is K-June-1, 2 is K-June-2." in (
        june.reading.notes
    )
    again = load(store, JUNE, "june.csv", mapping=answer(False, GAPS, ACTIONS))
    assert again.status == "unchanged"


def test_rows_that_waited_for_the_answer_wait_no_longer(store: Store) -> None:
    load(store, MAY, "may.csv")
    assert load(store, JUNE, "june.csv").rejected == 4
    load(store, JUNE, "june.csv", mapping=answer(False, GAPS, ACTIONS))
    assert store.waiting_tables().empty
    assert len(gaps(store)) == len(actions(store)) == 4


def test_the_same_gaps_change_and_stay_of_the_drill_that_found_them(store: Store) -> None:
    load(store, MAY, "may.csv")
    june = load(store, JUNE, "june.csv", mapping=answer(True, GAPS, ACTIONS))
    assert june.rejected == 0
    assert gaps(store) == [("1", "K-May", "No plan"), ("2", "K-May", "No list")]
    assert actions(store) == [("1", "Add plan"), ("2", "Add list")]


def test_a_line_added_to_the_list_gets_a_key_like_the_others(store: Store) -> None:
    load(store, MAY, "may.csv")
    load(store, JUNE, "june.csv", mapping=answer(False, GAPS, ACTIONS))
    longer = [*JUNE[:10], [3, "No fan", "Low", "Open"], *JUNE[10:]]
    load(store, longer, "june.csv", mapping=answer(False, GAPS, ACTIONS))
    assert gaps(store)[2:] == [
        ("K-June-1", "K-June", "No plan"), ("K-June-2", "K-June", "No list"),
        ("K-June-3", "K-June", "No fan"),
    ]  # fmt: skip


def test_a_number_that_was_loaded_as_this_drills_keeps_its_key(store: Store) -> None:
    """Gap 2 of June clashed with nothing and was loaded under 2: it does not come twice."""
    load(store, MAY[:9], "may.csv")  # its gap 1 alone
    load(store, JUNE, "june.csv")
    assert gaps(store) == [OF_MAY[0], ("2", "K-June", "No list")]
    load(store, JUNE, "june.csv", mapping=answer(False, GAPS, ACTIONS))
    assert sorted(gaps(store)) == [
        OF_MAY[0], ("2", "K-June", "No list"), ("K-June-1", "K-June", "No plan"),
    ]  # fmt: skip


def test_a_key_another_drill_has_is_not_given(store: Store) -> None:
    head = ["No", "Issue", "Drill", "Severity"]
    load(store, [head, ["K-June-1", "No door", "K-July", "Low"]], "register.csv")
    load(store, MAY, "may.csv")
    load(store, JUNE, "june.csv", mapping=answer(False, GAPS, ACTIONS))
    assert ("K-June-1", "K-July", "No door") in gaps(store)
    assert ("K-June-1-2", "K-June", "No plan") in gaps(store)


def test_drills_in_a_column_of_one_list(store: Store) -> None:
    """DR-2 counts anew from 1: its 3, which nobody has, goes with its 1."""
    done = load(store, NUMBERED, "gaps.csv", mapping=answer(False, NUMBERED[0]))
    assert done.rejected == 0
    assert gaps(store) == [
        ("1", "DR-1", "Call tree old"), ("2", "DR-1", "DNS slow"),
        ("DR-2-1", "DR-2", "Agent missing"), ("DR-2-3", "DR-2", "Vendor slow"),
    ]  # fmt: skip


def test_lists_of_no_drill_are_told_apart_by_their_sheets(store: Store) -> None:
    head = SHEETS["Drill A gaps"][0]
    done = load(store, SHEETS, "gaps.xlsx", mapping=answer(False, head))
    assert done.rejected == 0
    rows = store.rows("gap")
    assert dict(zip(rows["gap"], rows["title"], strict=True)) == {
        "1": "Call tree old", "2": "DNS slow", "Drill B gaps-1": "Agent missing",
    }  # fmt: skip


def linked(gap: object) -> list[Any]:
    return [*JUNE[:10], [], ["Actions"], ["Action ID", "Gap ID", "Action", "Status"],
            ["A-7", gap, "Add plan", "Open"]]  # fmt: skip


def test_an_action_goes_with_the_gap_of_its_file(store: Store) -> None:
    load(store, MAY, "may.csv")
    load(store, linked(1), "june.csv", mapping=answer(False, GAPS))
    rows = store.rows("action").set_index("action")
    assert rows.loc["A-7", "gap"] == "K-June-1"
    with_both = {"May": MAY[:10], "June": JUNE[:10], "Actions": linked(2)[11:]}
    done = load(store, with_both, "year.xlsx", mapping=answer(False, GAPS))
    (one,) = asked(done.problems)  # 2 is a gap of May's and one of June's
    assert "Which gap is meant by 2 is open" in one.message


AGAIN = [LIST[0], ["1", "DNS slow", "Low", "Closed"], ["2", "No runbook", "Low", "Open"],
         ["3", "No spare key", "High", "Open"]]  # fmt: skip


def test_a_list_numbered_anew_is_known_by_its_titles(store: Store) -> None:
    """2 became 1 and is closed, 3 became 2; the new 3 is a fourth gap."""
    load(store, LIST, "gaps.csv", drill="DR-1")
    done = load(store, AGAIN, "gaps.csv", drill="DR-1", mapping=answer(False, LIST[0]))
    assert done.rejected == 0
    rows = store.rows("gap").set_index("gap")
    assert rows["title"].to_dict() == {
        "1": "Call tree old", "2": "DNS slow", "3": "No runbook", "4": "No spare key",
    }  # fmt: skip
    assert rows["status"].to_dict() == {"1": "open", "2": "closed", "3": "open", "4": "open"}
    again = load(store, AGAIN, "gaps.csv", drill="DR-1", mapping=answer(False, LIST[0]))
    assert again.status == "unchanged"


def test_titles_written_anew_change_the_gaps_of_their_numbers(store: Store) -> None:
    load(store, LIST, "gaps.csv", drill="DR-1")
    assert load(store, AGAIN, "gaps.csv", drill="DR-1").rejected > 0
    done = load(store, AGAIN, "gaps.csv", drill="DR-1", mapping=answer(True, LIST[0]))
    assert done.rejected == 0
    assert store.rows("gap").set_index("gap")["title"].to_dict() == {
        "1": "DNS slow", "2": "No runbook", "3": "No spare key",
    }  # fmt: skip
    assert store.waiting_tables().empty


def test_the_answer_is_remembered_for_the_headings(store: Store) -> None:
    load(store, MAY, "may.csv")
    kept = [layout_row({"headings": one, "record": record, "same_numbers": False})
            for one, record in ((GAPS, "gap"), (ACTIONS, "action"))]  # fmt: skip
    import_rows(store, "alias", kept, person="Ann", now=NOW)
    assert load(store, JUNE, "june.csv").rejected == 0
    assert len(gaps(store)) == 4


def test_the_mapping_file_shows_the_open_question(store: Store) -> None:
    load(store, MAY, "may.csv")
    june = load(store, JUNE, "june.csv", dry_run=True)
    shown = {one["record"]: one for one in mapping_of(Outcome([june], True))["tables"]}
    assert shown["gap"]["same_numbers"] is None
    assert "same_numbers" not in shown["recovery"]
    mapping = {"tables": [one | {"same_numbers": False} for one in shown.values()
                          if one["record"] != "recovery"]}  # fmt: skip
    assert load(store, JUNE, "june.csv", mapping=mapping).rejected == 0


@pytest.mark.parametrize(
    ("number", "taken", "key"),
    [("1", (), "DR-2-1"), ("#2", (), "DR-2-2"), ("No. 3", (), "DR-2-3"),
     ("1", ("DR-2-1", "DR-2-1-2"), "DR-2-1-3")],
)  # fmt: skip
def test_a_key_of_drill_and_number(number: str, taken: tuple[str, ...], key: str) -> None:
    assert with_drill("DR-2", number, taken) == key


def test_a_title_stored_twice_names_no_gap() -> None:
    before: dict[tuple[str | None, str], list[str]] = {
        ("DR", "a"): ["G-01"],
        ("DR", "b"): ["G-02", "G-03"],
        ("DR", "c"): ["G-04"],
    }
    rows = {"G-01": "B", "G-02": "b", "G-04": "A", "G-05": "new", "G-06": "C"}
    assert by_title(rows, "DR", before, ["G-01", "G-02", "G-03", "G-04", "G-05"]) == {
        "G-02": "G-02", "G-04": "G-01", "G-05": "G-06", "G-06": "G-04",
    }  # fmt: skip
