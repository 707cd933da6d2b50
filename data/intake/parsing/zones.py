"""Time zones as people write them: at the end of a time (`14:10 SAST`) and alone in a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from data.intake.parsing.parsed import Parsed
from data.intake.parsing.plain import Cell, Unreadable, blank, empty, empty_kind, shown, text_of

EXPECTED_ZONE = "a time zone such as Africa/Johannesburg or SAST"

# Abbreviation → its offset in hours and the region that uses it. The offset is what was written;
# the region is what a drill in "CET" means by its zone.
_NAMED: dict[str, tuple[float, str]] = {
    "utc": (0, "UTC"), "gmt": (0, "UTC"), "z": (0, "UTC"), "zulu": (0, "UTC"),
    "sast": (2, "Africa/Johannesburg"), "cat": (2, "Africa/Maputo"),
    "wat": (1, "Africa/Lagos"), "eat": (3, "Africa/Nairobi"),
    "wet": (0, "Europe/Lisbon"), "west": (1, "Europe/Lisbon"),
    "bst": (1, "Europe/London"),
    "cet": (1, "Europe/Berlin"), "cest": (2, "Europe/Berlin"),
    "mez": (1, "Europe/Berlin"), "mesz": (2, "Europe/Berlin"),
    "eet": (2, "Europe/Athens"), "eest": (3, "Europe/Athens"),
    "msk": (3, "Europe/Moscow"), "trt": (3, "Europe/Istanbul"),
    "gst": (4, "Asia/Dubai"), "pkt": (5, "Asia/Karachi"), "npt": (5.75, "Asia/Kathmandu"),
    "ict": (7, "Asia/Bangkok"), "wib": (7, "Asia/Jakarta"),
    "myt": (8, "Asia/Kuala_Lumpur"), "sgt": (8, "Asia/Singapore"), "hkt": (8, "Asia/Hong_Kong"),
    "pht": (8, "Asia/Manila"), "awst": (8, "Australia/Perth"),
    "jst": (9, "Asia/Tokyo"), "kst": (9, "Asia/Seoul"),
    "acst": (9.5, "Australia/Adelaide"), "acdt": (10.5, "Australia/Adelaide"),
    "aest": (10, "Australia/Sydney"), "aedt": (11, "Australia/Sydney"),
    "nzst": (12, "Pacific/Auckland"), "nzdt": (13, "Pacific/Auckland"),
    "est": (-5, "America/New_York"), "edt": (-4, "America/New_York"),
    "cdt": (-5, "America/Chicago"),
    "mst": (-7, "America/Denver"), "mdt": (-6, "America/Denver"),
    "pst": (-8, "America/Los_Angeles"), "pdt": (-7, "America/Los_Angeles"),
    "akst": (-9, "America/Anchorage"), "akdt": (-8, "America/Anchorage"),
    "hst": (-10, "Pacific/Honolulu"), "brt": (-3, "America/Sao_Paulo"),
}  # fmt: skip
# Two or more places use these; the drill's own zone may settle it.
_SHARED = {
    "ist": "India, Israel or Ireland",
    "cst": "Central America, China or Cuba",
    "ast": "the Atlantic or Arabia",
    "sst": "Samoa or Singapore",
}
# Local time whatever the season.
_SEASONLESS = {
    "et": "America/New_York",
    "pt": "America/Los_Angeles",
    "ct": "America/Chicago",
    "mt": "America/Denver",
}
_WINDOWS = {
    "south africa standard time": "Africa/Johannesburg",
    "w. europe standard time": "Europe/Berlin",
    "central european standard time": "Europe/Warsaw",
    "central europe standard time": "Europe/Budapest",
    "romance standard time": "Europe/Paris",
    "gmt standard time": "Europe/London",
    "greenwich standard time": "UTC",
    "eastern standard time": "America/New_York",
    "central standard time": "America/Chicago",
    "mountain standard time": "America/Denver",
    "pacific standard time": "America/Los_Angeles",
    "india standard time": "Asia/Kolkata",
    "singapore standard time": "Asia/Singapore",
    "e. africa standard time": "Africa/Nairobi",
    "w. central africa standard time": "Africa/Lagos",
    "south african time": "Africa/Johannesburg",
    "coordinated universal time": "UTC",
    "eastern time": "America/New_York",
    "pacific time": "America/Los_Angeles",
    "central european time": "Europe/Berlin",
}
# Offsets that are no whole hour have no Etc/GMT name; these regions keep them all year.
_PART_HOURS = {
    210: "Asia/Tehran", 270: "Asia/Kabul", 330: "Asia/Kolkata", 345: "Asia/Kathmandu",
    390: "Asia/Yangon", 570: "Australia/Darwin", -210: "America/St_Johns",
}  # fmt: skip

_OFFSET = re.compile(r"(?:utc|gmt)? ?([+-]) ?(\d{1,2})(?::?(\d{2}))?")
_AT_END = re.compile(
    r" ?\(?((?:utc|gmt) ?[+-] ?\d{1,2}(?::?\d{2})?|[+-]\d{2}(?::?\d{2})?(?!\d)"
    r"|[a-z]+/[a-z_+\-\d]+(?:/[a-z_\-]+)?|[a-z]{1,4}(?![a-z\d]))\)?"
)


@dataclass(frozen=True)
class ZoneFound:
    """The zone a time names, as it was written, and where it ends in the text."""

    zone: tzinfo
    written: str
    end: int


@lru_cache(maxsize=256)
def zone_info(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises KeyError for an unknown one."""
    return ZoneInfo(name)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Casefolded IANA name, and its city where only one zone has it → the IANA name."""
    zones = [name for name in available_timezones() if not name.startswith(("posix", "right"))]
    names = {name.casefold(): name for name in zones}
    cities: dict[str, list[str]] = {}
    for name in zones:
        if "/" in name and not name.startswith(("Etc/", "US/", "SystemV/")):
            cities.setdefault(name.rpartition("/")[2].casefold(), []).append(name)
    names.update({city: found[0] for city, found in cities.items() if len(found) == 1})
    return names


def _fixed(sign: str, hours: str, minutes: str | None) -> timezone:
    shift = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if shift > timedelta(hours=14) or int(minutes or 0) > 59:
        raise Unreadable("no_such_zone", f"there is no zone UTC{sign}{hours}:{minutes or '00'}")
    return timezone(-shift if sign == "-" else shift)


def zone_at(low: str, start: int, own: str) -> ZoneFound | None:
    """The zone written behind a time, at `start` of a plain, casefolded text; None without one.

    An abbreviation means its own offset (08:00 CET is UTC+1 in July too), unless the drill's zone
    `own` uses it for another. One that several places use and `own` does not is refused.
    """
    found = _AT_END.match(low, start)
    if not found:
        return None
    word = found[1]
    if offset := _OFFSET.fullmatch(word):
        return ZoneFound(_fixed(*offset.groups()), word.upper(), found.end())
    if "/" in word:
        name = _names().get(word)
        return ZoneFound(zone_info(name), name, found.end()) if name else None
    if (fixed := _own_abbreviation(word, own)) is not None:
        return ZoneFound(fixed, word.upper(), found.end())
    if word in _NAMED:
        fixed = timezone(timedelta(hours=_NAMED[word][0]))
        return ZoneFound(fixed, word.upper(), found.end())
    if word in _SEASONLESS:
        return ZoneFound(zone_info(_SEASONLESS[word]), word.upper(), found.end())
    if word in _SHARED:
        raise Unreadable(
            "shared_zone",
            f"{word.upper()} is used in {_SHARED[word]}; write the offset, such as UTC+2",
        )
    return None


def out_of_season(written: str, moment: datetime) -> str:
    """A warning where an abbreviation was written outside its season, else nothing.

    `08:00 CET` in July is UTC+1 as written, but the clocks there showed summer time.
    """
    if written.casefold() not in _NAMED:
        return ""
    hours, region = _NAMED[written.casefold()]
    there = moment.astimezone(zone_info(region)).utcoffset() or timedelta()
    if there == timedelta(hours=hours):
        return ""
    had = there / timedelta(hours=1)
    return f"{written} is read as UTC{hours:+g}, but {region} had UTC{had:+g} then"


@lru_cache(maxsize=4096)
def _own_abbreviation(word: str, own: str) -> timezone | None:
    """The offset for which a zone itself uses an abbreviation, in winter or summer."""
    for month in (1, 7):
        moment = datetime(2025, month, 1, 12, tzinfo=zone_info(own))
        if (moment.tzname() or "").casefold() == word:
            return timezone(moment.utcoffset() or timedelta())
    return None


def parse_zone(value: Cell) -> Parsed:
    """The IANA name of a zone cell: an IANA name, a city, an abbreviation or an offset.

    `SAST` is Africa/Johannesburg, `UTC+2` is Etc/GMT-2 (the sign of those names is inverted), `CET`
    is Europe/Berlin with its summer time.
    """
    if blank(value):
        return Parsed()
    try:
        text = text_of(str(value))
        if kind := empty_kind(text):
            return empty(kind, value)
        name = _zone_name(text)
    except Unreadable as problem:
        return problem.parsed(EXPECTED_ZONE)
    same = name.casefold() == text.casefold()
    return Parsed(name, reading="" if same else f"{shown(text)} read as {name}")


def _zone_name(text: str) -> str:
    low = text.casefold().strip(" .()")
    candidates = [low]
    if "(" in low:  # UTC+2 (Johannesburg): the city says more
        candidates = [low.partition("(")[2].strip(" )"), low.partition("(")[0].strip()]
    for word in candidates:
        if word in _NAMED:
            return _NAMED[word][1]
        if name := _names().get(word.replace(" ", "_")):
            return "UTC" if name in ("GMT", "Zulu", "Etc/UTC", "UCT", "Universal") else name
        if word in _SEASONLESS:
            return _SEASONLESS[word]
        if word in _WINDOWS:
            return _WINDOWS[word]
        if found := _OFFSET.fullmatch(word):
            return _offset_name(_fixed(*found.groups()))
    if low in _SHARED:
        raise Unreadable("shared_zone", f"{text} is used in {_SHARED[low]}; name a city")
    raise Unreadable("no_such_zone", f"“{shown(text)}” is not a time zone")


def _offset_name(fixed: timezone) -> str:
    minutes = round(fixed.utcoffset(None).total_seconds() / 60)
    if minutes == 0:
        return "UTC"
    if minutes % 60 == 0 and -720 <= minutes <= 840:
        return f"Etc/GMT{-minutes // 60:+d}"
    if minutes in _PART_HOURS:
        return _PART_HOURS[minutes]
    raise Unreadable("no_such_zone", "no zone keeps that offset all year; name a city")
