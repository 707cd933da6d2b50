"""The headline rates once more, in SQL over the same rows: no pandas, none of our code."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings

from analytics.comparison import compare
from tests.analytics.frames import make_tables
from tests.analytics.random_tables import Rows, quarters
from tests.analytics.worked import Figures, figures, worked_rows

# Quarter, status and type of the drills are plain here; the tests of drills cover the rest.
SQL = """
WITH done AS (
    SELECT drill, started_at, ended_at
    FROM drill
    WHERE status IS DISTINCT FROM 'cancelled'
      AND exercise_type IS DISTINCT FROM 'tabletop'
),
objective AS (  -- the newest stated RTO on the drill's first day (all in winter, UTC+2)
    SELECT drill, system.system, max_by(rto_seconds, coalesce(valid_from_on, DATE '1900-01-01'))
        FILTER (WHERE rto_seconds IS NOT NULL
                AND coalesce(valid_from_on, DATE '1900-01-01')
                    <= CAST(started_at + INTERVAL 2 HOUR AS DATE)) AS rto_seconds
    FROM done, system GROUP BY ALL
),
begun AS (
    SELECT r.*, d.ended_at AS drill_end,
        coalesce(r.rto_seconds, o.rto_seconds) AS rto,
        CASE WHEN r.rto_seconds IS NULL THEN '<=' ELSE coalesce(r.rto_operator, '<=') END AS op,
        coalesce(r.is_in_scope, true) AS in_scope,
        coalesce(r.disrupted_at, r.detected_at, r.declared_at, r.recovery_started_at) IS NOT NULL
            AS has_begun,
        r.restored_at IS NOT NULL OR r.recovery_time_seconds IS NOT NULL AS is_back
    FROM recovery r JOIN done d USING (drill) LEFT JOIN objective o USING (drill, system)
),
judged AS (
    SELECT *, CASE
        WHEN outcome = 'not tested' THEN 'not tested'
        WHEN NOT has_begun AND NOT is_back AND outcome IS NULL AND data_loss_seconds IS NULL
            THEN 'not tested'
        WHEN (is_back OR outcome IN ('recovered', 'passed'))
            AND outcome IS DISTINCT FROM 'not recovered' THEN 'recovered'
        WHEN outcome = 'partial' THEN 'partial'
        WHEN outcome IN ('failed', 'not recovered') OR (has_begun AND outcome IS NULL)
            THEN 'not recovered'
        ELSE 'unknown' END AS came
    FROM begun
),
test AS (
    SELECT *, CASE WHEN came = 'recovered' AND restored_at IS NOT NULL
            THEN epoch(restored_at - disrupted_at)
        WHEN came = 'recovered' THEN recovery_time_seconds END AS took
    FROM judged
),
verdict AS (
    SELECT *, CASE
        WHEN came = 'not tested' THEN 'not tested'
        WHEN rto IS NULL THEN 'no objective'
        WHEN came IN ('partial', 'not recovered') THEN 'missed'
        WHEN took IS NULL THEN 'not measured'
        WHEN took < rto OR (took = rto AND op = '<=') THEN 'met'
        ELSE 'missed' END AS said
    FROM test
)
"""
RATES = """
SELECT
    count(*) FILTER (WHERE said = 'met'),
    count(*) FILTER (WHERE said IN ('met', 'missed')),
    count(*) FILTER (WHERE said IN ('met', 'missed')
        OR (in_scope AND said IN ('not tested', 'not measured'))),
    count(*) FILTER (WHERE took < 14400),
    count(*) FILTER (WHERE took IS NOT NULL OR came IN ('partial', 'not recovered')),
    median(took),
    (SELECT count(DISTINCT system) FROM verdict JOIN (SELECT DISTINCT system FROM system)
        USING (system) WHERE came IN ('recovered', 'partial', 'not recovered')
        OR (came = 'unknown' AND disrupted_at IS NOT NULL)),
    (SELECT count(DISTINCT system) FROM system)
FROM verdict
"""
CHANGE = """
SELECT sum(a.took), sum(b.took), count(*)
FROM verdict a JOIN verdict b USING (system)
WHERE a.drill = $1 AND b.drill = $2 AND a.took IS NOT NULL AND b.took IS NOT NULL
"""


def asked(rows: Rows, question: str, *values: str) -> tuple:
    """The one row that SQL answers over these rows."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        tables = make_tables(**rows)
        for name in ("system", "drill", "recovery"):
            connection.register(name, tables[name])
        answer = connection.execute(SQL + question, list(values)).fetchone()
    assert answer is not None
    return answer


def agree(found: Figures, rows: Rows) -> None:
    met, judged, conservative, under, against, median, covered, inventory = asked(rows, RATES)
    metrics = found.metrics
    pairs = {
        "rto_attainment": (met, judged),
        "conservative_attainment": (met, conservative),
        "recovery_target_attainment": (under, against),
        "coverage": (covered, inventory),
    }
    for name, (part, whole) in pairs.items():
        assert (metrics[name].numerator, metrics[name].denominator) == (part, whole), name
        assert metrics[name].value == (part / whole if whole else None)
    assert metrics["recovery_time_median"].value == median


def test_the_worked_example() -> None:
    rows = worked_rows()
    agree(figures(**rows), rows)
    assert asked(rows, RATES)[:3] == (9, 11, 12)
    assert asked(rows, CHANGE, "A", "B") == (810 * 60, 620 * 60, 4)


@settings(max_examples=20)
@given(quarters())
def test_any_quarter(rows: Rows) -> None:
    found = figures(**rows)
    agree(found, rows)
    result = compare(found.tests, "First", "Third", found.drills, "disruption:restored")
    before, after, count = asked(rows, CHANGE, "First", "Third")
    total = next(metric for metric in result.metrics if metric.id == "improvement_total")
    assert int(result.systems["is_matched"].sum()) == count
    if count and before:
        assert total.value == pytest.approx((before - after) / before)
    else:
        assert total.value is None
