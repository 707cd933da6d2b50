"""The two drills of July to September 2024: a sheet a drill, durations typed as they came."""

from __future__ import annotations

from datetime import time

from sample_data.content.sheets import Book, Row, Sheet

_DRILL_1: list[Row] = [
    ("Infrastructure & Hosting", "Yes", 2, "200 min", 45, "Fail", "Spare server had no licence"),
    ("Payment Processing", "Yes", 2, "2h 45m", 4, "Fail", "Nobody on shift knew the key holder"),
    ("E-Commerce Platform", "Yes", 4, "5h 10m", 25, "Fail", None),
    ("CRM System", "Yes", 4, time(4, 0), 90, "Pass", "Back at 13:00 on the dot"),
    ("Inventory Management", "Yes", 4, "N/A", "N/A", "Not recovered",
     "Restore stopped at 60 %; backup had never been tried"),
    ("Internal Communication", "Yes", 8, "Not tested", "Not tested", "Not tested",
     "No test mailboxes on the rack"),
]  # fmt: skip

_DRILL_2: list[Row] = [
    ("Infrastructure & Hosting", "2 hours", "—", "T+2:30", "40 min", "Fail", None),
    ("Payment Processing", "2 hours", "—", "T+2:20", "0", "Fail", None),
    ("E-Commerce Platform", "4 hours", "T+3:05", "T+4:35", "20 min", "Fail",
     "Filter had to be switched on by hand"),
    ("CRM System", "4 hours", "—", "T+3:30", "55 min", "Pass", None),
    ("Inventory Management", "4 hours", "T+3:40", "—", "N/A", "Partial",
     "Stock could be read, not booked, when the drill ended"),
    ("Internal Communication", "8 hours", "—", "T+5:30", "~1 h", "Pass", None),
]  # fmt: skip

_ATTENDANCE: list[Row] = [
    ("DR-2024-01", "Disaster Recovery Planning Team", 3, 3, 2),
    ("DR-2024-01", "IT/Infrastructure Team", 9, 7, 4),
    ("DR-2024-01", "Operations Team", 4, 2, 0),
    ("DR-2024-01", "Customer Service Team", 3, 1, 0),
    ("DR-2024-02", "Disaster Recovery Planning Team", 3, 3, 2),
    ("DR-2024-02", "IT/Infrastructure Team", 9, 8, 5),
    ("DR-2024-02", "Operations Team", 4, 3, 1),
    ("DR-2024-02", "Customer Service Team", 3, 2, 1),
    ("DR-2024-02", "Communications Team", 2, 1, 0),
]

_FEEDBACK: list[Row] = [
    ("DR-2024-02", "R-01", "IT/Infrastructure Team", 4, 4, 3, None),
    ("DR-2024-02", "R-02", "IT/Infrastructure Team", 4, 4, 4, None),
    ("DR-2024-02", "R-03", "IT/Infrastructure Team", 3, 4, 3, "Too many people on one call"),
    ("DR-2024-02", "R-04", "IT/Infrastructure Team", 4, 5, 4, None),
    ("DR-2024-02", "R-05", "IT/Infrastructure Team", 2, 3, 2, None),
    ("DR-2024-02", "R-06", "IT/Infrastructure Team", 4, 4, 4, None),
    ("DR-2024-02", "R-07", "Operations Team", 3, 2, 2, "I did not know what was asked of me"),
    ("DR-2024-02", "R-08", "Operations Team", 2, 3, 1, None),
    ("DR-2024-02", "R-09", "Operations Team", 3, 3, 3, None),
    ("DR-2024-02", "R-10", "Customer Service Team", 3, 2, 3, "Nobody told us it had started"),
    ("DR-2024-02", "R-11", "Disaster Recovery Planning Team", 5, 5, 4, None),
    ("DR-2024-02", "R-12", "Disaster Recovery Planning Team", 4, 4, 4, None),
]

BOOK = Book(
    "Sample - 03 drills 2024-Q3.xlsx",
    (
        Sheet(
            "Drill 14 Aug",
            "Recovery results, database server failure",
            ("System / Application", "In scope?", "Target RTO (hrs)", "Actual RTO",
             "Data loss (min)", "Result", "Notes"),
            _DRILL_1,
            facts=(("Drill ID", "DR-2024-01"), ("Drill start", "14/08/2024 09:00"),
                   ("Drill end", "14/08/2024 16:00"), ("Time zone", "Africa/Johannesburg"),
                   ("Lead", "Nomsa Khumalo")),
        ),
        Sheet(
            "Drill 18 Sep",
            "Recovery results, DDoS on the storefront",
            ("Service", "RTO target", "Degraded service at", "Service restored", "Data loss",
             "Status", "Remarks"),
            _DRILL_2,
            facts=(("Drill ID", "DR-2024-02"), ("Drill start", "18/09/2024 09:00"),
                   ("Drill end", "18/09/2024 15:30"), ("Time zone", "Africa/Johannesburg"),
                   ("Lead", "Nomsa Khumalo")),
        ),
        Sheet("Attendance", "Who took part, people by team",
              ("Drill", "Participant", "Invited", "Attended", "Trained"), _ATTENDANCE),
        Sheet(
            "Feedback",
            "Feedback forms, 1 = not at all, 5 = fully",
            ("Drill", "Respondent", "Team", "Satisfied with process", "Understood my role",
             "Adequately trained", "Comments"),
            _FEEDBACK,
        ),
    ),
)  # fmt: skip
