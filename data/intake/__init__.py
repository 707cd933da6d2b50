"""A spreadsheet becomes rows: read, match, parse, check, plan, import."""
