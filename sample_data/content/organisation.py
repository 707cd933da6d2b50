"""Settings, other names, the inventory with its objectives over time, the targets."""

from __future__ import annotations

from datetime import date

from sample_data.content.sheets import Book, Row, Sheet

ECOMMERCE = "E-Commerce Platform"
CRM = "Customer Relationship Management (CRM) System"
PAYMENT = "Payment Processing System"
INVENTORY = "Inventory Management System"
INFRASTRUCTURE = "Infrastructure and Hosting Services"
COMMUNICATION = "Internal Communication Systems"

_SETTINGS: list[Row] = [
    ("zone", "Africa/Johannesburg"),
    ("currency", "ZAR"),
    ("organisation", "SayPro Online Marketplace Office"),
]

_NAMES: list[Row] = [
    ("system", "E-Commerce", ECOMMERCE),
    ("system", "CRM", CRM),
    ("system", "CRM System", CRM),
    ("system", "Payment", PAYMENT),
    ("system", "Payment Processing", PAYMENT),
    ("system", "Inventory", INVENTORY),
    ("system", "Inventory Management", INVENTORY),
    ("system", "Infrastructure", INFRASTRUCTURE),
    ("system", "Infrastructure & Hosting", INFRASTRUCTURE),
    ("system", "Communication", COMMUNICATION),
    ("system", "Internal Communication", COMMUNICATION),
    ("team", "IT/Infrastructure", "IT/Infrastructure Team"),
    ("owner", "P. van der Merwe", "Pieter van der Merwe"),
]

_JULY, _JANUARY, _MARCH = date(2024, 7, 1), date(2025, 1, 1), date(2025, 3, 1)
_SYSTEMS: list[Row] = [
    (INFRASTRUCTURE, 1, "Pieter van der Merwe", "2 h", "1 h", 30_000, None, _JULY),
    (PAYMENT, 1, "Ayesha Patel", "2 h", "5 min", 240_000, INFRASTRUCTURE, _JULY),
    (ECOMMERCE, 1, "Priya Govender", "4 h", "15 min", 185_000,
     f"{INFRASTRUCTURE}; {PAYMENT}", _JULY),
    (CRM, 2, "Lindiwe Sithole", "4 h", "1 h", 42_000, INFRASTRUCTURE, _JULY),
    (INVENTORY, 2, "Mpho Maluleke", "4 h", "30 min", 65_000, INFRASTRUCTURE, _JULY),
    (COMMUNICATION, 3, "Tshepo Molefe", "8 h", "2 h", "TBC", INFRASTRUCTURE, _JULY),
    # reviewed for the new year
    (INFRASTRUCTURE, 1, "Pieter van der Merwe", "1h 30m", "1 h", 30_000, None, _JANUARY),
    (ECOMMERCE, 1, "Priya Govender", "3.5 hrs", "15 min", 185_000,
     f"{INFRASTRUCTURE}; {PAYMENT}", _JANUARY),
    (COMMUNICATION, 3, "Tshepo Molefe", "4 h", "2 h", "TBC", INFRASTRUCTURE, _JANUARY),
    # tightened after the first drill of 2025: staff had to be told by SMS
    (COMMUNICATION, 3, "Tshepo Molefe", "3 h", "2 h", "TBC", INFRASTRUCTURE, _MARCH),
]  # fmt: skip

_TARGETS: list[Row] = [
    ("2024-Q3", "recovery_time", "<", 4, "h"),
    ("2024-Q3", "drills_completed", ">=", 2, "count"),
    ("2024-Q3", "satisfaction_favourable", ">=", 80, "%"),
    ("2024-Q3", "gaps_closed_before_next_drill", ">=", 100, "%"),
    ("2024-Q3", "gaps_verified", ">=", 100, "%"),
    ("2024-Q3", "rto_attainment", ">=", 60, "%"),
    ("2024-Q3", "rpo_attainment", ">=", 60, "%"),
    ("2025-Q1", "recovery_time", "<", 4, "h"),
    ("2025-Q1", "drills_completed", ">=", 2, "count"),
    ("2025-Q1", "satisfaction_favourable", ">=", 80, "%"),
    ("2025-Q1", "gaps_closed_before_next_drill", ">=", 100, "%"),
    ("2025-Q1", "gaps_verified", ">=", 100, "%"),
    ("2025-Q1", "recovery_target_attainment", ">=", 100, "%"),
    ("2025-Q1", "rto_attainment", ">=", 80, "%"),
    ("2025-Q1", "rpo_attainment", ">=", 80, "%"),
    ("2025-Q1", "coverage", ">=", 100, "%"),
    ("2025-Q1", "gap_closure_rate", ">=", 80, "%"),
    ("2025-Q1", "gaps_overdue", "<=", 0, "count"),
    ("2025-Q1", "messages_on_time", ">=", 90, "%"),
    ("2025-Q1", "participation", ">=", 90, "%"),
    ("2025-Q1", "trained", ">=", 90, "%"),
    ("2025-Q1", "milestones_on_time", ">=", 100, "%"),
    ("2025-Q1", "follow_up_drills", ">=", 1, "count"),
]

BOOK = Book(
    "Sample - 01 systems, names and targets.xlsx",
    (
        Sheet("Settings", "Settings of the office", ("Setting", "Value"), _SETTINGS),
        Sheet("Other names", "Other names in use", ("Kind", "Also known as", "Official name"),
              _NAMES),
        Sheet(
            "Systems",
            "Systems and recovery objectives, as approved",
            ("Application Name", "Tier", "Application Owner", "RTO", "RPO",
             "Hourly downtime cost (ZAR)", "Dependencies", "Effective from"),
            _SYSTEMS,
        ),
        Sheet("Targets", "Targets by quarter",
              ("Quarter", "Measure", "Operator", "Target", "Unit"), _TARGETS),
    ),
)  # fmt: skip
