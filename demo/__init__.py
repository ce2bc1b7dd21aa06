"""A simulated warehouse for trying the dashboard out.

Its workbooks say 模拟数据 and go through the same ingest as real ones.
"""
