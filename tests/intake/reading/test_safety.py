"""Hostile, broken and mistaken files end in one line, fast; the caller is unharmed."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from data.intake.reading.book import UnreadableFile
from data.intake.reading.guarded import read_book
from data.intake.reading.limits import MB, Limits
from tests.browsing import ROOT
from tests.intake.reading.workbooks import MAIN, bare, rows_of, workbook, zipped

SECONDS = 10


def refusal(data: bytes | Path, name: str | None = None, limits: Limits | None = None) -> str:
    """The one line a file is refused with, within ten seconds."""
    began = time.monotonic()
    with pytest.raises(UnreadableFile) as caught:
        read_book(data, name, limits=limits or Limits())
    assert time.monotonic() - began < SECONDS
    line = str(caught.value)
    assert "\n" not in line
    assert "Traceback" not in line
    return line


def far_cell() -> bytes:
    """1.4 KB that ask for 17 billion cells."""
    near = '<row r="1"><c r="A1"><v>1</v></c></row>'
    return bare(rows_of(near + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


def test_two_far_cells() -> None:
    assert len(far_cell()) < 2_000
    assert "asks for 17.2 billion cells" in refusal(far_cell(), "far.xlsx")


def test_far_cells_in_a_big_sheet_that_is_scanned_beside_the_reading() -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="inlineStr"><is><t>{"text" * 20}'
        f"{random.Random(n).random()}</t></is></c></row>"
        for n in range(1, 150_001)
    )
    data = bare(rows_of(rows + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert "asks for 17.2 billion cells" in refusal(data, "far.xlsx")


def test_a_zip_bomb_of_rows() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>' * 4_000_000
    assert "is too large: a part of it unpacks to" in refusal(bare(rows_of(rows)), "bomb.xlsx")


def test_too_many_parts_and_too_much_inside() -> None:
    many = zipped({f"xl/part{n}.xml": "" for n in range(5_001)})
    assert "it has 5,001 parts" in refusal(many, "many.xlsx")
    small = Limits(inflated=1_000)
    assert "unpacked it would take" in refusal(workbook([["a"]]), "a.xlsx", small)


def test_billion_laughs() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    strings = f'<!DOCTYPE sst [<!ENTITY l0 "ha">{laughs}]><sst {MAIN}><si><t>&l9;</t></si></sst>'
    data = bare(rows_of('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), strings=strings)
    assert "declares XML entities" in refusal(data, "laughs.xlsx")


def test_the_hostile_examples(examples: Path) -> None:
    folder = examples / "hostile"
    assert "asks for 17.2 billion cells" in refusal(folder / "issue_594_dos.ods")
    assert "declares XML entities" in refusal(folder / "poc-xmlbomb.xlsx")
    assert "is damaged" in refusal(folder / "xlsx-corrupted.xlsx")
    wanted = "is password-protected: remove the password and upload it again"
    protected = refusal(examples / "workbooks" / "pass_protected.xlsx")
    assert protected == f"pass_protected.xlsx {wanted}"


def test_truncated_workbooks() -> None:
    whole = workbook([["System", "RTO"], *[["CRM", n] for n in range(500)]])
    for share in (0.1, 0.5, 0.9, 0.999):
        assert "is damaged" in refusal(whole[: int(len(whole) * share)], "cut.xlsx")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.xlsx", "is empty"),
        (b"\r\n \n", "a.csv", "is empty"),
        (b"%PDF-1.7 ...", "a.xlsx", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a.xlsx", "is a picture"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "is a web page"),
        (b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
         "a.xls", "Excel 2003"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "a.xls", "very early Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls", "is damaged"),
        (zipped({"word/document.xml": "<x/>"}), "a.docx", "it is a Word document"),
        (zipped({"ppt/presentation.xml": "<x/>"}), "a.pptx", "it is a presentation"),
        (zipped({"notes.txt": "hello"}), "a.zip", "it is a zip archive"),
        (zipped({"Index/Document.iwa": "x"}), "a.numbers", "it is an Apple file"),
        (bytes(range(256)) * 20, "a.csv", "is not a spreadsheet"),
        (b'{"rows": [', "a.json", "is not valid JSON: it ends too early, on line 1"),
        (b'[{"a": 1},\n {"a" 2}]\n', "a.json", "line 2, character 7, from “2}]” on"),
        (b'{"a": 1}\n\n{"a": 2}\n{"a" 3}\n', "a.json", "line 4, character 6, from “3}” on"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "a.webp", "is a picture: type its table"),
        (b"\x89PNG\r\n\x1a\n", "a.png", ".ods, .csv, .tsv and .json are read"),
        (b"%PDF-1.7 ...", "a.pdf", ".ods, .csv, .tsv and .json are read"),
        (zipped({"word/document.xml": "<x/>"}), "a.docx", ".csv, .tsv and .json are read"),
        (b"[1, 2, 3]", "a.json", "holds no table"),
        (b"[" * 100_000 + b"]" * 100_000, "a.json", "nested too deeply"),
    ],
)  # fmt: skip
def test_what_is_no_spreadsheet(data: bytes, name: str, words: str) -> None:
    line = refusal(data, name)
    assert line.startswith(f"{name} ")
    assert words in line


def test_a_zip_with_a_password() -> None:
    buffer = io.BytesIO(zipped({"xl/workbook.xml": "<x/>"}))
    data = bytearray(buffer.getvalue())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + place] |= 1
    assert "is password-protected" in refusal(bytes(data), "a.xlsx")


def test_sizes_that_lie_are_noticed() -> None:
    """The directory says the sheet is small; unpacked it is not."""
    data = bytearray(bare(rows_of('<row r="1"><c r="A1"><v>1</v></c></row>' * 2000)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lied = bytes(data).replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little"))
    assert lied != bytes(data)
    assert "is damaged" in refusal(lied, "lies.xlsx")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no memory")
def test_too_little_memory_is_one_line_and_the_caller_lives() -> None:
    rows = [[f"text {n} {c}" * 5 for c in range(10)] for n in range(20_000)]
    tight = Limits(memory=70 * MB)
    line = refusal(workbook(rows), "big.xlsx", tight)
    assert "memory" in line or "is too large" in line
    assert read_book(b"a,b\n1,2\n", "a.csv").sheets[0].grid.cell(1, 1) == "2"


def test_a_reading_that_takes_too_long_is_ended() -> None:
    line = refusal(workbook([["a"]] * 1000), "slow.xlsx", Limits(seconds=0.01))
    assert "takes longer than allowed" in line


FUZZER = """
import json, os, sys
sys.path.insert(0, sys.argv[1])
import resource
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
from data.intake.reading.limits import Limits
from data.intake.reading.opening import opened
from data.intake.reading.refusal import UnreadableFile
from data.intake.reading.sending import sent
for number in range(int(sys.argv[3]), int(sys.argv[4])):
    path = os.path.join(sys.argv[2], str(number))
    with open(path, "rb") as file:
        data = file.read()
    print(number, end=" ", flush=True)
    try:
        book = opened(data, "fuzz.json" if number % 7 == 0 else "fuzz.xlsx", Limits())
        b"".join(sent(book))
        print("book", flush=True)
    except UnreadableFile as refused:
        print("refused " + refused.reason, flush=True)
    except MemoryError:
        print("refused memory", flush=True)
"""


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A file with a few bytes changed, taken out, doubled or cut off; in a zip, inside a part."""
    if data[:2] == b"PK" and chance.random() < 0.6:
        parts = {}
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                parts[name] = archive.read(name)
        victim = chance.choice(list(parts))
        parts[victim] = mutated(parts[victim] or b"x", chance)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return buffer.getvalue()
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(max(1, len(changed)))
        match chance.randrange(4):
            case 0:
                changed[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del changed[place : place + chance.randint(1, 40)]
            case 2:
                changed[place:place] = changed[place : place + chance.randint(1, 400)]
            case _:
                changed = changed[: place + 1]
    return bytes(changed)


@pytest.mark.skipif(sys.platform == "win32", reason="the batch limits its memory")
def test_whatever_the_bytes_there_is_a_book_or_one_line(tmp_path: Path, examples: Path) -> None:
    """Hundreds of broken files; only a death of the process counts as refused by the guard."""
    chance = random.Random(20250212)
    seeds = [
        path.read_bytes()
        for folder in ("workbooks", "drill_tables", "csv_dialects/csvs", "hostile")
        for path in sorted((examples / folder).iterdir())
        if path.is_file()
    ]
    seeds += [workbook([["System", "RTO"], ["CRM", 4]]), b'[{"a": 1, "b": [1, {"c": null}]}]']
    cases = [chance.randbytes(chance.randrange(400)) for _ in range(60)]
    cases += [b"PK\x03\x04" + chance.randbytes(200) for _ in range(20)]
    cases += [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + chance.randbytes(1500) for _ in range(20)]
    cases += [mutated(chance.choice(seeds), chance) for _ in range(400)]
    for number, case in enumerate(cases):
        (tmp_path / str(number)).write_bytes(case)
    answers: dict[int, str] = {}
    deaths = 0
    start = 0
    while start < len(cases):
        batch = subprocess.run(
            [sys.executable, "-I", "-c", FUZZER, str(ROOT), str(tmp_path), str(start),
             str(len(cases))],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        for line in batch.stdout.splitlines():
            case_number, _, answer = line.partition(" ")
            answers[int(case_number)] = answer
        if batch.returncode == 0:
            break
        assert batch.returncode < 0, json.dumps(batch.stderr[-2000:])  # killed, not a bug of ours
        deaths += 1
        start = max(answers) + 1
    assert len(answers) == len(cases)
    assert deaths <= 5
    assert sum(answer == "book" for answer in answers.values()) > 50
    for answer in answers.values():
        assert answer in ("book", "") or answer.startswith("refused ")
