"""Headings become fields, written names become known ones."""
