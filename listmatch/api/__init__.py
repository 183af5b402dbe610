"""The REST API: a door to the workflows. It parses, asks a workflow and answers, and decides nothing itself."""
