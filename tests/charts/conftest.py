"""What holds of every figure that a test draws."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.charts.schema import every_figure_compared


@pytest.fixture(autouse=True)
def figures_fit_the_schema() -> Iterator[None]:
    """Every figure a test draws is compared with Plotly's schema."""
    with every_figure_compared():
        yield
