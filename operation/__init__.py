"""What the person who runs the server sees: health, metrics, structured logs. No page, no SQL."""
