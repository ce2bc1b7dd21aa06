"""The parts of the page 目标."""
