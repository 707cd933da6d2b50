"""The drill of 12 February 2025, power loss: times typed as text, day first."""

from __future__ import annotations

from datetime import datetime, timedelta

from sample_data.content.people import PEOPLE
from sample_data.content.sheets import Book, Cell, Row, Sheet

DRILL = "DR-2025-01"
_FACTS: tuple[tuple[str, Cell], ...] = (
    ("Drill ID", DRILL),
    ("Drill start", "12 February 2025 08:00"),
    ("Drill end", "12 February 2025 13:00"),
    ("Time zone", "Africa/Johannesburg"),
    ("Lead", "Nomsa Khumalo"),
)


def _on(clock: str) -> str:
    """A time of the drill's day as its clerk typed it."""
    return f"12/02/2025 {clock}"


def _at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2025-02-12 {clock}")


# Two things were typed wrong, as happens: the PASS behind the storefront (3 h 42 min is over 3.5 h)
# and the 2:25 behind payments (08:00 to 10:35 is 2 h 35 min).
_RESULTS: list[Row] = [
    ("Infrastructure & Hosting", _on("08:00"), _on("08:09"), _on("08:25"), _on("08:40"),
     _on("10:00"), _on("10:15"), _on("07:10"), "1h 30m", "2h 00m", "FAIL", "Lerato Mokoena",
     "Standby array booted at the second attempt"),
    ("Payment Processing", _on("08:00"), _on("08:06"), _on("08:25"), _on("09:20"),
     _on("10:35"), _on("11:05"), _on("07:57"), "2 hours", "2:25", "FAIL", "Nkosana Mahlangu",
     "Keys were in one safe, its holder on the road"),
    ("E-Commerce Platform", _on("08:00"), _on("08:11"), _on("08:25"), _on("09:35"),
     _on("11:42"), _on("12:10"), _on("07:48"), "3.5 hrs", "222 min", "PASS", "Kagiso Tau",
     "DNS changed by hand"),
    ("CRM System", _on("08:00"), _on("08:20"), _on("08:25"), _on("10:02"),
     _on("11:20"), _on("11:55"), _on("06:35"), "4h", "3h 20m", "PASS", "Fatima Davids", None),
    ("Inventory Management", _on("08:00"), _on("08:14"), _on("08:25"), _on("10:05"),
     _on("11:50"), _on("12:20"), _on("07:25"), "240 min", "3:50", "PASS", "Mpho Maluleke",
     "35 minutes of stock movements entered again by hand"),
    ("Internal Communication", _on("08:00"), _on("08:05"), _on("08:25"), _on("09:25"),
     _on("11:05"), None, _on("07:00"), "4 h", timedelta(hours=3, minutes=5), "PASS",
     "Themba Zulu", "See the log for the sign-off"),
]  # fmt: skip

_INFRASTRUCTURE, _PAYMENT, _ECOMMERCE = "Infrastructure", "Payment", "E-Commerce"
_CRM, _INVENTORY, _MAIL = "CRM", "Inventory", "Communication"
_IT, _PLANNING = "IT/Infrastructure", "Disaster Recovery Planning Team"
_TASKS: list[Row] = [
    ("T-01 Confirm the power loss, open the incident", _INFRASTRUCTURE, "Detect", _IT, None,
     _at("08:00"), _at("08:10"), _at("08:00"), _at("08:09"), "Done", None),
    ("T-02 Declare the disaster, call the teams", None, "Declare", _PLANNING, "T-01",
     _at("08:10"), _at("08:20"), _at("08:09"), _at("08:25"), "Done", "No deputy for the lead"),
    ("T-03 Start standby power and storage array", _INFRASTRUCTURE, "Restore", _IT, "T-02",
     _at("08:30"), _at("09:15"), _at("08:40"), _at("09:20"), "Done", None),
    ("T-04 Start hosts and network", _INFRASTRUCTURE, "Restore", _IT, "T-03",
     _at("09:15"), _at("09:35"), _at("09:20"), _at("10:00"), "Done", "Old firmware, second boot"),
    ("T-05 Restore payment keys and token vault", _PAYMENT, "Restore", _IT, "T-03",
     _at("09:15"), _at("09:45"), _at("09:20"), _at("10:10"), "Done", "Waited for the key holder"),
    ("T-06 Start the payment gateway, reconcile", _PAYMENT, "Restore", _IT, "T-04; T-05",
     _at("09:45"), _at("10:00"), _at("10:10"), _at("10:35"), "Done", None),
    ("T-07 Restore the e-commerce database", _ECOMMERCE, "Restore", _IT, "T-03",
     _at("09:15"), _at("10:15"), _at("09:35"), _at("10:50"), "Done", "Runbook names old servers"),
    ("T-08 Start the storefront, change DNS", _ECOMMERCE, "Restore", _IT, "T-06; T-07",
     _at("10:15"), _at("10:55"), _at("10:50"), _at("11:42"), "Done", "By hand"),
    ("T-09 Restore the CRM", _CRM, "Restore", _IT, "T-04",
     _at("09:35"), _at("10:55"), _at("10:02"), _at("11:20"), "Done", None),
    ("T-10 Restore the inventory, replay orders", _INVENTORY, "Restore", _IT, "T-04",
     _at("09:35"), _at("10:50"), _at("10:05"), _at("11:50"), "Done", "Replay by hand"),
    ("T-11 Start mail, chat and telephony", _MAIL, "Restore", _IT, "T-03",
     _at("09:15"), _at("10:45"), _at("09:25"), _at("11:05"), "Done", None),
    ("T-12 Place and pay test orders", _ECOMMERCE, "Validate", "Operations Team", "T-08; T-10",
     _at("10:55"), _at("11:25"), _at("11:50"), _at("12:10"), "Done", None),
    ("T-13 Sign off by the business", None, "Validate", "Operations Team", "T-09; T-11; T-12",
     _at("11:25"), _at("11:45"), _at("12:10"), _at("12:35"), "Done", None),
    ("T-14 Tell customers that all is back", None, "Close", "Communications Team", "T-13",
     _at("11:45"), _at("11:55"), _at("12:35"), _at("12:41"), "Done", None),
]  # fmt: skip

_MESSAGES: list[Row] = [
    ("M-01 First alert", "Recovery teams", "Internal", "SMS",
     _at("08:35"), _at("08:31"), _at("08:36"), 26, 24),
    ("M-02 Notice to all staff", "All staff", "Internal", "E-mail",
     _at("08:55"), _at("09:04"), _at("09:20"), 340, 290),
    ("M-03 Executive briefing", "Executive committee", "Internal", "Phone",
     _at("08:55"), _at("08:47"), _at("08:52"), 6, 6),
    ("M-04 Call to the bank", "Acquiring bank", "External", "Phone",
     _at("09:10"), _at("09:02"), _at("09:15"), 1, 1),
    ("M-05 Customer notice", "Customers", "External", "Status page",
     _at("09:25"), _at("10:12"), "N/A", None, None),
    ("M-06 Seller notice", "Marketplace sellers", "External", "E-mail",
     _at("10:00"), _at("10:40"), None, 1150, 1020),
    ("M-07 Update to customer service", "Customer Service Team", "Internal", "Phone",
     _at("09:25"), _at("09:21"), _at("09:30"), 14, 12),
    ("M-08 Report to the information officer", "Information officer", "Internal", "Phone",
     None, _at("09:50"), _at("09:51"), 1, 1),
    ("M-09 All clear", "Customers", "External", "Status page",
     _at("12:50"), _at("12:41"), "N/A", None, None),
]  # fmt: skip

_CRITERIA: list[Row] = [
    ("Every system restored in less than 4 hours", None, "< 4 h", "slowest 3 h 50 min (Inventory)",
     "Yes", "Results"),
    ("Payments taken again within 2 hours", _PAYMENT, "2 h", "2 h 35 min", "No", "Results"),
    ("Orders can be placed and paid", _ECOMMERCE, "3 of 3 test orders", "3 of 3", "Yes",
     "Runbook T-12"),
    ("At most 30 minutes of stock movements lost", _INVENTORY, "30 min", "35 min", "No",
     "Results"),
    ("Staff told within 30 minutes of the declaration", None, "30 min", "39 min", "No",
     "Messages M-02"),
    ("Runbook followed", None, "at most 2 deviations", "5 deviations", "No", "Log"),
]  # fmt: skip

_ABSENT = {"Gert Fourie", "Dineo Phiri", "Charlene Adams"}
_UNTRAINED = {"Kagiso Tau", "Zanele Ndlovu", "Marlene Jacobs", "Themba Zulu", "Tintswalo Baloyi"}
_UNSURE = {"Kagiso Tau", "Marlene Jacobs"}
_PARTICIPANTS: list[Row] = [
    (
        name,
        team,
        role,
        "Yes",
        "No" if name in _ABSENT else "Yes",
        "No" if name in _ABSENT | _UNTRAINED else "Yes",
        None if name in _ABSENT else "No" if name in _UNSURE else "Yes",
    )
    for name, team, role in PEOPLE
]

BOOK = Book(
    "Sample - 05 2025-Q1 drill 1, power loss.xlsx",
    (
        Sheet(
            "Results",
            "Drill 1 of 2025-Q1: recovery results",
            ("System / Application", "Outage began", "Detected", "Declared", "Recovery started",
             "Server up", "Smoke tests passed", "Backup timestamp / recovery point", "RTO target",
             "Actual RTO", "Result", "Verified by", "Comments"),
            _RESULTS,
            facts=_FACTS,
        ),
        Sheet(
            "Runbook",
            "Drill 1 of 2025-Q1: runbook, planned and done",
            ("Task", "System", "Phase", "Team", "Predecessors", "Planned start", "Planned finish",
             "Actual start", "Actual finish", "Status", "Comments"),
            _TASKS,
            facts=_FACTS,
        ),
        Sheet(
            "Messages",
            "Drill 1 of 2025-Q1: who was told when",
            ("Message", "Audience", "Internal/External", "Channel", "Due by", "Sent",
             "Acknowledged", "Recipients", "Reached"),
            _MESSAGES,
            facts=_FACTS,
        ),
        Sheet(
            "Criteria",
            "Drill 1 of 2025-Q1: success criteria",
            ("Success criterion", "System", "Expected result", "Actual result", "Met?", "Evidence"),
            _CRITERIA,
            facts=_FACTS,
        ),
        Sheet(
            "Participants",
            "Drill 1 of 2025-Q1: roles and attendance",
            ("Participant", "Team", "Role", "Invited", "Attended", "Trained before",
             "Role understood?"),
            _PARTICIPANTS,
            facts=_FACTS,
        ),
    ),
)  # fmt: skip
