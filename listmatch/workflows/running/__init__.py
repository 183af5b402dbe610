"""Who runs the stages, in which order and how often: queue, runners, workers, and what follows an outage."""
