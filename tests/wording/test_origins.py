"""Where a value came from: every kind of value in words, and its place as a person would say it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from data.fields import Kind
from wording import origins

ZONE = "Africa/Johannesburg"


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (pd.Timestamp("2025-02-12 06:00", tz="UTC"), "instant", "12 Feb 2025 08:00 SAST"),
        (pd.Timestamp("2025-02-12"), "date", "12 Feb 2025"),
        (12_000.0, "duration", "3 h 20 min"),
        (14_400.0, "objective", "4 h"),
        (0.6, "share", "60 %"),
        (False, "boolean", "no"),
        (18_000.0, "money", "18 000"),
        (4.0, "rating", "4"),
        ("2025-Q1", "quarter", "Q1 2025"),
        ("CRM", "system", "CRM"),
        (None, "text", "–"),
        (pd.NaT, "instant", "–"),
        (float("nan"), "duration", "–"),
        (pd.NA, "boolean", "–"),
    ],
)
def test_values(value: Any, kind: Kind, text: str) -> None:  # noqa: ANN401 - one of any kind
    assert origins.cell_value(value, kind, ZONE).replace("\u00a0", " ") == text


def test_a_cell_is_named_as_in_the_spreadsheet() -> None:
    origin = {"file": "DR_Q1.xlsx", "sheet": "Results", "cell": "F14", "person": None}
    assert origins.place(origin) == "**F14** of Results in `DR_Q1.xlsx`"
    assert origins.place({**origin, "sheet": None}) == "**F14** in `DR_Q1.xlsx`"
    assert origins.place({**origin, "sheet": None, "cell": None}) == "`DR_Q1.xlsx`"
    beside = {**origin, "source": "person", "person": "Ann"}  # another cell of its row was mended
    assert origins.place(beside) == "**F14** of Results in `DR_Q1.xlsx`"
    mended = {**beside, "raw": "25:10", "mended": "15:10"}
    assert origins.place(mended) == "**F14** of Results in `DR_Q1.xlsx`, mended by Ann"
    assert origins.place({"file": None, "person": "Thandi [N]"}) == "typed by Thandi \\[N\\]"
    assert origins.place({"file": None, "person": None}) == "typed here"


def test_a_whole_line_shows_the_raw_text_and_its_reading() -> None:
    line = origins.cell_line(
        "Restored",
        "instant",
        {
            "value": pd.Timestamp("2025-02-12 10:10", tz="UTC"),
            "import_id": 3,
            "imported_at": pd.Timestamp("2025-03-20 09:00", tz="UTC"),
            "file": "DR_Q1.xlsx",
            "sheet": "Results",
            "cell": "G7",
            "raw": "12/02/2025 12:10",
            "reading": "day first",
        },
        ZONE,
    )
    assert {name: text.replace("\u00a0", " ") for name, text in line.items()} == {
        "Field": "**Restored**",
        "Value": "12 Feb 2025 12\\:10 SAST",
        "Where": "**G7** of Results in `DR_Q1.xlsx`",
        "Written as": "`12/02/2025 12:10`",
        "Read as": "day first",
        "Import": "3, 20 Mar 2025 11:00 SAST",
    }


def test_a_mended_cell_shows_what_the_file_has_and_what_was_written_instead() -> None:
    origin = {"value": 3.0, "import_id": 3, "imported_at": pd.Timestamp("2025-03-20", tz="UTC"),
              "file": "q1.csv", "raw": "25:10", "mended": "15:10", "person": "Ann"}  # fmt: skip
    line = origins.cell_line("Restored", "text", origin, ZONE)
    assert line["Written as"] == "`25:10`, mended to `15:10`"
    empty = origins.cell_line("Restored", "text", {**origin, "raw": None}, ZONE)
    assert empty["Written as"] == "empty, mended to `15:10`"


def test_a_row_s_part() -> None:
    assert [origins.part_in(*one) for one in ((True, True), (False, True), (False, False))] == [
        "yes",
        "no",
        "beside",
    ]
