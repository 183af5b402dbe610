"""Clusters: which rows of one list are the same, which of them stays, and what the golden record takes of each."""
