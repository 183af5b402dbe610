"""The match profile proposed for two lists from the columns they have in common."""
