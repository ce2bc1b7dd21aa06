"""Many replicas over one warehouse in PostgreSQL: container files, and `python -m deploy.cluster`,
which starts all of it on this machine for a try."""
