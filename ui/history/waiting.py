"""Rows that wait: where, why, and the grid in which a person mends them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from data.intake.countedkeys import COUNTED_KEY
from data.intake.mending import Mending, place_of
from data.intake.reading.addresses import cell_of
from data.problems import Problem
from data.records import RECORDS
from data.store.lineage import address
from data.store.waiting import Number
from ui import session
from ui.history import kept
from ui.history.files import show_file
from ui.history.register import chosen
from ui.history.work import Work, show_done, try_mending, work_of_session
from ui.upload.questions import ask_day_order, ask_decimal, ask_numbers
from ui.upload.twoways import DAY_ORDER, answered_at_once, two_days, two_numbers
from wording import history as words
from wording import numbers, upload

MOST_ROWS = 50  # in the grid at once
MOST_SENTENCES = 8
_BADGE_WIDTH = 66
_ROW, _TO_MEND = "Row", "To mend"


def show_waiting(now: session.Current) -> None:
    """Where rows wait, and the grid of one table's rows."""
    work = work_of_session()
    show_done(work, now.version)
    tables = kept.waiting_tables(now)
    if tables.empty:
        st.markdown(words.NOTHING_WAITS)
        return
    with st.container(gap=None):
        st.subheader(words.waiting_title(int(tables["row_count"].sum())), anchor=False)
        st.caption(words.waiting_where(len(tables), tables["import_id"].nunique()))
    table = _choose_table(tables)
    detail = kept.detail(now, int(table["import_id"]))
    rows = session.store().rejected(
        int(table["import_id"]), table_number=int(table["table_number"]), limit=MOST_ROWS
    )
    if rows.empty:  # mended by somebody else a moment ago: the next run knows
        st.markdown(words.NOTHING_WAITS)
        return
    _show_grid(now, table, detail, rows, work)


def _choose_table(tables: pd.DataFrame) -> pd.Series:
    """One table's place; the one of the import in the link first."""
    if len(tables) == 1:
        return tables.iloc[0]
    at = next((i for i, one in enumerate(tables["import_id"]) if one == chosen()), 0)

    def name(place: int) -> str:
        one = tables.iloc[place]
        sheet = None if pd.isna(one["sheet"]) else str(one["sheet"])
        return words.waiting_option(
            int(one["import_id"]), one["file_name"], sheet, one["record"], int(one["row_count"])
        )

    return tables.iloc[
        st.selectbox(
            "Rows of", range(len(tables)), index=at, format_func=name,
            key=f"waiting_table_{chosen()}",
        )
    ]  # fmt: skip


def _show_grid(
    now: session.Current, table: pd.Series, detail: Mapping[str, Any], rows: pd.DataFrame,
    work: Work,
) -> None:  # fmt: skip
    sheet = None if pd.isna(table["sheet"]) else str(table["sheet"])
    number = int(table["table_number"])
    lineage = next(one for one in detail["tables"] if one["table_number"] == number)["lineage"]
    problems = _problems(detail, rows, sheet, work)
    columns = grid_columns(lineage)
    facts = {
        str(one.get("heading") or RECORDS[table["record"]].field(one["field"]).title): str(
            text or ""
        )
        for one, text in zip(lineage, rows["raws"].iloc[0], strict=True)
        if place_of(one, lineage) is None
    }
    with st.container(horizontal=True, vertical_alignment="center", key="waiting_place"):
        day = numbers.local_day(table["imported_at"], now.organisation.zone)
        st.markdown(
            words.waiting_place(table["file_name"], sheet, int(table["import_id"]), day),
            width="content",
        )
        show_file(detail)
    st.caption(words.grid_caption(len(rows), int(table["row_count"])))
    fixed = words.fixed_line(facts)
    if fixed:
        st.caption(fixed)
    answers = _ask(now, problems, str(table["record"]))
    before = grid_rows(rows, lineage, columns, problems, work.texts)
    after = st.data_editor(
        before,
        hide_index=True,
        num_rows="fixed",
        disabled=[_ROW, _TO_MEND],
        key=f"mend_{table['import_id']}_{number}_{work.round}",
        alt=words.grid_alternative(table["file_name"], sheet),
        column_config={
            _ROW: st.column_config.NumberColumn(width=56, pinned=True),
            _TO_MEND: st.column_config.TextColumn(width=110),
            words.LEAVE_OUT: st.column_config.CheckboxColumn(
                help=words.LEAVE_OUT_HELP, width="small"
            ),
        },
    )
    _show_problems(rows, problems)
    st.button(
        words.MEND_BUTTON, key="load_mended", type="primary", help=words.MEND_HELP,
        on_click=work.ask,
    )  # fmt: skip
    if work.is_asked:
        mending = mending_of(rows, lineage, columns, after, answers)
        try_mending(mending, detail, work, lambda _, texts: _by_column(lineage, texts, columns))


# --- the grid -------------------------------------------------------------------------------------


def grid_columns(lineage: Sequence[Mapping[str, Any]]) -> dict[int | str, str]:
    """Sheet column → heading in the grid: `E  Server up`; each column once, left to right.

    Of a form it is the cell of each label: `B6  Restored`, top to bottom.
    """
    found: dict[int | str, str] = {}
    for one in lineage:
        place = place_of(one, lineage)
        if place is not None and place not in found:
            heading = " ".join(str(one.get("heading") or "").split())
            where = place if isinstance(place, str) else str(address(place, 1))[:-1]
            found[place] = f"{where}\u2002{heading}".strip()
    return dict(sorted(found.items(), key=_left_to_right))


def _left_to_right(one: tuple[int | str, str]) -> tuple[int, int]:
    place = one[0]
    return (0, place) if isinstance(place, int) else cell_of(place) or (0, 0)


def grid_rows(
    rows: pd.DataFrame, lineage: Sequence[Mapping[str, Any]], columns: Mapping[int | str, str],
    problems: Mapping[Number, Sequence[Problem]], texts: Mapping[Number, Sequence[str]],
) -> pd.DataFrame:  # fmt: skip
    """The rows as they stood, or as they were corrected; which cells to mend first."""
    found = []
    for row, number in zip(rows.itertuples(), numbers_of(rows), strict=True):
        told = [_cell(one, int(row.row_number), lineage) for one in problems[number]]
        cells = list(dict.fromkeys(one for one in told if one))
        mine = texts.get(number)
        held = mine if mine is not None else _by_column(lineage, row.raws, columns)
        found.append(
            {
                _ROW: row.row_number,
                _TO_MEND: ", ".join(cells) or "the row",
                **dict(zip(columns.values(), held, strict=True)),
                words.LEAVE_OUT: False,
            }
        )
    return pd.DataFrame(found)


def _cell(problem: Problem, row: int, lineage: Sequence[Mapping[str, Any]]) -> str | None:
    """The cell of a row that a problem is about; of one told of the whole table that of its field.

    None where the row has no such cell.
    """
    if problem.cell and ":" not in problem.cell:
        return problem.cell
    of_field = (one for one in lineage if one["field"] == problem.field)
    places = [place_of(one, lineage) for one in of_field]
    return next((p if isinstance(p, str) else address(p, row) for p in places if p is not None),
                None)  # fmt: skip


def numbers_of(rows: pd.DataFrame) -> list[Number]:
    """The rows as `Change.mended` names them."""
    names = ("import_id", "table_number", "rejected_number")
    return [tuple(map(int, one)) for one in zip(*(rows[name] for name in names), strict=True)]  # type: ignore[misc]


def _by_column(
    lineage: Sequence[Mapping[str, Any]],
    raws: Sequence[str | None],
    columns: Mapping[int | str, str],
) -> list[str]:
    texts = {place_of(one, lineage): text or "" for one, text in zip(lineage, raws, strict=True)}
    return [texts[place] for place in columns]


def mending_of(
    rows: pd.DataFrame, lineage: Sequence[Mapping[str, Any]], columns: Mapping[int | str, str],
    after: pd.DataFrame, answers: Mapping[str, Any],
) -> Mending:  # fmt: skip
    """What the grid says, as the intake is told: every text in the order of the lineage."""
    places = list(columns)
    said: dict[Number, list[str | None]] = {}
    left_out = set()
    names = [columns[place] for place in places]
    for number, raws, texts, is_out in zip(
        numbers_of(rows), rows["raws"], after[names].itertuples(index=False),
        after[words.LEAVE_OUT], strict=True,
    ):  # fmt: skip
        if bool(is_out):
            left_out.add(number)
            continue
        now = {
            place: "" if text is None or pd.isna(text) else str(text)
            for place, text in zip(places, texts, strict=True)
        }
        said[number] = [
            old if (place := place_of(column, lineage)) is None else now.get(place, old)
            for column, old in zip(lineage, raws, strict=True)
        ]
    return Mending(int(rows["import_id"].iloc[0]), said, frozenset(left_out), **answers)


# --- what each row needs --------------------------------------------------------------------------


def _problems(
    detail: Mapping[str, Any], rows: pd.DataFrame, sheet: str | None, work: Work
) -> dict[Number, list[Problem]]:
    """Of each row: what the last try found, else what its import did."""
    kept_problems: dict[int, list[Problem]] = {}
    whole: list[Problem] = []
    for one in detail["problems"]:
        if not one.get("row_rejected") or one.get("sheet") != sheet:
            continue
        if one.get("row") is None:
            whole.append(Problem(**one))
        else:
            kept_problems.setdefault(int(one["row"]), []).append(Problem(**one))
    found = {}
    for number, row, why in zip(numbers_of(rows), rows["row_number"], rows["why"], strict=True):
        own = work.problems.get(number) or kept_problems.get(int(row), [])
        same = [one for one in whole if one.message in str(why)]
        found[number] = own or same or [Problem("error", str(why), row=int(row), row_rejected=True)]
    return found


def _show_problems(rows: pd.DataFrame, problems: Mapping[Number, Sequence[Problem]]) -> None:
    every = [one for number in numbers_of(rows) for one in problems[number]]
    every = list(dict.fromkeys(every))
    for at, one in enumerate(every[:MOST_SENTENCES]):
        cell = one.cell if one.cell and ":" not in one.cell else None
        where = cell or (f"row {one.row}" if one.row else "rows")
        with st.container(horizontal=True, gap="small", wrap=False, key=f"waiting_problem_{at}"):
            with st.container(width=_BADGE_WIDTH):
                st.markdown(upload.badge(one.severity, where))
            with st.container(gap=None, width="stretch"):
                st.markdown(upload.problem(None, one.value, one.message))
                if one.expected:
                    st.caption(upload.expected(one.expected, [], 0))
    if len(every) > MOST_SENTENCES:
        with st.expander(upload.all_problems(len(every)), key="waiting_problems_all"):
            st.dataframe(
                pd.DataFrame(
                    [
                        {
                            "Cell": one.cell or f"row {one.row}",
                            "Written": one.value or "–",
                            "Problem": one.message,
                            "Expected": one.expected or "–",
                        }
                        for one in every
                    ]
                ),
                hide_index=True,
                key="waiting_problem_table",
                alt=upload.all_problems(len(every)),
            )


def _ask(
    now: session.Current, problems: Mapping[Number, Sequence[Problem]], record: str
) -> dict[str, Any]:
    """Answers that mend rows without touching a cell: the order of days, the decimal mark, what
    numbers mean that are known already, the drill."""
    every = list(dict.fromkeys(one for each in problems.values() for one in each))
    codes = {(one.code, one.field) for one in every}
    answers: dict[str, Any] = {}
    if any(code == DAY_ORDER for code, _ in codes):
        days = two_days(one.value for one in every if one.code == DAY_ORDER)
        answers["day_first"] = ask_day_order(days, "mend_day_order", help_text=words.DAY_HELP)
    unclear = answered_at_once(every)
    if unclear:
        written = two_numbers(one.value for one in unclear)
        answers["decimal_comma"] = ask_decimal(
            written, "mend_decimal", help_text=words.DECIMAL_HELP
        )
    if any(code == COUNTED_KEY for code, _ in codes):
        answers["same_numbers"] = ask_numbers(record, "mend_numbers")
    if ("never_given", "drill") in codes:
        answers["drill"] = st.selectbox(
            words.DRILL_LABEL, sorted(now.tables["drill"]["drill"]), index=None,
            key="mend_drill", accept_new_options=True, placeholder="Choose or write its name",
        )  # fmt: skip
    return answers
