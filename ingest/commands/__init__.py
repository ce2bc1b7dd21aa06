"""The commands of python -m ingest, a file for each group."""
