"""Drills whose own name says their day: `Drill 1 (12 Feb 2025)` over its columns or in its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from data.intake.around import Around, DrillFacts, GivenFact, RecordRows
from data.intake.drillhome import IN_DRILLS_NAME, start_of_day
from data.intake.parsing.days import DayOrder, decide_day_first
from data.intake.parsing.daywithin import Ambiguous, day_within, written_days
from data.intake.reading.book import cell_name
from data.intake.tracing import fact_row
from data.problems import Problem


def order_of_names(names: Iterable[str], around: Around) -> bool | None:
    """The order of day and month in names of drills: as told, by one another, else the file's."""
    texts = [text for name in names for text in written_days(name)]
    order: DayOrder = decide_day_first(texts, told=around.day_first)
    if order.day_first is None and not order.is_mixed:
        return around.elsewhere
    return order.day_first


def rows_of_dated_drills(
    outputs: Sequence[RecordRows], cells: Mapping[str, tuple[str, str]], around: Around,
    sheet: str | None,
) -> tuple[list[RecordRows], list[Problem]]:  # fmt: skip
    """A row for each drill of some recoveries that only its name dates, and what has to be asked.

    cells : drill → the address of the heading that names it, and its text; drills that stand in a
    column have the address of their first row. A drill that starts at a known time keeps it, and
    one whose rows have instants needs no other day.
    """
    results = [one for one in outputs if one.record == "recovery" and "drill" in one.frame]
    met: dict[str, tuple[str | None, str]] = {}
    dated: set[str] = set()
    for one in results:
        named = next((c for c in one.lineage if c.field == "drill"), None)
        column = named.column if named and isinstance(named.column, int) else None
        label = (named.heading if named else None) or ""
        instants = [name for name in one.columns if name.endswith("_at")]
        dated |= set(one.frame.loc[one.frame[instants].notna().any(axis=1), "drill"])
        first = one.frame.drop_duplicates("drill")
        for name, row in zip(first["drill"], first["row_number"], strict=True):
            where = None if column is None else cell_name(int(row) - 1, column)
            met.setdefault(name, cells.get(name, (where, label)))
    told: set[str] = set()
    for one in outputs:
        if one.record == "drill" and {"drill", "started_at"} <= set(one.frame):
            told |= set(one.frame.loc[one.frame["started_at"].notna(), "drill"])
    day_first = order_of_names(met, around)
    rows, problems = [], []
    for name, (cell, label) in met.items():
        known = around.drills.get(name, DrillFacts())
        if name in told | dated:
            continue
        try:
            read = day_within(name, day_first, is_sure=True)
        except Ambiguous as open_day:
            if known.is_dated:
                continue
            problems.append(
                Problem("question", f"{open_day} in the drill's name: nothing says which, so "
                        "the drill has no date yet and counts in no quarter.",
                        sheet=sheet, cell=cell, field="started_at", value=name, code="day_order",
                        expected="the order of day and month: --day-first, --month-first, or an "
                        "answer on the Upload screen")
            )  # fmt: skip
            continue
        if read is None or (known.is_dated and (known.started_at or known.day != read[0])):
            continue
        started = start_of_day(read, known.zone or around.zone, IN_DRILLS_NAME, cell, label)
        row = fact_row({"drill": GivenFact(name, cell, label, ""), "started_at": started})
        if row is not None:
            rows.append(row)
    return rows, problems
