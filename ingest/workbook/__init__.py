"""Bytes to cells: the guard, the sandboxed parser, sheets as displayed, the marked copy."""
