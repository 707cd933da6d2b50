"""The next drill, said before it and scored after it."""

from analytics.forecast.predicting import (
    FEWEST_DRILLS,
    METHOD,
    RANGE_SHARE,
    TOO_LITTLE,
    Forecast,
    forecast,
)
from analytics.forecast.scoring import (
    Scored,
    tried_on_the_past,
    written_before,
    written_scores,
    written_too_late,
)
from analytics.forecast.spread import Spread, spread_of
from analytics.forecast.upcoming import Upcoming, forecast_rows, upcoming

__all__ = [
    "FEWEST_DRILLS",
    "METHOD",
    "RANGE_SHARE",
    "TOO_LITTLE",
    "Forecast",
    "Scored",
    "Spread",
    "Upcoming",
    "forecast",
    "forecast_rows",
    "spread_of",
    "tried_on_the_past",
    "upcoming",
    "written_before",
    "written_scores",
    "written_too_late",
]
