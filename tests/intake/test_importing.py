"""The one door: what an import changes, leaves, asks and undoes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from data.intake.importing import FileOutcome, import_rows
from data.store import Store
from tests.intake.loading import NOW, load

HEADINGS = ["Drill", "System", "Disrupted", "Restored", "RTO", "Note"]
CRM = ["DR-1", "CRM", "2025-02-12 08:00", "2025-02-12 11:00", "4 h", "fine"]
ERP = ["DR-1", "ERP", "2025-02-12 08:00", "2025-02-12 13:00", "4 h", None]


def sheet(*rows: Sequence[Any]) -> list[Sequence[Any]]:
    return [HEADINGS, *rows]


def changed(row: Sequence[Any], **fields: Any) -> list[Any]:  # noqa: ANN401 - cells
    held = dict(zip(HEADINGS, row, strict=True))
    return list((held | fields).values())


def counts(outcome: FileOutcome) -> tuple[int, int, int, int]:
    """(added, changed, unchanged, missing) of the file's first record."""
    found = outcome.differences[0][0]
    return found.added, found.changed, found.unchanged, len(found.missing)


def note(store: Store, system: str = "CRM") -> object:
    rows = store.rows("recovery").set_index("system")["note"]
    value = rows[system]
    return None if pd.isna(value) else value


def edit(store: Store, **fields: Any) -> None:  # noqa: ANN401 - cells
    import_rows(
        store, "recovery", [{"drill": "DR-1", "system": "CRM", **fields}], person="Thandi", now=NOW
    )


def test_the_same_bytes_change_nothing(store: Store) -> None:
    first = load(store, sheet(CRM, ERP))
    version = store.version()
    again = load(store, sheet(CRM, ERP))
    assert (first.status, again.status, again.import_id) == ("loaded", "unchanged", None)
    assert counts(again) == (0, 0, 2, 0)
    assert store.version() == version


def test_the_same_bytes_are_read_again_with_another_answer(store: Store) -> None:
    load(store, sheet(CRM))
    other = load(store, sheet(CRM), zone="UTC")
    assert other.status == "loaded"
    assert counts(other) == (0, 1, 0, 0)
    assert store.rows("recovery")["restored_at"][0] == pd.Timestamp("2025-02-12 11:00", tz="UTC")
    assert load(store, sheet(CRM), zone="UTC").status == "unchanged"


def test_the_same_bytes_load_again_once_undone(store: Store) -> None:
    first = load(store, sheet(CRM))
    assert first.import_id is not None
    store.withdraw(first.import_id)
    assert store.rows("recovery").empty
    assert load(store, sheet(CRM)).status == "loaded"


@pytest.mark.parametrize("name", ["results.csv", "results (2).csv"])
def test_a_corrected_file_changes_what_differs(store: Store, name: str) -> None:
    load(store, sheet(CRM, ERP))
    outcome = load(store, sheet(changed(CRM, Note="slow"), ERP), name)
    assert counts(outcome) == (0, 1, 1, 0)
    (change,) = outcome.differences[0][0].changes.to_dict("records")
    assert (change["field"], change["old"], change["new"]) == ("note", "fine", "slow")


def test_an_emptied_cell_empties_and_an_absent_column_says_nothing(store: Store) -> None:
    load(store, sheet(CRM))
    without = [HEADINGS[:-1], CRM[:-1]]
    assert counts(load(store, without, "other.csv")) == (0, 0, 1, 0)
    assert note(store) == "fine"
    load(store, sheet(changed(CRM, Note=None)))
    assert note(store) is None


def test_a_repeated_cell_leaves_a_later_edit_alone(store: Store) -> None:
    load(store, sheet(CRM, ERP))
    edit(store, note="by hand")
    outcome = load(store, sheet(CRM, changed(ERP, RTO="5 h")))
    assert note(store) == "by hand"
    assert counts(outcome) == (0, 1, 1, 0)
    assert not [one for one in outcome.problems if one.code == "edited_since"]


def test_a_new_value_for_an_edited_field_counts_and_is_told(store: Store) -> None:
    load(store, sheet(CRM))
    edit(store, note="by hand")
    outcome = load(store, sheet(changed(CRM, Note="second try")))
    assert note(store) == "second try"
    (warning,) = [one for one in outcome.problems if one.code == "edited_since"]
    assert (warning.severity, warning.field, warning.value) == ("warning", "note", "second try")
    assert "DR-1 · CRM" in warning.message


def test_an_edit_takes_the_same_rules(store: Store) -> None:
    load(store, sheet(CRM))
    outcome = import_rows(
        store, "recovery", [{"drill": "DR-1", "system": "CRM", "rto_seconds": "-4 h"}],
        person="Thandi", now=NOW,
    )  # fmt: skip
    assert outcome.exit_code == 2
    assert len(store.imports()) == 1
    assert [one.code for one in outcome.files[0].problems] == ["negative"]
    assert store.rows("recovery")["rto_seconds"][0] == 4 * 3600


def test_missing_rows_are_listed_and_stay(store: Store) -> None:
    load(store, sheet(CRM, ERP))
    outcome = load(store, sheet(CRM))
    assert counts(outcome) == (0, 0, 1, 1)
    assert outcome.differences[0][0].missing == ['["DR-1", "ERP"]']
    assert list(store.rows("recovery")["system"]) == ["CRM", "ERP"]
    load(store, sheet(changed(CRM, Note="x")), withdraw_missing=True)
    assert list(store.rows("recovery")["system"]) == ["CRM"]


def test_rows_on_another_sheet_or_to_be_mended_are_not_missing(store: Store) -> None:
    load(store, {"A": sheet(CRM), "B": sheet(ERP, ["DR-2", *CRM[1:]])}, "two.xlsx")
    sheets = {"A": sheet(changed(CRM, Note="x")), "B": sheet(changed(ERP, RTO="-1 h"))}
    outcome = load(store, sheets, "two.xlsx")
    missing = [key for table in outcome.differences for one in table for key in one.missing]
    assert missing == ['["DR-2", "CRM"]']


def test_a_file_of_other_rows_misses_none(store: Store) -> None:
    load(store, sheet(CRM, ERP), "one.csv")
    assert counts(load(store, sheet(["DR-2", *CRM[1:]]), "two.csv")) == (1, 0, 0, 0)


def test_a_dry_run_stores_nothing(store: Store) -> None:
    outcome = load(store, sheet(CRM), dry_run=True)
    assert (outcome.status, outcome.import_id, counts(outcome)) == ("loaded", None, (1, 0, 0, 0))
    assert store.imports().empty
    assert store.rows("recovery").empty


def test_bad_rows_wait_and_the_others_load(store: Store) -> None:
    outcome = load(store, sheet(CRM, changed(ERP, RTO="-4 h")))
    assert outcome.status == "partly loaded"
    assert list(store.rows("recovery")["system"]) == ["CRM"]
    (rejected,) = store.rejected(outcome.import_id).to_dict("records")
    assert rejected["row_number"] == 3
    assert "-4 h" in rejected["raws"]


def test_strict_is_all_or_nothing(store: Store) -> None:
    outcome = load(store, sheet(CRM, changed(ERP, RTO="-4 h")), strict=True)
    assert outcome.status == "refused"
    assert "--strict" in (outcome.message or "")
    assert store.imports().empty
    assert load(store, sheet(CRM, ERP), strict=True).status == "loaded"


def test_rows_are_kept_to_be_mended_even_when_none_can_be_loaded(store: Store) -> None:
    outcome = load(store, sheet(changed(ERP, RTO="-4 h")))
    assert outcome.status == "partly loaded"
    assert "kept to be mended" in (outcome.message or "")
    assert len(store.rejected(outcome.import_id)) == 1
    assert store.rows("recovery").empty


def test_undoing_an_older_import_under_a_newer_one(store: Store) -> None:
    first = load(store, sheet(CRM, ERP))
    load(store, [["Drill", "System", "Note"], ["DR-1", "CRM", "newer"]], "b.csv", record="recovery")
    assert first.import_id is not None
    store.withdraw(first.import_id)
    (row,) = store.rows("recovery").to_dict("records")
    assert (row["system"], row["note"]) == ("CRM", "newer")
    assert pd.isna(row["rto_seconds"])  # said by the withdrawn import alone
    store.reinstate(first.import_id)
    assert list(store.rows("recovery")["system"]) == ["CRM", "ERP"]
    assert note(store) == "newer"
    assert store.verify() == []


def test_memory_of_a_heading(store: Store) -> None:
    import_rows(
        store, "alias",
        [{"kind": "heading", "written": "When it was back", "means": "recovery.restored_at"}],
        person="Thandi", now=NOW,
    )  # fmt: skip
    rows = [["Drill", "System", "Disrupted", "When it was back"], CRM[:4]]
    load(store, rows)
    assert store.rows("recovery")["restored_at"][0] == pd.Timestamp("2025-02-12 09:00", tz="UTC")


def test_values_lead_back_to_their_cells(store: Store) -> None:
    load(store, {"Results": [["Results of February"], [], *sheet(CRM, ERP)]}, "q1.xlsx")
    lineage = store.lineage("recovery", ['["DR-1", "ERP"]']).set_index("field")
    restored = lineage.loc["restored_at"]
    assert (restored["file"], restored["sheet"], restored["cell"]) == ("q1.xlsx", "Results", "D5")
    assert restored["raw"] == "2025-02-12 13:00"
    assert restored["heading"] == "Restored"


def test_several_records_of_one_file_are_one_import(store: Store) -> None:
    outcome = load(store, {
        "Gaps": [["Gap ID", "Drill", "Gap description", "Status"], ["G-1", "DR-1", "DNS", "open"]],
        "Drills": [["Drill", "Test Type", "Start"], ["DR-1", "simulation", "2025-02-12 08:00"]],
        "Results": sheet(CRM),
    }, "all.xlsx")  # fmt: skip
    assert outcome.status == "loaded"
    assert [len(store.rows(name)) for name in ("gap", "drill", "recovery")] == [1, 1, 1]
    assert len(store.imports()) == 1
