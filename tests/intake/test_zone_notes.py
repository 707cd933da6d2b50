"""A zone nothing names is said once a file; one that is named anywhere is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data.intake.around import DrillFacts
from data.intake.document import file_document
from data.intake.facts import Told
from data.intake.importing import ImportOptions, import_files
from data.intake.largelogs import LargeTexts
from data.store import Store
from tests.intake.loading import NOW, known, load, read

SAID = (
    "Times that name no zone are read as Africa/Johannesburg, the organisation's: neither their "
    "column, their table nor their drill names one."
)
HEAD = ["Drill", "System", "Disrupted", "Restored"]
PLAIN = ["DR-1", "CRM", "2025-02-12 08:00", "2025-02-12 09:00"]


@pytest.mark.parametrize(
    "sheets",
    [
        [HEAD, PLAIN],
        [HEAD, *[[*PLAIN[:1], f"S{n}", *PLAIN[2:]] for n in range(40)]],  # many are read in bulk
        [["Drill", "System", "Disrupted", "Restored (UTC)"], PLAIN],  # one column has one
        [HEAD, ["DR-1", "CRM", "2025-02-12 08:00 SAST", "2025-02-12 09:00"]],
        {"One": [HEAD, PLAIN], "Two": [HEAD, ["DR-1", "ERP", *PLAIN[2:]]]},  # once a file
        [["Date", "12 Feb 2025"], [], HEAD, ["DR-1", "CRM", "08:00", "09:00"]],
    ],
)
def test_a_zone_nothing_names_is_said_once(sheets: Any) -> None:  # noqa: ANN401 - rows or sheets
    assert read(sheets).notes == [SAID]


@pytest.mark.parametrize(
    "sheets",
    [
        [["Drill", "System", "Disrupted (SAST)", "Restored (SAST)"], PLAIN],
        [HEAD, ["DR-1", "CRM", "2025-02-12 08:00 SAST", "2025-02-12T09:00:00Z"]],
        [["Time zone", "CET"], [], HEAD, PLAIN],
        [[*HEAD, "Time zone"], [*PLAIN, "Europe/Berlin"]],
        [["Drill", "System", "Recovery time", "RTO"], ["DR-1", "CRM", "1 h", "2 h"]],
        [["Drill", "Started"], ["DR-1", "2025-02-12"]],  # a day has no clock time
    ],
)
def test_a_zone_that_is_named_is_not_said(sheets: Any) -> None:  # noqa: ANN401 - rows or sheets
    assert read(sheets).notes == []


def test_neither_is_one_a_person_or_the_drill_names() -> None:
    assert read([HEAD, PLAIN], Told(zone="UTC")).notes == []
    before = known(drills=["DR-1"])
    before.drills["DR-1"] = DrillFacts(zone="Europe/Berlin")
    assert read([HEAD, PLAIN], before=before).notes == []
    other = ["DR-2", *PLAIN[1:]]
    before.drills["DR-1"] = DrillFacts(zone="Europe/Berlin")
    assert read([HEAD, PLAIN, other], before=before).notes == [SAID]


def test_the_document_has_it_beside_the_problems(store: Store) -> None:
    outcome = load(store, [HEAD, PLAIN], dry_run=True)
    assert file_document(outcome)["tables"][0]["notes"] == [SAID]
    assert all(SAID not in one.message for one in outcome.problems)


def test_a_large_log_says_it_too(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    lines = [f"DR-1,2025-02-12 08:{n:02d}:00,Step {n}" for n in range(60)]
    path.write_text("\n".join(["Drill,Time,Event", *lines]), encoding="utf-8")
    large = LargeTexts(size=100, piece_rows=25)
    outcome = import_files(store, [path], ImportOptions(), now=NOW, dry_run=True, large=large)
    assert outcome.document()["files"][0]["tables"][0]["notes"] == [SAID]
