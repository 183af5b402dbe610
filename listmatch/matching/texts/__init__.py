"""Products and publications: rows that are compared by their titles."""
