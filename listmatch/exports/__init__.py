"""Rollups, narrative and verdicts → files that people open: results, PDF, workbook, slides, page, CRM imports.

No figure is computed here: every total comes from the rollups, every row from results.parquet.
"""

from listmatch.exports.content import ReportContent
from listmatch.exports.registry import EXPORTERS, Exporter
from listmatch.exports.results import ResultInputs, ResultSummary, write_results

__all__ = ["EXPORTERS", "Exporter", "ReportContent", "ResultInputs", "ResultSummary", "write_results"]
