"""The register of drills, done and planned."""

from __future__ import annotations

from datetime import date, datetime

from sample_data.content.sheets import Book, Row, Sheet

_ZONE = "Africa/Johannesburg"
_COPY = "Isolated copy of production, Midrand"
_LEAD = "Nomsa Khumalo"

_DRILLS: list[Row] = [
    ("DR-2024-01", "Database server failure", "The primary database server stops and will not boot",
     "Hardware failure", "Moderate", "Simulation", "Yes", "Test rack, Midrand", 2, _ZONE,
     date(2024, 8, 14), datetime(2024, 8, 14, 9, 0), datetime(2024, 8, 14, 16, 0), _LEAD,
     "Completed", "Learn how long the systems really take to come back"),
    ("DR-2024-02", "DDoS on the storefront", "Traffic from a botnet floods the storefront",
     "Cyber-attack", "Minor", "Simulation", "Yes", "Test rack, Midrand", 2, _ZONE,
     date(2024, 9, 11), datetime(2024, 9, 18, 9, 0), datetime(2024, 9, 18, 15, 30), _LEAD,
     "Completed", "Try the August fixes under another scenario"),
    ("DR-2024-03", "Ransomware, tabletop", "Files on the shared drive are encrypted over a weekend",
     "Cyber-attack", "Major", "Tabletop", "Yes", "Meeting room", None, _ZONE,
     date(2024, 10, 16), datetime(2024, 10, 16, 10, 0), datetime(2024, 10, 16, 12, 0),
     "Bongani Mthembu", "Completed", "Agree who decides what in a ransomware attack"),
    ("DR-2024-04", "Flood in the server room", "A storm floods the server room on the ground floor",
     "Natural disaster", "Major", "Parallel", "Yes", "Test rack, Midrand", 3, _ZONE,
     date(2024, 11, 13), datetime(2024, 11, 13, 9, 0), datetime(2024, 11, 13, 16, 0), _LEAD,
     "Completed", "Recover every system at the second site"),
    ("DR-2024-05", "Faulty database change", "A change corrupts the order tables at night",
     "Data corruption", "Minor", "Simulation", "No", _COPY, 4, _ZONE,
     date(2024, 12, 4), datetime(2024, 12, 4, 22, 0), datetime(2024, 12, 5, 3, 0),
     "Lerato Mokoena", "Completed", "Recover with the night shift alone"),
    ("DR-2025-01", "Power loss, storage array", "Power loss in row B takes the storage array down",
     "Hardware failure", "Major", "Full interruption", "Yes", _COPY, 4, _ZONE,
     date(2025, 2, 12), datetime(2025, 2, 12, 8, 0), datetime(2025, 2, 12, 13, 0), _LEAD,
     "Completed", "Every system restored in less than 4 hours"),
    ("DR-2025-02", "Ransomware", "Ransomware spreads from a file server to the hosts",
     "Cyber-attack", "Major", "Parallel", "No", _COPY, 4, _ZONE,
     date(2025, 3, 12), datetime(2025, 3, 19, 9, 0), datetime(2025, 3, 19, 13, 45), _LEAD,
     "Completed", "Prove the fixes of February and restore every system in less than 4 hours"),
    ("DR-2025-03", "Flood at the Durban site", "A storm cuts off the Durban office and warehouse",
     "Natural disaster", "Moderate", "Parallel", "Yes", _COPY, 4, _ZONE,
     date(2025, 5, 21), None, None, "Lerato Mokoena",
     "Planned", "Run orders and stock without Durban; retest the inventory backup"),
    ("DR-2025-04", "Payment supplier outage", "The payment gateway's supplier is down for a day",
     "Supplier failure", "Moderate", "Simulation", "No", _COPY, 4, _ZONE,
     date(2025, 6, 18), None, None, "Ayesha Patel",
     "Planned", "Take payments through the second supplier in less than 2 hours"),
]  # fmt: skip

BOOK = Book(
    "Sample - 02 drill register.xlsx",
    (
        Sheet(
            "Drill register",
            "Disaster recovery drills, done and planned",
            ("Drill ID", "Drill title", "Scenario", "Scenario type", "Severity", "Type of test",
             "Announced", "Environment", "Production-like", "Time zone", "Planned date",
             "Drill start", "Drill end", "Lead", "Status", "Objective"),
            _DRILLS,
        ),
    ),
)  # fmt: skip
