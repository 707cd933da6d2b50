"""The person's own workbook comes back with its marks and is otherwise what it was."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import pytest
import xlsxwriter
from openpyxl.comments import Comment

from data.intake.marking import copying, marked_copy
from data.problems import Problem
from tests.intake.marking.making import (
    LIST,
    MADE_ANEW,
    fills,
    listed,
    marked,
    notes,
    opened,
    parts,
    rich,
    simple,
    strict,
    values,
    with_parts,
    wrong,
)
from tests.intake.reading.workbooks import bare

MEND, CHECK = ("FFF9CFBA", "FFF9CFB9"), ("FFFBE6AE", "FFFBE6AD")
SHEET = "xl/worksheets/sheet1.xml"
ROWS = [["Drill", "System", "Restored"], ["DR-1", "CRM", "noonish"], ["DR-1", "ERP", "12:00"]]


def test_every_other_part_is_the_same_byte_for_byte() -> None:
    before, after = parts(rich()), parts(marked(rich(), wrong("D2"), wrong("D3")))
    changed = {name for name in before if before[name] != after[name]}
    own = {SHEET, "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}
    assert changed == MADE_ANEW | own
    assert set(after) - set(before) == {"xl/worksheets/sheet3.xml"}
    assert list(after)[: len(before)] == list(before)


def test_of_the_marked_sheet_only_the_format_of_two_cells_differs() -> None:
    before = parts(rich())[SHEET].decode()
    after = parts(marked(rich(), wrong("D2"), wrong("F3")))[SHEET].decode()
    cell = re.compile(r"<c r=\"(D2|F3)\"[^>]*>")
    assert cell.sub(r"<\1>", after) == cell.sub(r"<\1>", before)
    assert [one[0] for one in cell.finditer(before)] != [one[0] for one in cell.finditer(after)]


def test_values_and_saved_results_of_formulas_stay() -> None:
    before, after = values(rich()), values(marked(rich(), wrong("F3"), wrong("L2"), wrong("A12")))
    assert after.pop(LIST)
    assert after == before
    assert before["Results"]["F3"] == dt.timedelta(
        days=3
    )  # a saved result, no program wrote it anew


def test_a_marked_cell_keeps_its_own_format_under_the_fill() -> None:
    book = opened(marked(rich(), wrong("F3"), wrong("D2")))
    cell, other = book["Results"]["F3"], book["Results"]["D2"]
    assert (cell.font.b, cell.number_format, cell.fill.fgColor.rgb) == (True, "[h]:mm", MEND[1])
    assert (other.font.b, other.number_format, other.fill.fgColor.rgb) == (
        False, "General", MEND[0],
    )  # fmt: skip
    assert book["Results"]["F4"].fill.fgColor.rgb == "FFDDEEFF"


def test_white_text_stays_readable() -> None:
    cell = opened(marked(rich(), wrong("B1")))["Results"]["B1"]
    assert (cell.font.color.rgb, cell.fill.fgColor.rgb) == ("FFFFFFFF", "FFA33D12")


def test_the_note_says_what_is_wrong_what_is_expected_and_what_became_of_it() -> None:
    made = marked(rich(), wrong("D3"), wrong("D3", message="It is before it began."))
    assert notes(made)["D3"] == (
        "Drillboard: to mend\nD3 cannot be read.\nExpected: a time such as 08:00.\n"
        "Error: the row waits.\n\n"
        "It is before it began.\nExpected: a time such as 08:00.\nError: the row waits."
    )


def test_a_warning_is_told_apart_in_word_and_colour() -> None:
    made = marked(simple(ROWS), wrong("B2", severity="warning", row_rejected=False))
    assert fills(made) == {"B2": CHECK[0]}
    assert notes(made)["B2"].startswith("Drillboard: to check\n")
    assert listed(made)[0][5] == "Warning: it loads as shown"


def test_a_persons_own_notes_stay_and_ours_stands_behind_the_one_on_its_cell() -> None:
    made = marked(rich(), wrong("B2"), wrong("C3"))
    told = notes(made)
    assert told["B2"].startswith("Ask Thandi")
    assert "\n\nDrillboard: to mend\nB2 cannot be read" in told["B2"]
    assert told["B4"] == "And Lerato"
    assert opened(made)["Results"]["B2"].comment.author == "Thandi"
    assert opened(made)["Results"]["C3"].comment.author == "Drillboard"
    boxes = parts(made)["xl/drawings/vmlDrawing1.vml"].decode()
    assert len(re.findall(r"<v:shape ", boxes)) == 3  # one more, for C3
    numbers = re.findall(r'id="(_x0000_s\d+)"', boxes)
    assert len(set(numbers)) == 3


def test_a_plain_note_of_another_program_is_kept_before_ours() -> None:
    book = opened(simple(ROWS))
    book["Results"]["C2"].comment = Comment("Typed from memory <&>", "Lerato")
    out = io.BytesIO()
    book.save(out)
    once = marked(out.getvalue(), wrong("C2"))
    assert notes(once)["C2"].startswith("Typed from memory <&>\n\nDrillboard: to mend\nC2 cannot")
    (text,) = [
        text for name, text in parts(once).items() if "comment" in name and b"Lerato" in text
    ]
    assert b"<text><t" not in text  # a plain text and a formatted one do not stand side by side
    assert notes(marked(once, wrong("B2")))["C2"] == "Typed from memory <&>"


def test_notes_join_a_drawing_of_buttons_that_is_no_proper_xml() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Results")
        page.write("A1", "x")
        page.insert_button("C3", {"caption": "Press"})
    boxes = "xl/drawings/vmlDrawing1.vml"
    before = parts(out.getvalue())[boxes].replace(b"Press", b"Press<br>here")
    content = with_parts(out.getvalue(), {boxes: before})
    made = marked(content, wrong("A1"))
    after = parts(made)[boxes]
    assert b"Press<br>here" in after
    assert (before.count(b'ObjectType="Note"'), after.count(b'ObjectType="Note"')) == (0, 1)
    assert parts(made)[SHEET].count(b"<legacyDrawing") == 1
    assert b"Drillboard: to mend" in parts(made)["xl/comments1.xml"]


def test_texts_that_xml_cannot_hold_are_told_all_the_same() -> None:
    strange = "a\x00b\x1b _x0041_ ]]> \ud800"
    made = marked(simple(ROWS), wrong("C2", value=strange, message=strange))
    told = values(made)[LIST]
    assert told["C5"] == "a\ufffdb\ufffd _x0041_ ]]> \ufffd"
    assert told["D5"] == "A\ufffdb\ufffd _x0041_ ]]> \ufffd"
    assert "]]>" in notes(made)["C2"]
    alone = marked_copy("q1.csv", b"a", [wrong("C2", None, value=strange)])
    assert "]]>" in listed(alone.content)[0][2]


def test_cells_the_xml_leaves_out_are_written_in_order() -> None:
    made = marked(rich(), *(wrong(one) for one in ("C1", "A10", "H3", "Z3", "G7", "D40", "B30")))
    xml = parts(made)[SHEET].decode()
    cells = re.findall(r'<c r="([A-Z]+)(\d+)"', xml)
    places = [(int(row), len(column), column) for column, row in cells]
    assert places == sorted(places)
    rows = [int(row) for row in re.findall(r'<row r="(\d+)"', xml)]
    assert 'spans="' not in xml[xml.index('<row r="3"') :].partition(">")[0]  # no longer true
    assert rows == sorted(set(rows))
    assert {"H3", "Z3", "G7", "D40", "B30"} <= set(fills(made))
    assert opened(made)["Results"]["H3"].number_format == "[h]:mm"  # its column's own format


def test_a_cell_left_out_takes_the_format_of_its_row() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Results")
        page.set_column(1, 1, 9, book.add_format({"italic": True}))
        page.set_row(1, None, book.add_format({"bold": True, "bg_color": "#DDEEFF"}))
        page.write(1, 0, "x")
    made = marked(out.getvalue(), wrong("B2"), wrong("B3"))
    row, column = (opened(made)["Results"][cell] for cell in ("B2", "B3"))
    assert (row.font.b, row.font.i, row.fill.fgColor.rgb) == (True, False, MEND[1])
    assert (column.font.b, column.font.i, column.fill.fgColor.rgb) == (False, True, MEND[0])


def test_a_merged_range_is_marked_where_it_is_seen() -> None:
    made = marked(rich(), wrong("A13"))
    assert set(notes(made)) == {"A12", "B2", "B4"}
    assert listed(made)[0][1] == "A13"


@pytest.mark.parametrize(
    "sheet",
    [
        "<sheetData/>",
        '<sheetData><row r="2" spans="1:1"/></sheetData><tableParts count="0"/>',
        '<sheetData><row><c t="inlineStr"><is><t>a</t></is></c></row><row/></sheetData>',
        '<sheetData><!-- <row r="2"><c r="B2"/> --><row r="3"><c r="B3"><v>1</v></c></row>'
        "</sheetData><extLst/>",
    ],
)
def test_sheets_that_leave_much_out(sheet: str) -> None:
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    for prefix in ("", "x:"):
        text = sheet
        declared = f'xmlns="{name}"'
        if prefix:
            text = re.sub(r"(</?)(?!!)(\w)", r"\1x:\2", sheet)
            text = text.replace("<!-- <x:row", "<!-- <row").replace('<x:c r="B2"/> --', "<c/> --")
            declared = f'xmlns:x="{name}"'
        content = bare(f"<{prefix}worksheet {declared}>{text}</{prefix}worksheet>")
        made = marked(content, wrong("B2", "Sheet1"), wrong("A5", "Sheet1"))
        assert set(fills(made, "Sheet1")) == set(notes(made, "Sheet1")) == {"B2", "A5"}
        kept = values(made)
        assert kept["Sheet1"] == values(content)["Sheet1"]
        behind = parts(made)[SHEET].decode()
        later = [behind.find(one) for one in ("tableParts", "extLst") if one in behind]
        assert all(behind.index("legacyDrawing") < at for at in later)


def test_the_drawing_of_the_notes_is_named_where_the_schema_wants_it() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Results")
        page.add_table("A1:B4")
        page.add_sparkline("D1", {"range": "Results!A1:B1"})
        page.conditional_format("A1:A4", {"type": "data_bar", "data_bar_2010": True})
        page.insert_textbox("F1", "box")
    made = parts(marked(out.getvalue(), wrong("A2")))[SHEET].decode()
    order = [made.index(f"<{one}") for one in ("drawing ", "legacyDrawing ", "tableParts ")]
    assert order == sorted(order)
    assert made.index("<legacyDrawing ") < made.rindex("<extLst>")


def test_strict_workbooks_are_marked_in_their_own_names() -> None:
    content = strict(simple(ROWS))
    made = marked(content, wrong("C2"))
    for name, text in parts(made).items():
        if name.endswith((".xml", ".rels")) and name.startswith("xl/"):
            assert b"schemas.openxmlformats.org/spreadsheetml" not in text
            assert b"schemas.openxmlformats.org/officeDocument/2006/rel" not in text
    assert b"Drillboard: to mend" in parts(made)["xl/comments1.xml"]
    after = values(made)
    assert after.pop(LIST)["B5"] == "C2"
    assert after == values(content)


def test_protected_sheets_and_macros_stay() -> None:
    made = marked(rich(), wrong("A2", "Log"))
    assert opened(made)["Log"].protection.sheet
    assert notes(made, "Log").keys() == {"A2"}


def test_a_signature_is_taken_off_and_that_is_said() -> None:
    signed = with_parts(
        simple(ROWS),
        {
            "_xmlsignatures/origin.sigs": b"",
            "_xmlsignatures/sig1.xml": b"<Signature/>",
            "_xmlsignatures/_rels/origin.sigs.rels": b"<Relationships/>",
            "_rels/.rels": parts(simple(ROWS))["_rels/.rels"].replace(
                b"</Relationships>",
                b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/package/2006/'
                b'relationships/digital-signature/origin" Target="_xmlsignatures/origin.sigs"/>'
                b"</Relationships>",
            ),
            "[Content_Types].xml": parts(simple(ROWS))["[Content_Types].xml"].replace(
                b"</Types>",
                b'<Override PartName="/_xmlsignatures/sig1.xml" ContentType="application/x"/>'
                b"</Types>",
            ),
        },
    )
    made = marked(signed, wrong("C2"))
    assert not [name for name in parts(made) if "signature" in name]
    assert b"signature" not in parts(made)["_rels/.rels"]
    assert b"signature" not in parts(made)["[Content_Types].xml"]
    said = [row[0] for row in opened(made)[LIST].iter_rows(max_row=5, values_only=True)]
    assert (
        "The digital signature was taken off: it does not hold for a workbook with marks." in said
    )


def test_a_sheet_with_conversations_is_only_filled_and_that_is_said() -> None:
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    content = with_parts(
        simple(ROWS),
        {
            rels: '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            'relationships"><Relationship Id="rId1" Type="http://schemas.microsoft.com/office/'
            '2017/10/relationships/threadedComment" Target="../threadedComments/t1.xml"/>'
            "</Relationships>",
            "xl/threadedComments/t1.xml": "<ThreadedComments/>",
        },
    )
    made = marked(content, wrong("C2"))
    assert fills(made) == {"C2": MEND[0]}
    assert not [name for name in parts(made) if "comments1" in name or name.endswith(".vml")]
    said = [row[0] for row in opened(made)[LIST].iter_rows(max_row=5, values_only=True)]
    assert "“Results” has comments with replies: cells there are coloured, without a note." in said


def test_beyond_a_thousand_notes_a_sheet_cells_are_filled_and_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(copying, "MOST_NOTES", 5)
    content = simple([["x"]] * 12)
    made = marked(content, *(wrong(f"A{row}") for row in range(1, 11)))
    assert len(notes(made)) == 5
    assert len(fills(made)) == len(listed(made)) == 10
    said = [str(row[0]) for row in opened(made)[LIST].iter_rows(max_row=5, values_only=True)]
    assert any("the first 5 have a note, all are coloured" in one for one in said)


# --- the list -------------------------------------------------------------------------------------


def test_the_list_leads_to_the_cells_and_holds_no_formula() -> None:
    sheet = "It's <a> & “b”"
    live = '=HYPERLINK("http://example.org","x")'
    made = marked(
        simple(ROWS, sheet),
        wrong("C2", sheet, value=live, message=live, expected="+1"),
        wrong("B3", sheet, value=None, severity="question", row_rejected=True),
        wrong("A3", sheet),
    )
    lines = listed(made)
    assert lines[0] == (sheet, "C2", live, live, "+1", "Error: the row waits")
    assert [line[1] for line in lines] == ["C2", "A3", "B3"]
    assert lines[2][2] == "(empty)"
    page = opened(made)[LIST]
    where = [cell.hyperlink.location for cell in page["B"][4:]]
    assert where == ["'It''s <a> & “b”'!C2", "'It''s <a> & “b”'!A3", "'It''s <a> & “b”'!B3"]
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    assert page["C5"].style and opened(made)[LIST]["C5"].quotePrefix


def test_what_no_cell_can_mend_is_not_listed() -> None:
    made = marked(
        simple(ROWS), wrong("C2"), Problem("warning", "contains macros", code="remark"),
        Problem("warning", "was edited since", field="rto", code="edited_since"),
    )  # fmt: skip
    assert [line[1] for line in listed(made)] == ["C2"]


def test_a_problem_of_a_row_or_a_table_leads_there() -> None:
    made = marked(
        simple(ROWS),
        Problem("warning", "is there twice", "Results", row=3, row_rejected=True, code="same_key"),
        Problem("question", "which drill?", "Results", "A1:C3", field="drill", row_rejected=True),
    )
    assert [(line[1], line[5]) for line in listed(made)] == [
        ("row 3", "Warning: the row waits"),
        ("A1:C3", "Question: the row waits for an answer"),
    ]
    links = [cell.hyperlink.location for cell in opened(made)[LIST]["B"][4:]]
    assert links == ["'Results'!A3", "'Results'!A1:C3"]
    assert notes(made) == {}


def test_a_sheet_of_that_name_is_a_persons_own() -> None:
    made = marked(simple(ROWS, LIST), wrong("C2", LIST))
    assert opened(made).sheetnames == [LIST, "What to mend (2)"]
    assert values(made)[LIST] == values(simple(ROWS, LIST))[LIST]
    assert listed(made, "What to mend (2)")[0][1] == "C2"


# --- marked again ---------------------------------------------------------------------------------


def test_marks_are_replaced_not_piled_up() -> None:
    first = marked(rich(), wrong("B2"), wrong("D2"), wrong("F3"), wrong("H20"))
    second = marked(first, wrong("D4"), name="q1 - to mend.xlsx")
    assert opened(second).sheetnames == ["Results", "Log", LIST]
    assert notes(second).keys() == {"B2", "B4", "D4"}
    assert notes(second)["B2"] == "Ask Thandi"
    ours = {*MEND, *CHECK}
    assert [cell for cell, colour in fills(second).items() if colour in ours] == ["D4"]
    book = opened(second)["Results"]
    assert (book["F3"].fill.fgColor.rgb, book["F3"].font.b) == ("FFDDEEFF", True)
    assert book["D2"].fill.fill_type is None
    assert len(listed(second)) == 1
    before, after = parts(second), parts(marked(second, wrong("D4")))
    boxes = "xl/drawings/vmlDrawing1.vml"
    assert {name for name in before if before[name] != after[name]} == {boxes}
    shapes = re.compile(rb"<x:Row>(\d+)</x:Row><x:Column>(\d+)</x:Column>")
    assert shapes.findall(after[boxes]) == shapes.findall(before[boxes])


def test_a_template_s_own_notes_are_no_marks() -> None:
    book = opened(simple(ROWS))
    book["Results"]["A1"].comment = Comment("The drill's name", "Drillboard")
    out = io.BytesIO()
    book.save(out)
    once = marked(out.getvalue(), wrong("C2"))
    twice = marked(once, wrong("B2"))
    assert notes(twice).keys() == {"A1", "B2"}


# --- what cannot be marked ------------------------------------------------------------------------


def test_other_files_get_a_list_of_their_own() -> None:
    live = "=1+1"
    copy = marked_copy("q1.csv", b"a,b\n1,2\n", [wrong("F14", None, value=live)])
    assert (copy.file_name, copy.is_annotated) == ("q1 - what to mend.xlsx", False)
    assert listed(copy.content) == [
        ("–", "F14", live, "F14 cannot be read", "A time such as 08:00", "Error: the row waits")
    ]
    page = opened(copy.content)[LIST]
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    assert [cell.quotePrefix for cell in page[5]] == [False, False, True, False, False, False]


def _broken(content: bytes) -> bytes:
    at = content.index(b"PK\x01\x02")
    return content[: at // 2] + bytes(64) + content[at // 2 + 64 :]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 not a zip",
        _broken(rich()),
        with_parts(simple(ROWS), {SHEET: b"<worksheet><sheetData><row></worksheet>"}),
        with_parts(simple(ROWS), {SHEET: "<worksheet/>".encode("utf-16")}),
        with_parts(simple(ROWS), {"xl/styles.xml": b"<styleSheet/>"}),
        with_parts(simple(ROWS), {SHEET: b"<!DOCTYPE a><worksheet><sheetData/></worksheet>"}),
        with_parts(simple(ROWS), {"xl/revisions/revisionHeaders.xml": b"<headers/>"}),
        with_parts(
            simple(ROWS),
            {
                SHEET: b'<worksheet><sheetData><row r="2"><c r="D2"/><c r="B2"/></row></sheetData>'
                b"</worksheet>"
            },
        ),
        with_parts(
            simple(ROWS),
            {SHEET: b'<worksheet><sheetData><row r="5"/><row r="2"/></sheetData></worksheet>'},
        ),
    ],
)
def test_what_cannot_be_changed_safely_gets_the_list(content: bytes) -> None:
    copy = marked_copy("q1.xlsx", content, [wrong("C2")])
    assert not copy.is_annotated
    assert listed(copy.content)[0][1] == "C2"


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("q1.xlsx", "q1 - to mend.xlsx"),
        ("q1 - to mend.xlsx", "q1 - to mend.xlsx"),
        ("q1 - to mend (2).xlsx", "q1 - to mend.xlsx"),
        ("q1.v2.xls", "q1.v2 - to mend.xlsx"),
        ("q1", "q1 - to mend.xlsx"),
    ],
)
def test_what_the_copy_is_called(name: str, called: str) -> None:
    assert marked_copy(name, simple(ROWS), [wrong("C2")]).file_name == called


def test_a_copy_is_a_zip_that_any_program_reads() -> None:
    with zipfile.ZipFile(io.BytesIO(marked(rich(), wrong("D2")))) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        assert archive.testzip() is None
