"""The command line: the same jobs as the screens, for schedulers (`python cli.py --help`).

One JSON document on stdout with `--json`, everything else on stderr. Exit codes: 0 done, 1 done in
part (rows rejected or questions open), 2 nothing done, with one clear line.
"""

from __future__ import annotations

import datetime as dt
import getpass
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.exceptions import TyperException

if TYPE_CHECKING:
    from data.intake.importing import ImportOptions, Outcome
    from data.store import Store

DEFAULT_DATABASE = "var/drillboard.duckdb"
DONE, IN_PART, NOTHING_DONE = 0, 1, 2
_MOST_MISSING = 20  # rows named one by one in the text of an import
_INTERRUPTED = 130  # what Typer returns after Ctrl+C

app = typer.Typer(
    help="Drillboard: disaster-recovery drills, from spreadsheets to answers.",
    add_completion=False, pretty_exceptions_enable=False,
)  # fmt: skip
imports_app = typer.Typer(
    help="The history of imports; undo and redo.", invoke_without_command=True
)
app.add_typer(imports_app, name="imports")

Db = Annotated[
    str,
    typer.Option("--db", envvar="DRILLBOARD_DB", help="The database: a file or a ducklake URL."),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Quarter = Annotated[str | None, typer.Option("--quarter", help="Such as 2025-Q1.")]
Drill = Annotated[str | None, typer.Option("--drill", help="One drill instead of a quarter.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="A date such as 2025-03-31.")]
Clock = Annotated[
    str | None, typer.Option("--clock", help="START:STOP, such as detection:validated.")
]


# --- What every command shares --------------------------------------------------------------------


def refuse(message: str) -> NoReturn:
    """Ends the command with exit code 2 and one line on stderr."""
    print(" ".join(message.split()), file=sys.stderr)
    raise typer.Exit(NOTHING_DONE)


@contextmanager
def opened(db: str, *, make: bool = False, try_out: bool = False) -> Iterator[Store]:
    """The store, closed again at the end; refuses when it is not there and need not be made.

    With `try_out` nothing is kept: where there is no database, an empty one stands in for it that
    is gone afterwards.
    """
    from data.store import StoreError, open_store

    is_missing = "ducklake:" not in db and not Path(db).exists()
    if is_missing and try_out:
        with tempfile.TemporaryDirectory() as folder:
            with opened(str(Path(folder) / "empty.duckdb"), make=True) as store:
                yield store
        return
    if is_missing and not make:
        refuse(
            f"{db}: there is no database here yet; import a file or run the command sample first"
        )
    try:
        if "ducklake:" not in db:
            Path(db).parent.mkdir(parents=True, exist_ok=True)
        store = open_store(db)
    except (StoreError, OSError) as error:
        refuse(f"{db}: {error}")
    try:
        yield store
    except StoreError as error:
        refuse(f"{db}: {error}")
    finally:
        store.close()


def say(document: Any, as_json: bool, text: Callable[[], str]) -> None:  # noqa: ANN401
    """Prints the document as JSON, or as text for a person."""
    print(json.dumps(document, ensure_ascii=False, allow_nan=False) if as_json else text())


def today() -> dt.date:
    """The day it is; the one place of the command line that asks."""
    return dt.datetime.now(dt.UTC).astimezone().date()


def person() -> str:
    """Who runs the command."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def table_text(rows: list[dict[str, Any]], columns: list[str]) -> str:
    """Rows as a plain table for a terminal."""
    cells = [[("" if row.get(c) is None else str(row.get(c))) for c in columns] for row in rows]
    widths = [max([len(c), *(len(row[i]) for row in cells)]) for i, c in enumerate(columns)]
    lines = [columns, ["-" * width for width in widths], *cells]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def as_date(text: str | None, what: str) -> dt.date | None:
    """The date of an option, or a refusal that says how to write it."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        refuse(f"{what}: {text!r} is not a date such as 2025-03-31")


# --- Files in -------------------------------------------------------------------------------------


def _options(
    drill: str | None, zone: str | None, day_first: bool | None, mapping: Path | None,
    record: str | None, strict: bool = False, withdraw_missing: bool = False,
    quarter: str | None = None,
) -> ImportOptions:  # fmt: skip
    from data.intake.importing import ImportOptions
    from data.records import RECORDS

    if record is not None and record not in RECORDS:
        refuse(f"--as: {record!r} is no record; one of {', '.join(RECORDS)}")
    given: dict[str, Any] | None = None
    if mapping is not None:
        from data.intake.said import BadMapping, read_mapping

        try:
            given = read_mapping(mapping.read_text(encoding="utf-8-sig"))
        except BadMapping as error:
            refuse(f"{mapping}: the mapping {error}")
        except (OSError, ValueError) as error:
            refuse(f"{mapping}: cannot be read as a mapping: {error}")
    if zone is not None:
        from zoneinfo import ZoneInfo

        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            refuse(f"--zone: {zone!r} is no time zone such as Africa/Johannesburg")
    return ImportOptions(
        drill=drill, zone=zone, day_first=day_first, mapping=given, record=record,
        strict=strict, withdraw_missing=withdraw_missing, person=person(),
        quarter=_quarter_named(quarter),
    )  # fmt: skip


def _quarter_named(text: str | None) -> str | None:
    """The quarter of the option, as it is stored."""
    if text is None:
        return None
    from data.intake.parsing.labels import parse_quarter

    read = parse_quarter(text)
    if read.value is None:
        refuse(f"--quarter: {text!r} is no quarter such as 2025-Q1")
    return str(read.value)


DrillOption = Annotated[
    str | None, typer.Option("--drill", help="The drill of tables that name none.")
]
QuarterOption = Annotated[
    str | None, typer.Option("--quarter", help="The quarter of tables that name none.")
]
ZoneOption = Annotated[str | None, typer.Option("--zone", help="The zone of times without one.")]
DayFirst = Annotated[
    bool | None, typer.Option("--day-first/--month-first", help="How 03/02/2025 is meant.")
]
MappingOption = Annotated[
    Path | None, typer.Option("--mapping", help="Headings → fields, from inspect.")
]
AsRecord = Annotated[str | None, typer.Option("--as", help="The record the tables hold.")]
Files = Annotated[list[Path], typer.Argument(help="Spreadsheets, CSV or JSON files.")]


@app.command("import")
def import_(
    files: Files,
    db: Db = DEFAULT_DATABASE,
    as_json: Json = False,
    drill: DrillOption = None,
    quarter: QuarterOption = None,
    zone: ZoneOption = None,
    day_first: DayFirst = None,
    mapping: MappingOption = None,
    record: AsRecord = None,
    strict: Annotated[bool, typer.Option("--strict", help="All rows or none.")] = False,
    withdraw_missing: Annotated[
        bool,
        typer.Option(
            "--withdraw-missing", help="Takes out rows an earlier version of the file had."
        ),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show, load nothing.")] = False,
) -> None:
    """Loads files; valid rows load, others are kept as rejected."""
    from data.intake.reading.early import EarlyReadings

    with EarlyReadings(files) as early:  # before the rest is loaded, which takes its time
        from data.intake.importing import import_files

        options = _options(
            drill, zone, day_first, mapping, record, strict, withdraw_missing, quarter
        )
        with opened(db, make=True, try_out=dry_run) as store, _progress(len(files)) as step:
            outcome = import_files(
                store, files, options, now=dt.datetime.now(dt.UTC), dry_run=dry_run, step=step,
                early=early,
            )  # fmt: skip
    _finish_import(outcome, as_json, withdraw_missing)


def _finish_import(outcome: Outcome, as_json: bool, withdraws: bool = False) -> None:
    document = outcome.document()
    for one in document["files"]:
        for problem in one["problems"]:
            where = " ".join(str(part) for part in (problem["sheet"], problem["cell"]) if part)
            print(
                f"{one['name']} {where}: {problem['message']}".replace(" :", ":"), file=sys.stderr
            )
        if one["message"]:
            said = str(one["message"])  # of a file nobody could read, its name stands in front
            named = said.startswith(one["name"])
            print(said if named else f"{one['name']}: {said}", file=sys.stderr)
    say(
        document,
        as_json,
        lambda: "\n".join(_import_line(one, withdraws) for one in document["files"]),
    )
    raise typer.Exit(outcome.exit_code)


def _import_line(one: dict[str, Any], withdraws: bool = False) -> str:
    parts = [f"{one['name']}: {one['status']}", *_notes(one)]
    for table in one["tables"]:
        parts.append(
            f"  {table['sheet'] or ''} {table['range']} {table['record'] or 'not recognised'}: "
            f"{table['added']} added, {table['changed']} changed, {table['unchanged']} unchanged, "
            f"{table['rejected']} rejected, {table['skipped']} skipped"
        )
        parts += [
            f"    not read: {left['cell']} {left['heading']} ({left['why']})"
            for left in table["ignored"]
        ]
        parts += _rows_skipped(table)
        if table["missing"]:
            outcome = "taken out" if withdraws else "stay until --withdraw-missing takes them out"
            parts.append(
                f"    {table['missing']} of an earlier version not in it, which "
                f"{'are ' if withdraws else ''}{outcome}:"
            )
            parts += [
                f"      {' · '.join(str(part) for part in key)}"
                for key in table["missing_keys"][:_MOST_MISSING]
            ]
            if table["missing"] > _MOST_MISSING:
                parts.append(f"      and {table['missing'] - _MOST_MISSING} more (all with --json)")
    return "\n".join(parts)


def _notes(one: dict[str, Any]) -> list[str]:
    """What is said of the reading of a file, each once, however many tables it is said of."""
    return list(dict.fromkeys(f"  {note}" for table in one["tables"] for note in table["notes"]))


def _rows_skipped(table: dict[str, Any], most: int = 8) -> list[str]:
    """The rows of a table that were passed over and are not blank, each with its reason."""
    rows = [one for one in table["skipped_rows"] if one["why"] != "blank"]
    lines = [
        f"    row {one['row']} is no data: {one['why']}"
        + (f", {one['text']}" if one["text"] else "")
        for one in rows[:most]
    ]
    more = len(rows) - most
    return lines + ([f"    and {more} more such rows"] if more > 0 else [])


@contextmanager
def _progress(count: int) -> Iterator[Callable[[str], None]]:
    """A bar on stderr while files are read, only where a person watches and there is a wait."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=count * 3)

        def step(what: str) -> None:
            bar.update(task, advance=1, description=what)

        yield step


@app.command()
def inspect(
    files: Files,
    db: Db = DEFAULT_DATABASE,
    as_json: Json = False,
    drill: DrillOption = None,
    quarter: QuarterOption = None,
    zone: ZoneOption = None,
    day_first: DayFirst = None,
    mapping: MappingOption = None,
    record: AsRecord = None,
    mapping_out: Annotated[
        Path | None, typer.Option("--mapping-out", help="Writes the mapping.")
    ] = None,
) -> None:
    """Shows what would be read: tables, ranges, record, heading → field, how dates were decided."""
    from data.intake.reading.early import EarlyReadings

    with EarlyReadings(files) as early:
        from data.intake.importing import import_files, mapping_of

        options = _options(drill, zone, day_first, mapping, record, quarter=quarter)
        with opened(db, try_out=True) as store:
            outcome = import_files(
                store, files, options, now=dt.datetime.now(dt.UTC), dry_run=True, early=early
            )
    document = outcome.document()
    if mapping_out is not None:
        try:
            mapping_out.write_text(
                json.dumps(mapping_of(outcome), ensure_ascii=False, indent=2) + "\n",
                encoding="utf-8",
            )
        except OSError as error:
            refuse(f"{mapping_out}: cannot be written: {error.strerror}")
    say(document, as_json, lambda: "\n".join(_inspect_text(one) for one in document["files"]))
    raise typer.Exit(outcome.exit_code)


def _inspect_text(one: dict[str, Any]) -> str:
    lines = [f"{one['name']}: {one['message'] or one['status']}"]
    lines += _notes(one)
    lines += [f"  {problem['message']}" for problem in one["problems"] if not problem["cell"]]
    for table in one["tables"]:
        lines.append(
            f"  {table['sheet'] or ''} {table['range']} → {table['record'] or 'not recognised'}"
        )
        lines += [
            f"    {c['cell'] or ''} {c['heading']} → {c['field']}"
            f" ({c['confidence'] or 1:.2f}; {c['reading']})"
            for c in table["columns"]
        ]
        lines += [f"    {c['cell']} {c['heading']} → nothing: {c['why']}" for c in table["ignored"]]
        lines += _rows_skipped(table)
    return "\n".join(lines)


@app.command()
def template(
    file: Annotated[Path, typer.Argument(help="The workbook to write.")],
    records: Annotated[list[str] | None, typer.Argument(help="Only these records.")] = None,
) -> None:
    """Writes an empty workbook with headings, drop-downs, notes and an example row."""
    from data.records import RECORDS
    from data.template import template as make

    unknown = [name for name in records or () if name not in RECORDS]
    if unknown:
        refuse(f"{unknown[0]!r} is no record; one of {', '.join(RECORDS)}")
    _write(file, make(records or ()))


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        refuse(f"{file}: cannot be written: {error.strerror}")


@app.command()
def sample(
    db: Db = DEFAULT_DATABASE,
    as_json: Json = False,
    if_new: Annotated[
        bool, typer.Option("--if-new", help="Only into a database with no import.")
    ] = False,
) -> None:
    """Loads the sample: SayPro's quarters."""
    from data.intake.importing import ImportOptions, import_files
    from data.intake.reading.early import EarlyReadings

    folder = Path(__file__).resolve().parent / "sample_data"
    files = sorted(folder.glob("Sample - *"))
    with opened(db, make=True) as store:
        if if_new and len(store.imports()):
            say(
                {"import_ids": [], "files": []},
                as_json,
                lambda: "The database is not new; nothing done.",
            )
            return
        with EarlyReadings(files) as early:
            outcome = import_files(
                store,
                files,
                ImportOptions(source="sample", person=person()),
                now=dt.datetime.now(dt.UTC),
                early=early,
            )
    _finish_import(outcome, as_json)


# --- Figures out ----------------------------------------------------------------------------------


def _scope(
    store: Store, quarter: str | None, drill: str | None, as_of: str | None, clock: str | None,
    compare: list[str] | None = None,
) -> tuple[Any, Any, Any]:  # fmt: skip
    """(tables, scope, organisation), or a refusal that names what there is."""
    from analytics.calendar import read_organisation
    from analytics.scorecard import scope_of

    if compare and compare[0] == compare[1]:
        refuse(f"{compare[0]!r} cannot be compared with itself; name two drills")

    tables = store.tables()
    organisation = read_organisation(tables["setting"])
    day = as_date(as_of, "--as-of")
    try:
        scope = scope_of(
            tables, organisation, today(), quarter, drill, day, clock,
            (compare[0], compare[1]) if compare else None,
        )  # fmt: skip
    except ValueError as error:
        refuse(str(error))
    return tables, scope, organisation


@app.command()
def metrics(
    db: Db = DEFAULT_DATABASE,
    as_json: Json = False,
    quarter: Quarter = None,
    drill: Drill = None,
    as_of: AsOf = None,
    clock: Clock = None,
    compare: Annotated[
        tuple[str, str] | None, typer.Option("--compare", help="Two drills.")
    ] = None,
) -> None:
    """Every metric and the five criteria."""
    from analytics.scorecard import all_metrics, basis_of, criteria
    from reports.documents import metrics_document

    with opened(db) as store:
        tables, scope, organisation = _scope(
            store, quarter, drill, as_of, clock, list(compare) if compare else None
        )
    basis = basis_of(tables, scope, organisation)
    figures = all_metrics(tables, scope, organisation, basis)
    judged = criteria(tables, scope, organisation)
    document = metrics_document(scope, basis.comparison, figures, judged)
    say(document, as_json, lambda: _metrics_text(document))


def _metrics_text(document: dict[str, Any]) -> str:
    rows = [{"metric": name, **one} for name, one in document["metrics"].items()]
    head = f"{document['quarter']} as of {document['as_of']}, clock {document['clock']}"
    columns = ["metric", "value", "numerator", "denominator", "unit", "target", "met", "note"]
    criteria = table_text(document["criteria"], ["criterion", "status", "evidence"])
    return "\n\n".join((head, table_text(rows, columns), criteria))


@app.command()
def tests(
    db: Db = DEFAULT_DATABASE,
    as_json: Json = False,
    quarter: Quarter = None,
    drill: Drill = None,
    as_of: AsOf = None,
    clock: Clock = None,
) -> None:
    """One row a (drill, system): instants, recovery time, objective, outcome, verdict."""
    from analytics.scorecard import basis_of
    from reports.documents import tests_document

    if quarter is None and drill is None:
        as_of = as_of or today().isoformat()  # all tests there are
    with opened(db) as store:
        tables, scope, organisation = _scope(store, quarter, drill, as_of, clock)
    rows = basis_of(tables, scope, organisation).tests
    if drill is not None:
        rows = rows[rows["drill"] == drill]
    elif quarter is not None:
        rows = rows[rows["quarter"] == quarter]
    document = tests_document(rows)
    columns = ["drill", "system", "recovery_seconds", "rto_seconds", "outcome", "verdict", "band"]
    columns.append("marks")  # a tabletop's times are estimated: in no measure, whatever the verdict
    told = [row | {"marks": ", ".join(row["marks"])} for row in document["tests"]]
    say(document, as_json, lambda: table_text(told, columns))


@app.command()
def compare(
    drill_a: Annotated[str, typer.Argument(metavar="A")],
    drill_b: Annotated[str, typer.Argument(metavar="B")],
    db: Db = DEFAULT_DATABASE,
    as_json: Json = False,
    quarter: Quarter = None,
    as_of: AsOf = None,
    clock: Clock = None,
) -> None:
    """Drill against drill: matched systems, changes, decomposition, clocks, flips, gap minutes."""
    from analytics.comparison.pairing import pair_basis, pair_figures
    from analytics.scorecard import basis_of
    from reports.documents import comparison_document

    with opened(db) as store:
        tables, scope, organisation = _scope(store, quarter, None, as_of, clock, [drill_a, drill_b])
    basis = basis_of(tables, scope, organisation)
    paired = pair_basis(tables, drill_a, drill_b, scope.as_of, organisation, basis.drills)
    found = pair_figures(paired, scope.clock)
    document = comparison_document(scope, basis.comparison, found)
    say(document, as_json, lambda: json.dumps(document, ensure_ascii=False, indent=2))


@app.command()
def explain(
    metric: Annotated[str, typer.Argument(help="A metric's id, such as rto_attainment.")],
    db: Db = DEFAULT_DATABASE,
    as_json: Json = False,
    quarter: Quarter = None,
    drill: Drill = None,
    as_of: AsOf = None,
    clock: Clock = None,
) -> None:
    """The rows behind a figure, each with file, sheet, cell, raw text and reading.

    Of a cell that was mended: what the file has, what it was mended to, by whom and when.
    """
    from analytics.origins import lineage_behind
    from analytics.scorecard import all_metrics, basis_of, fields_behind
    from data.records import RECORDS
    from reports.documents import explain_document

    with opened(db) as store:
        tables, scope, organisation = _scope(store, quarter, drill, as_of, clock)
        basis = basis_of(tables, scope, organisation)
        figures = all_metrics(tables, scope, organisation, basis)
        if metric not in figures:
            refuse(f"{metric!r} is no metric; one of {', '.join(figures)}")
        figure = figures[metric]
        fields = fields_behind(metric, scope.clock)
        lineage = lineage_behind(
            figure,
            basis.tests,
            fields,
            store.lineage,
            lambda drills, moments: store.rows("log", drills=drills, moments=moments),
        )
    document = explain_document(figure, {name: one.key for name, one in RECORDS.items()}, lineage)
    cells = [
        {"record": row["record"], "key": " · ".join(str(v) for v in row["key"].values()), **cell}
        for row in document["rows"]
        for cell in row["cells"]
    ]
    columns = ["record", "key", "field", "file", "sheet", "cell", "raw", "reading"]
    if any(cell["mended"] is not None for cell in cells):
        columns[-1:-1] = ["mended", "mended_by", "mended_at"]
    say(document, as_json, lambda: table_text(cells, columns))


@app.command()
def records(
    record: Annotated[str, typer.Argument(help="A record, such as recovery.")],
    db: Db = DEFAULT_DATABASE,
    format_: Annotated[
        str | None, typer.Option("--format", help="csv, json or parquet; csv unless --json.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="A file instead of stdout.")] = None,
    as_json: Json = False,
) -> None:
    """Current rows of a record; --json is the same as --format json."""
    from data.records import RECORDS
    from reports.tables import table_bytes

    if record not in RECORDS:
        refuse(f"{record!r} is no record; one of {', '.join(RECORDS)}")
    form = format_ or ("json" if as_json else "csv")
    if form not in ("csv", "json", "parquet"):
        refuse(f"--format: {form!r} is none of csv, json, parquet")
    if as_json and form != "json":
        refuse(f"--json is the same as --format json; --format {form} says otherwise")
    with opened(db) as store:
        rows = store.rows(record)
    content = table_bytes(rows[[column.name for column in RECORDS[record].columns]], form)
    if out is not None:
        _write(out, content)
    else:
        sys.stdout.buffer.write(content)


# --- The history ----------------------------------------------------------------------------------


@imports_app.callback()
def imports(ctx: typer.Context, db: Db = DEFAULT_DATABASE, as_json: Json = False) -> None:
    """The imports, newest last."""
    ctx.obj = {"db": db, "json": as_json}
    if ctx.invoked_subcommand is not None:
        return
    from reports.plain import plain

    with opened(db) as store:
        rows = [plain(row) for row in store.imports().to_dict("records")]
    columns = ["import_id", "imported_at", "person", "source", "file_name", "is_withdrawn"]
    say({"imports": rows}, as_json, lambda: table_text(rows, columns))


def _shared(ctx: typer.Context, db: str | None, as_json: bool) -> tuple[str, bool]:
    return db or ctx.obj["db"], as_json or ctx.obj["json"]


SubDb = Annotated[str | None, typer.Option("--db", envvar="DRILLBOARD_DB")]
Number = Annotated[int, typer.Argument(help="The import's number.")]
Out = Annotated[Path, typer.Option("--out", help="The file to write.")]


def _known(store: Store, number: int) -> None:
    if number not in set(store.imports()["import_id"]):
        refuse(f"there is no import {number}")


@imports_app.command("show")
def imports_show(
    ctx: typer.Context, number: Number, db: SubDb = None, as_json: Json = False
) -> None:
    """One import: tables, counts, problems, difference."""
    from reports.plain import plain

    db, as_json = _shared(ctx, db, as_json)
    with opened(db) as store:
        _known(store, number)
        document = plain(store.import_detail(number))
    say(document, as_json, lambda: json.dumps(document, ensure_ascii=False, indent=2))


def _undo_redo(ctx: typer.Context, number: int, db: str | None, as_json: bool, redo: bool) -> None:
    db, as_json = _shared(ctx, db, as_json)
    with opened(db) as store:
        _known(store, number)
        turn = store.reinstate if redo else store.withdraw
        turn(number, at=dt.datetime.now(dt.UTC), person=person())
        document = {"import_id": number, "is_withdrawn": not redo, "version": store.version()}
    word = "counts again" if redo else "is withdrawn; its rows no longer count"
    say(document, as_json, lambda: f"Import {number} {word}.")


@imports_app.command("undo")
def imports_undo(
    ctx: typer.Context, number: Number, db: SubDb = None, as_json: Json = False
) -> None:
    """Withdraws an import; newer ones stay."""
    _undo_redo(ctx, number, db, as_json, redo=False)


@imports_app.command("redo")
def imports_redo(
    ctx: typer.Context, number: Number, db: SubDb = None, as_json: Json = False
) -> None:
    """Puts a withdrawn import back in its old place."""
    _undo_redo(ctx, number, db, as_json, redo=True)


@imports_app.command("original")
def imports_original(ctx: typer.Context, number: Number, out: Out, db: SubDb = None) -> None:
    """The file as it was loaded."""
    db, _ = _shared(ctx, db, False)
    with opened(db) as store:
        _known(store, number)
        _, content = store.original(number)
    _write(out, content)


@imports_app.command("marked")
def imports_marked(ctx: typer.Context, number: Number, out: Out, db: SubDb = None) -> None:
    """The file as it was loaded, its problem cells marked; or a list of what to mend in it."""
    from data.intake.marking import has_findings, marked_copy

    db, _ = _shared(ctx, db, False)
    with opened(db) as store:
        _known(store, number)
        name, content = store.original(number)
        problems = store.import_detail(number)["problems"]
    if not has_findings(problems):
        refuse(f"import {number} ({name}) has nothing to mend")
    copy = marked_copy(name, content, problems)
    ending = Path(copy.file_name).suffix
    if out.suffix.casefold() != ending:
        refuse(f"{out}: what comes of {name} is an {ending} workbook; give --out that ending")
    _write(out, copy.content)
    is_file = f"is {name} with its problem cells marked"
    what = is_file if copy.is_annotated else f"lists what to mend in {name}"
    print(f"{out} {what}.", file=sys.stderr)


# --- Keeping --------------------------------------------------------------------------------------


@app.command()
def backup(file: Annotated[Path, typer.Argument()], db: Db = DEFAULT_DATABASE) -> None:
    """A consistent copy, also while the dashboard runs."""
    with opened(db) as store:
        store.backup(file)
    print(f"{file} holds a copy of {db}.", file=sys.stderr)


@app.command()
def restore(file: Annotated[Path, typer.Argument()], db: Db = DEFAULT_DATABASE) -> None:
    """Puts a backup back in place of the database."""
    from data.store import StoreError
    from data.store import restore as put_back

    if not file.is_file():
        refuse(f"{file}: there is no such backup")
    try:
        put_back(file, db)
    except (StoreError, OSError) as error:
        refuse(f"{file}: {error}")
    print(f"{db} is as it was in {file}.", file=sys.stderr)


@app.command()
def verify(db: Db = DEFAULT_DATABASE, as_json: Json = False) -> None:
    """Checks hashes, keys, and that the current rows are what the history says."""
    with opened(db) as store:
        findings = [str(one) for one in store.verify()]
    document = {"ok": not findings, "findings": findings}
    say(document, as_json, lambda: "\n".join(findings) or "Everything is as it was stored.")
    raise typer.Exit(DONE if not findings else IN_PART)


def _stop() -> NoReturn:
    print("Stopped; nothing was stored in part.", file=sys.stderr)
    sys.exit(NOTHING_DONE)


def main() -> None:
    """Runs the command line; usage errors end with 2, nothing ends in a traceback."""
    try:
        code = app(standalone_mode=False)
        if code == _INTERRUPTED:
            _stop()
        sys.exit(code if isinstance(code, int) else DONE)
    except TyperException as error:
        context = getattr(error, "ctx", None)
        path = context.command_path if context is not None else "cli.py"
        told = f"{error.format_message().rstrip('.')}; see {path} --help"
        print(" ".join(told.split()), file=sys.stderr)
        sys.exit(NOTHING_DONE)
    except KeyboardInterrupt:
        _stop()
    except BrokenPipeError:  # the reader of our output went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)
    except Exception as error:
        if os.environ.get("DRILLBOARD_DEBUG"):
            raise
        print(
            f"Something is wrong inside Drillboard ({type(error).__name__}: {error}). Nothing was "
            "stored in part; DRILLBOARD_DEBUG=1 shows where.",
            file=sys.stderr,
        )
        sys.exit(NOTHING_DONE)


if __name__ == "__main__":
    main()
