"""Cells to observations: tables found by their labels, the cover, numbers by one strict grammar."""
