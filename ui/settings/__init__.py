"""The Settings screen in parts: one subject a file, one form a subject."""
