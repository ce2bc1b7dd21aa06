"""The parts of the page 数据质量."""
