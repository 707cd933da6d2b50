"""The frames the analytics get: every record, exact values, the log reduced."""

from __future__ import annotations

import datetime as dt
import threading

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.records import RECORDS
from data.store import ChangeTable, Store, open_store
from tests.store.making import by_person, from_file, gaps, key, standing, table


def at(clock: str) -> pd.Timestamp:
    return pd.Timestamp(f"2025-02-12T{clock}Z")


def test_an_empty_store_gives_every_table_with_every_column(store: Store) -> None:
    tables = store.tables()
    assert set(tables) == (set(RECORDS) - {"log"}) | {"log_instants", "hold"}
    for name, frame in tables.items():
        assert len(frame) == 0
        if name in RECORDS:
            kinds = {column.name: column.dtype for column in RECORDS[name].columns}
            assert {str(k): str(v) for k, v in frame.dtypes.items()} == {"row_key": "str"} | kinds
    assert list(tables["hold"]) == ["drill", "system", "began_at", "ended_at"]
    instants = tables["log_instants"]
    assert list(instants) == [
        "drill", "system", "disrupted_at", "detected_at", "declared_at", "recovery_started_at",
        "degraded_at", "restored_at", "validated_at", "first_at", "last_at", "line_count",
    ]  # fmt: skip
    assert str(instants["restored_at"].dtype) == "datetime64[us, UTC]"


_EXAMPLES: dict[str, list[object]] = {
    "str": ["text with ' and \" and ;", "öäü 漢字"],
    "float64": [0.1, -1e-300],
    "Int64": [2**53 + 1, 0],
    "boolean": [True, False],
    "datetime64[us]": [pd.Timestamp("2025-02-28"), pd.Timestamp("1999-12-31")],
    "datetime64[us, UTC]": [
        pd.Timestamp("2025-03-30T01:59:59.999999Z"),
        pd.Timestamp("2025-10-26T02:30:00.000001+02:00"),
    ],
}


def examples_of(dtype: str) -> list[object]:
    return list(_EXAMPLES[dtype])


def test_every_record_comes_back_exactly(store: Store) -> None:
    """Values, blanks and dtypes of all twenty, by the fold and by the straight copy."""
    given_frames = {}
    for name, record in RECORDS.items():
        columns = {
            column.name: pd.Series([*examples_of(column.dtype), None], dtype=object).astype(
                "object" if column.dtype == "str" else column.dtype
            )
            for column in record.columns
        }
        frame = pd.DataFrame(columns)
        frame.insert(0, "row_key", ["a", "b", "c"])
        given_frames[name] = frame
    change = from_file(*(ChangeTable(name, frame) for name, frame in given_frames.items()))
    for number in (1, 2):  # the second time every key has two rows
        assert store.commit(change) == number
        for name, frame in given_frames.items():
            columns = {column.name: column.dtype for column in RECORDS[name].columns}
            expected = frame.astype({"row_key": "str"} | columns)
            pd.testing.assert_frame_equal(store.rows(name), expected)
    assert store.verify() == []


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(
    instants=st.lists(
        st.datetimes(
            dt.datetime(1970, 1, 1),
            dt.datetime(2100, 1, 1),
            timezones=st.sampled_from(
                [dt.UTC, dt.timezone(dt.timedelta(hours=2)), dt.timezone(dt.timedelta(hours=-9.5))]
            ),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_an_instant_is_the_same_microsecond(new_file: str, instants: list[dt.datetime]) -> None:
    store = open_store(new_file, organisation="instants")
    frame = pd.DataFrame({"row_key": [key(str(number)) for number in range(len(instants))]})
    frame["started_at"] = pd.Series([pd.Timestamp(one) for one in instants]).dt.as_unit("us") if (
        len({one.utcoffset() for one in instants}) == 1
    ) else pd.to_datetime(pd.Series(instants), utc=True).dt.as_unit("us")  # fmt: skip
    number = store.commit(by_person(ChangeTable("drill", frame)))
    kept = store.rows("drill", row_keys=frame["row_key"]).set_index("row_key")["started_at"]
    assert [one.to_pydatetime() for one in kept.loc[frame["row_key"]]] == instants
    store.withdraw(number)


def test_rows_limit_keys_count(store: Store) -> None:
    store.commit(from_file(gaps(*({"gap": f"G{n}", "title": "t"} for n in range(5)))))
    assert store.count("gap") == 5
    assert store.rows("gap", 2)["gap"].tolist() == ["G0", "G1"]
    assert store.rows("gap", row_keys=[key("G3"), key("no")])["gap"].tolist() == ["G3"]
    assert store.rows("gap", row_keys=[]).empty


def line(
    clock: str, event: str, system: str | None = "CRM", drill: str = "D1"
) -> dict[str, object]:
    return {"drill": drill, "logged_at": at(clock), "system": system, "event": event}


def test_the_log_is_reduced_to_first_and_last_instants(store: Store) -> None:
    store.commit(
        from_file(
            table(
                "log",
                [
                    line("08:00", "Disrupted"),
                    line("08:05", "disrupted"),
                    line("08:10", "detected", None),
                    line("09:00", "Recovery_Started"),
                    line("09:30", "restored"),
                    line("10:00", " RESTORED "),
                    line("10:05", "restored partially"),  # words of its own: no known event
                    line("10:15", "validated"),
                    line("11:00", "disrupted", drill="D2"),
                ],
            )
        )
    )
    found = store.tables()["log_instants"]
    assert found["drill"].tolist() == ["D1", "D1", "D2"]
    own, crm, other = (found.iloc[number] for number in range(3))
    assert pd.isna(own["system"])
    assert own["detected_at"] == at("08:10")
    assert pd.isna(own["restored_at"])
    assert crm["disrupted_at"] == at("08:00")
    assert crm["recovery_started_at"] == at("09:00")
    assert crm["restored_at"] == at("10:00")
    assert crm["validated_at"] == at("10:15")
    assert (crm["first_at"], crm["last_at"], crm["line_count"]) == (at("08:00"), at("10:15"), 7)
    assert other["line_count"] == 1


@pytest.mark.parametrize(
    ("events", "holds"),
    [
        (["08:00 began", "08:30 ended"], [("08:00", "08:30")]),
        (["08:00 began"], [("08:00", None)]),
        (["08:30 ended"], []),
        (["08:00 began", "08:10 began", "08:30 ended"], [("08:00", "08:30")]),
        (["08:00 began", "08:30 ended", "08:40 ended"], [("08:00", "08:30")]),
        # two that touch are one, and one of no length is none
        (["08:00 began", "08:30 ended", "08:30 began", "09:00 ended"], [("08:00", "09:00")]),
        (["08:00 began", "08:00 ended"], []),
        (["08:00 began", "08:05 ended", "09:00 began"], [("08:00", "08:05"), ("09:00", None)]),
    ],
)
def test_holds_are_paired(
    store: Store, events: list[str], holds: list[tuple[str, str | None]]
) -> None:
    lines = [line(each[:5], f"hold {each[6:]}") for each in events]
    store.commit(from_file(table("log", [*lines, line("08:01", "hold began", None)])))
    found = store.tables()["hold"]
    assert found["system"].isna().sum() == 1  # the drill's own hold is its own
    crm = found[found["system"] == "CRM"]
    assert crm["began_at"].tolist() == [at(began) for began, _ in holds]
    ends = [None if pd.isna(one) else one for one in crm["ended_at"]]
    assert ends == [at(ended) if ended else None for _, ended in holds]


def test_drills_cut_what_is_keyed_by_drill_and_leave_the_rest(store: Store) -> None:
    drills = ["D1", "D2"]
    store.commit(
        from_file(
            table("drill", [{"drill": drill} for drill in drills]),
            table("recovery", [{"drill": drill, "system": "CRM"} for drill in drills]),
            table("task", [{"drill": drill, "task": "T"} for drill in drills]),
            table("log", [line("08:00", "disrupted", drill=drill) for drill in drills]),
            table("gap", [{"gap": drill, "drill": drill} for drill in drills]),
        )
    )
    cut = store.tables(drills=["D2"])
    for name in ("recovery", "task", "log_instants"):
        assert cut[name]["drill"].tolist() == ["D2"]
    assert cut["drill"]["drill"].tolist() == cut["gap"]["drill"].tolist() == drills
    assert store.tables(drills=[])["recovery"].empty
    assert len(store.tables()["recovery"]) == 2
    assert store.rows("log", drills=["D1"])["drill"].tolist() == ["D1"]


def test_a_window_chooses_the_drills_with_anything_in_it(store: Store) -> None:
    store.commit(
        from_file(
            table(
                "recovery",
                [
                    {"drill": "only results", "system": "CRM", "restored_at": at("09:00")},
                    {"drill": "no dates", "system": "CRM", "restored_at": None},
                ],
            ),
            table("drill", [{"drill": "planned", "planned_on": dt.date(2025, 3, 31)}]),
            table("recovery", [{"drill": "planned", "system": "CRM"}]),
            table("recovery", [{"drill": "next", "system": "CRM"}]),
            table("log", [line("08:00", "note", drill="next")]),
        )
    )
    window = (dt.date(2025, 2, 14), dt.date(2025, 3, 31))
    assert store.tables(quarter_window=window)["recovery"]["drill"].tolist() == [
        "no dates", "planned",
    ]  # fmt: skip
    wider = (dt.date(2025, 2, 13), dt.date(2025, 2, 20))  # a day wider: zones
    assert set(store.tables(quarter_window=wider)["recovery"]["drill"]) == {
        "no dates", "only results", "next",
    }  # fmt: skip
    both = store.tables(drills=["planned"], quarter_window=wider)
    assert both["recovery"].empty


def test_tables_are_read_again_only_where_something_changed(store: Store) -> None:
    store.commit(from_file(gaps({"gap": "G1", "title": "a"})))
    before = store.tables()
    store.commit(by_person(gaps({"gap": "G1", "title": "b"})))
    after = store.tables()
    assert before["gap"]["title"].tolist() == ["a"]  # nobody's frame changes under his hands
    assert after["gap"]["title"].tolist() == ["b"]
    assert after["recovery"] is before["recovery"]


def test_names_of_a_kind_and_of_a_field(store: Store) -> None:
    store.commit(
        from_file(
            table("system", [{"system": "Billing", "depends_on": "CRM; Mail", "owner": "Ann"}]),
            table("recovery", [{"drill": "D1", "system": "CRM"}]),
            gaps({"gap": "G1", "owner": "Ben", "system": None}),
        )
    )
    assert store.names("system") == ["Billing", "CRM"]
    assert store.names("list") == ["CRM", "Mail"]
    assert store.names("drill") == ["D1"]
    assert store.names("owner") == ["Ann", "Ben"]
    assert store.names("nothing") == []


def test_a_hundred_thousand_rows_at_once(store: Store) -> None:
    count = 100_000
    numbers = np.arange(count)
    frame = pd.DataFrame({"row_key": [f'["D{n % 50}", "{n}"]' for n in numbers]})
    frame["drill"] = [f"D{n % 50}" for n in numbers]
    frame["task"] = numbers.astype(str)
    frame["planned_duration_seconds"] = numbers * 1.5
    frame["raws"] = '["a", "b"]'
    store.commit(from_file(ChangeTable("task", frame)))
    assert store.count("task") == count
    store.commit(from_file(ChangeTable("task", frame.assign(planned_duration_seconds=1.0))))
    kept = store.tables(drills=["D7"])["task"]
    assert len(kept) == count // 50
    assert kept["planned_duration_seconds"].sum() == count // 50
    store.withdraw(2)
    assert store.rows("task")["planned_duration_seconds"].sum() == 1.5 * count * (count - 1) / 2


def test_many_threads_read_and_write_at_once(url: str) -> None:
    """Each reads one moment: every import adds one gap and one action, so their counts agree."""
    store = open_store(url)
    wrong: list[object] = []

    def write(worker: int) -> None:
        for number in range(3):
            name = f"{worker}-{number}"
            rows = table("action", [{"action": name}])
            store.commit(by_person(gaps({"gap": name, "title": "t"}), rows))

    def read() -> None:
        for _ in range(6):
            seen = open_store(url).tables()
            if len(seen["gap"]) != len(seen["action"]):
                wrong.append((len(seen["gap"]), len(seen["action"])))

    threads = [threading.Thread(target=write, args=(worker,)) for worker in range(3)]
    threads += [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(standing(store, "gap", "title")) == 9
    assert store.imports()["import_id"].tolist() == list(range(1, 10))
