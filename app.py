"""The server: `streamlit run app.py`, or any ASGI server with `app:app`.

The screens start in `ui/frame.py`, not here: a script beside a folder named `pages` would get
Streamlit's older page discovery, which runs a page file alone at the first deep link.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from ui import serving, session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ROOT = Path(__file__).resolve().parent


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """What the process holds open, from before the first request until after the last."""
    session.warm()
    yield {}
    session.close()


app = st.App(
    ROOT / "ui" / "frame.py",
    lifespan=lifespan,
    routes=[Route("/readyz", serving.readyz)],
    middleware=[Middleware(serving.SafeHeaders), Middleware(serving.KeptGZip)],
    on_script_error=serving.on_script_error,
)
