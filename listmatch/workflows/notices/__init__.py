"""Webhooks: who is told of a job, how the message is signed and sent, and where it may go."""
