"""Compression of Streamlit's own files, and what a reader is told of an error."""

from __future__ import annotations

import asyncio
import gzip
import logging
import re
from typing import TYPE_CHECKING

import pytest

from ui.serving import KeptGZip, on_script_error

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

BODY = b"const answer = 42;\n" * 5_000


class Files:
    """Answers every path with `BODY`, `/static/missing.js` with 404; counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(scope["path"])
        status = 404 if "missing" in scope["path"] else 200
        headers = [(b"content-type", b"text/javascript")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": BODY[:50_000], "more_body": True})
        await send({"type": "http.response.body", "body": BODY[50_000:]})


class Leaving(Files):
    """Answers only `count` messages of its answer: whoever asked has left meanwhile."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        left = self.count

        async def send_until(message: Message) -> None:
            nonlocal left
            left -= 1
            if left >= 0:
                await send(message)

        await super().__call__(scope, receive, send_until)


def ask(app: KeptGZip, path: str, **headers: str) -> tuple[dict[bytes, bytes], bytes]:
    """One GET: the answer's headers and body."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    fields = {"accept-encoding": "gzip"} | headers
    raw = [(name.encode(), value.encode()) for name, value in fields.items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": raw}
    asyncio.run(app(scope, receive, send))
    answered: dict[bytes, bytes] = dict(sent[0]["headers"]) if sent else {}
    return answered, b"".join(message.get("body", b"") for message in sent[1:])


def test_a_file_is_compressed_once() -> None:
    files = Files()
    app = KeptGZip(files)
    answers = [ask(app, "/static/js/index.js") for _ in range(3)]
    assert files.asked == ["/static/js/index.js"]
    for headers, body in answers:
        assert headers[b"content-encoding"] == b"gzip"
        assert gzip.decompress(body) == BODY


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/media/report.xlsx", {}),
        ("/static/js/index.js", {"accept-encoding": "identity"}),
        ("/static/js/index.js", {"range": "bytes=0-9"}),
        ("/static/js/index.js", {"if-none-match": '"x"'}),
    ],
)
def test_anything_else_goes_through_untouched(path: str, headers: dict[str, str]) -> None:
    app = KeptGZip(Files())
    answered, body = ask(app, path, **headers)
    assert b"content-encoding" not in answered
    assert body == BODY
    assert app.size == 0


def test_an_error_is_not_kept() -> None:
    app = KeptGZip(Files())
    ask(app, "/static/missing.js")
    assert list(app.kept) == []


@pytest.mark.parametrize("count", [0, 1, 2])
def test_of_a_client_that_leaves_early_nothing_is_kept(count: int) -> None:
    app = KeptGZip(Leaving(count))
    ask(app, "/static/js/index.js")
    assert list(app.kept) == []
    app.compressing.app = app.app = Files()
    assert gzip.decompress(ask(app, "/static/js/index.js")[1]) == BODY


def test_what_was_not_asked_for_longest_goes_first() -> None:
    one = len(ask(KeptGZip(Files()), "/static/a.js")[1])
    app = KeptGZip(Files(), limit=2 * one)
    for name in ("a", "b", "a", "c"):
        ask(app, f"/static/{name}.js")
    assert list(app.kept) == ["/static/a.js", "/static/c.js"]
    assert app.size == 2 * one


def test_an_error_leaves_its_reference_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="drillboard"):
        assert on_script_error(ValueError("column restored_at is missing"))
    assert re.search(r"reference [0-9a-f]{8}", caplog.text)
    assert "column restored_at is missing" in caplog.text
