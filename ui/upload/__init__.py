"""The parts of the page 上传."""
