"""From a workbook to the warehouse: guard → read → extract → check → publish.

`python -m ingest` is the command line.
"""
