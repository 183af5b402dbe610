"""Scores: what the model says of each candidate pair, told apart from its rivals, with the reason in words."""
