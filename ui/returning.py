"""A person who goes back to a screen finds it as it was left.

Leaving a screen empties its part of the address before the next screen is written there, and each
of these addresses is a step of Back. At such a bare one a tab that is kept in the address would
open at its first: for it, what was open is remembered here. An address that names something counts
as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

_LEFT, _DUE, _BARE = "returning_left", "returning_due", "returning_is_bare"


def begin(*, is_bare: bool) -> None:
    """Say at the beginning of a run whether the address names nothing of this screen."""
    st.session_state[_BARE] = is_bare


@contextmanager
def as_left(key: str) -> Iterator[None]:
    """Around a widget that is kept in the address under `key`.

    Streamlit lets the address win over what the code says in the run of a Back, so that what was
    left is set in one more run.
    """
    left = st.session_state.setdefault(_LEFT, {})
    due = st.session_state.setdefault(_DUE, {})
    is_bare = st.session_state.get(_BARE, False) and key not in st.query_params
    is_second = key in due
    if is_second:
        st.session_state[key] = due.pop(key)
    elif key in st.session_state and not is_bare:
        left[key] = st.session_state[key]
    yield
    is_other = key in left and st.session_state.get(key) != left[key]
    if is_bare and is_other and not is_second:
        due[key] = left[key]
        st.rerun()
