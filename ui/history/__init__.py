"""The History screen in parts: the list, one import, its undo, and the rows that wait."""
