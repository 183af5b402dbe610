"""Verdicts to figures, figures to words and pictures.

What belongs here: the rollups (computed by the SQL models of ``dbt_like_sql/``), the narrative written from them, and
the data and drawing of charts. What becomes a file (PDF, XLSX, PPTX, HTML) is the business of ``listmatch.exports``.
Every figure is defined in docs/guides/report.md.
"""

from listmatch.reporting.charts import draw_charts
from listmatch.reporting.inputs import RollupInputs
from listmatch.reporting.language_model import LanguageModel
from listmatch.reporting.narrative import Narrative, write_narrative
from listmatch.reporting.rollups import Rollups, compute_rollups

__all__ = [
    "LanguageModel",
    "Narrative",
    "RollupInputs",
    "Rollups",
    "compute_rollups",
    "draw_charts",
    "write_narrative",
]
