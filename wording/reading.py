"""What is said of how a file was read, where it asks nothing of anybody."""

from __future__ import annotations


def zone_assumed(zone: str) -> str:
    """In which zone times were read that name none, and whose zone it is."""
    return (
        f"Times that name no zone are read as {zone}, the organisation's: neither their column, "
        "their table nor their drill names one."
    )
