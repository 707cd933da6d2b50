"""Layouts and words that many use: `Test` for the drill, two rows of headings, other languages."""

from __future__ import annotations

import pytest

from data.intake.facts import Told
from data.intake.parsing.cells import ColumnContext, parse_cell
from data.records import RECORDS
from tests.intake.loading import frame_of, problems_of, read, utc

H, MIN = 3600, 60
TESTS = ["Test", "Date", "Application", "Hours taken", "Target hours", "Passed?"]


def test_codes_below_test_that_repeat_are_drills() -> None:
    rows = [TESTS, ["T-01", "2025-03-05", "Web", 3, 4, "Y"],
            ["T-01", "2025-03-05", "DB", 5, 4, "N"],
            ["T-02", "2025-03-26", "Web", 2.5, 4, "Y"]]  # fmt: skip
    reading = read(rows)
    frame = frame_of(reading)
    assert frame["drill"].tolist() == ["T-01", "T-01", "T-02"]
    assert frame["recovery_time_seconds"].tolist() == [3 * H, 5 * H, 2.5 * H]
    assert frame["rto_seconds"].tolist() == [4 * H] * 3
    assert frame_of(reading, "drill")["drill"].tolist() == ["T-01", "T-02"]
    (table,) = reading.tables
    assert table.match is not None
    assert table.match.columns[0].heading == "Test"
    assert not table.match.ignored


def test_codes_below_test_that_stand_once_are_asked_about() -> None:
    rows = [["Test", "Application", "RTO", "Passed?"], ["T-01", "Web", "4 h", "Y"],
            ["T-02", "DB", "4 h", "N"]]  # fmt: skip
    reading = read(rows)
    assert frame_of(reading).empty
    asked = [one for one in problems_of(reading) if one.severity == "question"]
    assert [(one.cell, one.field) for one in asked] == [("A1", "drill")]
    answered = read(rows, _said(rows[0], "drill"))
    assert frame_of(answered)["drill"].tolist() == ["T-01", "T-02"]
    left_out = read(rows, _said(rows[0], ""))
    assert frame_of(left_out)["drill"].tolist() == ["results"] * 2
    assert not [one for one in problems_of(left_out) if one.severity == "question"]


def _said(headings: list[str], name: str) -> Told:
    """What a person says of the heading `Test`."""
    columns = {"Test": name}
    return Told(mapping={"tables": [{"headings": headings, "columns": columns}]})


def test_words_below_test_are_no_drills() -> None:
    rows = [["Test", "Application", "RTO", "Passed?"], ["Log in", "Web", "4 h", "Y"],
            ["Log in", "DB", "4 h", "N"]]  # fmt: skip
    assert frame_of(read(rows))["drill"].tolist() == ["results"] * 2


def test_target_and_actual_below_the_time_and_the_point() -> None:
    rows = [["Application", "Recovery Time (hrs)", None, "Recovery Point (mins)", None, "Result"],
            [None, "Target", "Actual", "Target", "Actual", None],
            ["Core Banking", 4, 3.5, 15, 10, "Pass"],
            ["Mobile App", 2, 2.75, 30, 30, "Fail"]]  # fmt: skip
    frame = frame_of(read(rows))
    assert frame["rto_seconds"].tolist() == [4 * H, 2 * H]
    assert frame["recovery_time_seconds"].tolist() == [3.5 * H, 2.75 * H]
    assert frame["rpo_seconds"].tolist() == [15 * MIN, 30 * MIN]
    assert frame["data_loss_seconds"].tolist() == [10 * MIN, 30 * MIN]


@pytest.mark.parametrize("heading", ["Outage started", "Outage began at", "Service lost at"])
@pytest.mark.parametrize("back", ["Restored time", "Service restored time", "Service resumed"])
def test_other_words_for_lost_and_back(heading: str, back: str) -> None:
    rows = [["Drill", "System under test", heading, back],
            ["DR-1", "SAP", "2025-09-17 08:00", "2025-09-17 11:30"]]  # fmt: skip
    frame = frame_of(read(rows))
    assert frame["system"].tolist() == ["SAP"]
    assert frame["disrupted_at"].tolist() == [utc("2025-09-17 06:00")]
    assert frame["restored_at"].tolist() == [utc("2025-09-17 09:30")]


def test_results_in_dutch() -> None:
    rows = [["Uitwijktest 4 november 2025"],
            ["Systeem", "Storing om", "Hersteld om", "RTO (uur)", "Resultaat"],
            ["Klantportaal", "09:00", "14:10", 4, "Mislukt"],
            ["Telefonie", "09:10", "09:55", 1, "Geslaagd"]]  # fmt: skip
    frame = frame_of(read(rows))
    assert frame["restored_at"].tolist() == [utc("2025-11-04 12:10"), utc("2025-11-04 07:55")]
    assert frame["rto_seconds"].tolist() == [4 * H, 1 * H]
    assert frame["outcome"].tolist() == ["failed", "passed"]


def test_results_in_french_and_afrikaans() -> None:
    rows = [["Exercice", "Application", "DMIA (h)", "DMIA réelle (h)", "Statut"],
            ["PRA-1", "Paie", 4.5, 3.5, "Conforme"], ["PRA-1", "Messagerie", 4, 5.75,
            "Non conforme"], ["PRA-1", "GED", 8, None, "Non testé"]]  # fmt: skip
    frame = frame_of(read(rows))
    assert frame["rto_seconds"].tolist() == [4.5 * H, 4 * H, 8 * H]
    assert frame["recovery_time_seconds"].tolist()[:2] == [3.5 * H, 5.75 * H]
    assert frame["outcome"].tolist() == ["passed", "failed", "not tested"]
    rows = [["Oefening", "Stelsel", "RTO-doelwit (ure)", "Werklike hersteltyd (ure)"],
            ["DR-1", "CRM", 4, 3]]  # fmt: skip
    frame = frame_of(read(rows))
    assert frame["rto_seconds"].tolist() == [4 * H]
    assert frame["recovery_time_seconds"].tolist() == [3 * H]


def test_gaps_in_spanish() -> None:
    rows = [["N.º", "Hallazgo", "Gravedad", "Fecha de identificación", "Estado",
             "Fecha de cierre"],
            [1, "Copia sin probar", "Alta", "14/05/2025", "Cerrada", "28/05/2025"],
            [2, "Contactos viejos", "Media", "14/05/2025", "Abierta", None],
            [3, "Falta de licencia", "Baja", "14/05/2025", "En curso", None]]  # fmt: skip
    frame = frame_of(read(rows), "gap")
    assert frame["gap"].tolist() == ["1", "2", "3"]
    assert frame["severity"].tolist() == ["major", "moderate", "minor"]
    assert frame["status"].tolist() == ["closed", "open", "in progress"]
    assert str(frame["closed_on"][0])[:10] == "2025-05-28"
    assert str(frame["identified_on"][0])[:10] == "2025-05-14"


def test_words_for_a_missed_objective_and_a_medium_severity() -> None:
    outcome, severity = RECORDS["recovery"].field("outcome"), RECORDS["gap"].field("severity")
    assert parse_cell("Did not meet RTO", outcome, ColumnContext()).value == "failed"
    assert parse_cell("Med", severity, ColumnContext()).value == "moderate"


def test_a_column_of_times_that_is_left_out_is_told_at_its_heading() -> None:
    rows = [["Drill", "System", "Outage sterted when", "Restored", "RTO"],
            ["DR-1", "CRM", "2025-02-12 08:00", "2025-02-12 11:00", "4 h"],
            ["DR-1", "ERP", "2025-02-12 08:05", "2025-02-12 11:30", "4 h"]]  # fmt: skip
    (one,) = [p for table in read(rows).tables for p in table.problems if p.code == "left_out"]
    assert (one.severity, one.cell, one.row_rejected) == ("warning", "C1", False)
    assert one.message == (
        "“Outage sterted when” is left out, and its values are times: the nearest field is "
        "Disrupted, and the heading is not surely that."
    )
    words = [[*row[:2], "often", *row[3:]] for row in rows[1:]]
    assert not [p for table in read([rows[0], *words]).tables for p in table.problems]


def test_results_of_which_nothing_was_measured_say_what_was_left_out() -> None:
    rows = [["Systeem", "Zeit weg", "Zeit da", "Opmerking"],
            ["Klantportaal", "09:00", "14:10", "goed"],
            ["Telefonie", "09:10", "09:55", None]]  # fmt: skip
    told = Told(record="recovery", drill="DR-1")
    (one,) = [p for t in read(rows, told).tables for p in t.problems if p.code == "left_out"]
    assert (one.severity, one.cell) == ("warning", "B1")
    assert one.message == (
        "These results load without any time, RTO or outcome: “Zeit weg”, “Zeit da” are left out."
    )


def test_messages_of_a_chat_are_no_inventory() -> None:
    rows = [["[09/07/2025", "08:00:12] Anele: CRM is down", None],
            ["[09/07/2025", "08:06:40] Bongi: acknowledged", "on it"],
            ["[09/07/2025", "10:05:03] Bongi: CRM is back up", None]]  # fmt: skip
    assert [table.match for table in read(rows).tables if table.found.kind == "table"] == [None]
