"""The parts of the screen of one drill."""
