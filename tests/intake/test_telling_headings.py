"""Headings that one word turns around, and tables whose headings only tell together what they are.

The files are of the kind organisations keep: each heading is written as such a list writes it.
"""

from __future__ import annotations

import pytest

from data.intake.facts import Told
from data.intake.matching.likeness import exact_fields
from data.intake.matching.phrases import phrase
from data.intake.reading.book import Cell
from tests.intake.loading import read, rows_of


def test_target_and_actual_in_german() -> None:
    """`Ist` is what was measured, not the zone of India; hours and minutes have their own words."""
    rows: list[list[Cell]] = [
        ["System", "RTO-Soll (Std.)", "RTO-Ist (Std.)", "RPO-Ist (Min.)", "Ergebnis"],
        ["Lager", "4,0", "3,5", "15", "bestanden"],
        ["Lohn", "8", "9,25", "30", "nicht bestanden"],
    ]
    reading = read(rows, Told(drill="DR-1"), name="wiederanlauf.csv")
    frame = rows_of(reading).frame
    fields = ["rto_seconds", "recovery_time_seconds", "data_loss_seconds", "outcome"]
    assert frame[fields].to_numpy().tolist() == [
        [14_400, 12_600, 900, "passed"],
        [28_800, 33_300, 1_800, "failed"],
    ]
    assert frame["drill"].tolist() == ["DR-1", "DR-1"]


@pytest.mark.parametrize(
    "heading", ["RTO-Ist", "RPO (Ist)", "RPO Ist (Min.)", "RTO est.", "RTO (EST)", "RTO EST"]
)
def test_a_word_after_an_objective_is_no_zone(heading: str) -> None:
    """Measured or estimated: either way not the objective that was set."""
    named = {name for _, name in exact_fields(phrase(heading))}
    assert not named & {"rto_seconds", "rpo_seconds"}
    assert phrase(heading).zone is None


@pytest.mark.parametrize(
    ("heading", "zone"), [("Start time IST", "IST"), ("Restored (EST)", "EST")]
)
def test_after_a_moment_it_is_one(heading: str, zone: str) -> None:
    assert phrase(heading).zone == zone
