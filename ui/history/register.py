"""The list of imports: a page of it, a person's edits of a day as one line, one of them chosen."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from wording import history as words

PAGE = 100
_HEIGHT = 388  # ten lines and the heading, of more than a dozen
_MOST_UNSCROLLED = 12
# So wide that all of them stand side by side on a usual screen; the file's name comes whole.
_WIDTHS = {"What": 290, "Added": 64, "Changed": 72, "Unchanged": 84, "Waiting": 66, "State": 74,
           "By": 74, "Hash": 84, "No.": 46}  # fmt: skip
CHOSEN = "import"  # in the link


@dataclass(frozen=True)
class Line:
    """One line: an import, or several edits of one person on one day, newest first."""

    numbers: tuple[int, ...]


def kind_of(source: str, options: dict[str, object]) -> str:
    """file, sample, person or mending."""
    return "mending" if source == "person" and options.get("mends") else source


def lines_of(listed: pd.DataFrame, zone: str) -> list[Line]:
    """The lines, newest first. `listed` : as `Store.listing` gives it."""
    days = listed["imported_at"].dt.tz_convert(zone).dt.date
    found: dict[object, list[int]] = {}
    for one, day in zip(listed.itertuples(), days, strict=True):
        is_edit = kind_of(str(one.source), one.options) == "person"
        who = None if pd.isna(one.person) else one.person
        place: object = (who, day) if is_edit else int(one.import_id)
        found.setdefault(place, []).append(int(one.import_id))
    return [Line(tuple(numbers)) for numbers in found.values()]


def chosen() -> int | None:
    """The import of the link, if it names one."""
    said = st.query_params.get(CHOSEN, "")
    return int(said) if said.isdecimal() else None


def show_cards(listed: pd.DataFrame) -> None:
    """How many files and edits there are, how many are undone, how many rows wait."""
    kinds = [
        kind_of(str(source), options)
        for source, options in zip(listed["source"], listed["options"], strict=True)
    ]
    is_edit = pd.Series([one in ("person", "mending") for one in kinds], index=listed.index)
    undone = listed["is_withdrawn"].astype(bool)
    cards = {
        "Files": int((~is_edit).sum()),
        "Edits": int(is_edit.sum()),
        "Undone": int(undone.sum()),
        "Rows waiting": int(listed["waiting"].sum()),
    }
    with st.grid(4, min_column_width=160, key="history_cards"):
        for label, number in cards.items():
            st.metric(label, words.card_value(label, number), border=True, height="stretch")


def show_list(listed: pd.DataFrame, zone: str) -> Line | None:
    """The list; the line of the import that is chosen."""
    lines = lines_of(listed, zone)
    number = chosen()
    at = next((i for i, line in enumerate(lines) if number in line.numbers), None)
    with st.container(gap=None):
        st.subheader(words.LIST_TITLE, anchor=False)
        caption = st.empty()
    place = st.container()
    first = 0
    if len(lines) > PAGE:
        page = st.pagination(
            math.ceil(len(lines) / PAGE), default=1 + (at or 0) // PAGE, key="history_page"
        )
        first = PAGE * (page - 1)
    shown = lines[first : first + PAGE]
    caption.caption(words.list_caption(first + 1, first + len(shown), len(lines)))
    rows = _rows(listed, shown)
    here = at is not None and first <= at < first + PAGE
    key = f"history_list_{first}"
    place.dataframe(
        rows,
        hide_index=True,
        height=_HEIGHT if len(rows) > _MOST_UNSCROLLED else "content",
        key=key,
        alt=words.LIST_ALTERNATIVE,
        on_select=lambda: _choose(key, shown),
        selection_mode="single-row",
        selection_default={"selection": {"rows": [at - first]}}
        if at is not None and here
        else None,
        column_config={
            "When": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm", timezone=zone),
            **{name: st.column_config.Column(width=width) for name, width in _WIDTHS.items()},
        },
    )
    return None if at is None else lines[at]


def _choose(key: str, shown: list[Line]) -> None:
    rows: list[int] = st.session_state[key]["selection"]["rows"]
    if rows and rows[0] < len(shown):
        st.query_params[CHOSEN] = str(shown[rows[0]].numbers[0])
    else:
        st.query_params.pop(CHOSEN, None)


def _rows(listed: pd.DataFrame, lines: list[Line]) -> pd.DataFrame:
    by_number = listed.set_index("import_id")
    found = []
    for line in lines:
        own = by_number.loc[list(line.numbers)]
        newest = own.iloc[0]
        source = kind_of(str(newest["source"]), newest["options"])
        undone = int(own["is_withdrawn"].astype(bool).sum())
        state = "stands" if not undone else "undone" if undone == len(own) else "partly"
        file_name = None if pd.isna(newest["file_name"]) else str(newest["file_name"])
        person = None if pd.isna(newest["person"]) else str(newest["person"])
        sha256 = None if pd.isna(newest["sha256"]) else str(newest["sha256"])
        found.append(
            {
                "When": newest["imported_at"],
                "What": words.what(source, file_name, person, len(own)),
                "Added": int(own["added"].sum()),
                "Changed": int(own["changed"].sum()),
                "Unchanged": int(own["unchanged"].sum()),
                "Waiting": int(own["waiting"].sum()),
                "State": words.STATES[state],
                "By": person or "–",
                "Hash": sha256[: words.SHORT_HASH] if sha256 else "–",
                "No.": int(line.numbers[0]),
            }
        )
    return pd.DataFrame(found)
