"""The parts of the page 数值出处."""
