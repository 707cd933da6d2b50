"""The sentences of the Upload screen: what was read, what needs a person, what was loaded.

Numbers come in as counts, texts of files are made safe here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wording import numbers
from wording.markdown import code, escape
from wording.numbers import NBSP, count, day_in_sentence, k_of_n
from wording.origins import cell_value
from wording.sentences import HEADLINE, capital, fits, joined

STEPS = ("choose files", "check what was read", "what was loaded")
CHOOSE_TITLE = "You see what is read before anything is loaded"
CHOOSE_TEXT = (
    "Workbooks, CSV or JSON as they are: many files at once, several sheets a file, several tables "
    "a sheet, titles and totals around them."
)
NO_TABLE = "No table in it has headings that are known here"
# dashes a message may spell otherwise than the cell
_DASHES = str.maketrans("–—−‑", "----")
# the mark before an address: shape, colour of the badge
BADGES = {"error": ("◆", "red"), "question": ("?", "blue"), "warning": ("▲", "orange")}
EFFECTS = {
    "rejected": "keeps its row out",
    "question": "waits for your answer",
    "empty": "the cell stays empty",
    "warning": "loads as shown",
}
NOT_LOADED = "Not loaded"  # a column that is left out


def step(number: int) -> str:
    """`Upload · step 2 of 3: check what was read`."""
    return f"Upload · step {k_of_n(number, len(STEPS))}: {STEPS[number - 1]}"


# --- Step 2: titles -------------------------------------------------------------------------------


def cells_need_you(cells: int) -> str:
    """`3 cells need you`, `1 cell needs you`, `no cell needs you`."""
    if not cells:
        return "no cell needs you"
    return f"{count(cells, 'cell')} need{'s' if cells == 1 else ''} you"


def table_title(matched: int, columns: int, cells: int) -> str:
    """`4 of 5 columns understood, 3 cells need you`."""
    every = f"All {count(columns)} columns" if columns > 1 else "The one column"
    head = every if matched == columns else f"{k_of_n(matched, columns)} columns"
    return f"{head} understood, {cells_need_you(cells)}"


def files_title(files: int, tables: int, rows: int, cells: int, refused: int) -> str:
    """The finding over several files or tables: `11 files, 132 rows: 4 cells need you`."""
    if refused == files:
        return "The file could not be read" if files == 1 else "None of the files could be read"
    head = count(files, "file") if files > 1 else count(tables, "table")
    tail = cells_need_you(cells)
    if refused:
        tail = f"{count(refused)} could not be read, {tail}"
    return fits(
        [f"{head} with {count(rows, 'row')} read: {tail}", f"{head} read: {tail}"], HEADLINE
    )


def where(file: str, sheet: str | None, table_range: str, rows: int) -> str:
    """`DR_Q1_2025.xlsx`, sheet **Results**, table B3:G9, 6 rows."""
    named = f", sheet **{escape(sheet)}**" if sheet else ""
    return f"{code(file)}{named}, table{NBSP}{table_range}, {count(rows, 'row')}"


NOTHING_LOADED = "Nothing was loaded."
NOTHING_YET = "Nothing is loaded until you press Load."
NOT_KEPT_YET = "Nothing is kept until you press Keep."


# --- Step 2: headings -----------------------------------------------------------------------------


def headings_title(matched: int, columns: int) -> str:
    """`4 of 5 headings matched`."""
    return f"{k_of_n(matched, columns)} headings matched"


def headings_caption(is_remembered: bool) -> str:
    """That an answer lasts; and that some of these were given for an earlier file."""
    if is_remembered:
        return "Read as you said of an earlier file; a change is remembered too"
    return "Change a field here; it is remembered for these headings"


def why(reason: str, reading: str | None) -> str:
    """How a heading came to its field, and how its cells are read: `synonym; day first, …`."""
    said = "you said so" if reason == "remembered" else reason
    reading = (reading or "").removeprefix(f"{reason}; ")  # a reading begins with it, or is it
    parts = [said] if not reading or reading == reason else [said, reading]
    return escape("; ".join(parts))


def why_ignored(reason: str, suggestion: str | None) -> str:
    """Why a column goes nowhere: `not recognised; nearest is Owner`."""
    if reason.startswith("belongs to"):
        return escape(reason)
    said = "not recognised" if reason == "no field matches" else reason
    return escape(f"{said}; nearest is {suggestion}" if suggestion else said)


def exact_headings(headings: int) -> str:
    """Over the headings that are folded away: `12 more headings match exactly`."""
    return f"{count(headings, 'heading')} match{'es' if headings == 1 else ''} exactly"


# --- Step 2: questions ----------------------------------------------------------------------------

DAY_ORDERS = {True: "day first", False: "month first"}
DECIMALS = {True: "decimal comma", False: "decimal point"}
ZONE_QUESTION = "Times without a zone are in"
DRILL_QUESTION = "Which drill is this table of?"
KNOWN_DRILLS_HELP = (
    "Another file gave drills these names already. New ones are told apart by their quarter."
)
QUARTER_QUESTION = "Which quarter is this table of?"


def drill_option(name: str, day: date | None, *, is_known: bool) -> str:
    """`DR-1, 12 Feb 2025` of a known drill; `q2 results, a new drill`."""
    if not is_known:
        return f"{name}, a new drill"
    return f"{name}, {numbers.day(day)}" if day else name


def known_drills_question(names: Sequence[str]) -> str:
    """`Drill 1 and Drill 2 are known from another file. Which are these?`."""
    shown = [escape(one) for one in names[:_FEW_HEADINGS]]
    more = [f"{len(names) - len(shown)} more"] if len(names) > len(shown) else []
    verb, these = ("is", "is this") if len(names) == 1 else ("are", "are these")
    return f"{joined([*shown, *more])} {verb} known from another file. Which {these}?"


def known_drills_answer(named: Sequence[str], *, is_known: bool) -> str:
    """One of the two: `the known: Drill 1, 12 Feb 2025`, `a new drill`."""
    if is_known:
        return f"the known: {'; '.join(named[:_FEW_HEADINGS])}"
    return "a new drill, of the quarter below" if len(named) == 1 else "new, of the quarter below"


def decimal_question(written: str) -> str:
    """`1,250 means` – the start of the two answers."""
    return f"**{escape(written)}** means"


def decimal_answer(value: float, *, decimal_comma: bool) -> str:
    """One of the two: `1.25 (decimal comma)`, `1250 (decimal point)`."""
    shown = count(int(value)) if value == int(value) else f"{value:.15g}"
    return f"{shown} ({DECIMALS[decimal_comma]})"


NUMBERS_HELP = (
    "It holds for every row of the list. Other ones get keys of their own: the drill with the "
    "number, or, in a list that was numbered anew, the key that stands with their title."
)


def numbers_question(kind: str) -> str:
    """The question what a number means that a gap or an action has already."""
    return f"{kind.capitalize()}s with these numbers are known already. These are"


def numbers_answer(kind: str, *, is_same: bool) -> str:
    """An answer to it."""
    return f"the same {kind}s, changed" if is_same else f"other {kind}s"


def no_quarter(text: str) -> str:
    """`“next” is no quarter; write it like 2025-Q1`."""
    return escape(f"“{text}” is no quarter; write it like 2025-Q1")


UNITS = {"h": "hours", "min": "minutes", "days": "days"}
UNIT_WORDS = UNITS | {"s": "seconds", "%": "per cent"}
_FEW_HEADINGS = 6


def unit_question(heading: str) -> str:
    """`Numbers without a unit under RTO are`."""
    return f"Numbers without a unit under **{escape(heading)}** are"


def target_question(headings: list[str]) -> str:
    """`Drill 1 RTO and Drill 2 RTO are` – the start of the two answers."""
    shown = headings[:_FEW_HEADINGS]
    more = len(headings) - len(shown)
    named = [f"**{escape(text)}**" for text in shown] + ([f"{more} more"] if more else [])
    return f"{joined(named)} {'is' if len(headings) == 1 else 'are'}"


def target_answer(title: str, *, is_target: bool) -> str:
    """One of the two answers: `RTO, as it was set`, `Recovery time, as it was measured`."""
    return f"{title}, as it was {'set' if is_target else 'measured'}"


def table_popover(record: str, zone: str | None) -> str:
    """What the table was taken for, as the label of the place to say otherwise."""
    city = (zone or "").rpartition("/")[2].replace("_", " ")
    return f"Read as {record} · {city} time" if zone else f"Read as {record}"


def day_question(written: str, by_day: date, by_month: date) -> str:
    """`Is 12/03/2025 12 March or 3 December?`."""
    return f"Is **{escape(written)}** {day_in_sentence(by_day)} or {day_in_sentence(by_month)}?"


def day_answer(day: date, day_first: bool) -> str:
    """One of the two: `12 March (day first)`, `3 December (month first)`."""
    return f"{day_in_sentence(day)} ({DAY_ORDERS[day_first]})"


# --- Step 2: problems -----------------------------------------------------------------------------


def badge(severity: str, address: str) -> str:
    """The address with its shape and colour: `:red-badge[◆ D9]`."""
    sign, colour = BADGES[severity]
    return f":{colour}-badge[{sign} {escape(address)}]"


def problem(title: str | None, value: str | None, message: str) -> str:
    """One problem as a sentence: **Server up** is `25:10`: there is no hour 25."""
    shown = value.strip() if value else ""
    said = message.strip().rstrip(".").replace(f"“{shown}”", shown, 1)
    head = f"**{escape(title)}**" if title else ""
    text = _problem(title, head, shown, said)
    return text if text.endswith("…") else f"{text}."


def _problem(title: str | None, head: str, shown: str, said: str) -> str:
    if title and said.startswith(f"{title} "):
        rest = escape(said[len(title) :])
        return f"{head} {code(shown)} {rest}" if shown else f"{head} {rest}"
    if shown and said.translate(_DASHES).startswith(shown.translate(_DASHES)):
        text = f"{code(shown)}{_after(said[len(shown) :])}"
        return f"{head} {text}" if head else text
    if not head:
        return f"{code(shown)}: {escape(said)}" if shown else f"{escape(capital(said))}"
    if not shown:
        return f"{head}: {escape(_small(said))}"
    return f"{head} is {code(shown)}: {escape(_small(said))}"


def _after(rest: str) -> str:
    """What follows a cell's text in a sentence; `escape` would eat the space before it."""
    return f"{' ' if rest[:1].isspace() else ''}{escape(rest)}"


def _small(text: str) -> str:
    """The text with a small first letter, unless its first word is an abbreviation."""
    first = text.split(" ", 1)[0]
    return text if first[1:] != first[1:].lower() else text[:1].lower() + text[1:]


def cell(address: str, value: str | None) -> str:
    """An address, with what stands there where that is worth saying: B5 `CRM`."""
    return f"{escape(address)} {code(value)}" if value else escape(address)


def expected(text: str | None, others: Sequence[str], more: int) -> str:
    """The line under a problem: how such a cell is written, and where else it stands.

    others : of those further cells (`cell`), finished; more : how many are not named.
    """
    said = [f"Expected {escape(_small(text.rstrip('.')))}"] if text else []
    if others:
        rest = f" and {count(more)} more" if more else ""
        said.append(f"the same in {', '.join(others)}{rest}")
    return capital("; ".join(said))


def effect(severity: str, row_rejected: bool) -> str:
    """What a problem does: keeps its row out, leaves the cell empty, loads as shown."""
    if severity == "question":
        return EFFECTS["question"]
    if row_rejected:
        return EFFECTS["rejected"]
    return EFFECTS["empty" if severity == "error" else "warning"]


def problems_caption(rows_out: int, questions: int, others: int) -> str:
    """`2 rows wait; 1 question is open; 2 cells load as shown`."""
    parts = []
    if rows_out:
        parts.append(f"{count(rows_out, 'row')} {'waits' if rows_out == 1 else 'wait'}")
    if questions:
        parts.append(f"{count(questions, 'question')} {'is' if questions == 1 else 'are'} open")
    if others:
        parts.append(f"{count(others, 'cell')} {'loads' if others == 1 else 'load'} as shown")
    return capital("; ".join(parts))


def is_name(means: str) -> str:
    """The button that says which known name is meant: `It is Inventory Management`."""
    return f"It is {escape(means)}"


def named(written_as: str, means: str) -> str:
    """An answer given: `Inventry Mgmt` is Inventory Management."""
    return f"{code(written_as)} is {escape(means)}, as you said"


NO_ROWS = "There are headings, but no row under them."
NOTHING_LOADABLE = "No row can be loaded yet: each waits for an answer or to be mended."


# --- Step 2: what will happen ---------------------------------------------------------------------


def load_button(rows: int, files: int, added: int, changed: int, taken_out: int = 0) -> str:
    """`Load 5 rows: 3 added, 2 changed, 1 taken out`, `Load 132 rows of 11 files: 132 added`.

    taken_out : rows the files lack now, which a person takes out with them.
    """
    of_files = f" of {count(files, 'file')}" if files > 1 else ""
    parts = [f"{count(added)} added"] if added else []
    parts += [f"{count(changed)} changed"] if changed else []
    parts += [f"{count(taken_out)} taken out"] if taken_out else []
    said = ", ".join(parts) or "none is new"
    return f"Load {count(rows, 'row')}{of_files}: {said}"


def keep_button(rows: int) -> str:
    """`Keep 3 rows to be mended`, where none can be loaded."""
    return f"Keep {count(rows, 'row')} to be mended"


KEEP_TEXT = "Kept, they wait in History, where their cells can be mended one by one."


def added_title(rows: int) -> str:
    """`3 rows are added`."""
    return f"{count(rows, 'row')} {'is' if rows == 1 else 'are'} added"


def settled(rows: int) -> str:
    """What loading does to rows of earlier files that wait."""
    if rows == 1:
        return "1 row that waited waits no longer: this file tells of it."
    return f"{count(rows, 'row')} that waited wait no longer: this file tells of them."


THE_EDIT, THE_FILE, COUNTS = "Edited here", "In the file", "Counts"
EDITED_TEXT = "A person changed them here; the file has another value. Which one counts?"
KEEP_ALL, TAKE_ALL = "Keep the edits", "Take the file's values"
EDITS_OPEN = "Say first which of the edited values count."
MOVED = (
    "The data changed meanwhile, so nothing was loaded. What loading would do now is shown: look "
    "at it and press Load again."
)


def edited_title(values: int) -> str:
    """`2 values were edited here`."""
    return f"{count(values, 'value')} {'was' if values == 1 else 'were'} edited here"


def which_counts(is_kept: bool | None) -> str:
    """Which value counts: `the edit`, `the file`; not yet said: `not decided`."""
    return "not decided" if is_kept is None else "the edit" if is_kept else "the file"


def also(unchanged: int, skipped: int, beside: int) -> str:
    """What happens to the rest: rows there already, rows passed over, drills said beside."""
    parts = []
    if unchanged:
        parts.append(f"{count(unchanged, 'row')} {'is' if unchanged == 1 else 'are'} there already")
    if skipped:
        parts.append(f"{count(skipped, 'blank, total or title row')} passed over")
    if beside:
        parts.append(f"{count(beside, 'drill')} {'is' if beside == 1 else 'are'} described beside")
    return capital("; ".join(parts))


def changes_title(changes: int, rows: int) -> str:
    """`7 values of 3 rows change`."""
    return f"{count(changes, 'value')} of {count(rows, 'row')} change{'s' if changes == 1 else ''}"


def missing_title(rows: int) -> str:
    """`2 rows of an earlier version are missing now`."""
    return f"{count(rows, 'row')} of an earlier version {'is' if rows == 1 else 'are'} missing now"


MISSING_TEXT = "They stay as they are unless you take them out."
WITHDRAW = "Take the missing rows out"


def row_name(row_key: str) -> str:
    """A row's key for a person: `DR-2025-01 · CRM`."""
    return " · ".join("–" if part is None else str(part) for part in json.loads(row_key))


def stored(kind: str, column: str, value: Any, zone: str) -> str:  # noqa: ANN401 - any stored type
    """A stored value in words, its field's own or a companion's: `3 h 20 min`, `12 Feb 2025`."""
    if numbers.is_missing(value):
        return "empty"
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return cell_value(value, "boolean", zone)
    return cell_value(value, "duration" if column.endswith("_seconds") else kind, zone)


# --- Status of files and tables -------------------------------------------------------------------


@dataclass(frozen=True)
class TableState:
    """One table in the list: what it was taken for and how it stands."""

    rows: int
    waiting: int
    cells: int
    is_known: bool = True
    is_loaded_already: bool = False
    is_skipped: bool = False


def state(one: TableState) -> str:
    """How a table stands, with its shape: `● ready`, `▲ 2 cells need you`, `◆ 3 rows wait`."""
    if one.is_skipped:
        return "○ not loaded, as you said"
    if not one.is_known:
        return "? which kind of table is it"
    if one.is_loaded_already:
        return "○ loaded already"
    if one.waiting:
        return f"◆ {count(one.waiting, 'row')} {'waits' if one.waiting == 1 else 'wait'}"
    return f"▲ {cells_need_you(one.cells)}" if one.cells else "● ready"


def refused(name: str, message: str | None) -> str:
    """Why a file cannot be loaded, in one line."""
    said = (message or "the reason is not known").strip().rstrip(".")
    if said.startswith(name):
        return f"{code(name)}{_after(said[len(name) :])}."
    return f"{code(name)} was not read: {escape(_small(said))}."


def no_table(name: str) -> str:
    """A file in which nothing looks like a table of ours."""
    return f"{code(name)}: {_small(NO_TABLE)}. The template shows which headings are."


def nothing_chosen(name: str) -> str:
    """A file whose tables nobody recognised or that a person left out."""
    return f"{code(name)}: nothing was loaded, its tables are not known here or were left out"


def left_over(files: int) -> str:
    """What becomes of the other files beside a refused one; nothing where there are none."""
    if not files:
        return ""
    return "The other file is not affected." if files == 1 else "The other files are not affected."


def unchanged(name: str) -> str:
    """The same bytes were loaded before."""
    return f"{code(name)} is loaded already, read the same way: it changes nothing."


# --- Step 3 ---------------------------------------------------------------------------------------


def loaded_title(rows: int, waiting: int, added: int, changed: int, taken_out: int = 0) -> str:
    """`5 rows loaded, 1 waits to be mended`; `Nothing new: every row was there already`."""
    if not rows and waiting:
        return f"No row loaded, {count(waiting)} {'waits' if waiting == 1 else 'wait'} to be mended"
    if not rows:
        return "Nothing was loaded"
    rest = [f"{count(taken_out)} taken out"] if taken_out else []
    if not added and not changed and not rest:
        return "Nothing new: every row was there already"
    if waiting:
        rest.append(f"{count(waiting)} {'waits' if waiting == 1 else 'wait'} to be mended")
    if rest:
        return f"{count(rows, 'row')} loaded, {', '.join(rest)}"
    return f"{'All ' if rows > 1 else ''}{count(rows, 'row')} loaded"


def undone_title(rows: int) -> str:
    """`Undone: 5 rows are out again`."""
    if not rows:
        return "Undone: the rows wait no longer"
    return f"Undone: {count(rows, 'row')} {'is' if rows == 1 else 'are'} out again"


def turning(is_undo: bool) -> str:
    """What is going on while imports are undone or redone."""
    return "Taking the rows out" if is_undo else "Putting the rows back"


UNDONE_TEXT = "Every figure is as it was before. The files and their rows stay in History."


def file_line(name: str, added: int, changed: int, unchanged_rows: int, waiting: int) -> str:
    """What one file did: `q1.xlsx`: 5 added, 1 waits."""
    parts = [f"{count(added)} added"] if added else []
    parts += [f"{count(changed)} changed"] if changed else []
    parts += [f"{count(unchanged_rows)} unchanged"] if unchanged_rows else []
    parts += [f"{count(waiting)} to be mended"] if waiting else []
    return f"{code(name)}: {', '.join(parts) or 'nothing to load'}"


def remembered_title(answers: int) -> str:
    """`3 answers are remembered`."""
    return f"{count(answers, 'answer')} {'is' if answers == 1 else 'are'} remembered"


REMEMBERED_TEXT = (
    "The next file with the same headings or names is read so without a question. Settings shows "
    "what is remembered and takes it back."
)


def remembered_name(written: str, means: str) -> str:
    """A name that is another's: `Inventry Mgmt` means Inventory Management."""
    return f"{code(written)} means {escape(means)}"


def remembered_layout(headings: Sequence[str], answers: Sequence[str]) -> str:
    """What was said of a table's headings: Table **Drill · System · Back**: Back is Restored."""
    shown = " · ".join(escape(one) for one in headings[:_FEW_HEADINGS])
    more = len(headings) - _FEW_HEADINGS
    rest = f" and {count(more)} more" if more > 0 else ""
    return f"Tables with **{shown}**{rest}: {'; '.join(answers)}"


def answer_record(title: str) -> str:
    """What a table holds."""
    return f"holds {escape(title)}"


def answer_skip() -> str:
    """A table that is not loaded."""
    return "not loaded"


def answer_field(heading: str, title: str | None) -> str:
    """Which field a heading is: Back is Restored; without a field it is left out."""
    if title is None:
        return f"{code(heading)} is left out"
    return f"{code(heading)} is {escape(title)}"


def answer_unit(heading: str, unit: str) -> str:
    """The unit of bare numbers: `RTO` in hours."""
    return f"bare numbers of {code(heading)} are {UNIT_WORDS.get(unit, unit)}"


def answer_day_order(day_first: bool) -> str:
    """How 03/02 is meant."""
    return f"dates are {DAY_ORDERS[day_first]}"


def answer_decimal(decimal_comma: bool) -> str:
    """How 1,250 is meant."""
    return f"numbers have a {DECIMALS[decimal_comma]}"


def same_numbers(kind: str, is_same: bool) -> str:
    """What is remembered of numbers that are known already."""
    return f"a number that is known means {'the same' if is_same else 'another'} {kind}"


def waiting_title(rows: int) -> str:
    """`1 row waits to be mended`."""
    return f"{count(rows, 'row')} {'waits' if rows == 1 else 'wait'} to be mended"


WAITING_TEXT = (
    "Mend the cells here, or in your own file and upload it again: only what differs is loaded."
)
MEND_HERE = "Mend them here"


# --- Errors ---------------------------------------------------------------------------------------


def failed(doing: str, reference: str) -> str:
    """A fault of ours while reading: what, where, what next; nothing is lost."""
    return (
        f"Drillboard failed while {escape(doing)}. Nothing was loaded. "
        f"The log says more under reference {code(reference)}."
    )


def not_loaded(message: str) -> str:
    """The store could not take the rows."""
    return f"{escape(message.rstrip('.'))}. Nothing was loaded; your files are still here."


def not_remembered(message: str | None) -> str:
    """The answers could not be kept, so nothing was loaded."""
    return f"Your answers could not be kept: {escape(message or 'the reason is not known')}"


def doing(text: str) -> str:
    """What is going on, beside the bar: `Reading q1.xlsx`."""
    return escape(capital(text))


def glimpse(file: str) -> str:
    """Over the first rows of a file that is still being worked out."""
    return f"The first rows of {escape(file)}, while the rest is worked out."


# --- The sheet ------------------------------------------------------------------------------------


def sheet_caption(shown: int, rows: int, has_problems: bool) -> str:
    """What the colours mean, whose row numbers these are, and how many rows are not shown."""
    parts = ["Coloured cells have a problem"] if has_problems else []
    parts.append("the row numbers are those of your file")
    if shown < rows:
        parts.append(f"{count(shown)} of {count(rows, 'row')} are shown")
    return capital("; ".join(parts))


def sheet_alternative(file: str, sheet: str | None, table_range: str) -> str:
    """The preview for somebody who does not see it."""
    named = f", sheet {sheet}" if sheet else ""
    return f"Cells {table_range} of {file}{named}; those with a problem are listed below."


def all_problems(problems: int) -> str:
    """Over the table of all: `All 34 as a table`."""
    return f"All {count(problems)} as a table"


def field_name(title: str, name: str, column: str) -> str:
    """A column for a person: its field's title, and for a companion which part of it."""
    if name == column:
        return title
    stem = name.rsplit("_", 1)[0]
    return f"{title}, {column.removeprefix(f'{stem}_').removesuffix('_seconds').replace('_', ' ')}"


# --- Step 1 ---------------------------------------------------------------------------------------

DROP_TEXT = "Excel, OpenDocument, CSV, TSV or JSON, up to 50 MB each. They stay on this server."
RECORDS_TITLE = "What a file can hold, and the headings it needs"
TEMPLATE_TEXT = "An empty workbook: a sheet for each kind of row, with drop-downs and an example."


def plain_sentence(meaning: str) -> str:
    """A declared meaning as part of a table: without its full stop."""
    return escape(meaning.rstrip("."))


# --- Many tables ----------------------------------------------------------------------------------

LIST_ALTERNATIVE = "The tables that were found, each with its state; choose one to look at it"


def table_name(sheet: str | None, table_range: str) -> str:
    """`Results B3:G9`; of a text file its range alone."""
    return f"{sheet} {table_range}" if sheet else table_range
