"""The list of what to mend: as a sheet of the person's own workbook, or as a workbook of its own.

Every text is written as text; none can become a formula.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from data.intake.marking.findings import Finding, summary
from data.intake.marking.xmltext import legible, quoted, written
from data.intake.reading.addresses import cell_name
from wording import marked as words

MOST_ROWS = 200_000
_MOST_LINKS = 60_000  # Excel opens a sheet with 65,530
_WIDTHS = (20, 10, 32, 62, 48, 30)


def list_sheet(
    findings: Sequence[Finding], notes: Sequence[str], formats: Mapping[str, int], main: str,
    *, has_views: bool = True,
) -> bytes:  # fmt: skip
    """The XML of the list; cells in it lead to the cells they speak of.

    notes : sentences about the copy as a whole. formats : from `Styles.of_list`.
    has_views : whether the workbook has a window that a view of a sheet may name.
    """
    rows = [_line(0, [(words.TITLE, "title")], formats)]
    above = [words.MEND_IN_IT, summary(findings), *notes, *_left_out(findings)]
    rows += [_line(at, [(text, "muted")], formats) for at, text in enumerate(above, start=1)]
    heading = len(rows)
    rows.append(_line(heading, [(one, "heading") for one in words.HEADINGS], formats))
    links: list[str] = []
    for at, one in enumerate(findings[:MOST_ROWS], start=heading + 1):
        is_link = bool(one.sheet and one.target) and len(links) < _MOST_LINKS
        kinds = ("text", "link" if is_link else "text", "value", "text", "text", "text")
        cells = list(zip(one.texts, kinds, strict=True))
        rows.append(_line(at, cells, formats, f' ht="{_height(one)}" customHeight="1"'))
        if is_link:
            links.append(_link(at, one))
    last = cell_name(len(rows) - 1, len(words.HEADINGS) - 1)
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, width in enumerate(_WIDTHS, start=1)
    )
    views = (
        f'<sheetViews><sheetView workbookViewId="0" showGridLines="0"><pane ySplit="{heading + 1}" '
        f'topLeftCell="A{heading + 2}" activePane="bottomLeft" state="frozen"/></sheetView>'
        "</sheetViews>"
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{main}">'
        '<sheetPr><tabColor rgb="FFBF4A12"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{last}"/>'
        f"{views if has_views else ''}<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>"
        f'<autoFilter ref="A{heading + 1}:{last}"/>'
        f"{'<hyperlinks>' + ''.join(links) + '</hyperlinks>' if links else ''}"
        '<pageMargins left="0.5" right="0.5" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def list_workbook(findings: Sequence[Finding], notes: Sequence[str]) -> bytes:
    """An .xlsx of its own with the same list: for files that cannot be marked."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        face = {"font_name": "Calibri", "num_format": "@"}
        wrapped = {**face, "text_wrap": True, "valign": "top"}
        formats = {
            "title": book.add_format({**face, "bold": True, "font_size": 14}),
            "muted": book.add_format({**face, "font_color": "#5A6270", "font_size": 10}),
            "heading": book.add_format({**wrapped, "bold": True, "bg_color": "#F0EEE9"}),
            "text": book.add_format(wrapped),
            "value": book.add_format({**wrapped, "quote_prefix": True}),
        }
        page = book.add_worksheet(words.SHEET)
        page.hide_gridlines(2)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_tab_color("#BF4A12")
        for column, width in enumerate(_WIDTHS):
            page.set_column(column, column, width)
        page.write_string(0, 0, words.TITLE, formats["title"])
        above = [words.MEND_IN_YOURS, summary(findings), *notes, *_left_out(findings)]
        for at, text in enumerate(above, start=1):
            page.write_string(at, 0, text, formats["muted"])
        heading = len(above) + 1
        for column, text in enumerate(words.HEADINGS):
            page.write_string(heading, column, text, formats["heading"])
        for row, one in enumerate(findings[:MOST_ROWS], start=heading + 1):
            page.set_row(row, _height(one))
            for column, text in enumerate(one.texts):
                kind = "value" if column == 2 else "text"
                page.write_string(row, column, legible(text), formats[kind])
        page.freeze_panes(heading + 1, 0)
        page.autofilter(heading, 0, heading + min(len(findings), MOST_ROWS), len(_WIDTHS) - 1)
    return buffer.getvalue()


def _link(row: int, one: Finding) -> str:
    sheet = str(one.sheet).replace("'", "''")
    place = quoted(f"'{sheet}'!{one.target}")
    return (
        f'<hyperlink ref="{cell_name(row, 1)}" location="{place}" display="{quoted(one.address)}"/>'
    )


def _left_out(findings: Sequence[Finding]) -> list[str]:
    return [words.not_listed(len(findings) - MOST_ROWS)] if len(findings) > MOST_ROWS else []


def _height(one: Finding) -> int:
    """Points for the longest of its texts, wrapped; not every program finds that out by itself."""
    lines = max(
        sum(1 + max(0, len(line) - 1) // (width - 3) for line in text.split("\n"))
        for text, width in zip(one.texts, _WIDTHS, strict=True)
    )
    return 15 * min(lines, 20) + 1


def _line(
    row: int, cells: Sequence[tuple[str, str]], formats: Mapping[str, int], more: str = ""
) -> str:
    said = "".join(
        f'<c r="{cell_name(row, column)}" s="{formats[kind]}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{written(text)}</t></is></c>'
        for column, (text, kind) in enumerate(cells)
    )
    return f'<row r="{row + 1}"{more}>{said}</row>'
