"""The review: what waits for a person, what people decided, and what later jobs make of it."""
