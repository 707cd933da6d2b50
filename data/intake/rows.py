"""A matched table becomes rows of records: typed, keyed, checked, each cell with its address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.fields import Field, Record, plain_name
from data.intake.around import RecordRows
from data.intake.checking import check_rows
from data.intake.columns import Surroundings, TypedColumn, read_column
from data.intake.companions import said_companions
from data.intake.countedkeys import drills_that_count
from data.intake.datesabove import DatedLines
from data.intake.drillhome import GUESSED
from data.intake.duplicates import Differing, differs, outlasted, settle_duplicates
from data.intake.framing import record_frame, said_columns
from data.intake.logorder import LogClocks
from data.intake.matching.matched import ColumnMatch
from data.intake.measures import complete_targets, name_measures, read_values
from data.intake.naming import (
    drill_each_day,
    drill_each_row,
    given_values,
    resolve_names,
    system_from_words,
    tell_near_names,
    tell_new_names,
)
from data.intake.nights import night_order
from data.intake.pairs import NEVER, Coded, combined
from data.intake.parsing.numerals import DECIMAL_UNCLEAR
from data.intake.parsing.zones import zone_info
from data.intake.planorder import is_plan, plan_of, plan_order
from data.intake.reading.book import cell_name
from data.intake.reading.found import SkippedRow
from data.intake.tracing import lineage_of, parent_rows, raws_of
from data.intake.worktable import PARENT, WorkTable, row_of
from data.problems import Problem
from data.records import RECORDS

_ONE_DRILL = dt.timedelta(days=7)
ONCE_FOR_ALL = "or an answer for all, on the Upload screen or as decimal_comma in --mapping"


def table_rows(table: WorkTable) -> list[RecordRows]:
    """The rows of the table's record, and of the parent record whose facts stand beside."""
    _ragged_rows(table)
    _log_order(table)
    _dates_above(table)
    _names_first(table)
    _typed_columns(table)
    _unseen_cells(table)
    said_companions(table)
    _outcomes_in_times(table)
    system_from_words(table)
    given_values(table)
    complete_targets(table)
    return [_record_rows(table), *parent_rows(table)]


def _ragged_rows(table: WorkTable) -> None:
    """Rows of a text file with more or fewer values than headings are asked about, never shifted.

    Where a third of the rows are short, the program that wrote the file leaves out empty ends; a
    lone short row may lack a delimiter anywhere. Blank values beyond the headings are nothing.
    """
    usual = table.found.heading_values
    if not table.found.ragged or usual is None:
        return
    is_habit = table.found.leaves_out_ends
    if is_habit is None:
        is_habit = leaves_out_ends(table.found.short_count, table.count)
    for row, count in table.found.ragged.items():
        beyond = table.grid.row(row)[usual:count]
        if (count < usual and is_habit) or (
            count > usual and not any(str(cell or "").strip() for cell in beyond)
        ):
            continue
        lack = "which one is missing" if count < usual else "which one is divided in two"
        table.add(
            int(np.searchsorted(table.rows, row)),
            Problem("error", f"This row has {count} values and the headings {usual}: nothing says "
                    f"{lack}.", cell=cell_name(row, table.found.first_column), row_rejected=True,
                    code="ragged_row",
                    expected=f"{usual} values; one that holds the delimiter stands in quotes"),
        )  # fmt: skip


def _dates_above(table: WorkTable) -> None:
    """Which blank dates are the one above; of a part, whoever sees all of it has said so."""
    if not table.is_part:
        lines = DatedLines(table.match)
        lines.take(table.found, table.grid)
        table.dates_above = lines.above()


def _log_order(table: WorkTable) -> None:
    """Which lines of a log are past midnight; of a part, whoever sees all of it has said so."""
    if table.record.name != "log" or table.is_part:
        return
    clocks = LogClocks(table.match)
    clocks.take(table.found, table.grid)
    table.log_order = clocks.order()
    if problem := table.log_order.problem:
        table.problems.append(replace(problem, sheet=table.found.sheet))


def leaves_out_ends(short: int, rows: int) -> bool:
    """Whether so many short rows of a text are the way of the program that wrote it."""
    return short * 3 >= rows


# --- cells ----------------------------------------------------------------------------------------


def _names_first(table: WorkTable) -> None:
    """The zone and the drill of each row, because times and dates hang on them."""
    record = table.record
    zoned = record.name if record.name == PARENT else record.parent
    if zoned is not None and "zone" in table.matches(zoned):
        own_zone = table.matches(zoned)["zone"]
        _column(table, RECORDS[zoned], "zone", own_zone, table.surroundings(plain=True))
    if not record.has("drill"):
        return
    own = table.matches(record.name)
    parent = table.matches(record.parent) if record.parent else {}
    is_key = record.field("drill").key  # such a row may be a drill's of its own
    around = table.surroundings(plain=True)
    if "drill" in own:
        _column(table, record, "drill", own["drill"], around)
    elif is_key and "started_at" in parent and "system" not in own:
        started = _column(table, RECORDS[PARENT], "started_at", parent["started_at"], around)
        drill_each_row(table, started)
    elif is_key and _dates_are_apart(table, own, parent, around):
        started = _column(table, RECORDS[PARENT], "started_at", parent["started_at"], around)
        drill_each_day(table, started)
    elif is_key and _has_days_of_its_own(table, own, around):
        began = _column(table, record, "disrupted_at", own["disrupted_at"], around)
        drill_each_row(table, began)
    elif table.around.drill is not None:
        table.fixed["drill"] = table.around.drill
        table.values["drill"] = Coded.same(table.around.drill.value, table.count)
        if table.around.drill.reading != GUESSED:
            _ask_which(table, table.values["drill"])


def _has_days_of_its_own(
    table: WorkTable, own: dict[str, list[ColumnMatch]], around: Surroundings
) -> bool:
    """True when the rows tell of disruptions on several days, and nothing names drill or system."""
    if "system" in own or "disrupted_at" not in own or not table.around.is_drill_guessed:
        return False
    target = table.record.field("disrupted_at")
    began = read_column(table.grid, table.rows, target, own["disrupted_at"], around)
    return len({at.date() for at in began.values.distinct if at is not None}) > 1


def _dates_are_apart(
    table: WorkTable, own: dict[str, list[ColumnMatch]], parent: dict[str, list[ColumnMatch]],
    around: Surroundings,
) -> bool:  # fmt: skip
    """True when systems are of several days that one drill does not have, and nothing names it.

    One system on two days is in two drills; systems on days within a week may be in one.
    """
    is_open = table.around.is_drill_guessed and not table.around.is_typed
    if not is_open or "system" not in own or "started_at" not in parent:
        return False
    target = RECORDS[PARENT].field("started_at")
    started = read_column(table.grid, table.rows, target, parent["started_at"], around).values
    written_in, named_in = parent["started_at"], own["system"]
    cells = [table.grid.codes(one.column)[table.rows] for one in (*written_in, *named_in)]
    days_of: dict[str, set[object]] = {}
    days: set[dt.date] = set()
    for place in combined([*cells, started.codes, around.zones.codes])[0].tolist():
        at = started.at(place)
        day: object = " ".join(table.text(place, one.column) for one in written_in).strip()
        if at is not None:
            days.add(day := at.astimezone(zone_info(around.zones.at(place))).date())
        if day:
            system = " ".join(table.text(place, one.column) for one in named_in)
            days_of.setdefault(plain_name(system), set()).add(day)
    if any(len(of_one) > 1 for of_one in days_of.values()):
        return True
    in_order = sorted(days)
    return any(late - early > _ONE_DRILL for early, late in pairwise(in_order))


def _typed_columns(table: WorkTable) -> None:
    order = plan_order(table)
    if order.problem:
        table.problems.append(order.problem)
    night = night_order(table)
    if night.problem:
        table.problems.append(night.problem)
    next_day = {**order.next_day, **night.next_day}
    if len(table.log_order.next_day):
        next_day["logged_at"] = np.isin(table.rows, table.log_order.next_day)
    for name in (table.record.parent, table.record.name):  # clock times lean on the drill's date
        if name is None:
            continue
        around = table.surroundings()
        earlier = {is_a_plan: np.full(table.count, NEVER) for is_a_plan in (True, False)}
        for field_name, matches in table.matches(name).items():
            if (name, field_name) in table.typed:
                continue
            own = next_day.get(field_name) if name == table.record.name else None
            chain = is_plan(name, field_name)
            # The last recovery point lies before the disruption: nothing in the row precedes it.
            before = earlier[chain] if field_name != "last_recovery_point_at" else None
            planned = None if before is None else plan_of(name, field_name, table.typed, before)
            above = None
            is_dated = (name, field_name) == (table.record.name, table.dates_above.name)
            if is_dated and len(table.dates_above.rows):
                above = table.dates_above.of(table.rows)
            column = _column(
                table, RECORDS[name], field_name, matches,
                replace(around, next_day=own, above=above), before, planned,
            )  # fmt: skip
            if column.target.kind == "instant" and field_name != "last_recovery_point_at":
                earlier[chain] = np.maximum(earlier[chain], column.values.microseconds)


def _unseen_cells(table: WorkTable) -> None:
    """A failed or never calculated formula where a metric rests on it keeps its row out: read as
    blank it would be a verdict."""
    unseen = table.around.unseen
    if not unseen:
        return
    place_of = {int(row): place for place, row in enumerate(table.rows)}
    for (owner, _), column in table.typed.items():
        target = column.target
        if owner != table.record.name or not (target.required or target.matters):
            continue
        for (row, at), text in unseen.items():
            if at in column.columns and row in place_of:
                said = f"the error {text}" if text else "a formula whose result was not saved"
                table.add(
                    place_of[row],
                    Problem("error", f"This cell holds {said}: its value cannot be seen.",
                            cell=cell_name(row, at), field=target.name, value=text or None,
                            row_rejected=True, code="unseen_cell",
                            expected="a value; mend the formula in the spreadsheet, or save it "
                            "in Excel, and upload it again")
                )  # fmt: skip


def _column(
    table: WorkTable, record: Record, name: str, matches: Sequence[ColumnMatch],
    around: Surroundings, earlier: npt.NDArray[np.int64] | None = None,
    planned: npt.NDArray[np.int64] | None = None,
) -> TypedColumn:  # fmt: skip
    target = record.field(name)
    unit = table.unit_column(matches[0])
    column = read_column(table.grid, table.rows, target, matches, around, unit, earlier, planned)
    if (record.name, name) == ("target", "value"):
        read_values(table, column)
    _tell(table, record, column)  # by the codes of the cells, before equal names are joined
    if target.kind == "drill":
        _set_apart(table, column)
    if target.kind in ("system", "drill"):
        resolve_names(table, column)
    if target.kind == "drill":
        _ask_which(table, column.values)
    if (record.name, name) == ("target", "measure"):
        name_measures(table, column)
    table.typed[(record.name, name)] = column
    into = table.values if record is table.record else table.parent_values
    into[name] = column.values
    into.update(column.companions)
    return column


def _set_apart(table: WorkTable, column: TypedColumn) -> None:
    """Generic names of drills in a column with the quarter that tells them apart."""
    apart, names = table.around.apart, table.around.names["drill"]
    if apart is None:
        return

    def named(value: object) -> object:
        is_plain = isinstance(value, str) and names.find(value).how != "alias"
        return apart.named(value) if is_plain and isinstance(value, str) else value

    before = column.values
    column.values = before.mapped(named)
    if column.values.distinct != before.distinct:
        said = f"generic names with {apart.quarter}: {apart.where}"
        column.reading = "; ".join(part for part in (column.reading, said) if part)


def _ask_which(table: WorkTable, drills: Coded) -> None:
    """Asks which drills rows are of whose generic name a file of another name gave already."""
    apart = table.around.apart
    if apart is None:
        return
    held = drills.folded()
    is_open = [isinstance(name, str) and apart.is_open(name) for name in held.distinct]
    places = np.flatnonzero(np.array(is_open, dtype=bool)[held.codes])
    names = ", ".join(f"“{n}”" for n, one in zip(held.distinct, is_open, strict=True) if one)
    if not len(places):
        return
    said = (
        f"{names} is known from another file, and nothing says the quarter of these "
        f"{len(places)} rows: the same drill or another one? They wait."
    )
    expected = (
        "the quarter of these drills, such as 2025-Q2; or that the known is meant: an answer on "
        "the Upload screen, --drill with its name on the command line"
    )
    table.ask(said, "quarter", table.found.range, expected, "never_given", places)


def _tell(table: WorkTable, record: Record, column: TypedColumn) -> None:
    """Problems of a column's cells, one a cell, and the rows they reject."""
    target = column.target
    order = np.argsort(column.values.codes, kind="stable") if column.told else np.empty(0, np.intp)
    in_order = column.values.codes[order]  # a column may have as many problems as rows
    for code, one in column.told.items():
        if not one.code:
            continue
        expected = one.expected
        if one.code == DECIMAL_UNCLEAR:
            expected += f"; {ONCE_FOR_ALL}"
        rejects = one.is_error and record is table.record and (target.required or target.matters)
        severity = one.severity
        if record is table.record and target.required and one.value is None:
            rejects = True  # what is wrong with the cell is said once, not also that it is missing
            severity = "error" if severity == "warning" else severity
        if one.is_error and not rejects and severity == "error":
            severity = "warning"  # its field stays empty, the row loads
        begin, end = np.searchsorted(in_order, (code, code + 1))
        for place in order[begin:end]:
            cell, text = table.cell(int(place), column)
            table.add(
                int(place),
                Problem(severity, one.message, cell=cell, field=target.name, value=text,
                        expected=expected, row_rejected=rejects, code=one.code),
            )  # fmt: skip


def _outcomes_in_times(table: WorkTable) -> None:
    """An outcome written where a time belongs ("Not restored") fills a blank outcome."""
    if not table.record.has("outcome"):
        return
    for (owner, _), column in table.typed.items():
        marks = {code: one.mark for code, one in column.told.items() if one.mark}
        if owner != table.record.name or not marks:
            continue
        old = table.values.get("outcome", Coded.same(None, table.count))
        said = [marks.get(int(code)) for code in column.values.codes]
        table.values["outcome"] = Coded.of(
            [mark if before is None else before
             for mark, before in zip(said, old.objects, strict=True)]
        )  # fmt: skip


# --- rows -----------------------------------------------------------------------------------------


def _record_rows(table: WorkTable) -> RecordRows:
    record = table.record
    _required(table)
    frame = record_frame(record, table.values, (table.rows + 1).astype(np.int64))
    index_of = {name: c for (owner, name), c in table.typed.items() if owner == record.name}
    alive = np.flatnonzero(~table.rejecting)

    def cell_of(position: int, name: str) -> tuple[str | None, str | None]:
        column = index_of.get(name)
        return table.cell(int(alive[position]), column) if column else (None, None)

    whole = len(alive) == table.count
    found, rejected = check_rows(
        record, frame if whole else frame.iloc[alive].reset_index(drop=True), cell_of
    )
    for problem in found:
        place = row_of(problem.cell)
        table.add(int(np.flatnonzero(table.rows == place)[0]) if place is not None else 0, problem)
    table.rejecting[alive[rejected]] = True
    tell_new_names(table)
    if table.record.name == "log":
        _log_events(table)
    else:  # a large log is read in parts, each of which would tell it
        tell_near_names(table)
    lineage = lineage_of(table, record.name, table.fixed)
    frame["raws"] = raws_of(table, lineage)
    repeated = np.zeros(table.count, bool) if table.is_part else _settled(table, frame)
    bad = np.flatnonzero(table.rejecting)
    keep = ~table.rejecting & ~repeated
    return RecordRows(
        record.name,
        said_columns(frame),
        frame if keep.all() else frame[keep].reset_index(drop=True),
        pd.DataFrame({
            "row_number": (table.rows[bad] + 1).astype(np.int64),
            "raws": frame["raws"].to_numpy()[bad],
            "why": [" ".join(table.why.get(int(i), ["another row says more"])) for i in bad],
        }),
        lineage, table.problems, rejected_keys=list(frame["row_key"].to_numpy()[bad]),
        day_orders=[c.day_order.day_first for c in table.typed.values() if c.day_order],
    )  # fmt: skip


def _log_events(table: WorkTable) -> None:
    """What the lines say happened; of a whole log, what of it nobody understands is told."""
    column = table.match.column_of("event")
    if column is None or not {"drill", "system", "event"} <= set(table.values):
        return
    drills, systems, events = (table.values[name] for name in ("drill", "system", "event"))
    table.log_events.take(table.rows, drills, systems, events, ~table.rejecting)
    if not table.is_part and (problem := table.log_events.problem(column.column)):
        table.problems.append(replace(problem, sheet=table.found.sheet))


def _settled(table: WorkTable, frame: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Rows that say again what another row says: skipped. Those that say otherwise are told."""
    repeated = np.zeros(table.count, dtype=bool)
    first = min((one.column for one in table.match.columns), default=table.found.first_column)
    apart = None if table.around.is_typed else drills_that_count(table.record.name, frame)
    others = _columns_beside(table)
    cells = [table.grid.codes(column)[table.rows] for column in others]
    beside = combined(cells)[1] if cells else None
    for one in settle_duplicates(table.record, frame, ~table.rejecting, apart, beside):
        place, winner = one.place, one.winner
        row = int(table.rows[place])
        fields = []
        if winner is not None:
            fields = _differing(table, frame, place, winner)
            fields += _differing_beside(table, others, place, winner)
        if winner is None or (not fields and table.record.name != "log"):
            repeated[place] = True
            table.found.skipped.append(SkippedRow(row, "repeated row", table.text(place, first)))
            continue
        counts = int(table.rows[winner]) + 1
        if fields and table.record.name != "log":  # a large log says it of lines it no longer holds
            problem = differs(table.record, (row + 1, counts), fields, one.why)
        else:
            problem = outlasted(table.record, counts)
        table.add(place, replace(problem, cell=cell_name(row, first),
                                 value=table.text(place, first)))  # fmt: skip
    return repeated


def _columns_beside(table: WorkTable) -> list[int]:
    """The columns that are no field of the table's record; of a log, which may be seen in parts,
    the fields alone tell."""
    if table.record.name == "log":
        return []
    found, match = table.found, table.match
    columns = {one.column for one in match.ignored}
    columns |= {one.column for one in match.columns if one.record != table.record.name}
    columns |= {
        found.first_column + place
        for place, text in enumerate(found.headings or ())
        if not text.strip()
    }
    return sorted(columns)


def _differing_beside(
    table: WorkTable, columns: Sequence[int], place: int, other: int
) -> list[Differing]:  # fmt: skip
    """The cells without a field that two rows say differently."""
    found, rows = table.found, [int(table.rows[one]) for one in (place, other)]
    differing = []
    for column in columns:
        mine, theirs = (table.text(one, column) for one in (place, other))
        if mine != theirs:
            heading = (found.headings or [])[column - found.first_column].strip()
            first, second = (cell_name(row, column) for row in rows)
            title = f"“{heading}”" if heading else "a column without a heading"
            differing.append(Differing(title, (first, mine), (second, theirs)))
    return differing


def _differing(
    table: WorkTable, frame: pd.DataFrame, place: int, other: int
) -> list[Differing]:  # fmt: skip
    """The fields that two rows say differently, each with its two cells."""
    found = []
    for one in table.record.fields:
        column = table.typed.get((table.record.name, one.name))
        if column is None or one.key:
            continue
        names = [each.name for each in one.columns if each.name in frame]
        mine, theirs = (frame.loc[row, names].tolist() for row in (place, other))
        empty = all(bool(pd.isna(value)) for value in (*mine, *theirs))
        same = all(
            bool(pd.isna(a) and pd.isna(b)) or (not pd.isna(a) and not pd.isna(b) and bool(a == b))
            for a, b in zip(mine, theirs, strict=True)
        )
        cells = table.cell(place, column), table.cell(other, column)
        if not same or (empty and cells[0][1] != cells[1][1]):  # two words nobody could read
            found.append(Differing(one.title, *cells))
    return found


def _required(table: WorkTable) -> None:
    for one in table.record.fields:
        if not one.required:
            continue
        values = table.values.get(one.name)
        missing = np.ones(table.count, bool) if values is None else values.missing
        places = np.flatnonzero(missing & ~table.rejecting)
        if not len(places):
            continue
        column = table.typed.get((table.record.name, one.name))
        expected = f"{one.meaning.rstrip('.')}, such as {one.example}"
        if column is None:
            _never_given(table, one, places, expected)
            continue
        for place in places:
            cell, text = table.cell(int(place), column)
            table.add(
                int(place),
                Problem("error", f"{one.title} is missing.", cell=cell, field=one.name,
                        value=text, row_rejected=True, code="missing", expected=expected),
            )  # fmt: skip


def _never_given(table: WorkTable, one: Field, places: npt.NDArray[np.intp], expected: str) -> None:
    """Nothing says a needed field of these rows: asked once, the rows wait."""
    said = f"Nothing says the {one.title.casefold()} of these {len(places)} rows; they wait."
    table.ask(said, one.name, table.found.range, expected, "never_given", places)
