"""The sentences of the History screen: what was loaded, what it changed, what waits.

Numbers come in as counts, texts of files are made safe here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from wording import numbers
from wording.changes import rows_of
from wording.markdown import code, escape
from wording.numbers import count, in_words, k_of_n
from wording.sentences import HEADLINE, capital, fits, joined
from wording.upload import stored

EMPTY_TITLE = "Nothing has been loaded yet"
EMPTY_TEXT = "Every file and every edit is kept here, with what it changed and the way back."
LIST_TITLE = "Every import, newest first"
LIST_ALTERNATIVE = "Imports, newest first; choose one to see what it changed"
IMPORTS, WAITING = VIEWS = ("Imports", "Waiting")  # also in the link: ?view=Waiting
STATES = {"stands": "● stands", "undone": "○ undone", "partly": "◐ partly"}
NO_DIFFERENCE = "It changed no value: every row was there already, or none could be loaded."
SHORT_HASH = 10


# --- The list -------------------------------------------------------------------------------------


def title(imports: int, waiting: int) -> str:
    """`14 imports; 3 rows wait to be mended`."""
    if not imports:
        return EMPTY_TITLE
    if not waiting:
        return f"{count(imports, 'import')}; no row waits to be mended"
    return f"{count(imports, 'import')}; {waiting_title(waiting)}"


def newest(what: str, at: datetime, zone: str) -> str:
    """The line under the title: `The newest is q1.xlsx, 1 Apr 2025 11:00 SAST.`"""
    return f"The newest is {what}, {numbers.moment(at, zone)}."


def what(source: str, file_name: str | None, person: str | None, edits: int = 1) -> str:
    """An import's name in a plain list: its file, or who edited: `edited by Thandi, 3 times`."""
    if source == "mending":
        return f"mended in {file_name}"
    if source == "person" or not file_name:
        who = f"edited by {person}" if person else "edited"
        return f"{who}, {edits} times" if edits > 1 else who
    return file_name


def what_code(source: str, file_name: str | None, person: str | None) -> str:
    """The same in Markdown, the file's name as code."""
    if source == "mending":
        return f"mended rows of {code(file_name)}"
    if source == "person" or not file_name:
        return f"an edit by {escape(person)}" if person else "an edit"
    return code(file_name)


def card_value(label: str, number: int) -> str:
    """A count on a card; rows that wait have their mark."""
    if label != "Rows waiting" or not number:
        return count(number)
    return f"{count(number)} :orange[:small[▲ to be mended]]"


def list_caption(first: int, last: int, every: int) -> str:
    """Which part of the list is shown, and what choosing does."""
    if every <= last - first + 1:
        return "Choose one to see what it changed, to undo it or to have its file back."
    return f"{count(first)} to {count(last)} of {count(every, 'line')}; choose one to open it."


def group_label(edits: int, day: date) -> str:
    """Over the choice of one edit among a day's: `18 edits of 12 Feb 2025`."""
    return f"{count(edits, 'edit')} of {numbers.day(day)}"


def edit_option(at: datetime, zone: str, import_id: int, *, is_undone: bool) -> str:
    """One edit in that choice: `11:04 SAST, no. 12, undone`."""
    undone = ", undone" if is_undone else ""
    return f"{numbers.clock_time(at, zone)}, no. {import_id}{undone}"


# --- One import -----------------------------------------------------------------------------------


def import_title(source: str, file_name: str | None, person: str | None) -> str:
    """The title over an import that was chosen, as Markdown."""
    if source == "mending":
        return f"Mended rows of {escape(file_name)}"
    return capital(what_code(source, file_name, person)) if not file_name else escape(file_name)


def loaded_line(
    number: int, at: datetime, zone: str, person: str | None, source: str, size: int | None
) -> str:
    """Who, when, how: `No. 12 · loaded 1 Apr 2025 11:00 SAST by dashboard · 23 kB`."""
    done = {"mending": "mended", "person": "edited", "sample": "loaded as sample"}.get(
        source, "loaded"
    )
    by = f" by {escape(person)}" if person else ""
    parts = [f"No. {number}", f"{done} {numbers.moment(at, zone)}{by}"]
    if size is not None:
        parts.append(file_size(size))
    return " · ".join(parts)


def file_size(size: int) -> str:
    """`812 bytes`, `23 kB`, `4.1 MB`."""
    if size < 1_000:
        return count(size, "byte")
    if size < 1_000_000:
        return f"{count(round(size / 1_000))}{numbers.NBSP}kB"
    return f"{numbers.number(size / 1_000_000)}{numbers.NBSP}MB"


def turned_line(is_undone: bool, at: datetime | None, person: str | None, zone: str) -> str | None:
    """Whether it was undone or redone, when and by whom; None when neither."""
    if at is None or numbers.is_missing(at):
        return None
    by = f" by {escape(person)}" if person and not numbers.is_missing(person) else ""
    word = ":gray-badge[○ undone]" if is_undone else "Put back"
    return f"{word} {numbers.moment(at, zone)}{by}."


def counts_line(counts: Mapping[str, int]) -> str:
    """`5 added, 2 changed, 1 unchanged, 2 kept out`."""
    names = (
        ("added", "added"),
        ("changed", "changed"),
        ("unchanged", "unchanged"),
        ("taken_out", "taken out"),
        ("rejected", "kept out"),
    )
    said = [f"{count(counts[name])} {word}" for name, word in names if counts.get(name)]
    return f"Rows: {', '.join(said)}." if said else "No row was added or changed."


def table_line(record: str, sheet: str | None, area: str | None, counts: Mapping[str, Any]) -> str:
    """A table of the file: **Recoveries** from sheet Results, B3:G9: 6 rows, 5 loaded."""
    place = [f"sheet {escape(sheet)}"] if sheet else []
    place += [escape(area)] if area else []
    head = f"**{escape(record)}**" + (f" from {', '.join(place)}" if place else "")
    if not counts:
        return f"{head}, said beside the table."
    said = [
        count(int(counts.get("rows") or 0), "row"),
        f"{count(counts.get('loaded') or 0)} loaded",
    ]
    if counts.get("rejected"):
        said.append(f"{count(counts['rejected'])} kept out")
    return f"{head}: {', '.join(said)}."


def changed_title(changes: int, rows: int) -> str:
    """`7 values of 3 rows changed`."""
    return f"{count(changes, 'value')} of {count(rows, 'row')} changed"


def rows_title(rows: int, done: str) -> str:
    """`5 rows were added`, `1 row was missing from this version`."""
    return f"{count(rows, 'row')} {'was' if rows == 1 else 'were'} {done}"


def settled_line(file_name: str, rows: int, *, is_mending: bool) -> str:
    """What became of rows that waited: `2 rows of q1.xlsx wait no longer, because …`."""
    waits = "waits" if rows == 1 else "wait"
    why = "they were mended or left out" if is_mending else "this newer file tells of them"
    if rows == 1:
        why = why.replace("they were", "it was").replace("of them", "of it")
    return f"{count(rows, 'row')} of {code(file_name)} {waits} no longer: {why}."


def mended_cell(one: Mapping[str, Any]) -> dict[str, str]:
    """One corrected cell as a row of a table."""
    return {
        "Cell": str(one["cell"]),
        "Sheet": str(one.get("sheet") or "–"),
        "Written": str(one["old"] or "empty"),
        "Mended": str(one["new"] or "empty"),
    }


def told_line(options: Mapping[str, Any]) -> str | None:
    """What a person told of the file when it was loaded; None when nothing."""
    said = []
    if options.get("drill"):
        said.append(f"the drill is {escape(options['drill'])}")
    if options.get("zone"):
        said.append(f"times are in {escape(options['zone'])}")
    if options.get("day_first") is not None:
        said.append("days come first" if options["day_first"] else "months come first")
    if options.get("record"):
        said.append(f"its rows are read as {escape(options['record'])}")
    if options.get("mapping") and not options.get("record"):
        said.append("some headings were corrected")
    return f"{capital('; '.join(said))}, as told when it was loaded." if said else None


# --- Undo and redo --------------------------------------------------------------------------------


def turn_title(is_redo: bool, number: int) -> str:
    """`Undo import 12?`."""
    return f"{'Redo' if is_redo else 'Undo'} import {number}?"


def turn_sentences(
    removed: Mapping[str, int],
    added: Mapping[str, int],
    changed: Mapping[str, int],
    kept: Mapping[str, int],
    waiting: int,
) -> list[str]:
    """What undoing or redoing does, a sentence a kind of effect; rows by record."""
    said = []
    if any(removed.values()):
        said.append(f"{_rows(removed)} {_falls(removed)} away: no other import tells of them.")
    if any(added.values()):
        said.append(f"{_rows(added)} {'comes' if sum(added.values()) == 1 else 'come'} back.")
    if any(changed.values()):
        has = "has" if sum(changed.values()) == 1 else "have"
        said.append(f"{_rows(changed)} {has} other values then, as below.")
    if any(kept.values()):
        stay = "stays as it is" if sum(kept.values()) == 1 else "stay as they are"
        said.append(f"{_rows(kept)} {stay}: another import tells the same.")
    if waiting:
        more = "more" if waiting > 0 else "fewer"
        waits = "waits" if abs(waiting) == 1 else "wait"
        said.append(f"{count(abs(waiting), f'{more} row', f'{more} rows')} {waits} to be mended.")
    return said or ["No row of today's data changes."]


def _rows(by_record: Mapping[str, int]) -> str:
    parts = joined([rows_of(record, number) for record, number in by_record.items() if number])
    return capital(parts)


def _falls(by_record: Mapping[str, int]) -> str:
    return "falls" if sum(by_record.values()) == 1 else "fall"


def others_line(others: Sequence[Mapping[str, Any]], number: int) -> str | None:
    """Imports that speak of the same rows and still stand; the newer ones first named."""
    newer = [one for one in others if one["import_id"] > number]
    told = newer or list(others)
    if not told:
        return None
    names = [
        f"no. {one['import_id']} ({code(one['file_name'])})"
        if isinstance(one["file_name"], str)
        else f"no. {one['import_id']} (an edit)"
        for one in told[:3]
    ]
    more = len(told) - len(names)
    rest = f" and {count(more)} more" if more else ""
    age = "Newer imports that still stand" if newer else "Earlier imports that still stand"
    return f"{age} speak of some of these rows: {', '.join(names)}{rest}."


def turned(is_redo: bool, number: int) -> str:
    """What was done, in a line."""
    return f"Import {number} is {'back' if is_redo else 'undone'}."


def not_turned(message: str) -> str:
    """The store could not do it."""
    return f"{escape(message.rstrip('.'))}. Nothing was changed."


# --- Rows that wait -------------------------------------------------------------------------------

NOTHING_WAITS = "No row waits: every row that was kept out has been mended or told anew."
MEND_BUTTON = "Load mended rows"
MEND_HELP = "Only these rows are loaded, read as the rest of their file was."
LEAVE_OUT = "Leave out"
LEAVE_OUT_HELP = "This row is not to be loaded at all. It waits no longer; Undo brings it back."
DAY_HELP = "Or write the month out in the cells: 3 Feb 2025."
DECIMAL_HELP = "Or write the number without the mark, or with more digits: 1250, 1,25."
DRILL_LABEL = "Which drill are these rows of?"


def waiting_title(rows: int) -> str:
    """`1 row waits to be mended`."""
    return f"{count(rows, 'row')} {'waits' if rows == 1 else 'wait'} to be mended"


def waiting_where(tables: int, imports: int) -> str:
    """`In 3 tables of 2 imports.`"""
    return f"In {count(tables, 'table')} of {count(imports, 'import')}."


def waiting_place(file_name: str | None, sheet: str | None, number: int, day: date) -> str:
    """Where the rows of the grid stand: `q1.xlsx`, sheet **Results**, import no. 12 of a day."""
    named = f", sheet **{escape(sheet)}**" if sheet else ""
    return f"{code(file_name)}{named}, import no. {number} of {numbers.day(day)}"


def waiting_option(
    number: int, file_name: str | None, sheet: str | None, record: str, rows: int
) -> str:
    """One table with waiting rows, in a choice: `q1.xlsx, Results: 3 recoveries (no. 12)`."""
    named = f", {sheet}" if sheet else ""
    return f"{file_name or 'edit'}{named}: {rows_of(record, rows)} (no. {number})"


def grid_caption(shown: int, rows: int) -> str:
    """Over the grid: what to do, and how many rows it shows."""
    said = (
        "Correct the cells named under To mend, as you would in the file, which stays as it is. "
        "Or mend the file itself and upload it again."
    )
    if shown < rows:
        said += f" {k_of_n(shown, rows)} rows are shown; the others follow as these are loaded."
    return said


def grid_alternative(file_name: str | None, sheet: str | None) -> str:
    """The grid for somebody who does not see it."""
    named = f", sheet {sheet}" if sheet else ""
    return f"Rows of {file_name}{named} that wait, their cells to be corrected"


def fixed_line(facts: Mapping[str, str]) -> str | None:
    """What holds for all rows without a column of theirs: `For all of them: Drill is DR-1.`"""
    said = [f"{escape(name)} is {code(text)}" for name, text in facts.items() if text]
    return f"For all of them: {joined(said)}." if said else None


def mended_title(loaded: int, left_out: int, waiting: int) -> str:
    """`2 rows loaded, 1 still waits`."""
    parts = [f"{count(loaded, 'row')} loaded"] if loaded or not left_out else []
    parts += [f"{count(left_out, 'row')} left out"] if left_out else []
    if waiting:
        parts.append(f"{count(waiting)} still {'waits' if waiting == 1 else 'wait'}")
    return fits([", ".join(parts)], HEADLINE)


def mended_line(loaded: int, left_out: int, waiting: int, added: int, changed: int) -> str:
    """What became of mended rows, with what they changed."""
    said = mended_title(loaded, left_out, waiting)
    parts = [f"{count(added)} added"] if added else []
    parts += [f"{count(changed)} changed"] if changed else []
    return f"{said} ({', '.join(parts)})." if parts else f"{said}."


NOTHING_MENDED = "No row could be loaded yet: what each still needs is told below."
GONE = "There is no such import. It may be of another database."


def many(edits: int) -> str:
    """`three edits`."""
    return in_words(edits, "edit")


def value(kind: str, column: str, typed: Any, zone: str) -> str:  # noqa: ANN401 - any stored type
    """A stored value in words, as Upload tells it."""
    return stored(kind, column, typed, zone)
