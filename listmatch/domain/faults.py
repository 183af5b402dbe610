"""Pydantic's errors in plain words, for whoever wrote the value that is wrong.

Each is a predicate, so that a sentence can be made of it: ``threshold`` + ``must be a number``.
"""

from collections.abc import Mapping
from typing import Any

WORDS: dict[str, str] = {
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "dict_type": "must be a mapping of keys",
    "enum": "must be {expected}",
    "extra_forbidden": "is not a known key",
    "finite_number": "must be a number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be {ge} or more",
    "int_from_float": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be {le} or less",
    "list_type": "must be a list",
    "literal_error": "must be {expected}",
    "mapping_type": "must be a mapping of keys",
    "missing": "is missing",
    "model_attributes_type": "must be a mapping of keys",
    "model_type": "must be a mapping of keys",
    "string_too_long": "must have no more than {max_length} characters",
    "string_too_short": "must have at least {min_length} characters",
    "string_type": "must be a text",
    "too_long": "must have no more than {max_length} entries",
    "too_short": "must have at least {min_length} entries",
    "tuple_type": "must be a list",
}
"""The validator's kinds of faults; ``{...}`` is filled in from what it says about the limit."""

_OWN = "Value error, "
_FOREIGN = "Input should be "


def in_words(fault: Mapping[str, Any]) -> str:
    """One of ``ValidationError.errors()`` as a predicate, or as the clause that a validator of ours raised.

    The value itself is never told: it may be a secret, or somebody's data.
    """
    if words := WORDS.get(str(fault["type"])):
        limits = fault.get("ctx") or {}
        return words.format_map({name: _plain(limit) for name, limit in limits.items()})
    message = str(fault["msg"]).removesuffix(".")
    if message.startswith(_OWN):
        return message.removeprefix(_OWN)
    return f"must be {message.removeprefix(_FOREIGN)}" if message.startswith(_FOREIGN) else message


def _plain(limit: object) -> object:
    """A limit as people write it: 0, not 0.0."""
    return int(limit) if isinstance(limit, float) and limit.is_integer() else limit
