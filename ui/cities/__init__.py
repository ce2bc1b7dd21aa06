"""The parts of the page 地市排名."""
