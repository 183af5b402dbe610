"""What a person may say of two rows that a match has left in doubt."""

from enum import StrEnum


class Ruling(StrEnum):
    """What a person says of two rows."""

    ACCEPT = "accept"
    """they are the same"""
    REJECT = "reject"
    """they are not"""
