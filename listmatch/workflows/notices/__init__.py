"""Webhooks: subscriptions, signing and sending of messages, and the addresses they may go to."""
