"""Matches and dedupes: estimated, asked for, and run up to their verdicts, with the profile that compares the lists."""
