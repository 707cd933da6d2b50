"""The only place that turns numbers into words."""
