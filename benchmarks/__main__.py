"""All benchmarks in turn: `make bench`, or `python -m benchmarks`."""

from __future__ import annotations

<<<<<<< HEAD
from benchmarks import (
    compare,
    drill,
    headings,
    loading,
    preview,
    reading,
    scorecard,
    starting,
)
=======
from benchmarks import loading, reading, scorecard, starting, systems
>>>>>>> 84dbac6 (The screen of systems costs a tenth of a second a rerun; its benchmark)


def main() -> None:
    """Run and print each."""
<<<<<<< HEAD
    for each in (reading, preview, loading, headings, scorecard, compare, drill, starting):
=======
    for each in (reading, loading, scorecard, systems, starting):
>>>>>>> 84dbac6 (The screen of systems costs a tenth of a second a rerun; its benchmark)
        each.main()


if __name__ == "__main__":
    main()
