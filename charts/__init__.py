"""Finished frames become Plotly figures."""
