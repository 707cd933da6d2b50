"""What a link asks of a widget that is kept in the address, and cannot be had: told, not dropped.

Streamlit takes what no list offers out of the address and shows the usual choice in its place.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import streamlit as st

from wording import scopes

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_VAIN = "asked_in_vain"


def tell_unknown(
    key: str,
    what: str,
    offered: Collection[str],
    usual: object,
    shown: str | None = None,
    place: DeltaGenerator | None = None,
) -> None:
    """Call before the widget: one line when the link asks for what is not there, as long as the
    usual choice stands in its place.

    what : how such a thing is called (`moment`). offered : as the address writes them. usual : what
    the widget holds without a choice; shown : its words where they differ. place : for the line.
    """
    vain = st.session_state.setdefault(_VAIN, {})
    asked = st.query_params.get(key)
    if key not in st.session_state:
        vain.pop(key, None)
        if asked and asked not in offered:
            vain[key] = asked
    elif st.session_state[key] != usual:
        vain.pop(key, None)
    if key in vain:
        line = scopes.not_there(what, vain[key], shown or str(usual))
        (place or st).markdown(line)
