"""The parts of the page 下载."""
