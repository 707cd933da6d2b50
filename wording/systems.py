"""The systems in words: which ones are in doubt and why, how fresh, who waited for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from wording import numbers, terms
from wording.markdown import escape
from wording.numbers import count, days, duration, in_words, k_of_n
from wording.sentences import HEADLINE, NARROW_TITLE, TITLE, capital, fits, joined

# What each reason to test a system is called, in the order of the rule.
REASON_NAMES = {
    "never tested": "never tested",
    "missed last": "missed last time",
    "objective tightened": "objective tightened since",
    "fix not proven": "fix not proven",
    "stale": "tested too long ago",
    "thin margin": "little to spare",
}
RULE = (
    "In this order: never tested; missed its objective last time; its last time misses today's "
    "objective; a fix that no test has proven; tested longer ago than its tier allows; at most a "
    "tenth of the objective to spare. Among equals more reasons come first, then the tier."
)
LATELY = (
    "Systems of the inventory whose last real test is no longer ago than their tier may wait, of "
    "all in the inventory. Tabletops prove no recovery and do not count."
)
WAITING_CAPTION = (
    "Waiting for others: the part of the recovery time in which something it depends on was still "
    "down. Work done meanwhile is not seen."
)


def headline(whole: int, tested: int, first: Mapping[str, Any] | None, doubts: int) -> str:
    """The finding of the screen, at most 80 characters.

    whole : systems of the inventory; tested : of them, ever tested. first : the system to test
    first: name (short) and reason. doubts : how many have a reason to be tested.
    """
    if not whole:
        return "No system is in the inventory yet"
    every = "the one system" if whole == 1 else f"the {in_words(whole)} systems"
    if not tested:
        if whole == 1:
            return "The one system has never been tested"
        return f"None of {every} has been tested yet"
    if first is None or not doubts:
        if whole == 1:
            return "The one system was tested lately and kept its objective"
        return f"No doubt about any of {every}: tested lately, objectives kept"
    of = f"Unsure of {in_words(doubts)} of {in_words(whole)} systems"
    if doubts == whole:
        of = f"Unsure of all {in_words(whole)} systems" if whole > 1 else "Unsure of the one system"
    why = f"{first['name']} {_WHY[first['reason']]}"
    return fits([f"{of}: {why}", of], HEADLINE)


def nothing_title(named: int) -> str:
    """The title while no system is in the inventory or was measured. named : in any results."""
    return "No system has been measured in a drill yet" if named else "No system is known yet"


def what_to_load(named: int) -> str:
    """Below it: what the results name all the same, and what to load."""
    load = "Load the inventory, one row a system, or the results of a drill."
    if not named:
        return load
    is_met = "1 system is" if named == 1 else f"{count(named)} systems are"
    return (
        f"{is_met} met in results only, without a measured time: a tabletop's times are estimated, "
        f"a drill to come has none. {load}"
    )


_WHY = {
    "never tested": "was never tested",
    "missed last": "missed its objective last time",
    "objective tightened": "would miss today's objective",
    "fix not proven": "has a fix nobody proved",
    "stale": "was tested too long ago",
    "thin margin": "had little to spare",
}


def summary(
    tested: int, whole: int, lately: int, strangers: int, never: Sequence[str], quarter: str
) -> str:
    """The sentences under the title.

    tested, whole : inventory systems tested in the quarter, and all. lately : those tested within
    what their tier allows. strangers : names met only in results. never : names never tested.
    """
    said = []
    if whole == 1:
        was = "was tested" if tested else "was not tested"
        late = "" if lately or not tested else ", longer ago than its tier allows"
        said.append(f"The one system of the inventory {was} in {numbers.quarter(quarter)}{late}.")
    elif whole:
        in_quarter = f"{k_of_n(tested, whole)} systems of the inventory were tested in "
        said.append(f"{in_quarter}{numbers.quarter(quarter)}, ")
        said.append(f"{k_of_n(lately, whole)} within the time their tier allows.")
    if never:
        shown = [escape(name) for name in never[:3]]
        rest = len(never) - len(shown)
        named = joined(shown) if not rest else f"{', '.join(shown)} and {count(rest)} more"
        said.append(f" Never tested: {named}.")
    if strangers:
        was = "1 system was" if strangers == 1 else f"{count(strangers)} systems were"
        said.append(f" {was} met in results only: not in the inventory, so in no count here.")
    return "".join(said)


# --- What to test next ----------------------------------------------------------------------------


def next_title(candidates: int) -> str:
    """Over the list of what to test next, at most 45 characters."""
    if not candidates:
        return "Nothing asks to be tested first"
    return "What to test next, and why"


def reason(kind: str, facts: Mapping[str, Any], year: int) -> str:
    """One reason as a sentence part, escaped for Markdown."""
    when = numbers.day_in_sentence(facts.get("day"), year)
    if kind == "never tested":
        return "no drill has tried it"
    if kind == "missed last":
        if facts["shown"] != "missed":
            back = "came back in part only" if facts["shown"] == "partial" else "did not come back"
            return f"{back} on {when}"
        over = numbers.margin(facts["seconds"], facts["rto_seconds"])
        took = duration(facts["seconds"], facts["rto_seconds"])
        return f"took {took} on {when}, {over}"
    if kind == "objective tightened":
        return (
            f"took {duration(facts['seconds'], facts['rto_seconds'])} on {when}; the objective is "
            f"now {numbers.objective(facts['rto_seconds'])}, then it was "
            f"{numbers.objective(facts['before_seconds'])}"
        )
    if kind == "fix not proven":
        named = [escape(one) for one in facts["gaps"]]
        if len(named) == 1:
            return f"“{named[0]}” was closed and no test has shown the fix"
        return f"{count(len(named))} gaps were closed and no test has shown the fixes"
    if kind == "stale":
        return (
            f"tested {days(facts['days_since'])} ago; its tier allows {days(facts['limit_days'])}"
        )
    spare = numbers.margin(facts["seconds"], facts["rto_seconds"])
    return f"{spare} of {numbers.objective(facts['rto_seconds'])} on {when}"


def reasons(parts: Sequence[str]) -> str:
    """All reasons of a system in one line."""
    return capital("; ".join(parts)) + "."


def reason_badge(kind: str) -> str:
    """The strongest reason as a badge with shape and word."""
    if kind == "never tested":
        return terms.badge("not tested", "never tested")
    if kind == "missed last":
        return terms.badge("missed", REASON_NAMES[kind])
    return f":orange-badge[{terms.WARNING.sign} {REASON_NAMES[kind]}]"


def tier(name: object) -> str:
    """`tier 1`, `no tier`."""
    return "no tier" if numbers.is_missing(name) else f"tier{numbers.NBSP}{escape(name)}"


# --- The grid of all systems ----------------------------------------------------------------------


def grid_title(rows: Sequence[Mapping[str, Any]], drills: int) -> str:
    """The finding of the grid, at most 62 characters.

    rows : short_name, verdict, each a test of the drills that are shown; the caption says which.
    """
    judged: dict[str, list[bool]] = {}
    for row in rows:
        if row["verdict"] in ("met", "missed", "not recovered", "partial"):
            judged.setdefault(str(row["short_name"]), []).append(row["verdict"] != "met")
    if not judged:
        return "No system has been tested yet"
    if drills == 1:
        missed = sum(any(one) for one in judged.values())
        return f"{k_of_n(len(judged) - missed, len(judged))} systems kept their objective"
    worst = max(judged, key=lambda name: (sum(judged[name]), name))
    missed = sum(judged[worst])
    whole = len(judged[worst])
    if not missed:
        return f"Every test of {in_words(len(judged), 'system')} kept its objective"
    alike = [flags for flags in judged.values() if sum(flags) == missed]
    if len(alike) > 1:
        number = capital(in_words(len(alike)))
        is_even = len({len(flags) for flags in alike}) == 1
        each = f"{k_of_n(missed, whole)} tests each" if is_even else f"{missed} times each"
        return fits(
            [f"{number} systems missed most often: {each}"
             if missed > 1 else f"{number} systems missed once, none more",
             "Some systems missed more than once"],
            TITLE,
        )  # fmt: skip
    if whole == 1:
        return fits([f"{worst} missed its one test, all others kept theirs"], TITLE)
    return fits([f"{worst} missed most often: {k_of_n(missed, whole)} tests",
                 f"{worst} missed most often"], TITLE)  # fmt: skip


def grid_caption(shown: int, whole: int, drills: int, all_drills: int) -> str:
    """Under the grid's title: over what it speaks and what is shown, and the key."""
    key = "● met · ◆ missed · ✕ not back · ○ not tested or measured"
    spoken = f"All {count(drills)} drills, each"
    if drills < all_drills:
        spoken = f"The last {count(drills)} of {count(all_drills)} drills, each"
    elif drills == 1:
        spoken = "The one drill"
    parts = [f"{spoken} against the objective of its day"]
    if shown < whole:
        parts.append(f"the first {count(shown)} of {count(whole)} systems by doubt")
    return f"{', '.join(parts)}; {key}"


def alternative(title: str, rows: Sequence[Mapping[str, Any]], missing: int = 0) -> str:
    """A chart of tests for somebody who does not see it: the finding, then up to six values.

    rows : short_name, when (`19 Mar 2025`), verdict, seconds, objective_seconds.
    """
    values = [f"{row['short_name']} {_said(row)} on {row['when']}" for row in rows[:6]]
    rest = len(rows) - len(values)
    more = f", and {count(rest)} more" if rest > 0 else ""
    listed = f" {'; '.join(values)}{more}." if values else ""
    untold = f" {count(missing)} were not tested." if missing else ""
    return f"{title}.{listed}{untold}"


def _said(row: Mapping[str, Any]) -> str:
    if numbers.is_missing(row["seconds"]):
        return str(row["verdict"])
    took = duration(row["seconds"], row["objective_seconds"])
    return f"{row['verdict']}, {took} of {numbers.objective(row['objective_seconds'])}"


def last_words(verdict: str, seconds: float | None, objective: float | None) -> str:
    """Beside a row of the grid: `3 h 10 min of 3 h`."""
    if seconds is None or numbers.is_missing(seconds):
        return verdict
    if objective is None or numbers.is_missing(objective):
        return duration(seconds)
    return f"{duration(seconds, objective)} of {duration(objective)}"


def not_lately(tried: int) -> str:
    """Beside a row of the grid without a test in the drills shown."""
    return "not tested lately" if tried else "never tested"


# --- One system -----------------------------------------------------------------------------------


def chosen_title(short_name: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """The finding of one system's history, at most 62 characters; rows as `alternative`."""
    judged = [row for row in rows if row["verdict"] in
              ("met", "missed", "not recovered", "partial")]  # fmt: skip
    if not judged:
        if any(not numbers.is_missing(row["seconds"]) for row in rows):
            return f"{short_name} came back, without an objective to keep"
        return f"{short_name} has never been tested"
    met = sum(row["verdict"] == "met" for row in judged)
    last = judged[-1]
    said = f"{short_name} kept its objective in {k_of_n(met, len(judged))} tests"
    if len(judged) == 1:
        said = f"{short_name} {'kept' if met else 'missed'} its objective in its one test"
    if not numbers.is_missing(last["seconds"]) and last["verdict"] in ("met", "missed"):
        tail = numbers.margin(last["seconds"], last["objective_seconds"])
        return fits([f"{said}, last with {tail}" if last["verdict"] == "met" else
                     f"{said}, last {tail}", said], TITLE)  # fmt: skip
    return fits([f"{said}, last {last['verdict']}", said], TITLE)


def history_caption(drills: int) -> str:
    """Under it: what is drawn, and that one or two drills show no trend."""
    said = "Recovery time in each drill, the newest last; the tick is the objective of that day."
    if drills > 2:
        return said
    return f"{said} {'One drill is' if drills == 1 else 'Two drills are'} no trend."


def beside(verdict: str, seconds: float | None, objective: float | None) -> str:
    """Beside a mark of one system's history: `3 h 10 min`, or why there is no time."""
    if seconds is None or numbers.is_missing(seconds):
        return verdict
    return duration(seconds, None if numbers.is_missing(objective) else objective)


def margin(seconds: float | None, objective: float | None) -> str:
    """In the column beside it: `10 min over`; nothing where there is no time."""
    if numbers.is_missing(seconds):
        return ""
    if numbers.is_missing(objective):
        return "no objective"
    return numbers.margin(seconds, objective)


def row_label(verdict: str, seconds: float | None, objective: float | None) -> str:
    """A test in one line, for the hover: `3 h 10 min, 10 min over`."""
    if seconds is None or numbers.is_missing(seconds):
        return verdict
    took = duration(seconds, objective)
    if objective is None or numbers.is_missing(objective):
        return f"{took}, no objective"
    return f"{took}, {numbers.margin(seconds, objective)}"


def facts_of(row: Mapping[str, Any], needs: Sequence[str], needed_by: Sequence[str],
             currency: str | None) -> list[tuple[str, str]]:  # fmt: skip
    """What is known of a system beside its history, as (name, value) in Markdown."""
    objective = numbers.objective(row["rto_seconds"], _text(row["rto_operator"]))
    found = [("Tier", "none" if numbers.is_missing(row["tier"]) else escape(row["tier"])),
             ("Objective now", objective)]  # fmt: skip
    last = "never"
    if not numbers.is_missing(row["last_day"]):
        last = f"{numbers.day(row['last_day'])}, {days(int(row['days_since']))} ago"
        if row["freshness"] == "stale":
            last += f"; its tier allows {days(int(row['limit_days']))}"
    found.append(("Last tested", last))
    found.append(("Depends on", _listed(needs)))
    found.append(("Needed by", _listed(needed_by)))
    found.append(("Cost of an hour", _money(row["hourly_downtime_cost"], currency)))
    found.append(("Lost this quarter", _lost(row, currency)))
    found.append(("Open gaps", count(int(row["open_gaps"]))))
    return found


def _lost(row: Mapping[str, Any], currency: str | None) -> str:
    if numbers.is_missing(row["lost_seconds"]):
        return "no data"
    lost = duration(row["lost_seconds"])
    if numbers.is_missing(row["cost"]):
        return f"{lost}, cost unknown"
    return f"{lost}, {_money(row['cost'], currency)}"


NO_CURRENCY = "currency unknown"


def figure_note(note: str | None, unit: str) -> str:
    """Under the cards: what a figure lacks; money without a currency says so."""
    parts = [note or "", NO_CURRENCY if unit == "money" else ""]
    return ", ".join(one for one in parts if one)


def _money(amount: float | None, currency: str | None) -> str:
    """`ZAR 3 892`; `3 892, currency unknown` where no setting names one."""
    said = numbers.money(amount, currency)
    if currency or numbers.is_missing(amount):
        return said
    return f"{said}, {NO_CURRENCY}"


def register_caption(bare: int, currency: str | None, has_cost: bool) -> str:
    """Over the list of all: what it is judged by, and what is not known of its costs."""
    said = "Each against the objective of its last test"
    if bare:
        said += f"; {count(bare)} without a cost of an hour"
    return f"{said}; {NO_CURRENCY}" if has_cost and not currency else said


def _text(value: object) -> str | None:
    return None if numbers.is_missing(value) else str(value)


def _listed(names: Sequence[str]) -> str:
    shown = [escape(name) for name in names[:4]]
    rest = len(names) - len(shown)
    if rest:
        return f"{', '.join(shown)} and {count(rest)} more"
    return joined(shown) if shown else "nothing known"


# --- Fresh, order, waiting ------------------------------------------------------------------------


def fresh_title(lately: int, whole: int, never: int) -> str:
    """`5 of 6 systems were tested lately enough`."""
    if not whole:
        return "No system is in the inventory yet"
    said = f"{k_of_n(lately, whole)} systems were tested lately enough"
    if lately == whole and whole > 1:
        said = f"All {in_words(whole)} systems were tested lately enough"
    return fits([f"{said}; {in_words(never)} never", said], TITLE) if never else said


def tier_line(part: Mapping[str, Any], covered: Mapping[str, Any] | None) -> dict[str, str]:
    """One tier as a row of a table in Markdown: coverage of the quarter and freshness."""
    name = part["tier"]
    oldest = part["oldest_days"]
    return {
        "Tier": escape(name),
        "Tested lately enough": numbers.share_of(part["part"], part["whole"]),
        "May wait": days(part["limit_days"]),
        "Longest ago": "–" if oldest is None else days(oldest),
        "Never tested": count(part["never"]),
        "Tested this quarter": "no data" if covered is None
        else numbers.share_of(covered["part"], covered["whole"]),
    }  # fmt: skip


def order_title(steps: int, first: Sequence[str], last: Sequence[str], edges: int) -> str:
    """The finding of the recovery order, at most 62 characters."""
    if not edges:
        return "No dependency is recorded"
    head = joined(list(first)) if len(first) <= 2 else f"{in_words(len(first))} systems"
    tail = joined(list(last)) if len(last) <= 2 else f"{in_words(len(last))} systems"
    return fits(
        [f"{capital(head)} first, {tail} last, in {in_words(steps)} steps",
         f"{capital(head)} first, in {in_words(steps)} steps",
         f"The order has {in_words(steps)} steps"],
        TITLE,
    )  # fmt: skip


def order_caption(shown: int, whole: int, of: str | None) -> str:
    """Under it: what the picture shows."""
    said = (
        "Each system stands at the step at which all it depends on is back; the mark is its last "
        "test"
    )
    if shown < whole and of:
        return f"{said}. Only what {escape(of)} depends on and what depends on it"
    return said


def circle(names: Sequence[str]) -> str:
    """A circle of dependencies, told."""
    return (
        f"{terms.WARNING.sign} {joined([escape(one) for one in names])} depend on one another, so "
        "no order is right: one of these dependencies is to be cut in the inventory."
    )


def strangers(names: Sequence[str]) -> str:
    """Names depended on that the inventory does not have."""
    shown = [escape(one) for one in names[:5]]
    more = f" and {count(len(names) - 5)} more" if len(names) > 5 else ""
    return f"{terms.WARNING.sign} Depended on, but not in the inventory: {', '.join(shown)}{more}."


def waiting_title(rows: Sequence[Mapping[str, Any]]) -> str:
    """The finding of own work against waiting in one drill, at most 45 characters.

    Of the recovery time of all rows together: the share never stands without both times.
    """
    if not rows:
        return "No waiting can be told"
    total = sum(row["recovery_seconds"] for row in rows)
    waited = sum(row["waiting_seconds"] for row in rows)
    if not waited:
        return "No system waited for another"
    share = numbers.share(waited / total if total else None)
    of = f"{duration(waited)} of {duration(total)}"
    most = max(rows, key=lambda row: row["waiting_seconds"])
    return fits(
        [f"{share} ({of}) was waiting, most by {most['short_name']}",
         f"{share} ({of}) was waiting",
         f"{of} was waiting"],
        NARROW_TITLE,
    )  # fmt: skip


def waited(row: Mapping[str, Any]) -> str:
    """Beside a bar: `2 h 30 min for Payment`; `no waiting`."""
    if not row["waiting_seconds"]:
        return "no waiting"
    return f"{duration(row['waiting_seconds'])} for {row['other']}"


def ahead(row: Mapping[str, Any]) -> str:
    """A system that came back before what it depends on."""
    others = joined([escape(one) for one in row["ahead_of"]])
    return (
        f"{escape(row['system'])} came back before {others}, on which it depends: is the "
        "dependency real, and was it in service?"
    )


# --- The list of all ------------------------------------------------------------------------------


def register_line(
    row: Mapping[str, Any], reasons_: Sequence[str], currency: str | None
) -> dict[str, str]:
    """One system in the list of all, in Markdown; no more columns than an upright page holds."""
    last = "never tested"
    if not numbers.is_missing(row["last_day"]):
        last = terms.badge(row["last_shown"])
        if not numbers.is_missing(row["days_since"]):
            last += f" {days(row['days_since'])} ago"
    where = "" if row["is_inventory"] else " (results only)"
    why = [REASON_NAMES[one] for one in reasons_]
    if int(row["open_gaps"]):
        why.append(f"{count(int(row['open_gaps']), 'open gap')}")
    return {
        "System": f"**{escape(row['system'])}** · {tier(row['tier'])}{where}",
        "Last test": last,
        "Took": "–" if numbers.is_missing(row["last_seconds"])
        else last_words("", row["last_seconds"], row["last_rto_seconds"]),
        "Met": numbers.k_of_n(int(row["met_count"]), int(row["judged_count"]))
        if row["judged_count"] else "–",
        "Cost of an hour": numbers.money(row["hourly_downtime_cost"], currency),
        "Why test, what is open": ", ".join(why) or "–",
    }  # fmt: skip


def day_heads(on: Iterable[date]) -> list[str]:
    """Heads of the grid's columns, three lines each: `12<br>Feb<br>2025`, the year once."""
    heads, year = [], None
    for one in on:
        text = f"{one.day}<br>{numbers.MONTHS[one.month - 1][:3]}"
        # a blank third line keeps day and month clear of a neighbour's year
        heads.append(f"{text}<br>{one.year if one.year != year else numbers.NBSP}")
        year = one.year
    return heads
