"""Blocking: from two lists to the candidate pairs that share a key, and what was too frequent to be one."""
