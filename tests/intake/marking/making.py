"""Workbooks to mark, and what is seen in them from outside: parts, values, fills, notes."""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

import openpyxl
import xlsxwriter
from PIL import Image
from python_calamine import load_workbook

from data.intake.marking import marked_copy
from data.problems import Problem

LIST = "What to mend"
MADE_ANEW = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
}


def wrong(cell: str, sheet: str | None = "Results", **more: Any) -> Problem:  # noqa: ANN401
    """An error that keeps its row out."""
    row = int("".join(letter for letter in cell if letter.isdigit()))
    told: dict[str, Any] = {
        "severity": "error", "message": f"{cell} cannot be read", "value": "noonish",
        "expected": "a time such as 08:00", "row_rejected": True, **more,
    }  # fmt: skip
    return Problem(sheet=sheet, cell=cell, row=row, **told)


def marked(content: bytes, *problems: Problem, name: str = "q1.xlsx") -> bytes:
    """The marked copy, which must be the workbook itself."""
    copy = marked_copy(name, content, problems)
    assert copy.is_annotated
    return copy.content


def parts(content: bytes) -> dict[str, bytes]:
    """Every part of the zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(content: bytes, changed: Mapping[str, bytes | str | None]) -> bytes:
    """The zip with parts replaced, added, or taken out (None)."""
    out = io.BytesIO()
    every: dict[str, Any] = {**parts(content), **changed}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in every.items():
            if text is not None:
                archive.writestr(name, text)
    return out.getvalue()


def values(content: bytes) -> dict[str, dict[str, Any]]:
    """Sheet → address → value as calamine reads it, saved results of formulas among them."""
    book = load_workbook(io.BytesIO(content))
    found: dict[str, dict[str, Any]] = {}
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        found[name] = {
            f"{openpyxl.utils.get_column_letter(c + 1)}{r + 1}": value
            for r, row in enumerate(rows)
            for c, value in enumerate(row)
            if value != ""
        }
    return found


def opened(content: bytes) -> openpyxl.Workbook:
    """The workbook as openpyxl sees it, its warnings about what it leaves out set aside."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(io.BytesIO(content))


def fills(content: bytes, sheet: str = "Results") -> dict[str, str]:
    """Address → colour of every filled cell."""
    return {
        cell.coordinate: cell.fill.fgColor.rgb
        for row in opened(content)[sheet].iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid"
    }


def notes(content: bytes, sheet: str = "Results") -> dict[str, str]:
    """Address → text of every note."""
    return {
        cell.coordinate: cell.comment.text
        for row in opened(content)[sheet].iter_rows()
        for cell in row
        if cell.comment is not None
    }


def listed(content: bytes, sheet: str = LIST) -> list[tuple[Any, ...]]:
    """The lines of the list, without what stands above them."""
    rows = list(opened(content)[sheet].iter_rows(values_only=True))
    heading = next(at for at, row in enumerate(rows) if row[0] == "Sheet")
    return rows[heading + 1 :]


def simple(rows: Iterable[Iterable[object]], sheet: str = "Results") -> bytes:
    """A workbook of one sheet, by openpyxl."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rich() -> bytes:
    """A workbook with all that a careless program loses on saving it."""
    out, picture = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (8, 8), "#1B4596").save(picture, "PNG")
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": dt.datetime(2025, 4, 1)})
        blue = book.add_format({"bg_color": "#DDEEFF", "bold": True, "num_format": "[h]:mm"})
        dark = book.add_format({"bg_color": "#1F3864", "font_color": "#FFFFFF"})
        page = book.add_worksheet("Results")
        page.set_column(7, 7, 12, blue)
        page.write_row(0, 0, ["Drill", "System", "Began", "Restored", "RTO", "Took"], dark)
        for row in range(1, 9):
            page.write_row(row, 0, ["DR-1", f"System {row}", 45_000.5, "noonish", "4h"])
            page.write_formula(row, 5, f"=C{row + 1}*2", blue, row * 1.5)
        page.write_rich_string(9, 0, "a ", book.add_format({"bold": True}), "rich", " text")
        page.merge_range("A12:A14", "merged", blue)
        page.write_comment("B2", "Ask Thandi", {"author": "Thandi"})
        page.write_comment("B4", "And Lerato", {"author": "Lerato"})
        page.add_sparkline("J2", {"range": "Results!C2:F2"})
        page.insert_image("K2", "p.png", {"image_data": picture})
        page.insert_textbox("K12", "a box")
        page.data_validation("E2:E9", {"validate": "list", "source": ["4h", "8h"]})
        page.conditional_format("F2:F9", {"type": "data_bar", "data_bar_2010": True})
        page.conditional_format("F2:F9", {"type": "icon_set", "icon_style": "3_arrows"})
        page.set_header("&L&G", {"image_left": "p.png", "image_data_left": picture})
        page.write_dynamic_array_formula("L2", "=SORT(F2:F9)", None, 1.5)
        other = book.add_worksheet("Log")
        other.add_table("A1:B4", {"columns": [{"header": "At"}, {"header": "Event"}]})
        other.write_url("D1", "https://example.org/", string="a link")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Results!$F$2:$F$9"})
        other.insert_chart("F2", chart)
        other.protect()
        book.define_name("Took", "=Results!$F$2:$F$9")
    return out.getvalue()


def strict(content: bytes) -> bytes:
    """The same workbook in the names of strict OOXML."""
    said = (
        (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
         b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
        (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
         b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
    )  # fmt: skip
    changed = {}
    for name, text in parts(content).items():
        for old, new in said:
            text = text.replace(old, new)
        changed[name] = text
    return with_parts(content, changed)
