"""Figures: a frame in, a figure out.

No query, no page; colours and the one template stand in theme.py.
"""
