"""The only callers of the publisher: publish, revert, rebuild, annotate, migrate."""
