"""Columns of times that were left out, and results of which nothing was measured: told plainly."""

from __future__ import annotations

from data.fields import Field, Record
from data.intake.matching.elsewhere import NO_FIELD, NOT_WELL
from data.intake.matching.matched import Ignored, TableMatch
from data.intake.matching.phrases import phrase
from data.intake.reading.book import Sheet, cell_name
from data.intake.reading.found import FoundTable
from data.intake.recognising import sample_of, share_fitting
from data.problems import Problem
from data.records import RECORDS
from wording.reading import few

_TIMES = ("instant", "duration", "objective")
_SHOWN = 6
HOW = "what the heading means, said on the Upload screen or in --mapping; or that it is left out"


def left_out(sheet: Sheet, found: FoundTable, match: TableMatch) -> list[Problem]:
    """What is told, at their headings, of columns that look as if they should not be left out.

    Results without any time, RTO or outcome are told once, with all their columns left out; else
    each column of times whose heading is nearest to a time of the record. What a person left out
    is none of them.
    """
    unread = [
        one for one in match.ignored if one.why in (NO_FIELD, NOT_WELL) and not _is_blank(one)
    ]
    if match.record == "recovery" and not _measures(match):
        said = [one for one in match.ignored if "asked" not in one.why and not _is_blank(one)]
        return [_nothing_measured(found, said)] if said else []
    record = RECORDS[match.record]
    told = []
    for one in unread:
        target = _field_of(record, one.suggestion)
        if target is None or target.kind not in _TIMES:
            continue
        values = sample_of(sheet, found, one.column)
        bare = all(isinstance(value, int | float) for value in values)
        if not values or (bare and phrase(one.heading).unit is None):
            continue  # mere numbers may count anything
        if share_fitting(values, target) != 1:
            continue
        told.append(
            Problem("warning", f"“{one.heading}” is left out, and its values are times: the "
                    f"nearest field is {target.title}, and the heading is not surely that.",
                    sheet=found.sheet, cell=_heading_cell(found, one), code="left_out",
                    expected=HOW)
        )  # fmt: skip
    return told


def _field_of(record: Record, name: str | None) -> Field | None:
    return record.field(name) if name is not None and record.has(name) else None


def _is_blank(one: Ignored) -> bool:
    return not one.heading.strip()


def _measures(match: TableMatch) -> bool:
    """Whether any matched column tells a time, an objective or an outcome of a recovery."""
    record = RECORDS[match.record]
    kinds = (*_TIMES, "outcome")
    own = [one.field for one in match.columns if one.record == record.name]
    return any(record.field(name).kind in kinds for name in own)


def _nothing_measured(found: FoundTable, left: list[Ignored]) -> Problem:
    names = few([f"“{one.heading}”" for one in left], _SHOWN)
    are = "is" if len(left) == 1 else "are"
    return Problem(
        "warning", f"These results load without any time, RTO or outcome: {names} {are} left out.",
        sheet=found.sheet, cell=_heading_cell(found, left[0]), code="left_out",
        expected="what these headings mean, such as Disrupted, Restored, RTO or Outcome, said on "
        "the Upload screen or in --mapping",
    )  # fmt: skip


def _heading_cell(found: FoundTable, one: Ignored) -> str:
    return cell_name(found.heading_rows[-1] if found.heading_rows else 0, one.column)
