"""A large log is read in pieces; what comes of it is what comes of the same lines read at once."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest

from data.intake.importing import FileOutcome, ImportOptions, import_files
from data.intake.largelogs import LargeTexts
from data.store import Store, open_store
from tests.browsing import ROOT

NOW = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)
AT_ONCE = LargeTexts(size=10**9)
IN_PIECES = LargeTexts(size=1, piece_rows=23)
HEADINGS = ("Drill", "Timestamp", "System", "Event", "Team", "Details")
DRILLS = "Drill,Started,Ended,Time zone\nDR-1,30/03/2025 00:30,30/03/2025 09:00,Europe/Berlin\n"


@pytest.fixture
def new_store(tmp_path: Path) -> Callable[[str], Store]:
    """A factory of stores that know the drill DR-1, which began on a night the clocks changed."""

    def made(name: str) -> Store:
        store = open_store(tmp_path / f"{name}.duckdb")
        told = ImportOptions(day_first=True)
        (drill,) = import_files(store, [("drills.csv", DRILLS.encode())], told, now=NOW).files
        assert drill.status == "loaded"
        return store

    return made


def written(path: Path, lines: Sequence[Sequence[str]], top: str = "") -> Path:
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *lines])
    path.write_text(top + text.getvalue(), encoding="utf-8", newline="")
    return path


def loaded(
    store: Store, path: Path, large: LargeTexts, options: ImportOptions | None = None
) -> FileOutcome:
    (one,) = import_files(store, [path], options or ImportOptions(), now=NOW, large=large).files
    return one


def told(one: FileOutcome) -> list[tuple[object, ...]]:
    """What was told, but for the order in which it was told."""
    return sorted(
        (p.code, p.cell or "", p.field or "", p.value or "", p.message, p.expected or "",
         p.row or 0, p.severity, p.row_rejected)
        for p in one.problems
    )  # fmt: skip


def assert_same(path: Path, new_store: Callable[[str], Store]) -> tuple[Store, FileOutcome]:
    """The same file both ways: the same rows, rejects, skipped rows, problems, cells, reading."""
    small, large = new_store("at_once"), new_store("in_pieces")
    one, other = loaded(small, path, AT_ONCE), loaded(large, path, IN_PIECES)
    assert other.path == path, "it was not read in pieces"
    pd.testing.assert_frame_equal(small.rows("log"), large.rows("log"))
    pd.testing.assert_frame_equal(small.rejected(), large.rejected())
    assert told(one) == told(other)
    first, second = one.reading, other.reading
    assert first is not None and second is not None
    for a, b in zip(first.tables, second.tables, strict=True):
        assert (a.found.range, a.found.headings) == (b.found.range, b.found.headings)
        assert a.found.data_rows.tolist() == b.found.data_rows.tolist()
        assert sorted(a.found.skipped, key=str) == sorted(b.found.skipped, key=str)
        assert [o.lineage for o in a.outputs] == [o.lineage for o in b.outputs]
        assert [o.record for o in a.outputs] == [o.record for o in b.outputs]
    document, again = ({**f, "import_id": 0} for f in (
        _document(one), _document(other)
    ))  # fmt: skip
    assert document == again
    keys = list(small.rows("log", limit=50)["row_key"])
    for a, b in zip(small.lineage("log", keys).to_dict("records"),
                    large.lineage("log", keys).to_dict("records"), strict=True):  # fmt: skip
        assert a == b
    assert loaded(small, path, IN_PIECES).status == "unchanged"
    assert loaded(large, path, AT_ONCE).status == "unchanged"
    assert large.verify() == []
    return large, other


def _document(one: FileOutcome) -> dict[str, object]:
    from data.intake.document import file_document

    return {k: v for k, v in file_document(one).items() if k not in ("problems", "import_id")}


def test_awkward_lines_come_out_the_same_both_ways(
    tmp_path: Path, new_store: Callable[[str], Store]
) -> None:
    lines = [
        ("DR-1", "30/03/2025 00:45", "CRM", "disrupted", "Network", "a quiet start"),
        ("DR-1", "30/03/2025 02:30", "CRM", "detected", "Network", "an hour that never was"),
        ("DR-1", "T+1:30", "CRM", "restored", "Database", "counted from the start"),
        ("DR-1", "T+0:10", "", "declared", "", "of the drill as a whole"),
        ("DR-1", "05:15", "Billing", "restored", "Database", "a clock alone"),
        ("dr 1", "30.03.2025 05:16", "crm", "Restored ", "Database", "other spellings"),
        ("DR-1", "soon", "CRM", "validated", "Database", "no time at all"),
        ("DR-1", "", "CRM", "validated", "Database", ""),
        ("DR-1", "31/04/2025 10:00", "CRM", "step", "Database", "no such day"),
        ("DR-1", "30/03/2025 06:00", "CRM", "", "Database", "no event"),
        ("", "30/03/2025 06:01", "CRM", "step", "Database", "no drill"),
        ("DR-1", "2025-03-30 06:02:03", "CRM", "step", "N/A", 'said "so",\nand a line more'),
        ("DR-1", "30/03/2025 07:00+02:00", "CRM", "step", "-", "N/A"),
        ("DR-2", "26/10/2025 02:30", "Portal", "step", "TBC", "twice in Berlin, once here"),
        HEADINGS,
        ("Total", "", "", "14", "", ""),
        ("", "", "", "", "", ""),
        ("DR-1", "30/03/2025 08:00", "CRM", "hold began"),
        ("DR-1", "30/03/2025 08:05", "CRM", "hold ended", "x", "y"),
    ]
    repeated = [("DR-1", f"30/03/2025 09:{n % 30:02}", "CRM", "step", "Network", f"{n // 60}")
                for n in range(120)]  # fmt: skip
    mixed = [*lines, *repeated, *lines, *repeated[:40], *[(*line[:5], "again") for line in lines]]
    large, one = assert_same(written(tmp_path / "log.csv", mixed), new_store)
    assert one.status == "partly loaded"
    rejected = large.rejected()
    assert set(rejected["row_number"]) >= {8, 9, 10}  # "soon", nothing, 31 April
    crm = large.rows("log").query("event == 'restored' and system == 'CRM'")
    assert crm["logged_at"].min() == pd.Timestamp("2025-03-30 01:00Z")  # 00:30 in Berlin + 1:30


def test_lines_of_too_many_values_come_out_the_same(
    tmp_path: Path, new_store: Callable[[str], Store]
) -> None:
    lines = [
        ("DR-1", f"30/03/2025 05:{n % 60:02}", "CRM", f"step {n}", "x", "y") for n in range(90)
    ]
    more: list[tuple[str, ...]] = [
        (*line, "too much") if n in (40, 88) else line for n, line in enumerate(lines)
    ]
    large, _ = assert_same(written(tmp_path / "wide.csv", more), new_store)
    assert large.count("log") == 88
    assert large.rejected()["row_number"].tolist() == [42, 90]  # asked about, never shifted


def test_the_order_of_day_and_month_is_decided_by_the_last_line(
    tmp_path: Path, new_store: Callable[[str], Store]
) -> None:
    lines = [("A", f"0{1 + n % 9}/03/2025 10:{n % 60:02}", "CRM", f"step {n}", "", "")
             for n in range(150)]  # fmt: skip
    day = [*lines, ("A", "25/03/2025 10:00", "CRM", "validated", "", "")]
    large, _ = assert_same(written(tmp_path / "day.csv", day), new_store)
    assert large.rows("log")["logged_at"].dt.month.unique().tolist() == [3]


def test_an_undecided_order_keeps_every_line_out(
    tmp_path: Path, new_store: Callable[[str], Store]
) -> None:
    lines = [("A", "03/02/2025 10:00", "CRM", f"step {n}", "", "") for n in range(60)]
    large, one = assert_same(written(tmp_path / "ask.csv", lines), new_store)
    assert (one.rejected, large.count("log")) == (60, 0)


@pytest.mark.parametrize("seed", range(3))
def test_lines_thrown_together_come_out_the_same(
    seed: int, tmp_path: Path, new_store: Callable[[str], Store]
) -> None:
    chance = random.Random(seed)
    pools = (
        ("DR-1", "DR-1", "DR-2", "dr-2 ", "", "Dr. 3"),
        ("30/03/2025 02:15", "30/03/2025 03:15", "2025-03-30 10:00:00", "T+2:05", "11:20", "n/a",
         "26/10/2025 02:59", "yesterday", "2025-03-30T10:00:00Z", "45746.5", "30 Mar 2025 8pm"),
        ("CRM", "crm", "Billing", "", "Web portal", "TBC"),
        ("restored", "Restored", "hold began", "hold ended", "step", "", "disrupted"),
        ("Network", "", "-", "Database"),
        ("", "words", "a \"quoted\" word", "two\nlines", "N/A", "words, more"),
    )  # fmt: skip
    lines = [[chance.choice(pool) for pool in pools] for _ in range(260)]
    for line in chance.sample(lines, 12):
        del line[chance.randrange(1, 6) :]
    assert_same(written(tmp_path / "any.csv", lines), new_store)


def test_a_title_above_the_headings_names_the_drill(
    tmp_path: Path, new_store: Callable[[str], Store]
) -> None:
    lines = [f"30/03/2025 04:{n:02},CRM,step {n}" for n in range(50)]
    path = tmp_path / "titled.csv"
    path.write_text("\n".join(["Log of DR-1,,", "", "Timestamp,System,Event", *lines]))
    large, _ = assert_same(path, new_store)
    assert set(large.rows("log")["drill"]) == {"DR-1"}


def test_a_quote_that_does_not_match_makes_the_text_be_read_anew(
    tmp_path: Path, new_store: Callable[[str], Store]
) -> None:
    lines = [f"DR-1,30/03/2025 04:{n % 60:02},CRM,step {n},Network,fine" for n in range(90)]
    lines[70] = 'DR-1,30/03/2025 04:10,CRM,swapped,Network,a 5" disk'
    lines[80] = 'DR-1,30/03/2025 04:20,CRM,swapped,Network,"3" disk"'
    path = tmp_path / "quotes.csv"
    path.write_text("\n".join([",".join(HEADINGS), *lines]))
    large, _ = assert_same(path, new_store)
    assert set(large.rows("log").query("event == 'swapped'")["detail"]) == {'a 5" disk', '3" disk'}


def test_letters_that_are_not_utf8_come_late(
    tmp_path: Path, new_store: Callable[[str], Store]
) -> None:
    lines = [f"DR-1,30/03/2025 04:{n % 60:02},CRM,step {n},Network,fine" for n in range(90)]
    lines[85] = "DR-1,30/03/2025 05:00,CRM,spoke,José,fine"
    path = tmp_path / "latin.csv"
    path.write_bytes("\n".join([",".join(HEADINGS), *lines]).encode("cp1252"))
    large, _ = assert_same(path, new_store)
    assert set(large.rows("log").query("event == 'spoke'")["team"]) == {"José"}


def test_undo_redo_and_the_original(tmp_path: Path, new_store: Callable[[str], Store]) -> None:
    store = new_store("one")
    lines = [("DR-1", f"2025-03-31 0{n % 9}:00:00", "CRM", f"step {n}", "", "") for n in range(90)]
    path = written(tmp_path / "log.csv", lines)
    one = loaded(store, path, IN_PIECES)
    assert one.import_id is not None and store.count("log") == 90
    assert store.original(one.import_id) == ("log.csv", path.read_bytes())
    before = store.rows("log")
    store.withdraw(one.import_id, NOW)
    assert (store.count("log"), store.verify()) == (0, [])
    store.reinstate(one.import_id, NOW)
    pd.testing.assert_frame_equal(store.rows("log"), before)
    assert store.verify() == []


def test_a_corrected_log_says_what_it_changes(
    tmp_path: Path, new_store: Callable[[str], Store]
) -> None:
    small, large = new_store("at_once"), new_store("in_pieces")
    lines = [["DR-1", f"2025-03-31 0{n % 9}:00:00", "CRM", f"step {n}", "", "x"] for n in range(90)]
    path = written(tmp_path / "log.csv", lines)
    corrected = [[*line[:5], "mended"] if n in (3, 70) else line for n, line in enumerate(lines)]
    corrected.append(["DR-1", "2025-03-31 10:00:00", "CRM", "validated", "", ""])
    for store, how in ((small, AT_ONCE), (large, IN_PIECES)):
        loaded(store, written(path, lines), how)
        one = loaded(store, written(path, corrected), how)
        ((said,),) = one.differences
        assert (said.added, said.changed, said.unchanged) == (1, 2, 88)
        assert (
            said.changes[["field", "old", "new"]].to_numpy().tolist()
            == [["detail", "x", "mended"]] * 2
        )
    pd.testing.assert_frame_equal(small.rows("log"), large.rows("log"))
    assert large.verify() == []


def test_a_dry_run_keeps_nothing_and_strict_loads_all_or_nothing(
    tmp_path: Path, new_store: Callable[[str], Store]
) -> None:
    store = new_store("one")
    path = written(tmp_path / "log.csv", [
        *(("DR-1", f"2025-03-31 0{n % 9}:00:00", "CRM", f"step {n}", "", "") for n in range(60)),
        ("DR-1", "soon", "CRM", "step", "", ""),
    ])  # fmt: skip
    (tried,) = import_files(
        store, [path], ImportOptions(), now=NOW, dry_run=True, large=IN_PIECES
    ).files
    assert (tried.import_id, tried.rejected, store.count("log")) == (None, 1, 0)
    refused = loaded(store, path, IN_PIECES, ImportOptions(strict=True))
    assert (refused.status, store.count("log"), len(store.imports())) == ("refused", 0, 1)


def test_more_problems_than_are_told_are_counted_and_their_rows_kept(
    tmp_path: Path, new_store: Callable[[str], Store]
) -> None:
    store = new_store("one")
    lines = [("DR-1", "soon", "CRM", f"step {n}", "", "") for n in range(80)]
    lines.append(("DR-1", "2025-03-30 01:00:00", "CRM", "restored", "", ""))
    path = written(tmp_path / "log.csv", lines)
    one = loaded(store, path, LargeTexts(size=1, piece_rows=23, told=10))
    assert len(one.problems) == 11
    assert one.problems[-1].message.startswith("71 more problems")  # 80 and a new system, less 10
    assert (one.rejected, len(store.rejected()), store.count("log")) == (80, 80, 1)
    assert store.rejected()["row_number"].tolist() == list(range(2, 82))


def test_another_large_table_is_refused_with_the_way_out(
    tmp_path: Path, new_store: Callable[[str], Store]
) -> None:
    store = new_store("one")
    path = tmp_path / "results.csv"
    rows = [f"DR-1,System {n},4 h,PASS" for n in range(60)]
    path.write_text("\n".join(["Drill,System,RTO target,Result", *rows]))
    one = loaded(store, path, LargeTexts(size=1, piece_rows=23, rows_held=50))
    assert one.status == "refused" and store.count("recovery") == 0
    assert one.message is not None
    assert "61 rows" in one.message and "at most 50 of anything but a drill log" in one.message
    assert loaded(store, path, LargeTexts(size=1, piece_rows=23, rows_held=61)).status == "loaded"


def test_columns_that_change_on_the_way_are_refused(
    tmp_path: Path, new_store: Callable[[str], Store]
) -> None:
    store = new_store("one")
    path = tmp_path / "two.csv"
    path.write_text("\n".join([
        "Drill,Timestamp,System,Event",
        *(f"DR-1,2025-03-31 0{n % 9}:00:00,CRM,step {n}" for n in range(60)), "", "",
        "Gap ID,Severity,Owner,Status", "G-1,high,Sipho,open", "G-2,low,Sipho,closed",
        "G-3,low,Sipho,closed",
    ]))  # fmt: skip
    one = loaded(store, path, IN_PIECES)
    assert one.status == "refused" and store.count("log") == 0
    assert "below row" in str(one.message) and "a file of its own" in str(one.message)


def test_figures_of_twenty_thousand_lines_equal_a_plain_recount(
    tmp_path: Path, new_store: Callable[[str], Store]
) -> None:
    store = new_store("one")
    path = tmp_path / "many.csv"
    firsts, lasts, counts, bad = make_log(path, 20_000)
    one = loaded(store, path, LargeTexts(size=1, piece_rows=7_000))
    assert_recounted(store, firsts, lasts, counts)
    assert [int(row) for row in store.rejected()["row_number"]] == bad
    assert one.rejected == len(bad)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is told by /proc")
def test_a_million_lines_on_the_command_line_stay_within_a_gigabyte(tmp_path: Path) -> None:
    path, database = tmp_path / "million.csv", tmp_path / "million.duckdb"
    firsts, lasts, counts, bad = make_log(path, 1_000_000)
    process = subprocess.Popen(
        [sys.executable, "cli.py", "import", str(path), "--db", str(database)],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    peak = 0
    while process.poll() is None:
        peak = max(peak, _held(process.pid))
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
    assert process.returncode == 1  # loaded, but for the bad lines
    assert 0 < peak < 10**9
    store = open_store(database)
    assert_recounted(store, firsts, lasts, counts)
    assert store.rejected()["row_number"].astype(int).tolist() == bad
    assert store.count("log") == 1_000_000 - len(bad)
    assert store.verify() == []


def _held(process: int) -> int:
    """Bytes of memory a process and those it started hold; nothing once it is gone."""
    held = 0
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                held += 1024 * int(line.split()[1])
        for thread in Path(f"/proc/{process}/task").iterdir():
            held += sum(_held(int(one)) for one in (thread / "children").read_text().split())
    return held


def make_log(
    path: Path, lines: int
) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str], dict[tuple[str, str], int],
           list[int]]:  # fmt: skip
    """A log of so many lines, and what a plain count of it says: the first disrupted, the last
    restored, the lines of each drill and system, the numbers of the bad lines."""
    chance = random.Random(17)
    events = ("disrupted", "detected", "restored", "validated", "step", "health check")
    start = dt.datetime(2025, 2, 12, 6)
    firsts: dict[tuple[str, str], str] = {}
    lasts: dict[tuple[str, str], str] = {}
    counts: dict[tuple[str, str], int] = {}
    bad: list[int] = []
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("Drill,Timestamp (UTC),System,Event,Team,Person,Details\r\n")
        for line in range(2, lines + 2):
            drill, system = f"DR-{10 * line // lines:02}", f"System {chance.randrange(60):02}"
            at = (start + dt.timedelta(seconds=line)).isoformat(sep=" ")
            event = chance.choice(events)
            if chance.random() < 0.002:
                bad.append(line)
                at = chance.choice(("soon", "2025-02-30 10:00:00", ""))
            else:
                whose = drill, system
                counts[whose] = counts.get(whose, 0) + 1
                if event == "disrupted":
                    firsts.setdefault(whose, at)
                if event == "restored":
                    lasts[whose] = at
            file.write(f'{drill},{at},{system},{event},Network,Person {line % 40},'
                       f'"Checked replica {line}, lag {chance.random():.3f} s"\r\n')  # fmt: skip
    return firsts, lasts, counts, bad


def assert_recounted(
    store: Store, firsts: dict[tuple[str, str], str], lasts: dict[tuple[str, str], str],
    counts: dict[tuple[str, str], int],
) -> None:  # fmt: skip
    found = store.tables()["log_instants"].set_index(["drill", "system"])
    assert found["line_count"].to_dict() == counts
    for name, told in (("disrupted_at", firsts), ("restored_at", lasts)):
        have = found[name].dropna()
        assert {key: str(at)[:19] for key, at in have.items()} == told


def test_clocks_past_midnight_and_words_not_understood_come_out_the_same(
    tmp_path: Path, new_store: Callable[[str], Store]
) -> None:
    night = [("DR-1", f"{(20 * 60 + 5 * n) // 60 % 24:02}:{5 * n % 60:02}", f"S{n % 7}",
              ("Outage", f"words {n % 11}", "Service restored")[min(n // 7, 2 if n % 7 else 1)],
              "", "") for n in range(80)]  # fmt: skip
    large, one = assert_same(written(tmp_path / "night.csv", night), new_store)
    days = large.rows("log")["logged_at"].dt.tz_convert("Europe/Berlin").dt.day
    assert days.value_counts().to_dict() == {30: 48, 31: 32}  # 20:00 to 23:55 is 48 lines
    assert [p.code for p in one.problems].count("next_day") == 32
    (unread,) = [p for p in one.problems if p.code == "event_unread"]
    first = ", ".join(f"“words {n}”" for n in (7, 3, 10, 6, 2, 9, 5, 1))  # of S0 alone
    assert unread.message.startswith(f"Events not understood: {first} and others. ")


def test_clocks_in_no_order_come_out_the_same(
    tmp_path: Path, new_store: Callable[[str], Store]
) -> None:
    lines = [("DR-1", f"{n // 60 + 8:02}:{n % 60:02}", f"S{n % 5}",
              ("outage", "restored", "step")[n % 3], "", "") for n in range(90)]  # fmt: skip
    random.Random(3).shuffle(lines)
    _, one = assert_same(written(tmp_path / "mixed.csv", lines), new_store)
    assert "next_day" not in [p.code for p in one.problems]
    assert [p.code for p in one.problems].count("clock_order") == 1  # S1: back at 08:01, lost later
