"""What the lines of a drill log say happened: a known event, or words nobody reads as one.

Only whole phrases count. A line that says more ("restore failed", "will be restored", "not
restored", "restored from backup of Monday") is no event: a moment is never made of half a sentence.
"""

from __future__ import annotations

import re
from typing import Final

from data.records import HOLD_BEGAN, HOLD_ENDED, LOG_EVENTS

_PHRASES = {
    "disrupted": "outage | outage simulated | simulated outage | outage started | outage began | "
    "outage begins | outage start | start of outage | down | went down | goes down | offline | "
    "went offline | taken offline | taken down | brought down | unavailable | outage injected | "
    "disruption | disruption simulated | simulated disruption | disruption started | "
    "disruption began | service failed | system failed | service interrupted | service lost | "
    "failure simulated | simulated failure | failure injected | disaster simulated | "
    "simulated disaster | total outage | full outage | complete outage",
    "detected": "detection | outage detected | incident detected | failure detected | "
    "disruption detected | alert raised | alarm raised | alert received | alert triggered",
    "declared": "declaration | declared dr | dr declared | declared disaster | disaster declared | "
    "declared a disaster | declare disaster | declared incident | incident declared | "
    "major incident declared | dr invoked | invoked dr | disaster recovery declared | "
    "disaster recovery invoked | drp invoked | dr plan invoked | bcp invoked",
    "recovery started": "recovery start | recovery began | recovery begun | recovery begins | "
    "started recovery | start of recovery | restore started | restore began | "
    "restoration started | restoration began | failover started | failover began | "
    "failover initiated | recovery initiated | restore initiated | recovery commenced",
    "degraded": "degraded service | service degraded | degraded mode | partially restored | "
    "partly restored | partial restore | partial service | partially recovered | "
    "partially available | partial service restored | limited service | "
    "limited service restored | degraded service restored | running degraded",
    "restored": "recovered | up again | back | back up | back online | back in service | "
    "online again | online | up and running | up & running | back up and running | "
    "fully restored | fully recovered | fully operational | operational | operational again | "
    "available again | service available | system available | service resumed | "
    "normal service resumed | service up | system up | server up | outage ended | outage over | "
    "end of outage | outage resolved | recovery complete | recovery completed | "
    "restore complete | restore completed | restoration complete | restoration completed | "
    "failover complete | failover completed | failover successful | restored successfully | "
    "successfully restored | recovered successfully | successfully recovered | "
    "restored to service | service restored | came back | came back online | brought back | "
    "brought back online | was restored | were restored | has been restored | "
    "have been restored | was recovered | has been recovered | full service restored",
    "validated": "validation complete | validation completed | validation passed | "
    "users confirmed | user confirmed | confirmed by users | confirmed by user | "
    "confirmed by business | confirmed by the business | business confirmed | "
    "validated by business | validated by the business | validated by users | "
    "validated by user | validated by owner | validated by business owner | verified | "
    "service validated | users validated | business validated | business validation complete | "
    "business sign off | signed off by business | uat passed | was validated | "
    "has been validated",
    HOLD_BEGAN: "hold started | hold begins | hold start | put on hold | on hold",
    HOLD_ENDED: "hold end | hold over | hold lifted | hold released",
}  # fmt: skip
PHRASES: Final[dict[str, str]] = {
    **{event: event for event in (*LOG_EVENTS, HOLD_BEGAN, HOLD_ENDED)},
    **{
        phrase.strip(): event
        for event, phrases in _PHRASES.items()
        for phrase in phrases.split("|")
    },
}
"""Each phrase that is understood, in lower case, and the known event it says."""

_LAST_WORDS = frozenset(phrase.split()[-1] for phrase in PHRASES)
_SPACES = r"[\s_-]+"
# What a line may name before it says what happened to it, besides its system's own name.
_SUBJECT = (
    r"^(the )?((services?|systems?|applications?|apps?|servers?|sites?) )?((is|are) )?(now )?"
)
# "Hold began - waiting for the vendor": why is no part of what happened.
_HOLD = r"^\s*hold[\s_-]+(began|ended|started|lifted|released)(\s+[-–—]|\s*[:,;(]).*$"


def event_of(said: str | None, system: str | None) -> str | None:
    """The known event a log line says (a key of LOG_EVENTS or a hold's); None: none is understood.

    The whole text has to be a known phrase, with or without the line's own system, or a word such
    as "service", before it. The same as `lines_with_events` says of lines in the store.
    """
    low = (said or "").lower()
    last = low.replace("_", " ").replace("-", " ").rstrip(" .!\t\r\n").rsplit(None, 1)[-1:]
    if not last or (last[0] not in _LAST_WORDS and not low.lstrip(" ").startswith("hold")):
        return None  # most lines of a long log say what nobody has to look at closely
    if low.lstrip(" ").startswith("hold"):
        low = re.sub(_HOLD, r"hold \1", low, flags=re.ASCII | re.DOTALL)
    whole = _plain(low)
    own = _plain((system or "").lower())
    rest = whole[len(own) + 1 :] if own and whole.startswith(own + " ") else whole
    bare = re.sub(_SUBJECT, "", rest)
    return PHRASES.get(whole) or PHRASES.get(rest) or PHRASES.get(bare)


def _plain(text: str) -> str:
    return re.sub(_SPACES, " ", text, flags=re.ASCII).lstrip(" ").rstrip(" .!")


def lines_with_events(source: str, where: str) -> str:
    """A query (in brackets) of lines: drill, system, logged_at, and `e`, the event they say."""
    known = ", ".join(
        f"('{phrase}', '{event}')" for phrase, event in PHRASES.items()
    )  # no phrase has a quote in it
    plain = "rtrim(ltrim(regexp_replace({}, '" + _SPACES + "', ' ', 'g'), ' '), ' .!')"
    low = (
        "CASE WHEN starts_with(ltrim(lower(event), ' '), 'hold') "
        f"THEN regexp_replace(lower(event), '{_HOLD}', 'hold \\1', 's') ELSE lower(event) END"
    )
    return f"""(
        WITH known(phrase, event) AS (VALUES {known}),
        plain AS (
            SELECT drill, system, logged_at, {plain.format(low)} AS whole,
                {plain.format("lower(coalesce(system, ''))")} AS own
            FROM {source} WHERE {where}
        ), rest AS (
            SELECT drill, system, logged_at, whole,
                CASE WHEN own <> '' AND starts_with(whole, own || ' ')
                    THEN substr(whole, length(own) + 2) ELSE whole END AS rest
            FROM plain
        ), bare AS (
            SELECT *, regexp_replace(rest, '{_SUBJECT}', '') AS bare FROM rest
        )
        SELECT drill, system, logged_at, coalesce(a.event, b.event, c.event) AS e
        FROM bare
        LEFT JOIN known AS a ON a.phrase = whole
        LEFT JOIN known AS b ON b.phrase = rest
        LEFT JOIN known AS c ON c.phrase = bare
    )"""
