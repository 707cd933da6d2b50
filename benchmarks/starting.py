"""How long the dashboard and the command line take to be there.

`python -m benchmarks.starting`: from the start of the process to the server's first healthy answer,
and to the end of `cli.py --help` and `cli.py imports` on an empty database.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROUNDS = 3
ROOT = Path(__file__).resolve().parents[1]


def _server(database: Path) -> float:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        cwd=ROOT, env={**os.environ, "DRILLBOARD_DB": str(database)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while time.perf_counter() - began < 60:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                    return time.perf_counter() - began
            except (urllib.error.URLError, OSError):
                time.sleep(0.02)
        raise SystemExit("the dashboard did not answer within a minute")
    finally:
        server.terminate()
        server.wait()


def _command(*words: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "cli.py", *words], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "empty.duckdb"
        _command("sample", "--db", str(database))
        server = statistics.median(_server(database) for _ in range(ROUNDS))
        helped = statistics.median(_command("--help") for _ in range(ROUNDS))
        listed = statistics.median(
            _command("imports", "--db", str(database)) for _ in range(ROUNDS)
        )
    print(
        f"start: dashboard healthy after {server:.2f} s; cli.py --help {helped:.2f} s, "
        f"cli.py imports {listed:.2f} s"
    )


if __name__ == "__main__":
    main()
