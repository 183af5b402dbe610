"""Work that comes again: schedules, watched folders, years of lists under a prefix, and what such lists should be."""
