"""The parts of the page 数据字典."""
