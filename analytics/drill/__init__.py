"""One drill, finished: what its screen and its report show (`drill_figures`), and its replay."""

from analytics.drill.figures import (
    DrillFigures,
    Runbook,
    drill_figures,
    result_values,
    runbook_of,
)
from analytics.drill.ground import DrillGround, drill_ground
from analytics.drill.lanes import Lanes, task_lanes
from analytics.drill.records import DrillRecords, drill_records
from analytics.drill.replay import Moment, moment_of, moments
from analytics.drill.spans import (
    chain_of_the_slowest,
    gantt_rows,
    hold_spans,
    phase_spans,
    returns,
)

__all__ = [
    "DrillFigures",
    "DrillGround",
    "DrillRecords",
    "Lanes",
    "Moment",
    "Runbook",
    "chain_of_the_slowest",
    "drill_figures",
    "drill_ground",
    "drill_records",
    "gantt_rows",
    "hold_spans",
    "moment_of",
    "moments",
    "phase_spans",
    "result_values",
    "returns",
    "runbook_of",
    "task_lanes",
]
