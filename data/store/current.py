"""Reading what stands: current rows as frames, log lines reduced before they reach pandas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

import pandas as pd
import pyarrow as pa

from data.fields import Record
from data.logevents import lines_with_events
from data.records import RECORDS
from data.store.engine import Cursor
from data.store.frames import dtypes_of, frame_of, keys_table
from data.store.schema import quoted

LOG = "log"
REDUCED = ("log_instants", "hold")
# Cut to the drills asked for; everything else is small, or reaches over drills.
CUT_BY_DRILL = tuple(
    name for name, record in RECORDS.items() if "drill" in record.key and record.key != ("drill",)
)

_FIRST = {
    "disrupted": "disrupted_at",
    "detected": "detected_at",
    "declared": "declared_at",
    "recovery started": "recovery_started_at",
    "degraded": "degraded_at",
}
_LAST = {"restored": "restored_at", "validated": "validated_at"}
_INSTANT = "datetime64[us, UTC]"
_DTYPES = {
    "log_instants": {
        "drill": "str",
        "system": "str",
        **dict.fromkeys((*_FIRST.values(), *_LAST.values(), "first_at", "last_at"), _INSTANT),
        "line_count": "Int64",
    },
    "hold": {"drill": "str", "system": "str", "began_at": _INSTANT, "ended_at": _INSTANT},
}


def current(
    cursor: Cursor,
    organisation: str,
    record: Record,
    *,
    drills: Collection[str] | None = None,
    keys: Iterable[str] | None = None,
    moments: Collection[dt.datetime] | None = None,
    limit: int | None = None,
) -> pd.DataFrame:
    """Current rows of a record in the order of their keys: row_key and all its columns.

    `drills`, `keys` and `moments` (of log lines) cut, in SQL; `limit` keeps the first so many.
    """
    names = ["row_key", *(column.name for column in record.columns)]
    where, values = ["organisation = ?"], [organisation]
    with _Given(cursor, drills, keys, moments) as given:
        where += given.conditions
        statement = (
            f'SELECT {quoted(names)} FROM "current_{record.name}" WHERE {" AND ".join(where)}'
            " ORDER BY row_key" + (f" LIMIT {int(limit)}" if limit is not None else "")
        )
        return frame_of(cursor, statement, values, dtypes_of(record))


def reduced(
    cursor: Cursor,
    organisation: str,
    name: str,
    drills: Collection[str] | None = None,
    source: str = "current_log",
    named: Mapping[str, Mapping[str, str]] | None = None,
) -> pd.DataFrame:
    """`log_instants` or `hold`, out of the log's lines, or those of another table like it.

    `log_instants`: one row a drill and system (missing: the drill's own lines): the first
    disrupted, detected, declared, recovery started, degraded; the last restored, validated; first
    and last line of any kind, count of lines. `hold`: one row an interval, ended_at missing while
    it lasts. Lines without an instant count as lines only. `named` : kind (system, drill) → stored
    name → the name it counts as.
    """
    with _Given(cursor, drills, None, named=named) as given:
        where = " AND ".join(["organisation = ?", *given.conditions])
        log = _JOINED_LOG.format(source=source) if named else source
        made = _instants if name == "log_instants" else _holds
        return frame_of(cursor, made(where, log), [organisation], _DTYPES[name])


# Lines under the names that count, before they are reduced.
_JOINED_LOG = """(
    SELECT l.organisation, coalesce(d.name, l.drill) AS drill, coalesce(s.name, l.system) AS system,
        l.logged_at, l.event
    FROM {source} AS l
    LEFT JOIN given_names AS d ON d.kind = 'drill' AND d.written = l.drill
    LEFT JOIN given_names AS s ON s.kind = 'system' AND s.written = l.system
)"""


def _instants(where: str, source: str) -> str:
    parts = [f"min(logged_at) FILTER (WHERE e = '{e}') AS {name}" for e, name in _FIRST.items()]
    parts += [f"max(logged_at) FILTER (WHERE e = '{e}') AS {name}" for e, name in _LAST.items()]
    return f"""
        SELECT drill, system, {", ".join(parts)},
            min(logged_at) AS first_at, max(logged_at) AS last_at, count(*) AS line_count
        FROM {lines_with_events(source, where)}
        GROUP BY drill, system ORDER BY drill, system NULLS FIRST"""


def _holds(where: str, source: str) -> str:
    # An instant with both an end and a beginning changes nothing: two holds touch, or one lasted no
    # time. Without those, a beginning after a beginning is the same hold, and each runs to the next
    # end.
    return f"""
        WITH e AS (
            SELECT drill, system, logged_at, bool_or(e = 'hold began') AS began,
                bool_or(e = 'hold ended') AS ended
            FROM {lines_with_events(source, f"logged_at IS NOT NULL AND {where}")}
            WHERE e IN ('hold began', 'hold ended')
            GROUP BY drill, system, logged_at
        ), steps AS (
            SELECT drill, system, logged_at, began, lag(began) OVER w AS follows_a_beginning,
                min(CASE WHEN ended THEN logged_at END) OVER (
                    PARTITION BY drill, system ORDER BY logged_at
                    ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next_end
            FROM e WHERE began <> ended
            WINDOW w AS (PARTITION BY drill, system ORDER BY logged_at)
        )
        SELECT drill, system, logged_at AS began_at, next_end AS ended_at FROM steps
        WHERE began AND NOT coalesce(follows_a_beginning, false)
        ORDER BY drill, system NULLS FIRST, began_at"""


def drills_within(cursor: Cursor, organisation: str, first: dt.date, last: dt.date) -> list[str]:
    """Drills with any instant or planned day from `first` to `last`, and drills with none at all.

    Instants of the drill, its results, its log. Days are UTC, one day wider at either end, so no
    zone can hide a drill.
    """
    instants = [
        f'SELECT drill, "{column.name}" AS moment FROM "current_{name}" WHERE organisation = $1'
        for name in ("drill", "recovery")
        for column in RECORDS[name].columns
        if column.sql_type == "TIMESTAMPTZ"
    ]
    found = cursor.execute(
        f"""WITH moments AS (
            {" UNION ALL ".join(instants)}
            UNION ALL SELECT drill, CAST(planned_on AS TIMESTAMPTZ) FROM current_drill
                WHERE organisation = $1
            UNION ALL SELECT drill, min(logged_at) FROM current_log
                WHERE organisation = $1 GROUP BY drill
            UNION ALL SELECT drill, max(logged_at) FROM current_log
                WHERE organisation = $1 GROUP BY drill
        )
        SELECT drill FROM moments WHERE drill IS NOT NULL GROUP BY drill
        HAVING count(moment) = 0 OR bool_or(moment >= $2 AND moment < $3) ORDER BY drill""",
        [
            organisation,
            dt.datetime.combine(first - dt.timedelta(days=1), dt.time(), dt.UTC),
            dt.datetime.combine(last + dt.timedelta(days=2), dt.time(), dt.UTC),
        ],
    ).fetchall()
    return [row[0] for row in found]


def names(cursor: Cursor, organisation: str, kind: str) -> list[str]:
    """All distinct names of a kind in current rows, sorted.

    `kind` is the kind of a field (system, drill, name, …) or the name of one (team, owner, …).
    """
    # What a list holds are names too: "CRM; Billing".
    parts = [
        f"SELECT trim(unnest(string_split(\"{field.name}\", ';'))) AS name"
        f' FROM "current_{record.name}" WHERE organisation = $1'
        if field.kind == "list"
        else f'SELECT "{field.name}" AS name FROM "current_{record.name}" WHERE organisation = $1'
        for record in RECORDS.values()
        if record.name != "alias"
        for field in record.fields
        if kind in (field.kind, field.name)
    ]
    if not parts:
        return []
    found = cursor.execute(
        f"SELECT DISTINCT name FROM ({' UNION ALL '.join(parts)}) WHERE name <> '' ORDER BY name",
        [organisation],
    ).fetchall()
    return [row[0] for row in found]


class _Given:
    """Conditions on drills and keys, their values lent to the cursor as tables."""

    def __init__(
        self,
        cursor: Cursor,
        drills: Collection[str] | None,
        keys: Iterable[str] | None,
        moments: Collection[dt.datetime] | None = None,
        named: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self.cursor, self.lent = cursor, dict[str, pa.Table]()
        self.conditions: list[str] = []
        if named:
            triples = [(k, w, n) for k, known in named.items() for w, n in known.items()]
            columns = zip(("kind", "written", "name"), zip(*triples, strict=True), strict=True)
            self.lent["given_names"] = pa.table(
                {name: pa.array(values, pa.string()) for name, values in columns}
            )
        if drills is not None:
            self.lent["given_drills"] = keys_table(drills)
            self.conditions.append("drill IN (SELECT row_key FROM given_drills)")
        if keys is not None:
            self.lent["given_keys"] = keys_table(keys)
            self.conditions.append("row_key IN (SELECT row_key FROM given_keys)")
        if moments is not None:
            stamps = pa.array(list(moments), pa.timestamp("us", tz="UTC"))
            self.lent["given_moments"] = pa.table({"moment": stamps})
            self.conditions.append("logged_at IN (SELECT moment FROM given_moments)")

    def __enter__(self) -> _Given:
        for name, table in self.lent.items():
            self.cursor.register(name, table)
        return self

    def __exit__(self, *_: object) -> None:
        for name in self.lent:
            self.cursor.unregister(name)


def count(cursor: Cursor, organisation: str, record: Record) -> int:
    """How many current rows a record has."""
    found = cursor.execute(
        f'SELECT count(*) FROM "current_{record.name}" WHERE organisation = ?', [organisation]
    ).fetchone()
    return int(found[0]) if found else 0


def version(cursor: Cursor, organisation: str) -> int:
    """The store's version."""
    found = cursor.execute(
        "SELECT version FROM guard WHERE organisation = ?", [organisation]
    ).fetchone()
    return int(found[0]) if found else 0


def record_versions(cursor: Cursor, organisation: str) -> dict[str, int]:
    """Record → the version at which its current rows were last written."""
    found = cursor.execute(
        "SELECT record, version FROM record_version WHERE organisation = ?", [organisation]
    ).fetchall()
    return {row[0]: int(row[1]) for row in found}
