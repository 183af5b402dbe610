"""The REST API: it parses a request, calls a workflow and returns the answer; it decides nothing itself."""
