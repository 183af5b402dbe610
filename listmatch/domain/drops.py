"""The words of drop rules: what happens with lists that arrive somewhere by themselves."""

from enum import StrEnum


class Action(StrEnum):
    """What is made of a dropped list."""

    PREPARE = "prepare"
    MATCH = "match"
    DEDUPE = "dedupe"


class OnFailure(StrEnum):
    """What happens to a list that cannot be used."""

    LEAVE = "leave"
    TAG = "tag"
    """a file ``NAME.failed.txt`` beside it says why"""
    MOVE = "move"
