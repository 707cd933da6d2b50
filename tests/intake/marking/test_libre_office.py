"""LibreOffice opens a marked workbook, shows its values and notes, and what it saves is marked
again."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.intake.marking.making import (
    LIST,
    fills,
    listed,
    marked,
    notes,
    opened,
    rich,
    values,
    wrong,
)

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed here"),
]


def converted(content: bytes, folder: Path, to: str, ending: str) -> bytes:
    """What LibreOffice makes of the workbook."""
    file = folder / "marked.xlsx"
    file.write_bytes(content)
    out = folder / "out"
    assert SOFFICE is not None
    done = subprocess.run(
        [SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
         to, "--outdir", str(out), str(file)],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    made = out / f"marked.{ending}"
    assert made.exists(), done.stderr
    return made.read_bytes()


def test_it_opens_without_loss_of_a_value(tmp_path: Path) -> None:
    made = marked(rich(), wrong("D2"), wrong("B2"), wrong("F3"), wrong("H20"))
    before = values(made)
    saved = converted(made, tmp_path, "xlsx:Calc MS Excel 2007 XML", "xlsx")
    after = values(saved)
    assert after.keys() == before.keys()
    same = {
        cell for cell, value in before["Results"].items() if after["Results"].get(cell) == value
    }
    assert set(before["Results"]) - same <= {"L2"}  # a dynamic array, which it reckons anew
    assert after["Log"] == before["Log"]
    assert after[LIST] == before[LIST]
    assert {"B2", "B4", "D2", "F3", "H20"} == set(notes(saved))
    assert "D2 cannot be read" in notes(saved)["D2"]

    again = marked(saved, wrong("D4"))
    assert opened(again).sheetnames == ["Results", "Log", LIST]
    assert set(notes(again)) == {"B2", "B4", "D4"}
    assert notes(again)["B2"].strip() == "Ask Thandi"
    assert [cell for cell, colour in fills(again).items() if colour.startswith("FFF9CFB")] == ["D4"]
    assert len(listed(again)) == 1


def test_it_shows_the_notes_in_an_open_document(tmp_path: Path) -> None:
    from zipfile import ZipFile

    converted(marked(rich(), wrong("D2")), tmp_path, "ods", "ods")
    text = ZipFile(tmp_path / "out" / "marked.ods").read("content.xml").decode()
    assert text.count("<office:annotation ") == 3
    assert "D2 cannot be read" in text
