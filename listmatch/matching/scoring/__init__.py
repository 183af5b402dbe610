"""Scores of candidate pairs among their rivals, with the reason in words."""
