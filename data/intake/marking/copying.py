"""A person's own workbook back with its marks, nothing else in it changed; or the list alone."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.intake.marking import notes as drawing
from data.intake.marking.findings import Finding, Place, findings_of, notes_of
from data.intake.marking.listing import list_sheet, list_workbook
from data.intake.marking.package import CONTENT_TYPES, WORKBOOK, Package
from data.intake.marking.sheetmarks import marked, merged_over, planned
from data.intake.marking.styles import MINIMAL, Styles
from data.intake.marking.xmltext import CannotMark, quoted
from data.problems import Problem
from wording import marked as words

MOST_NOTES = 1_000  # a sheet; one block of shape numbers, and more than anybody reads
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_XLSM = "application/vnd.ms-excel.sheet.macroEnabled.12"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class MarkedCopy:
    """A file to give back. `is_annotated`: the person's own workbook; else a list of its own."""

    file_name: str
    content: bytes
    is_annotated: bool
    mime: str


def marked_copy(
    name: str, content: bytes, problems: Sequence[Problem | Mapping[str, Any]]
) -> MarkedCopy:
    """The file with its problem cells filled and noted and a sheet "What to mend".

    name, content : the file as it came. problems : of its outcome, or as the store keeps them with
    an import. An .xlsx or .xlsm comes back as it is but for the marks: every other part byte for
    byte. For every other file, and for a workbook in which nothing can be written safely, a
    workbook with the list alone.
    """
    findings = findings_of(problems)
    try:
        made, is_macro = _annotated(content, findings)
    except CannotMark as reason:
        if content[:2] == b"PK":
            _log.info("%s gets a list instead of marks: %s", name, reason)
        listed = list_workbook(findings, [])
        return MarkedCopy(words.marked_name(name, None), listed, False, _XLSX)
    ending, mime = ("xlsm", _XLSM) if is_macro else ("xlsx", _XLSX)
    return MarkedCopy(words.marked_name(name, ending), made, True, mime)


def is_markable(content: bytes) -> bool:
    """Whether it is a workbook that can be marked itself, by its outside."""
    try:
        return bool(Package(content).sheets)
    except CannotMark:
        return False


class _Marking:
    """One copy in the making: the parts all its sheets share."""

    def __init__(self, content: bytes) -> None:
        self.package = Package(content)
        self.styles_part, has_styles = self._styles_part()
        if has_styles:
            self.styles = Styles(
                self.package.read(self.styles_part), is_libre_office=self.package.is_libre_office
            )
        else:
            self.styles = Styles(MINIMAL.format(self.package.main).encode())
            self.package.relate(WORKBOOK, "styles", self.styles_part)
        drawings = [one for one in self.package.names if one.casefold().endswith(".vml")]
        self.block = max([0, *(drawing.blocks_in(self.package.read(one)) for one in drawings)])
        self.threaded: list[str] = []
        self.crowded: list[str] = []
        self.unnoted: list[str] = []

    def _styles_part(self) -> tuple[str, bool]:
        for _, kind, target in self.package.related(WORKBOOK):
            if kind == "styles":
                return target, True
        return "xl/styles.xml", False  # readers look nowhere else


def _annotated(content: bytes, findings: Sequence[Finding]) -> tuple[bytes, bool]:
    making = _Marking(content)
    package = making.package
    if not package.sheets:
        raise CannotMark("its sheets are kept in an unknown way")
    own_list = _own_list(package)
    by_sheet: dict[str, list[Finding]] = {}
    for one in findings:
        if one.sheet in package.sheets and one.sheet != own_list:
            by_sheet.setdefault(str(one.sheet), []).append(one)
    for sheet in package.sheets:
        if sheet != own_list:
            _mark_sheet(making, sheet, by_sheet.get(sheet, []))
    said = []
    if package.drop_signatures():
        said.append(words.SIGNATURE)
    said += [words.has_conversations(making.threaded)] if making.threaded else []
    said += [words.has_no_room(making.crowded, MOST_NOTES)] if making.crowded else []
    said += [words.without_notes(making.unnoted)] if making.unnoted else []
    listed = list_sheet(
        findings, said, making.styles.of_list(), package.main,
        has_views=package.workbook.first("bookViews") is not None,
    )  # fmt: skip
    _write_list(package, own_list, listed)
    package.write(making.styles_part, making.styles.content(), "spreadsheetml.styles+xml")
    is_macro = b"macroEnabled" in package.read(CONTENT_TYPES)
    return package.content(), is_macro


# --- a sheet --------------------------------------------------------------------------------------


def _mark_sheet(making: _Marking, sheet: str, findings: Sequence[Finding]) -> None:
    package, part = making.package, making.package.sheets[sheet]
    told = notes_of(findings)
    content = package.read(part)
    related = package.related(part)
    comments = next((target for _, kind, target in related if kind == "comments"), None)
    has_ours = comments is not None and drawing.has_ours(package.read(comments))
    if not told and not making.styles.own and not has_ours:
        return
    over = merged_over(content, told)
    notes: dict[Place, drawing.Note] = {}
    fills: dict[Place, bool] = {}
    for cell, (is_to_mend, note) in told.items():
        shown = over[cell]
        fills[shown] = fills.get(shown, False) or is_to_mend
        notes.setdefault(shown, note)
    plan = planned(content, fills, making.styles.own)
    notes_id = _write_notes(making, sheet, related, comments, plan.notes_id, notes)
    changed = marked(
        content, plan, fills, making.styles.filled, making.styles.plain, notes_id,
        package.relation_names,
    )  # fmt: skip
    if changed != content:
        package.write(part, changed)


def _write_notes(
    making: _Marking, sheet: str, related: Sequence[tuple[str, str, str]], comments: str | None,
    drawing_id: str | None, notes: Mapping[Place, drawing.Note],
) -> str | None:  # fmt: skip
    """The notes and their boxes; the id of a drawing the sheet does not name yet."""
    package, part = making.package, making.package.sheets[sheet]
    before = package.read(comments) if comments is not None else None
    is_threaded = any(kind.casefold().startswith("threadedcomment") for _, kind, _ in related)
    if is_threaded or (before is not None and drawing.is_threaded(before)):
        if notes:
            making.threaded.append(sheet)
        return None
    if len(notes) > MOST_NOTES:
        making.crowded.append(sheet)
    kept = dict(list(notes.items())[:MOST_NOTES])  # the findings come worst first
    if not kept and before is None:
        return None
    vml = next((target for key, _, target in related if key == drawing_id), None)
    try:
        made = drawing.joined(before, kept, package.main)
        boxes = package.read(vml) if vml is not None else None
        if made.added or (boxes is not None and made.removed):
            boxes = drawing.drawn(boxes, made, kept, making.block + 1)
            making.block += 1
    except CannotMark:
        if notes:
            making.unnoted.append(sheet)
        return None
    if made.content != before:
        if comments is None:
            comments = package.free("xl/comments{}.xml")
            package.relate(part, "comments", comments)
        package.write(comments, made.content, "spreadsheetml.comments+xml")
    if boxes is None:
        return None
    if vml is not None:
        package.write(vml, boxes)
        return None
    vml = package.free("xl/drawings/vmlDrawing{}.vml")
    package.write(vml, boxes, "vmlDrawing")
    return package.relate(part, "vmlDrawing", vml)


# --- the list -------------------------------------------------------------------------------------


def _own_list(package: Package) -> str | None:
    """The list of an earlier copy, by its name and its title."""
    title = words.TITLE.encode()
    for sheet, part in package.sheets.items():
        if words.is_list_name(sheet) and title in package.read(part):
            return sheet
    shared = "xl/sharedStrings.xml"  # where a program that saved it since keeps all texts
    if package.has(shared) and title in package.read(shared):
        return next((sheet for sheet in package.sheets if words.is_list_name(sheet)), None)
    return None


def _write_list(package: Package, own: str | None, content: bytes) -> None:
    """In place of an earlier one, else as the last sheet: the numbers of the others stay."""
    if own is not None:
        package.write(package.sheets[own], content)
        return
    listed = package.workbook.first("sheets")
    if listed is None or listed.is_empty:
        raise CannotMark("it lists no sheets")
    sheets = package.workbook.all("sheet", listed)
    numbers = [int(n) for one in sheets if (n := one.attribute("sheetId") or "").isdigit()]
    names = [one.attribute("name") or "" for one in sheets]
    part = package.free("xl/worksheets/sheet{}.xml")
    key = package.relate(WORKBOOK, "worksheet", part)
    package.write(part, content, "spreadsheetml.worksheet+xml")
    package.workbook.append(
        listed,
        f'<{listed.prefix}sheet xmlns:r="{package.relation_names}" '
        f'name="{quoted(words.list_name(names))}" sheetId="{max(numbers, default=0) + 1}" '
        f'r:id="{key}"/>'.encode(),
    )
