"""The flows a person can launch, and the entry point of the code location."""
