"""The programme: milestones, deliverables, risks and budget by quarter."""

from __future__ import annotations

from datetime import date

from sample_data.content.sheets import Book, Formula, Row, Sheet

_PLANNING = "Disaster Recovery Planning Team"
_DRILLERS = "IT, Operations, Business Teams"
_MENDERS = "IT, Operations, Risk Management"

_PREPARE = "Planning and Scenario Development"
_FIRST = "First Disaster Recovery Drill Execution"
_MEND = "Address Gaps and Implement Improvements"
_SECOND = "Second Disaster Recovery Drill Execution"
_REVIEW = "Post-Drill Review and Continuous Improvement"

_MILESTONES: list[Row] = [
    ("2024-Q4", 1, _PREPARE, "Scenarios and scope of both drills",
     date(2024, 10, 31), date(2024, 10, 29), _PLANNING, "Done", None),
    ("2024-Q4", 2, _FIRST, "Recover every system at the second site",
     date(2024, 11, 8), date(2024, 11, 13), _DRILLERS, "Done", _PREPARE),
    ("2024-Q4", 3, _MEND, "Close the gaps of November",
     date(2024, 11, 29), date(2025, 1, 17), _MENDERS, "Done", _FIRST),
    ("2024-Q4", 4, _SECOND, "Recover with the night shift alone",
     date(2024, 12, 6), date(2024, 12, 5), _DRILLERS, "Done", _MEND),
    ("2024-Q4", 5, _REVIEW, "Report of the year, plan of the next",
     "Ongoing after December 2024", date(2025, 1, 22), _PLANNING, "Done", _SECOND),
    ("2025-Q1", 1, _PREPARE, "Realistic scenarios, scope, timeline and roles for the first drill",
     "February 2025", date(2025, 2, 7), _PLANNING, "Done", None),
    ("2025-Q1", 2, _FIRST, "Test readiness and response of all teams",
     "February 2025", date(2025, 2, 12), _DRILLERS, "Done", _PREPARE),
    ("2025-Q1", 3, _MEND, "Find and close the gaps of the first drill",
     "February 2025", None, _MENDERS, "In progress", _FIRST),
    ("2025-Q1", 4, _SECOND, "Test the improvements against the recovery objectives",
     "March 2025", date(2025, 3, 19), _DRILLERS, "Done", _MEND),
    ("2025-Q1", 5, _REVIEW, "Review both drills, keep improving",
     "Ongoing after March 2025", None, _PLANNING, "In progress", _SECOND),
    ("2025-Q2", 1, _PREPARE, "Flood and supplier scenarios", "April 2025", None, _PLANNING,
     "In progress", None),
    ("2025-Q2", 2, _FIRST, "Work without the Durban site", "May 2025", None, _DRILLERS,
     "Planned", _PREPARE),
    ("2025-Q2", 3, _MEND, "Close the gaps of May", "June 2025", None, _MENDERS, "Planned", _FIRST),
    ("2025-Q2", 4, _SECOND, "Take payments through the second supplier", "June 2025", None,
     _DRILLERS, "Planned", _MEND),
    ("2025-Q2", 5, _REVIEW, "Review both drills, keep improving", "Ongoing after June 2025", None,
     _PLANNING, "Planned", _SECOND),
]  # fmt: skip

_Q1 = "2025-Q1"
_DELIVERABLES: list[Row] = [
    (_Q1, _PREPARE, "Drill scenarios and test objectives", "Nomsa Khumalo",
     date(2025, 2, 7), "Yes", date(2025, 2, 5), "DR share / 2025-Q1 / scenarios"),
    (_Q1, _PREPARE, "List of roles and responsibilities of the participants", "Thabo Nkosi",
     date(2025, 2, 7), "Yes", date(2025, 2, 6), "DR share / 2025-Q1 / roles"),
    (_Q1, _PREPARE, "Drill execution plan with timeline and communication protocols",
     "Thabo Nkosi", date(2025, 2, 7), "Yes", date(2025, 2, 7), "DR share / 2025-Q1 / plan"),
    (_Q1, _FIRST, "Report of the first drill: recovery times, effectiveness, lessons",
     "Nomsa Khumalo", date(2025, 2, 21), "Yes", date(2025, 2, 20), "DR share / 2025-Q1 / drill 1"),
    (_Q1, _FIRST, "List of gaps, challenges and weaknesses in the recovery", "Thabo Nkosi",
     date(2025, 2, 14), "Yes", date(2025, 2, 14), "DR share / 2025-Q1 / gaps"),
    (_Q1, _FIRST, "Immediate corrective actions before the second drill", "Pieter van der Merwe",
     date(2025, 2, 28), "Yes", date(2025, 2, 28), "DR share / 2025-Q1 / actions"),
    (_Q1, _MEND, "Action plan of improvements from the first drill", "Lerato Mokoena",
     date(2025, 2, 21), "Yes", date(2025, 2, 21), "DR share / 2025-Q1 / actions"),
    (_Q1, _MEND, "Revised recovery procedures, documentation and tools", "Sipho Dlamini",
     date(2025, 2, 28), "Yes", date(2025, 3, 14), "Runbook v7"),
    (_Q1, _SECOND, "Report of the second drill: recovery times, effectiveness, lessons",
     "Nomsa Khumalo", date(2025, 3, 28), "Yes", date(2025, 3, 26), "DR share / 2025-Q1 / drill 2"),
    (_Q1, _SECOND, "Updated recovery procedures and plans after the second drill",
     "Thabo Nkosi", date(2025, 3, 31), "No", None, None),
    (_Q1, _SECOND, "Final assessment: less than 4 hours in both drills?", "Nomsa Khumalo",
     date(2025, 3, 31), "Yes", date(2025, 3, 28), "DR share / 2025-Q1 / assessment"),
    (_Q1, _REVIEW, "Final review: outcomes, gaps and improvement under way", "Nomsa Khumalo",
     date(2025, 4, 11), "No", None, None),
    (_Q1, _REVIEW, "Plan of continuous improvement: next drills, test procedures, training",
     "Reshma Pillay", date(2025, 4, 11), "No", None, None),
]  # fmt: skip

_RISKS: list[Row] = [
    (_Q1, "Inadequate Testing Environment", 3, 4, 2, 3,
     "Keep the isolated copy as close to production as possible, on virtual machines where needed",
     "Pieter van der Merwe", "Mitigated", "Production-like below 4 for a drill"),
    (_Q1, "Lack of Participant Engagement", 3, 3, 2, 2,
     "Train before the drill, name every role, review together after it",
     "Nomsa Khumalo", "Mitigated", "Attendance below 90 %"),
    (_Q1, "Time Constraints", 4, 4, 3, 4,
     "Leave room in the plan for both drills, the gap analysis and the improvements",
     "Lerato Mokoena", "Occurred", "Gaps of the first drill still open a week before the second"),
]  # fmt: skip

_BUDGET: list[Row] = [
    ("2024-Q4", "DR testing platform licence", "Tool", 110_000, 110_000, "ZAR", "Yes"),
    ("2024-Q4", "Test rack in Midrand", "Testing infrastructure", 90_000, 113_500, "ZAR", "Yes"),
    ("2024-Q4", "Staff time of both drills", "Personnel", 130_000, 141_200, "ZAR", "Yes"),
    ("2024-Q4", "Training", "Training", 40_000, 21_000, "ZAR", "Yes"),
    (_Q1, "Disaster Recovery Planning Team, time", "Personnel", 48_000, 52_400, "ZAR", "Yes"),
    (_Q1, "IT/Infrastructure Team, time and overtime", "Personnel", 96_000, 103_800, "ZAR", "Yes"),
    (_Q1, "Operations and Customer Service Teams, time", "Personnel", 38_000, 35_100, "ZAR",
     "Yes"),
    (_Q1, "Communications Team, time", "Personnel", 16_000, 14_700, "ZAR", "Yes"),
    (_Q1, "Compliance and Legal Teams, time", "Personnel", 14_000, None, "ZAR", "Yes"),
    (_Q1, "DR testing platform licence", "Tool", 120_000, 118_400, "ZAR", "Yes"),
    (_Q1, "Backup and restore: log backups for the inventory", "Tool", 85_000, None, "ZAR", "No"),
    (_Q1, "Incident management tool", "Tool", 36_000, 36_000, "ZAR", "Yes"),
    (_Q1, "Isolated copy of production", "Testing infrastructure", 210_000, 198_700, "ZAR", "Yes"),
    (_Q1, "Ransomware simulation by an outside firm", "Testing infrastructure", 95_000, 102_300,
     "ZAR", "Yes"),
    (_Q1, "Training of all teams before the drills", "Training", 60_000, 54_500, "ZAR", "Yes"),
]  # fmt: skip

BOOK = Book(
    "Sample - 11 programme, milestones to budget.xlsx",
    (
        Sheet(
            "Milestones",
            "Milestones by quarter",
            ("Quarter", "No", "Milestone", "Objective", "Completion Date", "Actual date",
             "Responsible Team", "Status", "Depends on"),
            _MILESTONES,
        ),
        Sheet(
            "Deliverables",
            "Deliverables of 2025-Q1",
            ("Quarter", "Milestone", "Deliverable", "Author", "Due date", "Delivered?",
             "Date delivered", "Location"),
            _DELIVERABLES,
        ),
        Sheet(
            "Risks",
            "Risks to the target of 2025-Q1, 1 = low, 5 = high",
            ("Quarter", "Risk", "Likelihood", "Impact", "Residual likelihood", "Residual impact",
             "Mitigation", "Risk owner", "Status", "Early warning"),
            _RISKS,
        ),
        Sheet(
            "Budget",
            "Budget and spend in rand",
            ("Quarter", "Budget line", "Type", "Budget (ZAR)", "Actual (ZAR)", "Currency",
             "In place"),
            _BUDGET,
            total=("Total", None, None, Formula("=SUM(D{first}:D{last})", 1_188_000, "amount"),
                   Formula("=SUM(E{first}:E{last})", 1_101_600, "amount")),
        ),
    ),
)  # fmt: skip
