"""Which fields every figure rests on: where a person is led who asks for the cells behind it.

Records and fields by their names in the declaration; a metric's rows are of these records.
"""

from __future__ import annotations

from analytics.recovery.clock import STARTS, STOPS, read_clock

Fields = dict[str, tuple[str, ...]]

_CLOCK = (*STARTS.values(), *STOPS.values())
_TIME = (*_CLOCK, "recovery_time_seconds", "outcome")
_LOG: Fields = {"log": ("logged_at", "event", "system")}
_TARGET: Fields = {"target": ("operator", "value", "unit")}
_TESTS: Fields = {"recovery": _TIME, **_LOG, **_TARGET}
_AGAINST_RTO: Fields = {"recovery": (*_TIME, "rto_seconds"), **_LOG, **_TARGET}
_WITH_SCOPE: Fields = {"recovery": (*_TIME, "is_in_scope"), **_LOG, **_TARGET}
_STATE = ("status", "closed_on")
_DRILL_DATES = ("status", "planned_on", "started_at", "ended_at")


def _gap(*fields: str) -> Fields:
    return {"gap": ("drill", "identified_on", *_STATE, *fields), **_TARGET}


def _over(record: str, *fields: str) -> Fields:
    return {record: fields, **_TARGET}


# In the order of metrics.md, which is the order of the dictionary, the JSON and the reports.
METRIC_FIELDS: dict[str, Fields] = {
    # recovery
    "drills_completed": _over("drill", "exercise_type", *_DRILL_DATES),
    "scenarios_tested": _over("drill", "scenario_kind", *_DRILL_DATES),
    "rto_attainment": _AGAINST_RTO,
    "recovery_target_attainment": _TESTS,
    "recovery_target_consistent": _WITH_SCOPE,
    "conservative_attainment": {
        "recovery": (*_TIME, "rto_seconds", "is_in_scope"),
        **_LOG,
        **_TARGET,
    },
    "rpo_attainment": {
        "recovery": (
            "disrupted_at",
            "last_recovery_point_at",
            "data_loss_seconds",
            "rpo_seconds",
            "outcome",
        ),
        **_LOG,
        **_TARGET,
    },
    "coverage": {"system": ("tier", "valid_from_on"), **_TESTS},
    "recovery_time_median": _TESTS,
    "recovery_time_slowest": _TESTS,
    "time_to_recover_km_median": _TESTS,
    "phase_share": {"recovery": _CLOCK, **_LOG, **_TARGET},
    "system_hours_lost": _TESTS,
    "downtime_cost": {"system": ("hourly_downtime_cost",), **_TESTS},
    # drill over drill
    "improvement_typical": _TESTS,
    "improvement_total": _TESTS,
    "systems_improved": _TESTS,
    "systems_regressed": _TESTS,
    "systems_unchanged": _TESTS,
    "verdict_matrix": _AGAINST_RTO,
    "attainment_change": _AGAINST_RTO,
    "improvement_evidence": _TESTS,
    # gaps
    "gap_closure_rate": _gap(),
    "gaps_closed_before_next_drill": _gap(),
    "gaps_verified": {
        **_gap("system", "retest_drill", "retested_on", "retest_result"),
        "recovery": (*_TIME, "rto_seconds"),
        **_LOG,
    },
    "gaps_overdue": _gap("due_on"),
    "gaps_unmanaged": _gap("owner", "due_on"),
    "gap_age_median": _gap(),
    "time_to_close_median": _gap(),
    "gaps_recurring": _gap("system", "category", "recurs_gap"),
    "gaps_reopened": _gap(),
    # programme and people
    "milestones_on_time": _over("milestone", "planned_on", "completed_on", "status"),
    "milestone_slip_days": _over("milestone", "planned_on", "completed_on", "status"),
    "deliverables_done": _over("deliverable", "is_done", "done_on", "due_on"),
    "actions_done": _over("action", "gap", "status", "completed_on"),
    "criteria_met": _over("criterion", "is_met"),
    "tasks_on_plan": _over(
        "task",
        "planned_duration_seconds",
        "planned_start_at",
        "planned_finish_at",
        "started_at",
        "finished_at",
    ),
    "satisfaction_favourable": _over("survey", "satisfaction", "role_clarity", "training", "scale"),
    "messages_on_time": _over("message", "due_at", "target_seconds", "sent_at"),
    "first_message_median": _over("message", "sent_at"),
    "acknowledged_rate": _over("message", "sent_at", "acknowledged_at"),
    "participation": _over("participant", "invited_count", "attended_count"),
    "trained": _over("participant", "attended_count", "trained_count"),
    "improvement_plan_complete": {
        **_gap("owner", "due_on"),
        "action": ("gap", "owner", "due_on", "status"),
    },
    "follow_up_drills": _over("drill", *_DRILL_DATES),
    "spend": _over("resource", "budget", "spent", "currency"),
}

METRIC_IDS = tuple(METRIC_FIELDS)

# These rest on every instant, whatever the clock.
_ALL_CLOCKS = ("phase_share", "rpo_attainment", "system_hours_lost", "downtime_cost")


def fields_behind(metric_id: str, clock: str) -> Fields:
    """The fields of `METRIC_FIELDS` without the instants that this clock does not read.

    Raises KeyError for an id that is none, ValueError for a clock that is none.
    """
    fields = METRIC_FIELDS[metric_id]
    if metric_id in _ALL_CLOCKS:
        return dict(fields)
    chosen = read_clock(clock)
    unread = set(_CLOCK) - {chosen.start_column, chosen.stop_column}
    return {
        record: tuple(name for name in names if record != "recovery" or name not in unread)
        for record, names in fields.items()
    }
