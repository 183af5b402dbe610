"""The catalog: what exists and who owns it, in SQLite or PostgreSQL. It is the truth, and the queue.

Sessions come from :class:`Catalog`, questions and changes from ``listmatch.catalog.queries``; nobody else writes SQL
against these tables.
"""

from listmatch.catalog.session import Catalog, open_catalog

__all__ = ["Catalog", "open_catalog"]
