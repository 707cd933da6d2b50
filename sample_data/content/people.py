"""The people of the two drills of 2025-Q1: name, team, role."""

from __future__ import annotations

PLANNING = "Disaster Recovery Planning Team"
IT = "IT/Infrastructure Team"
OPERATIONS = "Operations Team"
SERVICE = "Customer Service Team"
COMMUNICATIONS = "Communications Team"
LEGAL = "Compliance and Legal Team"

PEOPLE: tuple[tuple[str, str, str], ...] = (
    ("Nomsa Khumalo", PLANNING, "Drill lead, declares the disaster"),
    ("Thabo Nkosi", PLANNING, "Business continuity planner, keeps the log"),
    ("Reshma Pillay", PLANNING, "Head of marketplace, deputy of the drill lead"),
    ("Gert Fourie", PLANNING, "Head of finance, counts the business impact"),
    ("Pieter van der Merwe", IT, "Infrastructure lead"),
    ("Johan Botha", IT, "Storage and power"),
    ("Tshepo Molefe", IT, "Network, mail and chat"),
    ("Sipho Dlamini", IT, "Databases"),
    ("Priya Govender", IT, "E-commerce platform"),
    ("Ayesha Patel", IT, "Payments and keys"),
    ("Lindiwe Sithole", IT, "CRM"),
    ("Bongani Mthembu", IT, "Security"),
    ("Rudzani Mudau", IT, "Backup operator"),
    ("Lerato Mokoena", OPERATIONS, "Operations lead"),
    ("Mpho Maluleke", OPERATIONS, "Stock and inventory"),
    ("Kagiso Tau", OPERATIONS, "Warehouse, test orders"),
    ("Nkosana Mahlangu", OPERATIONS, "Order desk, test orders"),
    ("Dineo Phiri", OPERATIONS, "Deliveries"),
    ("Fatima Davids", SERVICE, "Customer service lead"),
    ("Zanele Ndlovu", SERVICE, "Support requests on paper"),
    ("Marlene Jacobs", SERVICE, "Calls from sellers"),
    ("Annelize Steyn", COMMUNICATIONS, "Messages to customers and sellers"),
    ("Themba Zulu", COMMUNICATIONS, "Messages to staff"),
    ("Yusuf Ebrahim", LEGAL, "Information officer"),
    ("Charlene Adams", LEGAL, "Legal adviser"),
    ("Tintswalo Baloyi", LEGAL, "Compliance officer"),
)
