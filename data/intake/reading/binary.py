"""What calamine does not tell of the binary formats: error cells, hidden rows and columns.

.xls: the BIFF8 records of [MS-XLS]; .xlsb: the records of [MS-XLSB].
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from data.intake.reading.markup import relations
from data.intake.reading.sidecar import SheetFindings

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
_BOF, _EOF, _BOUNDSHEET, _DATE1904 = 0x0809, 0x000A, 0x0085, 0x0022
_FORMULA, _BOOLERR, _ROW, _COLINFO = 0x0006, 0x0205, 0x0208, 0x007D


@dataclass
class BinaryFindings:
    """What an .xls hides, sheet name → findings."""

    sheets: dict[str, SheetFindings] = field(default_factory=dict)
    is_1904: bool = False
    has_macros: bool = False


def scan_xls(data: bytes) -> BinaryFindings:
    """Findings of an .xls; of one that is older or broken, what could be seen."""
    import olefile  # few files need it

    found = BinaryFindings()
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            names = [part.casefold() for path in ole.listdir() for part in path]
            found.has_macros = "_vba_project_cur" in names
            stream = ole.openstream("Workbook").read() if ole.exists("Workbook") else b""
    except Exception:
        return found
    places: list[tuple[str, int]] = []
    for kind, record in _records(stream, 0):
        if kind == _DATE1904 and len(record) >= 2:
            found.is_1904 = record[0] == 1
        elif kind == _BOUNDSHEET and len(record) >= 8 and record[5] == 0:
            wide = record[7] & 1
            name = record[8:].decode("utf-16-le" if wide else "latin-1", "replace")
            places.append((name[: record[6]], int.from_bytes(record[:4], "little")))
        elif kind == _EOF:
            break
    for name, place in places:
        found.sheets[name] = _xls_sheet(stream, place)
    return found


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    while 0 <= place <= len(stream) - 4:
        kind, size = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + size]
        place += 4 + size


def _xls_sheet(stream: bytes, place: int) -> SheetFindings:
    findings = SheetFindings()
    depth = 0
    for kind, record in _records(stream, place):
        if kind == _BOF:
            depth += 1  # a chart inside the sheet is a stream of its own
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif depth != 1:
            continue
        elif kind == _FORMULA and record[12:14] == b"\xff\xff" and record[6] == 2:
            row, column = struct.unpack_from("<HH", record)
            findings.error_cells[row, column] = ERRORS.get(record[8], "#ERROR!")
        elif kind == _BOOLERR and len(record) >= 8 and record[7] == 1:
            row, column = struct.unpack_from("<HH", record)
            findings.error_cells[row, column] = ERRORS.get(record[6], "#ERROR!")
        elif kind == _ROW and len(record) >= 14 and record[12] & 0x20:
            findings.hidden_rows.add(int.from_bytes(record[:2], "little"))
        elif kind == _COLINFO and len(record) >= 10 and record[8] & 1:
            first, last = struct.unpack_from("<HH", record)
            findings.hidden_columns.update(range(first, min(last, 255) + 1))
    return findings


def scan_xlsb(archive: zipfile.ZipFile) -> tuple[dict[str, SheetFindings], bool]:
    """Error cells and hidden rows of an .xlsb, sheet name → findings; and whether it is 1904."""
    targets = relations(archive, "xl/workbook.bin")
    found: dict[str, SheetFindings] = {}
    is_1904 = False
    for kind, record in _xlsb_records(archive.read("xl/workbook.bin")):
        if kind == 153 and record:  # BrtWbProp
            is_1904 = bool(record[0] & 1)
        elif kind == 156 and len(record) >= 12:  # BrtBundleSh: state, id, relation, name
            relation, after = _wide_text(record, 8)
            name, _ = _wide_text(record, after)
            part_kind, part = targets.get(relation, ("", ""))
            if part_kind == "worksheet" and part in archive.namelist():
                found[name] = _xlsb_sheet(archive.read(part))
    return found, is_1904


def _xlsb_sheet(content: bytes) -> SheetFindings:
    findings = SheetFindings()
    row = 0
    for kind, record in _xlsb_records(content):
        if kind == 0 and len(record) >= 12:  # BrtRowHdr
            row = int.from_bytes(record[:4], "little")
            if record[11] & 0x10:
                findings.hidden_rows.add(row)
        elif kind in (3, 11) and len(record) >= 9:  # BrtCellError, BrtFmlaError
            column = int.from_bytes(record[:4], "little")
            findings.error_cells[row, column] = ERRORS.get(record[8], "#ERROR!")
    return findings


def _xlsb_records(content: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place < len(content):
        kind, place = _seven_bits(content, place, 2)
        size, place = _seven_bits(content, place, 4)
        yield kind, content[place : place + size]
        place += size


def _seven_bits(content: bytes, place: int, most: int) -> tuple[int, int]:
    number = 0
    for step in range(most):
        if place >= len(content):
            break
        byte = content[place]
        place += 1
        # A record's kind keeps its continuation bits in [MS-XLSB]; its number does not need them.
        number |= (byte & 0x7F) << (7 * step)
        if not byte & 0x80:
            break
    return number, place


def _wide_text(record: bytes, place: int) -> tuple[str, int]:
    length = int.from_bytes(record[place : place + 4], "little")
    end = place + 4 + 2 * length
    return record[place + 4 : end].decode("utf-16-le", "replace"), end
