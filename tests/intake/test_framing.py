"""Keys and raw texts of rows: a JSON list each, as `json.dumps` would write it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data.intake.framing import json_lists, keys_of, row_keys
from data.intake.pairs import Coded
from data.intake.rawtext import raw_text
from data.intake.tracing import _json_text
from data.records import RECORDS

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUE = st.one_of(
    TEXT, st.none(), st.booleans(), st.integers(-(2**63), 2**63), st.floats(), st.dates(),
    st.times(), st.datetimes(), st.timedeltas(),
)  # fmt: skip


@given(st.lists(st.tuples(TEXT, VALUE, VALUE), max_size=12))
def test_lists_are_what_json_writes(rows: list[tuple[Any, ...]]) -> None:
    parts = []
    for place in range(3):
        distinct = [row[place] for row in reversed(rows)]
        codes = np.arange(len(rows), dtype=np.int64)[::-1]
        parts.append(Coded([_json_text(value) for value in distinct], codes))
    found = json_lists(parts, len(rows))
    assert found.dtype == "str"
    assert found.tolist() == [
        json.dumps([raw_text(value) for value in row], ensure_ascii=False) for row in rows
    ]


def test_a_list_of_nothing_and_of_one() -> None:
    assert json_lists([], 2).tolist() == ["[]", "[]"]
    one = Coded(['"a"', '"b"'], np.array([1, 0, 1], dtype=np.int64))
    assert json_lists([one], 3).tolist() == ['["b"]', '["a"]', '["b"]']
    assert json_lists([one], 3).dtype == json_lists([], 0).dtype == "str"


def test_keys_have_days_and_blanks() -> None:
    values = {
        "system": Coded(["CRM “core”", "Öl"], np.array([0, 1, 0], dtype=np.int64)),
        "valid_from_on": Coded([dt.date(2025, 3, 1), None], np.array([0, 1, 1], dtype=np.int64)),
    }
    keys = row_keys(RECORDS["system"], values, 3)
    assert [json.loads(key) for key in keys] == [
        ["CRM “core”", "2025-03-01"], ["Öl", None], ["CRM “core”", None],
    ]  # fmt: skip
    assert keys_of(pd.DataFrame({"row_key": keys})) == list(keys)
    without = row_keys(RECORDS["system"], {"system": values["system"]}, 3)
    assert list(without) == ['["CRM “core”", null]', '["Öl", null]', '["CRM “core”", null]']


@given(st.one_of(st.datetimes(), st.datetimes(timezones=st.just(dt.UTC))))
def test_an_instant_reads_as_iso_with_a_blank(value: dt.datetime) -> None:
    assert raw_text(value) == value.isoformat(sep=" ", timespec="auto")
    assert _json_text(value) == json.dumps(raw_text(value))
