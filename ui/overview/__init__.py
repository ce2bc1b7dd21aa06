"""The parts of the page 总览."""
