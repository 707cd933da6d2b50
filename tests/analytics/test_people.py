"""Survey, messages, attendance and training, worked by hand, against SQL, and as properties."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.calendar import Organisation
from analytics.drills import completed, drill_facts
from analytics.metric import Metric
from analytics.people import (
    acknowledged_rate,
    first_message_median,
    message_facts,
    messages_on_time,
    participation,
    trained,
)
from analytics.survey import question_shares, satisfaction_favourable, survey_answers
from tests.analytics.frames import make_tables, record_frame

HOUSE = Organisation()
QUARTER = "2025-Q1"
END = date(2025, 3, 31)

DRILLS: list[dict[str, Any]] = [
    {"drill": "A", "started_at": "2025-02-12 06:00", "ended_at": "2025-02-12 14:00"},
    {"drill": "T", "started_at": "2025-02-25 06:00", "ended_at": "2025-02-25 08:00",
     "exercise_type": "tabletop"},
    {"drill": "C", "started_at": "2025-04-15 06:00", "ended_at": "2025-04-15 14:00"},
]  # fmt: skip
Rows = list[dict[str, Any]]


def people(as_of: date = END, **records: Rows) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    tables = make_tables(drill=DRILLS, **records)
    return tables, completed(drill_facts(tables, as_of, HOUSE), QUARTER)


@cache
def done_by_the_end() -> pd.DataFrame:
    """The quarter's completed drills, made once for the many examples of a property."""
    return people()[1]


def few_tables(**records: Rows) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Only what survey and attendance read: the many examples need no other record."""
    names = ("survey", "participant")
    tables = {name: record_frame(name, records.get(name, [])) for name in names}
    return tables, done_by_the_end()


def part_of(metric: Metric) -> tuple[int | None, int | None]:
    return metric.numerator, metric.denominator


def parts(metric: Metric, part: str) -> list[dict[str, Any]]:
    return [one for one in metric.detail if one["part"] == part]


# --- The survey -----------------------------------------------------------------------------------


def sheets(answers: list[tuple[Any, ...]], **more: object) -> Rows:
    """Answer sheets of drill A: satisfaction, role clarity, training."""
    names = ("satisfaction", "role_clarity", "training")
    return [
        {"drill": "A", "respondent": f"R{n}", **dict(zip(names, answer, strict=True)), **more}
        for n, answer in enumerate(answers)
    ]


def test_favourable_answers_per_question_and_over_all() -> None:
    # Satisfaction 5 4 3 → 2 of 3; role clarity 4 4 – → 2 of 2; training 1 2 4 → 1 of 3: 5 of 8.
    survey = sheets([(5, 4, 1), (4, 4, 2), (3, None, 4)])
    survey[0]["communication"] = 5  # asked, and in no total
    metric = satisfaction_favourable(*people(survey=survey))
    assert part_of(metric) == (5, 8)
    shares = question_shares(metric)
    assert {name: (one["favourable"], one["answers"]) for name, one in shares.items()} == {
        "satisfaction": (2, 3),
        "role_clarity": (2, 2),
        "training": (1, 3),
        "communication": (1, 1),
    }
    assert shares["training"]["distribution"] == [1, 1, 0, 1, 0]
    # One row an answer, with its field: the rows can be counted.
    assert len(metric.rows) == 8
    assert metric.rows["in_numerator"].sum() == 5
    assert metric.rows["field"].value_counts().to_dict() == {
        "satisfaction": 3, "training": 3, "role_clarity": 2,
    }  # fmt: skip


def test_another_scale_is_named_and_never_mixed() -> None:
    survey = [
        *sheets([(4, 4, 4)]),
        {"drill": "A", "respondent": "S1", "satisfaction": 9, "role_clarity": 4, "scale": 10},
        {"drill": "A", "respondent": "S2", "satisfaction": 5, "scale": 5},
        {"drill": "A", "respondent": "S3", "satisfaction": 7},  # no answer on five points
        {"drill": "A", "respondent": "S4", "satisfaction": 0},
    ]
    metric = satisfaction_favourable(*people(survey=survey))
    assert part_of(metric) == (4, 4)
    assert parts(metric, "other scale") == [
        {"part": "other scale", "scale": 10.0, "answers": 2, "sheets": 1}
    ]
    assert parts(metric, "off the scale") == [{"part": "off the scale", "answers": 2}]


def test_only_another_scale_is_no_data() -> None:
    metric = satisfaction_favourable(*people(survey=sheets([(9, 9, 9)], scale=10)))
    assert (metric.value, part_of(metric), metric.note) == (None, (0, 0), "no data")
    assert len(parts(metric, "other scale")) == 1
    assert satisfaction_favourable(*people()).note == "no data"


def test_a_group_under_five_is_not_broken_out() -> None:
    # Operations 5 sheets, IT 4, one without a team: over all 10 sheets, 30 answers.
    survey = sheets([(5, 4, 2)] * 5, team="Operations")
    survey += [{**row, "respondent": f"I{n}", "team": "IT"} for n, row in enumerate(survey[:4])]
    survey += [{**survey[0], "respondent": "N", "team": None}]
    metric = satisfaction_favourable(*people(survey=survey))
    assert part_of(metric) == (20, 30)
    teams = parts(metric, "team")
    assert {one["team"] for one in teams} == {"Operations"}
    assert [(one["question"], one["favourable"], one["answers"]) for one in teams] == [
        (None, 10, 15),
        ("satisfaction", 5, 5),
        ("role_clarity", 5, 5),
        ("training", 0, 5),
    ]
    assert parts(metric, "not broken out") == [{"part": "not broken out", "teams": 1}]


def test_five_sheets_with_four_answers_show_no_question() -> None:
    survey = sheets([(5, None, 4)] + [(4, 4, 4)] * 4, team="Operations")
    questions = [
        one["question"] for one in parts(satisfaction_favourable(*people(survey=survey)), "team")
    ]
    assert questions == [None, "satisfaction", "training"]


def test_response_rate_needs_invitations() -> None:
    survey = sheets([(4, 4, 4)] * 3)
    assert parts(satisfaction_favourable(*people(survey=survey)), "response") == []
    # Invited to A: a team of 4 and a person: 5. The tabletop has sheets and no invitations.
    tabletop = [{**survey[0], "drill": "T"}]
    invited: Rows = [
        {"drill": "A", "participant": "IT", "invited_count": 4},
        {"drill": "A", "participant": "Thandi", "invited_count": 1},
        {"drill": "A", "participant": "Guest"},
    ]
    metric = satisfaction_favourable(*people(survey=survey + tabletop, participant=invited))
    (response,) = parts(metric, "response")
    assert (response["responses"], response["invited"], response["drills"]) == (3, 5, ["A"])
    # More sheets than invitations is no rate.
    few = satisfaction_favourable(*people(survey=survey, participant=invited[1:2]))
    assert parts(few, "response") == []


def test_answers_of_drills_that_have_not_ended_stay_out() -> None:
    survey = [{"drill": drill, "respondent": "R", "satisfaction": 5} for drill in ("A", "T", "C")]
    assert part_of(satisfaction_favourable(*people(survey=survey))) == (2, 2)
    assert part_of(satisfaction_favourable(*people(date(2025, 2, 20), survey=survey))) == (1, 1)


# --- Messages -------------------------------------------------------------------------------------


def messages(*rows: dict[str, Any], as_of: date = END, **records: Rows) -> pd.DataFrame:
    named = [{"drill": "A", "message": f"M{n}", **row} for n, row in enumerate(rows)]
    tables, done = people(as_of, message=named, **records)
    return message_facts(tables, done, as_of, HOUSE)


# The first declaration of drill A is at 08:30 Johannesburg, half an hour after its start.
DECLARED: Rows = [
    {"drill": "A", "system": "Shop", "declared_at": "2025-02-12 06:45"},
    {"drill": "A", "system": "CRM", "declared_at": "2025-02-12 06:30"},
]


@pytest.mark.parametrize(
    ("row", "counted"),
    [
        ({"due_at": "2025-02-12 07:00", "sent_at": "2025-02-12 07:00"}, (1, 1)),
        ({"due_at": "2025-02-12 07:00", "sent_at": "2025-02-12 07:01"}, (0, 1)),
        # target minutes run from the first declaration, 06:30 UTC
        ({"target_seconds": 900, "sent_at": "2025-02-12 06:45"}, (1, 1)),
        ({"target_seconds": 900, "sent_at": "2025-02-12 06:46"}, (0, 1)),
        # a due time of its own outweighs the minutes
        ({"due_at": "2025-02-12 07:00", "target_seconds": 60, "sent_at": "2025-02-12 06:50"},
         (1, 1)),
        ({"due_at": "2025-02-12 07:00"}, (0, 1)),  # not sent is not in time
        ({"due_at": "2025-02-12 07:00", "sent_empty": "pending"}, (0, 1)),
        ({"due_at": "2025-02-12 07:00", "sent_empty": "unknown"}, (0, 0)),  # nobody knows
        ({"due_at": "2025-02-12 07:00", "sent_empty": "not applicable"}, (0, 0)),
        ({"sent_at": "2025-02-12 07:00"}, (0, 0)),  # no target
    ],
)  # fmt: skip
def test_when_a_message_is_in_time(row: dict[str, Any], counted: tuple[int, int]) -> None:
    assert part_of(messages_on_time(messages(row, recovery=DECLARED))) == counted


def test_the_clock_of_messages() -> None:
    row = {"target_seconds": 900, "sent_at": "2025-02-12 06:20"}
    # Without a declaration from the drill's start, 06:00: 20 minutes are too many.
    assert part_of(messages_on_time(messages(row))) == (0, 1)
    # The log's declaration counts, also one of the whole drill.
    log = [{"drill": "A", "system": None, "declared_at": "2025-02-12 06:10"}]
    assert part_of(messages_on_time(messages(row, log_instants=log))) == (1, 1)
    # With neither there is no saying when it was due.
    dated = [{"drill": "D", "started_at": "2025-02-12", "started_precision": "day",
              "ended_at": "2025-02-12", "ended_precision": "day"}]  # fmt: skip
    tables = make_tables(drill=dated, message=[{"drill": "D", "message": "M", **row}])
    done = completed(drill_facts(tables, END, HOUSE), QUARTER)
    assert len(done) == 1
    assert part_of(messages_on_time(message_facts(tables, done, END, HOUSE))) == (0, 0)


def test_time_to_the_first_message() -> None:
    # A: declared 06:30, first sent 06:40 → 600 s. The tabletop: started 06:00, first 06:25 → 1500.
    facts = messages(
        {"sent_at": "2025-02-12 06:55"},
        {"sent_at": "2025-02-12 06:40"},
        {},
        {"drill": "T", "sent_at": "2025-02-25 06:25"},
        recovery=DECLARED,
    )
    metric = first_message_median(facts)
    assert metric.value == (600 + 1500) / 2
    assert list(metric.rows["row_key"]) == ['["A", "M1"]', '["T", "M3"]']
    assert first_message_median(messages({})).note == "no data"


def test_acknowledged_of_those_sent() -> None:
    # Sent: M0 acknowledged, M1 not, M2 only acknowledged (so it was sent), M3 not asked to, M4
    # acknowledged without a time. Not sent: M5. → 3 of 5.
    facts = messages(
        {"sent_at": "2025-02-12 06:40", "acknowledged_at": "2025-02-12 06:45"},
        {"sent_at": "2025-02-12 06:40"},
        {"acknowledged_at": "2025-02-12 06:45"},
        {"sent_at": "2025-02-12 06:40", "acknowledged_empty": "not applicable"},
        {"sent_at": "2025-02-12 06:40", "acknowledged_empty": "no time given"},
        {},
    )
    assert part_of(acknowledged_rate(facts)) == (3, 5)
    assert acknowledged_rate(facts[5:]).note == "no data"


def test_a_yes_without_a_time_holds_once_the_message_is_out() -> None:
    row = {"sent_at": "2025-02-14 06:00", "acknowledged_empty": "no time given"}
    assert acknowledged_rate(messages(row, as_of=date(2025, 2, 13))).note == "no data"
    assert part_of(acknowledged_rate(messages(row, as_of=date(2025, 2, 14)))) == (1, 1)


def test_what_came_after_the_date_has_not_happened() -> None:
    row = {
        "due_at": "2025-02-12 07:00",
        "sent_at": "2025-02-12 06:40",
        "acknowledged_at": "2025-02-14 06:00",
    }
    assert part_of(acknowledged_rate(messages(row, as_of=date(2025, 2, 13)))) == (0, 1)
    assert part_of(acknowledged_rate(messages(row, as_of=date(2025, 2, 14)))) == (1, 1)


# --- Attendance and training ----------------------------------------------------------------------


def attendance(*rows: tuple[int | None, int | None, int | None]) -> tuple[Metric, Metric]:
    """Participation and training of drill A: invited, attended, trained."""
    named = [
        {"drill": "A", "participant": f"P{n}", "invited_count": invited,
         "attended_count": attended, "trained_count": trained_before}
        for n, (invited, attended, trained_before) in enumerate(rows)
    ]  # fmt: skip
    given_people = few_tables(participant=named)
    return participation(*given_people), trained(*given_people)


def test_people_and_teams_are_counted_in_people() -> None:
    # Invited 1 + 1 + 10 = 12; attended 1 + 0 + 8 = 9. Trained of those: 1 + 6 = 7.
    took_part, prepared = attendance((1, 1, 1), (1, 0, 1), (10, 8, 6))
    assert part_of(took_part) == (9, 12)
    assert part_of(prepared) == (7, 9)
    assert list(took_part.rows["in_numerator"]) == [True, False, True]


def test_the_uninvited_are_no_part_of_it() -> None:
    # 7 of a team of 5 came: 5 of 5. Two came without an invitation; both were trained.
    took_part, prepared = attendance((5, 7, 9), (None, 1, 1), (0, 1, 1))
    assert part_of(took_part) == (5, 5)
    assert part_of(prepared) == (9, 9)  # of 7 + 1 + 1 who came, at most as many as came


def test_a_blank_beside_recorded_attendance_was_not_seen() -> None:
    took_part, _ = attendance((1, 1, None), (1, None, None))
    assert part_of(took_part) == (1, 2)
    assert took_part.detail == [{"drill": "A", "part": 1, "whole": 2, "rows_blank": 1}]


def test_attendance_nobody_recorded_is_no_data() -> None:
    took_part, prepared = attendance((1, None, None), (5, None, None))
    assert (took_part.value, took_part.note) == (None, "no data")
    assert (prepared.value, prepared.note) == (None, "no data")


# --- A second opinion, and properties -------------------------------------------------------------

_counts = st.none() | st.integers(0, 9)
_attendance = st.lists(st.tuples(_counts, _counts, _counts), max_size=8)
_answers = st.none() | st.sampled_from([0, 1, 2, 3, 4, 5, 7])
_surveys = st.lists(
    st.tuples(_answers, _answers, _answers, st.sampled_from([None, 5, 10])), max_size=10
)


@settings(max_examples=40)
@given(_attendance)
def test_the_part_is_never_more_than_the_whole(rows: list[tuple[int | None, ...]]) -> None:
    for metric in attendance(*rows):  # type: ignore[arg-type]
        part, whole = part_of(metric)
        assert part is not None
        assert whole is not None
        assert 0 <= part <= whole
        assert (metric.value is None) == (whole == 0)


@settings(max_examples=40)
@given(_surveys)
def test_sql_counts_the_same_answers(rows: list[tuple[int | None, ...]]) -> None:
    survey = [
        {**row, "scale": scale}
        for row, scale in zip(sheets([r[:3] for r in rows]), [r[3] for r in rows], strict=True)
    ]
    tables, done = few_tables(survey=survey)
    kept = tables["survey"].copy(deep=True)
    with duckdb.connect() as connection:
        connection.register("survey", tables["survey"])
        answer = connection.execute(
            """
            SELECT count(*) FILTER (answer IN (4, 5)), count(*)
            FROM (UNPIVOT (SELECT * FROM survey) ON satisfaction, role_clarity, training
                  INTO NAME question VALUE answer)
            WHERE coalesce(scale, 5) = 5 AND answer BETWEEN 1 AND 5
            """
        ).fetchone()
    metric = satisfaction_favourable(tables, done)
    assert answer == part_of(metric)
    pd.testing.assert_frame_equal(tables["survey"], kept)  # the input is as it was
    turned = {**tables, "survey": tables["survey"].iloc[::-1].reset_index(drop=True)}
    assert part_of(satisfaction_favourable(turned, done)) == part_of(metric)
    by_question = question_shares(metric).values()
    assert sum(one["answers"] for one in by_question) == metric.denominator
    assert len(survey_answers(tables, done)) >= (metric.denominator or 0)
