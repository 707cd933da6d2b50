"""Names of drills that only count: `Drill 1` is the first of something."""

from __future__ import annotations

import re

COUNTED = re.compile(
    r"(?:drp?[ _-]*)?(?:drill|test|exercise|run|round)[ _#-]*(?:no\.? ?|number ?)?\d{1,3}"
    r"|(?:first|second|third|fourth|fifth|sixth|1st|2nd|3rd|[4-9]th) (?:dr )?"
    r"(?:drill|test|exercise|run|round)"
    r"|(?:dr )?(?:drill|test|exercise) [a-h]",
    re.IGNORECASE,
)
