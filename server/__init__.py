"""What stands beside the pages: index page, headers, errors, health, metrics, logs."""
