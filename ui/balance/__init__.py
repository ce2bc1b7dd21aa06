"""The parts of the page 均衡."""
