"""All benchmarks in turn: `make bench`, or `python -m benchmarks`."""

from __future__ import annotations

from benchmarks import (
    compare,
    drill,
    headings,
    loading,
    preview,
    reading,
    scorecard,
    starting,
    systems,
)


def main() -> None:
    """Run and print each."""
    for each in (reading, preview, loading, headings, scorecard, compare, drill, systems, starting):
        each.main()


if __name__ == "__main__":
    main()
