"""Runs what changes the store to its end, whatever the person clicks meanwhile.

A click, or a late edit of a grid, ends a script at its next Streamlit call. In the middle of a
load that would drop it, or keep it without telling what was kept. Outside the script's own thread
Streamlit only sends what is to be shown and ends nothing.
"""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

Result = TypeVar("Result")


def unbroken(work: Callable[[], Result]) -> Result:
    """What `work` returns, or the error it raises; elements it shows stand where it is called."""
    context = contextvars.copy_context()
    found: Future[Result] = Future()

    def run() -> None:
        try:
            found.set_result(context.run(work))
        except BaseException as error:  # whatever it is, it is the caller's
            found.set_exception(error)

    thread = threading.Thread(target=run, name="unbroken")
    if get_script_run_ctx(suppress_warning=True) is not None:  # none in a test without a server
        add_script_run_ctx(thread)
    thread.start()
    thread.join()
    return found.result()
