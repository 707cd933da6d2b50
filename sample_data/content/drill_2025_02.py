"""The drill of 19 March 2025, ransomware: real dates, formulas, short names."""

from __future__ import annotations

from datetime import datetime

from sample_data.content.people import PEOPLE
from sample_data.content.sheets import Book, Formula, Row, Sheet

DRILL = "DR-2025-02"
_MINUTES_A_DAY = 1440


def _at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2025-03-19 {clock}")


def _elapsed(minutes: int) -> Formula:
    """Restored less disrupted, as the sheet computes it: columns F and C (B is the service)."""
    return Formula("=F{row}-C{row}", minutes / _MINUTES_A_DAY)


_RESULTS: list[Row] = [
    ("Infrastructure", _at("09:10"), _at("09:16"), _at("09:30"), _at("10:32"), _at("10:39"),
     _at("08:40"), 90, _elapsed(82), "Recovered", "Lerato Mokoena", None),
    ("Payment", _at("09:10"), _at("09:14"), _at("09:30"), _at("10:58"), _at("11:15"),
     _at("09:08"), 120, _elapsed(108), "Recovered", "Nkosana Mahlangu",
     "Sign-off waited for the bank's test desk"),
    ("E-Commerce", _at("09:12"), _at("09:20"), _at("09:30"), _at("11:57"), _at("12:25"),
     _at("09:04"), 210, _elapsed(165), "Recovered", "Kagiso Tau", "DNS change ran by itself"),
    ("CRM", _at("09:18"), _at("09:26"), _at("09:30"), _at("11:58"), _at("12:20"),
     _at("08:30"), 240, _elapsed(160), "Recovered", "Fatima Davids",
     "Paused for a real incident, see the log"),
    ("Inventory", _at("09:15"), _at("09:24"), _at("09:30"), _at("12:27"), _at("12:50"),
     _at("08:37"), 240, _elapsed(192), "Recovered", "Mpho Maluleke",
     "38 minutes of stock movements entered again by hand"),
    ("Communication", _at("09:20"), _at("09:22"), _at("09:30"), _at("12:30"), _at("12:40"),
     _at("08:20"), 180, _elapsed(190), "Recovered", "Themba Zulu",
     "Mailboxes were rebuilt before chat and telephony"),
]  # fmt: skip

_IT, _PLANNING = "IT/Infrastructure", "Disaster Recovery Planning Team"
_TASKS: list[Row] = [
    (DRILL, "T-01 Confirm the alert, isolate the segment", "Infrastructure", "Detect", _IT, None,
     20, _at("09:10"), _at("09:26"), "Done", None),
    (DRILL, "T-02 Declare the disaster, call the teams", None, "Declare", _PLANNING, "T-01",
     5, _at("09:26"), _at("09:30"), "Done", "Declared by the deputy"),
    (DRILL, "T-03 Rebuild clean hosts", "Infrastructure", "Restore", _IT, "T-02",
     35, _at("09:42"), _at("10:15"), "Done", None),
    (DRILL, "T-04 Start network and name service", "Infrastructure", "Restore", _IT, "T-03",
     20, _at("10:15"), _at("10:32"), "Done", "Automated since February"),
    (DRILL, "T-05 Restore payment keys and token vault", "Payment", "Restore", _IT, "T-02",
     20, _at("09:50"), _at("10:08"), "Done", "Second safe"),
    (DRILL, "T-06 Start the payment gateway, reconcile", "Payment", "Restore", _IT, "T-04; T-05",
     25, _at("10:32"), _at("10:58"), "Done", None),
    (DRILL, "T-07 Restore the e-commerce database", "E-Commerce", "Restore", _IT, "T-03",
     60, _at("10:15"), _at("11:10"), "Done", None),
    (DRILL, "T-08 Start the storefront, change DNS", "E-Commerce", "Restore", _IT, "T-06; T-07",
     45, _at("11:12"), _at("11:57"), "Done", None),
    (DRILL, "T-09 Restore the CRM", "CRM", "Restore", _IT, "T-04",
     75, _at("10:32"), _at("11:58"), "Done", "15 minutes on hold"),
    (DRILL, "T-10 Restore the inventory, replay orders", "Inventory", "Restore", _IT, "T-04",
     90, _at("10:40"), _at("12:27"), "Done", "Replay by hand again"),
    (DRILL, "T-11 Start mail, chat and telephony", "Communication", "Restore", _IT, "T-03",
     100, _at("10:18"), _at("12:30"), "Done", None),
    (DRILL, "T-12 Place and pay test orders", "Inventory", "Validate", "Operations Team",
     "T-08; T-10", 25, _at("12:27"), _at("12:50"), "Done", None),
    (DRILL, "T-13 Sign off by the business", None, "Validate", "Operations Team",
     "T-09; T-11; T-12", 20, _at("12:50"), _at("13:05"), "Done", None),
    (DRILL, "T-14 Tell customers that all is back", None, "Close", "Communications Team", "T-13",
     10, _at("13:05"), _at("13:12"), "Done", None),
]  # fmt: skip

_MESSAGES: list[Row] = [
    (DRILL, "M-01 First alert", "Recovery teams", "Internal", "SMS", 10,
     _at("09:33"), _at("09:36"), 26, 26),
    (DRILL, "M-02 Notice to all staff", "All staff", "Internal", "SMS", 30,
     _at("09:48"), _at("10:02"), 342, 331),
    (DRILL, "M-03 Executive briefing", "Executive committee", "Internal", "Phone", 30,
     _at("09:45"), _at("09:50"), 6, 6),
    (DRILL, "M-04 Call to the bank", "Acquiring bank", "External", "Phone", 45,
     _at("10:05"), _at("10:11"), 1, 1),
    (DRILL, "M-05 Customer notice", "Customers", "External", "Status page", 60,
     _at("10:21"), "N/A", None, None),
    (DRILL, "M-06 Seller notice", "Marketplace sellers", "External", "E-mail from outside", 90,
     _at("10:52"), None, 1162, 1149),
    (DRILL, "M-07 Update to customer service", "Customer Service Team", "Internal", "Phone", 60,
     _at("09:58"), _at("10:01"), 14, 14),
    (DRILL, "M-08 Report to the information officer", "Information officer", "Internal", "Phone",
     60, _at("10:47"), _at("10:50"), 1, 1),
    (DRILL, "M-09 All clear", "Customers", "External", "Status page", "N/A",
     _at("13:12"), "N/A", None, None),
]  # fmt: skip

_CRITERIA: list[Row] = [
    (DRILL, "Every system restored in less than 4 hours", None, "< 4 h",
     "slowest 3 h 12 min (Inventory)", "☑", "Results"),
    (DRILL, "Payments taken again within 2 hours", "Payment", "2 h", "1 h 48 min", "☑", "Results"),
    (DRILL, "Orders can be placed and paid", "E-Commerce", "3 of 3 test orders", "3 of 3", "☑",
     "Runbook T-12"),
    (DRILL, "At most 30 minutes of stock movements lost", "Inventory", "30 min", "38 min", "❌",
     "Results"),
    (DRILL, "Staff told within 30 minutes of the declaration", None, "30 min", "18 min", "☑",
     "Messages M-02"),
    (DRILL, "Runbook followed", None, "at most 2 deviations", "1 deviation", "☑", "Log"),
    (DRILL, "Infected segment isolated within 20 minutes", "Infrastructure", "20 min", "16 min",
     "☑", "Runbook T-01"),
]  # fmt: skip

_ABSENT = {"Dineo Phiri"}
_UNTRAINED = {"Gert Fourie"}
_PARTICIPANTS: list[Row] = [
    (
        DRILL,
        name,
        team,
        role,
        1,
        0 if name in _ABSENT else 1,
        0 if name in _ABSENT | _UNTRAINED else 1,
        None if name in _ABSENT else "Yes",
    )
    for name, team, role in PEOPLE
]

BOOK = Book(
    "Sample - 06 2025-Q1 drill 2, ransomware.xlsx",
    (
        Sheet(
            "Recovery",
            "Drill 2 of 2025-Q1: recovery results",
            ("Service", "Fault injected", "Fault detected", "Incident declared", "Service restored",
             "Stability confirmed", "Restore point", "RTO (min)", "Recovery time", "Outcome",
             "Checked by", "Remarks"),
            _RESULTS,
            facts=(("Drill ID", DRILL), ("Drill start", _at("09:00")), ("Drill end", _at("13:45")),
                   ("Time zone", "Africa/Johannesburg"), ("Lead", "Nomsa Khumalo")),
            total=("Total", None, None, None, None, None, None, None,
                   Formula("=SUM(J{first}:J{last})", 897 / _MINUTES_A_DAY)),
            left=1,
        ),
        Sheet(
            "Steps",
            "Drill 2 of 2025-Q1: runbook steps",
            ("Drill", "Step", "System", "Phase", "Responsible", "Depends on", "Planned (min)",
             "Start", "End", "Status", "Notes"),
            _TASKS,
        ),
        Sheet(
            "Communications",
            "Drill 2 of 2025-Q1: who was told when, targets from the declaration",
            ("Drill", "Notification", "Audience", "Internal/External", "Channel", "Target (min)",
             "Time sent", "Ack time", "Recipients", "Reached"),
            _MESSAGES,
        ),
        Sheet(
            "Success criteria",
            "Drill 2 of 2025-Q1: success criteria",
            ("Drill", "Criterion", "System", "Target", "Result", "Met", "Evidence"),
            _CRITERIA,
        ),
        Sheet(
            "Attendance",
            "Drill 2 of 2025-Q1: who took part (1 = yes)",
            ("Drill", "Name", "Team", "Drill role", "Invited", "Attended", "Trained",
             "Knows role"),
            _PARTICIPANTS,
        ),
    ),
)  # fmt: skip
