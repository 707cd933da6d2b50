"""Drills in every state a screen can meet, as CSV files loaded through the one door.

    load(store, "midnight")          # one of STATES, or several

Times are written in the drill's own zone. The screens' tests read these, and so can a person:
`python -m tests.drill_states FILE.duckdb` fills a database with all of them.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path

from data.intake.importing import ImportOptions, import_files
from data.store import Store, open_store

NOW = dt.datetime(2025, 6, 30, 9, 0, tzinfo=dt.UTC)
Files = dict[str, str]

_DRILL = "Drill,Test Type,Scenario type,Time zone,Planned date,Start,End,Status,Lead,Objective\n"
_RESULT = (
    "Drill,System,Outage start,Detected,Declared,Recovery started,Restored,Validated,RTO,Result\n"
)
_TASK = (
    "Drill,Task,System,Phase,Team,Depends on,Planned start,Planned finish,Actual start,"
    "Actual finish,Status\n"
)
_MESSAGE = "Drill,Message,Audience,Channel,Due by,Sent\n"
_LOG = "Drill,Timestamp,System,Event\n"
_PEOPLE = "Drill,Participant,Team,Role,Invited,Attended\n"


def planned() -> Files:
    """Only a plan: scope, roles, runbook, who is told when."""
    d = "Only planned"
    return {
        "planned drill.csv": _DRILL
        + f"{d},simulation,cyber-attack,Africa/Johannesburg,2025-07-16,,,planned,Nomsa Khumalo,\n",
        "planned results.csv": "Drill,System,In scope,RTO,RPO\n"
        + f"{d},Billing,Yes,4 h,15 min\n{d},Directory,Yes,1 h,5 min\n{d},Wiki,No,24 h,24 h\n",
        "planned tasks.csv": _TASK
        + f"{d},P-1 Isolate,Directory,Detect,Security,,2025-07-16 08:00,2025-07-16 08:20,,,\n"
        + f"{d},P-2 Rebuild,Directory,Restore,Platform,P-1,2025-07-16 08:20,2025-07-16 09:00,,,\n"
        + f"{d},P-3 Restore,Billing,Restore,Data,P-2,2025-07-16 09:00,2025-07-16 10:30,,,\n"
        + f"{d},P-4 Call,Billing,Declare,Comms,P-1,2025-07-16 08:20,2025-07-16 08:30,,,\n",
        "planned messages.csv": _MESSAGE
        + f"{d},First notice,All staff,SMS,2025-07-16 08:30,\n"
        + f"{d},All clear,Customers,Status page,2025-07-16 11:00,\n",
        "planned people.csv": _PEOPLE
        + f"{d},Sipho Dlamini,Data,Database lead,Yes,\n{d},Ayanda Nkosi,Comms,Spokesperson,Yes,\n",
    }


def running() -> Files:
    """Under way: two of four systems are back, a step runs, one waits."""
    d, day = "Running", "2025-06-25"
    return {
        "running drill.csv": _DRILL
        + f"{d},simulation,site loss,Africa/Johannesburg,{day},{day} 08:00,,running,T Naidoo,\n",
        "running results.csv": _RESULT
        + f"{d},Network,{day} 08:00,{day} 08:05,{day} 08:20,{day} 08:25,{day} 09:10,,2 h,\n"
        + f"{d},Directory,{day} 08:00,{day} 08:05,{day} 08:20,{day} 08:40,{day} 10:00,,4 h,\n"
        + f"{d},Billing,{day} 08:00,{day} 08:10,{day} 08:20,{day} 09:20,,,4 h,\n"
        + f"{d},Payroll,{day} 08:00,{day} 08:15,{day} 08:20,,,,8 h,\n",
        "running tasks.csv": _TASK
        + f"{d},R-1 Route,Network,Restore,Network,,,,{day} 08:25,{day} 09:10,completed\n"
        + f"{d},R-2 Directory,Directory,Restore,Platform,R-1,,,{day} 09:12,{day} 10:00,completed\n"
        + f"{d},R-3 Billing,Billing,Restore,Data,R-1,,,{day} 09:20,,running\n"
        + f"{d},R-4 Payroll,Payroll,Restore,Data,R-2,,,,,planned\n",
        "running messages.csv": _MESSAGE
        + f"{d},First notice,All staff,SMS,{day} 08:30,{day} 08:28\n"
        + f"{d},All clear,Customers,Status page,{day} 12:00,\n",
        "running log.csv": _LOG + f"{d},{day} 10:40,Billing,step\n",
    }


def midnight() -> Files:
    """Across midnight, with holds of one system and of all."""
    d = "Night"
    one, two = "2025-04-09", "2025-04-10"
    return {
        "night drill.csv": _DRILL
        + f"{d},parallel,natural disaster,Africa/Johannesburg,{one},{one} 22:00,{two} 04:00,"
        + "completed,Lerato Mokoena,All back by morning\n",
        "night results.csv": _RESULT
        + f"{d},Mail,{one} 22:00,{one} 22:10,{one} 22:25,{one} 22:40,{two} 00:30,{two} 00:45,4 h,\n"
        + f"{d},CRM,{one} 22:05,{one} 22:12,{one} 22:25,{one} 23:00,{two} 02:50,{two} 03:10,4 h,\n"
        + f"{d},Web shop,{one} 22:00,{one} 22:08,{one} 22:25,{one} 23:30,{two} 01:15,,2 h,\n",
        "night log.csv": _LOG
        + f"{d},{one} 23:40,CRM,hold began\n{d},{two} 00:25,CRM,hold ended\n"
        + f"{d},{two} 01:30,,hold began\n{d},{two} 01:50,,hold ended\n",
        "night tasks.csv": _TASK
        + f"{d},N-1 Power,Mail,Restore,Facilities,,,,{one} 22:40,{one} 23:20,completed\n"
        + f"{d},N-2 Mail,Mail,Restore,Platform,N-1,,,{one} 23:25,{two} 00:30,completed\n"
        + f"{d},N-3 CRM,CRM,Restore,Data,N-1,,,{two} 00:25,{two} 02:50,completed\n",
    }


def clocks_changed() -> Files:
    """Across the jump of 30 March 2025 in Berlin: 01:30 to 04:00 is 1 h 30 min."""
    d, day = "Clocks went forward", "2025-03-30"
    return {
        "clocks drill.csv": _DRILL
        + f"{d},simulation,network failure,Europe/Berlin,{day},{day} 01:00,{day} 06:00,completed,"
        + "Jo Weber,\n",
        "clocks results.csv": _RESULT
        + f"{d},Warehouse,{day} 01:30,{day} 01:40,{day} 03:05,{day} 03:10,{day} 04:00,,2 h,\n"
        + f"{d},Orders,{day} 01:30,{day} 01:50,{day} 03:05,{day} 03:20,{day} 05:45,,3 h,\n",
        "clocks tasks.csv": _TASK
        + f"{d},C-1 Links,Warehouse,Restore,Network,,,,{day} 01:50,{day} 03:30,completed\n"
        + f"{d},C-2 Orders,Orders,Restore,Data,C-1,,,{day} 03:40,{day} 05:45,completed\n",
    }


def never_back() -> Files:
    """One system was never recovered, one came back in part, one was not tested."""
    d, day = "Never back", "2025-05-14"
    return {
        "never drill.csv": _DRILL
        + f"{d},full interruption,hardware failure,Africa/Johannesburg,{day},{day} 08:00,"
        + f"{day} 15:00,completed,Nomsa Khumalo,Every system back under 4 h\n",
        "never results.csv": _RESULT
        + f"{d},Payment,{day} 08:00,{day} 08:08,{day} 08:12,{day} 08:30,{day} 09:30,,2 h,\n"
        + f"{d},Infrastructure,{day} 08:00,{day} 08:10,{day} 08:20,{day} 08:40,{day} 11:00,,4 h,\n"
        + f"{d},CRM,{day} 08:00,{day} 08:15,{day} 08:30,{day} 09:00,{day} 12:00,,4 h,\n"
        + f"{d},E-Commerce,{day} 08:00,{day} 08:20,{day} 08:45,{day} 09:10,{day} 13:00,,4 h,\n"
        + f"{d},Inventory,{day} 09:00,{day} 09:25,{day} 09:40,{day} 10:15,,,4 h,not recovered\n"
        + f"{d},Archive,{day} 08:00,{day} 08:25,{day} 08:40,{day} 09:15,,,8 h,partial\n"
        + f"{d},Wiki,,,,,,,8 h,not tested\n",
    }


def one_system() -> Files:
    """One system, no runbook, no messages."""
    d, day = "One system", "2025-05-20"
    return {
        "one drill.csv": _DRILL
        + f"{d},simulation,data corruption,Africa/Johannesburg,{day},{day} 09:00,{day} 12:00,"
        + "completed,,\n",
        "one results.csv": _RESULT
        + f"{d},Ledger,{day} 09:00,{day} 09:04,{day} 09:10,{day} 09:15,{day} 11:20,,2 h,\n",
    }


def tabletop() -> Files:
    """A talk: estimated durations without instants."""
    d, day = "Tabletop", "2025-05-06"
    return {
        "tabletop drill.csv": _DRILL
        + f"{d},tabletop,supplier failure,Africa/Johannesburg,{day},{day} 10:00,{day} 12:00,"
        + "completed,Lerato Mokoena,Who calls whom\n",
        "tabletop results.csv": "Drill,System,Recovery time,RTO\n"
        + f"{d},Billing,3 h,4 h\n{d},Mail,~1 h,2 h\n{d},Web shop,5 h 30 min,4 h\n",
    }


def five_hundred() -> Files:
    """500 systems and 600 steps in twelve teams."""
    d, day = "Five hundred", dt.datetime(2025, 6, 11, 8, 0)
    results, tasks = [_RESULT], [_TASK]
    for number in range(500):
        down = day + dt.timedelta(minutes=number % 7)
        begun = day + dt.timedelta(minutes=35 + number % 20)
        back = day + dt.timedelta(minutes=60 + (number * 37) % 260)
        restored = "" if number % 97 == 0 else f"{back:%Y-%m-%d %H:%M}"
        results.append(
            f"{d},System {number + 1:03},{down:%Y-%m-%d %H:%M},"
            f"{down + dt.timedelta(minutes=6):%Y-%m-%d %H:%M},{day:%Y-%m-%d} 08:25,"
            f"{begun:%Y-%m-%d %H:%M},{restored},,{2 + number % 3} h,\n"
        )
    for number in range(600):
        start = day + dt.timedelta(minutes=25 + (number // 12) * 5)
        end = start + dt.timedelta(minutes=4 + number % 5)
        before = f"S-{number - 11:03}" if number >= 12 else ""
        tasks.append(
            f"{d},S-{number + 1:03} Step,System {number % 500 + 1:03},Restore,"
            f"Team {number % 12 + 1},{before},{start:%Y-%m-%d %H:%M},"
            f"{start + dt.timedelta(minutes=5):%Y-%m-%d %H:%M},{start:%Y-%m-%d %H:%M},"
            f"{end:%Y-%m-%d %H:%M},completed\n"
        )
    return {
        "five hundred drill.csv": _DRILL
        + f"{d},full interruption,site loss,Africa/Johannesburg,2025-06-11,2025-06-11 08:00,"
        + "2025-06-11 14:00,completed,Sipho Dlamini,\n",
        "five hundred results.csv": "".join(results),
        "five hundred tasks.csv": "".join(tasks),
    }


STATES: dict[str, Callable[[], Files]] = {
    one.__name__: one
    for one in (
        planned,
        running,
        midnight,
        clocks_changed,
        never_back,
        one_system,
        tabletop,
        five_hundred,
    )
}


def load(store: Store, *states: str) -> None:
    """Load the files of the states. Raises AssertionError when a file or a row is not taken."""
    for state in states or STATES:
        files = [(name, text.encode()) for name, text in STATES[state]().items()]
        outcome = import_files(store, files, ImportOptions(), now=NOW)
        problems = [str(one) for file in outcome.files for one in file.problems]
        assert [one.status for one in outcome.files] == ["loaded"] * len(files), problems
        assert sum(one.rejected for one in outcome.files) == 0, state


if __name__ == "__main__":
    load(open_store(Path(sys.argv[1])), *sys.argv[2:])
