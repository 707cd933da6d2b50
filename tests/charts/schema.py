"""Plotly's own schema, against which the charts themselves do not compare what they draw."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import plotly.graph_objects as go
import pytest

from charts import drawn


class _Compared(drawn.Figure):
    """A figure that is compared with the schema as it is made: ValueError where it does not fit."""

    def __init__(self, data: Any, layout: Any, **more: Any) -> None:  # noqa: ANN401 - as Plotly's
        super().__init__(data, layout, **more)
        go.Figure(self.to_dict())


@contextmanager
def every_figure_compared() -> Iterator[None]:
    """Within it, every figure drawn is compared with the schema."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawn, "Figure", _Compared)
        yield
