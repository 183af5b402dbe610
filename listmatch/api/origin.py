"""Absolute links in responses, as the client can reach them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a client reached the API: scheme, host and port.

    So a server can listen on every address, or stand behind a forwarded port, without being told its own name. Who
    sends another Host gets links to that host, and nobody else does.
    """

    url: str

    def link(self, link: str) -> str:
        """A signed link, completed by the origin when it is one of our own that names no host."""
        return f"{self.url.rstrip('/')}{link}" if link.startswith("/") else link
