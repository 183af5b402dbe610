"""Comparison: candidate pairs to the level of agreement of each kind of evidence, a part of the pairs at a time."""
