"""The button for the marked copy, on the Upload screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.intake.marking.making import notes
from tests.ui.test_upload import GOOD, NO_HOUR, RESULTS, database, opened, workbook

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

__all__ = ["database"]
Screen = Callable[..., "AppTest"]


def buttons(shown: AppTest) -> dict[str, Any]:
    """Key → the download button, of those for marked copies."""
    found = shown.get("download_button")
    return {
        one.proto.id.rpartition("-")[2]: one for one in found if "marked_" in one.proto.id
    }  # fmt: skip


def labels(shown: AppTest) -> list[str]:
    return [one.proto.label for one in buttons(shown).values()]


def test_a_file_with_problems_offers_its_marked_copy(screen: Screen, database: Path) -> None:
    shown = opened(screen, database, ("q1.xlsx", workbook(RESULTS)))
    assert labels(shown) == ["Marked copy"]
    shown.button(key="load").click().run()
    assert labels(shown) == ["Marked copy"]


def test_a_file_without_a_problem_offers_none(screen: Screen, database: Path) -> None:
    shown = opened(screen, database, ("q1.xlsx", workbook([GOOD])))
    assert labels(shown) == []


def test_of_a_csv_there_is_a_list_and_of_two_files_each_is_named(
    screen: Screen, database: Path
) -> None:
    text = b"Drill,System,Outage began,Server up\nDR-A,CRM,2025-02-12 08:00,noonish\n"
    text += b"DR-A,Payment Processing,2025-02-12 08:00,2025-02-12 09:00\n"
    shown = opened(screen, database, ("q2.csv", text), ("q1.xlsx", workbook([GOOD, NO_HOUR])))
    shown.button(key="load").click().run()
    assert sorted(labels(shown)) == ["List of what to mend in q2.csv", "Marked copy of q1.xlsx"]


def test_the_copy_is_made_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    import streamlit as st

    from data.problems import Problem
    from ui.marked import marked_button

    given: list[tuple[Any, ...]] = []
    asked: list[str] = []
    monkeypatch.setattr(
        st, "download_button", lambda label, data, **more: given.append((label, data, more))
    )

    def content() -> bytes:
        asked.append("q1.xlsx")
        return workbook(RESULTS)

    wrong = Problem("error", "there is no hour 25", "Results", "E5", 5, row_rejected=True)
    marked_button("q1.xlsx", content, [wrong], key="k")
    (label, data, more) = given[0]
    assert (label, more["file_name"], asked) == ("Marked copy", "q1 - to mend.xlsx", [])
    assert "There is no hour 25" in notes(data())["E5"]
    assert asked == ["q1.xlsx"]
    marked_button("q1.xlsx", content, [Problem("warning", "macros", code="remark")], key="k")
    assert len(given) == 1
