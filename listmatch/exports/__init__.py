"""Rollups, narrative and verdicts → files that people open: results, PDF, workbook, slides, page, CRM imports.

No figure is computed here: every total comes from the rollups, every row from results.parquet. ``write_results`` is in
``results``: it needs DuckDB and Arrow, and a process that only draws a PDF should not have to load them.
"""

from listmatch.exports.content import ReportContent
from listmatch.exports.registry import EXPORTERS, Exporter

__all__ = ["EXPORTERS", "Exporter", "ReportContent"]
