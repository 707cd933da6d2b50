"""Finished frames become Plotly figures. A chart places and labels; it never reckons."""
