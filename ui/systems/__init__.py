"""The parts of the page 系统与平台."""
