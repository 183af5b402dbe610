"""Sending queued messages to webhooks: signed, with growing pauses between attempts, and only to public addresses.

Signatures as Standard Webhooks 1.0 has them. A message goes to the address that was checked and not to what the name
means a moment later, redirects are not followed, and little of the answer is read: an owner's URL must not become
a way into the network that the server stands in.
"""

import base64
import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from urllib.parse import SplitResult, urlsplit

from listmatch.catalog.queries import webhooks as rows
from listmatch.catalog.records import DeliveryRecord, WebhookRecord
from listmatch.errors import InputError
from listmatch.workflows.services import Services

PAUSES = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)  # Standard Webhooks' schedule
)
TIMEOUT_S = 10.0
LEASE = timedelta(minutes=1)
"""How long an attempt may take before another process may make it again."""

BUDGET_S = 30.0
"""How long one call begins new attempts: the last one ends within the lease, and within an evaluation of a sensor."""

TRANSLATED = tuple(
    map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16"))
)
"""IPv6 networks behind which any IPv4 address can stand."""

Reach = Callable[[str], bool]
"""Whether messages may go to an IP address."""


def is_public(address: str) -> bool:
    """Whether an address is of the public internet and carries no IPv4 address inside (RFC 6052, RFC 3056)."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address) and any(found in network for network in TRANSLATED):
        return False
    return found.is_global and not found.is_multicast


def check_address(url: str) -> SplitResult:
    """The parts of a webhook's URL. Raises InputError unless it is https to a named host without credentials."""
    try:
        parts = urlsplit(url)
        is_usable = parts.scheme == "https" and parts.hostname and parts.username is None and (parts.port or 1) > 0
    except ValueError:
        is_usable = False
    if not is_usable:
        raise InputError("messages go to https addresses only.", place="url", cure="Give an address like https://….")
    return parts


def send_due(
    services: Services, *, now: datetime | None = None, reach: Reach = is_public, seconds: float = BUDGET_S
) -> int:
    """Make the attempts that are due, none begun after *seconds*, and say how many succeeded.

    Safe to run in several processes at once.
    """
    now, end = now or datetime.now(UTC), time.monotonic() + seconds
    with services.catalog.reading() as session:
        due = rows.due(session, now=now)
    in_time = takewhile(lambda _: time.monotonic() < end, due)
    return sum(_attempt(services, delivery, hook, now=now, reach=reach) for delivery, hook in in_time)


def _attempt(services: Services, delivery: DeliveryRecord, hook: WebhookRecord, *, now: datetime, reach: Reach) -> bool:
    with services.catalog.session() as session:
        if not rows.take(session, delivery=delivery, until=now + LEASE):
            return False
    try:
        status = post(hook, delivery, now=now, reach=reach)
        error = "" if 200 <= status < 300 else f"The address answered {status}."
    except (OSError, http.client.HTTPException, InputError) as problem:
        status, error = None, f"The address could not be reached ({type(problem).__name__})."
    with services.catalog.session() as session:
        if not error and status is not None:
            rows.mark_delivered(session, delivery_id=delivery.id, response_status=status)
            return True
        following = now + PAUSES[delivery.attempts] if delivery.attempts < len(PAUSES) else None
        rows.mark_undelivered(
            session, delivery_id=delivery.id, error=error, response_status=status, next_attempt_at=following
        )
    return False


def post(hook: WebhookRecord, delivery: DeliveryRecord, *, now: datetime, reach: Reach) -> int:
    """Send one message; returns the status of the answer. Raises OSError, HTTPException, InputError."""
    parts = check_address(hook.url)
    host, port = parts.hostname or "", parts.port or 443
    body = json.dumps(delivery.payload, separators=(",", ":")).encode()
    headers = {"Content-Type": "application/json", **signed(hook.secret, delivery.id, now=now, body=body)}
    connection = _PinnedConnection(host, port, address=_public_address(host, port, reach))
    try:
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request("POST", target, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


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


def _public_address(host: str, port: int, reach: Reach) -> str:
    """The address that a host's name means now. Raises InputError when any of its addresses is not public."""
    found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if not found or not all(map(reach, found)):
        raise InputError("messages go to public addresses only.", place="url")
    return min(found)


class _PinnedConnection(http.client.HTTPSConnection):
    """HTTPS to one address, its certificate checked against the host's name."""

    def __init__(self, host: str, port: int, *, address: str) -> None:
        self._address = address
        self._tls = ssl.create_default_context()
        super().__init__(host, port, timeout=TIMEOUT_S, context=self._tls)

    def connect(self) -> None:
        """Connect to the address instead of the name."""
        plain = socket.create_connection((self._address, self.port), timeout=TIMEOUT_S)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
