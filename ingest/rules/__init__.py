"""Observations to problems: what must hold in a month and against the months before."""
