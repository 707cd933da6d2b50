"""Teams and owners written otherwise are offered as the known ones they may be."""

from __future__ import annotations

import pytest

from data.intake.matching.nearnames import near_name
from data.store import Store
from tests.intake.loading import load

TEAMS = ["IT/Infrastructure Team", "Operations Team", "Network Team A"]
PEOPLE = ["Thandi Naidoo", "Sipho Dlamini"]


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("IT Infrastructure Team", "IT/Infrastructure Team"), ("Operatons Team", "Operations Team"),
        ("OPERATIONS TEAM", "Operations Team"), ("Operations Team", None),
        ("Network Team B", None), ("Network Team", None), ("Security Team", None),
        ("DR Team", None),
    ],
)  # fmt: skip
def test_teams(text: str, means: str | None) -> None:
    assert near_name(text, TEAMS, is_person=False) == means


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Thandi", "Thandi Naidoo"), ("Naidoo, Thandi", "Thandi Naidoo"),
        ("Thandi Naido", "Thandi Naidoo"), ("Thandi Naidoo", None), ("Ann Botha", None),
    ],
)  # fmt: skip
def test_people(text: str, means: str | None) -> None:
    assert near_name(text, PEOPLE, is_person=True) == means


def test_a_new_owner_is_told_with_the_nearest_and_an_alias_answers(store: Store) -> None:
    head = ["Gap ID", "Title", "Owner", "Status"]
    load(store, [head, ["G-1", "Tape late", "Thandi Naidoo", "Open"]], "gaps1.csv")
    rows = [head, ["G-2", "No key", "Thandi Naido", "Open"], ["G-3", "Old plan", "Ann", "Open"]]
    outcome = load(store, rows, "gaps2.csv", dry_run=True)
    (told,) = [one for one in outcome.problems if one.code == "new_name" and one.field == "owner"]
    assert (told.severity, told.cell, told.value) == ("warning", "C2", "Thandi Naido")
    assert told.message == (
        "This owner was not known before and counts on its own. The nearest known one is "
        "Thandi Naidoo."
    )
    alias = [["kind", "written", "means"], ["owner", "Thandi Naido", "Thandi Naidoo"]]
    load(store, alias, "names.csv", record="alias")
    again = load(store, rows, "gaps2.csv")
    assert [one for one in again.problems if one.field == "owner"] == []
    owners = dict(zip(store.rows("gap")["gap"], store.rows("gap")["owner"], strict=True))
    assert owners == {"G-1": "Thandi Naidoo", "G-2": "Thandi Naidoo", "G-3": "Ann"}
