"""What leaves as CSV cannot run in a spreadsheet, and loses nothing."""

from __future__ import annotations

import io

import pandas as pd
from streamlit.testing.v1 import AppTest

from ui.tables import IN_SIGHT, csv


def test_formulas_are_defused_and_values_kept() -> None:
    frame = pd.DataFrame(
        {
            "name": ["=HYPERLINK(1)", "+1", "@x", "-", "CRM", None],
            "seconds": [1.5, None, 3.0, 4.0, -5.0, 6.0],
            "at": pd.to_datetime(["2025-02-12 06:00"] * 6, utc=True),
        }
    )
    written = csv(frame)
    assert written.startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(io.BytesIO(written))
    assert list(back["name"].iloc[:5]) == ["'=HYPERLINK(1)", "'+1", "'@x", "'-", "CRM"]
    assert back["name"].isna().iloc[5]
    assert back["seconds"].iloc[4] == -5
    assert back["at"].iloc[0] == "2025-02-12T06:00:00+0000"
    assert frame["name"].iloc[0] == "=HYPERLINK(1)"


def test_an_empty_table_keeps_its_headings() -> None:
    assert csv(pd.DataFrame({"a": [], "b": []})).decode("utf-8-sig").strip() == "a,b"


def test_several_values_of_a_cell_are_one_text() -> None:
    rows = pd.DataFrame({"system": ["CRM", "ERP"], "marks": [("no end", "late"), ()]})
    assert csv(rows).decode("utf-8-sig").splitlines() == [
        "system,marks", "CRM,no end; late", "ERP,",
    ]  # fmt: skip


def test_a_table_that_scrolls_says_what_paper_shows_of_it() -> None:
    def script(rows: int) -> None:
        import pandas as pd

        from ui.tables import table

        frame = pd.DataFrame({"system": [f"S{number}" for number in range(rows)]})
        table(frame, frame, key="systems", alt="Systems", file_name="systems")

    long = AppTest.from_function(script, args=(13,)).run()
    assert [one.value for one in long.caption] == [IN_SIGHT]
    short = AppTest.from_function(script, args=(12,)).run()
    assert not short.caption and len(short.table) == 1
