"""Alembic migrations of the catalog, and their runner. Revisions are numbered, and their history has no branches."""
