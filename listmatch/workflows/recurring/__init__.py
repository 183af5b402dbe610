"""Recurring work: schedules and their slots, and what is expected of the lists that come with them."""
