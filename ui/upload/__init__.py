"""The Upload screen in parts: choose files, check what was read, see what was loaded."""
