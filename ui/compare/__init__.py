"""The parts of the screen that compares two drills."""
