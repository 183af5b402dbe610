"""Dates, titles of products and works, their attributes, and identifiers."""
