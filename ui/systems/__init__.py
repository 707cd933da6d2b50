"""The screen of systems, a part a file."""
