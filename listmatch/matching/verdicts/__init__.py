"""Verdicts: which candidate is the answer for a source row, and how ties are broken."""
