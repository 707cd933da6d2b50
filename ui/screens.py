"""The screens: their order, groups, names, and the question each one answers.

A new screen is one entry here and one file in `pages`.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]


class Screen(NamedTuple):
    """One entry of the navigation; its file is `pages/<name>.py`, its address `/<name>`."""

    group: str
    name: str
    title: str
    icon: str
    question: str

    @property
    def file(self) -> Path:
        """Where the screen is written; also what `st.switch_page` and `st.page_link` take."""
        return ROOT / "pages" / f"{self.name}.py"


# In the order a person meets them. The first one is home: it answers at / only.
SCREENS = (
    Screen(
        "Quarter",
        "scorecard",
        "Scorecard",
        "fact_check",
        "Did we meet the quarter's target, and are we getting better?",
    ),
    Screen("Quarter", "milestones", "Milestones", "flag", "Are we on plan?"),
    Screen(
        "Quarter",
        "reports",
        "Reports",
        "description",
        "What do I take to the board and the auditor?",
    ),
    Screen("Drills", "drill", "Drill", "timeline", "What happened in this drill?"),
    Screen(
        "Drills",
        "compare",
        "Compare",
        "compare_arrows",
        "Was the second drill better, where, and is it real?",
    ),
    Screen("Drills", "systems", "Systems", "dns", "Which systems are we unsure of?"),
    Screen(
        "Improve",
        "gaps",
        "Gaps and actions",
        "build",
        "What is still broken, who owns it, is it proven fixed?",
    ),
    Screen(
        "Improve", "people", "People", "groups", "Were people ready, told in time, and content?"
    ),
    Screen("Improve", "risks", "Risks and resources", "warning", "What could stop us?"),
    Screen("Data", "upload", "Upload", "upload_file", "Will my file go in right?"),
    Screen(
        "Data",
        "history",
        "History",
        "history",
        "Who loaded what, when, and what did it change?",
    ),
    Screen("Data", "explore", "Explore", "table_chart", "My own question"),
    Screen("Data", "dictionary", "Dictionary", "menu_book", "What does this number mean?"),
    Screen("Data", "settings", "Settings", "settings", "What are our targets?"),
)
