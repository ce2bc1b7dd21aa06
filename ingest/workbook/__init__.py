"""Bytes to cells: the guard, the sandboxed parser, sheets as they are displayed, the marked copy."""
