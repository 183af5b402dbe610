"""Verdicts to figures, figures to words.

What belongs here: the rollups (computed by the SQL models of ``dbt_like_sql/``) and the narrative written from them.
What becomes a file (PDF, XLSX, PPTX, HTML) is the business of ``listmatch.exports``.
Every figure is defined in docs/guides/report.md.
"""

from listmatch.reporting.inputs import RollupInputs
from listmatch.reporting.language_model import LanguageModel
from listmatch.reporting.narrative import write_narrative
from listmatch.reporting.rollups import compute_rollups

__all__ = [
    "LanguageModel",
    "RollupInputs",
    "compute_rollups",
    "write_narrative",
]
