"""Recovery: every test measured (`measure`), and the measures over them (`recovery_metrics`)."""

from analytics.recovery.attainment import (
    conservative_attainment,
    coverage,
    drills_completed,
    in_measures,
    recovery_target_attainment,
    recovery_target_consistent,
    rpo_attainment,
    rto_attainment,
    scenarios_tested,
)
from analytics.recovery.clock import CLOCKS, PHASES, Clock, read_clock
from analytics.recovery.curve import area_lost, recovery_curve, tier_weights
from analytics.recovery.inventory import in_force, inventory_on
from analytics.recovery.losses import downtime_cost, system_hours_lost
from analytics.recovery.measuring import measure, timed, untimed
from analytics.recovery.sensitivity import every_clock_of, under_every_clock
from analytics.recovery.summary import recovery_metrics
from analytics.recovery.times import (
    phase_seconds,
    phase_share,
    recovery_time_median,
    recovery_time_slowest,
    survival,
    time_to_recover_km_median,
)

__all__ = [
    "CLOCKS",
    "PHASES",
    "Clock",
    "area_lost",
    "conservative_attainment",
    "coverage",
    "downtime_cost",
    "drills_completed",
    "every_clock_of",
    "in_force",
    "in_measures",
    "inventory_on",
    "measure",
    "phase_seconds",
    "phase_share",
    "read_clock",
    "recovery_curve",
    "recovery_metrics",
    "recovery_target_attainment",
    "recovery_target_consistent",
    "recovery_time_median",
    "recovery_time_slowest",
    "rpo_attainment",
    "rto_attainment",
    "scenarios_tested",
    "survival",
    "system_hours_lost",
    "tier_weights",
    "time_to_recover_km_median",
    "timed",
    "under_every_clock",
    "untimed",
]
