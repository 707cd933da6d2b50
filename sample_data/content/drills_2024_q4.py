"""The drills of October to December 2024: one results sheet, dates and times apart."""

from __future__ import annotations

from datetime import datetime, time

from sample_data.content.sheets import Book, Row, Sheet

_FLOOD, _NIGHT = "DR-2024-04", "DR-2024-05"
_TABLETOP: list[Row] = [
    ("DR-2024-03", "E-Commerce", "3 h", "Guess of the team, nothing was run"),
    ("DR-2024-03", "Payment", "90 min", "Guess of the team, nothing was run"),
    ("DR-2024-03", "CRM", "3.5 h", "Guess of the team, nothing was run"),
]

# The tick behind the storefront is wrong: 4 h 20 min is over 4 h.
_RESULTS: list[Row] = [
    (_FLOOD, "Infrastructure", "13/11/2024", time(9, 5), "13/11/2024", time(11, 0), "✅", "20 min",
     None),
    (_FLOOD, "Payment", "13/11/2024", time(9, 5), "13/11/2024", time(11, 15), "❌", "2 min", None),
    (_FLOOD, "E-Commerce", "13/11/2024", time(9, 5), "13/11/2024", time(13, 25), "✅", "10 min",
     "Index of the catalogue took 90 minutes to build"),
    (_FLOOD, "CRM", "13/11/2024", time(9, 10), "13/11/2024", time(12, 55), "✅", "30–45 min", None),
    (_FLOOD, "Inventory", "13/11/2024", time(9, 10), "13/11/2024", time(13, 50), "❌", "40 min",
     None),
    (_FLOOD, "Communication", "13/11/2024", time(9, 5), "13/11/2024", time(13, 35), "✅", "1 h",
     "Telephone exchange has no second site"),
    (),
    (_NIGHT, "Infrastructure", "04/12/2024", time(22, 10), "04/12/2024", time(23, 50), "✅",
     "15 min", None),
    (_NIGHT, "Payment", "04/12/2024", time(22, 10), "05/12/2024", time(0, 10), "✅", "0",
     "2 hours to the minute"),
    (_NIGHT, "E-Commerce", "04/12/2024", time(22, 10), "05/12/2024", time(2, 0), "✅", "8 min",
     None),
    (_NIGHT, "CRM", "04/12/2024", time(22, 10), "05/12/2024", time(1, 30), "✅", "25 min", None),
    (_NIGHT, "Inventory", "04/12/2024", time(22, 15), "05/12/2024", time(2, 20), "❌", "35 min",
     "No script to roll the change back"),
]  # fmt: skip

_ATTENDANCE: list[Row] = [
    ("DR-2024-03", "Disaster Recovery Planning Team", 4, 4, 4),
    ("DR-2024-03", "IT/Infrastructure Team", 5, 4, 3),
    ("DR-2024-03", "Compliance and Legal Team", 3, 3, 1),
    (_FLOOD, "Disaster Recovery Planning Team", 4, 4, 4),
    (_FLOOD, "IT/Infrastructure Team", 9, 9, 7),
    (_FLOOD, "Operations Team", 5, 4, 2),
    (_FLOOD, "Customer Service Team", 3, 2, 1),
    (_FLOOD, "Communications Team", 2, 2, 1),
    (_NIGHT, "IT/Infrastructure Team", 6, 5, 4),
    (_NIGHT, "Operations Team", 2, 2, 1),
]

_MESSAGES: list[Row] = [
    (_FLOOD, "M-01 First alert", "Recovery teams", "Internal", "SMS", 15,
     datetime(2024, 11, 13, 9, 22), datetime(2024, 11, 13, 9, 31)),
    (_FLOOD, "M-02 Notice to all staff", "All staff", "Internal", "E-mail", 30,
     datetime(2024, 11, 13, 9, 28), None),
    (_FLOOD, "M-03 Executive briefing", "Executive committee", "Internal", "Phone", 30,
     datetime(2024, 11, 13, 9, 41), datetime(2024, 11, 13, 9, 45)),
    (_FLOOD, "M-04 Customer notice", "Customers", "External", "Status page", 60,
     datetime(2024, 11, 13, 9, 58), None),
]  # fmt: skip

_FEEDBACK: list[Row] = [
    (_FLOOD, "R-01", "IT/Infrastructure Team", 4, 4, 4, None),
    (_FLOOD, "R-02", "IT/Infrastructure Team", 4, 5, 4, None),
    (_FLOOD, "R-03", "IT/Infrastructure Team", 5, 4, 4, None),
    (_FLOOD, "R-04", "IT/Infrastructure Team", 4, 4, 3, None),
    (_FLOOD, "R-05", "IT/Infrastructure Team", 3, 4, 4, None),
    (_FLOOD, "R-06", "IT/Infrastructure Team", 4, 4, 4, None),
    (_FLOOD, "R-07", "IT/Infrastructure Team", 4, 5, 5, None),
    (_FLOOD, "R-08", "Operations Team", 4, 4, 3, None),
    (_FLOOD, "R-09", "Operations Team", 3, 3, 2, "Training came after the drill"),
    (_FLOOD, "R-10", "Customer Service Team", 2, 3, 2, None),
    (_FLOOD, "R-11", "Customer Service Team", 3, 3, 3, "The call tree is out of date"),
    (_FLOOD, "R-12", "Communications Team", 4, 4, 4, None),
    (_FLOOD, "R-13", "Disaster Recovery Planning Team", 5, 5, 4, None),
    (_FLOOD, "R-14", "Disaster Recovery Planning Team", 4, 4, 4, None),
]

BOOK = Book(
    "Sample - 04 drills 2024-Q4.xlsx",
    (
        Sheet("Tabletop 16 Oct", "Ransomware tabletop, recovery times as guessed",
              ("Drill", "System", "Time to recover", "Notes"), _TABLETOP),
        Sheet(
            "Results",
            "Recovery results, November and December",
            ("Drill", "Application Name", "Server Down Date", "Server Down Time", "Server Up Date",
             "Server Up Time", "RTO Met?", "Data loss", "Comments"),
            _RESULTS,
        ),
        Sheet("Attendance", "Who took part, people by team",
              ("Drill", "Participant", "Invited", "Attended", "Trained"), _ATTENDANCE),
        Sheet(
            "Notifications",
            "Who was told when, 13 November",
            ("Drill", "Notification", "Audience", "Internal/External", "Channel", "Target (min)",
             "Time sent", "Ack time"),
            _MESSAGES,
        ),
        Sheet(
            "Feedback",
            "Feedback forms, 1 = not at all, 5 = fully",
            ("Drill", "Respondent", "Team", "Overall satisfaction", "Roles clear",
             "Training adequate", "Remarks"),
            _FEEDBACK,
        ),
    ),
)  # fmt: skip
