"""Rows are kept: every one ever loaded, folded into what stands now. Knows nothing of intake."""

from data.store.change import Change, ChangeTable, LineageColumn, RejectedRow, StagedRows
from data.store.errors import (
    DiskFull,
    NoSuchImport,
    NotAStore,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreMoved,
)
from data.store.staging import Staging
from data.store.store import ORGANISATION, Store, open_store, restore
from data.store.verification import Finding

__all__ = [
    "ORGANISATION",
    "Change",
    "ChangeTable",
    "DiskFull",
    "Finding",
    "LineageColumn",
    "NoSuchImport",
    "NotAStore",
    "RejectedRow",
    "StagedRows",
    "Staging",
    "Store",
    "StoreBusy",
    "StoreDamaged",
    "StoreError",
    "StoreMoved",
    "open_store",
    "restore",
]
