"""Bytes become grids of cells with addresses, safely."""
