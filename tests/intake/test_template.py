"""The template comes back: its example is never loaded, what is typed into it is, word for word."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from data.examplerow import EXAMPLE_MARK
from data.intake.importing import FileOutcome, ImportOptions, import_files
from data.records import RECORDS
from data.store import Store
from data.template import template
from tests.intake.loading import NOW

# Two filled rows of each record, as typed; the second may leave what is not needed blank.
TYPED: dict[str, dict[str, tuple[str, object]]] = {
    "system": {"system": ("Web shop", "Web shop"), "tier": ("2", "2"),
               "rto_seconds": ("< 90 min", 5400.0), "rpo_seconds": ("0", 0.0),
               "hourly_downtime_cost": ("1 200.50", 1200.5), "depends_on": ("A; B", "A; B"),
               "valid_from_on": ("2025-01-15", pd.Timestamp("2025-01-15"))},
    "drill": {"drill": ("DR-9", "DR-9"), "name": ("Flood", "Flood"), "severity": ("minor", "minor"),
              "scenario_kind": ("flood", "natural disaster"),
              "exercise_type": ("tabletop", "tabletop"),
              "is_announced": ("No", False), "production_likeness": ("3", 3.0),
              "started_at": ("2025-03-19 08:00", pd.Timestamp("2025-03-19 06:00", tz="UTC")),
              "status": ("completed", "completed")},
    "recovery": {"drill": ("DR-9", "DR-9"), "system": ("Web shop", "Web shop"),
                 "is_in_scope": ("Yes", True), "recovery_time_seconds": ("3:20", 12000.0),
                 "data_loss_seconds": ("12 min", 720.0), "outcome": ("recovered", "recovered"),
                 "restored_at": ("2025-03-19 11:20", pd.Timestamp("2025-03-19 09:20", tz="UTC"))},
    "log": {"drill": ("DR-9", "DR-9"), "event": ("restored", "restored"), "team": ("Ops", "Ops"),
            "logged_at": ("2025-03-19 11:20:30", pd.Timestamp("2025-03-19 09:20:30", tz="UTC"))},
    "task": {"drill": ("DR-9", "DR-9"), "task": ("T-1", "T-1"), "depends_on": ("T-0", "T-0"),
             "planned_duration_seconds": ("45 min", 2700.0), "status": ("skipped", "skipped")},
    "criterion": {"drill": ("DR-9", "DR-9"), "criterion": ("Orders work", "Orders work"),
                  "is_met": ("No", False)},
    "message": {"drill": ("DR-9", "DR-9"), "message": ("M-1", "M-1"),
                "side": ("external", "external"),
                "target_seconds": ("15", 900.0), "recipient_count": ("48", 48)},
    "participant": {"drill": ("DR-9", "DR-9"), "participant": ("Ops team", "Ops team"),
                    "invited_count": ("12", 12), "attended_count": ("10", 10),
                    "trained_count": ("Yes", 1), "is_role_understood": ("Yes", True)},
    "survey": {"drill": ("DR-9", "DR-9"), "respondent": ("R-1", "R-1"), "satisfaction": ("4", 4.0),
               "role_clarity": ("5", 5.0), "training": ("2", 2.0), "scale": ("5", 5.0)},
    "gap": {"gap": ("G-1", "G-1"), "drill": ("DR-9", "DR-9"), "category": ("backup", "backup"),
            "severity": ("critical", "critical"), "time_lost_seconds": ("25", 1500.0),
            "identified_on": ("19 Mar 2025", pd.Timestamp("2025-03-19")),
            "status": ("open", "open")},
    "action": {"action": ("A-1", "A-1"), "kind": ("training", "training"),
               "progress": ("60 %", 0.6),
               "due_on": ("31 Mar 2025", pd.Timestamp("2025-03-31"))},
    "lesson": {"drill": ("DR-9", "DR-9"), "lesson": ("Call first", "Call first"),
               "kind": ("keep", "keep")},
    "milestone": {"quarter": ("2025-Q1", "2025-Q1"), "milestone": ("Plan", "Plan"),
                  "order": ("1", 1),
                  "planned_on": ("February 2025", pd.Timestamp("2025-02-28"))},
    "deliverable": {"quarter": ("2025-Q1", "2025-Q1"), "milestone": ("Plan", "Plan"),
                    "deliverable": ("Report", "Report"), "is_done": ("Yes", True)},
    "risk": {"quarter": ("2025-Q1", "2025-Q1"), "risk": ("No time", "No time"),
             "likelihood": ("3", 3.0),
             "impact": ("5", 5.0), "status": ("open", "open")},
    "resource": {"quarter": ("2025-Q1", "2025-Q1"), "resource": ("Tool", "Tool"),
                 "kind": ("tool", "tool"),
                 "budget": ("120000", 120000.0), "spent": ("98 500", 98500.0),
                 "is_ready": ("Yes", True)},
    "target": {"quarter": ("2025-Q1", "2025-Q1"), "measure": ("recovery_time", "recovery_time"),
               "operator": ("<", "<"), "value": ("3.5", 3.5), "unit": ("h", "h")},
    "forecast": {"drill": ("DR-9", "DR-9"), "system": ("CRM", "CRM"),
                 "said_on": ("10 Mar 2025", pd.Timestamp("2025-03-10")),
                 "low_seconds": ("2 h 10 min", 7800.0), "high_seconds": ("3:40", 13200.0),
                 "chance": ("64 %", 0.64), "method": ("by hand", "by hand")},
    "setting": {"setting": ("clock", "clock"),
                "value": ("detection:validated", "detection:validated")},
    "alias": {"kind": ("system", "system"), "written": ("Shop", "Shop"),
              "means": ("Web shop", "Web shop")},
}  # fmt: skip


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bring(store: Store, content: bytes) -> FileOutcome:
    return import_files(store, [("t.xlsx", content)], ImportOptions(), now=NOW).files[0]


def test_an_empty_template_loads_nothing(store: Store) -> None:
    outcome = bring(store, template())
    assert outcome.status == "refused"
    assert outcome.message == "its tables have no rows"
    assert outcome.reading is not None
    known = [table for table in outcome.reading.tables if table.match is not None]
    assert [table.record for table in known] == list(RECORDS)
    assert all(table.match and table.match.ignored == () for table in known)
    assert {one.why for table in known for one in table.found.skipped} == {"example row"}


@pytest.fixture(scope="module")
def filled() -> bytes:
    book = opened(template())
    for name, fields in TYPED.items():
        sheet = book[RECORDS[name].title[:31]]
        places = {one.name: i for i, one in enumerate(RECORDS[name].fields, start=1)}
        for field, (text, _) in fields.items():
            sheet.cell(3, places[field], text)
    return saved(book)


def test_what_is_typed_is_what_stands(store: Store, filled: bytes) -> None:
    assert set(TYPED) == set(RECORDS)
    outcome = bring(store, filled)
    assert (outcome.status, outcome.rejected) == ("loaded", 0)
    for name, fields in TYPED.items():
        (row,) = store.rows(name).to_dict("records")
        assert {field: row[field] for field in fields} == {f: v for f, (_, v) in fields.items()}
        others = {one.name for one in RECORDS[name].fields} - set(fields)
        assert all(pd.isna(row[field]) for field in others), name


def test_a_row_typed_over_the_example_is_loaded(store: Store) -> None:
    book = opened(template(["setting"]))
    sheet = book["Settings"]
    assert sheet["C2"].value == EXAMPLE_MARK
    sheet["A2"], sheet["B2"] = "currency", "ZAR"
    bring(store, saved(book))
    assert store.rows("setting")[["setting", "value"]].to_numpy().tolist() == [["currency", "ZAR"]]


def test_what_looks_like_the_example_and_is_not_marked_is_loaded(store: Store) -> None:
    book = opened(template(["alias"]))
    sheet = book["Other names"]
    for column in "ABC":
        sheet[f"{column}3"] = sheet[f"{column}2"].value
    bring(store, saved(book))
    assert list(store.rows("alias")["written"]) == ["CRM System"]


def test_no_text_of_the_dictionary_runs_over_the_next_row() -> None:
    sheet = load_workbook(io.BytesIO(template()))["Dictionary"]
    for row in range(2, sheet.max_row + 1):
        also = str(sheet.cell(row, 7).value or "")
        assert (sheet.row_dimensions[row].height or 0) >= 15 * len(also) / 60


def test_every_sheet_prints_as_wide_as_its_page() -> None:
    for sheet in load_workbook(io.BytesIO(template())).worksheets:
        if sheet.sheet_state == "visible":
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
            assert sheet.print_title_rows == "$1:$1"
