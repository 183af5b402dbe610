"""Sending queued messages to webhooks: signed as Standard Webhooks 1.0 has it, with growing pauses between attempts."""

import base64
import hashlib
import hmac
import http.client
import json
import logging
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from listmatch.catalog.queries import audit
from listmatch.catalog.queries import webhooks as rows
from listmatch.catalog.records import DeliveryRecord, WebhookRecord
from listmatch.errors import InputError
from listmatch.workflows.notices.outbound import Reach, is_public, post
from listmatch.workflows.services import Services

LOGGER = logging.getLogger("listmatch.webhooks")

ACTOR = "listmatch"
"""The actor of automatic actions in the audit log."""

PAUSES = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)  # Standard Webhooks' schedule
)
LEASE = timedelta(minutes=1)
"""How long an attempt may take before another process may make it again."""

BUDGET_S = 20.0
"""How long one call begins new attempts: the last one ends within the lease, and within an evaluation of a sensor."""

LANES = 4
"""Addresses that are sent to at once."""

GONE = 410
"""By this an address says that it is to be left alone (RFC 9110, 15.5.11; Standard Webhooks 1.0)."""

SWITCHED_OFF = "The address answered 410 to a message: it wants no more messages, so the webhook is switched off."
"""Why a webhook is off: there is no other reason for it."""

REASONS: Mapping[type[Exception], str] = {
    ssl.SSLCertVerificationError: "its certificate is not valid, is not for this host, or is signed by nobody we trust",
    ssl.SSLError: "no TLS connection could be made",
    socket.gaierror: "its host name is unknown",
    TimeoutError: "it did not answer in time",
    ConnectionRefusedError: "it refused the connection",
    ConnectionError: "the connection broke off",
    http.client.HTTPException: "its answer is not HTTP",
    OSError: "no connection could be made",
}
"""The first that fits counts: special kinds come before the general ones."""

Due = tuple[DeliveryRecord, WebhookRecord]


def send_due(
    services: Services, *, now: datetime | None = None, reach: Reach = is_public, seconds: float = BUDGET_S
) -> int:
    """Make the attempts that are due, none begun after *seconds*, and say how many succeeded.

    An address that does not answer holds up no other one, and is left alone until the next call. Safe to run in several
    processes at once.
    """
    now, end = now or datetime.now(UTC), time.monotonic() + seconds
    with services.catalog.reading() as session:
        due = sorted(rows.due(session, now=now), key=lambda one: one[1].id)
    queues = [list(queue) for _, queue in groupby(due, key=lambda one: one[1].id)]
    if not queues:
        return 0
    with ThreadPoolExecutor(LANES, thread_name_prefix="webhooks") as lanes:
        return sum(lanes.map(lambda queue: _send(services, queue, now=now, reach=reach, end=end), queues))


def _send(services: Services, queue: Sequence[Due], *, now: datetime, reach: Reach, end: float) -> int:
    """Send what waits for one address, in its order, until an attempt fails or the time is up; how many arrived."""
    sent = 0
    for delivery, hook in queue:
        if time.monotonic() >= end or not _attempt(services, delivery, hook, now=now, reach=reach):
            break
        sent += 1
    return sent


def _attempt(services: Services, delivery: DeliveryRecord, hook: WebhookRecord, *, now: datetime, reach: Reach) -> bool:
    with services.catalog.session() as session:
        if not rows.take(session, delivery=delivery, until=now + LEASE):
            return False
    status, error = _posted(hook, delivery, now=now, reach=reach)
    with services.catalog.session() as session:
        if not error and status is not None:
            rows.mark_delivered(session, delivery_id=delivery.id, response_status=status)
            return True
        is_tried_again = status != GONE and delivery.attempts < len(PAUSES)
        following = now + PAUSES[delivery.attempts] if is_tried_again else None
        rows.mark_undelivered(
            session, delivery_id=delivery.id, error=error, response_status=status, next_attempt_at=following
        )
        if status == GONE:
            _switch_off(session, hook)
    return False


def _switch_off(session: Session, hook: WebhookRecord) -> None:
    """Leave an address alone that asked for it; its owner sees why where webhooks and messages are shown."""
    if rows.switch_off(session, webhook_id=hook.id, reason=SWITCHED_OFF):
        audit.note(session, owner_id=hook.owner_id, actor=ACTOR, action="webhook.switch_off", subject_id=hook.id)
        LOGGER.warning("webhook %s is switched off: its address answered %d", hook.id, GONE)


def _posted(hook: WebhookRecord, delivery: DeliveryRecord, *, now: datetime, reach: Reach) -> tuple[int | None, str]:
    """The status of an attempt's answer, if there was one, and why it failed; empty when it arrived."""
    body = json.dumps(delivery.payload, separators=(",", ":")).encode()
    headers = {"Content-Type": "application/json", **signed(hook.secret, delivery.id, now=now, body=body)}
    try:
        status = post(hook.url, body, headers, reach=reach)
    except InputError as problem:
        return None, str(problem)
    except (OSError, http.client.HTTPException) as problem:
        return None, f"The address could not be reached: {_reason(problem)} ({type(problem).__name__})."
    return status, _refusal(status)


def _reason(problem: Exception) -> str:
    """Why there was no answer, for the operator of the address."""
    return next(reason for kind, reason in REASONS.items() if isinstance(problem, kind))


def _refusal(status: int) -> str:
    """Why a response does not accept the message; empty if it does."""
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return f"The address answered {status}. Redirects are not followed: make a webhook for where it leads to."
    if status == GONE:
        return f"The address answered {status}: it wants no more messages, so the webhook is switched off."
    return f"The address answered {status}."


def signed(secret: str, message_id: str, *, now: datetime, body: bytes) -> dict[str, str]:
    """The headers that prove who sent a message (Standard Webhooks 1.0, symmetric)."""
    timestamp = str(int(now.timestamp()))
    key = base64.b64decode(secret.partition("_")[2])
    digest = hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
