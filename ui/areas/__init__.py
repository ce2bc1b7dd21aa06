"""The parts of the page 县区镇街."""
