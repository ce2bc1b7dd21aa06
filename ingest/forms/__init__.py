"""Workbooks that we write: the official layout, templates, a published month as printed."""
