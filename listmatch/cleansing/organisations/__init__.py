"""Names of companies, and the other names they go by."""
