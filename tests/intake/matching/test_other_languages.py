"""Results, gaps and logs with headings in other languages, each as one who speaks it reads it."""

from __future__ import annotations

import pytest

from data.intake.matching.likeness import exact_fields
from data.intake.matching.phrases import phrase
from data.languages import HEADINGS
from data.records import RECORDS
from tests.intake.loading import frame_of, read, utc

DAY = "2025-02-12"
ROW = ["DR-1", "CRM", f"{DAY} 08:00", f"{DAY} 10:30", "4 h"]


@pytest.mark.parametrize(
    "headings",
    [
        ["Übung", "Anwendung", "Ausfall", "Wiederhergestellt", "RTO"],
        ["Notfallübung", "System", "Ausfallbeginn", "Wieder verfügbar", "RTO"],
        ["Exercice", "Système", "Début de la panne", "Service rétabli", "RTO"],
        ["Simulacro", "Sistema", "Inicio de la caída", "Servicio restablecido", "RTO"],
        ["Exercício", "Sistema", "Início da interrupção", "Restabelecido", "RTO"],
        ["Oefening", "Stelsel", "Onderbreking", "Herstel om", "RTO"],
    ],
    ids=["German", "German, in other words", "French", "Spanish", "Portuguese", "Afrikaans"],
)
def test_a_drills_results(headings: list[str]) -> None:
    """Lost at 8, back at half past ten: Johannesburg is two hours ahead."""
    reading = read([headings, ROW, [*ROW[:1], "ERP", *ROW[2:]]])
    frame = frame_of(reading)
    assert frame["system"].tolist() == ["CRM", "ERP"]
    assert set(frame["drill"]) == {"DR-1"}
    assert frame["disrupted_at"].tolist() == [utc(f"{DAY} 06:00")] * 2
    assert frame["restored_at"].tolist() == [utc(f"{DAY} 08:30")] * 2
    assert frame["rto_seconds"].tolist() == [14_400] * 2
    (table,) = reading.tables
    assert table.match is not None
    assert not table.match.ignored


@pytest.mark.parametrize("name", list(HEADINGS))
def test_each_word_names_its_field_and_no_other_of_its_record(name: str) -> None:
    owners = {record.name for record in RECORDS.values() if record.has(name)}
    assert owners
    for word in HEADINGS[name].split(" | "):
        found = exact_fields(phrase(word))
        assert {owner for owner, field in found if field == name} >= owners, word
        others = {owner for owner, field in found if field != name}
        assert not others & owners, word


@pytest.mark.parametrize(
    ("kept", "missed"),
    [
        ("Cumprido", "Não cumprido"),
        ("Cumplido", "No cumplido"),
        ("Atteint", "Non atteint"),
        ("Eingehalten", "Nicht eingehalten"),
        ("Geslaag", "Misluk"),
    ],
)
def test_results_in_other_languages_are_told_apart(kept: str, missed: str) -> None:
    rows = [["Drill", "System", "RTO", "Resultado"], ["DR-1", "A", "4 h", kept],
            ["DR-1", "B", "4 h", missed]]  # fmt: skip
    frame = frame_of(read({"Sheet": rows}, name="results.xlsx"))
    assert list(frame["outcome"]) == ["passed", "failed"]
