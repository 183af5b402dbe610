"""Entity tags: a client that already has the current answer gets 304 instead of the body (RFC 9110, 8.8.3 and 13.1.2).

The tag is a hash of the body, so it is right whatever the answer was made of; what it saves is the way, not the work.
Answers with a signed link change with every request, and so do their tags.
"""

import hashlib

from listmatch.api.threaded_requests import Answer


def tag(answer: Answer, *, known: str) -> None:
    """Give an answer 200 to a GET its tag; make it 304 without a body where *known* (If-None-Match) names the same."""
    if answer.status != 200:
        return
    own, headers = f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"', answer.headers
    headers["ETag"] = own
    headers.setdefault("Cache-Control", "private, no-cache")
    if _names(known, own):
        answer.status, answer.body = 304, b""
        del headers["content-length"], headers["content-type"]


def _names(condition: str, own: str) -> bool:
    """Whether an If-None-Match header names a tag; weak and strong tags compare alike here."""
    return condition.strip() == "*" or own in (part.strip().removeprefix("W/") for part in condition.split(","))
