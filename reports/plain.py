"""Values as JSON knows them. Apart from the figures, so that a listing need not load statistics."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd


def plain(value: Any) -> Any:  # noqa: ANN401 - anything a frame can hold
    """A value as JSON knows it: instants in ISO 8601 UTC, NaN and NaT as null, numpy as Python."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | np.ndarray):
        return [plain(one) for one in value]
    if isinstance(value, pd.Timestamp | dt.datetime):
        if value.tzinfo is None:
            day = value.date()
            return day.isoformat()
        text = value.astimezone(dt.UTC).isoformat()
        return text.replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        number = float(value)
        return None if math.isnan(number) or math.isinf(number) else number
    return value
