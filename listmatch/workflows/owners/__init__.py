"""Owners: their keys and plans, and how long what is theirs is kept."""
