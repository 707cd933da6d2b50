"""A matched table becomes rows of records: typed, keyed, checked, each cell with its address."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.fields import Field, Record
from data.intake.around import Around, DrillFacts, GivenFact, RecordRows
from data.intake.checking import check_rows
from data.intake.columns import Surroundings, TypedColumn, read_column
from data.intake.duplicates import settle_duplicates
from data.intake.framing import Objects, no_rejects, row_keys, typed_series
from data.intake.matching.headings import ColumnMatch, TableMatch
from data.intake.matching.phrases import phrase
from data.intake.pairs import coded, spread
from data.intake.rawtext import raw_text
from data.intake.reading.book import Grid, cell_name
from data.intake.reading.tables import FoundTable
from data.problems import Problem
from data.records import RECORDS
from data.store.change import LineageColumn

_KIND_OF_NAME = {"system": "system", "drill": "drill"}
WHOLE_DRILL = "whole drill"


class TableReader:
    """Reads one table; made anew for each."""

    def __init__(self, found: FoundTable, grid: Grid, match: TableMatch, around: Around) -> None:
        self.found, self.grid, self.match, self.around = found, grid, match, around
        self.record: Record = RECORDS[match.record]
        self.rows = np.asarray(found.data_rows, dtype=np.int64)
        self.count = len(self.rows)
        self.problems: list[Problem] = []
        self.rejecting = np.zeros(self.count, dtype=bool)
        self.why: dict[int, list[str]] = {}
        self.typed: dict[tuple[str, str], TypedColumn] = {}
        self.values: dict[str, Objects] = {}  # column of the record → one value a row
        self.parent_values: dict[str, Objects] = {}
        self.fixed: dict[str, GivenFact] = {}

    def read(self) -> list[RecordRows]:
        """The rows of the table's record, and of the parent record whose facts stand beside."""
        self._names_first()
        self._typed_columns()
        self._outcomes_in_times()
        self._names_of_new_systems()
        self._given_values()
        return [self._record_rows(), *self._parent_rows()]

    # --- cells ---------------------------------------------------------------------------------

    def _matches(self, record: str) -> dict[str, list[ColumnMatch]]:
        grouped: dict[str, list[ColumnMatch]] = {}
        for one in self.match.columns:
            if one.record == record:
                grouped.setdefault(one.field, []).append(one)
        order = {one.name: i for i, one in enumerate(RECORDS[record].fields)}
        return dict(sorted(grouped.items(), key=lambda item: order[item[0]]))

    def _names_first(self) -> None:
        """The drill of each row, because zones and dates hang on it."""
        own = self._matches(self.record.name)
        parent = self._matches(self.record.parent) if self.record.parent else {}
        if self.record.has("drill") and "drill" in own:
            self._column(self.record, "drill", own["drill"], self._surroundings(plain=True))
        elif self.record.has("drill") and self.record.field("drill").key:
            if "started_at" in parent and "system" not in own:
                self._drill_each_row(parent)
            elif self.around.drill is not None:
                self.fixed["drill"] = self.around.drill
                self.values["drill"] = np.full(self.count, self.around.drill.value, dtype=object)

    def _drill_each_row(self, parent: dict[str, list[ColumnMatch]]) -> None:
        """Rows with dates of their own are a drill each: named by the date and the scenario."""
        around = self._surroundings(plain=True)
        started = self._column(RECORDS["drill"], "started_at", parent["started_at"], around)
        named = next((parent[name][0] for name in ("name", "scenario") if name in parent), None)
        names = []
        for place in range(self.count):
            at = started.values[place]
            text = raw_text(self.grid.cell(int(self.rows[place]), named.column)) if named else ""
            day = at.astimezone(_zone(around.zones[place])).date().isoformat() if at else ""
            names.append(" ".join(part for part in (day, text.strip()) if part) or None)
        self.values["drill"] = np.array(names, dtype=object)
        self.values["system"] = np.full(self.count, WHOLE_DRILL, dtype=object)
        reading = "rows with a date of their own are a drill each"
        self.fixed["drill"] = GivenFact(None, None, "", reading)
        self.fixed["system"] = GivenFact(WHOLE_DRILL, None, "", "no column names a system")

    def _surroundings(self, plain: bool = False) -> Surroundings:
        around = self.around
        zones: Objects = np.full(self.count, around.told_zone or around.zone, dtype=object)
        dates: Objects = np.full(self.count, around.day, dtype=object)
        starts: Objects = np.full(self.count, None, dtype=object)
        days: set[dt.date] = {around.day} if around.day else set()
        drills = self.values.get("drill")
        if drills is not None and not plain:
            for name, places in _places(drills).items():
                known = around.drills.get(name, DrillFacts()) if name else DrillFacts()
                if known.zone and not around.told_zone:
                    zones[places] = known.zone
                if known.day:
                    dates[places] = known.day
                    days.add(known.day)
                starts[places] = known.started_at
        own_day = self.typed.get(("drill", "started_at"))
        if own_day is not None and not plain:
            for place, at in enumerate(own_day.values):
                if at is not None:
                    dates[place] = at.astimezone(_zone(zones[place])).date()
        return Surroundings(
            zones, dates, starts, tuple(sorted(days)), around.day_first,
            around.names["system"].all, around.is_1904,
        )  # fmt: skip

    def _typed_columns(self) -> None:
        for name in (self.record.name, self.record.parent):
            if name is None:
                continue
            record = RECORDS[name]
            around = self._surroundings()
            earlier: Objects = np.full(self.count, None, dtype=object)
            for field_name, matches in self._matches(name).items():
                if (name, field_name) in self.typed:
                    continue
                column = self._column(record, field_name, matches, around, earlier)
                if column.target.kind == "instant" and field_name != "last_recovery_point_at":
                    earlier = _later(earlier, column.values)

    def _outcomes_in_times(self) -> None:
        """An outcome written where a time belongs ("Not restored") fills a blank outcome."""
        if not self.record.has("outcome"):
            return
        for (owner, _), column in self.typed.items():
            marks = [one.mark or None for one in column.parsed]
            if owner != self.record.name or not any(marks):
                continue
            said = spread(marks, column.codes)
            old = self.values.get("outcome", np.full(self.count, None, dtype=object))
            self.values["outcome"] = np.where(
                np.equal(old, None) & np.not_equal(said, None), said, old
            )

    def _column(
        self, record: Record, name: str, matches: Sequence[ColumnMatch], around: Surroundings,
        earlier: Objects | None = None,
    ) -> TypedColumn:  # fmt: skip
        target = record.field(name)
        column = read_column(
            self.grid, self.rows, target, matches, around, self._unit_column(matches[0]), earlier
        )
        if target.kind in _KIND_OF_NAME:
            self._resolve(column, target)
        self.typed[(record.name, name)] = column
        into = self.values if record is self.record else self.parent_values
        into[name] = column.values
        for companion, values in column.companions.items():
            into[companion] = values
        self._tell(record, column)
        return column

    def _unit_column(self, match: ColumnMatch) -> int | None:
        """The column "… unit" that belongs to this one."""
        words = phrase(match.heading).words
        for place, heading in enumerate(self.found.headings):
            if phrase(heading).words in (f"{words} unit", f"{words} units"):
                return self.found.first_column + place
        return None

    def _tell(self, record: Record, column: TypedColumn) -> None:
        """Problems of a column's cells, one a cell, and the rows they reject."""
        target = column.target
        troubled = [i for i, one in enumerate(column.parsed) if one.code]
        if not troubled:
            return
        for code in troubled:
            one = column.parsed[code]
            rejects = one.is_error and record is self.record and (target.required or target.matters)
            for place in np.flatnonzero(column.codes == code):
                cell, text = self._cell(int(place), column)
                severity = one.severity
                if one.is_error and not rejects and severity == "error":
                    severity = "warning"  # its field stays empty, the row loads
                self._add(
                    int(place),
                    Problem(severity, one.message, cell=cell, field=target.name, value=text,
                            expected=one.expected, row_rejected=rejects, code=one.code),
                )  # fmt: skip

    def _add(self, place: int, problem: Problem) -> None:
        row = int(self.rows[place]) + 1
        self.problems.append(_at(problem, self.found.sheet, row))
        if problem.row_rejected:
            self.rejecting[place] = True
            self.why.setdefault(place, []).append(problem.message)

    def _cell(self, place: int, column: TypedColumn) -> tuple[str, str]:
        """The address and text of a row's cell; of a split instant the half that is filled."""
        row = int(self.rows[place])
        texts = [raw_text(self.grid.cell(row, one)) for one in column.columns]
        filled = next((i for i, text in enumerate(texts) if text), 0)
        return cell_name(row, column.columns[filled]), " ".join(text for text in texts if text)

    # --- names ---------------------------------------------------------------------------------

    def _resolve(self, column: TypedColumn, target: Field) -> None:
        """Written names replaced by known ones; new ones told with the nearest known."""
        names = self.around.names[_KIND_OF_NAME[target.kind]]
        defines = self.record.name == target.kind and target.key
        distinct, codes = coded([v if isinstance(v, str) else None for v in column.values])
        matches = [None if text is None else names.find(text) for text in distinct]
        new = [(code, one) for code, one in enumerate(matches) if one and one.how == "new"]
        for _, one in new:
            names.add(one.name)
        if not defines:
            for code, one in new:
                if one.nearest:
                    self._new_name(int(np.flatnonzero(codes == code)[0]), column, one.nearest)
            self._new_names(
                codes, column, [(code, one.name) for code, one in new if not one.nearest]
            )
        column.values = spread([one.name if one else None for one in matches], codes)

    def _new_name(self, place: int, column: TypedColumn, nearest: str) -> None:
        """A new name that may be a known one misspelt."""
        cell, text = self._cell(place, column)
        what = column.target.title.casefold()
        self._add(
            place,
            Problem("warning", f"This {what} was not known before and is added as new. The nearest "
                    f"known one is {nearest}.", cell=cell, field=column.target.name, value=text,
                    expected=f"the name of a known {what}, if it is one", code="new_name"),
        )  # fmt: skip

    def _new_names(
        self, codes: npt.NDArray[np.int64], column: TypedColumn, new: list[tuple[int, str]]
    ) -> None:
        """New names like none that is known, told once for the column."""
        if not new:
            return
        place = int(np.flatnonzero(codes == new[0][0])[0])
        cell, text = self._cell(place, column)
        what = column.target.title.casefold()
        names = ", ".join(name for _, name in new[:8]) + (", …" if len(new) > 8 else "")
        told = (
            f"This {what} was not known before and is added as new."
            if len(new) == 1
            else f"{len(new)} names of this column were not known before and are added: {names}."
        )
        self._add(
            place,
            Problem("warning", told, cell=cell, field=column.target.name, value=text,
                    expected=f"the name of a known {what}, if it is one", code="new_name"),
        )  # fmt: skip

    def _names_of_new_systems(self) -> None:
        """Without a system column, what the row names (scenario, component) is the system."""
        if self.record.name != "recovery" or "system" in self.values:
            return
        parent = self._matches("drill")
        column = next((parent[name][0] for name in ("scenario", "name") if name in parent), None)
        if column is None:
            self.values["system"] = np.full(self.count, WHOLE_DRILL, dtype=object)
            self.fixed["system"] = GivenFact(WHOLE_DRILL, None, "", "no column names a system")
            return
        texts = [raw_text(self.grid.cell(int(row), column.column)).strip() for row in self.rows]
        self.values["system"] = np.array([text or None for text in texts], dtype=object)
        self.parent_values.pop(column.field, None)
        self.typed.pop(("drill", column.field), None)
        self.fixed["system"] = GivenFact(
            None, None, column.heading, "what the row names is the system"
        )

    def _given_values(self) -> None:
        """Facts above the table fill what no column gives: the quarter, the drill of its gaps."""
        for name, fact in self.around.facts.items():
            if self.record.has(name) and name not in self.values and self.record.field(name).key:
                self.values[name] = np.full(self.count, fact.value, dtype=object)
                self.fixed[name] = fact
        for name in self.record.key:
            if name not in self.values and self.record.field(name).required:
                self._fallback(self.record.field(name))

    def _fallback(self, target: Field) -> None:
        """A key part no column gives is the row's text, or its number in the table."""
        if target.kind in ("drill", "quarter", "instant", "system"):
            return  # these are asked for, never made up
        for name in ("title", "audience", "comment", "at", "team"):
            if name in self.values:
                values = [v if isinstance(v, str) else None for v in self.values[name]]
                break
        else:
            values = [None] * self.count
        seen: dict[str, int] = {}
        made: list[str] = []
        for place, text in enumerate(values):
            base = text or f"row {int(self.rows[place]) + 1}"
            seen[base] = seen.get(base, 0) + 1
            made.append(base if seen[base] == 1 else f"{base} ({seen[base]})")
        self.values[target.name] = np.array(made, dtype=object)
        self.fixed[target.name] = GivenFact(None, None, "", "no column gives it; made from the row")

    # --- rows ----------------------------------------------------------------------------------

    def _record_rows(self) -> RecordRows:
        self._required()
        frame = self._frame(self.record, self.values)
        index_of = {
            name: column
            for (owner, name), column in self.typed.items()
            if owner == self.record.name
        }
        alive = np.flatnonzero(~self.rejecting)

        def cell_of(position: int, name: str) -> tuple[str | None, str | None]:
            column = index_of.get(name)
            return self._cell(int(alive[position]), column) if column else (None, None)

        found, rejected = check_rows(self.record, frame.iloc[alive].reset_index(drop=True), cell_of)
        for problem in found:
            place = _row_of(problem.cell)
            self._add(
                int(np.flatnonzero(self.rows == place)[0]) if place is not None else 0, problem
            )
        self.rejecting[alive[rejected]] = True
        lineage = self._lineage(self.record.name, self.fixed)
        frame["raws"] = self._raws(lineage)
        for place, problem in settle_duplicates(self.record, frame, ~self.rejecting, self.rows):
            self._add(place, problem)
        keep = ~self.rejecting
        bad = np.flatnonzero(self.rejecting)
        return RecordRows(
            self.record.name,
            [c for c in frame.columns if c not in ("row_key", "row_number", "raws")],
            frame[keep].reset_index(drop=True),
            pd.DataFrame({
                "row_number": (self.rows[bad] + 1).astype(np.int64),
                "raws": frame["raws"].to_numpy()[bad],
                "why": [" ".join(self.why.get(int(i), ["another row says more"])) for i in bad],
            }),
            lineage, self.problems,
        )  # fmt: skip

    def _required(self) -> None:
        for one in self.record.fields:
            if not one.required:
                continue
            values = self.values.get(one.name)
            missing = (
                np.ones(self.count, bool)
                if values is None
                else np.array([v is None for v in values], dtype=bool)
            )
            column = self.typed.get((self.record.name, one.name))
            expected = f"{one.meaning.rstrip('.')}, such as {one.example}"
            if column is None:
                self._never_given(one, np.flatnonzero(missing & ~self.rejecting), expected)
                continue
            for place in np.flatnonzero(missing & ~self.rejecting):
                cell, text = self._cell(int(place), column)
                self._add(
                    int(place),
                    Problem("error", f"{one.title} is missing.", cell=cell, field=one.name,
                            value=text, row_rejected=True, code="missing", expected=expected),
                )  # fmt: skip

    def _never_given(self, one: Field, places: npt.NDArray[np.int64], expected: str) -> None:
        """Nothing says a needed field of these rows: asked once, the rows wait."""
        if not len(places):
            return
        said = f"Nothing says the {one.title.casefold()} of these {len(places)} rows; they wait."
        self.problems.append(
            Problem("question", said, sheet=self.found.sheet, cell=self.found.range,
                    field=one.name, row_rejected=True, code="never_given", expected=expected)
        )  # fmt: skip
        self.rejecting[places] = True
        for place in places:
            self.why.setdefault(int(place), []).append(said)

    def _frame(self, record: Record, values: dict[str, Objects]) -> pd.DataFrame:
        columns: dict[str, Any] = {}
        for column in record.columns:
            if column.name in values:
                columns[column.name] = typed_series(values[column.name], column.dtype)
        frame = pd.DataFrame(columns, index=pd.RangeIndex(self.count))
        frame.insert(0, "row_key", row_keys(record, frame))
        frame.insert(1, "row_number", (self.rows + 1).astype(np.int64))
        return frame

    def _lineage(self, record: str, fixed: dict[str, GivenFact]) -> list[LineageColumn]:
        made = [
            LineageColumn(
                name, number, match.heading, column.reading or match.why, None, match.confidence
            )
            for (owner, name), column in self.typed.items()
            if owner == record
            for match, number in zip(
                [column.match] * len(column.columns), column.columns, strict=True
            )
        ]
        made += [
            LineageColumn(name, None, fact.label, fact.reading, fact.cell)
            for name, fact in fixed.items()
        ]
        return made

    def _raws(self, lineage: Sequence[LineageColumn]) -> list[str]:
        """One JSON list of raw texts a row, in the order of the lineage."""
        parts: list[Iterable[str]] = []
        for one in lineage:
            if not isinstance(one.column, int):
                fact = self.fixed.get(one.field)
                said = (fact.text or raw_text(fact.value)) if fact else ""
                text = json.dumps(said, ensure_ascii=False)
                parts.append([text] * self.count)
                continue
            texts = [
                json.dumps(raw_text(v), ensure_ascii=False) for v in self.grid.values(one.column)
            ]
            codes = self.grid.codes(one.column)[self.rows]
            parts.append([texts[code] for code in codes])
        return (
            ["[" + ", ".join(row) + "]" for row in zip(*parts, strict=True)]
            if parts
            else ["[]"] * self.count
        )

    def fact_row(self, facts: dict[str, GivenFact]) -> RecordRows | None:
        """The one drill row a block of facts above the table says; None when it only names it."""
        record = RECORDS["drill"]
        facts = {name: fact for name, fact in facts.items() if record.has(name)}
        if len(facts) < 2:
            return None
        values: dict[str, Objects] = {}
        for name, fact in facts.items():
            target = record.field(name)
            for column in target.columns:
                ending = column.name[len(target.stem) + 1 :]
                value = fact.value if column.name == name else fact.companions.get(ending)
                held = np.empty(1, dtype=object)
                held[0] = value
                values[column.name] = held
        columns = {
            c.name: typed_series(values[c.name], c.dtype)
            for c in record.columns
            if c.name in values
        }
        frame = pd.DataFrame(columns)
        frame.insert(0, "row_key", row_keys(record, frame))
        frame.insert(1, "row_number", 0)
        lineage = [
            LineageColumn(name, None, fact.label, fact.reading, fact.cell)
            for name, fact in facts.items()
        ]
        frame["raws"] = [
            json.dumps(
                [fact.text or raw_text(fact.value) for fact in facts.values()], ensure_ascii=False
            )
        ]
        named = [c for c in frame.columns if c not in ("row_key", "row_number", "raws")]
        return RecordRows("drill", named, frame, no_rejects(), lineage, [], is_parent=True)

    def _parent_rows(self) -> list[RecordRows]:
        """One row a drill from the facts that stand beside its results."""
        if self.record.parent is None or not self.parent_values or "drill" not in self.values:
            return []
        parent = RECORDS[self.record.parent]
        values = {**self.parent_values, "drill": self.values["drill"]}
        frame = self._frame(parent, values)
        lineage = self._lineage(parent.name, {})
        named = self.typed.get((self.record.name, "drill"))
        if named is not None:
            lineage.append(
                LineageColumn("drill", named.columns[0], named.match.heading, named.reading)
            )
        frame["raws"] = self._raws(lineage)
        keep = frame["drill"].notna() & ~self.rejecting
        frame = frame[keep].drop_duplicates("row_key").reset_index(drop=True)
        columns = [c for c in frame.columns if c not in ("row_key", "row_number", "raws")]
        return [RecordRows(parent.name, columns, frame, no_rejects(), lineage, [], is_parent=True)]


def _places(values: Objects) -> dict[Any, npt.NDArray[np.int64]]:
    distinct, codes = coded(list(values))
    return {value: np.flatnonzero(codes == code) for code, value in enumerate(distinct)}


def _later(earlier: Objects, values: Objects) -> Objects:
    pairs = zip(earlier, values, strict=True)
    latest = [b if a is None else a if b is None else max(a, b) for a, b in pairs]
    return np.array(latest, dtype=object)


def _zone(name: str) -> dt.tzinfo:
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def _at(problem: Problem, sheet: str | None, row: int) -> Problem:
    from dataclasses import replace

    return replace(problem, sheet=sheet, row=row)


def _row_of(cell: str | None) -> int | None:
    digits = "".join(ch for ch in cell or "" if ch.isdigit())
    return int(digits) - 1 if digits else None
