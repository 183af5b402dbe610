"""Products and publications: rows that are told apart by what their titles say."""
