"""Dagster resources: configuration in, ordinary ``listmatch`` objects out."""
