"""Addresses, from the flat to the country."""
