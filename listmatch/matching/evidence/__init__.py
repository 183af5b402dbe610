"""Kinds of evidence and their levels: the tables of each profile type, as SQL, and a pair as one number."""
