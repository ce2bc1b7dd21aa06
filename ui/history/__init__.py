"""The parts of the page 记录."""
