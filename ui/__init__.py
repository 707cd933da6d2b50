"""What screens share: the frame, the scope in the URL, cached tables, cards, tables, lineage."""
