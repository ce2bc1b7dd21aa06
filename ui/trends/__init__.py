"""The parts of the page 趋势."""
