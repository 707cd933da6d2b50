"""Files nobody here wrote: their own README's figures, through the one door.

Every expected figure was reckoned from the raw files without this code (README of the examples).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from analytics.calendar import read_organisation
from analytics.scorecard import basis_of, scope_of
from data.intake.importing import FileOutcome, ImportOptions, import_files
from data.store import Store
from tests.intake.loading import NOW

FOUR_HOURS = 4 * 3600


def bring(store: Store, *files: Path) -> list[FileOutcome]:
    return import_files(store, list(files), ImportOptions(), now=NOW).files


def measured_tests(store: Store, clock: str | None = None) -> pd.DataFrame:
    """The tests as the command `tests` shows them, as of a day after them all."""
    tables = store.tables()
    organisation = read_organisation(tables["setting"])
    day = dt.date(2026, 12, 31)
    scope = scope_of(tables, organisation, day, None, None, day, clock, None)
    return basis_of(tables, scope, organisation).tests


# file → tests with a time, met, under four hours, median in minutes
TABLES = {
    "drill_tables/t01_billing_recovery_time_log.csv": (3, 2, 2, 228),
    "drill_tables/t02_control_dr04_latest_drill_results.csv": (4, 4, 3, 189),
    "drill_tables/t03_homelab_restore_test_2025-11-01.csv": (3, 3, 3, 42),
    "drill_tables/t04_trading_performance_metrics.csv": (4, 4, 4, 7.5),
    "drill_tables/t05_region_recovery_metrics.csv": (4, 4, 4, 6 + 36.5 / 60),
    "drill_tables/t06_trustlink_drill_summary.csv": (3, 3, 3, 17),
    "drill_logs/1.2_backup_restore_test_2025-01-18.csv": (6, 6, 6, 146.5),
}


@pytest.mark.parametrize("name", TABLES)
def test_result_tables_as_people_publish_them(store: Store, examples: Path, name: str) -> None:
    (outcome,) = bring(store, examples / name)
    assert (outcome.status, outcome.rejected) == ("loaded", 0)
    tests = measured_tests(store)
    took = tests["recovery_seconds"].dropna()
    measured, met, under, median = TABLES[name]
    assert len(tests) == len(took) == measured
    assert (tests["verdict"] == "met").sum() == met
    assert (took < FOUR_HOURS).sum() == under
    assert took.median() == pytest.approx(median * 60)
    (again,) = bring(store, examples / name)
    assert again.status == "unchanged"


def test_the_restore_test_met_its_recovery_points(store: Store, examples: Path) -> None:
    bring(store, examples / "drill_logs" / "1.2_backup_restore_test_2025-01-18.csv")
    tests = measured_tests(store)
    assert (tests["recovery_point_seconds"] <= tests["rpo_seconds"]).sum() == 6


def test_a_partial_whose_time_is_met_and_a_target_that_is_a_bound(
    store: Store, examples: Path
) -> None:
    bring(store, examples / "drill_tables" / "t06_trustlink_drill_summary.csv")
    rows = store.rows("recovery").set_index("drill")
    key = rows.loc["2026-06-27 Compromised Admin Key"]
    assert (key["rto_seconds"], key["rto_operator"], key["outcome"]) == (180 * 60, "<", "partial")


def test_failover_times_without_dates(store: Store, examples: Path) -> None:
    """Three have a time; of the three that name none, nothing is made up."""
    (outcome,) = bring(store, examples / "drill_logs" / "1.3_asr_test_failover_2025-01-20.csv")
    tests = measured_tests(store, "recovery_start:restored").set_index("system")
    minutes = tests["recovery_seconds"].dropna() / 60
    assert minutes.to_dict() == {
        "prod-api-vm-01": 39, "prod-api-vm-02": 47, "prod-aks-cluster": 77
    }  # fmt: skip
    assert outcome.rejected == 3
    assert {one.value for one in outcome.problems if one.row_rejected} == {
        "Verified via secondary replica", "Verified via westus2 region endpoint"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("year", "rows", "measured", "under", "median"),
    [(2019, 278, 249, 140, 2.9833), (2023, 348, 270, 174, 1.7083)],
)
def test_power_outages_of_a_year(
    store: Store, examples: Path, year: int, rows: int, measured: int, under: int, median: float
) -> None:
    (outcome,) = bring(store, examples / "outages" / f"{year}_Annual_Summary.xls")
    assert sum(len(one.frame) + len(one.rejected) for one in outcome.outputs) == rows
    took = measured_tests(store)["recovery_seconds"].dropna()
    assert len(took) == measured
    assert (took < FOUR_HOURS).sum() == under
    assert took.median() / 3600 == pytest.approx(median, abs=5e-5)


def test_an_outage_over_before_it_began_is_named(store: Store, examples: Path) -> None:
    (outcome,) = bring(store, examples / "outages" / "2019_Annual_Summary.xls")
    (wrong,) = [one for one in outcome.problems if one.code == "end_before_start"]
    assert (wrong.row, wrong.cell, wrong.row_rejected) == (182, "D182", True)
    assert outcome.rejected == 1


def test_an_export_of_incidents_guesses_no_codes(store: Store, examples: Path) -> None:
    (outcome,) = bring(store, examples / "incidents" / "incidents_REST.csv")
    rows = store.rows("gap")
    assert len(rows) == 67
    assert rows["severity"].isna().all()
    assert rows["time_lost_seconds"].isna().all()
    assert outcome.status == "loaded"


FOLDERS = ("csv_dialects", "csv_polluted", "workbooks", "hostile", "drill_logs")


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_is_read_or_refused_in_plain_words(
    store: Store, examples: Path, folder: str
) -> None:
    files = [one for one in sorted((examples / folder).rglob("*")) if one.suffix != ".md"]
    files = [one for one in files if one.is_file()]
    assert files
    for outcome in bring(store, *files):
        assert outcome.status in ("loaded", "partly loaded", "refused", "unchanged")
        told = [outcome.message or "", *(one.message for one in outcome.problems)]
        assert "Traceback" not in "".join(told)
        assert all("\n" not in one for one in told)
        assert outcome.message or outcome.status != "refused"
        assert all(one.message and one.message == one.message.strip() for one in outcome.problems)


def test_hostile_files_leave_the_store_as_it_was(store: Store, examples: Path) -> None:
    version = store.version()
    outcomes = bring(store, *sorted((examples / "hostile").iterdir()))
    assert {one.status for one in outcomes} == {"refused"}
    assert store.version() == version
    macros = next(one for one in outcomes if one.name.endswith(".xlsm"))
    assert any("macros" in one.message for one in macros.problems)
