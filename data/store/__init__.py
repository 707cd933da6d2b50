"""Rows are kept: append-only history, current rows, lineage, originals."""
