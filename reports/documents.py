"""Finished figures as JSON documents: the shapes of commands.md, full precision, null unknown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analytics.comparison import Comparison
from analytics.comparison.pairing import PairFigures
from analytics.criteria import Criterion
from analytics.metric import Metric
from analytics.scorecard import Scope
from reports.plain import plain
from wording.evidence import evidence

NO_DATA = "no data"


def metric_document(metric: Metric) -> dict[str, Any]:
    """One figure: value, k of n, unit, interval, target, whether it is met, note, parts."""
    note = metric.note
    if metric.value is None and note is None:
        note = NO_DATA
    return {
        "value": plain(metric.value),
        "numerator": plain(metric.numerator),
        "denominator": plain(metric.denominator),
        "unit": metric.unit,
        "interval": plain(metric.interval),
        "target": plain(metric.target),
        "met": plain(metric.met),
        "note": note,
        "detail": plain(metric.detail),
    }


def metrics_document(
    scope: Scope,
    comparison: Comparison | None,
    metrics: Mapping[str, Metric],
    criteria: Iterable[Criterion],
) -> dict[str, Any]:
    """Every figure by id, and the five criteria with their evidence in one sentence."""
    pair = [comparison.drill_a, comparison.drill_b] if comparison else None
    return {
        "quarter": scope.quarter,
        "drill": scope.drill,
        "as_of": scope.as_of.isoformat(),
        "clock": scope.clock,
        "compare": pair,
        "metrics": {name: metric_document(metric) for name, metric in metrics.items()},
        "criteria": [
            {
                "criterion": one.criterion,
                "status": one.status,
                "evidence": evidence(one.sentence, one.facts),
            }
            for one in criteria
        ],
    }


def comparison_document(
    scope: Scope, comparison: Comparison | None, pair: PairFigures | None = None
) -> dict[str, Any]:
    """Drill A against drill B: the systems of both, what else differed, every measure.

    pair : the same comparison finished; with it also every verdict under every clock, what would
        have met each missed test, time lost beside gaps, and the gaps fixed in between.
    """
    assert comparison is not None  # the scope names two drills
    return {
        "a": comparison.drill_a,
        "b": comparison.drill_b,
        "as_of": scope.as_of.isoformat(),
        "clock": scope.clock,
        "systems": [
            {str(name): plain(value) for name, value in row.items() if "row_key" not in str(name)}
            for row in comparison.systems.to_dict("records")
        ],
        "confounders": [
            {str(name): plain(value) for name, value in row.items()}
            for row in comparison.confounders.to_dict("records")
        ],
        "metrics": {one.id: metric_document(one) for one in comparison.metrics},
        **({} if pair is None else _pair_parts(pair)),
    }


def _pair_parts(pair: PairFigures) -> dict[str, Any]:
    """What stands beside the measures of a comparison, one object a row."""
    flips = [
        {"against": against, **row}
        for against, frame in (
            ("own RTO", pair.step_flips),
            ("programme", pair.programme_flips),
        )
        for row in _objects(frame)
    ]
    for flip in flips:
        for name in ("parts", "alternatives"):
            flip[name] = [{"name": part, "seconds": seconds} for part, seconds in flip[name]]
    return {
        "clock_sensitivity": {
            "verdicts": _objects(pair.clock_verdicts),
            "by_clock": _objects(pair.by_clock),
        },
        "minimal_flip": flips,
        "gap_minutes": {
            "gaps": _objects(pair.gap_minutes.gaps),
            "tests": _objects(pair.gap_minutes.tests),
        },
        "fixed_gaps": _objects(pair.fixed_gaps),
    }


def _objects(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as objects, without the store's row keys."""
    kept = frame[[name for name in frame if not str(name).startswith(("row_key", "record"))]]
    return [
        {str(name): plain(value) for name, value in row.items()} for row in kept.to_dict("records")
    ]


TEST_COLUMNS = (
    "drill", "system", "disrupted_at", "detected_at", "declared_at", "recovery_started_at",
    "degraded_at", "restored_at", "validated_at", "last_recovery_point_at", "recovery_seconds",
    "net_of_holds_seconds", "rto_seconds", "rto_operator", "margin_seconds",
    "recovery_point_seconds", "rpo_seconds", "outcome", "verdict", "band", "marks",
)  # fmt: skip


def tests_document(tests: pd.DataFrame) -> dict[str, Any]:
    """One object a (drill, system), in the order of the frame."""
    columns = [name for name in TEST_COLUMNS if name in tests]
    rows = zip(*(tests[name] for name in columns), strict=True)
    return {"tests": [dict(zip(columns, map(plain, row), strict=True)) for row in rows]}


def explain_document(
    metric: Metric, keys: Mapping[str, tuple[str, ...]], lineage: Mapping[str, pd.DataFrame]
) -> dict[str, Any]:
    """The rows behind a figure, each with its cells.

    `keys` names each record's key fields; `lineage` has, per record, one row a (row_key, field).
    """
    cells = {
        (record, key): group.to_dict("records")
        for record, frame in lineage.items()
        for key, group in frame.groupby("row_key", sort=False)
    }
    rows = [
        {
            "record": row.record,
            "key": dict(zip(keys[row.record], json.loads(row.row_key), strict=True)),
            "in_numerator": bool(row.in_numerator),
            "in_denominator": bool(row.in_denominator),
            "cells": [_cell(one) for one in cells.get((row.record, row.row_key), [])],
        }
        for row in metric.rows.itertuples()
    ]
    return {"metric": metric.id, **metric_document(metric), "rows": rows}


_CELL = ("field", "value", "file", "sheet", "cell", "raw", "reading", "import_id", "mended")


def _cell(one: Mapping[Any, Any]) -> dict[str, Any]:
    """One value with its cell; of one that a person mended also who did, and when."""
    cell = {name: plain(one.get(name)) for name in _CELL}
    is_mended = cell["mended"] is not None
    who = {"mended_by": "person", "mended_at": "imported_at"}
    return cell | {name: plain(one.get(of)) if is_mended else None for name, of in who.items()}
