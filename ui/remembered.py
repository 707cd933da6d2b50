"""What is remembered, in words: other names, and how tables with certain headings are read."""

from __future__ import annotations

from data.intake.matching.headings import SKIP
from data.intake.memory import HEADING, LAYOUT, layout_of
from data.intake.said import heading_keys, labels
from data.records import RECORDS
from ui.upload.tables import field_of
from wording import upload as words


def remembered_line(kind: str, written: str, means: str) -> str:
    """One row of the record `alias` as a sentence in Markdown."""
    if kind == LAYOUT:
        return _layout_line(written, means)
    if kind == HEADING:
        record, _, name = means.rpartition(".")
        found = field_of(record, name) if record else None
        title = f"{RECORDS[record].title}: {found.title}" if found else means
        return words.answer_field(written, title)
    return words.remembered_name(written, means)


def _layout_line(written: str, means: str) -> str:
    known = layout_of(means)
    if known is None:
        return words.remembered_name(written, means)
    headings, said = known
    if said.record == SKIP:
        return words.remembered_layout(headings, [words.answer_skip()])
    names = dict(zip(heading_keys(headings), labels(headings), strict=True))
    answers = [words.answer_record(RECORDS[said.record].title)] if said.record else []
    for key, name in said.columns.items():
        if key not in names:
            continue  # the heading of several drills side by side, without the drill
        found = field_of(said.record or "", name)
        answers.append(words.answer_field(names[key], found.title if found else None))
    answers += [words.answer_unit(names.get(key, key), unit) for key, unit in said.units.items()]
    if said.day_first is not None:
        answers.append(words.answer_day_order(said.day_first))
    if said.decimal_comma is not None:
        answers.append(words.answer_decimal(said.decimal_comma))
    if said.same_numbers is not None:
        answers.append(words.same_numbers(said.record or "row", said.same_numbers))
    return words.remembered_layout(headings, answers)
