"""`Drill 1 RTO`, and no time beside it: the objective of the drill, or the time it took?

People write both so. Nothing in the table can tell, and either guess would be a wrong verdict in
every row: it is asked, and the rows wait.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from data.intake.matching.likeness import exact_fields
from data.intake.matching.matched import TableMatch
from data.intake.matching.phrases import phrase
from data.intake.reading.book import cell_name
from data.intake.worktable import WorkTable
from data.records import RECORDS

TARGET_OR_TIME = "target_or_time"
READ_AS = {"rto_seconds": "recovery_time_seconds", "rpo_seconds": "data_loss_seconds"}
"""Objective of a recovery → what was measured against it."""
_TAKEN = frozenset(
    "recovery_time_seconds restored_at validated_at data_loss_seconds last_recovery_point_at"
    .split()
)  # fmt: skip


def objective_of(rest: str) -> str | None:
    """The objective a heading without its drill names, or None."""
    exact = exact_fields(phrase(rest))
    return next((name for name in READ_AS if ("recovery", name) in exact), None)


def targets_once_a_drill(rests: Mapping[int, str]) -> dict[str, list[int]]:
    """Objective → places of the headings that name it once a drill, in the sheet's order."""
    found: dict[str, list[int]] = {}
    for place, rest in sorted(rests.items()):
        name = objective_of(rest)
        if name is not None:
            found.setdefault(name, []).append(place)
    return found


def told_by_target(
    headings: Sequence[str], rests: Mapping[int, str], answered: Mapping[int, str]
) -> tuple[dict[int, str], str]:
    """Place of `Drill 1 RTO` → what was measured, and the heading of the target that says so.

    A `Target RTO` of the whole table is the objective, so what each drill has is the time it took,
    and an `RPO` written the same way the data it lost. Nothing is told where the drills have a time
    or a target of their own, or the target's column was said to be something else.
    """
    fields = {place: objective_of(rest) for place, rest in rests.items()}
    plain = {place: phrase(rest).words for place, rest in rests.items()}
    bare = {place: name for place, name in fields.items()
            if name and plain[place] in ("rto", "rpo")}  # fmt: skip
    if any(name and place not in bare for place, name in fields.items()) or any(
        name in _TAKEN
        for rest in rests.values()
        for owner, name in exact_fields(phrase(rest))
        if owner == "recovery"
    ):
        return {}, ""
    target = next(
        (text for place, text in enumerate(headings)
         if place not in rests and answered.get(place, objective_of(text)) in bare.values()
         and objective_of(text) and phrase(text).words not in ("rto", "rpo")),
        "",
    )  # fmt: skip
    if not target:
        return {}, ""
    return {place: READ_AS[name] for place, name in bare.items() if place not in answered}, target


def open_targets(
    rests: Mapping[int, str], answered: Collection[int], sides: Collection[TableMatch], first: int
) -> dict[str, list[int]]:
    """Objective → places of the headings that may be it or the time taken; empty: none are open.

    Parameters
    ----------
    rests : place of a heading that names a drill → what it says without the drill.
    answered : the places of which a person said what they are, now or before.
    sides : what the table is for each drill, by columns of the grid. first : that of place 0.
    """
    places = {first + place for place in rests}
    if any(one.column in places and one.field in _TAKEN for side in sides for one in side.columns):
        return {}  # beside a time taken, an objective is one
    still = {
        name: [place for place in of_it if place not in answered]
        for name, of_it in targets_once_a_drill(rests).items()
    }
    return {name: of_it for name, of_it in still.items() if of_it}


def ask_what_it_is(tables: Sequence[WorkTable], targets: Mapping[str, Sequence[int]]) -> None:
    """Lets the rows of all drills wait until a person says what such headings mean: asked once.

    tables : one a drill. targets : as `open_targets` gives them.
    """
    first, *others = tables
    found, count = first.found, sum(one.count for one in tables)
    for name, places in targets.items():
        target, taken = (first.record.field(one) for one in (name, READ_AS[name]))
        headings = ", ".join(f"“{(found.headings or [])[place]}”" for place in places)
        said = (
            f"{headings}: the {target.title} as it was set, or the {taken.title.casefold()} as it "
            f"was measured? Nothing says which; these {count} rows wait."
        )
        cell = cell_name(found.heading_rows[-1], found.first_column + places[0])
        expected = (
            f"an answer on the Upload screen, or each heading as {name} or {taken.name} in "
            "--mapping"
        )
        first.ask(said, name, cell, expected, TARGET_OR_TIME)
        for one in others:
            one.wait(said)


def remembered_as(rest: str, field: str) -> str:
    """The words under which an answer for a drill's column is remembered, without the drill.

    Where it goes against what the words mean elsewhere, it holds beside a drill's name only: an
    `RTO` in a list of systems stays the objective.
    """
    words = phrase(rest).words
    usual = {name for owner, name in exact_fields(phrase(rest)) if owner == "recovery"}
    return words if not usual or (field in usual and objective_of(rest) is None) else beside(rest)


def beside(rest: str) -> str:
    """The words of a heading as they are remembered beside a drill's name: `drill: rto`."""
    return f"one drill {phrase(rest).words}"


def given_beside(
    rests: Mapping[int, str], memory: Mapping[str, Sequence[str]]
) -> dict[int, str]:  # fmt: skip
    """Place → the field remembered of such a heading beside another drill's name."""
    record = RECORDS["recovery"]
    given = {}
    for place, rest in rests.items():
        for name in memory.get(beside(rest), ()):
            owner, _, last = name.rpartition(".")
            if owner in ("", record.name) and record.has(last):
                given[place] = last
    return given
