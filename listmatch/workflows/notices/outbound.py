"""Posting to an address that an owner chose: to public addresses only, and for a short time.

A request goes to the address that was checked and not to what the name means a moment later, redirects are not
followed, and little of the answer is read: an owner's URL must not become a way into the network that the server
stands in, and a server that answers in drops must not keep the others waiting.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from urllib.parse import SplitResult, urlsplit

from listmatch.errors import InputError

TIMEOUT_S = 10.0
"""For the connection, and between two parts of the answer."""

WHOLE_S = 20.0
"""From the connection to the end of the answer's headers."""

TRANSLATED = tuple(
    map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16"))
)
"""IPv6 networks behind which any IPv4 address can stand."""

OWN_NAMES = ("localhost", "local", "internal")
"""Top-level names that mean this machine or its network (RFC 6761, RFC 6762; ICANN reserved the third in 2024)."""

Reach = Callable[[str], bool]
"""Whether messages may go to an IP address."""


class NotPublic(InputError):
    """The address is not one of the public internet."""

    def __init__(self) -> None:
        super().__init__("messages go to public addresses only.", place="url", cure="Name a host of the internet.")


def is_public(address: str) -> bool:
    """Whether an address is of the public internet and carries no IPv4 address inside (RFC 6052, RFC 3056)."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address) and any(found in network for network in TRANSLATED):
        return False
    return found.is_global and not found.is_multicast


def check_url(url: str) -> SplitResult:
    """The parts of a URL. Raises InputError unless it is https to a named host without credentials."""
    try:
        parts = urlsplit(url)
        is_usable = parts.scheme == "https" and parts.hostname and parts.username is None and (parts.port or 1) > 0
    except ValueError:
        is_usable = False
    if not is_usable:
        raise InputError("messages go to https addresses only.", place="url", cure="Give an address like https://….")
    return parts


def check_host(url: str) -> None:
    """Raise NotPublic when a URL's host can be seen to be none of the internet without asking what its name means.

    Numbers in any of the notations that a resolver takes for an address: 127.1, 0x7f000001, 2130706433.
    """
    host = (check_url(url).hostname or "").rstrip(".")
    if host.rpartition(".")[2] in OWN_NAMES:
        raise NotPublic
    with suppress(socket.gaierror):
        if not all(map(is_public, _addresses(host, 443, flags=socket.AI_NUMERICHOST))):
            raise NotPublic


def post(url: str, body: bytes, headers: Mapping[str, str], *, reach: Reach = is_public) -> int:
    """Send a body; returns the status of the answer. Raises OSError, HTTPException, and InputError for an address that
    may not be reached.
    """
    parts = check_url(url)
    host, port = parts.hostname or "", parts.port or 443
    connection = _PinnedConnection(host, port, addresses=_public_addresses(host, port, reach))
    alarm = threading.Timer(WHOLE_S, connection.hang_up)
    alarm.daemon = True
    alarm.start()
    try:
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request("POST", target, body, dict(headers))
        status = connection.getresponse().status
        if connection.is_over:  # what was read last is the end that we made ourselves
            raise TimeoutError
        return status
    except (OSError, http.client.HTTPException) as problem:
        if connection.is_over and not isinstance(problem, TimeoutError):
            raise TimeoutError from problem
        raise
    finally:
        alarm.cancel()
        connection.close()


def _public_addresses(host: str, port: int, reach: Reach) -> Sequence[str]:
    """The addresses that a host's name means now. Raises NotPublic when any of them is not public."""
    found = _addresses(host, port)
    if not found or not all(map(reach, found)):
        raise NotPublic
    return found


def _addresses(host: str, port: int, *, flags: int = 0) -> Sequence[str]:
    """What a host's name means now, in the order in which this machine would try (RFC 6724).

    Raises InputError for what cannot be a name, gaierror when nobody knows it.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
        return list(dict.fromkeys(str(info[4][0]) for info in found))
    except UnicodeError:  # a part of the name is empty or has more than 63 characters
        raise InputError("the host name is not valid.", place="url", cure="Correct it.") from None


class _PinnedConnection(http.client.HTTPSConnection):
    """HTTPS to the first of some addresses that answers, its certificate checked against the host's name."""

    def __init__(self, host: str, port: int, *, addresses: Sequence[str]) -> None:
        self._addresses = addresses
        self._tls = ssl.create_default_context()
        self.is_over = False
        super().__init__(host, port, timeout=TIMEOUT_S, context=self._tls)

    def connect(self) -> None:
        """Connect to the addresses instead of the name: a machine may lack the one kind of internet or the other."""
        plain = self._reached()
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        if self.is_over:  # before there was anything to hang up
            raise TimeoutError
        self.sock.do_handshake()

    def _reached(self) -> socket.socket:
        *others, last = self._addresses
        for address in others:
            with suppress(OSError):
                return socket.create_connection((address, self.port), timeout=TIMEOUT_S / len(self._addresses))
        return socket.create_connection((last, self.port), timeout=TIMEOUT_S)

    def hang_up(self) -> None:
        """Close the connection from another thread, which ends a pending read."""
        self.is_over = True
        if self.sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
