"""Light or dark: what figures on this screen are drawn for."""

from __future__ import annotations

from typing import Literal

import streamlit as st


def ink() -> Literal["light", "dark"]:
    """The theme a person sees; light on the first run of a session, when it is not known yet."""
    return "dark" if st.context.theme.type == "dark" else "light"
