"""What needs a person, by cell: the worst first as sentences, all of them as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from data.intake.importing import FileOutcome
from data.intake.matching.names import Names
from data.intake.matching.nearnames import near_name
from data.intake.parsing.numerals import DECIMAL_UNCLEAR
from data.intake.reading.addresses import cell_of
from data.problems import Problem
from ui.tables import csv_button
from ui.upload.answers import Answers
from ui.upload.tables import Table, field_of
from wording import upload as words
from wording.markdown import escape

MOST_SENTENCES = 8
_BADGE_WIDTH = 66  # four letters and figures with their mark
_OTHERS = 5  # addresses named beside the first of equal problems
_NEW_NAME = "new_name"
_KIND_OF = {"responsible_team": "team"}  # fields that are not called as their names' kind
_ONE_QUESTION = ("day_order", DECIMAL_UNCLEAR)


@dataclass(frozen=True)
class Group:
    """Problems that say the same of several cells: the first, and where else it stands."""

    first: Problem
    members: list[Problem]

    @property
    def others(self) -> list[str]:
        """The addresses of the others; of new names with the name."""
        is_name = self.first.code == _NEW_NAME
        return [
            words.cell(address(one), one.value if is_name else None)
            for one in self.members[1 : _OTHERS + 1]
        ]


def show_problems(table: Table, answers: Answers, known: dict[str, list[str]]) -> None:
    """The finding, what becomes of the cells, the sentences, and beyond eight a table.

    known : the names there are, by kind, among which a new name may have its meaning.
    """
    problems = table.problems
    groups = grouped(problems)
    named = {kind: Names(names) for kind, names in known.items()}
    if problems:
        with st.container(gap=None):
            st.subheader(words.cells_need_you(table.cells).capitalize(), anchor=False)
            st.caption(_caption(table, groups))
    with st.container(gap="small"):
        for at, group in enumerate(groups[:MOST_SENTENCES]):
            _show_group(table, group, f"{table.place.key}_{at}", answers, named)
        _show_answers(table, answers)
    if len(problems) > MOST_SENTENCES or len(groups) < len(problems):
        _show_all(table)


def grouped(problems: Sequence[Problem]) -> list[Group]:
    """Equal sentences about several cells together, in the order of their first.

    What differs only by the cell's own text is equal; all dates that may be read two ways are one
    question.
    """
    found: dict[tuple[object, ...], Group] = {}
    for one in problems:
        same: tuple[object, ...] = (one.code,)
        if one.code not in _ONE_QUESTION:
            said = one.message.replace(one.value, "") if one.value else one.message
            same = (*same, one.severity, one.field, said, one.expected, one.row_rejected)
        found.setdefault(same, Group(one, [])).members.append(one)
    return list(found.values())


def address(problem: Problem) -> str:
    """The cell; for a whole row its number, for more than that `table`."""
    if problem.cell and ":" not in problem.cell:
        return problem.cell
    return f"row {problem.row}" if problem.row else "table"


def _caption(table: Table, groups: Sequence[Group]) -> str:
    open_questions = sum(one.first.severity == "question" for one in groups)
    others = {one.cell for one in table.problems if not one.row_rejected and one.cell}
    out = {one.cell for one in table.problems if one.row_rejected and one.cell}
    return words.problems_caption(table.counts["rejected"], open_questions, len(others - out))


def _show_group(
    table: Table, group: Group, key: str, answers: Answers, names: dict[str, Names]
) -> None:
    first, others = group.first, group.others
    with st.container(horizontal=True, gap="small", wrap=False, key=f"problem_{key}"):
        with st.container(width=_BADGE_WIDTH):
            st.markdown(words.badge(first.severity, address(first)))
        with st.container(gap=None, width="stretch"):
            st.markdown(words.problem(_heading(table, first), first.value, first.message))
            under = words.expected(first.expected, others, len(group.members) - 1 - len(others))
            if under:
                st.caption(under)
            if len(group.members) == 1:
                _offer_name(first, key, answers, names)


def _heading(table: Table, problem: Problem) -> str | None:
    """How the file calls the column; without one the field's own title."""
    match = table.reading.match
    if match is None or problem.field is None:
        return None
    own = [one for one in match.columns if one.field == problem.field]
    at = cell_of(problem.cell or "")  # of drills side by side each has its own column of the field
    of_cell = [one for one in own if at is not None and one.column == at[1]]
    column = next(iter(of_cell), None) or match.column_of(problem.field) or next(iter(own), None)
    if column is not None:
        return " ".join(column.heading.split())
    field = field_of(match.record, problem.field)
    return field.title if field else None


def _offer_name(problem: Problem, key: str, answers: Answers, names: dict[str, Names]) -> None:
    """For a new name that is like a known one: the button that says it is that one."""
    kind = _KIND_OF.get(problem.field or "", problem.field or "")
    if problem.code != _NEW_NAME or kind not in names or not problem.value:
        return
    known = names[kind]
    nearest = (
        near_name(problem.value, known.all, is_person=kind == "owner")
        if kind in ("owner", "team")
        else known.find(problem.value).nearest
    )
    if nearest is None:
        return

    def said() -> None:
        answers.names[(kind, problem.value or "")] = nearest

    st.button(
        words.is_name(nearest),
        key=f"name_{key}",
        type="tertiary",
        icon=":material/check:",
        on_click=said,
    )


def _show_answers(table: Table, answers: Answers) -> None:
    """The names a person has explained, each with the way back."""
    for (kind, written), means in list(answers.names.items()):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.caption(words.named(written, means), width="content")
            st.button(
                "Not so",
                key=f"unname_{table.place.key}_{kind}_{written}",
                type="tertiary",
                on_click=answers.forget_name,
                args=(kind, written),
            )


def _show_all(table: Table) -> None:
    rows = pd.DataFrame(
        [
            {
                "Cell": address(one),
                "Heading": _heading(table, one) or "–",
                "Written": one.value or "–",
                "Problem": one.message,
                "Expected": one.expected or "–",
                "Effect": words.effect(one.severity, one.row_rejected),
            }
            for one in table.problems
        ]
    )
    with st.expander(words.all_problems(len(rows)), key=f"all_problems_{table.place.key}"):
        st.dataframe(
            rows,
            hide_index=True,
            key=f"problem_table_{table.place.key}",
            alt=words.all_problems(len(rows)),
        )
        csv_button(rows, key=f"problems_{table.place.key}", file_name="problems")


def show_notes(file: FileOutcome) -> None:
    """What is said once of a file's reading and asks nothing."""
    for note in file.reading.notes if file.reading else ():
        st.caption(f":material/schedule: {escape(note)}")


def show_other_problems(problems: Sequence[Problem]) -> None:
    """What is to be said of a file as a whole, or of cells outside its tables."""
    for at, group in enumerate(grouped(problems)[:MOST_SENTENCES]):
        first = group.first
        where = f"{first.sheet} {first.cell}" if first.sheet and first.cell else address(first)
        with st.container(horizontal=True, gap="small", key=f"other_problem_{at}"):
            if first.cell:
                st.markdown(words.badge(first.severity, where), width="content")
            st.caption(words.problem(None, first.value, first.message))
