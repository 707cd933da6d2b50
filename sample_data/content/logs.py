"""The logs of the two drills of 2025-Q1: one from the log tool, one kept in a spreadsheet."""

from __future__ import annotations

from sample_data.content.sheets import Delimited

_LINES_1 = """
08:00:00|Infrastructure|disrupted|IT/Infrastructure|Johan Botha|Row B switched off
08:00:00|Payment|disrupted|IT/Infrastructure|Johan Botha|
08:00:00|E-Commerce|disrupted|IT/Infrastructure|Johan Botha|
08:00:00|CRM|disrupted|IT/Infrastructure|Johan Botha|
08:00:00|Inventory|disrupted|IT/Infrastructure|Johan Botha|
08:00:00|Communication|disrupted|IT/Infrastructure|Johan Botha|
08:05:00|Communication|detected|IT/Infrastructure|Tshepo Molefe|Chat is gone
08:06:00|Payment|detected|IT/Infrastructure|Ayesha Patel|Alarm of the gateway
08:09:00|Infrastructure|detected|IT/Infrastructure|Pieter van der Merwe|Incident opened
08:11:00|E-Commerce|detected|IT/Infrastructure|Priya Govender|
08:14:00|Inventory|detected|Operations Team|Mpho Maluleke|
08:15:00||Drill lead cannot be reached|Disaster Recovery Planning Team|Thabo Nkosi|No deputy named
08:20:00|CRM|detected|Customer Service Team|Fatima Davids|Support cannot open requests
08:25:00||declared|Disaster Recovery Planning Team|Nomsa Khumalo|Disaster declared
08:31:00||First alert sent|Communications Team|Themba Zulu|By SMS
08:40:00|Infrastructure|recovery started|IT/Infrastructure|Johan Botha|
08:58:00|Infrastructure|Standby array does not boot|IT/Infrastructure|Johan Botha|Old firmware
09:04:00||Notice to staff sent|Communications Team|Themba Zulu|By e-mail, which was down
09:20:00|Payment|recovery started|IT/Infrastructure|Ayesha Patel|Key holder on the road
09:25:00|Communication|recovery started|IT/Infrastructure|Tshepo Molefe|
09:35:00|E-Commerce|recovery started|IT/Infrastructure|Sipho Dlamini|
10:00:00|Infrastructure|restored|IT/Infrastructure|Pieter van der Merwe|Hosts and network up
10:02:00|CRM|recovery started|IT/Infrastructure|Lindiwe Sithole|
10:05:00|Inventory|recovery started|IT/Infrastructure|Sipho Dlamini|
10:10:00|Payment|Keys are here|IT/Infrastructure|Ayesha Patel|
10:15:00|Infrastructure|validated|Operations Team|Lerato Mokoena|
10:35:00|Payment|restored|IT/Infrastructure|Ayesha Patel|
10:50:00|E-Commerce|degraded|IT/Infrastructure|Priya Govender|Catalogue can be read
11:05:00|Payment|validated|Operations Team|Nkosana Mahlangu|
11:05:00|Communication|restored|IT/Infrastructure|Tshepo Molefe|
11:10:00|E-Commerce|Name change begun by hand|IT/Infrastructure|Priya Govender|
11:20:00|CRM|restored|IT/Infrastructure|Lindiwe Sithole|
11:20:00|Communication|validated|Communications Team|Themba Zulu|Mail, chat and phone tried
11:42:00|E-Commerce|restored|IT/Infrastructure|Priya Govender|
11:50:00|Inventory|restored|IT/Infrastructure|Sipho Dlamini|
11:55:00|CRM|validated|Customer Service Team|Fatima Davids|
12:10:00|E-Commerce|validated|Operations Team|Kagiso Tau|3 of 3 test orders
12:20:00|Inventory|validated|Operations Team|Mpho Maluleke|
12:35:00||Signed off by the business|Operations Team|Lerato Mokoena|
12:41:00||All clear published|Communications Team|Annelize Steyn|
13:00:00||Drill closed|Disaster Recovery Planning Team|Nomsa Khumalo|
"""

_LINES_2 = """
09:10|Infrastructure|disrupted|detect|IT/Infrastructure|Bongani Mthembu|Simulated encryption starts
09:10|Payment|disrupted|detect|IT/Infrastructure|Bongani Mthembu|
09:12|E-Commerce|disrupted|detect|IT/Infrastructure|Bongani Mthembu|
09:14|Payment|detected|detect|IT/Infrastructure|Ayesha Patel|
09:15|Inventory|disrupted|detect|IT/Infrastructure|Bongani Mthembu|
09:16|Infrastructure|detected|detect|IT/Infrastructure|Pieter van der Merwe|Alarm of the agents
09:18|CRM|disrupted|detect|IT/Infrastructure|Bongani Mthembu|
09:20|Communication|disrupted|detect|IT/Infrastructure|Bongani Mthembu|
09:20|E-Commerce|detected|detect|IT/Infrastructure|Priya Govender|
09:22|Communication|detected|detect|IT/Infrastructure|Tshepo Molefe|
09:24|Inventory|detected|detect|Operations Team|Mpho Maluleke|
09:26|CRM|detected|detect|Customer Service Team|Zanele Ndlovu|
09:26|Infrastructure|Segment isolated|detect|IT/Infrastructure|Bongani Mthembu|16 minutes
09:30||declared|declare|Disaster Recovery Planning Team|Reshma Pillay|Declared by the deputy
09:33||First alert sent|declare|Communications Team|Themba Zulu|By SMS
09:42|Infrastructure|recovery started|restore|IT/Infrastructure|Johan Botha|
09:50|Payment|recovery started|restore|IT/Infrastructure|Ayesha Patel|Keys from the second safe
10:15|E-Commerce|recovery started|restore|IT/Infrastructure|Sipho Dlamini|
10:18|Communication|recovery started|restore|IT/Infrastructure|Tshepo Molefe|
10:32|Infrastructure|restored|restore|IT/Infrastructure|Pieter van der Merwe|
10:32|CRM|recovery started|restore|IT/Infrastructure|Lindiwe Sithole|
10:39|Infrastructure|validated|validate|Operations Team|Lerato Mokoena|
10:40|Inventory|recovery started|restore|IT/Infrastructure|Sipho Dlamini|
10:47||Information officer told|declare|Communications Team|Annelize Steyn|17 minutes late
10:50|CRM|hold began|restore|IT/Infrastructure|Lindiwe Sithole|Real incident of a customer
10:58|Payment|restored|restore|IT/Infrastructure|Ayesha Patel|
11:05|CRM|hold ended|restore|IT/Infrastructure|Lindiwe Sithole|
11:15|Payment|validated|validate|Operations Team|Nkosana Mahlangu|After the bank's test desk
11:20|E-Commerce|degraded|restore|IT/Infrastructure|Priya Govender|Catalogue can be read
11:31|Inventory|Replay of orders begun by hand|restore|Operations Team|Mpho Maluleke|
11:57|E-Commerce|restored|restore|IT/Infrastructure|Priya Govender|
11:58|CRM|restored|restore|IT/Infrastructure|Lindiwe Sithole|
12:20|CRM|validated|validate|Customer Service Team|Fatima Davids|
12:25|E-Commerce|validated|validate|Operations Team|Kagiso Tau|3 of 3 test orders
12:27|Inventory|restored|restore|IT/Infrastructure|Sipho Dlamini|
12:30|Communication|restored|restore|IT/Infrastructure|Tshepo Molefe|
12:40|Communication|validated|validate|Communications Team|Themba Zulu|
12:50|Inventory|validated|validate|Operations Team|Mpho Maluleke|
13:05||Signed off by the business|validate|Operations Team|Lerato Mokoena|
13:12||All clear published|close|Communications Team|Annelize Steyn|
13:45||Drill closed|close|Disaster Recovery Planning Team|Nomsa Khumalo|
"""


def _rows(lines: str, drill: str, day: str) -> list[tuple[str, ...]]:
    """Drill, day and time, then the line's own cells."""
    rows = []
    for line in lines.strip().splitlines():
        clock, *cells = line.split("|")
        rows.append((drill, f"{day} {clock}", *cells))
    return rows


DRILL_1 = Delimited(
    "Sample - 08 2025-Q1 drill 1 log.csv",
    ("Drill ID", "Timestamp", "System", "Event", "Team", "Logged by", "Details"),
    _rows(_LINES_1, "DR-2025-01", "2025-02-12"),
)
DRILL_2 = Delimited(
    "Sample - 09 2025-Q1 drill 2 log.csv",
    ("Drill", "Date/time", "Service", "What happened", "Phase", "Team", "Who", "Remarks"),
    _rows(_LINES_2, "DR-2025-02", "19/03/2025"),
    delimiter=";",
    with_mark=True,
)
