"""What rows that were read teach the tables after them: names, aliases, drills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from data.fields import plain_name
from data.intake.around import DrillFacts, RecordRows
from data.intake.facts import Known
from data.intake.generic import is_generic


def note_generic(outputs: Sequence[RecordRows], file: str, known: Known) -> None:
    """Drills that are only counted are known of this file to the files read after it."""
    for one in outputs:
        for name in set(one.frame.get("drill", ())):
            if isinstance(name, str) and is_generic(name):
                known.generic.setdefault((one.record, plain_name(name)), set()).add(file)


def learn(output: RecordRows, known: Known) -> None:
    """Names, aliases and drills that the tables after this one can lean on."""
    frame = output.frame
    if output.record == "system":
        for name in frame.get("system", ()):
            known.names["system"].add(name)
    if output.record == "alias" and {"kind", "written", "means"} <= set(frame):
        for kind, written, means in zip(
            frame["kind"], frame["written"], frame["means"], strict=True
        ):
            if kind in known.names:
                known.names[kind].add_alias(written, means)
            known.memory.learn(kind, written, means)
    if output.record == "setting" and {"setting", "value"} <= set(frame):
        for name, value in zip(frame["setting"], frame["value"], strict=True):
            if name.casefold() in ("zone", "time zone"):
                known.zone = value
    if output.record == "drill" and "drill" in frame:
        for row in frame.to_dict("records"):
            known.names["drill"].add(row["drill"])
            old = known.drills.get(row["drill"], DrillFacts())
            known.drills[row["drill"]] = drill_facts(row, known.zone, old)


def drill_facts(row: Mapping[Any, Any], zone: str, old: DrillFacts | None = None) -> DrillFacts:
    """What a drill's row says about its zone, start and day."""
    old = old or DrillFacts()
    own = row.get("zone")
    mine = own if isinstance(own, str) and own else old.zone
    started, ended = row.get("started_at"), row.get("ended_at")
    is_dated = old.is_dated or any(one is not None and one == one for one in (started, ended))
    if started is None or started != started:
        return DrillFacts(mine, old.started_at, old.day, is_dated)
    at = started.to_pydatetime() if hasattr(started, "to_pydatetime") else started
    day = at.astimezone(ZoneInfo(mine or zone)).date()
    exact = row.get("started_precision") != "day"
    return DrillFacts(mine, at if exact else None, day, is_dated)
