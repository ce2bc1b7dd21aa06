"""The parts of the page 项目."""
