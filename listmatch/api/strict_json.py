"""JSON that means one thing only, as I-JSON has it (RFC 7493): what Python's parser lets pass is found here.

Of two members with one name parsers take the first, the last or both; NaN is not JSON; a lone surrogate is not text and
can neither be stored nor sent back.
"""

import json
from typing import Any, Never


class _AmbiguousError(ValueError):
    """The body can be read in more than one way; the text says why."""


def fault_of(body: bytes) -> str:
    """Why a body is not accepted as JSON; empty for one that is, and for one that is not JSON at all, whose place the
    framework's parser names.
    """
    if not body:
        return ""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return "it is not encoded in UTF-8."
    if "\0" in text:  # UTF-16 without a mark passes for UTF-8
        return "it is not encoded in UTF-8."
    return _ambiguity(text)


def _ambiguity(text: str) -> str:
    try:
        value = json.loads(text, object_pairs_hook=_distinct, parse_constant=_refuse_constant)
    except _AmbiguousError as error:
        return str(error)
    except (ValueError, RecursionError):
        return ""
    return "" if _is_text(text, value) else "it has half of a surrogate pair, which is not a character."


def _distinct(members: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(members)
    if len(found) < len(members):
        raise _AmbiguousError("an object names a member twice.")
    return found


def _refuse_constant(name: str) -> Never:
    raise _AmbiguousError(f"{name} is not a JSON number.")


def _is_text(text: str, value: Any) -> bool:
    """Whether every string of *value* is one that UTF-8 can write; only an escape (\\ud800) can make another one."""
    if "\\u" not in text:
        return True
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
