"""One thing in several tables of a file: what only one says stays, what both say is settled."""

from __future__ import annotations

from data.intake.importing import FileOutcome
from data.store import Store
from tests.intake.loading import H, load

HEAD = ["Drill", "System", "Recovery time", "RTO", "Verified by"]


def said(file: FileOutcome) -> list[tuple[str | None, str | None, str]]:
    return [(p.sheet, p.cell, p.message) for p in file.problems if p.code == "two_tables"]


def test_the_longer_of_two_times_in_two_sheets_counts_and_is_told(store: Store) -> None:
    first = [HEAD, ["DR-1", "CRM", "3 h", "4 h", None], ["DR-1", "HR", "1 h", "4 h", None]]
    later = [HEAD, ["DR-1", "CRM", "2 h", "4 h", "Ann"], ["DR-1", "HR", "1 h", None, None]]
    file = load(store, {"Tests": first, "Copy": later}, name="r.xlsx")
    rows = store.rows("recovery").set_index("system")
    assert rows["recovery_time_seconds"].to_dict() == {"CRM": 3 * H, "HR": 1 * H}
    assert rows.loc["CRM", "verified_by"] == "Ann"  # a value beats a blank
    assert rows["rto_seconds"].to_dict() == {"CRM": 4 * H, "HR": 4 * H}
    assert said(file) == [
        ("Copy", "C2", "Recovery time of DR-1 · CRM is said twice, C2 “2 h” and Tests C2 “3 h”: "
         "the latter counts, as the one that took longest.")
    ]  # fmt: skip
    again = load(store, {"Tests": first, "Copy": later}, name="r.xlsx")
    assert again.status == "unchanged"


def test_elsewhere_the_later_table_counts_and_equal_rows_are_told_once(store: Store) -> None:
    head = ["Gap ID", "Gap description", "Drill", "Owner"]
    first = [head, *([f"G-{n}", "DNS", "DR-1", "Ann"] for n in (1, 2, 3))]
    later = [head, *([f"G-{n}", "DNS", "DR-1", "Ben"] for n in (1, 2)), first[3]]
    file = load(store, [*first, [], ["Closed meanwhile"], [], *later])
    assert sorted(store.rows("gap")["owner"]) == ["Ann", "Ben", "Ben"]
    assert said(file) == [
        (None, "D2", "Owner of G-1 is said twice, D2 “Ann” and D9 “Ben”: the latter counts, as "
         "the later table of the file; so it is for 1 more.")
    ]  # fmt: skip


def test_gaps_that_only_count_are_asked_about_and_lose_nothing(store: Store) -> None:
    head = ["Gap ID", "Gap description", "Drill"]
    file = load(store, {"A": [head, ["1", "DNS", "DR-1"]], "B": [head, ["1", "No key", "DR-2"]]},
                name="g.xlsx")  # fmt: skip
    assert said(file) == []
    assert store.rows("gap")["title"].tolist() == ["DNS"]
    assert file.rejected == 1
