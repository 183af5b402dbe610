"""Fixed schedules: the housekeeping of this installation. What users schedule are rows of the catalog."""
