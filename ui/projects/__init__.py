"""The parts of the page 信息化项目."""
