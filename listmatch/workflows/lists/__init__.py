"""Lists: taken in, prepared, known again in their next edition, and those that forbid to contact."""
