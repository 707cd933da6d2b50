"""What the server does around the screens: readiness, headers, compression, errors.

Plain ASGI; nothing here knows what a screen shows.
"""

from __future__ import annotations

import logging
import uuid
from collections import OrderedDict
from typing import TYPE_CHECKING

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("drillboard")

# 'unsafe-inline' and 'unsafe-eval' are Streamlit's and Plotly's own needs; what the policy does
# hold is that no script, style, font, picture or connection comes from or goes to another host.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss: data: blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class SafeHeaders:
    """Every HTTP answer carries `HEADERS`, unless the answer sets one itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class KeptGZip:
    """Streamlit's scripts and styles, compressed once and kept.

    Streamlit compresses its other answers itself and leaves these out, because compressing 4.7 MB
    of Plotly for every visitor costs more than it saves. They never change while a server runs
    (their names carry a hash), so here it happens once a file: 1.4 MB goes over the wire.
    At most `limit` bytes are kept, the least recently used go first.
    """

    def __init__(self, app: ASGIApp, limit: int = 16_000_000) -> None:
        self.app = app
        self.compressing = GZipMiddleware(app, minimum_size=1_000, compresslevel=6)
        self.limit = limit
        self.size = 0
        self.kept: OrderedDict[str, list[Message]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if not _is_static(scope):
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        if path in self.kept:
            self.kept.move_to_end(path)
            for message in self.kept[path]:
                # a copy: what stands around us adds its headers to it
                await send({**message, "headers": [*message.get("headers", ())]})
            return
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append({**message, "headers": [*message.get("headers", ())]})
            await send(message)

        await self.compressing(scope, receive, keep)
        self._remember(path, messages)

    def _remember(self, path: str, messages: list[Message]) -> None:
        if len(messages) < 2:  # the client left before the answer, or before its body
            return
        start = messages[0]
        headers = Headers(raw=start["headers"])
        is_whole = start["status"] == 200 and not messages[-1].get("more_body", False)
        if not is_whole or headers.get("content-encoding") != "gzip" or path in self.kept:
            return
        self.kept[path] = messages
        self.size += _body_size(messages)
        while self.size > self.limit:
            _, dropped = self.kept.popitem(last=False)
            self.size -= _body_size(dropped)


def _is_static(scope: Scope) -> bool:
    """Whether this asks for one of Streamlit's own files, whole and compressed."""
    if scope["type"] != "http" or scope["method"] != "GET" or "/static/" not in scope["path"]:
        return False
    headers = Headers(scope=scope)
    plain = not {"range", "if-none-match", "if-modified-since"} & set(headers.keys())
    return plain and "gzip" in headers.get("accept-encoding", "")


def _body_size(messages: list[Message]) -> int:
    return sum(len(message.get("body", b"")) for message in messages)


async def readyz(_: Request) -> JSONResponse:
    """200 once this process can serve screens; `/_stcore/health` says only that it runs."""
    return JSONResponse({"status": "ready"}, headers={"Cache-Control": "no-store"})


def on_script_error(error: Exception) -> bool:
    """Tell the reader what happened without the details; the details go to the log.

    The reference stands in both, so that a report of it can be found.
    """
    reference = uuid.uuid4().hex[:8]
    log.error("screen failed, reference %s", reference, exc_info=error)
    st.error(
        "This screen could not be shown. The stored data is whole. Reload the page; if it happens "
        f"again, the server's log tells why under reference `{reference}`.",
        icon=":material/error:",
    )
    return True
