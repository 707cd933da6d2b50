"""What the store keeps of imports, each read once a version."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from data.intake.reading.book import Book
from data.intake.reading.guarded import read_book
from data.store import Store
from data.store.turning import TurnEffect
from ui import session


@st.cache_resource(max_entries=4, show_spinner=False)
def _listing(url: str, version: int, _store: Store) -> pd.DataFrame:
    del url, version  # the cache's key
    return _store.listing()


def listing(now: session.Current) -> pd.DataFrame:
    """Every import, newest first. Raises StoreError."""
    return _listing(session.database(), now.version, session.store())


@st.cache_resource(max_entries=4, show_spinner=False)
def _waiting(url: str, version: int, _store: Store) -> pd.DataFrame:
    del url, version
    return _store.waiting_tables()


def waiting_tables(now: session.Current) -> pd.DataFrame:
    """Where rows wait. Raises StoreError."""
    return _waiting(session.database(), now.version, session.store())


@st.cache_resource(max_entries=16, show_spinner=False)
def _detail(url: str, version: int, number: int, _store: Store) -> dict[str, Any]:
    del url, version
    return _store.import_detail(number)


def detail(now: session.Current, number: int) -> dict[str, Any]:
    """Everything kept about one import: read it, do not write into it. Raises StoreError."""
    return _detail(session.database(), now.version, number, session.store())


@st.cache_resource(max_entries=8, show_spinner=False)
def _effect(url: str, version: int, number: int, _store: Store) -> TurnEffect:
    del url, version
    return _store.turn_effect(number)


def turn_effect(now: session.Current, number: int) -> TurnEffect:
    """What undoing or redoing an import would do. Raises StoreError."""
    return _effect(session.database(), now.version, number, session.store())


@st.cache_resource(max_entries=1, show_spinner=False)
def _book(sha256: str, name: str, _content: bytes) -> Book:
    del sha256
    return read_book(_content, name)


def book(content: bytes, name: str, sha256: str) -> Book:
    """The book of a kept file; the last one is held, as its rows are mended in several goes."""
    return _book(sha256, name, content)
