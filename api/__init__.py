"""The figures by address, beside the pages in the same server: /data/figures.csv,
/data/catalog.json, /data/warehouse.duckdb.

Access rules apply before this room: whatever guards the pages guards every address under /data/
(ASGI middleware, by path).
"""
