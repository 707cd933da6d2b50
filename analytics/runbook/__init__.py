"""The runbook of a drill: its tasks, what depended on what, and what held the finish."""

from analytics.runbook.critical_path import (
    CriticalPath,
    critical_path,
    last_task_of_each_system,
)
from analytics.runbook.planned import PlannedPath, planned_path
from analytics.runbook.tasks import Problem, runbook_tasks

__all__ = [
    "CriticalPath",
    "PlannedPath",
    "Problem",
    "critical_path",
    "last_task_of_each_system",
    "planned_path",
    "runbook_tasks",
]
